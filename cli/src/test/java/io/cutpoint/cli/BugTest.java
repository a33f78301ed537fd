package io.cutpoint.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BugTest {

  @TempDir Path directory;

  @Test
  void bugIsOneLineAndItsTraceIsKeptInTheDataFolder() throws IOException {
    Files.createDirectories(directory.resolve("logs"));
    AtomicInteger asked = new AtomicInteger();
    Captured captured =
        new Captured(directory)
            .clock(
                () -> {
                  if (asked.getAndIncrement() == 0) {
                    throw new IllegalStateException("a broken clock");
                  }
                  return Instant.EPOCH;
                });

    assertThat(captured.run("analyze", "logs", "--data-dir", "state")).isEqualTo(Exit.BUG);

    assertThat(captured.err()).hasLineCount(1).contains("IllegalStateException").doesNotContain("at io.cutpoint");
    try (Stream<Path> traces = Files.list(directory.resolve("state/traces"))) {
      Path trace = traces.findFirst().orElseThrow();
      assertThat(captured.err()).contains(trace.toString());
      assertThat(Files.readString(trace)).contains("a broken clock").contains("at io.cutpoint").contains("--data-dir");
    }
  }
}
