package io.cutpoint.model.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Text that came from a log, a rule or a file name, and was perhaps written by an attacker.
///
/// Holds UTF-8 with lone surrogates in three bytes and invalid bytes as they came. [#toString()] is escaped for a
/// terminal, so that a careless message is harmless; [SafeText] is the only other way out, and [SafeJson] for JSON.
public final class Untrusted implements Comparable<Untrusted> {

  /// No text.
  public static final Untrusted NONE = new Untrusted(new byte[0], 0);

  private final byte[] utf8;
  private final int fullLength;

  private Untrusted(byte[] utf8, int fullLength) {
    this.utf8 = utf8;
    this.fullLength = fullLength;
  }

  /// A copy of these bytes.
  public static Untrusted of(byte[] bytes, int offset, int length) {
    return length == 0 ? NONE : new Untrusted(Arrays.copyOfRange(bytes, offset, offset + length), length);
  }

  /// A copy of at most the first `most` of these bytes, cut between characters; [#isCut()] then tells so.
  public static Untrusted of(byte[] bytes, int offset, int length, int most) {
    return length <= most ? of(bytes, offset, length) : new Untrusted(Arrays.copyOfRange(bytes, offset, offset + cut(bytes, offset, most)), length);
  }

  /// How many of the first `most` bytes of a longer text end between characters.
  static int cut(byte[] bytes, int offset, int most) {
    int end = most;
    // A character has at most three bytes after its first: a longer run of such bytes is no text.
    while (end > Math.max(0, most - 3) && (bytes[offset + end] & 0xC0) == 0x80) {
      end--;
    }
    return end;
  }

  /// The text of this string; lone surrogates become `?`.
  public static Untrusted of(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return utf8.length == 0 ? NONE : new Untrusted(utf8, utf8.length);
  }

  /// The beginning of a longer text, as [#toBytes] and [#fullLength] have told of one.
  ///
  /// @throws IllegalArgumentException where the whole is shorter than its beginning
  public static Untrusted of(byte[] bytes, int fullLength) {
    if (fullLength < bytes.length) {
      throw new IllegalArgumentException("wanted a whole of at least " + bytes.length + " bytes, found " + fullLength);
    }
    return fullLength == 0 ? NONE : new Untrusted(bytes.clone(), fullLength);
  }

  /// How many bytes are here.
  public int length() {
    return utf8.length;
  }

  /// Whether there is no text.
  public boolean isEmpty() {
    return utf8.length == 0;
  }

  /// Whether the text was longer.
  public boolean isCut() {
    return fullLength > utf8.length;
  }

  /// How many bytes the whole text had.
  public int fullLength() {
    return fullLength;
  }

  /// A copy of the bytes, for hashing and for storing.
  public byte[] toBytes() {
    return utf8.clone();
  }

  /// Byte `i`.
  public byte byteAt(int i) {
    return utf8[i];
  }

  /// The text with its ASCII letters in lower case and nothing escaped: a key to compare by, never to print.
  public String key() {
    byte[] lower = utf8.clone();
    for (int i = 0; i < lower.length; i++) {
      if (lower[i] >= 'A' && lower[i] <= 'Z') {
        lower[i] += 'a' - 'A';
      }
    }
    return new String(lower, StandardCharsets.UTF_8);
  }

  /// The text as it came, malformed bytes as U+FFFD: to parse and to compare, never to print.
  public String raw() {
    return new String(utf8, StandardCharsets.UTF_8);
  }

  byte[] bytes() {
    return utf8;
  }

  @Override
  public int compareTo(Untrusted other) {
    int c = Arrays.compareUnsigned(utf8, other.utf8);
    return c != 0 ? c : Integer.compare(fullLength, other.fullLength);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Untrusted text && fullLength == text.fullLength && Arrays.equals(utf8, text.utf8);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(utf8);
  }

  /// The text escaped for a terminal, at most 200 bytes of it.
  @Override
  public String toString() {
    return SafeText.to(SafeText.Target.TERMINAL, this, 200);
  }
}
