package io.cutpoint.match;

import io.cutpoint.model.event.EventView;
import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.model.event.View;
import io.cutpoint.sigma.Expression;
import io.cutpoint.sigma.Predicate;
import io.cutpoint.sigma.Predicate.Token;
import io.cutpoint.sigma.Rule;
import io.cutpoint.sigma.RuleProblem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Compiles rules into a [Program].
public final class RuleCompiler {

  /// Of the literals that an expression needs, so many are asked for before it runs.
  private static final int MAX_GUARDS = 3;

  /// A second guard with shorter literals than this is not worth its place in the index.
  private static final int MIN_EXTRA_GUARD = 3;

  private final FieldDictionary dictionary;
  private final RegexEngine regexes;
  private final MatchLimits limits;
  private final Map<Predicate, Leaf> fieldLeaves = new HashMap<>();
  private final Map<Predicate, Leaf> keywordLeaves = new HashMap<>();

  private RuleCompiler(FieldDictionary dictionary, RegexEngine regexes, MatchLimits limits) {
    this.dictionary = dictionary;
    this.regexes = regexes;
    this.limits = limits;
  }

  /// The names of all fields that the conditions of these rules read: what the dictionary must know.
  public static Set<String> fields(List<Rule> rules) {
    Set<String> names = new TreeSet<>();
    List<Expression> left = new ArrayList<>();
    for (Rule rule : rules) {
      left.add(rule.condition());
      while (!left.isEmpty()) {
        switch (left.removeLast()) {
          case Expression.AllOf all -> left.addAll(all.parts());
          case Expression.AnyOf any -> left.addAll(any.parts());
          case Expression.Not not -> left.add(not.part());
          case Expression.Selection selection -> left.add(selection.body());
          case Expression.KeywordTest _ -> {}
          case Expression.FieldTest test -> {
            names.add(test.field());
            if (test.predicate() instanceof Predicate.FieldReference reference) {
              names.add(reference.other());
            }
          }
        }
      }
    }
    return names;
  }

