package io.cutpoint.match;

import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.model.event.LogSource;
import io.cutpoint.model.event.LogSourceSet;
import io.cutpoint.sigma.RuleProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/// Compiled rules. Immutable to those who use it, and safe for any number of threads, each with its own [Matcher].
public final class Program {

  private final int rules;
  private final List<CompiledRule> compiled;
  private final List<RuleProblem> problems;
  private final FieldDictionary dictionary;
  private final MatchLimits limits;
  private final ConcurrentHashMap<LogSourceSet, Partition> partitions = new ConcurrentHashMap<>();

  Program(int rules, List<CompiledRule> compiled, List<RuleProblem> problems, FieldDictionary dictionary, MatchLimits limits) {
    this.rules = rules;
    this.compiled = List.copyOf(compiled);
    this.problems = List.copyOf(problems);
    this.dictionary = dictionary;
    this.limits = limits;
  }

  /// A rule whose condition is compiled as far as it can be without knowing its partition.
  ///
  /// @param index its place in the list that was compiled
  /// @param anchored whether it can only be true where some atom is found
  record CompiledRule(int index, LogSource logSource, Node condition, boolean anchored) {}

  /// A new matcher, to be used by one thread at a time.
  public Matcher matcher() {
    return new Matcher(this);
  }

  /// How many rules were given, also those with [#problems()].
  public int rules() {
    return rules;
  }

  /// The rules that could not be compiled and are never true.
  public List<RuleProblem> problems() {
    return problems;
  }

  /// How many rules must be evaluated for every event of their log source, for want of anything that must be present.
  public int rulesWithoutAnchor() {
    return (int) compiled.stream().filter(r -> !r.anchored()).count();
  }

  /// How many partitions have been laid out so far; those without any rule are counted too.
  public int partitions() {
    return partitions.size();
  }

  /// The dictionary that events must be read with.
  public FieldDictionary dictionary() {
    return dictionary;
  }

  MatchLimits limits() {
    return limits;
  }

  /// The rules that may apply to events of these log sources.
  Partition partition(LogSourceSet sources) {
    Partition known = partitions.get(sources);
    if (known != null) {
      return known;
    }
    if (partitions.size() >= limits.partitions()) {
      partitions.clear();
    }
    return partitions.computeIfAbsent(sources, this::layOut);
  }

  private Partition layOut(LogSourceSet sources) {
    List<CompiledRule> applying = new ArrayList<>();
    for (CompiledRule rule : compiled) {
      if (sources.satisfies(rule.logSource())) {
        applying.add(rule);
      }
    }
    return applying.isEmpty() ? Partition.EMPTY : new PartitionLayout(applying, dictionary.size()).partition();
  }
}
