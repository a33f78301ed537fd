package io.cutpoint.model.step;

/// Drives a [KeyedStep] over inputs in order.
///
/// @param <I> what the step takes
public interface Runner<I> {

  /// Takes the next input, after the timers that are due before it.
  void input(I in);

  /// Fires all timers before this time: no input before it will come.
  void advance(long timeNanos);

  /// Fires all timers that are left: no input will come.
  void end();

  /// The whole state as bytes, from which a new runner goes on.
  byte[] snapshot();
}
