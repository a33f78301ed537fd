package io.cutpoint.chain;

import io.cutpoint.model.detection.Detection;
import io.cutpoint.model.detection.Level;
import io.cutpoint.model.fact.Fact;
import io.cutpoint.provenance.Provenance;
import io.cutpoint.provenance.ReconstructedStep;
import io.cutpoint.provenance.Reconstruction;
import io.cutpoint.provenance.Reconstructor;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Follows an attack from its seeds to where it came in and to all that came of it, and so finds the steps that no
/// rule saw. Must be a pure function of its argument.
@FunctionalInterface
public interface AttackTracer {

  /// Finds nothing.
  AttackTracer NONE = seeds -> List.of();

  /// Follows an attack over what came from what.
  ///
  /// @param detections makes the detection of a step, with the origin `reconstruction` and the level of the gravest of
  ///     its seeds; asked once for each step and intrusion
  static AttackTracer over(Provenance provenance, BiFunction<ReconstructedStep, Level, Detection> detections) {
    return over(provenance, detections, unused -> {});
  }

  /// The same, with every attack that was followed shown to `seen`.
  static AttackTracer over(
      Provenance provenance, BiFunction<ReconstructedStep, Level, Detection> detections, Consumer<Reconstruction> seen) {
    return new ProvenanceTracer(new Reconstructor(provenance), detections, seen);
  }

  /// What is found from these detections, one for each entry.
  ///
  /// @param seeds detections of one intrusion that name a process, in order
  List<Traced> trace(List<Detection> seeds);

  /// An attack as far as it could be followed.
  ///
  /// @param steps in order; each with the origin `reconstruction`
  /// @param processes all processes of the attack, each with how sure its weakest edge to a seed is, 0 to 1
  /// @param belongs whether an event is the attack's: a process that was injected into has a life before
  record Traced(List<TracedStep> steps, SortedMap<Integer, Double> processes, Predicate<Fact> belongs) {
    public Traced {
      steps = List.copyOf(steps);
      processes = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(processes));
    }
  }

  /// One step.
  ///
  /// @param detection what happened, with its stage and the path to the seed in its reason
  /// @param confidence how sure its weakest edge is, 0 to 1
  /// @param isMatched whether some rule was true for the event all the same
  record TracedStep(Detection detection, double confidence, boolean isMatched) {}
}
