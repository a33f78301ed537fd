package io.cutpoint.oracle.vectors;

import io.cutpoint.oracle.Re2Syntax;
import io.cutpoint.sigma.RuleFile;
import io.cutpoint.sigma.RuleReader;
import io.cutpoint.sigma.RuleSet;
import java.util.List;
import java.util.Map;

/// One conformance vector of several documents: rules, correlations and filters over a list of events.
///
/// @param id such as `C001`
/// @param topic what it is about
/// @param documents the documents as one file
/// @param events in the order of their arrival
/// @param error whether one document must be refused
/// @param expected by the name of a rule: the lists of group values of its hits, or how many events it matches
public record CorrelationVector(
    String id, String topic, RuleFile documents, List<Arrival> events, boolean error, Map<String, Object> expected) {
  public CorrelationVector {
    events = List.copyOf(events);
    expected = Map.copyOf(expected);
  }

  /// One event.
  ///
  /// @param seconds when it happened
  /// @param map its values by name
  public record Arrival(long seconds, Map<?, ?> map) {}

  /// What reading the documents gives.
  public RuleSet read() {
    return new RuleReader(new Re2Syntax(), Map.of()).read(List.of(documents));
  }
}
