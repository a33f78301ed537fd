package io.cutpoint.oracle.vectors;

import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.model.event.FlatEvent;
import io.cutpoint.model.event.LogSource;
import io.cutpoint.model.event.LogSourceSet;
import io.cutpoint.oracle.Re2Syntax;
import io.cutpoint.sigma.RuleFile;
import io.cutpoint.sigma.RuleReader;
import io.cutpoint.sigma.RuleSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One conformance vector: a rule, and events that it must match or must not; or a rule that must not be used.
///
/// @param id such as `S001`
/// @param topic what it is about
/// @param routed whether the vector names a log source, so that its events need normalisation and routing first
/// @param rule the rule's file
/// @param placeholders the values of placeholders
/// @param error whether the rule must be refused or skipped
/// @param cases the events
public record SigmaVector(
    String id,
    String topic,
    boolean routed,
    RuleFile rule,
    Map<String, List<String>> placeholders,
    boolean error,
    List<Case> cases) {

  /// The log source of rules whose vectors name none.
  public static final LogSource LOG_SOURCE = new LogSource(null, "test", null);

  public SigmaVector {
    placeholders = Map.copyOf(placeholders);
    cases = List.copyOf(cases);
  }

  /// One event.
  ///
  /// @param map the event's values by name; null where it is a line of text
  /// @param line the line of text, else null
  /// @param match whether the rule must match
  public record Case(@Nullable Map<?, ?> map, @Nullable String line, boolean match) {

    /// The event as one of [#LOG_SOURCE].
    public FlatEvent event(FieldDictionary fields) {
      LogSourceSet sources = LogSourceSet.of(List.of(LOG_SOURCE));
      return line != null ? EventMaps.line(line, fields, sources) : EventMaps.event(map == null ? Map.of() : map, fields, sources);
    }
  }

  /// What reading the rule gives.
  public RuleSet read() {
    return new RuleReader(new Re2Syntax(), placeholders).read(List.of(rule));
  }
}
