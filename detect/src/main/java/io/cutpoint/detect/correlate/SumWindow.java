package io.cutpoint.detect.correlate;

import io.cutpoint.model.correlation.Condition;
import io.cutpoint.model.correlation.Correlation;
import io.cutpoint.model.event.OrderKey;
import io.cutpoint.model.step.Output;
import io.cutpoint.model.step.State;
import io.cutpoint.model.step.Timers;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Adds up numbers in a sliding window. An event of several rules counts once, with its first rule's number.
final class SumWindow implements Window {

  private final Correlation correlation;
  private final Condition.Numeric condition;

  SumWindow(Correlation correlation) {
    this.correlation = correlation;
    this.condition = Window.numeric(correlation);
  }

  @Override
  public @Nullable Verdict take(List<Item> items, long now, State state, Timers timers, Output<CorrelationHit> out) {
    State.Sorted<OrderKey, BigDecimal> numbers = state.sorted(NUMBERS);
    State.Sorted<OrderKey, List<OrderKey>> events = state.sorted(EVENTS);
    State.Cell<BigDecimal> sum = state.cell(SUM);
    BigDecimal known = sum.get();
    BigDecimal total = known == null ? BigDecimal.ZERO : known;
    long begin = Window.begin(now, correlation);
    for (Map.Entry<OrderKey, BigDecimal> first = numbers.first(); first != null && Window.isBefore(first.getKey(), begin); first = numbers.first()) {
      total = total.subtract(first.getValue());
      numbers.remove(first.getKey());
      events.remove(first.getKey());
    }
    for (Item item : items) {
      Optional<BigDecimal> number = Numbers.of(item.values().getFirst());
      if (number.isPresent() && numbers.get(item.order()) == null) {
        numbers.put(item.order(), number.get());
        if (!item.events().isEmpty()) {
          events.put(item.order(), item.events());
        }
        total = total.add(number.get());
      }
    }
    while (numbers.size() > CorrelationStep.NUMBERS.most()) {
      Map.Entry<OrderKey, BigDecimal> oldest = java.util.Objects.requireNonNull(numbers.first());
      total = total.subtract(oldest.getValue());
      numbers.remove(oldest.getKey());
      events.remove(oldest.getKey());
      out.dropped(CorrelationStep.NUMBERS, 1);
    }
    if (numbers.size() == 0) {
      sum.clear();
      return null;
    }
    sum.set(total);
    if (!condition.test(total)) {
      return null;
    }
    List<Map.Entry<OrderKey, List<OrderKey>>> all = new ArrayList<>();
    for (Map.Entry<OrderKey, BigDecimal> one : numbers.all()) {
      List<OrderKey> inner = events.get(one.getKey());
      all.add(Map.entry(one.getKey(), inner == null ? List.of() : inner));
    }
    return Window.verdict(all, numbers.size(), false);
  }
}
