package io.cutpoint.engine;

import io.cutpoint.ingest.windows.WindowsCatalog;
import io.cutpoint.match.Explainer;
import io.cutpoint.match.Explanation;
import io.cutpoint.match.MatchLimits;
import io.cutpoint.model.event.Event;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.event.ValueKind;
import io.cutpoint.model.event.View;
import io.cutpoint.model.event.WindowsNames;
import io.cutpoint.sigma.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What one rule says of one event, and why.
///
/// @param rule the rule
/// @param event the event; it owns its bytes
/// @param number how people name the record in its source
/// @param applies whether the event is of the rule's log source
/// @param explanation the rule's condition with its answers, whether it applies or not
public record RuleAnswer(Rule rule, Event event, long number, boolean applies, Explanation explanation) {

  /// Why a field has no value that a test could look at.
  public enum Absence {
    /// It has one.
    NONE,
    /// The event has no such field.
    MISSING,
    /// The event has the field under a name with other capitals.
    OTHER_CASE,
    /// Events of this kind never have the field.
    IMPOSSIBLE
  }

  /// The answer.
  public static RuleAnswer of(Rule rule, EventView event, long number) {
    Explanation explanation = new Explainer(new Re2Regexes(), MatchLimits.DEFAULT).explain(rule, event);
    return new RuleAnswer(rule, Event.of(event), number, event.logSources().satisfies(rule.reference().logSource()), explanation);
  }

  /// Whether the rule is true for the event.
  public boolean matches() {
    return applies && explanation.held();
  }

  /// The numbers of the event's entries that the rule sees under this name.
  public List<Integer> entries(String field) {
    View view = rule.reference().logSource().category() == null ? View.ORIGINAL : View.GENERIC;
    List<Integer> entries = new ArrayList<>();
    for (int i = 0; i < event.count(); i++) {
      if (event.visible(i, view) && !event.isAlias(i) && WindowsNames.of(event.name(i)).contains(field)) {
        entries.add(i);
      }
    }
    return entries;
  }

  /// Why the rule sees no value under this name.
  public Absence absence(String field) {
    if (!entries(field).isEmpty()) {
      return Absence.NONE;
    }
    if (otherCase(field).isPresent()) {
      return Absence.OTHER_CASE;
    }
    return possible().map(known -> !known.contains(field)).orElse(false) ? Absence.IMPOSSIBLE : Absence.MISSING;
  }

  /// The name that differs from this one in its capitals alone.
  public Optional<String> otherCase(String field) {
    for (int i = 0; i < event.count(); i++) {
      if (event.name(i).equalsIgnoreCase(field)) {
        return Optional.of(event.name(i));
      }
    }
    return Optional.empty();
  }

  /// What kind of event it is: channel and number, or nothing where it is none of Windows.
  public String kind() {
    String channel = own("Channel");
    String id = own("EventID");
    return channel.isEmpty() || id.isEmpty() ? "" : channel + " " + id;
  }

  private Optional<Set<String>> possible() {
    try {
      return WindowsCatalog.fields(own("Channel"), Integer.parseInt(own("EventID")));
    } catch (NumberFormatException notOne) {
      return Optional.empty();
    }
  }

  /// The text of the record's own first value that rules know by this name.
  public String own(String field) {
    for (int i = 0; i < event.originals(); i++) {
      if (event.kind(i) != ValueKind.NULL && WindowsNames.of(event.name(i)).contains(field)) {
        return event.text(i);
      }
    }
    return "";
  }
}
