package io.cutpoint.engine;

import io.cutpoint.engine.facts.FactRecorder;
import io.cutpoint.engine.facts.FactStore;
import io.cutpoint.ingest.Block;
import io.cutpoint.ingest.BlockParser;
import io.cutpoint.ingest.Input;
import io.cutpoint.ingest.InputReader;
import io.cutpoint.ingest.Inputs;
import io.cutpoint.ingest.Limits;
import io.cutpoint.match.MatchLimits;
import io.cutpoint.match.Matcher;
import io.cutpoint.match.Program;
import io.cutpoint.model.detection.Level;
import io.cutpoint.model.event.EventSink;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.model.event.RecordProblem;
import io.cutpoint.sigma.Rule;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Measures the first phase on one thread: what reading, matching and keeping facts cost in processor time; and how much
/// faster several threads are.
///
/// Each stage reads the corpus from its files anew and does what the stage before it does and one thing more, so that
/// differences are what that thing costs. The time is that which the thread spent on a processor, so other load on the
/// machine counts little; the least of several rounds is told, since load only ever adds.
public final class FirstPhaseTiming {

  /// Rounds that do not count: so many at least, and more of a small corpus, until the compiler has seen so many events.
  private static final int WARM_UP = 3;
  private static final int MAX_WARM_UP = 12;
  private static final long WARM_EVENTS = 150_000;

  private FirstPhaseTiming() {}

  /// What one stage takes.
  ///
  /// @param name what it does
  /// @param rules how many rules were matched
  /// @param cpuSeconds of the thread, in the best round
  /// @param wallSeconds of the same round
  /// @param matches how many
  public record Stage(String name, int rules, double cpuSeconds, double wallSeconds, long matches) {}

  /// The whole first phase with one worker and with several, in turn, by the wall clock; other load on the machine
  /// shows in it.
  ///
  /// @param threads how many workers were the several
  /// @param oneWallSeconds with one worker, in the best round
  /// @param manyWallSeconds with all of them, in the best round
  public record Scaling(int threads, double oneWallSeconds, double manyWallSeconds) {

    /// How many times as fast all workers are as one.
    public double factor() {
      return oneWallSeconds / manyWallSeconds;
    }
  }

  /// What was measured.
  ///
  /// @param corpus the SHA-256 over the sorted SHA-256 of its files, hexadecimal
  /// @param events how many events it has
  /// @param bytes how many bytes, unpacked
  /// @param stages each one more than the one before, then matching with fewer rules
  /// @param scaling of the whole first phase
  public record Timing(String corpus, long events, long bytes, List<Stage> stages, Scaling scaling) {}

  /// Measures.
  ///
  /// @param inputs as for an analysis
  /// @param rounds how many of each stage count
  /// @param threads how many workers are compared with one
  /// @param scratchParent where facts are kept for the while
  /// @throws AnalysisException where inputs or rules cannot be read
  public static Timing run(List<Path> inputs, Rules rules, int rounds, int threads, Path scratchParent) throws AnalysisException {
    try {
      List<Input> found = Inputs.find(inputs).inputs();
      CompiledRules all = CompiledRules.compile(rules);
      List<Stage> stages = new ArrayList<>();
      stages.add(best("copy and hash", rounds, found, all, Doing.COPY, MatchLimits.DEFAULT.cachedValues(), scratchParent).stage);
      Pass read = best("and parse", rounds, found, all, Doing.READ, MatchLimits.DEFAULT.cachedValues(), scratchParent);
      if (read.events == 0) {
        throw new AnalysisException(AnalysisException.Kind.IO, "the logs hold no event that can be read: analyze tells why");
      }
      stages.add(read.stage);
      stages.add(best("and match", rounds, found, all, Doing.MATCH, MatchLimits.DEFAULT.cachedValues(), scratchParent).stage);
      stages.add(best("and match, without value caches", rounds, found, all, Doing.MATCH, 0, scratchParent).stage);
      stages.add(best("and match, and keep facts", rounds, found, all, Doing.KEEP, MatchLimits.DEFAULT.cachedValues(), scratchParent).stage);
      for (int fewer : new int[] {1_000, 100}) {
        if (fewer < rules.used().size()) {
          CompiledRules some = CompiledRules.compile(new Rules(spread(rules.used(), fewer), List.of(), fewer, 0, rules.adjustments(), UsedCorrelations.NONE));
          stages.add(best("and match fewer rules", rounds, found, some, Doing.MATCH, MatchLimits.DEFAULT.cachedValues(), scratchParent).stage);
        }
      }
      return new Timing(read.corpus, read.events, read.bytes, stages, scaling(found, all, rounds, threads, scratchParent));
    } catch (IOException failure) {
      throw new AnalysisException(AnalysisException.Kind.IO, String.valueOf(failure.getMessage()), failure);
    }
  }

  /// So many rules from all over the list.
  private static List<Rule> spread(List<Rule> rules, int wanted) {
    List<Rule> some = new ArrayList<>();
    for (int i = 0; i < wanted; i++) {
      some.add(rules.get((int) ((long) i * rules.size() / wanted)));
    }
    return some;
  }

  private enum Doing { COPY, READ, MATCH, KEEP }

  private record Pass(Stage stage, String corpus, long events, long bytes) {}

