package io.cutpoint.detect.correlate;

import io.cutpoint.model.correlation.Condition;
import io.cutpoint.model.correlation.Correlation;
import io.cutpoint.model.event.OrderKey;
import io.cutpoint.model.step.Output;
import io.cutpoint.model.step.State;
import io.cutpoint.model.step.Timers;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Asks which rules were true in a sliding window. Of each rule the last contribution is kept.
final class TemporalWindow implements Window {

  private final Correlation correlation;

  TemporalWindow(Correlation correlation) {
    this.correlation = correlation;
  }

  /// Whether the rules in these places satisfy the condition.
  static boolean test(Condition condition, BitSet places) {
    return switch (condition) {
      case Condition.Numeric numeric -> Window.test(numeric, places.cardinality());
      case Condition.Rules rules -> rules.presence().test(places);
    };
  }

  @Override
  public @Nullable Verdict take(List<Item> items, long now, State state, Timers timers, Output<CorrelationHit> out) {
    State.Sorted<Long, Item> rules = state.sorted(RULES);
    long begin = Window.begin(now, correlation);
    for (Map.Entry<Long, Item> rule : rules.all()) {
      if (Window.isBefore(rule.getValue().order(), begin)) {
        rules.remove(rule.getKey());
      }
    }
    items.forEach(item -> rules.put((long) item.place(), item));
    BitSet places = new BitSet();
    List<Map.Entry<OrderKey, List<OrderKey>>> all = new ArrayList<>();
    for (Map.Entry<Long, Item> rule : rules.all()) {
      places.set(rule.getValue().place());
      all.add(Map.entry(rule.getValue().order(), rule.getValue().events()));
    }
    return test(correlation.condition(), places) ? Window.verdict(all, all.size(), false) : null;
  }
}
