package io.cutpoint.cli.arguments;

import java.util.List;

/// What one verb takes: all that parsing and help need to know of it.
///
/// @param name the verb, such as `analyze` or `intrusions show`
/// @param summary one line: what it does
/// @param operands how help shows them, such as `PATH...`; empty where there are none
/// @param least fewest operands
/// @param most most operands
/// @param details paragraphs that help prints below the usage
/// @param options in the order in which help lists them
/// @param examples at least one
public record Syntax(
    String name,
    String summary,
    String operands,
    int least,
    int most,
    List<String> details,
    List<Option> options,
    List<Example> examples) {
  public Syntax {
    details = List.copyOf(details);
    options = List.copyOf(options);
    examples = List.copyOf(examples);
  }

  /// A command line and what it does.
  public record Example(String command, String effect) {}
}
