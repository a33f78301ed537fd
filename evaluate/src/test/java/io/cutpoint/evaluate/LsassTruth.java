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
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/// Derives `truth.ndjson` of the LSASS campaigns of OTRF from their raw Sysmon events, without any rule or step of ours.
///
/// The attack is the file that came with a mark of the web (Sysmon 15 with a HostUrl), the processes that run it and all
/// their descendants by GUID, and every other process that talks to an address and port that these talk to, again with
/// its descendants. A record belongs to it where one of these processes acts in it or is made in it, or where it names
/// the file or its URL.
///
/// A stage is told of four kinds of records alone: the mark of the web (Delivery), the first run (Exploitation), a
/// connection to an address of the tree (Command and Control), an access of the tree to LSASS (Actions on Objectives).
/// What else the tree did is the attack's too, but opinions on its stage differ.
///
/// Limits: a bystander that opens the file (an antivirus, the indexer) is counted as the attack's; a process that is
/// known by its number alone is not.
///
///     java -cp <test class path> io.cutpoint.evaluate.LsassTruth FOLDER
///
/// writes `lsass-01.ndjson`, `lsass-02.ndjson` and `lsass-05.ndjson` into the folder.
final class LsassTruth {

  static final List<String> CAMPAIGNS = List.of("01", "02", "05");

  private static final JsonFactory JSON = new JsonFactory();
  private static final List<String> PROCESSES = List.of("ProcessGuid", "SourceProcessGUID", "SourceProcessGuid", "ParentProcessGuid");

  /// What happened, as the raw events say.
  static final class Story {
    final Set<String> urls = new TreeSet<>();
    final Set<String> files = new TreeSet<>();
    final Set<String> firstRuns = new TreeSet<>();
    final Set<String> addresses = new TreeSet<>();
    final Set<String> tree = new HashSet<>();
    private final Map<String, String> parents = new HashMap<>();
    private final Map<String, String> images = new HashMap<>();
    private final Map<String, Set<String>> talks = new HashMap<>();

    void read(Map<String, String> event) {
      if (!event.getOrDefault("Channel", "").contains("Sysmon")) {
        return;
      }
      String process = event.getOrDefault("ProcessGuid", "");
      switch (event.getOrDefault("EventID", "")) {
        case "1" -> {
          parents.put(process, event.getOrDefault("ParentProcessGuid", ""));
          images.put(process, event.getOrDefault("Image", "").toLowerCase(Locale.ROOT));
        }
        case "3" -> talks.computeIfAbsent(process, one -> new TreeSet<>()).add(address(event));
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
      images.forEach((process, image) -> {
        if (files.contains(image)) {
          firstRuns.add(process);
        }
      });
      tree.addAll(firstRuns);
      grow();
      tree.forEach(process -> addresses.addAll(talks.getOrDefault(process, Set.of())));
      talks.forEach((process, to) -> {
        if (to.stream().anyMatch(addresses::contains)) {
          tree.add(process);
        }
      });
      grow();
    }

    private void grow() {
      int before = -1;
      while (before != tree.size()) {
        before = tree.size();
        parents.forEach((process, parent) -> {
          if (tree.contains(parent)) {
            tree.add(process);
          }
        });
      }
    }

    private static String address(Map<String, String> event) {
      return event.getOrDefault("DestinationIp", "") + ":" + event.getOrDefault("DestinationPort", "");
    }

    /// Whether a record belongs to the attack.
    boolean holds(Map<String, String> event) {
      if (PROCESSES.stream().anyMatch(name -> tree.contains(event.getOrDefault(name, "")))) {
        return true;
      }
      return event.values().stream().map(value -> value.toLowerCase(Locale.ROOT)).anyMatch(value -> files.stream().anyMatch(value::contains) || urls.stream().anyMatch(value::contains));
    }

    /// The stage of a record of the attack, where nobody would doubt it.
    Optional<Stage> stage(Map<String, String> event) {
      boolean acts = tree.contains(event.getOrDefault("ProcessGuid", "")) || tree.contains(event.getOrDefault("SourceProcessGUID", ""));
      if (!event.getOrDefault("Channel", "").contains("Sysmon")) {
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
