package io.cutpoint.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.attack.StageResolver;
import io.cutpoint.model.Stage;
import io.cutpoint.model.detection.Detection;
import io.cutpoint.model.detection.Level;
import io.cutpoint.model.detection.Outcome;
import io.cutpoint.model.detection.RuleKey;
import io.cutpoint.model.detection.RuleReference;
import io.cutpoint.model.detection.Status;
import io.cutpoint.model.entity.Mention;
import io.cutpoint.model.entity.Role;
import io.cutpoint.model.event.EventId;
import io.cutpoint.model.event.LogSource;
import io.cutpoint.model.fact.Activity;
import io.cutpoint.model.fact.Attribute;
import io.cutpoint.model.fact.Attributes;
import io.cutpoint.model.fact.Fact;
import io.cutpoint.model.text.Untrusted;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DetectionFactoryTest {

  private static final String SYSMON = "Microsoft-Windows-Sysmon/Operational";
  private static final String TS = "Microsoft-Windows-TerminalServices-LocalSessionManager/Operational";
  private static final String GUID_A = "{AAAAAAAA-0000-0000-0000-000000000001}";
  private static final String GUID_B = "{BBBBBBBB-0000-0000-0000-000000000002}";
  private static final String GA = "aaaaaaaa-0000-0000-0000-000000000001";
  private static final String GB = "bbbbbbbb-0000-0000-0000-000000000002";

  private final DetectionFactory factory = new DetectionFactory(new StageResolver(), address -> address.startsWith("10.1."));

  /// One event and who took part, as `role type key` in the order of the mentions.
  private record Case(String name, Fact fact, LogSource rule, List<String> mentions) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Case windows(String channel, int code, Activity activity, String attributes, String... mentions) {
    return new Case(channel + " " + code + " " + attributes, fact("DC01.corp.local", channel, code, activity, attributes), source(null, null, null), List.of(mentions));
  }

  private static LogSource source(@Nullable String product, @Nullable String category, @Nullable String service) {
    return new LogSource(product, category, service);
  }

  private static Fact fact(String host, String channel, int code, Activity activity, String attributes) {
    Map<Attribute, Untrusted> values = new EnumMap<>(Attribute.class);
    if (!attributes.isEmpty()) {
      for (String pair : attributes.split("; ")) {
        String[] parts = pair.split("=", 2);
        values.put(Attribute.valueOf(parts[0]), Untrusted.of(parts[1]));
      }
    }
    return new Fact(new EventId(7, 9), 100, 100, activity, code, Untrusted.of(channel), Untrusted.of(host), Attributes.of(values), List.of(0), List.of());
  }

  private static RuleReference rule(LogSource source, String... techniques) {
    return new RuleReference(new RuleKey("sigma", "r1", "abcd"), "A rule", Level.HIGH, Status.TEST, List.of(), List.of(techniques), source, null);
  }

  private static List<String> texts(List<Mention> mentions) {
    return mentions.stream().map(mention -> mention.role().id() + " " + mention.entity().type() + " " + mention.entity().key()).toList();
  }

  static Stream<Case> cases() {
    return Stream.of(
        // sessions: the source acts, the recording host is its target
        windows("Security", 4624, Activity.LOGON,
            "USER=NT AUTHORITY\\SYSTEM; TARGET_USER=CORP\\alice; TARGET_LOGON_ID=0x3e9f1; LOGON_TYPE=3; SOURCE_ADDRESS=::ffff:10.0.5.13; WORKSTATION=KALI",
            "target host dc01", "actor ip 10.0.5.13", "actor user corp\\alice", "actor session dc01|0x3e9f1", "object host kali"),
        windows("Security", 4624, Activity.LOGON, "TARGET_USER=CORP\\alice; LOGON_TYPE=10; SOURCE_ADDRESS=203.0.113.9; TARGET_LOGON_ID=0x3e7",
            "target host dc01", "actor ip 203.0.113.9", "actor user corp\\alice"),
        windows("Security", 4624, Activity.LOGON, "TARGET_USER=CORP\\alice; LOGON_TYPE=2; SOURCE_ADDRESS=127.0.0.1; TARGET_LOGON_ID=0x5; WORKSTATION=DC01",
            "actor host dc01", "actor user corp\\alice", "actor session dc01|0x5"),
        windows("Security", 4624, Activity.LOGON, "TARGET_USER=NT AUTHORITY\\ANONYMOUS LOGON; LOGON_TYPE=3; SOURCE_ADDRESS=-", "target host dc01"),
        windows("Security", 4624, Activity.LOGON, "TARGET_USER=CORP\\WS1$; LOGON_TYPE=3; SOURCE_ADDRESS=10.0.0.7", "target host dc01", "actor ip 10.0.0.7"),
        windows("Security", 4624, Activity.LOGON, "TARGET_USER=CORP\\bob; LOGON_TYPE=3; SOURCE_ADDRESS=::1", "actor host dc01", "actor user corp\\bob"),
        windows("Security", 4625, Activity.LOGON_FAILED, "TARGET_USER=CORP\\root; TARGET_SID=S-1-0-0; LOGON_TYPE=3; SOURCE_ADDRESS=198.51.100.7; WORKSTATION=\\\\FREERDP",
            "target host dc01", "actor ip 198.51.100.7", "actor user corp\\root", "object host freerdp"),
        windows("Security", 4648, Activity.LOGON_EXPLICIT,
            "USER=CORP\\alice; LOGON_ID=0x77; TARGET_USER=CORP\\admin; TARGET_HOST=SRV02.corp.local; PROCESS_ID=600; IMAGE=C:\\x.exe",
            "actor host dc01", "actor user corp\\alice", "actor session dc01|0x77", "actor process dc01|600", "target user corp\\admin", "target host srv02"),
        windows("Security", 4648, Activity.LOGON_EXPLICIT, "USER=CORP\\alice; TARGET_USER=CORP\\admin; TARGET_HOST=localhost",
            "actor host dc01", "actor user corp\\alice", "target user corp\\admin"),
        windows("Security", 4778, Activity.LOGON, "TARGET_USER=CORP\\alice; SOURCE_ADDRESS=10.0.0.8; WORKSTATION=LAPTOP", "target host dc01", "actor ip 10.0.0.8",
            "actor user corp\\alice", "object host laptop"),
        windows("Security", 4779, Activity.LOGOFF, "USER=CORP\\alice; LOGON_ID=0x99", "actor host dc01", "actor user corp\\alice", "actor session dc01|0x99"),
        windows(TS, 21, Activity.LOGON, "TARGET_USER=CORP\\alice; SOURCE_ADDRESS=10.0.0.8", "target host dc01", "actor ip 10.0.0.8", "actor user corp\\alice"),
        windows(TS, 25, Activity.LOGON, "TARGET_USER=CORP\\alice; SOURCE_ADDRESS=LOCAL", "actor host dc01", "actor user corp\\alice"),
        windows("Microsoft-Windows-TerminalServices-RemoteConnectionManager/Operational", 1149, Activity.LOGON, "TARGET_USER=CORP\\alice; SOURCE_ADDRESS=10.0.0.8",
            "target host dc01", "actor ip 10.0.0.8", "actor user corp\\alice"),
        // a domain controller records what others do
        windows("Security", 4768, Activity.TICKET_REQUEST, "TARGET_USER=CORP\\alice; SERVICE_NAME=krbtgt; SOURCE_ADDRESS=::ffff:10.0.0.5",
            "recorder host dc01", "actor ip 10.0.0.5", "actor user corp\\alice"),
        windows("Security", 4769, Activity.TICKET_REQUEST, "TARGET_USER=CORP.LOCAL\\alice@CORP.LOCAL; SERVICE_NAME=SRV02$; SOURCE_ADDRESS=10.0.0.5",
            "recorder host dc01", "actor ip 10.0.0.5", "actor user corp\\alice", "target host srv02"),
        windows("Security", 4771, Activity.TICKET_REQUEST, "TARGET_USER=alice@corp.local; SOURCE_ADDRESS=10.0.0.5", "recorder host dc01", "actor ip 10.0.0.5",
            "actor user corp\\alice"),
        windows("Security", 4776, Activity.LOGON_FAILED, "TARGET_USER=CORP\\alice; WORKSTATION=WS7", "recorder host dc01", "actor user corp\\alice", "object host ws7"),
        windows("Security", 4662, Activity.DIRECTORY_ACCESS, "USER=CORP\\mallory; LOGON_ID=0x4e5f", "recorder host dc01", "actor user corp\\mallory",
            "actor session dc01|0x4e5f"),
        windows("Security", 5136, Activity.DIRECTORY_ACCESS, "USER=CORP\\mallory", "recorder host dc01", "actor user corp\\mallory"),
        windows("Security", 4740, Activity.ACCOUNT_CHANGE, "USER=CORP\\DC01$; TARGET_USER=CORP\\alice; TARGET_HOST=WS7", "recorder host dc01",
            "target user corp\\alice", "target host ws7"),
        windows("Security", 4720, Activity.ACCOUNT_CHANGE, "USER=CORP\\mallory; TARGET_USER=CORP\\backdoor", "recorder host dc01", "actor user corp\\mallory",
            "target user corp\\backdoor"),
        windows("Security", 4720, Activity.ACCOUNT_CHANGE, "USER=DC01\\mallory; TARGET_USER=DC01\\backdoor", "actor host dc01", "actor user dc01\\mallory",
            "target user dc01\\backdoor"),
        // reached and planted
        windows("Security", 5140, Activity.SHARE_ACCESS, "USER=CORP\\alice; LOGON_ID=0x88; SOURCE_ADDRESS=10.0.0.5; SHARE=\\\\*\\ADMIN$", "target host dc01",
            "actor ip 10.0.0.5", "actor user corp\\alice", "actor session dc01|0x88"),
        windows("Security", 5145, Activity.SHARE_ACCESS, "USER=CORP\\alice; SOURCE_ADDRESS=fe80::1", "target host dc01", "actor user corp\\alice"),
        windows("Security", 4697, Activity.SERVICE_INSTALL, "USER=CORP\\alice; LOGON_ID=0x88; SERVICE_NAME=Evil; SERVICE_COMMAND=\"C:\\E v\\e.exe\" -k", "target host dc01",
            "actor user corp\\alice", "actor session dc01|0x88", "object artefact dc01|service|evil", "object file dc01|c:\\e v\\e.exe"),
        windows("System", 7045, Activity.SERVICE_INSTALL, "SERVICE_NAME=BTOBTO; SERVICE_COMMAND=%COMSPEC% /Q /c echo dir", "target host dc01",
            "object artefact dc01|service|btobto"),
        windows("Security", 4698, Activity.TASK_CREATE, "USER=CORP\\alice; LOGON_ID=0x88; TASK_NAME=\\Up", "actor host dc01", "actor user corp\\alice",
            "actor session dc01|0x88", "object artefact dc01|task|\\up"),
        // the host itself
        windows("Security", 4688, Activity.PROCESS_START, "USER=CORP\\alice; LOGON_ID=0x88; PROCESS_ID=0x1f4; IMAGE=C:\\a.exe; PARENT_ID=0x10; PARENT_IMAGE=C:\\p.exe",
            "actor host dc01", "actor user corp\\alice", "actor session dc01|0x88", "actor process dc01|500|100", "parent process dc01|16"),
        windows(SYSMON, 1, Activity.PROCESS_START,
            "USER=CORP\\alice; LOGON_ID=0x88; PROCESS_GUID=" + GUID_A + "; PROCESS_ID=5; PARENT_GUID=" + GUID_B + "; HASHES=MD5=" + "a".repeat(32) + ",IMPHASH=" + "c".repeat(32),
            "actor host dc01", "actor user corp\\alice", "actor session dc01|0x88", "actor process dc01|" + GA, "parent process dc01|" + GB, "object hash " + "a".repeat(32)),
        windows(SYSMON, 3, Activity.CONNECTION,
            "INITIATED=true; PROCESS_GUID=" + GUID_A + "; SOURCE_ADDRESS=10.1.0.4; DESTINATION_ADDRESS=203.0.113.5; DESTINATION_HOST=c2.evil.example",
            "actor host dc01", "actor process dc01|" + GA, "target ip 203.0.113.5", "target domain c2.evil.example"),
        windows(SYSMON, 3, Activity.CONNECTION, "INITIATED=true; PROCESS_GUID=" + GUID_A + "; DESTINATION_ADDRESS=10.1.0.9; DESTINATION_HOST=SRV02.corp.example",
            "actor host dc01", "actor process dc01|" + GA, "target ip 10.1.0.9", "target host srv02"),
        windows(SYSMON, 3, Activity.CONNECTION, "INITIATED=false; PROCESS_GUID=" + GUID_A + "; SOURCE_ADDRESS=10.0.0.4; DESTINATION_ADDRESS=10.1.0.9",
            "target host dc01", "actor process dc01|" + GA, "actor ip 10.0.0.4"),
        windows("Security", 5156, Activity.CONNECTION, "PROCESS_ID=4; IMAGE=System; INITIATED=false; SOURCE_ADDRESS=10.0.0.4", "target host dc01", "actor process dc01|4",
            "actor ip 10.0.0.4"),
        windows(SYSMON, 8, Activity.REMOTE_THREAD, "PROCESS_GUID=" + GUID_A + "; TARGET_PROCESS_GUID=" + GUID_B, "actor host dc01", "actor process dc01|" + GA,
            "target process dc01|" + GB),
        windows(SYSMON, 11, Activity.FILE_WRITE, "PROCESS_GUID=" + GUID_A + "; TARGET_FILE=C:\\Users\\A\\X.exe", "actor host dc01", "actor process dc01|" + GA,
            "object file dc01|c:\\users\\a\\x.exe"),
        windows(SYSMON, 13, Activity.REGISTRY_WRITE, "PROCESS_GUID=" + GUID_A + "; REGISTRY_KEY=HKLM\\System\\CurrentControlSet\\Services\\Evil\\ImagePath",
            "actor host dc01", "actor process dc01|" + GA, "object artefact dc01|service|evil"),
        windows(SYSMON, 15, Activity.FILE_STREAM,
            "TARGET_FILE=C:\\D\\x.exe:Zone.Identifier; CONTENTS=[ZoneTransfer] ZoneId=3 ReferrerUrl=http://evil.example/p HostUrl=http://10.0.5.13/x.exe",
            "actor host dc01", "object file dc01|c:\\d\\x.exe", "object url http://10.0.5.13/x.exe", "object ip 10.0.5.13", "object url http://evil.example/p",
            "object domain evil.example"),
        windows(SYSMON, 22, Activity.NAME_QUERY, "PROCESS_GUID=" + GUID_A + "; QUERY=c2.evil.example", "actor host dc01", "actor process dc01|" + GA,
            "object domain c2.evil.example"),
        windows("Microsoft-Windows-PowerShell/Operational", 4104, Activity.SCRIPT, "USER=CORP\\alice; PROCESS_ID=77", "actor host dc01", "actor user corp\\alice",
            "actor process dc01|77"),
        windows("Microsoft-Windows-Windows Defender/Operational", 1116, Activity.ALERT, "TARGET_FILE=C:\\x.exe; THREAT_NAME=HackTool", "actor host dc01",
            "object file dc01|c:\\x.exe"),
        // other sources
        new Case("web request", fact("web01", "", -1, Activity.OTHER, "SOURCE_ADDRESS=203.0.113.5"), source(null, "webserver", null),
            List.of("target host web01", "actor ip 203.0.113.5")),
        new Case("flow at a sensor", fact("sensor", "", -1, Activity.CONNECTION, "SOURCE_ADDRESS=10.1.0.4; DESTINATION_ADDRESS=203.0.113.5; DESTINATION_HOST=x.example"),
            source("zeek", null, "conn"), List.of("recorder host sensor", "actor ip 10.1.0.4", "target ip 203.0.113.5", "target domain x.example")),
        new Case("session at sshd", fact("lin1", "", -1, Activity.LOGON, "SOURCE_ADDRESS=203.0.113.5; TARGET_USER=root"), source("linux", null, "sshd"),
            List.of("target host lin1", "actor ip 203.0.113.5", "actor user lin1\\root")),
        new Case("no host", fact("", "", -1, Activity.PROCESS_START, "PROCESS_ID=5; USER=alice"), source(null, null, null), List.of("actor user alice")));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyKindOfEventHasItsActorsTargetsAndRecorders(Case one) {
    Detection detection = factory.detection(one.fact(), rule(one.rule(), "T1003"));

    assertThat(texts(detection.mentions())).isEqualTo(one.mentions());
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {
    "Security;4625;logon-failed;'';;BLOCKED", "Security;5157;connection;'';;BLOCKED", "Security;4688;process-start;'';;OCCURRED",
    "Security;4771;ticket-request;0x18;;BLOCKED", "Security;4776;ticket-request;0x0;;OCCURRED", "Defender;1116;alert;'';;UNKNOWN", "Defender;1117;alert;Quarantine;;BLOCKED",
    "'';-1;other;'';webserver;UNKNOWN", "'';-1;other;denied;firewall;BLOCKED", "'';-1;other;Allow;firewall;ALLOWED", "'';-1;alert;Detected;;ALLOWED",
    "'';-1;process-start;'';;OCCURRED", "'';-1;logon;success;;ALLOWED", "'';-1;alert;not allowed;;BLOCKED", "Security;4624;logon;Audit Success;;OCCURRED"
  })
  void theOutcomeIsWhatTheSourceSaysOrCanTell(String channel, int code, String activity, String said, @Nullable String category, Outcome expected) {
    Activity what = Stream.of(Activity.values()).filter(one -> one.id().equals(activity)).findFirst().orElseThrow();
    Fact fact = fact("h", channel, code, what, said.isEmpty() ? "" : "OUTCOME=" + said);

    assertThat(factory.detection(fact, rule(source(null, category, null))).outcome()).isEqualTo(expected);
  }

  @Test
  void aDetectionHasItsIdItsStageAndItsEvent() {
    Fact fact = fact("MKT01", SYSMON, 15, Activity.FILE_STREAM, "TARGET_FILE=C:\\x.exe; CONTENTS=HostUrl=http://10.0.5.13/x.exe");
    RuleReference rule = rule(source("windows", "create_stream_hash", null), "T1564.004");

    Detection detection = factory.detection(fact, rule);

    assertThat(detection.id()).isEqualTo(DetectionIds.of(rule.key(), fact.id()));
    assertThat(detection.verdict().stage()).isEqualTo(Stage.DELIVERY);
    assertThat(detection.fact()).isSameAs(fact);
    assertThat(detection.rule()).isSameAs(rule);
    assertThat(texts(detection.mentions())).isEqualTo(texts(factory.mentions(fact)));
  }

  @Test
  void mentionsAreTheSameUnderATurkishLocale() {
    List<List<String>> before = cases().map(one -> texts(factory.mentions(one.fact()))).toList();
    Locale locale = Locale.getDefault();
    try {
      Locale.setDefault(Locale.of("tr", "TR"));

      assertThat(cases().map(one -> texts(factory.mentions(one.fact()))).toList()).isEqualTo(before);
    } finally {
      Locale.setDefault(locale);
    }
  }

  @Test
  void hostileValuesGiveADetectionWithFewMentionsAndNeverAnException() {
    String[] hostile = {
      "", "-", "\\", "\u0000", "\u001b[2J", "\u202Eexe.txt", "::::", "[", "%", "|", "\"", "=", "HostUrl=http://", "{}", "0x", "$", "a@", "@", "\uD800",
      "x".repeat(4096), "İSTANBUL\\İ", "MD5=,SHA256=", "\\\\.\\pipe\\x", "HKLM\\System\\CurrentControlSet\\Services\\", "../../etc/passwd", "<script>"
    };
    Random random = new Random(20260801);
    for (int i = 0; i < 4000; i++) {
      Map<Attribute, Untrusted> values = new EnumMap<>(Attribute.class);
      for (Attribute attribute : Attribute.values()) {
        values.put(attribute, Untrusted.of(hostile[random.nextInt(hostile.length)]));
      }
      Activity activity = Activity.values()[random.nextInt(Activity.values().length)];
      String channel = List.of("", "Security", "System", SYSMON, TS, hostile[random.nextInt(hostile.length)]).get(random.nextInt(6));
      int code = List.of(-1, 1, 3, 21, 4624, 4648, 4697, 4720, 4769, 5136, 5140, 5156, 7045).get(random.nextInt(13));
      Fact fact =
          new Fact(new EventId(i, i), 1, 1, activity, code, Untrusted.of(channel), Untrusted.of(hostile[random.nextInt(hostile.length)]), Attributes.of(values), List.of(),
              List.of());

      Detection detection = factory.detection(fact, rule(source(null, null, null), "T1059"));

      assertThat(detection.mentions()).hasSizeLessThanOrEqualTo(25);
      assertThat(detection.mentions().stream().map(mention -> mention.entity().type() + mention.entity().key())).doesNotHaveDuplicates();
      assertThat(detection.mentions().stream().filter(mention -> mention.role() == Role.RECORDER)).hasSizeLessThanOrEqualTo(1);
      assertThat(detection.verdict().reason()).doesNotContain("\u001b").doesNotContain("<");
    }
  }
}
