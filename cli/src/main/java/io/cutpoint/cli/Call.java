package io.cutpoint.cli;

import io.cutpoint.cli.arguments.Arguments;
import io.cutpoint.cli.arguments.Times;
import io.cutpoint.cli.arguments.UsageException;
import io.cutpoint.cli.configuration.Configuration;
import io.cutpoint.cli.terminal.Terminal;
import io.cutpoint.cli.terminal.TimeText;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.ZoneOffset;

/// One call of a verb.
///
/// @param arguments what was written behind it, filled up with what is configured
/// @param written what was written behind it
/// @param configuration what environment and files set; nothing for verbs that are not configured
/// @param around what the process gives
/// @param terminal where to print
record Call(Arguments arguments, Arguments written, Configuration configuration, Surroundings around, Terminal terminal) {

  /// A call without any configuration.
  Call(Arguments arguments, Surroundings around, Terminal terminal) {
    this(arguments, arguments, Configuration.NONE, around, terminal);
  }

  /// Whether to print nothing but what went wrong.
  boolean isQuiet() {
    return arguments.has(Options.QUIET);
  }

  /// Whether to print more.
  boolean isVerbose() {
    return arguments.has(Options.VERBOSE);
  }

  /// The output form that was asked for, `table` where none was.
  String format() {
    return arguments.has(Options.JSON) ? "json" : arguments.value(Options.FORMAT).orElse("table");
  }

  /// The data folder, there or not.
  Path dataDir() {
    return around.dataDir(arguments.value(Options.DATA_DIR).orElse(""));
  }

  /// How times are written.
  TimeText times() throws UsageException {
    return new TimeText(arguments.has(Options.TZ) ? Times.zone(arguments.value(Options.TZ).orElseThrow()) : ZoneOffset.UTC);
  }

  /// A path as the user wrote it, from the working directory.
  Path path(String written) throws UsageException {
    try {
      return around.directory().resolve(written);
    } catch (InvalidPathException impossible) {
      throw new UsageException("no path can be written like this: " + written, "see: cutpoint help");
    }
  }
}
