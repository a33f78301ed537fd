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
record Trace(EventId id, @Nullable Evidence evidence, long orderNanos, long timeNanos, boolean isMatched, int eventCode) {

  static final Comparator<Trace> ORDER =
      Comparator.<Trace>comparingLong(trace -> trace.orderNanos ^ Long.MIN_VALUE).thenComparing(Trace::id);

  static Trace of(Fact fact) {
    return new Trace(
        fact.id(),
        fact.evidence().isEmpty() ? null : fact.evidence().getFirst(),
        fact.orderTimeNanos(),
        fact.timeNanos(),
        !fact.rules().isEmpty(),
        fact.eventCode());
  }

  /// The earlier of two, whichever was read first.
  static Trace first(Trace a, Trace b) {
    return ORDER.compare(a, b) <= 0 ? a : b;
  }
}
