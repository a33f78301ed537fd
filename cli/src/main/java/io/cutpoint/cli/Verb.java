package io.cutpoint.cli;

import io.cutpoint.cli.arguments.Syntax;
import io.cutpoint.cli.arguments.UsageException;
import io.cutpoint.cli.configuration.ConfigurationException;
import io.cutpoint.engine.AnalysisException;
import java.io.IOException;

/// A verb: what it takes and what it does.
///
/// @param syntax what it takes
/// @param action what it does
/// @param isConfigured whether environment and configuration files fill in the options that are not given, and a broken
///     configuration stops it; verbs that help people out do without
record Verb(Syntax syntax, Action action, boolean isConfigured) {

  Verb(Syntax syntax, Action action) {
    this(syntax, action, true);
  }

  /// The same, and it works with any configuration.
  Verb unconfigured() {
    return new Verb(syntax, action, false);
  }

  /// What a verb does; gives the exit code.
  interface Action {
    int run(Call call) throws UsageException, ConfigurationException, ExitException, IOException, AnalysisException;
  }
}
