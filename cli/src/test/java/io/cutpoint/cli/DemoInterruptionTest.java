package io.cutpoint.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `demo` leaves behind where it is stopped or cannot write, as a process of its own. Needs
/// `env --default-signal`, `kill` and `ulimit`, else it is skipped and says so.
class DemoInterruptionTest {

  @TempDir Path directory;
  private Process process;

  @BeforeEach
  void prepare() throws IOException, InterruptedException {
    Path env = Path.of("/usr/bin/env");
    boolean resets = Files.isExecutable(env) && new ProcessBuilder(env.toString(), "--default-signal=INT", "true").redirectErrorStream(true).start().waitFor() == 0;
    assumeTrue(resets, "env knows no --default-signal here: Ctrl-C was not tried");
    Files.createDirectories(directory.resolve("tmp"));
    Files.writeString(directory.resolve("none.yaml"), "");
  }

  @AfterEach
  void end() {
    if (process != null) {
      process.destroyForcibly();
    }
  }

  private void start(List<String> before, String... words) throws IOException {
    List<String> all = new ArrayList<>(List.of("/usr/bin/env", "--default-signal=INT"));
    all.addAll(before);
    all.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx300m", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Djava.io.tmpdir=" + directory.resolve("tmp"), "-cp",
            System.getProperty("java.class.path"), "io.cutpoint.cli.Main", "demo", "--out", "result", "--data-dir", "state", "--config", "none.yaml"));
    all.addAll(List.of(words));
    process = new ProcessBuilder(all).directory(directory.toFile()).redirectOutput(directory.resolve("printed").toFile()).start();
  }

  private void interrupt() throws IOException, InterruptedException {
    assertThat(new ProcessBuilder(List.of("kill", "-INT", Long.toString(process.pid()))).inheritIO().start().waitFor()).isZero();
  }

  /// Waits until something is made in a folder.
  private static void awaitFirst(Path folder, Starter start) throws IOException, InterruptedException {
    try (WatchService watch = folder.getFileSystem().newWatchService()) {
      folder.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
      start.run();
      watch.take();
    }
  }

  private interface Starter {
    void run() throws IOException;
  }

  private void awaitAnalysis(BufferedReader err) throws IOException {
    String line = err.readLine();
    while (line != null && !line.contains("cutpoint: made the logs")) {
      line = err.readLine();
    }
    assertThat(line).isNotNull();
  }

  private List<Path> temporary() throws IOException {
    try (Stream<Path> inside = Files.list(directory.resolve("tmp"))) {
      return inside.filter(path -> path.getFileName().toString().startsWith("cutpoint")).toList();
    }
  }

  @Test
  void stoppedWhileItMakesEvidenceItLeavesNothing() throws IOException, InterruptedException {
    awaitFirst(directory.resolve("tmp"), () -> start(List.of(), "--events", "3M"));

    interrupt();

    assertThat(process.waitFor()).isEqualTo(Exit.INTERRUPTED);
    assertThat(temporary()).isEmpty();
    assertThat(directory.resolve("result")).doesNotExist();
  }

  @Test
  void stoppedWhileItMakesEvidenceToBeKeptItKeepsWhatThereIs() throws IOException, InterruptedException {
    Path evidence = Files.createDirectory(directory.resolve("evidence"));
    awaitFirst(evidence, () -> start(List.of(), "--events", "3M", "--evidence", "evidence"));

    interrupt();

    assertThat(process.waitFor()).isEqualTo(Exit.INTERRUPTED);
    assertThat(temporary()).isEmpty();
    assertThat(evidence).isNotEmptyDirectory();
    assertThat(directory.resolve("result")).doesNotExist();
  }

  @Test
  void stoppedWhileItAnalyzesItKeepsTheResultAlone() throws IOException, InterruptedException {
    start(List.of(), "--events", "150k");
    awaitAnalysis(process.errorReader(StandardCharsets.UTF_8));

    interrupt();

    assertThat(process.waitFor()).isEqualTo(Exit.INTERRUPTED);
    assertThat(temporary()).isEmpty();
    assertThat(directory.resolve("result/summary.json")).content().contains("\"interrupted\":true");
  }

  @Test
  void stoppedTwiceItStillTakesTheEvidenceAway() throws IOException, InterruptedException {
    start(List.of(), "--events", "150k");
    BufferedReader err = process.errorReader(StandardCharsets.UTF_8);
    awaitAnalysis(err);

    interrupt();
    String line = err.readLine();
    while (line != null && !line.contains("again: end at once")) {
      line = err.readLine();
    }
    interrupt();

    assertThat(process.waitFor()).isEqualTo(Exit.INTERRUPTED);
    assertThat(temporary()).isEmpty();
  }

  @Test
  void aFullDiskIsOneLineAndLeavesNothing() throws IOException, InterruptedException {
    // A file that may not grow stands for a disk that is full: both are a failure of a write.
    start(List.of("sh", "-c", "ulimit -f 2000 && exec \"$0\" \"$@\""), "--events", "100k");
    List<String> told = process.errorReader(StandardCharsets.UTF_8).lines().toList();

    assertThat(process.waitFor()).isEqualTo(Exit.IO);
    assertThat(told).singleElement().asString().startsWith("cutpoint: the evidence could not be written to ");
    assertThat(temporary()).isEmpty();
    assertThat(directory.resolve("result")).doesNotExist();
  }
}
