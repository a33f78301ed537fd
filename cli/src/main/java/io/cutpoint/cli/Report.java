package io.cutpoint.cli;

import io.cutpoint.cli.result.BriefingRecord;
import io.cutpoint.cli.result.IntrusionRecord;
import io.cutpoint.cli.result.ShortIds;
import io.cutpoint.cli.terminal.Amounts;
import io.cutpoint.cli.terminal.ChainBar;
import io.cutpoint.cli.terminal.Lines;
import io.cutpoint.cli.terminal.Paint;
import io.cutpoint.cli.terminal.Terminal;
import io.cutpoint.cli.terminal.TimeText;
import io.cutpoint.engine.AnalysisRequest;
import io.cutpoint.engine.AnalysisResult;
import io.cutpoint.engine.Ledger;
import io.cutpoint.engine.RuleAdjustments;
import io.cutpoint.model.Stage;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.intrusion.Band;
import io.cutpoint.model.intrusion.StageState;
import io.cutpoint.model.text.Figures;
import io.cutpoint.model.text.SafeText;
import io.cutpoint.model.text.Untrusted;
import io.cutpoint.respond.Answers;
import io.cutpoint.sigma.RuleProblem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What `analyze` prints at its end: the intrusions first, then what they rest on and what to do next.
final class Report {

  private static final int HANG = 12;
  private static final int TOLD = 3;
  private static final int BLOCK = 13;
  private static final int ROWS = 20;
  private static final int WARNINGS = 10;

  /// Fewer detections than this are no flood.
  private static final int MANY = 30;

  private final Terminal terminal;
  private final Call call;
  private final AnalysisRequest request;
  private final AnalysisResult result;
  private final TimeText times;
  private final List<IntrusionRecord> all;
  private final List<IntrusionRecord> shown;
  private final int digits;

  /// @param all the intrusions as the result folder has them
  Report(Call call, AnalysisRequest request, AnalysisResult result, TimeText times, List<IntrusionRecord> all) {
    this.terminal = call.terminal();
    this.call = call;
    this.request = request;
    this.result = result;
    this.times = times;
    this.all = all;
    this.shown = all.stream().filter(intrusion -> Band.of(intrusion.score()) != Band.WATCH).toList();
    this.digits = ShortIds.digits(all.stream().map(IntrusionRecord::id).toList());
  }

  void print() {
    head();
    inputs();
    terminal.print("");
    if (shown.isEmpty()) {
      nothing();
    } else {
      IntrusionTable table = new IntrusionTable(terminal, times, digits);
      String counts = Figures.counted(shown.size(), "intrusion") + ", " + Figures.counted(result.detections(), "detection");
      String work = Figures.counted(result.events().processed(), "event") + " in " + Amounts.seconds(result.phase1Seconds() + result.phase2Seconds());
      terminal.print(Lines.padRight(counts, Math.min(terminal.width(), 110) - work.length()) + work);
      table.head();
      shown.stream().limit(call.isVerbose() ? Long.MAX_VALUE : ROWS).forEach(table::row);
      if (!call.isVerbose() && shown.size() > ROWS) {
        terminal.print("  and " + (shown.size() - ROWS) + " more");
      }
      watched();
      ChainBar.legend(terminal.width() - 2).forEach(line -> terminal.print("  " + terminal.paint(Paint.FAINT, line)));
      terminal.print("");
      shown.stream().filter(this::isTold).limit(call.isVerbose() ? Long.MAX_VALUE : TOLD).forEach(this::story);
    }
    accounting();
    rules();
    warnings();
    noisiest();
    if (call.isVerbose()) {
      details();
    }
    entry("Wrote", path(result.out()) + "/report.html and the data beside it", Paint.PLAIN);
    next();
  }

  private void head() {
    terminal.print(
        terminal.paint(Paint.STRONG, "cutpoint " + request.version())
            + "   "
            + Figures.counted(result.rulesLoaded(), "rule")
            + (skipped() > 0 ? " (" + Figures.grouped(skipped()) + " skipped)" : "")
            + "   "
            + times.name());
  }

  private long skipped() {
    return result.ruleProblems().stream().filter(problem -> problem.kind() != RuleProblem.Kind.WARNING).count();
  }

  private String ruleOptions() {
    StringBuilder out = new StringBuilder();
    request.rules().forEach(rules -> out.append(" --rules ").append(path(rules)));
    return out.append(request.builtInRules() ? "" : " --no-builtin-rules").toString();
  }

