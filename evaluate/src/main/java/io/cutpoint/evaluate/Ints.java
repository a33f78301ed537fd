package io.cutpoint.evaluate;

import java.util.Arrays;

/// A growing list of ints.
final class Ints {

  private int[] values = new int[16];
  private int size;

  int size() {
    return size;
  }

  void add(int value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size + (size >> 1));
    }
    values[size++] = value;
  }

  int get(int i) {
    return values[i];
  }

  void set(int i, int value) {
    values[i] = value;
  }

  void clear() {
    size = 0;
  }
}
