package io.cutpoint.engine;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.cutpoint.benchmarks.Corpus;
import io.cutpoint.engine.facts.FactStore;
import io.cutpoint.ingest.BlockParser;
import io.cutpoint.ingest.InputReader;
import io.cutpoint.ingest.Inputs;
import io.cutpoint.ingest.Limits;
import io.cutpoint.ingest.SourceTally;
import io.cutpoint.match.MatchLimits;
import io.cutpoint.match.Program;
import io.cutpoint.match.RuleCompiler;
import io.cutpoint.model.detection.Level;
import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.model.event.LogSource;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The whole first phase, bytes to facts on disk, several times in one process, so that the runs behind the first show
/// what a long input sees.
///
/// `java -Xmx372m -XX:+UseSerialGC -cp 'benchmarks/target/lib/*' io.cutpoint.engine.FirstPhaseBenchmark
/// INPUT|json|evtx THREADS RUNS [RULES]`; `json` and `evtx` make a corpus of 200 MB. Prints events a second of wall
/// clock and of processor time, and bytes allocated for each event. On a machine with other work trust the processor
/// time, and compare runs of one process only.
public final class FirstPhaseBenchmark {

  private static final long CORPUS_BYTES = 200_000_000;
  private static final int SORT_BYTES = 32 << 20;

  private FirstPhaseBenchmark() {}

  public static void main(String[] arguments) throws IOException, AnalysisException {
    Path folder = Files.createTempDirectory("cutpoint-benchmark");
    try {
      int threads = Integer.parseInt(arguments[1]);
      int runs = Integer.parseInt(arguments[2]);
      List<Path> rules = arguments.length > 3 ? List.of(Path.of(arguments[3])) : List.of();
      measure(input(arguments[0], folder), folder, threads, runs, Rules.load(true, rules, folder, Level.values()[0]));
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static Path input(String name, Path folder) throws IOException {
    Path made = folder.resolve("corpus." + name);
    switch (name) {
      case "json" -> Corpus.json(made, CORPUS_BYTES, 1);
      case "evtx" -> Corpus.evtx(made, CORPUS_BYTES, 1);
      default -> {
        return Path.of(name);
      }
    }
    return made;
  }

  private static void measure(Path input, Path folder, int threads, int runs, Rules rules) throws IOException {
    Set<String> names = new TreeSet<>(FactStore.fields());
    names.addAll(BlockParser.FIELDS);
    names.addAll(RuleCompiler.fields(rules.used()));
    FieldDictionary dictionary = FieldDictionary.of(names);
    Program program = RuleCompiler.compile(rules.used(), dictionary, new Re2Regexes(), MatchLimits.DEFAULT);
    Set<LogSource> sources = new TreeSet<>();
    rules.used().forEach(rule -> sources.add(rule.reference().logSource()));
    AnalysisRequest request = new AnalysisRequest(List.of(input), null, List.of(), true, 0, -1, Level.values()[0], folder, folder, threads, 512 << 20, "benchmark");
    OperatingSystemMXBean machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    ThreadMXBean heap = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    System.out.printf(Locale.ROOT, "%d rules, %d threads%n", rules.used().size(), threads);
    for (int run = 1; run <= runs; run++) {
      Path scratch = Files.createDirectory(folder.resolve("run-" + run));
      long wall = System.nanoTime();
      long processor = machine.getProcessCpuTime();
      long allocated = heap.getTotalThreadAllocatedBytes();
      try (FactStore facts = new FactStore(scratch, Math.max(1 << 20, SORT_BYTES / threads));
          InputReader reader = new InputReader(Inputs.find(List.of(input)).inputs(), null, Limits.DEFAULT)) {
        new FirstPhase(request, reader, dictionary, program, sources, facts, Progress.NONE, 0).run();
        facts.finish();
        wall = System.nanoTime() - wall;
        processor = machine.getProcessCpuTime() - processor;
        allocated = heap.getTotalThreadAllocatedBytes() - allocated;
        long events = reader.tallies().stream().mapToLong(SourceTally::processed).sum();
        long bytes = reader.tallies().stream().mapToLong(SourceTally::bytes).sum();
        System.out.printf(Locale.ROOT, "run %d: %,d events, %,d bytes, %,d facts; %,.0f events/s wall, %,.0f events and %,.0f MB a processor second, %.2f us and %,d bytes allocated an event%n",
            run, events, bytes, facts.size(), events * 1e9 / wall, events * 1e9 / processor, bytes * 1e3 / processor, processor / 1e3 / events, allocated / events);
      }
    }
  }
}
