package io.cutpoint.match;

import io.cutpoint.match.Program.CompiledRule;
import io.cutpoint.model.event.LogSource;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes and reads the conditions of compiled rules, so that partitions can be laid out without the rules' text.
///
/// A leaf that several conditions share is written once and shared again after reading: a partition evaluates a shared
/// test once.
final class Conditions {

  private static final int ALL = 0;
  private static final int ANY = 1;
  private static final int NOT = 2;
  private static final int TEST = 3;
  private static final int KINDS = 4;

  /// As deep as the largest condition that any limit lets through, so that a damaged file ends no thread's stack.
  private static final int MAX_DEPTH = 2_000;

  private static final int EXISTS = 0;
  private static final int PRESENT = 1;
  private static final int NUMBER = 2;
  private static final int TEXT = 3;
  private static final int ATOMS = 4;

  private Conditions() {}

  static void write(List<CompiledRule> rules, TableWriter out) {
    Map<Leaf, Integer> ids = new IdentityHashMap<>();
    List<Leaf> leaves = new ArrayList<>();
    TableWriter conditions = new TableWriter();
    conditions.number(rules.size());
    for (CompiledRule rule : rules) {
      conditions.number(rule.index());
      part(rule.logSource().product(), conditions);
      part(rule.logSource().category(), conditions);
      part(rule.logSource().service(), conditions);
      conditions.flag(rule.anchored());
      write(rule.condition(), conditions, ids, leaves);
    }
    out.number(leaves.size());
    for (Leaf leaf : leaves) {
      write(leaf, out);
    }
    out.part(conditions);
  }

  static List<CompiledRule> read(TableReader in, RegexEngine regexes) {
    Leaf[] leaves = new Leaf[in.count()];
    for (int i = 0; i < leaves.length; i++) {
      leaves[i] = leaf(in, regexes);
    }
    TableReader conditions = in.part();
    int n = conditions.count();
    List<CompiledRule> rules = new ArrayList<>(n);
    for (int i = 0; i < n; i++) {
      int index = conditions.number();
      LogSource source = new LogSource(part(conditions), part(conditions), part(conditions));
      boolean anchored = conditions.flag();
      rules.add(new CompiledRule(index, source, node(conditions, leaves, 0), anchored));
    }
    return rules;
  }

  private static void part(@Nullable String text, TableWriter out) {
    out.flag(text != null);
    if (text != null) {
      out.text(text);
    }
  }

  private static @Nullable String part(TableReader in) {
    return in.flag() ? in.text() : null;
  }

  private static void write(Node node, TableWriter out, Map<Leaf, Integer> ids, List<Leaf> leaves) {
    switch (node) {
      case Node.All all -> {
        out.number(ALL);
        write(all.parts(), out, ids, leaves);
      }
      case Node.Any any -> {
        out.number(ANY);
        write(any.parts(), out, ids, leaves);
      }
      case Node.Not not -> {
        out.number(NOT);
        write(not.part(), out, ids, leaves);
      }
      case Node.Test test -> {
        out.number(TEST);
        out.number(test.key());
        out.number(test.other());
        Integer id = ids.get(test.leaf());
        if (id == null) {
          id = leaves.size();
          ids.put(test.leaf(), id);
          leaves.add(test.leaf());
        }
        out.number(id);
      }
    }
  }

  private static void write(List<Node> parts, TableWriter out, Map<Leaf, Integer> ids, List<Leaf> leaves) {
    out.number(parts.size());
    for (Node part : parts) {
      write(part, out, ids, leaves);
    }
  }

  private static Node node(TableReader in, Leaf[] leaves, int depth) {
    if (depth > MAX_DEPTH) {
      throw new TableReader.MalformedTables("wanted a condition, found a deeper one");
    }
    return switch (in.below(KINDS)) {
      case ALL -> new Node.All(nodes(in, leaves, depth));
      case ANY -> new Node.Any(nodes(in, leaves, depth));
      case NOT -> new Node.Not(node(in, leaves, depth + 1));
      default -> {
        int key = in.number();
        int other = in.number();
        yield new Node.Test(key, leaves[in.below(leaves.length)], other);
      }
    };
  }

  private static List<Node> nodes(TableReader in, Leaf[] leaves, int depth) {
    int n = in.count();
    List<Node> nodes = new ArrayList<>(n);
    for (int i = 0; i < n; i++) {
      nodes.add(node(in, leaves, depth + 1));
    }
    return nodes;
  }

  private static void write(Leaf leaf, TableWriter out) {
    switch (leaf) {
      case Leaf.Atoms some -> {
        out.flag(false);
        writeAtoms(some.atoms(), out);
      }
      case Leaf.Tested tested -> {
        out.flag(true);
        tested.test().write(out);
        out.number(tested.guards().size());
        for (List<Atom> guard : tested.guards()) {
          writeAtoms(guard, out);
        }
      }
    }
  }

  private static Leaf leaf(TableReader in, RegexEngine regexes) {
    if (!in.flag()) {
      return new Leaf.Atoms(atoms(in));
    }
    Direct test = Direct.read(in, regexes);
    int n = in.count();
    List<List<Atom>> guards = new ArrayList<>(n);
    for (int i = 0; i < n; i++) {
      guards.add(atoms(in));
    }
    return new Leaf.Tested(test, guards);
  }

  private static void writeAtoms(List<Atom> atoms, TableWriter out) {
    out.number(atoms.size());
    for (Atom atom : atoms) {
      switch (atom) {
        case Atom.Exists _ -> out.number(EXISTS);
        case Atom.Present _ -> out.number(PRESENT);
        case Atom.Number number -> {
          out.number(NUMBER);
          out.text(number.number().toString());
        }
        case Atom.Text text -> {
          out.number(TEXT);
          out.number(text.literal().place().ordinal());
          out.bytes(text.literal().bytes());
        }
      }
    }
  }

  private static List<Atom> atoms(TableReader in) {
    int n = in.count();
    List<Atom> atoms = new ArrayList<>(n);
    TextShape.Place[] places = TextShape.Place.values();
    for (int i = 0; i < n; i++) {
      atoms.add(switch (in.below(ATOMS)) {
        case EXISTS -> Atom.EXISTS;
        case PRESENT -> Atom.PRESENT;
        case NUMBER -> new Atom.Number(Direct.decimal(in));
        default -> {
          TextShape.Place place = places[in.below(places.length)];
          yield new Atom.Text(new TextShape.Literal(place, in.bytes()));
        }
      });
    }
    return atoms;
  }
}
