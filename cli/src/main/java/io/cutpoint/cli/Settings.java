package io.cutpoint.cli;

import io.cutpoint.cli.arguments.Arguments;
import io.cutpoint.cli.arguments.Condition;
import io.cutpoint.cli.arguments.Sizes;
import io.cutpoint.cli.arguments.Times;
import io.cutpoint.cli.arguments.UsageException;
import io.cutpoint.cli.configuration.Configuration;
import io.cutpoint.cli.configuration.ConfigurationException;
import io.cutpoint.cli.configuration.Setting;
import io.cutpoint.cli.configuration.Setting.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/// The table of settings: every key that files and environment may set. Reading, `config show`, "did you mean" and
/// docs/configuration.md are made from it.
final class Settings {

  /// The file of the working directory.
  static final String LOCAL = "cutpoint.yaml";
  /// The variable that names a file like `--config`.
  static final String VARIABLE = "CUTPOINT_CONFIG";

  /// In the order in which people see them.
  static final List<Setting> ALL =
      List.of(
          Setting.of("output.format", Kind.TEXT, Options.FORMAT, "table"),
          Setting.of("output.color", Kind.TEXT, Options.COLOR, "auto"),
          new Setting("output.tz", Kind.TEXT, Options.TZ, "UTC", Times::zone),
          Setting.of("output.progress", Kind.SWITCH, Options.NO_PROGRESS, "true"),
          Setting.of("data-dir", Kind.PATH, Options.DATA_DIR, "by the system's custom"),
          new Setting("threads", Kind.TEXT, Options.THREADS, "as many as processors", text -> AnalyzeVerb.number("--threads", text, 1, AnalyzeVerb.MOST_THREADS)),
          new Setting("max-memory", Kind.TEXT, Options.MAX_MEMORY, "512M", Settings::memory),
          Setting.of("rules.paths", Kind.PATHS, Options.RULES, "none"),
          Setting.of("rules.builtin", Kind.SWITCH, Options.NO_BUILTIN_RULES, "true"),
          Setting.of("rules.min-level", Kind.TEXT, Options.MIN_LEVEL, "informational"),
          new Setting("analyze.fail-on", Kind.TEXTS, Options.FAIL_ON, "none", Condition::parse),
          Setting.of("analyze.strict", Kind.SWITCH, Options.STRICT, "false"));

  private Settings() {}

  private static void memory(String text) throws UsageException {
    if (Sizes.parse("max-memory", text) < AnalyzeVerb.LEAST_MEMORY) {
      throw new UsageException("max-memory is too little: " + text, "at least 256M are needed");
    }
  }

  /// What environment and files set for a call.
  static Configuration read(Surroundings around, Arguments written) throws UsageException, ConfigurationException, ExitException, IOException {
    return Configuration.read(ALL, around.environment(), places(around, written));
  }

  /// Where files are looked for, the strongest first.
  static List<Path> places(Surroundings around, Arguments written) throws UsageException, ExitException {
    String named = written.value(Options.CONFIG).orElse(around.environment().getOrDefault(VARIABLE, ""));
    Path first = around.directory().resolve(LOCAL);
    if (!named.isEmpty()) {
      try {
        first = around.directory().resolve(named);
      } catch (InvalidPathException impossible) {
        throw new UsageException("no path can be written like this: " + named, "see: cutpoint help");
      }
      if (!Files.isRegularFile(first)) {
        throw new ExitException(Exit.IO, named + (Files.isDirectory(first) ? ": this is a folder, wanted a configuration file" : ": there is no such configuration file"));
      }
    }
    return List.of(first, around.userConfiguration(), around.systemConfiguration());
  }
}
