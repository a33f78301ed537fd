package io.cutpoint.cli;

import io.cutpoint.cli.arguments.Syntax;
import io.cutpoint.cli.arguments.UsageException;
import io.cutpoint.engine.AnalysisException;
import java.io.IOException;

/// A verb: what it takes and what it does.
///
/// @param syntax what it takes
/// @param action what it does
record Verb(Syntax syntax, Action action) {

  /// What a verb does; gives the exit code.
  interface Action {
    int run(Call call) throws UsageException, ExitException, IOException, AnalysisException;
  }
}
