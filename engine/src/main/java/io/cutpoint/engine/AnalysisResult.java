package io.cutpoint.engine;

import io.cutpoint.model.event.RecordProblem;
import io.cutpoint.model.intrusion.Intrusion;
import io.cutpoint.respond.Coverage;
import io.cutpoint.sigma.RuleProblem;
import java.nio.file.Path;
import java.util.List;

/// What one analysis found; everything in it also stands in the result folder.
///
/// @param out the result folder
/// @param ledger what became of every record
/// @param rulesLoaded how many rules were used
/// @param ruleProblems rules that were refused or skipped, and warnings
/// @param intrusions by falling score, then id
/// @param detections how many there are
/// @param events how many events were processed, and how many of them some rule could apply to
/// @param firstNanos the earliest written time, or [io.cutpoint.model.event.EventView#NO_TIME]
/// @param lastNanos the latest
/// @param problems the first problems of all sources, bounded; the ledger has the counts
/// @param warnings sentences for people, in a fixed order
/// @param noisiest the rules with the most detections, at most five
/// @param coverage what the logs hold and what the rules would need
/// @param phase1Seconds wall time of reading and matching
/// @param phase2Seconds wall time of ordering, linking and writing
/// @param interrupted whether it was stopped from outside, so that the result is partial
public record AnalysisResult(
    Path out,
    Ledger ledger,
    int rulesLoaded,
    List<RuleProblem> ruleProblems,
    List<Intrusion> intrusions,
    long detections,
    EventCounts events,
    long firstNanos,
    long lastNanos,
    List<RecordProblem> problems,
    List<String> warnings,
    List<RuleCount> noisiest,
    Coverage coverage,
    double phase1Seconds,
    double phase2Seconds,
    boolean interrupted) {

  /// How many events were processed.
  ///
  /// @param processed all of them, duplicates included
  /// @param covered those of a log source that some loaded rule names
  public record EventCounts(long processed, long covered) {}

  /// A rule and how often it was true.
  public record RuleCount(String ruleId, String title, long detections) {}
}
