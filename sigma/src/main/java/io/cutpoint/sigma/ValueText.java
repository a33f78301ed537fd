package io.cutpoint.sigma;

import io.cutpoint.sigma.Predicate.Unit;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.IsoFields;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// How the text of a value reads as a number, a boolean, an address or a time.
///
/// This is the definition that [Predicate] rests on. Surrounding blanks are not taken off: a text with them is none
/// of these.
public final class ValueText {

  /// The longest text that is read as a number. No counter, id or size in a log is longer.
  public static final int MAX_NUMBER_CHARS = 64;

  /// The most digits that an exponent may have; more would cost time and mean nothing.
  public static final int MAX_EXPONENT_DIGITS = 4;

  private ValueText() {}

  /// The number that the text is: decimal digits with an optional sign, fraction (`1.`, `.5`) and exponent (`1e3`), or
  /// `0x` and hexadecimal digits without a sign. At most [#MAX_NUMBER_CHARS] long, ASCII digits only.
  public static Optional<BigDecimal> number(String text) {
    int end = text.length();
    if (end == 0 || end > MAX_NUMBER_CHARS) {
      return Optional.empty();
    }
    if (end > 2 && text.charAt(0) == '0' && (text.charAt(1) == 'x' || text.charAt(1) == 'X')) {
      for (int i = 2; i < end; i++) {
        if (hex(text.charAt(i)) < 0) {
          return Optional.empty();
        }
      }
      return Optional.of(new BigDecimal(new java.math.BigInteger(text.substring(2), 16)));
    }
    int at = text.charAt(0) == '-' || text.charAt(0) == '+' ? 1 : 0;
    int whole = digits(text, at);
    int digits = whole - at;
    at = whole;
    if (at < end && text.charAt(at) == '.') {
      int fraction = digits(text, at + 1);
      digits += fraction - at - 1;
      at = fraction;
    }
    if (digits == 0) {
      return Optional.empty();
    }
    if (at < end && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      int exponent = at + 1;
      if (exponent < end && (text.charAt(exponent) == '-' || text.charAt(exponent) == '+')) {
        exponent++;
      }
      at = digits(text, exponent);
      if (at == exponent || at - exponent > MAX_EXPONENT_DIGITS) {
        return Optional.empty();
      }
    }
    return at == end ? Optional.of(new BigDecimal(text)) : Optional.empty();
  }

