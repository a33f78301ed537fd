package io.cutpoint.cli.arguments;

import java.util.List;

/// One option of a verb.
///
/// @param name without its dashes, in kebab-case
/// @param letter its short form, or 0
/// @param value what follows it, as help shows it, such as `DIR`; empty for a switch
/// @param words the only values there are, or none for any value
/// @param repeatable whether every use counts; else the last one does
/// @param opposite the name of the switch that takes it back, which matters where the configuration sets it; or empty
/// @param help what it does
public record Option(String name, char letter, String value, List<String> words, boolean repeatable, String opposite, String help) {
  public Option {
    words = List.copyOf(words);
  }

  /// An option that is there or not.
  public static Option flag(String name, String help) {
    return new Option(name, (char) 0, "", List.of(), false, "", help);
  }

  /// An option with a value.
  public static Option of(String name, String value, String help) {
    return new Option(name, (char) 0, value, List.of(), false, "", help);
  }

  /// An option whose value is one of some words.
  public static Option choice(String name, List<String> words, String help) {
    return new Option(name, (char) 0, String.join("|", words), words, false, "", help);
  }

  /// The same with a short form.
  public Option letter(char shortForm) {
    return new Option(name, shortForm, value, words, repeatable, opposite, help);
  }

  /// The same, and every use counts.
  public Option repeated() {
    return new Option(name, letter, value, words, true, opposite, help);
  }

  /// The same switch with one that takes it back.
  public Option takenBackBy(String other) {
    return new Option(name, letter, value, words, repeatable, other, help);
  }

  /// Whether a value follows.
  public boolean takesValue() {
    return !value.isEmpty();
  }

  /// How it is written, such as `--out DIR` or `-q, --quiet`.
  public String usage() {
    return (letter == 0 ? "" : "-" + letter + ", ") + "--" + name + (takesValue() ? " " + value : "");
  }
}
