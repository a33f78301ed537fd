package io.cutpoint.model;

/// Which part of [Stage#ACTIONS_ON_OBJECTIVES] an action belongs to.
public enum Part {
  /// Not an action on objectives.
  NONE(""),
  /// On the way: privilege escalation, credentials, discovery, lateral movement.
  THROUGH("through"),
  /// At the goal: collection, exfiltration, impact.
  OUT("out");

  private final String id;

  Part(String id) {
    this.id = id;
  }

  /// The name in files; empty for [#NONE].
  public String id() {
    return id;
  }
}
