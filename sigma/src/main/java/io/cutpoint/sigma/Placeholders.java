package io.cutpoint.sigma;

import io.cutpoint.sigma.Nodes.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/// The values that stand for `%name%` in rules with the modifier `expand`.
///
/// Written as one YAML mapping of names, without the percent signs, to a value or a list of values; each may hold
/// wildcards as in rules.
///
/// @param values by name
/// @param problems what could not be used
public record Placeholders(Map<String, List<String>> values, List<RuleProblem> problems) {

  /// None.
  public static final Placeholders NONE = new Placeholders(Map.of(), List.of());

  public Placeholders {
    values = Map.copyOf(values);
    problems = List.copyOf(problems);
  }

  /// Reads a file of values. Never throws, whatever the bytes.
  public static Placeholders read(RuleFile file) {
    Problems problems = new Problems(file.name());
    Map<String, List<String>> values = new TreeMap<>();
    String text = YamlDocuments.text(file.bytes(), problems);
    if (text != null) {
      for (Node document : YamlDocuments.compose(text, problems)) {
        if (document instanceof MappingNode mapping) {
          Nodes.entries(mapping).forEach(entry -> entry(entry, values, problems));
        } else {
          problems.refuse(document, "wanted a mapping of placeholders to values, found " + Nodes.found(document));
        }
      }
    }
    return new Placeholders(values, problems.all());
  }

  private static void entry(Entry entry, Map<String, List<String>> values, Problems problems) {
    String name = entry.name();
    if (name.length() > 2 && name.startsWith("%") && name.endsWith("%")) {
      name = name.substring(1, name.length() - 1);
    }
    List<Node> written = entry.value() instanceof SequenceNode sequence ? sequence.getValue() : List.of(entry.value());
    List<String> all = new ArrayList<>(written.size());
    for (Node value : written) {
      String text = Nodes.text(value);
      if (text == null) {
        problems.refuse(value, "wanted a value, found " + Nodes.found(value));
      } else {
        all.add(text);
      }
    }
    if (all.isEmpty()) {
      problems.refuse(entry.key(), "wanted at least one value for " + Nodes.shown(name) + ", found none");
    } else if (values.putIfAbsent(name, all) != null) {
      problems.refuse(entry.key(), "wanted every placeholder once, found " + Nodes.shown(name) + " again");
    }
  }
}
