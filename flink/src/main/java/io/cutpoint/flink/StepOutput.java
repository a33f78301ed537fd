package io.cutpoint.flink;

/// One output of a step: its bytes. The record's time is the millisecond at which it was made.
///
/// A type of Flink's own serialiser for plain classes, as [StepInput].
public final class StepOutput {

  /// The output itself.
  public byte[] bytes = new byte[0];

  /// For Flink.
  public StepOutput() {}

  StepOutput(byte[] bytes) {
    this.bytes = bytes;
  }
}
