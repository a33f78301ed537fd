package io.cutpoint.respond;

import io.cutpoint.chain.Act;
import io.cutpoint.model.intrusion.Intrusion;
import io.cutpoint.provenance.ProcessForest;
import io.cutpoint.provenance.Reconstruction;
import java.util.List;

/// All that is known of one intrusion when it is asked about.
///
/// @param intrusion the intrusion
/// @param acts its steps, in order
/// @param attacks what was followed from its seeds
/// @param forest which process started which
/// @param coverage what the logs hold
/// @param endNanos when the evidence ends, or [io.cutpoint.model.event.EventView#NO_TIME]
public record Subject(Intrusion intrusion, List<Act> acts, List<Reconstruction> attacks, ProcessForest forest, Coverage coverage, long endNanos) {
  public Subject {
    acts = List.copyOf(acts);
    attacks = List.copyOf(attacks);
  }
}
