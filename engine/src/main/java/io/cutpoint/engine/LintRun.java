package io.cutpoint.engine;

import io.cutpoint.ingest.windows.WindowsCatalog;
import io.cutpoint.match.MatchLimits;
import io.cutpoint.match.Program;
import io.cutpoint.match.RegexCost;
import io.cutpoint.match.RuleCompiler;
import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.model.event.LogSource;
import io.cutpoint.rules.BuiltInRules;
import io.cutpoint.sigma.ConditionLogic;
import io.cutpoint.sigma.Expression;
import io.cutpoint.sigma.LintFinding;
import io.cutpoint.sigma.LintFinding.Severity;
import io.cutpoint.sigma.Placeholders;
import io.cutpoint.sigma.Predicate;
import io.cutpoint.sigma.Rule;
import io.cutpoint.sigma.RuleFile;
import io.cutpoint.sigma.RuleLint;
import io.cutpoint.sigma.RuleLint.Place;
import io.cutpoint.sigma.RuleProblem;
import io.cutpoint.sigma.RuleReader;
import io.cutpoint.sigma.RuleSet;
import io.cutpoint.sigma.RuleSourceException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Looks at rules for those who write them: what keeps a rule from being used, and what works otherwise than it looks.
///
/// Fields are looked at only where all fields of a log source are known ([WindowsCatalog]); [Report#sources] says which
/// those were. Cost: each rule is read twice and compiled by itself.
public final class LintRun {

  /// Fields of one rule that are told one by one.
  private static final int FIELDS = 20;

  /// What was found.
  ///
  /// @param findings by place
  /// @param files how many rule files there are
  /// @param rules how many plain rules can be used
  /// @param correlations how many correlations can be used
  /// @param filters how many filters were worked into rules
  /// @param sources the log sources whose fields were looked at, sorted
  /// @param checked how many rules have one of them
  public record Report(List<LintFinding> findings, int files, int rules, int correlations, int filters, List<String> sources, int checked) {
    public Report {
      findings = List.copyOf(findings);
      sources = List.copyOf(sources);
    }

    /// How many findings are of this severity.
    public long count(Severity severity) {
      return findings.stream().filter(finding -> finding.severity() == severity).count();
    }
  }

  private final RuleLint lint = new RuleLint();
  private final List<LintFinding> findings = new ArrayList<>();
  private final Set<String> sources = new TreeSet<>();
  private int checked;

  private LintRun() {}

  /// Looks at the rules of these paths.
  ///
  /// @param builtIn whether to look at those that come along, too
  /// @param placeholders a file of values for the placeholders of rules, or null
  /// @throws AnalysisException where a path is missing or cannot be read
  public static Report of(boolean builtIn, List<Path> paths, @Nullable Path placeholders) throws AnalysisException {
    return new LintRun().run(builtIn, paths, Rules.values(placeholders));
  }

  private Report run(boolean builtIn, List<Path> paths, Placeholders placeholders) throws AnalysisException {
    Re2Regexes regexes = new Re2Regexes();
    RuleReader reader = new RuleReader(regexes, placeholders.values());
    List<RuleFile> alone = builtIn ? BuiltInRules.files() : List.of();
    RuleSet read;
    int[] files = {0};
    try {
      read = reader.load(alone, paths);
      alone.forEach(file -> look(file, files));
      for (Path path : paths) {
        reader.files(path, file -> look(file, files));
      }
    } catch (RuleSourceException unreadable) {
      throw new AnalysisException(AnalysisException.Kind.IO, String.valueOf(unreadable.getMessage()), unreadable);
    }
    read.problems().forEach(this::told);
    read.rules().forEach(rule -> look(rule, regexes));
    findings.addAll(lint.findings());
    findings.sort(null);
    return new Report(findings, files[0], read.rules().size(), read.correlations().size(), read.filters(), List.copyOf(sources), checked);
  }

  private void look(RuleFile file, int[] files) {
    files[0]++;
    lint.file(file);
  }

  private void told(RuleProblem problem) {
    switch (problem.kind()) {
      case REFUSED -> add(problem, Severity.ERROR, "refused");
      case SKIPPED -> add(problem, Severity.NOTE, "not-used");
      case WARNING -> add(problem, Severity.WARNING, "reading");
    }
  }

