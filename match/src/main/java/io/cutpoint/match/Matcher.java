package io.cutpoint.match;

import io.cutpoint.model.event.EventView;
import io.cutpoint.model.event.LogSourceSet;
import io.cutpoint.model.event.ValueKind;
import io.cutpoint.model.event.View;
import io.cutpoint.model.event.Writing;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/// Matches events with a [Program]; for one thread at a time.
///
/// Nothing is allocated per event once the arrays have grown to the largest event and partition. Whatever is
/// remembered of an event is stamped with the event's number, so that nothing has to be cleared for the next.
public final class Matcher {

  /// A larger buffer is given back after the event that needed it.
  private static final int KEPT_FOLDED = 1 << 20;

  private static final int KEPT_ENTRIES = 1 << 12;
  /// Kinds of events whose partitions are known at once; a power of two.
  private static final int ROUTES = 256;

  /// Places that one of them may stand in.
  private static final int ROUTE_PROBES = 8;

  /// In texts of more bytes all needles are looked for at once, so that an event's cost does not grow with their number.
  private static final int LONG_TEXT = 2048;

  /// As which an entry counts there, whatever its length.
  private static final int ENTRY_BYTES = 16;

  /// The longest values that are remembered: hashes of Sysmon have about 200 bytes, its call traces 600.
  private static final int SHORT_VALUE = 256;
  private static final int LONG_VALUE = 1024;

  /// Of so many short values one long one.
  private static final int LONG_SHARE = 8;

  private final Program program;
  private final LogSourceSet[] routedSources = new LogSourceSet[ROUTES];
  private final Partition[] routedPartitions = new Partition[ROUTES];
  private final LastValues[] routedValues = new LastValues[ROUTES];

  private Partition partition = Partition.EMPTY;
  private LastValues last = LastValues.NONE;
  private int stamp;

  /// Of atoms and slots: the stamp where they are on, its negative where they were asked for and are not.
  private int[] atomStamps = {};
  private int[] slotStamps = {};
  private long[] candidates = {};
  private int[] testStamps = {};
  private boolean[] testResults = {};

  /// Per plan the first and the last of its entries; per entry the next one of the same plan, in each view and for
  /// keywords.
  private int[] planStamps = {};
  /// Per plan: the stamp where its needles are searched for one by one, its negative where all were.
  private int[] needleStamps = {};
  private int[] firstEntries = {};
  private int[] lastEntries = {};
  private int[] nextEntries = {};

  private byte[] folded = new byte[8192];
  private int foldedLength;
  private int[] foldStamps = {};
  private int[] foldStarts = {};
  private int[] foldEnds = {};

  private final NumberText number = new NumberText();
  private final Address address = new Address();
  private final Search search = new Search();
  private final Found found = new Found();
  private final PairSet pairs = new PairSet();
  private final ValueCache values;
  private final boolean remembers;
  private final ValueCache longValues;
  private final Map<Lapse, Long> lapses = new TreeMap<>();
  private long spent;
  private long cutShort;

  Matcher(Program program, int cachedValues) {
    this.program = program;
    this.values = new ValueCache(cachedValues, SHORT_VALUE);
    this.longValues = new ValueCache(cachedValues < LONG_SHARE * 2 ? 0 : cachedValues / LONG_SHARE, LONG_VALUE);
    Arrays.fill(routedSources, LogSourceSet.NONE);
    Arrays.fill(routedPartitions, Partition.EMPTY);
    Arrays.fill(routedValues, LastValues.NONE);
    remembers = cachedValues > 0;
  }

  /// How many tests were given up at a limit and taken as false, since this matcher was made.
  public long cutShort() {
    return cutShort;
  }

  /// Tells the sink of every rule that applies to the event's log sources and whose condition is true, in ascending
  /// order.
  ///
  /// @param event read with the program's dictionary
  public void match(EventView event, MatchSink sink) {
    Partition p = route(event.logSources());
    if (p.ruleIndex.length == 0) {
      return;
    }
    begin(p, event);
    int n = event.count();
    for (int i = 0; i < n; i++) {
      int field = event.field(i);
      if (field >= 0) {
        int original = p.planOfKey[FieldKeys.of(field, View.ORIGINAL)];
        int generic = p.planOfKey[FieldKeys.of(field, View.GENERIC)];
        if (original >= 0 && event.visible(i, View.ORIGINAL)) {
          enter(event, original, i, View.ORIGINAL.ordinal());
        }
        if (generic >= 0 && event.visible(i, View.GENERIC)) {
          enter(event, generic, i, View.GENERIC.ordinal());
        }
      }
    }
    if (p.keywordPlan >= 0) {
      enterKeywords(p, event);
    }
    int words = p.always.length;
    for (int w = 0; w < words; w++) {
      for (long bits = candidates[w] | p.always[w]; bits != 0; bits &= bits - 1) {
        int rule = w << 6 | Long.numberOfTrailingZeros(bits);
        if (answer(p, event, rule)) {
          sink.match(p.ruleIndex[rule]);
        }
      }
    }
    end();
  }

