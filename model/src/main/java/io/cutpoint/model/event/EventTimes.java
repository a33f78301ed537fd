package io.cutpoint.model.event;

import java.time.Instant;

/// Conversions of event time: nanoseconds since 1601-01-01T00:00:00Z as an unsigned long, good to 2185.
///
/// Windows' FILETIME counts 100 ns from the same start. Anything outside the range is [EventView#NO_TIME].
public final class EventTimes {

  private static final long EPOCH_1601_SECONDS = -11_644_473_600L;
  private static final long MAX_SECONDS = Long.divideUnsigned(-1L, 1_000_000_000L) - 1;

  private EventTimes() {}

  /// From a FILETIME: 100 ns since 1601. Zero is no time.
  public static long ofFiletime(long filetime) {
    return filetime <= 0 || Long.compareUnsigned(filetime, Long.divideUnsigned(-1L, 100) - 1) > 0 ? EventView.NO_TIME : filetime * 100;
  }

  /// From a FILETIME as the text of it is read: a time in the first second of the range is none.
  public static long ofFiletimeText(long filetime) {
    long seconds = Long.divideUnsigned(filetime, 10_000_000);
    return seconds == 0 || seconds > MAX_SECONDS ? EventView.NO_TIME : filetime * 100;
  }

  /// From a point in time, where it lies in the range.
  public static long of(Instant instant) {
    return of(instant.getEpochSecond(), instant.getNano());
  }

  private static long of(long epochSecond, int nano) {
    long seconds = epochSecond - EPOCH_1601_SECONDS;
    return seconds <= 0 || seconds > MAX_SECONDS ? EventView.NO_TIME : seconds * 1_000_000_000L + nano;
  }

  /// The point in time; only for times in the range.
  public static Instant instant(long nanos) {
    if (nanos == EventView.NO_TIME) {
      throw new IllegalArgumentException("wanted an event time, found NO_TIME");
    }
    return Instant.ofEpochSecond(Long.divideUnsigned(nanos, 1_000_000_000L) + EPOCH_1601_SECONDS, Long.remainderUnsigned(nanos, 1_000_000_000L));
  }

  /// RFC 3339 in UTC with `Z` and 0, 3, 6 or 9 digits of a second; empty for [EventView#NO_TIME].
  public static String text(long nanos) {
    return nanos == EventView.NO_TIME ? "" : instant(nanos).toString();
  }

  /// Reads `2023-08-15T09:53:59.757Z` and its relatives: `T` or a space, `,` or `.` before up to nine digits (more
  /// are cut), `Z`, an offset `+02:00`, `+0200` or `+02`, or nothing, which is taken as UTC.
  ///
  /// @return the time, or [EventView#NO_TIME] where the text is none
  public static long parse(byte[] b, int from, int length) {
    int end = from + length;
    if (length < 19 || b[from + 4] != '-' || b[from + 7] != '-' || (b[from + 10] != 'T' && b[from + 10] != ' ' && b[from + 10] != 't')
        || b[from + 13] != ':' || b[from + 16] != ':') {
      return EventView.NO_TIME;
    }
    int year = digits(b, from, 4);
    int month = digits(b, from + 5, 2);
    int day = digits(b, from + 8, 2);
    int hour = digits(b, from + 11, 2);
    int minute = digits(b, from + 14, 2);
    int second = digits(b, from + 17, 2);
    if ((year | month | day | hour | minute | second) < 0 || second > 60) {
      return EventView.NO_TIME;
    }
    int at = from + 19;
    int nano = 0;
    if (at < end && (b[at] == '.' || b[at] == ',')) {
      int scale = 100_000_000;
      for (at++; at < end && b[at] >= '0' && b[at] <= '9'; at++) {
        nano += (b[at] - '0') * scale;
        scale /= 10;
      }
    }
    int offset = 0;
    if (at < end && b[at] == ' ') {
      at++;
    }
    if (at < end && (b[at] == 'Z' || b[at] == 'z')) {
      at++;
    } else if (at < end && (b[at] == '+' || b[at] == '-')) {
      int sign = b[at] == '-' ? -1 : 1;
      int hours = end - at >= 3 ? digits(b, at + 1, 2) : -1;
      at += 3;
      int minutes = 0;
      if (end - at >= 3 && b[at] == ':') {
        at++;
      }
      if (end - at >= 2) {
        minutes = digits(b, at, 2);
        at += 2;
      }
      if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59) {
        return EventView.NO_TIME;
      }
      offset = sign * (hours * 3600 + minutes * 60);
    }
    if (at != end) {
      return EventView.NO_TIME;
    }
    if (month < 1 || month > 12 || day < 1 || day > days(year, month) || hour > 23 || minute > 59) {
      return EventView.NO_TIME;
    }
    long seconds = epochDay(year, month, day) * 86_400 + hour * 3600L + minute * 60L + Math.min(second, 59);
    return of(seconds + (second == 60 ? 1 : 0) - offset, nano);
  }

  private static int days(int year, int month) {
    return switch (month) {
      case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
      case 4, 6, 9, 11 -> 30;
      default -> 31;
    };
  }

  /// Days since 1970, in the proleptic Gregorian calendar: counted in years that begin in March, so that the leap day is
  /// the last of its year.
  private static long epochDay(int year, int month, int day) {
    int marchYear = month > 2 ? year : year - 1;
    int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return 365L * marchYear + Math.floorDiv(marchYear, 4) - Math.floorDiv(marchYear, 100) + Math.floorDiv(marchYear, 400) + dayOfYear - 719_468;
  }

  private static int digits(byte[] b, int from, int n) {
    int value = 0;
    for (int i = from; i < from + n; i++) {
      if (b[i] < '0' || b[i] > '9') {
        return -1;
      }
      value = value * 10 + (b[i] - '0');
    }
    return value;
  }
}
