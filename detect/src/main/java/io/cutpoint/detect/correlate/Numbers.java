package io.cutpoint.detect.correlate;

import io.cutpoint.model.text.Untrusted;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;

/// Numbers in the values of events.
final class Numbers {

  /// No counter or size in a log is longer.
  private static final int MAX_CHARS = 64;

  private Numbers() {}

  /// The number that the text is: decimal digits with an optional sign and fraction, or `0x` and hexadecimal digits.
  static Optional<BigDecimal> of(Untrusted value) {
    String text = value.raw();
    int end = text.length();
    if (end == 0 || end > MAX_CHARS) {
      return Optional.empty();
    }
    if (text.startsWith("0x") || text.startsWith("0X")) {
      boolean hex = end > 2 && text.chars().skip(2).allMatch(c -> c < 0x80 && Character.digit(c, 16) >= 0);
      return hex ? Optional.of(new BigDecimal(new BigInteger(text.substring(2), 16))) : Optional.empty();
    }
    int at = text.charAt(0) == '-' || text.charAt(0) == '+' ? 1 : 0;
    int digits = 0;
    int points = 0;
    for (int i = at; i < end; i++) {
      char c = text.charAt(i);
      if (c == '.') {
        points++;
      } else if (c >= '0' && c <= '9') {
        digits++;
      } else {
        return Optional.empty();
      }
    }
    return digits == 0 || points > 1 ? Optional.empty() : Optional.of(new BigDecimal(text));
  }
}
