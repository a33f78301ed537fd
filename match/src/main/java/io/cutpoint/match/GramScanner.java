package io.cutpoint.match;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Finds every one of many literals inside a text in one pass.
///
/// Of each literal one *gram* of four bytes is chosen, the one that seems rarest. A bitmap that stays in the
/// first-level cache says for each four bytes of the text whether they may be a chosen gram (two bits of one word, as
/// in a blocked Bloom filter); where they may, a hash table leads to the few literals with that gram, and each is compared. Literals of two or three bytes have grams of
/// two bytes, in a bitmap without hashing; those of one byte are looked up byte by byte.
///
/// Where all literals have seven bytes or more, four neighbouring grams of each are chosen and only every fourth place
/// of the text is looked at: one of the four stands there.
///
/// Cost: about one load, one multiplication and one bit test for each byte. Abuse: a text that repeats a gram costs a
/// comparison per literal of that gram and place; a literal that was found already is skipped, and grams are chosen
/// so that few literals share one, so the cost stays linear with a small factor.
///
/// Not an automaton: one of all literals of `process_creation` has 70,000 states, and walking it misses the cache at
/// every other byte.
final class GramScanner {

  private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  /// The bitmap's words are between these powers of two; the larger is 16 KiB, half of a first-level cache.
  private static final int MIN_WORDS = 3;
  private static final int MAX_WORDS = 11;
  private static final int STEP = 4;
  private static final int SAMPLED_BYTES = 4 + STEP - 1;
  private static final int MULTIPLIER = 0x9E3779B1;

  /// Takes the literals that were found; may be told of one more than once.
  interface Hits {
    /// Whether this literal was reported already and need not be compared again.
    boolean known(int atom);

    /// This literal stands in the text.
    void hit(int atom);
  }

  private final boolean sampled;
  private final long[] gramBits;
  private final int gramShift;
  private final GramTable grams;

  private final long[] pairBits;
  private final GramTable pairs;

  /// The atom of each byte, or -1; empty where no literal has one byte.
  private final int[] singles;

  /// @param literals all different, none empty
  /// @param atoms what to report for each of them
  /// @param rarity how common grams are
  GramScanner(List<byte[]> literals, int[] atoms, GramRarity rarity) {
    sampled = literals.stream().allMatch(l -> l.length < 4 || l.length >= SAMPLED_BYTES);
    List<GramTable.Gram> ofFour = new ArrayList<>();
    List<GramTable.Gram> ofTwo = new ArrayList<>();
    int[] ofOne = new int[256];
    Arrays.fill(ofOne, -1);
    boolean anySingle = false;
    for (int i = 0; i < literals.size(); i++) {
      byte[] literal = literals.get(i);
      if (literal.length == 1) {
        ofOne[literal[0] & 0xff] = atoms[i];
        anySingle = true;
      } else if (literal.length < 4) {
        int at = rarity.rarestPair(literal);
        ofTwo.add(new GramTable.Gram(pair(literal, at), atoms[i], at, literal));
      } else {
        int at = rarity.rarestGrams(literal, sampled ? STEP : 1);
        for (int k = 0; k < (sampled ? STEP : 1); k++) {
          ofFour.add(new GramTable.Gram((int) INT.get(literal, at + k), atoms[i], at + k, literal));
        }
      }
    }
    // About sixteen bits for each gram.
    int words = Math.clamp(32 - Integer.numberOfLeadingZeros(Math.max(1, ofFour.size() / 4)), MIN_WORDS, MAX_WORDS);
    gramBits = new long[ofFour.isEmpty() ? 0 : 1 << words];
    gramShift = 32 - words;
    for (GramTable.Gram gram : ofFour) {
      int h = gram.gram() * MULTIPLIER;
      gramBits[h >>> gramShift] |= 1L << (h >>> (gramShift - 6)) | 1L << (h >>> (gramShift - 12));
    }
    pairBits = new long[ofTwo.isEmpty() ? 0 : 1 << 10];
    for (GramTable.Gram gram : ofTwo) {
      pairBits[gram.gram() >>> 6] |= 1L << gram.gram();
    }
    grams = new GramTable(ofFour);
    pairs = new GramTable(ofTwo);
    singles = anySingle ? ofOne : new int[0];
  }

  GramScanner(TableReader in) {
    sampled = in.flag();
    gramBits = in.wides();
    gramShift = in.below(32);
    pairBits = in.wides();
    grams = new GramTable(in);
    pairs = new GramTable(in);
    singles = in.numbers();
  }

  void write(TableWriter out) {
    out.flag(sampled);
    out.wides(gramBits);
    out.number(gramShift);
    out.wides(pairBits);
    grams.write(out);
    pairs.write(out);
    out.numbers(singles);
  }

