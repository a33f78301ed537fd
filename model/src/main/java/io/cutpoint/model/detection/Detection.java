package io.cutpoint.model.detection;

import io.cutpoint.model.entity.Mention;
import io.cutpoint.model.event.EventId;
import io.cutpoint.model.fact.Fact;
import java.util.List;

/// What an analyst sees: a rule that was true for an event, placed in a stage, with the entities that it names.
///
/// @param id from the rule and the event, see ARCHITECTURE.md, "Identity"
/// @param rule the rule
/// @param verdict the stage, from the rule and this event alone
/// @param outcome whether it took place
/// @param mentions who and what took part, in which role; the recording host first
/// @param fact the event
public record Detection(
    EventId id, RuleReference rule, StageVerdict verdict, Outcome outcome, List<Mention> mentions, Fact fact) {
  public Detection {
    mentions = List.copyOf(mentions);
  }
}
