package io.cutpoint.provenance;

/// A map from long to int in two flat arrays, for millions of entries. Keys are hashes that are spread already; 0 is
/// taken for 1. Entries are not removed.
final class LongInts {

  /// What [#get] answers for a key that is not there.
  static final int NONE = -1;

  private long[] keys = new long[1 << 10];
  private int[] values = new int[1 << 10];
  private int size;

  int size() {
    return size;
  }

  int get(long key) {
    int at = place(keys, sound(key));
    return keys[at] == 0 ? NONE : values[at];
  }

  void put(long key, int value) {
    int at = place(keys, sound(key));
    if (keys[at] == 0) {
      keys[at] = sound(key);
      size++;
    }
    values[at] = value;
    if (size * 5L > keys.length * 3L) {
      grow();
    }
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldValues = values;
    keys = new long[oldKeys.length * 2];
    values = new int[oldKeys.length * 2];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != 0) {
        int at = place(keys, oldKeys[i]);
        keys[at] = oldKeys[i];
        values[at] = oldValues[i];
      }
    }
  }

  private static long sound(long key) {
    return key == 0 ? 1 : key;
  }

  private static int place(long[] keys, long key) {
    int mask = keys.length - 1;
    int at = (int) (key ^ (key >>> 32)) & mask;
    while (keys[at] != 0 && keys[at] != key) {
      at = (at + 1) & mask;
    }
    return at;
  }

  /// Spreads a text over all longs: FNV-1a, then a finalizer (SplitMix64).
  static long hash(long seed, CharSequence text) {
    long hash = seed ^ 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return mixed(hash);
  }

  static long mixed(long value) {
    long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
