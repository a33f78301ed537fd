package io.cutpoint.cli;

import io.cutpoint.cli.arguments.UsageException;
import io.cutpoint.cli.result.Json;
import io.cutpoint.cli.result.ResultFolder;
import io.cutpoint.cli.terminal.Paint;
import io.cutpoint.cli.terminal.Terminal;
import io.cutpoint.engine.AnalysisException;
import io.cutpoint.engine.RuleAnswer;
import io.cutpoint.engine.RuleQuestion;
import io.cutpoint.engine.Rules;
import io.cutpoint.match.Explanation;
import io.cutpoint.model.correlation.Correlation;
import io.cutpoint.model.detection.Level;
import io.cutpoint.model.detection.RuleReference;
import io.cutpoint.model.event.EventTimes;
import io.cutpoint.model.event.EventView;
import io.cutpoint.sigma.Rule;
import io.cutpoint.sigma.RuleProblem;
import io.cutpoint.sigma.RuleSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// `rules explain`: why a rule is true for an event, or is not.
final class ExplainVerb {

  private static final int INDENT = 10;
  private static final int NAMED = 5;

  /// @param source where the event was read, as it is told
  private record Asked(RuleAnswer answer, String source, String remark) {}

  private ExplainVerb() {}

  static int run(Call call) throws UsageException, ExitException, AnalysisException, IOException {
    Rule rule = rule(call, call.arguments().operands().getFirst());
    Asked asked = ask(call, rule, call.arguments().operands().get(1));
    switch (call.format()) {
      case "json", "ndjson" -> call.terminal().print(json(asked).toString());
      case "csv", "md" -> {
        Rows rows = new Rows(List.of("path", "held", "field", "wanted"), List.of(0, 0, 0, 0));
        tests(asked.answer.explanation(), "", rows);
        rows.print(call, _ -> Paint.PLAIN);
      }
      default -> print(call, asked);
    }
    return Exit.DONE;
  }

  private static Rule rule(Call call, String written) throws UsageException, ExitException, AnalysisException {
    Path file = call.path(written);
    if (Files.exists(file) && !written.isEmpty()) {
      RuleSet read = RuleQuestion.rules(file, AnalyzeVerb.placeholders(call));
      if (read.rules().isEmpty()) {
        String why = read.problems().stream().filter(problem -> problem.kind() != RuleProblem.Kind.WARNING).findFirst().map(RuleProblem::toString).orElse(written + ": there is no rule in it");
        throw new ExitException(Exit.IO, why);
      }
      return one(written, read.rules());
    }
    Rules rules = Rules.load(!call.arguments().has(Options.NO_BUILTIN_RULES), AnalyzeVerb.rules(call), call.dataDir(), Level.INFORMATIONAL, AnalyzeVerb.placeholders(call));
    String lower = written.toLowerCase(Locale.ROOT);
    List<Predicate<Rule>> ways = List.of(
        rule -> rule.reference().key().id().toLowerCase(Locale.ROOT).equals(lower),
        rule -> lower.length() >= 4 && rule.reference().key().id().toLowerCase(Locale.ROOT).startsWith(lower),
        rule -> rule.reference().title().toLowerCase(Locale.ROOT).equals(lower),
        rule -> isNamed(rule.file(), lower),
        rule -> lower.length() >= 4 && rule.reference().title().toLowerCase(Locale.ROOT).contains(lower));
    for (Predicate<Rule> way : ways) {
      List<Rule> found = rules.used().stream().filter(way).toList();
      if (!found.isEmpty()) {
        return one(written, found);
      }
    }
    for (Correlation correlation : rules.correlations().all()) {
      RuleReference about = correlation.reference();
      if (about.title().toLowerCase(Locale.ROOT).equals(lower) || (lower.length() >= 4 && about.key().id().toLowerCase(Locale.ROOT).startsWith(lower)) || isNamed(correlation.file(), lower)) {
        String ids = String.join(", ", correlation.rules().stream().map(one -> one.key().id()).toList());
        throw new UsageException(written + " is a correlation, which no single event makes true", "explain one of its rules: " + ids);
      }
    }
    throw new UsageException("there is no rule " + written, "see: cutpoint rules ls");
  }

