package io.cutpoint.respond;

import io.cutpoint.model.Stage;
import io.cutpoint.model.text.Untrusted;

/// A stage and an action that breaks an intrusion. Advice for people; nothing here is ever executed.
///
/// @param stage which stage it breaks
/// @param action what to do
/// @param kind what the value is: `ip`, `domain`, `url`, `hash`, `host`, `user`, `artefact`
/// @param value as the logs write it, never defanged
/// @param host on which computer, for what lives on one; else no text
/// @param isProved whether what it rests on is confirmed
/// @param isOfEntry whether it closes the way in rather than what is under way now
/// @param effect what it would have done
public record CutPoint(Stage stage, Action action, String kind, Untrusted value, Untrusted host, boolean isProved, boolean isOfEntry, Effect effect) {

  /// What to do.
  public enum Action {
    BLOCK("block"),
    ISOLATE("isolate"),
    /// A domain controller, which must not simply be unplugged.
    CONTAIN("contain"),
    /// End its sessions, reset it.
    REVOKE("revoke"),
    REMOVE("remove");

    private final String id;

    Action(String id) {
      this.id = id;
    }

    /// The word in files.
    public String id() {
      return id;
    }
  }

  /// How many of an intrusion's steps after the first use of something use it themselves: they name it, or their
  /// process came from one that did. Assumes no other way for the intruder.
  ///
  /// @param stopped so many
  /// @param of of so many later steps
  public record Effect(long stopped, long of) {}
}
