package io.cutpoint.sigma;

import io.cutpoint.model.correlation.Correlation;
import io.cutpoint.model.correlation.Correlation.Referenced;
import io.cutpoint.model.correlation.Orders;
import io.cutpoint.model.detection.RuleKey;
import io.cutpoint.sigma.CorrelationParser.Draft;
import io.cutpoint.sigma.Expression.AllOf;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/// Finds the rules that filters and correlations name, once all files are read.
///
/// Where several rules have a name, one of the same file comes first, then one of the same pack, then the smallest key.
final class CorrelationLinks {

  private record Named(RuleKey key, String file, boolean correlation) {}

  private final Map<String, List<Named>> byName = new HashMap<>();
  private final List<RuleProblem> problems;

  CorrelationLinks(Collection<Rule> rules, Collection<Draft> drafts, List<RuleProblem> problems) {
    this.problems = problems;
    for (Rule rule : rules) {
      name(rule.name(), new Named(rule.reference().key(), rule.file(), false));
      name(rule.reference().key().id(), new Named(rule.reference().key(), rule.file(), false));
    }
    for (Draft draft : drafts) {
      name(draft.header().name(), new Named(draft.header().key(), draft.file().name(), true));
      name(draft.header().key().id(), new Named(draft.header().key(), draft.file().name(), true));
    }
  }

  private void name(String name, Named of) {
    if (!name.isEmpty()) {
      byName.computeIfAbsent(name, n -> new ArrayList<>()).add(of);
    }
  }

  private @Nullable Named find(String name, RuleFile from) {
    return byName.getOrDefault(name, List.of()).stream()
        .min(Comparator.<Named, Boolean>comparing(one -> !one.file().equals(from.name()))
            .thenComparing(one -> !one.key().origin().equals(from.origin()))
            .thenComparing(Named::key))
        .orElse(null);
  }

  /// The rules with the filters that apply to them worked in.
  List<Rule> filtered(Collection<Rule> rules, List<Filter> filters) {
    Map<RuleKey, Rule> by = new TreeMap<>();
    rules.forEach(rule -> by.put(rule.reference().key(), rule));
    Map<RuleKey, List<Expression>> more = new TreeMap<>();
    int number = 0;
    for (Filter filter : filters) {
      number++;
      if (filter.any()) {
        for (Rule rule : by.values()) {
          if (filter.covers(rule.reference().logSource())) {
            add(filter, number, rule, more);
          }
        }
      } else {
        for (ScalarNode name : filter.names()) {
          byName(filter, number, name, by, more);
        }
      }
    }
    more.forEach((key, conditions) -> by.computeIfPresent(key, (k, rule) -> with(rule, conditions)));
    return List.copyOf(by.values());
  }

  private void byName(Filter filter, int number, ScalarNode name, Map<RuleKey, Rule> by, Map<RuleKey, List<Expression>> more) {
    boolean found = false;
    for (Named one : byName.getOrDefault(name.getValue(), List.of())) {
      Rule rule = by.get(one.key());
      if (one.correlation()) {
        tell(filter.file(), RuleProblem.Kind.WARNING, name, "wanted a plain rule, found the correlation " + Nodes.shown(name.getValue()) + ", which no filter applies to");
      } else if (rule != null && !filter.covers(rule.reference().logSource())) {
        tell(filter.file(), RuleProblem.Kind.WARNING, name, "wanted a rule whose log source the filter's holds, found " + Nodes.shown(name.getValue())
            + " with another; the filter is not applied to it");
      } else if (rule != null) {
        add(filter, number, rule, more);
      }
      found = true;
    }
    if (!found) {
      tell(filter.file(), RuleProblem.Kind.WARNING, name, "wanted the id or name of a rule that is used, found " + Nodes.shown(name.getValue()));
    }
  }

  private void add(Filter filter, int number, Rule rule, Map<RuleKey, List<Expression>> more) {
    List<Expression> conditions = more.computeIfAbsent(rule.reference().key(), key -> new ArrayList<>());
    if (conditions.size() < Limits.FILTERS_OF_A_RULE) {
      conditions.add(filter.condition(number));
    } else if (conditions.size() == Limits.FILTERS_OF_A_RULE) {
      problems.add(new RuleProblem(filter.file().name(), 1, 1, RuleProblem.Kind.WARNING,
          "wanted at most " + Limits.FILTERS_OF_A_RULE + " filters of one rule, found more for " + Nodes.shown(rule.reference().key().id()) + ", which are not applied"));
    }
  }

  private static Rule with(Rule rule, List<Expression> conditions) {
    List<Expression> all = new ArrayList<>(List.of(rule.condition()));
    all.addAll(conditions);
    TreeSet<String> fields = new TreeSet<>(rule.fields());
    conditions.forEach(condition -> fields.addAll(RuleParser.fields(condition)));
    return new Rule(rule.reference(), rule.file(), List.copyOf(fields), rule.references(), rule.falsePositives(), new AllOf(all), rule.name());
  }

