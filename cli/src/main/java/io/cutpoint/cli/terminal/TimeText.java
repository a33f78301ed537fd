package io.cutpoint.cli.terminal;

import io.cutpoint.model.event.EventTimes;
import io.cutpoint.model.event.EventView;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/// Writes times in one zone, the zone always beside them.
///
/// @param zone which one
public record TimeText(ZoneId zone) {

  /// How many columns a time takes in UTC.
  public static final int WIDTH = 20;

  /// `2026-04-25 12:03:58Z` or `2026-04-25 14:03:58+02:00`; `-` for no time.
  public String of(long nanos) {
    if (nanos == EventView.NO_TIME) {
      return "-";
    }
    ZonedDateTime t = EventTimes.instant(nanos).atZone(zone);
    StringBuilder out = new StringBuilder(25);
    digits(out, t.getYear(), 4).append('-');
    digits(out, t.getMonthValue(), 2).append('-');
    digits(out, t.getDayOfMonth(), 2).append(' ');
    digits(out, t.getHour(), 2).append(':');
    digits(out, t.getMinute(), 2).append(':');
    digits(out, t.getSecond(), 2);
    return out.append(t.getOffset().getId()).toString();
  }

  /// How many columns times take here.
  public int width() {
    return isUtc() ? WIDTH : WIDTH + 5;
  }

  /// The zone's name for people.
  public String name() {
    return isUtc() ? "UTC" : zone.getId();
  }

  private boolean isUtc() {
    return zone.normalized().equals(ZoneOffset.UTC);
  }

  private static StringBuilder digits(StringBuilder out, int n, int least) {
    String digits = Integer.toString(n);
    return out.repeat("0", Math.max(0, least - digits.length())).append(digits);
  }
}
