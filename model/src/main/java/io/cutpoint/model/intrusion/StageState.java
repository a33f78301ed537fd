package io.cutpoint.model.intrusion;

/// What is known of a stage of an intrusion.
public enum StageState {
  /// Proved by events.
  CONFIRMED("confirmed", '#'),
  /// Some evidence, not enough.
  SUSPECTED("suspected", '~'),
  /// It must have happened, and a source covered it: go and look.
  INFERRED("inferred", 'o'),
  /// It would have followed, had the intrusion not been blocked.
  SYNTHESISED("synthesised", '*'),
  /// No source here could have seen it.
  BLIND("blind", '?'),
  /// Not seen.
  NONE("none", '.'),
  /// This kind of intrusion has no such stage.
  NOT_APPLICABLE("not-applicable", '-');

  private final String id;
  private final char mark;

  StageState(String id, char mark) {
    this.id = id;
    this.mark = mark;
  }

  /// The word in files.
  public String id() {
    return id;
  }

  /// The mark in a chain bar.
  public char mark() {
    return mark;
  }
}
