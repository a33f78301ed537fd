package io.cutpoint.detect.correlate;

import io.cutpoint.model.detection.RuleKey;
import java.util.List;

/// The key of a correlation's state: which correlation, and which group.
///
/// @param correlation which; with its content, so that a changed rule begins anew
/// @param values the group's values with their ASCII letters in lower case
public record CorrelationGroup(RuleKey correlation, List<String> values) {
  public CorrelationGroup {
    values = List.copyOf(values);
  }
}
