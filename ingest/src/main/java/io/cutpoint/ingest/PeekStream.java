package io.cutpoint.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// A stream whose beginning can be looked at before it is read, and that counts what was read.
final class PeekStream extends InputStream {

  private final InputStream in;
  private final LongConsumer onRead;
  private final byte[] head;
  private int headLength;
  private int headRead;
  private boolean peeked;
  private @Nullable IOException failure;
  private long position;

  /// @param onRead told how many bytes each read from `in` brought
  PeekStream(InputStream in, int headBytes, LongConsumer onRead) {
    this.in = in;
    this.head = new byte[headBytes];
    this.onRead = onRead;
  }

  /// Looks at the beginning; to be called before the first read.
  ///
  /// @throws IOException where not one byte can be read; later damage is told by the read that comes to it
  byte[] peek() throws IOException {
    if (!peeked) {
      peeked = true;
      try {
        while (headLength < head.length) {
          int n = in.read(head, headLength, head.length - headLength);
          if (n < 0) {
            break;
          }
          onRead.accept(n);
          headLength += n;
        }
      } catch (IOException damaged) {
        if (headLength == 0) {
          throw damaged;
        }
        failure = damaged;
      }
    }
    return Arrays.copyOf(head, headLength);
  }

  /// How many bytes can be had at once; zero at the end only.
  @Override
  public int available() throws IOException {
    if (headRead == headLength && failure == null) {
      int n = in.read(head, 0, head.length);
      headRead = 0;
      headLength = Math.max(n, 0);
      onRead.accept(headLength);
    }
    return headLength - headRead;
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
      if (failure != null) {
        throw failure;
      }
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
