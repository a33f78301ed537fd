package io.cutpoint.engine;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Writes what several people do on one host in the same minutes, as flat Windows events, one a line: whoever links by
/// host and time alone makes one story of them. Every name is invented and every run writes the same.
final class PlantedStories {

  private static final String SYSMON = "Microsoft-Windows-Sysmon/Operational";
  private static final String SYSTEM32 = "C:\\Windows\\System32\\";
  private static final DateTimeFormatter SYSMON_TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  /// A person's part, told by the processes that act in it.
  ///
  /// @param account as events name it
  /// @param guids of all its processes below the desktop, and for the administrator the desktop as well
  /// @param pids the same, as the Security log writes them
  /// @param lines its events, in the order of their times
  record Story(String account, Set<String> guids, Set<String> pids, List<String> lines) {}

  /// A running program.
  private record Process(String guid, int pid, String image, String commandLine, Session session) {}

  /// A logon of a person.
  private record Session(String domain, String user, String sid, String logonId) {
    String account() {
      return domain + "\\" + user;
    }
  }

  private final String host;
  private final String domain;
  private final Instant from;
  private final Duration clock;
  private int processes;
  private Set<String> guids = new TreeSet<>();
  private Set<String> pids = new TreeSet<>();
  private List<String> lines = new ArrayList<>();

  /// Plants on `host` from `from` on, by the clock of the records; `clock` is how far Sysmon's own time is ahead of it.
  PlantedStories(String host, String domain, Instant from, Duration clock) {
    this.host = host;
    this.domain = domain;
    this.from = from;
    this.clock = clock;
  }

  /// A program from a bare address is run out of the downloads, calls home there and reads LSASS.
  Story download() {
    Session session = new Session(domain, "mara.lindt", "S-1-5-21-11-22-33-2101", "0x51a2c0");
    Process desktop = desktop(session);
    Process browser = start(3, desktop, "C:\\Program Files\\Mozilla Firefox\\firefox.exe", "firefox.exe");
    forget();
    String program = "C:\\Users\\mara.lindt\\Downloads\\codec_update.exe";
    file(20, browser, program);
    stream(21, browser, program, "[ZoneTransfer]  ZoneId=3  ReferrerUrl=http://203.0.113.70/  HostUrl=http://203.0.113.70/codec_update.exe  ");
    Process implant = start(34, desktop, program, "\"" + program + "\"");
    connect(36, implant, "203.0.113.70", 8080);
    connect(66, implant, "203.0.113.70", 8080);
    Process shell = start(58, implant, SYSTEM32 + "cmd.exe", "C:\\Windows\\system32\\cmd.exe");
    start(64, shell, SYSTEM32 + "whoami.exe", "whoami /priv");
    start(71, shell, SYSTEM32 + "systeminfo.exe", "systeminfo");
    access(150, implant, SYSTEM32 + "lsass.exe", "0x1fffff");
    return story(session);
  }

  /// Another person opens a document from a mail; its macro starts PowerShell, which calls another address, leaves a
  /// program and a Run key, and looks around.
  Story attachment() {
    Session session = new Session(domain, "jonas.ekholm", "S-1-5-21-11-22-33-2102", "0x6be410");
    Process desktop = desktop(session);
    Process mail = start(2, desktop, "C:\\Program Files\\Microsoft Office\\root\\Office16\\OUTLOOK.EXE", "OUTLOOK.EXE");
    forget();
    String document = "C:\\Users\\jonas.ekholm\\AppData\\Local\\Microsoft\\Windows\\INetCache\\Content.Outlook\\K3V8Q2ZD\\freight_note.docm";
    file(12, mail, document);
    stream(13, mail, document, "[ZoneTransfer]  ZoneId=3  ");
    Process word = start(24, mail, "C:\\Program Files\\Microsoft Office\\root\\Office16\\WINWORD.EXE", "WINWORD.EXE /n \"" + document + "\"");
    Process script = start(31, word, SYSTEM32 + "WindowsPowerShell\\v1.0\\powershell.exe",
        "powershell.exe -nop -w hidden -enc VwByAGkAdABlAC0ATwB1AHQAcAB1AHQAIAAnAHAAbABhAG4AdABlAGQAJwA=");
    connect(33, script, "198.51.100.23", 8443);
    String program = "C:\\Users\\jonas.ekholm\\AppData\\Roaming\\Freight\\notesync.exe";
    file(47, script, program);
    registry(52, script, "HKU\\S-1-5-21-11-22-33-2102\\Software\\Microsoft\\Windows\\CurrentVersion\\Run\\NoteSync", program);
    Process implant = start(61, script, program, "\"" + program + "\" /q");
    connect(63, implant, "198.51.100.23", 8443);
    connect(123, implant, "198.51.100.23", 8443);
    Process shell = start(83, implant, SYSTEM32 + "cmd.exe", "cmd.exe /c whoami /all & ipconfig /all");
    start(84, shell, SYSTEM32 + "whoami.exe", "whoami /all");
    start(86, shell, SYSTEM32 + "ipconfig.exe", "ipconfig /all");
    start(140, implant, SYSTEM32 + "nltest.exe", "nltest /domain_trusts");
    return story(session);
  }

