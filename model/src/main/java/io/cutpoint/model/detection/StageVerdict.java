package io.cutpoint.model.detection;

import io.cutpoint.model.Part;
import io.cutpoint.model.Stage;
import java.util.List;

/// Which stage a detection means, from its rule and its own event alone, and why.
///
/// @param stage the stage
/// @param part the part, for the last stage
/// @param alternatives other stages that the same evidence could mean, in the order of the chain, without `stage`
/// @param suspectedAtMost whether this detection alone may never confirm its stage (evasion, a bare outcome)
/// @param decidedBy which step of the resolution decided
/// @param reason a sentence for people that names the step
public record StageVerdict(
    Stage stage, Part part, List<Stage> alternatives, boolean suspectedAtMost, Step decidedBy, String reason) {
  public StageVerdict {
    alternatives = List.copyOf(alternatives);
  }

  /// The steps of the resolution, in their order.
  public enum Step { RULE, EVENT, TECHNIQUE, TACTIC, CONTEXT, LOWEST }
}
