package io.cutpoint.detect.correlate;

import io.cutpoint.model.correlation.Condition;
import io.cutpoint.model.correlation.Correlation;
import io.cutpoint.model.event.OrderKey;
import io.cutpoint.model.step.Codec;
import io.cutpoint.model.step.Codecs;
import io.cutpoint.model.step.Output;
import io.cutpoint.model.step.State;
import io.cutpoint.model.step.State.CellSpec;
import io.cutpoint.model.step.State.SortedSpec;
import io.cutpoint.model.step.Timers;
import io.cutpoint.model.text.Untrusted;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What one correlation keeps of a group, and when its condition is true.
///
/// The numbers of cells are those of the state files of [CorrelationStep]; 1 and 2 are its own.
interface Window {

  /// A contribution as it is kept.
  record Item(OrderKey order, int place, List<Untrusted> group, List<Untrusted> values, List<Untrusted> exposed, List<OrderKey> events) {

    /// The events that it stands for.
    List<OrderKey> evidence() {
      return events.isEmpty() ? List.of(order) : events;
    }

    private static final int ORDER = 1;
    private static final int PLACE = 2;
    private static final int GROUP = 3;
    private static final int VALUES = 4;
    private static final int EXPOSED = 5;
    private static final int EVENTS = 6;

    static final Codec<Item> CODEC = Codecs.of((item, to) -> {
      to.field(ORDER, CorrelationCodecs.ORDER.bytes(item.order));
      to.field(PLACE, item.place);
      to.field(GROUP, CorrelationCodecs.TEXTS.bytes(item.group));
      to.field(VALUES, CorrelationCodecs.TEXTS.bytes(item.values));
      to.field(EXPOSED, CorrelationCodecs.TEXTS.bytes(item.exposed));
      if (!item.events.isEmpty()) {
        to.field(EVENTS, CorrelationCodecs.ORDERS.bytes(item.events));
      }
    }, from -> {
      OrderKey order = new OrderKey(0, 0, 0);
      int place = 0;
      List<Untrusted> group = List.of();
      List<Untrusted> values = List.of();
      List<Untrusted> exposed = List.of();
      List<OrderKey> events = List.of();
      while (from.hasMore()) {
        int tag = from.count();
        byte[] bytes = from.sized();
        switch (tag) {
          case ORDER -> order = CorrelationCodecs.ORDER.value(bytes);
          case PLACE -> place = Math.toIntExact(Codecs.NUMBER.value(bytes));
          case GROUP -> group = CorrelationCodecs.TEXTS.value(bytes);
          case VALUES -> values = CorrelationCodecs.TEXTS.value(bytes);
          case EXPOSED -> exposed = CorrelationCodecs.TEXTS.value(bytes);
          case EVENTS -> events = CorrelationCodecs.ORDERS.value(bytes);
          default -> {}
        }
      }
      return new Item(order, place, group, values, exposed, events);
    });
  }

  /// What a true condition rests on.
  record Verdict(List<OrderKey> events, long count, boolean isApproximate) {}

  /// Events by contribution: those of an inner hit, or none for a match, which is its event itself.
  SortedSpec<OrderKey, List<OrderKey>> EVENTS = new SortedSpec<>(3, CorrelationCodecs.ORDER, CorrelationCodecs.ORDERS);
  /// The last contribution of each different value.
  SortedSpec<byte[], OrderKey> VALUES = new SortedSpec<>(4, Codecs.BYTES, CorrelationCodecs.ORDER);
  /// The values by their last contribution.
  SortedSpec<TimedValue, List<OrderKey>> TIMES = new SortedSpec<>(5, TimedValue.CODEC, CorrelationCodecs.ORDERS);
  /// Numbers by contribution.
  SortedSpec<OrderKey, BigDecimal> NUMBERS = new SortedSpec<>(6, CorrelationCodecs.ORDER, CorrelationCodecs.DECIMAL);
  /// The sum of the numbers.
  CellSpec<BigDecimal> SUM = new CellSpec<>(7, CorrelationCodecs.DECIMAL);
  /// The last contribution of each rule.
  SortedSpec<Long, Item> RULES = new SortedSpec<>(8, CorrelationCodecs.SIGNED, Item.CODEC);
  /// Of each order and each of its places, the chain up to there that began last.
  SortedSpec<Long, List<Link>> CHAINS = new SortedSpec<>(9, CorrelationCodecs.SIGNED, Codecs.list(Link.CODEC));
  /// When the window began.
  CellSpec<Long> BEGAN = new CellSpec<>(10, Codecs.NUMBER);
  /// How many contributions there were.
  CellSpec<Long> COUNT = new CellSpec<>(11, Codecs.NUMBER);
  /// Different values, once there are too many to keep.
  CellSpec<byte[]> DISTINCT = new CellSpec<>(12, Codecs.BYTES);
  /// How many numbers fell into each bucket, once there are too many to keep.
  SortedSpec<Long, Long> BUCKETS = new SortedSpec<>(13, CorrelationCodecs.SIGNED, Codecs.NUMBER);

