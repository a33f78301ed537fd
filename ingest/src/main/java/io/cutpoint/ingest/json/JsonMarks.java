package io.cutpoint.ingest.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Where the quotes and backslashes of a record stand: one bit for each of its bytes, 64 of them in a word.
///
/// They are found without a branch, in loops so plain that the compiler makes vector instructions of them. Who follows a
/// string then goes from mark to mark; asking every eight bytes whether the string ends here costs more in wrongly
/// predicted branches than all else, since nearly every Windows path has escapes.
/// Memory: an eighth of the longest record, and [#STRETCH_WORDS] words. Not for two threads.
final class JsonMarks {

  /// Words of eight bytes that are looked at in one go: what the next loop reads is still in the nearest cache.
  private static final int STRETCH_WORDS = 512;

  /// Words of eight bytes that become one word of marks.
  private static final int GROUP = 8;

  /// Words of eight bytes that are searched for a line feed in one go.
  private static final int LINE_WORDS = 64;

  private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long TOPS = 0x8080_8080_8080_8080L;
  private static final long SEVENS = ~TOPS;
  private static final long QUOTES = ONES * '"';
  private static final long BACKSLASHES = ONES * '\\';
  private static final long LINE_FEEDS = ONES * '\n';

  /// Moves the lowest bit of byte i to bit 56 + i.
  private static final long GATHER = 0x0102_0408_1020_4080L;

  private final long[] found = new long[STRETCH_WORDS];
  private long[] words = new long[64];

  /// Marks the bytes from `from` to `to`.
  ///
  /// @return the marks: bit i of word w is the byte at `from + 64 w + i`. The bit of `to` is set too, so that a search
  ///     for the next mark ends; those behind it mean nothing
  long[] of(byte[] b, int from, int to) {
    int wanted = (to - from >>> 6) + 1;
    if (words.length < wanted) {
      words = new long[Math.max(wanted, words.length * 2)];
    }
    int word = 0;
    for (int at = from; at < to; at += STRETCH_WORDS * 8) {
      // Whole groups; what they see behind the end is wiped out below.
      int count = Math.min(STRETCH_WORDS, (to - at + 63 >>> 6) * GROUP);
      int readable = Math.min(count, b.length - at >>> 3);
      find(b, at, readable, found);
      if (readable < count) {
        Arrays.fill(found, readable, count, 0);
        found[readable] = last(b, at + 8 * readable, to);
      }
      gather(found, count, words, word);
      word += count / GROUP;
    }
    int end = to - from;
    words[end >>> 6] = ((end & 63) == 0 ? 0 : words[end >>> 6] & ~(-1L << end)) | 1L << end;
    return words;
  }

  /// Sets the lowest bit of each byte that is a quote or a backslash.
  private static void find(byte[] b, int from, int count, long[] to) {
    for (int i = 0; i < count; i++) {
      long word = (long) LONGS.get(b, from + 8 * i);
      to[i] = (~(others(word, QUOTES) & others(word, BACKSLASHES)) & TOPS) >>> 7;
    }
  }

  /// The same for fewer than eight bytes at the end of the array.
  private static long last(byte[] b, int from, int to) {
    long word = 0;
    for (int i = from; i < to; i++) {
      word |= b[i] == '"' || b[i] == '\\' ? 1L << 8 * (i - from) : 0;
    }
    return word;
  }

  /// Makes one bit of each byte.
  private static void gather(long[] found, int count, long[] to, int first) {
    int at = first;
    for (int i = 0; i < count; i += GROUP) {
      to[at++] = found[i] * GATHER >>> 56 | found[i + 1] * GATHER >>> 56 << 8 | found[i + 2] * GATHER >>> 56 << 16
          | found[i + 3] * GATHER >>> 56 << 24 | found[i + 4] * GATHER >>> 56 << 32 | found[i + 5] * GATHER >>> 56 << 40
          | found[i + 6] * GATHER >>> 56 << 48 | found[i + 7] * GATHER >>> 56 << 56;
    }
  }

  /// The first line feed from `from` on, or `to`.
  static int lineEnd(byte[] b, int from, int to) {
    int at = from;
    int readable = Math.min(to, b.length - 7);
    while (at <= readable - 8 * LINE_WORDS && !hasLineFeed(b, at)) {
      at += 8 * LINE_WORDS;
    }
    for (; at <= readable - 32; at += 32) {
      long all = others((long) LONGS.get(b, at), LINE_FEEDS) & others((long) LONGS.get(b, at + 8), LINE_FEEDS)
          & others((long) LONGS.get(b, at + 16), LINE_FEEDS) & others((long) LONGS.get(b, at + 24), LINE_FEEDS);
      if ((all & TOPS) != TOPS) {
        break;
      }
    }
    for (; at < readable; at += 8) {
      // The top bit of each byte that is a line feed.
      long feeds = ~others((long) LONGS.get(b, at), LINE_FEEDS) & TOPS;
      if (feeds != 0) {
        return Math.min(to, at + (Long.numberOfTrailingZeros(feeds) >>> 3));
      }
    }
    while (at < to && b[at] != '\n') {
      at++;
    }
    return Math.min(at, to);
  }

  private static boolean hasLineFeed(byte[] b, int from) {
    long all = -1;
    for (int i = 0; i < LINE_WORDS; i++) {
      all &= others((long) LONGS.get(b, from + 8 * i), LINE_FEEDS);
    }
    return (all & TOPS) != TOPS;
  }

  /// The top bit of each byte that is another than the wanted one, which is ASCII; the other bits mean nothing.
  private static long others(long word, long wanted) {
    return (word & SEVENS ^ wanted) + SEVENS | word;
  }
}
