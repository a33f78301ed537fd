package io.cutpoint.provenance;

import io.cutpoint.model.Part;
import io.cutpoint.model.Stage;
import io.cutpoint.model.detection.Detection;
import io.cutpoint.model.detection.Evidence;
import io.cutpoint.model.detection.Level;
import io.cutpoint.model.detection.Outcome;
import io.cutpoint.model.detection.RuleKey;
import io.cutpoint.model.detection.RuleReference;
import io.cutpoint.model.detection.StageVerdict;
import io.cutpoint.model.detection.Status;
import io.cutpoint.model.event.EventId;
import io.cutpoint.model.event.LogSource;
import io.cutpoint.model.event.Position;
import io.cutpoint.model.event.SourceId;
import io.cutpoint.model.fact.Activity;
import io.cutpoint.model.fact.Attribute;
import io.cutpoint.model.fact.Attributes;
import io.cutpoint.model.fact.Fact;
import io.cutpoint.model.text.Untrusted;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/// Windows events as flat JSON lines in a ZIP file, made facts the way the projector does it.
final class WindowsLines {

  private static final long UNIX_EPOCH_SECONDS = 11_644_473_600L;

  record Line(Map<String, String> fields, Fact fact) {
    String field(String name) {
      return fields.getOrDefault(name, "");
    }

    int code() {
      return fact.eventCode();
    }

    boolean isSysmon() {
      return field("Channel").contains("Sysmon");
    }
  }

  private WindowsLines() {}

  /// The folder of shared data, where it is there.
  static Optional<Path> shared() {
    List<Path> starts = new ArrayList<>();
    String root = System.getProperty("cutpoint.root");
    if (root != null) {
      starts.add(Path.of(root));
    }
    starts.add(Path.of(System.getProperty("user.dir")));
    for (Path start : starts) {
      for (Path up = start.toAbsolutePath(); up != null; up = up.getParent()) {
        if (Files.isDirectory(up.resolve("shared/data/otrf"))) {
          return Optional.of(up.resolve("shared"));
        }
      }
    }
    return Optional.empty();
  }

  /// Not the great mass that no test asks for.
  private static boolean isWanted(String text) {
    boolean isSysmon = text.contains("\"Channel\":\"Microsoft-Windows-Sysmon");
    boolean isAccess = isSysmon && text.contains("\"EventID\":10,");
    return (isSysmon || text.contains("\"Channel\":\"Security\"") || text.contains("\"EventID\":7045"))
        && !(isSysmon && text.contains("\"EventID\":7,"))
        && !(isAccess && !text.contains("lsass.exe"));
  }

  private static final Map<String, List<Line>> KNOWN = new java.util.HashMap<>();

  static List<Line> campaign(Path shared, String number) {
    return KNOWN.computeIfAbsent(number, unused -> load(shared, number));
  }

