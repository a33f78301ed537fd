package io.cutpoint.sigma;

import io.cutpoint.model.correlation.Condition;
import io.cutpoint.model.correlation.Condition.Comparison;
import io.cutpoint.model.correlation.Condition.Operator;
import io.cutpoint.model.correlation.Condition.Presence;
import io.cutpoint.model.correlation.Correlation;
import io.cutpoint.model.correlation.Correlation.Type;
import io.cutpoint.sigma.Expression.AllOf;
import io.cutpoint.sigma.Expression.AnyOf;
import io.cutpoint.sigma.Expression.Not;
import io.cutpoint.sigma.Expression.Selection;
import io.cutpoint.sigma.Nodes.Entry;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/// Reads one correlation document. What it refers to is looked up when all files are read ([CorrelationLinks]).
///
/// Source: sigma-specification 2.1.0, correlation rules; `value_median`, `percentile`, conditions in words and the
/// units `w`, `M` and `y` as in pySigma 1.5.
final class CorrelationParser {

  /// A correlation whose references are still names.
  ///
  /// @param names as the file lists them, each once
  /// @param aliases alias, then name of a rule as the file writes it, then field
  record Draft(
      RuleFile file,
      MappingNode document,
      RuleParser.Header header,
      Type type,
      List<ScalarNode> names,
      List<String> groupBy,
      Map<String, Map<String, String>> aliases,
      long timespanNanos,
      Condition condition,
      List<String> fields,
      BigDecimal percentile,
      boolean generate) {

    /// Where a match of this rule has a value.
    String field(String name, ScalarNode rule) {
      return aliases.getOrDefault(name, Map.of()).getOrDefault(rule.getValue(), name);
    }
  }

  private static final long SECOND = 1_000_000_000L;

  private final Problems problems;

  private CorrelationParser(Problems problems) {
    this.problems = problems;
  }

  /// The draft, or null with a problem.
  static @Nullable Draft parse(RuleFile file, MappingNode document, List<Entry> entries, Entry correlation, String contentHash, Problems problems) {
    int before = problems.refusals();
    RuleParser.Header header = RuleParser.header(file, document, entries, contentHash, problems);
    if (!(correlation.value() instanceof MappingNode body)) {
      problems.refuse(correlation.value(), "wanted a mapping under `correlation`, found " + Nodes.found(correlation.value()));
      return null;
    }
    Draft draft = new CorrelationParser(problems).body(file, document, header, body, Nodes.entries(body));
    return problems.refusals() > before ? null : draft;
  }

  private @Nullable Draft body(RuleFile file, MappingNode document, RuleParser.Header header, MappingNode body, List<Entry> entries) {
    for (Entry entry : entries) {
      switch (entry.name()) {
        case "type", "rules", "group-by", "timespan", "aliases", "condition", "generate" -> {}
        default -> problems.warn(entry.key(), "wanted type, rules, group-by, timespan, aliases, condition or generate, found "
            + Nodes.shown(entry.name()) + ", which says nothing here");
      }
    }
    Type type = type(Nodes.get(entries, "type"), body);
    List<ScalarNode> names = rules(Nodes.get(entries, "rules"), body);
    List<String> groupBy = fields(Nodes.get(entries, "group-by"), "a field to group by");
    Map<String, Map<String, String>> aliases = aliases(Nodes.get(entries, "aliases"), names);
    long timespan = timespan(Nodes.get(entries, "timespan"), body);
    boolean generate = generate(Nodes.get(entries, "generate"));
    if (type == null) {
      return null;
    }
    Node written = Nodes.get(entries, "condition");
    Condition condition = condition(type, written, names, body);
    List<String> fields = List.of();
    BigDecimal percentile = BigDecimal.ZERO;
    if (written instanceof MappingNode mapping && !type.isTemporal() && type != Type.EVENT_COUNT) {
      List<Entry> parts = Nodes.entries(mapping);
      fields = fields(Nodes.get(parts, "field"), "a field");
      if (fields.isEmpty()) {
        problems.refuse(mapping, "wanted `field` for `" + type.word() + "`, found none");
      } else if (type.isOfNumbers() && fields.size() > 1) {
        problems.refuse(mapping, "wanted one field for `" + type.word() + "`, found " + fields.size());
      }
      if (type == Type.VALUE_PERCENTILE) {
        percentile = percentile(Nodes.get(parts, "percentile"), mapping);
      }
    }
    return condition == null ? null : new Draft(file, document, header, type, names, groupBy, aliases, timespan, condition, fields, percentile, generate);
  }

  private @Nullable Type type(@Nullable Node node, MappingNode body) {
    String text = Nodes.text(node);
    for (Type type : Type.values()) {
      if (type.word().equals(text)) {
        return type;
      }
    }
    List<String> words = new ArrayList<>();
    for (Type type : Type.values()) {
      words.add(type.word());
    }
    problems.refuse(node == null ? body : node, "wanted a type (" + String.join(", ", words) + "), found " + Nodes.found(node));
    return null;
  }