  /// `214 files, 6.8 GiB: 143 evtx, 38 json-lines, 9 unknown`.
  private void inputs() {
    Map<String, Integer> formats = new LinkedHashMap<>();
    result.ledger().sources().forEach(row -> formats.merge(row.format(), 1, Integer::sum));
    List<String> parts = new ArrayList<>();
    formats.entrySet().stream()
        .sorted(Comparator.comparing((Map.Entry<String, Integer> e) -> -e.getValue()).thenComparing(Map.Entry::getKey))
        .forEach(e -> parts.add(Figures.grouped(e.getValue()) + " " + safe(e.getKey())));
    terminal.print(
        Figures.counted(result.ledger().sources().size(), "source")
            + ", "
            + Amounts.bytes(result.ledger().total().bytes())
            + (parts.isEmpty() ? "" : ": " + String.join(", ", parts)));
  }

  /// "Nothing found" is never silent.
  private void nothing() {
    AnalysisResult.EventCounts events = result.events();
    terminal.print(terminal.paint(Paint.STRONG, all.isEmpty() ? "No intrusion found." : "No intrusion with a score of 20 or more."));
    if (!all.isEmpty()) {
      watched();
    }
    if (events.processed() == 0) {
      wrapped("No event was read" + (result.ledger().sources().isEmpty() ? ": there was no file." : ": see what became of the input below."));
    } else {
      String span = result.firstNanos() == EventView.NO_TIME ? "" : " from " + times.of(result.firstNanos()) + " to " + times.of(result.lastNanos());
      wrapped("Read " + Figures.counted(events.processed(), "event") + span + ", found " + Figures.counted(result.detections(), "detection") + ".");
      long uncovered = events.processed() - events.covered();
      wrapped(
          result.rulesLoaded() == 0
              ? "No rule was loaded, so nothing could be found."
              : uncovered == 0
              ? "Every event is of a log source that some of the " + Figures.counted(result.rulesLoaded(), "rule") + " name."
              : Figures.counted(uncovered, "event") + (uncovered == 1 ? " is" : " are") + " of a log source that none of the " + Figures.counted(result.rulesLoaded(), "rule") + " names.");
    }
    if (events.processed() > 0) {
      Answers.coverage(result.coverage()).forEach(this::wrapped);
    }
    terminal.print("");
  }

  private void watched() {
    int below = all.size() - shown.size();
    if (below > 0) {
      terminal.print("  " + terminal.paint(Paint.FAINT, Figures.counted(below, "intrusion") + " below 20: cutpoint intrusions ls --all" + where()));
    }
  }

  /// What is told in full: what somebody has to look at, and the first one whatever its score.
  private boolean isTold(IntrusionRecord intrusion) {
    return call.isVerbose() || intrusion.equals(shown.getFirst()) || Band.of(intrusion.score()).compareTo(Band.MEDIUM) >= 0;
  }

  private void story(IntrusionRecord intrusion) {
    Optional<Answers> answers = BriefingRecord.of(intrusion).map(briefing -> new Answers(briefing, times::of));
    String title = "  " + shortId(intrusion);
    List<String> sentences = answers.map(Answers::story).orElseGet(() -> intrusion.story().stream().map(sentence -> safe(sentence.text())).toList());
    for (String sentence : sentences.isEmpty() ? List.of(safe(intrusion.status())) : sentences) {
      block(title, sentence, Paint.STRONG);
      title = "";
    }
    block("  Cut now:", answers.map(Answers::cutNow).orElse(""), Paint.GRAVE);
    block("  Way in:", answers.map(Answers::closeEntry).orElse(""), Paint.GRAVE);
    block("  Next time:", answers.map(Answers::nextTime).orElse(""), Paint.HINT);
    intrusion.stages().forEach((stage, one) -> {
      // How a weapon is made nobody sees; where to look for its maker stands in explain.
      if (one.state() == StageState.INFERRED && (stage != Stage.WEAPONIZATION || call.isVerbose())) {
        block("  Look for:", stage.title() + ": " + safe(one.hunt().isEmpty() ? one.reason() : one.hunt()), Paint.INFERRED);
      }
    });
    block("  Blind:", answers.map(Answers::blind).orElse(""), Paint.FAINT);
    terminal.print("");
  }

  /// A label and its text in the block of an intrusion; nothing where there is no text.
  private void block(String title, String text, Paint paint) {
    if (!text.isEmpty()) {
      hanging(title, text, paint, BLOCK);
    }
  }

  private void accounting() {
    Ledger.Row total = result.ledger().total();
    StringBuilder text = new StringBuilder();
    text.append(Figures.grouped(total.in())).append(" in = ").append(Figures.grouped(total.processed())).append(" processed + ");
    text.append(Figures.grouped(total.quarantined())).append(" quarantined").append(total.quarantined() > 0 ? " (quarantine.ndjson)" : "").append(" + ");
    text.append(Figures.grouped(total.droppedTotal())).append(" dropped");
    if (total.droppedTotal() > 0) {
      List<String> reasons = new ArrayList<>();
      total.dropped().forEach((reason, n) -> reasons.add(Figures.grouped(n) + " " + safe(reason)));
      text.append(" (").append(String.join(", ", reasons)).append(')');
    }
    if (total.duplicates() > 0) {
      text.append("; ").append(Figures.grouped(total.duplicates())).append(" processed were copies of another");
    }
    entry("Accounting", text.toString(), Paint.PLAIN);
  }

