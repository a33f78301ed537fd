package io.cutpoint.detect.correlate;

import io.cutpoint.model.correlation.Condition;
import io.cutpoint.model.correlation.Condition.Comparison;
import io.cutpoint.model.correlation.Condition.Operator;
import io.cutpoint.model.correlation.Condition.Presence;
import io.cutpoint.model.correlation.Correlation;
import io.cutpoint.model.correlation.Correlation.Referenced;
import io.cutpoint.model.correlation.Correlation.Type;
import io.cutpoint.model.correlation.Orders;
import io.cutpoint.model.detection.Level;
import io.cutpoint.model.detection.RuleKey;
import io.cutpoint.model.detection.RuleReference;
import io.cutpoint.model.detection.Status;
import io.cutpoint.model.event.LogSource;
import io.cutpoint.oracle.ReferenceCorrelations;
import io.cutpoint.oracle.ReferenceCorrelations.Match;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// Random correlations, some of correlations, and random matches for them: few values and few times, so that much
/// coincides.
final class GeneratedHistories {

  private static final List<String> FIELDS = List.of("User", "Host", "Bytes");

  private final Random random;
  final List<Correlation> correlations = new ArrayList<>();
  final List<Match> matches = new ArrayList<>();

  GeneratedHistories(long seed) {
    random = new Random(seed);
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      Correlation made = correlation(i);
      while (made.type() == Type.TEMPORAL_ORDERED && (!made.condition().isMonotone() || Orders.of(made, 256).isEmpty())) {
        made = correlation(i);
      }
      correlations.add(made);
    }
    int events = 1 + random.nextInt(30);
    for (int i = 0; i < events; i++) {
      Map<String, String> values = new TreeMap<>();
      put(values, "User", List.of("a", "A", "b"));
      put(values, "Host", List.of("h", "g"));
      put(values, "Bytes", List.of("1", "2", "-3", "0.5", "x", "7"));
      long seconds = 1_000 + random.nextInt(40);
      for (int rule = 0; rule < 3; rule++) {
        if (random.nextInt(3) == 0) {
          matches.add(new Match(Histories.rule("r" + rule), Histories.order(seconds, i + 1L), values));
        }
      }
    }
  }

  private void put(Map<String, String> values, String field, List<String> from) {
    if (random.nextInt(8) > 0) {
      values.put(field, from.get(random.nextInt(from.size())));
    }
  }

  private Correlation correlation(int number) {
    Type type = Type.values()[random.nextInt(Type.values().length)];
    List<String> groupBy = switch (random.nextInt(4)) {
      case 0 -> List.of();
      case 1 -> List.of("User");
      case 2 -> List.of("Host");
      default -> List.of("User", "Host");
    };
    List<String> fields = !ReferenceCorrelations.hasFields(type) ? List.of()
        : type.isOfNumbers() ? List.of("Bytes") : random.nextBoolean() ? List.of("User") : List.of("Bytes", "User");
    List<Referenced> rules = new ArrayList<>();
    List<Integer> of = new ArrayList<>();
    int most = 1 + random.nextInt(3);
    for (int i = 0; i < 20 && rules.size() < most; i++) {
      int one = random.nextInt(3 + number);
      if (!of.contains(one)) {
        of.add(one);
        RuleKey key = Histories.rule(one < 3 ? "r" + one : "c" + (one - 3));
        rules.add(new Referenced(key, one >= 3, aliased(groupBy), fields));
      }
    }
    BigDecimal percentile = type == Type.VALUE_PERCENTILE ? BigDecimal.valueOf(1 + random.nextInt(100)) : BigDecimal.ZERO;
    RuleReference reference = new RuleReference(Histories.rule("c" + number), "c" + number, Level.HIGH, Status.TEST, List.of(), List.of(),
        new LogSource(null, "test", null), null);
    return new Correlation(reference, "c.yml", type, rules, groupBy, (1 + random.nextInt(20)) * Histories.SECOND, condition(type, rules.size()), fields, percentile, true);
  }

  /// Now and then a group value stands elsewhere.
  private List<String> aliased(List<String> groupBy) {
    return groupBy.stream().map(field -> random.nextInt(10) == 0 ? FIELDS.get(random.nextInt(2)) : field).toList();
  }

  private Condition condition(Type type, int rules) {
    if (type.isTemporal() && random.nextInt(3) > 0) {
      return new Condition.Rules(presence(rules, 2, type == Type.TEMPORAL));
    }
    List<Comparison> comparisons = new ArrayList<>(List.of(comparison(type)));
    if (random.nextInt(4) == 0) {
      comparisons.add(comparison(type));
    }
    return new Condition.Numeric(comparisons);
  }

  private Comparison comparison(Type type) {
    Operator operator = random.nextInt(3) > 0 ? Operator.GTE : Operator.values()[random.nextInt(Operator.values().length)];
    return new Comparison(operator, BigDecimal.valueOf(random.nextInt(type.isOfNumbers() ? 10 : 5)));
  }

  private Presence presence(int rules, int depth, boolean mayNegate) {
    return switch (depth == 0 ? 0 : random.nextInt(mayNegate ? 4 : 3)) {
      case 1 -> new Presence.All(List.of(presence(rules, depth - 1, mayNegate), presence(rules, depth - 1, mayNegate)));
      case 2 -> new Presence.Any(List.of(presence(rules, depth - 1, mayNegate), presence(rules, depth - 1, mayNegate)));
      case 3 -> new Presence.Not(presence(rules, depth - 1, mayNegate));
      default -> new Presence.Rule(random.nextInt(rules));
    };
  }
}
