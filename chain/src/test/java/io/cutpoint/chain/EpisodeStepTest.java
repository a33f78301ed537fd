package io.cutpoint.chain;

import static io.cutpoint.chain.World.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.model.Stage;
import io.cutpoint.model.detection.Detection;
import io.cutpoint.model.detection.Level;
import io.cutpoint.model.detection.Outcome;
import io.cutpoint.model.event.EventId;
import io.cutpoint.model.step.Bound;
import io.cutpoint.model.step.Output;
import io.cutpoint.model.step.Step;
import io.cutpoint.testkit.StepContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class EpisodeStepTest implements StepContract<Detection, Episode> {

  private final World world = new World();

  @Override
  public Step<Detection, Episode> newStep() {
    return new EpisodeStep(world, new Prevalence());
  }

  @Override
  public List<List<Detection>> instants() {
    if (world.detections.isEmpty()) {
      for (int i = 0; i < 60; i++) {
        for (int k = 0; k < 4; k++) {
          world.on("WS-0" + (i % 3), i * 3).user(k % 2 == 0 ? "CORP\\Kim" : "corp\\kim").rule(rule("r" + k % 2, Level.MEDIUM), Stage.EXPLOITATION)
              .outcome(Outcome.values()[(i + k) % 4]).detect();
        }
      }
    }
    Map<Long, List<Detection>> out = new TreeMap<>(Long::compareUnsigned);
    world.detections.forEach(d -> out.computeIfAbsent(d.fact().orderTimeNanos(), unused -> new ArrayList<>()).add(d));
    return List.copyOf(out.values());
  }

  @Test
  void aPauseOfMoreThanFiveMinutesEndsAnEpisode() {
    world.on("WS-01", 0).detect();
    world.on("WS-01", 5).detect();
    world.on("WS-01", 10.1).detect();

    assertThat(world.episodes()).extracting(Episode::count).containsExactly(2L, 1L);
  }

  @Test
  void noEpisodeIsLongerThanSixHours() {
    for (int i = 0; i <= 100; i++) {
      world.on("WS-01", i * 5).detect();
    }

    assertThat(world.episodes()).hasSize(2).allSatisfy(e -> assertThat(Times.between(e.t0(), e.t1())).isLessThanOrEqualTo(6 * Times.HOUR));
  }

  @Test
  void hostsTreesAndAccountsAreKeptApart() {
    int one = world.start("WS-01", "C:\\one.exe", World.NONE);
    int child = world.start("WS-01", "C:\\child.exe", one);
    int two = world.start("WS-01", "C:\\two.exe", World.NONE);
    world.on("WS-01", 0).by(one).detect();
    world.on("WS-01", 1).by(child).detect();
    world.on("WS-01", 1).by(two).detect();
    world.on("WS-01", 1).by(one).user("CORP\\kim").detect();
    world.on("WS-02", 1).detect();

    assertThat(world.episodes()).extracting(Episode::count).containsExactlyInAnyOrder(2L, 1L, 1L, 1L);
  }

  @Test
  void addingTellsTheEpisode() {
    EpisodeStep step = new EpisodeStep(world, new Prevalence());
    List<Episode> out = new ArrayList<>();
    Output<Episode> output = new Output<>() {
      @Override
      public void emit(Episode one) {
        out.add(one);
      }

      @Override
      public void dropped(Bound bound, long count) {}
    };
    Detection first = world.on("WS-01", 0).detect();
    Detection second = world.on("WS-01", 1).detect();

    EventId a = step.place(first, output);
    EventId b = step.place(second, output);
    step.end(output);

    assertThat(b).isEqualTo(a);
    assertThat(out).singleElement().satisfies(e -> {
      assertThat(e.id()).isEqualTo(a);
      assertThat(e.detections()).containsExactly(first.id(), second.id());
    });
  }

  @Test
  void aFloodIsListedUpToItsBoundAndCountedBeyond() {
    List<Long> dropped = new ArrayList<>();
    List<Episode> out = new ArrayList<>();
    Output<Episode> output = new Output<>() {
      @Override
      public void emit(Episode one) {
        out.add(one);
      }

      @Override
      public void dropped(Bound bound, long count) {
        assertThat(bound).isEqualTo(EpisodeStep.DETECTIONS);
        dropped.add(count);
      }
    };
    EpisodeStep step = new EpisodeStep(world, new Prevalence());
    for (int i = 0; i < 6_000; i++) {
      step.input(world.on("WS-01", i * 0.001).detect(), output);
    }
    step.end(output);

    assertThat(out).singleElement().satisfies(e -> {
      assertThat(e.count()).isEqualTo(6_000);
      assertThat(e.detections()).hasSize(5_000);
    });
    assertThat(dropped).hasSize(1_000);
  }
}
