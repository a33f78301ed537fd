package io.cutpoint.match;

import org.jspecify.annotations.Nullable;

/// A run of bytes without which a regular expression is not found: `[0-9a-f]{64}` needs 64 in a row that are such digits.
///
/// Ruled out without looking at most bytes: of any such run, every 64th place of the text has a byte (the idea of Boyer
/// and Moore, 1977). Bytes that are not ASCII count as members, so that nothing is ruled out which a wide character may
/// match.
///
/// @param low which of the bytes 0 to 63 are members
/// @param high which of the bytes 64 to 127
/// @param length how many in a row
record RegexRun(long low, long high, int length) {

  /// A shorter run is no rarer than the literals that guard an expression.
  private static final int LEAST = 8;

  /// The longest run that any match has, or null where there is none worth looking for.
  static @Nullable RegexRun of(RegexTree tree) {
    if (tree instanceof RegexTree.Repeat repeat && repeat.least() > 0) {
      return repeat.part() instanceof RegexTree.One one
          ? repeat.least() < LEAST ? null : new RegexRun(one.low(), one.high(), repeat.least())
          : of(repeat.part());
    }
    RegexRun longest = null;
    if (tree instanceof RegexTree.Sequence sequence) {
      for (RegexTree part : sequence.parts()) {
        RegexRun run = of(part);
        longest = run != null && (longest == null || run.length > longest.length) ? run : longest;
      }
    }
    return longest;
  }

  /// Whether such a run stands in the text.
  boolean standsIn(byte[] text, int from, int to) {
    int end = from + length - 1;
    while (end < to) {
      int k = end;
      while (k > end - length && has(text[k])) {
        k--;
      }
      if (k == end - length) {
        return true;
      }
      end = k + length;
    }
    return false;
  }

  private boolean has(byte b) {
    return b < 0 || ((b < 64 ? low : high) >>> b & 1) != 0;
  }
}
