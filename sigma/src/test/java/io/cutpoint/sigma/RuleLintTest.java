package io.cutpoint.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.sigma.LintFinding.Severity;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleLintTest {

  private static final String SOUND = """
      title: t
      id: 6f2c0000-0000-4000-8000-000000000001
      description: d
      date: 2026-11-24
      status: test
      level: low
      tags: [attack.execution, attack.t1059, cve.2021-1675]
      logsource: {product: windows, category: process_creation}
      detection:
        s:
          Image|endswith: '\\cmd.exe'
        condition: s
      """;

  private static List<String> lint(String... files) {
    RuleLint lint = new RuleLint();
    for (int i = 0; i < files.length; i++) {
      lint.file(new RuleFile("pack", "r" + i + ".yml", files[i].getBytes(StandardCharsets.UTF_8)));
    }
    return lint.findings().stream().map(LintFinding::toString).toList();
  }

  private static List<String> checks(String detection) {
    RuleLint lint = new RuleLint();
    String rule = SOUND.substring(0, SOUND.indexOf("  s:")) + detection.indent(2) + "  condition: s\n";
    lint.file(new RuleFile("pack", "r.yml", rule.getBytes(StandardCharsets.UTF_8)));
    return lint.findings().stream().map(LintFinding::check).toList();
  }

  @Test
  void aSoundRuleHasNoFindings() {
    assertThat(lint(SOUND)).isEmpty();
  }

  @Test
  void whatIsMissingIsToldWithItsWeight() {
    assertThat(lint("title: t\nlogsource: {product: windows}\ndetection: {s: {a: b}, condition: s}\n")).containsExactly(
        "r0.yml:1:1: warning: wanted an id, by which people and tools name the rule, found none [id-missing]",
        "r0.yml:1:1: warning: wanted `level`, found none [level-missing]",
        "r0.yml:1:1: warning: wanted `status`, found none [status-missing]",
        "r0.yml:1:1: warning: wanted tags such as attack.execution, by which a match gets its stage, found none [tags-missing]",
        "r0.yml:1:1: note: wanted `date`, found none [date-missing]",
        "r0.yml:1:1: note: wanted `description`, found none [description-missing]");
  }

  @Test
  void theSameIdTwiceIsToldAtTheSecondPlace() {
    assertThat(lint(SOUND, SOUND.replace("title: t", "title: u"))).singleElement().asString()
        .isEqualTo("r1.yml:2:5: warning: wanted an id of its own, found the id of r0.yml [id-duplicate]");
    assertThat(lint(SOUND + "---\n" + SOUND)).singleElement().asString().contains("another rule of this file");
  }

  @ParameterizedTest
  @CsvSource({
    "attack.defense-evasion, tag-deprecated", "attack.defense_evasion, tag-deprecated", "attack.exfiltraton, tag-unknown", "execution, tag-form", "attack., tag-form",
  })
  void aTagThatNobodyReadsIsTold(String tag, String check) {
    assertThat(lint(SOUND.replace("attack.execution", tag))).singleElement().asString().startsWith("r0.yml:7:8: warning: ").endsWith("[" + check + "]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"attack.stealth", "attack.defense_impairment", "attack.g0032", "attack.s0154", "car.2013-05-009", "attack.t1059.001"})
  void aTagThatIsRightIsNotTold(String tag) {
    assertThat(lint(SOUND.replace("attack.execution", tag))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '~', value = {
    "s: {Image: '*\\cmd.exe'} ~ wildcard-modifier",
    "s: {Image: 'C:\\Windows*'} ~ wildcard-modifier",
    "s: {Image: '*cmd*'} ~ wildcard-modifier",
    "s: {Image|contains: '*cmd'} ~ wildcard-needless",
    "s: {Image|endswith: '*cmd'} ~ wildcard-needless",
    "s: {Image|endswith: 'C:\\Users\\*\\x.exe'} ~ wildcard-escaped",
    "s: {Image|contains: [cmd, CMD]} ~ value-duplicate",
    "s: {Image|contains|all: cmd} ~ all-single",
    "s: {Image|re: 'cmd'} ~ regex-literal",
    "s: {Image|re: '.*cmd[0-9]'} ~ regex-open",
    "s: [{Image: a}, {Image: 'b*'}] ~ wildcard-modifier",
  })
  void aValueThatAModifierWouldSayBetterIsTold(String detection, String check) {
    assertThat(checks(detection)).containsExactly(check);
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "s: {Image: '*'}", "s: {Image: 'a*b'}", "s: {Image: '*a*b'}", "s: {Image|contains: 'a*b'}", "s: {Image|startswith: 'C:\\Users\\\\*\\x'}", "s: {Data|base64offset|contains: [IEX, iex]}",
    "s: {Image|re: ['A', 'a.']}", "s: {Image|contains: [a, b], Image|contains|all: c}", "s: ['*key*']", "s: {a: [1, '1']}", "s: {Ip|cidr: 10.0.0.0/8}"
  })
  void whatIsMeantSoIsNotTold(String detection) {
    assertThat(checks(detection)).doesNotContain("wildcard-modifier", "wildcard-needless", "wildcard-escaped", "value-duplicate", "all-single");
  }

  @Test
  void aFilterThatDoesNotNegateIsTold() {
    String filter = "title: f\nid: 6f2c0000-0000-4000-8000-000000000002\ndescription: d\ndate: 2026-11-24\nlogsource: {product: windows}\n"
        + "filter:\n  rules: any\n  selection: {User: svc}\n  condition: selection\n";

    assertThat(lint(filter)).singleElement().asString().startsWith("r0.yml:9:14: warning: ").endsWith("[filter-polarity]");
    assertThat(lint(filter.replace("condition: selection", "condition: not selection"))).isEmpty();
  }

  @Test
  void otherYamlAndBrokenYamlPassSilently() {
    assertThat(lint("a: b\n", "- 1\n", "a: [\n", "", "\u0000", "title: t\nid: x\n")).isEmpty();
  }

  @Test
  void placesAreThoseOfTheRule() {
    RuleLint lint = new RuleLint();
    RuleFile file = new RuleFile("pack", "r.yml", SOUND.getBytes(StandardCharsets.UTF_8));
    lint.file(file);
    Rule rule = new RuleReader(Reading.SYNTAX, java.util.Map.of()).read(List.of(file)).rules().getFirst();

    assertThat(lint.logSource(rule)).isEqualTo(new RuleLint.Place(8, 12));
    assertThat(lint.field(rule, "Image")).isEqualTo(new RuleLint.Place(11, 5));
    assertThat(lint.condition(rule)).isEqualTo(new RuleLint.Place(12, 14));
    assertThat(lint.field(rule, "None")).isEqualTo(new RuleLint.Place(10, 3));
  }

  @Test
  void aFileOfManyFindingsIsBounded() {
    StringBuilder rule = new StringBuilder(SOUND.substring(0, SOUND.indexOf("  s:"))).append("  s:\n    Image|contains:\n");
    for (int i = 0; i < 1_000; i++) {
      rule.append("      - same\n");
    }
    RuleLint lint = new RuleLint();
    lint.file(new RuleFile("pack", "r.yml", rule.append("  condition: s\n").toString().getBytes(StandardCharsets.UTF_8)));

    assertThat(lint.findings()).hasSize(RuleLint.MAX_FINDINGS + 1).anyMatch(finding -> finding.check().equals("more"));
    assertThat(lint.findings()).allMatch(finding -> finding.severity() == Severity.WARNING);
  }
}
