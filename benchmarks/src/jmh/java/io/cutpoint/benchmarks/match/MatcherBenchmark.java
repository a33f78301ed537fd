package io.cutpoint.benchmarks.match;

import com.google.re2j.Pattern;
import io.cutpoint.ingest.Block;
import io.cutpoint.ingest.BlockParser;
import io.cutpoint.ingest.InputReader;
import io.cutpoint.ingest.Inputs;
import io.cutpoint.ingest.Limits;
import io.cutpoint.match.CompiledRegex;
import io.cutpoint.match.MatchLimits;
import io.cutpoint.match.Matcher;
import io.cutpoint.match.Program;
import io.cutpoint.match.RuleCompiler;
import io.cutpoint.model.event.EventSink;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.model.event.RecordProblem;
import io.cutpoint.oracle.ReferenceMatcher;
import io.cutpoint.sigma.Rule;
import io.cutpoint.sigma.RuleReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/// How long one event takes: matched by the compiled program and by the reference interpreter, and only read from
/// memory. Each call takes the next of up to 4,000 events, so that no event stays in the first-level cache.
///
/// `-p events=FILE -p rules=PATH` name the corpus and the rules, `-p partition=process_creation` the category whose
/// events are taken (`*`: all), `-p count=100,1000,0` how many rules from all over the list (0: all), `-p cached=0,4096`
/// of how many values the matcher remembers what was found.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgs = {"-Xmx1g", "-XX:+UseSerialGC"})
public class MatcherBenchmark {

  private static final int EVENTS = 4_000;

  @Param("") public String events = "";

  @Param("") public String rules = "";

  @Param("process_creation") public String partition = "";

  @Param({"100", "1000", "0"}) public int count;

  @Param({"0", "4096"}) public int cached;

  private List<Rule> read = List.of();
  private final List<EventView> taken = new ArrayList<>();
  private final List<List<Rule>> applying = new ArrayList<>();
  private Matcher matcher = RuleCompiler.compile(List.of(), FieldDictionary.of(List.of()), MatcherBenchmark::regex, MatchLimits.DEFAULT).matcher();
  private final ReferenceMatcher reference = new ReferenceMatcher();
  private int next;

  @Setup
  public void setUp() throws IOException {
    List<Rule> all = new RuleReader(regex -> Optional.empty(), Map.of()).load(List.of(Path.of(rules))).rules();
    read = count == 0 || count >= all.size() ? all : spread(all);
    Set<String> names = new TreeSet<>(RuleCompiler.fields(read));
    names.addAll(BlockParser.FIELDS);
    FieldDictionary dictionary = FieldDictionary.of(names);
    Program program = RuleCompiler.compile(read, dictionary, MatcherBenchmark::regex, MatchLimits.DEFAULT);
    matcher = program.matcher(cached);
    BlockParser parser = new BlockParser(dictionary);
    Block block = new Block();
    try (InputReader reader = new InputReader(Inputs.find(List.of(Path.of(events))).inputs(), null, Limits.DEFAULT)) {
      while (taken.size() < EVENTS && reader.next(block)) {
        parser.parse(block, new EventSink() {
          @Override
          public void event(EventView event) {
            boolean wanted = partition.equals("*") || event.logSources().all().stream().anyMatch(source -> partition.equals(source.category()));
            if (wanted && taken.size() < EVENTS) {
              taken.add(event.copy());
            }
          }

          @Override
          public void problem(RecordProblem problem) {}
        });
      }
    }
    if (taken.isEmpty()) {
      throw new IllegalStateException("wanted events of " + partition + ", found none in " + events);
    }
    for (EventView event : taken) {
      applying.add(read.stream().filter(rule -> event.logSources().satisfies(rule.reference().logSource())).toList());
    }
  }

  private List<Rule> spread(List<Rule> all) {
    List<Rule> some = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      some.add(all.get((int) ((long) i * all.size() / count)));
    }
    return some;
  }

  private static CompiledRegex regex(String pattern, boolean ignoreCase, boolean multiline, boolean dotAll) {
    int flags = (ignoreCase ? Pattern.CASE_INSENSITIVE : 0) | (multiline ? Pattern.MULTILINE : 0) | (dotAll ? Pattern.DOTALL : 0);
    Pattern compiled = Pattern.compile(pattern, flags);
    return (utf8, from, to) -> compiled.matcher(new String(utf8, from, to - from, StandardCharsets.UTF_8)).find();
  }

  private int turn() {
    next = next + 1 < taken.size() ? next + 1 : 0;
    return next;
  }

  /// The compiled program.
  @Benchmark
  public void compiled(Blackhole hole) {
    matcher.match(taken.get(turn()), hole::consume);
  }

  /// The reference interpreter, over the rules of the event's log sources.
  @Benchmark
  public void reference(Blackhole hole) {
    int turn = turn();
    for (Rule rule : applying.get(turn)) {
      hole.consume(reference.matches(rule, taken.get(turn)));
    }
  }

  /// The record's bytes, eight at a time: what memory alone takes.
  @Benchmark
  public long memory() {
    EventView event = taken.get(turn());
    LongBuffer words = ByteBuffer.wrap(event.raw(), event.rawOffset(), event.rawLength()).slice().asLongBuffer();
    long sum = 0;
    for (int i = 0; i < words.limit(); i++) {
      sum += words.get(i);
    }
    return sum;
  }
}
