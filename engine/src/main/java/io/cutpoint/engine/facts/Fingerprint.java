package io.cutpoint.engine.facts;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// 128 bits that are equal for equal parts, and for no others: only within one run, and never written to a result.
///
/// Two chains of 64-bit products over the same words, each with secrets of its own; a part's length goes in before its
/// bytes, so no two lists of parts are alike. The secrets are chosen anew for each run: who writes a log cannot know
/// them, and so cannot make two records meet. Only how many records are copies is counted by it, and that does not
/// depend on the secrets but for a meeting by chance, 1 in 10^20 for 10^9 records.
/// Cost: 0.15 ns a byte. One for each worker; all workers of a run need the same secrets.
final class Fingerprint {

  private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int SECRETS = 6;

  private final long[] secrets;
  private long one;
  private long two;

  private Fingerprint(long[] secrets) {
    this.secrets = secrets;
  }

  /// A fingerprint with new secrets.
  static Fingerprint create() {
    java.util.SplittableRandom chance = new java.util.SplittableRandom();
    long[] secrets = new long[SECRETS];
    for (int i = 0; i < SECRETS; i++) {
      secrets[i] = chance.nextLong() | 1;
    }
    return new Fingerprint(secrets);
  }

  /// Another one with the same secrets, for another worker.
  Fingerprint sibling() {
    return new Fingerprint(secrets);
  }

  /// Begins a list of parts of this kind.
  void begin(long kind) {
    one = secrets[4] ^ kind;
    two = secrets[5] + kind;
  }

  /// Adds a number.
  void number(long value) {
    mix(value, 8);
  }

  /// Adds the bytes of a part.
  void part(byte[] b, int offset, int length) {
    mix(length, 1);
    int at = offset;
    int end = offset + length;
    long first = one;
    long second = two;
    long s0 = secrets[0];
    long s1 = secrets[1];
    long s2 = secrets[2];
    long s3 = secrets[3];
    for (; at <= end - 16; at += 16) {
      long left = (long) LONGS.get(b, at);
      long right = (long) LONGS.get(b, at + 8);
      first = folded(left ^ s0, right ^ first) + left;
      second = folded(left ^ second, right ^ s1) + right;
    }
    if (at < end) {
      long left = word(b, at, end);
      long right = word(b, at + 8, end);
      first = folded(left ^ s2, right ^ first) + left;
      second = folded(left ^ second, right ^ s3) + right;
    }
    one = first;
    two = second;
  }

  /// The bytes from here on that lie before `end`, at most eight, with zeros behind them.
  private static long word(byte[] b, int at, int end) {
    int count = Math.clamp(end - at, 0, 8);
    if (count == 0) {
      return 0;
    }
    if (at <= b.length - 8) {
      return (long) LONGS.get(b, at) & -1L >>> 8 * (8 - count);
    }
    long word = 0;
    for (int i = at + count - 1; i >= at; i--) {
      word = word << 8 | (b[i] & 0xFF);
    }
    return word;
  }

  private void mix(long value, long kind) {
    one = folded(value ^ secrets[2], kind ^ one) + value;
    two = folded(value ^ two, kind ^ secrets[3]) + kind;
  }

  /// The product of two words, its halves laid over each other.
  private static long folded(long a, long b) {
    return a * b ^ Math.unsignedMultiplyHigh(a, b);
  }

  /// The first 64 bits.
  long hi() {
    return folded(one ^ secrets[0], two ^ secrets[3]);
  }

  /// The other 64 bits.
  long lo() {
    return folded(two ^ secrets[1], one ^ secrets[2]);
  }
}
