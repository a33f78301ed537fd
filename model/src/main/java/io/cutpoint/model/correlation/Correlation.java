package io.cutpoint.model.correlation;

import io.cutpoint.model.detection.RuleKey;
import io.cutpoint.model.detection.RuleReference;
import java.math.BigDecimal;
import java.util.List;

/// A Sigma correlation rule, checked and with its references resolved.
///
/// Matches of the referenced rules that agree in all group values stand in one group; the condition is asked for each
/// group within a window of event time. A match that lacks a group value stands in none.
/// Source: sigma-specification 2.1.0, correlation rules; design/correlations.md where it leaves a choice.
///
/// @param reference what detections carry of the rule
/// @param file where the rule was read, as problems name it
/// @param type what is counted or compared
/// @param rules the referenced rules, each once, in the order of the file
/// @param groupBy names of the values that a group agrees in; none means one group for all
/// @param timespanNanos the length of the window, both of its ends inside
/// @param condition what must be true of the window
/// @param fields names of the values that are counted, added up or compared; none where the type needs none
/// @param percentile which percentile, above 0 and at most 100; zero where the type needs none
/// @param generate whether the referenced rules make detections of their own as well
public record Correlation(
    RuleReference reference,
    String file,
    Type type,
    List<Referenced> rules,
    List<String> groupBy,
    long timespanNanos,
    Condition condition,
    List<String> fields,
    BigDecimal percentile,
    boolean generate) {
  public Correlation {
    rules = List.copyOf(rules);
    groupBy = List.copyOf(groupBy);
    fields = List.copyOf(fields);
  }

  /// A rule that takes part.
  ///
  /// @param key the rule, or another correlation
  /// @param isCorrelation which of the two
  /// @param groupFields where its events have the group values, in the order of `groupBy`
  /// @param valueFields where its events have the values, in the order of `fields`
  public record Referenced(RuleKey key, boolean isCorrelation, List<String> groupFields, List<String> valueFields) {
    public Referenced {
      groupFields = List.copyOf(groupFields);
      valueFields = List.copyOf(valueFields);
    }
  }

  /// What a correlation looks at.
  public enum Type {
    /// How many events there are; one that several rules are true for counts once.
    EVENT_COUNT("event_count"),
    /// How many different values a field has, or tuples of several fields.
    VALUE_COUNT("value_count"),
    /// Which of the rules were true.
    TEMPORAL("temporal"),
    /// As before, in the order of the list.
    TEMPORAL_ORDERED("temporal_ordered"),
    /// The sum of a field.
    VALUE_SUM("value_sum"),
    /// The mean of a field.
    VALUE_AVG("value_avg"),
    /// A percentile of a field, by nearest rank.
    VALUE_PERCENTILE("value_percentile"),
    /// The median of a field; of an even number of values the mean of the two in the middle.
    VALUE_MEDIAN("value_median");

    private final String word;

    Type(String word) {
      this.word = word;
    }

    /// The word in rules.
    public String word() {
      return word;
    }

    /// Whether it compares numbers that events carry.
    public boolean isOfNumbers() {
      return this == VALUE_SUM || this == VALUE_AVG || this == VALUE_PERCENTILE || this == VALUE_MEDIAN;
    }

    /// Whether it asks which rules were true.
    public boolean isTemporal() {
      return this == TEMPORAL || this == TEMPORAL_ORDERED;
    }
  }

  /// Whether the condition, once true of a growing window, stays true: then it is decided as soon as it is. Any other
  /// can only be decided where the window ends.
  public boolean isDecidedEarly() {
    boolean grows = switch (type) {
      case EVENT_COUNT, VALUE_COUNT, TEMPORAL, TEMPORAL_ORDERED, VALUE_SUM -> true;
      case VALUE_AVG, VALUE_PERCENTILE, VALUE_MEDIAN -> false;
    };
    return grows && condition.isMonotone();
  }
}
