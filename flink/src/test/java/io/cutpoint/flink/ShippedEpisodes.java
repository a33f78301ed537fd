package io.cutpoint.flink;

import io.cutpoint.chain.EpisodeStep;
import io.cutpoint.chain.Folding;
import io.cutpoint.chain.Sighting;
import io.cutpoint.chain.Tree;
import io.cutpoint.model.Part;
import io.cutpoint.model.Stage;
import io.cutpoint.model.detection.Detection;
import io.cutpoint.model.detection.Evidence;
import io.cutpoint.model.detection.Level;
import io.cutpoint.model.detection.Outcome;
import io.cutpoint.model.detection.RuleKey;
import io.cutpoint.model.detection.RuleReference;
import io.cutpoint.model.detection.StageVerdict;
import io.cutpoint.model.detection.Status;
import io.cutpoint.model.entity.Entity;
import io.cutpoint.model.entity.Mention;
import io.cutpoint.model.entity.Role;
import io.cutpoint.model.event.EventId;
import io.cutpoint.model.event.LogSource;
import io.cutpoint.model.event.Position;
import io.cutpoint.model.event.SourceId;
import io.cutpoint.model.fact.Activity;
import io.cutpoint.model.fact.Attribute;
import io.cutpoint.model.fact.Attributes;
import io.cutpoint.model.fact.Fact;
import io.cutpoint.model.step.Codec;
import io.cutpoint.model.step.KeyedStep;
import io.cutpoint.model.text.Untrusted;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Episodes, and generated detections for them: bursts with pauses below and above 300 s, and some that go on for hours.
final class ShippedEpisodes implements ShippedStep<String, Sighting, Folding> {

  private static final long serialVersionUID = 1;

  private static final long SECOND = 1_000_000_000L;
  private static final long BEGIN = Long.parseUnsignedLong("13412000000000000000");

  /// In order; many of one instant, more of one millisecond.
  static List<Sighting> inputs(int count) {
    Random random = new Random(23);
    List<Sighting> inputs = new ArrayList<>();
    long time = BEGIN;
    for (int i = 0; i < count; i++) {
      time += switch (random.nextInt(8)) {
        case 0, 1 -> 0;
        case 2 -> 1 + random.nextInt(300_000);
        case 3 -> random.nextLong(200 * SECOND);
        default -> random.nextLong(20 * SECOND);
      };
      inputs.add(sighting(i, time, random));
    }
    inputs.sort(Comparator.comparing(new EpisodeStep()::order));
    return inputs;
  }

  private static Sighting sighting(int i, long time, Random random) {
    String host = "ws-0" + random.nextInt(3);
    int node = random.nextInt(12);
    boolean known = node < 8;
    Untrusted image = Untrusted.of("C:\\Programme\\wörk" + node + ".exe");
    RuleReference rule = new RuleReference(new RuleKey("test", "r" + random.nextInt(2), "0"), "rule", Level.MEDIUM, Status.TEST, List.of("execution"), List.of("T1059"),
        new LogSource("windows", null, "sysmon"), random.nextBoolean() ? Stage.EXPLOITATION : null);
    StageVerdict verdict = new StageVerdict(Stage.EXPLOITATION, Part.NONE, List.of(Stage.INSTALLATION), false, StageVerdict.Step.TACTIC, "because");
    List<Mention> mentions = new ArrayList<>();
    mentions.add(new Mention(new Entity.Host(host, Untrusted.of(host.toUpperCase(java.util.Locale.ROOT))), Role.RECORDER));
    mentions.add(new Mention(new Entity.Process("p" + node, Untrusted.of("P" + node), image), Role.ACTOR));
    if (random.nextInt(4) == 0) {
      mentions.add(new Mention(new Entity.Address("10.0.0.9", Untrusted.of("10.0.0.9"), Entity.Scope.INTERNAL), Role.OBJECT));
    }
    Fact fact = new Fact(new EventId(random.nextLong(), i), time, time, Activity.PROCESS_START, 1, Untrusted.of("Microsoft-Windows-Sysmon/Operational"), Untrusted.of(host),
        Attributes.of(Map.of(Attribute.IMAGE, image, Attribute.COMMAND_LINE, Untrusted.of("x".repeat(300).getBytes(java.nio.charset.StandardCharsets.UTF_8), 0, 300, 200))),
        List.of(3, 7), List.of(new Evidence(new SourceId(0, "a.evtx"), new Position(1, 2, 3, 4), i, "00ff")));
    Detection detection = new Detection(new EventId(random.nextLong(), i), rule, verdict, Outcome.values()[random.nextInt(4)], mentions, fact);
    return new Sighting(detection, known ? new Tree(Tree.Kind.WHOLE, "p" + node % 3, node) : new Tree(Tree.Kind.NONE, "", -1));
  }

  @Override
  public KeyedStep<String, Sighting, Folding> step() {
    return new EpisodeStep();
  }

  @Override
  public Codec<Sighting> inputs() {
    return Sighting.CODEC;
  }

  @Override
  public Codec<Folding> outputs() {
    return Folding.CODEC;
  }
}
