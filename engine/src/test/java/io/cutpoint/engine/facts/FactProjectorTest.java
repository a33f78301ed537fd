package io.cutpoint.engine.facts;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.model.fact.Activity;
import io.cutpoint.model.fact.Attribute;
import io.cutpoint.model.fact.Fact;
import io.cutpoint.model.text.Untrusted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is kept of each kind of event.
class FactProjectorTest {

  private static final String SYSMON = "Microsoft-Windows-Sysmon/Operational";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '\u00a7', value = {
    // channel | id | fields | activity | attributes
    SYSMON + " | 1 | ProcessGuid={G1} ProcessId=10 Image=C:\\a.exe User=D\\u CommandLine=a LogonId=0x3e7 LogonGuid={L} ParentProcessGuid={G0} ParentProcessId=4 "
        + "ParentImage=p ParentCommandLine=pc Hashes=MD5=x IntegrityLevel=High OriginalFileName=o CurrentDirectory=c UtcTime=t | PROCESS_START | "
        + "PROCESS_GUID={G1} PROCESS_ID=10 IMAGE=C:\\a.exe COMMAND_LINE=a USER=D\\u LOGON_ID=0x3e7 LOGON_GUID={L} PARENT_GUID={G0} PARENT_ID=4 PARENT_IMAGE=p "
        + "PARENT_COMMAND_LINE=pc HASHES=MD5=x INTEGRITY=High ORIGINAL_FILE_NAME=o CURRENT_DIRECTORY=c STATED_TIME=t",
    SYSMON + " | 3 | ProcessGuid={G} Image=i Protocol=tcp Initiated=true SourceIp=10.0.0.1 SourcePort=1 DestinationIp=10.0.0.2 DestinationPort=443 DestinationHostname=h | CONNECTION | "
        + "PROCESS_GUID={G} IMAGE=i SOURCE_ADDRESS=10.0.0.1 SOURCE_PORT=1 DESTINATION_ADDRESS=10.0.0.2 DESTINATION_PORT=443 DESTINATION_HOST=h INITIATED=true PROTOCOL=tcp",
    SYSMON + " | 5 | ProcessGuid={G} ProcessId=1 | PROCESS_END | PROCESS_GUID={G} PROCESS_ID=1",
    SYSMON + " | 6 | ImageLoaded=d.sys Hashes=h | DRIVER_LOAD | HASHES=h LOADED_IMAGE=d.sys",
    SYSMON + " | 7 | Image=i ImageLoaded=d.dll Hashes=h | IMAGE_LOAD | IMAGE=i HASHES=h LOADED_IMAGE=d.dll",
    SYSMON + " | 8 | SourceProcessGuid={S} SourceProcessId=1 SourceImage=s TargetProcessGuid={T} TargetProcessId=2 TargetImage=t | REMOTE_THREAD | "
        + "PROCESS_GUID={S} PROCESS_ID=1 IMAGE=s TARGET_PROCESS_GUID={T} TARGET_PROCESS_ID=2 TARGET_IMAGE=t",
    SYSMON + " | 10 | SourceProcessGUID={S} SourceImage=s TargetProcessGUID={T} TargetImage=t GrantedAccess=0x1410 SourceUser=u TargetUser=v | PROCESS_ACCESS | "
        + "PROCESS_GUID={S} IMAGE=s USER=u TARGET_PROCESS_GUID={T} TARGET_IMAGE=t GRANTED_ACCESS=0x1410 TARGET_USER=v",
    SYSMON + " | 11 | Image=i TargetFilename=C:\\x.exe | FILE_WRITE | IMAGE=i TARGET_FILE=C:\\x.exe",
    SYSMON + " | 12 | TargetObject=HKLM\\x EventType=CreateKey | REGISTRY_WRITE | REGISTRY_KEY=HKLM\\x EVENT_TYPE=CreateKey",
    SYSMON + " | 13 | TargetObject=HKLM\\x Details=d EventType=SetValue | REGISTRY_WRITE | REGISTRY_KEY=HKLM\\x REGISTRY_VALUE=d EVENT_TYPE=SetValue",
    SYSMON + " | 15 | TargetFilename=f Contents=ZoneId=3 Hash=h | FILE_STREAM | HASHES=h TARGET_FILE=f CONTENTS=ZoneId=3",
    SYSMON + " | 17 | PipeName=\\p EventType=CreatePipe | PIPE | PIPE_NAME=\\p EVENT_TYPE=CreatePipe",
    SYSMON + " | 20 | Name=n Destination=d Operation=Created | WMI_SUBSCRIPTION | SERVICE_NAME=n SERVICE_COMMAND=d EVENT_TYPE=Created",
    SYSMON + " | 22 | QueryName=q QueryResults=r | NAME_QUERY | QUERY=q QUERY_RESULTS=r",
    SYSMON + " | 23 | TargetFilename=f Hashes=h | FILE_DELETE | HASHES=h TARGET_FILE=f",
    "Security | 4688 | SubjectUserName=bob SubjectDomainName=CORP SubjectLogonId=0x3e7 SubjectUserSid=S-1 NewProcessName=n NewProcessId=0x1f0 ProcessId=0x4 ParentProcessName=p "
        + "CommandLine=c MandatoryLabel=S-1-16-12288 TargetUserName=- TargetLogonId=0x0 | PROCESS_START | "
        + "PROCESS_ID=496 IMAGE=n COMMAND_LINE=c USER=CORP\\bob LOGON_ID=0x3e7 PARENT_ID=4 PARENT_IMAGE=p TARGET_LOGON_ID=0x0 INTEGRITY=High USER_SID=S-1",
    "Security | 4689 | SubjectUserName=bob ProcessId=0x1f0 ProcessName=n | PROCESS_END | PROCESS_ID=496 IMAGE=n USER=bob",
    "Security | 4624 | TargetUserName=bob TargetDomainName=CORP TargetLogonId=0x1 TargetLinkedLogonId=0x2 LogonType=3 IpAddress=10.0.0.9 IpPort=1 WorkstationName=W LogonGuid={L} "
        + "TargetUserSid=S-2 SubjectUserName=- SubjectLogonId=0x0 ProcessId=0x2a0 ProcessName=lsass | LOGON | "
        + "PROCESS_ID=672 IMAGE=lsass LOGON_ID=0x0 LOGON_GUID={L} SOURCE_ADDRESS=10.0.0.9 SOURCE_PORT=1 TARGET_USER=CORP\\bob TARGET_LOGON_ID=0x1 LOGON_TYPE=3 WORKSTATION=W "
        + "LINKED_LOGON_ID=0x2 TARGET_SID=S-2",
    "Security | 4625 | TargetUserName=bob IpAddress=- Status=0xc000006d | LOGON_FAILED | TARGET_USER=bob OUTCOME=0xc000006d",
    "Security | 4648 | SubjectUserName=a TargetUserName=b TargetServerName=srv | LOGON_EXPLICIT | USER=a TARGET_USER=b TARGET_HOST=srv",
    "Security | 4634 | TargetUserName=bob TargetLogonId=0x1 | LOGOFF | TARGET_USER=bob TARGET_LOGON_ID=0x1",
    "Security | 4697 | ServiceName=s ServiceFileName=f ClientProcessId=0x10 | SERVICE_INSTALL | SERVICE_NAME=s SERVICE_COMMAND=f CLIENT_PROCESS_ID=16",
    "System | 7045 | ServiceName=s ImagePath=f AccountName=LocalSystem | SERVICE_INSTALL | SERVICE_NAME=s SERVICE_COMMAND=f TARGET_USER=LocalSystem",
    "Security | 4698 | TaskName=\\t TaskContent=<x/> | TASK_CREATE | TASK_NAME=\\t TASK_CONTENT=<x/>",
    "Security | 4702 | TaskName=\\t TaskContentNew=<x/> | TASK_CREATE | TASK_NAME=\\t TASK_CONTENT=<x/>",
    "Security | 4699 | TaskName=\\t | TASK_DELETE | TASK_NAME=\\t",
    "Microsoft-Windows-TaskScheduler/Operational | 106 | TaskName=\\t UserContext=u | TASK_CREATE | USER=u TASK_NAME=\\t",
    "Security | 4657 | ObjectName=\\REGISTRY\\MACHINE\\x ObjectValueName=v NewValue=n OperationType=%%1904 | REGISTRY_WRITE | REGISTRY_KEY=HKLM\\x\\v REGISTRY_VALUE=n EVENT_TYPE=SetValue",
    "Security | 5156 | Application=a ProcessID=7 Direction=%%14593 SourceAddress=10.0.0.1 SourcePort=1 DestAddress=10.0.0.2 DestPort=443 Protocol=6 | CONNECTION | "
        + "PROCESS_ID=7 IMAGE=a SOURCE_ADDRESS=10.0.0.1 SOURCE_PORT=1 DESTINATION_ADDRESS=10.0.0.2 DESTINATION_PORT=443 INITIATED=true PROTOCOL=tcp",
    "Security | 5145 | ShareName=\\\\*\\C$ RelativeTargetName=r IpAddress=10.0.0.1 IpPort=1 AccessMask=0x1 | SHARE_ACCESS | "
        + "TARGET_FILE=r SOURCE_ADDRESS=10.0.0.1 SOURCE_PORT=1 GRANTED_ACCESS=0x1 SHARE=\\\\*\\C$",
    "Security | 4769 | TargetUserName=u@D TargetDomainName=D IpAddress=::ffff:10.0.0.1 ServiceName=s Status=0x0 | TICKET_REQUEST | "
        + "SOURCE_ADDRESS=::ffff:10.0.0.1 SERVICE_NAME=s TARGET_USER=D\\u@D OUTCOME=0x0",
    "Security | 4662 | ObjectName=o AccessMask=0x100 | DIRECTORY_ACCESS | TARGET_FILE=o GRANTED_ACCESS=0x100",
    "Security | 4720 | TargetUserName=new TargetDomainName=D TargetSid=S | ACCOUNT_CHANGE | TARGET_USER=D\\new TARGET_SID=S",
    "Security | 1102 | SubjectUserName=u | LOG_CLEARED | USER=u",
    "System | 104 | SubjectUserName=u | LOG_CLEARED | USER=u",
    "System | 6005 | x=y | BOOT | ",
    "Microsoft-Windows-PowerShell/Operational | 4104 | ScriptBlockText=s Path=p | SCRIPT | COMMAND_LINE=s TARGET_FILE=p",
    "PowerShellCore/Operational | 4103 | Payload=p | SCRIPT | COMMAND_LINE=p",
    "Windows PowerShell | 800 | Data=d | SCRIPT | COMMAND_LINE=d",
    "Microsoft-Windows-Windows Defender/Operational | 1116 | ThreatName=t Path=p ProcessName=i DetectionUser=u ActionName=a | ALERT | IMAGE=i USER=u TARGET_FILE=p OUTCOME=a THREAT_NAME=t",
    "Microsoft-Windows-TerminalServices-LocalSessionManager/Operational | 21 | User=D\\u Address=10.0.0.1 | LOGON | SOURCE_ADDRESS=10.0.0.1 TARGET_USER=D\\u",
    "Microsoft-Windows-TerminalServices-LocalSessionManager/Operational | 24 | User=D\\u | LOGOFF | TARGET_USER=D\\u",
    "Microsoft-Windows-TerminalServices-RemoteConnectionManager/Operational | 1149 | Param1=u Param2=D Param3=10.0.0.1 | LOGON | SOURCE_ADDRESS=10.0.0.1 TARGET_USER=D\\u",
    "Microsoft-Windows-WMI-Activity/Operational | 5861 | CONSUMER=c PossibleCause=p | WMI_SUBSCRIPTION | SERVICE_NAME=c SERVICE_COMMAND=p",
    "Acme | 77 | ProcessName=i CommandLine=c IpAddress=10.0.0.1 | OTHER | IMAGE=i COMMAND_LINE=c SOURCE_ADDRESS=10.0.0.1"
  })
  void anEventSaysWhatHappenedAndToWhom(String channel, int id, String fields, String activity, String attributes) throws IOException {
    Fact fact = fact(line(channel, id, fields), true);

    assertThat(fact.activity()).isEqualTo(Activity.valueOf(activity));
    assertThat(fact.eventCode()).isEqualTo(id);
    assertThat(fact.channel().raw()).isEqualTo(channel);
    assertThat(fact.host().raw()).isEqualTo("host");
    assertThat(shown(fact)).isEqualTo(attributes == null ? "" : attributes);
  }

  @ParameterizedTest
  @CsvSource({
    SYSMON + ", 1, true", SYSMON + ", 3, true", SYSMON + ", 5, true", SYSMON + ", 8, true", SYSMON + ", 22, true", SYSMON + ", 15, true", SYSMON + ", 20, true",
    SYSMON + ", 10, false", SYSMON + ", 7, false", SYSMON + ", 17, false", "Security, 4624, true", "Security, 4625, true", "Security, 4634, true", "Security, 4697, true",
    "System, 7045, true", "Security, 1102, true", "Security, 4663, false", "Security, 4769, false", "Acme, 1, false"
  })
  void fewKindsAreKeptWithoutAMatch(String channel, int id, boolean kept) throws IOException {
    assertThat(facts(line(channel, id, "x=y"), false)).hasSize(kept ? 1 : 0);
  }

  @ParameterizedTest
  @CsvSource({"C:\\x.exe, true", "C:\\X.EXE, true", "C:\\a.b\\x, false", "C:\\x.log, false", "C:\\x.docm, true", "C:\\.exe, true", "x, false"})
  void aWrittenFileIsKeptWhereItCanCarryCode(String path, boolean kept) throws IOException {
    assertThat(facts(line(SYSMON, 11, "TargetFilename=" + path), false)).hasSize(kept ? 1 : 0);
  }

  @ParameterizedTest
  @CsvSource({
    "HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run\\x, true", "HKLM\\System\\CurrentControlSet\\Services\\x\\ImagePath, true",
    "HKLM\\System\\CurrentControlSet\\Services\\x\\Parameters\\y, false", "HKLM\\SOFTWARE\\x, false"
  })
  void aRegistryWriteIsKeptWhereItStartsPrograms(String key, boolean kept) throws IOException {
    assertThat(facts(line(SYSMON, 13, "TargetObject=" + key), false)).hasSize(kept ? 1 : 0);
  }

  @Test
  void longValuesAreCutBetweenCharacters() throws IOException {
    String text = "x" + "é".repeat(5_000);

    Fact fact = fact(line("Security", 4624, "TargetUserName=" + text + " TargetDomainName=" + text + " WorkstationName=" + text).replace("\"host\"", "\"" + text + "\""), true);

    for (Untrusted value : List.of(fact.host(), fact.attributes().or(Attribute.TARGET_USER), fact.attributes().or(Attribute.WORKSTATION))) {
      assertThat(value.raw()).doesNotContain("\uFFFD").contains("é");
      assertThat(value.length()).isLessThanOrEqualTo(FactProjector.MAX_VALUE_BYTES);
    }
    assertThat(fact.attributes().or(Attribute.WORKSTATION).length()).isBetween(4_090, 4_096);
  }

  @Test
  void aHostMayBeCalledHostname() throws IOException {
    assertThat(fact("{\"Hostname\":\"h\",\"Channel\":\"Acme\",\"EventID\":1}", true).host().raw()).isEqualTo("h");
    assertThat(fact("{\"a\":1}", true).host().isEmpty()).isTrue();
    assertThat(fact("{\"a\":1}", true).eventCode()).isEqualTo(-1);
  }

  private static String line(String channel, int id, String fields) {
    List<String> members = new ArrayList<>(List.of("\"Channel\":" + quoted(channel), "\"EventID\":" + id, "\"Computer\":\"host\""));
    for (String field : fields.split(" (?=[A-Za-z0-9]+=)")) {
      int equals = field.indexOf('=');
      members.add(quoted(field.substring(0, equals)) + ":" + quoted(field.substring(equals + 1)));
    }
    return "{" + String.join(",", members) + "}";
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\") + "\"";
  }

  private static String shown(Fact fact) {
    return fact.attributes().all().entrySet().stream().map((Map.Entry<Attribute, Untrusted> e) -> e.getKey() + "=" + e.getValue().raw()).collect(Collectors.joining(" "));
  }

  private Fact fact(String line, boolean matched) throws IOException {
    List<Fact> facts = facts(line, matched);
    assertThat(facts).hasSize(1);
    return facts.getFirst();
  }

  private List<Fact> facts(String line, boolean matched) throws IOException {
    Path scratch = Files.createDirectories(folder.resolve("scratch"));
    Path input = Files.writeString(folder.resolve("a.json"), line + "\n");
    try (Recording recording = new Recording(scratch, 1 << 20).read(input, 1, 0, event -> matched)) {
      return recording.facts().stream().map(FactStore.Merged::fact).toList();
    }
  }
}
