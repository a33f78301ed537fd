package io.cutpoint.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.model.detection.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstPhaseTimingTest {

  @TempDir Path folder;

  @Test
  void stagesAndThreadsReadTheSameCorpusAndLeaveNothingBehind() throws Exception {
    Path corpus = Files.writeString(folder.resolve("corpus.ndjson"),
        "{\"Channel\":\"Microsoft-Windows-Sysmon/Operational\",\"EventID\":1,\"Computer\":\"h\",\"Image\":\"C:\\\\bad.exe\"}\n".repeat(500));
    Files.createDirectory(folder.resolve("rules"));
    Files.writeString(folder.resolve("rules/bad.yml"), RulesTest.rule("bad", "high"));
    Path scratch = Files.createDirectory(folder.resolve("scratch"));
    Rules rules = Rules.load(false, List.of(folder.resolve("rules")), scratch, Level.values()[0]);

    FirstPhaseTiming.Timing timing = FirstPhaseTiming.run(List.of(corpus), rules, 1, 3, scratch);

    assertThat(timing.events()).isEqualTo(500);
    assertThat(timing.bytes()).isEqualTo(Files.size(corpus));
    assertThat(timing.stages()).extracting(FirstPhaseTiming.Stage::matches).containsExactly(0L, 0L, 500L, 500L, 500L);
    assertThat(timing.scaling().threads()).isEqualTo(3);
    assertThat(timing.scaling().factor()).isEqualTo(timing.scaling().oneWallSeconds() / timing.scaling().manyWallSeconds()).isPositive();
    try (Stream<Path> left = Files.list(scratch)) {
      assertThat(left.map(path -> path.getFileName().toString()).filter(name -> name.startsWith("bench-"))).isEmpty();
    }
  }
}
