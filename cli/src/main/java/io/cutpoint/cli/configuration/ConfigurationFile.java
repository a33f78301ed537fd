package io.cutpoint.cli.configuration;

import io.cutpoint.cli.arguments.Suggestions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/// One configuration file: YAML whose keys are those of the settings, written with dots or nested or both.
///
/// Whatever is wrong becomes a problem `file:line:column: what`; reading goes on behind it.
/// Abuse: a file of somebody else in the working directory is read like one's own. It has limits on size and depth and
/// knows no aliases; `analyze` refuses one that lies in the evidence.
final class ConfigurationFile {

  private static final int MAX_BYTES = 1 << 16;
  private static final int MAX_DEPTH = 10;

  private final Path path;
  private final List<Setting> table;
  private final Map<Setting, Configuration.Value> values = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();

  private ConfigurationFile(Path path, List<Setting> table) {
    this.path = path;
    this.table = table;
  }

  static ConfigurationFile read(Path path, List<Setting> table) throws IOException {
    ConfigurationFile file = new ConfigurationFile(path, table);
    byte[] bytes;
    try (InputStream in = Files.newInputStream(path)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    }
    if (bytes.length > MAX_BYTES) {
      file.problem(1, 1, "wanted at most " + MAX_BYTES + " bytes, found more");
    } else {
      file.parse(new InputStreamReader(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8));
    }
    return file;
  }

  Map<Setting, Configuration.Value> values() {
    return values;
  }

  List<String> problems() {
    return problems;
  }

  private void parse(Reader text) {
    LoaderOptions limits = new LoaderOptions();
    limits.setCodePointLimit(MAX_BYTES);
    limits.setNestingDepthLimit(MAX_DEPTH);
    limits.setMaxAliasesForCollections(0);
    try {
      Node root = new Composer(new ParserImpl(new StreamReader(text), limits), new Resolver(), limits).getSingleNode();
      if (root instanceof MappingNode mapping) {
        mapping("", mapping);
      } else if (root != null && !isNothing(root)) {
        problem(root, "wanted keys and values, such as output.color: never");
      }
    } catch (MarkedYAMLException broken) {
      Mark mark = broken.getProblemMark();
      String what = String.valueOf(broken.getProblem());
      problem(mark == null ? 1 : mark.getLine() + 1, mark == null ? 1 : mark.getColumn() + 1, "this is no YAML: " + what);
    } catch (YAMLException broken) {
      String message = String.valueOf(broken.getMessage());
      int end = message.indexOf('\n');
      problem(1, 1, "this is no YAML: " + (end < 0 ? message : message.substring(0, end)));
    }
  }

  private void mapping(String before, MappingNode mapping) {
    for (NodeTuple pair : mapping.getValue()) {
      Node key = pair.getKeyNode();
      if (!(key instanceof ScalarNode name)) {
        problem(key, "wanted a key, found something else");
        continue;
      }
      String full = before + name.getValue();
      Setting setting = find(full);
      if (setting != null) {
        value(setting, key, pair.getValueNode());
      } else if (pair.getValueNode() instanceof MappingNode inner && isGroup(full)) {
        mapping(full + ".", inner);
      } else if (isGroup(full)) {
        problem(pair.getValueNode(), full + " takes keys: " + String.join(", ", keys().stream().filter(known -> known.startsWith(full + ".")).toList()));
      } else {
        problem(key, "unknown key " + full + "; " + Suggestions.hint(full, keys(), "cutpoint config show lists all keys"));
      }
    }
  }

  private void value(Setting setting, Node key, Node node) {
    List<String> texts = new ArrayList<>();
    List<Node> nodes = setting.kind().isList() && node instanceof SequenceNode list ? list.getValue() : List.of(node);
    boolean isSound = true;
    for (Node one : nodes) {
      if (!(one instanceof ScalarNode scalar) || isNothing(one)) {
        isSound = false;
        problem(one, setting.key() + " takes " + (setting.kind().isList() ? "a list of texts" : "one value"));
        continue;
      }
      String fault = setting.fault(scalar.getValue());
      if (!fault.isEmpty()) {
        isSound = false;
        problem(one, fault);
      } else {
        texts.add(setting.kind().isPath() ? resolved(one, scalar.getValue()) : scalar.getValue());
      }
    }
    if (values.containsKey(setting)) {
      problem(key, setting.key() + " is set twice");
    } else if (isSound) {
      values.put(setting, new Configuration.Value(texts, place(key)));
    }
  }

  /// A path as the file means it: from the file's own folder, `~/` from the user's.
  private String resolved(Node node, String written) {
    try {
      if (written.startsWith("~/")) {
        return Path.of(System.getProperty("user.home", "."), written.substring(2)).toString();
      }
      Path folder = path.toAbsolutePath().getParent();
      return folder == null ? written : folder.resolve(written).normalize().toString();
    } catch (InvalidPathException impossible) {
      problem(node, "no path can be written like this: " + written);
      return written;
    }
  }

  private static boolean isNothing(Node node) {
    return node.getTag().equals(Tag.NULL);
  }

  private List<String> keys() {
    return table.stream().map(Setting::key).toList();
  }

  private boolean isGroup(String key) {
    return table.stream().anyMatch(setting -> setting.key().startsWith(key + "."));
  }

  private @org.jspecify.annotations.Nullable Setting find(String key) {
    return table.stream().filter(setting -> setting.key().equals(key)).findFirst().orElse(null);
  }

  private String place(Node node) {
    Mark mark = node.getStartMark();
    return path + ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
  }

  private void problem(Node node, String what) {
    problems.add(place(node) + ": " + what);
  }

  private void problem(int line, int column, String what) {
    problems.add(path + ":" + line + ":" + column + ": " + what);
  }
}
