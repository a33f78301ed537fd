package io.cutpoint.oracle.vectors;

import io.cutpoint.sigma.RuleFile;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/// Reads conformance vectors.
public final class SigmaVectors {

  private SigmaVectors() {}

  /// The vectors of single rules in this file.
  public static List<SigmaVector> read(Path file) {
    return each(file, "vectors", SigmaVectors::vector);
  }

  /// The vectors of correlations, filters and collections in this file.
  public static List<CorrelationVector> correlations(Path file) {
    return each(file, "correlations", SigmaVectors::correlation);
  }

  private interface Reading<V> {
    V vector(Map<?, ?> values, MappingNode node, int[] characters);
  }

  private static <V> List<V> each(Path file, String key, Reading<V> reading) {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": wanted vectors, found a fault: " + e.getMessage(), e);
    }
    Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
    Map<?, ?> values = (Map<?, ?>) yaml.load(text);
    List<Node> nodes = ((SequenceNode) required((MappingNode) yaml.compose(new StringReader(text)), key)).getValue();
    List<?> vectors = values.get(key) instanceof List<?> list ? list : List.of();
    int[] characters = text.codePoints().toArray();
    List<V> read = new ArrayList<>();
    for (int i = 0; i < vectors.size(); i++) {
      read.add(reading.vector((Map<?, ?>) vectors.get(i), (MappingNode) nodes.get(i), characters));
    }
    return read;
  }

  private static CorrelationVector correlation(Map<?, ?> values, MappingNode node, int[] characters) {
    String id = String.valueOf(values.get("id"));
    StringBuilder documents = new StringBuilder();
    for (Node document : ((SequenceNode) required(node, "documents")).getValue()) {
      documents.append("---\n").append(written(document, characters));
    }
    List<CorrelationVector.Arrival> events = new ArrayList<>();
    if (values.get("events") instanceof List<?> list) {
      for (Object one : list) {
        Map<Object, Object> map = new java.util.LinkedHashMap<>((Map<?, ?>) one);
        Object time = map.remove("t");
        events.add(new CorrelationVector.Arrival(((Number) java.util.Objects.requireNonNull(time)).longValue(), map));
      }
    }
    Map<String, Object> expected = new java.util.TreeMap<>();
    if (values.get("expect") instanceof Map<?, ?> map) {
      map.forEach((name, what) -> expected.put(String.valueOf(name), what));
    }
    return new CorrelationVector(
        id,
        String.valueOf(values.get("topic")),
        new RuleFile("vectors", id + ".yml", documents.toString().getBytes(StandardCharsets.UTF_8)),
        events,
        Boolean.TRUE.equals(values.get("error")),
        expected);
  }

  private static SigmaVector vector(Map<?, ?> values, MappingNode node, int[] characters) {
    String id = String.valueOf(values.get("id"));
    Node logSource = get(node, "logsource");
    String rule = "title: " + id + "\n"
        + "logsource:\n" + (logSource == null ? "  category: test\n" : written(logSource, characters))
        + "detection:\n" + written(required(node, "detection"), characters);
    List<SigmaVector.Case> cases = new ArrayList<>();
    if (values.get("cases") instanceof List<?> list) {
      for (Object one : list) {
        Map<?, ?> map = (Map<?, ?>) one;
        cases.add(new SigmaVector.Case(
            (Map<?, ?>) map.get("event"), (String) map.get("raw"), Boolean.TRUE.equals(map.get("match"))));
      }
    }
    return new SigmaVector(
        id,
        String.valueOf(values.get("topic")),
        logSource != null,
        new RuleFile("vectors", id + ".yml", rule.getBytes(StandardCharsets.UTF_8)),
        placeholders(values.get("placeholders")),
        Boolean.TRUE.equals(values.get("error")),
        cases);
  }

  private static Map<String, List<String>> placeholders(@Nullable Object values) {
    Map<String, List<String>> placeholders = new java.util.TreeMap<>();
    if (values instanceof Map<?, ?> map) {
      map.forEach((name, list) -> placeholders.put(
          String.valueOf(name), ((List<?>) list).stream().map(String::valueOf).toList()));
    }
    return placeholders;
  }

  /// The node as it stands in the file, so that the rule reader sees each scalar as its author wrote it.
  private static String written(Node node, int[] characters) {
    int from = node.getStartMark().getIndex();
    int to = node.getEndMark().getIndex();
    return " ".repeat(node.getStartMark().getColumn()) + new String(characters, from, to - from).stripTrailing() + "\n";
  }

  private static Node required(MappingNode mapping, String key) {
    Node node = get(mapping, key);
    if (node == null) {
      throw new IllegalArgumentException("wanted the key " + key + " at " + mapping.getStartMark() + ", found none");
    }
    return node;
  }

  private static @Nullable Node get(MappingNode mapping, String key) {
    for (NodeTuple tuple : mapping.getValue()) {
      if (tuple.getKeyNode() instanceof ScalarNode scalar && scalar.getValue().equals(key)) {
        return tuple.getValueNode();
      }
    }
    return null;
  }
}
