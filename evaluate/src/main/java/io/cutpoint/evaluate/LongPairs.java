package io.cutpoint.evaluate;

import java.util.Arrays;

/// Numbers pairs of longs 0, 1, 2, .. in the order in which they first come. Cost: 24 to 48 bytes a pair.
///
/// Abuse: the pairs of a result are hashes already or small numbers; they are mixed once more, so that none of them
/// chooses its slot alone.
final class LongPairs {

  private long[] first = new long[16];
  private long[] second = new long[16];
  private int[] slots = new int[64];
  private int size;

  /// How many pairs there are.
  int size() {
    return size;
  }

  /// The number of a pair, or -1.
  int find(long a, long b) {
    return slots[slot(a, b)] - 1;
  }

  /// The number of a pair, a new one where it comes for the first time.
  int add(long a, long b) {
    int slot = slot(a, b);
    if (slots[slot] != 0) {
      return slots[slot] - 1;
    }
    if (size == first.length) {
      first = Arrays.copyOf(first, size * 2);
      second = Arrays.copyOf(second, size * 2);
    }
    first[size] = a;
    second[size] = b;
    slots[slot] = ++size;
    if (size * 2L > slots.length) {
      grow();
    }
    return size - 1;
  }

  /// The first of the pair with this number.
  long first(int number) {
    return first[number];
  }

  /// The second of the pair with this number.
  long second(int number) {
    return second[number];
  }

  private int slot(long a, long b) {
    int mask = slots.length - 1;
    int at = hash(a, b) & mask;
    while (slots[at] != 0 && (first[slots[at] - 1] != a || second[slots[at] - 1] != b)) {
      at = (at + 1) & mask;
    }
    return at;
  }

  private void grow() {
    slots = new int[slots.length * 2];
    for (int i = 0; i < size; i++) {
      slots[slot(first[i], second[i])] = i + 1;
    }
  }

  /// The finaliser of SplitMix64, over both halves.
  private static int hash(long a, long b) {
    long h = a * 0x9E3779B97F4A7C15L + b;
    h = (h ^ (h >>> 30)) * 0xBF58476D1CE4E5B9L;
    h = (h ^ (h >>> 27)) * 0x94D049BB133111EBL;
    return (int) (h ^ (h >>> 31));
  }
}