  private void add(RuleProblem problem, Severity severity, String check) {
    findings.add(new LintFinding(problem.file(), problem.line(), problem.column(), severity, check, problem.message()));
  }

  private void add(Rule rule, Place place, Severity severity, String check, String message) {
    findings.add(new LintFinding(rule.file(), place.line(), place.column(), severity, check, message));
  }

  private void look(Rule rule, Re2Regexes regexes) {
    Program program = RuleCompiler.compile(List.of(rule), FieldDictionary.of(RuleCompiler.fields(List.of(rule))), regexes, MatchLimits.DEFAULT);
    program.problems().forEach(this::told);
    if (ConditionLogic.isNeverTrue(rule.condition())) {
      add(rule, lint.condition(rule), Severity.WARNING, "condition-never", "wanted a condition that some event makes true, found one that contradicts itself");
    } else if (ConditionLogic.isAlwaysTrue(rule.condition())) {
      add(rule, lint.condition(rule), Severity.WARNING, "condition-always", "wanted a condition that tells events apart, found one that every event of the log source makes true");
    } else if (program.rulesWithoutAnchor() > 0) {
      add(rule, lint.condition(rule), Severity.WARNING, "no-anchor", "wanted something that must be present, found only what must be absent: every event of the log source is looked at in full");
    }
    regexes(rule, rule.condition());
    logSource(rule);
  }

  private void regexes(Rule rule, Expression expression) {
    switch (expression) {
      case Expression.AllOf all -> all.parts().forEach(part -> regexes(rule, part));
      case Expression.AnyOf any -> any.parts().forEach(part -> regexes(rule, part));
      case Expression.Not not -> regexes(rule, not.part());
      case Expression.Selection selection -> regexes(rule, selection.body());
      case Expression.FieldTest(String field, Predicate.Regex regex) -> regex(rule, lint.field(rule, field), regex);
      case Expression.FieldTest _ -> {}
      case Expression.KeywordTest(Predicate.Regex regex) -> regex(rule, lint.condition(rule), regex);
      case Expression.KeywordTest _ -> {}
    }
  }

  private void regex(Rule rule, Place place, Predicate.Regex regex) {
    RegexCost.of(regex).ifPresent(why -> {
      String shown = regex.pattern().length() > 60 ? regex.pattern().substring(0, regex.pattern().offsetByCodePoints(0, Math.min(60, regex.pattern().codePointCount(0, regex.pattern().length())))) + "..." : regex.pattern();
      LintFinding finding = new LintFinding(rule.file(), place.line(), place.column(), Severity.NOTE, "regex-slow", "wanted an expression with a literal text, found `" + shown + "` with " + why);
      if (!findings.contains(finding)) {
        findings.add(finding);
      }
    });
  }

  private void logSource(Rule rule) {
    LogSource source = rule.reference().logSource();
    if (!WindowsCatalog.has(source)) {
      Optional<String> taxonomy = KnownLogSources.fault(source);
      if (taxonomy.isPresent()) {
        add(rule, lint.logSource(rule), Severity.WARNING, "logsource-unknown", taxonomy.get());
      } else {
        add(rule, lint.logSource(rule), Severity.NOTE, "logsource-unread", "wanted a log source that this version reads, found " + KnownLogSources.name(source) + ": the rule is never true here");
      }
      return;
    }
    WindowsCatalog.fields(source).ifPresent(known -> {
      sources.add(KnownLogSources.name(source));
      checked++;
      int told = 0;
      for (String field : rule.fields()) {
        if (!known.contains(field) && told++ < FIELDS) {
          Optional<String> other = known.stream().filter(one -> one.equalsIgnoreCase(field)).findFirst();
          add(rule, lint.field(rule, field), Severity.WARNING, "field-unknown", "wanted a field that events of " + KnownLogSources.name(source) + " have, found `" + field + "`"
              + other.map(name -> "; names of fields keep their case: `" + name + "`").orElse(", which no known source of them writes"));
        }
      }
    });
  }
}
