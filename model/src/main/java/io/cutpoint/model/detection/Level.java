package io.cutpoint.model.detection;

import java.util.Optional;

/// How grave a rule's author says a match is, in Sigma's words.
public enum Level {
  INFORMATIONAL("informational"),
  LOW("low"),
  MEDIUM("medium"),
  HIGH("high"),
  CRITICAL("critical");

  private final String id;

  Level(String id) {
    this.id = id;
  }

  /// The word in rules and in files.
  public String id() {
    return id;
  }

  /// The level with this word, or none.
  public static Optional<Level> of(String id) {
    for (Level level : values()) {
      if (level.id.equals(id)) {
        return Optional.of(level);
      }
    }
    return Optional.empty();
  }
}
