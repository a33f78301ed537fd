package io.cutpoint.sigma;

import io.cutpoint.model.Stage;
import io.cutpoint.model.detection.Level;
import io.cutpoint.model.detection.RuleKey;
import io.cutpoint.model.detection.RuleReference;
import io.cutpoint.model.detection.Status;
import io.cutpoint.model.event.LogSource;
import io.cutpoint.sigma.Expression.AnyOf;
import io.cutpoint.sigma.Expression.Selection;
import io.cutpoint.sigma.Nodes.Entry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/// Reads one plain rule document.
///
/// What changes when a rule matches or how grave it is must be right, or the rule is refused; a fault in anything
/// else is a warning.
final class RuleParser {

  /// The outcome for a document: a rule to use, a sound one that is not used, or a refused one.
  record Outcome(@Nullable Rule rule, boolean sound) {}

  private static final Outcome REFUSED = new Outcome(null, false);

  private final ValueReader values;
  private final DetectionReader detections;

  RuleParser(RegexSyntax syntax, Map<String, List<String>> placeholders) {
    values = new ValueReader(syntax, placeholders);
    detections = new DetectionReader(values);
  }

  /// @param contentHash see [RuleKey]
  Outcome parse(RuleFile file, MappingNode document, List<Entry> entries, String contentHash, Problems problems) {
    int before = problems.refusals();
    values.begin(problems);
    Header header = header(file, document, entries, contentHash, problems);
    LogSource logSource = logSource(Nodes.get(entries, "logsource"), document, problems);
    Expression condition = detection(Nodes.get(entries, "detection"), document, problems);

    if (condition == null || problems.refusals() > before) {
      return REFUSED;
    }
    if (isMissingValues("", problems)) {
      return new Outcome(null, true);
    }
    TreeSet<String> fields = fields(condition);
    return new Outcome(new Rule(header.reference(logSource), file.name(), List.copyOf(fields), header.references(),
        header.falsePositives(), condition, header.name()), true);
  }

  /// What every kind of document says of itself.
  ///
  /// @param name what other documents may call it, or no text
  record Header(
      RuleKey key,
      String name,
      String title,
      Level level,
      Status status,
      @Nullable Stage stated,
      Tags tags,
      List<String> references,
      List<String> falsePositives) {

    RuleReference reference(LogSource logSource) {
      return new RuleReference(key, title, level, status, tags.tactics(), tags.techniques(), logSource, stated);
    }
  }

  static Header header(RuleFile file, MappingNode document, List<Entry> entries, String contentHash, Problems problems) {
    String title = Nodes.text(Nodes.get(entries, "title"));
    if (title == null || title.isBlank()) {
      problems.refuse(orDocument(Nodes.get(entries, "title"), document), "wanted a title, found " + Nodes.found(Nodes.get(entries, "title")));
      title = "";
    }
    Level level = word(Nodes.get(entries, "level"), Level.MEDIUM, Level::of, "a level (informational, low, medium, high, critical)", problems);
    Status status = word(Nodes.get(entries, "status"), Status.EXPERIMENTAL, Status::of,
        "a status (stable, test, experimental, deprecated, unsupported)", problems);
    Stage stated = stage(Nodes.get(entries, "cutpoint"), problems);
    Tags tags = new Tags();
    texts(Nodes.get(entries, "tags"), "tags", problems).forEach(tags::add);
    date(Nodes.get(entries, "date"), problems);
    date(Nodes.get(entries, "modified"), problems);
    List<String> references = texts(Nodes.get(entries, "references"), "references", problems);
    List<String> falsePositives = texts(Nodes.get(entries, "falsepositives"), "false positives", problems);
    String id = Nodes.text(Nodes.get(entries, "id"));
    RuleKey key = new RuleKey(file.origin(), id == null || id.isBlank() ? file.shortName() : id, contentHash);
    String name = Nodes.text(Nodes.get(entries, "name"));
    return new Header(key, name == null ? "" : name, title, level, status, stated, tags, references, falsePositives);
  }

  /// Whether a placeholder had no value; says so.
  private boolean isMissingValues(String of, Problems problems) {
    if (values.missing().isEmpty()) {
      return false;
    }
    List<String> names = values.missing().stream().map(name -> "%" + name + "%").toList();
    problems.skip(values.missingAt(), "wanted values for " + (names.size() == 1 ? "the placeholder " : "the placeholders ")
        + String.join(", ", names) + of + ", found none configured");
    return true;
  }

