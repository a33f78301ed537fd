package io.cutpoint.provenance;

import static io.cutpoint.provenance.Facts.CMD;
import static io.cutpoint.provenance.Facts.EDGE;
import static io.cutpoint.provenance.Facts.EXPLORER;
import static io.cutpoint.provenance.Facts.SERVICES;
import static io.cutpoint.provenance.Facts.SVCHOST;
import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.model.Part;
import io.cutpoint.model.Stage;
import io.cutpoint.model.fact.Activity;
import io.cutpoint.model.fact.Attribute;
import io.cutpoint.model.fact.Fact;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReconstructorTest {

  private static final String EVIL = "C:\\Users\\a\\Downloads\\evil.exe";
  private static final String WHOAMI = "C:\\Windows\\System32\\whoami.exe";

  private final Facts facts = new Facts();

  private Reconstruction from(Fact seed) {
    return from(facts.build(), seed);
  }

  private static Reconstruction from(Provenance provenance, Fact seed) {
    return new Reconstructor(provenance).reconstruct(WindowsLines.detection(seed));
  }

  private static List<String> told(Reconstruction found) {
    return found.steps().stream().map(step -> step.kind().id() + " " + step.event().lo()).toList();
  }

  private static String told(ReconstructedStep.Kind kind, Fact fact) {
    return kind.id() + " " + fact.id().lo();
  }

  private static ReconstructedStep step(Reconstruction found, ReconstructedStep.Kind kind) {
    return found.steps().stream().filter(step -> step.kind() == kind).findFirst().orElseThrow();
  }

  @Test
  void aMarkedFileThatTheDesktopStartedIsTheEntryThoughTheDesktopIsAStopNode() {
    Fact mark = facts.mark(1, 5, EVIL, "http://203.0.113.9/evil.exe");
    Fact run = facts.start(10, 10, 1, EVIL, EXPLORER);
    facts.start(11, 20, 1, "C:\\Program Files\\Notes\\notes.exe", EXPLORER);
    Fact call = facts.connect(12, 10, "203.0.113.9", 4444);
    facts.connect(12, 5, "203.0.113.9", 80);
    facts.start(13, 11, 10, CMD, EVIL);
    Fact seed = facts.start(14, 12, 11, WHOAMI, CMD);

    Reconstruction found = from(seed);

    assertThat(found.entryKind()).isEqualTo(EntryKind.DELIVERED_FILE);
    assertThat(told(found)).containsExactly(
        told(ReconstructedStep.Kind.DELIVERY, mark), told(ReconstructedStep.Kind.FIRST_RUN, run), told(ReconstructedStep.Kind.CHANNEL, call));
    assertThat(found.nodes()).hasSize(3);
    assertThat(step(found, ReconstructedStep.Kind.DELIVERY)).satisfies(step -> {
      assertThat(step.stage()).isEqualTo(Stage.DELIVERY);
      assertThat(step.confidence()).isEqualTo(0.7);
      assertThat(step.reason()).contains("http://203.0.113.9/evil.exe", "cmd.exe (1011) started whoami.exe (1012)", "No rule matched this event.");
      assertThat(step.path()).containsExactly("evil.exe (1010) started cmd.exe (1011)", "cmd.exe (1011) started whoami.exe (1012)");
    });
    assertThat(step(found, ReconstructedStep.Kind.CHANNEL).confidence()).isEqualTo(1.0);
  }

  @Test
  void theMarkThatNamesTheFilesOwnAddressIsTakenOfSeveral() {
    facts.by(1, Activity.FILE_STREAM, 15, 5, Attribute.TARGET_FILE, EVIL + ":Zone.Identifier", Attribute.CONTENTS, "[ZoneTransfer]  ZoneId=3  ");
    Fact full = facts.mark(2, 5, EVIL, "http://203.0.113.9/evil.exe");
    facts.by(3, Activity.FILE_STREAM, 15, 5, Attribute.TARGET_FILE, EVIL + ":Zone.Identifier", Attribute.CONTENTS, "[ZoneTransfer]  ZoneId=3  ReferrerUrl=http://203.0.113.9/  ");
    Fact seed = facts.start(10, 10, 1, EVIL, EXPLORER);

    assertThat(told(from(seed))).contains(told(ReconstructedStep.Kind.DELIVERY, full));
  }

  @Test
  void withoutAMarkABrowsersWritingIsTheDelivery() {
    Fact written = facts.write(1, 5, EVIL, EDGE);
    Fact seed = facts.start(10, 10, 1, EVIL, EXPLORER);

    Reconstruction found = from(seed);

    assertThat(told(found)).containsExactly(told(ReconstructedStep.Kind.DELIVERY, written), told(ReconstructedStep.Kind.FIRST_RUN, seed));
    assertThat(found.contains(written)).isTrue();
  }

  @Test
  void whatAnArchiverTookOutOfAMarkedArchiveCameFromTheArchivesAddress() {
    String zip = "C:\\Users\\a\\Downloads\\invoice.zip";
    Fact mark = facts.mark(1, 5, zip, "https://files.example.org/invoice.zip");
    facts.start(5, 7, 1, "C:\\Program Files\\7-Zip\\7zFM.exe", EXPLORER, Attribute.COMMAND_LINE, "\"C:\\Program Files\\7-Zip\\7zFM.exe\" \"" + zip + "\"");
    facts.write(6, 7, "C:\\Users\\a\\AppData\\Local\\Temp\\7zO1\\invoice.exe", "C:\\Program Files\\7-Zip\\7zFM.exe");
    Fact seed = facts.start(7, 10, 7, "C:\\Users\\a\\AppData\\Local\\Temp\\7zO1\\invoice.exe", "C:\\Program Files\\7-Zip\\7zFM.exe");

    Reconstruction found = from(seed);

    assertThat(told(found)).containsExactly(told(ReconstructedStep.Kind.DELIVERY, mark), told(ReconstructedStep.Kind.FIRST_RUN, seed));
    assertThat(step(found, ReconstructedStep.Kind.DELIVERY).reason()).contains("https://files.example.org/invoice.zip", "was taken out of it");
  }

  @Test
  void aMarkedDocumentThatAReaderOpensIsADelivery() {
    String word = "C:\\Program Files\\Microsoft Office\\root\\Office16\\WINWORD.EXE";
    Fact mark = facts.mark(1, 5, "C:\\Users\\a\\Downloads\\my offer.docm", "https://evil.example.org/offer.docm");
    Fact opened = facts.start(5, 7, 1, word, EXPLORER, Attribute.COMMAND_LINE, "\"" + word + "\" /n \"C:\\Users\\a\\Downloads\\my offer.docm\" /o \"\"");
    Fact seed = facts.start(6, 8, 7, "C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe", word);

    assertThat(told(from(seed))).containsExactly(told(ReconstructedStep.Kind.DELIVERY, mark), told(ReconstructedStep.Kind.FIRST_RUN, opened));
  }

  @Test
  void aScriptNamedWithoutItsFolderIsLookedForWhereItsHostRuns() {
    Fact mark = facts.mark(1, 5, "C:\\Users\\a\\Downloads\\run.js", "https://evil.example.org/run.js");
    Fact seed = facts.start(6, 8, 1, "C:\\Windows\\System32\\wscript.exe", EXPLORER, Attribute.COMMAND_LINE, "wscript.exe run.js",
        Attribute.CURRENT_DIRECTORY, "C:\\Users\\a\\Downloads\\");

    assertThat(told(from(seed))).contains(told(ReconstructedStep.Kind.DELIVERY, mark));
  }

  @Test
  void ashellThatOnlyNamesADeliveredFileDidNotRunIt() {
    facts.mark(1, 5, EVIL, "https://evil.example.org/evil.exe");
    Fact seed = facts.start(6, 8, 1, CMD, EXPLORER, Attribute.COMMAND_LINE, "cmd.exe /c del " + EVIL);

    Reconstruction found = from(seed);

    assertThat(found.entryKind()).isEqualTo(EntryKind.OWN_SHELL);
    assertThat(found.steps()).isEmpty();
  }

  @Test
  void shortNamesAndDevicePathsAreTheSameFile() {
    facts.mark(1, 5, "C:\\Users\\pedro.gustavo\\Downloads\\long name payload.exe", "http://203.0.113.9/p.exe");
    Fact shortName = facts.start(10, 10, 1, "C:\\Users\\PEDRO~1.GUS\\DOWNLO~1\\LONGNA~1.EXE", EXPLORER);
    Fact device = facts.start(20, 11, 1, "\\Device\\HarddiskVolume2\\Users\\pedro.gustavo\\Downloads\\long name payload.exe", EXPLORER);
    Fact other = facts.start(30, 12, 1, "C:\\Users\\PEDRO~1.GUS\\DOWNLO~1\\OTHER~1.EXE", EXPLORER);
    Provenance provenance = facts.build();

    assertThat(from(provenance, shortName).entryKind()).isEqualTo(EntryKind.DELIVERED_FILE);
    assertThat(from(provenance, device).entryKind()).isEqualTo(EntryKind.DELIVERED_FILE);
    assertThat(from(provenance, other).entryKind()).isEqualTo(EntryKind.OWN_SHELL);
  }

  @Test
  void theHashTellsADeliveredFileThatWasRenamed() {
    String hash = "SHA256=" + "ab".repeat(32);
    facts.by(1, Activity.FILE_STREAM, 15, 5, Attribute.IMAGE, EDGE, Attribute.TARGET_FILE, "C:\\Users\\a\\Downloads\\Unconfirmed 1.crdownload", Attribute.HASHES, hash);
    Fact seed = facts.start(10, 10, 1, EVIL, EXPLORER, Attribute.HASHES, hash);

    assertThat(from(seed).entryKind()).isEqualTo(EntryKind.DELIVERED_FILE);
  }

  @Test
  void whatAnIntruderFetchesLaterIsNotTheEntry() {
    Fact mark = facts.mark(1, 5, EVIL, "http://203.0.113.9/evil.exe");
    facts.start(10, 10, 1, EVIL, EXPLORER);
    facts.start(20, 11, 10, CMD, EVIL);
    facts.mark(25, 5, "C:\\Users\\a\\Downloads\\tool.exe", "http://203.0.113.9/tool.exe");
    Fact seed = facts.start(30, 12, 11, "C:\\Users\\a\\Downloads\\tool.exe", CMD);

    assertThat(told(from(seed))).contains(told(ReconstructedStep.Kind.DELIVERY, mark));
  }

  @Test
  void aThreadStartedInAServiceHostLeadsUpAndItsChildrenAreNotWalkedDown() {
    facts.mark(1, 5, EVIL, "http://203.0.113.9/evil.exe");
    facts.start(2, 3, 2, SVCHOST, SERVICES);
    Fact before = facts.by(3, Activity.SCRIPT, 1, 3);
    facts.start(10, 10, 1, EVIL, EXPLORER);
    facts.add(20, Activity.REMOTE_THREAD, 8, Attribute.PROCESS_GUID, Facts.guid(10), Attribute.TARGET_PROCESS_GUID, Facts.guid(3), Attribute.TARGET_IMAGE, SVCHOST);
    Fact child = facts.start(25, 30, 3, "C:\\Windows\\System32\\net.exe", SVCHOST);
    Fact seed = facts.by(30, Activity.PROCESS_ACCESS, 10, 3, Attribute.TARGET_PROCESS_GUID, Facts.guid(4));

    Reconstruction found = from(seed);

    assertThat(found.entryKind()).isEqualTo(EntryKind.DELIVERED_FILE);
    assertThat(found.contains(seed)).isTrue();
    assertThat(found.contains(before)).isFalse();
    assertThat(found.since().values()).containsExactlyInAnyOrder(0L, Facts.at(20));
    assertThat(found.nodes()).hasSize(2);
    assertThat(found.path(found.entry())).containsExactly("evil.exe (1010) started a thread in svchost.exe (1003)");
    assertThat(found.contains(child)).isTrue();
  }

  @Test
  void anotherProcessThatTalksToTheSameAddressAndPortBelongsToo() {
    facts.mark(1, 5, EVIL, "http://203.0.113.9/evil.exe");
    facts.start(10, 10, 1, EVIL, EXPLORER);
    facts.connect(11, 10, "203.0.113.9", 8080);
    facts.start(5, 40, 1, "C:\\Windows\\System32\\notepad.exe", EXPLORER);
    Fact second = facts.connect(50, 40, "203.0.113.9", 8080);
    facts.start(5, 41, 1, "C:\\Windows\\System32\\calc.exe", EXPLORER);
    Fact otherPort = facts.connect(50, 41, "203.0.113.9", 443);
    facts.connect(51, 5, "203.0.113.9", 8080);
    Fact seed = facts.start(60, 42, 40, WHOAMI, "C:\\Windows\\System32\\notepad.exe");

    Reconstruction found = from(seed);

    assertThat(found.entryKind()).isEqualTo(EntryKind.DELIVERED_FILE);
    assertThat(found.contains(second)).isTrue();
    assertThat(found.contains(otherPort)).isFalse();
    assertThat(found.steps()).filteredOn(step -> step.stage() == Stage.COMMAND_AND_CONTROL).hasSize(2);
  }

  @Test
  void aPlaceThatEverybodyTalksToIsNoChannel() {
    facts.mark(1, 5, EVIL, "http://203.0.113.9/evil.exe");
    Fact seed = facts.start(10, 10, 1, EVIL, EXPLORER);
    facts.connect(11, 10, "10.1.1.1", 3128);
    facts.connect(11, 10, "10.1.1.2", 389);
    for (int i = 0; i < 5; i++) {
      facts.start(5, 40 + i, 1, "C:\\Program Files\\App" + i + "\\app.exe", EXPLORER);
      facts.connect(12, 40 + i, "10.1.1.1", 3128);
    }

    Reconstruction found = from(seed);

    assertThat(found.steps()).noneMatch(step -> step.stage() == Stage.COMMAND_AND_CONTROL);
    assertThat(found.nodes()).hasSize(1);
  }

  @Test
  void aConnectionThatTwoSourcesTellOfIsOneAndItsRecordNamesTheProcessForEver() {
    facts.mark(1, 5, EVIL, "http://203.0.113.9/evil.exe");
    Fact seed = facts.start(10, 10, 1, EVIL, EXPLORER);
    facts.add(11, Activity.CONNECTION, 5156, Attribute.PROCESS_ID, 1010, Attribute.DESTINATION_ADDRESS, "203.0.113.9", Attribute.DESTINATION_PORT, 8080);
    Fact call = facts.connect(12, 10, "203.0.113.9", 8080);

    assertThat(from(seed).steps()).filteredOn(step -> step.stage() == Stage.COMMAND_AND_CONTROL).singleElement()
        .satisfies(step -> assertThat(step.event()).isEqualTo(call.id()));
  }

  @Test
  void aNameThatResolvedToTheAddressOfTheDeliveryIsTheSamePlace() {
    facts.mark(1, 5, EVIL, "https://cdn.evil.example.org/evil.exe");
    facts.by(1, Activity.NAME_QUERY, 22, 5, Attribute.QUERY, "cdn.evil.example.org", Attribute.QUERY_RESULTS, "::ffff:198.51.100.7;");
    Fact seed = facts.start(10, 10, 1, EVIL, EXPLORER);
    Fact call = facts.connect(11, 10, "198.51.100.7", 443);

    assertThat(told(from(seed))).contains(told(ReconstructedStep.Kind.CHANNEL, call));
  }

  @Test
  void theClientThatTheRecordNamesAskedForTheServiceAndWhatItRanBelongs() {
    facts.mark(1, 5, EVIL, "http://203.0.113.9/evil.exe");
    facts.start(10, 10, 1, EVIL, EXPLORER);
    Fact service = facts.add(20, Activity.SERVICE_INSTALL, 4697, Attribute.SERVICE_NAME, "Updater", Attribute.SERVICE_COMMAND, "C:\\ProgramData\\up.exe -k",
        Attribute.CLIENT_PROCESS_ID, 1010);
    facts.by(20, Activity.REGISTRY_WRITE, 13, 2, Attribute.IMAGE, SERVICES, Attribute.REGISTRY_KEY, "HKLM\\System\\CurrentControlSet\\Services\\Updater\\ImagePath",
        Attribute.REGISTRY_VALUE, "C:\\ProgramData\\up.exe -k");
    Fact seed = facts.start(30, 12, 2, "C:\\ProgramData\\up.exe", SERVICES, Attribute.COMMAND_LINE, "C:\\ProgramData\\up.exe -k");

    Reconstruction found = from(seed);

    assertThat(found.entryKind()).isEqualTo(EntryKind.DELIVERED_FILE);
    assertThat(step(found, ReconstructedStep.Kind.PERSISTENCE)).satisfies(step -> {
      assertThat(step.stage()).isEqualTo(Stage.INSTALLATION);
      assertThat(step.confidence()).isEqualTo(0.7);
      assertThat(step.reason()).contains("evil.exe (1010) asked for the service Updater, which runs C:\\ProgramData\\up.exe -k");
    });
    assertThat(found.contains(service)).isTrue();
  }

  @Test
  void aServiceThatIsDeletedWithinTenMinutesIsEscalationAndNeverInstallation() {
    facts.start(10, 10, 1, EVIL, EXPLORER);
    facts.by(20, Activity.REGISTRY_WRITE, 13, 2, Attribute.IMAGE, SERVICES, Attribute.REGISTRY_KEY, "HKLM\\System\\CurrentControlSet\\Services\\abcdef\\ImagePath",
        Attribute.REGISTRY_VALUE, "cmd.exe /c echo abcdef > \\\\.\\pipe\\abcdef");
    facts.by(19, Activity.PIPE, 17, 10, Attribute.PIPE_NAME, "\\abcdef");
    facts.by(25, Activity.REGISTRY_WRITE, 12, 2, Attribute.REGISTRY_KEY, "HKLM\\System\\CurrentControlSet\\Services\\abcdef", Attribute.EVENT_TYPE,
        "DeleteKey");
    Fact seed = facts.start(21, 12, 2, CMD, SERVICES, Attribute.COMMAND_LINE, "cmd.exe /c echo abcdef > \\\\.\\pipe\\abcdef");

    Reconstruction found = from(seed);

    assertThat(found.steps()).noneMatch(step -> step.stage() == Stage.INSTALLATION);
    assertThat(step(found, ReconstructedStep.Kind.SHORT_LIVED_SERVICE)).satisfies(step -> {
      assertThat(step.stage()).isEqualTo(Stage.ACTIONS_ON_OBJECTIVES);
      assertThat(step.part()).isEqualTo(Part.THROUGH);
      assertThat(step.reason()).contains("evil.exe (1010) made the pipe that is named in the service");
    });
  }

  @Test
  void aServiceWhoseDeletionNobodyRecordsIsNeverSureToStay() {
    facts.start(10, 10, 1, EVIL, EXPLORER);
    facts.add(20, Activity.SERVICE_INSTALL, 4697, Attribute.SERVICE_NAME, "abcdef", Attribute.SERVICE_COMMAND, "C:\\ProgramData\\up.exe", Attribute.CLIENT_PROCESS_ID, 1010);
    Fact seed = facts.start(30, 12, 10, WHOAMI, EVIL);

    assertThat(step(from(seed), ReconstructedStep.Kind.PERSISTENCE).confidence()).isEqualTo(0.4);
  }

  @Test
  void whoWroteTheFileOfAServiceAskedForItWhereNothingElseTells() {
    facts.mark(1, 5, EVIL, "http://203.0.113.9/evil.exe");
    facts.start(10, 10, 1, EVIL, EXPLORER);
    facts.write(15, 10, "C:\\ProgramData\\up.exe", EVIL);
    facts.add(20, Activity.SERVICE_INSTALL, 7045, Attribute.SERVICE_NAME, "up", Attribute.SERVICE_COMMAND, "\"C:\\ProgramData\\up.exe\" -k");
    Fact seed = facts.start(30, 12, 2, "C:\\ProgramData\\up.exe", SERVICES);

    Reconstruction found = from(seed);

    assertThat(found.entryKind()).isEqualTo(EntryKind.DELIVERED_FILE);
    assertThat(found.path(found.entry())).containsExactly("evil.exe (1010) wrote the file that runs in the service up that started up.exe (1012)");
  }

  @Test
  void aRunKeyLeadsFromTheNextLogonBackToWhoWroteItAfterDays() {
    double days = 86_400 * 12;
    facts.mark(1, 5, EVIL, "http://203.0.113.9/evil.exe");
    facts.start(10, 10, 1, EVIL, EXPLORER);
    Fact key = facts.by(20, Activity.REGISTRY_WRITE, 13, 10, Attribute.REGISTRY_KEY, "HKU\\S-1-5-21-1\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run\\Up",
        Attribute.REGISTRY_VALUE, "C:\\ProgramData\\up.exe");
    facts.add(days, Activity.BOOT, 6005);
    Fact seed = facts.start(days + 60, 90, 80, "C:\\ProgramData\\up.exe", EXPLORER, Attribute.COMMAND_LINE, "\"C:\\ProgramData\\up.exe\"");

    Reconstruction found = from(seed);

    assertThat(found.entryKind()).isEqualTo(EntryKind.DELIVERED_FILE);
    assertThat(told(found)).contains(told(ReconstructedStep.Kind.PERSISTENCE, key));
  }

  @Test
  void anAutorunEntryThatIsRemovedIsNotMadeByThat() {
    facts.start(10, 10, 1, EVIL, EXPLORER);
    facts.by(20, Activity.REGISTRY_WRITE, 12, 10, Attribute.REGISTRY_KEY, "HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run\\Up", Attribute.EVENT_TYPE,
        "DeleteValue", Attribute.REGISTRY_VALUE, "C:\\ProgramData\\up.exe");
    Fact seed = facts.start(30, 12, 10, WHOAMI, EVIL);

    assertThat(from(seed).steps()).isEmpty();
  }

  @Test
  void aTaskLeadsBackToWhoMadeIt() {
    facts.start(10, 10, 1, EVIL, EXPLORER);
    facts.by(20, Activity.TASK_CREATE, 4698, 10, Attribute.TASK_NAME, "\\Up", Attribute.TASK_CONTENT,
        "<Exec><Command>C:\\ProgramData\\up.exe</Command><Arguments>-x</Arguments></Exec>");
    Fact seed = facts.start(3_600, 12, 3, "C:\\ProgramData\\up.exe", SVCHOST, Attribute.COMMAND_LINE, "C:\\ProgramData\\up.exe -x");

    Reconstruction found = from(seed);

    assertThat(found.entryKind()).isEqualTo(EntryKind.OWN_SHELL);
    assertThat(found.nodes()).hasSize(2);
    assertThat(step(found, ReconstructedStep.Kind.PERSISTENCE).stage()).isEqualTo(Stage.INSTALLATION);
  }

  @Test
  void whatAWebServerStartsIsExploitation() {
    String w3wp = "C:\\Windows\\System32\\inetsrv\\w3wp.exe";
    facts.start(1, 7, 3, w3wp, SVCHOST);
    Fact first = facts.start(10, 10, 7, CMD, w3wp);
    facts.start(11, 11, 10, WHOAMI, CMD);
    Fact second = facts.start(20, 12, 7, CMD, w3wp);
    Fact seed = facts.start(21, 13, 12, "C:\\Windows\\System32\\net.exe", CMD);
    Fact compiler = facts.start(5, 14, 7, "C:\\Windows\\Microsoft.NET\\Framework64\\v4.0.30319\\csc.exe", w3wp);
    Fact shell = facts.write(12, 10, "C:\\inetpub\\wwwroot\\up.aspx", CMD);

    Reconstruction found = from(seed);

    assertThat(found.entryKind()).isEqualTo(EntryKind.EXPOSED_SERVICE);
    assertThat(told(found)).contains(told(ReconstructedStep.Kind.SERVICE_EXPLOITED, second), told(ReconstructedStep.Kind.PERSISTENCE, shell));
    assertThat(found.contains(first)).isTrue();
    assertThat(found.contains(compiler)).isFalse();
  }

  @Test
  void aServiceFromAnotherHostLeadsToTheProcessThereThatTalkedToThisOne() {
    facts.on("SRC").mark(1, 5, EVIL, "http://203.0.113.9/evil.exe");
    facts.start(10, 10, 1, EVIL, EXPLORER);
    facts.by(11, Activity.CONNECTION, 3, 10, Attribute.SOURCE_ADDRESS, "192.168.1.5", Attribute.DESTINATION_ADDRESS, "203.0.113.9", Attribute.DESTINATION_PORT, 443);
    facts.by(-600, Activity.CONNECTION, 3, 10, Attribute.SOURCE_ADDRESS, "192.168.1.5", Attribute.DESTINATION_ADDRESS, "192.168.1.6", Attribute.DESTINATION_PORT, 445);
    facts.by(99, Activity.CONNECTION, 3, 10, Attribute.SOURCE_ADDRESS, "192.168.1.5", Attribute.DESTINATION_ADDRESS, "192.168.1.6", Attribute.DESTINATION_PORT, 445);
    facts.on("DST").by(1, Activity.CONNECTION, 3, 60, Attribute.SOURCE_ADDRESS, "192.168.1.6", Attribute.DESTINATION_ADDRESS, "192.168.1.1", Attribute.DESTINATION_PORT, 53);
    Fact logon = facts.add(100, Activity.LOGON, 4624, Attribute.TARGET_LOGON_ID, "0xabc", Attribute.LOGON_TYPE, 3, Attribute.SOURCE_ADDRESS, "192.168.1.5",
        Attribute.TARGET_USER, "CORP\\bob");
    facts.add(101, Activity.SERVICE_INSTALL, 4697, Attribute.SERVICE_NAME, "psx", Attribute.SERVICE_COMMAND, "C:\\Windows\\psx.exe", Attribute.LOGON_ID, "0xabc");
    Fact service = facts.start(102, 61, 2, "C:\\Windows\\psx.exe", SERVICES);
    Fact seed = facts.start(103, 62, 61, CMD, "C:\\Windows\\psx.exe");

    Reconstruction found = from(seed);

    assertThat(found.entryKind()).isEqualTo(EntryKind.DELIVERED_FILE);
    assertThat(found.nested()).singleElement().satisfies(edge -> {
      assertThat(edge.host()).isEqualTo("dst");
      assertThat(edge.session()).isEqualTo("dst|0xabc");
      assertThat(edge.confidence()).isEqualTo(0.7);
    });
    assertThat(told(found)).contains(told(ReconstructedStep.Kind.LATERAL_MOVEMENT, logon));
    assertThat(found.contains(service)).isTrue();
    assertThat(from(facts.on("SRC").all().get(1)).contains(seed)).isTrue();
  }

  @Test
  void detectionsOnBothSidesOfASessionLeadToOneEntryAlsoWhereNothingWasDelivered() {
    String shell = "C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe";
    Fact here = facts.on("SRC").start(10, 10, 1, shell, EXPLORER);
    facts.by(99, Activity.CONNECTION, 3, 10, Attribute.SOURCE_ADDRESS, "192.168.1.5", Attribute.DESTINATION_ADDRESS, "192.168.1.6", Attribute.DESTINATION_PORT, 135);
    facts.on("DST").by(1, Activity.CONNECTION, 3, 60, Attribute.SOURCE_ADDRESS, "192.168.1.6", Attribute.DESTINATION_ADDRESS, "192.168.1.1", Attribute.DESTINATION_PORT, 53);
    Fact logon = facts.add(100, Activity.LOGON, 4624, Attribute.TARGET_LOGON_ID, "0xabc", Attribute.LOGON_TYPE, 3, Attribute.SOURCE_ADDRESS, "192.168.1.5");
    facts.add(101, Activity.SERVICE_INSTALL, 4697, Attribute.SERVICE_NAME, "psx", Attribute.SERVICE_COMMAND, "C:\\Windows\\psx.exe", Attribute.LOGON_ID, "0xabc");
    Fact there = facts.start(102, 61, 2, "C:\\Windows\\psx.exe", SERVICES);

    List<Reconstruction> found = new Reconstructor(facts.build()).reconstruct(List.of(WindowsLines.detection(here), WindowsLines.detection(there)));

    assertThat(found).singleElement().satisfies(one -> {
      assertThat(one.entryKind()).isEqualTo(EntryKind.OWN_SHELL);
      assertThat(told(one)).containsExactly(told(ReconstructedStep.Kind.LATERAL_MOVEMENT, logon));
      assertThat(one.nodes()).hasSize(2);
    });
  }

  @Test
  void aRemoteShellLeadsToWhoseConnectionWasOpenWhenItBeganThoughItsLogonNamesNoAddress() {
    String shell = "C:\\Windows\\System32\\wsmprovhost.exe";
    facts.on("SRC").mark(1, 5, EVIL, "http://203.0.113.9/evil.exe");
    Fact run = facts.start(10, 10, 1, EVIL, EXPLORER);
    facts.by(99, Activity.CONNECTION, 3, 10, Attribute.INITIATED, "true", Attribute.SOURCE_ADDRESS, "192.168.1.5", Attribute.DESTINATION_ADDRESS, "192.168.1.6",
        Attribute.DESTINATION_PORT, 5985);
    facts.on("DST").by(1, Activity.CONNECTION, 3, 60, Attribute.SOURCE_ADDRESS, "192.168.1.6", Attribute.DESTINATION_ADDRESS, "192.168.1.1", Attribute.DESTINATION_PORT, 53);
    Fact before = facts.start(20, 70, 3, shell, SVCHOST);
    Fact opened = facts.start(100, 61, 3, shell, SVCHOST);
    Fact seed = facts.start(101, 62, 61, WHOAMI, shell);

    Reconstruction found = from(seed);

    assertThat(found.contains(run)).isTrue();
    assertThat(found.contains(opened)).isTrue();
    assertThat(found.contains(before)).isFalse();
    assertThat(from(facts.on("SRC").all().get(1)).contains(seed)).isTrue();
  }

  @Test
  void aPlaceOutsideThatNothingElseTalksToCommandsOnTheOtherHostToo() {
    facts.on("SRC").mark(1, 5, EVIL, "http://203.0.113.9/evil.exe");
    Fact seed = facts.start(10, 10, 1, EVIL, EXPLORER);
    facts.connect(11, 10, "198.51.100.7", 8443);
    facts.on("DST");
    Fact there = facts.start(500, 61, 2, "C:\\Windows\\Temp\\other.exe", SERVICES);
    facts.connect(501, 61, "198.51.100.7", 8443);
    Fact quiet = facts.start(600, 62, 2, "C:\\Windows\\Temp\\third.exe", SERVICES);

    Reconstruction found = from(seed);

    assertThat(found.contains(there)).isTrue();
    assertThat(found.contains(quiet)).isFalse();
  }

  @Test
  void whatTheDesktopUnpackedIsDeliveredByTheArchiveThatItsMarkNames() {
    Fact archive = facts.mark(1, 5, "C:\\Users\\a\\Downloads\\bill.zip", "https://files.example/bill.zip");
    facts.by(30, Activity.FILE_STREAM, 15, 1, Attribute.IMAGE, EXPLORER, Attribute.TARGET_FILE, "C:\\Users\\a\\Downloads\\bill one\\bill.vbs:Zone.Identifier",
        Attribute.CONTENTS, "[ZoneTransfer]  ZoneId=3  ReferrerUrl=C:\\Users\\a\\Downloads\\bill.zip  ");
    Fact unpacked = facts.all().getLast();
    Fact seed = facts.start(60, 10, 1, "C:\\Windows\\System32\\wscript.exe", EXPLORER, Attribute.COMMAND_LINE,
        "wscript.exe \"C:\\Users\\a\\Downloads\\bill one\\bill.vbs\"");

    Reconstruction found = from(seed);

    assertThat(told(found)).containsExactly(told(ReconstructedStep.Kind.DELIVERY, archive), told(ReconstructedStep.Kind.FIRST_RUN, seed));
    assertThat(step(found, ReconstructedStep.Kind.DELIVERY).reason()).contains("https://files.example/bill.zip", "bill.vbs was taken out of it");
    assertThat(found.contains(unpacked)).isTrue();
  }

  @Test
  void aProgramOnAnotherDriveCameOutOfTheImageOfItsNameOrOfTheOneThatWasOpened() {
    Fact other = facts.mark(1, 5, "C:\\Users\\a\\Downloads\\music.iso", "https://music.example/music.iso");
    Fact named = facts.mark(2, 5, "C:\\Users\\a\\Downloads\\bill.img", "https://files.example/bill.img");
    Fact seed = facts.start(60, 10, 1, "E:\\bill.exe", EXPLORER);
    facts.write(4_000, 1, "C:\\Users\\a\\AppData\\Roaming\\Microsoft\\Windows\\Recent\\music.iso.lnk", EXPLORER);
    Fact second = facts.start(4_060, 11, 1, "C:\\Windows\\System32\\cmd.exe", EXPLORER, Attribute.COMMAND_LINE, "cmd.exe /c rundll32.exe play.dll,Start",
        Attribute.CURRENT_DIRECTORY, "F:\\");
    Fact code = facts.start(4_061, 12, 11, "C:\\Windows\\System32\\rundll32.exe", CMD, Attribute.COMMAND_LINE, "rundll32.exe play.dll,Start",
        Attribute.CURRENT_DIRECTORY, "F:\\");

    assertThat(told(from(seed))).contains(told(ReconstructedStep.Kind.DELIVERY, named));
    assertThat(step(from(seed), ReconstructedStep.Kind.DELIVERY).confidence()).isEqualTo(0.7);
    assertThat(from(code).contains(second)).isTrue();
    assertThat(told(from(code))).contains(told(ReconstructedStep.Kind.DELIVERY, other));
  }

  @Test
  void anImageIsOnlyAGuessWhereNothingSaysThatItWasOpened() {
    Fact image = facts.mark(2, 5, "C:\\Users\\a\\Downloads\\bill.img", "https://files.example/bill.img");
    Fact near = facts.start(600, 10, 1, "E:\\setup.exe", EXPLORER);
    Fact late = facts.start(9_000, 11, 1, "E:\\other.exe", EXPLORER);

    assertThat(step(from(near), ReconstructedStep.Kind.DELIVERY).event()).isEqualTo(image.id());
    assertThat(step(from(near), ReconstructedStep.Kind.DELIVERY).confidence()).isEqualTo(0.4);
    assertThat(told(from(late))).isEmpty();
  }

  @Test
  void aShortcutFromOutsideIsWhatTheDesktopOpenedWhenItStartedAnInterpreterRightAfter() {
    Fact shortcut = facts.mark(1, 5, "C:\\Users\\a\\Downloads\\bill.lnk", "https://files.example/bill.lnk");
    facts.start(20, 9, 1, "C:\\Program Files\\Notes\\notes.exe", EXPLORER);
    Fact soon = facts.start(30, 10, 1, CMD, EXPLORER, Attribute.COMMAND_LINE, "cmd.exe /c start x");
    Fact later = facts.start(1_800, 11, 1, CMD, EXPLORER, Attribute.COMMAND_LINE, "cmd.exe");

    assertThat(step(from(soon), ReconstructedStep.Kind.DELIVERY).event()).isEqualTo(shortcut.id());
    assertThat(step(from(soon), ReconstructedStep.Kind.DELIVERY).confidence()).isEqualTo(0.7);
    assertThat(step(from(later), ReconstructedStep.Kind.DELIVERY).confidence()).isEqualTo(0.4);
  }

  @Test
  void aSurrogateThatAnAttackerStartedToHideInIsNoStopNode() {
    facts.mark(1, 5, EVIL, "http://203.0.113.9/evil.exe");
    Fact run = facts.start(10, 10, 1, EVIL, EXPLORER);
    facts.start(20, 11, 10, "C:\\Windows\\System32\\dllhost.exe", EVIL);
    Fact seed = facts.start(30, 12, 11, WHOAMI, "C:\\Windows\\System32\\dllhost.exe");
    facts.start(40, 20, 3, "C:\\Windows\\System32\\dllhost.exe", SVCHOST);
    Fact harmless = facts.start(41, 21, 20, WHOAMI, "C:\\Windows\\System32\\dllhost.exe");

    Reconstruction found = from(seed);

    assertThat(found.contains(run)).isTrue();
    assertThat(found.contains(harmless)).isFalse();
  }

  @Test
  void aBrowserLeadsToNobodyElseWhoTalksToTheSamePlace() {
    Fact bad = facts.mark(1, 5, "C:\\Users\\a\\Downloads\\bill.iso", "http://203.0.113.9/bill.iso");
    facts.start(0, 5, 1, EDGE, EXPLORER);
    facts.connect(0.5, 5, "198.51.100.7", 443);
    facts.mark(100, 5, "C:\\Users\\a\\Downloads\\setup.exe", "https://good.example/setup.exe");
    Fact installer = facts.start(110, 30, 1, "C:\\Users\\a\\Downloads\\setup.exe", EXPLORER);
    facts.connect(111, 30, "198.51.100.7", 443);

    assertThat(from(bad).contains(installer)).isFalse();
  }

  @Test
  void whatMakesItselfStartAgainIsWhoAskedForASubscriptionOfWhichNoRecordNamesTheProcess() {
    facts.mark(1, 5, EVIL, "http://203.0.113.9/evil.exe");
    facts.start(10, 10, 1, EVIL, EXPLORER);
    facts.add(60, Activity.WMI_SUBSCRIPTION, 19, Attribute.SERVICE_NAME, "\"Helper\"", Attribute.SERVICE_COMMAND, "\"SELECT * FROM __InstanceModificationEvent\"",
        Attribute.EVENT_TYPE, "Created");
    Fact consumer = facts.add(60, Activity.WMI_SUBSCRIPTION, 20, Attribute.SERVICE_NAME, "\"Helper\"", Attribute.SERVICE_COMMAND,
        "\"" + EVIL.replace("\\", "\\\\") + "\"", Attribute.EVENT_TYPE, "Created");
    Fact seed = facts.start(100, 11, 10, WHOAMI, EVIL);

    Reconstruction found = from(seed);

    assertThat(found.contains(consumer)).isTrue();
    assertThat(step(found, ReconstructedStep.Kind.PERSISTENCE).reason()).contains("evil.exe (1010) is the program that runs in");
  }

  @Test
  void aRecordOfASessionLeadsToItsSourceThoughNoProcessOfItIsTold() {
    facts.on("SRC").mark(1, 5, EVIL, "http://203.0.113.9/evil.exe");
    Fact run = facts.start(10, 10, 1, EVIL, EXPLORER);
    callFromSource(99, 10, 50_200);
    facts.on("DST").by(1, Activity.CONNECTION, 3, 60, Attribute.SOURCE_ADDRESS, "192.168.1.6", Attribute.DESTINATION_ADDRESS, "192.168.1.1", Attribute.DESTINATION_PORT, 53);
    sessionFromSource(100, "0xbbb", 50_200);
    Fact seed = facts.add(101, Activity.SHARE_ACCESS, 5145, Attribute.LOGON_ID, "0xbbb", Attribute.SHARE, "\\\\*\\ADMIN$", Attribute.TARGET_FILE, "x.exe",
        Attribute.SOURCE_ADDRESS, "192.168.1.5");
    Fact others = facts.add(101, Activity.SHARE_ACCESS, 5145, Attribute.LOGON_ID, "0xccc", Attribute.SHARE, "\\\\*\\ADMIN$", Attribute.TARGET_FILE, "y.exe");

    Reconstruction found = from(seed);

    assertThat(found.contains(run)).isTrue();
    assertThat(found.contains(seed)).isTrue();
    assertThat(found.contains(others)).isFalse();
  }

  @Test
  void aSessionLeadsToTheProcessWhoseAddressAndPortItNamesAndToNoOtherThatTalkedThereThen() {
    facts.on("SRC").mark(1, 5, EVIL, "http://203.0.113.9/evil.exe");
    Fact run = facts.start(10, 10, 1, EVIL, EXPLORER);
    facts.start(11, 20, 1, "C:\\Windows\\System32\\mmc.exe", EXPLORER);
    callFromSource(99, 20, 50_100);
    callFromSource(99.5, 10, 50_200);
    facts.on("DST").by(1, Activity.CONNECTION, 3, 60, Attribute.SOURCE_ADDRESS, "192.168.1.6", Attribute.DESTINATION_ADDRESS, "192.168.1.1", Attribute.DESTINATION_PORT, 53);
    sessionFromSource(100, "0xaaa", 50_100);
    Fact logon = sessionFromSource(100, "0xbbb", 50_200);
    Fact administrators = facts.start(102, 61, 3, CMD, "C:\\Windows\\System32\\wbem\\WmiPrvSE.exe", Attribute.LOGON_ID, "0xaaa");
    Fact seed = facts.start(103, 62, 3, WHOAMI, "C:\\Windows\\System32\\wbem\\WmiPrvSE.exe", Attribute.LOGON_ID, "0xbbb");

    Reconstruction found = from(seed);

    assertThat(found.entryKind()).isEqualTo(EntryKind.DELIVERED_FILE);
    assertThat(found.contains(run)).isTrue();
    assertThat(found.contains(administrators)).isFalse();
    assertThat(told(found)).contains(told(ReconstructedStep.Kind.LATERAL_MOVEMENT, logon));
    assertThat(found.nested()).singleElement().satisfies(edge -> assertThat(edge.session()).isEqualTo("dst|0xbbb"));
  }

  private void callFromSource(double seconds, int process, int port) {
    facts.by(seconds, Activity.CONNECTION, 3, process, Attribute.INITIATED, "true", Attribute.SOURCE_ADDRESS, "192.168.1.5", Attribute.SOURCE_PORT, port,
        Attribute.DESTINATION_ADDRESS, "192.168.1.6", Attribute.DESTINATION_PORT, 52_419);
  }

  private Fact sessionFromSource(double seconds, String session, int port) {
    return facts.add(seconds, Activity.LOGON, 4624, Attribute.TARGET_LOGON_ID, session, Attribute.LOGON_TYPE, 3, Attribute.SOURCE_ADDRESS, "192.168.1.5",
        Attribute.SOURCE_PORT, port, Attribute.TARGET_USER, "CORP\\bob");
  }

  @Test
  void aCommandLineThatNamesTheOtherComputerLeadsThereThoughTheKernelMadeTheConnection() {
    facts.on("SRC").mark(1, 5, EVIL, "http://203.0.113.9/evil.exe");
    facts.start(10, 10, 1, EVIL, EXPLORER, Attribute.USER, "CORP\\bob");
    facts.start(60, 11, 10, CMD, EVIL, Attribute.COMMAND_LINE, "cmd /c dir \\\\dst2\\share", Attribute.USER, "CORP\\bob");
    facts.start(95, 12, 10, CMD, EVIL, Attribute.COMMAND_LINE, "cmd /c sc.exe \\\\DST.corp.example create x", Attribute.USER, "CORP\\bob");
    facts.by(99, Activity.CONNECTION, 3, 99, Attribute.PROCESS_ID, 4, Attribute.INITIATED, "true", Attribute.SOURCE_ADDRESS, "192.168.1.5",
        Attribute.DESTINATION_ADDRESS, "192.168.1.6", Attribute.DESTINATION_PORT, 445);
    facts.on("DST").by(1, Activity.CONNECTION, 3, 60, Attribute.SOURCE_ADDRESS, "192.168.1.6", Attribute.DESTINATION_ADDRESS, "192.168.1.1", Attribute.DESTINATION_PORT, 53);
    sessionFromSource(100, "0xabc", 50_300);
    facts.add(101, Activity.SERVICE_INSTALL, 4697, Attribute.SERVICE_NAME, "x", Attribute.SERVICE_COMMAND, "C:\\Windows\\x.exe", Attribute.LOGON_ID, "0xabc");
    Fact seed = facts.start(102, 61, 2, "C:\\Windows\\x.exe", SERVICES);

    Reconstruction found = from(seed);

    assertThat(found.entryKind()).isEqualTo(EntryKind.DELIVERED_FILE);
    assertThat(found.nested()).singleElement().satisfies(edge -> {
      assertThat(edge.host()).isEqualTo("dst");
      assertThat(edge.confidence()).isEqualTo(0.7);
      assertThat(edge.reason()).contains("cmd.exe (1012)", "was told of");
    });
  }

  @Test
  void aServiceThatWasMadeRightAfterASessionBeganIsItsByTimeAlone() {
    facts.on("SRC").mark(1, 5, EVIL, "http://203.0.113.9/evil.exe");
    facts.start(10, 10, 1, EVIL, EXPLORER);
    facts.by(99, Activity.CONNECTION, 3, 10, Attribute.SOURCE_ADDRESS, "192.168.1.5", Attribute.DESTINATION_ADDRESS, "192.168.1.6", Attribute.DESTINATION_PORT, 445);
    facts.on("DST").by(1, Activity.CONNECTION, 3, 60, Attribute.SOURCE_ADDRESS, "192.168.1.6", Attribute.DESTINATION_ADDRESS, "192.168.1.1", Attribute.DESTINATION_PORT, 53);
    facts.add(100, Activity.LOGON, 4624, Attribute.TARGET_LOGON_ID, "0xabc", Attribute.LOGON_TYPE, 3, Attribute.SOURCE_ADDRESS, "192.168.1.5",
        Attribute.TARGET_USER, "CORP\\bob");
    facts.add(101, Activity.SERVICE_INSTALL, 7045, Attribute.SERVICE_NAME, "psx", Attribute.SERVICE_COMMAND, "%SystemRoot%\\psx.exe");
    Fact seed = facts.start(102, 61, 2, "C:\\Windows\\psx.exe", SERVICES);

    Reconstruction found = from(seed);

    assertThat(found.entryKind()).isEqualTo(EntryKind.DELIVERED_FILE);
    assertThat(found.confidence(found.entry())).isEqualTo(0.4);
  }

  @Test
  void aServicesCommandIsKnownAgainWhereItsVariableWasReplacedAndBothWereCut() {
    String long900 = " /C start /b powershell -noP -enc " + "A".repeat(900);
    facts.start(10, 10, 1, EVIL, EXPLORER);
    facts.add(20, Activity.SERVICE_INSTALL, 4697, Attribute.SERVICE_NAME, "Updater", Attribute.SERVICE_COMMAND, "%COMSPEC%" + long900 + "AAAA",
        Attribute.CLIENT_PROCESS_ID, 1010);
    Fact seed = facts.start(21, 12, 2, CMD, SERVICES, Attribute.COMMAND_LINE, CMD + long900);
    Fact other = facts.start(22, 13, 2, CMD, SERVICES, Attribute.COMMAND_LINE, CMD + " /C start /b powershell -noP -enc " + "B".repeat(900));

    Reconstruction found = from(seed);

    assertThat(found.nodes()).hasSize(2);
    assertThat(found.contains(other)).isFalse();
  }

  @Test
  void aHostOfOursIsNoChannelAndPortsThatRpcHandsOutAreNone() {
    facts.mark(1, 5, EVIL, "http://203.0.113.9/evil.exe");
    Fact seed = facts.start(10, 10, 1, EVIL, EXPLORER);
    facts.connect(11, 10, "10.1.1.7", 135);
    facts.connect(12, 10, "10.1.1.7", 49_670);
    facts.connect(12, 10, "10.1.1.8", 8_081);
    facts.on("OTHER").by(1, Activity.CONNECTION, 3, 60, Attribute.SOURCE_ADDRESS, "10.1.1.8", Attribute.DESTINATION_ADDRESS, "10.1.1.1", Attribute.DESTINATION_PORT, 53);

    assertThat(from(seed).steps()).noneMatch(step -> step.stage() == Stage.COMMAND_AND_CONTROL);
  }

  @Test
  void aSessionFromOutsideIsTheEntryWhereItsSourceIsNotRecorded() {
    Fact logon = facts.add(100, Activity.LOGON, 4624, Attribute.TARGET_LOGON_ID, "0xabc", Attribute.LOGON_TYPE, 10, Attribute.SOURCE_ADDRESS, "198.51.100.9",
        Attribute.TARGET_USER, "CORP\\bob");
    Fact seed = facts.start(110, 10, 1, CMD, EXPLORER, Attribute.LOGON_ID, "0xabc");

    Reconstruction found = from(seed);

    assertThat(found.entryKind()).isEqualTo(EntryKind.REMOTE_SESSION);
    assertThat(told(found)).containsExactly(told(ReconstructedStep.Kind.REMOTE_ENTRY, logon));
    assertThat(found.steps().getFirst().stage()).isEqualTo(Stage.DELIVERY);
  }

  @Test
  void aWellKnownSessionLeadsNowhere() {
    facts.add(100, Activity.LOGON, 4624, Attribute.TARGET_LOGON_ID, "0x3e7", Attribute.LOGON_TYPE, 3, Attribute.SOURCE_ADDRESS, "198.51.100.9");
    Fact seed = facts.start(110, 10, 1, CMD, EXPLORER, Attribute.LOGON_ID, "0x3e7");

    assertThat(from(seed).entryKind()).isEqualTo(EntryKind.OWN_SHELL);
  }

  @Test
  void auditRecordsAloneAreEnough() {
    facts.add(1, Activity.FILE_WRITE, 4663, Attribute.PROCESS_ID, 300, Attribute.IMAGE, EDGE, Attribute.TARGET_FILE, EVIL);
    facts.audited(10, 500, 400, EVIL, EXPLORER);
    Fact call = facts.add(11, Activity.CONNECTION, 5156, Attribute.PROCESS_ID, 500, Attribute.DESTINATION_ADDRESS, "203.0.113.9", Attribute.DESTINATION_PORT, 8443);
    facts.audited(12, 501, 500, CMD, EVIL);
    Fact seed = facts.audited(13, 502, 501, WHOAMI, CMD);

    Reconstruction found = from(seed);

    assertThat(found.entryKind()).isEqualTo(EntryKind.DELIVERED_FILE);
    assertThat(told(found)).contains(told(ReconstructedStep.Kind.CHANNEL, call));
    assertThat(step(found, ReconstructedStep.Kind.CHANNEL).confidence()).isEqualTo(0.7);
    assertThat(found.confidence(found.entry())).isEqualTo(0.8);
  }

  @Test
  void aForgedParentDoesNotCutTheWayUp() {
    facts.mark(1, 5, EVIL, "http://203.0.113.9/evil.exe");
    facts.start(10, 10, 1, EVIL, EXPLORER);
    Fact seed = facts.start(20, 11, 1, CMD, EXPLORER, Attribute.CLIENT_PROCESS_ID, 1010);

    Reconstruction found = from(seed);

    assertThat(found.entryKind()).isEqualTo(EntryKind.DELIVERED_FILE);
    assertThat(found.nodes()).hasSize(2);
  }

  @Test
  void whatOthersDoToAProcessOfTheAttackIsNotTheAttacks() {
    Fact seed = facts.start(10, 10, 1, EVIL, EXPLORER);
    Fact scanned = facts.by(11, Activity.PROCESS_ACCESS, 10, 70, Attribute.TARGET_PROCESS_GUID, Facts.guid(10));
    Fact scans = facts.by(12, Activity.PROCESS_ACCESS, 10, 10, Attribute.TARGET_PROCESS_GUID, Facts.guid(70));

    Reconstruction found = from(seed);

    assertThat(found.contains(scanned)).isFalse();
    assertThat(found.contains(scans)).isTrue();
  }

  @Test
  void aSeedThatNamesNoProcessGivesNothingButSaysSo() {
    Fact seed = facts.add(1, Activity.LOG_CLEARED, 1102);

    Reconstruction found = from(seed);

    assertThat(found.entryKind()).isEqualTo(EntryKind.UNKNOWN);
    assertThat(found.entry()).isEqualTo(ProcessForest.NONE);
    assertThat(found.nodes()).isEmpty();
    assertThat(found.tree()).isEmpty();
    assertThat(found.entryReason()).isNotEmpty();
  }

  @Test
  void aDetectionOfTheDownloadItselfLeadsToWhatRan() {
    Fact seed = facts.mark(1, 5, EVIL, "http://203.0.113.9/evil.exe");
    Fact run = facts.start(10, 10, 1, EVIL, EXPLORER);

    assertThat(told(from(seed))).contains(told(ReconstructedStep.Kind.FIRST_RUN, run));
  }

  @Test
  void aFloodOfChildrenStaysInBoundsAndIsCounted() {
    facts.mark(1, 5, EVIL, "http://203.0.113.9/evil.exe");
    Fact seed = facts.start(10, 10, 1, EVIL, EXPLORER);
    Fact call = facts.connect(11, 10, "203.0.113.9", 8080);
    for (int i = 0; i < 10_000; i++) {
      facts.start(12 + i * 0.001, 100 + i, 10, CMD, EVIL);
    }

    Reconstruction found = from(seed);

    assertThat(found.nodes()).hasSize(Descent.MOST_NODES);
    assertThat(found.dropped()).containsEntry("processes of one attack", 10_001L - Descent.MOST_NODES);
    assertThat(told(found)).contains(told(ReconstructedStep.Kind.CHANNEL, call));
    assertThat(found.tree()).hasSize(Descent.MOST_NODES);
  }

  @Test
  void aLongLineOfAncestorsIsCutAndCounted() {
    facts.start(1, 100, 1, EVIL, EXPLORER);
    for (int i = 1; i < 100; i++) {
      facts.start(1 + i, 100 + i, 99 + i, CMD, CMD);
    }
    Fact seed = facts.start(200, 10, 199, WHOAMI, CMD);

    assertThat(from(seed).dropped()).containsKey("ancestors");
  }

  @Test
  void whatAnAttackerWroteIsEscapedInReasons() {
    String name = "C:\\Users\\a\\Downloads\\e\u202Evil\u001B[31m.exe";
    facts.mark(1, 5, name, "http://203.0.113.9/\u001B]0;x");
    Fact seed = facts.start(10, 10, 1, name, EXPLORER);

    Reconstruction found = from(seed);

    assertThat(found.steps()).isNotEmpty().allSatisfy(step -> assertThat(step.reason()).doesNotContain("\u202E", "\u001B"));
    assertThat(found.entryReason()).doesNotContain("\u202E", "\u001B");
  }

  @Test
  void theOrderOfOneInstantChangesNothing() {
    facts.mark(1, 5, EVIL, "http://203.0.113.9/evil.exe");
    facts.start(1, 10, 1, EVIL, EXPLORER);
    facts.connect(1, 10, "203.0.113.9", 8080);
    facts.start(1, 11, 10, CMD, EVIL);
    facts.audited(1, 1011, 1010, CMD, EVIL);
    facts.write(1, 10, "C:\\ProgramData\\up.exe", EVIL);
    facts.add(1, Activity.SERVICE_INSTALL, 4697, Attribute.SERVICE_NAME, "up", Attribute.SERVICE_COMMAND, "C:\\ProgramData\\up.exe", Attribute.CLIENT_PROCESS_ID, 1010);
    facts.start(1, 13, 2, "C:\\ProgramData\\up.exe", SERVICES);
    facts.add(1, Activity.REMOTE_THREAD, 8, Attribute.PROCESS_GUID, Facts.guid(10), Attribute.TARGET_PROCESS_GUID, Facts.guid(40));
    facts.connect(1, 40, "203.0.113.9", 8080);
    Fact seed = facts.start(1, 12, 11, WHOAMI, CMD);
    List<Fact> order = new ArrayList<>(facts.sorted());
    String expected = print(from(Facts.build(order, Bounds.STANDARD), seed));

    for (int i = 0; i < 50; i++) {
      Collections.shuffle(order, new java.util.Random(i));
      assertThat(print(from(Facts.build(order, Bounds.STANDARD), seed))).isEqualTo(expected);
    }
    assertThat(expected).contains("delivery", "first-run", "channel", "persistence");
  }

  private static String print(Reconstruction found) {
    StringBuilder out = new StringBuilder(found.entryKind().id()).append(found.entryReason()).append('\n');
    found.steps().forEach(step -> out.append(step.kind().id()).append(step.event()).append(step.confidence()).append(step.reason()).append('\n'));
    found.tree().forEach(line -> out.append(line.depth()).append(line.image()).append(line.by()).append(line.isEntry()).append('\n'));
    return out.toString();
  }
}
