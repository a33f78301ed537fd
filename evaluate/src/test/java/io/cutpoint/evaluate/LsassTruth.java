package io.cutpoint.evaluate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.cutpoint.model.Stage;
import io.cutpoint.model.text.SafeText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/// Derives `truth.ndjson` of the LSASS campaigns of OTRF from their raw events, without any rule or step of ours.
///
/// The attack is the file that came with a mark of the web (Sysmon 15 with a HostUrl), the processes that run it and all
/// their descendants by GUID, every other process that talks to an address and port that these talk to, and every other
/// process whose command line names a program or library that these wrote (a service's), again with its descendants.
///
/// A record belongs to it where one of these processes acts in it or is made in it, by GUID, or in the Security log by
/// number and time, or where the record names the file, its URL, its SHA-256, or a program that the tree wrote. Without
/// the Security log's half of it every second record of the same deed would count as noise.
///
/// A stage is told of four kinds of records alone: the mark of the web (Delivery), the first run (Exploitation), a
/// connection to an address of the tree (Command and Control), an access of the tree to LSASS (Actions on Objectives).
/// What else the tree did is the attack's too, but opinions on its stage differ.
///
/// Limits: a bystander that opens the file (an antivirus, the indexer) is counted as the attack's. What the operator did
/// outside the tree is not, even where he did it for the attack.
///
///     java -cp <test class path> io.cutpoint.evaluate.LsassTruth FOLDER
///
/// writes `lsass-01.ndjson`, `lsass-02.ndjson` and `lsass-05.ndjson` into the folder.
final class LsassTruth {

  static final List<String> CAMPAIGNS = List.of("01", "02", "05");

  private static final JsonFactory JSON = new JsonFactory();
  private static final List<String> PROCESSES = List.of("ProcessGuid", "SourceProcessGUID", "SourceProcessGuid", "ParentProcessGuid");
  private static final List<String> NUMBERS = List.of("NewProcessId", "ProcessId", "ProcessID", "SourceProcessId", "CallerProcessId", "ClientProcessId");
  private static final List<String> CODE = List.of(".exe", ".dll", ".sys", ".ps1", ".bat", ".vbs");
  private static final NavigableMap<Long, String> NO_OWNER = new TreeMap<>();

  /// What happened, as the raw events say.
  static final class Story {
    final Set<String> urls = new TreeSet<>();
    final Set<String> files = new TreeSet<>();
    final Set<String> hashes = new TreeSet<>();
    final Set<String> written = new TreeSet<>();
    final Set<String> firstRuns = new TreeSet<>();
    final Set<String> addresses = new TreeSet<>();
    final Set<String> tree = new HashSet<>();
    private final Map<String, Map<String, String>> starts = new TreeMap<>();
    private final Map<String, Set<String>> talks = new HashMap<>();
    private final Map<String, Set<String>> writes = new HashMap<>();

    /// By process number, who had it from when on.
    private final Map<Long, NavigableMap<Long, String>> numbers = new HashMap<>();

    void read(Map<String, String> event) {
      if (!isSysmon(event)) {
        return;
      }
      String process = event.getOrDefault("ProcessGuid", "");
      if (event.containsKey("ProcessId") && !process.isEmpty()) {
        numbers.computeIfAbsent(number(event.get("ProcessId")), one -> new TreeMap<>()).putIfAbsent(Times.parse(event.getOrDefault("TimeCreated", "")), process);
      }
      switch (event.getOrDefault("EventID", "")) {
        case "1" -> starts.put(process, event);
        case "3" -> talks.computeIfAbsent(process, one -> new TreeSet<>()).add(address(event));
        case "11", "29" -> {
          String name = base(event.getOrDefault("TargetFilename", ""));
          if (CODE.stream().anyMatch(name::endsWith)) {
            writes.computeIfAbsent(process, one -> new TreeSet<>()).add(name);
          }
        }
        case "15" -> {
          String contents = event.getOrDefault("Contents", "");
          int at = contents.indexOf("HostUrl=");
          if (at >= 0) {
            urls.add(contents.substring(at + 8).strip().split("\\s+")[0].toLowerCase(Locale.ROOT));
            files.add(event.getOrDefault("TargetFilename", "").split(":Zone")[0].toLowerCase(Locale.ROOT));
          }
        }
        default -> { }
      }
    }

