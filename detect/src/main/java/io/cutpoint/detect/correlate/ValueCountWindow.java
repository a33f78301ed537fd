package io.cutpoint.detect.correlate;

import io.cutpoint.model.correlation.Condition;
import io.cutpoint.model.correlation.Correlation;
import io.cutpoint.model.event.OrderKey;
import io.cutpoint.model.step.Output;
import io.cutpoint.model.step.State;
import io.cutpoint.model.step.StateWriter;
import io.cutpoint.model.step.Timers;
import io.cutpoint.model.text.Untrusted;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Counts different values in a sliding window, exactly: of each value its last contribution is kept, and never more
/// values than the threshold, since there it is true and begins anew.
final class ValueCountWindow implements Window {

  /// Encoded values longer than this are kept as their SHA-256.
  private static final int WHOLE = 64;

  private final Correlation correlation;
  private final Condition.Numeric condition;

  ValueCountWindow(Correlation correlation) {
    this.correlation = correlation;
    this.condition = Window.numeric(correlation);
  }

  /// The bytes that stand for a tuple of values; equal where the values are but for the case of ASCII letters.
  static byte[] value(List<Untrusted> values) {
    StateWriter to = new StateWriter();
    values.forEach(one -> to.text(one.key()));
    byte[] bytes = to.toBytes();
    if (bytes.length <= WHOLE) {
      return bytes;
    }
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("wanted SHA-256, which every Java platform has", e);
    }
  }

  @Override
  public @Nullable Verdict take(List<Item> items, long now, State state, Timers timers, Output<CorrelationHit> out) {
    State.Sorted<byte[], OrderKey> values = state.sorted(VALUES);
    State.Sorted<TimedValue, List<OrderKey>> times = state.sorted(TIMES);
    long begin = Window.begin(now, correlation);
    for (Map.Entry<TimedValue, List<OrderKey>> first = times.first(); first != null && Window.isBefore(first.getKey().order(), begin); first = times.first()) {
      times.remove(first.getKey());
      values.remove(first.getKey().value());
    }
    for (Item item : items) {
      byte[] value = value(item.values());
      OrderKey earlier = values.get(value);
      if (earlier != null) {
        times.remove(new TimedValue(earlier, value));
      }
      values.put(value, item.order());
      times.put(new TimedValue(item.order(), value), item.events());
    }
    if (!Window.test(condition, values.size())) {
      return null;
    }
    List<Map.Entry<OrderKey, List<OrderKey>>> all = new ArrayList<>();
    times.all().forEach(one -> all.add(Map.entry(one.getKey().order(), one.getValue())));
    return Window.verdict(all, values.size(), false);
  }
}