  private static boolean isNamed(String file, String lower) {
    String name = file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('!')) + 1).toLowerCase(Locale.ROOT);
    return name.equals(lower) || name.equals(lower + ".yml") || name.equals(lower + ".yaml");
  }

  private static Rule one(String written, List<Rule> found) throws UsageException {
    // The same file may be read twice, as a part of two packs.
    List<Rule> different = new ArrayList<>();
    for (Rule rule : found) {
      if (different.stream().noneMatch(other -> other.condition().equals(rule.condition()) && other.reference().title().equals(rule.reference().title()))) {
        different.add(rule);
      }
    }
    if (different.size() > 1) {
      String names = String.join(", ", different.stream().limit(NAMED).map(rule -> rule.reference().key().id() + " (" + rule.reference().title() + ")").toList());
      throw new UsageException(written + " means " + different.size() + " rules", "write the id of one: " + names + (different.size() > NAMED ? ", ..." : ""));
    }
    return different.getFirst();
  }

  private static Asked ask(Call call, Rule rule, String written) throws UsageException, ExitException, IOException {
    String number = call.arguments().value(Options.RECORD).orElse("");
    OptionalLong record = number.isEmpty() ? OptionalLong.empty() : OptionalLong.of(AnalyzeVerb.number("--record", number, 0, Integer.MAX_VALUE));
    if (written.equals("-")) {
      return asked("standard input", RuleQuestion.of(rule, call.around().in(), record), record);
    }
    Path file = call.path(written);
    if (!written.isEmpty() && Files.isRegularFile(file)) {
      return asked(written, RuleQuestion.of(rule, file, record), record);
    }
    if (Files.isDirectory(file)) {
      throw new ExitException(Exit.IO, written + ": this is a folder; name a file of it");
    }
    return kept(call, rule, written);
  }

  private static Asked asked(String source, RuleQuestion.Found found, OptionalLong record) throws ExitException {
    if (found.answer().isEmpty()) {
      String problem = found.problems().isEmpty() ? "" : "; " + found.problems().getFirst();
      throw new ExitException(Exit.IO, source + ": there is no " + (record.isPresent() ? "record " + record.getAsLong() + " among its " + found.events() + " events" : "event") + problem);
    }
    return new Asked(found.answer().get(), source, "");
  }

  private static Asked kept(Call call, Rule rule, String written) throws UsageException, ExitException, IOException {
    if (!isId(written)) {
      throw new ExitException(Exit.IO, written + ": there is no such file, and no detection has such an id");
    }
    ResultFolder folder = Results.find(call, 2);
    List<Json> found = folder.detections(written);
    if (found.size() != 1) {
      throw new UsageException(found.isEmpty() ? "there is no file and no detection " + written : written + " means more than one detection", "see: cutpoint detections ls");
    }
    List<Json> evidence = found.getFirst().get("evidence").items();
    if (evidence.isEmpty()) {
      throw new ExitException(Exit.IO, written + ": the detection has no evidence");
    }
    String source = evidence.getFirst().get("source").text().raw();
    Json ledger = folder.summary().get("ledger").get("sources");
    boolean evtx = ledger.items().stream().anyMatch(one -> one.get("source").text().raw().equals(source) && one.get("format").text().raw().equals("evtx"));
    String fields = evidence.getFirst().get("fields").toString();
    RuleQuestion.Found answer = RuleQuestion.ofKept(rule, fields, evtx, evidence.getFirst().get("record").whole());
    Asked asked = asked(source + " (kept in " + folder.path() + ")", answer, OptionalLong.empty());
    return new Asked(asked.answer, asked.source, fields.contains(" bytes)\"") ? "values over 4 KiB were cut when the result was written: what stood behind is not seen here" : "");
  }

  private static boolean isId(String written) {
    String lower = written.toLowerCase(Locale.ROOT);
    String digits = lower.startsWith("det-") ? lower.substring(4) : lower;
    return digits.length() >= 4 && digits.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
  }

  private static void print(Call call, Asked asked) {
    Terminal terminal = call.terminal();
    RuleAnswer answer = asked.answer;
    RuleReference rule = answer.rule().reference();
    line(terminal, "Rule", rule.title() + " (" + rule.level().id() + ", " + rule.key().id() + ")");
    line(terminal, "File", answer.rule().file());
    line(terminal, "Event", String.join(", ", Stream.of(asked.source, "record " + answer.number(), answer.kind(),
        answer.event().timeNanos() == EventView.NO_TIME ? "" : EventTimes.text(answer.event().timeNanos()), answer.own("Computer")).filter(text -> !text.isEmpty()).toList()));
    line(terminal, "Source", "the rule is for " + RuleVerbs.name(rule.logSource()) + "; the event is " + sources(answer) + (answer.applies() ? ": applies" : ": does not apply"));
    if (!asked.remark.isEmpty()) {
      line(terminal, "Remark", asked.remark);
    }
    String verdict = answer.matches() ? "matches" : !answer.applies() && answer.explanation().held() ? "does not match: the condition holds, the log source is another"
        : "does not match: " + (answer.applies() ? "the condition does not hold" : "the log source is another, and the condition does not hold");
    Rows.hanging(terminal, "Answer    ", INDENT, verdict);
    terminal.print("");
    new AnswerTree(terminal, answer, call.isVerbose()).print(0);
  }

  private static void line(Terminal terminal, String title, String text) {
    Rows.hanging(terminal, title + " ".repeat(INDENT - title.length()), INDENT, text);
  }

  private static String sources(RuleAnswer answer) {
    List<String> names = answer.event().logSources().all().stream().map(RuleVerbs::name).toList();
    return names.isEmpty() ? "of no log source that is known (it has no Channel and EventID of Windows)" : String.join(" and ", names);
  }

  private static void tests(Explanation node, String path, Rows rows) {
    switch (node) {
      case Explanation.AllOf all -> all.parts().forEach(part -> tests(part, path + "/all", rows));
      case Explanation.AnyOf any -> any.parts().forEach(part -> tests(part, path + "/any", rows));
      case Explanation.Not not -> tests(not.part(), path + "/not", rows);
      case Explanation.Selection selection -> tests(selection.body(), path + "/" + selection.name(), rows);
      case Explanation.FieldTest test -> rows.add(path, String.valueOf(test.held()), test.field(), test.wanted());
      case Explanation.KeywordTest test -> rows.add(path, String.valueOf(test.held()), "", test.wanted());
    }
  }

  private static Json json(Asked asked) {
    RuleAnswer answer = asked.answer;
    RuleReference about = answer.rule().reference();
    Map<String, Json> rule = new LinkedHashMap<>();
    rule.put("id", AnswerTree.text(about.key().id()));
    rule.put("title", AnswerTree.text(about.title()));
    rule.put("level", AnswerTree.text(about.level().id()));
    rule.put("file", AnswerTree.text(answer.rule().file()));
    Map<String, Json> event = new LinkedHashMap<>();
    event.put("source", AnswerTree.text(asked.source));
    event.put("record", new Json.Literal(String.valueOf(answer.number())));
    event.put("time", answer.event().timeNanos() == EventView.NO_TIME ? Json.NOTHING : AnswerTree.text(EventTimes.text(answer.event().timeNanos())));
    event.put("kind", AnswerTree.text(answer.kind()));
    Map<String, Json> source = new LinkedHashMap<>();
    source.put("wanted", AnswerTree.text(RuleVerbs.name(about.logSource())));
    source.put("of", new Json.Items(answer.event().logSources().all().stream().map(one -> AnswerTree.text(RuleVerbs.name(one))).toList()));
    source.put("applies", new Json.Literal(String.valueOf(answer.applies())));
    Map<String, Json> all = new LinkedHashMap<>();
    all.put("rule", new Json.Members(rule));
    all.put("event", new Json.Members(event));
    all.put("logSource", new Json.Members(source));
    all.put("matches", new Json.Literal(String.valueOf(answer.matches())));
    if (!asked.remark.isEmpty()) {
      all.put("remark", AnswerTree.text(asked.remark));
    }
    all.put("condition", AnswerTree.json(answer));
    return new Json.Members(all);
  }
}
