package io.cutpoint.cli;

import io.cutpoint.cli.arguments.UsageException;
import io.cutpoint.cli.terminal.Amounts;
import io.cutpoint.cli.terminal.Listing;
import io.cutpoint.cli.terminal.Listing.Cell;
import io.cutpoint.cli.terminal.Listing.Column;
import io.cutpoint.cli.terminal.Paint;
import io.cutpoint.cli.terminal.Terminal;
import io.cutpoint.engine.AnalysisException;
import io.cutpoint.engine.RuleLibrary;
import io.cutpoint.engine.Rules;
import io.cutpoint.model.correlation.Correlation;
import io.cutpoint.model.detection.Level;
import io.cutpoint.model.detection.RuleReference;
import io.cutpoint.model.text.SafeText;
import io.cutpoint.sigma.Rule;
import io.cutpoint.sigma.RuleProblem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `rules ls` and `rules add`.
final class RuleVerbs {

  /// Problems that `rules add` prints unless all are asked for.
  private static final int PROBLEMS = 10;

  private RuleVerbs() {}

  static int ls(Call call) throws UsageException, ExitException, AnalysisException {
    Rules rules = Rules.load(!call.arguments().has(Options.NO_BUILTIN_RULES), AnalyzeVerb.rules(call), dataDir(call), AnalyzeVerb.level(call), AnalyzeVerb.placeholders(call));
    boolean skipped = call.arguments().has(Options.SKIPPED);
    List<List<String>> rows = new ArrayList<>();
    if (skipped) {
      for (RuleProblem problem : rules.problems()) {
        if (problem.kind() != RuleProblem.Kind.WARNING) {
          String kind = problem.kind() == RuleProblem.Kind.REFUSED ? "refused" : "skipped";
          rows.add(List.of(kind, problem.message(), problem.file() + ":" + problem.line() + ":" + problem.column()));
        }
      }
    } else {
      for (Rule rule : rules.used()) {
        RuleReference about = rule.reference();
        rows.add(List.of(about.key().id(), about.level().id(), about.title()));
      }
      for (Correlation correlation : rules.correlations().all()) {
        RuleReference about = correlation.reference();
        rows.add(List.of(about.key().id(), about.level().id(), about.title()));
      }
    }
    print(call, skipped ? List.of("kind", "reason", "file") : List.of("id", "level", "title"), skipped ? new int[] {7, 60, 0} : new int[] {36, 13, 0}, rows);
    if (!call.isQuiet()) {
      call.terminal().say(Amounts.counted(rules.count(), "rule") + ", " + Amounts.grouped(rules.skipped()) + " skipped" + (skipped || rules.skipped() == 0 ? "" : ": --skipped tells why"));
    }
    return Exit.DONE;
  }

  static int add(Call call) throws UsageException, ExitException, AnalysisException {
    for (String written : call.arguments().operands()) {
      RuleLibrary.Added added = new RuleLibrary(dataDir(call)).add(AnalyzeVerb.existing(call, written));
      int told = 0;
      for (RuleProblem problem : added.problems()) {
        boolean matters = problem.kind() != RuleProblem.Kind.WARNING || call.isVerbose();
        if (matters && (told++ < PROBLEMS || call.isVerbose())) {
          call.terminal().say(SafeText.to(SafeText.Target.TERMINAL, problem.toString()));
        }
      }
      if (told > PROBLEMS && !call.isVerbose()) {
        call.terminal().say("and " + Amounts.grouped(told - PROBLEMS) + " more: -v lists them all");
      }
      if (!call.isQuiet()) {
        String skipped = added.skipped() == 0 ? "" : ", " + Amounts.grouped(added.skipped()) + " skipped";
        String path = SafeText.to(SafeText.Target.TERMINAL, added.pack().toString());
        call.terminal().print((added.replaced() ? "Replaced " : "Added ") + path + ": " + Amounts.counted(added.rules(), "rule") + skipped + "; analyze uses them from now on");
      }
    }
    return Exit.DONE;
  }

  private static Path dataDir(Call call) {
    return call.around().dataDir(call.arguments().value(Options.DATA_DIR).orElse(""));
  }

  private static void print(Call call, List<String> titles, int[] widths, List<List<String>> rows) {
    Terminal terminal = call.terminal();
    String format = call.format();
    if (format.equals("json") || format.equals("ndjson")) {
      boolean isArray = format.equals("json");
      for (int i = 0; i < rows.size(); i++) {
        terminal.print((!isArray ? "" : i == 0 ? "[" : ",") + object(titles, rows.get(i)));
      }
      if (isArray) {
        terminal.print(rows.isEmpty() ? "[]" : "]");
      }
      return;
    }
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < titles.size(); i++) {
      String title = titles.get(i).equals("id") ? "ID" : Character.toUpperCase(titles.get(i).charAt(0)) + titles.get(i).substring(1);
      columns.add(new Column(title, widths[i], false));
    }
    Listing.Form form = format.equals("csv") ? Listing.Form.CSV : format.equals("md") ? Listing.Form.MARKDOWN : Listing.Form.TABLE;
    Listing listing = new Listing(terminal, form, columns);
    listing.head();
    for (List<String> row : rows) {
      listing.row(row.stream().map(text -> new Cell(text, paint(text))).toList());
    }
  }

  private static Paint paint(String text) {
    return text.equals(Level.CRITICAL.id()) || text.equals(Level.HIGH.id()) ? Paint.GRAVE : text.equals(Level.MEDIUM.id()) ? Paint.WARM : Paint.PLAIN;
  }

  private static String object(List<String> names, List<String> values) {
    StringBuilder out = new StringBuilder("{");
    for (int i = 0; i < names.size(); i++) {
      out.append(i == 0 ? "\"" : ",\"").append(names.get(i)).append("\":\"").append(SafeText.to(SafeText.Target.JSON, values.get(i))).append('"');
    }
    return out.append('}').toString();
  }
}
