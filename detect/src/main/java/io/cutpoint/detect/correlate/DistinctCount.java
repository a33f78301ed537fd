package io.cutpoint.detect.correlate;

/// Counts different values in 4 KiB, with a standard error of 1.6 %.
///
/// HyperLogLog (Flajolet and others, 2007) with 4,096 registers over 64-bit hashes, and linear counting while many
/// registers are empty. The registers are maxima, so the order of values never matters and two counts merge exactly.
/// Abuse: the hash is known, so whoever chooses values can make them count as fewer; a rule with a threshold that is
/// counted exactly has no such weakness.
final class DistinctCount {

  private static final int BITS = 12;
  private static final int REGISTERS = 1 << BITS;
  private static final double ALPHA = 0.7213 / (1 + 1.079 / REGISTERS);

  private final byte[] registers;

  DistinctCount() {
    this(new byte[REGISTERS]);
  }

  /// @param registers of [#toBytes()]
  DistinctCount(byte[] registers) {
    if (registers.length != REGISTERS) {
      throw new IllegalArgumentException("wanted " + REGISTERS + " registers, found " + registers.length);
    }
    this.registers = registers.clone();
  }

  void add(byte[] value) {
    long hash = hash(value);
    int register = (int) (hash >>> (64 - BITS));
    int rank = Long.numberOfLeadingZeros(hash << BITS | 1L << (BITS - 1)) + 1;
    registers[register] = (byte) Math.max(registers[register], rank);
  }

  void add(DistinctCount other) {
    for (int i = 0; i < REGISTERS; i++) {
      registers[i] = (byte) Math.max(registers[i], other.registers[i]);
    }
  }

  long estimate() {
    double sum = 0;
    int empty = 0;
    for (byte register : registers) {
      sum += StrictMath.scalb(1.0, -register);
      if (register == 0) {
        empty++;
      }
    }
    double raw = ALPHA * REGISTERS * REGISTERS / sum;
    boolean small = raw <= 2.5 * REGISTERS && empty > 0;
    return Math.round(small ? REGISTERS * StrictMath.log((double) REGISTERS / empty) : raw);
  }

  byte[] toBytes() {
    return registers.clone();
  }

  /// FNV-1a, finished as MurmurHash3 does so that the high bits depend on all bytes.
  private static long hash(byte[] value) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : value) {
      hash = (hash ^ (b & 0xFF)) * 0x100000001b3L;
    }
    hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
    hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
    return hash ^ hash >>> 33;
  }
}
