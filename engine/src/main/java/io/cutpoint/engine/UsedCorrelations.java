package io.cutpoint.engine;

import io.cutpoint.detect.correlate.CorrelationPlan;
import io.cutpoint.engine.facts.CorrelationFields;
import io.cutpoint.model.correlation.Correlation;
import io.cutpoint.model.correlation.Correlation.Referenced;
import io.cutpoint.model.detection.Level;
import io.cutpoint.model.detection.RuleKey;
import io.cutpoint.model.detection.RuleReference;
import io.cutpoint.sigma.Rule;
import io.cutpoint.sigma.RuleProblem;
import io.cutpoint.sigma.RuleSet;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The correlations of a run, and which rules and correlations only they look at.
///
/// The same correlation in several places is used once. One below the level that was asked for is used where another
/// needs it, and then silent, as the rules are that only correlations without `generate` refer to.
public final class UsedCorrelations {

  /// No correlations.
  static final UsedCorrelations NONE = of(List.of(), Set.of());

  /// How they hang together.
  ///
  /// @param tooLow those below the level that was asked for, of the correlations and what they refer to
  private record Known(CorrelationPlan plan, SortedSet<RuleKey> tooLow) {}

  private final int count;
  private final Supplier<Known> reading;
  private @Nullable Known known;

  private UsedCorrelations(int count, Supplier<Known> reading) {
    this.count = count;
    this.reading = reading;
  }

  /// Correlations that are read when somebody asks for more than how many there are: the first event is matched without
  /// them, and the powers of `BigDecimal` take longer than that event.
  ///
  /// @param count how many will be read
  static UsedCorrelations later(int count, Supplier<UsedCorrelations> reading) {
    return new UsedCorrelations(count, () -> reading.get().known());
  }

  private synchronized Known known() {
    Known now = known;
    if (now == null) {
      now = reading.get();
      known = now;
    }
    return now;
  }

  static UsedCorrelations of(RuleSet read, RuleAdjustments adjustments, Level minLevel, List<RuleProblem> problems) {
    Map<String, RuleKey> first = new HashMap<>();
    Set<RuleKey> usable = new HashSet<>();
    Set<RuleKey> tooLow = new HashSet<>();
    for (Rule rule : read.rules()) {
      RuleReference reference = adjustments.adjust(rule.reference());
      if (!adjustments.disables(reference)) {
        first.putIfAbsent(same(reference.key()), reference.key());
        usable.add(reference.key());
        if (reference.level().compareTo(minLevel) < 0) {
          tooLow.add(reference.key());
        }
      }
    }
    SortedMap<RuleKey, Correlation> kept = new TreeMap<>();
    for (Correlation correlation : read.correlations()) {
      RuleReference reference = adjustments.adjust(correlation.reference());
      if (adjustments.disables(reference)) {
        problems.add(adjustments.disabled(reference, correlation.file()));
      } else if (first.putIfAbsent(same(reference.key()), reference.key()) == null) {
        kept.put(reference.key(), with(reference, correlation));
        usable.add(reference.key());
        if (reference.level().compareTo(minLevel) < 0) {
          tooLow.add(reference.key());
        }
      }
    }
    kept.replaceAll((key, correlation) -> canonical(correlation, first));
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Correlation correlation : List.copyOf(kept.values())) {
        for (Referenced rule : correlation.rules()) {
          if (!usable.contains(rule.key())) {
            problems.add(new RuleProblem(correlation.file(), 0, 0, RuleProblem.Kind.SKIPPED, "refers to " + rule.key().id() + ", which " + adjustments.file() + " disables"));
            kept.remove(correlation.reference().key());
            usable.remove(correlation.reference().key());
            changed = true;
            break;
          }
        }
      }
    }
    Set<RuleKey> wanted = new HashSet<>();
    for (Correlation correlation : kept.values()) {
      if (!tooLow.contains(correlation.reference().key())) {
        want(correlation, kept, wanted);
      }
    }
    kept.keySet().retainAll(wanted);
    return of(kept.values(), tooLow);
  }

  /// The same again, of what [#all] and [#tooLow] have told.
  static UsedCorrelations of(Collection<Correlation> all, Set<RuleKey> tooLow) {
    CorrelationPlan plan = new CorrelationPlan(all);
    SortedSet<RuleKey> known = new TreeSet<>(tooLow);
    known.removeIf(key -> !plan.all().containsKey(key) && plan.uses(key).isEmpty());
    return new UsedCorrelations(plan.all().size(), () -> new Known(plan, known));
  }

  private static void want(Correlation correlation, Map<RuleKey, Correlation> all, Set<RuleKey> wanted) {
    if (wanted.add(correlation.reference().key())) {
      for (Referenced rule : correlation.rules()) {
        Correlation inner = all.get(rule.key());
        if (inner != null) {
          want(inner, all, wanted);
        }
      }
    }
  }

  private static String same(RuleKey key) {
    return key.id() + " " + key.contentHash();
  }

  private static Correlation with(RuleReference reference, Correlation of) {
    return new Correlation(reference, of.file(), of.type(), of.rules(), of.groupBy(), of.timespanNanos(), of.condition(), of.fields(), of.percentile(), of.generate());
  }

  /// With the one copy of each rule that is used.
  private static Correlation canonical(Correlation of, Map<String, RuleKey> first) {
    List<Referenced> rules = new ArrayList<>();
    for (Referenced rule : of.rules()) {
      rules.add(new Referenced(first.getOrDefault(same(rule.key()), rule.key()), rule.isCorrelation(), rule.groupFields(), rule.valueFields()));
    }
    return new Correlation(of.reference(), of.file(), of.type(), rules, of.groupBy(), of.timespanNanos(), of.condition(), of.fields(), of.percentile(), of.generate());
  }

  /// How they hang together.
  public CorrelationPlan plan() {
    return known().plan;
  }

  /// How many there are.
  int count() {
    return count;
  }

  /// All of them, by key.
  public List<Correlation> all() {
    return List.copyOf(plan().all().values());
  }

  /// The keys of those, and of rules that they refer to, that are below the level that was asked for.
  SortedSet<RuleKey> tooLow() {
    return Collections.unmodifiableSortedSet(known().tooLow);
  }

  /// Whether one of them refers to this rule.
  boolean uses(RuleKey rule) {
    return !plan().uses(rule).isEmpty();
  }

  /// Whether the rule or correlation makes no detections.
  boolean isMuted(RuleKey rule) {
    return plan().muted().contains(rule) || known().tooLow.contains(rule);
  }

  /// What facts carry of the events of rules.
  ///
  /// @param referred the places of the rules that correlations refer to
  CorrelationFields fields(List<CompiledRules.Used> rules, List<Integer> referred) {
    SortedMap<Integer, SortedSet<String>> fields = new TreeMap<>();
    BitSet generic = new BitSet();
    BitSet muted = new BitSet();
    for (int i : referred) {
      RuleReference reference = rules.get(i).reference();
      SortedSet<String> wanted = plan().fields().get(reference.key());
      if (wanted != null) {
        fields.put(i, wanted);
        generic.set(i, reference.logSource().category() != null);
        muted.set(i, isMuted(reference.key()));
      }
    }
    return CorrelationFields.of(fields, generic, muted);
  }
}
