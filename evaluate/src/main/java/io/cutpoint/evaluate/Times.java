package io.cutpoint.evaluate;

import io.cutpoint.model.event.EventTimes;
import io.cutpoint.model.event.EventView;
import java.nio.charset.StandardCharsets;

/// Event times as numbers that compare as signed: nanoseconds since 1601, less 2^63.
final class Times {

  /// No time: later than all.
  static final long NONE = Long.MAX_VALUE;

  static final long HOUR = 3_600_000_000_000L;

  private Times() {}

  /// The time that a text names, or [#NONE].
  static long parse(String text) {
    byte[] written = text.getBytes(StandardCharsets.UTF_8);
    long nanos = EventTimes.parse(written, 0, written.length);
    return nanos == EventView.NO_TIME ? NONE : nanos ^ Long.MIN_VALUE;
  }

  /// RFC 3339; empty for [#NONE].
  static String text(long time) {
    return EventTimes.text(time ^ Long.MIN_VALUE);
  }

  /// So much later or earlier, but never beyond the range.
  static long shift(long time, long by) {
    long sum = time + by;
    return by > 0 ? (sum < time ? NONE : sum) : sum > time ? Long.MIN_VALUE : sum;
  }

  /// Days between two times.
  static double days(long from, long to) {
    return (double) Long.divideUnsigned(to - from, 1_000_000_000L) / 86_400;
  }
}
