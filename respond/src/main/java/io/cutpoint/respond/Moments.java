package io.cutpoint.respond;

import io.cutpoint.model.event.EventView;

/// Arithmetic on event time, nanoseconds since 1601 as an unsigned long.
final class Moments {

  private static final long SECOND = 1_000_000_000L;

  private Moments() {}

  static boolean isBefore(long a, long b) {
    return Long.compareUnsigned(a, b) < 0;
  }

  static long earlier(long a, long b) {
    return isBefore(b, a) ? b : a;
  }

  /// The later one; a time that is not known is none.
  static long later(long a, long b) {
    if (a == EventView.NO_TIME || b == EventView.NO_TIME) {
      return a == EventView.NO_TIME ? b : a;
    }
    return isBefore(a, b) ? b : a;
  }

  /// Whole seconds from one to a later one; 0 where they are the other way round or one is not known.
  static long seconds(long from, long to) {
    if (from == EventView.NO_TIME || to == EventView.NO_TIME || !isBefore(from, to)) {
      return 0;
    }
    return Long.divideUnsigned(to - from, SECOND);
  }
}
