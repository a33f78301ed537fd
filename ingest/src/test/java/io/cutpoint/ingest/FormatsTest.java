package io.cutpoint.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatsTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '\u00a7', value = {
    "{\"a\":1}                  | JSON_LINES",
    "  {\"a\":1}\\n{\"b\":2}\\n | JSON_LINES",
    "\\uFEFF{\"a\":1}\\n        | JSON_LINES",
    "{}                         | JSON_LINES",
    "{\"a\":                    | JSON_LINES",
    "{\"a\":\\n1}               | JSON",
    "{\\n\"a\":1}               | JSON",
    "{\"a\"\\n{\"b\":1}         | JSON_LINES",
    "[{\"a\":1}]                | JSON",
    "[\\n  {\"a\":1}            | JSON",
    "[]                         | JSON",
    "[1,2]                      | UNKNOWN",
    "[[[[                       | UNKNOWN",
    "{ a: 1 }                   | UNKNOWN",
    "{{                         | UNKNOWN",
    "\"text\"                   | UNKNOWN",
    "hello                      | UNKNOWN",
    "\"x\"}\\n{\"a\":1}\\n     | JSON_LINES",
    "{broken\\n{\"a\":1}\\n     | JSON_LINES",
    "a log\\nof text\\n{\"a\":1}\\n | UNKNOWN",
    "hello\\n{a}\\n              | UNKNOWN",
    "\\n\\n                     | UNKNOWN",
    "ElfFile                    | UNKNOWN",
    "PK                         | UNKNOWN"
  })
  void textIsRecognisedByItsBeginning(String text, String wanted) {
    String document = text.replace("\\n", "\n").replace("\\uFEFF", "\uFEFF");

    assertThat(Magic.of(document.getBytes(StandardCharsets.UTF_8))).hasToString(wanted);
  }

  @Test
  void nothingIsEmpty() {
    assertThat(Magic.of(new byte[0])).isEqualTo(Magic.EMPTY);
  }

  @Test
  void anyBeginningIsSomething() {
    SplittableRandom random = new SplittableRandom(1);
    byte[] favourites = "{}[]\"\n\r \t:,PKBZhElfFile\0ElfChnkustar\u001f\u008b\b".getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; i < 20_000; i++) {
      byte[] head = new byte[random.nextInt(300)];
      for (int k = 0; k < head.length; k++) {
        head[k] = random.nextInt(4) == 0 ? (byte) random.nextInt(256) : favourites[random.nextInt(favourites.length)];
      }

      assertThat(Magic.of(head)).isNotNull();
    }
  }

  @Test
  void theNameOfAFileDecidesNothing() throws IOException {
    Reading.Result result = Reading.of(
        put("a.evtx", Reading.lines(2)), put("b.json", Reading.evtx(3)), put("c.zip", "[{\"n\":1}]".getBytes(StandardCharsets.UTF_8)), put("d", Reading.lines(1)),
        put("e.json", new byte[] {1, 2, 3}));

    assertThat(result.of("a.evtx").format()).isEqualTo(Format.JSON_LINES);
    assertThat(result.of("b.json").format()).isEqualTo(Format.EVTX);
    assertThat(result.of("c.zip").format()).isEqualTo(Format.JSON);
    assertThat(result.of("d").processed()).isEqualTo(1);
    assertThat(result.of("e.json").dropped()).containsEntry("unknown-format", 1L);
    assertThat(result.processed()).isEqualTo(2 + 3 + 1 + 1);
  }

  @Test
  void theTruthOfADemonstrationIsLeftOutAndALogThatResemblesItIsNot() throws IOException {
    String known = "{\"intrusion\":\"A\",\"source\":\"WS/Security.evtx\",\"record\":7,\"stage\":\"delivery\",\"step\":1,\"parent\":null}\n";
    byte[] truth = known.repeat(3).getBytes(StandardCharsets.UTF_8);
    byte[] log = (known + "{\"EventID\":1,\"Image\":\"C:\\\\a.exe\"}\n").getBytes(StandardCharsets.UTF_8);

    Reading.Result result = Reading.of(put("one/truth.ndjson", truth), put("two/truth.ndjson", log), put("three/events.ndjson", truth));

    assertThat(result.of("one/truth.ndjson").dropped()).containsExactly(java.util.Map.entry("truth", 1L));
    assertThat(result.of("one/truth.ndjson").processed()).isZero();
    assertThat(result.of("two/truth.ndjson").processed()).isEqualTo(2);
    assertThat(result.of("events.ndjson").processed()).isEqualTo(3);
  }

  @Test
  void aSoundEventLogIsReadWhole() throws IOException {
    Reading.Result result = Reading.of(put("a.evtx", Reading.evtx(200)));

    assertThat(result.of("a.evtx").processed()).isEqualTo(200);
    assertThat(result.of("a.evtx").problemCount()).isZero();
    assertThat(result.kept.events.getFirst().position().block()).isZero();
    assertThat(result.kept.events.getLast().position().block()).isPositive();
    assertThat(result.kept.events).extracting(e -> e.recordNumber()).startsWith(1L, 2L).endsWith(199L, 200L);
    assertThat(result.texts("Image")).hasSize(200).containsOnly("C:\\a.exe");
    assertThat(result.texts("Provider_Name")).containsOnly("Microsoft-Windows-Sysmon");
  }

  @Test
  void anEmptyFileIsASourceWithoutRecords() throws IOException {
    Reading.Result result = Reading.of(put("a.evtx", new byte[0]), put("b.json", new byte[0]));

    assertThat(result.of("a.evtx").warnings()).containsEntry("empty-file", 1L);
    assertThat(result.of("b.json").warnings()).isEmpty();
    assertThat(result.processed() + result.quarantined() + result.dropped()).isZero();
  }

  @Test
  void aHeaderAloneTellsWhatIsMissing() throws IOException {
    byte[] whole = Reading.evtx(200);

    Reading.Result result = Reading.of(put("a.evtx", Arrays.copyOf(whole, 4096)));

    assertThat(result.of("a.evtx").warnings()).containsEntry("file-shorter-than-header", 1L);
    assertThat(result.of("a.evtx").processed()).isZero();
  }

  @Test
  void aFileShorterThanItsHeaderSaysKeepsItsChunks() throws IOException {
    byte[] whole = Reading.evtx(200);

    Reading.Result result = Reading.of(put("a.evtx", Arrays.copyOf(whole, 4096 + 65536)));

    assertThat(result.of("a.evtx").processed()).isBetween(20L, 199L);
    assertThat(result.of("a.evtx").quarantined()).isZero();
    assertThat(result.of("a.evtx").warnings()).containsEntry("file-shorter-than-header", 1L);
  }

  @Test
  void aChunkThatIsCutKeepsItsRecordsAndCountsTheLoss() throws IOException {
    byte[] whole = Reading.evtx(200);
    long inOne = Reading.of(put("one.evtx", Arrays.copyOf(whole, 4096 + 65536))).processed();

    Reading.Result result = Reading.of(put("a.evtx", Arrays.copyOf(whole, 4096 + 65536 + 12345)));

    assertThat(result.of("a.evtx").processed()).isGreaterThan(inOne);
    assertThat(result.of("a.evtx").quarantined()).isEqualTo(1);
  }

  @Test
  void noiseBehindTheHeaderIsCounted() throws IOException {
    byte[] noise = new byte[200_000];
    new Random(1).nextBytes(noise);
    System.arraycopy(Reading.evtx(1), 0, noise, 0, 8);

    Reading.Result result = Reading.of(put("a.evtx", noise));

    assertThat(result.processed()).isZero();
    assertThat(result.of("a.evtx").quarantined()).isBetween(1L, 10L);
    assertThat(result.of("a.evtx").warnings()).containsKey("evtx-header-checksum");
  }

  @Test
  void chunksWithoutTheirFileAreRead() throws IOException {
    byte[] whole = Reading.evtx(200);

    Reading.Result result = Reading.of(put("carved.bin", Arrays.copyOfRange(whole, 4096, whole.length)));

    assertThat(result.of("carved.bin").processed()).isEqualTo(200);
    assertThat(result.quarantined()).isZero();
  }

  @Test
  void standardInputIsReadLikeAFile() {
    assertThat(Reading.ofStandardInput(Reading.lines(10), Limits.DEFAULT).of("-").processed()).isEqualTo(10);
    assertThat(Reading.ofStandardInput(Reading.evtx(10), Limits.DEFAULT).of("-").processed()).isEqualTo(10);
    assertThat(Reading.ofStandardInput(new byte[0], Limits.DEFAULT).of("-").format()).isEqualTo(Format.EMPTY);
  }

  /// What came in is processed or refused or dropped, and the problems that are kept add up to the counts.
  @Test
  void theLedgerAddsUpOverDamagedFiles() throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    List<byte[]> sound = List.of(Reading.evtx(60), Reading.lines(80), "[{\"n\":1},\n{\"n\":2},\n{\"n\":[{\"a\":\"}\"}]}\n]".getBytes(StandardCharsets.UTF_8),
        gzip(Reading.lines(300)), gzip(Reading.evtx(20)));
    for (int round = 0; round < 250; round++) {
      byte[] bytes = sound.get(round % sound.size()).clone();
      for (int changes = random.nextInt(6); changes > 0; changes--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      if (random.nextInt(3) == 0) {
        bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
      }

      Reading.Result result = Reading.of(put("x", bytes));

      SourceTally tally = result.of("x");
      long refused = tally.problems().stream().filter(p -> p.kind() == io.cutpoint.model.event.RecordProblem.Kind.QUARANTINED).count();
      long dropped = tally.dropped().values().stream().mapToLong(Long::longValue).sum();
      assertThat(tally.processed()).as("round %d", round).isEqualTo(result.kept.events.size());
      assertThat(tally.quarantined()).as("round %d: %s", round, tally.problems()).isEqualTo(refused);
      assertThat(tally.problemCount()).isEqualTo(tally.quarantined() + dropped + tally.warnings().values().stream().mapToLong(Long::longValue).sum());
      if (tally.format() == Format.JSON_LINES) {
        assertThat(tally.problems()).as("round %d", round).extracting(p -> p.offset()).doesNotHaveDuplicates();
      }
    }
  }

  @Test
  void problemsOfOneSourceAreCappedAndAllCounted() throws IOException {
    Reading.Result result = Reading.of(put("a.json", ("{\"n\":1}\n" + "{bad\n".repeat(3000)).getBytes(StandardCharsets.UTF_8)));

    assertThat(result.of("a.json").quarantined()).isEqualTo(3000);
    assertThat(result.of("a.json").problems()).hasSize(SourceTally.MAX_PROBLEMS);
    assertThat(result.of("a.json").problems().getFirst().offset()).isEqualTo(9);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (java.util.zip.GZIPOutputStream out = new java.util.zip.GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  private Path put(String name, byte[] bytes) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, bytes);
  }
}
