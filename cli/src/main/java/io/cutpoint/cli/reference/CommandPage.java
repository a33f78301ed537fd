package io.cutpoint.cli.reference;

import io.cutpoint.cli.arguments.Option;
import io.cutpoint.cli.arguments.Syntax;

/// The page docs/commands.md.
public final class CommandPage {

  private CommandPage() {}

  /// The text of the page.
  public static String of(Reference reference) {
    StringBuilder out = new StringBuilder();
    out.append("# Commands\n\nMade from the command table; a test keeps it equal. The same is printed by `cutpoint help`, and by `cutpoint man` as a manual page.\n\n");
    out.append("    cutpoint VERB [options] [PATH...]\n\n| verb | what it does |\n|---|---|\n");
    for (Syntax verb : reference.verbs()) {
      out.append("| [`").append(verb.name()).append("`](#cutpoint-").append(verb.name().replace(' ', '-')).append(") | ").append(cell(verb.summary())).append(" |\n");
    }
    out.append("\nData goes to standard output, talk to standard error. Options and operands may be mixed; `--` ends the options. Values follow as `--name value` or `--name=value`.\n");
    for (Syntax verb : reference.verbs()) {
      out.append("\n## cutpoint ").append(verb.name()).append("\n\n    cutpoint ").append(verb.name()).append(" [options]").append(verb.operands().isEmpty() ? "" : " " + verb.operands()).append("\n\n");
      out.append(sentence(verb.summary())).append('\n');
      verb.details().forEach(detail -> out.append('\n').append(plain(detail)).append('\n'));
      if (!reference.own(verb).isEmpty()) {
        out.append("\n| option | what it does |\n|---|---|\n");
        reference.own(verb).forEach(option -> option(out, option));
      }
      out.append('\n');
      for (Syntax.Example example : verb.examples()) {
        out.append("    ").append(example.command()).append("    # ").append(example.effect()).append('\n');
      }
    }
    out.append("\n## Options of every verb\n\n| option | what it does |\n|---|---|\n");
    reference.common().forEach(option -> option(out, option));
    out.append("\n## Exit codes\n\n| code | meaning |\n|---|---|\n");
    reference.exits().forEach(exit -> out.append("| ").append(exit.code()).append(" | ").append(cell(exit.meaning())).append(" |\n"));
    out.append("\n## Environment\n\nBeside these, every [setting](configuration.md) has a variable.\n\n| variable | what it does |\n|---|---|\n");
    reference.variables().forEach(variable -> out.append("| `").append(variable.name()).append("` | ").append(cell(variable.meaning())).append(" |\n"));
    return out.toString();
  }

  private static void option(StringBuilder out, Option option) {
    out.append("| `").append(option.usage().replace("|", "\\|")).append("` | ").append(cell(option.help())).append(option.opposite().isEmpty() ? "" : "; `--" + option.opposite() + "` takes it back").append(" |\n");
  }

  private static String sentence(String words) {
    return Character.toUpperCase(words.charAt(0)) + plain(words).substring(1) + ".";
  }

  private static String cell(String words) {
    return plain(words).replace("|", "\\|");
  }

  private static String plain(String words) {
    return words.replace("<", "\\<").replace("*", "\\*");
  }
}
