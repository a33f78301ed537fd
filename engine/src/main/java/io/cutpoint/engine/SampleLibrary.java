package io.cutpoint.engine;

import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.rules.BuiltInRules;
import io.cutpoint.sigma.RuleFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/// Finds the events that rules are tried on.
///
/// Sizes are bounded; a name in an `info.yml` that leads out of its folder is not followed.
final class SampleLibrary implements Closeable {

  /// How `regression_tests_path` begins a line of a rule.
  private static final String PATH_KEY = "regression_tests_path:";
  private static final String INDEX = "info.yml";
  private static final List<String> ENDINGS = List.of("ndjson", "json", "evtx");
  private static final int MAX_INDEX_BYTES = 1 << 20;
  private static final int MAX_EVENTS_BYTES = 64 << 20;
  private static final int MAX_DEPTH = 16;

  /// A file of events.
  interface Events {
    /// How people name it.
    String name();

    SampleEvents.Read read(FieldDictionary dictionary, SampleEvents.Sink to) throws IOException;

    /// Writes the same bytes there; a file of more than [#MAX_EVENTS_BYTES] is left out.
    void copyTo(Path target) throws IOException;
  }

  private record OnDisk(Path path) implements Events {
    @Override
    public String name() {
      return path.toString().replace('\\', '/');
    }

    @Override
    public SampleEvents.Read read(FieldDictionary dictionary, SampleEvents.Sink to) throws IOException {
      return SampleEvents.of(path, dictionary, to);
    }

    @Override
    public void copyTo(Path target) throws IOException {
      if (Files.size(path) <= MAX_EVENTS_BYTES) {
        Files.write(target, Files.readAllBytes(path));
      }
    }
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record InMemory(String name, byte[] bytes) implements Events {
    @Override
    public SampleEvents.Read read(FieldDictionary dictionary, SampleEvents.Sink to) {
      return SampleEvents.of(bytes, dictionary, to);
    }

    @Override
    public void copyTo(Path target) throws IOException {
      Files.write(target, bytes);
    }
  }

  /// A sample of events of which some must match.
  ///
  /// @param least how many
  /// @param reason why it cannot be run, or no text
  record Sample(String name, @Nullable Path path, long least, String reason) {
    SampleEvents.Read read(FieldDictionary dictionary, SampleEvents.Sink to) throws IOException {
      if (path == null) {
        throw new IllegalStateException("wanted a sample that can be run");
      }
      return SampleEvents.of(path, dictionary, to);
    }
  }

  private final Map<String, String> indexOfFile = new HashMap<>();
  private final Map<String, List<Sample>> byRule = new HashMap<>();
  private final Map<String, ZipFile> archives = new HashMap<>();

  SampleLibrary() {}

  /// Notes where a rule says that its samples are.
  void rule(RuleFile file) {
    String text = new String(file.bytes(), StandardCharsets.UTF_8);
    text.lines().filter(line -> line.startsWith(PATH_KEY)).findFirst().ifPresent(line -> {
      String path = line.substring(PATH_KEY.length()).strip();
      boolean quoted = path.length() > 1 && (path.startsWith("'") || path.startsWith("\"")) && path.charAt(0) == path.charAt(path.length() - 1);
      indexOfFile.put(file.name(), quoted ? path.substring(1, path.length() - 1) : path);
    });
  }

  /// Takes all samples below a folder, by the ids of their rules.
  void folder(Path samples) throws IOException {
    try (Stream<Path> files = Files.walk(samples, MAX_DEPTH)) {
      for (Path index : files.filter(file -> INDEX.equals(String.valueOf(file.getFileName())) && Files.isRegularFile(file)).sorted().toList()) {
        read(index);
      }
    }
  }

