package io.cutpoint.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.cli.result.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultVerbsTest {

  @TempDir Path directory;

  @BeforeEach
  void result() throws IOException {
    ResultFixture.write(directory.resolve("cutpoint-out/20260425-1203"));
  }

  private static void isHarmless(String text) {
    assertThat(text.codePoints()).allMatch(c -> c == '\n' || (c >= 0x20 && c < 0x7F) || c == '…');
  }

  @ParameterizedTest
  @ValueSource(ints = {80, 100, 160})
  void tableOfIntrusionsFitsTheTerminal(int columns) throws IOException {
    Captured captured = new Captured(directory).columns(columns);

    assertThat(captured.run("intrusions", "ls")).isEqualTo(Exit.DONE);

    assertThat(captured.out().lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(columns));
    isHarmless(captured.out());
    assertThat(captured.err()).contains("2 intrusions").contains("1 more below 20");
    Golden.check("intrusions-ls-" + columns, captured.out());
  }

  @Test
  void coloursStandOnTerminalsOnly() throws IOException {
    Captured captured = new Captured(directory).terminal().columns(120);

    captured.run("intrusions", "ls");

    assertThat(captured.out()).contains("\u001b[1;31m");
    Golden.check("intrusions-ls-colours", captured.out().replace('\u001b', '^'));
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "md"})
  void intrusionsAreListedForSpreadsheetsAndPages(String format) throws IOException {
    Captured captured = new Captured(directory);

    captured.run("intrusions", "ls", "-f", format, "--all", "--tz", "Europe/Berlin");

    isHarmless(captured.out());
    Golden.check("intrusions-ls-" + format, captured.out());
  }

  @Test
  void programsGetTheRecordsAsTheyWere() throws IOException {
    Captured captured = new Captured(directory);
    Captured asJson = new Captured(directory);

    captured.run("intrusions", "ls", "-f", "ndjson");
    asJson.run("intrusions", "ls", "--json");

    assertThat(captured.out()).isEqualTo(Files.readString(directory.resolve("cutpoint-out/20260425-1203/intrusions.ndjson")).replace("91.4", "91.4"));
    assertThat(Json.parse(asJson.out()).items()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT-7F3A", "int-7f3a1b", "7f3a1b00000000000000000000000001"})
  void intrusionIsFoundByTheBeginningOfItsId(String id) throws IOException {
    Captured captured = new Captured(directory).columns(80);

    assertThat(captured.run("intrusions", "show", id)).isEqualTo(Exit.DONE);

    isHarmless(captured.out());
    Golden.check("intrusions-show", captured.out());
  }

  @Test
  void intrusionIsFoundByTheIdThatItHadBeforeAMerge() throws IOException {
    ResultFixture.write(directory.resolve("other"));
    Captured captured = new Captured(directory);

    assertThat(captured.run("intrusions", "show", "abcd1b", "other", "--json")).isEqualTo(Exit.DONE);

    assertThat(captured.out()).contains(ResultFixture.FIRST);
  }

  @Test
  void explanationGivesEveryPointStageAndLink() throws IOException {
    Captured captured = new Captured(directory).columns(80);

    assertThat(captured.run("intrusions", "explain", "INT-7F3A")).isEqualTo(Exit.DONE);

    isHarmless(captured.out());
    assertThat(captured.out().replaceAll("\\s+", " ")).contains("+60.4").contains("-2.0").contains("the same account svc_backup").contains("look for the builder");
    Golden.check("intrusions-explain", captured.out());
  }

  @Test
  void unknownAndAmbiguousIdsAreUsageErrors() throws IOException {
    Captured unknown = new Captured(directory);
    Captured ambiguous = new Captured(directory);
    Captured detection = new Captured(directory);

    assertThat(unknown.run("intrusions", "show", "INT-FFFF")).isEqualTo(Exit.USAGE);
    assertThat(ambiguous.run("detections", "show", "DET-05C1")).isEqualTo(Exit.USAGE);
    assertThat(detection.run("detections", "show", "FFFF")).isEqualTo(Exit.USAGE);

    assertThat(unknown.err()).contains("INT-FFFF").contains("intrusions ls");
    assertThat(ambiguous.err()).contains("more than one");
    assertThat(detection.err()).contains("FFFF");
  }

  @ParameterizedTest
  @ValueSource(strings = {"table", "csv", "md"})
  void detectionsAreListed(String format) throws IOException {
    Captured captured = new Captured(directory);

    assertThat(captured.run("detections", "ls", "-f", format)).isEqualTo(Exit.DONE);

    isHarmless(captured.out());
    Golden.check("detections-ls-" + format, captured.out());
  }

  @Test
  void detectionsAreFiltered() throws IOException {
    assertThat(count("--min-level", "high")).isEqualTo(2);
    assertThat(count("--stage", "delivery")).isEqualTo(1);
    assertThat(count("--stage", "7")).isEqualTo(1);
    assertThat(count("--rule", "rule-high")).isEqualTo(1);
    assertThat(count("--limit", "2")).isEqualTo(2);
    assertThat(count("--min-level", "high", "--stage", "4")).isZero();
  }

  private int count(String... options) throws IOException {
    Captured captured = new Captured(directory);
    String[] words = new String[options.length + 3];
    words[0] = "detections";
    words[1] = "ls";
    words[2] = "--json";
    System.arraycopy(options, 0, words, 3, options.length);
    assertThat(captured.run(words)).isEqualTo(Exit.DONE);
    return Json.parse(captured.out()).items().size();
  }

  @Test
  void detectionIsShownWithItsEvidence() throws IOException {
    Captured captured = new Captured(directory).columns(80);

    assertThat(captured.run("detections", "show", "DET-9A00")).isEqualTo(Exit.DONE);

    isHarmless(captured.out());
    assertThat(captured.out().lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    Golden.check("detections-show", captured.out());
  }

  @Test
  void brokenResultIsAnInputErrorThatNamesTheFile() throws IOException {
    Files.writeString(directory.resolve("cutpoint-out/20260425-1203/intrusions.ndjson"), "{\"id\":\n");
    Captured captured = new Captured(directory);

    assertThat(captured.run("intrusions", "ls")).isEqualTo(Exit.IO);

    assertThat(captured.err()).contains("intrusions.ndjson").hasLineCount(1);
  }

  @Test
  void resultOfANewerSchemaIsRefused() throws IOException {
    Files.writeString(directory.resolve("cutpoint-out/20260425-1203/summary.json"), "{\"schema\":2}");
    Captured captured = new Captured(directory);

    assertThat(captured.run("intrusions", "ls")).isEqualTo(Exit.INCOMPATIBLE);

    assertThat(captured.err()).contains("schema 2").hasLineCount(1);
  }

  @Test
  void missingFileOfAResultIsAnInputError() throws IOException {
    Files.delete(directory.resolve("cutpoint-out/20260425-1203/detections.ndjson"));
    Captured captured = new Captured(directory);

    assertThat(captured.run("detections", "ls")).isEqualTo(Exit.IO);

    assertThat(captured.err()).contains("detections.ndjson").contains("no such file");
  }
}
