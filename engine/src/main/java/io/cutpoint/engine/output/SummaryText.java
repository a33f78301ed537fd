package io.cutpoint.engine.output;

import io.cutpoint.engine.AnalysisResult;
import io.cutpoint.engine.Ledger;
import io.cutpoint.ingest.InputReader;
import io.cutpoint.model.event.EventTimes;
import io.cutpoint.model.event.EventView;
import io.cutpoint.respond.Coverage;
import io.cutpoint.sigma.RuleProblem;
import java.util.List;
import java.util.Locale;

/// The text of `summary.json`.
public final class SummaryText {

  /// The version of the schema; only additions within one.
  public static final int SCHEMA = 1;

  /// Problems of rules that are listed.
  private static final int MAX_RULE_PROBLEMS = 1000;

  private SummaryText() {}

  /// The whole text.
  public static String of(String version, AnalysisResult result, List<InputReader.InputHash> inputs, int rulesParsed) {
    JsonText json = new JsonText().object();
    json.name("schema").value(SCHEMA);
    json.name("version").value(version);
    json.name("timeZone").value("UTC");
    json.name("interrupted").value(result.interrupted());
    json.name("inputs").array();
    for (InputReader.InputHash input : inputs) {
      json.object();
      json.name("name").value(input.name());
      json.name("bytes").value(input.bytes());
      json.name("sha256").value(input.sha256());
      json.endObject();
    }
    json.endArray();
    rules(json, result, rulesParsed);
    json.name("counts").object();
    json.name("events").value(result.events().processed());
    json.name("coveredEvents").value(result.events().covered());
    json.name("detections").value(result.detections());
    json.name("intrusions").value(result.intrusions().size());
    json.endObject();
    json.name("noisiestRules").array();
    result.noisiest().forEach(rule -> json.object()
        .name("id").value(rule.ruleId())
        .name("title").value(rule.title())
        .name("detections").value(rule.detections())
        .endObject());
    json.endArray();
    json.name("warnings").array();
    result.warnings().forEach(json::value);
    json.endArray();
    json.name("ledger").object();
    json.name("total");
    row(json, result.ledger().total(), true);
    json.name("sources").array();
    result.ledger().sources().forEach(row -> row(json, row, false));
    json.endArray();
    json.endObject();
    coverage(json.name("coverage"), result.coverage());
    json.name("durations").object();
    json.name("readSeconds").value(result.phase1Seconds(), 3);
    json.name("linkSeconds").value(result.phase2Seconds(), 3);
    json.endObject();
    return json.endObject().toString();
  }

  private static void rules(JsonText json, AnalysisResult result, int parsed) {
    json.name("rules").object();
    json.name("loaded").value(result.rulesLoaded());
    json.name("parsed").value(parsed);
    List<RuleProblem> problems = result.ruleProblems();
    json.name("skipped").value(problems.stream().filter(p -> p.kind() != RuleProblem.Kind.WARNING).count());
    json.name("problems").array();
    problems.stream().limit(MAX_RULE_PROBLEMS).forEach(problem -> json.object()
        .name("file").value(problem.file())
        .name("line").value(problem.line())
        .name("column").value(problem.column())
        .name("kind").value(problem.kind().name().toLowerCase(Locale.ROOT))
        .name("message").value(problem.message())
        .endObject());
    json.endArray();
    if (problems.size() > MAX_RULE_PROBLEMS) {
      json.name("problemsOmitted").value(problems.size() - MAX_RULE_PROBLEMS);
    }
    json.endObject();
  }

  private static void coverage(JsonText json, Coverage coverage) {
    Coverage.Reach reach = coverage.reach();
    json.object();
    json.name("rulesWithoutEvents").value(reach.withoutEvents());
    counts(json.name("missingLogSources"), reach.missing());
    json.name("rulesWithUnseenFields").value(reach.fieldless());
    counts(json.name("unseenFields"), reach.unseen());
    json.name("domainControllers").array();
    coverage.controllers().forEach(json::value);
    json.endArray();
    Coverage.Setting setting = coverage.setting();
    if (setting != null) {
      BriefingFields.setting(json.name("setting"), setting);
    }
    json.endObject();
  }

  private static void counts(JsonText json, List<Coverage.Count> counts) {
    json.array();
    counts.forEach(one -> json.object().name("name").value(one.name()).name("rules").value(one.rules()).endObject());
    json.endArray();
  }

  private static void row(JsonText json, Ledger.Row row, boolean total) {
    json.object();
    if (!total) {
      json.name("source").value(row.source());
      json.name("format").value(row.format());
    }
    json.name("in").value(row.in());
    json.name("processed").value(row.processed());
    json.name("quarantined").value(row.quarantined());
    json.name("dropped").object();
    row.dropped().forEach((reason, n) -> json.name(reason).value(n));
    json.endObject();
    json.name("duplicates").value(row.duplicates());
    time(json.name("first"), row.firstNanos());
    time(json.name("last"), row.lastNanos());
    if (!row.warnings().isEmpty()) {
      json.name("warnings").object();
      row.warnings().forEach((reason, n) -> json.name(reason).value(n));
      json.endObject();
    }
    json.name("bytes").value(row.bytes());
    if (!row.sha256().isEmpty()) {
      json.name("sha256").value(row.sha256());
    }
    json.endObject();
  }

  private static void time(JsonText json, long nanos) {
    if (nanos == EventView.NO_TIME) {
      json.nothing();
    } else {
      json.value(EventTimes.text(nanos));
    }
  }
}
