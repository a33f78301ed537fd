package io.cutpoint.respond;

import io.cutpoint.model.event.EventId;
import io.cutpoint.model.text.Untrusted;
import java.util.List;

/// A place that an intrusion is told from: an address, a name, or both.
///
/// @param isProved whether Command and Control is confirmed
/// @param isShared whether the name belongs to a provider that everybody uses, so that it must not be blocked
/// @param address the other side's, canonical, or no text
/// @param domain its name, or no text
/// @param port its port, or no text
/// @param host the first computer that talked to it
/// @param program the first program that did
/// @param firstNanos the first traffic, nanoseconds since 1601
/// @param lastNanos the last
/// @param detections what proves it, bounded
public record Channel(
    boolean isProved,
    boolean isShared,
    Untrusted address,
    Untrusted domain,
    Untrusted port,
    Untrusted host,
    Untrusted program,
    long firstNanos,
    long lastNanos,
    List<EventId> detections) {
  public Channel {
    detections = List.copyOf(detections);
  }
}
