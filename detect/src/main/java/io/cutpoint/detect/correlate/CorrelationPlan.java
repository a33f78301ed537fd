package io.cutpoint.detect.correlate;

import io.cutpoint.model.correlation.Correlation;
import io.cutpoint.model.correlation.Correlation.Referenced;
import io.cutpoint.model.detection.RuleKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// How correlations hang together: which come after which, what each must be told of events, and which rules stay
/// silent.
public final class CorrelationPlan {

  /// A place of a rule in a correlation.
  public record Use(Correlation correlation, int place) {}

  private final SortedMap<RuleKey, Correlation> all = new TreeMap<>();
  private final SortedMap<RuleKey, Integer> levels = new TreeMap<>();
  private final SortedMap<RuleKey, List<Use>> uses = new TreeMap<>();
  private final SortedMap<RuleKey, SortedSet<String>> exposed = new TreeMap<>();
  private final SortedMap<RuleKey, SortedSet<String>> fields = new TreeMap<>();
  private final SortedSet<RuleKey> muted = new TreeSet<>();

  /// @param correlations those that they refer to are among them, without a circle
  public CorrelationPlan(Collection<Correlation> correlations) {
    correlations.forEach(one -> all.put(one.reference().key(), one));
    Set<RuleKey> loud = new TreeSet<>();
    for (Correlation one : all.values()) {
      level(one);
      exposed.computeIfAbsent(one.reference().key(), key -> new TreeSet<>());
      for (int place = 0; place < one.rules().size(); place++) {
        RuleKey rule = one.rules().get(place).key();
        uses.computeIfAbsent(rule, key -> new ArrayList<>()).add(new Use(one, place));
        (one.generate() ? loud : muted).add(rule);
      }
    }
    muted.removeAll(loud);
    // Outermost first, so that what they ask for is known where their parts are reached.
    for (int level = levels() - 1; level >= 0; level--) {
      for (Correlation one : level(level)) {
        one.rules().forEach(rule -> ask(one, rule));
      }
    }
  }

  private void ask(Correlation of, Referenced rule) {
    SortedSet<String> wanted = new TreeSet<>(rule.groupFields());
    wanted.addAll(rule.valueFields());
    wanted.addAll(exposed(of));
    if (rule.isCorrelation()) {
      wanted.removeAll(correlation(rule.key()).groupBy());
      exposed.computeIfAbsent(rule.key(), key -> new TreeSet<>()).addAll(wanted);
    } else {
      fields.computeIfAbsent(rule.key(), key -> new TreeSet<>()).addAll(wanted);
    }
  }

  private int level(Correlation of) {
    Integer known = levels.get(of.reference().key());
    if (known != null) {
      return known;
    }
    int level = 0;
    for (Referenced rule : of.rules()) {
      if (rule.isCorrelation()) {
        level = Math.max(level, 1 + level(correlation(rule.key())));
      }
    }
    levels.put(of.reference().key(), level);
    return level;
  }

  private Correlation correlation(RuleKey key) {
    Correlation found = all.get(key);
    if (found == null) {
      throw new IllegalArgumentException("wanted the correlation " + key + ", found none");
    }
    return found;
  }

  /// How many levels there are: those of one refer to rules and to correlations of levels before.
  public int levels() {
    return levels.values().stream().mapToInt(level -> level + 1).max().orElse(0);
  }

  /// The level of a correlation, from 0.
  public int levelOf(RuleKey correlation) {
    return levels.getOrDefault(correlation, 0);
  }

  /// The correlations of a level, by key.
  public List<Correlation> level(int level) {
    return all.values().stream().filter(one -> levelOf(one.reference().key()) == level).toList();
  }

  /// Where correlations refer to this rule or correlation.
  public List<Use> uses(RuleKey rule) {
    return uses.getOrDefault(rule, List.of());
  }

  /// The plain rules that correlations refer to, with the names of the fields that are asked of their events.
  public SortedMap<RuleKey, SortedSet<String>> fields() {
    return fields;
  }

  /// Names of the values that outer correlations ask for and that the correlation does not group by.
  public List<String> exposed(Correlation of) {
    return List.copyOf(exposed.getOrDefault(of.reference().key(), new TreeSet<>()));
  }

  /// Rules and correlations that make no detections, since only correlations without `generate` refer to them.
  public Set<RuleKey> muted() {
    return muted;
  }

  /// All correlations by key.
  public Map<RuleKey, Correlation> all() {
    return all;
  }
}
