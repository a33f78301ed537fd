package io.cutpoint.chain;

import static io.cutpoint.chain.World.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cutpoint.model.Stage;
import io.cutpoint.model.detection.Level;
import io.cutpoint.model.detection.Outcome;
import io.cutpoint.model.detection.Status;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EvidenceTest {

  private final World world = new World();

  private Episode episode(Level level, Status status, Outcome outcome, int count) {
    for (int i = 0; i < count; i++) {
      world.on("WS-01", i * 0.01).rule(rule("r", level, status), Stage.EXPLOITATION).outcome(outcome).detect();
    }
    return world.episodes().getFirst();
  }

  @ParameterizedTest(name = "{0} {1} {2} x{3} after {4} h: {5}")
  @CsvSource({
      "INFORMATIONAL, TEST, OCCURRED, 1, 0, 0.0385",
      "LOW, TEST, OCCURRED, 1, 0, 0.1926",
      "MEDIUM, TEST, OCCURRED, 1, 0, 0.3851",
      "HIGH, TEST, OCCURRED, 1, 0, 0.5777",
      "HIGH, STABLE, OCCURRED, 1, 0, 0.7427",
      "HIGH, EXPERIMENTAL, OCCURRED, 1, 0, 0.4126",
      "CRITICAL, STABLE, OCCURRED, 1, 0, 0.9408",
      "CRITICAL, STABLE, OCCURRED, 9, 0, 0.95",
      "HIGH, TEST, BLOCKED, 1, 0, 0.3466",
      "HIGH, TEST, UNKNOWN, 1, 0, 0.4910",
      "HIGH, TEST, OCCURRED, 1, 2, 0.2888",
      "CRITICAL, TEST, OCCURRED, 1, 100, 0.7317",
      "MEDIUM, TEST, OCCURRED, 9, 0, 0.4667",
  })
  void worthIsSeverityConfidenceNoveltyRepetitionAndOutcome(Level level, Status status, Outcome outcome, int count, int hours, double wanted) {
    assertThat(EvidenceValue.of(episode(level, status, outcome, count), hours)).isCloseTo(wanted, within(0.0001));
  }

  @Test
  void onlyMediumRulesAndAboveOpenAnIntrusion() {
    Episode low = episode(Level.LOW, Status.STABLE, Outcome.OCCURRED, 1);

    assertThat(EvidenceValue.of(low, 0)).isGreaterThan(EvidenceValue.SEED);
    assertThat(EvidenceValue.maySeed(low, EvidenceValue.of(low, 0))).isFalse();
  }

  @Test
  void hoursCountBeforeTheIntrusionOpenedAndOutsideIt() {
    Prevalence prevalence = new Prevalence();
    for (int hour = 0; hour < 10; hour++) {
      prevalence.add("r", hour % 2 == 0 ? "ws-1" : "ws-2", World.minute(hour * 60));
    }

    assertThat(prevalence.hoursBefore("r", World.minute(600), "ws-1")).isEqualTo(10);
    assertThat(prevalence.hoursOutside("r", World.minute(600), World.minute(600), Set.of("ws-1"))).isEqualTo(5);
    assertThat(prevalence.hoursOutside("r", World.minute(600), World.minute(240), Set.of("ws-1"))).isEqualTo(2);
    assertThat(prevalence.hoursBefore("r", World.minute(600 + 8 * 24 * 60), "ws-1")).isZero();
    assertThat(prevalence.hoursBefore("other", World.minute(600), "ws-1")).isZero();
  }

  @Test
  void insideOneHourTwoOtherPlacesCountAsAnHourAndAtMostFourDo() {
    Prevalence prevalence = new Prevalence();
    for (int i = 0; i < 20; i++) {
      prevalence.add("r", "ws-" + i, World.minute(i));
    }

    assertThat(prevalence.hoursBefore("r", World.minute(4), "ws-4")).isEqualTo(2);
    assertThat(prevalence.hoursBefore("r", World.minute(4), "ws-0")).isEqualTo(1);
    assertThat(prevalence.hoursBefore("r", World.minute(19), "ws-19")).isEqualTo(4);
    assertThat(prevalence.hoursOutside("r", World.minute(19), World.minute(4), Set.of("ws-0", "ws-1"))).isEqualTo(1);
  }

  @Test
  void whatFiresEveryHourSoonOpensNoMore() {
    for (int hour = 0; hour < 24; hour++) {
      world.on("WS-0" + (hour % 5), hour * 60).rule(rule("r", Level.MEDIUM), Stage.EXPLOITATION).detect();
    }

    Result result = world.run();

    assertThat(result.intrusions()).hasSizeLessThan(6);
    assertThat(result.fates().total()).isEqualTo(24);
  }
}
