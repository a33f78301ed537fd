package io.cutpoint.model.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A growing buffer of JSON in UTF-8, for writing many untrusted texts without a string for each; reused.
///
/// A text is escaped as [SafeText] does for [SafeText.Target#JSON], byte for byte. Plain ASCII, which is nearly all of
/// any log, is copied eight bytes at a time; what is not is escaped here where it is ASCII, else by [SafeText].
/// Abuse: a text of nothing but escapes grows sixfold; `maxBytes` bounds what is read of it, so the output too.
public final class SafeJson {

  private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long TOPS = 0x8080_8080_8080_8080L;
  private static final long SPACES = ONES * ' ';
  private static final long QUOTES = ONES * '"';
  private static final long BACKSLASHES = ONES * '\\';
  private static final long DELETES = ONES * 0x7F;

  /// The most bytes that one byte of a text becomes.
  private static final int MOST_GROWTH = 6;

  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private byte[] bytes = new byte[4096];
  private int length;

  /// An empty buffer.
  public SafeJson() {}

  /// The array that holds what was written; another one after the next writing.
  public byte[] bytes() {
    return bytes;
  }

  /// How many bytes were written.
  public int length() {
    return length;
  }

  /// Forgets what was written.
  public void clear() {
    length = 0;
  }

  /// What was written, as a string.
  @Override
  public String toString() {
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  /// Adds one ASCII character of the JSON itself.
  public void mark(char ascii) {
    room(1);
    bytes[length++] = (byte) ascii;
  }

  /// Adds JSON that is already written in UTF-8, as it is.
  public void json(byte[] utf8) {
    json(utf8, 0, utf8.length);
  }

  /// Adds JSON that is already written in UTF-8, as it is.
  public void json(byte[] utf8, int offset, int count) {
    room(count);
    System.arraycopy(utf8, offset, bytes, length, count);
    length += count;
  }

  /// Adds JSON that is our own, as it is.
  public void json(String own) {
    json(own.getBytes(StandardCharsets.UTF_8));
  }

  /// Adds the inside of a JSON string, without its quotes.
  ///
  /// @param maxBytes at most so many bytes of the text are written; where it has more, `…` and its length follow
  public void text(byte[] text, int offset, int textLength, int maxBytes) {
    if (textLength > maxBytes) {
      json(SafeText.to(SafeText.Target.JSON, Untrusted.of(text, offset, textLength, maxBytes)));
      return;
    }
    room(Math.addExact(Math.multiplyExact(textLength, MOST_GROWTH), Long.BYTES));
    byte[] to = bytes;
    int out = length;
    int at = offset;
    int end = offset + textLength;
    while (at < end) {
      if (end - at >= Long.BYTES) {
        long word = (long) LONGS.get(text, at);
        LONGS.set(to, out, word);
        int plain = plain(word);
        at += plain;
        out += plain;
        if (plain == Long.BYTES) {
          continue;
        }
      }
      int c = text[at];
      if (c < 0) {
        length = out;
        wide(text, at, end);
        return;
      }
      at++;
      if (c >= ' ' && c != '"' && c != '\\' && c != 0x7F) {
        to[out++] = (byte) c;
      } else {
        out = escape(to, out, c);
      }
    }
    length = out;
  }

  /// How many bytes of the word, from its lowest on, stand for themselves.
  private static int plain(long word) {
    // Each test is right up to the lowest byte that it finds, and the lowest is all that is asked for.
    long found = (word | (word - SPACES & ~word) | zeros(word ^ QUOTES) | zeros(word ^ BACKSLASHES) | zeros(word ^ DELETES)) & TOPS;
    return Long.numberOfTrailingZeros(found) >>> 3;
  }

  private static long zeros(long word) {
    return word - ONES & ~word;
  }

  private static int escape(byte[] to, int from, int c) {
    int at = from;
    to[at++] = '\\';
    switch (c) {
      case '"', '\\' -> to[at++] = (byte) c;
      case '\n' -> to[at++] = 'n';
      case '\r' -> to[at++] = 'r';
      case '\t' -> to[at++] = 't';
      default -> {
        to[at++] = 'u';
        to[at++] = '0';
        to[at++] = '0';
        to[at++] = HEX[c >> 4];
        to[at++] = HEX[c & 15];
      }
    }
    return at;
  }

  /// The rest of a text that is not ASCII from here on.
  private void wide(byte[] text, int from, int to) {
    json(SafeText.to(SafeText.Target.JSON, Untrusted.of(text, from, to - from)));
  }

  private void room(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(length, more)));
    }
  }
}
