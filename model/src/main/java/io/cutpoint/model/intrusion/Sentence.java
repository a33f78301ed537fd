package io.cutpoint.model.intrusion;

import io.cutpoint.model.event.EventId;
import io.cutpoint.model.text.Untrusted;
import java.util.List;

/// A sentence of an intrusion's story with the evidence that it rests on.
///
/// @param timeNanos when, nanoseconds since 1601
/// @param text the sentence; quotes parts of logs, so it is untrusted
/// @param detections what proves it
public record Sentence(long timeNanos, Untrusted text, List<EventId> detections) {
  public Sentence {
    detections = List.copyOf(detections);
  }
}
