package io.cutpoint.respond;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.model.Stage;
import io.cutpoint.model.detection.Level;
import io.cutpoint.model.entity.Entities;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.fact.Activity;
import io.cutpoint.model.fact.Attribute;
import io.cutpoint.model.intrusion.StageState;
import io.cutpoint.model.text.Untrusted;
import io.cutpoint.provenance.ProcessForest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BriefingTest {

  private static final String FILE = "C:\\Users\\kim\\Downloads\\setup.exe";
  private static final String HASH = "AB".repeat(32);

  private final Tale tale = new Tale();
  private final int implant = tale.process(ProcessForest.NONE);
  private final int shell = tale.process(implant);
  private final int stranger = tale.process(ProcessForest.NONE);

  /// A download, its first run, its channel, and what it did on two computers.
  private Tale whole() {
    tale.at(0, "WS-1", Stage.DELIVERY).found("delivery").kind(Activity.FILE_STREAM).with(Attribute.TARGET_FILE, FILE + ":Zone.Identifier")
        .with(Attribute.CONTENTS, "[ZoneTransfer] HostUrl=https://dl.example.net/setup.exe").with(Attribute.HASHES, "SHA256=" + "CD".repeat(32))
        .with(Attribute.IMAGE, "C:\\x\\msedge.exe").done();
    tale.at(20, "WS-1", Stage.EXPLOITATION).found("first-run").kind(Activity.PROCESS_START).with(Attribute.IMAGE, FILE).with(Attribute.HASHES, "SHA256=" + HASH)
        .as("CORP\\kim").by(implant).done();
    tale.at(40, "WS-1", Stage.COMMAND_AND_CONTROL).kind(Activity.CONNECTION).with(Attribute.DESTINATION_PORT, "8443").to("203.0.113.7").by(implant).done();
    tale.at(100, "WS-1", Stage.ACTIONS_ON_OBJECTIVES).technique("T1033").level(Level.LOW).as("CORP\\kim").by(shell).done();
    tale.at(200, "WS-1", Stage.ACTIONS_ON_OBJECTIVES).technique("T1003.001").with(Attribute.TARGET_IMAGE, "C:\\Windows\\System32\\lsass.exe").by(implant).done();
    tale.at(300, "SRV-2", Stage.ACTIONS_ON_OBJECTIVES).as("CORP\\svc").done();
    tale.at(400, "NAMED-LIKE-NOTHING", Stage.ACTIONS_ON_OBJECTIVES).as("CORP\\svc").by(stranger).done();
    for (Stage stage : List.of(Stage.DELIVERY, Stage.EXPLOITATION, Stage.COMMAND_AND_CONTROL, Stage.ACTIONS_ON_OBJECTIVES)) {
      tale.stage(stage, StageState.CONFIRMED);
    }
    return tale.ends(460).coverage(new Coverage(
        Map.of("named-like-nothing", new Coverage.HostLogs(Untrusted.of("NAMED-LIKE-NOTHING"), true, Map.of(), Map.of()),
            "dc01", new Coverage.HostLogs(Untrusted.of("DC01"), false, Map.of(), Map.of())),
        Map.of(), List.of()));
  }

  @Test
  void aDownloadIsToldWithItsPlaceItsHashAndWhoRanIt() {
    WayIn way = whole().told().waysIn().getFirst();

    assertThat(way.kind()).isEqualTo(WayIn.Kind.FILE);
    assertThat(way.isProved()).isTrue();
    assertThat(way.file().raw()).isEqualTo(FILE);
    assertThat(way.url().raw()).isEqualTo("https://dl.example.net/setup.exe");
    assertThat(way.program().raw()).isEqualTo("msedge.exe");
    assertThat(way.user().raw()).isEqualTo("CORP\\kim");
    assertThat(way.ranNanos()).isEqualTo(Tale.START + 20 * Tale.SECOND);
  }

  @Test
  void theHashOfAMarkOfTheWebIsNotTheFiles() {
    assertThat(whole().told().waysIn().getFirst().hash().raw()).isEqualTo(HASH);
  }

  @ParameterizedTest
  @CsvSource({"C:\\Program Files\\Office\\WINWORD.EXE, WINWORD.EXE", "D:\\Reader\\reader.exe, reader.exe /open C:\\Users\\kim\\Invoice.docm"})
  void theHashOfWhatOpensADocumentIsNotTheDocuments(String image, String commandLine) {
    tale.at(0, "WS-1", Stage.DELIVERY).kind(Activity.FILE_STREAM).with(Attribute.IMAGE, "C:\\Program Files\\Edge\\msedge.exe").with(Attribute.TARGET_FILE, "C:\\Users\\kim\\Invoice.docm")
        .done();
    tale.at(20, "WS-1", Stage.EXPLOITATION).found("first-run").kind(Activity.PROCESS_START).with(Attribute.IMAGE, image).with(Attribute.COMMAND_LINE, commandLine)
        .with(Attribute.HASHES, "SHA256=" + HASH).done();

    WayIn way = tale.told().waysIn().getFirst();

    assertThat(way.ranNanos()).isEqualTo(Tale.START + 20 * Tale.SECOND);
    assertThat(way.hash().isEmpty()).isTrue();
    assertThat(tale.told().cutPoints()).noneMatch(point -> point.kind().equals("hash"));
  }

  @Test
  void milestonesAreCountedFromTheEntry() {
    assertThat(whole().told().milestones()).extracting(one -> one.kind() + " " + one.afterSeconds() + " " + one.host().raw()).containsExactly(
        "COMMAND_AND_CONTROL 40 WS-1", "CREDENTIALS 200 WS-1", "SECOND_HOST 300 SRV-2", "DOMAIN_CONTROLLER 400 NAMED-LIKE-NOTHING");
  }

  @Test
  void aControllerIsKnownByItsEventsAndNeverByItsName() {
    whole().at(450, "DC01", Stage.ACTIONS_ON_OBJECTIVES).done();

    assertThat(tale.told().hosts()).filteredOn(Briefing.HitHost::isController).extracting(Briefing.HitHost::key).containsExactly("named-like-nothing");
    assertThat(tale.told().cutPoints()).filteredOn(point -> point.value().raw().equals("DC01")).extracting(CutPoint::action).containsExactly(CutPoint.Action.ISOLATE);
    assertThat(tale.told().cutPoints()).filteredOn(point -> point.value().raw().equals("NAMED-LIKE-NOTHING")).extracting(CutPoint::action)
        .containsExactly(CutPoint.Action.CONTAIN);
  }

  @Test
  void aControllerThatOnlyRecordedWasNotReached() {
    tale.at(0, "WS-1", Stage.EXPLOITATION).by(implant).done();
    tale.at(10, "DC", Stage.ACTIONS_ON_OBJECTIVES).recordedOnly().done();
    tale.coverage(new Coverage(Map.of("dc", new Coverage.HostLogs(Untrusted.of("DC"), true, Map.of(), Map.of())), Map.of(), List.of()));

    assertThat(tale.told().milestones()).isEmpty();
  }

  @Test
  void whatACutWouldHaveStoppedIsCountedAmongLaterStepsThatUseIt() {
    Briefing briefing = whole().told();

    // After the first traffic there are four steps; two come from the implant.
    assertThat(effect(briefing, "ip", "203.0.113.7")).isEqualTo(new CutPoint.Effect(2, 4));
    // Of the six after the download, four are the file's own.
    assertThat(effect(briefing, "hash", HASH)).isEqualTo(new CutPoint.Effect(4, 6));
    assertThat(effect(briefing, "user", "CORP\\svc")).isEqualTo(new CutPoint.Effect(1, 1));
    // From the first run on: the channel, both of the implant's, and the account's two.
    assertThat(briefing.together().of()).isEqualTo(5);
    assertThat(briefing.together().stopped()).isEqualTo(5);
  }

  private static CutPoint.Effect effect(Briefing briefing, String kind, String value) {
    return briefing.cutPoints().stream().filter(point -> point.kind().equals(kind) && point.value().raw().equals(value)).findFirst().orElseThrow().effect();
  }

  @Test
  void adviceForNextTimeFollowsTheWayIn() {
    assertThat(whole().told().nextTime()).isEqualTo(
        new Advice(Stage.DELIVERY, "deny", "let the proxy refuse .exe files from sites that are not known", new CutPoint.Effect(4, 6)));
  }

  @Test
  void withoutAWayInNothingIsInvented() {
    tale.at(0, "WS-1", Stage.EXPLOITATION).by(implant).done();
    tale.at(60, "WS-1", Stage.ACTIONS_ON_OBJECTIVES).by(implant).done();

    Briefing briefing = tale.told();

    assertThat(briefing.waysIn()).isEmpty();
    assertThat(briefing.isPatientZeroByEntry()).isFalse();
    assertThat(briefing.nextTime()).isNull();
    assertThat(briefing.channels()).isEmpty();
    assertThat(briefing.milestones()).isEmpty();
    assertThat(briefing.losses()).isEmpty();
    assertThat(briefing.pulse().secondsBeforeEnd()).isEqualTo(-1);
  }

  @Test
  void severalFilesAreSeveralWays() {
    whole().at(500, "WS-1", Stage.DELIVERY).found("delivery").kind(Activity.FILE_WRITE).with(Attribute.TARGET_FILE, "C:\\Users\\kim\\b.zip")
        .with(Attribute.IMAGE, "C:\\Office\\OUTLOOK.EXE").done();

    assertThat(tale.told().waysIn()).extracting(WayIn::kind).containsExactly(WayIn.Kind.FILE, WayIn.Kind.MAIL);
  }

  @Test
  void itIsLiveUnlessItsFurthestStageWasBlocked() {
    Briefing live = whole().told();

    assertThat(live.pulse()).isEqualTo(new Pulse(false, true, Tale.START + 40 * Tale.SECOND, Tale.START + 460 * Tale.SECOND));
    assertThat(live.pulse().secondsBeforeEnd()).isEqualTo(420);
  }

  @Test
  void itIsStoppedOnlyWhereABlockWasSeen() {
    tale.at(0, "WS-1", Stage.EXPLOITATION).by(implant).done();
    tale.at(9, "WS-1", Stage.COMMAND_AND_CONTROL).to("203.0.113.7").blocked().by(implant).done();

    assertThat(tale.furthest(Stage.COMMAND_AND_CONTROL).told().pulse().isStopped()).isTrue();
    assertThat(tale.furthest(Stage.EXPLOITATION).told().pulse().isStopped()).isFalse();
  }

  @Test
  void aPlaceThatEverybodyUsesIsNeverProposed() {
    tale.at(0, "WS-1", Stage.COMMAND_AND_CONTROL).toName("raw.githubusercontent.com").by(implant).done();
    tale.at(1, "WS-1", Stage.COMMAND_AND_CONTROL).to("151.101.0.133").by(implant).done();
    tale.at(2, "WS-1", Stage.COMMAND_AND_CONTROL).toName("notgithub.com").by(implant).done();

    Briefing briefing = tale.told();

    assertThat(briefing.channels()).extracting(Channel::isShared).containsExactly(true, true, false);
    assertThat(briefing.cutPoints()).filteredOn(point -> point.action() == CutPoint.Action.BLOCK).extracting(point -> point.value().raw()).containsExactly("notgithub.com");
  }

  @Test
  void aWeakSignIsNoChannel() {
    tale.at(0, "WS-1", Stage.COMMAND_AND_CONTROL).to("203.0.113.7").weak().by(implant).done();

    assertThat(tale.told().channels()).isEmpty();
  }

  @Test
  void theEventSaysWhatWasTakenBeforeItsRule() {
    tale.at(0, "WS-1", Stage.ACTIONS_ON_OBJECTIVES).technique("T1003.001", "T1003.003").with(Attribute.TARGET_IMAGE, "C:\\Windows\\System32\\LSASS.exe").done();
    tale.at(5, "WS-1", Stage.ACTIONS_ON_OBJECTIVES).technique("T1003.002", "T1003.004").with(Attribute.COMMAND_LINE, "reg save HKLM\\SAM x").done();

    assertThat(tale.told().losses()).extracting(Loss::what).containsExactly(
        "LSASS memory with the credentials of everybody logged on there", "the SAM hive with the password hashes of local accounts");
  }

  @ParameterizedTest
  @CsvSource({
    "T1003.003;T1003.006, credentials of the system",
    "T1003.003, the domain database NTDS.dit with every account of the domain",
    "T1486, files encrypted",
    "T1567.002, data sent to a web service",
    "T1558.003;T1033, service tickets whose passwords can be guessed (Kerberoasting)"
  })
  void aRuleThatNamesAFamilyTwiceDoesNotTellWhich(String techniques, String what) {
    tale.at(0, "WS-1", Stage.ACTIONS_ON_OBJECTIVES).technique(techniques.split(";")).done();

    assertThat(tale.told().losses()).extracting(Loss::what).containsExactly(what);
  }

  @Test
  void whatOnlyAMediumRuleSawIsNotProvedAndWhatWasBlockedIsNotLost() {
    tale.at(0, "WS-1", Stage.ACTIONS_ON_OBJECTIVES).technique("T1486").level(Level.MEDIUM).done();
    tale.at(1, "WS-1", Stage.ACTIONS_ON_OBJECTIVES).technique("T1485").blocked().done();
    tale.at(2, "WS-1", Stage.ACTIONS_ON_OBJECTIVES).technique("T1490").level(Level.LOW).done();

    assertThat(tale.told().losses()).extracting(loss -> loss.what() + " " + loss.isProved()).containsExactly("files encrypted false");
  }

  @Test
  void stepsThatNoRuleMatchedAreCounted() {
    Briefing briefing = whole().told();

    assertThat(briefing.steps()).isEqualTo(7);
    assertThat(briefing.unmatched()).isEqualTo(2);
  }

  @Test
  void aFootholdIsRemovedOnItsHost() {
    tale.at(0, "WS-1", Stage.INSTALLATION).names(Entities.service("ws-1", Untrusted.of("Updater")).orElseThrow()).by(implant).done();
    tale.at(9, "WS-1", Stage.EXPLOITATION).names(Entities.service("ws-1", Untrusted.of("UPDATER")).orElseThrow()).done();

    assertThat(tale.told().cutPoints()).filteredOn(point -> point.action() == CutPoint.Action.REMOVE).singleElement().satisfies(point -> {
      assertThat(point.value().raw()).isEqualTo("Updater");
      assertThat(point.host().raw()).isEqualTo("WS-1");
      assertThat(point.effect()).isEqualTo(new CutPoint.Effect(1, 1));
    });
  }

  @Test
  void anEntryWithoutTimeOrPeopleLeavesThemOut() {
    tale.at(0, "WS-1", Stage.DELIVERY).done();

    WayIn way = tale.told().waysIn().getFirst();

    assertThat(way.kind()).isEqualTo(WayIn.Kind.OTHER);
    assertThat(way.isProved()).isFalse();
    assertThat(way.user().isEmpty()).isTrue();
    assertThat(way.ranNanos()).isEqualTo(EventView.NO_TIME);
  }
}
