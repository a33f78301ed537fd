package io.cutpoint.engine;

import io.cutpoint.detect.DetectionFactory;
import io.cutpoint.detect.DetectionIds;
import io.cutpoint.model.detection.Detection;
import io.cutpoint.model.detection.Level;
import io.cutpoint.model.detection.Outcome;
import io.cutpoint.model.detection.RuleKey;
import io.cutpoint.model.detection.RuleReference;
import io.cutpoint.model.detection.StageVerdict;
import io.cutpoint.model.detection.Status;
import io.cutpoint.model.event.EventId;
import io.cutpoint.model.event.LogSource;
import io.cutpoint.model.fact.Fact;
import io.cutpoint.provenance.ReconstructedStep;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Makes detections of the steps that no rule saw.
final class ReconstructedSteps {

  /// Gives the fact behind a step.
  interface Facts {
    Fact fact(long orderTimeNanos, EventId id);
  }

  /// Steps surer than this may confirm a stage (design/linking.md).
  private static final double CONFIRMS = 0.7;

  private final DetectionFactory factory;
  private final Facts facts;
  private final SortedMap<EventId, Detection> made = new TreeMap<>();

  ReconstructedSteps(DetectionFactory factory, Facts facts) {
    this.factory = factory;
    this.facts = facts;
  }

  /// All detections that were made, by id.
  SortedMap<EventId, Detection> made() {
    return made;
  }

  /// The detection of a step; the same step asked for by two intrusions is one detection, with the graver level.
  Detection detection(ReconstructedStep step, Level level) {
    Detection detection = make(step, level);
    Detection known = made.get(detection.id());
    if (known != null && known.rule().level().compareTo(level) >= 0) {
      return known;
    }
    made.put(detection.id(), detection);
    return detection;
  }

  private Detection make(ReconstructedStep step, Level level) {
    Fact fact = facts.fact(step.orderNanos(), step.event());
    RuleKey key = new RuleKey("reconstruction", "cutpoint.reconstruction." + step.kind().id(), "");
    RuleReference rule = new RuleReference(key, title(step.kind()), level, Status.STABLE, List.of(), List.of(), new LogSource(null, null, null), step.stage());
    StageVerdict verdict = new StageVerdict(
        step.stage(), step.part(), List.of(), step.confidence() < CONFIRMS, StageVerdict.Step.CONTEXT, step.reason());
    return new Detection(DetectionIds.of(key, fact.id()), rule, verdict, Outcome.OCCURRED, factory.mentions(fact), fact);
  }

  private static String title(ReconstructedStep.Kind kind) {
    return switch (kind) {
      case DELIVERY -> "Delivered file";
      case FIRST_RUN -> "First run of what was delivered";
      case SERVICE_EXPLOITED -> "Exposed service started a program";
      case REMOTE_ENTRY -> "Came in from another host";
      case CHANNEL -> "Channel of an attack's process";
      case PERSISTENCE -> "Persistence of an attack's process";
      case SHORT_LIVED_SERVICE -> "Short-lived service or task of an attack's process";
      case LATERAL_MOVEMENT -> "Went on to another host";
    };
  }
}
