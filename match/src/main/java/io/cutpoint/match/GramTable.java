package io.cutpoint.match;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/// The literals of each gram: a hash table to where the first of them stands in one array.
///
/// All that is asked of a literal stands side by side there, its number, where the gram is in it, its length and its
/// bytes: a gram that is found in a text costs two places of memory that are in no near cache, not seven.
final class GramTable {

  private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int MULTIPLIER = 0x9E3779B1;

  private static final int NUMBER = 0;
  private static final int AT = 4;
  /// The length, with its lowest bit set in the last literal of a gram.
  private static final int LENGTH = 8;
  private static final int BYTES = 12;

  /// Each slot: the gram above, and where its literals begin, plus one, below; 0 where it is free.
  private final long[] slots;
  private final byte[] entries;

  /// A gram of a literal.
  ///
  /// @param gram its bytes as a number, the first in the lowest place
  /// @param number what the literal is known by
  /// @param at where the gram begins in it
  record Gram(int gram, int number, int at, byte[] literal) {}

  GramTable(List<Gram> all) {
    int n = all.size();
    slots = new long[n == 0 ? 0 : Integer.highestOneBit(Math.max(8, n * 2 - 1)) << 1];
    List<Gram> sorted = all.stream().sorted(Comparator.comparingInt(Gram::gram).thenComparingInt(Gram::number).thenComparingInt(Gram::at)).toList();
    int size = 0;
    for (Gram gram : sorted) {
      size = Math.addExact(size, BYTES + gram.literal.length);
    }
    entries = new byte[size];
    int entry = 0;
    for (int i = 0; i < n; i++) {
      Gram gram = sorted.get(i);
      if (i == 0 || sorted.get(i - 1).gram != gram.gram) {
        int slot = slot(gram.gram);
        while (slots[slot] != 0) {
          slot = (slot + 1) & (slots.length - 1);
        }
        slots[slot] = (long) gram.gram << 32 | entry + 1;
      }
      boolean last = i + 1 == n || sorted.get(i + 1).gram != gram.gram;
      INT.set(entries, entry + NUMBER, gram.number);
      INT.set(entries, entry + AT, gram.at);
      INT.set(entries, entry + LENGTH, gram.literal.length << 1 | (last ? 1 : 0));
      System.arraycopy(gram.literal, 0, entries, entry + BYTES, gram.literal.length);
      entry = next(entry);
    }
  }

  GramTable(TableReader in) {
    slots = in.wides();
    entries = in.bytes();
  }

  void write(TableWriter out) {
    out.wides(slots);
    out.bytes(entries);
  }

  private int slot(int gram) {
    int h = gram * MULTIPLIER;
    return (h ^ h >>> 15) & (slots.length - 1);
  }

  /// The first literal with this gram, or -1.
  int find(int gram) {
    long[] table = slots;
    int slot = slot(gram);
    for (long found = table[slot]; found != 0; found = table[slot]) {
      if ((int) (found >>> 32) == gram) {
        return (int) found - 1;
      }
      slot = (slot + 1) & (table.length - 1);
    }
    return -1;
  }

  /// Whether this is the last literal with its gram.
  boolean isLast(int entry) {
    return ((int) INT.get(entries, entry + LENGTH) & 1) != 0;
  }

  /// The literal behind this one.
  int next(int entry) {
    return entry + BYTES + length(entry);
  }

  int number(int entry) {
    return (int) INT.get(entries, entry + NUMBER);
  }

  /// Where the gram begins in the literal.
  int at(int entry) {
    return (int) INT.get(entries, entry + AT);
  }

  int length(int entry) {
    return (int) INT.get(entries, entry + LENGTH) >>> 1;
  }

  /// Whether the literal stands at a place; that many bytes are there.
  boolean stands(int entry, byte[] b, int at) {
    int from = entry + BYTES;
    int length = length(entry);
    return Arrays.equals(entries, from, from + length, b, at, at + length);
  }

  /// Whether the literal, which is ASCII, stands at a place of a text that is not folded.
  ///
  /// @param width bytes of a character there, 1, or 2 for UTF-16, little endian; so many times the literal's bytes are there
  boolean standsUnfolded(int entry, byte[] b, int at, int width) {
    int from = entry + BYTES;
    for (int k = length(entry) - 1; k >= 0; k--) {
      int place = at + width * k;
      byte c = b[place];
      if (entries[from + k] != (c >= 'A' && c <= 'Z' ? c + 32 : c) || (width > 1 && b[place + 1] != 0)) {
        return false;
      }
    }
    return true;
  }

  /// Whether some literal consists of nothing but bytes that pass.
  boolean anyOfOnly(Predicate<Byte> passes) {
    boolean any = false;
    for (int entry = 0; entry < entries.length && !any; entry = next(entry)) {
      any = true;
      for (int k = 0; k < length(entry); k++) {
        any &= passes.test(entries[entry + BYTES + k]);
      }
    }
    return any;
  }
}
