package io.cutpoint.respond;

import io.cutpoint.model.event.EventId;
import io.cutpoint.model.text.Untrusted;
import java.util.List;

/// How an intrusion came in. What its events do not tell is no text, or no time.
///
/// @param kind which way
/// @param isProved whether the stage of Delivery, or the one that tells of it, is confirmed
/// @param host the computer where it came in, as it names itself
/// @param timeNanos when, nanoseconds since 1601
/// @param user the account that logged on, or that ran what was delivered
/// @param file the path of what was delivered
/// @param hash of the delivered program's content
/// @param url where it was fetched
/// @param address where it came from
/// @param program what let it in: the browser, the mail program, the exposed service
/// @param ranNanos when what was delivered first ran, or [io.cutpoint.model.event.EventView#NO_TIME]
/// @param what the rule's words, where nothing better is known
/// @param detections what proves it
public record WayIn(
    Kind kind,
    boolean isProved,
    Untrusted host,
    long timeNanos,
    Untrusted user,
    Untrusted file,
    Untrusted hash,
    Untrusted url,
    Untrusted address,
    Untrusted program,
    long ranNanos,
    String what,
    List<EventId> detections) {
  public WayIn {
    detections = List.copyOf(detections);
  }

  /// Which way.
  public enum Kind {
    /// A file that was fetched or written by a program that brings files in.
    FILE("file"),
    /// The same, by a mail or chat program.
    MAIL("mail"),
    /// Somebody logged on from outside.
    LOGON("logon"),
    /// A service that answers to strangers started a program.
    SERVICE("exposed-service"),
    /// A session from another computer here; how that one was taken was not seen.
    INSIDE("inside-session"),
    /// Something else that a rule saw.
    OTHER("other");

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
