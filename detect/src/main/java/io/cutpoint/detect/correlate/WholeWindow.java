package io.cutpoint.detect.correlate;

import io.cutpoint.model.correlation.Condition;
import io.cutpoint.model.correlation.Correlation;
import io.cutpoint.model.correlation.Correlation.Type;
import io.cutpoint.model.event.OrderKey;
import io.cutpoint.model.step.Output;
import io.cutpoint.model.step.State;
import io.cutpoint.model.step.Timers;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Asks the condition once, where the window ends that the group's first contribution began.
///
/// Counts and sums take one cell. Different values and numbers are kept up to a bound and then counted by a sketch,
/// which the verdict says.
final class WholeWindow implements Window {

  /// Different values, or numbers, that are kept of one window before a sketch takes over.
  static final int EXACT = 10_000;

  private final Correlation correlation;

  WholeWindow(Correlation correlation) {
    this.correlation = correlation;
  }

  @Override
  public @Nullable Verdict take(List<Item> items, long now, State state, Timers timers, Output<CorrelationHit> out) {
    State.Sorted<OrderKey, List<OrderKey>> events = state.sorted(EVENTS);
    State.Cell<Long> count = state.cell(COUNT);
    OrderKey last = null;
    for (Item item : items) {
      // An event of several rules counts once; its contributions are neighbours.
      boolean again = item.order().equals(last);
      boolean counts = switch (correlation.type()) {
        case EVENT_COUNT -> !again;
        case TEMPORAL, TEMPORAL_ORDERED -> {
          State.Sorted<Long, Item> rules = state.sorted(RULES);
          if (rules.get((long) item.place()) == null) {
            rules.put((long) item.place(), item);
          }
          yield !again;
        }
        case VALUE_COUNT -> {
          value(item, state);
          yield !again;
        }
        case VALUE_SUM, VALUE_AVG, VALUE_PERCENTILE, VALUE_MEDIAN -> !again && number(item, state);
      };
      if (counts) {
        last = item.order();
        Long before = count.get();
        count.set((before == null ? 0 : before) + 1);
        keep(item, events);
      }
    }
    if (count.get() != null && state.cell(BEGAN).get() == null) {
      state.cell(BEGAN).set(now);
      long end = now + correlation.timespanNanos();
      timers.set(Long.compareUnsigned(end, now) < 0 ? -2 : end, CorrelationStep.WINDOW_OVER);
    }
    return null;
  }

  /// Keeps the first events, and the last one.
  private static void keep(Item item, State.Sorted<OrderKey, List<OrderKey>> events) {
    if (events.size() >= CorrelationStep.EVIDENCE) {
      Map.Entry<OrderKey, List<OrderKey>> newest = java.util.Objects.requireNonNull(events.last());
      events.remove(newest.getKey());
    }
    events.put(item.order(), item.events());
  }

  private static void value(Item item, State state) {
    State.Sorted<byte[], OrderKey> values = state.sorted(VALUES);
    State.Cell<byte[]> distinct = state.cell(DISTINCT);
    byte[] value = ValueCountWindow.value(item.values());
    byte[] registers = distinct.get();
    if (registers == null) {
      values.put(value, item.order());
      if (values.size() > EXACT) {
        DistinctCount sketch = new DistinctCount();
        values.all().forEach(one -> sketch.add(one.getKey()));
        values.clear();
        distinct.set(sketch.toBytes());
      }
    } else {
      DistinctCount sketch = new DistinctCount(registers);
      sketch.add(value);
      distinct.set(sketch.toBytes());
    }
  }

  private boolean number(Item item, State state) {
    Optional<BigDecimal> number = Numbers.of(item.values().getFirst());
    if (number.isEmpty()) {
      return false;
    }
    if (correlation.type() == Type.VALUE_SUM || correlation.type() == Type.VALUE_AVG) {
      State.Cell<BigDecimal> sum = state.cell(SUM);
      BigDecimal before = sum.get();
      sum.set(before == null ? number.get() : before.add(number.get()));
      return true;
    }
    State.Sorted<OrderKey, BigDecimal> numbers = state.sorted(NUMBERS);
    State.Sorted<Long, Long> buckets = state.sorted(BUCKETS);
    if (buckets.size() > 0) {
      bucket(number.get(), buckets);
      return true;
    }
    numbers.put(item.order(), number.get());
    if (numbers.size() > EXACT) {
      numbers.all().forEach(one -> bucket(one.getValue(), buckets));
      numbers.clear();
    }
    return true;
  }

  private static void bucket(BigDecimal number, State.Sorted<Long, Long> buckets) {
    long bucket = Buckets.of(number);
    Long before = buckets.get(bucket);
    buckets.put(bucket, (before == null ? 0 : before) + 1);
  }

  @Override
  public @Nullable Verdict end(State state) {
    Long count = state.cell(COUNT).get();
    if (count == null) {
      return null;
    }
    byte[] registers = state.cell(DISTINCT).get();
    boolean approximate = registers != null || state.sorted(BUCKETS).size() > 0;
    boolean met = switch (correlation.type()) {
      case EVENT_COUNT -> Window.test(Window.numeric(correlation), count);
      case VALUE_COUNT -> Window.test(Window.numeric(correlation),
          registers == null ? state.sorted(VALUES).size() : new DistinctCount(registers).estimate());
      case TEMPORAL, TEMPORAL_ORDERED -> {
        BitSet places = new BitSet();
        state.sorted(RULES).all().forEach(rule -> places.set(rule.getValue().place()));
        yield TemporalWindow.test(correlation.condition(), places);
      }
      case VALUE_SUM -> numeric(sum(state));
      case VALUE_AVG -> numeric(sum(state).divide(BigDecimal.valueOf(count), MathContext.DECIMAL128));
      case VALUE_PERCENTILE -> numeric(atRank(state, rank(count)));
      case VALUE_MEDIAN -> numeric(atRank(state, (count + 1) / 2).add(atRank(state, count / 2 + 1)).divide(BigDecimal.TWO));
    };
    return met ? Window.verdict(state.sorted(EVENTS).all(), count, approximate) : null;
  }

  private boolean numeric(BigDecimal number) {
    return correlation.condition() instanceof Condition.Numeric numeric && numeric.test(number);
  }

  private static BigDecimal sum(State state) {
    BigDecimal sum = state.cell(SUM).get();
    return sum == null ? BigDecimal.ZERO : sum;
  }

  /// Nearest rank: the smallest number that so many per cent are not above.
  private long rank(long count) {
    return correlation.percentile().multiply(BigDecimal.valueOf(count)).divide(BigDecimal.valueOf(100)).setScale(0, RoundingMode.CEILING).longValueExact();
  }

  private static BigDecimal atRank(State state, long rank) {
    List<Map.Entry<Long, Long>> buckets = state.sorted(BUCKETS).all();
    if (!buckets.isEmpty()) {
      return Buckets.atRank(buckets, rank);
    }
    List<BigDecimal> numbers = new ArrayList<>();
    state.sorted(NUMBERS).all().forEach(one -> numbers.add(one.getValue()));
    numbers.sort(null);
    return numbers.get((int) rank - 1);
  }
}
