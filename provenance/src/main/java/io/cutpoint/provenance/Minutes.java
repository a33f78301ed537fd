package io.cutpoint.provenance;

import java.util.Arrays;

/// Minutes in which something happened, taken in order, four bytes each.
final class Minutes {

  /// What [#next] answers when there is none.
  static final int NONE = -1;

  private int[] minutes = new int[8];
  private int size;

  /// Takes a minute, no earlier than the last; whether it is a new one.
  boolean add(int minute) {
    if (size > 0 && minutes[size - 1] >= minute) {
      return false;
    }
    if (size == minutes.length) {
      minutes = Arrays.copyOf(minutes, size * 2);
    }
    minutes[size++] = minute;
    return true;
  }

  /// The first of them from this minute on.
  int next(int from) {
    int at = Arrays.binarySearch(minutes, 0, size, from);
    int place = at < 0 ? -at - 1 : at;
    return place < size ? minutes[place] : NONE;
  }
}
