package io.cutpoint.respond;

import io.cutpoint.model.event.EventId;
import io.cutpoint.model.text.Untrusted;
import java.util.List;

/// The first time that an intrusion reached something that decides how bad it is.
///
/// @param kind what it reached
/// @param isProved whether the stage that tells of it is confirmed
/// @param timeNanos when, nanoseconds since 1601
/// @param afterSeconds since it came in, or since it was first seen where that is not known; never negative
/// @param host where
/// @param what what, in few words
/// @param detections what proves it
public record Milestone(Kind kind, boolean isProved, long timeNanos, long afterSeconds, Untrusted host, String what, List<EventId> detections) {
  public Milestone {
    detections = List.copyOf(detections);
  }

  /// What was reached.
  public enum Kind {
    COMMAND_AND_CONTROL("command-and-control"),
    CREDENTIALS("credentials"),
    SECOND_HOST("second-host"),
    DOMAIN_CONTROLLER("domain-controller");

    private final String id;

    Kind(String id) {
      this.id = id;
    }

    /// The word in files.
    public String id() {
      return id;
    }
  }
}