  private void rules() {
    if (skipped() > 0) {
      entry("Rules", Figures.grouped(skipped()) + " skipped: cutpoint rules ls --skipped" + ruleOptions(), Paint.PLAIN);
    }
  }

  private void warnings() {
    List<String> warnings = new ArrayList<>();
    if (result.interrupted()) {
      warnings.add("the analysis was interrupted: this result is partial");
    }
    warnings.addAll(result.warnings());
    int most = call.isVerbose() ? warnings.size() : WARNINGS;
    for (int i = 0; i < Math.min(most, warnings.size()); i++) {
      entry(i == 0 ? "Warnings" : "", safe(warnings.get(i)), Paint.WARM);
    }
    if (warnings.size() > most) {
      entry("", (warnings.size() - most) + " more in summary.json", Paint.WARM);
    }
  }

  /// The rules with the most detections, with the line for `rules.yaml` that switches each off: all of them where asked
  /// for, else those with more than a third of a number that somebody has to look through.
  private void noisiest() {
    String title = "Noisiest";
    for (AnalysisResult.RuleCount rule : result.noisiest()) {
      boolean floods = result.detections() >= MANY && rule.detections() * 3 > result.detections();
      if (floods || call.isVerbose()) {
        entry(title, Figures.counted(rule.detections(), "detection") + ": " + safe(rule.title()), Paint.PLAIN);
        entry("", "in " + path(request.dataDir().resolve(RuleAdjustments.FILE)) + ":", Paint.FAINT);
        entry("", safe(RuleAdjustments.lineToDisable(rule.ruleId())), Paint.PLAIN);
        title = "";
      }
    }
  }

  private void details() {
    String title = "Sources";
    for (Ledger.Row row : result.ledger().sources()) {
      String lost = AnalyzeVerb.faults(row);
      entry(title, safe(row.source()) + ": " + safe(row.format()) + ", " + Figures.counted(row.processed(), "event") + (lost.isEmpty() ? "" : ", " + safe(lost)), Paint.PLAIN);
      title = "";
    }
    title = "Problems";
    for (var problem : result.problems()) {
      entry(title, safe(problem.source().name() + " at " + problem.offset() + ": " + problem.reason() + ": wanted " + problem.wanted() + ", found " + problem.found()), Paint.PLAIN);
      title = "";
    }
    entry("Time", Amounts.seconds(result.phase1Seconds()) + " reading and matching, " + Amounts.seconds(result.phase2Seconds()) + " ordering and linking", Paint.PLAIN);
  }

  private void next() {
    if (!shown.isEmpty()) {
      entry("Next", "cutpoint intrusions explain " + shortId(shown.getFirst()) + where(), Paint.HINT);
    } else if (result.detections() > 0) {
      entry("Next", "cutpoint detections ls" + where(), Paint.HINT);
    } else if (result.events().processed() == 0) {
      entry("Next", "name folders or files with Windows event logs (.evtx) or JSON records", Paint.HINT);
    } else {
      entry("Next", "add rules, for example the public Sigma rules: --rules sigma.zip", Paint.HINT);
    }
  }

  /// How to name this result to other verbs.
  private String where() {
    return call.arguments().has(Options.OUT) ? " --out " + path(result.out()) : "";
  }

  private String shortId(IntrusionRecord intrusion) {
    return ShortIds.of("INT", intrusion.id(), digits);
  }

  private void entry(String title, String text, Paint paint) {
    hanging(title, text, paint, HANG);
  }

  private void wrapped(String text) {
    Lines.wrap(text, terminal.width()).forEach(terminal::print);
  }

  private void hanging(String title, String text, Paint paint, int indent) {
    String start = terminal.paint(paint, title) + " ".repeat(Math.max(1, indent - Lines.width(title)));
    for (String line : Lines.wrap(text, terminal.width() - indent)) {
      terminal.print(start + line);
      start = " ".repeat(indent);
    }
  }

  private static String safe(Untrusted text) {
    return SafeText.to(SafeText.Target.TERMINAL, text);
  }

  private static String safe(String text) {
    return SafeText.to(SafeText.Target.TERMINAL, text);
  }

  private static String path(Path path) {
    String text = safe(path.toString());
    return text.indexOf(' ') < 0 ? text : "'" + text + "'";
  }
}
