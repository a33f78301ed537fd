package io.cutpoint.match;

import io.cutpoint.sigma.Predicate;
import java.util.List;
import java.util.Optional;

/// Says of a rule's regular expression why it is slow, for those who write rules.
///
/// Expressions run in time linear in the text whatever they are. What makes one slow is that it must run at all: it
/// does so only over values that hold a literal which each match needs, and over every value where there is none.
public final class RegexCost {

  /// Literals of fewer letters are in most values.
  private static final int RARE_LETTERS = 3;

  private RegexCost() {}

  /// What makes it slow; nothing where it is not.
  public static Optional<String> of(Predicate.Regex regex) {
    List<List<String>> needs = RegexLiterals.of(RegexTree.of(regex.pattern(), regex.ignoreCase(), regex.multiline(), regex.dotAll()));
    if (needs.isEmpty()) {
      return Optional.of("no literal text that every match must hold, so it runs over every value of the field");
    }
    boolean rare = needs.stream().anyMatch(need -> need.stream().allMatch(literal -> literal.length() >= RARE_LETTERS));
    return rare ? Optional.empty() : Optional.of("no literal text of " + RARE_LETTERS + " letters that every match must hold, so it runs over most values of the field");
  }
}
