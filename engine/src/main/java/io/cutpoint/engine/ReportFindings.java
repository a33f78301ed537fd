package io.cutpoint.engine;

import io.cutpoint.export.Findings;
import io.cutpoint.export.ReportedIntrusion;
import java.util.List;

/// What a report tells of a result.
final class ReportFindings {

  private ReportFindings() {}

  static Findings of(String version, AnalysisResult result, List<ReportedIntrusion> intrusions) {
    return new Findings(
        version,
        result.interrupted(),
        result.firstNanos(),
        result.lastNanos(),
        new Findings.Counts(result.events().processed(), result.events().covered(), result.detections(), result.rulesLoaded()),
        intrusions,
        result.noisiest().stream().map(rule -> new Findings.NoisyRule(rule.ruleId(), rule.title(), rule.detections())).toList(),
        result.warnings(),
        result.ruleProblems(),
        result.ledger().sources().stream().map(ReportFindings::row).toList(),
        row(result.ledger().total()));
  }

  private static Findings.SourceRow row(Ledger.Row row) {
    return new Findings.SourceRow(
        row.source(), row.format(), row.in(), row.processed(), row.quarantined(), row.dropped(), row.duplicates(), row.firstNanos(), row.lastNanos());
  }
}
