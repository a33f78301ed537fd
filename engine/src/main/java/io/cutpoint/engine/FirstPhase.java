package io.cutpoint.engine;

import io.cutpoint.engine.facts.FactRecorder;
import io.cutpoint.engine.facts.FactStore;
import io.cutpoint.engine.facts.LogSurvey;
import io.cutpoint.ingest.Block;
import io.cutpoint.ingest.BlockParser;
import io.cutpoint.ingest.InputReader;
import io.cutpoint.ingest.SourceTally;
import io.cutpoint.match.Lapse;
import io.cutpoint.match.MatchSink;
import io.cutpoint.match.Matcher;
import io.cutpoint.match.Program;
import io.cutpoint.model.event.EventSink;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.model.event.LogSource;
import io.cutpoint.model.event.LogSourceSet;
import io.cutpoint.model.event.RecordProblem;
import io.cutpoint.respond.Coverage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Bytes to facts: every worker takes a block, parses it, matches its events and keeps their facts. Order-free.
///
/// One platform thread for each worker; blocks are handed out by the reader one at a time, everything else happens
/// without a lock.
final class FirstPhase {

  /// What the heap needs without garbage: the young generation of 32 MiB, rules, buffers for sorting, and per worker a
  /// block. See design/reading.md.
  private static final long HEAP_BYTES = 112L << 20;

  private static final long HEAP_STEP_BYTES = 16L << 20;

  private final AnalysisRequest request;
  private final InputReader reader;
  private final FieldDictionary dictionary;
  private final Program program;
  private final Set<LogSource> ruleSources;
  private final FactStore facts;
  private final Progress progress;
  private final long bytesTotal;
  private final AtomicBoolean firstEvent = new AtomicBoolean();
  private final AtomicBoolean stop = new AtomicBoolean();
  private final HeapBound heap = new HeapBound(HEAP_BYTES, HEAP_STEP_BYTES);
  private final Object telling = new Object();
  private long eventsTotal;
  private long covered;
  private final SortedMap<Lapse, Long> lapses = new TreeMap<>();
  private @Nullable LogSurvey survey;

  FirstPhase(AnalysisRequest request, InputReader reader, FieldDictionary dictionary, Program program, Set<LogSource> ruleSources, FactStore facts, Progress progress, long bytesTotal) {
    this.request = request;
    this.reader = reader;
    this.dictionary = dictionary;
    this.program = program;
    this.ruleSources = ruleSources;
    this.facts = facts;
    this.progress = progress;
    this.bytesTotal = bytesTotal;
  }

  /// Which rules could not be answered for some events, and for how many.
  SortedMap<Lapse, Long> lapses() {
    return lapses;
  }

  /// Events of a log source that some rule names.
  long covered() {
    return covered;
  }

  /// What the logs hold, beside what the rules need; complete after [#run()].
  Coverage coverage(List<Coverage.Need> needs) {
    LogSurvey all = survey;
    return all == null ? new Coverage(Map.of(), Map.of(), needs) : all.coverage(needs);
  }

  /// Whether it was stopped from outside.
  boolean isInterrupted() {
    return stop.get();
  }

  /// Runs to the end of the inputs.
  void run() throws IOException {
    AtomicInteger number = new AtomicInteger();
    // Not the JDK's factory of numbered threads, which takes 5 ms of a cold start.
    try (ExecutorService pool = Executors.newFixedThreadPool(request.threads(), task -> new Thread(task, "cutpoint-" + number.getAndIncrement()))) {
      List<Future<?>> workers = new ArrayList<>();
      for (int i = 0; i < request.threads(); i++) {
        workers.add(pool.submit(this::work));
      }
      for (Future<?> worker : workers) {
        worker.get();
      }
    } catch (ExecutionException failed) {
      stop.set(true);
      switch (failed.getCause()) {
        case IOException io -> throw io;
        case Error error -> throw error;
        case null, default -> throw new IllegalStateException(failed.getCause());
      }
    } catch (InterruptedException interrupted) {
      stop.set(true);
      Thread.currentThread().interrupt();
    }
  }

