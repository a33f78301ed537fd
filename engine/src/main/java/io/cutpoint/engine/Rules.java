package io.cutpoint.engine;

import io.cutpoint.model.detection.Level;
import io.cutpoint.model.detection.RuleReference;
import io.cutpoint.rules.BuiltInRules;
import io.cutpoint.sigma.Rule;
import io.cutpoint.sigma.RuleProblem;
import io.cutpoint.sigma.RuleReader;
import io.cutpoint.sigma.RuleSet;
import io.cutpoint.sigma.RuleSourceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The rules of a run: what was read, and what of it is used.
///
/// @param used by their keys, so that their places order detections of one event; with the levels that the
///     adjustments give them
/// @param problems of all files
/// @param parsed rules that could be read
/// @param skipped rules that were read or refused and are not used
/// @param adjustments what the user's `rules.yaml` says of them
public record Rules(List<Rule> used, List<RuleProblem> problems, int parsed, int skipped, RuleAdjustments adjustments) {
  public Rules {
    used = List.copyOf(used);
    problems = List.copyOf(problems);
  }

  /// Reads the rules that come along if they are wanted, those that were added to the data folder, and those of the
  /// paths. The same rule in several places is used once.
  ///
  /// @throws AnalysisException where a path is missing or cannot be read
  public static Rules load(boolean builtIn, List<Path> paths, Path dataDir, Level minLevel) throws AnalysisException {
    for (Path path : paths) {
      if (!Files.exists(path)) {
        throw new AnalysisException(AnalysisException.Kind.IO, path + ": there are no rules here (no such file or folder)");
      }
    }
    RuleReader reader = new RuleReader(new Re2Regexes(), Map.of());
    List<Path> all = new ArrayList<>(new RuleLibrary(dataDir).packs());
    all.addAll(paths);
    List<RuleSet> read = new ArrayList<>();
    if (builtIn) {
      read.add(reader.read(BuiltInRules.files()));
    }
    try {
      read.add(reader.load(all));
    } catch (RuleSourceException unreadable) {
      throw new AnalysisException(AnalysisException.Kind.IO, String.valueOf(unreadable.getMessage()), unreadable);
    }
    RuleAdjustments adjustments = RuleAdjustments.load(dataDir);
    List<Rule> rules = new ArrayList<>();
    List<RuleProblem> problems = new ArrayList<>();
    int parsed = 0;
    for (RuleSet set : read) {
      rules.addAll(set.rules());
      problems.addAll(set.problems());
      parsed += set.parsed();
    }
    rules.sort(Comparator.comparing(rule -> rule.reference().key()));
    problems.addAll(adjustments.problems());
    problems.addAll(adjustments.unknown(rules.stream().map(Rule::reference).toList()));
    List<Rule> used = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Rule rule : rules) {
      RuleReference reference = adjustments.adjust(rule.reference());
      if (adjustments.disables(reference)) {
        problems.add(adjustments.disabled(rule));
        continue;
      }
      boolean grave = reference.level().compareTo(minLevel) >= 0;
      if (grave && seen.add(reference.key().id() + " " + reference.key().contentHash())) {
        used.add(new Rule(reference, rule.file(), rule.fields(), rule.references(), rule.falsePositives(), rule.condition()));
      }
    }
    int skipped = (int) problems.stream().filter(p -> p.kind() != RuleProblem.Kind.WARNING).map(p -> p.file() + ":" + p.line()).distinct().count();
    return new Rules(used, problems, parsed, skipped, adjustments);
  }
}
