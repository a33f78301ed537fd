package io.cutpoint.cli;

import io.cutpoint.cli.arguments.Counts;
import io.cutpoint.cli.arguments.UsageException;
import io.cutpoint.cli.terminal.Paint;
import io.cutpoint.engine.AnalysisException;
import io.cutpoint.engine.RuleLibrary;
import io.cutpoint.engine.RuleTiming;
import io.cutpoint.engine.Rules;
import io.cutpoint.model.correlation.Correlation;
import io.cutpoint.model.detection.Level;
import io.cutpoint.model.detection.RuleReference;
import io.cutpoint.model.event.LogSource;
import io.cutpoint.model.text.Figures;
import io.cutpoint.model.text.SafeText;
import io.cutpoint.sigma.Rule;
import io.cutpoint.sigma.RuleProblem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// `rules ls`, `rules cost` and `rules add`.
final class RuleVerbs {

  /// Problems that `rules add` prints unless all are asked for.
  private static final int PROBLEMS = 10;

  /// Events that rules can be asked for.
  private static final long MOST_EVENTS = 1_000_000_000;

  private RuleVerbs() {}

  static int ls(Call call) throws UsageException, ExitException, AnalysisException {
    Rules rules = Rules.load(!call.arguments().has(Options.NO_BUILTIN_RULES), AnalyzeVerb.rules(call), call.dataDir(), AnalyzeVerb.level(call), AnalyzeVerb.placeholders(call));
    boolean skipped = call.arguments().has(Options.SKIPPED);
    Rows rows = skipped ? new Rows(List.of("kind", "reason", "file"), List.of(7, 60, 0)) : new Rows(List.of("id", "level", "logsource", "title"), List.of(36, 13, 28, 0));
    if (skipped) {
      for (RuleProblem problem : rules.problems()) {
        if (problem.kind() != RuleProblem.Kind.WARNING) {
          String kind = problem.kind() == RuleProblem.Kind.REFUSED ? "refused" : "skipped";
          rows.add(kind, problem.message(), problem.file() + ":" + problem.line() + ":" + problem.column());
        }
      }
    } else {
      for (Rule rule : rules.used()) {
        RuleReference about = rule.reference();
        rows.add(about.key().id(), about.level().id(), name(about.logSource()), about.title());
      }
      for (Correlation correlation : rules.correlations().all()) {
        RuleReference about = correlation.reference();
        rows.add(about.key().id(), about.level().id(), correlation.type().word(), about.title());
      }
    }
    rows.print(call, RuleVerbs::paint);
    if (!call.isQuiet()) {
      call.terminal().say(counted(rules.count(), rules.correlations().all().size()) + ", " + Figures.grouped(rules.skipped()) + " skipped" + (skipped || rules.skipped() == 0 ? "" : ": --skipped tells why"));
    }
    return Exit.DONE;
  }

  static int cost(Call call) throws UsageException, ExitException, AnalysisException {
    List<Path> inputs = new ArrayList<>();
    for (String written : call.arguments().operands()) {
      inputs.add(AnalyzeVerb.existing(call, written));
    }
    Rules rules = Rules.load(!call.arguments().has(Options.NO_BUILTIN_RULES), AnalyzeVerb.rules(call), call.dataDir(), AnalyzeVerb.level(call), AnalyzeVerb.placeholders(call));
    long most = Counts.parse("--events", call.arguments().value(Options.FIRST_EVENTS).orElse(String.valueOf(RuleTiming.EVENTS)), 1, MOST_EVENTS);
    RuleTiming.Costs costs = RuleTiming.run(inputs, rules, most);
    Rows rows = new Rows(List.of("id", "nanosPerEvent", "events", "matches", "title"), List.of(36, 15, 8, 8, 0)).numbers("nanosPerEvent", "events", "matches");
    costs.rules().stream().limit(AnalyzeVerb.limit(call)).forEach(cost -> rows.add(cost.rule().reference().key().id(), String.format(Locale.ROOT, "%.0f", cost.nanos()),
        String.valueOf(cost.events()), String.valueOf(cost.matches()), cost.rule().reference().title()));
    rows.print(call, unused -> Paint.PLAIN);
    if (!call.isQuiet()) {
      int correlations = rules.correlations().all().size();
      call.terminal().say(Figures.counted(costs.rules().size(), "rule") + ", each alone, over "
          + (costs.isAll() ? "all " + Figures.counted(costs.events(), "event") : "the first " + Figures.counted(costs.events(), "event") + " only (--events N takes more)")
          + (correlations == 0 ? "" : "; " + Figures.counted(correlations, "correlation") + " cost what their rules do"));
    }
    return Exit.DONE;
  }

  static int add(Call call) throws UsageException, ExitException, AnalysisException {
    for (String written : call.arguments().operands()) {
      RuleLibrary.Added added = new RuleLibrary(call.dataDir()).add(AnalyzeVerb.existing(call, written));
      int told = 0;
      for (RuleProblem problem : added.problems()) {
        boolean matters = problem.kind() != RuleProblem.Kind.WARNING || call.isVerbose();
        if (matters && (told++ < PROBLEMS || call.isVerbose())) {
          call.terminal().say(SafeText.to(SafeText.Target.TERMINAL, problem.toString()));
        }
      }
      if (told > PROBLEMS && !call.isVerbose()) {
        call.terminal().say("and " + Figures.grouped(told - PROBLEMS) + " more: -v lists them all");
      }
      if (!call.isQuiet()) {
        String skipped = added.skipped() == 0 ? "" : ", " + Figures.grouped(added.skipped()) + " skipped";
        String path = SafeText.to(SafeText.Target.TERMINAL, added.pack().toString());
        call.terminal().print((added.replaced() ? "Replaced " : "Added ") + path + ": " + Figures.counted(added.rules(), "rule") + skipped + "; analyze uses them from now on");
      }
    }
    return Exit.DONE;
  }

  /// How many rules there are: those for one event and correlations of them, which every count has together.
  static String counted(int all, int correlations) {
    return Figures.counted(all, "rule") + (correlations == 0 ? "" : " (" + Figures.grouped(correlations) + " of them " + (correlations == 1 ? "a correlation" : "correlations") + ")");
  }

  /// `product/category/service` without what is not named.
  static String name(LogSource source) {
    return String.join("/", Stream.of(source.product(), source.category(), source.service()).filter(part -> part != null).toList());
  }

  private static Paint paint(String text) {
    return text.equals(Level.CRITICAL.id()) || text.equals(Level.HIGH.id()) ? Paint.GRAVE : text.equals(Level.MEDIUM.id()) ? Paint.WARM : Paint.PLAIN;
  }
}