  /// A filter, or null where it is refused or skipped.
  @Nullable Filter filter(RuleFile file, MappingNode document, List<Entry> entries, MappingNode filter, Problems problems) {
    int before = problems.refusals();
    values.begin(problems);
    String title = Nodes.text(Nodes.get(entries, "title"));
    if (title == null || title.isBlank()) {
      problems.refuse(orDocument(Nodes.get(entries, "title"), document), "wanted a title, found " + Nodes.found(Nodes.get(entries, "title")));
      title = "";
    }
    LogSource logSource = logSource(Nodes.get(entries, "logsource"), document, problems);
    List<Entry> body = new ArrayList<>(Nodes.entries(filter));
    Entry rules = Nodes.entry(body, "rules");
    List<ScalarNode> names = new ArrayList<>();
    boolean any = false;
    if (rules == null) {
      problems.refuse(filter, "wanted `rules`, the ids or names of rules or `any`, found none");
    } else if (rules.value() instanceof ScalarNode word && "any".equals(Nodes.text(word))) {
      any = true;
    } else {
      names.addAll(names(rules.value(), problems));
    }
    body.removeIf(entry -> entry.name().equals("rules"));
    Expression condition = searches(body, filter, problems);
    if (condition == null || problems.refusals() > before || isMissingValues(" of the filter", problems)) {
      return null;
    }
    if (!isNegated(condition)) {
      problems.warn(orDocument(Nodes.get(body, "condition"), filter),
          "wanted `not` in the condition of a filter that takes events out, found none: the rules keep only the events that it matches");
    }
    return new Filter(file, title, logSource, any, names, condition);
  }

  private static boolean isNegated(Expression expression) {
    return switch (expression) {
      case Expression.Not not -> true;
      case Expression.AllOf all -> all.parts().stream().anyMatch(RuleParser::isNegated);
      case AnyOf any -> any.parts().stream().anyMatch(RuleParser::isNegated);
      case Selection selection -> false;
      case Expression.FieldTest test -> false;
      case Expression.KeywordTest test -> false;
    };
  }

  /// The ids or names that a document lists; a single one may stand alone.
  static List<ScalarNode> names(Node node, Problems problems) {
    List<Node> all = node instanceof SequenceNode sequence ? sequence.getValue() : List.of(node);
    List<ScalarNode> names = new ArrayList<>(all.size());
    for (Node one : all) {
      String text = Nodes.text(one);
      if (one instanceof ScalarNode scalar && text != null && !text.isBlank()) {
        names.add(scalar);
      } else {
        problems.refuse(one, "wanted the id or name of a rule, found " + Nodes.found(one));
      }
    }
    if (all.isEmpty()) {
      problems.refuse(node, "wanted at least one rule, found an empty list");
    }
    return names;
  }

  private static Node orDocument(@Nullable Node node, Node document) {
    return node == null ? document : node;
  }

  private interface Words<T> {
    java.util.Optional<T> of(String word);
  }

  private static <T> T word(@Nullable Node node, T absent, Words<T> words, String wanted, Problems problems) {
    if (node == null || (node instanceof ScalarNode scalar && Scalars.resolve(scalar) instanceof Scalars.Null)) {
      return absent;
    }
    String text = Nodes.text(node);
    java.util.Optional<T> found = text == null ? java.util.Optional.empty() : words.of(text);
    if (found.isEmpty()) {
      problems.refuse(node, "wanted " + wanted + ", found " + Nodes.found(node));
    }
    return found.orElse(absent);
  }

  private static LogSource logSource(@Nullable Node node, Node document, Problems problems) {
    LogSource nothing = new LogSource(null, null, null);
    if (!(node instanceof MappingNode mapping)) {
      problems.refuse(orDocument(node, document), "wanted a logsource, found " + Nodes.found(node));
      return nothing;
    }
    List<Entry> entries = Nodes.entries(mapping);
    for (Entry entry : entries) {
      switch (entry.name()) {
        case "product", "category", "service" -> {
          if (entry.value() instanceof MappingNode || entry.value() instanceof SequenceNode) {
            problems.refuse(entry.value(), "wanted a word, found " + Nodes.found(entry.value()));
          }
        }
        case "definition" -> {}
        default -> problems.warn(entry.key(), "wanted product, category, service or definition, found "
            + Nodes.shown(entry.name()) + ", which says nothing about the log source");
      }
    }
    LogSource found = new LogSource(part(entries, "product"), part(entries, "category"), part(entries, "service"));
    if (found.equals(nothing)) {
      problems.refuse(mapping, "wanted a product, a category or a service, found none");
    }
    return found;
  }

  private static @Nullable String part(List<Entry> entries, String name) {
    String text = Nodes.text(Nodes.get(entries, name));
    return text == null || text.isBlank() ? null : text.toLowerCase(Locale.ROOT);
  }

