package io.cutpoint.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.engine.Analysis;
import io.cutpoint.engine.AnalysisRequest;
import io.cutpoint.engine.Progress;
import io.cutpoint.evaluate.Evaluation;
import io.cutpoint.evaluate.Scorecard;
import io.cutpoint.generator.Evidence;
import io.cutpoint.generator.Generator;
import io.cutpoint.generator.Request;
import io.cutpoint.model.detection.Level;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The built-in rules find the attacks that seeds plant, whole and alone. Other seeds than the first twenty:
/// `./mvnw -Pfull -pl cli -am test -Dtest=DemoSeedsTest -Dsurefire.failIfNoSpecifiedTests=false
/// -Dcutpoint.test.args=-Dcutpoint.seeds=21-40`
@Tag("full")
class DemoSeedsTest {

  @TempDir Path folder;

  static List<Long> seeds() {
    String range = System.getProperty("cutpoint.seeds", "1-20");
    int dash = range.indexOf('-');
    long first = Long.parseLong(dash < 0 ? range : range.substring(0, dash));
    long last = Long.parseLong(dash < 0 ? range : range.substring(dash + 1));
    return java.util.stream.LongStream.rangeClosed(first, last).boxed().toList();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void anAttackIsOneIntrusionWithItsStagesAndNothingElse(long seed) throws Exception {
    Evidence evidence = Generator.make(new Request(folder.resolve("evidence"), seed, Generator.DEFAULT_EVENTS, true), () -> false);

    Scorecard card = measure(evidence);

    Scorecard.Attack attack = card.attacks().getFirst();
    SoftAssertions all = new SoftAssertions();
    all.assertThat(attack.isFound()).as("found, ranked first and with a score of 40 or more").isTrue();
    all.assertThat(card.overall().purity()).as("purity").isGreaterThanOrEqualTo(.95);
    all.assertThat(attack.intrusions()).as("intrusions with a piece of it").isEqualTo(1);
    all.assertThat(attack.stages()).isNotNull();
    all.assertThat(attack.stages().missed()).as("stages that were not confirmed").isEmpty();
    all.assertThat(card.falseStages()).as("stages falsely confirmed").isEmpty();
    all.assertThat(card.falseIntrusions()).as("intrusions that are no attack").isEmpty();
    all.assertAll();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void withoutAnAttackNothingIsClaimed(long seed) throws Exception {
    Evidence evidence = Generator.make(new Request(folder.resolve("evidence"), seed, Generator.DEFAULT_EVENTS, false), () -> false);

    Scorecard card = measure(evidence);

    assertThat(card.attacks()).isEmpty();
    assertThat(card.overall().claims()).as("intrusions with a score of 40 or more").isZero();
  }

  private Scorecard measure(Evidence evidence) throws Exception {
    AnalysisRequest request =
        new AnalysisRequest(evidence.folders(), null, List.of(), true, 0, -1, Level.INFORMATIONAL, folder.resolve("result"), folder.resolve("data"), 2, 512L << 20, "test", null);
    Analysis.run(request, Progress.NONE);
    return Evaluation.of(folder.resolve("result"), evidence.truth());
  }
}
