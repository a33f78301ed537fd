package io.cutpoint.cli;

import io.cutpoint.cli.arguments.Option;
import io.cutpoint.cli.arguments.Suggestions;
import io.cutpoint.cli.arguments.Syntax;
import io.cutpoint.cli.arguments.UsageException;
import io.cutpoint.cli.terminal.Lines;
import io.cutpoint.cli.terminal.Paint;
import io.cutpoint.cli.terminal.Terminal;

/// `help` and `version`.
final class HelpVerbs {

  private static final int LEFT = 26;

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
    } else {
      throw new UsageException("there is no verb " + name, Suggestions.hint(name, Verbs.names(), "see: cutpoint help"));
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
      entry(terminal, verb.syntax().name(), verb.syntax().summary());
    }
    terminal.print("");
    terminal.print(terminal.paint(Paint.STRONG, "Examples:"));
    terminal.print("  cutpoint analyze ~/evidence");
    terminal.print("  cutpoint analyze case.zip --rules ~/sigma/rules --out result");
    terminal.print("  cutpoint intrusions ls");
    terminal.print("");
    terminal.print("cutpoint help VERB prints the options of a verb.");
    terminal.print("");
    terminal.print(terminal.paint(Paint.STRONG, "Exit codes:") + " 0 done, 2 usage, 3 some input unreadable (with --strict), 10 --fail-on met,");
    terminal.print("  70 bug, 74 input or output failed, 78 configuration, 130 interrupted");
  }

  /// One verb.
  static void verb(Terminal terminal, Syntax syntax) {
    terminal.print("cutpoint " + syntax.name() + ": " + syntax.summary());
    terminal.print("");
    terminal.print(terminal.paint(Paint.STRONG, "Usage:") + " cutpoint " + syntax.name() + " [options]" + (syntax.operands().isEmpty() ? "" : " " + syntax.operands()));
    for (String detail : syntax.details()) {
      terminal.print("");
      Lines.wrap(detail, terminal.width() - 2).forEach(line -> terminal.print("  " + line));
    }
    terminal.print("");
    terminal.print(terminal.paint(Paint.STRONG, "Options:"));
    for (Option option : syntax.options()) {
      entry(terminal, option.usage(), option.help());
    }
    terminal.print("");
    terminal.print(terminal.paint(Paint.STRONG, "Examples:"));
    for (Syntax.Example example : syntax.examples()) {
      terminal.print("  " + example.command());
      terminal.print("      " + terminal.paint(Paint.FAINT, example.effect()));
    }
  }

  private static void entry(Terminal terminal, String left, String right) {
    String indent = " ".repeat(LEFT + 2);
    String start = "  " + left;
    if (left.length() > LEFT - 2) {
      terminal.print(start);
      start = indent;
    } else {
      start = Lines.padRight(start, LEFT + 2);
    }
    for (String line : Lines.wrap(right, terminal.width() - LEFT - 2)) {
      terminal.print(start + line);
      start = indent;
    }
  }
}
