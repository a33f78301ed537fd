package io.cutpoint.match;

import java.util.Arrays;
import java.util.List;

/// Literals in one array: what an index compares with.
final class Literals {

  private final byte[] bytes;
  private final int[] starts;

  Literals(List<byte[]> literals) {
    starts = new int[literals.size() + 1];
    for (int i = 0; i < literals.size(); i++) {
      starts[i + 1] = Math.addExact(starts[i], literals.get(i).length);
    }
    bytes = new byte[starts[literals.size()]];
    for (int i = 0; i < literals.size(); i++) {
      System.arraycopy(literals.get(i), 0, bytes, starts[i], literals.get(i).length);
    }
  }

  Literals(TableReader in) {
    bytes = in.bytes();
    starts = in.numbers();
    if (starts.length == 0 || starts[0] != 0 || starts[starts.length - 1] != bytes.length) {
      throw new TableReader.MalformedTables("wanted the ends of literals, found others");
    }
  }

  void write(TableWriter out) {
    out.bytes(bytes);
    out.numbers(starts);
  }

  /// How many bytes literal `i` has.
  int length(int i) {
    return starts[i + 1] - starts[i];
  }

  /// Whether literal `i` stands at a place; that many bytes are there.
  boolean stands(int i, byte[] b, int at) {
    int start = starts[i];
    int end = starts[i + 1];
    return Arrays.equals(bytes, start, end, b, at, at + end - start);
  }
}
