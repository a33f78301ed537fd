package io.cutpoint.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.model.detection.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The report that an analysis writes: from a record to the mark in its value.
class ReportOfAnalysisTest {

  private static final String RULE = """
      title: Encoded command
      id: 11111111-2222-3333-4444-555555555555
      level: critical
      tags: [attack.execution, attack.t1059.001, attack.credential-access, attack.t1003.001]
      logsource: {category: process_creation, product: windows}
      detection:
        program: {Image|endswith: '\\powershell.exe'}
        line: {CommandLine|contains: ['-enc', '-zzz']}
        quiet: {CommandLine|contains: 'benign'}
        condition: program and line and not quiet
      """;

  private static final String RECORD = """
      {"Channel":"Security","EventID":4688,"Provider":"Microsoft-Windows-Security-Auditing","Computer":"ws<1>.example.test","EventRecordID":%d,\
      "@timestamp":"2026-04-25T12:0%d:00.000Z","NewProcessName":"C:\\\\Windows\\\\powershell.exe","CommandLine":"powershell <b> -EnC aGk=","SubjectUserName":"kim","NewProcessId":"0x1%d0"}
      """;

  @TempDir private Path folder;

  private Path analyze(String name, int threads) throws IOException, AnalysisException {
    Files.writeString(folder.resolve("rule.yml"), RULE);
    Files.writeString(folder.resolve("host.json"), String.format(Locale.ROOT, RECORD, 1, 1, 1) + String.format(Locale.ROOT, RECORD, 2, 2, 2));
    return Analysis.run(
        new AnalysisRequest(List.of(folder.resolve("host.json")), null, List.of(folder.resolve("rule.yml")), false, 0, -1, Level.INFORMATIONAL,
            folder.resolve(name), folder.resolve("data"), threads, 512L << 20, "0.0.0"),
        new Progress() {
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
            return false;
          }
        }).out().resolve("report.html");
  }

  @Test
  void whatTheRuleMatchedIsMarkedInTheRecordAndInWhatWasMadeOfIt() throws IOException, AnalysisException {
    String report = Files.readString(analyze("out", 1));

    assertThat(report)
        .contains("powershell &lt;b&gt; <mark>-EnC</mark> aGk=")
        .contains("Image<span class=\"made\"> as rules read it</span>")
        .contains("C:\\Windows<mark>\\powershell.exe</mark>")
        .contains("<li>Image ends with \\powershell.exe</li>", "<li>CommandLine contains -enc</li>")
        .contains("ws&lt;1&gt;.example.test")
        .contains("cutpoint detections show DET-")
        .doesNotContain("-zzz", "is not in the part of the record");
  }

  @Test
  void threadsAndLocaleDoNotChangeAByteOfIt() throws IOException, AnalysisException {
    byte[] wanted = Files.readAllBytes(analyze("one", 1));
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("tr-TR"));

      assertThat(Files.readAllBytes(analyze("two", 3))).isEqualTo(wanted);

      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));

      assertThat(Files.readAllBytes(analyze("three", 2))).isEqualTo(wanted);
    } finally {
      Locale.setDefault(before);
    }
  }
}
