package io.cutpoint.match;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

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

  /// Whether literal `i`, which is ASCII, stands at a place of a text that is not folded; that many bytes are there.
  boolean standsUnfolded(int i, byte[] b, int at) {
    int start = starts[i];
    for (int k = starts[i + 1] - start - 1; k >= 0; k--) {
      byte c = b[at + k];
      if (bytes[start + k] != (c >= 'A' && c <= 'Z' ? c + 32 : c)) {
        return false;
      }
    }
    return true;
  }

  /// The same for a text in UTF-16, little endian: twice that many bytes are there.
  boolean standsInUtf16(int i, byte[] b, int at) {
    int start = starts[i];
    for (int k = starts[i + 1] - start - 1; k >= 0; k--) {
      byte c = b[at + 2 * k];
      if (b[at + 2 * k + 1] != 0 || bytes[start + k] != (c >= 'A' && c <= 'Z' ? c + 32 : c)) {
        return false;
      }
    }
    return true;
  }

  /// Whether some literal consists of nothing but bytes that pass.
  boolean anyOfOnly(Predicate<Byte> passes) {
    for (int i = 0; i + 1 < starts.length; i++) {
      boolean all = true;
      for (int k = starts[i]; k < starts[i + 1] && all; k++) {
        all = passes.test(bytes[k]);
      }
      if (all) {
        return true;
      }
    }
    return false;
  }
}
