package io.cutpoint.model.event;

import org.jspecify.annotations.Nullable;

/// Which event, whatever copy of it was read: the first 128 bits of a SHA-256 over what identifies it.
///
/// The encodings that are hashed stand in ARCHITECTURE.md, "Identity".
public record EventId(long hi, long lo) implements Comparable<EventId> {

  // By hand, as in [LogSource].

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EventId id && hi == id.hi && lo == id.lo;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(hi) * 31 + Long.hashCode(lo);
  }

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
