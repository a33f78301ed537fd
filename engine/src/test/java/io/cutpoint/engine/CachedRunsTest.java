package io.cutpoint.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.model.detection.Level;
import io.cutpoint.oracle.vectors.SharedMaterial;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whole runs with rules from the cache write what runs write that read them from their text: every byte of every file.
class CachedRunsTest {

  @TempDir Path folder;

  private Path events;

  @BeforeEach
  void somebodyGuessesAPasswordAndThenActs() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      lines.add(logon(i, 4625, "\"SubStatus\":\"0xC000006A\","));
    }
    lines.add(logon(50, 4624, ""));
    for (int i = 0; i < 4; i++) {
      lines.add(String.format(Locale.ROOT,
          "{\"@timestamp\":\"%s\",\"Channel\":\"Microsoft-Windows-Sysmon/Operational\",\"EventID\":1,\"Computer\":\"HOST-1.example.test\",\"EventRecordID\":%d,"
              + "\"ProcessGuid\":\"{00000000-0000-0000-0000-00000000000%d}\",\"ProcessId\":\"%d\",\"Image\":\"C:\\\\Windows\\\\System32\\\\vssadmin.exe\","
              + "\"OriginalFileName\":\"VSSADMIN.EXE\",\"CommandLine\":\"vssadmin delete shadows /all /quiet\",\"User\":\"EXAMPLE\\\\user1\","
              + "\"ParentImage\":\"C:\\\\Windows\\\\System32\\\\cmd.exe\",\"ParentProcessGuid\":\"{00000000-0000-0000-0000-0000000000aa}\",\"ParentProcessId\":\"77\"}",
          Instant.parse("2026-03-02T10:02:00Z").plusSeconds(i), 900 + i, i, 1000 + i));
    }
    events = folder.resolve("events.ndjson");
    Files.write(events, lines);
  }

  private static String logon(int second, int code, String more) {
    return String.format(Locale.ROOT,
        "{\"@timestamp\":\"%s\",\"Channel\":\"Security\",\"EventID\":%d,\"Computer\":\"HOST-1.example.test\",\"EventRecordID\":%d,%s"
            + "\"TargetUserName\":\"user1\",\"TargetDomainName\":\"EXAMPLE\",\"LogonType\":\"3\",\"IpAddress\":\"192.0.2.9\"}",
        Instant.parse("2026-03-02T10:00:00Z").plusSeconds(second), code, 100 + second, more);
  }

  @Test
  void theRulesThatComeAlongGiveTheSameBytesWithTheirCorrelations() throws Exception {
    Map<String, String> written = compare(true, List.of(), null);

    assertThat(written.get("detections.ndjson")).contains("Password guessed over the network");
    assertThat(written.get("report.html")).contains("vssadmin");
  }

  @Test
  void filtersCorrelationsAndPlaceholdersGiveTheSameBytes() throws Exception {
    Path rules = Files.createDirectories(folder.resolve("rules"));
    Files.writeString(rules.resolve("all.yml"), """
        title: failed
        name: failed
        logsource: {product: windows, service: security}
        detection: {s: {EventID: 4625}, condition: s}
        level: low
        ---
        title: many
        name: many
        correlation: {type: event_count, rules: [failed], group-by: [IpAddress], timespan: 1m, condition: {gte: 3}}
        level: low
        ---
        title: logon
        name: logon
        logsource: {product: windows, service: security}
        detection: {s: {EventID: 4624}, condition: s}
        level: low
        ---
        title: guessed
        id: guessed
        correlation: {type: temporal_ordered, rules: [many, logon], group-by: [IpAddress], timespan: 5m}
        level: high
        ---
        title: shadows
        id: shadows
        logsource: {product: windows, category: process_creation}
        detection:
          s: {CommandLine|contains|all: [delete, shadows], CommandLine|re: 'vss.*[/-]all'}
          t: {Image|expand: '%tools%'}
          condition: s and t
        level: high
        """);
    Files.writeString(rules.resolve("filter.yml"), """
        title: not the scanner
        logsource: {product: windows}
        filter: {rules: [failed], scanner: {IpAddress|expand: '%scanners%'}, condition: not scanner}
        """);
    Path values = folder.resolve("values.yaml");
    Files.writeString(values, "scanners: [192.0.2.10]\ntools: ['*\\vssadmin.exe']\n");

    Map<String, String> found = compare(false, List.of(rules), values);

    assertThat(found.get("detections.ndjson")).contains("\"title\":\"guessed\"", "\"title\":\"shadows\"");

    Files.writeString(values, "scanners: [192.0.2.9]\ntools: ['*\\vssadmin.exe']\n");
    assertThat(compare(false, List.of(rules), values).get("detections.ndjson")).as("other values of the same file").doesNotContain("\"title\":\"guessed\"");
  }

  @Test
  void thePublicRulesGiveTheSameBytes() throws Exception {
    Optional<Path> archive = SharedMaterial.find("data/sigma-rules/sigma.zip");
    Assumptions.assumeTrue(archive.isPresent(), "the public rules are not here");

    assertThat(compare(true, List.of(archive.get()), null).get("detections.ndjson")).contains("vssadmin");
  }

  /// Runs without the cache, so that it is written, with what was written, and without any; gives what was written.
  private Map<String, String> compare(boolean builtIn, List<Path> rules, @Nullable Path values) throws IOException, AnalysisException {
    Path cached = Files.createDirectories(folder.resolve("cached"));
    Path without = Files.createDirectories(folder.resolve("without"));
    if (!Files.exists(without.resolve("cache"))) {
      Files.writeString(without.resolve("cache"), "a file where the folder should be");
    }
    List<String> told = new ArrayList<>();
    Map<String, String> text = run(builtIn, rules, values, without, told);
    assertThat(told).anyMatch(sentence -> sentence.startsWith("the rule cache cannot be written"));
    told.clear();
    assertThat(run(builtIn, rules, values, cached, told)).isEqualTo(text);
    assertThat(told).noneMatch(sentence -> sentence.startsWith("rules from the cache"));
    assertThat(run(builtIn, rules, values, cached, told)).isEqualTo(text);
    assertThat(told).anyMatch(sentence -> sentence.startsWith("rules from the cache"));
    return text;
  }

  private Map<String, String> run(boolean builtIn, List<Path> rules, @Nullable Path values, Path data, List<String> told) throws IOException, AnalysisException {
    Path out = folder.resolve("out");
    Analysis.run(new AnalysisRequest(List.of(events), null, rules, builtIn, 0, -1, Level.MEDIUM, out, data, 2, 512L << 20, "test", values), new Remarks(told));
    Map<String, String> written = new TreeMap<>();
    try (Stream<Path> files = Files.walk(out)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        written.put(out.relativize(file).toString(), withoutSeconds(text));
        Files.delete(file);
      }
    }
    return written;
  }

  /// How long it took is told at the summary's end, and differs.
  private static String withoutSeconds(String text) {
    int at = text.lastIndexOf("\"durations\":{");
    return at < 0 ? text : text.substring(0, at);
  }

  private record Remarks(List<String> told) implements Progress {
    @Override
    public void rulesLoaded(int rules, int skipped) {}

    @Override
    public void remark(String sentence) {
      told.add(sentence);
    }

    @Override
    public void inputsFound(int files, long bytes) {}

    @Override
    public void reading(long bytesRead, long bytesTotal, long events) {}

    @Override
    public void linking(long facts, long factsTotal) {}

    @Override
    public boolean isCancelled() {
      return false;
    }
  }
}
