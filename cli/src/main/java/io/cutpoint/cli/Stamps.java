package io.cutpoint.cli;

import java.time.OffsetDateTime;

/// Names of files and folders made from the wall clock.
final class Stamps {

  private Stamps() {}

  /// `yyyyMMdd-HHmm`.
  static String minute(OffsetDateTime t) {
    return four(t.getYear()) + two(t.getMonthValue()) + two(t.getDayOfMonth()) + "-" + two(t.getHour()) + two(t.getMinute());
  }

  private static String two(int n) {
    return (n < 10 ? "0" : "") + n;
  }

  private static String four(int n) {
    return "0".repeat(Math.max(0, 4 - Integer.toString(n).length())) + n;
  }
}
