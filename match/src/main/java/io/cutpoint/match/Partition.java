package io.cutpoint.match;

import java.util.concurrent.atomic.AtomicInteger;

/// The rules that may apply to one kind of event, laid out for matching. Immutable; made by `PartitionLayout`.
///
/// *Plans* number the fields that the rules read, *atoms* what the indexes find, *slots* the lists of atoms that
/// conditions ask for, *tests* what is evaluated on demand, *rules* the rules by their place in this partition.
final class Partition {

  /// Where a condition's program ends.
  static final int TRUE = -1;

  static final int FALSE = -2;

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  /// For events that no rule applies to.
  static final Partition EMPTY = new Partition(
      new int[0], new int[0], -1, new int[0], new FieldIndex[0], new Needle[0], new int[0], new int[1], new int[0], new int[1], new int[0],
      new int[1], new int[0], 0, new long[0], new Direct[0], new int[0], new int[0], new int[1], new int[0], new int[0], new int[0]);

  /// Tells partitions apart, from 1 on; another one in each run.
  final int number;

  /// The place of each rule in the list that was compiled, ascending.
  final int[] ruleIndex;
  /// The plan of each key of [FieldKeys], or -1.
  final int[] planOfKey;
  /// The plan of all leaves of the record, or -1.
  final int keywordPlan;
  /// In which of the lanes of [FieldKeys] the entries of a plan stand.
  final int[] laneOfPlan;
  final FieldIndex[] indexes;
  /// What is looked for only when it is asked for: atoms from 0 on; the indexes find the others.
  final Needle[] needles;
  final int[] planOfNeedle;
  /// Of each needle what [PairSet#mayHold] asks for: so near together that most are ruled out without the needle.
  final long[] pairsOfNeedle;
  /// The slots that each atom turns on when it is found: `slots[slotStart[atom]..slotStart[atom + 1])`.
  final int[] slotStart;
  final int[] slots;
  /// The atoms that are asked for whether a slot is on, where none of the others has turned it on.
  final int[] askedStart;
  final int[] asked;
  /// The rules that become candidates with each slot.
  final int[] candidateStart;
  final int[] candidates;
  final int slotCount;
  /// Rules that are always candidates.
  final long[] always;
  final Direct[] tests;
  final int[] testPlan;
  final int[] testOther;
  /// The slots that must all be on for a test to be true.
  final int[] guardStart;
  final int[] guards;
  /// Steps of three: what to ask (a slot, or the complement of a test), where to go if it is true, and if not.
  final int[] code;
  final int[] entry;

  Partition(
      int[] ruleIndex,
      int[] planOfKey,
      int keywordPlan,
      int[] laneOfPlan,
      FieldIndex[] indexes,
      Needle[] needles,
      int[] planOfNeedle,
      int[] slotStart,
      int[] slots,
      int[] askedStart,
      int[] asked,
      int[] candidateStart,
      int[] candidates,
      int slotCount,
      long[] always,
      Direct[] tests,
      int[] testPlan,
      int[] testOther,
      int[] guardStart,
      int[] guards,
      int[] code,
      int[] entry) {
    number = NUMBERS.incrementAndGet();
    this.ruleIndex = ruleIndex;
    this.planOfKey = planOfKey;
    this.keywordPlan = keywordPlan;
    this.laneOfPlan = laneOfPlan;
    this.indexes = indexes;
    this.needles = needles;
    this.planOfNeedle = planOfNeedle;
    pairsOfNeedle = new long[needles.length];
    for (int i = 0; i < needles.length; i++) {
      pairsOfNeedle[i] = needles[i].pairs();
    }
    this.slotStart = slotStart;
    this.slots = slots;
    this.askedStart = askedStart;
    this.asked = asked;
    this.candidateStart = candidateStart;
    this.candidates = candidates;
    this.slotCount = slotCount;
    this.always = always;
    this.tests = tests;
    this.testPlan = testPlan;
    this.testOther = testOther;
    this.guardStart = guardStart;
    this.guards = guards;
    this.code = code;
    this.entry = entry;
  }

  static Partition read(TableReader in, RegexEngine regexes) {
    int[] ruleIndex = in.numbers();
    int[] planOfKey = in.numbers();
    int keywordPlan = in.number();
    int[] laneOfPlan = in.numbers();
    FieldIndex[] indexes = new FieldIndex[in.count()];
    for (int i = 0; i < indexes.length; i++) {
      indexes[i] = new FieldIndex(in);
    }
    Needle[] needles = new Needle[in.count()];
    for (int i = 0; i < needles.length; i++) {
      needles[i] = Needle.read(in);
    }
    int[] planOfNeedle = in.numbers();
    int[] slotStart = in.numbers();
    int[] slots = in.numbers();
    int[] askedStart = in.numbers();
    int[] asked = in.numbers();
    int[] candidateStart = in.numbers();
    int[] candidates = in.numbers();
    int slotCount = in.number();
    long[] always = in.wides();
    Direct[] tests = new Direct[in.count()];
    for (int i = 0; i < tests.length; i++) {
      tests[i] = Direct.read(in, regexes);
    }
    return new Partition(ruleIndex, planOfKey, keywordPlan, laneOfPlan, indexes, needles, planOfNeedle, slotStart, slots, askedStart, asked, candidateStart,
        candidates, slotCount, always, tests, in.numbers(), in.numbers(), in.numbers(), in.numbers(), in.numbers(), in.numbers());
  }

  void write(TableWriter out) {
    out.numbers(ruleIndex);
    out.numbers(planOfKey);
    out.number(keywordPlan);
    out.numbers(laneOfPlan);
    out.number(indexes.length);
    for (FieldIndex index : indexes) {
      index.write(out);
    }
    out.number(needles.length);
    for (Needle needle : needles) {
      needle.write(out);
    }
    out.numbers(planOfNeedle);
    out.numbers(slotStart);
    out.numbers(slots);
    out.numbers(askedStart);
    out.numbers(asked);
    out.numbers(candidateStart);
    out.numbers(candidates);
    out.number(slotCount);
    out.wides(always);
    out.number(tests.length);
    for (Direct test : tests) {
      test.write(out);
    }
    out.numbers(testPlan);
    out.numbers(testOther);
    out.numbers(guardStart);
    out.numbers(guards);
    out.numbers(code);
    out.numbers(entry);
  }

  @Override
  public String toString() {
    int always = 0;
    for (long word : this.always) {
      always += Long.bitCount(word);
    }
    return ruleIndex.length + " rules, " + always + " always; " + indexes.length + " plans, " + atomCount() + " atoms, " + slotCount + " slots, "
        + tests.length + " tests";
  }

  /// How many atoms there are.
  int atomCount() {
    return slotStart.length - 1;
  }
}
