package io.cutpoint.engine;

import io.cutpoint.engine.facts.CorrelationFields;
import io.cutpoint.engine.facts.FactStore;
import io.cutpoint.ingest.BlockParser;
import io.cutpoint.match.MatchLimits;
import io.cutpoint.match.Program;
import io.cutpoint.match.RuleCompiler;
import io.cutpoint.model.detection.Level;
import io.cutpoint.model.detection.RuleReference;
import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.model.event.LogSource;
import io.cutpoint.sigma.Expression;
import io.cutpoint.sigma.Rule;
import io.cutpoint.sigma.RuleProblem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The rules of a run, ready to match: compiled from their text, or taken from the [RuleCache] as they were compiled
/// before. Both give the same matches and the same output.
///
/// @param used what is known of each rule, in the order in which the program numbers them; from the cache each is read
///     when it is asked for
/// @param problems of all files, then those of compiling
/// @param parsed rules that could be read
/// @param skipped rules that were read or refused and are not used
/// @param adjustments what the user's `rules.yaml` says of them
/// @param logSources all log sources that a used rule names
/// @param correlations those that are used, and which of the rules only they look at
/// @param correlated what facts carry for the correlations
/// @param conditions of each rule, as explanations walk them; from the cache each is read when it is asked for
/// @param program finds the rules' matches
public record CompiledRules(
    List<Used> used, List<RuleProblem> problems, int parsed, int skipped, RuleAdjustments adjustments, Set<LogSource> logSources,
    UsedCorrelations correlations, CorrelationFields correlated, List<Expression> conditions, Program program) {
  public CompiledRules {
    problems = List.copyOf(problems);
  }

  /// A rule that is used.
  ///
  /// @param reference what detections carry of it
  /// @param file where it was read
  /// @param fields names of all fields that its condition reads, sorted
  public record Used(RuleReference reference, String file, List<String> fields) {
    public Used {
      fields = List.copyOf(fields);
    }
  }

  /// Which rules are wanted: the arguments of [Rules#load].
  record Wanted(boolean builtIn, List<Path> paths, Path dataDir, Level minLevel, @Nullable Path placeholders) {}

  /// The rules that are wanted, from the cache in the data folder where it has them. What became of the cache is told
  /// in sentences; nothing about it is an error.
  ///
  /// @throws AnalysisException where a path is missing or cannot be read
  static Loaded load(Wanted wanted, Consumer<String> told) throws AnalysisException {
    RuleCache cache = new RuleCache(wanted, told);
    CompiledRules kept = cache.find();
    if (kept != null) {
      return new Loaded(kept, cache);
    }
    CompiledRules made = compile(Rules.load(wanted.builtIn, wanted.paths, wanted.dataDir, wanted.minLevel, wanted.placeholders));
    cache.keepIfUnchanged(made);
    return new Loaded(made, cache);
  }

  /// Where compiled rules are kept, which need not be there.
  public static Path cacheFolder(Path dataDir) {
    return dataDir.resolve(RuleCache.FOLDER);
  }

  /// Rules and where they are kept.
  record Loaded(CompiledRules rules, RuleCache cache) {

    /// Keeps the partitions that the run has laid out, for the next one.
    void keepWhatWasLearned() {
      if (rules.program.hasGrown()) {
        cache.keep(rules);
      }
    }
  }

  /// Compiles rules.
  static CompiledRules compile(Rules rules) {
    Set<LogSource> sources = new TreeSet<>();
    List<Used> used = new ArrayList<>();
    List<Integer> referred = new ArrayList<>();
    List<Expression> conditions = new ArrayList<>();
    for (Rule rule : rules.used()) {
      if (rules.correlations().uses(rule.reference().key())) {
        referred.add(used.size());
      }
      sources.add(rule.reference().logSource());
      used.add(new Used(rule.reference(), rule.file(), rule.fields()));
      conditions.add(rule.condition());
    }
    CorrelationFields correlated = rules.correlations().fields(used, referred);
    FieldDictionary dictionary = dictionary(rules.used(), correlated);
    Program program = RuleCompiler.compile(rules.used(), dictionary, new Re2Regexes(), MatchLimits.DEFAULT);
    List<RuleProblem> problems = new ArrayList<>(rules.problems());
    problems.addAll(program.problems());
    return new CompiledRules(
        List.copyOf(used), problems, rules.parsed(), rules.skipped(), rules.adjustments(), sources, rules.correlations(), correlated, List.copyOf(conditions), program);
  }

  private static FieldDictionary dictionary(List<Rule> rules, CorrelationFields correlated) {
    Set<String> names = new TreeSet<>(FactStore.fields());
    names.addAll(correlated.names());
    names.addAll(BlockParser.FIELDS);
    names.addAll(RuleCompiler.fields(rules));
    return FieldDictionary.of(names);
  }

  /// How many rules and correlations are used.
  int count() {
    return used.size() + correlations.count();
  }

  /// A rule with its condition, without what is said of it only for authors.
  Rule rule(int place) {
    Used of = used.get(place);
    return new Rule(of.reference(), of.file(), of.fields(), List.of(), List.of(), conditions.get(place));
  }

  /// What is wrong with the user's `rules.yaml`, in sentences.
  List<String> remarks() {
    return problems.stream().filter(problem -> problem.file().equals(adjustments.file())).map(RuleProblem::toString).toList();
  }
}
