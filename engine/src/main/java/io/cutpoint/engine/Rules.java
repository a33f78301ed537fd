package io.cutpoint.engine;

import io.cutpoint.model.detection.Level;
import io.cutpoint.sigma.Rule;
import io.cutpoint.sigma.RuleProblem;
import io.cutpoint.sigma.RuleReader;
import io.cutpoint.sigma.RuleSet;
import io.cutpoint.sigma.RuleSourceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The rules of a run: what was read, and what of it is used.
///
/// @param used by their keys, so that their places order detections of one event
/// @param problems of all files
/// @param parsed rules that could be read
/// @param skipped rules that were read or refused and are not used
public record Rules(List<Rule> used, List<RuleProblem> problems, int parsed, int skipped) {
  public Rules {
    used = List.copyOf(used);
    problems = List.copyOf(problems);
  }

  /// Reads the rules of these paths. The same rule in two places is used once.
  ///
  /// @throws AnalysisException where a path is missing or cannot be read
  public static Rules load(List<Path> paths, Level minLevel) throws AnalysisException {
    for (Path path : paths) {
      if (!Files.exists(path)) {
        throw new AnalysisException(AnalysisException.Kind.IO, path + ": there are no rules here (no such file or folder)");
      }
    }
    RuleSet read;
    try {
      read = new RuleReader(new Re2Regexes(), Map.of()).load(paths);
    } catch (RuleSourceException unreadable) {
      throw new AnalysisException(AnalysisException.Kind.IO, String.valueOf(unreadable.getMessage()), unreadable);
    }
    List<Rule> used = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Rule rule : read.rules()) {
      boolean grave = rule.reference().level().compareTo(minLevel) >= 0;
      if (grave && seen.add(rule.reference().key().id() + " " + rule.reference().key().contentHash())) {
        used.add(rule);
      }
    }
    int skipped = (int) read.problems().stream().filter(p -> p.kind() != RuleProblem.Kind.WARNING).map(p -> p.file() + ":" + p.line()).distinct().count();
    return new Rules(used, read.problems(), read.parsed(), skipped);
  }
}