  /// An administrator comes by remote desktop from inside, asks with the tools that intruders use, and installs software.
  ///
  /// @param mapsDomain whether the domain is mapped too, which a rule of medium level finds: it opens an intrusion
  Story administrator(boolean mapsDomain) {
    Session session = new Session(domain, "adm.torvik", "S-1-5-21-11-22-33-1190", "0x77c9d2");
    event(8, "Security", 4624, Map.of("SubjectUserName", "-", "SubjectLogonId", "0x3e7", "TargetUserSid", session.sid(), "TargetUserName", session.user(),
        "TargetDomainName", domain, "TargetLogonId", session.logonId(), "LogonType", "10", "LogonProcessName", "User32 ", "IpAddress", "192.168.1.20", "IpPort", "0"));
    Process desktop = desktop(session);
    Process shell = start(25, desktop, SYSTEM32 + "cmd.exe", "\"C:\\Windows\\system32\\cmd.exe\"");
    start(35, shell, SYSTEM32 + "whoami.exe", "whoami /groups");
    Process net = start(45, shell, SYSTEM32 + "net.exe", "net localgroup administrators");
    start(45, net, SYSTEM32 + "net1.exe", "C:\\Windows\\system32\\net1 localgroup administrators");
    start(56, shell, SYSTEM32 + "sc.exe", "sc query type= service state= all");
    start(75, shell, SYSTEM32 + "ipconfig.exe", "ipconfig /all");
    start(76, shell, SYSTEM32 + "systeminfo.exe", "systeminfo");
    start(90, desktop, SYSTEM32 + "mmc.exe", "\"C:\\Windows\\system32\\mmc.exe\" C:\\Windows\\system32\\services.msc");
    Process script = start(100, desktop, SYSTEM32 + "WindowsPowerShell\\v1.0\\powershell.exe", "powershell.exe -NoLogo");
    if (mapsDomain) {
      start(112, script, SYSTEM32 + "nltest.exe", "nltest /dclist:" + domain);
    }
    start(118, script, SYSTEM32 + "tasklist.exe", "tasklist /svc");
    Process tool = start(130, desktop, "C:\\Program Files\\Fleetkeeper\\console.exe", "\"C:\\Program Files\\Fleetkeeper\\console.exe\"");
    connect(133, tool, "192.168.1.9", 443);
    Process setup = start(160, script, "C:\\Program Files\\Fleetkeeper\\packages\\inventory-setup.exe", "inventory-setup.exe /S");
    file(163, setup, "C:\\Program Files\\Inventory\\inventory.exe");
    return story(session);
  }

  private Story story(Session session) {
    Story story = new Story(session.account(), guids, pids, lines);
    guids = new TreeSet<>();
    pids = new TreeSet<>();
    lines = new ArrayList<>();
    return story;
  }

  /// What has been started so far is everyday and no part of the story.
  private void forget() {
    guids.clear();
    pids.clear();
  }

  private Process desktop(Session session) {
    return process("C:\\Windows\\explorer.exe", "C:\\Windows\\Explorer.EXE", session);
  }

  private Process process(String image, String commandLine, Session session) {
    processes++;
    Process process = new Process(String.format(Locale.ROOT, "{5c0ffee5-7a11-64dc-%04x-00000000a100}", processes), 20_000 + 4 * processes, image, commandLine, session);
    guids.add(process.guid());
    pids.add("0x" + Integer.toHexString(process.pid()));
    return process;
  }

