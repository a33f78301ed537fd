package io.cutpoint.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoVerbTest {

  @TempDir Path directory;

  @Test
  void evidenceAndTruthAreKeptWhereItIsAskedFor() throws IOException {
    Captured captured = new Captured(directory);

    assertThat(captured.run("demo", "--seed", "3", "--events", "5k", "--evidence", "evidence", "--out", "result", "--data-dir", "data")).isEqualTo(Exit.DONE);

    assertThat(captured.err()).contains("(seed 3)", "of an attack", "the truth: the attack is", "cutpoint evaluate");
    assertThat(captured.out()).contains("intrusion");
    assertThat(directory.resolve("evidence/truth.ndjson")).isNotEmptyFile();
    assertThat(directory.resolve("result/intrusions.ndjson")).isNotEmptyFile();
    String truth = Files.readString(directory.resolve("evidence/truth.ndjson"));
    List<String> sources = Files.readAllLines(directory.resolve("result/detections.ndjson")).stream().map(line -> line.substring(line.indexOf("\"source\":\"") + 10)).map(rest -> rest.substring(0, rest.indexOf('"'))).distinct().toList();
    assertThat(sources).isNotEmpty().anyMatch(source -> truth.contains("\"source\":\"" + source + "\""));
  }

  @Test
  void keptEvidenceIsAnalyzedAsAFolderWithoutItsTruth() throws IOException {
    assertThat(new Captured(directory).run("demo", "--seed", "3", "--events", "5k", "--evidence", "evidence", "--out", "result", "--data-dir", "data")).isEqualTo(Exit.DONE);

    assertThat(new Captured(directory).run("analyze", "evidence", "--out", "again", "--data-dir", "data")).isEqualTo(Exit.DONE);

    assertThat(Files.readString(directory.resolve("again/summary.json"))).contains("\"truth\":1").doesNotContain("json-lines");
    assertThat(Files.readString(directory.resolve("again/intrusions.ndjson"))).isEqualTo(Files.readString(directory.resolve("result/intrusions.ndjson")));
    Captured measured = new Captured(directory);
    assertThat(measured.run("evaluate", "again", "--truth", "evidence/truth.ndjson")).isEqualTo(Exit.DONE);
    assertThat(measured.out()).contains("Found          1 of 1 attack");
  }

  @Test
  void withoutAnAttackTheTruthIsEmpty() throws IOException {
    Captured captured = new Captured(directory);

    assertThat(captured.run("demo", "--seed", "3", "--events", "5k", "--no-attack", "--evidence", "evidence", "--out", "result", "--data-dir", "data")).isEqualTo(Exit.DONE);

    assertThat(captured.err()).contains("no attack in them", "the truth: no attack");
    assertThat(directory.resolve("evidence/truth.ndjson")).isEmptyFile();
  }

  @Test
  void aFolderThatIsNotEmptyIsRefusedAndLeftAlone() throws IOException {
    Files.createDirectories(directory.resolve("evidence"));
    Files.writeString(directory.resolve("evidence/mine"), "kept");
    Captured captured = new Captured(directory);

    assertThat(captured.run("demo", "--evidence", "evidence", "--out", "result")).isEqualTo(Exit.IO);

    assertThat(captured.err()).contains("is not empty");
    try (Stream<Path> files = Files.list(directory.resolve("evidence"))) {
      assertThat(files).hasSize(1);
    }
    assertThat(directory.resolve("result")).doesNotExist();
  }

  @Test
  void numbersThatAreNoneAreUsageErrors() {
    for (List<String> wrong : List.of(List.of("--seed", "x"), List.of("--events", "ten"), List.of("--events", "7"), List.of("--events", "99G"))) {
      Captured captured = new Captured(directory);

      assertThat(captured.run("demo", wrong.get(0), wrong.get(1))).as(String.join(" ", wrong)).isEqualTo(Exit.USAGE);
      assertThat(captured.err()).contains(wrong.getFirst());
    }
  }

  @Test
  void theResultMayNotLieInTheEvidence() {
    Captured captured = new Captured(directory);

    assertThat(captured.run("demo", "--evidence", "evidence", "--out", "evidence/result")).isEqualTo(Exit.USAGE);

    assertThat(directory.resolve("evidence")).doesNotExist();
  }
}
