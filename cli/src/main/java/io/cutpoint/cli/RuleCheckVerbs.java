package io.cutpoint.cli;

import io.cutpoint.cli.arguments.UsageException;
import io.cutpoint.cli.terminal.Paint;
import io.cutpoint.cli.terminal.Terminal;
import io.cutpoint.engine.AnalysisException;
import io.cutpoint.engine.LintRun;
import io.cutpoint.engine.RuleAnswer;
import io.cutpoint.engine.RuleLibrary;
import io.cutpoint.engine.RuleTrial;
import io.cutpoint.engine.RuleTrial.Verdict;
import io.cutpoint.model.text.Figures;
import io.cutpoint.model.text.SafeText;
import io.cutpoint.sigma.LintFinding;
import io.cutpoint.sigma.LintFinding.Severity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// `rules lint` and `rules test`: for those who write rules.
final class RuleCheckVerbs {

  private RuleCheckVerbs() {}

  /// The rules that were named, or those that were added where none were.
  private static List<Path> paths(Call call) throws UsageException, ExitException, AnalysisException {
    List<Path> paths = new ArrayList<>();
    for (String written : call.arguments().operands()) {
      paths.add(AnalyzeVerb.existing(call, written));
    }
    return paths.isEmpty() ? new RuleLibrary(call.dataDir()).packs() : paths;
  }

  static int lint(Call call) throws UsageException, ExitException, AnalysisException {
    LintRun.Report report = LintRun.of(call.arguments().operands().isEmpty(), paths(call), AnalyzeVerb.placeholders(call));
    Severity least = Severity.valueOf(call.arguments().value(Options.SEVERITY).orElse("warning").toUpperCase(Locale.ROOT));
    List<LintFinding> told = report.findings().stream().filter(finding -> finding.severity().compareTo(least) <= 0).toList();
    if (call.format().equals("table")) {
      told.forEach(finding -> print(call.terminal(), finding));
    } else {
      Rows rows = new Rows(List.of("file", "line", "column", "severity", "check", "message"), List.of(0, 0, 0, 0, 0, 0)).numbers("line", "column");
      told.forEach(finding -> rows.add(finding.file(), String.valueOf(finding.line()), String.valueOf(finding.column()), finding.severity().word(), finding.check(), finding.message()));
      rows.print(call, _ -> Paint.PLAIN);
    }
    if (!call.isQuiet()) {
      long notes = report.count(Severity.NOTE);
      call.terminal().say(Figures.counted(report.files(), "file") + ": " + RuleVerbs.counted(report.rules() + report.correlations(), report.correlations()) + ", "
          + Figures.counted(report.filters(), "filter") + ". " + Figures.counted(report.count(Severity.ERROR), "error") + ", " + Figures.counted(report.count(Severity.WARNING), "warning") + ", "
          + Figures.counted(notes, "note") + (notes > 0 && least != Severity.NOTE ? " (--severity note lists them)" : ""));
      call.terminal().say("Fields were looked at in " + Figures.counted(report.checked(), "rule") + ", where all fields of the log source are known"
          + (call.isVerbose() && !report.sources().isEmpty() ? ": " + String.join(", ", report.sources()) : ""));
    }
    return told.stream().anyMatch(finding -> finding.severity() != Severity.NOTE) || (least == Severity.NOTE && !told.isEmpty()) ? Exit.UNREADABLE : Exit.DONE;
  }

  private static void print(Terminal terminal, LintFinding finding) {
    Paint paint = switch (finding.severity()) {
      case ERROR -> Paint.GRAVE;
      case WARNING -> Paint.WARM;
      case NOTE -> Paint.FAINT;
    };
    String place = SafeText.to(SafeText.Target.TERMINAL, finding.file()) + ":" + finding.line() + ":" + finding.column();
    terminal.print(place + ": " + terminal.paint(paint, finding.severity().word()) + " [" + finding.check() + "]");
    Rows.hanging(terminal, "    ", 4, finding.message());
  }

  static int test(Call call) throws UsageException, ExitException, AnalysisException {
    String samples = call.arguments().value(Options.SAMPLES).orElse("");
    RuleTrial.Report report = RuleTrial.of(call.arguments().operands().isEmpty(), paths(call), AnalyzeVerb.placeholders(call), samples.isEmpty() ? null : AnalyzeVerb.existing(call, samples));
    if (call.format().equals("table")) {
      report.outcomes().forEach(outcome -> print(call, outcome));
    } else {
      Rows rows = new Rows(List.of("verdict", "id", "rule", "kind", "events", "count", "reason"), List.of(0, 0, 0, 0, 0, 0, 0)).numbers("count");
      report.outcomes().forEach(outcome -> rows.add(word(outcome.verdict()), outcome.rule().key().id(), outcome.rule().title(), outcome.kind().word(), outcome.events(), String.valueOf(outcome.count()), outcome.reason()));
      rows.print(call, _ -> Paint.PLAIN);
    }
    long refused = report.problems().stream().filter(problem -> problem.kind() == io.cutpoint.sigma.RuleProblem.Kind.REFUSED).count();
    if (!call.isQuiet()) {
      call.terminal().say(Figures.counted(report.rules(), "rule") + ": " + Figures.counted(report.outcomes().size(), "file") + " of events, " + Figures.grouped(report.count(Verdict.PASSED)) + " passed, "
          + Figures.grouped(report.count(Verdict.FAILED)) + " failed, " + Figures.grouped(report.count(Verdict.NOT_RUN)) + " not run"
          + (report.untested().isEmpty() ? "" : "; " + Figures.counted(report.untested().size(), "file") + " of rules without events"));
      if (call.isVerbose()) {
        report.untested().forEach(file -> call.terminal().say("without events: " + file));
      }
      if (refused > 0) {
        call.terminal().say(Figures.counted(refused, "problem") + " kept rules from being used: cutpoint rules lint tells them");
      }
    }
    boolean sound = refused == 0 && report.count(Verdict.FAILED) == 0 && report.count(Verdict.PASSED) > 0;
    return sound ? Exit.DONE : Exit.UNREADABLE;
  }

  private static void print(Call call, RuleTrial.Outcome outcome) {
    if (outcome.verdict() == Verdict.PASSED && !call.isVerbose()) {
      return;
    }
    Terminal terminal = call.terminal();
    Paint paint = switch (outcome.verdict()) {
      case PASSED -> Paint.GOOD;
      case FAILED -> Paint.GRAVE;
      case NOT_RUN -> Paint.WARM;
    };
    terminal.print(terminal.paint(paint, word(outcome.verdict())) + "  " + SafeText.to(SafeText.Target.TERMINAL, outcome.rule().title()) + ": " + outcome.kind().word());
    Rows.hanging(terminal, "    ", 4, outcome.events());
    if (!outcome.reason().isEmpty()) {
      Rows.hanging(terminal, "    ", 4, outcome.reason());
    }
    for (RuleAnswer answer : outcome.answers()) {
      terminal.print("    record " + answer.number() + (answer.applies() ? "" : ", not of the rule's log source"));
      new AnswerTree(terminal, answer, call.isVerbose()).print(6);
    }
  }

  private static String word(Verdict verdict) {
    return switch (verdict) {
      case PASSED -> "passed";
      case FAILED -> "failed";
      case NOT_RUN -> "not run";
    };
  }
}
