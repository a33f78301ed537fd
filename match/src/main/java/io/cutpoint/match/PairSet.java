package io.cutpoint.match;

import java.util.Arrays;

/// Which bytes stand in the values of each plan, and roughly which pairs of them next to each other: decides about needles
/// of one byte, and tells of most others that they stand in none of the values. A Bloom filter for each plan, filled when
/// the first needle of the plan is asked for.
final class PairSet {

  private static final int MULTIPLIER = 0x9E3779B1;
  private static final int BITS = 12;
  private static final int PAIR_WORDS = 1 << (BITS - 6);
  /// The pairs, then a bit for each byte.
  private static final int WORDS = PAIR_WORDS + 4;

  private long[] words = {};

  /// The number of a pair, for [#mayHold].
  static int bit(byte first, byte second) {
    return ((first & 0xff) << 8 | (second & 0xff)) * MULTIPLIER >>> (Integer.SIZE - BITS);
  }

  /// Three such numbers in one.
  static long pairs(int first, int second, int third) {
    return first | (long) second << BITS | (long) third << 2 * BITS;
  }

  /// What stands for a single byte instead: negative.
  static long single(byte b) {
    return ~(long) (b & 0xff);
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
    int bytes = base + PAIR_WORDS;
    byte before = 0;
    for (int i = from; i < to; i++) {
      byte c = b[i];
      into[bytes + ((c & 0xff) >>> 6)] |= 1L << c;
      if (i > from) {
        int bit = bit(before, c);
        into[base + (bit >>> 6)] |= 1L << bit;
      }
      before = c;
    }
  }

  /// Whether the texts of the plan may have all three pairs; or whether they have the single byte.
  boolean mayHold(int plan, long wanted) {
    int base = plan * WORDS;
    if (wanted < 0) {
      int single = (int) ~wanted;
      return (words[base + PAIR_WORDS + (single >>> 6)] >>> single & 1) != 0;
    }
    return has(base, (int) wanted) && has(base, (int) (wanted >>> BITS)) && has(base, (int) (wanted >>> 2 * BITS));
  }

  private boolean has(int base, int bit) {
    return (words[base + (bit >>> 6 & PAIR_WORDS - 1)] >>> bit & 1) != 0;
  }
}
