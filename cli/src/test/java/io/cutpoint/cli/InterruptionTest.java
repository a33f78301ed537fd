package io.cutpoint.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cutpoint.cli.result.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Ctrl-C as a process of its own hears it. Needs `env --default-signal` and `kill`, else it is skipped and says so.
class InterruptionTest {

  private static final byte[] RECORDS =
      "{\"EventID\":1,\"Channel\":\"Microsoft-Windows-Sysmon/Operational\",\"Computer\":\"WS-01\",\"@timestamp\":\"2026-04-25T12:00:00Z\",\"CommandLine\":\"whoami\"}\n".repeat(100).getBytes(StandardCharsets.UTF_8);

  @TempDir Path directory;
  private Process process;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    Path env = Path.of("/usr/bin/env");
    boolean resets = Files.isExecutable(env) && new ProcessBuilder(env.toString(), "--default-signal=INT", "true").redirectErrorStream(true).start().waitFor() == 0;
    assumeTrue(resets, "env knows no --default-signal here: Ctrl-C was not tried");
    ProcessBuilder builder =
        new ProcessBuilder(
            env.toString(), "--default-signal=INT", Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx300m", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
            "io.cutpoint.cli.Main", "analyze", "-", "--out", "result", "--data-dir", "state", "--config", "none.yaml");
    builder.directory(directory.toFile()).redirectOutput(directory.resolve("printed").toFile());
    Files.writeString(directory.resolve("none.yaml"), "");
    process = builder.start();
  }

  @AfterEach
  void end() {
    if (process != null) {
      process.destroyForcibly();
    }
  }

  /// Once this much is taken from the pipe, the analysis runs.
  private void feed(int megabytes) throws IOException {
    OutputStream in = process.getOutputStream();
    for (int sent = 0; sent < megabytes << 20; sent += RECORDS.length) {
      in.write(RECORDS);
    }
    in.flush();
  }

  private void interrupt() throws IOException, InterruptedException {
    assertThat(new ProcessBuilder(List.of("kill", "-INT", Long.toString(process.pid()))).inheritIO().start().waitFor()).isZero();
  }

  @Test
  void firstInterruptionKeepsWhatThereIs() throws IOException, InterruptedException {
    BufferedReader err = process.errorReader(StandardCharsets.UTF_8);
    feed(4);

    interrupt();
    String told = err.readLine() + err.readLine();
    try {
      feed(64);
    } catch (IOException gone) {
      assertThat(gone).hasMessageContaining("pipe");
    }
    process.getOutputStream().close();

    assertThat(process.waitFor()).isEqualTo(Exit.INTERRUPTED);
    assertThat(told).contains("interrupted; keeping what there is");
    Json summary = Json.parse(Files.readString(directory.resolve("result/summary.json")));
    assertThat(summary.get("interrupted").isTrue()).isTrue();
    assertThat(directory.resolve("result/intrusions.ndjson")).exists();
    try (Stream<Path> left = Files.list(directory.resolve("state"))) {
      assertThat(left.map(path -> path.getFileName().toString())).containsOnly("cache");
    }
  }

  @Test
  void secondInterruptionEndsAtOnce() throws IOException, InterruptedException {
    BufferedReader err = process.errorReader(StandardCharsets.UTF_8);
    feed(4);

    interrupt();
    String first = err.readLine() + err.readLine();
    interrupt();

    assertThat(process.waitFor()).isEqualTo(Exit.INTERRUPTED);
    assertThat(first).contains("again: end at once");
    assertThat(err.lines().toList().toString()).contains("interrupted twice");
    assertThat(directory.resolve("result/summary.json")).doesNotExist();
  }
}
