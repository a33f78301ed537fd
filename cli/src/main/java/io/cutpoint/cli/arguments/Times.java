package io.cutpoint.cli.arguments;

import io.cutpoint.model.event.EventTimes;
import io.cutpoint.model.event.EventView;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;

/// Points in time and time zones as people write them.
public final class Times {

  private Times() {}

  /// The time zone with this name.
  public static ZoneId zone(String text) throws UsageException {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException unknown) {
      List<String> names = ZoneId.getAvailableZoneIds().stream().sorted().toList();
      throw new UsageException("--tz knows no time zone " + text, Suggestions.hint(text, names, "for example: UTC, Europe/Berlin or +02:00"));
    }
  }

  /// Nanoseconds since 1601 of a time with an offset, of one without (then in `zone`), or of a date's first instant.
  public static long parse(String option, String text, ZoneId zone) throws UsageException {
    String written = text.strip().replace(' ', 'T');
    try {
      long nanos =
          EventTimes.of(
              written.length() <= 10
                  ? LocalDate.parse(written).atStartOfDay(zone).toInstant()
                  : hasOffset(written) ? OffsetDateTime.parse(written).toInstant() : LocalDateTime.parse(written).atZone(zone).toInstant());
      if (nanos != EventView.NO_TIME) {
        return nanos;
      }
    } catch (DateTimeException notOne) {
      // told below, with the times out of range
    }
    throw new UsageException(option + " is no time: " + text, "for example: 2026-04-25, 2026-04-25T12:00:00Z or 2026-04-25T14:00:00+02:00");
  }

  private static boolean hasOffset(String text) {
    char last = text.charAt(text.length() - 1);
    return last == 'Z' || last == 'z' || text.indexOf('+', 10) > 0 || text.indexOf('-', 10) > 0;
  }
}
