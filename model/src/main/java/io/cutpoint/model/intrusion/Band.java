package io.cutpoint.model.intrusion;

/// How urgent a score is. Bounds are inclusive below.
public enum Band {
  WATCH("watch", 0),
  LOW("low", 20),
  MEDIUM("medium", 40),
  HIGH("high", 60),
  CRITICAL("critical", 80);

  private final String id;
  private final int from;

  Band(String id, int from) {
    this.id = id;
    this.from = from;
  }

  /// The word in files.
  public String id() {
    return id;
  }

  /// The band of a score of 0 to 100.
  public static Band of(double score) {
    Band band = WATCH;
    for (Band next : values()) {
      if (score >= next.from) {
        band = next;
      }
    }
    return band;
  }
}