  /// The events of this kind beside a rule.
  Optional<Events> beside(String ruleFile, String kind) throws IOException {
    String lower = ruleFile.toLowerCase(Locale.ROOT);
    int cut = lower.endsWith(".yml") ? 4 : lower.endsWith(".yaml") ? 5 : 0;
    String stem = ruleFile.substring(0, ruleFile.length() - cut) + "." + kind + ".";
    for (String ending : ENDINGS) {
      Optional<Events> found = find(stem + ending);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /// Copies the events beside a rule to beside its copy.
  void copyBeside(String ruleFile, Path copy) throws IOException {
    String own = copy.getFileName().toString();
    String stem = own.substring(0, own.lastIndexOf('.') < 0 ? own.length() : own.lastIndexOf('.'));
    for (String kind : List.of("positive", "negative")) {
      Optional<Events> events = beside(ruleFile, kind);
      if (events.isPresent()) {
        String name = events.get().name();
        events.get().copyTo(copy.resolveSibling(stem + "." + kind + name.substring(name.lastIndexOf('.'))));
      }
    }
  }

  private Optional<Events> find(String name) throws IOException {
    Path path = path(name);
    if (path != null && Files.isRegularFile(path)) {
      return Optional.of(new OnDisk(path));
    }
    if (name.startsWith(BuiltInRules.ORIGIN + "/")) {
      return BuiltInRules.beside(name).map(bytes -> new InMemory(name, bytes));
    }
    for (int at = name.indexOf('!'); at > 0; at = name.indexOf('!', at + 1)) {
      Path archive = path(name.substring(0, at));
      if (archive != null && Files.isRegularFile(archive)) {
        ZipFile zip = open(archive);
        ZipEntry entry = zip.getEntry(name.substring(at + 1));
        return entry == null ? Optional.empty() : Optional.of(new InMemory(name, bytes(zip, entry)));
      }
    }
    return Optional.empty();
  }

  private static @Nullable Path path(String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException none) {
      return null;
    }
  }

  private ZipFile open(Path archive) throws IOException {
    ZipFile known = archives.get(archive.toString());
    if (known == null) {
      known = new ZipFile(archive.toFile());
      archives.put(archive.toString(), known);
    }
    return known;
  }

  private static byte[] bytes(ZipFile zip, ZipEntry entry) throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] bytes = in.readNBytes(MAX_EVENTS_BYTES + 1);
      if (bytes.length > MAX_EVENTS_BYTES) {
        throw new IOException(entry.getName() + " has more than " + MAX_EVENTS_BYTES + " bytes");
      }
      return bytes;
    }
  }

  /// The samples of a rule: those of the folder that was given, else those that the rule's file names.
  List<Sample> samples(String ruleFile, String id) throws IOException {
    List<Sample> known = byRule.get(id);
    String index = indexOfFile.get(ruleFile);
    if (known != null || index == null) {
      return known == null ? List.of() : known;
    }
    Path rule = path(ruleFile);
    Path wanted = path(index);
    for (Path above = rule == null || wanted == null ? null : rule.toAbsolutePath().getParent(); above != null; above = above.getParent()) {
      Path file = above.resolve(index).normalize();
      if (file.startsWith(above) && Files.isRegularFile(file)) {
        read(file);
        return byRule.getOrDefault(id, List.of());
      }
    }
    return List.of(new Sample(index, null, 1, "the samples that the rule names are not here: --samples tells where"));
  }

  private void read(Path index) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(index)) {
      bytes = in.readNBytes(MAX_INDEX_BYTES);
    }
    LoaderOptions options = new LoaderOptions();
    options.setNestingDepthLimit(20);
    Object tree;
    try {
      tree = new Yaml(new SafeConstructor(options)).load(new String(bytes, StandardCharsets.UTF_8));
    } catch (YAMLException broken) {
      throw new IOException(index + ": wanted YAML, found a fault", broken);
    }
    List<Sample> samples = new ArrayList<>();
    for (Object test : list(tree, "regression_tests_info")) {
      samples.add(sample(index, test));
    }
    for (Object rule : list(tree, "rule_metadata")) {
      byRule.computeIfAbsent(text(rule, "id"), _ -> new ArrayList<>()).addAll(samples);
    }
  }

  private static Sample sample(Path index, Object test) {
    String written = text(test, "path");
    String type = text(test, "type");
    long least = test instanceof Map<?, ?> map && map.get("match_count") instanceof Number count ? Math.max(1, count.longValue()) : 1;
    if (!type.isEmpty() && !type.equals("evtx") && !type.equals("json")) {
      return new Sample(written, null, least, "wanted a sample of type evtx or json, found " + type);
    }
    // Paths begin at the root of the repository, which need not be here; the files lie beside their index.
    String last = written.substring(written.lastIndexOf('/') + 1);
    Path path = last.isEmpty() || last.equals("..") || path(last) == null ? null : index.resolveSibling(last);
    return path != null && Files.isRegularFile(path)
        ? new Sample(path.toString().replace('\\', '/'), path, least, "")
        : new Sample(written, null, least, "the sample is not beside " + index);
  }

  private static List<?> list(Object tree, String key) {
    return tree instanceof Map<?, ?> map && map.get(key) instanceof List<?> list ? list : List.of();
  }

  private static String text(Object tree, String key) {
    return tree instanceof Map<?, ?> map && map.get(key) != null ? String.valueOf(map.get(key)) : "";
  }

  @Override
  public void close() throws IOException {
    for (ZipFile archive : archives.values()) {
      archive.close();
    }
  }
}
