package io.cutpoint.detect.correlate;

import io.cutpoint.detect.DetectionIds;
import io.cutpoint.model.detection.RuleKey;
import io.cutpoint.model.correlation.Correlation;
import io.cutpoint.model.event.EventId;
import io.cutpoint.model.event.OrderKey;
import io.cutpoint.model.step.Bound;
import io.cutpoint.model.step.Output;
import io.cutpoint.model.text.Untrusted;
import io.cutpoint.oracle.ReferenceCorrelations.Hit;
import io.cutpoint.oracle.ReferenceCorrelations.Match;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// Runs correlations over lists of matches.
final class Histories {

  static final long SECOND = 1_000_000_000L;

  private Histories() {}

  /// The hits in the order in which they come; nothing may be dropped.
  static List<CorrelationHit> run(Collection<Correlation> correlations, List<Match> matches) {
    List<CorrelationHit> hits = new ArrayList<>();
    Correlations running = new Correlations(new CorrelationPlan(correlations), new Output<>() {
      @Override
      public void emit(CorrelationHit hit) {
        hits.add(hit);
      }

      @Override
      public void dropped(Bound bound, long count) {
        throw new AssertionError(bound + " was reached");
      }
    });
    matches.stream().sorted(Comparator.comparing(Match::order)).forEach(match -> running.match(match.rule(), match.order(), field -> {
      String value = match.values().get(field);
      return value == null ? null : Untrusted.of(value);
    }));
    running.end();
    return hits;
  }

  /// As the reference tells them.
  static List<Hit> plain(List<CorrelationHit> hits) {
    return hits.stream()
        .map(hit -> new Hit(hit.correlation(), hit.timeNanos(), hit.group().stream().map(Untrusted::key).toList(), hit.events()))
        .sorted(Comparator.<Hit>comparingLong(hit -> hit.timeNanos()).thenComparing(Hit::correlation).thenComparing(hit -> hit.group().toString()))
        .toList();
  }

  static EventId id(Hit hit) {
    return DetectionIds.of(hit.correlation(), hit.events().stream().map(event -> new EventId(event.idHi(), event.idLo())).toList(), hit.group());
  }

  static OrderKey order(long seconds, long id) {
    return new OrderKey(seconds * SECOND, id, id);
  }

  static RuleKey rule(String name) {
    return new RuleKey("test", name, "0");
  }
}
