package io.cutpoint.flink;

import io.cutpoint.detect.correlate.Contribution;
import io.cutpoint.detect.correlate.CorrelationGroup;
import io.cutpoint.detect.correlate.CorrelationHit;
import io.cutpoint.detect.correlate.CorrelationStep;
import io.cutpoint.model.correlation.Condition;
import io.cutpoint.model.correlation.Condition.Comparison;
import io.cutpoint.model.correlation.Condition.Operator;
import io.cutpoint.model.correlation.Condition.Presence;
import io.cutpoint.model.correlation.Correlation;
import io.cutpoint.model.correlation.Correlation.Referenced;
import io.cutpoint.model.correlation.Correlation.Type;
import io.cutpoint.model.detection.Level;
import io.cutpoint.model.detection.RuleKey;
import io.cutpoint.model.detection.RuleReference;
import io.cutpoint.model.detection.Status;
import io.cutpoint.model.event.LogSource;
import io.cutpoint.model.event.OrderKey;
import io.cutpoint.model.step.Codec;
import io.cutpoint.model.step.KeyedStep;
import io.cutpoint.model.text.Untrusted;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/// Correlations of every kind of window, those that are decided as they grow and those that are decided at their end,
/// and generated inputs for them.
final class ShippedCorrelations implements ShippedStep<CorrelationGroup, Contribution, CorrelationHit> {

  private static final long serialVersionUID = 1;

  static final long SECOND = 1_000_000_000L;
  /// Some day in 2026: as a signed number it is negative.
  private static final long BEGIN = Long.parseUnsignedLong("13412000000000000000");

  static final List<Correlation> ALL = List.of(
      of("events", Type.EVENT_COUNT, atLeast(6), false),
      of("values", Type.VALUE_COUNT, atLeast(4), true),
      of("sum", Type.VALUE_SUM, atLeast(30), true),
      of("both", Type.TEMPORAL, rules(), false),
      of("ordered", Type.TEMPORAL_ORDERED, rules(), false),
      of("few", Type.EVENT_COUNT, new Condition.Numeric(List.of(new Comparison(Operator.LT, BigDecimal.valueOf(5)))), false),
      of("kinds", Type.VALUE_COUNT, new Condition.Numeric(List.of(new Comparison(Operator.EQ, BigDecimal.TWO))), true),
      of("mean", Type.VALUE_AVG, atLeast(5), true),
      of("median", Type.VALUE_MEDIAN, atLeast(5), true));

  private static Condition atLeast(int number) {
    return new Condition.Numeric(List.of(new Comparison(Operator.GTE, BigDecimal.valueOf(number))));
  }

  private static Condition rules() {
    return new Condition.Rules(new Presence.All(List.of(new Presence.Rule(0), new Presence.Rule(1))));
  }

  private static RuleKey rule(String name) {
    return new RuleKey("test", name, "0");
  }

  private static Correlation of(String name, Type type, Condition condition, boolean fields) {
    List<String> value = fields ? List.of("Bytes") : List.of();
    RuleReference reference = new RuleReference(rule(name), name, Level.HIGH, Status.TEST, List.of(), List.of(), new LogSource(null, "test", null), null);
    return new Correlation(reference, "c.yml", type,
        List.of(new Referenced(rule("r0"), false, List.of("User"), value), new Referenced(rule("r1"), false, List.of("User"), value)),
        List.of("User"), 60 * SECOND, condition, value, BigDecimal.ZERO, false);
  }

  /// In order; many of one instant, more of one millisecond.
  static List<Contribution> inputs(int count) {
    List<Contribution> inputs = new ArrayList<>();
    Random random = new Random(11);
    long time = BEGIN;
    for (int i = 0; i < count; i++) {
      time += switch (random.nextInt(4)) {
        case 0 -> 0;
        case 1 -> 1 + random.nextInt(300_000);
        default -> random.nextLong(SECOND);
      };
      Correlation correlation = ALL.get(random.nextInt(ALL.size()));
      List<Untrusted> values = correlation.fields().isEmpty() ? List.of() : List.of(Untrusted.of(String.valueOf(random.nextInt(9))));
      inputs.add(new Contribution(correlation.reference().key(), random.nextInt(2), new OrderKey(time, random.nextLong(), i),
          List.of(Untrusted.of("Größe " + (char) ('a' + random.nextInt(12)))), values, List.of(), List.of()));
    }
    inputs.sort(Comparator.comparing(Contribution::order));
    return inputs;
  }

  @Override
  public KeyedStep<CorrelationGroup, Contribution, CorrelationHit> step() {
    return new CorrelationStep(ALL);
  }

  @Override
  public Codec<Contribution> inputs() {
    return Contribution.CODEC;
  }

  @Override
  public Codec<CorrelationHit> outputs() {
    return CorrelationHit.CODEC;
  }
}