  private static List<Line> load(Path shared, String number) {
    try (Stream<Path> files = Files.list(shared.resolve("data/otrf/compound/LSASS_campaign_" + number))) {
      return read(files.filter(file -> file.toString().endsWith("dump.zip")).findFirst().orElseThrow());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Line> read(Path zip) {
    List<Line> out = new ArrayList<>();
    try (InputStream in = Files.newInputStream(zip); ZipInputStream members = new ZipInputStream(in)) {
      for (ZipEntry entry = members.getNextEntry(); entry != null; entry = members.getNextEntry()) {
        BufferedReader lines = new BufferedReader(new InputStreamReader(members, StandardCharsets.UTF_8));
        for (String text = lines.readLine(); text != null; text = lines.readLine()) {
          if (isWanted(text)) {
            Map<String, String> fields = Json.flat(text);
            fields.remove("Message");
            out.add(new Line(fields, fact(fields, out.size() + 1)));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out;
  }

  /// The facts that the ordered phase sees: context, and these seeds.
  static Provenance provenance(List<Line> lines, List<Line> matched) {
    List<Fact> facts = new ArrayList<>();
    lines.stream().filter(line -> ProvenanceBuilder.isNeeded(line.fact()) || matched.contains(line)).forEach(line -> facts.add(line.fact()));
    facts.sort(Comparator.<Fact>comparingLong(fact -> fact.orderTimeNanos() ^ Long.MIN_VALUE).thenComparing(Fact::id));
    return Facts.build(facts, Bounds.STANDARD);
  }

  static Detection detection(Fact fact) {
    RuleReference rule = new RuleReference(new RuleKey("test", "t", "0"), "a rule", Level.HIGH, Status.TEST, List.of(), List.of(),
        new LogSource("", "windows", ""), null);
    return new Detection(fact.id(), rule,
        new StageVerdict(Stage.ACTIONS_ON_OBJECTIVES, Part.THROUGH, List.of(), false, StageVerdict.Step.TACTIC, "test"), Outcome.OCCURRED, List.of(), fact);
  }

  static Fact fact(Map<String, String> e, int line) {
    int code = Integer.parseInt(e.getOrDefault("EventID", "-1"));
    boolean isSysmon = e.getOrDefault("Channel", "").contains("Sysmon");
    boolean isSecurity = e.getOrDefault("Channel", "").equals("Security");
    EnumMap<Attribute, Untrusted> v = new EnumMap<>(Attribute.class);
    Activity activity = Activity.OTHER;
    if (isSysmon) {
      activity = switch (code) {
        case 1 -> Activity.PROCESS_START;
        case 3 -> Activity.CONNECTION;
        case 5 -> Activity.PROCESS_END;
        case 7 -> Activity.IMAGE_LOAD;
        case 8 -> Activity.REMOTE_THREAD;
        case 10 -> Activity.PROCESS_ACCESS;
        case 11 -> Activity.FILE_WRITE;
        case 12, 13, 14 -> Activity.REGISTRY_WRITE;
        case 15 -> Activity.FILE_STREAM;
        case 17, 18 -> Activity.PIPE;
        case 19, 20, 21 -> Activity.WMI_SUBSCRIPTION;
        case 22 -> Activity.NAME_QUERY;
        case 23, 26 -> Activity.FILE_DELETE;
        default -> Activity.OTHER;
      };
      put(v, Attribute.PROCESS_GUID, e, "ProcessGuid", "SourceProcessGUID", "SourceProcessGuid");
      put(v, Attribute.PROCESS_ID, e, "ProcessId", "SourceProcessId");
      put(v, Attribute.IMAGE, e, "Image", "SourceImage");
      put(v, Attribute.COMMAND_LINE, e, "CommandLine");
      put(v, Attribute.USER, e, "User");
      put(v, Attribute.LOGON_ID, e, "LogonId");
      put(v, Attribute.PARENT_GUID, e, "ParentProcessGuid");
      put(v, Attribute.PARENT_ID, e, "ParentProcessId");
      put(v, Attribute.PARENT_IMAGE, e, "ParentImage");
      put(v, Attribute.CURRENT_DIRECTORY, e, "CurrentDirectory");
      put(v, Attribute.HASHES, e, "Hashes", "Hash");
      put(v, Attribute.TARGET_FILE, e, "TargetFilename");
      put(v, Attribute.CONTENTS, e, "Contents");
      put(v, Attribute.SOURCE_ADDRESS, e, "SourceIp");
      put(v, Attribute.DESTINATION_ADDRESS, e, "DestinationIp");
      put(v, Attribute.DESTINATION_PORT, e, "DestinationPort");
      put(v, Attribute.DESTINATION_HOST, e, "DestinationHostname");
      put(v, Attribute.INITIATED, e, "Initiated");
      put(v, Attribute.QUERY, e, "QueryName");
      put(v, Attribute.QUERY_RESULTS, e, "QueryResults");
      put(v, Attribute.TARGET_PROCESS_GUID, e, "TargetProcessGUID", "TargetProcessGuid");
      put(v, Attribute.TARGET_PROCESS_ID, e, "TargetProcessId");
      put(v, Attribute.TARGET_IMAGE, e, "TargetImage");
      put(v, Attribute.GRANTED_ACCESS, e, "GrantedAccess");
      put(v, Attribute.REGISTRY_KEY, e, "TargetObject");
      put(v, Attribute.REGISTRY_VALUE, e, "Details");
      put(v, Attribute.EVENT_TYPE, e, "EventType");
      put(v, Attribute.PIPE_NAME, e, "PipeName");
    } else if (isSecurity && code == 4688) {
      activity = Activity.PROCESS_START;
      put(v, Attribute.PROCESS_ID, e, "NewProcessId");
      put(v, Attribute.IMAGE, e, "NewProcessName");
      put(v, Attribute.COMMAND_LINE, e, "CommandLine");
      put(v, Attribute.PARENT_ID, e, "ProcessId");
      put(v, Attribute.PARENT_IMAGE, e, "ParentProcessName");
      put(v, Attribute.LOGON_ID, e, "SubjectLogonId");
      put(v, Attribute.TARGET_LOGON_ID, e, "TargetLogonId");
      put(v, Attribute.USER, e, "SubjectUserName");
    } else if (isSecurity && code == 4689) {
      activity = Activity.PROCESS_END;
      put(v, Attribute.PROCESS_ID, e, "ProcessId");
      put(v, Attribute.IMAGE, e, "ProcessName");
    } else if (isSecurity && (code == 4624 || code == 4648)) {
      activity = code == 4624 ? Activity.LOGON : Activity.LOGON_EXPLICIT;
      put(v, Attribute.PROCESS_ID, e, "ProcessId");
      put(v, Attribute.LOGON_ID, e, "SubjectLogonId");
      put(v, Attribute.TARGET_LOGON_ID, e, "TargetLogonId");
      put(v, Attribute.LINKED_LOGON_ID, e, "TargetLinkedLogonId");
      put(v, Attribute.LOGON_TYPE, e, "LogonType");
      put(v, Attribute.SOURCE_ADDRESS, e, "IpAddress");
      put(v, Attribute.TARGET_HOST, e, "TargetServerName");
      put(v, Attribute.TARGET_USER, e, "TargetUserName");
    } else if (code == 4697 || code == 7045) {
      activity = Activity.SERVICE_INSTALL;
      put(v, Attribute.SERVICE_NAME, e, "ServiceName");
      put(v, Attribute.SERVICE_COMMAND, e, "ServiceFileName", "ImagePath");
      put(v, Attribute.LOGON_ID, e, "SubjectLogonId");
      put(v, Attribute.CLIENT_PROCESS_ID, e, "ClientProcessId");
    }
    Instant written = Instant.parse(e.get("TimeCreated"));
    long time = (written.getEpochSecond() + UNIX_EPOCH_SECONDS) * 1_000_000_000L + written.getNano();
    return new Fact(new EventId(line * 0x9e3779b97f4a7c15L, line), time, time, activity, code, Untrusted.of(e.getOrDefault("Channel", "")),
        Untrusted.of(e.getOrDefault("Hostname", "")), Attributes.of(v), List.of(),
        List.of(new Evidence(new SourceId(0, "story.json"), new Position(0, line, line, 1), line, "00")));
  }

  private static void put(EnumMap<Attribute, Untrusted> values, Attribute attribute, Map<String, String> event, String... names) {
    for (String name : names) {
      String value = event.get(name);
      if (value != null && !value.isEmpty()) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        values.put(attribute, Untrusted.of(utf8, 0, utf8.length, 1024));
        return;
      }
    }
  }
}
