package io.cutpoint.model.step;

/// Timers of one key, in event time.
///
/// A timer fires once, before the first input of the step after its time and after the last at it; due timers fire by
/// time, then by the key's bytes, then by name.
public interface Timers {

  /// A timer that is due.
  ///
  /// @param timeNanos nanoseconds since 1601, unsigned
  /// @param name which of several at one time
  record Timer(long timeNanos, String name) {}

  /// Sets a timer; one with the same time and name is the same timer. The time must not be before that of the input or
  /// timer that is being handled.
  void set(long timeNanos, String name);

  /// Forgets a timer, if it is set.
  void cancel(long timeNanos, String name);
}
