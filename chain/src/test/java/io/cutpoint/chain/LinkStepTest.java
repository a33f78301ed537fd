package io.cutpoint.chain;

import static io.cutpoint.chain.World.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.model.Stage;
import io.cutpoint.model.detection.Level;
import io.cutpoint.model.entity.Role;
import io.cutpoint.model.fact.Activity;
import io.cutpoint.model.step.Bound;
import io.cutpoint.model.step.Output;
import io.cutpoint.model.step.Step;
import io.cutpoint.testkit.StepContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class LinkStepTest implements StepContract<Episode, Placement> {

  private final World world = new World();

  @Override
  public Step<Episode, Placement> newStep() {
    return new LinkStep(world.baseline(), new Prevalence(), world);
  }

  @Override
  public List<List<Episode>> instants() {
    if (world.detections.isEmpty()) {
      for (int i = 0; i < 20; i++) {
        int tree = world.start("WS-0" + (i % 3), "C:\\p" + i + ".exe", World.NONE);
        for (int k = 0; k < 5; k++) {
          World.Happening one = world.on("WS-0" + (i % 3), (i / 3) * 7).rule(rule("r" + k, Level.values()[k]), Stage.CHAIN.get(k + 1));
          (k == 3 ? one : one.by(tree)).address(Role.TARGET, "203.0.113." + (1 + i % 4)).detect();
        }
      }
    }
    Map<Long, List<Episode>> out = new TreeMap<>(Long::compareUnsigned);
    world.episodes().forEach(e -> out.computeIfAbsent(e.t0(), unused -> new ArrayList<>()).add(e));
    return List.copyOf(out.values());
  }

  @Test
  void aRingThatIsFullLetsItsOldestGoAndCountsIt() {
    int tree = world.start("WS-01", "C:\\p.exe", World.NONE);
    for (int i = 0; i < 60; i++) {
      world.on("WS-01", i).by(tree).rule(rule("r" + i, Level.HIGH), Stage.EXPLOITATION).kind(Activity.OTHER).detect();
    }
    Map<String, Long> dropped = new TreeMap<>();
    LinkStep step = new LinkStep(world.baseline(), new Prevalence(), world);
    Output<Placement> output = new Output<>() {
      @Override
      public void emit(Placement one) {}

      @Override
      public void dropped(Bound bound, long count) {
        dropped.merge(bound.name(), count, Long::sum);
      }
    };

    world.episodes().forEach(e -> step.input(e, output));
    step.end(output);

    // The tree and the host.
    assertThat(dropped).containsExactly(Map.entry(LinkStep.RING.name(), 40L));
    assertThat(step.cells()).hasSize(1);
  }
}
