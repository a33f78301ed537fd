package io.cutpoint.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.model.Part;
import io.cutpoint.model.Stage;
import io.cutpoint.model.detection.StageVerdict;
import io.cutpoint.model.detection.StageVerdict.Step;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class StageResolverTest {

  private static final Scene OURS = address -> address.startsWith("10.1.");

  private final StageResolver resolver = new StageResolver();

  private StageVerdict resolve(String rule, String event) {
    return resolver.resolve(Examples.rule(rule), Examples.event(event), OURS);
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {
    "reconnaissance; 1", "resource-development; 4|5|6|7?", "resource-development @/antivirus; 2", "initial-access; 3", "execution; 4",
    "persistence; 5", "privilege-escalation; 7a", "defense-evasion; 4|5|6|7?", "stealth; 4|5|6|7?", "defense-impairment; 5|7?",
    "credential-access; 7a", "discovery; 7a", "lateral-movement; 7a", "collection; 7b", "command-and-control; 6", "exfiltration; 7b", "impact; 7b"
  })
  void everyTacticHasItsStage(String rule, String expected) {
    assertThat(Examples.code(resolve(rule, "other"))).isEqualTo(expected);
    assertThat(Examples.code(resolve(rule.replace('-', '_'), "other"))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {
    // reconnaissance and discovery
    "T1595.002; other; 1", "T1046; other, SOURCE_ADDRESS=203.0.113.9; 1", "T1046; process-start; 7a", "T1046; other, SOURCE_ADDRESS=10.1.2.3; 7a",
    "T1018; process-start; 7a", "T1135; process-start; 7a", "T1082; process-start; 7a", "T1518.001; process-start; 7a",
    "T1590.002; other; 1", "T1592; other; 1", "T1598.003; other; 1",
    // resource development
    "T1587.001 @/antivirus; alert; 2", "T1588.002 @windows/process_creation; process-start; 4|5|6|7?", "T1583; other; 4|5|6|7?",
    "T1608; alert, THREAT_NAME=x; 2", "T1650; other; 4|5|6|7?", "T1588.002; service-install; 5|7",
    // delivery
    "T1566.001; other; 3", "T1189; other; 3", "T1195.002; other; 3", "T1091; other; 3", "T1200; other; 3", "T1659; other; 3",
    "T1566.001; process-start, PARENT_IMAGE=C:\\Office\\WINWORD.EXE; 4",
    "T1190 @/webserver; other; 3", "T1190 @linux/process_creation; process-start; 4", "T1190; file-write; 4", "T1190 @django/application; other; 3",
    "T1190 @zeek//http; other; 3", "T1190 @windows//application; other; 4",
    "T1133; other; 3|5", "T1133; registry-write; 5", "T1199; other; 3|5",
    "T1078; logon, SOURCE_ADDRESS=203.0.113.9; 3", "T1078; logon, SOURCE_ADDRESS=10.1.2.3; 7a", "T1078; logon, SOURCE_ADDRESS=10.9.2.3; 3|7?",
    "T1078.004; other; 3|7?", "T1078; process-start; 7a?",
    "T1110.003; logon-failed, SOURCE_ADDRESS=203.0.113.9; 3?", "T1110; logon, SOURCE_ADDRESS=203.0.113.9; 3|4", "T1110; logon-failed, SOURCE_ADDRESS=10.1.2.3; 7a",
    "T1621; other, SOURCE_ADDRESS=203.0.113.9; 3?", "T1621; other; 3|7?",
    // exploitation
    "T1203; process-start; 4", "T1204.002; process-start; 4", "T1068; process-start; 7a",
    "T1059.001; process-start, PARENT_IMAGE=C:\\Program Files\\Microsoft Office\\WINWORD.EXE; 4",
    "T1059.003; process-start, PARENT_IMAGE=C:\\Windows\\System32\\inetsrv\\w3wp.exe; 4",
    "T1059.004; process-start, PARENT_IMAGE=/usr/sbin/apache2; 4",
    "T1059; process-start, IMAGE=C:\\Users\\a\\Downloads\\x.exe; 4",
    "T1059.001; process-start, PARENT_IMAGE=C:\\Windows\\System32\\wbem\\WmiPrvSE.exe; 7a",
    "T1059.001; process-start, PARENT_IMAGE=C:\\Windows\\System32\\wsmprovhost.exe; 7a",
    "T1569.002; process-start, PARENT_IMAGE=C:\\Windows\\System32\\services.exe; 7a",
    "T1059.001; script, IMAGE=C:\\Windows\\System32\\wsmprovhost.exe; 7a",
    "T1059.001; process-start, PARENT_IMAGE=C:\\Windows\\explorer.exe; 4|5|6|7?",
    "T1047; process-start; 4|5|6|7?", "T1106; other; 4|5|6|7?", "T1129; image-load; 4|5|6|7?", "T1559.001; process-start; 4|5|6|7?",
    "T1569.002; service-install; 5|7",
    // installation
    "T1053.005; task-create; 5|7", "T1543.003; service-install; 5|7", "T1543.003; registry-write; 5|7", "T1546.003; wmi-subscription; 5", "T1547.001; registry-write; 5",
    "T1037; file-write; 5", "T1574.001; image-load; 5", "T1505.003; file-write; 5", "T1176; file-write; 5", "T1136.001; account-change; 5", "T1098; account-change; 5",
    "T1543.003; process-start, IMAGE=C:\\W\\sc.exe, COMMAND_LINE=sc \\\\srv create x; 7a", "T1053.005; process-start, IMAGE=schtasks.exe, COMMAND_LINE=schtasks /create /S srv; 7a",
    "T1053.005; share-access; 7a", "T1543.003; service-install, SERVICE_COMMAND=%SystemRoot%\\PSEXESVC.exe; 7a",
    "T1055.001; remote-thread; 4|5|6|7?", "T1134.001; process-start; 7a", "T1548.002; process-start; 7a", "T1112; registry-write; 5?", "T1070.006; file-write; 5?",
    "T1105; file-write, IMAGE=C:\\Chrome\\chrome.exe; 3", "T1197; file-write, IMAGE=C:\\x\\svchost.exe; 5", "T1105; process-start; 5", "T1105 @/proxy; other; 3|5",
    "T1105; process-start, PARENT_IMAGE=winword.exe; 5",
    // lateral movement
    "T1570; file-write; 7a", "T1021.002; share-access; 7a", "T1550.002; logon; 7a", "T1534; other; 7a", "T1080; file-write; 7a", "T1563.002; process-start; 7a",
    "T1072; process-start; 7a", "T1210; other; 7a",
    // command and control
    "T1219.002; process-start; 5", "T1219.002; connection, IMAGE=C:\\any.exe; 6", "T1071.001; process-start; 5", "T1071.001 @/proxy; other; 6", "T1071.004; name-query; 6",
    "T1572; process-start; 5", "T1573; connection; 6", "T1090; connection; 6", "T1095; connection; 6", "T1568; name-query; 6", "T1102; file-write; 5", "T1205; other, DESTINATION_ADDRESS=203.0.113.1; 6",
    // evasion
    "T1027.010; process-start; 4|5|6|7?", "T1036.005; file-write; 4|5|6|7?", "T1140; process-start; 4|5|6|7?", "T1218.011; process-start; 4|5|6|7?", "T1620; other; 4|5|6|7?",
    "T1564.004; file-stream; 4|5|6|7?", "T1564.004; file-stream, CONTENTS=[ZoneTransfer] HostUrl=http://10.0.5.13/x.exe; 3", "T1027; alert, THREAT_NAME=Packed; 2",
    "T1497.001; process-start; 4|5|6|7?", "T1622 @/antivirus; alert; 2", "T1218; service-install; 5|7",
    // actions on objectives
    "T1070.001; process-start; 7a", "T1685.005; log-cleared; 7a", "T1562.001; process-start; 5|7?", "T1685; registry-write; 5|7?", "T1685.001; other; 5|7?", "T1686.003; process-start; 5|7?",
    "T1489; process-start; 7b?", "T1003.001; process-start; 7a", "T1558.003; ticket-request; 7a", "T1552.001; process-start; 7a", "T1555; process-start; 7a", "T1556; other; 7a",
    "T1557; other; 7a", "T1040; process-start; 7a", "T1056.001; other; 7a",
    "T1041; other; 7b", "T1048.003; process-start; 7b", "T1567.002; connection; 7b", "T1020; script; 7b", "T1030; other; 7b", "T1052; other; 7b", "T1485; process-start; 7b", "T1491; other; 7b",
    "T1531; account-change; 7b", "T1531; logoff; 7b?", "T1486; file-write; 7b", "T1496; process-start; 7b", "T1657; other; 7b", "T1490; process-start; 7b",
    "T1498; other, SOURCE_ADDRESS=203.0.113.9; 7b?", "T1499.001; other; 7b",
    // no row: by the tactics of ATT&CK
    "T1033; process-start; 7a", "T1560.001; process-start; 7b", "T1137; file-write; 5", "T1202; process-start; 4|5|6|7?", "T1689; process-start; 5|7?", "T1484.001; other; 7a"
  })
  void everyTechniqueRowHasItsStage(String rule, String event, String expected) {
    StageVerdict verdict = resolve(rule, event.replace(',', ';'));

    assertThat(Examples.code(verdict)).as(verdict.reason()).isEqualTo(expected);
    assertThat(verdict.reason()).hasSizeGreaterThan(20).doesNotContain("null");
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {
    "discovery; process-access, TARGET_IMAGE=C:\\Windows\\System32\\lsass.exe; 7a; EVENT",
    "stealth T1055; remote-thread, TARGET_IMAGE=C:\\Windows\\System32\\LSASS.EXE; 7a; EVENT",
    "stealth; process-access, TARGET_IMAGE=C:\\Windows\\notlsass.exe; 4|5|6|7?; TACTIC",
    "command-and-control T1105; file-stream, CONTENTS=[ZoneTransfer] ZoneId=3 HostUrl=https://x.example/a; 3; EVENT",
    "defense-impairment; log-cleared; 7a; EVENT",
    "lateral-movement T1021.001; logon, SOURCE_ADDRESS=203.0.113.9; 3; EVENT",
    "lateral-movement T1021.001; logon, SOURCE_ADDRESS=10.1.0.9; 7a; TECHNIQUE",
    "persistence; service-install; 5|7; EVENT",
    "@aws//cloudtrail; other, EVENT_TYPE=StopLogging; 5; EVENT",
    "@aws//cloudtrail; other, EVENT_TYPE=CreateAccessKey; 5; EVENT",
    "@aws//cloudtrail discovery; other, EVENT_TYPE=GetCallerIdentity; 7a; EVENT",
    "@aws//cloudtrail; other, EVENT_TYPE=ConsoleLogin; 3?; EVENT",
    "@aws//cloudtrail; other, EVENT_TYPE=PutBucketPolicy; 7b; EVENT",
    "@azure//auditlogs; other, EVENT_TYPE=Consent to application; 5; EVENT",
    "@m365//exchange; other, EVENT_TYPE=MailItemsAccessed; 7b; EVENT",
    "@windows/registry_set; registry-write, EVENT_TYPE=ConsoleLogin; 5?; EVENT"
  })
  void whatTheEventShowsComesFirst(String rule, String event, String expected, Step step) {
    StageVerdict verdict = resolve(rule, event.replace(',', ';'));

    assertThat(Examples.code(verdict)).as(verdict.reason()).isEqualTo(expected);
    assertThat(verdict.decidedBy()).isEqualTo(step);
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {
    // evasion, plain execution and injection tell how: another technique tells how far
    "stealth execution T1027 T1059.001; process-start; 4|5|6|7?; TECHNIQUE",
    "credential-access stealth T1003.001 T1036; process-start; 7a; TECHNIQUE",
    "discovery execution T1059.003 T1087; process-start; 7a; TACTIC",
    "execution persistence T1059; file-write; 5; TACTIC",
    "stealth execution T1218; process-start; 4|5|6|7?; TECHNIQUE",
    "resource-development stealth T1588 T1036; process-start; 4|5|6|7?; TECHNIQUE",
    // the lowest
    "initial-access execution T1566.001 T1204.002; other; 3|4; LOWEST",
    "persistence execution; other; 4|5; LOWEST",
    // less what such an event cannot show
    "initial-access execution T1566.001 T1204.002; process-start; 4; EVENT",
    "persistence execution; registry-write; 5; EVENT",
    "initial-access persistence privilege-escalation; process-start; 5|7; LOWEST",
    "initial-access persistence T1190 T1505.003 @/webserver; other; 3; EVENT",
    // a file that lies there has not acted
    "credential-access T1003 @/antivirus; alert; 7a?; TECHNIQUE",
    "execution command-and-control T1203 T1219.002 @/antivirus; alert; 5; TECHNIQUE",
    "execution T1203 @/antivirus; alert; 3|4?; EVENT",
    // what all agree on
    "persistence lateral-movement T1543.003 T1021.002; service-install; 7a; TECHNIQUE",
    "persistence T1547.001 T1053.005; other; 5|7; TECHNIQUE",
    "command-and-control persistence T1105 T1133; file-write; 5; TECHNIQUE",
    // suspected less than firm
    "defense-impairment privilege-escalation T1685 T1548.002; process-start; 7a; TECHNIQUE",
    "defense-impairment persistence T1112 T1685; registry-write; 5|7?; TECHNIQUE",
    "exfiltration credential-access T1048 T1003; process-start; 7b; TECHNIQUE"
  })
  void severalTagsAreSettledByTheDocumentedTies(String rule, String event, String expected, Step step) {
    StageVerdict verdict = resolve(rule, event);

    assertThat(Examples.code(verdict)).as(verdict.reason()).isEqualTo(expected);
    assertThat(verdict.decidedBy()).as(verdict.reason()).isEqualTo(step);
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {
    "@/webserver; other; 3?", "@/proxy; other; 6?", "@/antivirus; alert; 3|5?", "; alert; 3|5?", "@windows; service-install; 5|7?", "; task-create; 5|7?",
    "; connection; 6?", "; logon; 3|7?", "; share-access; 7a?", "; account-change; 5?", "; process-start; 4|5|6|7?", "@qualys; other; 4|5|6|7?",
    "T9999 no-such-tactic; other; 4|5|6|7?"
  })
  void aRuleWithoutKnownTagsIsSuspectedAtMost(String rule, String event, String expected) {
    StageVerdict verdict = resolve(rule == null ? "" : rule, event);

    assertThat(Examples.code(verdict)).as(verdict.reason()).isEqualTo(expected);
    assertThat(verdict.reason()).startsWith("the rule has no known ATT&CK tag");
  }

  @ParameterizedTest
  @EnumSource(Stage.class)
  void aRuleMayStateItsStage(Stage stage) {
    StageVerdict verdict = resolver.resolve(Examples.rule("stealth T1027", stage), Examples.event("file-stream;CONTENTS=HostUrl=http://a.example/"), OURS);

    assertThat(verdict.stage()).isEqualTo(stage);
    assertThat(verdict.part()).isEqualTo(stage == Stage.ACTIONS_ON_OBJECTIVES ? Part.THROUGH : Part.NONE);
    assertThat(verdict.decidedBy()).isEqualTo(Step.RULE);
    assertThat(verdict.suspectedAtMost()).isFalse();
    assertThat(verdict.reason()).isEqualTo("the rule itself states the stage " + stage.title());
  }

  @Test
  void aStatedLastStageTakesItsPartFromTheTags() {
    assertThat(resolver.resolve(Examples.rule("T1486", Stage.ACTIONS_ON_OBJECTIVES), Examples.event("other"), OURS).part()).isEqualTo(Part.OUT);
  }

  @Test
  void theReasonNamesTheTechniqueAndTheCircumstance() {
    assertThat(resolve("T1003.001", "other").reason()).isEqualTo("technique T1003.001 (LSASS Memory) is an action on objectives: credentials");
    assertThat(resolve("T1105", "file-write;IMAGE=chrome.exe").reason())
        .isEqualTo("technique T1105 (Ingress Tool Transfer) is a delivery, because the event is a file write and an application that things are delivered through did it");
    assertThat(resolve("stealth", "other").reason())
        .isEqualTo("tactic TA0005 (Stealth) is evasion, not how far it has come; alone it is suspected Exploitation at most");
  }

  @Test
  void theReasonNamesTheWordThatDecided() {
    assertThat(resolve("T1105 @/proxy", "other").reason()).endsWith("because the rule reads a log of proxy");
    assertThat(resolve("@aws//cloudtrail", "other;EVENT_TYPE=CreateUser").reason()).endsWith("because the rule reads a log of cloudtrail and its action is createuser");
    assertThat(resolve("stealth", "process-access;TARGET_IMAGE=lsass.exe").reason()).endsWith("and the process acted upon is lsass");
  }

  @Test
  void theReasonNeverRepeatsWhatAnAttackerWrote() {
    String hostile = "\u001b[2J<script>";

    StageVerdict verdict =
        resolve("T1059 T1" + hostile + " " + hostile, "process-start;IMAGE=" + hostile + ";PARENT_IMAGE=" + hostile + ";EVENT_TYPE=" + hostile);

    assertThat(verdict.reason()).doesNotContain("\u001b").doesNotContain("<");
  }

  @Test
  void aRevokedTechniqueMeansWhatItsSuccessorMeans() {
    // T1086 PowerShell became T1059.001, T1208 Kerberoasting T1558.003.
    assertThat(Examples.code(resolve("T1086", "process-start;PARENT_IMAGE=winword.exe"))).isEqualTo("4");
    assertThat(resolve("T1208", "other").reason()).startsWith("technique T1558.003 (Kerberoasting)");
  }

  @Test
  void everySubjectOfTheTableIsKnownToAttack() {
    Set<String> unknown = new TreeSet<>();
    for (String subject : StageTable.shipped().subjects()) {
      boolean known =
          subject.startsWith("TA")
              ? Tactic.of(subject).isPresent()
              : AttackFacts.shipped().technique(subject).map(Technique::id).filter(subject::equals).isPresent();
      if (!known) {
        unknown.add(subject);
      }
    }

    assertThat(unknown).isEmpty();
    assertThat(StageTable.shipped().subjects()).containsAll(java.util.Arrays.stream(Tactic.values()).map(Tactic::id).toList());
  }

  @Test
  void everyTechniqueResolvesForEveryKindOfEventAndAllStagesOccur() {
    Set<Stage> seen = new TreeSet<>();
    for (Technique technique : AttackFacts.shipped().techniques()) {
      for (String event : new String[] {"other", "process-start", "alert;THREAT_NAME=x", "service-install", "connection", "logon;SOURCE_ADDRESS=203.0.113.9"}) {
        StageVerdict verdict = resolve(technique.id(), event);

        seen.add(verdict.stage());
        assertThat(verdict.reason().length()).isGreaterThanOrEqualTo(20);
        assertThat(verdict.part() == Part.NONE).isEqualTo(verdict.stage() != Stage.ACTIONS_ON_OBJECTIVES);
        assertThat(verdict.alternatives()).isSorted().doesNotContain(verdict.stage()).doesNotHaveDuplicates();
      }
    }

    assertThat(seen).containsExactlyElementsOf(Stage.CHAIN);
  }

  @Test
  void aServiceOrTaskIsNeverInstallationAlone() {
    for (Technique technique : AttackFacts.shipped().techniques()) {
      for (String event : new String[] {"service-install", "task-create"}) {
        StageVerdict verdict = resolve(technique.id(), event);

        if (verdict.stage() == Stage.INSTALLATION) {
          assertThat(verdict.alternatives()).as(technique.id()).contains(Stage.ACTIONS_ON_OBJECTIVES);
        }
      }
    }
  }

  @Test
  void stagesAreTheSameUnderATurkishLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.of("tr", "TR"));

      assertThat(Examples.code(resolve("INITIAL-ACCESS", "other"))).isEqualTo("3");
      assertThat(Examples.code(resolve("T1059", "process-start;PARENT_IMAGE=C:\\X\\WMIPRVSE.EXE"))).isEqualTo("7a");
    } finally {
      Locale.setDefault(before);
    }
  }
}
