package io.cutpoint.model.step;

import java.util.List;

/// A pure, stateful unit of work over an ordered stream, driven by a runner.
///
/// A step reads no clock, draws no random number, starts no thread and does no input or output. Inputs come in the
/// total order of facts; a step must not depend on the order inside one instant (a parent may come after its child).
/// The same inputs give the same outputs, byte for byte, unless a [Bound] was hit, which is reported.
///
/// @param <I> what it takes
/// @param <O> what it makes
public interface Step<I, O> {

  /// Its name.
  StepId id();

  /// All bounds that it keeps.
  List<Bound> bounds();

  /// Takes the next input.
  void input(I in, Output<O> out);

  /// There is no more input: everything still open is closed.
  void end(Output<O> out);
}
