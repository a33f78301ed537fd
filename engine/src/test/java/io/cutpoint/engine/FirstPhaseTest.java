package io.cutpoint.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.engine.facts.FactStore;
import io.cutpoint.evtx.EvtxEvent;
import io.cutpoint.evtx.EvtxWriter;
import io.cutpoint.ingest.BlockParser;
import io.cutpoint.ingest.InputReader;
import io.cutpoint.ingest.Inputs;
import io.cutpoint.ingest.Limits;
import io.cutpoint.ingest.SourceTally;
import io.cutpoint.match.MatchLimits;
import io.cutpoint.match.Program;
import io.cutpoint.match.RuleCompiler;
import io.cutpoint.model.detection.Level;
import io.cutpoint.model.event.EventTimes;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.model.event.LogSource;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstPhaseTest {

  private static final String SYSMON = "Microsoft-Windows-Sysmon/Operational";

  @TempDir Path folder;
  private Path input;

  @BeforeEach
  void evidence() throws IOException {
    input = Files.createDirectory(folder.resolve("input"));
    Files.createDirectory(folder.resolve("rules"));
    Files.writeString(folder.resolve("rules/bad.yml"), RulesTest.rule("bad", "high"));
    Files.writeString(folder.resolve("rules/worse.yml"), RulesTest.rule("worse", "critical"));
  }

  /// What a first phase leaves behind.
  private record Left(List<FactStore.Merged> facts, List<String> ledger, long[] duplicates, long covered, boolean interrupted) {}

  @Test
  void anyNumberOfThreadsLeavesTheSame() throws Exception {
    for (String name : new String[] {"a.evtx", "b.evtx"}) {
      try (SeekableByteChannel channel = Files.newByteChannel(input.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          EvtxWriter writer = new EvtxWriter(channel)) {
        for (int i = 0; i < 300; i++) {
          writer.write(EvtxEvent.of("Microsoft-Windows-Sysmon", 1 + i % 7).channel(SYSMON).computer("h").filetime(133_000_000_000_000_000L + i * 7_919L % 1_000 * 10_000)
              .data("Image", i % 5 == 0 ? "C:\\bad.exe" : "C:\\good.exe").data("CommandLine", "x".repeat(i % 300)).build());
        }
      }
    }
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 2_500; i++) {
      lines.append(i % 50 == 0 ? "{broken\n" : line(i % 3 == 0 ? "bad" : "worse", "10:%02d:00".formatted(i % 60)).replace("}", ",\"s\":\"" + "x".repeat(400) + "\"}")).append('\n');
    }
    Files.writeString(input.resolve("c.json"), lines);
    Left wanted = run(1, 0, EventView.NO_TIME, 1 << 20);

    for (int threads : new int[] {2, 8}) {
      Left left = run(threads, 0, EventView.NO_TIME, 100_000 * threads);

      assertThat(left.facts()).isEqualTo(wanted.facts());
      assertThat(left.ledger()).isEqualTo(wanted.ledger());
      assertThat(left.duplicates()).isEqualTo(wanted.duplicates());
      assertThat(left.covered()).isEqualTo(wanted.covered());
    }
    assertThat(wanted.facts().size()).isGreaterThan(2_500);
    assertThat(wanted.duplicates()).containsExactly(0, 300, 0);
    assertThat(wanted.ledger().get(2)).contains("processed 2450", "quarantined 50");
  }

  @Test
  void eventsOutsideTheWindowAreCountedAndNotMatched() throws Exception {
    put(line("bad", "09:59:59.999"), line("bad", "10:00:00"), line("bad", "10:30:00"), line("bad", "11:00:00"), line("bad", "12:00:00"),
        "{\"Channel\":\"" + SYSMON + "\",\"EventID\":1,\"Image\":\"C:\\\\bad.exe\"}");

    Left left = run(2, time("10:00:00"), time("11:00:00"), 1 << 20);

    assertThat(left.ledger()).containsExactly("a.json processed 3 quarantined 0 dropped {outside-window=3} 2023-08-15T10:00:00Z 2023-08-15T10:30:00Z");
    assertThat(left.facts()).hasSize(3);
    assertThat(left.covered()).isEqualTo(3);
  }

  @Test
  void everyRuleThatMatchesIsNamed() throws Exception {
    put(line("bad", "10:00:00"), line("worse", "10:00:01"), line("good", "10:00:02"));

    Left left = run(1, 0, EventView.NO_TIME, 1 << 20);

    assertThat(left.facts().stream().map(merged -> merged.fact().rules().size())).containsExactly(1, 1, 0);
    assertThat(left.facts().get(0).fact().rules()).isNotEqualTo(left.facts().get(1).fact().rules());
    assertThat(left.facts().get(0).fields().getFirst()).contains("\"Image\":\"C:\\\\bad.exe\"");
  }

  @Test
  void eventsOfALogSourceThatNoRuleNamesAreNotCovered() throws Exception {
    put(line("good", "10:00:00"), line("good", "10:00:01").replace("\"EventID\":1,", "\"EventID\":10,"), "{\"a\":1}");

    assertThat(run(1, 0, EventView.NO_TIME, 1 << 20).covered()).isEqualTo(1);
  }

  @Test
  void aRunThatIsCancelledStopsAndSaysSo() throws Exception {
    put(line("bad", "10:00:00"));
    Files.writeString(input.resolve("b.json"), line("bad", "10:00:01") + "\n");

    Left left = run(1, 0, EventView.NO_TIME, 1 << 20, true);

    assertThat(left.interrupted()).isTrue();
    assertThat(left.facts()).hasSizeLessThanOrEqualTo(1);
  }

  private Left run(int threads, long since, long until, int bufferBytes) throws Exception {
    return run(threads, since, until, bufferBytes, false);
  }

  private Left run(int threads, long since, long until, int bufferBytes, boolean cancelled) throws Exception {
    Rules rules = Rules.load(false, List.of(folder.resolve("rules")), folder.resolve("data"), Level.INFORMATIONAL);
    Set<String> names = new TreeSet<>(BlockParser.FIELDS);
    names.addAll(FactStore.fields());
    names.addAll(RuleCompiler.fields(rules.used()));
    FieldDictionary dictionary = FieldDictionary.of(names);
    Program program = RuleCompiler.compile(rules.used(), dictionary, new Re2Regexes(), MatchLimits.DEFAULT);
    Set<LogSource> sources = new TreeSet<>();
    rules.used().forEach(rule -> sources.add(rule.reference().logSource()));
    Path scratch = Files.createTempDirectory(folder, "scratch");
    AnalysisRequest request = new AnalysisRequest(List.of(input), null, List.of(), false, since, until, Level.INFORMATIONAL, folder.resolve("out"), scratch, threads, 1 << 29, "test");
    try (FactStore facts = new FactStore(scratch, bufferBytes);
        InputReader reader = new InputReader(Inputs.find(List.of(input)).inputs(), null, Limits.DEFAULT)) {
      FirstPhase first = new FirstPhase(request, reader, dictionary, program, sources, facts, progress(cancelled), 0);

      first.run();

      facts.finish();
      List<SourceTally> tallies = reader.tallies();
      List<FactStore.Merged> merged = new ArrayList<>();
      try (FactStore.Reader all = facts.open(tallies, true)) {
        for (FactStore.Merged one = all.next(); one != null; one = all.next()) {
          merged.add(one);
        }
      }
      return new Left(merged, tallies.stream().map(FirstPhaseTest::row).toList(), facts.duplicates(tallies.size()), first.covered(), first.isInterrupted());
    }
  }

  private static Progress progress(boolean cancelled) {
    return new Progress() {
      @Override
      public void rulesLoaded(int rules, int skipped) {}

      @Override
      public void inputsFound(int files, long bytes) {}

      @Override
      public void reading(long bytesRead, long bytesTotal, long events) {}

      @Override
      public void linking(long facts, long factsTotal) {}

      @Override
      public boolean isCancelled() {
        return cancelled;
      }
    };
  }

  private static String row(SourceTally tally) {
    return tally.id().name() + " processed " + tally.processed() + " quarantined " + tally.quarantined() + " dropped " + tally.dropped() + " "
        + EventTimes.text(tally.firstNanos()) + " " + EventTimes.text(tally.lastNanos());
  }

  private static long time(String time) {
    return EventTimes.of(Instant.parse("2023-08-15T" + time + "Z"));
  }

  private static String line(String program, String time) {
    return "{\"Channel\":\"" + SYSMON + "\",\"EventID\":1,\"Image\":\"C:\\\\" + program + ".exe\",\"TimeCreated\":\"2023-08-15T" + time + "Z\"}";
  }

  private void put(String... lines) throws IOException {
    Files.writeString(input.resolve("a.json"), String.join("\n", lines) + "\n");
  }
}
