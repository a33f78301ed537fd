package io.cutpoint.detect.correlate;

import io.cutpoint.detect.DetectionIds;
import io.cutpoint.model.correlation.Correlation;
import io.cutpoint.model.correlation.Correlation.Referenced;
import io.cutpoint.model.detection.RuleKey;
import io.cutpoint.model.event.EventId;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.event.OrderKey;
import io.cutpoint.model.step.Bound;
import io.cutpoint.model.step.EmbeddedRunner;
import io.cutpoint.model.step.Output;
import io.cutpoint.model.text.Untrusted;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Runs all correlations in one process: matches in order in, hits in order out.
///
/// Each level of the plan is one step; the hits of a level are contributions to later ones, at the time at which they
/// were decided. Hits come by time; those of one time by level, then rule and group.
public final class Correlations {

  /// The values of an event by the name of the field; null where it has none.
  public interface Values {
    @Nullable Untrusted get(String field);
  }

  private final CorrelationPlan plan;
  private final List<EmbeddedRunner<CorrelationGroup, Contribution, CorrelationHit>> levels = new ArrayList<>();

  /// @param out takes all hits, also of correlations that stay silent
  public Correlations(CorrelationPlan plan, Output<CorrelationHit> out) {
    this.plan = plan;
    for (int level = 0; level < plan.levels(); level++) {
      levels.add(new EmbeddedRunner<>(new CorrelationStep(plan.level(level)), new Output<>() {
        @Override
        public void emit(CorrelationHit hit) {
          out.emit(hit);
          pass(hit);
        }

        @Override
        public void dropped(Bound bound, long count) {
          out.dropped(bound, count);
        }
      }));
    }
  }

  /// A plain rule was true. An event without a time is in no window.
  public void match(RuleKey rule, OrderKey order, Values values) {
    List<CorrelationPlan.Use> uses = plan.uses(rule);
    if (uses.isEmpty() || order.timeNanos() == EventView.NO_TIME) {
      return;
    }
    advance(order.timeNanos());
    for (CorrelationPlan.Use use : uses) {
      contribute(plan, use, order, values, List.of());
    }
  }

  /// The contribution of a match or inner hit to a correlation, or null where it lacks a value that it needs.
  ///
  /// @param events of an inner hit; none for a match
  public static @Nullable Contribution contribution(CorrelationPlan plan, CorrelationPlan.Use use, OrderKey order, Values values, List<OrderKey> events) {
    Correlation correlation = use.correlation();
    Referenced rule = correlation.rules().get(use.place());
    List<Untrusted> group = all(rule.groupFields(), values);
    List<Untrusted> counted = all(rule.valueFields(), values);
    if (group == null || counted == null) {
      return null;
    }
    List<Untrusted> exposed = new ArrayList<>();
    for (String name : plan.exposed(correlation)) {
      Untrusted value = values.get(name);
      exposed.add(value == null ? Untrusted.NONE : value);
    }
    return new Contribution(correlation.reference().key(), use.place(), order, group, counted, exposed, events);
  }

  /// The values of a hit, for correlations that refer to it.
  public static Values values(CorrelationPlan plan, CorrelationHit hit) {
    Correlation correlation = java.util.Objects.requireNonNull(plan.all().get(hit.correlation()), "a hit of a correlation of the plan");
    List<String> names = plan.exposed(correlation);
    return field -> {
      int place = correlation.groupBy().indexOf(field);
      if (place >= 0) {
        return hit.group().get(place);
      }
      int at = names.indexOf(field);
      return at < 0 ? null : hit.exposed().get(at);
    };
  }

  /// The id of the detection that a hit makes.
  public static EventId id(CorrelationHit hit) {
    return DetectionIds.of(hit.correlation(), hit.events().stream().map(event -> new EventId(event.idHi(), event.idLo())).toList(),
        hit.group().stream().map(Untrusted::key).toList());
  }

  private void contribute(CorrelationPlan of, CorrelationPlan.Use use, OrderKey order, Values values, List<OrderKey> events) {
    Contribution contribution = contribution(of, use, order, values, events);
    if (contribution != null) {
      levels.get(of.levelOf(contribution.correlation())).input(contribution);
    }
  }

  private void pass(CorrelationHit hit) {
    List<CorrelationPlan.Use> uses = plan.uses(hit.correlation());
    if (!uses.isEmpty()) {
      EventId id = id(hit);
      OrderKey order = new OrderKey(hit.timeNanos(), id.hi(), id.lo());
      uses.forEach(use -> contribute(plan, use, order, values(plan, hit), hit.events()));
    }
  }

  private static @Nullable List<Untrusted> all(List<String> fields, Values values) {
    List<Untrusted> all = new ArrayList<>(fields.size());
    for (String field : fields) {
      Untrusted value = values.get(field);
      if (value == null || value.isEmpty()) {
        return null;
      }
      all.add(value);
    }
    return all;
  }

  /// No match before this time will come: everything that is decided before it is told.
  public void advance(long timeNanos) {
    while (true) {
      OptionalLong next = next();
      if (next.isEmpty() || Long.compareUnsigned(next.getAsLong(), timeNanos) >= 0) {
        break;
      }
      // One instant at a time through all levels, so that later levels get hits of several in order.
      levels.forEach(level -> level.advance(next.getAsLong() + 1));
    }
    levels.forEach(level -> level.advance(timeNanos));
  }

  /// No match will come.
  public void end() {
    for (OptionalLong next = next(); next.isPresent(); next = next()) {
      long due = next.getAsLong();
      levels.forEach(level -> level.advance(due + 1));
    }
  }

  private OptionalLong next() {
    OptionalLong first = OptionalLong.empty();
    for (EmbeddedRunner<CorrelationGroup, Contribution, CorrelationHit> level : levels) {
      OptionalLong next = level.nextTimer();
      if (next.isPresent() && (first.isEmpty() || Long.compareUnsigned(next.getAsLong(), first.getAsLong()) < 0)) {
        first = next;
      }
    }
    return first;
  }
}
