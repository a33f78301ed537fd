package io.cutpoint.engine;

import io.cutpoint.ingest.Block;
import io.cutpoint.ingest.BlockParser;
import io.cutpoint.ingest.Input;
import io.cutpoint.ingest.InputReader;
import io.cutpoint.ingest.Inputs;
import io.cutpoint.ingest.Limits;
import io.cutpoint.match.MatchLimits;
import io.cutpoint.match.MatchSink;
import io.cutpoint.match.Matcher;
import io.cutpoint.match.Program;
import io.cutpoint.match.RuleCompiler;
import io.cutpoint.model.event.EventSink;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.model.event.RecordProblem;
import io.cutpoint.sigma.Rule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/// Measures what each rule costs over some logs, so that its author sees which one is slow.
///
/// Each rule is compiled by itself and asked for each event of its log source, without value caches. All rules together
/// cost much less than the sum, since they share the search for literals: the figures compare rules with each other.
/// The time is that of a wall clock, so other load adds; of several rounds the least counts.
/// Memory: 64 rules at a time, which read the events anew.
public final class RuleTiming {

  /// Events of the corpus that are read unless told.
  public static final int EVENTS = 2_000;

  private static final int TOGETHER = 64;
  private static final int ROUNDS = 3;

  /// Rounds of the first rules that do not count: until then the JVM has not compiled the matcher.
  private static final int WARM_UP = 24;

  private RuleTiming() {}

  /// What one rule costs.
  ///
  /// @param rule the rule
  /// @param events those of its log source, of all that were read
  /// @param nanos of one of these events, the asking alone included, which is the same for every rule
  /// @param matches events for which it was true
  public record Cost(Rule rule, long events, double nanos, long matches) {

    /// Over all events of its log source, in nanoseconds.
    public double total() {
      return events * nanos;
    }
  }

  /// Costs of all rules that can be compiled, the dearest first.
  ///
  /// @param events how many were read, the first ones of the inputs
  /// @param isAll whether the inputs have no more
  public record Costs(long events, boolean isAll, List<Cost> rules) {}

  /// Measures.
  ///
  /// @param inputs as for an analysis
  /// @param most events that are read, at least 1
  /// @throws AnalysisException where inputs cannot be read, or hold no event, and where there is no rule
  public static Costs run(List<Path> inputs, Rules rules, long most) throws AnalysisException {
    if (rules.used().isEmpty()) {
      throw new AnalysisException(AnalysisException.Kind.CONFIGURATION, "there is no rule to measure: cutpoint rules ls lists those that are used");
    }
    try {
      List<Input> found = Inputs.find(inputs).inputs();
      TreeSet<String> names = new TreeSet<>(BlockParser.FIELDS);
      names.addAll(RuleCompiler.fields(rules.used()));
      FieldDictionary dictionary = FieldDictionary.of(names);
      List<Cost> costs = new ArrayList<>();
      List<Rule> all = rules.used();
      long events = 0;
      boolean isAll = true;
      for (int from = 0; from < all.size(); from += TOGETHER) {
        List<Asked> some = new ArrayList<>();
        for (Rule rule : all.subList(from, Math.min(all.size(), from + TOGETHER))) {
          Program program = RuleCompiler.compile(List.of(rule), dictionary, new Re2Regexes(), MatchLimits.DEFAULT);
          if (program.problems().isEmpty()) {
            some.add(new Asked(rule, program.matcher(0)));
          }
        }
        for (int round = from == 0 ? -WARM_UP : 0; round < ROUNDS; round++) {
          Asking asking = new Asking(some, most);
          read(found, dictionary, asking);
          events = asking.events;
          isAll = !asking.isFull;
          if (events == 0) {
            throw new AnalysisException(AnalysisException.Kind.IO, "the logs hold no event that can be read: analyze tells why");
          }
          boolean counts = round >= 0;
          some.forEach(one -> one.endOfRound(counts));
        }
        some.forEach(one -> costs.add(one.cost()));
      }
      costs.sort(Comparator.comparingDouble(Cost::total).reversed().thenComparing(cost -> cost.rule().reference().key()));
      return new Costs(events, isAll, List.copyOf(costs));
    } catch (IOException failure) {
      throw new AnalysisException(AnalysisException.Kind.IO, String.valueOf(failure.getMessage()), failure);
    }
  }

  private static void read(List<Input> inputs, FieldDictionary dictionary, Asking asking) throws IOException {
    try (InputReader reader = new InputReader(inputs, null, Limits.DEFAULT)) {
      BlockParser parser = new BlockParser(dictionary);
      Block block = new Block();
      while (!asking.isFull && reader.next(block)) {
        parser.parse(block, asking);
      }
    }
  }

  /// A rule and what its rounds took.
  private static final class Asked {
    private final Rule rule;
    private final Matcher matcher;
    private long events;
    private long matches;
    private long nanos;
    private long least = Long.MAX_VALUE;
    private final MatchSink found = unused -> matches++;

    Asked(Rule rule, Matcher matcher) {
      this.rule = rule;
      this.matcher = matcher;
    }

    void beginOfRound() {
      events = 0;
      matches = 0;
      nanos = 0;
    }

    void endOfRound(boolean counts) {
      if (counts) {
        least = Math.min(least, nanos);
      }
    }

    Cost cost() {
      return new Cost(rule, events, events == 0 ? 0 : Math.max(0.0, least) / events, matches);
    }
  }

  private static final class Asking implements EventSink {
    private final List<Asked> rules;
    private final long most;
    private long events;
    /// Whether there was one more event than are wanted.
    private boolean isFull;

    Asking(List<Asked> rules, long most) {
      this.rules = rules;
      this.most = most;
      rules.forEach(Asked::beginOfRound);
    }

    @Override
    public void event(EventView event) {
      if (events >= most) {
        isFull = true;
        return;
      }
      events++;
      // What two looks at the clock take of themselves.
      long before = System.nanoTime();
      long clock = System.nanoTime() - before;
      for (Asked one : rules) {
        if (event.logSources().satisfies(one.rule.reference().logSource())) {
          one.events++;
          long began = System.nanoTime();
          one.matcher.match(event, one.found);
          one.nanos += System.nanoTime() - began - clock;
        }
      }
    }

    @Override
    public void problem(RecordProblem problem) {}
  }
}
