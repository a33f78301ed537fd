package io.cutpoint.match;

import io.cutpoint.model.event.Writing;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Remembers which atoms were found in a value of a field: most values of telemetry have been seen before.
///
/// The key is the value as the record has it, before it is unescaped and folded: a value that is known costs neither.
/// A set of two places takes the values with one hash; a value that is found stays, a new one takes the other place, so
/// values that never come again push out only each other. Everything lies in arrays that are made once. Long values
/// and values with many atoms are not kept.
///
/// Fields whose values do not come again, command lines above all, are left out after a while: each field has a
/// *credit* which hits raise and misses lower, and one without credit is tried once in [#TRIED] times only. What is
/// found does not depend on it.
///
/// Abuse: values made to collide cost what a cache without them would.
final class ValueCache {

  private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  /// The most atoms of a value that is kept: with their count they fill a line of the processor's cache.
  static final int MAX_ATOMS = 15;

  private static final int ATOMS = MAX_ATOMS + 1;

  private static final int CREDITS = 1 << 10;
  private static final int FIRST_CREDIT = 64;
  private static final int MAX_CREDIT = 256;
  private static final int TRIED = 64;

  private final int sets;
  private final int maxBytes;
  private final byte[] keys;
  /// Of each place the partition, the plan, the form and the length of its value; 0 where there is none.
  private final long[] heads;
  /// Of each place how many atoms, and which.
  private final int[] atoms;
  private final byte[] stays;

  /// Of each field, by a hash of partition and plan; two fields may share one.
  private final int[] credits;
  private int untried;

  /// @param values how many values are kept, a power of two; 0 keeps none
  /// @param maxBytes the longest value that is kept
  ValueCache(int values, int maxBytes) {
    if (values < 0 || Integer.bitCount(values) > 1 || values == 1) {
      throw new IllegalArgumentException("wanted 0 or a power of two from 2 on, found " + values);
    }
    sets = values / 2;
    this.maxBytes = maxBytes;
    keys = new byte[Math.multiplyExact(values, maxBytes)];
    heads = new long[values];
    atoms = new int[values * ATOMS];
    stays = new byte[sets];
    credits = new int[sets == 0 ? 0 : CREDITS];
    Arrays.fill(credits, FIRST_CREDIT);
  }

  /// Whether a value of this length is worth a look, by what came of the field's last values.
  boolean takes(int partition, int plan, int length) {
    if (length > maxBytes || sets == 0) {
      return false;
    }
    return credits[credit(partition, plan)] > 0 || (++untried & (TRIED - 1)) == 0;
  }

  private static int credit(int partition, int plan) {
    return partition * 31 + plan & (CREDITS - 1);
  }

  /// The place where the value is kept; or the complement of the place where it may be.
  ///
  /// @param partition its number
  /// @param writing how the value is written, [Writing#SYMBOLS] and [Writing#OTHER] excepted
  int find(int partition, int plan, Writing writing, byte[] b, int from, int length) {
    long head = head(partition, plan, writing, length);
    int set = hash(head, b, from, length) & (sets - 1);
    int credit = credit(partition, plan);
    for (int way = 0; way < 2; way++) {
      int place = set * 2 + way;
      if (heads[place] == head && Arrays.equals(keys, place * maxBytes, place * maxBytes + length, b, from, from + length)) {
        stays[set] = (byte) way;
        credits[credit] = Math.min(credits[credit] + 2, MAX_CREDIT);
        return place;
      }
    }
    credits[credit] = Math.max(credits[credit] - 1, 0);
    return ~(set * 2 + 1 - stays[set]);
  }

  private static long head(int partition, int plan, Writing writing, int length) {
    return (long) partition << 32 | (long) plan << 13 & 0xFFFF_FFFFL | length << 2 | writing.ordinal();
  }

  private static int hash(long head, byte[] b, int from, int length) {
    long h = head * MULTIPLIER;
    int i = 0;
    // Two at a time, since each multiplication waits for the one before it.
    for (long other = h; i + 16 <= length; i += 16) {
      h = (h ^ (long) LONG.get(b, from + i)) * MULTIPLIER;
      other = (other ^ (long) LONG.get(b, from + i + 8)) * MULTIPLIER;
      h ^= other >>> 29;
      other ^= other >>> 31;
    }
    for (; i + 8 <= length; i += 8) {
      h = (h ^ (long) LONG.get(b, from + i)) * MULTIPLIER;
      h ^= h >>> 29;
    }
    if (length >= 8) {
      h = (h ^ (long) LONG.get(b, from + length - 8)) * MULTIPLIER;
    } else {
      for (; i < length; i++) {
        h = (h ^ b[from + i]) * MULTIPLIER;
      }
    }
    return (int) (h >>> 32);
  }

  /// Keeps a value with its atoms in a place that [#find] named.
  void keep(int place, int partition, int plan, Writing writing, byte[] b, int from, int length, int[] found, int count) {
    System.arraycopy(b, from, keys, place * maxBytes, length);
    heads[place] = head(partition, plan, writing, length);
    System.arraycopy(found, 0, atoms, place * ATOMS + 1, count);
    atoms[place * ATOMS] = count;
  }

  /// How many atoms the value in a place has.
  int count(int place) {
    return atoms[place * ATOMS];
  }

  /// Atom `k` of the value in a place.
  int atom(int place, int k) {
    return atoms[place * ATOMS + 1 + k];
  }
}