    /// Grows the tree once all events are read.
    void finish() {
      starts.forEach((process, event) -> {
        if (files.contains(event.getOrDefault("Image", "").toLowerCase(Locale.ROOT))) {
          firstRuns.add(process);
          String all = event.getOrDefault("Hashes", "").toLowerCase(Locale.ROOT);
          int at = all.indexOf("sha256=");
          if (at >= 0 && all.length() >= at + 71) {
            hashes.add(all.substring(at + 7, at + 71));
          }
        }
      });
      tree.addAll(firstRuns);
      int before = -1;
      while (before != tree.size()) {
        before = tree.size();
        tree.forEach(process -> {
          addresses.addAll(talks.getOrDefault(process, Set.of()));
          written.addAll(writes.getOrDefault(process, Set.of()));
        });
        talks.forEach((process, to) -> {
          if (to.stream().anyMatch(addresses::contains)) {
            tree.add(process);
          }
        });
        starts.forEach((process, event) -> {
          String line = event.getOrDefault("CommandLine", "").toLowerCase(Locale.ROOT);
          if (tree.contains(event.getOrDefault("ParentProcessGuid", "")) || written.stream().anyMatch(line::contains)) {
            tree.add(process);
          }
        });
      }
    }

    private static boolean isSysmon(Map<String, String> event) {
      return event.getOrDefault("Channel", "").contains("Sysmon");
    }

    private static String base(String path) {
      return path.substring(path.lastIndexOf('\\') + 1).toLowerCase(Locale.ROOT);
    }

    private static String address(Map<String, String> event) {
      return event.getOrDefault("DestinationIp", "") + ":" + event.getOrDefault("DestinationPort", "");
    }

    private static long number(String written) {
      try {
        return Long.decode(written);
      } catch (NumberFormatException none) {
        return -1;
      }
    }

    /// Whether a process number of the Security log was one of the tree's at that time; its record of a start comes some
    /// milliseconds before Sysmon's.
    private boolean isOfTree(String written, String time) {
      Map.Entry<Long, String> owner = numbers.getOrDefault(number(written), NO_OWNER).floorEntry(Times.shift(Times.parse(time), Times.HOUR / 3600));
      return owner != null && tree.contains(owner.getValue());
    }

    /// Whether a record belongs to the attack.
    boolean holds(Map<String, String> event) {
      if (PROCESSES.stream().anyMatch(name -> tree.contains(event.getOrDefault(name, "")))) {
        return true;
      }
      if (event.getOrDefault("Channel", "").equals("Security")
          && NUMBERS.stream().anyMatch(name -> event.containsKey(name) && isOfTree(event.get(name), event.getOrDefault("TimeCreated", "")))) {
        return true;
      }
      return event.values().stream()
          .map(value -> value.toLowerCase(Locale.ROOT))
          .anyMatch(value -> Stream.of(files, urls, hashes, written).flatMap(Set::stream).anyMatch(value::contains));
    }

    /// The stage of a record of the attack, where nobody would doubt it.
    Optional<Stage> stage(Map<String, String> event) {
      boolean acts = tree.contains(event.getOrDefault("ProcessGuid", "")) || tree.contains(event.getOrDefault("SourceProcessGUID", ""));
      if (!isSysmon(event)) {
        return Optional.empty();
      }
      return switch (event.getOrDefault("EventID", "")) {
        case "15" -> event.getOrDefault("Contents", "").contains("HostUrl=") ? Optional.of(Stage.DELIVERY) : Optional.empty();
        case "1" -> firstRuns.contains(event.getOrDefault("ProcessGuid", "")) ? Optional.of(Stage.EXPLOITATION) : Optional.empty();
        case "3" -> acts && addresses.contains(address(event)) ? Optional.of(Stage.COMMAND_AND_CONTROL) : Optional.empty();
        case "10" -> acts && event.getOrDefault("TargetImage", "").toLowerCase(Locale.ROOT).endsWith("\\lsass.exe") ? Optional.of(Stage.ACTIONS_ON_OBJECTIVES) : Optional.empty();
        default -> Optional.empty();
      };
    }
  }

