package io.cutpoint.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/// A stream whose beginning can be looked at before it is read, and that counts what was read.
final class PeekStream extends InputStream {

  private final InputStream in;
  private final LongConsumer onRead;
  private final byte[] head;
  private int headLength;
  private int headRead;
  private boolean peeked;
  private long position;

  /// @param onRead told how many bytes each read from `in` brought
  PeekStream(InputStream in, int headBytes, LongConsumer onRead) {
    this.in = in;
    this.head = new byte[headBytes];
    this.onRead = onRead;
  }

  /// Looks at the beginning; to be called before the first read.
  byte[] peek() throws IOException {
    if (!peeked) {
      peeked = true;
      while (headLength < head.length) {
        int n = in.read(head, headLength, head.length - headLength);
        if (n < 0) {
          break;
        }
        onRead.accept(n);
        headLength += n;
      }
    }
    return java.util.Arrays.copyOf(head, headLength);
  }

  /// How many bytes were handed out.
  long position() {
    return position;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    int n = read(one, 0, 1);
    return n < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    int n;
    if (headRead < headLength) {
      n = Math.min(length, headLength - headRead);
      System.arraycopy(head, headRead, to, offset, n);
      headRead += n;
    } else {
      n = in.read(to, offset, length);
      if (n > 0) {
        onRead.accept(n);
      }
    }
    if (n > 0) {
      position += n;
    }
    return n;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
