package io.cutpoint.model.detection;

/// Whether what was detected took place.
public enum Outcome {
  /// It did: a host tells of itself.
  OCCURRED("occurred", 1.0),
  /// A control saw it and let it pass.
  ALLOWED("allowed", 1.0),
  /// The source cannot tell.
  UNKNOWN("unknown", 0.85),
  /// A control stopped it.
  BLOCKED("blocked", 0.6);

  private final String id;
  private final double weight;

  Outcome(String id, double weight) {
    this.id = id;
    this.weight = weight;
  }

  /// The word in files.
  public String id() {
    return id;
  }

  /// How much evidence with this outcome counts (design/linking.md).
  public double weight() {
    return weight;
  }
}
