package io.cutpoint.cli.reference;

import io.cutpoint.cli.arguments.Option;
import io.cutpoint.cli.arguments.Syntax;
import io.cutpoint.cli.configuration.Setting;
import java.util.ArrayList;
import java.util.List;

/// All that may be written on the command line, and what else a call heeds.
///
/// @param version of the product
/// @param verbs in the order of help
/// @param common options that every verb takes; they stand among each verb's options too
/// @param topics that help knows beside verbs
/// @param exits exit codes
/// @param variables of the environment, without those of the settings
/// @param settings keys of configuration files
public record Reference(
    String version, List<Syntax> verbs, List<Option> common, List<String> topics, List<ExitCode> exits, List<Variable> variables, List<Setting> settings) {
  public Reference {
    verbs = List.copyOf(verbs);
    common = List.copyOf(common);
    topics = List.copyOf(topics);
    exits = List.copyOf(exits);
    variables = List.copyOf(variables);
    settings = List.copyOf(settings);
  }

  /// First words of the verbs, each once.
  List<String> firstWords() {
    return verbs.stream().map(verb -> first(verb.name())).distinct().toList();
  }

  /// First words that need a second one.
  List<String> groups() {
    return verbs.stream().map(Syntax::name).filter(name -> name.indexOf(' ') > 0).map(Reference::first).distinct().toList();
  }

  /// The verbs whose first word is this one.
  List<Syntax> group(String word) {
    return verbs.stream().filter(verb -> verb.name().startsWith(word + " ")).toList();
  }

  /// What a first word is for.
  String about(String word) {
    List<Syntax> group = group(word);
    if (group.isEmpty()) {
      return verbs.stream().filter(verb -> verb.name().equals(word)).findFirst().orElseThrow().summary();
    }
    return String.join(", ", group.stream().map(verb -> second(verb.name())).toList());
  }

  /// A verb's own options, without the common ones.
  List<Option> own(Syntax verb) {
    return verb.options().stream().filter(option -> !common.contains(option)).toList();
  }

  /// Common options that a value follows, as they may stand before a verb.
  List<String> commonWithValue() {
    return common.stream().filter(Option::takesValue).map(option -> "--" + option.name()).toList();
  }

  /// How an option may be written.
  static List<String> spellings(Option option) {
    List<String> spellings = new ArrayList<>();
    if (option.letter() != 0) {
      spellings.add("-" + option.letter());
    }
    spellings.add("--" + option.name());
    if (!option.opposite().isEmpty()) {
      spellings.add("--" + option.opposite());
    }
    return spellings;
  }

  /// Whether a value or an operand, as help shows it, is a path.
  static boolean isPath(String shown) {
    return List.of("PATH", "DIR", "FILE", "ZIP", "RESULT").stream().anyMatch(shown::contains);
  }

  /// The words of which an operand is one, such as `bash|zsh|fish`; none where it is anything else.
  static List<String> choices(String operands) {
    boolean isWords = operands.chars().allMatch(c -> (c >= 'a' && c <= 'z') || c == '|') && operands.indexOf('|') > 0;
    return isWords ? List.of(operands.split("\\|")) : List.of();
  }

  static String first(String name) {
    int space = name.indexOf(' ');
    return space < 0 ? name : name.substring(0, space);
  }

  static String second(String name) {
    return name.substring(name.indexOf(' ') + 1);
  }
}
