package io.cutpoint.engine;

import io.cutpoint.detect.DetectionFactory;
import io.cutpoint.engine.facts.FactStore;
import io.cutpoint.engine.output.KeptRecord;
import io.cutpoint.export.EvidenceReader;
import io.cutpoint.ingest.SourceTally;
import io.cutpoint.match.Explainer;
import io.cutpoint.match.Explanation;
import io.cutpoint.match.MatchLimits;
import io.cutpoint.model.detection.Detection;
import io.cutpoint.model.detection.Evidence;
import io.cutpoint.model.event.EventId;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.event.OrderKey;
import io.cutpoint.sigma.Rule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds the detections that a report shows in the facts again, and explains them.
///
/// Only places are kept, about a hundred bytes for each of at most [io.cutpoint.export.Report#MAX_ROWS] detections;
/// the facts are read from where they lie, forward, with one jump for each instant.
final class ReportEvidence implements EvidenceReader {

  /// Copies of a record that are tried for an explanation.
  private static final int MAX_COPIES = 3;

  private record Place(EventId detection, OrderKey key, int rule) {
    EventId event() {
      return new EventId(key.idHi(), key.idLo());
    }
  }

  /// A step that no rule saw.
  private record Step(Detection detection, String fields) {}

  private final FactStore facts;
  private final List<SourceTally> tallies;
  private final CompiledRules rules;
  private final DetectionFactory factory;
  private final Set<EventId> wanted;
  private final Map<EventId, Place> places = new HashMap<>();
  private final Map<EventId, Step> steps = new HashMap<>();
  private final Explainer explainer = new Explainer(new Re2Regexes(), MatchLimits.DEFAULT);

  /// @param wanted detections that may be asked for
  ReportEvidence(FactStore facts, List<SourceTally> tallies, CompiledRules rules, DetectionFactory factory, Set<EventId> wanted) {
    this.facts = facts;
    this.tallies = tallies;
    this.rules = rules;
    this.factory = factory;
    this.wanted = wanted;
  }

  /// Notes where a detection lies.
  ///
  /// @param rule the place of its rule in the list of rules
  void place(EventId detection, OrderKey key, int rule) {
    if (wanted.contains(detection)) {
      places.put(detection, new Place(detection, key, rule));
    }
  }

  /// Notes a step that no rule saw.
  void reconstructed(Detection detection, Map<Evidence, String> fields) {
    if (wanted.contains(detection.id())) {
      places.put(detection.id(), new Place(detection.id(), new OrderKey(detection.fact().orderTimeNanos(), detection.fact().id().hi(), detection.fact().id().lo()), -1));
      steps.put(detection.id(), new Step(detection, fields.getOrDefault(detection.fact().evidence().getFirst(), "{}")));
    }
  }

  @Override
  public void read(Collection<EventId> asked, boolean withRecord, Sink to) throws IOException {
    List<Place> inOrder = new ArrayList<>();
    for (EventId id : asked) {
      Place place = places.get(id);
      if (place != null) {
        inOrder.add(place);
      }
    }
    inOrder.sort(Comparator.comparing(Place::key).thenComparing(Place::detection));
    FactStore.Reader reader = null;
    try {
      FactStore.Merged ahead = null;
      for (int i = 0; i < inOrder.size(); ) {
        long time = inOrder.get(i).key.timeNanos();
        int end = i;
        Map<EventId, FactStore.@Nullable Merged> instant = new HashMap<>();
        for (; end < inOrder.size() && inOrder.get(end).key.timeNanos() == time; end++) {
          if (inOrder.get(end).rule >= 0) {
            instant.put(inOrder.get(end).event(), null);
          }
        }
        if (!instant.isEmpty()) {
          if (ahead == null || ahead.fact().orderTimeNanos() != time) {
            if (reader != null) {
              reader.close();
            }
            reader = facts.openAt(tallies, time);
            ahead = reader.next();
          }
          int left = instant.size();
          while (left > 0 && ahead != null && ahead.fact().orderTimeNanos() == time) {
            if (instant.containsKey(ahead.fact().id())) {
              instant.put(ahead.fact().id(), ahead);
              left--;
            }
            ahead = reader == null ? null : reader.next();
          }
        }
        for (; i < end; i++) {
          give(inOrder.get(i), instant.get(inOrder.get(i).event()), withRecord, to);
        }
      }
    } finally {
      if (reader != null) {
        reader.close();
      }
    }
  }

  private void give(Place place, FactStore.@Nullable Merged merged, boolean withRecord, Sink to) throws IOException {
    if (place.rule < 0) {
      Step step = steps.get(place.detection);
      if (step != null) {
        EventView record = withRecord ? KeptRecord.of(step.fields, "", step.detection.rule().logSource()) : null;
        to.take(new Item(step.detection, record, 0, null));
      }
      return;
    }
    if (merged == null) {
      throw new IllegalStateException("wanted the fact of detection " + place.detection + ", found none");
    }
    Detection detection = factory.detection(merged.fact(), rules.used().get(place.rule).reference());
    to.take(withRecord ? explained(detection, rules.rule(place.rule), merged) : new Item(detection, null, 0, null));
  }

  /// With the first copy that shows why the rule is true; copies in other formats may not show it.
  private Item explained(Detection detection, Rule rule, FactStore.Merged merged) throws IOException {
    Item first = null;
    for (int copy = 0; copy < Math.min(merged.fields().size(), MAX_COPIES); copy++) {
      EventView record = KeptRecord.of(merged.fields().get(copy), merged.made().get(copy), rule.reference().logSource());
      Explanation explanation = explainer.explain(rule, record);
      Item item = new Item(detection, record, copy, explanation);
      if (explanation.held()) {
        return item;
      }
      first = first == null ? item : first;
    }
    return first == null ? new Item(detection, null, 0, null) : first;
  }
}
