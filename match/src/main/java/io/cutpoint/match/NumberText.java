package io.cutpoint.match;

import io.cutpoint.sigma.ValueText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/// The number that a text names, without making one: a mutable cursor that a matcher owns.
///
/// What is a number is defined by [ValueText#number]; here it is read from bytes and without allocation. Whatever its
/// exponent, it is never expanded.
final class NumberText {

  /// What [#compare] returns for a text that is no number.
  static final int NONE = 2;

  private byte[] bytes = {};
  private Form form = Form.NONE;
  private boolean negative;
  private boolean small;
  private long value;
  /// First significant digit and the end of the last one.
  private int first;
  private int last;
  /// The value is 0.ddd times ten to this power.
  private long power;

  private enum Form { NONE, ZERO, DECIMAL, HEXADECIMAL }

  /// A number of a rule, ready to be compared.
  static final class Wanted {
    private final int sign;
    private final byte[] digits;
    private final long power;
    private final byte[] hexadecimal;
    private final boolean fraction;
    private final boolean small;
    private final long value;

    Wanted(BigDecimal number) {
      sign = number.signum();
      BigDecimal plain = sign == 0 ? BigDecimal.ZERO : number.abs().stripTrailingZeros();
      digits = sign == 0 ? new byte[0] : plain.unscaledValue().toString().getBytes(StandardCharsets.US_ASCII);
      power = sign == 0 ? 0 : (long) plain.precision() - plain.scale();
      BigInteger whole = plain.setScale(0, RoundingMode.DOWN).toBigInteger();
      hexadecimal = whole.signum() == 0 ? new byte[0] : whole.toString(16).getBytes(StandardCharsets.US_ASCII);
      fraction = plain.scale() > 0;
      small = !fraction && whole.bitLength() < 60;
      value = small ? (sign < 0 ? -whole.longValueExact() : whole.longValueExact()) : 0;
    }

    Wanted(TableReader in) {
      sign = in.number();
      digits = in.bytes();
      power = in.wide();
      hexadecimal = in.bytes();
      fraction = in.flag();
      small = in.flag();
      value = in.wide();
    }

    void write(TableWriter out) {
      out.number(sign);
      out.bytes(digits);
      out.wide(power);
      out.bytes(hexadecimal);
      out.flag(fraction);
      out.flag(small);
      out.wide(value);
    }

    /// Whether the number is an integer of less than 60 bits.
    boolean small() {
      return small;
    }

    /// The number, where it is small.
    long value() {
      return value;
    }
  }

  /// Reads a text.
  ///
  /// @return whether it is a number
  boolean read(byte[] b, int from, int to) {
    bytes = b;
    form = Form.NONE;
    small = false;
    negative = false;
    if (from >= to || to - from > ValueText.MAX_NUMBER_CHARS) {
      return false;
    }
    int i = from;
    if (to - from > 2 && b[from] == '0' && (b[from + 1] | 0x20) == 'x') {
      return readHexadecimal(b, from + 2, to);
    }
    if (b[i] == '-' || b[i] == '+') {
      negative = b[i] == '-';
      i++;
    }
    int digits = 0;
    int point = -1;
    int beforePoint = 0;
    first = -1;
    last = -1;
    int firstPlace = 0;
    long plain = 0;
    for (; i < to; i++) {
      byte c = b[i];
      if (c >= '0' && c <= '9') {
        digits++;
        if (point < 0) {
          beforePoint++;
          plain = beforePoint <= 17 ? plain * 10 + (c - '0') : -1;
        }
        if (c != '0') {
          if (first < 0) {
            first = i;
            firstPlace = beforePoint;
          }
          last = i + 1;
        }
      } else if (c == '.' && point < 0) {
        point = i;
      } else {
        break;
      }
    }
    if (digits == 0) {
      return false;
    }
    long exponent = 0;
    if (i < to) {
      if ((b[i] | 0x20) != 'e') {
        return false;
      }
      i++;
      boolean down = false;
      if (i < to && (b[i] == '-' || b[i] == '+')) {
        down = b[i] == '-';
        i++;
      }
      if (i >= to || to - i > ValueText.MAX_EXPONENT_DIGITS) {
        return false;
      }
      for (; i < to; i++) {
        if (b[i] < '0' || b[i] > '9') {
          return false;
        }
        exponent = exponent * 10 + (b[i] - '0');
      }
      exponent = down ? -exponent : exponent;
      plain = -1;
    }
    if (first < 0) {
      form = Form.ZERO;
      small = true;
      value = 0;
      return true;
    }
    form = Form.DECIMAL;
    // Places from the first significant digit to the point; behind it, as many zeros as lie between, negative.
    power = (point < 0 || first < point ? beforePoint - firstPlace + 1 : point + 1 - first) + exponent;
    if (plain >= 0 && (point < 0 || last <= point)) {
      small = true;
      value = negative ? -plain : plain;
    }
    return true;
  }

  private boolean readHexadecimal(byte[] b, int from, int to) {
    long plain = 0;
    first = -1;
    for (int i = from; i < to; i++) {
      int digit = digit(b[i]);
      if (digit < 0) {
        return false;
      }
      if (digit != 0 && first < 0) {
        first = i;
      }
      plain = plain << 4 | digit;
    }
    last = to;
    form = first < 0 ? Form.ZERO : Form.HEXADECIMAL;
    small = first < 0 || to - first < 15;
    value = first < 0 ? 0 : plain;
    return true;
  }

  /// Whether the number is an integer that [#value()] holds.
  boolean small() {
    return small;
  }

  /// The number, where it is small.
  long value() {
    return value;
  }

  /// How the number that was read compares: negative, 0, positive, or [#NONE].
  int compare(Wanted wanted) {
    if (form == Form.NONE) {
      return NONE;
    }
    if (small && wanted.small) {
      return Long.compare(value, wanted.value);
    }
    int sign = form == Form.ZERO ? 0 : negative ? -1 : 1;
    if (sign != wanted.sign || sign == 0) {
      return Integer.compare(sign, wanted.sign);
    }
    int c = form == Form.HEXADECIMAL ? compareHexadecimal(wanted) : compareDecimal(wanted);
    return sign < 0 ? -c : c;
  }

  private int compareDecimal(Wanted wanted) {
    if (power != wanted.power) {
      return power < wanted.power ? -1 : 1;
    }
    int w = 0;
    for (int i = first; i < last; i++) {
      if (bytes[i] == '.') {
        continue;
      }
      if (w == wanted.digits.length) {
        return 1;
      }
      if (bytes[i] != wanted.digits[w]) {
        return bytes[i] < wanted.digits[w] ? -1 : 1;
      }
      w++;
    }
    return w < wanted.digits.length ? -1 : 0;
  }

  private int compareHexadecimal(Wanted wanted) {
    int length = last - first;
    if (length != wanted.hexadecimal.length) {
      return length < wanted.hexadecimal.length ? -1 : 1;
    }
    for (int i = 0; i < length; i++) {
      int c = digit(bytes[first + i]) - digit(wanted.hexadecimal[i]);
      if (c != 0) {
        return c < 0 ? -1 : 1;
      }
    }
    return wanted.fraction ? -1 : 0;
  }

  private static int digit(byte c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    int letter = c | 0x20;
    return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
  }
}
