package io.cutpoint.sigma;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/// The YAML documents of one file as nodes with positions, checked so that nobody after this needs to fear them.
///
/// What comes out is no deeper than [Limits#YAML_DEPTH], no larger than [Limits#YAML_NODES] with every alias
/// followed (so it has no cycles), its keys are scalars, and no mapping has a key twice.
final class YamlDocuments {

  private YamlDocuments() {}

  /// The file's text without a byte order mark, or null with a problem.
  static @Nullable String text(byte[] bytes, Problems problems) {
    if (bytes.length > Limits.FILE_BYTES) {
      problems.refuse((Node) null, "wanted at most " + Limits.FILE_BYTES + " bytes, found " + bytes.length);
      return null;
    }
    int from = bytes.length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF ? 3 : 0;
    String text = new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8);
    if (text.indexOf('\uFFFD') >= 0) {
      try {
        text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, bytes.length - from)).toString();
      } catch (CharacterCodingException e) {
        problems.refuse((Node) null, "wanted text in UTF-8, found other bytes");
        return null;
      }
    }
    return text;
  }

  /// The documents up to the first fault; empty ones are left out.
  static List<Node> compose(String text, Problems problems) {
    LoaderOptions options = new LoaderOptions();
    options.setNestingDepthLimit(Limits.YAML_DEPTH);
    options.setMaxAliasesForCollections(Limits.YAML_ALIASES);
    options.setCodePointLimit(Limits.FILE_BYTES);
    options.setProcessComments(false);
    List<Node> documents = new ArrayList<>(1);
    try {
      Composer composer = new Composer(new ParserImpl(new StreamReader(text), options), Scalars.DEFERRED, options);
      while (composer.checkNode()) {
        Node document = composer.getNode();
        boolean empty = document instanceof ScalarNode scalar && Scalars.resolve(scalar) instanceof Scalars.Null;
        if (!empty && new Check(problems).walk(document, 0)) {
          documents.add(document);
        }
      }
    } catch (MarkedYAMLException e) {
      String context = e.getContext() == null ? "" : e.getContext() + ": ";
      problems.refuse(e.getProblemMark(), "wanted YAML, found a fault " + context + e.getProblem());
    } catch (YAMLException e) {
      problems.refuse((Node) null, "wanted YAML, found a fault: " + firstLine(e.getMessage()));
    }
    return documents;
  }

  private static String firstLine(@Nullable String message) {
    return message == null ? "unknown" : message.lines().findFirst().orElse("unknown");
  }

  /// Walks a document as often as its aliases make it appear, within the limits.
  private static final class Check {

    private final Problems problems;
    private int nodes;

    Check(Problems problems) {
      this.problems = problems;
    }

    boolean walk(Node node, int depth) {
      if (++nodes > Limits.YAML_NODES) {
        problems.refuse(node, "wanted at most " + Limits.YAML_NODES + " YAML nodes, found more (aliases count each time)");
        return false;
      }
      if (depth > Limits.YAML_DEPTH) {
        problems.refuse(node, "wanted at most " + Limits.YAML_DEPTH + " nested collections, found more");
        return false;
      }
      return switch (node) {
        case MappingNode mapping -> mapping(mapping, depth);
        case SequenceNode sequence -> {
          boolean sound = true;
          for (Node element : sequence.getValue()) {
            sound = sound && walk(element, depth + 1);
          }
          yield sound;
        }
        default -> true;
      };
    }

    private boolean mapping(MappingNode mapping, int depth) {
      Set<String> keys = new HashSet<>();
      for (NodeTuple tuple : mapping.getValue()) {
        Node key = tuple.getKeyNode();
        if (!(key instanceof ScalarNode scalar)) {
          problems.refuse(key, "wanted a name as key, found " + Nodes.found(key));
          return false;
        }
        if (Scalars.isMerge(key)) {
          if (!isMergeable(tuple.getValueNode())) {
            problems.refuse(tuple.getValueNode(), "wanted a mapping to merge, found " + Nodes.found(tuple.getValueNode()));
            return false;
          }
        } else if (!keys.add(scalar.getValue())) {
          problems.refuse(key, "wanted every key once, found " + Nodes.shown(scalar.getValue()) + " again");
          return false;
        }
        if (!walk(tuple.getValueNode(), depth + 1)) {
          return false;
        }
      }
      return true;
    }

    private static boolean isMergeable(Node node) {
      return node instanceof MappingNode
          || (node instanceof SequenceNode sequence && sequence.getValue().stream().allMatch(MappingNode.class::isInstance));
    }
  }
}
