package io.cutpoint.evaluate;

import java.util.List;

/// The file with the truth is wrong, and nothing was measured.
public final class TruthException extends Exception {

  private static final long serialVersionUID = 1;

  private final transient List<String> problems;

  TruthException(String message, List<String> problems) {
    super(message, null, false, false);
    this.problems = List.copyOf(problems);
  }

  /// What is wrong, each `path:line:column: wanted .., found ..`; the first ones where there are many.
  public List<String> problems() {
    return problems;
  }
}
