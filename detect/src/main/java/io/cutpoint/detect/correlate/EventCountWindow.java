package io.cutpoint.detect.correlate;

import io.cutpoint.model.correlation.Condition;
import io.cutpoint.model.correlation.Correlation;
import io.cutpoint.model.event.OrderKey;
import io.cutpoint.model.step.Output;
import io.cutpoint.model.step.State;
import io.cutpoint.model.step.Timers;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Counts events in a sliding window. Never keeps more than the threshold, since there it is true and begins anew.
final class EventCountWindow implements Window {

  private final Correlation correlation;
  private final Condition.Numeric condition;

  EventCountWindow(Correlation correlation) {
    this.correlation = correlation;
    this.condition = Window.numeric(correlation);
  }

  @Override
  public @Nullable Verdict take(List<Item> items, long now, State state, Timers timers, Output<CorrelationHit> out) {
    State.Sorted<OrderKey, List<OrderKey>> events = state.sorted(EVENTS);
    evict(events, Window.begin(now, correlation));
    items.forEach(item -> events.put(item.order(), item.events()));
    return Window.test(condition, events.size()) ? Window.verdict(events.all(), events.size(), false) : null;
  }

  private static void evict(State.Sorted<OrderKey, List<OrderKey>> events, long begin) {
    for (Map.Entry<OrderKey, List<OrderKey>> first = events.first(); first != null && Window.isBefore(first.getKey(), begin); first = events.first()) {
      events.remove(first.getKey());
    }
  }
}
