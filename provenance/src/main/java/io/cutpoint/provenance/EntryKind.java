package io.cutpoint.provenance;

/// How an attack came in, as far as it can be followed back.
public enum EntryKind {
  /// A program, script or document that came from outside was run.
  DELIVERED_FILE("delivered-file"),
  /// A service that answers to strangers started something.
  EXPOSED_SERVICE("exposed-service"),
  /// Another host logged on or made a service, task or call here.
  REMOTE_SESSION("remote-session"),
  /// Something that starts by itself, and nobody is known to have made it.
  AUTORUN("autorun"),
  /// A person's own shell, with none of these.
  OWN_SHELL("own-shell"),
  /// The trail ends in a process whose start no record tells, or in none.
  UNKNOWN("unknown");

  private final String id;

  EntryKind(String id) {
    this.id = id;
  }

  /// The word in files.
  public String id() {
    return id;
  }
}
