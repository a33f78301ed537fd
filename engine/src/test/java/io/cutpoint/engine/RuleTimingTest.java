package io.cutpoint.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cutpoint.model.detection.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleTimingTest {

  @TempDir
  private Path folder;

  private static String rule(String id, String source, String detection) {
    return """
        title: Rule %s
        id: 00000000-0000-4000-8000-00000000000%s
        status: test
        level: low
        logsource: {%s}
        detection:
          selection: {%s}
          condition: selection
        """.formatted(id, id, source, detection);
  }

  @Test
  void everyRuleIsAskedForTheEventsOfItsLogSource() throws Exception {
    Path rules = folder.resolve("rules.yml");
    Files.writeString(rules, String.join("---\n",
        rule("1", "product: windows, service: security", "EventID: 4688"),
        rule("2", "product: windows, category: process_creation", "Image|endswith: '\\cmd.exe'"),
        rule("3", "product: windows, service: sysmon", "EventID: 1")));
    StringBuilder events = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      events.append("{\"Channel\":\"Security\",\"EventID\":").append(i % 2 == 0 ? 4688 : 4624).append(",\"EventRecordID\":").append(i)
          .append(",\"NewProcessName\":\"C:\\\\").append(i % 4 == 0 ? "cmd" : "other").append(".exe\"}\n");
    }
    Path log = folder.resolve("log.json");
    Files.writeString(log, events);

    RuleTiming.Costs costs = RuleTiming.run(List.of(log), Rules.load(false, List.of(rules), folder, Level.INFORMATIONAL, null), RuleTiming.EVENTS);

    Map<String, List<Long>> counts = new TreeMap<>();
    costs.rules().forEach(cost -> counts.put(cost.rule().reference().title(), List.of(cost.events(), cost.matches())));
    assertThat(costs.events()).isEqualTo(40);
    assertThat(counts).isEqualTo(Map.of("Rule 1", List.of(40L, 20L), "Rule 2", List.of(20L, 10L), "Rule 3", List.of(0L, 0L)));
    assertThat(costs.rules()).isSortedAccordingTo((a, b) -> Double.compare(b.total(), a.total())).allSatisfy(cost -> assertThat(cost.nanos()).isNotNegative());
  }

  @Test
  void logsWithoutEventsAreAnError() throws Exception {
    Path rules = folder.resolve("rules.yml");
    Files.writeString(rules, rule("1", "product: windows", "EventID: 1"));
    Path log = Files.writeString(folder.resolve("junk.evtx"), "no event log");
    Rules some = Rules.load(false, List.of(rules), folder, Level.INFORMATIONAL, null);

    assertThatThrownBy(() -> RuleTiming.run(List.of(log), some, RuleTiming.EVENTS)).isInstanceOf(AnalysisException.class).hasMessageContaining("no event");
  }
}
