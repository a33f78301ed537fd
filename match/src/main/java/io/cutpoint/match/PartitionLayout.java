package io.cutpoint.match;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Lays out a partition: numbers what its rules have in common, chooses anchors, and writes the conditions' programs.
///
/// *Slots.* The alternatives of one item of a rule, `Image|endswith: [..]`, are one slot, which any of its atoms turns
/// on: a condition of hundreds of literals asks for a handful of slots. The same alternatives in another rule are the
/// same slot.
///
/// *Anchors.* A rule's anchor set is chosen by the weights of its atoms, a guess at how often they are found: short
/// literals, literals of which many rules speak, and literals made of what stands everywhere weigh more. A bad guess
/// costs time and never a match.
final class PartitionLayout {

  private static final double ALWAYS = 1e6;

  /// Literals of up to so many bytes stand in too many texts to be found before somebody asks for them.
  private static final int SHORT = 3;

  /// A slot of more atoms than this is turned on by them; one of fewer asks them.
  private static final int ASKED_ATOMS = 8;

  private final List<Program.CompiledRule> rules;

  private final int[] planOfKey;
  private final List<Integer> keyOfPlan = new ArrayList<>();
  private final Map<PlannedAtom, Integer> atomIds = new HashMap<>();
  private final List<PlannedAtom> atoms = new ArrayList<>();
  private final List<Integer> rulesOfAtom = new ArrayList<>();
  private final List<Integer> lastRuleOfAtom = new ArrayList<>();
  private final Map<PlannedTest, Integer> testIds = new HashMap<>();
  private final List<PlannedTest> tests = new ArrayList<>();
  private final Map<List<Integer>, Integer> slotIds = new HashMap<>();
  private final List<List<Integer>> slotAtoms = new ArrayList<>();
  private final List<Double> slotWeights = new ArrayList<>();
  private final List<Integer> code = new ArrayList<>();

  private double[] atomWeights = {};

  /// An atom of a plan.
  private record PlannedAtom(int plan, Atom atom) {}

  /// A test of a plan; `guards` lists the atoms of each guard.
  private record PlannedTest(int plan, int other, Leaf.Tested leaf, List<List<Integer>> guards) {}

  /// A condition over atoms and tests.
  private sealed interface Step {
    record Atoms(List<Integer> atoms) implements Step {}

    record Tested(int test) implements Step {}

    record All(List<Step> parts) implements Step {}

    record Any(List<Step> parts) implements Step {}

    record Not(Step part) implements Step {}
  }

  /// Slots of which one must be on.
  private record Anchors(double weight, List<Integer> slots) {}

  PartitionLayout(List<Program.CompiledRule> rules, int dictionarySize) {
    this.rules = rules;
    this.planOfKey = new int[FieldKeys.keywords(dictionarySize) + 1];
    Arrays.fill(planOfKey, -1);
  }