  private List<ScalarNode> rules(@Nullable Node node, MappingNode body) {
    if (node == null) {
      problems.refuse(body, "wanted `rules`, the ids or names of rules, found none");
      return List.of();
    }
    List<ScalarNode> names = new ArrayList<>();
    HashSet<String> seen = new HashSet<>();
    for (ScalarNode name : RuleParser.names(node, problems)) {
      if (seen.add(name.getValue())) {
        names.add(name);
      } else {
        problems.warn(name, "wanted every rule once, found " + Nodes.shown(name.getValue()) + " again");
      }
    }
    if (names.size() > Limits.CORRELATED_RULES) {
      problems.refuse(node, "wanted at most " + Limits.CORRELATED_RULES + " rules, found " + names.size());
    }
    return names;
  }

  private List<String> fields(@Nullable Node node, String wanted) {
    if (node == null) {
      return List.of();
    }
    List<Node> all = node instanceof SequenceNode sequence ? sequence.getValue() : List.of(node);
    List<String> fields = new ArrayList<>();
    for (Node one : all) {
      String text = Nodes.text(one);
      if (text == null || text.isBlank()) {
        problems.refuse(one, "wanted " + wanted + ", found " + Nodes.found(one));
      } else if (!fields.contains(text)) {
        fields.add(text);
      }
    }
    if (fields.size() > Limits.CORRELATED_FIELDS) {
      problems.refuse(node, "wanted at most " + Limits.CORRELATED_FIELDS + " fields, found " + fields.size());
    }
    return fields;
  }

  private Map<String, Map<String, String>> aliases(@Nullable Node node, List<ScalarNode> names) {
    Map<String, Map<String, String>> aliases = new LinkedHashMap<>();
    if (node == null) {
      return aliases;
    }
    if (!(node instanceof MappingNode mapping)) {
      problems.refuse(node, "wanted a mapping of aliases, found " + Nodes.found(node));
      return aliases;
    }
    for (Entry alias : Nodes.entries(mapping)) {
      if (!(alias.value() instanceof MappingNode rules)) {
        problems.refuse(alias.value(), "wanted a mapping of rules to fields, found " + Nodes.found(alias.value()));
        continue;
      }
      Map<String, String> fields = new LinkedHashMap<>();
      for (Entry rule : Nodes.entries(rules)) {
        String field = Nodes.text(rule.value());
        if (field == null || field.isBlank()) {
          problems.refuse(rule.value(), "wanted a field, found " + Nodes.found(rule.value()));
        } else if (names.stream().noneMatch(name -> name.getValue().equals(rule.name()))) {
          problems.refuse(rule.key(), "wanted a rule that `rules` lists, found " + Nodes.shown(rule.name()));
        } else {
          fields.put(rule.name(), field);
        }
      }
      aliases.put(alias.name(), fields);
    }
    return aliases;
  }

  private long timespan(@Nullable Node node, MappingNode body) {
    String text = Nodes.text(node);
    OptionalLong seconds = text == null ? OptionalLong.empty() : seconds(text);
    if (seconds.isEmpty()) {
      problems.refuse(node == null ? body : node, "wanted a timespan such as 30s, 5m, 2h or 1d, found " + Nodes.found(node));
      return 0;
    }
    if (seconds.getAsLong() > Limits.CORRELATION_SECONDS) {
      problems.refuse(node, "wanted a timespan of at most ten years, found " + Nodes.found(node));
      return 0;
    }
    return seconds.getAsLong() * SECOND;
  }

  private static OptionalLong seconds(String text) {
    int digits = text.length() - 1;
    if (digits < 1 || digits > 9 || !text.chars().limit(digits).allMatch(c -> c >= '0' && c <= '9')) {
      return OptionalLong.empty();
    }
    long unit = switch (text.charAt(digits)) {
      case 's' -> 1;
      case 'm' -> 60;
      case 'h' -> 3_600;
      case 'd' -> 86_400;
      case 'w' -> 604_800;
      case 'M' -> 2_629_746;
      case 'y' -> 31_556_952;
      default -> 0;
    };
    long count = Long.parseLong(text, 0, digits, 10);
    return unit == 0 || count == 0 ? OptionalLong.empty() : OptionalLong.of(count * unit);
  }

  private boolean generate(@Nullable Node node) {
    if (node == null) {
      return false;
    }
    if (node instanceof ScalarNode scalar && Scalars.resolve(scalar) instanceof Scalars.Bool(boolean value)) {
      return value;
    }
    problems.refuse(node, "wanted true or false, found " + Nodes.found(node));
    return false;
  }

