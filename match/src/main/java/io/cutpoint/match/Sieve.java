package io.cutpoint.match;

import io.cutpoint.model.event.Writing;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells of most values that none of a field's literals stands in them, from the value as the record has it: before it
/// is unescaped and folded.
///
/// For fields of which only longer literals inside are asked, keywords and hashes above all. Of each literal a *window*
/// of bytes is chosen that stand in JSON as they are. All grams of four bytes of the windows are in one bitmap, and of a
/// value only every `step`-th place is looked at: a window is so long that one of its grams begins at such a place.
/// Case is taken out by setting the bit in which small and capital letters differ; other bytes that become equal by that
/// are told apart by comparing the window.
///
/// A yes is checked by whoever asks, a no is exact.
final class Sieve {

  private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int MULTIPLIER = 0x9E3779B1;
  private static final int CASE = 0x20202020;
  private static final int GRAM = 4;
  /// The steps; the eight bytes that are read at each place leave none out, so that what is not ASCII is noticed.
  private static final int WIDE_STEP = 6;
  private static final int CLOSE_STEP = 4;
  /// More literals than this are looked for at the closer step, so that the bitmap stays in the first-level cache.
  private static final int MANY = 64;
  /// Powers of two: 4 KiB for few literals, 8 KiB for many. One bit for a gram is enough there, and quicker than two.
  private static final int WORDS = 9;
  private static final int WORDS_OF_MANY = 10;

  /// The characters of the shortest literal.
  private final int least;
  private final int step;
  /// Whether some literal is not ASCII: then any value that is not may hold it.
  private final boolean wide;
  private final GramTable grams;
  private final long[] bits;
  private final int shift;
  /// Whether some literal may stand in a text of [Writing#SYMBOLS].
  private final boolean symbols;

  private Sieve(int least, int step, boolean wide, List<byte[]> windows) {
    this.least = least;
    this.step = step;
    this.wide = wide;
    List<GramTable.Gram> all = new ArrayList<>();
    for (int i = 0; i < windows.size(); i++) {
      byte[] window = windows.get(i);
      for (int k = 0; k + GRAM <= window.length; k++) {
        all.add(new GramTable.Gram(gram(window, k), i, k, window));
      }
    }
    grams = new GramTable(all);
    symbols = grams.anyOfOnly(Writing::mayStandInSymbols);
    int words = windows.size() > MANY ? WORDS_OF_MANY : WORDS;
    bits = new long[1 << words];
    shift = Integer.SIZE - words;
    for (GramTable.Gram gram : all) {
      int h = gram.gram() * MULTIPLIER;
      bits[h >>> shift] |= 1L << (h >>> (shift - 6));
    }
  }

  /// A sieve for these literals, or null where one of them is too short.
  ///
  /// @param literals folded
  /// @param rarity how common grams are
  static @Nullable Sieve of(List<byte[]> literals, GramRarity rarity) {
    int least = Integer.MAX_VALUE;
    int run = Integer.MAX_VALUE;
    boolean wide = false;
    List<byte[]> narrow = new ArrayList<>();
    for (byte[] literal : literals) {
      // Not bytes: what is not ASCII may become longer when it is folded.
      least = Math.min(least, characters(literal));
      if (Folding.ascii(literal)) {
        narrow.add(literal);
        run = Math.min(run, longestRun(literal));
      } else {
        wide = true;
      }
    }
    int most = run - GRAM + 1;
    if (narrow.isEmpty() || most < CLOSE_STEP) {
      return null;
    }
    int step = most < WIDE_STEP || narrow.size() > MANY ? CLOSE_STEP : WIDE_STEP;
    List<byte[]> windows = new ArrayList<>();
    for (byte[] literal : narrow) {
      int at = rarity.rarestGrams(literal, step, Sieve::plain);
      windows.add(java.util.Arrays.copyOfRange(literal, at, at + step + GRAM - 1));
    }
    return new Sieve(least, step, wide, windows);
  }

