package io.cutpoint.evaluate;

import static io.cutpoint.model.Stage.COMMAND_AND_CONTROL;
import static io.cutpoint.model.Stage.DELIVERY;
import static io.cutpoint.model.Stage.EXPLOITATION;
import static io.cutpoint.model.Stage.INSTALLATION;
import static io.cutpoint.model.Stage.RECONNAISSANCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.cutpoint.evaluate.Scorecard.Attack;
import io.cutpoint.evaluate.Scorecard.Best;
import io.cutpoint.evaluate.Scorecard.Box;
import io.cutpoint.evaluate.Scorecard.Fate;
import io.cutpoint.evaluate.Scorecard.First;
import io.cutpoint.evaluate.Scorecard.Stages;
import io.cutpoint.model.intrusion.Band;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationTest {

  @TempDir Path directory;

  private Scorecard evaluate(MadeResult result, String... truth) throws IOException, TruthException {
    Path file = directory.resolve("truth");
    Files.write(file, List.of(truth));
    return Evaluation.of(result.write(directory.resolve("result")), file);
  }

  /// A line of truth.ndjson.
  private static String record(String attack, long record, String stage) {
    return "{\"intrusion\":\"" + attack + "\",\"source\":\"a.evtx\",\"record\":" + record + ",\"stage\":" + (stage.isEmpty() ? "null" : "\"" + stage + "\"") + ",\"step\":\"s\",\"parent\":null}";
  }

  private static Best best(Attack attack) {
    return Objects.requireNonNull(attack.best());
  }

  private static Stages stages(Attack attack) {
    return Objects.requireNonNull(attack.stages());
  }

  private static First first(Scorecard card) {
    return Objects.requireNonNull(card.overall().first());
  }

  private static void addsUp(Scorecard card) {
    assertThat(card.fates().stream().mapToLong(Fate::detections).sum()).isEqualTo(card.result().detections());
    assertThat(card.fates().stream().mapToLong(Fate::episodes).sum()).isEqualTo(card.result().episodes());
    assertThat(card.fates().stream().mapToLong(Fate::intrusions).sum()).isEqualTo(card.result().intrusions());
    assertThat(card.fates().stream().mapToLong(Fate::attackDetections).sum()).isEqualTo(card.attacks().stream().mapToLong(Attack::detections).sum());
  }

  @Test
  void attackThatIsWhollyAndAloneInTheFirstIntrusionIsFound() throws IOException, TruthException {
    MadeResult result = new MadeResult()
        .detection(1, 1, "WS-07", "12:00:00", "delivery")
        .detection(2, 2, "WS-07", "12:01:00", "exploitation")
        .detection(3, 3, "WS-08", "12:02:00", "exploitation")
        .intrusion(1, 90, List.of(DELIVERY, EXPLOITATION), "1:delivery", "2:exploitation");

    Scorecard card = evaluate(result, record("x", 1, "delivery"), record("x", 2, "exploitation"));

    Attack x = card.attacks().getFirst();
    assertThat(x.isFound()).isTrue();
    assertThat(x.rank()).isEqualTo(1);
    assertThat(x.reciprocalRank()).isEqualTo(1);
    assertThat(best(x).purity()).isEqualTo(new Share(2, 2));
    assertThat(best(x).completeness()).isEqualTo(new Share(2, 2));
    assertThat(best(x).f1().value()).isEqualTo(1);
    assertThat(card.overall().found()).isEqualTo(new Share(1, 1));
    assertThat(first(card)).isEqualTo(new First(MadeResult.id(2001), 90, "x", new Share(2, 2), new Share(2, 2), new Share(2, 2)));
    assertThat(card.falseIntrusions()).isEmpty();
    assertThat(card.falseStages()).isEmpty();
    assertThat(card.warnings()).isEmpty();
    assertThat(card.result()).isEqualTo(new Scorecard.Measured(3, 3, 1, 2, 2.0 * 60 / 86_400));
    addsUp(card);
  }

  @Test
  void attackBelowFortyIsNotFoundThoughItIsFirst() throws IOException, TruthException {
    MadeResult result = new MadeResult().detection(1, 1, "WS-07", "12:00:00", "delivery").intrusion(1, 39.9, List.of(), "1");

    Attack x = evaluate(result, record("x", 1, "")).attacks().getFirst();

    assertThat(x.isFound()).isFalse();
    assertThat(x.rank()).isEqualTo(1);
  }

  @Test
  void halfOfTheEpisodesMakesAnIntrusionTheAttackAndLessMakesItFalse() throws IOException, TruthException {
    MadeResult result = new MadeResult()
        .detection(1, 1, "WS-07", "12:00:00", "delivery")
        .detection(2, 2, "WS-07", "12:00:00", "delivery")
        .detection(3, 3, "WS-07", "12:00:00", "delivery")
        .detection(4, 4, "WS-07", "12:00:00", "delivery")
        .detection(5, 5, "WS-07", "12:00:00", "delivery")
        .span("2026-04-24T00:00:00Z", "2026-04-26T00:00:00Z")
        .intrusion(1, 70, List.of(), "2", "3", "4")
        .intrusion(2, 50, List.of(), "1", "5")
        .intrusion(3, 39, List.of(DELIVERY), "5");

    Scorecard card = evaluate(result, record("x", 1, ""), record("x", 2, ""));

    Attack x = card.attacks().getFirst();
    assertThat(x.rank()).isEqualTo(2);
    assertThat(x.falseAbove()).isEqualTo(1);
    assertThat(x.reciprocalRank()).isEqualTo(0.5);
    assertThat(x.isFound()).isFalse();
    assertThat(card.falseIntrusions()).containsExactly(new Scorecard.FalseIntrusion(MadeResult.id(2001), 70, 1, new Share(1, 3)));
    assertThat(card.overall().claims()).isEqualTo(2);
    assertThat(card.overall().falsePerDay()).isEqualTo(0.5);
    assertThat(card.overall().falsePerDayPer100Hosts()).isEqualTo(50);
    assertThat(card.overall().confirmedElsewhere()).isEqualTo(1);
    addsUp(card);
  }

  @Test
  void lessThanADayOfEvidenceCountsAsADay() throws IOException, TruthException {
    MadeResult result = new MadeResult().detection(1, 1, "WS-07", "12:00:00", "delivery").detection(2, 2, "WS-07", "12:10:00", "delivery").intrusion(1, 70, List.of(), "1", "2");

    Scorecard card = evaluate(result);

    assertThat(card.overall().falsePerDay()).isEqualTo(1);
    assertThat(card.attacks()).isEmpty();
    assertThat(card.overall().found()).isEqualTo(new Share(0, 0));
    assertThat(card.overall().f1()).isNaN();
    addsUp(card);
  }

  @Test
  void equalScoresRankAsTheyStandInTheFile() throws IOException, TruthException {
    MadeResult result = new MadeResult()
        .detection(1, 1, "WS-07", "12:00:00", "delivery")
        .detection(2, 2, "WS-07", "12:00:00", "delivery")
        .detection(3, 3, "WS-07", "12:00:00", "delivery")
        .intrusion(1, 10, List.of(), "3")
        .intrusion(2, 60, List.of(), "2")
        .intrusion(3, 60, List.of(), "1");

    assertThat(evaluate(result, record("x", 1, "")).attacks().getFirst().rank()).isEqualTo(2);
    assertThat(evaluate(result, record("x", 2, "")).attacks().getFirst().isFound()).isTrue();
  }

  @Test
  void attacksDoNotPushEachOtherDown() throws IOException, TruthException {
    MadeResult result = new MadeResult()
        .detection(1, 1, "WS-07", "12:00:00", "delivery")
        .detection(2, 2, "WS-08", "12:00:00", "delivery")
        .intrusion(1, 90, List.of(), "1")
        .intrusion(2, 80, List.of(), "2");

    Scorecard card = evaluate(result, record("x", 1, ""), record("y", 2, ""));

    assertThat(card.overall().found()).isEqualTo(new Share(2, 2));
    assertThat(card.attacks().get(1).rank()).isEqualTo(2);
    assertThat(card.overall().reciprocalRank()).isEqualTo(1);
  }

  @Test
  void emptyResultFindsNothingAndDividesNothing() throws IOException, TruthException {
    Scorecard card = evaluate(new MadeResult(), record("x", 1, "delivery"));

    Attack x = card.attacks().getFirst();
    assertThat(x.isFound()).isFalse();
    assertThat(x.best()).isNull();
    assertThat(x.boxes()).isEmpty();
    assertThat(stages(x).missed()).containsExactly(DELIVERY);
    assertThat(card.overall().completeness()).isZero();
    assertThat(card.overall().purity()).isNaN();
    assertThat(card.overall().first()).isNull();
    assertThat(card.truth()).isEqualTo(new Scorecard.Given("records", 1, 0, 0, 0));
    assertThat(card.warnings()).containsExactly("no detection belongs to any attack of the truth");
    assertThat(ScorecardJson.of(card)).contains("\"purity\":null", "\"firstRanked\":null", "\"best\":null");
    addsUp(card);
  }

  @Test
  void recordsThatLedToNoDetectionCount() throws IOException, TruthException {
    MadeResult result = new MadeResult().detection(1, 1, "WS-07", "12:00:00", "delivery").detection(2, 2, "WS-07", "12:00:00", "delivery").intrusion(1, 90, List.of(), "1");

    Scorecard card = evaluate(result, record("x", 1, ""), record("x", 2, ""), record("x", 3, ""), record("x", 4, ""));

    assertThat(card.truth()).isEqualTo(new Scorecard.Given("records", 4, 2, 1, 0));
    assertThat(card.attacks().getFirst()).extracting(Attack::rows, Attack::detected, Attack::inBest).containsExactly(4L, 2L, 1L);
    assertThat(best(card.attacks().getFirst()).completeness()).isEqualTo(new Share(1, 2));
  }

  @Test
  void twoAttacksInOneIntrusionAreMerged() throws IOException, TruthException {
    MadeResult result = new MadeResult()
        .detection(1, 1, "WS-07", "12:00:00", "delivery")
        .detection(2, 2, "WS-08", "12:00:00", "delivery")
        .detection(3, 3, "WS-08", "12:00:00", "delivery")
        .intrusion(1, 90, List.of(), "1", "2", "3");

    Scorecard card = evaluate(result, record("x", 1, ""), record("y", 2, ""), record("y", 3, ""));

    assertThat(card.overall().attacksPerIntrusion()).isEqualTo(2);
    assertThat(card.overall().mostAttacks()).isEqualTo(2);
    assertThat(card.attacks().get(0).rank()).as("a third is not the attack").isZero();
    assertThat(card.attacks().get(1).isFound()).isTrue();
    assertThat(best(card.attacks().get(0)).purity()).isEqualTo(new Share(1, 3));
    assertThat(card.falseIntrusions()).as("all of it is attack").isEmpty();
    assertThat(first(card).attack()).isEqualTo("y");
  }

  @Test
  void oneAttackInTwoIntrusionsIsSplit() throws IOException, TruthException {
    MadeResult result = new MadeResult()
        .detection(1, 1, "WS-07", "12:00:00", "delivery")
        .detection(2, 2, "WS-07", "12:00:00", "delivery")
        .detection(3, 3, "WS-07", "12:00:00", "delivery")
        .detection(4, 4, "WS-07", "12:00:00", "delivery")
        .intrusion(1, 90, List.of(), "1")
        .intrusion(2, 50, List.of(), "2", "3");

    Scorecard card = evaluate(result, record("x", 1, ""), record("x", 2, ""), record("x", 3, ""), record("x", 4, ""));

    Attack x = card.attacks().getFirst();
    assertThat(x.intrusions()).isEqualTo(2);
    assertThat(card.overall().intrusionsPerAttack()).isEqualTo(2);
    assertThat(best(x).id()).isEqualTo(MadeResult.id(2002));
    assertThat(best(x).completeness()).isEqualTo(new Share(2, 4));
    assertThat(best(x).f1()).isEqualTo(new Share(4, 6));
    assertThat(x.isFound()).as("the first intrusion is a piece of it").isTrue();
    assertThat(first(card).completeness()).isEqualTo(new Share(1, 4));
  }

  @Test
  void equallyLargePiecesGoByDetectionsAndThenByRank() throws IOException, TruthException {
    MadeResult result = new MadeResult()
        .detection(1, 1, "WS-07", "12:00:00", "delivery")
        .detection(2, 2, "WS-07", "12:00:00", "delivery")
        .detection(3, 2, "WS-07", "12:00:00", "delivery")
        .intrusion(1, 90, List.of(), "1")
        .intrusion(2, 50, List.of(), "2", "3");

    assertThat(best(evaluate(result, record("x", 1, ""), record("x", 2, ""), record("x", 3, "")).attacks().getFirst()).id()).isEqualTo(MadeResult.id(2002));

    MadeResult equal = new MadeResult()
        .detection(1, 1, "WS-07", "12:00:00", "delivery")
        .detection(2, 2, "WS-07", "12:00:00", "delivery")
        .intrusion(1, 50, List.of(), "1")
        .intrusion(2, 90, List.of(), "2");
    assertThat(best(evaluate(equal, record("x", 1, ""), record("x", 2, "")).attacks().getFirst()).id()).isEqualTo(MadeResult.id(2002));
  }

  @Test
  void episodeBelongsToAnAttackFromHalfOfItsDetectionsOn() throws IOException, TruthException {
    MadeResult result = new MadeResult()
        .detection(1, 1, "WS-07", "12:00:00", "delivery")
        .detection(2, 1, "WS-07", "12:00:00", "delivery")
        .detection(3, 1, "WS-07", "12:00:00", "delivery")
        .intrusion(1, 90, List.of(), "1", "2", "3");

    Scorecard third = evaluate(result, record("x", 1, ""));
    assertThat(third.attacks().getFirst().episodes()).isZero();
    assertThat(third.attacks().getFirst().isFound()).isFalse();
    assertThat(best(third.attacks().getFirst()).purityDetections()).isEqualTo(new Share(1, 3));
    assertThat(third.overall().f1()).isZero();
    assertThat(third.warnings()).singleElement().asString().contains("no episode");

    Scorecard both = evaluate(result, record("y", 3, ""), record("x", 1, ""), record("x", 2, ""));
    assertThat(both.attacks()).extracting(Attack::name, Attack::episodes).containsExactly(tuple("y", 0L), tuple("x", 1L));
  }

  @Test
  void stagesAreComparedAsConfirmedAndAsMembers() throws IOException, TruthException {
    MadeResult result = new MadeResult()
        .detection(1, 1, "WS-07", "12:00:00", "delivery")
        .detection(2, 2, "WS-07", "12:00:00", "exploitation", "installation", "command-and-control")
        .detection(3, 3, "WS-07", "12:00:00", "installation", "command-and-control")
        .detection(4, 4, "WS-07", "12:00:00", "installation", "exploitation", "command-and-control")
        .detection(5, 5, "WS-07", "12:00:00", "installation")
        .intrusion(1, 90, List.of(DELIVERY, INSTALLATION), "1:delivery", "2:installation", "3:installation", "4:installation", "5:installation");

    Scorecard card = evaluate(
        result, record("x", 1, "delivery"), record("x", 2, "exploitation"), record("x", 3, "command-and-control"), record("x", 4, "command-and-control"), record("x", 5, ""));

    Stages stages = stages(card.attacks().getFirst());
    assertThat(stages.truth()).containsExactly(DELIVERY, EXPLOITATION, COMMAND_AND_CONTROL);
    assertThat(stages.falselyConfirmed()).containsExactly(INSTALLATION);
    assertThat(stages.missed()).containsExactly(EXPLOITATION, COMMAND_AND_CONTROL);
    assertThat(stages.unstaged()).isEqualTo(1);
    assertThat(stages.first()).isEqualTo(new Share(1, 4));
    assertThat(stages.second()).as("2 has its own stage as next best, 3 its alternative, 4 another one").isEqualTo(new Share(3, 4));
    assertThat(stages.byStage()).containsEntry(COMMAND_AND_CONTROL, new Share(0, 2)).containsEntry(DELIVERY, new Share(1, 1));
    assertThat(card.falseStages()).containsExactly(new Scorecard.FalseStage(MadeResult.id(2001), 90, INSTALLATION, List.of("x")));
    assertThat(card.overall().confirmed()).isEqualTo(2);
  }

  @Test
  void stagesThatTheTruthDoesNotTellAreNotJudged() throws IOException, TruthException {
    MadeResult result = new MadeResult().detection(1, 1, "WS-07", "12:00:00", "delivery").intrusion(1, 90, List.of(RECONNAISSANCE), "1:delivery");

    Scorecard card = evaluate(result, record("x", 1, ""));

    assertThat(card.attacks().getFirst().stages()).isNull();
    assertThat(card.falseStages()).isEmpty();
    assertThat(card.overall().stageFirst()).isEqualTo(new Share(0, 0));
  }

  @Test
  void windowsHoldBothEndsAndHostsCompareByFirstLabel() throws IOException, TruthException {
    MadeResult result = new MadeResult()
        .detection(1, 1, "WS-07.corp.example", "12:00:00", "delivery")
        .detection(2, 2, "ws-07", "12:10:00", "delivery")
        .detection(3, 3, "ws-07", "12:10:00.000000001", "delivery")
        .detection(4, 4, "10.0.5.13", "12:05:00", "delivery")
        .detection(5, 5, "10.0.5.14", "12:05:00", "delivery")
        .detection(6, 6, "other", "13:00:30", "delivery")
        .intrusion(1, 90, List.of(), "1", "2", "4");

    Scorecard card = evaluate(
        result,
        "intrusion\thost\tfrom\tto\tstage",
        "x\tws-07.other.example\t2026-04-25T12:00:00Z\t2026-04-25T14:10:00+02:00\tdelivery",
        "x\t10.0.5.13\t2026-04-25T12:00:00Z\t2026-04-25T12:10:00Z\t",
        "y\t*\t2026-04-25T13:00:00Z\t2026-04-25T13:01:00Z\t-",
        "y\tws-99\t2026-04-25T13:00:00Z\t2026-04-25T13:01:00Z\t-");

    assertThat(card.attacks()).extracting(Attack::detections).containsExactly(3L, 1L);
    assertThat(card.truth()).isEqualTo(new Scorecard.Given("windows", 4, 3, 2, 0));
    assertThat(best(card.attacks().getFirst()).completeness()).isEqualTo(new Share(3, 3));
    assertThat(stages(card.attacks().getFirst()).first()).isEqualTo(new Share(0, 2));
  }

  @Test
  void labelsNameTheAttackOrNothing() throws IOException, TruthException {
    MadeResult result = new MadeResult().detection(1, 1, "WS-07", "12:00:00", "delivery").detection(2, 2, "WS-07", "12:00:00", "delivery").intrusion(1, 90, List.of(), "1");

    Scorecard card = evaluate(
        result, "time,source,record,label,stage", "t,a.evtx,1,\"dns, slow\",delivery", "t,a.evtx,2,Benign,", "t,a.evtx,3,-,", "t,a.evtx,4,,");

    assertThat(card.attacks()).extracting(Attack::name).containsExactly("dns, slow");
    assertThat(card.truth()).isEqualTo(new Scorecard.Given("labels", 1, 1, 1, 3));
  }

  @Test
  void detectionInTwoIntrusionsEndsInTheBetterOne() throws IOException, TruthException {
    MadeResult result = new MadeResult()
        .detection(1, 1, "WS-07", "12:00:00", "delivery")
        .detection(2, 2, "WS-07", "12:00:00", "delivery")
        .detection(3, 3, "WS-07", "12:00:00", "delivery")
        .intrusion(1, 15, List.of(), "1", "2")
        .intrusion(2, 85, List.of(), "1");

    Scorecard card = evaluate(result, record("x", 1, ""));

    assertThat(card.fates()).containsExactly(
        new Fate(Band.CRITICAL, 1, 1, 1, 1), new Fate(Band.HIGH, 0, 0, 0, 0), new Fate(Band.MEDIUM, 0, 0, 0, 0), new Fate(Band.LOW, 0, 0, 0, 0), new Fate(Band.WATCH, 1, 1, 1, 0),
        new Fate(null, 0, 1, 1, 0));
    addsUp(card);
  }

  @Test
  void membersThatAListLeftOutAreFoundByTheirEpisode() throws IOException, TruthException {
    MadeResult result = new MadeResult()
        .detection(1, 1, "WS-07", "12:00:00", "delivery")
        .detection(2, 1, "WS-07", "12:00:00", "delivery")
        .detection(3, 2, "WS-07", "12:00:00", "delivery")
        .shortened(1, 90, List.of(), 2, "1", "77");

    Scorecard card = evaluate(result, record("x", 1, ""), record("x", 2, ""));

    assertThat(best(card.attacks().getFirst()).completenessDetections()).isEqualTo(new Share(2, 2));
    assertThat(card.warnings()).containsExactly(
        "intrusions list 1 detections that detections.ndjson does not have",
        "the lists of intrusions leave out 2 detections; 1 were found by their episode, the others count as in no intrusion");
    addsUp(card);
  }

  @Test
  void boxesTakeAllOfAPlaceAndATime() throws IOException, TruthException {
    MadeResult result = new MadeResult()
        .detection(1, 1, "WS-07", "12:00:00", "delivery")
        .detection(2, 2, "WS-07", "12:30:00", "delivery")
        .detection(3, 3, "WS-07", "12:15:00", "delivery")
        .detection(4, 4, "WS-07", "13:30:00", "delivery")
        .detection(5, 5, "WS-08", "11:00:00", "delivery")
        .detection(6, 6, "WS-07", "13:30:00.001", "delivery")
        .intrusion(1, 90, List.of(), "1", "2");

    List<Box> boxes = evaluate(result, record("x", 1, ""), record("x", 2, "")).attacks().getFirst().boxes();

    assertThat(boxes).extracting(Box::kind).containsExactly(Box.Kind.values());
    assertThat(boxes).extracting(Box::purity).containsExactly(new Share(2, 3), new Share(2, 4), new Share(2, 5));
    assertThat(boxes).extracting(Box::completeness).containsOnly(new Share(2, 2));
    assertThat(boxes.getFirst().f1().value()).isEqualTo(0.8, within(1e-9));
  }

  @Test
  void recordThatWasReadTwiceIsKnownByEachOfItsCopies() throws IOException, TruthException {
    MadeResult result = new MadeResult()
        .source("b.evtx")
        .evident(1, 1, "WS-07", "12:00:00", "rule", MadeResult.evidence("b.evtx", 8) + "," + MadeResult.evidence("a.evtx", 1), "delivery")
        .evident(2, 2, "WS-07", "12:00:00", "reconstruction", MadeResult.evidence("a.evtx", 2), "delivery")
        .intrusion(1, 90, List.of(), "1", "2");

    Scorecard card = evaluate(result, record("x", 1, ""), "{\"intrusion\":\"x\",\"source\":\"b.evtx\",\"record\":8}", record("x", 2, ""));

    assertThat(card.truth()).isEqualTo(new Scorecard.Given("records", 3, 3, 3, 0));
    assertThat(card.attacks().getFirst()).extracting(Attack::detections, Attack::reconstructed).containsExactly(2L, 1L);
  }

  @Test
  void whatMayMisleadIsSaid() throws IOException, TruthException {
    MadeResult result = new MadeResult().summary("\"interrupted\":true,\"counts\":{\"events\":1,\"detections\":7},").detection(1, 1, "WS-07", "12:00:00", "delivery");

    Scorecard card = evaluate(result, record("x", 1, ""), "{\"intrusion\":\"x\",\"source\":\"other.evtx\",\"record\":8}");

    assertThat(card.warnings()).containsExactly(
        "the analysis was interrupted: its result is a part",
        "summary.json counts 7 detections, detections.ndjson holds 1",
        "the truth names a source that this result has not read: other.evtx; sources are written as in evidence.source");
  }

  @Test
  void resultThatIsNoneIsRefusedWithItsName() throws IOException {
    Path folder = new MadeResult().detection(1, 1, "WS-07", "12:00:00", "delivery").write(directory.resolve("result"));
    Path truth = Files.writeString(directory.resolve("truth"), "");

    Files.writeString(folder.resolve("detections.ndjson"), "{\"id\":\"12\"}\n");
    assertThatThrownBy(() -> Evaluation.of(folder, truth)).isInstanceOf(IOException.class).hasMessageContaining("detections.ndjson:1: wanted an id of 32 hexadecimal digits, found 12");

    Files.writeString(folder.resolve("detections.ndjson"), "\n{\"id\":");
    assertThatThrownBy(() -> Evaluation.of(folder, truth)).isInstanceOf(IOException.class).hasMessageContaining("detections.ndjson:2: wanted JSON");

    Files.delete(folder.resolve("detections.ndjson"));
    assertThatThrownBy(() -> Evaluation.of(folder, truth)).isInstanceOf(IOException.class).hasMessageContaining("it has no detections.ndjson");
  }

  @Test
  void machinesGetStableNamesAndEscapedTexts() throws IOException, TruthException {
    MadeResult result = new MadeResult().detection(1, 1, "WS-07", "12:00:00", "delivery").intrusion(1, 90, List.of(DELIVERY, INSTALLATION), "1:delivery");

    String json = ScorecardJson.of(evaluate(result, record("x\\u202e\\\"", 1, "delivery")));

    assertThat(json).startsWith("{\"schema\":1,\"truth\":{\"form\":\"records\",\"attacks\":1,\"given\":1,\"detected\":1,\"inBest\":1,\"harmless\":0},")
        .contains("\"name\":\"x\\u202e\\\"\"")
        .contains("\"best\":{\"id\":\"" + MadeResult.id(2001) + "\",\"score\":90,\"rank\":1,\"attacks\":1,\"purity\":{\"part\":1,\"whole\":1,\"share\":1}")
        .contains("\"falselyConfirmed\":[\"installation\"]")
        .contains("{\"endedIn\":\"no-intrusion\",\"intrusions\":0,\"episodes\":0,\"detections\":0,\"attackDetections\":0}")
        .endsWith("\"warnings\":[]}");
  }
}
