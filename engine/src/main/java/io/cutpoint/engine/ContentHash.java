package io.cutpoint.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.zip.Adler32;
import java.util.zip.CRC32;
import java.util.zip.Checksum;

/// A hash of 128 bits over what rules are made of, fast from the first call on: of every [#PIECE] bytes a CRC-32 and an
/// Adler-32, which the JVM has as machine code when it starts, and over these two lanes of multiplications. A loop of
/// Java over all bytes is interpreted at first, and took longer than all else that a cold start does with rules.
///
/// It tells changed rules from unchanged ones; it is not meant to withstand people who make two contents with one hash.
/// They would have to write the user's rules.
final class ContentHash {

  /// Bytes that are checked at once.
  static final int PIECE = 1 << 16;

  private static final long FIRST = 0x9E3779B97F4A7C15L;
  private static final long SECOND = 0xC2B2AE3D27D4EB4FL;

  private final Checksum crc = new CRC32();
  private final Checksum adler = new Adler32();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(PIECE);
  private long one = FIRST;
  private long two = SECOND;

  /// Takes in what lies between the buffer's position and its limit, as one thing of this length.
  void add(ByteBuffer bytes) {
    ByteBuffer in = bytes.slice();
    mix(in.limit());
    for (int at = 0; at < in.limit(); at += PIECE) {
      addPiece(in.slice(at, Math.min(PIECE, in.limit() - at)));
    }
  }

  /// Takes in what a file holds from a place on, as one thing of this length. A file that becomes shorter meanwhile
  /// counts as what was found.
  void add(FileChannel file, long from) throws IOException {
    long length = file.size() - from;
    mix(length);
    for (long at = 0; at < length; at += PIECE) {
      buffer.clear().limit((int) Math.min(PIECE, length - at));
      while (buffer.hasRemaining() && file.read(buffer, from + at + buffer.position()) >= 0) {
        // Reads on to the end of the piece.
      }
      addPiece(buffer.flip());
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

  private void addPiece(ByteBuffer piece) {
    crc.reset();
    crc.update(piece.duplicate());
    adler.reset();
    adler.update(piece);
    mix(crc.getValue() << Integer.SIZE | adler.getValue());
  }

  private void mix(long word) {
    long a = (one ^ word) * FIRST;
    one = a ^ a >>> 32;
    long b = (Long.rotateLeft(two, 27) + word) * SECOND;
    two = b ^ b >>> 29;
  }

  /// The hash of all that was taken in, 32 hexadecimal digits.
  String hex() {
    long first = one;
    long second = two;
    mix(first ^ Long.rotateLeft(second, 32));
    mix(second);
    String text = digits(one) + digits(two);
    one = first;
    two = second;
    return text;
  }

  private static String digits(long number) {
    String digits = Long.toHexString(number);
    return "0".repeat(16 - digits.length()) + digits;
  }
}
