package io.cutpoint.cli.reference;

import io.cutpoint.cli.arguments.Option;
import io.cutpoint.cli.arguments.Syntax;
import io.cutpoint.cli.configuration.Setting;

/// The manual page `cutpoint(1)` in roff.
public final class ManualPage {

  private final StringBuilder out = new StringBuilder();

  private ManualPage() {}

  /// The text of the file.
  public static String of(Reference reference) {
    ManualPage page = new ManualPage();
    page.write(reference);
    return page.out.toString();
  }

  private void write(Reference reference) {
    out.append(".TH CUTPOINT 1 \"\" \"cutpoint ").append(text(reference.version())).append("\" \"User Commands\"\n.nh\n.ad l\n");
    section("NAME");
    line("cutpoint - find the intrusions in logs, and show how far along the kill chain each has come");
    section("SYNOPSIS");
    out.append(".B cutpoint\n.I verb\n");
    line("[options] [PATH...]");
    section("DESCRIPTION");
    line("Reads the logs that are there, matches Sigma rules, links what they find into intrusions along the Cyber Kill Chain, and explains each. Data goes to standard output, talk to standard error. Nothing is written to the evidence, and nothing uses the network.");
    section("VERBS");
    for (Syntax verb : reference.verbs()) {
      out.append(".SS \"cutpoint ").append(text(verb.name())).append(verb.operands().isEmpty() ? "" : " " + text(verb.operands())).append("\"\n");
      line(sentence(verb.summary()));
      for (String detail : verb.details()) {
        out.append(".PP\n");
        line(detail);
      }
      for (Option option : reference.own(verb)) {
        option(option);
      }
      for (Syntax.Example example : verb.examples()) {
        out.append(".PP\n");
        line(sentence(example.effect()).replace(".", ":"));
        out.append(".PP\n.RS 4\n.nf\n");
        line(example.command());
        out.append(".fi\n.RE\n");
      }
    }
    section("OPTIONS OF EVERY VERB");
    reference.common().forEach(this::option);
    section("EXIT STATUS");
    for (ExitCode exit : reference.exits()) {
      item(Integer.toString(exit.code()), exit.meaning());
    }
    section("ENVIRONMENT");
    for (Variable variable : reference.variables()) {
      item(variable.name(), variable.meaning());
    }
    for (Setting setting : reference.settings()) {
      item(setting.variable(), "as the key " + setting.key());
    }
    section("CONFIGURATION");
    line("The first of these that sets something wins: options, environment, ./cutpoint.yaml (or the file of --config), $XDG_CONFIG_HOME/cutpoint/config.yaml, /etc/cutpoint/config.yaml. Keys:");
    for (Setting setting : reference.settings()) {
      item(setting.key(), "as --" + setting.option().name());
    }
  }

  private void section(String title) {
    out.append(".SH \"").append(title).append("\"\n");
  }

  private void option(Option option) {
    item(option.usage(), option.help() + (option.opposite().isEmpty() ? "" : "; --" + option.opposite() + " takes it back"));
  }

  private void item(String term, String about) {
    out.append(".TP\n\\fB").append(text(term)).append("\\fR\n");
    line(sentence(about));
  }

  /// A line of text that no request can be hidden in.
  private void line(String words) {
    String safe = text(words);
    boolean isRequest = safe.startsWith(".") || safe.startsWith("'");
    out.append(isRequest ? "\\&" : "").append(safe).append('\n');
  }

  private static String sentence(String words) {
    return Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".";
  }

  private static String text(String words) {
    return words.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace("\"", "\\(dq").replace("~", "\\(ti").replace("^", "\\(ha").replace("`", "\\(ga");
  }
}