  /// Compiles rules, which are addressed by their places in the list from then on.
  ///
  /// A rule that cannot be compiled (an expression that the regex engine refuses, a limit) is never true; the program
  /// says so in [Program#problems()]. Partitions are laid out when the first event of their log sources comes.
  ///
  /// @param dictionary knows all [#fields], and is the one that events are read with
  /// @throws IllegalArgumentException where the dictionary lacks a field
  public static Program compile(List<Rule> rules, FieldDictionary dictionary, RegexEngine regexes, MatchLimits limits) {
    RuleCompiler compiler = new RuleCompiler(dictionary, regexes, limits);
    List<RuleProblem> problems = new ArrayList<>();
    List<Program.CompiledRule> compiled = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      Rule rule = rules.get(i);
      try {
        View view = rule.reference().logSource().category() == null ? View.ORIGINAL : View.GENERIC;
        Node node = compiler.node(rule.condition(), view, new Budget(limits.conditionTests()), 0);
        compiled.add(new Program.CompiledRule(i, rule.reference().logSource(), node, anchored(node, false)));
      } catch (Refused refused) {
        problems.add(new RuleProblem(rule.file(), 0, 0, RuleProblem.Kind.REFUSED, refused.reason));
      }
    }
    return new Program(rules.size(), compiled, problems, dictionary, limits, regexes);
  }

  /// Why a rule cannot be compiled; thrown inside this class alone.
  private static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    private final String reason;

    Refused(String reason) {
      super(reason, null, false, false);
      this.reason = reason;
    }
  }

  private static final class Budget {
    private int left;

    Budget(int tests) {
      left = tests;
    }
  }

  private Node node(Expression expression, View view, Budget budget, int depth) throws Refused {
    if (depth > limits.conditionDepth()) {
      throw new Refused("wanted a condition nested at most " + limits.conditionDepth() + " deep, found a deeper one");
    }
    return switch (expression) {
      case Expression.AllOf all -> new Node.All(nodes(all.parts(), view, budget, depth));
      case Expression.AnyOf any -> new Node.Any(nodes(any.parts(), view, budget, depth));
      case Expression.Not not -> new Node.Not(node(not.part(), view, budget, depth + 1));
      case Expression.Selection selection -> node(selection.body(), view, budget, depth + 1);
      case Expression.FieldTest test -> test(test, view, budget);
      case Expression.KeywordTest test -> {
        spend(budget);
        yield new Node.Test(FieldKeys.keywords(dictionary.size()), keywordLeaf(test.predicate()), -1);
      }
    };
  }

  private List<Node> nodes(List<Expression> parts, View view, Budget budget, int depth) throws Refused {
    List<Node> nodes = new ArrayList<>(parts.size());
    for (Expression part : parts) {
      nodes.add(node(part, view, budget, depth + 1));
    }
    return nodes;
  }

  private void spend(Budget budget) throws Refused {
    if (--budget.left < 0) {
      throw new Refused("wanted a condition of at most " + limits.conditionTests() + " predicates, found a larger one");
    }
  }

  private Node test(Expression.FieldTest test, View view, Budget budget) throws Refused {
    spend(budget);
    int key = key(test.field(), view);
    return switch (test.predicate()) {
      case Predicate.Exists exists -> {
        Node there = new Node.Test(key, new Leaf.Atoms(List.of(Atom.EXISTS)), -1);
        yield exists.wanted() ? there : new Node.Not(there);
      }
      case Predicate.FieldReference reference -> new Node.Test(
          key,
          new Leaf.Tested(new Direct.Related(reference.relation(), reference.cased()), List.of(List.of(Atom.PRESENT))),
          key(reference.other(), view));
      case Predicate predicate -> {
        Leaf leaf = fieldLeaves.get(predicate);
        if (leaf == null) {
          leaf = leaf(predicate, false);
          fieldLeaves.put(predicate, leaf);
        }
        yield new Node.Test(key, leaf, -1);
      }
    };
  }

  private int key(String field, View view) {
    int id = dictionary.id(field);
    if (id == EventView.NO_FIELD) {
      throw new IllegalArgumentException("wanted a dictionary that knows all fields of the rules, found none for " + field);
    }
    return FieldKeys.of(id, view);
  }

  private Leaf keywordLeaf(Predicate predicate) throws Refused {
    Leaf leaf = keywordLeaves.get(predicate);
    if (leaf == null) {
      leaf = leaf(predicate, true);
      keywordLeaves.put(predicate, leaf);
    }
    return leaf;
  }

  private Leaf leaf(Predicate predicate, boolean keyword) throws Refused {
    return switch (predicate) {
      case Predicate.Text text -> text(text, keyword);
      case Predicate.Regex regex -> regex(regex);
      case Predicate.Cidr cidr -> present(new Direct.InNetwork(new Address.Network(cidr.network(), cidr.prefix())));
      case Predicate.NumberIs number -> new Leaf.Atoms(List.of(new Atom.Number(checked(number.number()).stripTrailingZeros())));
      case Predicate.Compare compare -> present(new Direct.Compared(compare.order(), checked(compare.number())));
      case Predicate.TimePart part -> present(new Direct.TimeCompared(part.unit(), part.order(), checked(part.number())));
      case Predicate.BooleanIs is -> new Leaf.Atoms(List.of(new Atom.Text(
          new TextShape.Literal(TextShape.Place.WHOLE, Folding.bytes(is.value() ? "true" : "false", true)))));
      case Predicate.Null _ when !keyword -> new Leaf.Tested(new Direct.Missing(), List.of());
      case Predicate.Null _, Predicate.Exists _, Predicate.FieldReference _ ->
          throw new Refused("wanted a predicate of a value in a keyword, found one of a field");
    };
  }

  private BigDecimal checked(BigDecimal number) throws Refused {
    if (number.precision() > limits.numberDigits() || Math.abs((long) number.scale()) > limits.numberDigits()) {
      throw new Refused("wanted a number of at most " + limits.numberDigits() + " digits, found a longer one");
    }
    return number;
  }

  private static Leaf present(Direct test) {
    return new Leaf.Tested(test, List.of(List.of(Atom.PRESENT)));
  }

  private static Leaf text(Predicate.Text text, boolean keyword) {
    TextShape shape = TextShape.of(text, keyword);
    if (shape.place() != null && shape.literals().isEmpty()) {
      return new Leaf.Atoms(List.of(Atom.PRESENT));
    }
    if (shape.place() != null) {
      List<Atom> atoms = shape.alternatives().stream().map(l -> (Atom) new Atom.Text(l)).toList();
      // What fits as it is fits folded, too: the folded literals guard a pattern that keeps case.
      return text.cased() ? new Leaf.Tested(new Direct.CasedText(Glob.of(shape.pattern(), false)), List.of(atoms)) : new Leaf.Atoms(atoms);
    }
    List<List<Atom>> guards = shape.needs().stream()
        .sorted(Comparator.comparingInt((TextShape.Literal l) -> l.bytes().length).reversed())
        .limit(MAX_GUARDS)
        .map(l -> List.of((Atom) new Atom.Text(l)))
        .toList();
    Direct test = text.cased() ? new Direct.CasedText(Glob.of(shape.pattern(), false)) : new Direct.FoldedText(Glob.of(shape.pattern(), true));
    return guards.isEmpty() ? present(test) : new Leaf.Tested(test, guards);
  }

  private Leaf regex(Predicate.Regex regex) throws Refused {
    try {
      int steps = regexes.compile(regex.pattern(), regex.ignoreCase(), regex.multiline(), regex.dotAll()).stepsPerByte();
      if (steps > limits.regexSteps()) {
        throw new Refused("wanted a regular expression of at most " + limits.regexSteps() + " steps per byte, found one of " + steps);
      }
    } catch (IllegalArgumentException unsupported) {
      throw new Refused("regular expression not supported: " + unsupported.getMessage());
    }
    Direct.Expression.Source source = new Direct.Expression.Source(regex.pattern(), regex.ignoreCase(), regex.multiline(), regex.dotAll());
    RegexTree tree = source.tree();
    List<List<String>> needs = RegexLiterals.of(tree);
    List<List<String>> best = needs.stream().sorted(Comparator.comparingDouble(RegexLiterals::commonness)).toList();
    List<List<Atom>> guards = new ArrayList<>();
    for (List<String> need : best) {
      boolean worth = guards.isEmpty() || need.stream().allMatch(l -> l.length() >= MIN_EXTRA_GUARD);
      if (worth && guards.size() < MAX_GUARDS) {
        guards.add(need.stream()
            .map(l -> (Atom) new Atom.Text(new TextShape.Literal(TextShape.Place.INSIDE, Folding.bytes(l, true))))
            .distinct()
            .toList());
      }
    }
    Direct test = new Direct.Expression(regexes, source, order(needs), tree == null ? 0 : AsciiAutomaton.least(tree));
    return guards.isEmpty() ? present(test) : new Leaf.Tested(test, guards);
  }

  /// The needs that have one alternative, as a pattern that keeps their order: what a text must fit to be searched.
  private static @Nullable Glob order(List<List<String>> needs) {
    List<Token> pattern = new ArrayList<>();
    pattern.add(new Token.Any());
    int literals = 0;
    for (List<String> need : needs) {
      if (need.size() == 1) {
        pattern.add(new Token.Literal(need.getFirst()));
        pattern.add(new Token.Any());
        literals++;
      }
    }
    return literals < 2 ? null : Glob.of(pattern, true);
  }

  /// Whether the condition can only be true where some atom is found.
  private static boolean anchored(Node node, boolean negated) {
    return switch (node) {
      case Node.Not not -> anchored(not.part(), !negated);
      case Node.All all -> negated
          ? all.parts().stream().allMatch(p -> anchored(p, true))
          : all.parts().stream().anyMatch(p -> anchored(p, false));
      case Node.Any any -> negated
          ? any.parts().stream().anyMatch(p -> anchored(p, true))
          : any.parts().stream().allMatch(p -> anchored(p, false));
      case Node.Test test -> switch (test.leaf()) {
        case Leaf.Atoms _ -> !negated;
        case Leaf.Tested tested -> !negated && !tested.guards().isEmpty();
      };
    };
  }
}
