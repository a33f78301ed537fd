package io.cutpoint.respond;

import io.cutpoint.model.event.EventId;
import io.cutpoint.model.text.Untrusted;
import java.util.List;

/// What an intrusion took or destroyed, as far as events tell.
///
/// @param kind taken or destroyed
/// @param isProved whether a rule of high level saw it
/// @param what what, in few words
/// @param host where
/// @param program by which program, or no text
/// @param timeNanos the first time, nanoseconds since 1601
/// @param detections what proves it
public record Loss(Kind kind, boolean isProved, String what, Untrusted host, Untrusted program, long timeNanos, List<EventId> detections) {
  public Loss {
    detections = List.copyOf(detections);
  }

  /// Which kind of harm.
  public enum Kind {
    CREDENTIALS("credentials"),
    COLLECTED("collected"),
    SENT_OUT("sent-out"),
    DESTROYED("destroyed");

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
