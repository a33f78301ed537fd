package io.cutpoint.cli.configuration;

import io.cutpoint.cli.arguments.Option;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the environment and the configuration files set, with the place that each value comes from.
///
/// The first of these that sets a key wins: the environment, then the files in the order in which they are given. A
/// list is replaced as a whole. Immutable.
/// Cost: a look at the file system for each file; where none is there, nothing more is read and no parser is loaded.
public final class Configuration {

  /// Nothing is set.
  public static final Configuration NONE = new Configuration(Map.of(), List.of());

  private final Map<Setting, Value> values;
  private final List<Path> files;

  private Configuration(Map<Setting, Value> values, List<Path> files) {
    this.values = values;
    this.files = List.copyOf(files);
  }

  /// What is set somewhere.
  ///
  /// @param texts one for a single value; `true` or `false` for a switch
  /// @param origin a variable's name, or `file:line:column`
  public record Value(List<String> texts, String origin) {
    public Value {
      texts = List.copyOf(texts);
    }
  }

  /// Reads the environment and those of the files that are there.
  ///
  /// @param table all settings there are
  /// @param environment variables by their names
  /// @param places files, the strongest first; those that are not there are passed over
  /// @throws ConfigurationException with all problems of all places
  /// @throws IOException where a file is there and cannot be read
  public static Configuration read(List<Setting> table, Map<String, String> environment, List<Path> places) throws ConfigurationException, IOException {
    List<String> problems = new ArrayList<>();
    Map<Setting, Value> values = new LinkedHashMap<>();
    for (Setting setting : table) {
      String text = environment.getOrDefault(setting.variable(), "");
      if (!text.isEmpty()) {
        List<String> texts = split(setting, text);
        texts.stream().map(setting::fault).filter(fault -> !fault.isEmpty()).forEach(fault -> problems.add(setting.variable() + ": " + fault));
        values.put(setting, new Value(texts, setting.variable()));
      }
    }
    List<Path> found = new ArrayList<>();
    for (Path place : places) {
      if (Files.isRegularFile(place)) {
        found.add(place);
        ConfigurationFile file = ConfigurationFile.read(place, table);
        problems.addAll(file.problems());
        file.values().forEach(values::putIfAbsent);
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    return new Configuration(values, found);
  }

  private static List<String> split(Setting setting, String text) {
    if (!setting.kind().isList()) {
      return List.of(text);
    }
    String separator = setting.kind().isPath() ? File.pathSeparator : ",";
    List<String> parts = new ArrayList<>();
    int from = 0;
    while (from <= text.length()) {
      int end = text.indexOf(separator, from);
      String part = text.substring(from, end < 0 ? text.length() : end).strip();
      if (!part.isEmpty()) {
        parts.add(part);
      }
      from = (end < 0 ? text.length() : end) + 1;
    }
    return parts;
  }

  /// What is set of a setting.
  public Optional<Value> value(Setting setting) {
    return Optional.ofNullable(values.get(setting));
  }

  /// The files that were there, the strongest first.
  public List<Path> files() {
    return files;
  }

  /// What the settings mean for the options of a command line: those that it has and that are set.
  public Map<Option, List<String>> options(List<Option> wanted) {
    Map<Option, List<String>> options = new LinkedHashMap<>();
    values.forEach((setting, value) -> {
      List<String> texts = setting.asOption(value.texts());
      if (!texts.isEmpty() && wanted.contains(setting.option())) {
        options.put(setting.option(), texts);
      }
    });
    return options;
  }
}
