package io.cutpoint.flink;

/// So many inputs or parts of state were let go because of a bound.
///
/// A type of Flink's own serialiser for plain classes, as [StepInput].
public final class Dropped {

  /// The step that counts it.
  public String step = "";
  /// The name of the bound.
  public String bound = "";
  /// How many.
  public long count;

  /// For Flink.
  public Dropped() {}

  Dropped(String step, String bound, long count) {
    this.step = step;
    this.bound = bound;
    this.count = count;
  }
}
