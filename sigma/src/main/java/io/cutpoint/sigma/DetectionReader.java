package io.cutpoint.sigma;

import io.cutpoint.sigma.Expression.AllOf;
import io.cutpoint.sigma.Expression.AnyOf;
import io.cutpoint.sigma.Expression.FieldTest;
import io.cutpoint.sigma.Expression.KeywordTest;
import io.cutpoint.sigma.Expression.Not;
import io.cutpoint.sigma.Expression.Selection;
import io.cutpoint.sigma.Nodes.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/// Turns the blocks under `detection:` into expressions.
///
/// A mapping is AND, a list of mappings OR, a list of values or a value alone keywords; the values of one key are OR,
/// under `all` AND; `neq` negates the whole key. The variants that one value expands to stay OR in each case.
final class DetectionReader {

  /// Stands for what could not be read, so that the rest of the rule is read too. A rule with it is never used.
  private static final Expression UNREAD = new KeywordTest(new Predicate.Null());

  private final ValueReader values;
  private Problems problems;

  DetectionReader(ValueReader values) {
    this.values = values;
    this.problems = new Problems("");
  }

  /// The blocks by name, in the order of the file. Where a block has a problem its body means nothing.
  Map<String, Selection> read(List<Entry> detection, Problems problems) {
    this.problems = problems;
    Map<String, Selection> selections = new LinkedHashMap<>();
    for (Entry entry : detection) {
      switch (entry.name()) {
        case "condition" -> {}
        case "timeframe" -> problems.warn(entry.key(), "wanted a correlation rule, found `timeframe`, which is not applied");
        default -> selections.put(entry.name(), new Selection(entry.name(), search(entry.value())));
      }
    }
    return selections;
  }

  private Expression search(Node node) {
    return switch (node) {
      case MappingNode mapping -> mapping(mapping);
      case SequenceNode sequence -> {
        List<Expression> parts = new ArrayList<>(sequence.getValue().size());
        for (Node element : sequence.getValue()) {
          parts.add(search(element));
        }
        yield parts.isEmpty() ? refuse(node, "wanted at least one condition on a field or one keyword, found an empty list") : any(parts);
      }
      case ScalarNode scalar -> any(keyword(List.of(), scalar));
      default -> refuse(node, "wanted a mapping, a list or a keyword, found " + Nodes.found(node));
    };
  }

  private Expression mapping(MappingNode mapping) {
    List<Expression> parts = new ArrayList<>(mapping.getValue().size());
    for (Entry entry : Nodes.entries(mapping)) {
      parts.add(item(entry.key(), entry.value()));
    }
    return parts.isEmpty() ? refuse(mapping, "wanted at least one condition on a field, found an empty mapping") : all(parts);
  }

  /// One key with its values.
  private Expression item(ScalarNode key, Node value) {
    String[] words = key.getValue().split("\\|", -1);
    String field = words[0];
    List<Modifier> chain = new ArrayList<>(words.length);
    boolean all = false;
    boolean neq = false;
    int at = field.length() + 1;
    for (int i = 1; i < words.length; i++) {
      Modifier modifier = Modifier.of(words[i]);
      if (modifier == null) {
        problems.refuse(key, at, "wanted a modifier, found " + Nodes.shown(words[i]));
        return UNREAD;
      }
      switch (modifier) {
        case ALL -> all = true;
        case NEQ -> neq = true;
        default -> chain.add(modifier);
      }
      at += words[i].length() + 1;
    }
    List<Expression> parts = switch (value) {
      case ScalarNode scalar -> List.of(any(tests(field, chain, scalar)));
      case SequenceNode sequence -> list(field, chain, all, sequence, key);
      default -> List.of(refuse(value, "wanted a value or a list of values, found " + Nodes.found(value)));
    };
    Expression linked = all ? all(parts) : any(parts);
    return neq ? new Not(linked) : linked;
  }