  /// Enters all leaves of the record for keywords; leaves out those that stand in the record's own bytes where one look
  /// at all of these tells that they hold none. Where no leaf stands there, as in records of binary XML, nobody looks.
  private void enterKeywords(Partition p, EventView event) {
    FieldIndex index = p.indexes[p.keywordPlan];
    Sieve sieve = index.asksLiteralsOnly() ? index.sieve() : null;
    boolean looked = false;
    boolean none = false;
    for (int i = 0, originals = event.originals(); i < originals; i++) {
      if (event.kind(i) == ValueKind.JSON) {
        continue;
      }
      if (sieve != null) {
        if (!inRecord(event, i)) {
          if (!mayHold(sieve, event, i)) {
            continue;
          }
        } else {
          none = looked ? none : !sieve.mayHold(event.raw(), event.rawOffset(), event.rawOffset() + event.rawLength());
          looked = true;
          if (none) {
            continue;
          }
        }
      }
      enter(event, p.keywordPlan, i, FieldKeys.KEYWORD_LANE);
    }
  }

  /// What a sieve says of an entry, as far as that can be told without having its text written.
  private static boolean mayHold(Sieve sieve, EventView event, int entry) {
    Writing writing = event.writing(entry);
    if (writing == Writing.SYMBOLS && !sieve.mayHoldSymbols()) {
      return false;
    }
    boolean asItIs = writing == Writing.TEXT || writing == Writing.ESCAPED || writing == Writing.UTF16;
    byte[] bytes = asItIs ? event.writtenBytes(entry) : event.bytes(entry);
    int from = event.writtenOffset(entry);
    int to = from + event.writtenLength(entry);
    if (writing != Writing.UTF16) {
      return sieve.mayHold(bytes, from, to);
    }
    return sieve.mayHoldUtf16(bytes, from, to) && sieve.mayHold(event.bytes(entry), event.offset(entry), event.offset(entry) + event.length(entry));
  }

  /// Whether the text of an entry is a part of the record as it stands there.
  @SuppressWarnings("ReferenceEquality") // the same array, not an equal one
  private static boolean inRecord(EventView event, int entry) {
    Writing writing = event.writing(entry);
    if ((writing != Writing.TEXT && writing != Writing.ESCAPED) || event.writtenBytes(entry) != event.raw()) {
      return false;
    }
    int at = event.writtenOffset(entry) - event.rawOffset();
    return at >= 0 && event.writtenLength(entry) <= event.rawLength() - at;
  }

  @SuppressWarnings("ReferenceEquality") // the mark of a place that is free
  private Partition route(LogSourceSet sources) {
    int home = sources.hashCode() & (ROUTES - 1);
    int place = home;
    for (int k = 0; k < ROUTE_PROBES; k++) {
      int at = home + k & (ROUTES - 1);
      if (routedSources[at].equals(sources)) {
        last = routedValues[at];
        return routedPartitions[at];
      }
      if (routedSources[place] != LogSourceSet.NONE) {
        place = at;
      }
    }
    if (routedSources[place] != LogSourceSet.NONE) {
      place = home;
    }
    Partition laidOut = program.partition(sources);
    routedSources[place] = sources;
    routedPartitions[place] = laidOut;
    last = remembers ? new LastValues(laidOut.indexes.length) : LastValues.NONE;
    routedValues[place] = last;
    return laidOut;
  }

