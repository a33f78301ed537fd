package io.cutpoint.match;

/// Takes the rules that were true for an event.
@FunctionalInterface
public interface MatchSink {

  /// A rule was true; called in ascending order within one event.
  ///
  /// @param ruleIndex the rule's place in the list that the program was compiled from
  void match(int ruleIndex);
}