  private static int pair(byte[] b, int at) {
    return (b[at] & 0xff) | (b[at + 1] & 0xff) << 8;
  }

  /// Reports every literal that stands in `b[from..to)`, after which [Folding#PADDING] more bytes can be read.
  void scan(byte[] b, int from, int to, Hits hits) {
    if (gramBits.length > 0) {
      if (sampled) {
        sampleGrams(b, from, to, hits);
      } else {
        scanGrams(b, from, to, hits);
      }
    }
    if (pairBits.length > 0) {
      scanPairs(b, from, to, hits);
    }
    if (singles.length > 0) {
      for (int i = from; i < to; i++) {
        int atom = singles[b[i] & 0xff];
        if (atom >= 0) {
          hits.hit(atom);
        }
      }
    }
  }

  private void scanGrams(byte[] b, int from, int to, Hits hits) {
    long[] bits = gramBits;
    int shift = gramShift;
    int shift1 = shift - 6;
    int shift2 = shift - 12;
    int end = to - 3;
    int i = from;
    // Four places for each eight bytes; what lies behind the end is told apart by the comparison.
    for (; i < end; i += 4) {
      long w = (long) LONG.get(b, i);
      int h0 = (int) w * MULTIPLIER;
      int h1 = (int) (w >>> 8) * MULTIPLIER;
      int h2 = (int) (w >>> 16) * MULTIPLIER;
      int h3 = (int) (w >>> 24) * MULTIPLIER;
      long w0 = bits[h0 >>> shift];
      long w1 = bits[h1 >>> shift];
      long w2 = bits[h2 >>> shift];
      long w3 = bits[h3 >>> shift];
      long b0 = w0 >>> (h0 >>> shift1) & w0 >>> (h0 >>> shift2);
      long b1 = w1 >>> (h1 >>> shift1) & w1 >>> (h1 >>> shift2);
      long b2 = w2 >>> (h2 >>> shift1) & w2 >>> (h2 >>> shift2);
      long b3 = w3 >>> (h3 >>> shift1) & w3 >>> (h3 >>> shift2);
      if (((b0 | b1 | b2 | b3) & 1) != 0) {
        if ((b0 & 1) != 0) {
          look((int) w, b, i, from, to, hits);
        }
        if ((b1 & 1) != 0) {
          look((int) (w >>> 8), b, i + 1, from, to, hits);
        }
        if ((b2 & 1) != 0) {
          look((int) (w >>> 16), b, i + 2, from, to, hits);
        }
        if ((b3 & 1) != 0) {
          look((int) (w >>> 24), b, i + 3, from, to, hits);
        }
      }
    }
  }

  private void sampleGrams(byte[] b, int from, int to, Hits hits) {
    long[] bits = gramBits;
    int shift = gramShift;
    int shift1 = shift - 6;
    int shift2 = shift - 12;
    int end = to - 3;
    for (int i = from; i < end; i += 2 * STEP) {
      long w = (long) LONG.get(b, i);
      int h0 = (int) w * MULTIPLIER;
      int h1 = (int) (w >>> 32) * MULTIPLIER;
      long w0 = bits[h0 >>> shift];
      long w1 = bits[h1 >>> shift];
      long b0 = w0 >>> (h0 >>> shift1) & w0 >>> (h0 >>> shift2);
      long b1 = w1 >>> (h1 >>> shift1) & w1 >>> (h1 >>> shift2);
      if (((b0 | b1) & 1) != 0) {
        if ((b0 & 1) != 0) {
          look((int) w, b, i, from, to, hits);
        }
        if ((b1 & 1) != 0) {
          look((int) (w >>> 32), b, i + STEP, from, to, hits);
        }
      }
    }
  }

  private void look(int gram, byte[] b, int at, int from, int to, Hits hits) {
    compare(grams, grams.find(gram), b, at, from, to, hits);
  }

  private void scanPairs(byte[] b, int from, int to, Hits hits) {
    long[] bits = pairBits;
    for (int i = from; i < to - 1; i++) {
      int pair = pair(b, i);
      if ((bits[pair >>> 6] >>> pair & 1) != 0) {
        compare(pairs, pairs.find(pair), b, i, from, to, hits);
      }
    }
  }

  private static void compare(GramTable table, int first, byte[] b, int at, int from, int to, Hits hits) {
    for (int literal = first; literal >= 0; literal = table.isLast(literal) ? -1 : table.next(literal)) {
      int start = at - table.at(literal);
      if (start >= from && table.length(literal) <= to - start && !hits.known(table.number(literal)) && table.stands(literal, b, start)) {
        hits.hit(table.number(literal));
      }
    }
  }
}
