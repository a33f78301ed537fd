package io.cutpoint.detect;

import io.cutpoint.attack.StageResolver;
import io.cutpoint.model.detection.Detection;
import io.cutpoint.model.detection.RuleReference;
import io.cutpoint.model.entity.Mention;
import io.cutpoint.model.event.LogSource;
import io.cutpoint.model.fact.Fact;
import java.util.List;
import java.util.function.Predicate;

/// Makes a detection of an event and a rule that was true for it. Stateless: the same event and rule give the same
/// detection, whatever came before.
public final class DetectionFactory {

  private static final LogSource ANY = new LogSource(null, null, null);

  private final StageResolver stages;
  private final Predicate<String> isInternal;

  /// @param stages decides the stage
  /// @param isInternal whether an address, written as [io.cutpoint.model.entity.Entities#address] does, is proven or
  ///     configured to be ours; must give the same answer throughout a run
  public DetectionFactory(StageResolver stages, Predicate<String> isInternal) {
    this.stages = stages;
    this.isInternal = isInternal;
  }

  /// The detection.
  public Detection detection(Fact fact, RuleReference rule) {
    return new Detection(
        DetectionIds.of(rule.key(), fact.id()),
        rule,
        stages.resolve(rule, fact, isInternal::test),
        Outcomes.of(fact, rule.logSource()),
        Participants.of(fact, rule.logSource(), isInternal),
        fact);
  }

  /// Who and what took part in an event that no rule was true for, the recording host first.
  public List<Mention> mentions(Fact fact) {
    return Participants.of(fact, ANY, isInternal);
  }
}