  Partition partition() {
    List<Step> conditions = new ArrayList<>();
    for (int r = 0; r < rules.size(); r++) {
      conditions.add(step(rules.get(r).condition(), r));
    }
    List<GramRarity> rarities = weighAtoms();
    List<List<Integer>> candidates = new ArrayList<>();
    long[] always = new long[(rules.size() + 63) >>> 6];
    for (int r = 0; r < conditions.size(); r++) {
      Anchors anchors = anchors(conditions.get(r), false);
      if (anchors == null) {
        always[r >>> 6] |= 1L << r;
      } else {
        for (int slot : anchors.slots) {
          while (candidates.size() <= slot) {
            candidates.add(new ArrayList<>());
          }
          candidates.get(slot).add(r);
        }
      }
    }
    conditions.forEach(this::addSlots);
    List<List<Integer>> guardsOfTests = new ArrayList<>();
    for (PlannedTest test : tests) {
      guardsOfTests.add(test.guards.stream().map(this::slot).distinct().toList());
    }
    while (candidates.size() < slotAtoms.size()) {
      candidates.add(List.of());
    }
    Numbering numbering = new Numbering(candidates);
    int[] entry = new int[rules.size()];
    for (int r = 0; r < conditions.size(); r++) {
      entry[r] = write(ordered(conditions.get(r), numbering), Partition.TRUE, Partition.FALSE);
    }
    List<List<Integer>> slotsOfAtoms = new ArrayList<>();
    for (int a = 0; a < atoms.size(); a++) {
      slotsOfAtoms.add(new ArrayList<>());
    }
    List<List<Integer>> asked = new ArrayList<>();
    for (int slot = 0; slot < slotAtoms.size(); slot++) {
      boolean turnedOn = turnedOn(slot, candidates);
      List<Integer> found = new ArrayList<>();
      List<Integer> needles = new ArrayList<>();
      for (int atom : slotAtoms.get(slot)) {
        int number = numbering.of[atom];
        if (numbering.isNeedle(atom)) {
          needles.add(number);
        } else if (turnedOn) {
          slotsOfAtoms.get(number).add(slot);
        } else {
          found.add(number);
        }
      }
      found.addAll(needles);
      asked.add(found);
    }
    return new Partition(
        rules.stream().mapToInt(Program.CompiledRule::index).toArray(),
        planOfKey,
        planOfKey[planOfKey.length - 1],
        keyOfPlan.stream().mapToInt(k -> k == planOfKey.length - 1 ? FieldKeys.KEYWORD_LANE : k & 1).toArray(),
        indexes(rarities, numbering),
        numbering.needles.stream().map(a -> new Needle(literal(atoms.get(a).atom))).toArray(Needle[]::new),
        numbering.needles.stream().mapToInt(a -> atoms.get(a).plan).toArray(),
        starts(slotsOfAtoms),
        joined(slotsOfAtoms),
        starts(asked),
        joined(asked),
        starts(candidates),
        joined(candidates),
        slotAtoms.size(),
        always,
        tests.stream().map(t -> t.leaf.test()).toArray(Direct[]::new),
        tests.stream().mapToInt(PlannedTest::plan).toArray(),
        tests.stream().mapToInt(PlannedTest::other).toArray(),
        starts(guardsOfTests),
        joined(guardsOfTests),
        code.stream().mapToInt(i -> i).toArray(),
        entry);
  }

  /// Numbers the atoms anew: those that are looked for when asked for come first. These are the literals inside that no
  /// slot waits for: short ones, and those that only decide about rules that other literals have made candidates.
  private final class Numbering {
    private final List<Integer> needles = new ArrayList<>();
    private final int[] of = new int[atoms.size()];

    Numbering(List<List<Integer>> candidates) {
      boolean[] awaited = new boolean[of.length];
      for (int slot = 0; slot < slotAtoms.size(); slot++) {
        if (turnedOn(slot, candidates)) {
          slotAtoms.get(slot).forEach(atom -> awaited[atom] = true);
        }
      }
      int last = of.length;
      for (int atom = 0; atom < of.length; atom++) {
        if (isShort(atoms.get(atom).atom) || (!awaited[atom] && canBeNeedle(atoms.get(atom).atom))) {
          of[atom] = needles.size();
          needles.add(atom);
        } else {
          of[atom] = --last;
        }
      }
    }

    boolean isNeedle(int atom) {
      return of[atom] < needles.size();
    }
  }

  private boolean turnedOn(int slot, List<List<Integer>> candidates) {
    return !candidates.get(slot).isEmpty() || slotAtoms.get(slot).size() > ASKED_ATOMS;
  }

  private static boolean canBeNeedle(Atom atom) {
    return atom instanceof Atom.Text(TextShape.Literal literal) && literal.place() == TextShape.Place.INSIDE && Folding.ascii(literal.bytes());
  }

  private static boolean isShort(Atom atom) {
    return atom instanceof Atom.Text(TextShape.Literal literal) && literal.bytes().length <= SHORT && canBeNeedle(atom);
  }