  private void begin(Partition p, EventView event) {
    partition = p;
    foldedLength = 0;
    if (++stamp < 0) {
      Arrays.fill(needleStamps, 0);
      Arrays.fill(atomStamps, 0);
      Arrays.fill(slotStamps, 0);
      Arrays.fill(testStamps, 0);
      Arrays.fill(planStamps, 0);
      Arrays.fill(foldStamps, 0);
      stamp = 1;
    }
    if (atomStamps.length < p.atomCount()) {
      atomStamps = new int[p.atomCount()];
    }
    if (slotStamps.length < p.slotCount) {
      slotStamps = new int[p.slotCount];
    }
    if (testStamps.length < p.tests.length) {
      testStamps = new int[p.tests.length];
      testResults = new boolean[p.tests.length];
    }
    if (planStamps.length < p.indexes.length) {
      planStamps = new int[p.indexes.length];
      needleStamps = new int[p.indexes.length];
      pairs.plans(p.indexes.length);
      firstEntries = new int[p.indexes.length];
      lastEntries = new int[p.indexes.length];
    }
    if (candidates.length < p.always.length) {
      candidates = new long[p.always.length];
    }
    Arrays.fill(candidates, 0, p.always.length, 0L);
    int n = event.count();
    if (foldStamps.length < n) {
      int size = Math.max(64, n * 2);
      foldStamps = new int[size];
      foldStarts = new int[size];
      foldEnds = new int[size];
      nextEntries = new int[size * FieldKeys.LANES];
    }
  }

  private void end() {
    if (folded.length > KEPT_FOLDED) {
      folded = new byte[8192];
    }
    if (foldStamps.length > KEPT_ENTRIES) {
      foldStamps = new int[0];
    }
  }

  /// Notes an entry as one of its plan's and finds what the plan's index knows of it.
  private void enter(EventView event, int plan, int entry, int lane) {
    int link = entry * FieldKeys.LANES + lane;
    nextEntries[link] = -1;
    if (planStamps[plan] == stamp) {
      nextEntries[lastEntries[plan] * FieldKeys.LANES + lane] = entry;
    } else {
      planStamps[plan] = stamp;
      firstEntries[plan] = entry;
    }
    lastEntries[plan] = entry;
    FieldIndex index = partition.indexes[plan];
    if (index.exists >= 0) {
      hit(index.exists);
    }
    if (event.kind(entry) == ValueKind.NULL) {
      return;
    }
    if (index.present >= 0) {
      hit(index.present);
    }
    if (index.readsText() || index.readsNumbers()) {
      look(event, plan, index, entry);
    }
  }

  /// Finds the atoms of a value, in the cache or in the index.
  private void look(EventView event, int plan, FieldIndex index, int entry) {
    Sieve sieve = index.sieve();
    if (sieve != null && !mayHold(sieve, event, entry)) {
      return;
    }
    if (index.dear()) {
      lookAtDear(event, plan, index, entry);
    } else {
      lookAtCheap(event, plan, index, entry);
    }
  }

  /// A value of a field of which little is asked: known where it is the one of the event before.
  private void lookAtCheap(EventView event, int plan, FieldIndex index, int entry) {
    Writing writing = event.writing(entry);
    int length = event.writtenLength(entry);
    LastValues known = last;
    if (writing == Writing.ESCAPED || writing == Writing.OTHER || !known.takes(plan, length)) {
      find(event, index, entry);
      return;
    }
    int form = event.form(entry);
    byte[] bytes = event.writtenBytes(entry);
    int from = event.writtenOffset(entry);
    if (known.isLast(plan, form, bytes, from, length)) {
      for (int k = 0, n = known.count(plan); k < n; k++) {
        hit(known.atom(plan, k));
      }
      return;
    }
    find(event, index, entry);
    known.keep(plan, form, bytes, from, length, found.atoms, found.count);
  }

  /// A value of a field of which much is asked: known where it is among those kept.
  private void lookAtDear(EventView event, int plan, FieldIndex index, int entry) {
    Writing writing = event.writing(entry);
    if (writing == Writing.SYMBOLS || writing == Writing.OTHER) {
      // Known by its text, which is written by that.
      event.bytes(entry);
      writing = Writing.TEXT;
    }
    int length = event.writtenLength(entry);
    int number = partition.number;
    ValueCache cache = length > SHORT_VALUE ? longValues : values;
    if (!cache.takes(number, plan, length)) {
      find(event, index, entry);
      return;
    }
    byte[] bytes = event.writtenBytes(entry);
    int from = event.writtenOffset(entry);
    int place = cache.find(number, plan, writing, bytes, from, length);
    if (place >= 0) {
      for (int k = 0, n = cache.count(place); k < n; k++) {
        hit(cache.atom(place, k));
      }
      return;
    }
    find(event, index, entry);
    if (found.count <= found.atoms.length) {
      cache.keep(~place, number, plan, writing, bytes, from, length, found.atoms, found.count);
    }
  }

  private void find(EventView event, FieldIndex index, int entry) {
    found.begin();
    if (index.readsText()) {
      int from = fold(event, entry);
      int end = foldEnds[entry];
      index.lookAtText(folded, from, end < 0 ? ~end : end, end >= 0, found);
    }
    if (index.readsNumbers()) {
      int from = event.offset(entry);
      if (number.read(event.bytes(entry), from, from + event.length(entry))) {
        index.lookAtNumber(number, found);
      }
    }
  }

