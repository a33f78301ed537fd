package io.cutpoint.model.step;

/// Takes what a step makes.
public interface Output<O> {

  /// One result.
  void emit(O out);

  /// So many inputs or parts of state were let go because of a bound.
  void dropped(Bound bound, long count);
}
