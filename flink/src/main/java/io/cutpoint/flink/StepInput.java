package io.cutpoint.flink;

import io.cutpoint.model.event.OrderKey;
import io.cutpoint.model.step.KeyedStep;
import java.nio.charset.StandardCharsets;

/// One input of a step on its way to the part that keeps its key: bytes, and what is needed to send and order them.
///
/// A type of Flink's own serialiser for plain classes, so no other is asked: public fields, a constructor without
/// arguments. Fields are never added or renamed while savepoints of them are kept.
public final class StepInput {

  static final long NANOS_OF_MILLI = 1_000_000L;

  /// The bytes of the key, each as one character.
  public String key = "";
  /// Nanoseconds since 1601, unsigned.
  public long timeNanos;
  /// First half of the event's identity.
  public long idHi;
  /// Second half of the event's identity.
  public long idLo;
  /// The input itself.
  public byte[] bytes = new byte[0];

  /// For Flink.
  public StepInput() {}

  /// An input as this step takes it.
  static <K, I, O> StepInput of(KeyedStep<K, I, O> step, byte[] bytes, I in) {
    OrderKey order = step.order(in);
    StepInput input = new StepInput();
    input.key = text(step.keys().bytes(step.key(in)));
    input.timeNanos = order.timeNanos();
    input.idHi = order.idHi();
    input.idLo = order.idLo();
    input.bytes = bytes;
    return input;
  }

  /// Milliseconds since 1601, which is the time that Flink sees.
  static long millis(long timeNanos) {
    return Long.divideUnsigned(timeNanos, NANOS_OF_MILLI);
  }

  static String text(byte[] key) {
    return new String(key, StandardCharsets.ISO_8859_1);
  }

  static byte[] bytes(String key) {
    return key.getBytes(StandardCharsets.ISO_8859_1);
  }
}
