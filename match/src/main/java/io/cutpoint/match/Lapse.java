package io.cutpoint.match;

import java.util.Comparator;

/// A rule that could not be answered for an event and was taken as false there.
///
/// @param ruleIndex the rule's place in the list that was compiled
/// @param kind why
/// @param what what went wrong, in words
public record Lapse(int ruleIndex, Kind kind, String what) implements Comparable<Lapse> {

  private static final Comparator<Lapse> ORDER = Comparator.comparingInt(Lapse::ruleIndex).thenComparing(Lapse::kind).thenComparing(Lapse::what);

  /// Why a rule was not answered.
  public enum Kind {
    /// It would have taken more steps than [MatchLimits#steps].
    TOO_DEAR,
    /// Something threw.
    FAILED
  }

  @Override
  public int compareTo(Lapse other) {
    return ORDER.compare(this, other);
  }
}
