package io.cutpoint.model.event;

/// Which event, whatever copy of it was read: the first 128 bits of a SHA-256 over what identifies it.
///
/// The encodings that are hashed stand in ARCHITECTURE.md, "Identity".
public record EventId(long hi, long lo) implements Comparable<EventId> {

  @Override
  public int compareTo(EventId other) {
    int c = Long.compareUnsigned(hi, other.hi);
    return c != 0 ? c : Long.compareUnsigned(lo, other.lo);
  }

  /// 32 hexadecimal digits.
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder(32);
    for (long half : new long[] {hi, lo}) {
      String hex = Long.toHexString(half);
      out.repeat('0', 16 - hex.length()).append(hex);
    }
    return out.toString();
  }
}