  /// Both logs tell of a start.
  private Process start(int second, Process parent, String image, String commandLine) {
    Process process = process(image, commandLine, parent.session());
    Session session = parent.session();
    Map<String, String> audit = new LinkedHashMap<>();
    audit.put("SubjectUserSid", session.sid());
    audit.put("SubjectUserName", session.user());
    audit.put("SubjectDomainName", session.domain());
    audit.put("SubjectLogonId", session.logonId());
    audit.put("NewProcessId", "0x" + Integer.toHexString(process.pid()));
    audit.put("NewProcessName", image);
    audit.put("CommandLine", commandLine);
    audit.put("ProcessId", "0x" + Integer.toHexString(parent.pid()));
    audit.put("ParentProcessName", parent.image());
    event(second, "Security", 4688, audit);
    Map<String, String> fields = acting(process);
    fields.put("CommandLine", commandLine);
    fields.put("LogonId", session.logonId());
    fields.put("Hashes", String.format(Locale.ROOT, "SHA256=%064X", Math.floorMod(image.hashCode(), 1L << 32)));
    fields.put("ParentProcessGuid", parent.guid());
    fields.put("ParentProcessId", Integer.toString(parent.pid()));
    fields.put("ParentImage", parent.image());
    fields.put("ParentCommandLine", parent.commandLine());
    event(second, SYSMON, 1, fields);
    return process;
  }

  private void connect(int second, Process process, String address, int port) {
    Map<String, String> fields = acting(process);
    fields.put("Protocol", "tcp");
    fields.put("Initiated", "true");
    fields.put("SourceIp", "192.168.1.41");
    fields.put("SourcePort", Integer.toString(53_000 + second));
    fields.put("DestinationIp", address);
    fields.put("DestinationPort", Integer.toString(port));
    event(second, SYSMON, 3, fields);
  }

  private void file(int second, Process process, String path) {
    Map<String, String> fields = acting(process);
    fields.put("TargetFilename", path);
    event(second, SYSMON, 11, fields);
  }

  private void stream(int second, Process process, String path, String mark) {
    Map<String, String> fields = acting(process);
    fields.put("TargetFilename", path + ":Zone.Identifier");
    fields.put("Contents", mark);
    event(second, SYSMON, 15, fields);
  }

  private void registry(int second, Process process, String key, String value) {
    Map<String, String> fields = acting(process);
    fields.put("EventType", "SetValue");
    fields.put("TargetObject", key);
    fields.put("Details", value);
    event(second, SYSMON, 13, fields);
  }

  private void access(int second, Process process, String image, String granted) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("SourceProcessGUID", process.guid());
    fields.put("SourceProcessId", Integer.toString(process.pid()));
    fields.put("SourceImage", process.image());
    fields.put("SourceUser", process.session().account());
    fields.put("TargetProcessGUID", "{5c0ffee5-0001-64d4-0c00-00000000a100}");
    fields.put("TargetProcessId", "712");
    fields.put("TargetImage", image);
    fields.put("GrantedAccess", granted);
    fields.put("CallTrace", "C:\\Windows\\SYSTEM32\\ntdll.dll+9d4c4|UNKNOWN(000001F2A3B40000)");
    event(second, SYSMON, 10, fields);
  }

  private static Map<String, String> acting(Process process) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("ProcessGuid", process.guid());
    fields.put("ProcessId", Integer.toString(process.pid()));
    fields.put("Image", process.image());
    fields.put("User", process.session().account());
    return fields;
  }

  private void event(int second, String channel, int id, Map<String, String> fields) {
    Instant time = from.plusSeconds(second).plusMillis(lines.size());
    StringWriter line = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(line)) {
      json.writeStartObject();
      json.writeStringField("SourceName", channel.equals(SYSMON) ? "Microsoft-Windows-Sysmon" : "Microsoft-Windows-Security-Auditing");
      json.writeStringField("Channel", channel);
      json.writeStringField("Hostname", host);
      json.writeStringField("TimeCreated", time.toString());
      json.writeNumberField("EventID", id);
      if (channel.equals(SYSMON)) {
        json.writeStringField("UtcTime", SYSMON_TIME.format(time.plus(clock)));
      }
      for (Map.Entry<String, String> field : new TreeMap<>(fields).entrySet()) {
        json.writeStringField(field.getKey(), field.getValue());
      }
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    lines.add(line.toString());
  }
}
