package io.cutpoint.model.detection;

import java.util.Optional;

/// How far a rule has been tried, in Sigma's words.
public enum Status {
  STABLE("stable"),
  TEST("test"),
  EXPERIMENTAL("experimental"),
  DEPRECATED("deprecated"),
  UNSUPPORTED("unsupported");

  private final String id;

  Status(String id) {
    this.id = id;
  }

  /// The word in rules and in files.
  public String id() {
    return id;
  }

  /// The status with this word, or none.
  public static Optional<Status> of(String id) {
    for (Status status : values()) {
      if (status.id.equals(id)) {
        return Optional.of(status);
      }
    }
    return Optional.empty();
  }
}