  private List<Expression> list(String field, List<Modifier> chain, boolean all, SequenceNode sequence, ScalarNode key) {
    if (sequence.getValue().isEmpty()) {
      // As in pySigma: an empty list of values is null.
      if (!chain.isEmpty() || field.isEmpty()) {
        return List.of(refuse(sequence, "wanted at least one value, found an empty list"));
      }
      return List.of(new FieldTest(field, new Predicate.Null()));
    }
    List<Expression> parts = new ArrayList<>(sequence.getValue().size());
    for (Node element : sequence.getValue()) {
      if (!(element instanceof ScalarNode scalar)) {
        parts.add(refuse(element, "wanted a value, found " + Nodes.found(element)));
        continue;
      }
      if (sequence.getValue().size() > 1 && Scalars.resolve(scalar) instanceof Scalars.Null) {
        problems.warn(scalar, "wanted null as the only value of " + Nodes.shown(key.getValue()) + ", found it in a list");
      }
      List<Expression> tests = tests(field, chain, scalar);
      if (all) {
        parts.add(any(tests));
      } else {
        parts.addAll(tests);
      }
    }
    return parts;
  }

  /// The alternatives of one value, never empty.
  private List<Expression> tests(String field, List<Modifier> chain, ScalarNode value) {
    if (field.isEmpty()) {
      return keyword(chain, value);
    }
    List<Predicate> predicates = values.read(chain, value);
    if (predicates.isEmpty()) {
      return List.of(UNREAD);
    }
    List<Expression> tests = new ArrayList<>(predicates.size());
    for (Predicate predicate : predicates) {
      if (isEverything(predicate) && !chain.isEmpty()) {
        problems.warn(value, "wanted text, found " + Nodes.found(value) + ", with which every value matches");
      }
      tests.add(new FieldTest(field, predicate));
    }
    return tests;
  }

  private List<Expression> keyword(List<Modifier> chain, ScalarNode value) {
    if (chain.contains(Modifier.STARTSWITH) || chain.contains(Modifier.ENDSWITH)) {
      return List.of(refuse(value, "wanted a field for `startswith` and `endswith`, found the keyword " + Nodes.found(value)));
    }
    List<Predicate> predicates = values.read(chain, value);
    List<Expression> tests = new ArrayList<>(predicates.size());
    for (Predicate predicate : predicates) {
      Predicate keyword = switch (predicate) {
        case Predicate.Text text -> new Predicate.Text(PatternText.open(text.pattern(), true, true), text.cased());
        case Predicate.Regex regex -> regex;
        case Predicate.NumberIs number -> contains(number.number().toPlainString());
        case Predicate.BooleanIs bool -> contains(String.valueOf(bool.value()));
        case Predicate.Cidr c -> null;
        case Predicate.Compare c -> null;
        case Predicate.Null n -> null;
        case Predicate.Exists e -> null;
        case Predicate.FieldReference f -> null;
        case Predicate.TimePart t -> null;
      };
      if (keyword == null || isEverything(keyword)) {
        return List.of(refuse(value, "wanted a keyword, found " + Nodes.found(value)));
      }
      tests.add(new KeywordTest(keyword));
    }
    return tests.isEmpty() ? List.of(UNREAD) : tests;
  }

  private static Predicate contains(String text) {
    return new Predicate.Text(PatternText.open(List.of(new Predicate.Token.Literal(text)), true, true), false);
  }

  private static boolean isEverything(@Nullable Predicate predicate) {
    return predicate instanceof Predicate.Text text && text.pattern().size() == 1
        && text.pattern().getFirst() instanceof Predicate.Token.Any;
  }

  private Expression refuse(Node at, String message) {
    problems.refuse(at, message);
    return UNREAD;
  }

  private static Expression any(List<Expression> parts) {
    return parts.size() == 1 ? parts.getFirst() : new AnyOf(parts);
  }

  private static Expression all(List<Expression> parts) {
    return parts.size() == 1 ? parts.getFirst() : new AllOf(parts);
  }
}