  private interface Events {
    void event(String source, long record, Map<String, String> event) throws IOException;
  }

  private LsassTruth() {}

  public static void main(String[] args) throws IOException {
    Optional<Path> data = sharedData();
    if (data.isEmpty()) {
      System.err.println("the shared data is not here: nothing to derive");
      return;
    }
    Path folder = Files.createDirectories(Path.of(args.length > 0 ? args[0] : "."));
    for (String campaign : CAMPAIGNS) {
      Path file = folder.resolve("lsass-" + campaign + ".ndjson");
      System.out.println(file + ": " + write(archive(data.orElseThrow(), campaign), "lsass-" + campaign, file));
    }
  }

  /// The folder of data beside the project, where it is there.
  static Optional<Path> sharedData() {
    String root = System.getProperty("cutpoint.root", "");
    if (!root.isEmpty() && Files.isDirectory(Path.of(root, "../shared/data"))) {
      return Optional.of(Path.of(root, "../shared/data"));
    }
    for (Path up = Path.of(System.getProperty("user.dir")).toAbsolutePath(); up != null; up = up.getParent()) {
      if (Files.isDirectory(up.resolve("shared/data"))) {
        return Optional.of(up.resolve("shared/data"));
      }
    }
    return Optional.empty();
  }

  /// The host logs of a campaign.
  static Path archive(Path data, String campaign) throws IOException {
    try (DirectoryStream<Path> archives = Files.newDirectoryStream(data.resolve("otrf/compound/LSASS_campaign_" + campaign), "*dump.zip")) {
      return archives.iterator().next();
    }
  }

  /// Writes the truth of an archive; gives how many records of each step it has.
  static Map<String, Integer> write(Path archive, String intrusion, Path to) throws IOException {
    Story story = new Story();
    read(archive, (source, record, event) -> story.read(event));
    story.finish();
    Map<String, Integer> steps = new TreeMap<>();
    try (Writer out = Files.newBufferedWriter(to)) {
      read(archive, (source, record, event) -> {
        if (story.holds(event)) {
          Optional<Stage> stage = story.stage(event);
          String step = stage.map(Stage::id).orElse("other");
          steps.merge(step, 1, Integer::sum);
          out.write(
              "{\"intrusion\":\"" + intrusion + "\",\"source\":\"" + SafeText.to(SafeText.Target.JSON, source) + "\",\"record\":" + record + ",\"stage\":"
                  + stage.map(one -> "\"" + one.id() + "\"").orElse("null") + ",\"step\":\"" + step + "\",\"parent\":\"" + parent(step) + "\"}\n");
        }
      });
    }
    return steps;
  }

  private static String parent(String step) {
    return switch (step) {
      case "delivery" -> "";
      case "exploitation" -> "delivery";
      default -> "exploitation";
    };
  }

  private static void read(Path archive, Events events) throws IOException {
    try (InputStream in = Files.newInputStream(archive); ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        BufferedReader lines = new BufferedReader(new InputStreamReader(zip, StandardCharsets.UTF_8));
        long record = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          record++;
          if (!line.isBlank()) {
            events.event(archive.getFileName() + "!" + entry.getName(), record, event(line));
          }
        }
      }
    }
  }

  /// The fields of a flat record, all as text.
  static Map<String, String> event(String line) throws IOException {
    Map<String, String> event = new HashMap<>();
    try (JsonParser parser = JSON.createParser(line)) {
      parser.nextToken();
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        JsonToken token = parser.nextToken();
        if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
          event.put(name, parser.getText());
        } else {
          parser.skipChildren();
        }
      }
    }
    return event;
  }
}
