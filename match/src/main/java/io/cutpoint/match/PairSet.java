package io.cutpoint.match;

import java.util.Arrays;

/// Which pairs of bytes stand next to each other in the values of each plan, roughly: tells of most needles that they
/// stand in none of them. A Bloom filter for each plan, filled when the first needle of the plan is asked for.
final class PairSet {

  private static final int MULTIPLIER = 0x9E3779B1;
  private static final int BITS = 12;
  private static final int WORDS = 1 << (BITS - 6);

  private long[] words = {};

  /// The number of a pair, for [#mayHold].
  static int bit(byte first, byte second) {
    return ((first & 0xff) << 8 | (second & 0xff)) * MULTIPLIER >>> (Integer.SIZE - BITS);
  }

  /// Makes room for so many plans.
  void plans(int plans) {
    if (words.length < plans * WORDS) {
      words = new long[plans * WORDS];
    }
  }

  /// Forgets the pairs of a plan.
  void clear(int plan) {
    Arrays.fill(words, plan * WORDS, (plan + 1) * WORDS, 0L);
  }

  /// Notes the pairs of a text.
  void add(int plan, byte[] b, int from, int to) {
    long[] into = words;
    int base = plan * WORDS;
    for (int i = from + 1; i < to; i++) {
      int bit = bit(b[i - 1], b[i]);
      into[base + (bit >>> 6)] |= 1L << bit;
    }
  }

  /// Whether a text of the plan may have this pair.
  boolean mayHold(int plan, int bit) {
    return (words[plan * WORDS + (bit >>> 6)] >>> bit & 1) != 0;
  }
}
