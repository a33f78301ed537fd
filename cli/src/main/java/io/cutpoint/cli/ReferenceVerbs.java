package io.cutpoint.cli;

import io.cutpoint.cli.arguments.Suggestions;
import io.cutpoint.cli.arguments.UsageException;
import io.cutpoint.cli.reference.BashCompletion;
import io.cutpoint.cli.reference.FishCompletion;
import io.cutpoint.cli.reference.ManualPage;
import io.cutpoint.cli.reference.Reference;
import io.cutpoint.cli.reference.Variable;
import io.cutpoint.cli.reference.ZshCompletion;
import java.util.List;

/// `completion` and `man`: what is made from the command table for other programs.
final class ReferenceVerbs {

  static final List<String> SHELLS = List.of("bash", "zsh", "fish");

  /// What the process heeds beside the variables of the settings.
  static final List<Variable> VARIABLES =
      List.of(
          new Variable("CUTPOINT_CONFIG", "a configuration file, as --config"),
          new Variable("CUTPOINT_JAVA_HOME", "the JDK to use, in place of the runtime that came along or was found"),
          new Variable("NO_COLOR", "if not empty: no colours, unless --color says otherwise"),
          new Variable("CLICOLOR_FORCE", "if neither empty nor 0: colours through a pipe too"),
          new Variable("TERM", "dumb: no colours and no progress line"),
          new Variable("COLUMNS", "the width where the terminal does not tell it; at least 80 is used"),
          new Variable("XDG_DATA_HOME", "the data folder lies in it; on Windows LOCALAPPDATA"),
          new Variable("XDG_CONFIG_HOME", "the user's configuration lies in it; on Windows APPDATA"),
          new Variable("TMPDIR", "where a crash of the JVM leaves its log"));

  private ReferenceVerbs() {}

  /// The whole table as data.
  static Reference reference(String version) {
    return new Reference(version, Verbs.ALL.stream().map(Verb::syntax).toList(), Options.COMMON, HelpVerbs.TOPICS, Exit.ALL, VARIABLES, Settings.ALL);
  }

  static int completion(Call call) throws UsageException {
    String shell = call.arguments().operands().getFirst();
    Reference reference = reference(call.around().version());
    call.around()
        .out()
        .append(
            switch (shell) {
              case "bash" -> BashCompletion.of(reference);
              case "zsh" -> ZshCompletion.of(reference);
              case "fish" -> FishCompletion.of(reference);
              default -> throw new UsageException("completion knows no shell " + shell, Suggestions.hint(shell, SHELLS, "there are: " + String.join(", ", SHELLS)));
            });
    return Exit.DONE;
  }

  static int man(Call call) {
    call.around().out().append(ManualPage.of(reference(call.around().version())));
    return Exit.DONE;
  }
}
