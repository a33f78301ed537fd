package io.cutpoint.provenance;

import io.cutpoint.model.event.EventView;

/// Arithmetic on times: nanoseconds since 1601, unsigned; no time comes last.
final class Times {

  static final long SECOND = 1_000_000_000L;
  static final long MINUTE = 60 * SECOND;
  static final long HOUR = 60 * MINUTE;
  static final long DAY = 24 * HOUR;

  /// After every time.
  static final long NEVER = EventView.NO_TIME;

  private Times() {}

  static boolean isBefore(long a, long b) {
    return Long.compareUnsigned(a, b) < 0;
  }

  static boolean isAfter(long a, long b) {
    return Long.compareUnsigned(a, b) > 0;
  }

  static long earlier(long a, long b) {
    return isBefore(a, b) ? a : b;
  }

  static long later(long a, long b) {
    return isBefore(a, b) ? b : a;
  }

  /// `time + nanos`, no later than [#NEVER].
  static long plus(long time, long nanos) {
    long sum = time + nanos;
    return time == NEVER || isBefore(sum, time) ? NEVER : sum;
  }

  /// `time - nanos`, no earlier than 0; [#NEVER] stays.
  static long minus(long time, long nanos) {
    if (time == NEVER) {
      return NEVER;
    }
    return isBefore(time, nanos) ? 0 : time - nanos;
  }

  /// Whether two known times lie no further apart than this.
  static boolean isWithin(long a, long b, long nanos) {
    if (a == NEVER || b == NEVER) {
      return false;
    }
    return Long.compareUnsigned(apart(a, b), nanos) <= 0;
  }

  /// How far apart two times lie; [#NEVER] where one is not known.
  static long apart(long a, long b) {
    return a == NEVER || b == NEVER ? NEVER : isBefore(a, b) ? b - a : a - b;
  }
}