  private static byte[] literal(Atom atom) {
    if (atom instanceof Atom.Text text) {
      return text.literal().bytes();
    }
    throw new IllegalStateException("wanted a literal, found " + atom);
  }

  private void addSlots(Step step) {
    switch (step) {
      case Step.Atoms some -> slot(some.atoms);
      case Step.Tested _ -> {}
      case Step.Not not -> addSlots(not.part);
      case Step.All all -> all.parts.forEach(this::addSlots);
      case Step.Any any -> any.parts.forEach(this::addSlots);
    }
  }

  private static int[] starts(List<List<Integer>> lists) {
    int[] starts = new int[lists.size() + 1];
    for (int i = 0; i < lists.size(); i++) {
      starts[i + 1] = starts[i] + lists.get(i).size();
    }
    return starts;
  }

  private static int[] joined(List<List<Integer>> lists) {
    return lists.stream().flatMap(List::stream).mapToInt(i -> i).toArray();
  }

  private int plan(int key) {
    if (planOfKey[key] < 0) {
      planOfKey[key] = keyOfPlan.size();
      keyOfPlan.add(key);
    }
    return planOfKey[key];
  }

  private int atom(int plan, Atom atom, int rule) {
    PlannedAtom planned = new PlannedAtom(plan, atom);
    Integer id = atomIds.get(planned);
    if (id == null) {
      id = atoms.size();
      atomIds.put(planned, id);
      atoms.add(planned);
      rulesOfAtom.add(0);
      lastRuleOfAtom.add(-1);
    }
    if (lastRuleOfAtom.get(id) != rule) {
      lastRuleOfAtom.set(id, rule);
      rulesOfAtom.set(id, rulesOfAtom.get(id) + 1);
    }
    return id;
  }

  private List<Integer> atomList(int plan, List<Atom> wanted, int rule) {
    return wanted.stream().map(a -> atom(plan, a, rule)).sorted().distinct().toList();
  }

  private Step step(Node node, int rule) {
    return switch (node) {
      case Node.Not not -> not(step(not.part(), rule));
      case Node.All all -> {
        List<Step> parts = new ArrayList<>();
        List<Integer> excluded = new ArrayList<>();
        for (Node part : all.parts()) {
          Step step = step(part, rule);
          for (Step one : step instanceof Step.All inner ? inner.parts : List.of(step)) {
            if (one instanceof Step.Not(Step.Atoms none)) {
              excluded.addAll(none.atoms);
            } else {
              parts.add(one);
            }
          }
        }
        if (!excluded.isEmpty()) {
          parts.add(new Step.Not(new Step.Atoms(excluded.stream().sorted().distinct().toList())));
        }
        yield parts.size() == 1 ? parts.getFirst() : new Step.All(parts);
      }
      case Node.Any any -> {
        List<Step> parts = new ArrayList<>();
        List<Integer> joint = new ArrayList<>();
        for (Node part : any.parts()) {
          Step step = step(part, rule);
          for (Step one : step instanceof Step.Any inner ? inner.parts : List.of(step)) {
            if (one instanceof Step.Atoms some) {
              joint.addAll(some.atoms);
            } else {
              parts.add(one);
            }
          }
        }
        if (!joint.isEmpty()) {
          parts.add(new Step.Atoms(joint.stream().sorted().distinct().toList()));
        }
        yield parts.size() == 1 ? parts.getFirst() : new Step.Any(parts);
      }
      case Node.Test test -> {
        int plan = plan(test.key());
        yield switch (test.leaf()) {
          case Leaf.Atoms some -> new Step.Atoms(atomList(plan, some.atoms(), rule));
          case Leaf.Tested tested -> {
            int other = test.other() < 0 ? -1 : plan(test.other());
            List<List<Integer>> guards = tested.guards().stream().map(g -> atomList(plan, g, rule)).toList();
            PlannedTest planned = new PlannedTest(plan, other, tested, guards);
            Integer id = testIds.get(planned);
            if (id == null) {
              id = tests.size();
              testIds.put(planned, id);
              tests.add(planned);
            }
            yield new Step.Tested(id);
          }
        };
      }
    };
  }

