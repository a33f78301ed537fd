package io.cutpoint.model.step;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes the forms that states are made of: whole numbers, bytes with their length before them, and tagged fields.
///
/// A tagged field is its tag and the length of its bytes, both as varints, and the bytes; a reader skips those whose
/// tag it does not know.
public final class StateWriter {

  private byte[] bytes = new byte[64];
  private int length;

  /// Nothing yet.
  public StateWriter() {}

  private void room(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }

  /// Seven bits at a time, the lowest first, unsigned.
  public StateWriter varint(long value) {
    room(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
    return this;
  }

  /// Eight bytes, the highest first, so that bytes compare as unsigned numbers do.
  public StateWriter int64(long value) {
    room(8);
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes[length++] = (byte) (value >>> shift);
    }
    return this;
  }

  /// These bytes alone.
  public StateWriter raw(byte[] from) {
    room(from.length);
    System.arraycopy(from, 0, bytes, length, from.length);
    length += from.length;
    return this;
  }

  /// The bytes with their number before them.
  public StateWriter sized(byte[] from) {
    return varint(from.length).raw(from);
  }

  /// A text in UTF-8 with the number of its bytes before it.
  public StateWriter text(String text) {
    return sized(text.getBytes(StandardCharsets.UTF_8));
  }

  /// A tagged field of these bytes.
  public StateWriter field(int tag, byte[] from) {
    return varint(tag).sized(from);
  }

  /// A tagged field of a whole number.
  public StateWriter field(int tag, long number) {
    return field(tag, new StateWriter().varint(number).toBytes());
  }

  /// A tagged field of a text.
  public StateWriter field(int tag, String text) {
    return field(tag, text.getBytes(StandardCharsets.UTF_8));
  }

  /// A copy of what was written.
  public byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }
}
