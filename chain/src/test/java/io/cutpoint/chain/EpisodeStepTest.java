package io.cutpoint.chain;

import static io.cutpoint.chain.World.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cutpoint.model.Stage;
import io.cutpoint.model.detection.Detection;
import io.cutpoint.model.detection.Level;
import io.cutpoint.model.detection.Outcome;
import io.cutpoint.model.event.EventId;
import io.cutpoint.model.step.Bound;
import io.cutpoint.model.step.EmbeddedRunner;
import io.cutpoint.model.step.KeyedStep;
import io.cutpoint.model.step.Output;
import io.cutpoint.model.step.Runner;
import io.cutpoint.testkit.RunnerContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class EpisodeStepTest implements RunnerContract<String, Sighting, Folding> {

  private final World world = new World();

  @Override
  public KeyedStep<String, Sighting, Folding> newStep() {
    return new EpisodeStep();
  }

  @Override
  public Runner<Sighting> start(KeyedStep<String, Sighting, Folding> step, Output<Folding> out, byte @Nullable [] snapshot) {
    return snapshot == null ? new EmbeddedRunner<>(step, out) : new EmbeddedRunner<>(step, out, snapshot);
  }

  @Override
  public List<Sighting> inputs() {
    return inputs(20);
  }

  private List<Sighting> inputs(int instants) {
    World some = new World();
    int shell = some.start("WS-00", "C:\\shell.exe", World.NONE);
    for (int i = 0; i < instants; i++) {
      for (int k = 0; k < 4; k++) {
        World.Happening one = some.on("WS-0" + (i % 3), i * 3).user(k % 2 == 0 ? "CORP\\Kim" : "corp\\kim").rule(rule("r" + k % 2, Level.MEDIUM), Stage.EXPLOITATION)
            .outcome(Outcome.values()[(i + k) % 4]);
        (i % 3 == 0 && k < 2 ? one.by(shell) : one).detect();
      }
    }
    return some.sightings();
  }

  private static final class Kept implements Output<Folding> {
    final List<Episode> episodes = new ArrayList<>();
    final Map<EventId, EventId> joined = new TreeMap<>();
    final Map<String, Long> dropped = new TreeMap<>();

    @Override
    public void emit(Folding one) {
      switch (one) {
        case Folding.Joined now -> joined.put(now.detection(), now.episode());
        case Folding.Closed(Episode episode) -> episodes.add(episode);
      }
    }

    @Override
    public void dropped(Bound bound, long count) {
      dropped.merge(bound.name(), count, Long::sum);
    }
  }

  private static Kept run(List<Sighting> inputs) {
    Kept out = new Kept();
    EmbeddedRunner<String, Sighting, Folding> runner = new EmbeddedRunner<>(new EpisodeStep(), out);
    inputs.forEach(runner::input);
    runner.end();
    out.episodes.sort(Episode.ORDER);
    assertThat(runner.size()).as("keys that are left").isZero();
    return out;
  }

  @Test
  void theOrderInsideAnInstantChangesNothing() {
    List<Sighting> inputs = inputs(60);
    Kept wanted = run(inputs);
    Map<Long, List<Sighting>> instants = new TreeMap<>(Long::compareUnsigned);
    inputs.forEach(in -> instants.computeIfAbsent(in.detection().fact().orderTimeNanos(), unused -> new ArrayList<>()).add(in));

    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      List<Sighting> shuffled = new ArrayList<>();
      for (List<Sighting> instant : instants.values()) {
        List<Sighting> one = new ArrayList<>(instant);
        Collections.shuffle(one, random);
        shuffled.addAll(one);
      }
      Kept found = run(shuffled);

      assertThat(found.episodes).as("shuffle %d", seed).isEqualTo(wanted.episodes).hasSizeGreaterThan(10);
      assertThat(found.joined).isEqualTo(wanted.joined).hasSameSizeAs(inputs);
    }
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
  void whatIsLeftOfALongEpisodeDoesNotEndTheNextOne() {
    for (int i = 0; i <= 72; i++) {
      world.on("WS-01", i * 5).detect();
    }
    world.on("WS-01", 361).detect();
    world.on("WS-01", 365.5).detect();

    assertThat(world.episodes()).extracting(Episode::count).containsExactly(73L, 2L);
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
  void aDetectionIsToldItsEpisodeAtOnce() {
    Detection first = world.on("WS-01", 0).detect();
    Detection second = world.on("WS-01", 1).detect();

    Kept out = run(world.sightings());

    assertThat(out.episodes).singleElement().satisfies(e -> {
      assertThat(out.joined).containsEntry(first.id(), e.id()).containsEntry(second.id(), e.id());
      assertThat(e.detections()).containsExactly(first.id(), second.id());
    });
  }

  @Test
  void aFloodIsListedUpToItsBoundAndCountedBeyond() {
    for (int i = 0; i < 6_000; i++) {
      world.on("WS-01", i * 0.001).detect();
    }

    Kept out = run(world.sightings());

    assertThat(out.episodes).singleElement().satisfies(e -> {
      assertThat(e.count()).isEqualTo(6_000);
      assertThat(e.detections()).hasSize(5_000);
    });
    assertThat(out.dropped).containsExactly(Map.entry("episode-detections", 1_000L));
  }

  @Test
  void anEpisodeThatIsLetGoIsClosedEarlyAndNotLost() {
    int most = (int) EpisodeStep.OPEN.most();
    for (int i = 0; i <= most; i++) {
      world.on("H" + i, 0).detect();
    }

    Kept out = run(world.sightings());

    assertThat(out.episodes).hasSize(most + 1);
    assertThat(out.dropped).containsExactly(Map.entry("open-episodes", 1L));
  }

  @Test
  void everyFormIsReadAsItWasWritten() {
    List<Sighting> inputs = inputs();
    List<Episode> episodes = run(inputs).episodes;

    assertThat(inputs).allSatisfy(in -> assertThat(Sighting.CODEC.value(Sighting.CODEC.bytes(in))).isEqualTo(in));
    assertThat(episodes).isNotEmpty().allSatisfy(e -> assertThat(Folding.CODEC.value(Folding.CODEC.bytes(new Folding.Closed(e)))).isEqualTo(new Folding.Closed(e)));
    byte[] bytes = Sighting.CODEC.bytes(inputs.getFirst());
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> Sighting.CODEC.value(cut)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  /// Half of the inputs, saved by the first version of the state.
  @Test
  void aStateOfTheFirstVersionGoesOn() throws IOException {
    List<Sighting> inputs = inputs();
    int half = inputs.size() / 2;
    Path golden = Path.of("src", "test", "resources", "io", "cutpoint", "chain", "episodes-1.state");
    if (Boolean.getBoolean("golden.update")) {
      Runner<Sighting> saved = start(newStep(), new Kept(), null);
      inputs.subList(0, half).forEach(saved::input);
      Files.createDirectories(golden.getParent());
      Files.write(golden, saved.snapshot());
    }
    Kept whole = run(inputs);
    Kept second = new Kept();

    Runner<Sighting> restored = start(newStep(), second, Files.readAllBytes(golden));
    inputs.subList(half, inputs.size()).forEach(restored::input);
    restored.end();

    assertThat(second.episodes).isNotEmpty();
    assertThat(whole.episodes).containsAll(second.episodes);
    assertThat(second.episodes.stream().anyMatch(e -> e.t0() < inputs.get(half).detection().fact().orderTimeNanos())).as("one was open when it was saved").isTrue();
  }
}
