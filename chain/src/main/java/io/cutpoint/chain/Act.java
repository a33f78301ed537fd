package io.cutpoint.chain;

import io.cutpoint.model.Part;
import io.cutpoint.model.Stage;
import io.cutpoint.model.detection.Outcome;
import io.cutpoint.model.detection.RuleReference;
import io.cutpoint.model.entity.Mention;
import io.cutpoint.model.event.EventId;
import io.cutpoint.model.fact.Fact;
import java.util.List;

/// One step of an intrusion: an episode in its place, for those who answer questions about the whole.
///
/// @param stage the stage that it means inside its intrusion
/// @param part the part, for the last stage
/// @param isFirm whether it may prove its stage: evidence of its own, no mere suspicion, and where it was
///     reconstructed without a weak edge
/// @param isReconstructed whether it was found from what came from what
/// @param isUnmatched whether no rule was true for its event
/// @param worth how much one occurrence of it is worth as evidence, 0 to 1
/// @param rule the rule, or the kind of reconstructed step
/// @param outcome the gravest outcome of its detections
/// @param host the key of the host that recorded it; empty for none
/// @param fact its first event
/// @param fromNanos the first instant, nanoseconds since 1601
/// @param toNanos the last
/// @param mentions who and what took part, each once
/// @param nodes the acting processes and those started
/// @param detections ids of its detections in order, bounded
public record Act(
    Stage stage,
    Part part,
    boolean isFirm,
    boolean isReconstructed,
    boolean isUnmatched,
    double worth,
    RuleReference rule,
    Outcome outcome,
    String host,
    Fact fact,
    long fromNanos,
    long toNanos,
    List<Mention> mentions,
    List<Integer> nodes,
    List<EventId> detections) {
  public Act {
    mentions = List.copyOf(mentions);
    nodes = List.copyOf(nodes);
    detections = List.copyOf(detections);
  }

  static Act of(StageChoice choice) {
    Placed placed = choice.placed();
    Episode e = placed.episode;
    boolean isSure = !placed.isReconstructed() || placed.confidence >= StageBoard.SURE;
    return new Act(choice.stage(), choice.part(), choice.mayConfirm() && isSure, placed.isReconstructed(), placed.isReconstructed() && !placed.isMatched,
        placed.once, e.rule(), e.outcome(), e.host(), e.first().fact(), e.t0(), e.t1(), e.mentions(), e.nodes(), e.detections());
  }
}
