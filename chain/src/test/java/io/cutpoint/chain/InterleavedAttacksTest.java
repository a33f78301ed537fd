package io.cutpoint.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.model.detection.Detection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class InterleavedAttacksTest {

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 11, 12, 13, 14, 15, 16, 17, 18, 19})
  void simultaneousAttacksInElevenfoldNoiseAreToldApart(long seed) {
    Attacks attacks = new Attacks(seed, 8, 0.2, 11);

    Attacks.Measure measure = attacks.measure(attacks.world.run());

    System.out.println("STEER " + measure);
    assertThat(measure.mostAttacksInOne()).isEqualTo(1);
    assertThat(measure.found()).isEqualTo(8);
    assertThat(measure.f1()).isGreaterThanOrEqualTo(0.75);
    assertThat(measure.purity()).isGreaterThanOrEqualTo(0.90);
    assertThat(measure.intrusionsPerAttack()).isLessThanOrEqualTo(2);
  }

  @Test
  void noiseAloneGivesNoIntrusionThatMatters() {
    Attacks noise = new Attacks(5, 8, 0.2, 11);
    noise.world.detections.removeIf(d -> noise.truth.containsKey(d.id()));

    Result result = noise.world.run();

    System.out.println("STEER noise " + result.intrusions().stream().filter(i -> i.score() >= 40).count() + " of " + result.intrusions().size());
    assertThat(result.intrusions()).filteredOn(i -> i.score() >= 60).isEmpty();
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
    io.cutpoint.model.fact.Fact f = d.fact();
    return new Detection(d.id(), d.rule(), d.verdict(), d.outcome(), d.mentions(),
        new io.cutpoint.model.fact.Fact(f.id(), t, t, f.activity(), f.eventCode(), f.channel(), f.host(), f.attributes(), f.rules(), f.evidence()));
  }

  private static String run(World world, Map<Long, List<Detection>> instants, @org.jspecify.annotations.Nullable Random random) {
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
