package io.cutpoint.engine;

import io.cutpoint.detect.correlate.CorrelationHit;
import io.cutpoint.detect.correlate.CorrelationPlan;
import io.cutpoint.detect.correlate.Correlations;
import io.cutpoint.ingest.BlockParser;
import io.cutpoint.match.MatchLimits;
import io.cutpoint.match.Matcher;
import io.cutpoint.match.Program;
import io.cutpoint.match.RuleCompiler;
import io.cutpoint.model.correlation.Correlation;
import io.cutpoint.model.detection.RuleKey;
import io.cutpoint.model.detection.RuleReference;
import io.cutpoint.model.event.Event;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.model.event.OrderKey;
import io.cutpoint.model.event.View;
import io.cutpoint.model.step.Bound;
import io.cutpoint.model.step.Output;
import io.cutpoint.model.text.Untrusted;
import io.cutpoint.rules.BuiltInRules;
import io.cutpoint.sigma.Rule;
import io.cutpoint.sigma.RuleFile;
import io.cutpoint.sigma.RuleProblem;
import io.cutpoint.sigma.RuleReader;
import io.cutpoint.sigma.RuleSet;
import io.cutpoint.sigma.RuleSourceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Tries rules on the events that lie beside them.
///
/// Beside `name.yml` lie `name.positive.ndjson`, of which the rule matches every event, and `name.negative.ndjson`, of
/// which it matches none; `.json` and `.evtx` do as well. A correlation must be true once of all its positive events
/// together and never of the negative ones. Samples in the layout of SigmaHQ (`info.yml` beside EVTX files) count too.
/// A file with several rules passes where one of those that make detections matches.
/// Cost: all rules run over each event, as in an analysis. Memory: a correlation's matches of one file of events.
public final class RuleTrial {

  /// Values of correlations that one file of events may give.
  private static final int MAX_MATCHES = 1_000_000;

  /// Which events were tried.
  public enum Kind {
    /// Events that must match.
    POSITIVE("positive"),
    /// Events that must not.
    NEGATIVE("negative"),
    /// A sample of which a number of events must match.
    SAMPLE("sample");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /// The word in outputs.
    public String word() {
      return word;
    }
  }

  /// What came out.
  public enum Verdict { PASSED, FAILED, NOT_RUN }

  /// One file of events beside one rule.
  ///
  /// @param rule the rule, or the first of its file
  /// @param file the rule's file
  /// @param events the file of events
  /// @param count how many events it has
  /// @param reason why it failed or did not run; empty where it passed
  /// @param answers what the rule says of the first events that failed, with why
  public record Outcome(RuleReference rule, String file, Kind kind, String events, long count, Verdict verdict, String reason, List<RuleAnswer> answers) {
    public Outcome {
      answers = List.copyOf(answers);
    }
  }

  /// What came out of all.
  ///
  /// @param outcomes by file of the rule, then kind
  /// @param rules how many rules and correlations were looked at
  /// @param untested files of rules without any events
  /// @param problems of the rules
  public record Report(List<Outcome> outcomes, int rules, List<String> untested, List<RuleProblem> problems) {
    public Report {
      outcomes = List.copyOf(outcomes);
      untested = List.copyOf(untested);
      problems = List.copyOf(problems);
    }

    /// How many outcomes are so.
    public long count(Verdict verdict) {
      return outcomes.stream().filter(outcome -> outcome.verdict() == verdict).count();
    }
  }

  /// Failures of one file of events that are explained.
  private static final int EXPLAINED = 3;

  private record Match(int rule, OrderKey order, Event event) {}

  private final RuleSet read;
  private final Program program;
  private final FieldDictionary dictionary;
  private final Set<RuleKey> inner;
  private final CorrelationPlan plan;
  private final List<Outcome> outcomes = new ArrayList<>();

  private RuleTrial(RuleSet read) {
    this.read = read;
    Set<String> names = new TreeSet<>(BlockParser.FIELDS);
    names.addAll(RuleCompiler.fields(read.rules()));
    plan = new CorrelationPlan(read.correlations());
    plan.fields().values().forEach(names::addAll);
    dictionary = FieldDictionary.of(names);
    program = RuleCompiler.compile(read.rules(), dictionary, new Re2Regexes(), MatchLimits.DEFAULT);
    inner = new HashSet<>();
    read.correlations().forEach(correlation -> correlation.rules().forEach(rule -> inner.add(rule.key())));
  }

