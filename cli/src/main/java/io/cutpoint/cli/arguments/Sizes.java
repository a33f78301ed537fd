package io.cutpoint.cli.arguments;

import java.util.Locale;

/// Sizes as people write them: `512M`, `2G`, `2GiB`, `1048576`.
public final class Sizes {

  private Sizes() {}

  /// The bytes that a text means; powers of 1024.
  ///
  /// @param where what the text was given for, for the message
  public static long parse(String where, String text) throws UsageException {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    int digits = 0;
    while (digits < lower.length() && Character.digit(lower.charAt(digits), 10) >= 0 && lower.charAt(digits) < 0x80) {
      digits++;
    }
    int shift =
        switch (lower.substring(digits)) {
          case "" -> 0;
          case "k", "kb", "kib" -> 10;
          case "m", "mb", "mib" -> 20;
          case "g", "gb", "gib" -> 30;
          default -> -1;
        };
    if (digits == 0 || digits > 12 || shift < 0) {
      throw new UsageException(where + " is no size: " + text, "for example: 512M or 2G");
    }
    return Long.parseLong(lower, 0, digits, 10) << shift;
  }
}