  /// The correlations that can be used. Those that refer to nothing, to what cannot be used, or to themselves by way of
  /// others are refused.
  List<Correlation> resolved(Collection<Draft> drafts) {
    Map<RuleKey, Correlation> done = new TreeMap<>();
    Map<RuleKey, Integer> depths = new HashMap<>();
    Map<RuleKey, Draft> open = new LinkedHashMap<>();
    drafts.forEach(draft -> open.put(draft.header().key(), draft));
    // Each pass resolves at least one more level, so that more passes would only find what is too deep.
    for (int pass = 0; pass <= Limits.CORRELATION_DEPTH && !open.isEmpty(); pass++) {
      for (Draft draft : List.copyOf(open.values())) {
        State state = state(draft, done, open);
        if (state == State.WAITING) {
          continue;
        }
        open.remove(draft.header().key());
        if (state == State.READY) {
          int depth = 1 + draft.names().stream().map(name -> find(name.getValue(), draft.file()))
              .mapToInt(one -> one == null ? 0 : depths.getOrDefault(one.key(), 0)).max().orElse(0);
          Correlation correlation = correlation(draft, depth);
          if (correlation != null) {
            depths.put(draft.header().key(), depth);
            done.put(draft.header().key(), correlation);
          }
        }
      }
    }
    for (Draft draft : open.values()) {
      tell(draft.file(), RuleProblem.Kind.REFUSED, draft.document(),
          "wanted a correlation that ends in plain rules, found one that refers back to itself or over more than " + Limits.CORRELATION_DEPTH + " others");
    }
    return List.copyOf(done.values());
  }

  private enum State { READY, WAITING, REFUSED }

  private State state(Draft draft, Map<RuleKey, Correlation> done, Map<RuleKey, Draft> open) {
    State state = State.READY;
    for (ScalarNode name : draft.names()) {
      Named one = find(name.getValue(), draft.file());
      if (one == null) {
        tell(draft.file(), RuleProblem.Kind.REFUSED, name, "wanted the id or name of a rule that is used, found " + Nodes.shown(name.getValue()));
        return State.REFUSED;
      }
      if (one.correlation() && !done.containsKey(one.key())) {
        if (!open.containsKey(one.key())) {
          tell(draft.file(), RuleProblem.Kind.REFUSED, name, "wanted a correlation that is used, found " + Nodes.shown(name.getValue()) + ", which is not");
          return State.REFUSED;
        }
        state = State.WAITING;
      }
    }
    return state;
  }

  private @Nullable Correlation correlation(Draft draft, int depth) {
    if (depth > Limits.CORRELATION_DEPTH) {
      tell(draft.file(), RuleProblem.Kind.REFUSED, draft.document(), "wanted at most " + Limits.CORRELATION_DEPTH + " correlations of correlations, found more");
      return null;
    }
    List<Referenced> rules = new ArrayList<>();
    for (ScalarNode name : draft.names()) {
      Named one = find(name.getValue(), draft.file());
      if (one != null) {
        rules.add(new Referenced(one.key(), one.correlation(),
            draft.groupBy().stream().map(field -> draft.field(field, name)).toList(),
            draft.fields().stream().map(field -> draft.field(field, name)).toList()));
      }
    }
    Correlation correlation = new Correlation(draft.header().reference(NO_LOG_SOURCE), draft.file().name(), draft.type(), rules, draft.groupBy(),
        draft.timespanNanos(), draft.condition(), draft.fields(), draft.percentile(), draft.generate());
    if (draft.type() == Correlation.Type.TEMPORAL_ORDERED) {
      if (!draft.condition().isMonotone()) {
        tell(draft.file(), RuleProblem.Kind.REFUSED, draft.document(), "wanted a condition of `gt`, `gte` or an expression without `not` for `temporal_ordered`, found another");
        return null;
      }
      if (Orders.of(correlation, Limits.CORRELATION_ORDERS).isEmpty()) {
        tell(draft.file(), RuleProblem.Kind.REFUSED, draft.document(), "wanted a condition that stands for 1 to " + Limits.CORRELATION_ORDERS + " orders of rules, found one that stands for none or for more");
        return null;
      }
    }
    return correlation;
  }

  private static final io.cutpoint.model.event.LogSource NO_LOG_SOURCE = new io.cutpoint.model.event.LogSource(null, null, null);

  private void tell(RuleFile file, RuleProblem.Kind kind, Node at, String message) {
    problems.add(new RuleProblem(file.name(), at.getStartMark().getLine() + 1, at.getStartMark().getColumn() + 1, kind, message));
  }
}
