package io.cutpoint.export;

import io.cutpoint.model.event.EventTimes;
import io.cutpoint.model.event.EventView;
import java.math.BigDecimal;
import java.math.RoundingMode;

/// Numbers, times and durations for people, the same in every locale.
final class Amounts {

  private static final long SECOND = 1_000_000_000L;

  private Amounts() {}

  /// With so many decimals and a point.
  static String decimal(double value, int decimals) {
    return BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
  }

  /// `2023-08-15 09:54:12Z`, or a dash where there is no time.
  static String second(long nanos) {
    return nanos == EventView.NO_TIME ? "–" : EventTimes.text(nanos).substring(0, 19).replace('T', ' ') + "Z";
  }

  /// `09:54:12Z`, or a dash.
  static String clock(long nanos) {
    return nanos == EventView.NO_TIME ? "–" : EventTimes.text(nanos).substring(11, 19) + "Z";
  }

  /// `2023-08-15`.
  static String day(long nanos) {
    return nanos == EventView.NO_TIME ? "" : EventTimes.text(nanos).substring(0, 10);
  }

  /// The exact time for machines.
  static String exact(long nanos) {
    return EventTimes.text(nanos);
  }

  /// `less than 1 s`, `48 s`, `4 min 24 s`, `3 h 12 min`, `2 d 4 h`.
  static String duration(long nanos) {
    long seconds = Long.divideUnsigned(nanos, SECOND);
    if (seconds < 1) {
      return "less than 1 s";
    }
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return seconds / 60 + " min" + (seconds % 60 == 0 ? "" : " " + seconds % 60 + " s");
    }
    if (seconds < 86_400) {
      return seconds / 3600 + " h" + (seconds / 60 % 60 == 0 ? "" : " " + seconds / 60 % 60 + " min");
    }
    return seconds / 86_400 + " d" + (seconds / 3600 % 24 == 0 ? "" : " " + seconds / 3600 % 24 + " h");
  }
}
