package io.cutpoint.chain;

import io.cutpoint.model.event.EventTimes;
import io.cutpoint.model.event.EventView;
import java.time.Duration;

/// Arithmetic on event time, nanoseconds since 1601 as an unsigned long.
final class Times {

  static final long SECOND = 1_000_000_000L;
  static final long MINUTE = 60 * SECOND;
  static final long HOUR = 60 * MINUTE;
  static final long DAY = 24 * HOUR;

  private Times() {}

  /// The distance from an earlier to a later time; 0 where they are the other way round, a very long time where one
  /// of them is not known.
  static long between(long earlier, long later) {
    if (earlier == EventView.NO_TIME || later == EventView.NO_TIME) {
      return earlier == later ? 0 : Long.MAX_VALUE;
    }
    return Long.compareUnsigned(later, earlier) <= 0 ? 0 : later - earlier;
  }

  static boolean isBefore(long a, long b) {
    return Long.compareUnsigned(a, b) < 0;
  }

  static long earlier(long a, long b) {
    return isBefore(b, a) ? b : a;
  }

  static long later(long a, long b) {
    return isBefore(a, b) ? b : a;
  }

  /// The number of the hour since 1601.
  static int hour(long nanos) {
    return (int) Long.divideUnsigned(nanos, HOUR);
  }

  /// A distance for people, such as `40 s`, `4 min`, `3 h 12 min`, `2 d 5 h`.
  static String distance(long nanos) {
    Duration d = Duration.ofNanos(nanos);
    if (d.toSeconds() < 60) {
      return d.toSeconds() + " s";
    }
    if (d.toMinutes() < 60) {
      return d.toMinutes() + " min";
    }
    if (d.toHours() < 24) {
      return d.toMinutesPart() == 0 ? d.toHours() + " h" : d.toHours() + " h " + d.toMinutesPart() + " min";
    }
    return d.toHoursPart() == 0 || d.toDays() >= 10 ? d.toDays() + " d" : d.toDays() + " d " + d.toHoursPart() + " h";
  }

  /// To the second in UTC, such as `2026-04-25 12:03:58Z`, for sentences.
  static String text(long nanos) {
    return nanos == EventView.NO_TIME ? "an unknown time" : EventTimes.text(nanos - Long.remainderUnsigned(nanos, SECOND)).replace('T', ' ');
  }
}
