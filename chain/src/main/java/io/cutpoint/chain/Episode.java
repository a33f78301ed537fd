package io.cutpoint.chain;

import io.cutpoint.model.detection.Detection;
import io.cutpoint.model.detection.Outcome;
import io.cutpoint.model.detection.RuleReference;
import io.cutpoint.model.detection.StageVerdict;
import io.cutpoint.model.entity.Mention;
import io.cutpoint.model.event.EventId;
import java.util.Comparator;
import java.util.List;

/// The same rule true again and again for the same acting entities, without a long pause: one happening for people.
///
/// @param id from what all its detections share and its first instant
/// @param key what all its detections share: rule, stage and acting entities
/// @param kind rule and kind of program, for its prevalence
/// @param first the first detection, of those of one instant the one with the smallest id
/// @param host the key of the host that recorded it, or empty
/// @param sensor the kind of log
/// @param tree where the acting process stands
/// @param nodes the acting processes and those started, ascending, at most [EpisodeStep#NODES]
/// @param t0 the first instant
/// @param t1 the last
/// @param count how many detections
/// @param outcome the most grave one
/// @param mentions who and what took part, each once
/// @param detections their ids in order, at most [EpisodeStep#DETECTIONS]
record Episode(
    EventId id,
    String key,
    String kind,
    Detection first,
    String host,
    Sensor sensor,
    Tree tree,
    List<Integer> nodes,
    long t0,
    long t1,
    long count,
    Outcome outcome,
    List<Mention> mentions,
    List<EventId> detections) {

  /// By time, then identity.
  static final Comparator<Episode> ORDER =
      Comparator.<Episode>comparingLong(e -> e.t0() ^ Long.MIN_VALUE).thenComparing(Episode::id);

  Episode {
    nodes = List.copyOf(nodes);
    mentions = List.copyOf(mentions);
    detections = List.copyOf(detections);
  }

  RuleReference rule() {
    return first.rule();
  }

  StageVerdict verdict() {
    return first.verdict();
  }

  /// Rule and kind of program, for its prevalence.
  static String kind(Detection detection) {
    return detection.rule().key().id() + '\0' + detection.rule().key().contentHash() + '\0' + Programs.imageClass(detection.fact());
  }

  /// Host and process tree.
  String origin() {
    return host + '\0' + tree.key();
  }
}
