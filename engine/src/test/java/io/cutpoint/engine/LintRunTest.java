package io.cutpoint.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cutpoint.sigma.LintFinding.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LintRunTest {

  @TempDir Path folder;

  static String rule(String logsource, String detection) {
    return """
        title: t
        id: 6f2c0000-0000-4000-8000-000000000001
        description: d
        date: 2026-11-24
        status: test
        level: low
        tags: [attack.execution]
        logsource: {%s}
        detection:
        """.formatted(logsource) + detection.indent(2);
  }

  private List<String> lint(String text) throws IOException, AnalysisException {
    Files.writeString(folder.resolve("r.yml"), text);
    String prefix = folder.toString().replace('\\', '/') + "/";
    return LintRun.of(false, List.of(folder), null).findings().stream().map(finding -> finding.toString().replace(prefix, "")).toList();
  }

  @Test
  void theRulesThatComeAlongHaveNothingToWarnOf() throws AnalysisException {
    LintRun.Report report = LintRun.of(true, List.of(), null);

    assertThat(report.findings()).filteredOn(finding -> finding.severity() != Severity.NOTE).isEmpty();
    assertThat(report.rules()).isGreaterThan(50);
    assertThat(report.correlations()).isPositive();
    assertThat(report.sources()).contains("windows/process_creation");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '~', value = {
    "s: {Image: a}\\ncondition: s and not s ~ condition-never ~ 11:14",
    "s: {Image: a}\\ncondition: s or not s ~ condition-always ~ 11:14",
    "s: {Image: a}\\ncondition: not s ~ no-anchor ~ 11:14",
    "s: {Imag: a}\\ncondition: s ~ field-unknown ~ 10:7",
    "s: {image: a}\\ncondition: s ~ names of fields keep their case: `Image` ~ 10:7",
    "s: {Image|re: '[a-z]{9}'}\\ncondition: s ~ regex-slow ~ 10:7",
    "s: {Image: a}\\nu: {Image: b}\\ncondition: s ~ `u` unused ~ 11:3",
    "s: {Image: a}\\ncondition: 1 of x* ~ error: wanted a pattern that fits ~ 11:19",
    "s: {Image|contain: a}\\ncondition: s ~ error: wanted a modifier ~ 10:13",
    "s: {Image|expand: '%x%'}\\ncondition: s ~ not-used ~ 10:21",
  })
  void eachOddityHasItsPlace(String detection, String said, String place) throws IOException, AnalysisException {
    assertThat(lint(rule("product: windows, category: process_creation", detection.replace("\\n", "\n")))).singleElement().asString().startsWith("r.yml:" + place).contains(said);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '~', value = {
    "product: windows, category: process_creaton ~ did you mean process_creation? [logsource-unknown]",
    "product: windows, service: securty ~ did you mean security? [logsource-unknown]",
    "product: windos, category: process_creation ~ did you mean windows? [logsource-unknown]",
    "category: wobble ~ wanted a category that is known, found `wobble` [logsource-unknown]",
    "product: windows, category: process_creation, service: system ~ which no event belongs to [logsource-unknown]",
    "product: linux, service: auditd ~ note: wanted a log source that this version reads, found linux/auditd: the rule is never true here [logsource-unread]",
  })
  void aLogSourceThatNothingComesFromIsTold(String source, String said) throws IOException, AnalysisException {
    assertThat(lint(rule(source, "s: {Image: a}\ncondition: s"))).singleElement().asString().startsWith("r.yml:8:12: ").contains(said);
  }

  @Test
  void aFilterIsWorkedInAndItsFieldsAreLookedAt() throws IOException, AnalysisException {
    String filter = """
        ---
        title: f
        id: 6f2c0000-0000-4000-8000-000000000002
        description: d
        date: 2026-11-24
        logsource: {product: windows, category: process_creation}
        filter:
          rules: [6f2c0000-0000-4000-8000-000000000001]
          selection: {Usr: svc}
          condition: not selection
        """;

    assertThat(lint(rule("product: windows, category: process_creation", "s: {Image: a}\ncondition: s") + filter)).singleElement().asString().contains("`Usr`");
  }

  @Test
  void aCorrelationWithoutItsRuleIsAnError() throws IOException, AnalysisException {
    String correlation = """
        title: c
        id: 6f2c0000-0000-4000-8000-000000000003
        description: d
        date: 2026-11-24
        status: test
        level: low
        tags: [attack.execution]
        correlation:
          type: event_count
          rules: [nobody]
          timespan: 1m
          condition: {gte: 2}
        """;

    assertThat(lint(correlation)).singleElement().asString().contains(": error: ").contains("nobody");
  }

  @Test
  void aPathThatIsNotThereIsSaid() {
    assertThatThrownBy(() -> LintRun.of(false, List.of(folder.resolve("none")), null)).isInstanceOf(AnalysisException.class).hasMessageContaining("none");
  }
}
