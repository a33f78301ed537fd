package io.cutpoint.cli.arguments;

import java.util.Locale;

/// Numbers as people write them: `25000`, `500k`, `10M`.
public final class Counts {

  private Counts() {}

  /// The number that a text means; `k`, `M` and `G` are powers of 1000.
  ///
  /// @param where what the text was given for, for the message
  public static long parse(String where, String text, long least, long most) throws UsageException {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    int digits = 0;
    while (digits < lower.length() && lower.charAt(digits) >= '0' && lower.charAt(digits) <= '9') {
      digits++;
    }
    long unit =
        switch (lower.substring(digits)) {
          case "" -> 1;
          case "k" -> 1_000;
          case "m" -> 1_000_000;
          case "g" -> 1_000_000_000;
          default -> 0;
        };
    if (digits > 0 && digits <= 18 && unit > 0) {
      long number = Long.parseLong(lower, 0, digits, 10);
      if (number <= most / unit && number * unit >= least) {
        return number * unit;
      }
    }
    throw new UsageException(where + " takes a number from " + least + " to " + most + ", not " + text, "for example: 25000, 500k or 10M");
  }
}
