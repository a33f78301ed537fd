package io.cutpoint.sigma;

import io.cutpoint.sigma.RuleProblem.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.Node;

/// The problems of one file while it is read.
final class Problems {

  private final String file;
  private final List<RuleProblem> all = new ArrayList<>();
  private int refusals;
  private boolean full;

  Problems(String file) {
    this.file = file;
  }

  List<RuleProblem> all() {
    return all;
  }

  /// How often something was refused so far; a rule is sound when this did not grow.
  int refusals() {
    return refusals;
  }

  void refuse(@Nullable Node at, String message) {
    add(Kind.REFUSED, at, 0, message);
  }

  /// @param into characters from the start of the node's text to the place that is meant
  void refuse(Node at, int into, String message) {
    add(Kind.REFUSED, at, into, message);
  }

  void skip(@Nullable Node at, String message) {
    add(Kind.SKIPPED, at, 0, message);
  }

  void warn(@Nullable Node at, String message) {
    add(Kind.WARNING, at, 0, message);
  }

  void refuse(@Nullable Mark at, String message) {
    add(Kind.REFUSED, at == null ? 0 : at.getLine() + 1, at == null ? 0 : at.getColumn() + 1, message);
  }

  private void add(Kind kind, @Nullable Node at, int into, String message) {
    if (at == null) {
      add(kind, 0, 0, message);
    } else {
      add(kind, at.getStartMark().getLine() + 1, at.getStartMark().getColumn() + 1 + Nodes.shift(at, into), message);
    }
  }

  private void add(Kind kind, int line, int column, String message) {
    if (kind == Kind.REFUSED) {
      refusals++;
    }
    if (all.size() < Limits.PROBLEMS_PER_FILE) {
      all.add(new RuleProblem(file, line, column, kind, message));
    } else if (!full) {
      full = true;
      all.add(new RuleProblem(file, line, column, kind, message + " (the file has more problems, which are not listed)"));
    }
  }
}
