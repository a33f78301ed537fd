package io.cutpoint.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.model.detection.Detection;
import io.cutpoint.model.fact.Fact;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class InterleavedAttacksTest {

  /// The floors are those of design/linking.md, for networks that were made for this; 19 has two attacks that go from
  /// one workstation to one server within an hour.
  @Test
  void simultaneousAttacksInElevenfoldNoiseAreToldApart() {
    double f1 = 0;
    double pieces = 0;
    int falseIntrusions = 0;
    long[] seeds = {1, 2, 3, 13, 14, 19};
    for (long seed : seeds) {
      Attacks attacks = new Attacks(seed, 8, 0.2, 11);

      Attacks.Measure measure = attacks.measure(attacks.world.run());

      assertThat(measure.mostAttacksInOne()).as("seed %d: %s", seed, measure).isEqualTo(1);
      assertThat(measure.found()).as("seed %d: %s", seed, measure).isEqualTo(8);
      assertThat(measure.purity()).as("seed %d: %s", seed, measure).isGreaterThanOrEqualTo(0.90);
      f1 += measure.f1() / seeds.length;
      pieces += measure.intrusionsPerAttack() / seeds.length;
      falseIntrusions += measure.falseIntrusions();
    }
    assertThat(f1).isGreaterThanOrEqualTo(0.90);
    assertThat(pieces).isLessThanOrEqualTo(1.5);
    assertThat(falseIntrusions).isLessThanOrEqualTo(1);
  }

  @Test
  void noiseAloneGivesNoIntrusionThatMatters() {
    Attacks noise = new Attacks(5, 8, 0.2, 11);
    noise.world.detections.removeIf(d -> noise.truth.containsKey(d.id()));

    Result result = noise.world.run();

    assertThat(result.intrusions()).isNotEmpty().allSatisfy(i -> assertThat(i.score()).isLessThan(40));
  }

  @Test
  void theOrderInsideAnInstantChangesNothing() {
    Attacks attacks = new Attacks(4, 4, 0.2, 11);
    Map<Long, List<Detection>> instants = new TreeMap<>(Long::compareUnsigned);
    // Whole minutes, so that many things happen at once.
    World coarse = attacks.world;
    coarse.detections.replaceAll(d -> at(d, d.fact().orderTimeNanos() - Long.remainderUnsigned(d.fact().orderTimeNanos(), Times.MINUTE)));
    coarse.detections.forEach(d -> instants.computeIfAbsent(d.fact().orderTimeNanos(), unused -> new ArrayList<>()).add(d));
    String wanted = run(coarse, instants, null);

    for (int seed = 0; seed < 5; seed++) {
      assertThat(run(coarse, instants, new Random(seed))).isEqualTo(wanted);
    }
  }

  private static Detection at(Detection d, long t) {
    Fact f = d.fact();
    return new Detection(d.id(), d.rule(), d.verdict(), d.outcome(), d.mentions(),
        new Fact(f.id(), t, t, f.activity(), f.eventCode(), f.channel(), f.host(), f.attributes(), f.rules(), f.evidence()));
  }

  private static String run(World world, Map<Long, List<Detection>> instants, @Nullable Random random) {
    Chain chain = new Chain(world.baseline(), world);
    for (List<Detection> instant : instants.values()) {
      List<Detection> some = new ArrayList<>(instant);
      if (random != null) {
        Collections.shuffle(some, random);
      }
      some.forEach(chain::add);
    }
    return chain.finish(AttackTracer.NONE).toString();
  }
}
