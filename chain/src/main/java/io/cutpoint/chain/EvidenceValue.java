package io.cutpoint.chain;

import io.cutpoint.model.detection.Level;
import io.cutpoint.model.detection.RuleReference;
import io.cutpoint.model.detection.Status;

/// How much an episode is worth as evidence of an intrusion, 0 to .95.
///
/// Severity of the rule's level, confidence of its status, rarity here, repetition, outcome. Rarity is what kills
/// noise. Repetition raises the worth for linking, but never what confirms a stage: that is taken of one occurrence.
/// Source: design/linking.md, section 2.
final class EvidenceValue {

  /// From here on an episode of at least medium level may open an intrusion.
  static final double SEED = 0.15;
  /// From here on an episode may join one; less is context.
  static final double JOIN = 0.03;

  private static final double MOST = 0.95;

  private EvidenceValue() {}

  /// The worth with its repetition.
  ///
  /// @param hours distinct earlier hours in which the same was seen; rules of level critical skip it
  static double of(Episode episode, int hours) {
    return of(episode, hours, episode.count());
  }

  /// The worth of one occurrence.
  static double once(Episode episode, int hours) {
    return of(episode, hours, 1);
  }

  private static double of(Episode episode, int hours, long count) {
    RuleReference rule = episode.rule();
    double repetition = 1 + StrictMath.min(1, StrictMath.log10(1.0 + count) / 3);
    double value = severity(rule.level()) * confidence(rule.status()) * novelty(rule.level(), hours) * repetition
        * episode.outcome().weight();
    return StrictMath.min(MOST, value);
  }

  static boolean maySeed(Episode episode, double value) {
    return value >= SEED && episode.rule().level().compareTo(Level.MEDIUM) >= 0;
  }

  static double novelty(Level level, int hours) {
    return level == Level.CRITICAL ? 1 : 1 / (1 + hours / 2.0);
  }

  static double severity(Level level) {
    return switch (level) {
      case INFORMATIONAL -> 0.05;
      case LOW -> 0.25;
      case MEDIUM -> 0.5;
      case HIGH -> 0.75;
      case CRITICAL -> 0.95;
    };
  }

  static double confidence(Status status) {
    return switch (status) {
      case STABLE -> 0.9;
      case TEST -> 0.7;
      case EXPERIMENTAL, DEPRECATED -> 0.5;
      case UNSUPPORTED -> 0.3;
    };
  }
}
