package io.cutpoint.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.model.detection.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Correlations, filters and placeholders from the rule files to the lines of the result.
class CorrelatedDetectionsTest {

  private static final String RULES = """
      title: failed logon
      name: failed
      logsource: {product: windows, service: security}
      detection: {s: {EventID: 4625}, condition: s}
      level: low
      ---
      title: successful logon
      name: logon
      logsource: {product: windows, service: security}
      detection: {s: {EventID: 4624}, condition: s}
      level: low
      ---
      title: many failures
      name: many
      correlation: {type: event_count, rules: [failed], group-by: [IpAddress], timespan: 1m, condition: {gte: 3}}
      level: low
      ---
      title: guessed
      id: guessed
      tags: [attack.credential-access, attack.t1110.001]
      correlation: {type: temporal_ordered, rules: [many, logon], group-by: [IpAddress], timespan: 5m}
      level: high
      """;

  private static final String FILTER = """
      title: not the scanner
      logsource: {product: windows}
      filter: {rules: [failed], scanner: {IpAddress|expand: '%scanners%'}, condition: not scanner}
      """;

  @TempDir Path folder;

  private static String event(int second, int id, int code, String address) {
    return String.format(Locale.ROOT,
        "{\"@timestamp\":\"2026-03-02T10:00:%02d.000Z\",\"Channel\":\"Security\",\"EventID\":%d,\"Computer\":\"HOST-1.example.test\",\"EventRecordID\":%d,"
            + "\"TargetUserName\":\"user1\",\"TargetDomainName\":\"EXAMPLE\",\"LogonType\":\"3\",\"IpAddress\":\"%s\"}", second, code, id, address);
  }

  private List<String> detections(String name, List<String> events, @Nullable Path placeholders, int threads) throws IOException, AnalysisException {
    Path in = Files.createDirectories(folder.resolve(name + "-in"));
    for (int i = 0; i < events.size(); i++) {
      Files.writeString(in.resolve("part" + i % 3 + ".ndjson"), events.get(i) + "\n", java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.APPEND);
    }
    Path rules = Files.createDirectories(folder.resolve(name).resolve("rules"));
    Files.writeString(rules.resolve("all.yml"), RULES);
    if (placeholders != null) {
      Files.writeString(rules.resolve("filter.yml"), FILTER);
    }
    Path out = folder.resolve(name + "-out");
    Analysis.run(new AnalysisRequest(List.of(in), null, List.of(rules), false, 0, -1, Level.MEDIUM, out, folder.resolve("data"), threads, 512L << 20, "test", placeholders), Progress.NONE);
    return Files.readAllLines(out.resolve("detections.ndjson"));
  }

  private static List<String> attack(String address) {
    List<String> events = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      events.add(event(10 + i, 100 + i, 4625, address));
    }
    events.add(event(20, 200, 4624, address));
    events.add(event(21, 201, 4624, "10.0.0.77"));
    return events;
  }

  @Test
  void aChainOfCorrelationsMakesOneDetectionWithAllItsEvents() throws IOException, AnalysisException {
    List<String> lines = detections("chain", attack("10.0.0.9"), null, 2);

    assertThat(lines).hasSize(1);
    assertThat(lines.getFirst())
        .contains("\"title\":\"guessed\"", "\"group\":{\"IpAddress\":\"10.0.0.9\"}", "\"type\":\"temporal_ordered\"", "\"EventRecordID\":200", "\"EventRecordID\":100")
        .doesNotContain("\"fields\":{}");
    assertThat(lines.getFirst().split("\"sha256\":", -1)).hasSize(1 + 4);
  }

  @Test
  void theOrderOfEventsInFilesAndThreadsChangeNothing() throws IOException, AnalysisException {
    List<String> once = detections("once", attack("10.0.0.9"), null, 1);

    List<String> turned = detections("turned", attack("10.0.0.9").reversed(), null, 3);

    assertThat(ids(turned)).isEqualTo(ids(once));
  }

  private static List<String> ids(List<String> lines) {
    return lines.stream().map(line -> line.substring(0, line.indexOf("\"rule\""))).toList();
  }

  @Test
  void aFilterWithAPlaceholderTakesTheScannerOut() throws IOException, AnalysisException {
    Path values = folder.resolve("values.yaml");
    Files.writeString(values, "scanners: [10.0.0.9, 10.0.1.*]\n");

    assertThat(detections("scanner", attack("10.0.0.9"), values, 1)).isEmpty();
    assertThat(detections("attacker", attack("10.0.0.8"), values, 1)).hasSize(1);
  }

  @Test
  void aDisabledRuleSilencesItsCorrelationsWithAReason() throws IOException, AnalysisException {
    Path rules = Files.createDirectories(folder.resolve("disabled"));
    Files.writeString(rules.resolve("failed.yml"), RULES.substring(0, RULES.indexOf("---")).replace("name: failed", "name: failed\nid: failed"));
    Files.writeString(rules.resolve("many.yml"), "title: many\ncorrelation: {type: event_count, rules: [failed], timespan: 1m, condition: {gte: 3}}\nlevel: high\n");
    Path data = Files.createDirectories(folder.resolve("data-disabled"));
    Files.writeString(data.resolve("rules.yaml"), "- {rule: failed, disable: true}\n");

    Rules loaded = Rules.load(false, List.of(rules), data, Level.MEDIUM);

    assertThat(loaded.count()).isZero();
    assertThat(loaded.problems()).anySatisfy(problem -> assertThat(problem.message()).startsWith("refers to failed, which "));
  }
}
