package io.cutpoint.chain;

import io.cutpoint.model.detection.Detection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Finds the steps of an attack that no rule saw, from the detections that opened or drive an intrusion.
///
/// Implemented over the tables of what came from what; must be a pure function of its argument.
@FunctionalInterface
public interface Reconstruction {

  /// Finds nothing.
  Reconstruction NONE = seeds -> Found.NOTHING;

  /// Walks from these detections up to the entry and down to everything that came of it.
  ///
  /// @param seeds detections of one intrusion that name a process, in order
  Found reconstruct(List<Detection> seeds);

  /// What was found.
  ///
  /// @param steps in order; each with the origin `reconstruction`
  /// @param processes all processes of the attack, and since when each is: 0 for its whole life, later for one that
  ///     was injected into
  record Found(List<FoundStep> steps, SortedMap<Integer, Long> processes) {

    static final Found NOTHING = new Found(List.of(), new TreeMap<>());

    public Found {
      steps = List.copyOf(steps);
      processes = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(processes));
    }
  }

  /// One step.
  ///
  /// @param detection what happened, with its stage and the path to the seed as its reason
  /// @param confidence how sure its weakest edge is, 0 to 1
  record FoundStep(Detection detection, double confidence) {}
}
