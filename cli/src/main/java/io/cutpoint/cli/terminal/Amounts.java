package io.cutpoint.cli.terminal;

/// Numbers, sizes and durations for people, the same in every locale.
public final class Amounts {

  private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB"};

  private Amounts() {}

  /// With a comma between thousands.
  public static String grouped(long n) {
    String digits = Long.toString(n);
    StringBuilder out = new StringBuilder(digits);
    int first = n < 0 ? 1 : 0;
    for (int i = digits.length() - 3; i > first; i -= 3) {
      out.insert(i, ',');
    }
    return out.toString();
  }

  /// `1 file`, `214 files`.
  public static String counted(long n, String thing) {
    return grouped(n) + " " + thing + (n == 1 ? "" : "s");
  }

  /// In a power of 1024 with one decimal.
  public static String bytes(long n) {
    if (n < 1024) {
      return n + " B";
    }
    int unit = 0;
    double value = n / 1024.0;
    while (value >= 1024 && unit < UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    return tenths(value) + " " + UNITS[unit];
  }

  /// So much of so much in the unit of the whole: `4.1/6.8 GiB`.
  public static String part(long n, long whole) {
    int unit = -1;
    double divisor = 1;
    while (whole / divisor >= 1024 && unit < UNITS.length - 1) {
      divisor *= 1024;
      unit++;
    }
    return unit < 0 ? n + "/" + whole + " B" : tenths(n / divisor) + "/" + tenths(whole / divisor) + " " + UNITS[unit];
  }

  /// With one decimal.
  public static String tenths(double value) {
    long n = Math.round(value * 10);
    return n / 10 + "." + Math.abs(n % 10);
  }

  /// As `0.4 s`, `61 s`, `12 min 05 s`, `3 h 12 min`.
  public static String seconds(double seconds) {
    long whole = Math.round(seconds);
    if (seconds < 9.95) {
      return tenths(seconds) + " s";
    }
    if (whole < 120) {
      return whole + " s";
    }
    return whole < 7200 ? whole / 60 + " min " + twoDigits(whole % 60) + " s" : whole / 3600 + " h " + twoDigits(whole / 60 % 60) + " min";
  }

  /// A distance in event time: `less than 1 s`, `40 s`, `3 min 12 s`, `3 h 12 min`, `2 d 5 h`.
  public static String span(long seconds) {
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
    return grouped(days) + " d" + (days < 10 ? rest(seconds / 3600 % 24, " h") : "");
  }

  private static String rest(long n, String unit) {
    return n == 0 ? "" : " " + n + unit;
  }

  private static String twoDigits(long n) {
    return (n < 10 ? "0" : "") + n;
  }
}
