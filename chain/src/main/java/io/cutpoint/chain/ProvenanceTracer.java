package io.cutpoint.chain;

import io.cutpoint.model.detection.Detection;
import io.cutpoint.model.detection.Level;
import io.cutpoint.model.detection.Outcome;
import io.cutpoint.model.detection.RuleKey;
import io.cutpoint.model.detection.RuleReference;
import io.cutpoint.model.detection.StageVerdict;
import io.cutpoint.model.detection.Status;
import io.cutpoint.model.entity.Entities;
import io.cutpoint.model.entity.Entity;
import io.cutpoint.model.entity.Mention;
import io.cutpoint.model.entity.Role;
import io.cutpoint.model.event.LogSource;
import io.cutpoint.model.fact.Activity;
import io.cutpoint.model.fact.Attribute;
import io.cutpoint.model.fact.Attributes;
import io.cutpoint.model.fact.Fact;
import io.cutpoint.model.text.Untrusted;
import io.cutpoint.provenance.ProcessForest;
import io.cutpoint.provenance.Provenance;
import io.cutpoint.provenance.ReconstructedStep;
import io.cutpoint.provenance.Reconstruction;
import io.cutpoint.provenance.Reconstructor;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.TreeMap;

/// Makes detections of the steps that provenance finds.
///
/// Their facts carry what provenance keeps: identity, times, host, process and evidence; the other fields of the
/// record are read again where it stands.
final class ProvenanceTracer implements AttackTracer {

  /// The pack that reconstructed steps come from.
  static final String ORIGIN = "reconstruction";

  private final Provenance provenance;
  private final Reconstructor reconstructor;

  ProvenanceTracer(Provenance provenance) {
    this.provenance = provenance;
    this.reconstructor = new Reconstructor(provenance);
  }

  @Override
  public List<Traced> trace(List<Detection> seeds) {
    List<Traced> out = new ArrayList<>();
    for (Reconstruction found : reconstructor.reconstruct(seeds)) {
      List<Detection> own = seeds.stream().filter(seed -> found.seeds().contains(seed.id())).toList();
      List<TracedStep> steps = new ArrayList<>();
      for (ReconstructedStep step : found.steps()) {
        steps.add(new TracedStep(detection(step, own.isEmpty() ? seeds : own), step.confidence(), step.isMatched()));
      }
      TreeMap<Integer, Double> processes = new TreeMap<>();
      found.nodes().forEach(node -> processes.put(node, found.confidence(node)));
      out.add(new Traced(steps, processes, found::contains));
    }
    return out;
  }

  private Detection detection(ReconstructedStep step, List<Detection> seeds) {
    Level level = Level.INFORMATIONAL;
    for (Detection seed : seeds) {
      level = seed.rule().level().compareTo(level) > 0 ? seed.rule().level() : level;
    }
    RuleKey key = new RuleKey(ORIGIN, "cutpoint.reconstruction." + step.kind().id(), "");
    RuleReference rule = new RuleReference(key, title(step.kind()), level, Status.TEST, List.of(), List.of(), new LogSource(null, null, null), null);
    StageVerdict verdict = new StageVerdict(step.stage(), step.part(), List.of(), false, StageVerdict.Step.EVENT, reason(step));
    Untrusted host = host(step, seeds);
    EnumMap<Attribute, Untrusted> attributes = new EnumMap<>(Attribute.class);
    List<Mention> mentions = new ArrayList<>();
    Entities.host(host).ifPresent(one -> mentions.add(new Mention(one, Role.ACTOR)));
    if (step.node() != ProcessForest.NONE) {
      Untrusted image = provenance.image(step.node());
      attributes.put(Attribute.IMAGE, image);
      mentions.add(new Mention(new Entity.Process(provenance.key(step.node()), Programs.name(image), image), Role.ACTOR));
    }
    Fact fact = new Fact(step.event(), step.orderNanos(), step.timeNanos(), activity(step.kind()), -1, Untrusted.NONE, host,
        Attributes.of(attributes), List.of(), step.evidence() == null ? List.of() : List.of(step.evidence()));
    return new Detection(Ids.detection(key, step.event()), rule, verdict, Outcome.OCCURRED, mentions, fact);
  }

  private static String reason(ReconstructedStep step) {
    StringBuilder out = new StringBuilder(step.reason());
    for (String edge : step.path()) {
      out.append(' ').append(edge);
    }
    return out.append(step.isMatched() ? " Rules that matched the event do not tell so." : " No rule matched it.").toString();
  }

  /// As a seed writes it, where the step is on a seed's host; else by its key.
  private Untrusted host(ReconstructedStep step, List<Detection> seeds) {
    Untrusted first = seeds.getFirst().fact().host();
    if (step.node() == ProcessForest.NONE) {
      return first;
    }
    String key = provenance.key(step.node());
    String host = key.substring(0, Math.max(0, key.indexOf('|')));
    for (Detection seed : seeds) {
      if (Entities.hostKey(seed.fact().host()).equals(host)) {
        return seed.fact().host();
      }
    }
    return Untrusted.of(host);
  }

  private static String title(ReconstructedStep.Kind kind) {
    return switch (kind) {
      case DELIVERY -> "A file from outside was delivered";
      case FIRST_RUN -> "What was delivered ran for the first time";
      case SERVICE_EXPLOITED -> "A service that answers to strangers started a program";
      case REMOTE_ENTRY -> "A session from another computer began";
      case CHANNEL -> "A process of the attack kept a channel";
      case PERSISTENCE -> "A process of the attack made something that starts by itself";
      case SHORT_LIVED_SERVICE -> "A service or task was made to run something once";
      case LATERAL_MOVEMENT -> "The attack went to another computer";
    };
  }

  private static Activity activity(ReconstructedStep.Kind kind) {
    return switch (kind) {
      case DELIVERY -> Activity.FILE_WRITE;
      case FIRST_RUN, SERVICE_EXPLOITED -> Activity.PROCESS_START;
      case REMOTE_ENTRY, LATERAL_MOVEMENT -> Activity.LOGON;
      case CHANNEL -> Activity.CONNECTION;
      case PERSISTENCE, SHORT_LIVED_SERVICE -> Activity.SERVICE_INSTALL;
    };
  }
}
