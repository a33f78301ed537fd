package io.cutpoint.provenance;

import io.cutpoint.model.detection.Evidence;
import io.cutpoint.model.event.EventId;
import io.cutpoint.model.fact.Fact;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// One record that tells of something, by reference.
///
/// @param orderNanos where it stands in time
/// @param timeNanos the time as written
/// @param isMatched whether a rule was true for it
record Trace(EventId id, @Nullable Origin origin, long orderNanos, long timeNanos, boolean isMatched, int eventCode) {

  static final Comparator<Trace> ORDER =
      Comparator.<Trace>comparingLong(trace -> trace.orderNanos ^ Long.MIN_VALUE).thenComparing(Trace::id);

  static Trace of(Fact fact) {
    return new Trace(
        fact.id(),
        fact.evidence().isEmpty() ? null : Origin.of(fact.evidence().getFirst()),
        fact.orderTimeNanos(),
        fact.timeNanos(),
        !fact.rules().isEmpty(),
        fact.eventCode());
  }

  /// Where the record stands, or null where that is not known.
  @Nullable Evidence evidence() {
    return origin == null ? null : origin.evidence();
  }

  /// Whether both tell of one record.
  boolean isOf(Trace other) {
    return id.equals(other.id) && orderNanos == other.orderNanos;
  }

  /// The earlier of two, whichever was read first.
  static Trace first(Trace a, Trace b) {
    return ORDER.compare(a, b) <= 0 ? a : b;
  }
}
