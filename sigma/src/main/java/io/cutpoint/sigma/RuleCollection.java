package io.cutpoint.sigma;

import io.cutpoint.sigma.Nodes.Entry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/// Works the `action` documents of one file into its rules.
///
/// `global` is merged into each plain rule that follows, and wins where both say something; `reset` forgets it;
/// `repeat` is the rule before with what this document says instead. Correlations and filters are left alone.
///
/// Source: pySigma 1.5, `SigmaCollection.from_dicts`; the specification has dropped actions.
final class RuleCollection {

  private @Nullable MappingNode global;
  private @Nullable MappingNode previous;

  /// The rule that the document means in this place, or null where it means none.
  @Nullable MappingNode resolve(MappingNode document, List<Entry> entries, Problems problems) {
    Entry action = Nodes.entry(entries, "action");
    if (action == null) {
      boolean plain = Nodes.entry(entries, "correlation") == null && Nodes.entry(entries, "filter") == null;
      MappingNode rule = plain && global != null ? merged(document, global) : document;
      previous = plain ? rule : previous;
      return rule;
    }
    MappingNode rest = without(document, entries, action);
    switch (Nodes.text(action.value())) {
      case "global" -> global = rest;
      case "reset" -> global = null;
      case "repeat" -> {
        if (previous == null) {
          problems.refuse(action.value(), "wanted a rule before `action: repeat`, found none");
        } else {
          previous = merged(previous, rest);
          return previous;
        }
      }
      case null, default ->
          problems.refuse(action.value(), "wanted `global`, `reset` or `repeat`, found " + Nodes.found(action.value()));
    }
    return null;
  }

  private static MappingNode without(MappingNode document, List<Entry> entries, Entry left) {
    List<NodeTuple> tuples = new ArrayList<>();
    for (Entry entry : entries) {
      if (!entry.name().equals(left.name())) {
        tuples.add(new NodeTuple(entry.key(), entry.value()));
      }
    }
    return like(document, tuples);
  }

  /// The base with what `over` says; mappings in both are merged in depth, all else is taken from `over`.
  private static MappingNode merged(MappingNode base, MappingNode over) {
    List<Entry> own = Nodes.entries(base);
    List<Entry> more = Nodes.entries(over);
    List<NodeTuple> tuples = new ArrayList<>();
    for (Entry entry : own) {
      Entry other = Nodes.entry(more, entry.name());
      ScalarNode key = other == null ? entry.key() : other.key();
      Node value = other == null ? entry.value()
          : entry.value() instanceof MappingNode a && other.value() instanceof MappingNode b ? merged(a, b) : other.value();
      tuples.add(new NodeTuple(key, value));
    }
    for (Entry entry : more) {
      if (Nodes.entry(own, entry.name()) == null) {
        tuples.add(new NodeTuple(entry.key(), entry.value()));
      }
    }
    return like(base, tuples);
  }

  private static MappingNode like(MappingNode node, List<NodeTuple> tuples) {
    return new MappingNode(node.getTag(), true, tuples, node.getStartMark(), node.getEndMark(), node.getFlowStyle());
  }
}
