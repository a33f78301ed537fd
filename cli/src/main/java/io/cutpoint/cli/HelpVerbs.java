package io.cutpoint.cli;

import io.cutpoint.cli.arguments.Option;
import io.cutpoint.cli.arguments.Suggestions;
import io.cutpoint.cli.arguments.Syntax;
import io.cutpoint.cli.arguments.UsageException;
import io.cutpoint.cli.configuration.Setting;
import io.cutpoint.cli.reference.ExitCode;
import io.cutpoint.cli.reference.Variable;
import io.cutpoint.cli.terminal.Lines;
import io.cutpoint.cli.terminal.Paint;
import io.cutpoint.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;

/// `help` and `version`.
final class HelpVerbs {

  private static final int LEFT = 26;
  private static final String EXIT_CODES = "exit-codes";
  private static final String ENVIRONMENT = "environment";

  /// What help tells of beside verbs.
  static final List<String> TOPICS = List.of(EXIT_CODES, ENVIRONMENT);

  private HelpVerbs() {}

  static int version(Call call) {
    call.terminal().print("cutpoint " + call.around().version() + " (Java " + Runtime.version().feature() + ")");
    return Exit.DONE;
  }

  static int help(Call call) throws UsageException {
    String name = String.join(" ", call.arguments().operands());
    if (name.isEmpty()) {
      overview(call.terminal(), call.around().version());
    } else if (Verbs.find(name).isPresent()) {
      verb(call.terminal(), Verbs.find(name).orElseThrow().syntax());
    } else if (Verbs.isGroup(name)) {
      for (Verb verb : Verbs.ALL) {
        if (verb.syntax().name().startsWith(name + " ")) {
          verb(call.terminal(), verb.syntax());
          call.terminal().print("");
        }
      }
    } else if (name.equals(EXIT_CODES)) {
      exitCodes(call.terminal());
    } else if (name.equals(ENVIRONMENT)) {
      environment(call.terminal());
    } else {
      List<String> known = new ArrayList<>(Verbs.names());
      known.addAll(Verbs.firstWords());
      known.addAll(TOPICS);
      throw new UsageException("there is no verb " + name, Suggestions.hint(name, known, "see: cutpoint help"));
    }
    return Exit.DONE;
  }

  /// All verbs.
  static void overview(Terminal terminal, String version) {
    terminal.print("cutpoint " + version + " finds the intrusions in the logs that you have and shows how far each one has come.");
    terminal.print("");
    terminal.print(terminal.paint(Paint.STRONG, "Usage:") + " cutpoint VERB [options] [PATH...]");
    terminal.print("");
    for (Verb verb : Verbs.ALL) {
      entry(terminal, verb.syntax().name(), verb.syntax().summary(), LEFT);
    }
    terminal.print("");
    terminal.print(terminal.paint(Paint.STRONG, "Examples:"));
    terminal.print("  cutpoint analyze ~/evidence");
    terminal.print("  cutpoint analyze case.zip --rules ~/sigma/rules --out result");
    terminal.print("  cutpoint intrusions ls");
    terminal.print("");
    terminal.print("cutpoint help VERB prints the options of a verb, cutpoint help exit-codes and");
    terminal.print("cutpoint help environment what these are; cutpoint doctor says what is missing here.");
  }

  private static void exitCodes(Terminal terminal) {
    terminal.print(terminal.paint(Paint.STRONG, "Exit codes:"));
    for (ExitCode exit : Exit.ALL) {
      entry(terminal, Integer.toString(exit.code()), exit.meaning(), 6);
    }
  }

  private static void environment(Terminal terminal) {
    terminal.print(terminal.paint(Paint.STRONG, "Environment:"));
    for (Variable variable : ReferenceVerbs.VARIABLES) {
      entry(terminal, variable.name(), variable.meaning(), LEFT);
    }
    for (Setting setting : Settings.ALL) {
      entry(terminal, setting.variable(), "as the key " + setting.key() + " of a configuration file, or --" + setting.option().name(), LEFT);
    }
  }

  /// One verb.
  static int verb(Terminal terminal, Syntax syntax) {
    terminal.print("cutpoint " + syntax.name() + ": " + syntax.summary());
    terminal.print("");
    terminal.print(terminal.paint(Paint.STRONG, "Usage:") + " cutpoint " + syntax.name() + " [options]" + (syntax.operands().isEmpty() ? "" : " " + syntax.operands()));
    for (String detail : syntax.details()) {
      terminal.print("");
      Lines.wrap(detail, terminal.width() - 2).forEach(line -> terminal.print("  " + line));
    }
    terminal.print("");
    List<Option> own = syntax.options().stream().filter(option -> !Options.COMMON.contains(option)).toList();
    options(terminal, "Options:", own);
    options(terminal, "Options of every verb:", Options.COMMON);
    terminal.print(terminal.paint(Paint.STRONG, "Examples:"));
    for (Syntax.Example example : syntax.examples()) {
      terminal.print("  " + example.command());
      terminal.print("      " + terminal.paint(Paint.FAINT, example.effect()));
    }
    return Exit.DONE;
  }

  private static void options(Terminal terminal, String title, List<Option> options) {
    if (options.isEmpty()) {
      return;
    }
    terminal.print(terminal.paint(Paint.STRONG, title));
    for (Option option : options) {
      entry(terminal, option.usage(), option.help() + (option.opposite().isEmpty() ? "" : "; --" + option.opposite() + " takes it back"), LEFT);
    }
    terminal.print("");
  }

  private static void entry(Terminal terminal, String left, String right, int width) {
    String indent = " ".repeat(width + 2);
    String start = "  " + left;
    if (left.length() > width - 2) {
      terminal.print(start);
      start = indent;
    } else {
      start = Lines.padRight(start, width + 2);
    }
    for (String line : Lines.wrap(right, terminal.width() - width - 2)) {
      terminal.print(start + line);
      start = indent;
    }
  }
}
