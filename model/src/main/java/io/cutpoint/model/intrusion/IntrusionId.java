package io.cutpoint.model.intrusion;

import io.cutpoint.model.event.EventId;
import java.util.Collection;
import java.util.Locale;

/// The short form of intrusion ids for people: `INT-` and as many hexadecimal digits as tell them apart, at least 4.
public final class IntrusionId {

  private IntrusionId() {}

  /// The short form of `id` among `all`.
  public static String shorten(EventId id, Collection<EventId> all) {
    String mine = id.toString();
    int digits = 4;
    for (EventId other : all) {
      if (!other.equals(id)) {
        String theirs = other.toString();
        while (digits < mine.length() && theirs.regionMatches(0, mine, 0, digits)) {
          digits++;
        }
      }
    }
    return "INT-" + mine.substring(0, digits).toUpperCase(Locale.ROOT);
  }
}
