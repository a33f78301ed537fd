package io.cutpoint.chain;

import static io.cutpoint.chain.World.rule;
import static io.cutpoint.chain.World.suspected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cutpoint.model.Stage;
import io.cutpoint.model.detection.Detection;
import io.cutpoint.model.detection.Level;
import io.cutpoint.model.detection.Outcome;
import io.cutpoint.model.detection.StageVerdict;
import io.cutpoint.model.detection.Status;
import io.cutpoint.model.entity.Role;
import io.cutpoint.model.fact.Activity;
import io.cutpoint.model.fact.Attribute;
import io.cutpoint.model.intrusion.Contribution;
import io.cutpoint.model.intrusion.Intrusion;
import io.cutpoint.model.intrusion.StageState;
import io.cutpoint.model.intrusion.StageSummary;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class StagesTest {

  private final World world = new World();
  private final int explorer = world.stop("WS-01", "C:\\Windows\\explorer.exe");
  private final int tree = world.start("WS-01", "C:\\Users\\kim\\invoice.exe", explorer);

  private World.Happening at(double minute) {
    return world.on("WS-01", minute).by(tree);
  }

  private Intrusion only() {
    return only(world.run());
  }

  private static Intrusion only(Result result) {
    assertThat(result.intrusions()).hasSize(1);
    Intrusion one = result.intrusions().getFirst();
    assertThat(one.contributions().stream().mapToDouble(Contribution::points).sum()).isCloseTo(one.score(), within(0.5));
    return one;
  }

  private StageSummary stage(Intrusion intrusion, Stage stage) {
    return intrusion.stages().get(stage);
  }

  @Test
  void oneHighRuleConfirmsItsStage() {
    at(0).rule(rule("a", Level.HIGH), Stage.EXPLOITATION).detect();

    assertThat(stage(only(), Stage.EXPLOITATION).state()).isEqualTo(StageState.CONFIRMED);
  }

  @Test
  void oneMediumRuleOnlySuspectsHoweverOftenItRepeats() {
    for (int i = 0; i < 2_000; i++) {
      at(i * 0.1).rule(rule("a", Level.MEDIUM), Stage.EXPLOITATION).detect();
    }
    for (int i = 0; i < 20; i++) {
      at(300 + i * 10).rule(rule("a", Level.MEDIUM), Stage.EXPLOITATION).detect();
    }

    Intrusion intrusion = only();

    assertThat(stage(intrusion, Stage.EXPLOITATION).state()).isEqualTo(StageState.SUSPECTED);
    assertThat(intrusion.furthest()).isEqualTo(Stage.EXPLOITATION);
  }

  @Test
  void twoKindsOfLogConfirmByDifferentRulesWithThreeTenths() {
    at(0).rule(rule("a", Level.MEDIUM, Status.EXPERIMENTAL), Stage.EXPLOITATION).detect();
    at(1).rule(rule("b", Level.LOW, Status.EXPERIMENTAL), Stage.EXPLOITATION).channel("Security").detect();

    StageSummary stage = stage(only(), Stage.EXPLOITATION);

    assertThat(stage.state()).isEqualTo(StageState.CONFIRMED);
    assertThat(stage.reason()).contains("2 kinds of log");
  }

  @Test
  void oneRuleInTwoLogsIsOneWitness() {
    at(0).rule(rule("a", Level.MEDIUM), Stage.EXPLOITATION).detect();
    at(0).rule(rule("a", Level.MEDIUM), Stage.EXPLOITATION).channel("Security").detect();

    assertThat(stage(only(), Stage.EXPLOITATION).state()).isEqualTo(StageState.SUSPECTED);
  }

  @Test
  void severalRulesThatWereTrueForOneEventSawOneThing() {
    Detection one = at(0).rule(rule("a", Level.MEDIUM), Stage.EXPLOITATION).detect();
    for (String id : List.of("b", "c", "d")) {
      world.detections.add(new Detection(new io.cutpoint.model.event.EventId(1, id.charAt(0)), rule(id, Level.MEDIUM), one.verdict(), one.outcome(),
          one.mentions(), one.fact()));
    }

    assertThat(stage(only(), Stage.EXPLOITATION).state()).isEqualTo(StageState.SUSPECTED);
  }

  @Test
  void twoMediumRulesOfTwoEventsConfirm() {
    at(0).rule(rule("a", Level.MEDIUM), Stage.EXPLOITATION).detect();
    at(1).rule(rule("b", Level.MEDIUM), Stage.EXPLOITATION).detect();

    assertThat(stage(only(), Stage.EXPLOITATION).state()).isEqualTo(StageState.CONFIRMED);
  }

  @Test
  void clearingALogIsNoDefenceSwitchedOff() {
    at(0).rule(rule("a", Level.HIGH, "T1685.005"), Stage.ACTIONS_ON_OBJECTIVES).detect();

    assertThat(only().score()).isLessThan(60);
  }

  @Test
  void suspectedEvidenceNeverConfirmsHoweverMuchThereIs() {
    for (int i = 0; i < 12; i++) {
      at(i).rule(rule("a" + i, Level.CRITICAL, Status.STABLE), suspected(Stage.INSTALLATION)).detect();
    }

    assertThat(stage(only(), Stage.INSTALLATION).state()).isEqualTo(StageState.SUSPECTED);
  }

  @Test
  void contextMayChooseAnotherStageButNeverConfirmsIt() {
    at(0).rule(rule("a", Level.HIGH), Stage.COMMAND_AND_CONTROL).detect();
    Detection impair = at(1).rule(rule("b", Level.HIGH, "T1562.001"), suspected(Stage.INSTALLATION, Stage.ACTIONS_ON_OBJECTIVES)).detect();

    Intrusion intrusion = only();

    assertThat(intrusion.members()).anySatisfy(m -> {
      assertThat(m.id()).isEqualTo(impair.id());
      assertThat(m.stage()).isEqualTo(Stage.ACTIONS_ON_OBJECTIVES);
      assertThat(m.reason()).contains("Context");
    });
    assertThat(stage(intrusion, Stage.ACTIONS_ON_OBJECTIVES).state()).isEqualTo(StageState.SUSPECTED);
    assertThat(intrusion.furthest()).isEqualTo(Stage.COMMAND_AND_CONTROL);
  }

  @Test
  void evasionTakesTheStageOfItsTree() {
    at(0).rule(rule("a", Level.HIGH), Stage.INSTALLATION).detect();
    Detection evasion = at(1).rule(rule("b", Level.MEDIUM), suspected(Stage.EXPLOITATION, Stage.INSTALLATION, Stage.ACTIONS_ON_OBJECTIVES)).detect();

    assertThat(only().members()).anySatisfy(m -> {
      assertThat(m.id()).isEqualTo(evasion.id());
      assertThat(m.stage()).isEqualTo(Stage.INSTALLATION);
    });
  }

  @Test
  void aServiceMadeFromAnotherComputerIsMovementAndSuspectedOnly() {
    world.on("WS-01", -1).kind(Activity.LOGON).with(Attribute.LOGON_TYPE, "3").with(Attribute.TARGET_LOGON_ID, "0x5aa1")
        .with(Attribute.SOURCE_ADDRESS, "10.0.0.7").fact();
    StageVerdict either = new StageVerdict(Stage.INSTALLATION, io.cutpoint.model.Part.NONE, List.of(Stage.ACTIONS_ON_OBJECTIVES), false,
        StageVerdict.Step.TECHNIQUE, "A service.");
    at(0).session("0x5aa1").rule(rule("a", Level.HIGH, "T1543.003"), either).detect();

    Intrusion intrusion = only();

    assertThat(stage(intrusion, Stage.ACTIONS_ON_OBJECTIVES).state()).isEqualTo(StageState.SUSPECTED);
    assertThat(stage(intrusion, Stage.INSTALLATION).state()).isEqualTo(StageState.NONE);
  }

  @Test
  void aStageThatNoLogOfTheHostCouldSeeIsBlind() {
    at(0).rule(rule("a", Level.HIGH), Stage.ACTIONS_ON_OBJECTIVES).detect();

    Intrusion intrusion = only();

    assertThat(stage(intrusion, Stage.DELIVERY).state()).isEqualTo(StageState.BLIND);
    assertThat(stage(intrusion, Stage.DELIVERY).reason()).contains("ws-01");
    assertThat(stage(intrusion, Stage.RECONNAISSANCE).state()).isEqualTo(StageState.BLIND);
    assertThat(stage(intrusion, Stage.COMMAND_AND_CONTROL).state()).isEqualTo(StageState.BLIND);
  }

  @Test
  void aStageThatMustHaveHappenedWhereALogCoveredItIsInferredAndSaysWhereToLook() {
    world.on("WS-01", -60).kind(Activity.FILE_WRITE).fact();
    world.on("WS-01", -59).kind(Activity.PROCESS_START).fact();
    world.on("WS-01", -59).kind(Activity.CONNECTION).fact();
    at(0).rule(rule("a", Level.HIGH), Stage.ACTIONS_ON_OBJECTIVES).detect();

    Intrusion intrusion = only();

    for (Stage stage : List.of(Stage.DELIVERY, Stage.EXPLOITATION, Stage.COMMAND_AND_CONTROL)) {
      assertThat(stage(intrusion, stage).state()).as(stage.id()).isEqualTo(StageState.INFERRED);
      assertThat(stage(intrusion, stage).hunt()).contains("host=ws-01").contains("2026-03-02T08:0").contains("2026-03-02T09:00:00Z");
    }
    assertThat(stage(intrusion, Stage.INSTALLATION).state()).isEqualTo(StageState.NONE);
  }

  @Test
  void aLogThatBeginsTooLateIsBlindAndTellsWhenItBegins() {
    at(0).rule(rule("a", Level.HIGH), Stage.ACTIONS_ON_OBJECTIVES).detect();
    world.on("WS-01", 302).kind(Activity.CONNECTION).fact();

    StageSummary stage = stage(only(), Stage.COMMAND_AND_CONTROL);

    assertThat(stage.state()).isEqualTo(StageState.BLIND);
    assertThat(stage.reason()).contains("begin at 2026-03-02 14:02:00Z");
  }

  @Test
  void whoSignsInNeedsNoExploit() {
    at(0).kind(Activity.LOGON).rule(rule("a", Level.HIGH, "T1078"), Stage.DELIVERY).detect();
    at(1).rule(rule("b", Level.HIGH), Stage.ACTIONS_ON_OBJECTIVES).detect();

    assertThat(stage(only(), Stage.EXPLOITATION).state()).isEqualTo(StageState.NOT_APPLICABLE);
  }

  @Test
  void nothingAboveTheFurthestStageIsSaidToHaveHappened() {
    at(0).rule(rule("a", Level.HIGH), Stage.EXPLOITATION).detect();

    Intrusion intrusion = only();

    for (Stage stage : List.of(Stage.INSTALLATION, Stage.COMMAND_AND_CONTROL, Stage.ACTIONS_ON_OBJECTIVES)) {
      assertThat(stage(intrusion, stage).state()).isEqualTo(StageState.NONE);
    }
    assertThat(intrusion.status()).startsWith("last seen at Exploitation (no block observed)");
  }

  @Test
  void aBlockedIntrusionSaysSoAndWhatWouldHaveFollowed() {
    at(0).outcome(Outcome.BLOCKED).rule(rule("a", Level.CRITICAL, Status.STABLE), Stage.DELIVERY).detect();

    Intrusion intrusion = only();

    assertThat(intrusion.status()).isEqualTo("stopped at Delivery (blocked)");
    assertThat(stage(intrusion, Stage.EXPLOITATION).state()).isEqualTo(StageState.SYNTHESISED);
    assertThat(stage(intrusion, Stage.EXPLOITATION).mass()).isZero();
  }

  @Test
  void anIntrusionSeenNearTheEndOfTheEvidenceIsLive() {
    at(0).rule(rule("a", Level.HIGH), Stage.ACTIONS_ON_OBJECTIVES).detect();
    assertThat(only().status()).isEqualTo("reached Actions on Objectives, still active at the end");

    world.on("WS-02", 192).kind(Activity.CONNECTION).fact();
    assertThat(only().status()).isEqualTo("reached Actions on Objectives, last seen 3 h 12 min before the end");
  }

  @Test
  void scanningAloneStaysLow() {
    for (int i = 0; i < 8; i++) {
      at(i).rule(rule("a" + i, Level.CRITICAL, Status.STABLE), Stage.RECONNAISSANCE).channel(i % 2 == 0 ? "x" : "Security").detect();
    }

    Intrusion intrusion = only();

    assertThat(intrusion.status()).isEqualTo("scanning only");
    assertThat(intrusion.score()).isLessThan(40);
  }

  @Test
  void aLoneCredentialDumpByAHighRuleIsHighAndSaysWhy() {
    at(0).rule(rule("a", Level.HIGH, "T1003.001"), Stage.ACTIONS_ON_OBJECTIVES).detect();

    Intrusion intrusion = only();

    assertThat(intrusion.score()).isCloseTo(60, within(1e-9));
    assertThat(intrusion.contributions()).anySatisfy(c -> {
      assertThat(c.factor()).isEqualTo("floor");
      assertThat(c.points()).isPositive();
    });
  }

  @Test
  void aCriticalDumpIsHigherStill() {
    at(0).rule(rule("a", Level.CRITICAL, "T1003.001"), Stage.ACTIONS_ON_OBJECTIVES).detect();

    assertThat(only().score()).isGreaterThanOrEqualTo(75);
  }

  @Test
  void mediumEvidenceOfOneLogStaysMedium() {
    for (Stage stage : Stage.CHAIN.subList(2, 7)) {
      for (int i = 0; i < 3; i++) {
        at(stage.number() * 10 + i).rule(rule(stage.id() + i, Level.MEDIUM, Status.STABLE), stage).detect();
      }
    }

    Intrusion intrusion = only();

    assertThat(intrusion.score()).isCloseTo(59, within(1e-9));
    assertThat(intrusion.contributions()).anySatisfy(c -> {
      assertThat(c.factor()).isEqualTo("ceiling");
      assertThat(c.points()).isNegative();
    });
  }

  @Test
  void withoutAProvedStageNobodyIsCalled() {
    for (int i = 0; i < 12; i++) {
      at(i).rule(rule("a" + i, Level.HIGH, Status.STABLE), suspected(Stage.INSTALLATION)).detect();
    }

    assertThat(only().score()).isLessThan(40);
  }

  @Test
  void theChainLengthensOnlyInTheOrderOfTime() {
    at(0).rule(rule("a", Level.HIGH), Stage.ACTIONS_ON_OBJECTIVES).detect();
    at(10).rule(rule("b", Level.HIGH), Stage.COMMAND_AND_CONTROL).detect();
    at(20).rule(rule("c", Level.HIGH), Stage.EXPLOITATION).detect();

    assertThat(only().contributions()).extracting(Contribution::factor).doesNotContain("chain");
  }

  @Test
  void aReconstructedStepConfirmsOnlyWhenItIsSure() {
    at(10).rule(rule("dump", Level.HIGH), Stage.ACTIONS_ON_OBJECTIVES).detect();
    Detection sure = at(1).rule(rule("cutpoint.reconstruction.delivery", Level.HIGH), Stage.DELIVERY).detect();
    Detection unsure = at(2).rule(rule("cutpoint.reconstruction.channel", Level.HIGH), Stage.COMMAND_AND_CONTROL).detect();
    world.detections.removeAll(List.of(sure, unsure));
    TreeMap<Integer, Long> processes = new TreeMap<>();
    processes.put(tree, 0L);

    Intrusion intrusion = only(world.run(seeds -> List.of(world.traced(processes,
        new AttackTracer.TracedStep(sure, 0.7, false), new AttackTracer.TracedStep(unsure, 0.4, false)))));

    assertThat(stage(intrusion, Stage.DELIVERY).state()).isEqualTo(StageState.CONFIRMED);
    assertThat(stage(intrusion, Stage.COMMAND_AND_CONTROL).state()).isEqualTo(StageState.SUSPECTED);
    assertThat(intrusion.story().getFirst().text().raw()).startsWith("Came in on WS-01");
    assertThat(intrusion.story().getLast().text().raw()).startsWith("2 of its 3 steps matched no rule");
    assertThat(intrusion.story().getLast().timeNanos()).isEqualTo(intrusion.lastNanos());
  }

  private Intrusion traced(AttackTracer.TracedStep... steps) {
    world.detections.removeAll(java.util.Arrays.stream(steps).map(AttackTracer.TracedStep::detection).toList());
    TreeMap<Integer, Long> processes = new TreeMap<>();
    processes.put(tree, 0L);
    return only(world.run(seeds -> List.of(world.traced(processes, steps))));
  }

  private AttackTracer.TracedStep sure(double minute, String kind, Stage stage) {
    return new AttackTracer.TracedStep(at(minute).rule(rule("cutpoint.reconstruction." + kind, Level.MEDIUM), stage).detect(), 1, false);
  }

  @Test
  void aReconstructedStepDoesNotProveTheOnlySuspicionThatItWasFoundFrom() {
    at(1).rule(rule("remote shell", Level.MEDIUM), Stage.ACTIONS_ON_OBJECTIVES).detect();

    Intrusion intrusion = traced(sure(0, "lateral-movement", Stage.ACTIONS_ON_OBJECTIVES));

    assertThat(stage(intrusion, Stage.ACTIONS_ON_OBJECTIVES).state()).isEqualTo(StageState.SUSPECTED);
    assertThat(stage(intrusion, Stage.ACTIONS_ON_OBJECTIVES).reason()).contains("it happened").contains("that it was an attack");
    assertThat(intrusion.stages().values()).noneMatch(one -> one.state() == StageState.INFERRED);
    assertThat(intrusion.status()).startsWith("suspected at");
  }

  @Test
  void whatWasReconstructedAddsNothingToWhatRulesProveByTheirMass() {
    at(5).rule(rule("stable", Level.MEDIUM, Status.STABLE), Stage.ACTIONS_ON_OBJECTIVES).detect();

    Intrusion intrusion = traced(sure(0, "lateral-movement", Stage.ACTIONS_ON_OBJECTIVES), sure(1, "remote-entry", Stage.ACTIONS_ON_OBJECTIVES));

    assertThat(stage(intrusion, Stage.ACTIONS_ON_OBJECTIVES).state()).isEqualTo(StageState.SUSPECTED);
  }

  @Test
  void aWayInFromOutsideLetsReconstructedStepsProveTheirStages() {
    at(5).rule(rule("remote shell", Level.MEDIUM), Stage.ACTIONS_ON_OBJECTIVES).detect();

    Intrusion intrusion = traced(sure(0, "delivery", Stage.DELIVERY), sure(1, "channel", Stage.COMMAND_AND_CONTROL));

    assertThat(stage(intrusion, Stage.DELIVERY).state()).isEqualTo(StageState.CONFIRMED);
    assertThat(stage(intrusion, Stage.COMMAND_AND_CONTROL).state()).isEqualTo(StageState.CONFIRMED);
    assertThat(stage(intrusion, Stage.ACTIONS_ON_OBJECTIVES).state()).isEqualTo(StageState.SUSPECTED);
  }

  @Test
  void twoRulesOfTwoStagesLetReconstructedStepsProveTheirs() {
    at(5).rule(rule("a", Level.MEDIUM), Stage.EXPLOITATION).detect();
    at(6).rule(rule("b", Level.MEDIUM), Stage.ACTIONS_ON_OBJECTIVES).detect();

    Intrusion intrusion = traced(sure(1, "persistence", Stage.INSTALLATION));

    assertThat(stage(intrusion, Stage.INSTALLATION).state()).isEqualTo(StageState.CONFIRMED);
    assertThat(stage(intrusion, Stage.EXPLOITATION).state()).isEqualTo(StageState.SUSPECTED);
  }

  @Test
  void whatTellsHowAndNotHowFarStillShowsThatItIsAnAttack() {
    at(5).rule(rule("evasion", Level.HIGH), suspected(Stage.EXPLOITATION)).detect();

    Intrusion intrusion = traced(sure(1, "persistence", Stage.INSTALLATION));

    assertThat(stage(intrusion, Stage.INSTALLATION).state()).isEqualTo(StageState.CONFIRMED);
    assertThat(stage(intrusion, Stage.EXPLOITATION).state()).isEqualTo(StageState.SUSPECTED);
  }

  @Test
  void theStoryIsToldInTheOrderOfTimeWhateverTheOrderOfTheChain() {
    at(0).rule(rule("a", Level.HIGH), Stage.DELIVERY).kind(Activity.FILE_WRITE).with(Attribute.TARGET_FILE, "C:\\Users\\kim\\invoice.exe").detect();
    at(9).rule(rule("b", Level.HIGH), Stage.INSTALLATION).detect();
    at(5).rule(rule("c", Level.HIGH), Stage.COMMAND_AND_CONTROL).address(Role.TARGET, "203.0.113.7").detect();
    at(4).rule(rule("d", Level.HIGH), Stage.EXPLOITATION).detect();

    assertThat(only().story()).extracting(s -> s.text().raw()).satisfiesExactly(
        text -> assertThat(text).startsWith("Came in"),
        text -> assertThat(text).startsWith("First run after 4 min"),
        text -> assertThat(text).startsWith("Command and Control after 5 min"),
        text -> assertThat(text).startsWith("Made itself at home after 9 min"));
  }

  @Test
  void theStoryTellsEntryFirstRunChannelAndCredentials() {
    at(0).rule(rule("a", Level.HIGH), Stage.DELIVERY).kind(Activity.FILE_WRITE).with(Attribute.TARGET_FILE, "C:\\Users\\kim\\invoice.exe").detect();
    at(4).rule(rule("b", Level.HIGH), Stage.EXPLOITATION).user("CORP\\kim").detect();
    at(5).rule(rule("c", Level.HIGH), Stage.COMMAND_AND_CONTROL).address(Role.TARGET, "203.0.113.7").detect();
    at(25).rule(rule("d", Level.HIGH, "T1003.001"), Stage.ACTIONS_ON_OBJECTIVES).detect();

    assertThat(only().story()).extracting(s -> s.text().raw()).containsExactly(
        "Came in on WS-01 at 2026-03-02 09:00:00Z: Rule a (invoice.exe).",
        "First run after 4 min on WS-01: Rule b (invoice.exe, as CORP\\kim).",
        "Command and Control after 5 min on WS-01: Rule c (invoice.exe, with 203.0.113.7).",
        "Credentials after 25 min on WS-01: Rule d (invoice.exe).");
  }
}