  /// What one thread does. It makes its worker when it has a block: of a small input only one has.
  private Void work() throws IOException {
    try {
      Block first = new Block();
      if (!stop.get() && reader.next(first)) {
        new Worker(first).work();
      }
      return null;
    } catch (Throwable failed) {
      stop.set(true);
      throw failed;
    }
  }

  private final class Worker implements EventSink {
    private final Block block;
    private final BlockParser parser = new BlockParser(dictionary);
    private final Matcher matcher = program.matcher();
    private final FactRecorder recorder;
    private int[] rules = new int[64];
    private int ruleCount;
    private long taken;
    private long outside;
    private long first;
    private long last;
    private long coveredHere;
    private @Nullable SourceTally tally;
    private @Nullable IOException failure;
    private final Map<LogSourceSet, Boolean> coverage = new HashMap<>();
    private LogSourceSet lastSources = LogSourceSet.NONE;
    private boolean lastCovered;
    private final Function<LogSourceSet, Boolean> asksCoverage = this::covers;
    private final MatchSink matches = this::match;

    /// @param block filled, and filled again when its events are matched
    Worker(Block block) throws IOException {
      this.block = block;
      recorder = facts.recorder(dictionary);
      lastCovered = covers(lastSources);
    }

    void work() throws IOException {
      do {
        SourceTally of = reader.tally(block.source());
        tally = of;
        taken = 0;
        outside = 0;
        coveredHere = 0;
        first = EventView.NO_TIME;
        last = EventView.NO_TIME;
        int records = parser.parse(block, this);
        if (failure != null) {
          stop.set(true);
          throw failure;
        }
        of.block(block.number(), records, taken, first, last);
        if (outside > 0) {
          of.dropped("outside-window", outside);
        }
        tell();
        heap.keep();
      } while (!stop.get() && reader.next(block));
      synchronized (telling) {
        matcher.lapses().forEach((lapse, n) -> lapses.merge(lapse, n, Long::sum));
        LogSurvey all = survey;
        if (all == null) {
          survey = recorder.survey();
        } else {
          all.addAll(recorder.survey());
        }
      }
    }

    private void tell() {
      synchronized (telling) {
        eventsTotal += taken;
        covered += coveredHere;
        progress.reading(reader.rawBytes(), bytesTotal, eventsTotal);
        if (progress.isCancelled()) {
          stop.set(true);
        }
      }
    }

    @Override
    public void event(EventView event) {
      long time = event.timeNanos();
      if (time != EventView.NO_TIME && (Long.compareUnsigned(time, request.sinceNanos()) < 0 || Long.compareUnsigned(time, request.untilNanos()) >= 0)) {
        outside++;
        return;
      }
      taken++;
      if (time != EventView.NO_TIME) {
        if (Long.compareUnsigned(time, first) < 0) {
          first = time;
        }
        if (last == EventView.NO_TIME || Long.compareUnsigned(time, last) > 0) {
          last = time;
        }
      }
      ruleCount = 0;
      matcher.match(event, matches);
      if (taken == 1 && firstEvent.compareAndSet(false, true)) {
        progress.firstEvent();
        Ahead.ofLinking();
      }
      if (isCovered(event.logSources())) {
        coveredHere++;
      }
      try {
        recorder.record(event, rules, ruleCount);
      } catch (IOException full) {
        if (failure == null) {
          failure = full;
        }
      }
    }

    @SuppressWarnings("ReferenceEquality") // only spares the search: events of one kind bring the same set
    private boolean isCovered(LogSourceSet sources) {
      if (sources != lastSources) {
        lastSources = sources;
        lastCovered = coverage.computeIfAbsent(sources, asksCoverage);
      }
      return lastCovered;
    }

    private boolean covers(LogSourceSet sources) {
      return ruleSources.stream().anyMatch(sources::satisfies);
    }

    private void match(int rule) {
      if (ruleCount == rules.length) {
        rules = Arrays.copyOf(rules, ruleCount * 2);
      }
      rules[ruleCount++] = rule;
    }

    @Override
    public void problem(RecordProblem problem) {
      SourceTally of = tally;
      if (of == null) {
        throw new IllegalStateException("wanted a block, found none");
      }
      of.problem(problem);
    }
  }
}
