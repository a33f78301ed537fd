package io.cutpoint.sigma;

import java.util.List;

/// All rules of some folders, files and archives, and all that was wrong with them.
///
/// @param rules those that can be used, sorted by their keys
/// @param problems by file, line and column
/// @param parsed how many rules were read without a fault, also those that were skipped afterwards
public record RuleSet(List<Rule> rules, List<RuleProblem> problems, int parsed) {
  public RuleSet {
    rules = List.copyOf(rules);
    problems = List.copyOf(problems);
  }
}