  /// Takes what the indexes find in one value.
  private final class Found implements GramScanner.Hits {
    private final int[] atoms = new int[ValueCache.MAX_ATOMS];
    private int count;
    private int valueStamp;
    private int[] valueStamps = {};

    void begin() {
      count = 0;
      if (++valueStamp == 0) {
        Arrays.fill(valueStamps, 0);
        valueStamp = 1;
      }
      if (valueStamps.length < atomStamps.length) {
        valueStamps = new int[atomStamps.length];
      }
    }

    @Override
    public boolean known(int atom) {
      return valueStamps[atom] == valueStamp;
    }

    @Override
    public void hit(int atom) {
      if (valueStamps[atom] == valueStamp) {
        return;
      }
      valueStamps[atom] = valueStamp;
      if (count < atoms.length) {
        atoms[count] = atom;
      }
      count++;
      Matcher.this.hit(atom);
    }
  }

  private void hit(int atom) {
    if (atomStamps[atom] == stamp) {
      return;
    }
    atomStamps[atom] = stamp;
    Partition p = partition;
    for (int k = p.slotStart[atom], end = p.slotStart[atom + 1]; k < end; k++) {
      int slot = p.slots[k];
      if (slotStamps[slot] != stamp) {
        slotStamps[slot] = stamp;
        for (int c = p.candidateStart[slot], last = p.candidateStart[slot + 1]; c < last; c++) {
          int rule = p.candidates[c];
          candidates[rule >>> 6] |= 1L << rule;
        }
      }
    }
  }

  /// Whether a rule is true; one that fails or takes too many steps is not, and the lapse is counted.
  ///
  /// A rule is not switched off for good: its lapse depends on the event, and whoever writes events must not be able to
  /// switch rules off. For the same reason what is counted are steps and not time.
  private boolean answer(Partition p, EventView event, int rule) {
    spent = 0;
    try {
      return holds(p, event, p.entry[rule]);
    } catch (TooManySteps dear) {
      lapse(p.ruleIndex[rule], Lapse.Kind.TOO_DEAR, "more than " + program.limits().steps() + " steps in one event");
    } catch (RuntimeException | StackOverflowError failure) {
      lapse(p.ruleIndex[rule], Lapse.Kind.FAILED, failure.getClass().getSimpleName());
    }
    return false;
  }

  private void lapse(int rule, Lapse.Kind kind, String what) {
    lapses.merge(new Lapse(rule, kind, what), 1L, Long::sum);
  }

  /// Which rules could not be answered for some events, and for how many, since this matcher was made.
  public Map<Lapse, Long> lapses() {
    return Map.copyOf(lapses);
  }

  /// Counts steps of a test before it takes them.
  void spend(long steps) {
    spent += steps;
    if (spent > program.limits().steps()) {
      throw TooManySteps.NOW;
    }
  }

  /// Ends the evaluation of one rule; never leaves the matcher.
  private static final class TooManySteps extends RuntimeException {
    private static final long serialVersionUID = 1L;
    static final TooManySteps NOW = new TooManySteps();

    private TooManySteps() {
      super(null, null, false, false);
    }
  }

  private boolean holds(Partition p, EventView event, int entry) {
    int[] code = p.code;
    int at = entry;
    while (at >= 0) {
      int question = code[at];
      boolean answer = question >= 0 ? on(p, event, question) : test(p, event, ~question);
      at = code[at + (answer ? 1 : 2)];
    }
    return at == Partition.TRUE;
  }

  /// Whether a slot is on, by an atom that was found or by one that is asked for now.
  private boolean on(Partition p, EventView event, int slot) {
    int state = slotStamps[slot];
    if (state == stamp || state == -stamp) {
      return state == stamp;
    }
    boolean on = false;
    for (int k = p.askedStart[slot], end = p.askedStart[slot + 1]; k < end && !on; k++) {
      int atom = p.asked[k];
      on = atomStamps[atom] == stamp || (atom < p.needles.length && needle(p, event, atom));
    }
    slotStamps[slot] = on ? stamp : -stamp;
    return on;
  }

