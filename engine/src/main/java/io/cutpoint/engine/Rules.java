package io.cutpoint.engine;

import io.cutpoint.model.detection.Level;
import io.cutpoint.model.detection.RuleReference;
import io.cutpoint.rules.BuiltInRules;
import io.cutpoint.sigma.Placeholders;
import io.cutpoint.sigma.Rule;
import io.cutpoint.sigma.RuleFile;
import io.cutpoint.sigma.RuleProblem;
import io.cutpoint.sigma.RuleReader;
import io.cutpoint.sigma.RuleSet;
import io.cutpoint.sigma.RuleSourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The rules of a run: what was read, and what of it is used.
///
/// @param used by their keys, so that their places order detections of one event; with the levels that the
///     adjustments give them
/// @param problems of all files
/// @param parsed rules that could be read
/// @param skipped rules that were read or refused and are not used
/// @param adjustments what the user's `rules.yaml` says of them
/// @param correlations those that are used, and which of the rules only they look at
public record Rules(List<Rule> used, List<RuleProblem> problems, int parsed, int skipped, RuleAdjustments adjustments, UsedCorrelations correlations) {
  public Rules {
    used = List.copyOf(used);
    problems = List.copyOf(problems);
  }

  /// Reads the rules that come along if they are wanted, those that were added to the data folder, and those of the
  /// paths. The same rule in several places is used once.
  ///
  /// @throws AnalysisException where a path is missing or cannot be read
  public static Rules load(boolean builtIn, List<Path> paths, Path dataDir, Level minLevel) throws AnalysisException {
    return load(builtIn, paths, dataDir, minLevel, null);
  }

  /// As before, with a file of values for the placeholders of rules.
  ///
  /// @throws AnalysisException where a path is missing or cannot be read, or the values cannot be used
  public static Rules load(boolean builtIn, List<Path> paths, Path dataDir, Level minLevel, @Nullable Path placeholders) throws AnalysisException {
    for (Path path : paths) {
      if (!Files.exists(path)) {
        throw new AnalysisException(AnalysisException.Kind.IO, path + ": there are no rules here (no such file or folder)");
      }
    }
    RuleReader reader = new RuleReader(new Re2Regexes(), values(placeholders).values());
    List<Path> all = new ArrayList<>(new RuleLibrary(dataDir).packs());
    all.addAll(paths);
    RuleSet read;
    try {
      read = reader.load(builtIn ? BuiltInRules.files() : List.of(), all);
    } catch (RuleSourceException unreadable) {
      throw new AnalysisException(AnalysisException.Kind.IO, String.valueOf(unreadable.getMessage()), unreadable);
    }
    RuleAdjustments adjustments = RuleAdjustments.load(dataDir);
    List<RuleProblem> problems = new ArrayList<>(read.problems());
    problems.addAll(adjustments.problems());
    List<RuleReference> known = new ArrayList<>(read.rules().stream().map(Rule::reference).toList());
    read.correlations().forEach(correlation -> known.add(correlation.reference()));
    problems.addAll(adjustments.unknown(known));
    UsedCorrelations correlations = UsedCorrelations.of(read, adjustments, minLevel, problems);
    List<Rule> used = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Rule rule : read.rules()) {
      RuleReference reference = adjustments.adjust(rule.reference());
      if (adjustments.disables(reference)) {
        problems.add(adjustments.disabled(rule.reference(), rule.file()));
        continue;
      }
      boolean wanted = reference.level().compareTo(minLevel) >= 0 || correlations.uses(reference.key());
      if (wanted && seen.add(reference.key().id() + " " + reference.key().contentHash())) {
        used.add(rule.with(reference));
      }
    }
    int parsed = read.parsed();
    int skipped = (int) problems.stream().filter(p -> p.kind() != RuleProblem.Kind.WARNING).map(p -> p.file() + ":" + p.line()).distinct().count();
    return new Rules(used, problems, parsed, skipped, adjustments, correlations);
  }

  static Placeholders values(@Nullable Path file) throws AnalysisException {
    if (file == null) {
      return Placeholders.NONE;
    }
    Placeholders read;
    try {
      read = Placeholders.read(new RuleFile("placeholders", file.toString(), Files.readAllBytes(file)));
    } catch (IOException unreadable) {
      throw new AnalysisException(AnalysisException.Kind.IO, file + ": the values of placeholders cannot be read: " + unreadable.getMessage(), unreadable);
    }
    if (!read.problems().isEmpty()) {
      throw new AnalysisException(AnalysisException.Kind.CONFIGURATION, read.problems().getFirst().toString());
    }
    return read;
  }

  /// How many rules and correlations are used.
  public int count() {
    return used.size() + correlations.all().size();
  }
}
