package io.cutpoint.match;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// A literal that is looked for when a condition asks for it.
///
/// Eight places at a time: those are left where its first, middle and last byte stand. For literals of up to three bytes
/// that is all there is to compare.
final class Needle {

  private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long LOW_BITS = 0x7f7f7f7f7f7f7f7fL;

  /// How many of its bytes the search for places compares.
  private static final int COMPARED = 3;

  private final byte[] literal;
  private final int middle;
  private final int last;
  private final long firstBytes;
  private final long middleBytes;
  private final long lastBytes;

  /// @param literal folded, ASCII, not empty
  Needle(byte[] literal) {
    if (literal.length == 0 || !Folding.ascii(literal)) {
      throw new IllegalArgumentException("wanted a literal of ASCII characters, found another");
    }
    this.literal = literal;
    middle = literal.length / 2;
    last = literal.length - 1;
    firstBytes = literal[0] * ONES;
    middleBytes = literal[middle] * ONES;
    lastBytes = literal[last] * ONES;
  }

  static Needle read(TableReader in) {
    byte[] literal = in.bytes();
    if (literal.length == 0 || !Folding.ascii(literal)) {
      throw new TableReader.MalformedTables("wanted a literal of ASCII characters, found another");
    }
    return new Needle(literal);
  }

  void write(TableWriter out) {
    out.bytes(literal);
  }

  /// Whether the literal is one byte.
  boolean isSingle() {
    return last == 0;
  }

  /// The pairs of bytes by which [PairSet#mayHold] tells of most texts that the literal does not stand there; or its only
  /// byte, by which that decides.
  long pairs() {
    return last == 0
        ? PairSet.single(literal[0])
        : PairSet.pairs(
            PairSet.bit(literal[0], literal[1]), PairSet.bit(literal[last - 1], literal[last]), PairSet.bit(literal[middle - 1], literal[middle]));
  }

  /// Whether the literal stands in `b[from..to)`, after which [Folding#PADDING] more bytes can be read.
  boolean standsIn(byte[] b, int from, int to) {
    int end = to - last;
    for (int i = from; i < end; i += Long.BYTES) {
      long differs = ((long) LONG.get(b, i) ^ firstBytes) | ((long) LONG.get(b, i + middle) ^ middleBytes)
          | ((long) LONG.get(b, i + last) ^ lastBytes);
      // The high bit of each byte in which the three are equal.
      long places = ~(((differs & LOW_BITS) + LOW_BITS) | differs | LOW_BITS);
      for (; places != 0; places &= places - 1) {
        int at = i + (Long.numberOfTrailingZeros(places) >>> 3);
        if (at >= end) {
          return false;
        }
        if (literal.length <= COMPARED || Arrays.equals(literal, 0, literal.length, b, at, at + literal.length)) {
          return true;
        }
      }
    }
    return false;
  }
}
