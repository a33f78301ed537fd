package io.cutpoint.match;

import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.model.event.LogSource;
import io.cutpoint.model.event.LogSourceSet;
import io.cutpoint.sigma.RuleProblem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Compiled rules. Immutable to those who use it, and safe for any number of threads, each with its own [Matcher].
///
/// A program can be written and read again ([#write], [#read]): with the conditions of all rules, and with the
/// partitions that were laid out. Reading takes in only the names of those; a partition is read when its first event
/// comes, and the conditions only where an event comes that has no partition yet.
public final class Program {

  /// So many partitions are written at most; the others are laid out again.
  private static final int MAX_WRITTEN = 512;

  private final int rules;
  private final List<RuleProblem> problems;
  private final FieldDictionary dictionary;
  private final MatchLimits limits;
  private final RegexEngine regexes;
  private final ConcurrentHashMap<LogSourceSet, Partition> partitions = new ConcurrentHashMap<>();
  /// Partitions that were read, by [#name], not yet taken in.
  private final Map<String, TableReader> stored;
  /// The conditions that were read, or null where they never were written.
  private final @Nullable TableReader storedConditions;
  private @Nullable List<CompiledRule> compiled;

  Program(int rules, List<CompiledRule> compiled, List<RuleProblem> problems, FieldDictionary dictionary, MatchLimits limits, RegexEngine regexes) {
    this(rules, List.copyOf(compiled), null, Map.of(), problems, dictionary, limits, regexes);
  }

  private Program(int rules, @Nullable List<CompiledRule> compiled, @Nullable TableReader conditions, Map<String, TableReader> stored,
      List<RuleProblem> problems, FieldDictionary dictionary, MatchLimits limits, RegexEngine regexes) {
    this.rules = rules;
    this.compiled = compiled;
    this.storedConditions = conditions;
    this.stored = stored;
    this.problems = List.copyOf(problems);
    this.dictionary = dictionary;
    this.limits = limits;
    this.regexes = regexes;
  }

  /// A rule whose condition is compiled as far as it can be without knowing its partition.
  ///
  /// @param index its place in the list that was compiled
  /// @param anchored whether it can only be true where some atom is found
  record CompiledRule(int index, LogSource logSource, Node condition, boolean anchored) {}

  /// A new matcher, to be used by one thread at a time.
  public Matcher matcher() {
    return matcher(limits.cachedValues());
  }

  /// A new matcher that remembers so many values instead of [MatchLimits#cachedValues].
  public Matcher matcher(int cachedValues) {
    return new Matcher(this, cachedValues);
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
    return (int) compiled().stream().filter(r -> !r.anchored()).count();
  }

  /// How many partitions have been laid out or read so far; those without any rule are counted too.
  public int partitions() {
    return partitions.size();
  }

  /// Whether partitions have been laid out that [#write] would add to what was read.
  public boolean hasGrown() {
    int known = stored.size();
    return known < MAX_WRITTEN && partitions.keySet().stream().anyMatch(sources -> !stored.containsKey(name(sources)));
  }

  /// The dictionary that events must be read with.
  public FieldDictionary dictionary() {
    return dictionary;
  }

  MatchLimits limits() {
    return limits;
  }

  /// Writes the program: all that [#read] needs.
  public void write(TableWriter out) {
    out.number(rules);
    out.number(problems.size());
    for (RuleProblem problem : problems) {
      write(problem, out);
    }
    out.number(dictionary.size());
    dictionary.names().forEach(out::text);
    if (storedConditions == null) {
      TableWriter conditions = new TableWriter();
      Conditions.write(compiled(), conditions);
      out.part(conditions);
    } else {
      out.part(storedConditions.again());
    }
    Map<String, Partition> fresh = new HashMap<>();
    partitions.forEach((sources, partition) -> {
      if (!stored.containsKey(name(sources))) {
        fresh.put(name(sources), partition);
      }
    });
    List<String> names = new ArrayList<>(fresh.keySet());
    names.sort(Comparator.naturalOrder());
    names.addAll(0, stored.keySet().stream().sorted().toList());
    List<String> written = names.subList(0, Math.min(names.size(), MAX_WRITTEN));
    out.number(written.size());
    for (String name : written) {
      out.text(name);
      TableReader asRead = stored.get(name);
      if (asRead != null) {
        out.part(asRead.again());
      } else {
        TableWriter part = new TableWriter();
        Objects.requireNonNull(fresh.get(name)).write(part);
        out.part(part);
      }
    }
  }

  /// Reads a program that was written. What is read later is read from the same buffer, which must stay as it is.
  ///
  /// @throws TableReader.MalformedTables where this is no program; also later, from matchers, where a part of it is none
  public static Program read(TableReader in, RegexEngine regexes, MatchLimits limits) {
    int rules = in.number();
    int n = in.count();
    List<RuleProblem> problems = new ArrayList<>(n);
    for (int i = 0; i < n; i++) {
      problems.add(problem(in));
    }
    n = in.count();
    List<String> names = new ArrayList<>(n);
    for (int i = 0; i < n; i++) {
      names.add(in.text());
    }
    TableReader conditions = in.part();
    n = in.count();
    Map<String, TableReader> stored = HashMap.newHashMap(n);
    for (int i = 0; i < n; i++) {
      String name = in.text();
      stored.put(name, in.part());
    }
    return new Program(rules, null, conditions, stored, problems, FieldDictionary.of(names), limits, regexes);
  }

  /// Writes a problem, for [#problem].
  public static void write(RuleProblem problem, TableWriter out) {
    out.text(problem.file());
    out.number(problem.line());
    out.number(problem.column());
    out.number(problem.kind().ordinal());
    out.text(problem.message());
  }

  /// Reads a problem.
  public static RuleProblem problem(TableReader in) {
    RuleProblem.Kind[] kinds = RuleProblem.Kind.values();
    return new RuleProblem(in.text(), in.number(), in.number(), kinds[in.below(kinds.length)], in.text());
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
    if (!stored.isEmpty()) {
      TableReader part = stored.get(name(sources));
      if (part != null) {
        return Partition.read(part.again(), regexes);
      }
    }
    List<CompiledRule> applying = new ArrayList<>();
    for (CompiledRule rule : compiled()) {
      if (sources.satisfies(rule.logSource())) {
        applying.add(rule);
      }
    }
    return applying.isEmpty() ? Partition.EMPTY : new PartitionLayout(applying, dictionary.size()).partition();
  }

  private synchronized List<CompiledRule> compiled() {
    if (compiled == null) {
      compiled = Conditions.read(Objects.requireNonNull(storedConditions).again(), regexes);
    }
    return compiled;
  }

  /// A name of the log sources that no other has.
  private static String name(LogSourceSet sources) {
    StringBuilder name = new StringBuilder();
    for (LogSource source : sources.all()) {
      for (String part : new String[] {source.product(), source.category(), source.service()}) {
        name.append(part == null ? "\u0001" : part).append('\u0000');
      }
    }
    return name.toString();
  }
}
