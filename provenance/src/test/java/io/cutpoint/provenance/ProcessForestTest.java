package io.cutpoint.provenance;

import static io.cutpoint.provenance.Facts.CMD;
import static io.cutpoint.provenance.Facts.EDGE;
import static io.cutpoint.provenance.Facts.EXPLORER;
import static io.cutpoint.provenance.Facts.SERVICES;
import static io.cutpoint.provenance.Facts.SVCHOST;
import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.model.fact.Activity;
import io.cutpoint.model.fact.Attribute;
import io.cutpoint.model.fact.Fact;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessForestTest {

  private final Facts facts = new Facts();

  @Test
  void childrenOfOneProcessAreRelatedAndChildrenOfAShellOfTheDesktopAreNot() {
    Fact one = facts.start(1, 10, 1, CMD, EXPLORER);
    Fact two = facts.start(2, 11, 10, "C:\\Windows\\System32\\whoami.exe", CMD);
    Fact three = facts.start(3, 12, 10, "C:\\Windows\\System32\\net.exe", CMD);
    Fact other = facts.start(4, 13, 1, EDGE, EXPLORER);

    Provenance forest = facts.build();

    assertThat(forest.related(forest.subject(two), forest.subject(three))).isTrue();
    assertThat(forest.root(forest.subject(three))).isEqualTo(forest.subject(one));
    assertThat(forest.related(forest.subject(one), forest.subject(other))).isFalse();
    assertThat(forest.isStop(forest.acting(one))).isTrue();
    assertThat(forest.related(forest.acting(one), forest.acting(other))).isFalse();
    assertThat(forest.acting(two)).isEqualTo(forest.target(one));
    assertThat(forest.isAncestryKnown(forest.subject(three))).isTrue();
    assertThat(forest.image(forest.acting(one)).raw()).isEqualTo(EXPLORER);
    assertThat(forest.key(forest.subject(two))).isEqualTo("ws01|81056205-5686-64dc-0000-00000000000b");
  }

  @Test
  void aParentMayStartAfterItsChildInsideOneInstant() {
    Fact child = facts.start(1, 11, 10, "C:\\Users\\a\\b.exe", CMD);
    Fact parent = facts.start(1, 10, 1, CMD, EXPLORER);
    Fact pid = facts.audited(1, 501, 500, "C:\\Users\\a\\c.exe", CMD);
    Fact pidParent = facts.audited(1, 500, 400, CMD, EXPLORER);
    List<Fact> backwards = new ArrayList<>(facts.sorted());
    Collections.reverse(backwards);

    for (Provenance forest : List.of(facts.build(), Facts.build(backwards, Bounds.STANDARD))) {
      assertThat(forest.parent(forest.target(child))).isEqualTo(forest.target(parent));
      assertThat(forest.parent(forest.target(pid))).isEqualTo(forest.target(pidParent));
      assertThat(forest.isStop(forest.parent(forest.target(pidParent)))).isTrue();
    }
  }

  @Test
  void aProcessIdIsGivenAgainAfterItsEnd() {
    Fact first = facts.audited(1, 500, 400, CMD, EXPLORER);
    facts.endOfPid(10, 500);
    Fact second = facts.audited(20, 500, 400, "C:\\Users\\a\\evil.exe", EXPLORER);
    Fact child = facts.audited(30, 501, 500, "C:\\Windows\\System32\\whoami.exe", "");
    Fact early = facts.add(5, Activity.SCRIPT, 4104, Attribute.PROCESS_ID, 500);

    Provenance forest = facts.build();

    assertThat(forest.target(first)).isNotEqualTo(forest.target(second));
    assertThat(forest.parent(forest.target(child))).isEqualTo(forest.target(second));
    assertThat(forest.acting(early)).isEqualTo(forest.target(first));
  }

  @Test
  void anEndThatIsNotRecordedIsTheNextStartOrTheNextBoot() {
    Fact first = facts.audited(1, 500, 400, CMD, EXPLORER);
    Fact second = facts.audited(20, 500, 400, "C:\\Users\\a\\b.exe", EXPLORER);
    facts.add(330, Activity.BOOT, 6005);
    Fact late = facts.add(360, Activity.SCRIPT, 4104, Attribute.PROCESS_ID, 500);
    Fact middle = facts.add(19, Activity.SCRIPT, 4104, Attribute.PROCESS_ID, 500);

    Provenance forest = facts.build();

    assertThat(forest.acting(middle)).isEqualTo(forest.target(first));
    assertThat(forest.acting(late)).isNotIn(forest.target(first), forest.target(second), ProcessForest.NONE);
  }

  @Test
  void theFirstProcessesOfABootStartBeforeTheLogSaysSo() {
    Fact services = facts.audited(1, 600, 500, SERVICES, "C:\\Windows\\System32\\wininit.exe");
    facts.add(10, Activity.BOOT, 4608);
    Fact child = facts.audited(500, 700, 600, SVCHOST, SERVICES);

    Provenance forest = facts.build();

    assertThat(forest.parent(forest.target(child))).isEqualTo(forest.target(services));
  }

  @Test
  void twoRecordsOfOneStartAreOneProcess() {
    Fact audited = facts.audited(1.0, 1010, 1001, "C:\\Users\\a\\evil.exe", EXPLORER);
    Fact sysmon = facts.start(1.2, 10, 1, "C:\\Users\\a\\evil.exe", EXPLORER);
    Fact child = facts.audited(5, 700, 1010, CMD, "C:\\Users\\a\\evil.exe");
    Fact connection = facts.add(6, Activity.CONNECTION, 5156, Attribute.PROCESS_ID, 1010, Attribute.DESTINATION_ADDRESS, "10.0.0.1", Attribute.DESTINATION_PORT, 80);

    Provenance forest = facts.build();

    assertThat(forest.target(audited)).isEqualTo(forest.target(sysmon));
    assertThat(forest.parent(forest.target(child))).isEqualTo(forest.target(sysmon));
    assertThat(forest.acting(connection)).isEqualTo(forest.target(sysmon));
    assertThat(forest.key(forest.target(audited))).startsWith("ws01|81056205");
    assertThat(forest.isStop(forest.parent(forest.target(sysmon)))).isTrue();
  }

  @Test
  void aParentWithoutAStartIsTheProcessThatTheOtherSourceSawStart() {
    Fact audited = facts.audited(1, 1010, 1001, CMD, EXPLORER);
    Fact child = facts.start(60, 11, 10, "C:\\Windows\\System32\\whoami.exe", CMD);

    Provenance forest = facts.build();

    assertThat(forest.parent(forest.target(child))).isEqualTo(forest.target(audited));
  }

  @Test
  void theCreatorCountsWhereASourceTellsItApartFromAForgedParent() {
    Fact evil = facts.start(1, 10, 1, "C:\\Users\\a\\evil.exe", EXPLORER);
    Fact child = facts.start(2, 11, 1, CMD, EXPLORER, Attribute.CLIENT_PROCESS_ID, 1010);

    Provenance forest = facts.build();

    assertThat(forest.parent(forest.target(child))).isEqualTo(forest.target(evil));
    assertThat(forest.process(forest.target(child)).parent).isEqualTo(forest.acting(evil));
  }

  @Test
  void aServiceHostElsewhereOrBelowAProgramOfAUserIsNoStopNode() {
    Fact fake = facts.start(1, 10, 1, "C:\\Users\\a\\AppData\\Local\\Temp\\svchost.exe", EXPLORER);
    Fact hollow = facts.start(2, 11, 10, SVCHOST, "C:\\Users\\a\\AppData\\Local\\Temp\\svchost.exe");
    Fact real = facts.start(3, 13, 2, SVCHOST, SERVICES);
    Fact device = facts.start(3, 14, 2, "\\Device\\HarddiskVolume3\\Windows\\System32\\svchost.exe", SERVICES);
    Fact browser = facts.start(4, 15, 10, "C:\\Users\\a\\AppData\\Local\\Google\\Chrome\\Application\\chrome.exe", CMD);
    Fact fakeBrowser = facts.start(4, 16, 10, "C:\\Users\\a\\Downloads\\chrome.exe", CMD);

    Provenance forest = facts.build();

    assertThat(forest.isStop(forest.target(fake))).isFalse();
    assertThat(forest.isStop(forest.target(hollow))).isFalse();
    assertThat(forest.related(forest.target(hollow), forest.target(fake))).isTrue();
    assertThat(forest.isStop(forest.target(real))).isTrue();
    assertThat(forest.isStop(forest.target(device))).isTrue();
    assertThat(forest.isStop(forest.target(browser))).isTrue();
    assertThat(forest.isStop(forest.target(fakeBrowser))).isFalse();
  }

  @Test
  void ancestryThatEndsInAProcessWithoutAStartIsNotKnown() {
    Fact child = facts.start(1, 11, 10, "C:\\Windows\\System32\\whoami.exe", CMD);

    Provenance forest = facts.build();

    assertThat(forest.isAncestryKnown(forest.target(child))).isFalse();
  }

  @Test
  void hostsAreKeptApart() {
    Fact one = facts.on("A").audited(1, 500, 400, CMD, EXPLORER);
    Fact two = facts.on("B.corp.local").audited(1, 500, 400, CMD, EXPLORER);
    Fact again = facts.on("b").add(2, Activity.SCRIPT, 4104, Attribute.PROCESS_ID, 500);

    Provenance forest = facts.build();

    assertThat(forest.target(one)).isNotEqualTo(forest.target(two));
    assertThat(forest.acting(again)).isEqualTo(forest.target(two));
  }

  @Test
  void recordsThatMakeAProcessItsOwnAncestorEndInNoLoop() {
    Fact one = facts.start(1, 10, 11, CMD, CMD);
    Fact two = facts.start(1, 11, 10, CMD, CMD);
    facts.start(1, 12, 12, CMD, CMD);

    Provenance forest = facts.build();

    assertThat(forest.root(forest.target(one))).isIn(forest.target(one), forest.target(two));
    assertThat(forest.dropped()).containsEntry("circles of parents", 1L);
  }

  @Test
  void aFloodOfChildrenStaysInBoundsAndIsCounted() {
    Bounds small = new Bounds(5_000, 100_000, 1_000, 10, 10, 10, 10, 10, 10, 10, 10, 256);
    facts.start(0, 10, 1, CMD, EXPLORER);
    for (int i = 0; i < 10_000; i++) {
      facts.start(1 + i * 0.001, 100 + i, 10, CMD, CMD);
    }
    Fact after = facts.start(20, 50, 10, "C:\\Windows\\System32\\net.exe", CMD);
    Fact other = facts.start(21, 51, 1, CMD, EXPLORER);

    Provenance forest = Facts.build(facts.sorted(), small);

    assertThat(forest.dropped()).containsEntry("children of one process", 9_001L);
    assertThat(forest.target(after)).isEqualTo(ProcessForest.NONE);
    assertThat(forest.target(other)).isNotEqualTo(ProcessForest.NONE);
  }
}
