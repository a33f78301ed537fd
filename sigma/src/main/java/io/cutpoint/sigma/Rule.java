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
/// @param condition the condition with its selections worked in
public record Rule(
    RuleReference reference, String file, List<String> fields, List<String> references, List<String> falsePositives, Expression condition) {
  public Rule {
    fields = List.copyOf(fields);
    references = List.copyOf(references);
    falsePositives = List.copyOf(falsePositives);
  }
}
