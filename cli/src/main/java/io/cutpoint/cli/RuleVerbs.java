package io.cutpoint.cli;

import io.cutpoint.cli.arguments.UsageException;
import java.util.List;

/// `rules ls`.
final class RuleVerbs {

  private RuleVerbs() {}

  static int ls(Call call) throws UsageException, ExitException {
    List<java.nio.file.Path> rules = AnalyzeVerb.rules(call);
    throw new ExitException(Exit.CONFIGURATION, "rules cannot be read yet: " + rules);
  }
}
