package io.cutpoint.sigma;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/// Reading composed YAML nodes that [YamlDocuments] has checked: keys are scalars, none is twice in a mapping.
final class Nodes {

  private Nodes() {}

  /// One key of a mapping with its value.
  record Entry(ScalarNode key, Node value) {
    String name() {
      return key.getValue();
    }
  }

  /// The mapping's entries; those of a merge key (`<<`) stand before its own, without those that it overrides.
  static List<Entry> entries(MappingNode mapping) {
    List<Entry> entries = new ArrayList<>(mapping.getValue().size());
    for (NodeTuple tuple : mapping.getValue()) {
      if (Scalars.isMerge(tuple.getKeyNode())) {
        merge(tuple.getValueNode(), entries);
      }
    }
    boolean merged = !entries.isEmpty();
    for (NodeTuple tuple : mapping.getValue()) {
      if (!Scalars.isMerge(tuple.getKeyNode())) {
        Entry entry = new Entry((ScalarNode) tuple.getKeyNode(), tuple.getValueNode());
        if (merged) {
          entries.removeIf(other -> other.name().equals(entry.name()));
        }
        entries.add(entry);
      }
    }
    return entries;
  }

  private static void merge(Node from, List<Entry> into) {
    List<Entry> more = new ArrayList<>();
    if (from instanceof MappingNode one) {
      more.addAll(entries(one));
    } else if (from instanceof SequenceNode several) {
      several.getValue().forEach(one -> merge(one, more));
    }
    for (Entry entry : more) {
      if (into.stream().noneMatch(other -> other.name().equals(entry.name()))) {
        into.add(entry);
      }
    }
  }

  /// The value of this key, or null.
  static @Nullable Node get(List<Entry> entries, String key) {
    Entry entry = entry(entries, key);
    return entry == null ? null : entry.value();
  }

  /// The entry with this key, or null.
  static @Nullable Entry entry(List<Entry> entries, String key) {
    for (Entry entry : entries) {
      if (entry.name().equals(key)) {
        return entry;
      }
    }
    return null;
  }

  /// A scalar's text whatever its type, or null for YAML's null and for collections.
  static @Nullable String text(@Nullable Node node) {
    return node instanceof ScalarNode scalar && !(Scalars.resolve(scalar) instanceof Scalars.Null) ? scalar.getValue() : null;
  }

  /// What a message says was found there.
  static String found(@Nullable Node node) {
    return switch (node) {
      case null -> "nothing";
      case MappingNode mapping -> mapping.getValue().isEmpty() ? "an empty mapping" : "a mapping";
      case SequenceNode sequence -> sequence.getValue().isEmpty() ? "an empty list" : "a list";
      case ScalarNode scalar -> found(scalar);
      default -> "an alias";
    };
  }

  private static String found(ScalarNode scalar) {
    String shown = shown(scalar.getValue());
    return switch (Scalars.resolve(scalar)) {
      case Scalars.Text text -> shown;
      case Scalars.Number number -> "the number " + shown;
      case Scalars.Bool bool -> "the boolean " + shown;
      case Scalars.Null nothing -> "null";
      case Scalars.Unusable unusable -> unusable.what() + " " + shown;
    };
  }

  /// The text as a message quotes it, cut where it is long.
  static String shown(String text) {
    int end = text.length() <= Limits.SHOWN_CHARS ? text.length() : text.offsetByCodePoints(0, text.codePointCount(0, Limits.SHOWN_CHARS));
    return "`" + text.substring(0, end) + (end < text.length() ? "..." : "") + "`";
  }

  /// How far to the right of the node's start a character of its text stands, where that can be said: the text is on
  /// one line and written without escapes.
  static int shift(Node node, int into) {
    if (into == 0 || !(node instanceof ScalarNode scalar) || scalar.getStartMark().getLine() != scalar.getEndMark().getLine()) {
      return 0;
    }
    int written = scalar.getEndMark().getColumn() - scalar.getStartMark().getColumn();
    int quote = scalar.getScalarStyle() == ScalarStyle.PLAIN ? 0 : 1;
    return written == scalar.getValue().length() + 2 * quote ? into + quote : 0;
  }
}
