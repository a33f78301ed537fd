package io.cutpoint.sigma;

/// Something in a rule file that is wrong, or that a person should know. Text is not yet escaped.
///
/// @param file the file, inside an archive after `!`
/// @param line from 1, or 0 where no line can be named
/// @param column from 1, or 0
/// @param kind what became of the rule
/// @param message what was wanted and what was found
public record RuleProblem(String file, int line, int column, Kind kind, String message) {

  /// What became of the rule.
  public enum Kind {
    /// It works; an author would want to know.
    WARNING,
    /// It is not used because it cannot be: wrong, or beyond a limit.
    REFUSED,
    /// It is sound and not used: a placeholder has no value here.
    SKIPPED
  }

  /// `file:line:column: message`, or `file: message` where there is no line.
  @Override
  public String toString() {
    return file + (line == 0 ? "" : ":" + line + ":" + column) + ": " + message;
  }
}
