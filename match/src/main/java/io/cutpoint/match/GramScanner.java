package io.cutpoint.match;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/// Finds every one of many literals inside a text in one pass.
///
/// Of each literal one *gram* of four bytes is chosen, the one that seems rarest. A bitmap that stays in the
/// first-level cache says for each four bytes of the text whether they may be a chosen gram; where they may, a hash
/// table leads to the few literals with that gram, and each is compared. Literals of two or three bytes have grams of
/// two bytes, in a bitmap without hashing; those of one byte are looked up byte by byte.
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
  private static final int BITMAP_BITS = 16;
  private static final int MULTIPLIER = 0x9E3779B1;

  /// Takes the literals that were found; may be told of one more than once.
  interface Hits {
    /// Whether this literal was reported already and need not be compared again.
    boolean known(int atom);

    /// This literal stands in the text.
    void hit(int atom);
  }

  private final byte[][] literals;
  private final int[] atoms;
  private final int[] gramAt;

  private final long[] gramBits;
  private final int[] gramKeys;
  private final int[] gramStart;
  private final int[] gramMembers;

  private final long[] pairBits;
  private final int[] pairKeys;
  private final int[] pairStart;
  private final int[] pairMembers;

  private final int[] singles;

  /// @param literals all different, none empty
  /// @param atoms what to report for each of them
  /// @param rarity how common grams are
  GramScanner(List<byte[]> literals, int[] atoms, GramRarity rarity) {
    int n = literals.size();
    this.literals = literals.toArray(byte[][]::new);
    this.atoms = atoms;
    this.gramAt = new int[n];
    int[] gram = new int[n];
    int grams = 0;
    int pairs = 0;
    int[] single = new int[256];
    Arrays.fill(single, -1);
    boolean anySingle = false;
    for (int i = 0; i < n; i++) {
      byte[] literal = this.literals[i];
      if (literal.length == 1) {
        single[literal[0] & 0xff] = i;
        anySingle = true;
      } else if (literal.length < 4) {
        gramAt[i] = rarity.rarestPair(literal);
        gram[i] = pair(literal, gramAt[i]);
        pairs++;
      } else {
        gramAt[i] = rarity.rarestGram(literal);
        gram[i] = gram(literal, gramAt[i]);
        grams++;
      }
    }
    Integer[] order = new Integer[n];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> gram[a] != gram[b] ? Integer.compare(gram[a], gram[b]) : Integer.compare(a, b));
    gramBits = new long[grams == 0 ? 0 : 1 << (BITMAP_BITS - 6)];
    gramKeys = new int[grams == 0 ? 0 : tableSize(grams)];
    gramStart = new int[gramKeys.length];
    gramMembers = new int[grams + 1];
    pairBits = new long[pairs == 0 ? 0 : 1 << 10];
    pairKeys = new int[pairs == 0 ? 0 : tableSize(pairs)];
    pairStart = new int[pairKeys.length];
    pairMembers = new int[pairs + 1];
    fill(order, gram, false, gramBits, gramKeys, gramStart, gramMembers);
    fill(order, gram, true, pairBits, pairKeys, pairStart, pairMembers);
    singles = anySingle ? single : new int[0];
  }

  private static int tableSize(int entries) {
    return Integer.highestOneBit(Math.max(8, entries * 4 - 1)) << 1;
  }

  /// Lays out the members of each gram side by side; the last of a gram is marked by its complement.
  private void fill(Integer[] order, int[] gram, boolean ofPairs, long[] bits, int[] keys, int[] start, int[] members) {
    int count = 0;
    int previous = -1;
    for (int i : order) {
      int length = literals[i].length;
      if (length < 2 || ofPairs != length < 4) {
        continue;
      }
      if (previous >= 0 && gram[previous] == gram[i]) {
        members[count - 1] = ~members[count - 1];
      } else {
        int slot = slot(gram[i], keys.length);
        while (start[slot] != 0) {
          slot = (slot + 1) & (keys.length - 1);
        }
        keys[slot] = gram[i];
        start[slot] = count + 1;
        int bit = ofPairs ? gram[i] : bit(gram[i]);
        bits[bit >>> 6] |= 1L << bit;
      }
      members[count++] = ~i;
      previous = i;
    }
  }

  private static int bit(int gram) {
    return (gram * MULTIPLIER) >>> (32 - BITMAP_BITS);
  }

  private static int slot(int gram, int size) {
    int h = gram * MULTIPLIER;
    return (h ^ h >>> 15) & (size - 1);
  }

  private static int gram(byte[] b, int at) {
    return (int) INT.get(b, at);
  }

  private static int pair(byte[] b, int at) {
    return (b[at] & 0xff) | (b[at + 1] & 0xff) << 8;
  }

  /// Reports every literal that stands in `b[from..to)`, after which [Folding#PADDING] more bytes can be read.
  void scan(byte[] b, int from, int to, Hits hits) {
    if (gramBits.length > 0) {
      scanGrams(b, from, to, hits);
    }
    if (pairBits.length > 0) {
      scanPairs(b, from, to, hits);
    }
    if (singles.length > 0) {
      for (int i = from; i < to; i++) {
        int literal = singles[b[i] & 0xff];
        if (literal >= 0) {
          hits.hit(atoms[literal]);
        }
      }
    }
  }

  private void scanGrams(byte[] b, int from, int to, Hits hits) {
    long[] bits = gramBits;
    int end = to - 3;
    int i = from;
    // Four places for each eight bytes; what lies behind the end is told apart by the comparison.
    for (; i < end; i += 4) {
      long w = (long) LONG.get(b, i);
      int h0 = bit((int) w);
      int h1 = bit((int) (w >>> 8));
      int h2 = bit((int) (w >>> 16));
      int h3 = bit((int) (w >>> 24));
      long b0 = bits[h0 >>> 6] >>> h0;
      long b1 = bits[h1 >>> 6] >>> h1;
      long b2 = bits[h2 >>> 6] >>> h2;
      long b3 = bits[h3 >>> 6] >>> h3;
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

  private void look(int gram, byte[] b, int at, int from, int to, Hits hits) {
    int[] keys = gramKeys;
    int slot = slot(gram, keys.length);
    for (; gramStart[slot] != 0; slot = (slot + 1) & (keys.length - 1)) {
      if (keys[slot] == gram) {
        compare(gramMembers, gramStart[slot] - 1, b, at, from, to, hits);
        return;
      }
    }
  }

  private void scanPairs(byte[] b, int from, int to, Hits hits) {
    long[] bits = pairBits;
    for (int i = from; i < to - 1; i++) {
      int pair = pair(b, i);
      if ((bits[pair >>> 6] >>> pair & 1) != 0) {
        int slot = slot(pair, pairKeys.length);
        for (; pairStart[slot] != 0; slot = (slot + 1) & (pairKeys.length - 1)) {
          if (pairKeys[slot] == pair) {
            compare(pairMembers, pairStart[slot] - 1, b, i, from, to, hits);
            break;
          }
        }
      }
    }
  }

  private void compare(int[] members, int first, byte[] b, int at, int from, int to, Hits hits) {
    int literal;
    for (int k = first; ; k++) {
      int member = members[k];
      literal = member < 0 ? ~member : member;
      byte[] bytes = literals[literal];
      int start = at - gramAt[literal];
      if (start >= from && bytes.length <= to - start && !hits.known(atoms[literal])
          && Arrays.equals(bytes, 0, bytes.length, b, start, start + bytes.length)) {
        hits.hit(atoms[literal]);
      }
      if (member < 0) {
        return;
      }
    }
  }
}
