package io.cutpoint.engine;

import io.cutpoint.chain.Reconstruction;
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
import io.cutpoint.provenance.Provenance;
import io.cutpoint.provenance.ReconstructedStep;
import io.cutpoint.provenance.Reconstructor;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Makes detections of the steps that no rule saw, and tells the chain which processes are the attack's.
final class ReconstructedSteps implements Reconstruction {

  /// Gives the fact behind a step.
  interface Facts {
    Fact fact(long orderTimeNanos, EventId id);
  }

  /// Steps surer than this may confirm a stage (design/linking.md).
  private static final double CONFIRMS = 0.7;

  private final Reconstructor reconstructor;
  private final DetectionFactory factory;
  private final Facts facts;
  private final SortedMap<EventId, Detection> made = new TreeMap<>();

  ReconstructedSteps(Provenance provenance, DetectionFactory factory, Facts facts) {
    this.reconstructor = new Reconstructor(provenance);
    this.factory = factory;
    this.facts = facts;
  }

  /// All detections that were made, by id.
  SortedMap<EventId, Detection> made() {
    return made;
  }

  @Override
  public Found reconstruct(List<Detection> seeds) {
    Level level = seeds.stream().map(seed -> seed.rule().level()).max(Level::compareTo).orElse(Level.MEDIUM);
    List<FoundStep> steps = new ArrayList<>();
    SortedSet<Integer> nodes = new TreeSet<>();
    for (io.cutpoint.provenance.Reconstruction one : reconstructor.reconstruct(seeds)) {
      boolean isAttack = switch (one.entryKind()) {
        case DELIVERED_FILE, EXPOSED_SERVICE, REMOTE_SESSION, AUTORUN -> true;
        case OWN_SHELL, UNKNOWN -> !one.steps().isEmpty();
      };
      if (isAttack) {
        nodes.addAll(one.nodes());
        for (ReconstructedStep step : one.steps()) {
          Detection detection = detection(step, level);
          made.put(detection.id(), detection);
          steps.add(new FoundStep(detection, step.confidence()));
        }
      }
    }
    return new Found(steps, nodes);
  }

  private Detection detection(ReconstructedStep step, Level level) {
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