  /// Tries the rules of these paths.
  ///
  /// @param builtIn whether to try those that come along
  /// @param placeholders a file of values for the placeholders of rules, or null
  /// @param samples a folder with samples in the layout of SigmaHQ; where null, they are looked for above each rule
  ///     that names some
  /// @throws AnalysisException where a path is missing or cannot be read
  public static Report of(boolean builtIn, List<Path> paths, @Nullable Path placeholders, @Nullable Path samples) throws AnalysisException {
    RuleReader reader = new RuleReader(new Re2Regexes(), Rules.values(placeholders).values());
    List<RuleFile> alone = builtIn ? BuiltInRules.files() : List.of();
    SampleLibrary library = new SampleLibrary();
    RuleSet read;
    try {
      read = reader.load(alone, paths);
      for (Path path : paths) {
        reader.files(path, library::rule);
      }
      if (samples != null) {
        library.folder(samples);
      }
      return new RuleTrial(read).run(library);
    } catch (RuleSourceException unreadable) {
      throw new AnalysisException(AnalysisException.Kind.IO, String.valueOf(unreadable.getMessage()), unreadable);
    } catch (IOException failure) {
      throw new AnalysisException(AnalysisException.Kind.IO, "the events beside the rules cannot be read: " + failure.getMessage(), failure);
    }
  }

  private Report run(SampleLibrary library) throws IOException {
    Map<String, List<RuleReference>> files = new TreeMap<>();
    for (Rule rule : read.rules()) {
      told(files, rule.file(), rule.reference());
    }
    for (Correlation correlation : read.correlations()) {
      told(files, correlation.file(), correlation.reference());
    }
    List<String> untested = new ArrayList<>();
    for (Map.Entry<String, List<RuleReference>> file : files.entrySet()) {
      int before = outcomes.size();
      for (Kind kind : List.of(Kind.POSITIVE, Kind.NEGATIVE)) {
        Optional<SampleLibrary.Events> events = library.beside(file.getKey(), kind.word());
        if (events.isPresent()) {
          beside(file.getKey(), file.getValue(), kind, events.get());
        }
      }
      for (RuleReference rule : file.getValue()) {
        for (SampleLibrary.Sample sample : library.samples(file.getKey(), rule.key().id())) {
          sample(file.getKey(), rule, sample);
        }
      }
      if (outcomes.size() == before) {
        untested.add(file.getKey());
      }
    }
    library.close();
    List<RuleProblem> problems = new ArrayList<>(read.problems());
    problems.addAll(program.problems());
    return new Report(outcomes, read.rules().size() + read.correlations().size(), untested, problems);
  }

  private void told(Map<String, List<RuleReference>> files, String file, RuleReference rule) {
    if (!inner.contains(rule.key())) {
      files.computeIfAbsent(file, _ -> new ArrayList<>()).add(rule);
    }
  }

  private void beside(String file, List<RuleReference> told, Kind kind, SampleLibrary.Events events) throws IOException {
    Set<RuleKey> keys = new HashSet<>();
    told.forEach(rule -> keys.add(rule.key()));
    Optional<Rule> first = read.rules().stream().filter(rule -> keys.contains(rule.reference().key())).findFirst();
    boolean correlated = told.stream().anyMatch(rule -> plan.all().containsKey(rule.key()));
    List<RuleAnswer> answers = new ArrayList<>();
    List<Match> matches = new ArrayList<>();
    long[] wrong = {0};
    Matcher matcher = program.matcher();
    SampleEvents.Read done = events.read(dictionary, (event, number) -> {
      Set<Integer> matched = new TreeSet<>();
      matcher.match(event, matched::add);
      if (correlated) {
        OrderKey order = new OrderKey(event.timeNanos(), 0, number);
        boolean concerned = matched.stream().anyMatch(rule -> inner.contains(read.rules().get(rule).reference().key()));
        if (concerned && matches.size() < MAX_MATCHES) {
          Event kept = event.copy();
          matched.forEach(rule -> matches.add(new Match(rule, order, kept)));
        }
        return true;
      }
      Optional<Rule> hit = matched.stream().map(read.rules()::get).filter(rule -> keys.contains(rule.reference().key())).findFirst();
      if (hit.isPresent() != (kind == Kind.POSITIVE)) {
        wrong[0]++;
        Optional<Rule> about = hit.or(() -> first);
        if (answers.size() < EXPLAINED && about.isPresent()) {
          answers.add(RuleAnswer.of(about.get(), event, number));
        }
      }
      return true;
    });
    String reason = fault(done);
    if (reason.isEmpty() && correlated) {
      long hits = hits(keys, matches);
      reason = (hits > 0) == (kind == Kind.POSITIVE) ? "" : kind == Kind.POSITIVE
          ? "the correlation was never true of " + matches.size() + " matches of its rules" : "the correlation was true " + hits + (hits == 1 ? " time" : " times");
    } else if (reason.isEmpty() && wrong[0] > 0) {
      reason = wrong[0] + " of " + done.events() + (done.events() == 1 ? " event " : " events ") + (kind == Kind.POSITIVE ? "did not match" : "matched");
    }
    outcomes.add(new Outcome(told.getFirst(), file, kind, events.name(), done.events(), reason.isEmpty() ? Verdict.PASSED : Verdict.FAILED, reason, answers));
  }

