package io.cutpoint.match;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Remembers which atoms were found in a value of a field: most values of telemetry have been seen before.
///
/// The key is the value as it stands in the record, before folding. A set of two places takes the values with one
/// hash; a value that is found stays, a new one takes the other place, so values that never come again push out only
/// each other. Everything lies in arrays that are made once. Long values and values with many atoms are not kept.
///
/// Abuse: values made to collide cost what a cache without them would.
final class ValueCache {

  private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  /// The longest value that is kept: hashes of Sysmon are about 200 bytes.
  static final int MAX_BYTES = 256;

  /// The most atoms of a value that is kept.
  static final int MAX_ATOMS = 32;

  private final int sets;
  private final byte[] keys;
  private final int[] lengths;
  private final int[] plans;
  private final Partition[] partitions;
  private final int[] atoms;
  private final int[] counts;
  private final byte[] stays;

  /// @param values how many values are kept, a power of two; 0 keeps none
  ValueCache(int values) {
    if (values < 0 || Integer.bitCount(values) > 1 || values == 1) {
      throw new IllegalArgumentException("wanted 0 or a power of two from 2 on, found " + values);
    }
    sets = values / 2;
    keys = new byte[values * MAX_BYTES];
    lengths = new int[values];
    plans = new int[values];
    partitions = new Partition[values];
    Arrays.fill(partitions, Partition.EMPTY);
    atoms = new int[values * MAX_ATOMS];
    counts = new int[values];
    stays = new byte[sets];
  }

  /// Whether values of this length are kept.
  boolean takes(int length) {
    return sets > 0 && length <= MAX_BYTES;
  }

  /// The place where the value is kept; or the complement of the place where it may be.
  int find(Partition partition, int plan, byte[] b, int from, int length) {
    int set = hash(partition, plan, b, from, length) & (sets - 1);
    for (int way = 0; way < 2; way++) {
      int place = set * 2 + way;
      if (lengths[place] == length && plans[place] == plan && same(partitions[place], partition)
          && Arrays.equals(keys, place * MAX_BYTES, place * MAX_BYTES + length, b, from, from + length)) {
        stays[set] = (byte) way;
        return place;
      }
    }
    return ~(set * 2 + 1 - stays[set]);
  }

  @SuppressWarnings("ReferenceEquality")
  private static boolean same(Partition one, Partition other) {
    return one == other;
  }

  private static int hash(Partition partition, int plan, byte[] b, int from, int length) {
    long h = (partition.hash + length) * MULTIPLIER + plan;
    int i = 0;
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
  void keep(int place, Partition partition, int plan, byte[] b, int from, int length, int[] found, int count) {
    System.arraycopy(b, from, keys, place * MAX_BYTES, length);
    lengths[place] = length;
    plans[place] = plan;
    partitions[place] = partition;
    System.arraycopy(found, 0, atoms, place * MAX_ATOMS, count);
    counts[place] = count;
  }

  /// How many atoms the value in a place has.
  int count(int place) {
    return counts[place];
  }

  /// Atom `k` of the value in a place.
  int atom(int place, int k) {
    return atoms[place * MAX_ATOMS + k];
  }
}
