package io.cutpoint.respond;

import io.cutpoint.model.text.Figures;

/// Numbers and distances in event time in the sentences of an answer, the same in every locale.
final class Amounts {

  private Amounts() {}

  /// `less than 1 s`, `40 s`, `3 min 12 s`, `3 h 12 min`, `2 d 5 h`.
  static String span(long seconds) {
    if (seconds < 1) {
      return "less than 1 s";
    }
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return seconds / 60 + " min" + rest(seconds % 60, " s");
    }
    if (seconds < 86_400) {
      return seconds / 3600 + " h" + rest(seconds / 60 % 60, " min");
    }
    long days = seconds / 86_400;
    return Figures.grouped(days) + " d" + (days < 10 ? rest(seconds / 3600 % 24, " h") : "");
  }

  private static String rest(long n, String unit) {
    return n == 0 ? "" : " " + n + unit;
  }
}
