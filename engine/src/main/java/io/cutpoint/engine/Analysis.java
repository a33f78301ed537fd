package io.cutpoint.engine;

import io.cutpoint.engine.facts.CorrelationFields;
import io.cutpoint.engine.facts.FactStore;
import io.cutpoint.engine.output.QuarantineLines;
import io.cutpoint.engine.output.ResultFolder;
import io.cutpoint.engine.output.SummaryText;
import io.cutpoint.export.Report;
import io.cutpoint.ingest.Format;
import io.cutpoint.ingest.Input;
import io.cutpoint.ingest.InputReader;
import io.cutpoint.ingest.Inputs;
import io.cutpoint.ingest.Limits;
import io.cutpoint.ingest.SourceTally;
import io.cutpoint.match.Lapse;
import io.cutpoint.match.Program;
import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.model.event.RecordProblem;
import io.cutpoint.model.event.SourceId;
import io.cutpoint.model.text.SafeText;
import io.cutpoint.respond.Coverage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Reads inputs, matches rules, links what was found into intrusions and writes the result folder.
public final class Analysis {

  /// What the sort of facts may keep in memory, all workers together.
  private static final int SORT_BYTES = 16 << 20;

  /// Problems that the result carries; all are counted, and more stand in `quarantine.ndjson`.
  private static final int MAX_PROBLEMS = 200;

  private static final int NOISIEST = 5;

  /// Rules that failed or were too dear and are named.
  private static final int MAX_LAPSES = 20;

  private final AnalysisRequest request;
  private final Progress progress;

  private Analysis(AnalysisRequest request, Progress progress) {
    this.request = request;
    this.progress = progress;
  }

  /// Runs one analysis to its end.
  ///
  /// @throws AnalysisException where nothing useful can be done; a damaged record or file is no such case
  public static AnalysisResult run(AnalysisRequest request, Progress progress) throws AnalysisException {
    Thread.ofPlatform().daemon().name("cutpoint-ahead").start(Analysis::ahead);
    return new Analysis(request, progress).run();
  }

  /// Has the JDK and the tables ready that the first event needs, beside the reading of the rules: one after the other
  /// they take 40 ms of a cold start. Whoever needs one sooner waits for it or makes it, so nothing depends on this.
  private static void ahead() {
    Objects.requireNonNull(BigDecimal.ONE); // its powers of ten
    FactStore.prepare();
  }

  private AnalysisResult run() throws AnalysisException {
    Inputs.Found found;
    try {
      found = Inputs.find(request.inputs());
    } catch (IOException missing) {
      throw new AnalysisException(AnalysisException.Kind.IO, String.valueOf(missing.getMessage()), missing);
    }
    CompiledRules.Wanted wanted = new CompiledRules.Wanted(request.builtInRules(), request.rules(), request.dataDir(), request.minLevel(), request.placeholders());
    CompiledRules.Loaded loaded = CompiledRules.load(wanted, progress::remark);
    CompiledRules rules = loaded.rules();
    progress.rulesLoaded(rules.count(), rules.skipped());
    long bytes = found.inputs().stream().mapToLong(Input::bytes).sum();
    progress.inputsFound(found.inputs().size(), bytes);
    Path scratch = null;
    try {
      ResultFolder out = new ResultFolder(request.out());
      Files.createDirectories(request.dataDir());
      scratch = scratch(request.dataDir());
      AnalysisResult result = run(found, rules, bytes, out, scratch);
      loaded.keepWhatWasLearned();
      return result;
    } catch (IOException | UncheckedIOException failure) {
      throw new AnalysisException(AnalysisException.Kind.IO, request.out() + " or " + request.dataDir() + ": " + reason(failure), failure);
    } finally {
      delete(scratch);
    }
  }