  /// `true` or `false` in any case.
  public static Optional<Boolean> bool(String text) {
    return switch (text.length() > 5 ? "" : CaseFolding.fold(text)) {
      case "true" -> Optional.of(true);
      case "false" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  /// The IP address that the text is: 4 bytes or 16, or null.
  ///
  /// IPv4 as four decimal numbers without leading zeros. IPv6 after RFC 4291, 2.2; a zone after `%` is left off. An
  /// IPv4 address written as IPv6 (`::ffff:10.0.0.1`) gives the 4 bytes.
  public static byte @Nullable [] address(String text) {
    if (text.indexOf(':') < 0) {
      return addressV4(text, 0, text.length());
    }
    int zone = text.indexOf('%');
    int end = zone < 0 ? text.length() : zone;
    byte[] bytes = new byte[16];
    int filled = 0;
    int gap = -1;
    int at = 0;
    if (text.startsWith("::")) {
      gap = 0;
      at = 2;
    }
    while (at < end) {
      int stop = at;
      while (stop < end && stop - at <= 4 && hex(text.charAt(stop)) >= 0) {
        stop++;
      }
      if (stop < end && text.charAt(stop) == '.') {
        byte[] tail = filled <= 12 ? addressV4(text, at, end) : null;
        if (tail == null) {
          return null;
        }
        System.arraycopy(tail, 0, bytes, filled, 4);
        filled += 4;
        break;
      }
      if (stop == at || stop - at > 4 || filled == 16) {
        return null;
      }
      int group = Integer.parseInt(text, at, stop, 16);
      bytes[filled++] = (byte) (group >> 8);
      bytes[filled++] = (byte) group;
      if (stop == end) {
        break;
      }
      if (text.charAt(stop) != ':' || stop + 1 == end) {
        return null;
      }
      at = stop + 1;
      if (text.charAt(at) == ':') {
        if (gap >= 0) {
          return null;
        }
        gap = filled;
        at++;
      }
    }
    if (gap < 0 ? filled != 16 : filled == 16) {
      return null;
    }
    if (gap >= 0) {
      System.arraycopy(bytes, gap, bytes, 16 - (filled - gap), filled - gap);
      java.util.Arrays.fill(bytes, gap, 16 - (filled - gap), (byte) 0);
    }
    return isMapped(bytes) ? java.util.Arrays.copyOfRange(bytes, 12, 16) : bytes;
  }

  /// Whether these 16 bytes lie in `::ffff:0:0/96`.
  static boolean isMapped(byte[] bytes) {
    for (int i = 0; i < 10; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return bytes[10] == -1 && bytes[11] == -1;
  }

  /// This part of the time that the text begins with: `yyyy-mm-dd` or `yyyy/mm/dd`, then, after `T`, `t` or a blank,
  /// `hh:mm`; what follows (seconds, fraction, zone) does not matter and nothing is converted.
  ///
  /// A text with a date alone has neither hour nor minute. A date that does not exist is no time.
  public static OptionalInt timePart(String text, Unit unit) {
    int year = fixed(text, 0, 4);
    int month = fixed(text, 5, 2);
    int day = fixed(text, 8, 2);
    if (year < 0 || month < 0 || day < 0 || text.charAt(4) != text.charAt(7) || (text.charAt(4) != '-' && text.charAt(4) != '/')) {
      return OptionalInt.empty();
    }
    LocalDate date;
    try {
      date = LocalDate.of(year, month, day);
    } catch (DateTimeException e) {
      return OptionalInt.empty();
    }
    int hour = -1;
    int minute = -1;
    if (text.length() > 10) {
      char separator = text.charAt(10);
      hour = fixed(text, 11, 2);
      minute = fixed(text, 14, 2);
      if ((separator != 'T' && separator != 't' && separator != ' ')
          || hour < 0 || hour > 23 || minute < 0 || minute > 59 || text.charAt(13) != ':'
          || (text.length() > 16 && isDigit(text.charAt(16)))) {
        return OptionalInt.empty();
      }
    }
    int part = switch (unit) {
      case MINUTE -> minute;
      case HOUR -> hour;
      case DAY -> day;
      case WEEK -> date.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
      case MONTH -> month;
      case YEAR -> year;
    };
    return part < 0 ? OptionalInt.empty() : OptionalInt.of(part);
  }

  private static byte @Nullable [] addressV4(String text, int from, int end) {
    byte[] bytes = new byte[4];
    int at = from;
    for (int part = 0; part < 4; part++) {
      int stop = at;
      int value = 0;
      while (stop < end && stop - at < 3 && isDigit(text.charAt(stop))) {
        value = value * 10 + text.charAt(stop++) - '0';
      }
      boolean last = part == 3;
      if (stop == at || value > 255 || (stop - at > 1 && text.charAt(at) == '0')
          || (last ? stop != end : stop >= end || text.charAt(stop) != '.')) {
        return null;
      }
      bytes[part] = (byte) value;
      at = stop + 1;
    }
    return bytes;
  }

  private static int fixed(String text, int from, int length) {
    if (from + length > text.length()) {
      return -1;
    }
    int value = 0;
    for (int i = from; i < from + length; i++) {
      if (!isDigit(text.charAt(i))) {
        return -1;
      }
      value = value * 10 + text.charAt(i) - '0';
    }
    return value;
  }

  private static int digits(String text, int from) {
    int at = from;
    while (at < text.length() && isDigit(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static int hex(char c) {
    return c < 0x80 ? Character.digit(c, 16) : -1;
  }
}
