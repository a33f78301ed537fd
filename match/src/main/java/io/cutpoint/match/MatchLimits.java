package io.cutpoint.match;

/// Bounds that keep a hostile rule or event from taking the memory or the time of others.
///
/// @param conditionDepth how deep a condition may be nested; a deeper rule is refused
/// @param conditionTests how many predicates a condition may have; a larger rule is refused
/// @param numberDigits how many digits a rule's number may have, before or after the point; a longer one is refused
/// @param partitions how many partitions a program keeps; beyond it they are built anew
/// @param pairs how many pairs of values one reference from field to field may compare in one event; beyond it the
///     reference is false, and counted in [Matcher#cutShort()]
/// @param regexSteps how many steps an expression may take for each byte of text ([CompiledRegex#stepsPerByte]); a rule
///     with a dearer one is refused
/// @param steps how many steps the expressions of one rule may take in one event; beyond it the rule is false for this
///     event, and counted in [Matcher#lapses()]
/// @param cachedValues of how many values each matcher remembers what was found in them, a power of two (about 500
///     bytes each), or 0
public record MatchLimits(int conditionDepth, int conditionTests, int numberDigits, int partitions, int pairs, int regexSteps, long steps, int cachedValues) {

  /// Far above what honest rules and events need: the largest public rule has 4,147 predicates and a depth below 10,
  /// the dearest public expression takes 1,003 steps per byte.
  public static final MatchLimits DEFAULT = new MatchLimits(200, 200_000, 1_000, 4_096, 65_536, 5_000, 256L << 20, 4_096);
}
