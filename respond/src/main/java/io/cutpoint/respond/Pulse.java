package io.cutpoint.respond;

/// Whether an intrusion goes on.
///
/// @param isStopped whether every sign of its furthest stage was blocked; without such a sign it is taken to be live
/// @param isTraffic whether `lastNanos` is that of traffic with the intruder, else that of its last step
/// @param lastNanos the last sign of life, nanoseconds since 1601, or no time
/// @param endNanos when the evidence ends, or no time
public record Pulse(boolean isStopped, boolean isTraffic, long lastNanos, long endNanos) {

  /// Seconds between the last sign of life and the end of the evidence; -1 where either is not known.
  public long secondsBeforeEnd() {
    if (lastNanos == io.cutpoint.model.event.EventView.NO_TIME || endNanos == io.cutpoint.model.event.EventView.NO_TIME) {
      return -1;
    }
    return Moments.seconds(lastNanos, endNanos);
  }
}
