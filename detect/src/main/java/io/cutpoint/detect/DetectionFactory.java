package io.cutpoint.detect;

import io.cutpoint.attack.StageResolver;
import io.cutpoint.model.detection.Detection;
import io.cutpoint.model.detection.Evidence;
import io.cutpoint.model.detection.RuleReference;
import io.cutpoint.model.entity.Mention;
import io.cutpoint.model.event.EventId;
import io.cutpoint.model.event.LogSource;
import io.cutpoint.model.fact.Attribute;
import io.cutpoint.model.fact.Attributes;
import io.cutpoint.model.fact.Fact;
import io.cutpoint.model.text.Untrusted;
import java.util.EnumMap;
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

  /// The detection of a correlation. Its event is the last one, told of as far as the others do not contradict it:
  /// what they differ in (the accounts of a spraying, the hosts of a sweep) is no mark of the whole.
  ///
  /// @param decidedNanos the last event's time, or the end of the window where only that decides
  /// @param events the facts that it rests on, at least one, in order; the last one's host is the detection's
  public Detection detection(EventId id, RuleReference rule, long decidedNanos, List<Fact> events) {
    Fact last = events.getLast();
    EnumMap<Attribute, Untrusted> agreed = new EnumMap<>(Attribute.class);
    last.attributes().all().forEach((attribute, value) -> {
      if (events.stream().allMatch(event -> !event.attributes().has(attribute) || event.attributes().key(attribute).equals(value.key()))) {
        agreed.put(attribute, value);
      }
    });
    List<Evidence> evidence = events.stream().map(event -> event.evidence().getFirst()).toList();
    Fact whole = new Fact(last.id(), decidedNanos, decidedNanos == last.orderTimeNanos() ? last.timeNanos() : decidedNanos, last.activity(), last.eventCode(), last.channel(), last.host(),
        Attributes.of(agreed), List.of(), evidence);
    return new Detection(id, rule, stages.resolve(rule, whole, isInternal::test), Outcomes.of(whole, rule.logSource()),
        Participants.of(whole, rule.logSource(), isInternal), whole);
  }

  /// Who and what took part in an event that no rule was true for, the recording host first.
  public List<Mention> mentions(Fact fact) {
    return Participants.of(fact, ANY, isInternal);
  }
}
