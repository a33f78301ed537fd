package io.cutpoint.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cutpoint.engine.RuleTrial.Outcome;
import io.cutpoint.engine.RuleTrial.Verdict;
import io.cutpoint.oracle.vectors.SharedMaterial;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleTrialTest {

  private static final String RULE = LintRunTest.rule("product: windows, category: process_creation", "s: {Image|endswith: '\\cmd.exe'}\ncondition: s");

  @TempDir Path folder;

  private static String event(String image) {
    return "{\"Channel\":\"Microsoft-Windows-Sysmon/Operational\",\"EventID\":1,\"TimeCreated\":\"2026-04-25T12:03:58Z\",\"Image\":\"" + image + "\"}\n";
  }

  private List<String> outcomes() throws AnalysisException {
    return RuleTrial.of(false, List.of(folder), null, null).outcomes().stream().map(RuleTrialTest::told).toList();
  }

  private static String told(Outcome outcome) {
    return outcome.kind().word() + " " + outcome.verdict() + (outcome.reason().isEmpty() ? "" : ": " + outcome.reason());
  }

  private void write(String name, String text) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(name), text);
  }

  @Test
  void theRulesThatComeAlongPassOnTheirOwnEvents() throws AnalysisException {
    RuleTrial.Report report = RuleTrial.of(true, List.of(), null, null);

    assertThat(report.outcomes()).filteredOn(outcome -> outcome.verdict() != Verdict.PASSED).isEmpty();
    assertThat(report.untested()).isEmpty();
    assertThat(report.outcomes()).hasSizeGreaterThan(100);
  }

  @Test
  void whatMatchesAndWhatDoesNotIsTried() throws IOException, AnalysisException {
    write("r.yml", RULE);
    write("r.positive.ndjson", event("C:\\\\cmd.exe") + event("D:\\\\CMD.EXE"));
    write("r.negative.ndjson", event("C:\\\\other.exe"));

    assertThat(outcomes()).containsExactly("positive PASSED", "negative PASSED");
  }

  @Test
  void aFailureSaysHowManyAndExplainsTheFirst() throws IOException, AnalysisException {
    write("r.yml", RULE);
    write("r.positive.ndjson", event("C:\\\\cmd.exe") + event("C:\\\\cmd2.exe"));
    write("r.negative.ndjson", event("C:\\\\cmd.exe"));

    List<Outcome> outcomes = RuleTrial.of(false, List.of(folder), null, null).outcomes();

    assertThat(outcomes).extracting(RuleTrialTest::told).containsExactly("positive FAILED: 1 of 2 events did not match", "negative FAILED: 1 of 1 event matched");
    assertThat(outcomes.getFirst().answers()).singleElement().satisfies(answer -> {
      assertThat(answer.number()).isEqualTo(2);
      assertThat(answer.applies()).isTrue();
      assertThat(answer.matches()).isFalse();
    });
    assertThat(outcomes.getLast().answers()).singleElement().satisfies(answer -> assertThat(answer.matches()).isTrue());
  }

  @Test
  void anEventOfAnotherLogSourceDoesNotPass() throws IOException, AnalysisException {
    write("r.yml", RULE);
    write("r.positive.ndjson", event("C:\\\\cmd.exe").replace(":1,", ":11,"));

    List<Outcome> outcomes = RuleTrial.of(false, List.of(folder), null, null).outcomes();

    assertThat(outcomes.getFirst().verdict()).isEqualTo(Verdict.FAILED);
    assertThat(outcomes.getFirst().answers()).singleElement().satisfies(answer -> assertThat(answer.applies()).isFalse());
  }

  @Test
  void emptyAndBrokenEventsFail() throws IOException, AnalysisException {
    write("r.yml", RULE);
    write("r.positive.ndjson", "");
    write("r.negative.ndjson", event("C:\\\\a.exe") + "{\"Channel\": \n");

    assertThat(outcomes()).hasSize(2).allMatch(told -> told.contains("FAILED"));
  }

  @Test
  void rulesWithoutEventsAreNamed() throws IOException, AnalysisException {
    write("r.yml", RULE);

    assertThat(RuleTrial.of(false, List.of(folder), null, null).untested()).singleElement().asString().endsWith("r.yml");
  }

  @Test
  void eventsInAnArchiveLieBesideTheirRuleToo() throws IOException, AnalysisException {
    Path zip = folder.resolve("rules.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      for (String[] file : new String[][] {{"a/r.yml", RULE}, {"a/r.positive.ndjson", event("C:\\\\cmd.exe")}}) {
        out.putNextEntry(new ZipEntry(file[0]));
        out.write(file[1].getBytes(StandardCharsets.UTF_8));
      }
    }

    assertThat(RuleTrial.of(false, List.of(zip), null, null).outcomes()).extracting(RuleTrialTest::told).containsExactly("positive PASSED");
  }

  @Test
  void addedRulesKeepTheirEvents() throws IOException, AnalysisException {
    Path pack = folder.resolve("pack");
    Files.createDirectories(pack);
    Files.writeString(pack.resolve("r.yml"), RULE);
    Files.writeString(pack.resolve("r.positive.ndjson"), event("C:\\\\cmd.exe"));
    RuleLibrary library = new RuleLibrary(folder.resolve("home"));
    library.add(pack);

    assertThat(RuleTrial.of(false, library.packs(), null, null).outcomes()).extracting(RuleTrialTest::told).containsExactly("positive PASSED");
  }

  @Test
  void aCorrelationIsTriedOnAllItsEventsTogether() throws IOException, AnalysisException {
    String base = RULE.replace("title: t\n", "title: t\nname: shell\n");
    String correlation = """
        ---
        title: many shells
        id: 6f2c0000-0000-4000-8000-000000000003
        correlation: {type: event_count, rules: [shell], timespan: 1m, condition: {gte: 2}}
        """;
    write("r.yml", base + correlation);
    write("r.positive.ndjson", event("C:\\\\cmd.exe") + event("D:\\\\cmd.exe"));
    write("r.negative.ndjson", event("C:\\\\cmd.exe"));

    assertThat(outcomes()).containsExactly("positive PASSED", "negative PASSED");
    write("r.negative.ndjson", event("C:\\\\cmd.exe") + event("D:\\\\cmd.exe"));
    write("r.positive.ndjson", event("C:\\\\cmd.exe"));
    assertThat(outcomes()).containsExactly("positive FAILED: the correlation was never true of 1 matches of its rules", "negative FAILED: the correlation was true 1 time");
  }

  @Test
  void samplesAreFoundAboveTheRuleThatNamesThem() throws IOException, AnalysisException {
    Path samples = folder.resolve("regression_data/rules/x");
    Files.createDirectories(samples);
    Files.writeString(samples.resolve("info.yml"), """
        rule_metadata: [{id: 6f2c0000-0000-4000-8000-000000000001, title: t}]
        regression_tests_info:
          - {name: one, type: evtx, match_count: 2, path: regression_data/rules/x/a.json}
          - {name: two, type: raw, path: regression_data/rules/x/b.log}
          - {name: three, type: evtx, path: ../../../etc/passwd}
        """);
    Files.writeString(samples.resolve("a.json"), event("C:\\\\cmd.exe"));
    Files.createDirectories(folder.resolve("rules/x"));
    write("rules/x/r.yml", RULE + "regression_tests_path: regression_data/rules/x/info.yml\n");

    assertThat(outcomes()).containsExactly("sample FAILED: wanted at least 2 matches, found 1 in 1 event", "sample NOT_RUN: wanted a sample of type evtx or json, found raw",
        "sample NOT_RUN: the sample is not beside " + samples.resolve("info.yml"));
    write("regression_data/rules/x/a.json", event("C:\\\\cmd.exe") + event("D:\\\\cmd.exe"));
    assertThat(outcomes()).first().isEqualTo("sample PASSED");
  }

  @Test
  void aRuleThatNamesSamplesWhichAreNotHereSaysSo() throws IOException, AnalysisException {
    write("r.yml", RULE + "regression_tests_path: regression_data/none/info.yml\n");

    assertThat(outcomes()).containsExactly("sample NOT_RUN: the samples that the rule names are not here: --samples tells where");
  }

  @Test
  void publicRulesPassOnTheirSamples() throws AnalysisException {
    Optional<Path> rules = SharedMaterial.find("data/sigma-rules/sigma.zip");
    Optional<Path> samples = SharedMaterial.find("data/sigma-regression");
    assumeTrue(rules.isPresent() && samples.isPresent(), "skipped: the public rules or their samples are missing");

    RuleTrial.Report report = RuleTrial.of(false, List.of(rules.get()), null, samples.get());

    assertThat(report.count(Verdict.FAILED)).isZero();
    assertThat(report.count(Verdict.PASSED)).isGreaterThanOrEqualTo(139);
  }
}
