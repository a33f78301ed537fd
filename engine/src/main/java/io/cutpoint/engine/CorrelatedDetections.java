package io.cutpoint.engine;

import io.cutpoint.detect.DetectionFactory;
import io.cutpoint.detect.correlate.CorrelationHit;
import io.cutpoint.detect.correlate.Correlations;
import io.cutpoint.engine.facts.CorrelationFields;
import io.cutpoint.engine.facts.FactStore;
import io.cutpoint.engine.output.DetectionLines;
import io.cutpoint.ingest.SourceTally;
import io.cutpoint.model.correlation.Correlation;
import io.cutpoint.model.detection.Detection;
import io.cutpoint.model.event.EventId;
import io.cutpoint.model.event.OrderKey;
import io.cutpoint.model.fact.Fact;
import io.cutpoint.model.step.Bound;
import io.cutpoint.model.step.Output;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Runs the correlations over facts in order and makes detections of their hits.
///
/// The events of a hit are mostly among the last that were seen; others are read again.
final class CorrelatedDetections {

  /// Takes the detections by time, those of one instant in the order of their last events, then rules.
  interface Sink {
    /// @param fields the rendered evidence of each event
    /// @param about what the line of the detection says of the correlation, as JSON
    void detection(Detection detection, List<String> fields, String about) throws IOException;
  }

  private record Made(Detection detection, List<String> fields, CorrelationHit hit) {
    OrderKey key() {
      Fact fact = detection.fact();
      return new OrderKey(fact.orderTimeNanos(), fact.id().hi(), fact.id().lo());
    }
  }

  /// Facts of a few hundred bytes, with their rendered fields some thousand.
  private static final int RECENT = 4_096;

  private final FactStore facts;
  private final List<SourceTally> tallies;
  private final List<CompiledRules.Used> rules;
  private final UsedCorrelations used;
  private final CorrelationFields carried;
  private final DetectionFactory factory;
  private final RuleAdjustments adjustments;
  private final Sink to;
  private final LaterFields later;
  private final Correlations running;
  private final List<CorrelationHit> hits = new ArrayList<>();
  private final Map<String, Long> dropped = new TreeMap<>();
  private final LinkedHashMap<OrderKey, FactStore.Merged> recent = new LinkedHashMap<>() {
    @Override
    protected boolean removeEldestEntry(Map.Entry<OrderKey, FactStore.Merged> eldest) {
      return size() > RECENT;
    }
  };
  private long count;
  private long excepted;

  CorrelatedDetections(FactStore facts, List<SourceTally> tallies, CompiledRules rules, DetectionFactory factory, RuleAdjustments adjustments, LaterFields later, Sink to) {
    this.facts = facts;
    this.tallies = tallies;
    this.rules = rules.used();
    this.used = rules.correlations();
    this.carried = rules.correlated();
    this.factory = factory;
    this.adjustments = adjustments;
    this.later = later;
    this.to = to;
    this.running = new Correlations(used.plan(), new Output<>() {
      @Override
      public void emit(CorrelationHit hit) {
        if (!used.isMuted(hit.correlation())) {
          hits.add(hit);
        }
      }

      @Override
      public void dropped(Bound bound, long n) {
        dropped.merge(bound.name(), n, Long::sum);
      }
    });
  }

  /// Takes the next fact; before it, everything that was decided before its time is told.
  void take(FactStore.Merged merged) throws IOException {
    if (used.all().isEmpty()) {
      return;
    }
    Fact fact = merged.fact();
    running.advance(fact.orderTimeNanos());
    tell();
    OrderKey order = new OrderKey(fact.orderTimeNanos(), fact.id().hi(), fact.id().lo());
    boolean concerned = false;
    for (int rule : merged.matched()) {
      if (used.uses(rules.get(rule).reference().key())) {
        concerned = true;
        running.match(rules.get(rule).reference().key(), order, field -> carried.value(rule, field, merged.correlated()));
      }
    }
    if (concerned) {
      recent.put(order, merged);
    }
  }

  /// There are no more facts.
  void end() throws IOException {
    running.end();
    tell();
  }

  /// How many detections there were.
  long count() {
    return count;
  }

  /// How many the user's `rules.yaml` took out.
  long excepted() {
    return excepted;
  }

  /// What bounds let go, by name.
  Map<String, Long> dropped() {
    return dropped;
  }

  private void tell() throws IOException {
    if (hits.isEmpty()) {
      return;
    }
    List<CorrelationHit> told = List.copyOf(hits);
    hits.clear();
    int from = 0;
    while (from < told.size()) {
      List<Made> instant = new ArrayList<>();
      int next = from;
      while (next < told.size() && told.get(next).timeNanos() == told.get(from).timeNanos()) {
        instant.add(made(told.get(next++)));
      }
      instant.sort(Comparator.comparing(Made::key).thenComparing(made -> made.detection.rule().key()).thenComparing(made -> made.detection.id()));
      for (Made made : instant) {
        if (adjustments.excludes(made.detection)) {
          excepted++;
        } else {
          to.detection(made.detection, made.fields, DetectionLines.correlation(correlation(made.hit), made.hit));
          count++;
        }
      }
      from = next;
    }
  }

  private Made made(CorrelationHit hit) throws IOException {
    List<Fact> events = new ArrayList<>();
    List<String> fields = new ArrayList<>();
    for (OrderKey event : hit.events()) {
      FactStore.Merged merged = recent.get(event);
      if (merged == null) {
        merged = facts.find(tallies, event.timeNanos(), new EventId(event.idHi(), event.idLo()), true);
      }
      if (merged == null) {
        throw new IllegalStateException("wanted the fact " + event + ", found none");
      }
      events.add(merged.fact());
      String shown = merged.fields().getFirst();
      fields.add(shown.equals(FactStore.NO_FIELDS) ? later.text(merged.fact().evidence().getFirst()) : shown);
    }
    Correlation correlation = correlation(hit);
    return new Made(factory.detection(Correlations.id(hit), correlation.reference(), hit.timeNanos(), events), fields, hit);
  }

  private Correlation correlation(CorrelationHit hit) {
    @Nullable Correlation found = used.plan().all().get(hit.correlation());
    if (found == null) {
      throw new IllegalStateException("wanted a correlation of the run, found " + hit.correlation());
    }
    return found;
  }
}
