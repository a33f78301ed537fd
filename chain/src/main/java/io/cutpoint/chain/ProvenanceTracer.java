package io.cutpoint.chain;

import io.cutpoint.model.detection.Detection;
import io.cutpoint.model.detection.Level;
import io.cutpoint.model.event.EventId;
import io.cutpoint.provenance.ReconstructedStep;
import io.cutpoint.provenance.Reconstruction;
import io.cutpoint.provenance.Reconstructor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/// Asks provenance, and has detections made of the steps that it finds.
///
/// @param detections makes the detection of a step, with a level
/// @param seen is shown every attack that was followed
record ProvenanceTracer(
    Reconstructor reconstructor, BiFunction<ReconstructedStep, Level, Detection> detections, Consumer<Reconstruction> seen)
    implements AttackTracer {

  @Override
  public List<Traced> trace(List<Detection> seeds) {
    List<Traced> out = new ArrayList<>();
    for (Reconstruction found : reconstructor.reconstruct(seeds)) {
      seen.accept(found);
      Level level = level(seeds, new TreeSet<>(found.seeds()));
      List<TracedStep> steps = new ArrayList<>();
      for (ReconstructedStep step : found.steps()) {
        steps.add(new TracedStep(detections.apply(step, level), step.confidence(), step.isMatched()));
      }
      TreeMap<Integer, Double> processes = new TreeMap<>();
      found.nodes().forEach(node -> processes.put(node, found.confidence(node)));
      out.add(new Traced(steps, processes, found::contains));
    }
    return out;
  }

  private static Level level(List<Detection> seeds, Set<EventId> own) {
    Level level = Level.INFORMATIONAL;
    for (Detection seed : seeds) {
      boolean graver = seed.rule().level().compareTo(level) > 0;
      level = graver && own.contains(seed.id()) ? seed.rule().level() : level;
    }
    return level;
  }
}
