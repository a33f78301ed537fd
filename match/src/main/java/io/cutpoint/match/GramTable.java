package io.cutpoint.match;

import java.util.Comparator;
import java.util.List;

/// The literals of each gram: a hash table to where they begin in a list; the last of a gram is marked by its
/// complement.
final class GramTable {

  private static final int MULTIPLIER = 0x9E3779B1;

  private final int[] keys;
  private final int[] start;
  /// The literals; the last of a gram as its complement.
  final int[] members;
  /// Where the gram stands in the literal.
  final int[] at;

  /// A gram of a literal.
  ///
  /// @param gram its bytes as a number, the first in the lowest place
  /// @param literal which literal
  /// @param at where it begins there
  record Gram(int gram, int literal, int at) {}

  GramTable(List<Gram> all) {
    int n = all.size();
    keys = new int[n == 0 ? 0 : Integer.highestOneBit(Math.max(8, n * 4 - 1)) << 1];
    start = new int[keys.length];
    members = new int[n];
    at = new int[n];
    List<Gram> sorted = all.stream().sorted(Comparator.comparingInt(Gram::gram).thenComparingInt(Gram::literal).thenComparingInt(Gram::at)).toList();
    for (int i = 0; i < n; i++) {
      Gram gram = sorted.get(i);
      if (i == 0 || sorted.get(i - 1).gram != gram.gram) {
        int slot = slot(gram.gram);
        while (start[slot] != 0) {
          slot = (slot + 1) & (keys.length - 1);
        }
        keys[slot] = gram.gram;
        start[slot] = i + 1;
      }
      boolean last = i + 1 == n || sorted.get(i + 1).gram != gram.gram;
      members[i] = last ? ~gram.literal : gram.literal;
      at[i] = gram.at;
    }
  }

  GramTable(TableReader in) {
    keys = in.numbers();
    start = in.numbers();
    members = in.numbers();
    at = in.numbers();
  }

  void write(TableWriter out) {
    out.numbers(keys);
    out.numbers(start);
    out.numbers(members);
    out.numbers(at);
  }

  private int slot(int gram) {
    int h = gram * MULTIPLIER;
    return (h ^ h >>> 15) & (keys.length - 1);
  }

  /// Where the members of a gram begin, or -1.
  int find(int gram) {
    for (int slot = slot(gram); start[slot] != 0; slot = (slot + 1) & (keys.length - 1)) {
      if (keys[slot] == gram) {
        return start[slot] - 1;
      }
    }
    return -1;
  }
}
