package io.cutpoint.cli.configuration;

import io.cutpoint.cli.arguments.Option;
import io.cutpoint.cli.arguments.Suggestions;
import io.cutpoint.cli.arguments.UsageException;
import java.util.List;
import java.util.Locale;

/// Something that a configuration file or the environment may set in place of an option.
///
/// @param key how files name it: kebab-case, parts separated by dots
/// @param kind which values it takes
/// @param option what it stands for on the command line
/// @param builtIn what holds where nobody sets it, for people
/// @param check refuses texts that cannot be values
public record Setting(String key, Kind kind, Option option, String builtIn, Check check) {

  /// Which values a setting takes.
  public enum Kind {
    /// One text.
    TEXT,
    /// One path; in a file, from the folder of the file.
    PATH,
    /// `true` or `false`.
    SWITCH,
    /// Any number of texts; in the environment with commas between them.
    TEXTS,
    /// Any number of paths; in the environment with the system's path separator between them.
    PATHS;

    boolean isList() {
      return this == TEXTS || this == PATHS;
    }

    boolean isPath() {
      return this == PATH || this == PATHS;
    }
  }

  /// Refuses texts that cannot be values.
  @FunctionalInterface
  public interface Check {
    /// Takes any text.
    Check NONE = text -> {};

    void check(String text) throws UsageException;
  }

  /// A setting whose values the option's own words decide.
  public static Setting of(String key, Kind kind, Option option, String builtIn) {
    return new Setting(key, kind, option, builtIn, Check.NONE);
  }

  /// The environment variable that sets it.
  public String variable() {
    return "CUTPOINT_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /// What is wrong with a value, in words; empty where nothing is.
  String fault(String value) {
    if (kind == Kind.SWITCH) {
      return value.equals("true") || value.equals("false") ? "" : key + " takes true or false, not " + value;
    }
    if (value.isEmpty()) {
      return key + " needs a value: " + option.value();
    }
    if (!option.words().isEmpty() && !option.words().contains(value)) {
      String words = String.join(", ", option.words());
      return key + " takes " + words + ", not " + value + "; " + Suggestions.hint(value, option.words(), "choose one of them");
    }
    try {
      check.check(value);
      return "";
    } catch (UsageException wrong) {
      return key + ": " + wrong.what() + "; " + wrong.hint();
    }
  }

  /// The values that its option has then; none where the option is not given.
  List<String> asOption(List<String> values) {
    if (kind != Kind.SWITCH) {
      return values;
    }
    boolean isNegative = option.name().startsWith("no-");
    return values.equals(List.of(isNegative ? "false" : "true")) ? List.of("") : List.of();
  }
}
