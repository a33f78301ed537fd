package io.cutpoint.engine.facts;

import io.cutpoint.model.text.Untrusted;

/// Reads what [ByteWriter] wrote.
final class ByteReader {

  private byte[] bytes = new byte[0];
  private int at;

  void over(byte[] newBytes, int from) {
    bytes = newBytes;
    at = from;
  }

  int oneByte() {
    return bytes[at++] & 0xFF;
  }

  long int64() {
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = value << 8 | (bytes[at++] & 0xFF);
    }
    return value;
  }

  int int32() {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      value = value << 8 | (bytes[at++] & 0xFF);
    }
    return value;
  }

  long varint() {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte b = bytes[at++];
      value |= (long) (b & 0x7F) << shift;
      if (b >= 0) {
        return value;
      }
    }
  }

  Untrusted text() {
    int length = (int) varint();
    Untrusted text = Untrusted.of(bytes, at, length);
    at += length;
    return text;
  }

  byte[] raw(int count) {
    byte[] out = java.util.Arrays.copyOfRange(bytes, at, at + count);
    at += count;
    return out;
  }
}
