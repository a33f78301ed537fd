package io.cutpoint.chain;

import io.cutpoint.model.detection.DetectionCodecs;
import io.cutpoint.model.event.EventId;
import io.cutpoint.model.step.Codec;
import io.cutpoint.model.step.Codecs;

/// What folding detections into episodes tells.
public sealed interface Folding {

  /// How it is written.
  Codec<Folding> CODEC = Codecs.of((folding, to) -> {
    switch (folding) {
      case Joined(EventId detection, EventId episode) -> {
        to.varint(0);
        DetectionCodecs.ID.write(detection, to);
        DetectionCodecs.ID.write(episode, to);
      }
      case Closed(Episode episode) -> {
        to.varint(1);
        Episode.CODEC.write(episode, to);
      }
    }
  }, from -> from.varint() == 0 ? new Joined(DetectionCodecs.ID.read(from), DetectionCodecs.ID.read(from)) : new Closed(Episode.CODEC.read(from)));

  /// A detection belongs to an episode; told at once.
  record Joined(EventId detection, EventId episode) implements Folding {}

  /// An episode is over.
  record Closed(Episode episode) implements Folding {}
}