  /// A value and when it was last seen.
  record TimedValue(OrderKey order, byte[] value) {
    static final Codec<TimedValue> CODEC = Codecs.of((one, to) -> {
      CorrelationCodecs.ORDER.write(one.order, to);
      Codecs.BYTES.write(one.value, to);
    }, from -> new TimedValue(CorrelationCodecs.ORDER.read(from), Codecs.BYTES.read(from)));
  }

  /// A contribution in a chain.
  record Link(OrderKey order, List<OrderKey> events) {
    static final Codec<Link> CODEC = Codecs.of((one, to) -> {
      CorrelationCodecs.ORDER.write(one.order, to);
      CorrelationCodecs.ORDERS.write(one.events, to);
    }, from -> new Link(CorrelationCodecs.ORDER.read(from), CorrelationCodecs.ORDERS.read(from)));
  }

  /// The window that this correlation asks for.
  static Window of(Correlation correlation) {
    if (!correlation.isDecidedEarly()) {
      return new WholeWindow(correlation);
    }
    return switch (correlation.type()) {
      case EVENT_COUNT -> new EventCountWindow(correlation);
      case VALUE_COUNT -> new ValueCountWindow(correlation);
      case VALUE_SUM -> new SumWindow(correlation);
      case TEMPORAL -> new TemporalWindow(correlation);
      case TEMPORAL_ORDERED -> new OrderedWindow(correlation);
      case VALUE_AVG, VALUE_PERCENTILE, VALUE_MEDIAN -> new WholeWindow(correlation);
    };
  }

  /// Forgets everything.
  static void clear(State state) {
    state.sorted(EVENTS).clear();
    state.sorted(VALUES).clear();
    state.sorted(TIMES).clear();
    state.sorted(NUMBERS).clear();
    state.sorted(RULES).clear();
    state.sorted(CHAINS).clear();
    state.sorted(BUCKETS).clear();
    state.cell(SUM).clear();
    state.cell(BEGAN).clear();
    state.cell(COUNT).clear();
    state.cell(DISTINCT).clear();
  }

  /// Takes what came in one instant, in order.
  ///
  /// @return what the condition rests on, where it is true now
  @Nullable Verdict take(List<Item> items, long now, State state, Timers timers, Output<CorrelationHit> out);

  /// The window that a timer was set for is over.
  default @Nullable Verdict end(State state) {
    throw new IllegalStateException("wanted a window with an end, found one that slides");
  }

  /// The earliest time that a window ending now holds.
  static long begin(long now, Correlation correlation) {
    return Long.compareUnsigned(now, correlation.timespanNanos()) < 0 ? 0 : now - correlation.timespanNanos();
  }

  /// Whether a contribution lies before this time.
  static boolean isBefore(OrderKey order, long time) {
    return Long.compareUnsigned(order.timeNanos(), time) < 0;
  }

  /// The numbers that a condition asks for.
  static Condition.Numeric numeric(Correlation correlation) {
    if (correlation.condition() instanceof Condition.Numeric numeric) {
      return numeric;
    }
    throw new IllegalArgumentException("wanted a condition with numbers, found one over rules");
  }

  static boolean test(Condition.Numeric condition, long count) {
    return condition.test(BigDecimal.valueOf(count));
  }

  /// The verdict over these contributions.
  static Verdict verdict(List<Map.Entry<OrderKey, List<OrderKey>>> contributions, long count, boolean isApproximate) {
    TreeSet<OrderKey> events = new TreeSet<>();
    for (Map.Entry<OrderKey, List<OrderKey>> one : contributions) {
      if (one.getValue().isEmpty()) {
        events.add(one.getKey());
      } else {
        events.addAll(one.getValue());
      }
    }
    return new Verdict(listed(events), count, isApproximate);
  }

  /// So many as a hit lists, the last always with them.
  static List<OrderKey> listed(TreeSet<OrderKey> events) {
    if (events.size() <= CorrelationStep.EVIDENCE) {
      return List.copyOf(events);
    }
    List<OrderKey> listed = new ArrayList<>(CorrelationStep.EVIDENCE);
    for (OrderKey one : events) {
      if (listed.size() == CorrelationStep.EVIDENCE - 1) {
        break;
      }
      listed.add(one);
    }
    listed.add(events.last());
    return List.copyOf(listed);
  }
}
