package io.cutpoint.chain;

import io.cutpoint.model.detection.Detection;
import io.cutpoint.model.detection.DetectionCodecs;
import io.cutpoint.model.entity.Entities;
import io.cutpoint.model.entity.Entity;
import io.cutpoint.model.entity.Mention;
import io.cutpoint.model.entity.Role;
import io.cutpoint.model.step.Codec;
import io.cutpoint.model.step.Codecs;
import io.cutpoint.provenance.ProcessForest;
import java.util.TreeSet;

/// A detection with what the process forest says of it, so that episodes are made without the forest.
///
/// @param tree where its process stands
public record Sighting(Detection detection, Tree tree) {

  /// How sightings are written.
  public static final Codec<Sighting> CODEC = Codecs.of((sighting, to) -> {
    DetectionCodecs.DETECTION.write(sighting.detection, to);
    Tree.CODEC.write(sighting.tree, to);
  }, from -> new Sighting(DetectionCodecs.DETECTION.read(from), Tree.CODEC.read(from)));

  /// What the forest says now.
  static Sighting of(Detection detection, ProcessForest forest) {
    return new Sighting(detection, Tree.of(detection.fact(), detection.mentions(), forest));
  }

  /// The key of the computer that recorded it: its own mention comes first.
  String host() {
    for (Mention mention : detection.mentions()) {
      if (mention.entity() instanceof Entity.Host host) {
        return host.key();
      }
    }
    return Entities.hostKey(detection.fact().host());
  }

  /// Rule and kind of program, for its prevalence.
  String kind() {
    return detection.rule().key().id() + '\0' + detection.rule().key().contentHash() + '\0' + Programs.imageClass(detection.fact());
  }

  /// What all detections of an episode share: rule, stage and acting entities.
  String key() {
    TreeSet<String> acting = new TreeSet<>();
    for (Mention mention : detection.mentions()) {
      boolean takesPart = mention.role() == Role.ACTOR || mention.role() == Role.TARGET;
      boolean counts = switch (mention.entity()) {
        case Entity.Host unused -> takesPart;
        case Entity.Account unused -> takesPart;
        case Entity.Address unused -> takesPart;
        case Entity.Process unused -> false;
        case Entity.Session unused -> false;
        case Entity.File unused -> false;
        case Entity.FileHash unused -> false;
        case Entity.Domain unused -> takesPart;
        case Entity.Url unused -> takesPart;
        case Entity.Artefact unused -> takesPart;
      };
      if (counts) {
        acting.add(mention.role().id() + '=' + mention.entity().type() + ':' + mention.entity().key());
      }
    }
    StringBuilder key = new StringBuilder();
    key.append(detection.rule().key().id()).append('\0').append(detection.rule().key().origin()).append('\0').append(detection.rule().key().contentHash());
    key.append('\0').append(detection.verdict().stage().id()).append(detection.verdict().suspectedAtMost() ? "?" : "!").append(detection.verdict().part().id());
    key.append('\0').append(Sensor.of(detection.fact())).append('\0').append(host());
    key.append('\0').append(tree.isProcess() ? tree.kind() + tree.key() : Programs.imageClass(detection.fact()));
    for (String one : acting) {
      key.append('\0').append(one);
    }
    return key.toString();
  }
}
