package io.cutpoint.match;

/// A compiled regular expression, used by any number of threads.
@FunctionalInterface
public interface CompiledRegex {

  /// Whether the expression is found somewhere in these bytes; `from` and `to` are the ends of the text.
  ///
  /// @param utf8 text in UTF-8, may hold lone surrogates in three bytes and bytes that are no UTF-8 at all; never
  ///     throws for them
  boolean find(byte[] utf8, int from, int to);

  /// How many steps the search takes at most for each byte: the states that may be alive at once.
  default int stepsPerByte() {
    return 1;
  }

  /// Where the expression is first found in these bytes, in which [#find] is true: the place of its first byte in the
  /// array and that behind its last. All of the text where an engine does not tell better. For explanations: slow.
  default int[] where(byte[] utf8, int from, int to) {
    return new int[] {from, to};
  }
}
