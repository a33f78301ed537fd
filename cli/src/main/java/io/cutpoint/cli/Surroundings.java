package io.cutpoint.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.LongSupplier;

/// All that a call takes from the process that it runs in; tests bring their own.
///
/// @param in standard input
/// @param out where data goes
/// @param err where talk goes
/// @param environment variables
/// @param directory where relative paths begin
/// @param clock names results and traces, nothing else
/// @param nanoClock measures durations
/// @param outIsTerminal whether a person sees `out`
/// @param errIsTerminal whether a person sees `err`
/// @param columns how wide the terminal is, as the launcher says; empty where nobody knows
/// @param version of the product
/// @param isMain whether this call is the whole process, so that an interruption of the process is its own
record Surroundings(
    InputStream in,
    PrintStream out,
    PrintStream err,
    Map<String, String> environment,
    Path directory,
    InstantSource clock,
    LongSupplier nanoClock,
    boolean outIsTerminal,
    boolean errIsTerminal,
    String columns,
    String version,
    boolean isMain) {

  /// The folder for caches and traces: where it was told, else by the system's custom.
  Path dataDir(String told) {
    if (!told.isEmpty()) {
      return directory.resolve(told);
    }
    String windows = environment.getOrDefault("LOCALAPPDATA", "");
    if (!windows.isEmpty()) {
      return Path.of(windows, "cutpoint");
    }
    String xdg = environment.getOrDefault("XDG_DATA_HOME", "");
    if (xdg.startsWith("/")) {
      return Path.of(xdg, "cutpoint");
    }
    return home().resolve(Path.of(".local", "share", "cutpoint"));
  }

  /// The user's own configuration file, by the system's custom; it need not be there.
  Path userConfiguration() {
    String windows = environment.getOrDefault("APPDATA", "");
    if (!windows.isEmpty()) {
      return Path.of(windows, "cutpoint", "config.yaml");
    }
    String xdg = environment.getOrDefault("XDG_CONFIG_HOME", "");
    return xdg.startsWith("/") ? Path.of(xdg, "cutpoint", "config.yaml") : home().resolve(Path.of(".config", "cutpoint", "config.yaml"));
  }

  /// The configuration file of everybody on this machine; it need not be there.
  Path systemConfiguration() {
    String windows = environment.getOrDefault("PROGRAMDATA", "");
    return windows.isEmpty() ? Path.of("/etc", "cutpoint", "config.yaml") : Path.of(windows, "cutpoint", "config.yaml");
  }

  private Path home() {
    String home = environment.getOrDefault("HOME", "");
    return Path.of(home.isEmpty() ? System.getProperty("user.home", ".") : home);
  }
}
