package io.cutpoint.model.event;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

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
    try {
      long seconds = LocalDateTime.of(year, month, day, hour, minute, Math.min(second, 59)).toEpochSecond(ZoneOffset.UTC);
      return of(seconds + (second == 60 ? 1 : 0) - offset, nano);
    } catch (DateTimeException noSuchDay) {
      return EventView.NO_TIME;
    }
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
