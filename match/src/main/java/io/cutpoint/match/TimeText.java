package io.cutpoint.match;

import io.cutpoint.sigma.Predicate.Unit;
import io.cutpoint.sigma.ValueText;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.IsoFields;

/// The parts of a time as it is written, without any conversion of zone.
///
/// What is a time is defined by [ValueText#timePart]; here it is read from bytes and without allocation.
final class TimeText {

  /// What [#part] returns where the text names no such part.
  static final int NONE = -1;

  private TimeText() {}

  /// The part of the time that the text names, or [#NONE].
  static int part(Unit unit, byte[] b, int from, int to) {
    int length = to - from;
    if (length < 10 || b[from + 4] != b[from + 7] || (b[from + 4] != '-' && b[from + 4] != '/')) {
      return NONE;
    }
    int year = digits(b, from, 4);
    int month = digits(b, from + 5, 2);
    int day = digits(b, from + 8, 2);
    if ((year | month | day) < 0 || month < 1 || month > 12 || day < 1 || day > YearMonth.of(year, month).lengthOfMonth()) {
      return NONE;
    }
    int hour = NONE;
    int minute = NONE;
    if (length > 10) {
      byte between = b[from + 10];
      if (length < 16 || (between != 'T' && between != 't' && between != ' ') || b[from + 13] != ':') {
        return NONE;
      }
      hour = digits(b, from + 11, 2);
      minute = digits(b, from + 14, 2);
      if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || (length > 16 && b[from + 16] >= '0' && b[from + 16] <= '9')) {
        return NONE;
      }
    }
    return switch (unit) {
      case MINUTE -> minute;
      case HOUR -> hour;
      case DAY -> day;
      case WEEK -> LocalDate.of(year, month, day).get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
      case MONTH -> month;
      case YEAR -> year;
    };
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
