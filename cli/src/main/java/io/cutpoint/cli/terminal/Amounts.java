package io.cutpoint.cli.terminal;

/// Numbers, sizes and durations for people, the same in every locale.
public final class Amounts {

  private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB"};

  private Amounts() {}

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

  private static String twoDigits(long n) {
    return (n < 10 ? "0" : "") + n;
  }
}
