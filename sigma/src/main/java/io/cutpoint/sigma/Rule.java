package io.cutpoint.sigma;

import io.cutpoint.model.detection.RuleReference;
import java.util.List;

/// A Sigma rule: what to look for in one event of its log source.
///
/// @param reference what detections carry of the rule
/// @param file where the rule was read, as problems name it
/// @param fields names of all fields that the condition reads, sorted
/// @param references the web addresses that the author cites
/// @param falsePositives what the author expects to match without an attack
/// @param condition the condition with its selections and the filters that apply worked in
/// @param name what correlations and filters may call it beside its id, or no text
public record Rule(
    RuleReference reference,
    String file,
    List<String> fields,
    List<String> references,
    List<String> falsePositives,
    Expression condition,
    String name) {
  public Rule {
    fields = List.copyOf(fields);
    references = List.copyOf(references);
    falsePositives = List.copyOf(falsePositives);
  }

  /// A rule that has no name.
  public Rule(
      RuleReference reference, String file, List<String> fields, List<String> references, List<String> falsePositives, Expression condition) {
    this(reference, file, fields, references, falsePositives, condition, "");
  }

  /// The rule with another reference.
  public Rule with(RuleReference other) {
    return new Rule(other, file, fields, references, falsePositives, condition, name);
  }
}