  /// Whether a literal that no index finds stands in a value of its plan.
  private boolean needle(Partition p, EventView event, int atom) {
    if (atomStamps[atom] == -stamp) {
      return false;
    }
    int plan = p.planOfNeedle[atom];
    if (needleStamps[plan] != stamp && needleStamps[plan] != -stamp) {
      prepareNeedles(event, plan);
    }
    if (atomStamps[atom] == stamp) {
      return true;
    }
    boolean found = false;
    if (needleStamps[plan] == stamp && pairs.mayHold(plan, p.pairsOfNeedle[atom])) {
      Needle needle = p.needles[atom];
      found = needle.isSingle();
      for (int i = firstEntry(plan); i >= 0 && !found; i = nextEntry(plan, i)) {
        if (event.kind(i) != ValueKind.NULL) {
          int from = fold(event, i);
          found = needle.standsIn(folded, from, foldedEnd(i));
        }
      }
    }
    atomStamps[atom] = found ? stamp : -stamp;
    return found;
  }

  /// Prepares a plan's values for the first of its needles that is asked for: notes their pairs, or, in long values,
  /// finds all needles at once.
  private void prepareNeedles(EventView event, int plan) {
    boolean atOnce = longText(event, plan);
    needleStamps[plan] = atOnce ? -stamp : stamp;
    if (!atOnce) {
      pairs.clear(plan);
    }
    for (int i = firstEntry(plan); i >= 0; i = nextEntry(plan, i)) {
      if (event.kind(i) != ValueKind.NULL) {
        int from = fold(event, i);
        if (atOnce) {
          found.begin();
          partition.indexes[plan].lookForNeedles(folded, from, foldedEnd(i), found);
        } else {
          pairs.add(plan, folded, from, foldedEnd(i));
        }
      }
    }
  }

  private boolean longText(EventView event, int plan) {
    long size = 0;
    for (int i = firstEntry(plan); i >= 0; i = nextEntry(plan, i)) {
      size += (event.writing(i) == Writing.UTF16 ? event.writtenLength(i) >> 1 : event.length(i)) + ENTRY_BYTES;
    }
    return size > LONG_TEXT;
  }

  private boolean test(Partition p, EventView event, int test) {
    if (testStamps[test] == stamp) {
      return testResults[test];
    }
    boolean result = guarded(p, event, test) && p.tests[test].of(this, event, p.testPlan[test], p.testOther[test]);
    testStamps[test] = stamp;
    testResults[test] = result;
    return result;
  }

  private boolean guarded(Partition p, EventView event, int test) {
    for (int g = p.guardStart[test], end = p.guardStart[test + 1]; g < end; g++) {
      if (!on(p, event, p.guards[g])) {
        return false;
      }
    }
    return true;
  }

  // What tests ask for.

  /// The first entry of a plan, or -1.
  int firstEntry(int plan) {
    return planStamps[plan] == stamp ? firstEntries[plan] : -1;
  }

  /// The entry after this one in its plan, or -1.
  int nextEntry(int plan, int entry) {
    return nextEntries[entry * FieldKeys.LANES + partition.laneOfPlan[plan]];
  }

  /// Where the folded text of an entry begins in [#folded()]; folds it where that is not done yet.
  int fold(EventView event, int entry) {
    if (foldStamps[entry] != stamp) {
      int end = event.writing(entry) == Writing.UTF16 ? foldUtf16(event, entry) : -1;
      if (end < 0) {
        int length = event.length(entry);
        room(length);
        int from = event.offset(entry);
        end = Folding.fold(event.bytes(entry), from, from + length, folded, foldedLength);
      }
      foldStamps[entry] = stamp;
      foldStarts[entry] = foldedLength;
      foldEnds[entry] = end;
      foldedLength = (end < 0 ? ~end : end) + Folding.PADDING;
    }
    return foldStarts[entry];
  }

  /// Folds a text that is ASCII without having it written; -1 where it is not.
  private int foldUtf16(EventView event, int entry) {
    int length = event.writtenLength(entry) & ~1;
    room(length >> 1);
    int from = event.writtenOffset(entry);
    return Folding.foldUtf16(event.writtenBytes(entry), from, from + length, folded, foldedLength);
  }

  private void room(int length) {
    int room = Folding.room(length);
    if (folded.length - foldedLength < room) {
      folded = Arrays.copyOf(folded, Math.max(folded.length * 2, Math.addExact(foldedLength, room)));
    }
  }

  /// The buffer of folded texts; asking for another text may exchange it.
  byte[] folded() {
    return folded;
  }

  /// Where the folded text of an entry ends.
  int foldedEnd(int entry) {
    int end = foldEnds[entry];
    return end < 0 ? ~end : end;
  }

  NumberText number() {
    return number;
  }

  Address address() {
    return address;
  }

  Search search() {
    return search;
  }

  MatchLimits limits() {
    return program.limits();
  }

  void countCutShort() {
    cutShort++;
  }
}
