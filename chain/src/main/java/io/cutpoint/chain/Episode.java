package io.cutpoint.chain;

import io.cutpoint.model.detection.Detection;
import io.cutpoint.model.detection.DetectionCodecs;
import io.cutpoint.model.detection.Outcome;
import io.cutpoint.model.detection.RuleReference;
import io.cutpoint.model.detection.StageVerdict;
import io.cutpoint.model.entity.Mention;
import io.cutpoint.model.event.EventId;
import io.cutpoint.model.step.Codec;
import io.cutpoint.model.step.Codecs;
import io.cutpoint.model.step.StateReader;
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
public record Episode(
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

  static final Codec<List<Integer>> NODES = Codecs.list(Codecs.of((node, to) -> to.varint(node), StateReader::count));
  private static final Codec<List<EventId>> DETECTIONS = Codecs.list(DetectionCodecs.ID);

  /// How it is written.
  public static final Codec<Episode> CODEC = Codecs.of((episode, to) -> {
    to.text(episode.key).varint(episode.count).int64(episode.t0).int64(episode.t1);
    DetectionCodecs.ID.write(episode.id, to);
    DetectionCodecs.DETECTION.write(episode.first, to);
    Tree.CODEC.write(episode.tree, to);
    NODES.write(episode.nodes, to);
    DetectionCodecs.OUTCOME.write(episode.outcome, to);
    DetectionCodecs.MENTIONS.write(episode.mentions, to);
    DETECTIONS.write(episode.detections, to);
  }, from -> {
    String key = from.text();
    long count = from.varint();
    long t0 = from.int64();
    long t1 = from.int64();
    EventId id = DetectionCodecs.ID.read(from);
    Sighting first = new Sighting(DetectionCodecs.DETECTION.read(from), Tree.CODEC.read(from));
    return of(id, key, first, NODES.read(from), t0, t1, count, DetectionCodecs.OUTCOME.read(from), DetectionCodecs.MENTIONS.read(from), DETECTIONS.read(from));
  });

  /// By time, then identity.
  static final Comparator<Episode> ORDER =
      Comparator.<Episode>comparingLong(e -> e.t0() ^ Long.MIN_VALUE).thenComparing(Episode::id);

  public Episode {
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

  /// The episode whose first detection is this one.
  static Episode of(EventId id, String key, Sighting first, List<Integer> nodes, long t0, long t1, long count, Outcome outcome, List<Mention> mentions, List<EventId> detections) {
    return new Episode(id, key, first.kind(), first.detection(), first.host(), Sensor.of(first.detection().fact()), first.tree(), nodes, t0, t1, count, outcome, mentions, detections);
  }

  /// Host and process tree.
  String origin() {
    return host + '\0' + tree.key();
  }
}