  /// A new folder that nobody else can read. Not by the JDK's way, which draws its name from a source of randomness
  /// that takes 10 ms of a cold start.
  private static Path scratch(Path dataDir) throws IOException {
    boolean posix = Files.getFileStore(dataDir).supportsFileAttributeView("posix");
    for (long number = System.nanoTime(); ; number++) {
      Path folder = dataDir.resolve("run-" + Long.toHexString(number));
      try {
        return posix ? Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))) : Files.createDirectory(folder);
      } catch (FileAlreadyExistsException another) {
        // A run that began in the same instant.
      }
    }
  }

  private static String reason(Exception failure) {
    Throwable cause = failure instanceof UncheckedIOException ? failure.getCause() : failure;
    return switch (cause) {
      case java.nio.file.AccessDeniedException denied -> "cannot write " + denied.getFile() + " (permission denied)";
      case java.nio.file.FileAlreadyExistsException exists -> exists.getFile() + " is a file, wanted a folder";
      case java.nio.file.FileSystemException system -> system.getFile() + ": " + system.getReason();
      case null -> String.valueOf(failure.getMessage());
      default -> String.valueOf(cause.getMessage());
    };
  }

  private static void delete(@org.jspecify.annotations.Nullable Path folder) {
    if (folder == null) {
      return;
    }
    try {
      Folders.delete(folder);
    } catch (IOException left) {
      // The folder holds only what can be made again; the next run does not read it.
    }
  }

  private AnalysisResult run(Inputs.Found found, CompiledRules rules, long bytes, ResultFolder out, Path scratch) throws IOException {
    long began = System.nanoTime();
    CorrelationFields correlated = rules.correlated();
    Program program = rules.program();
    FieldDictionary dictionary = program.dictionary();
    try (FactStore facts = new FactStore(scratch, sortBytes(request.threads()), correlated);
        InputReader reader = new InputReader(found.inputs(), request.standardInput(), Limits.DEFAULT)) {
      FirstPhase first = new FirstPhase(request, reader, dictionary, program, rules.logSources(), facts, progress, bytes);
      first.run();
      facts.finish();
      long middle = System.nanoTime();
      List<SourceTally> tallies = reader.tallies();
      Coverage coverage = first.coverage(rules.used().stream().map(rule -> new Coverage.Need(rule.reference().logSource(), Set.copyOf(rule.fields()))).toList());
      SecondPhase.Outcome outcome = new SecondPhase(facts, tallies, rules, coverage, scratch, out,
          wanted -> RecordFetch.fields(wanted, found.inputs(), dictionary), progress).run();
      Ledger ledger = ledger(tallies, facts.duplicates(tallies.size()), found.refused());
      List<RecordProblem> problems = quarantine(out, tallies, found.refused());
      Ledger.Row total = ledger.total();
      long end = System.nanoTime();
      AnalysisResult result = new AnalysisResult(
          out.path(),
          ledger,
          rules.count(),
          rules.problems(),
          outcome.result().intrusions(),
          outcome.detections(),
          new AnalysisResult.EventCounts(total.processed(), first.covered()),
          total.firstNanos(),
          total.lastNanos(),
          problems,
          warnings(rules, first.lapses(), tallies, total, first.covered(), outcome),
          noisiest(rules.used(), outcome.byRule()),
          coverage,
          (middle - began) / 1e9,
          (end - middle) / 1e9,
          first.isInterrupted());
      try (ResultFolder.Lines page = out.lines("report.html")) {
        Report.write(ReportFindings.of(request.version(), result, outcome.reported()), outcome.evidence(), page.text());
        page.finish();
      }
      out.write("summary.json", SummaryText.of(request.version(), result, reader.hashes(), rules.parsed()));
      return result;
    }
  }

  /// What each of so many workers may keep in memory before it sorts.
  static int sortBytes(int threads) {
    return Math.max(1 << 20, SORT_BYTES / threads);
  }

  private static Ledger ledger(List<SourceTally> tallies, long[] duplicates, List<Inputs.Refused> refused) {
    List<Ledger.Row> rows = new ArrayList<>();
    for (SourceTally tally : tallies) {
      rows.add(new Ledger.Row(
          tally.id().name(), tally.format().id(), tally.processed(), tally.quarantined(), tally.dropped(), duplicates[tally.id().index()],
          tally.firstNanos(), tally.lastNanos(), tally.warnings(), tally.sha256(), tally.bytes()));
    }
    for (Inputs.Refused one : refused) {
      boolean unreadable = one.reason().equals("unreadable");
      SortedMap<String, Long> dropped = new TreeMap<>();
      if (!unreadable) {
        dropped.put(one.reason(), 1L);
      }
      rows.add(new Ledger.Row(one.name(), Format.UNKNOWN.id(), 0, unreadable ? 1 : 0, dropped, 0,
          io.cutpoint.model.event.EventView.NO_TIME, io.cutpoint.model.event.EventView.NO_TIME, new TreeMap<>(), "", 0));
    }
    rows.sort(Comparator.comparing(Ledger.Row::source));
    return new Ledger(rows);
  }

  /// Writes all kept problems and returns the first of them.
  private static List<RecordProblem> quarantine(ResultFolder out, List<SourceTally> tallies, List<Inputs.Refused> refused) throws IOException {
    List<RecordProblem> shown = new ArrayList<>();
    List<SourceTally> byName = tallies.stream().sorted(Comparator.comparing(tally -> tally.id().name())).toList();
    try (ResultFolder.Lines lines = out.lines("quarantine.ndjson")) {
      for (SourceTally tally : byName) {
        List<RecordProblem> problems = tally.problems();
        for (RecordProblem problem : problems) {
          lines.line(QuarantineLines.line(problem));
        }
        if (tally.problemCount() > problems.size()) {
          lines.line(QuarantineLines.omitted(tally.id().name(), tally.problemCount() - problems.size()));
        }
        problems.stream().limit(MAX_PROBLEMS - shown.size()).forEach(shown::add);
      }
      for (Inputs.Refused one : refused) {
        RecordProblem.Kind kind = one.reason().equals("unreadable") ? RecordProblem.Kind.QUARANTINED : RecordProblem.Kind.DROPPED;
        RecordProblem problem = new RecordProblem(new SourceId(-1, one.name()), 0, kind, one.reason(), "a file that can be read", one.found());
        lines.line(QuarantineLines.line(problem));
        if (shown.size() < MAX_PROBLEMS) {
          shown.add(problem);
        }
      }
      lines.finish();
    }
    return shown;
  }

  private static List<String> warnings(CompiledRules rules, SortedMap<Lapse, Long> lapses, List<SourceTally> tallies, Ledger.Row total, long covered, SecondPhase.Outcome outcome) {
    List<String> warnings = new ArrayList<>();
    rules.remarks().forEach(remark -> warnings.add(SafeText.to(SafeText.Target.TERMINAL, io.cutpoint.model.text.Untrusted.of(remark), 300)));
    lapses.entrySet().stream().limit(MAX_LAPSES).forEach(lapse -> {
      CompiledRules.Used rule = rules.used().get(lapse.getKey().ruleIndex());
      warnings.add(String.format(Locale.ROOT, "rule %s (%s) was taken as not matching %,d %s: %s; it stays on for all others, and %s in rules.yaml switches it off", shown(rule.reference().key().id()), shown(rule.file()),
          lapse.getValue(), lapse.getValue() == 1 ? "event" : "events", lapse.getKey().what(),
          shown(RuleAdjustments.lineToDisable(rule.reference().key().id()))));
    });
    if (lapses.size() > MAX_LAPSES) {
      warnings.add(String.format(Locale.ROOT, "and %,d more rules that could not be answered for some events", lapses.size() - MAX_LAPSES));
    }
    for (SourceTally tally : tallies.stream().sorted(Comparator.comparing(t -> t.id().name())).toList()) {
      tally.warnings().forEach((reason, n) -> warnings.add(String.format(Locale.ROOT, "%s: %s%s", shown(tally.id().name()), explained(reason), n > 1 ? " (" + n + " times)" : "")));
    }
    List<SourceTally> unknown = tallies.stream().filter(t -> t.dropped().containsKey("unknown-format")).toList();
    if (!unknown.isEmpty()) {
      SourceTally sample = unknown.getFirst();
      String found = sample.problems().isEmpty() ? "" : sample.problems().getFirst().found();
      // The first bytes of a picture or a capture say nothing to a person.
      String begins = found.isEmpty() || found.contains("\\x") ? "" : ", begins with " + found;
      warnings.add(String.format(Locale.ROOT, "%d %s of no format that is read here, such as %s%s", unknown.size(), unknown.size() == 1 ? "file is" : "files are",
          shown(sample.id().name()), begins));
    }
    tallies.stream().filter(t -> t.dropped().containsKey("truth"))
        .forEach(t -> warnings.add(shown(t.id().name()) + " is the truth of a demonstration and was left out"));
    long uncovered = total.processed() - covered;
    if (uncovered > 0) {
      warnings.add(String.format(Locale.ROOT, "%,d of %,d events are of no log source that a loaded rule names", uncovered, total.processed()));
    }
    warnings.addAll(outcome.warnings());
    if (outcome.excepted() > 0) {
      warnings.add(String.format(Locale.ROOT, "%,d %s left out by rules.yaml", outcome.excepted(), outcome.excepted() == 1 ? "match was" : "matches were"));
    }
    if (!outcome.dropped().isEmpty()) {
      List<String> bounds = new ArrayList<>();
      outcome.dropped().forEach((bound, n) -> bounds.add(String.format(Locale.ROOT, "%s %,d", bound, n)));
      warnings.add("bounds on memory were reached, and so much was not considered for linking (docs/results.md says what each is): " + String.join(", ", bounds));
    }
    return warnings;
  }

  private static String shown(String name) {
    return SafeText.to(SafeText.Target.TERMINAL, io.cutpoint.model.text.Untrusted.of(name), 200);
  }

  private static String explained(String reason) {
    return switch (reason) {
      case "file-shorter-than-header" -> "shorter than its header says: the end is missing";
      case "empty-file" -> "an event log file without a single byte";
      case "evtx-header-checksum" -> "the checksum of the header is wrong, read on";
      case "evtx-chunk-checksum" -> "checksums of chunks are wrong, read on";
      case "evtx-records-missing" -> "chunks end before the last record that they promise";
      case "evtx-record-size-copy" -> "records whose two sizes differ, read on";
      default -> reason;
    };
  }

  private static List<AnalysisResult.RuleCount> noisiest(List<CompiledRules.Used> rules, long[] counts) {
    List<AnalysisResult.RuleCount> all = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0) {
        all.add(new AnalysisResult.RuleCount(rules.get(i).reference().key().id(), rules.get(i).reference().title(), counts[i]));
      }
    }
    all.sort(Comparator.comparingLong(AnalysisResult.RuleCount::detections).reversed().thenComparing(AnalysisResult.RuleCount::ruleId));
    return all.stream().limit(NOISIEST).toList();
  }
}
