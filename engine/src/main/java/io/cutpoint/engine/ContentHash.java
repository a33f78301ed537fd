package io.cutpoint.engine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A hash of 128 bits over what rules are made of, fast from the first call on: two lanes of multiplications over
/// eight bytes at a time.
///
/// It tells changed rules from unchanged ones; it is not meant to withstand people who make two contents with one hash.
/// They would have to write the user's rules.
final class ContentHash {

  private static final long FIRST = 0x9E3779B97F4A7C15L;
  private static final long SECOND = 0xC2B2AE3D27D4EB4FL;

  private final long[] words = new long[1 << 13];
  private long one = FIRST;
  private long two = SECOND;

  /// Takes in what lies between the buffer's position and its limit, as one thing of this length.
  void add(ByteBuffer bytes) {
    ByteBuffer in = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    mix(in.remaining());
    while (in.remaining() >= Long.BYTES) {
      int n = Math.min(words.length, in.remaining() / Long.BYTES);
      in.asLongBuffer().get(words, 0, n);
      in.position(in.position() + n * Long.BYTES);
      mix(n, words);
    }
    if (in.hasRemaining()) {
      byte[] rest = new byte[Long.BYTES];
      in.get(rest, 0, in.remaining());
      mix(ByteBuffer.wrap(rest).order(ByteOrder.LITTLE_ENDIAN).getLong());
    }
  }

  /// Takes in a text.
  void add(String text) {
    add(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  /// Takes in a number.
  void add(long number) {
    mix(number);
  }

  private void mix(int n, long[] from) {
    long a = one;
    long b = two;
    for (int i = 0; i < n; i++) {
      long w = from[i];
      a = (a ^ w) * FIRST;
      a ^= a >>> 32;
      b = (Long.rotateLeft(b, 27) + w) * SECOND;
      b ^= b >>> 29;
    }
    one = a;
    two = b;
  }

  private void mix(long word) {
    words[0] = word;
    mix(1, words);
  }

  /// The hash of all that was taken in, 32 hexadecimal digits.
  String hex() {
    long[] kept = Arrays.copyOf(words, 1);
    long first = one;
    long second = two;
    mix(first ^ Long.rotateLeft(second, 32));
    mix(second);
    String text = digits(one) + digits(two);
    words[0] = kept[0];
    one = first;
    two = second;
    return text;
  }

  private static String digits(long number) {
    String digits = Long.toHexString(number);
    return "0".repeat(16 - digits.length()) + digits;
  }
}