  private static Step not(Step step) {
    return step instanceof Step.Not inner ? inner.part : new Step.Not(step);
  }

  private List<GramRarity> weighAtoms() {
    List<GramRarity> rarities = new ArrayList<>();
    for (int p = 0; p < keyOfPlan.size(); p++) {
      rarities.add(new GramRarity());
    }
    for (PlannedAtom planned : atoms) {
      if (planned.atom instanceof Atom.Text text) {
        rarities.get(planned.plan).add(text.literal().bytes());
      }
    }
    atomWeights = new double[atoms.size()];
    for (int a = 0; a < atomWeights.length; a++) {
      atomWeights[a] = weight(atoms.get(a), rulesOfAtom.get(a), rarities);
    }
    return rarities;
  }

  private static double weight(PlannedAtom planned, int rules, List<GramRarity> rarities) {
    return switch (planned.atom) {
      case Atom.Exists _, Atom.Present _ -> ALWAYS;
      case Atom.Number _ -> 3.0 + rules;
      case Atom.Text text -> {
        byte[] bytes = text.literal().bytes();
        double common = 1.0 + 4.0 * rules;
        yield switch (text.literal().place()) {
          case WHOLE -> common;
          case END, START -> common + rarities.get(planned.plan).count(bytes) / 8.0;
          case INSIDE -> (common + rarities.get(planned.plan).count(bytes)) * shortness(bytes.length);
        };
      }
    };
  }

  private static double shortness(int length) {
    return switch (length) {
      case 1 -> 200;
      case 2 -> 60;
      case 3 -> 20;
      case 4 -> 6;
      case 5 -> 3;
      case 6 -> 2;
      default -> 1;
    };
  }

  private int slot(List<Integer> ofAtoms) {
    Integer id = slotIds.get(ofAtoms);
    if (id == null) {
      id = slotAtoms.size();
      slotIds.put(ofAtoms, id);
      slotAtoms.add(ofAtoms);
      double weight = 0;
      for (int atom : ofAtoms) {
        weight += atomWeights[atom];
      }
      slotWeights.add(weight);
    }
    return id;
  }

  /// The lightest anchor set, or null where there is none.
  private @Nullable Anchors anchors(Step step, boolean negated) {
    return switch (step) {
      case Step.Not not -> anchors(not.part, !negated);
      case Step.All all -> negated ? together(all.parts, true) : lightest(all.parts, false);
      case Step.Any any -> negated ? lightest(any.parts, true) : together(any.parts, false);
      case Step.Atoms some -> negated ? null : anchors(some.atoms);
      case Step.Tested tested -> negated
          ? null
          : tests.get(tested.test).guards.stream().map(this::anchors).filter(Objects::nonNull)
              .min(Comparator.comparingDouble(Anchors::weight)).orElse(null);
    };
  }

  private @Nullable Anchors anchors(List<Integer> ofAtoms) {
    if (ofAtoms.stream().anyMatch(a -> isShort(atoms.get(a).atom))) {
      return null;
    }
    int slot = slot(ofAtoms);
    return new Anchors(slotWeights.get(slot), List.of(slot));
  }

  private @Nullable Anchors lightest(List<Step> parts, boolean negated) {
    Anchors best = null;
    for (Step part : parts) {
      Anchors one = anchors(part, negated);
      if (one != null && (best == null || one.weight < best.weight)) {
        best = one;
      }
    }
    return best;
  }

  private @Nullable Anchors together(List<Step> parts, boolean negated) {
    double weight = 0;
    List<Integer> slots = new ArrayList<>();
    for (Step part : parts) {
      Anchors one = anchors(part, negated);
      if (one == null) {
        return null;
      }
      weight += one.weight;
      slots.addAll(one.slots);
    }
    return new Anchors(weight, slots.stream().distinct().toList());
  }

