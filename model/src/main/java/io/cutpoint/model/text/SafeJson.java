package io.cutpoint.model.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A growing buffer of JSON in UTF-8, for writing many untrusted texts without a string for each; reused.
///
/// A text is escaped as [SafeText] does for [SafeText.Target#JSON], byte for byte. Plain ASCII, which is nearly all of
/// any log, is copied eight bytes at a time.
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

  private static final byte[] NO_TEXT = "\uFFFD".getBytes(StandardCharsets.UTF_8);

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
    if (textLength <= maxBytes) {
      escaped(text, offset, offset + textLength);
    } else {
      escaped(text, offset, offset + Untrusted.cut(text, offset, maxBytes));
      json("…(" + textLength + " bytes)");
    }
  }

  private void escaped(byte[] text, int from, int end) {
    room(Math.addExact(Math.multiplyExact(end - from, MOST_GROWTH), Long.BYTES));
    byte[] to = bytes;
    int out = length;
    int at = from;
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
        int size = SafeText.size(c & 0xFF);
        int cp = SafeText.decode(text, at, size, end);
        out = wide(to, out, cp, text, at, size);
        at += cp < 0 ? 1 : size;
        continue;
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

  private static int escape(byte[] to, int at, int c) {
    switch (c) {
      case '"', '\\' -> {
        return pair(to, at, c);
      }
      case '\n' -> {
        return pair(to, at, 'n');
      }
      case '\r' -> {
        return pair(to, at, 'r');
      }
      case '\t' -> {
        return pair(to, at, 't');
      }
      default -> {
        return unit(to, at, (char) c);
      }
    }
  }

  private static int pair(byte[] to, int at, int c) {
    to[at] = '\\';
    to[at + 1] = (byte) c;
    return at + 2;
  }

  private static int unit(byte[] to, int at, char c) {
    to[at] = '\\';
    to[at + 1] = 'u';
    to[at + 2] = HEX[c >> 12];
    to[at + 3] = HEX[c >> 8 & 15];
    to[at + 4] = HEX[c >> 4 & 15];
    to[at + 5] = HEX[c & 15];
    return at + 6;
  }

  /// Writes a character that is not ASCII: as it stands where it is harmless, U+FFFD where the bytes are none.
  private static int wide(byte[] to, int at, int cp, byte[] text, int from, int size) {
    if (cp < 0) {
      System.arraycopy(NO_TEXT, 0, to, at, NO_TEXT.length);
      return at + NO_TEXT.length;
    }
    if (SafeText.isHarmful(cp)) {
      return Character.isBmpCodePoint(cp) ? unit(to, at, (char) cp) : unit(to, unit(to, at, Character.highSurrogate(cp)), Character.lowSurrogate(cp));
    }
    System.arraycopy(text, from, to, at, size);
    return at + size;
  }

  private void room(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(length, more)));
    }
  }
}
