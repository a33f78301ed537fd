package io.cutpoint.sigma;

import io.cutpoint.model.correlation.Correlation;
import java.util.List;

/// All rules of some folders, files and archives, and all that was wrong with them.
///
/// @param rules those that can be used, sorted by their keys
/// @param correlations those that can be used, sorted by their keys; those that they refer to are among these and the rules
/// @param filters how many filters were worked into the rules
/// @param problems by file, line and column
/// @param parsed how many rules were read without a fault, also those that were skipped afterwards
public record RuleSet(List<Rule> rules, List<Correlation> correlations, int filters, List<RuleProblem> problems, int parsed) {
  public RuleSet {
    rules = List.copyOf(rules);
    correlations = List.copyOf(correlations);
    problems = List.copyOf(problems);
  }
}
