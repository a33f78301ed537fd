package io.cutpoint.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.cli.arguments.Arguments;
import io.cutpoint.cli.arguments.UsageException;
import io.cutpoint.cli.result.IntrusionRecord;
import io.cutpoint.cli.result.ResultFolder;
import io.cutpoint.cli.terminal.Terminal;
import io.cutpoint.engine.AnalysisRequest;
import io.cutpoint.engine.AnalysisResult;
import io.cutpoint.engine.Ledger;
import io.cutpoint.model.detection.Level;
import io.cutpoint.model.event.EventTimes;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.event.LogSource;
import io.cutpoint.model.event.LogSourceSet;
import io.cutpoint.model.event.RecordProblem;
import io.cutpoint.model.event.SourceId;
import io.cutpoint.model.text.Untrusted;
import io.cutpoint.respond.Coverage;
import io.cutpoint.sigma.RuleProblem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportTest {

  private static final long FIRST = EventTimes.of(Instant.parse("2026-04-25T10:00:00Z"));
  private static final long LAST = EventTimes.of(Instant.parse("2026-04-25T16:00:00Z"));

  @TempDir Path directory;

  private static Ledger.Row row(String source, String format, long processed, long quarantined, Map<String, Long> dropped, Map<String, Long> warnings) {
    return new Ledger.Row(source, format, processed, quarantined, new TreeMap<>(dropped), 5, FIRST, LAST, new TreeMap<>(warnings), "", 4_000_000);
  }

  private static final Ledger LEDGER =
      new Ledger(
          List.of(
              row("WS-07/Security.evtx", "evtx", 16_350, 0, Map.of(), Map.of()),
              row("WS-07/cut\u001b[2J.evtx", "evtx", 46, 1, Map.of("outside-window", 12L), Map.of("file-shorter-than-header", 1L)),
              row("notes.txt", "unknown", 0, 0, Map.of("unknown-format", 1L), Map.of())));

  private static final LogSource STARTS = new LogSource("windows", "process_creation", null);

  /// One computer, a controller by its events, with process starts and without command lines.
  private static final Coverage COVERAGE =
      new Coverage(
          Map.of("ws-07", new Coverage.HostLogs(Untrusted.of("WS-07\u001b[2J"), true, Map.of(LogSourceSet.of(List.of(STARTS)), 12L), Map.of())),
          Map.of(LogSourceSet.of(List.of(STARTS)), Set.of("Image")),
          List.of(
              new Coverage.Need(STARTS, Set.of("CommandLine", "Image")),
              new Coverage.Need(STARTS, Set.of("Image")),
              new Coverage.Need(new LogSource("windows", "dns_query", null), Set.of("QueryName"))));

  private AnalysisResult result(Ledger ledger, long detections, int rules, AnalysisResult.EventCounts events, boolean interrupted) {
    return new AnalysisResult(
        Path.of("cutpoint-out/20260425-1203"),
        ledger,
        rules,
        List.of(new RuleProblem("a.yml", 3, 1, RuleProblem.Kind.SKIPPED, "m"), new RuleProblem("b.yml", 3, 1, RuleProblem.Kind.WARNING, "m")),
        List.of(),
        detections,
        events,
        events.processed() == 0 ? EventView.NO_TIME : FIRST,
        events.processed() == 0 ? EventView.NO_TIME : LAST,
        List.of(new RecordProblem(new SourceId(1, "cut.evtx"), 65536, RecordProblem.Kind.QUARANTINED, "bad-chunk", "a chunk", "x\u001b[2J")),
        List.of("WS-07 Security.evtx: record numbers jump at 11:58 (possible deletion of \u202e)"),
        List.of(new AnalysisResult.RuleCount("id", "A noisy rule", 400)),
        COVERAGE,
        40.2,
        20.9,
        interrupted);
  }

  private String print(AnalysisResult result, int columns, List<IntrusionRecord> intrusions, List<Path> rules, String... options) throws UsageException {
    String out = print(false, result, columns, intrusions, rules, options);

    assertThat(out.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(columns));
    assertThat(out.codePoints()).allMatch(c -> c == '\n' || (c >= 0x20 && c < 0x7F));
    return out;
  }

  private String print(boolean colours, AnalysisResult result, int columns, List<IntrusionRecord> intrusions, List<Path> rules, String... options) throws UsageException {
    Captured captured = new Captured(directory);
    Surroundings around = captured.surroundings();
    Arguments arguments = Arguments.parse(Verbs.find("analyze").orElseThrow().syntax(), List.of(options));
    Call call = new Call(arguments, around, new Terminal(around.out(), around.err(), colours, columns));
    AnalysisRequest request = new AnalysisRequest(List.of(Path.of("x")), null, rules, true, 0, -1, Level.INFORMATIONAL, result.out(), Path.of("d"), 1, 1, "1.2.3");

    new Report(call, request, result, call.times(), intrusions).print();
    around.out().flush();

    return captured.out();
  }

  private List<IntrusionRecord> intrusions() throws IOException {
    return IntrusionVerbs.all(new ResultFolder(ResultFixture.write(directory.resolve("r"))));
  }

  @ParameterizedTest
  @CsvSource({"80", "160"})
  void intrusionsComeFirst(int columns) throws IOException, UsageException {
    AnalysisResult result = result(LEDGER, 412, 3412, new AnalysisResult.EventCounts(23_481_906, 20_000_000), false);

    Golden.check("report-" + columns, print(result, columns, intrusions(), List.of(Path.of("sigma rules.zip")), "x"));
  }

  @ParameterizedTest
  @CsvSource({"80", "160"})
  void coloursAreThoseOfSixteenAndChangeNoText(int columns) throws IOException, UsageException {
    AnalysisResult result = result(LEDGER, 412, 3412, new AnalysisResult.EventCounts(23_481_906, 20_000_000), false);

    String coloured = print(true, result, columns, intrusions(), List.of(), "x");

    Golden.check("report-colours-" + columns, coloured);
    assertThat(withoutColours(coloured)).isEqualTo(print(result, columns, intrusions(), List.of(), "x"));
  }

  private static String withoutColours(String text) {
    StringBuilder out = new StringBuilder();
    int i = 0;
    while (i < text.length()) {
      if (text.charAt(i) == '\u001b') {
        int end = text.indexOf('m', i);
        assertThat(text.substring(i + 2, end)).isIn("0", "1", "2", "1;31", "33", "36", "35", "32");
        i = end + 1;
      } else {
        out.append(text.charAt(i++));
      }
    }
    return out.toString();
  }

  @Test
  void verboseReportTellsOfEverySourceProblemAndNoisyRule() throws IOException, UsageException {
    AnalysisResult result = result(LEDGER, 412, 3412, new AnalysisResult.EventCounts(23_481_906, 20_000_000), true);

    Golden.check("report-verbose", print(result, 100, intrusions(), List.of(), "x", "-v", "--out", "elsewhere", "--tz", "Europe/Berlin"));
  }

  @Test
  void nothingFoundSaysWhatWasReadAndWhatNoRuleCovers() throws IOException, UsageException {
    String none = print(result(LEDGER, 0, 10, new AnalysisResult.EventCounts(16_396, 12), false), 80, List.of(), List.of(), "x");
    String some = print(result(LEDGER, 7, 10, new AnalysisResult.EventCounts(16_396, 12), false), 80, intrusions().subList(2, 3), List.of(), "x");
    String noRules = print(result(LEDGER, 0, 0, new AnalysisResult.EventCounts(16_396, 0), false), 80, List.of(), List.of(), "x");
    String noEvents = print(result(new Ledger(List.of()), 0, 10, new AnalysisResult.EventCounts(0, 0), false), 80, List.of(), List.of(), "x");

    Golden.check("report-nothing", String.join("\n=====\n\n", none, some, noRules, noEvents));
  }

  @Test
  void strictNamesWhatWasLostButNotWhatTheUserLeftOut() {
    assertThat(AnalyzeVerb.faults(LEDGER.sources().get(0))).isEmpty();
    assertThat(AnalyzeVerb.faults(LEDGER.sources().get(1))).isEqualTo("1 quarantined, file-shorter-than-header");
    assertThat(AnalyzeVerb.faults(LEDGER.sources().get(2))).isEqualTo("1 dropped (unknown-format)");
    assertThat(AnalyzeVerb.faults(row("zero.evtx", "empty", 0, 0, Map.of(), Map.of("empty-file", 1L)))).isEqualTo("empty-file");
  }
}
