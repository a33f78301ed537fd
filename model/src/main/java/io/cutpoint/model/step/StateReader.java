package io.cutpoint.model.step;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads what [StateWriter] wrote. Whatever the bytes, it throws nothing but [IllegalArgumentException].
public final class StateReader {

  private final byte[] bytes;
  private int at;

  /// @param bytes not copied
  public StateReader(byte[] bytes) {
    this.bytes = bytes;
  }

  /// Whether bytes are left.
  public boolean hasMore() {
    return at < bytes.length;
  }

  /// An unsigned number of seven bits at a time.
  public long varint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (at >= bytes.length) {
        throw ends();
      }
      byte b = bytes[at++];
      value |= (long) (b & 0x7F) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("wanted a number of at most ten bytes, found a longer one at byte " + at);
  }

  /// A number that counts or names something here.
  public int count() {
    long value = varint();
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("wanted a number below 2^31, found " + Long.toUnsignedString(value));
    }
    return (int) value;
  }

  /// Eight bytes.
  public long int64() {
    if (bytes.length - at < 8) {
      throw ends();
    }
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = value << 8 | (bytes[at++] & 0xFF);
    }
    return value;
  }

  /// So many bytes.
  public byte[] raw(int count) {
    if (count < 0 || bytes.length - at < count) {
      throw ends();
    }
    byte[] out = Arrays.copyOfRange(bytes, at, at + count);
    at += count;
    return out;
  }

  /// Bytes with their number before them.
  public byte[] sized() {
    return raw(count());
  }

  /// A text with the number of its bytes before it.
  public String text() {
    return new String(sized(), StandardCharsets.UTF_8);
  }

  private static IllegalArgumentException ends() {
    return new IllegalArgumentException("wanted more bytes, found the end");
  }
}
