package io.cutpoint.chain;

import io.cutpoint.model.detection.Detection;
import io.cutpoint.model.event.EventId;
import io.cutpoint.model.intrusion.Intrusion;
import io.cutpoint.model.intrusion.Link;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What became of all detections.
///
/// @param intrusions the highest score first, then by id
/// @param acts the steps of each intrusion, in order
/// @param steps what reconstruction found, as detections with the origin `reconstruction`, in order; members of the
///     intrusions name them
/// @param fates where every detection went; they add up to the detections taken
/// @param merges which intrusions became one, and why
/// @param related pairs that may be one, but not surely
/// @param refused for each intrusion the strongest links that were too weak, strongest first
/// @param dropped what bounds let go, by the names of the bounds; empty where none was hit
public record Result(
    List<Intrusion> intrusions,
    SortedMap<EventId, List<Act>> acts,
    List<Detection> steps,
    Fates fates,
    List<Merge> merges,
    List<Related> related,
    SortedMap<EventId, List<Link>> refused,
    SortedMap<String, Long> dropped) {
  public Result {
    intrusions = List.copyOf(intrusions);
    acts = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(acts));
    steps = List.copyOf(steps);
    merges = List.copyOf(merges);
    related = List.copyOf(related);
    refused = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(refused));
    dropped = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(dropped));
  }

  /// Counts of detections. Reconstructed steps are not among them.
  ///
  /// @param inIntrusions by intrusion
  /// @param orphans worth joining, but nothing to join came
  /// @param context worth too little for more
  public record Fates(Map<EventId, Long> inIntrusions, long orphans, long context) {
    public Fates {
      inIntrusions = java.util.Collections.unmodifiableMap(new TreeMap<>(inIntrusions));
    }

    /// All of them.
    public long total() {
      return inIntrusions.values().stream().mapToLong(Long::longValue).sum() + orphans + context;
    }
  }

  /// Two intrusions that became one. Without it both are as before, see [Chain#unmerge(EventId)].
  ///
  /// @param survivor the older one
  /// @param absorbed the other, an alias now
  /// @param because what brought them together
  public record Merge(EventId survivor, EventId absorbed, Link because) {}

  /// Two intrusions that share something, but too little to be one.
  public record Related(EventId a, EventId b, Link because) {}
}