  private @Nullable Condition condition(Type type, @Nullable Node node, List<ScalarNode> names, MappingNode body) {
    return switch (node) {
      case null -> {
        if (!type.isTemporal()) {
          problems.refuse(body, "wanted a condition for `" + type.word() + "`, found none");
          yield null;
        }
        List<Presence> all = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
          all.add(new Presence.Rule(i));
        }
        yield new Condition.Rules(new Presence.All(all));
      }
      case MappingNode mapping -> comparisons(type, mapping);
      case ScalarNode scalar when Nodes.text(scalar) != null && type.isTemporal() -> words(scalar, names);
      default -> {
        problems.refuse(node, "wanted a condition such as `gte: 5`" + (type.isTemporal() ? " or an expression over the rules" : "") + ", found " + Nodes.found(node));
        yield null;
      }
    };
  }

  private @Nullable Condition comparisons(Type type, MappingNode mapping) {
    int before = problems.refusals();
    List<Comparison> comparisons = new ArrayList<>();
    for (Entry entry : Nodes.entries(mapping)) {
      Operator operator = operator(entry.name());
      if (operator != null) {
        String text = Nodes.text(entry.value());
        Optional<BigDecimal> number = text == null ? Optional.empty() : ValueText.number(text);
        if (number.isEmpty()) {
          problems.refuse(entry.value(), "wanted a number, found " + Nodes.found(entry.value()));
        } else if (!type.isOfNumbers() && number.get().abs().compareTo(BigDecimal.valueOf(Limits.CORRELATED_COUNT)) > 0) {
          problems.refuse(entry.value(), "wanted a count of at most " + Limits.CORRELATED_COUNT + ", found " + Nodes.found(entry.value()));
        } else {
          comparisons.add(new Comparison(operator, number.get()));
        }
      } else if (entry.name().equals("field") || entry.name().equals("percentile")) {
        boolean used = entry.name().equals("field") ? type == Type.VALUE_COUNT || type.isOfNumbers() : type == Type.VALUE_PERCENTILE;
        if (!used) {
          problems.warn(entry.key(), "wanted no `" + entry.name() + "` for `" + type.word() + "`, found one, which is not used");
        }
      } else {
        problems.refuse(entry.key(), "wanted gt, gte, lt, lte, eq, neq" + (type.isTemporal() || type == Type.EVENT_COUNT ? "" : ", field")
            + (type == Type.VALUE_PERCENTILE ? ", percentile" : "") + ", found " + Nodes.shown(entry.name()));
      }
    }
    if (comparisons.isEmpty() && problems.refusals() > before) {
      return null;
    }
    if (comparisons.isEmpty()) {
      problems.refuse(mapping, "wanted gt, gte, lt, lte, eq or neq with a number, found none");
      return null;
    }
    return new Condition.Numeric(comparisons);
  }

  private static @Nullable Operator operator(String word) {
    for (Operator operator : Operator.values()) {
      if (operator.name().toLowerCase(Locale.ROOT).equals(word)) {
        return operator;
      }
    }
    return null;
  }

  private BigDecimal percentile(@Nullable Node node, MappingNode mapping) {
    String text = Nodes.text(node);
    Optional<BigDecimal> number = text == null ? Optional.empty() : ValueText.number(text);
    if (number.isEmpty() || number.get().signum() <= 0 || number.get().compareTo(BigDecimal.valueOf(100)) > 0) {
      problems.refuse(node == null ? mapping : node, "wanted `percentile`, above 0 and at most 100, found " + Nodes.found(node));
      return BigDecimal.ONE;
    }
    return number.get();
  }

  private @Nullable Condition words(ScalarNode node, List<ScalarNode> names) {
    Map<String, Selection> rules = new LinkedHashMap<>();
    Map<String, Integer> places = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i).getValue();
      rules.put(name, new Selection(name, new Expression.KeywordTest(new Predicate.Null())));
      places.put(name, i);
    }
    HashSet<String> used = new HashSet<>();
    Expression expression = ConditionReader.read(node, rules, used, problems);
    if (expression == null) {
      return null;
    }
    for (ScalarNode name : names) {
      if (!used.contains(name.getValue())) {
        problems.warn(name, "wanted every rule used by the condition, found " + Nodes.shown(name.getValue()) + " unused");
      }
    }
    return new Condition.Rules(presence(expression, places));
  }

  private static Presence presence(Expression expression, Map<String, Integer> places) {
    return switch (expression) {
      case AllOf all -> new Presence.All(all.parts().stream().map(part -> presence(part, places)).toList());
      case AnyOf any -> new Presence.Any(any.parts().stream().map(part -> presence(part, places)).toList());
      case Not not -> new Presence.Not(presence(not.part(), places));
      case Selection selection -> new Presence.Rule(places.getOrDefault(selection.name(), -1));
      case Expression.FieldTest test -> throw new IllegalStateException("wanted a rule, found a test of " + test.field());
      case Expression.KeywordTest test -> throw new IllegalStateException("wanted a rule, found a keyword");
    };
  }
}
