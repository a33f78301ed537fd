package io.cutpoint.export;

import io.cutpoint.sigma.RuleProblem;
import java.util.List;
import java.util.SortedMap;

/// What a report tells: the outcome of one analysis, without anything that differs between two runs over the same
/// input.
///
/// @param version of the product
/// @param interrupted whether the analysis was stopped, so that the result is partial
/// @param firstNanos the earliest written time, nanoseconds since 1601, or
///     [io.cutpoint.model.event.EventView#NO_TIME]
/// @param lastNanos the latest
/// @param counts of events, detections and rules
/// @param intrusions by falling score, then id
/// @param noisiest the rules with the most detections, the noisiest first
/// @param warnings sentences for people; may quote logs
/// @param ruleProblems rules that were refused or skipped, and warnings
/// @param sources what became of every record, by the name of the source
/// @param total the sum of them
public record Findings(
    String version,
    boolean interrupted,
    long firstNanos,
    long lastNanos,
    Counts counts,
    List<ReportedIntrusion> intrusions,
    List<NoisyRule> noisiest,
    List<String> warnings,
    List<RuleProblem> ruleProblems,
    List<SourceRow> sources,
    SourceRow total) {
  public Findings {
    intrusions = List.copyOf(intrusions);
    noisiest = List.copyOf(noisiest);
    warnings = List.copyOf(warnings);
    ruleProblems = List.copyOf(ruleProblems);
    sources = List.copyOf(sources);
  }

  /// How much there was.
  ///
  /// @param events processed, duplicates included
  /// @param covered those of a log source that some loaded rule names
  /// @param detections all of them, also those that belong to no intrusion
  /// @param rules used
  public record Counts(long events, long covered, long detections, int rules) {}

  /// A rule and how often it was true.
  public record NoisyRule(String id, String title, long detections) {}

  /// The ledger of one source: `in = processed + quarantined + dropped`.
  ///
  /// @param source its name in all outputs
  /// @param format such as `evtx`
  /// @param in records and parts that came in
  /// @param processed read and matched, duplicates included
  /// @param quarantined parts that could not be read
  /// @param dropped parts left out by a choice, by reason
  /// @param duplicates those of `processed` that another copy stands for
  /// @param firstNanos the earliest written time, or none
  /// @param lastNanos the latest
  public record SourceRow(
      String source, String format, long in, long processed, long quarantined, SortedMap<String, Long> dropped, long duplicates, long firstNanos, long lastNanos) {}
}