  private static @Nullable Stage stage(@Nullable Node node, Problems problems) {
    if (node == null) {
      return null;
    }
    if (!(node instanceof MappingNode mapping)) {
      problems.refuse(node, "wanted a mapping such as `cutpoint: {stage: delivery}`, found " + Nodes.found(node));
      return null;
    }
    Stage stated = null;
    for (Entry entry : Nodes.entries(mapping)) {
      if (!entry.name().equals("stage")) {
        problems.warn(entry.key(), "wanted `stage`, found " + Nodes.shown(entry.name()));
        continue;
      }
      String id = Nodes.text(entry.value());
      stated = id == null ? null : Stage.of(id).orElse(null);
      if (stated == null) {
        problems.refuse(entry.value(), "wanted a stage ("
            + String.join(", ", Stage.CHAIN.stream().map(Stage::id).toList()) + "), found " + Nodes.found(entry.value()));
      }
    }
    return stated;
  }

  /// The texts of a list, or a text alone; other things in it are warned about and left out.
  private static List<String> texts(@Nullable Node node, String what, Problems problems) {
    List<String> texts = new ArrayList<>();
    switch (node) {
      case null -> {}
      case SequenceNode sequence -> {
        for (Node element : sequence.getValue()) {
          String text = Nodes.text(element);
          if (text == null) {
            problems.warn(element, "wanted text in the list of " + what + ", found " + Nodes.found(element));
          } else {
            texts.add(text);
          }
        }
      }
      default -> {
        String text = Nodes.text(node);
        if (text != null) {
          texts.add(text);
        } else if (node instanceof MappingNode) {
          problems.warn(node, "wanted a list of " + what + ", found " + Nodes.found(node));
        }
      }
    }
    return texts;
  }

  private static void date(@Nullable Node node, Problems problems) {
    if (node != null) {
      String text = Nodes.text(node);
      boolean sound = text != null && text.length() == 10
          && ValueText.timePart(text, Predicate.Unit.DAY).isPresent();
      if (!sound) {
        problems.warn(node, "wanted a date yyyy-mm-dd, found " + (text == null ? Nodes.found(node) : Nodes.shown(text)));
      }
    }
  }

  private @Nullable Expression detection(@Nullable Node node, Node document, Problems problems) {
    if (!(node instanceof MappingNode mapping)) {
      problems.refuse(orDocument(node, document), "wanted a mapping under `detection`, found " + Nodes.found(node));
      return null;
    }
    return searches(Nodes.entries(mapping), mapping, problems);
  }

  /// The condition over the blocks of a mapping.
  private @Nullable Expression searches(List<Entry> entries, MappingNode mapping, Problems problems) {
    Map<String, Selection> selections = detections.read(entries, problems);
    Node condition = Nodes.get(entries, "condition");
    if (selections.isEmpty()) {
      problems.refuse(mapping, "wanted at least one block beside the condition, found none");
      return null;
    }
    Set<String> used = new HashSet<>();
    Expression expression = switch (condition) {
      case SequenceNode several when !several.getValue().isEmpty() -> {
        List<Expression> alternatives = new ArrayList<>();
        for (Node one : several.getValue()) {
          Expression alternative = condition(one, selections, used, problems);
          if (alternative != null) {
            alternatives.add(alternative);
          }
        }
        boolean whole = alternatives.size() == several.getValue().size();
        yield !whole ? null : alternatives.size() == 1 ? alternatives.getFirst() : new AnyOf(alternatives);
      }
      case null -> condition(mapping, selections, used, problems);
      default -> condition(condition, selections, used, problems);
    };
    if (expression != null) {
      for (Entry entry : entries) {
        if (selections.containsKey(entry.name()) && !used.contains(entry.name())) {
          problems.warn(entry.key(), "wanted every block used by the condition, found " + Nodes.shown(entry.name()) + " unused");
        }
      }
    }
    return expression;
  }

  private static @Nullable Expression condition(Node node, Map<String, Selection> selections, Set<String> used, Problems problems) {
    if (node instanceof ScalarNode scalar && Nodes.text(scalar) != null) {
      return ConditionReader.read(scalar, selections, used, problems);
    }
    problems.refuse(node, "wanted a condition, found " + (node instanceof MappingNode ? "none" : Nodes.found(node)));
    return null;
  }

  /// The names of all fields that the expression reads.
  static TreeSet<String> fields(Expression expression) {
    TreeSet<String> fields = new TreeSet<>();
    fields(expression, fields, new HashSet<>());
    return fields;
  }

  private static void fields(Expression expression, Set<String> to, Set<String> seen) {
    switch (expression) {
      case Expression.AllOf all -> all.parts().forEach(part -> fields(part, to, seen));
      case AnyOf any -> any.parts().forEach(part -> fields(part, to, seen));
      case Expression.Not not -> fields(not.part(), to, seen);
      case Selection selection -> {
        if (seen.add(selection.name())) {
          fields(selection.body(), to, seen);
        }
      }
      case Expression.FieldTest test -> {
        to.add(test.field());
        if (test.predicate() instanceof Predicate.FieldReference reference) {
          to.add(reference.other());
        }
      }
      case Expression.KeywordTest keyword -> {}
    }
  }
}
