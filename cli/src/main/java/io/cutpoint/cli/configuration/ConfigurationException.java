package io.cutpoint.cli.configuration;

import java.util.List;

/// The configuration cannot be used: unknown keys, values that are none, files that are not YAML.
public final class ConfigurationException extends Exception {

  private static final long serialVersionUID = 1;

  private final String[] problems;

  ConfigurationException(List<String> problems) {
    super(String.join("; ", problems), null, false, false);
    this.problems = problems.toArray(String[]::new);
  }

  /// All that is wrong, each with its place; not escaped yet.
  public List<String> problems() {
    return List.of(problems);
  }
}
