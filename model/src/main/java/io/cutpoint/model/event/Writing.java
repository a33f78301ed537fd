package io.cutpoint.model.event;

/// How a value stands in the record, as far as whoever searches for text can use it without having the text written.
public enum Writing {
  /// The text itself.
  TEXT,

  /// The text but for the short escapes of JSON (`\n`, `\"`, `\\`), each a backslash and one character.
  ESCAPED,

  /// The text in UTF-16, little endian; surrogates may be unpaired.
  UTF16,

  /// Some other form, of which the text holds nothing but what [#mayStandInSymbols] names: numbers, times, GUIDs, security
  /// identifiers, bytes in hexadecimal.
  SYMBOLS,

  /// Some other form.
  OTHER;

  private static final String SYMBOL_LETTERS = "abcdefstxz";
  private static final String SYMBOL_SIGNS = "-+.:{}";

  /// Whether a byte, in lower case, is one that the text of a value in [#SYMBOLS] may hold: digits, `a` to `f`, `s`, `t`,
  /// `x`, `z`, and the signs `-+.:{}`.
  public static boolean mayStandInSymbols(byte b) {
    return (b >= '0' && b <= '9') || SYMBOL_LETTERS.indexOf(b) >= 0 || SYMBOL_SIGNS.indexOf(b) >= 0;
  }
}
