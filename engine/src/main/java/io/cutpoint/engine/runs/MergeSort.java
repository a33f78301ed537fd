package io.cutpoint.engine.runs;

import java.util.function.IntBinaryOperator;

/// Sorts small numbers by a comparison, without an object for each.
final class MergeSort {

  private MergeSort() {}

  /// The numbers 0 to `count - 1` in the order that `compare` gives them; stable.
  static int[] order(int count, IntBinaryOperator compare) {
    int[] from = new int[count];
    for (int i = 0; i < count; i++) {
      from[i] = i;
    }
    int[] to = new int[count];
    for (int width = 1; width < count && width > 0; width *= 2) {
      for (int low = 0; low < count; low += 2 * width) {
        merge(from, to, low, Math.min(low + width, count), Math.min(low + 2 * width, count), compare);
      }
      int[] swap = from;
      from = to;
      to = swap;
    }
    return from;
  }

  private static void merge(int[] from, int[] to, int low, int middle, int high, IntBinaryOperator compare) {
    int left = low;
    int right = middle;
    for (int at = low; at < high; at++) {
      if (left < middle && (right >= high || compare.applyAsInt(from[left], from[right]) <= 0)) {
        to[at] = from[left++];
      } else {
        to[at] = from[right++];
      }
    }
  }
}