  private static String fault(SampleEvents.Read done) {
    if (!done.problems().isEmpty()) {
      return done.problems().getFirst();
    }
    return done.events() == 0 ? "wanted at least one event, found none" : "";
  }

  private long hits(Set<RuleKey> told, List<Match> matches) {
    long[] hits = {0};
    Correlations running = new Correlations(plan, new Output<>() {
      @Override
      public void emit(CorrelationHit hit) {
        hits[0] += told.contains(hit.correlation()) ? 1 : 0;
      }

      @Override
      public void dropped(Bound bound, long count) {
        // A few events beside a rule reach no bound; one that did would be a hit that is missing, which the test tells.
      }
    });
    matches.sort(Comparator.comparing(Match::order));
    for (Match match : matches) {
      RuleReference rule = read.rules().get(match.rule()).reference();
      View view = rule.logSource().category() == null ? View.ORIGINAL : View.GENERIC;
      running.match(rule.key(), match.order(), field -> value(match.event(), field, view));
    }
    running.end();
    return hits[0];
  }

  /// The first value of this field that is not empty.
  private @Nullable Untrusted value(EventView event, String field, View view) {
    int id = dictionary.id(field);
    for (int i = event.find(id, view); i >= 0; i = event.find(id, view, i + 1)) {
      if (event.length(i) > 0) {
        return Untrusted.of(event.bytes(i), event.offset(i), event.length(i));
      }
    }
    return null;
  }

  private void sample(String file, RuleReference rule, SampleLibrary.Sample sample) throws IOException {
    if (!sample.reason().isEmpty()) {
      outcomes.add(new Outcome(rule, file, Kind.SAMPLE, sample.name(), 0, Verdict.NOT_RUN, sample.reason(), List.of()));
      return;
    }
    long[] matched = {0};
    List<RuleAnswer> answers = new ArrayList<>();
    Matcher matcher = program.matcher();
    Optional<Rule> about = read.rules().stream().filter(one -> one.reference().key().equals(rule.key())).findFirst();
    SampleEvents.Read done = sample.read(dictionary, (event, number) -> {
      boolean[] hit = {false};
      matcher.match(event, one -> hit[0] |= read.rules().get(one).reference().key().equals(rule.key()));
      matched[0] += hit[0] ? 1 : 0;
      if (!hit[0] && about.isPresent() && answers.size() < EXPLAINED) {
        answers.add(RuleAnswer.of(about.get(), event, number));
      }
      return true;
    });
    String reason = matched[0] >= sample.least() ? "" : !done.problems().isEmpty() ? done.problems().getFirst()
        : "wanted at least " + sample.least() + (sample.least() == 1 ? " match" : " matches") + ", found " + matched[0] + " in " + done.events() + (done.events() == 1 ? " event" : " events");
    outcomes.add(new Outcome(rule, file, Kind.SAMPLE, sample.name(), done.events(), reason.isEmpty() ? Verdict.PASSED : Verdict.FAILED, reason, reason.isEmpty() ? List.of() : answers));
  }
}
