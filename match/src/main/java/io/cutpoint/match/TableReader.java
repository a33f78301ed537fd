package io.cutpoint.match;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Reads what a [TableWriter] wrote, in the same order. For one thread at a time; [#part()] gives readers of their own.
///
/// Nothing is believed: a length that cannot be is a [MalformedTables], never an allocation.
public final class TableReader {

  private final ByteBuffer in;

  /// @param in from its position to its limit; shared, not copied
  public TableReader(ByteBuffer in) {
    this.in = in.slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  static byte veil(int place) {
    return (byte) (place * 0x6d + 0xa7);
  }

  /// What was read is not what a [TableWriter] writes.
  public static final class MalformedTables extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MalformedTables(String message) {
      super(message);
    }
  }

  /// Reads one number.
  public int number() {
    try {
      return in.getInt();
    } catch (BufferUnderflowException end) {
      throw new MalformedTables("wanted a number, found the end");
    }
  }

  /// Reads a number from 0 to below a bound.
  public int below(int bound) {
    int number = number();
    if (number < 0 || number >= bound) {
      throw new MalformedTables("wanted a number below " + bound + ", found " + number);
    }
    return number;
  }

  /// Reads a yes or no.
  public boolean flag() {
    return below(2) == 1;
  }

  /// Reads one long number.
  public long wide() {
    try {
      return in.getLong();
    } catch (BufferUnderflowException end) {
      throw new MalformedTables("wanted a number, found the end");
    }
  }

  /// Reads a number that takes as few bytes as it needs.
  public int small() {
    int number = 0;
    for (int shift = 0; shift < 32; shift += 7) {
      if (!in.hasRemaining()) {
        break;
      }
      byte one = in.get();
      number |= (one & 0x7f) << shift;
      if (one >= 0) {
        if (number < 0) {
          break;
        }
        return number;
      }
    }
    throw new MalformedTables("wanted a number, found none");
  }

  /// Reads a small number below a bound.
  public int smallBelow(int bound) {
    int number = small();
    if (number >= bound) {
      throw new MalformedTables("wanted a number below " + bound + ", found " + number);
    }
    return number;
  }

  private int length(int bytesEach) {
    return length(number(), bytesEach);
  }

  private int length(int length, int bytesEach) {
    if (length < 0 || length > in.remaining() / bytesEach) {
      throw new MalformedTables("wanted at most " + in.remaining() / bytesEach + " elements, found " + length);
    }
    return length;
  }

  /// How many things follow; each takes at least one number.
  public int count() {
    return length(Integer.BYTES);
  }

  /// Reads a table.
  public int[] numbers() {
    int[] table = new int[length(Integer.BYTES)];
    in.asIntBuffer().get(table);
    in.position(in.position() + table.length * Integer.BYTES);
    return table;
  }

  /// Reads a table.
  public long[] wides() {
    long[] table = new long[length(Long.BYTES)];
    in.asLongBuffer().get(table);
    in.position(in.position() + table.length * Long.BYTES);
    return table;
  }

  /// Reads bytes and lifts the veil.
  public byte[] bytes() {
    return unveiled(length(1));
  }

  private byte[] unveiled(int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] ^= veil(i);
    }
    return bytes;
  }

  /// Reads a brief text.
  public String brief() {
    return new String(unveiled(length(small(), 1)), StandardCharsets.UTF_8);
  }

  /// How many things follow, as a small number; each takes at least one byte.
  public int smallCount() {
    return length(small(), 1);
  }

  /// Reads a text.
  public String text() {
    boolean whole = flag();
    byte[] bytes = bytes();
    return whole ? new String(bytes, StandardCharsets.UTF_8) : ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asCharBuffer().toString();
  }

  /// A reader of the part that follows, which this one passes over.
  public TableReader part() {
    int length = length(1);
    TableReader part = new TableReader(in.slice(in.position(), length));
    in.position(in.position() + length);
    return part;
  }

  /// Everything, whatever was read of it.
  ByteBuffer all() {
    return in.duplicate().clear();
  }

  /// A reader of the same from a place on.
  public TableReader at(int place) {
    if (place < 0 || place > in.limit()) {
      throw new MalformedTables("wanted a place up to " + in.limit() + ", found " + place);
    }
    return new TableReader(in.slice(place, in.limit() - place));
  }

  /// A reader of the same from its beginning.
  public TableReader again() {
    return at(0);
  }
}
