package io.cutpoint.model.fact;

import io.cutpoint.model.detection.Evidence;
import io.cutpoint.model.event.EventId;
import io.cutpoint.model.text.Untrusted;
import java.util.List;

/// What is kept of one event for the ordered second phase: what happened, and which rules were true for it.
///
/// About one event in twenty gives a fact: those that a rule matched, and the few kinds of [Activity] that provenance
/// needs. The raw event stays in its file, by reference.
///
/// @param id which event
/// @param orderTimeNanos the time that orders it: when it was written, nanoseconds since 1601, corrected where a
///     clock was set back; or [io.cutpoint.model.event.EventView#NO_TIME], which comes last
/// @param timeNanos when it was written, as it says
/// @param activity what happened
/// @param eventCode the source's own number for this kind of event (Windows EventID), or -1
/// @param channel the log that it was written to, as the event says, or no text
/// @param host the computer that recorded it, as it names itself, or no text
/// @param attributes what later steps ask for
/// @param rules indexes of the rules that matched, ascending; empty for mere context
/// @param evidence the copies of the record, the primary one first
public record Fact(
    EventId id,
    long orderTimeNanos,
    long timeNanos,
    Activity activity,
    int eventCode,
    Untrusted channel,
    Untrusted host,
    Attributes attributes,
    List<Integer> rules,
    List<Evidence> evidence) {
  public Fact {
    rules = List.copyOf(rules);
    evidence = List.copyOf(evidence);
  }
}