  private static Pass best(String name, int rounds, List<Input> inputs, CompiledRules rules, Doing doing, int cached, Path scratchParent) throws IOException {
    Pass best = null;
    long warmed = 0;
    for (int round = 0; round < WARM_UP || (round < MAX_WARM_UP && warmed < WARM_EVENTS); round++) {
      warmed += pass(name, inputs, rules, doing, cached, scratchParent).events;
    }
    for (int round = 0; round < rounds; round++) {
      Pass pass = pass(name, inputs, rules, doing, cached, scratchParent);
      if (best == null || pass.stage.cpuSeconds < best.stage.cpuSeconds) {
        best = pass;
      }
    }
    if (best == null) {
      throw new IllegalArgumentException("wanted at least one round, found " + rounds);
    }
    return best;
  }

  /// One worker and several take turns, so that both meet the same load.
  private static Scaling scaling(List<Input> inputs, CompiledRules rules, int rounds, int threads, Path scratchParent) throws IOException {
    double one = Double.MAX_VALUE;
    double many = Double.MAX_VALUE;
    for (int round = -1; round < rounds; round++) {
      double alone = phase(inputs, rules, 1, scratchParent);
      double together = phase(inputs, rules, threads, scratchParent);
      if (round >= 0) {
        one = Math.min(one, alone);
        many = Math.min(many, together);
      }
    }
    return new Scaling(threads, one, many);
  }

  /// Seconds of the wall clock for the first phase as an analysis runs it.
  private static double phase(List<Input> inputs, CompiledRules rules, int threads, Path scratchParent) throws IOException {
    Path scratch = Files.createTempDirectory(scratchParent, "bench-");
    AnalysisRequest request = new AnalysisRequest(List.of(), null, List.of(), true, 0, -1, Level.values()[0], scratch, scratchParent, threads, 0, "");
    try (FactStore facts = new FactStore(scratch, Analysis.sortBytes(threads), rules.correlated());
        InputReader reader = new InputReader(inputs, null, Limits.DEFAULT)) {
      long wall = System.nanoTime();
      new FirstPhase(request, reader, rules.program().dictionary(), rules.program(), rules.logSources(), facts, Progress.NONE, 0).run();
      return (System.nanoTime() - wall) / 1e9;
    } finally {
      Folders.delete(scratch);
    }
  }

  private static Pass pass(String name, List<Input> inputs, CompiledRules rules, Doing doing, int cached, Path scratchParent) throws IOException {
    Program program = rules.program();
    FieldDictionary dictionary = program.dictionary();
    Path scratch = Files.createTempDirectory(scratchParent, "bench-");
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    try (FactStore facts = new FactStore(scratch, 16 << 20, rules.correlated());
        InputReader reader = new InputReader(inputs, null, Limits.DEFAULT)) {
      Counting sink = new Counting(doing, program.matcher(cached), facts.recorder(dictionary));
      BlockParser parser = new BlockParser(dictionary);
      Block block = new Block();
      long cpu = threads.getCurrentThreadCpuTime();
      long wall = System.nanoTime();
      while (reader.next(block)) {
        if (doing != Doing.COPY) {
          parser.parse(block, sink);
        }
      }
      double cpuSeconds = (threads.getCurrentThreadCpuTime() - cpu) / 1e9;
      double wallSeconds = (System.nanoTime() - wall) / 1e9;
      if (sink.failure != null) {
        throw sink.failure;
      }
      String hashes = String.join(" ", reader.hashes().stream().map(InputReader.InputHash::sha256).sorted().toList());
      return new Pass(new Stage(name, program.rules(), cpuSeconds, wallSeconds, sink.matches), sha256(hashes), sink.events, reader.rawBytes());
    } finally {
      Folders.delete(scratch);
    }
  }

  private static String sha256(String text) {
    try {
      byte[] hash = java.security.MessageDigest.getInstance("SHA-256").digest(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      return java.util.HexFormat.of().formatHex(hash);
    } catch (java.security.NoSuchAlgorithmException everyJvmHasIt) {
      throw new IllegalStateException(everyJvmHasIt);
    }
  }

  private static final class Counting implements EventSink {
    private final Doing doing;
    private final Matcher matcher;
    private final FactRecorder recorder;
    private int[] rules = new int[64];
    private int ruleCount;
    private long events;
    private long matches;
    private @org.jspecify.annotations.Nullable IOException failure;

    Counting(Doing doing, Matcher matcher, FactRecorder recorder) {
      this.doing = doing;
      this.matcher = matcher;
      this.recorder = recorder;
    }

    @Override
    public void event(EventView event) {
      events++;
      if (doing == Doing.READ) {
        return;
      }
      ruleCount = 0;
      matcher.match(event, this::match);
      matches += ruleCount;
      if (doing == Doing.KEEP) {
        try {
          recorder.record(event, rules, ruleCount);
        } catch (IOException full) {
          failure = failure == null ? full : failure;
        }
      }
    }

    private void match(int rule) {
      if (ruleCount == rules.length) {
        rules = Arrays.copyOf(rules, ruleCount * 2);
      }
      rules[ruleCount++] = rule;
    }

    @Override
    public void problem(RecordProblem problem) {}
  }
}
