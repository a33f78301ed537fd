package io.cutpoint.match;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/// Finds the literal that a text is, by its first eight bytes, its last eight and its length.
final class WholeTable {

  private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final Literals literals;
  private final int[] atoms;
  private final int[] heads;
  private final int[] next;
  private final long[] lengths;

  /// @param literals all different; one may be empty
  WholeTable(List<byte[]> literals, int[] atoms) {
    this.literals = new Literals(literals);
    this.atoms = atoms;
    int n = literals.size();
    heads = new int[Integer.highestOneBit(Math.max(4, n * 2 - 1)) << 1];
    next = new int[n];
    int most = 0;
    for (byte[] literal : literals) {
      most = Math.max(most, literal.length);
    }
    lengths = new long[(most >>> 6) + 1];
    for (int i = 0; i < n; i++) {
      byte[] literal = literals.get(i);
      lengths[literal.length >>> 6] |= 1L << literal.length;
      int slot = slot(Arrays.copyOf(literal, literal.length + Folding.PADDING), 0, literal.length);
      next[i] = heads[slot];
      heads[slot] = i + 1;
    }
  }

  WholeTable(TableReader in) {
    literals = new Literals(in);
    atoms = in.numbers();
    heads = in.numbers();
    next = in.numbers();
    lengths = in.wides();
  }

  void write(TableWriter out) {
    literals.write(out);
    out.numbers(atoms);
    out.numbers(heads);
    out.numbers(next);
    out.wides(lengths);
  }

  private int slot(byte[] b, int from, int length) {
    long first = (long) LONG.get(b, from);
    long last = 0;
    if (length >= 8) {
      last = (long) LONG.get(b, from + length - 8);
    } else {
      first = length == 0 ? 0 : first << (64 - 8 * length);
    }
    long h = (first ^ Long.rotateLeft(last, 29)) * 0x9E3779B97F4A7C15L + length;
    h ^= h >>> 32;
    h *= 0x9E3779B97F4A7C15L;
    return (int) (h >>> 40) & (heads.length - 1);
  }

  /// Reports the literal that the text `b[from..to)` is, if any; [Folding#PADDING] more bytes can be read.
  void look(byte[] b, int from, int to, GramScanner.Hits hits) {
    int length = to - from;
    if (length >>> 6 >= lengths.length || (lengths[length >>> 6] >>> length & 1) == 0) {
      return;
    }
    for (int e = heads[slot(b, from, length)]; e != 0; e = next[e - 1]) {
      if (literals.length(e - 1) == length && literals.stands(e - 1, b, from)) {
        hits.hit(atoms[e - 1]);
        return;
      }
    }
  }
}