  Sieve(TableReader in) {
    least = in.number();
    step = in.number();
    wide = in.flag();
    grams = new GramTable(in);
    symbols = grams.anyOfOnly(Writing::mayStandInSymbols);
    bits = in.wides();
    shift = in.below(Integer.SIZE);
    if ((step != CLOSE_STEP && step != WIDE_STEP) || bits.length != 1 << (Integer.SIZE - shift)) {
      throw new TableReader.MalformedTables("wanted a sieve, found other tables");
    }
  }

  void write(TableWriter out) {
    out.number(least);
    out.number(step);
    out.flag(wide);
    grams.write(out);
    out.wides(bits);
    out.number(shift);
  }

  /// Whether a byte stands in JSON text as it is, if it is not named by its number.
  private static boolean plain(byte b) {
    return b >= ' ' && b != '"' && b != '\\' && b != '/';
  }

  private static int longestRun(byte[] literal) {
    int longest = 0;
    int run = 0;
    for (byte b : literal) {
      run = plain(b) ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return longest;
  }

  private static int characters(byte[] literal) {
    int characters = 0;
    for (byte b : literal) {
      characters += (b & 0xc0) == 0x80 ? 0 : 1;
    }
    return characters;
  }

  private static int gram(byte[] b, int at) {
    return ((b[at] & 0xff) | (b[at + 1] & 0xff) << 8 | (b[at + 2] & 0xff) << 16 | (b[at + 3] & 0xff) << 24) | CASE;
  }

  /// Whether a literal may stand in the text `b[from..to)`, which is not folded, and may have the short escapes of JSON.
  boolean mayHold(byte[] b, int from, int to) {
    if (to - from < least) {
      return false;
    }
    if (to - from < Long.BYTES) {
      return true;
    }
    return step == WIDE_STEP ? mayHold(b, from, to, WIDE_STEP) : mayHold(b, from, to, CLOSE_STEP);
  }

  /// The same for a step that the JIT compiler sees as a constant.
  private boolean mayHold(byte[] b, int from, int to, int stride) {
    long[] map = bits;
    int toWord = shift;
    int toBit = shift - 6;
    int last = to - Long.BYTES;
    long seen = 0;
    int i = from;
    // Four places at a time, so that there is one branch for them.
    for (; i <= last - 3 * stride; i += 4 * stride) {
      long w0 = (long) LONG.get(b, i);
      long w1 = (long) LONG.get(b, i + stride);
      long w2 = (long) LONG.get(b, i + 2 * stride);
      long w3 = (long) LONG.get(b, i + 3 * stride);
      seen |= w0 | w1 | w2 | w3;
      int h0 = ((int) w0 | CASE) * MULTIPLIER;
      int h1 = ((int) w1 | CASE) * MULTIPLIER;
      int h2 = ((int) w2 | CASE) * MULTIPLIER;
      int h3 = ((int) w3 | CASE) * MULTIPLIER;
      long found = map[h0 >>> toWord] >>> (h0 >>> toBit) | map[h1 >>> toWord] >>> (h1 >>> toBit)
          | map[h2 >>> toWord] >>> (h2 >>> toBit) | map[h3 >>> toWord] >>> (h3 >>> toBit);
      if ((found & 1) != 0 && (stands((int) w0 | CASE, b, i, from, to, 1) || stands((int) w1 | CASE, b, i + stride, from, to, 1)
          || stands((int) w2 | CASE, b, i + 2 * stride, from, to, 1) || stands((int) w3 | CASE, b, i + 3 * stride, from, to, 1))) {
        return true;
      }
    }
    // What is left: less than four steps, and the last eight bytes.
    for (; i <= to - GRAM; i += stride) {
      int at = Math.min(i, last);
      long w = (long) LONG.get(b, at);
      seen |= w;
      int gram = (int) (w >>> (i - at) * Byte.SIZE) | CASE;
      int h = gram * MULTIPLIER;
      if ((map[h >>> toWord] >>> (h >>> toBit) & 1) != 0 && stands(gram, b, i, from, to, 1)) {
        return true;
      }
    }
    seen |= (long) LONG.get(b, last);
    return !Folding.ascii(seen) && (wide || Folding.mayBecomeAscii(b, from, to));
  }

  /// Whether a literal may stand in the text in UTF-16, little endian, that is `b[from..to)`; in one that is not ASCII it
  /// may.
  boolean mayHoldUtf16(byte[] b, int from, int to) {
    int units = to - from >> 1;
    if (units < least) {
      return false;
    }
    if (units < Long.BYTES) {
      return true;
    }
    return step == WIDE_STEP ? mayHoldUtf16(b, from, from + 2 * units, WIDE_STEP) : mayHoldUtf16(b, from, from + 2 * units, CLOSE_STEP);
  }

  /// As for text: a gram is the eight bytes at a place; those up to the next place are read for what is not ASCII.
  private boolean mayHoldUtf16(byte[] b, int from, int to, int units) {
    long[] map = bits;
    int toWord = shift;
    int toBit = shift - 6;
    int stride = 2 * units;
    int rest = stride - Long.BYTES;
    int last = to - Long.BYTES;
    long seen = 0;
    int i = from;
    for (; i <= last - 3 * stride - rest; i += 4 * stride) {
      long w0 = (long) LONG.get(b, i);
      long w1 = (long) LONG.get(b, i + stride);
      long w2 = (long) LONG.get(b, i + 2 * stride);
      long w3 = (long) LONG.get(b, i + 3 * stride);
      seen |= w0 | w1 | w2 | w3;
      if (rest > 0) {
        seen |= (long) LONG.get(b, i + rest) | (long) LONG.get(b, i + stride + rest) | (long) LONG.get(b, i + 2 * stride + rest)
            | (long) LONG.get(b, i + 3 * stride + rest);
      }
      int g0 = (int) Folding.narrow(w0) | CASE;
      int g1 = (int) Folding.narrow(w1) | CASE;
      int g2 = (int) Folding.narrow(w2) | CASE;
      int g3 = (int) Folding.narrow(w3) | CASE;
      int h0 = g0 * MULTIPLIER;
      int h1 = g1 * MULTIPLIER;
      int h2 = g2 * MULTIPLIER;
      int h3 = g3 * MULTIPLIER;
      long found = map[h0 >>> toWord] >>> (h0 >>> toBit) | map[h1 >>> toWord] >>> (h1 >>> toBit)
          | map[h2 >>> toWord] >>> (h2 >>> toBit) | map[h3 >>> toWord] >>> (h3 >>> toBit);
      if ((found & 1) != 0 && (stands(g0, b, i, from, to, 2) || stands(g1, b, i + stride, from, to, 2)
          || stands(g2, b, i + 2 * stride, from, to, 2) || stands(g3, b, i + 3 * stride, from, to, 2))) {
        return true;
      }
    }
    for (; i <= last; i += stride) {
      long w = (long) LONG.get(b, i);
      seen |= w | (long) LONG.get(b, Math.min(i + rest, last));
      int gram = (int) Folding.narrow(w) | CASE;
      int h = gram * MULTIPLIER;
      if ((map[h >>> toWord] >>> (h >>> toBit) & 1) != 0 && stands(gram, b, i, from, to, 2)) {
        return true;
      }
    }
    return !Folding.asciiUnits(seen | (long) LONG.get(b, last));
  }

  /// Whether a literal may stand in a text of which nothing is known but that it is [Writing#SYMBOLS].
  boolean mayHoldSymbols() {
    return symbols;
  }

  /// Whether one of the windows with a gram stands around the place of the gram.
  ///
  /// @param width bytes of a character of the text
  private boolean stands(int gram, byte[] b, int at, int from, int to, int width) {
    for (int window = grams.find(gram); window >= 0; window = grams.isLast(window) ? -1 : grams.next(window)) {
      int start = at - width * grams.at(window);
      if (start >= from && start + width * grams.length(window) <= to && grams.standsUnfolded(window, b, start, width)) {
        return true;
      }
    }
    return false;
  }
}
