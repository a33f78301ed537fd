package io.cutpoint.model.event;

/// The place of a fact in the one total order that everything after matching follows.
///
/// Time first, then identity: so copies of one record that came from several sources are neighbours. Where a record
/// stands in a file never decides. All parts compare unsigned.
///
/// @param timeNanos when the record was written, nanoseconds since 1601, corrected where a clock was set back
/// @param idHi first half of the event's identity
/// @param idLo second half of the event's identity
public record OrderKey(long timeNanos, long idHi, long idLo) implements Comparable<OrderKey> {

  @Override
  public int compareTo(OrderKey other) {
    int c = Long.compareUnsigned(timeNanos, other.timeNanos);
    if (c == 0) {
      c = Long.compareUnsigned(idHi, other.idHi);
    }
    return c != 0 ? c : Long.compareUnsigned(idLo, other.idLo);
  }
}
