package io.cutpoint.sigma;

import java.util.Comparator;

/// Something about a rule that its author would want to know. Text is not yet escaped.
///
/// @param file the file, inside an archive after `!`
/// @param line from 1, or 0 where no line can be named
/// @param column from 1, or 0
/// @param severity how much it matters
/// @param check the short name of what was looked at, such as `tag-deprecated`
/// @param message what was wanted and what was found
public record LintFinding(String file, int line, int column, Severity severity, String check, String message) implements Comparable<LintFinding> {

  private static final Comparator<LintFinding> BY_PLACE = Comparator.comparing(LintFinding::file).thenComparingInt(LintFinding::line)
      .thenComparingInt(LintFinding::column).thenComparing(LintFinding::severity).thenComparing(LintFinding::check).thenComparing(LintFinding::message);

  /// How much a finding matters, the worst first.
  public enum Severity {
    /// The rule cannot be used.
    ERROR("error"),
    /// The rule works, but hardly as its author means it, or others cannot work with it.
    WARNING("warning"),
    /// Worth knowing.
    NOTE("note");

    private final String word;

    Severity(String word) {
      this.word = word;
    }

    /// The word in outputs.
    public String word() {
      return word;
    }
  }

  @Override
  public int compareTo(LintFinding other) {
    return BY_PLACE.compare(this, other);
  }

  /// `file:line:column: severity: message [check]`.
  @Override
  public String toString() {
    return file + ":" + line + ":" + column + ": " + severity.word() + ": " + message + " [" + check + "]";
  }
}