  /// The same condition, its parts in the order in which it is cheap to ask for them.
  private Step ordered(Step step, Numbering numbering) {
    return switch (step) {
      case Step.Atoms _, Step.Tested _ -> step;
      case Step.Not not -> new Step.Not(ordered(not.part, numbering));
      case Step.All all -> new Step.All(all.parts.stream().map(part -> ordered(part, numbering))
          .sorted(Comparator.comparingInt((Step part) -> cost(part, numbering)).thenComparing(Step.Not.class::isInstance)
              .thenComparingDouble(this::likelihood))
          .toList());
      case Step.Any any -> new Step.Any(any.parts.stream().map(part -> ordered(part, numbering))
          .sorted(Comparator.comparingInt((Step part) -> cost(part, numbering)).thenComparing(Comparator.comparingDouble(this::likelihood).reversed()))
          .toList());
    };
  }

  /// The dearest part of a condition, 0 for slots that are turned on.
  private int cost(Step step, Numbering numbering) {
    return switch (step) {
      case Step.Atoms some -> some.atoms.stream().anyMatch(numbering::isNeedle) ? Direct.CHEAP : 0;
      case Step.Tested tested -> tests.get(tested.test).leaf.test().cost();
      case Step.Not not -> cost(not.part, numbering);
      case Step.All all -> all.parts.stream().mapToInt(part -> cost(part, numbering)).max().orElse(0);
      case Step.Any any -> any.parts.stream().mapToInt(part -> cost(part, numbering)).max().orElse(0);
    };
  }

  private double likelihood(Step step) {
    return switch (step) {
      case Step.Atoms some -> slotWeights.get(slot(some.atoms));
      case Step.Tested tested -> {
        double least = ALWAYS;
        for (List<Integer> guard : tests.get(tested.test).guards) {
          least = Math.min(least, slotWeights.get(slot(guard)));
        }
        yield least;
      }
      case Step.Not not -> ALWAYS - likelihood(not.part);
      case Step.All all -> all.parts.stream().mapToDouble(this::likelihood).min().orElse(ALWAYS);
      case Step.Any any -> any.parts.stream().mapToDouble(this::likelihood).sum();
    };
  }

  /// Writes the program of a condition and returns where it begins; the last part is written first.
  private int write(Step step, int ifTrue, int ifFalse) {
    switch (step) {
      case Step.Atoms some -> {
        return write(slot(some.atoms), ifTrue, ifFalse);
      }
      case Step.Tested tested -> {
        return write(~tested.test, ifTrue, ifFalse);
      }
      case Step.Not not -> {
        return write(not.part, ifFalse, ifTrue);
      }
      case Step.All all -> {
        int next = ifTrue;
        for (Step part : all.parts.reversed()) {
          next = write(part, next, ifFalse);
        }
        return next;
      }
      case Step.Any any -> {
        int next = ifFalse;
        for (Step part : any.parts.reversed()) {
          next = write(part, ifTrue, next);
        }
        return next;
      }
    }
  }

  private int write(int question, int ifTrue, int ifFalse) {
    code.add(question);
    code.add(ifTrue);
    code.add(ifFalse);
    return code.size() - 3;
  }

  private FieldIndex[] indexes(List<GramRarity> rarities, Numbering numbering) {
    List<List<Atom>> ofPlan = new ArrayList<>();
    List<List<Integer>> ids = new ArrayList<>();
    for (int p = 0; p < keyOfPlan.size(); p++) {
      ofPlan.add(new ArrayList<>());
      ids.add(new ArrayList<>());
    }
    for (int a = 0; a < atoms.size(); a++) {
      ofPlan.get(atoms.get(a).plan).add(atoms.get(a).atom);
      ids.get(atoms.get(a).plan).add(numbering.of[a]);
    }
    FieldIndex[] indexes = new FieldIndex[keyOfPlan.size()];
    for (int p = 0; p < indexes.length; p++) {
      indexes[p] = new FieldIndex(ofPlan.get(p), ids.get(p).stream().mapToInt(i -> i).toArray(), numbering.needles.size(), rarities.get(p));
    }
    return indexes;
  }
}
