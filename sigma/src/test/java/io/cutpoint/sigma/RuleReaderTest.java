package io.cutpoint.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.model.Stage;
import io.cutpoint.model.detection.Level;
import io.cutpoint.model.detection.RuleReference;
import io.cutpoint.model.detection.Status;
import io.cutpoint.model.event.LogSource;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleReaderTest {

  private static final String WHOLE = """
      title: Who am I
      id: 5638f7c0-ac70-491d-8465-2a65075e0d86
      status: test
      description: |
        Several
        lines
      references:
        - https://example.org/a
      author: someone
      date: 2024-01-31
      modified: 2024/02/01
      tags:
        - attack.credential_access
        - attack.T1003.001
        - attack.stealth
        - attack.t1059
        - attack.g0032
        - attack.s0002
        - attack.t1003.001
        - cve.2024-1
        - detection.threat-hunting
      logsource:
        product: Windows
        category: process_creation
        definition: whatever
      detection:
        selection:
          Image|endswith: \\whoami.exe
        condition: selection
      falsepositives:
        - admins
      level: high
      cutpoint:
        stage: actions-on-objectives
      regression_tests_path: kept/for/others
      """;

  @Test
  void allPartsOfARuleAreRead() {
    RuleSet set = Reading.read(WHOLE);

    assertThat(set.problems()).isEmpty();
    assertThat(set.parsed()).isEqualTo(1);
    Rule rule = set.rules().getFirst();
    RuleReference reference = rule.reference();
    assertThat(reference.title()).isEqualTo("Who am I");
    assertThat(reference.key().origin()).isEqualTo("pack");
    assertThat(reference.key().id()).isEqualTo("5638f7c0-ac70-491d-8465-2a65075e0d86");
    assertThat(reference.key().contentHash()).matches("[0-9a-f]{16}");
    assertThat(reference.level()).isEqualTo(Level.HIGH);
    assertThat(reference.status()).isEqualTo(Status.TEST);
    assertThat(reference.tactics()).containsExactly("credential-access", "stealth");
    assertThat(reference.techniques()).containsExactly("T1003.001", "T1059");
    assertThat(reference.logSource()).isEqualTo(new LogSource("windows", "process_creation", null));
    assertThat(reference.stated()).isEqualTo(Stage.ACTIONS_ON_OBJECTIVES);
    assertThat(rule.file()).isEqualTo("rules/r0.yml");
    assertThat(rule.fields()).containsExactly("Image");
    assertThat(rule.references()).containsExactly("https://example.org/a");
    assertThat(rule.falsePositives()).containsExactly("admins");
  }

  @Test
  void absentPartsHaveTheirDefaults() {
    RuleReference reference = Reading.read(Reading.rule("s: {A: 1}\ncondition: s")).rules().getFirst().reference();

    assertThat(reference.key().id()).isEqualTo("r0.yml");
    assertThat(reference.level()).isEqualTo(Level.MEDIUM);
    assertThat(reference.status()).isEqualTo(Status.EXPERIMENTAL);
    assertThat(reference.tactics()).isEmpty();
    assertThat(reference.techniques()).isEmpty();
    assertThat(reference.stated()).isNull();
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', quoteCharacter = '"', value = {
      "attack.defense-evasion; [defense-evasion]; []",
      "attack.defense_impairment; [defense-impairment]; []",
      "ATTACK.Initial-Access; [initial-access]; []",
      "attack.t1003_001; []; [T1003.001]",
      "attack.t1003-001; []; [T1003.001]",
      "attack.ta0005; [ta0005]; []",
      "attack.something-new; [something-new]; []",
      "attack.ds0017; []; []",
      "attack.c0010; []; []",
      "attack.; []; []",
      "car.2013-05-004; []; []",
  })
  void tagsNameTacticsAndTechniques(String tag, String tactics, String techniques) {
    Tags tags = new Tags();

    tags.add(tag);

    assertThat(tags.tactics()).hasToString(tactics);
    assertThat(tags.techniques()).hasToString(techniques);
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', quoteCharacter = '"', value = {
      "title: Who am I; title: ''; REFUSED rules/r0.yml:1:8: wanted a title, found ``",
      "title: Who am I; name: x; REFUSED rules/r0.yml:1:1: wanted a title, found nothing",
      "level: high; level: hgih; REFUSED rules/r0.yml:32:8: wanted a level (informational, low, medium, high, critical), found `hgih`",
      "level: high; level: [high]; REFUSED rules/r0.yml:32:8: wanted a level",
      "status: test; status: tested; REFUSED rules/r0.yml:3:9: wanted a status",
      "stage: actions-on-objectives; stage: actions; REFUSED rules/r0.yml:34:10: wanted a stage (reconnaissance, weaponization,",
      "stage: actions-on-objectives; step: delivery; WARNING rules/r0.yml:34:3: wanted `stage`, found `step`",
      "date: 2024-01-31; date: yesterday; WARNING rules/r0.yml:10:7: wanted a date yyyy-mm-dd, found `yesterday`",
      "date: 2024-01-31; date: 2024-02-31; WARNING rules/r0.yml:10:7: wanted a date yyyy-mm-dd, found `2024-02-31`",
      "product: Windows; products: windows; WARNING rules/r0.yml:23:3: wanted product, category, service or definition, found `products`",
      "category: process_creation; category: [a]; REFUSED rules/r0.yml:24:13: wanted a word, found a list",
      "- attack.stealth; - {a: b}; WARNING rules/r0.yml:15:5: wanted text in the list of tags, found a mapping",
      "author: someone; title: again; REFUSED rules/r0.yml:9:1: wanted every key once, found `title` again",
      "condition: selection; condition: selection\\; REFUSED rules/r0.yml:29:23: wanted a name, an operator or a parenthesis, found `\\`",
  })
  void faultsAreReportedInTheirPlace(String correct, String faulty, String expected) {
    RuleSet set = Reading.read(WHOLE.replace(correct, faulty));

    assertThat(Reading.problems(set)).startsWith(expected).hasLineCount(1);
    assertThat(set.rules()).hasSize(expected.startsWith("WARNING") ? 1 : 0);
    assertThat(set.parsed()).isEqualTo(set.rules().size());
  }

  @Test
  void logSourceIsNeeded() {
    assertThat(Reading.problems(Reading.read("title: t\ndetection: {s: {A: 1}, condition: s}")))
        .isEqualTo("REFUSED rules/r0.yml:1:1: wanted a logsource, found nothing");
    assertThat(Reading.problems(Reading.read("title: t\nlogsource: {definition: x}\ndetection: {s: {A: 1}, condition: s}")))
        .isEqualTo("REFUSED rules/r0.yml:2:12: wanted a product, a category or a service, found none");
  }

  @Test
  void allProblemsOfAllFilesAreCollectedAndGoodRulesLoad() {
    String bad = Reading.rule("s:\n  A|gt: x\n  B|re: a(\n  C|nope: 1\ncondition: s or t");

    RuleSet set = Reading.read(bad, WHOLE, "title: [", bad);

    assertThat(set.rules()).hasSize(1);
    assertThat(set.problems()).extracting(RuleProblem::toString).satisfiesExactly(
        first -> assertThat(first).startsWith("rules/r0.yml:6:11: wanted a number"),
        second -> assertThat(second).startsWith("rules/r0.yml:7:11: wanted a regular expression"),
        third -> assertThat(third).startsWith("rules/r0.yml:8:7: wanted a modifier"),
        fourth -> assertThat(fourth).startsWith("rules/r0.yml:9:19: wanted the name of a block"),
        fifth -> assertThat(fifth).startsWith("rules/r2.yml:1:9: wanted YAML, found a fault while parsing a flow node"),
        sixth -> assertThat(sixth).startsWith("rules/r3.yml:6:11"),
        seventh -> assertThat(seventh).startsWith("rules/r3.yml:7:11"),
        eighth -> assertThat(eighth).startsWith("rules/r3.yml:8:7"),
        ninth -> assertThat(ninth).startsWith("rules/r3.yml:9:19"));
  }

  @Test
  void problemsOfOneFileAreCapped() {
    RuleSet set = Reading.read(Reading.rule("s:\n" + "  - {A|nope: 1}\n".repeat(500) + "condition: s"));

    assertThat(set.problems()).hasSize(101);
    assertThat(set.problems().getLast().message()).endsWith("(the file has more problems, which are not listed)");
  }

  @Test
  void severalDocumentsAreSeveralRules() {
    RuleSet set = Reading.read(WHOLE + "---\n" + WHOLE.replace("Who am I", "Who are you") + "---\n---\n");

    assertThat(set.problems()).isEmpty();
    assertThat(set.rules()).extracting(rule -> rule.reference().title()).containsExactlyInAnyOrder("Who am I", "Who are you");
    assertThat(set.rules()).extracting(rule -> rule.reference().key().contentHash()).doesNotHaveDuplicates();
  }

  @Test
  void rulesAreSortedByKey() {
    String other = WHOLE.replace("5638f7c0", "1638f7c0");

    RuleSet set = Reading.read(WHOLE, other);

    assertThat(set.rules()).extracting(rule -> rule.file()).containsExactly("rules/r1.yml", "rules/r0.yml");
  }

  @Test
  void theSameRuleAgainIsWarnedAboutAndUsedOnce() {
    RuleSet set = Reading.read(WHOLE, WHOLE);

    assertThat(set.rules()).hasSize(1);
    assertThat(set.parsed()).isEqualTo(2);
    assertThat(Reading.problems(set)).isEqualTo("WARNING rules/r1.yml:1:1: wanted every rule once, found the same as in rules/r0.yml again");
  }

  @Test
  void byteOrderMarkAndWindowsLineEndsAreTolerated() {
    RuleSet set = Reading.read("\uFEFF" + WHOLE.replace("\n", "\r\n"));

    assertThat(set.problems()).isEmpty();
    assertThat(set.rules()).hasSize(1);
  }

  @Test
  void otherEncodingsAreRefused() {
    byte[] latin = WHOLE.replace("someone", "José").getBytes(StandardCharsets.ISO_8859_1);

    RuleSet set = new RuleReader(Reading.SYNTAX, java.util.Map.of()).read(List.of(new RuleFile("pack", "a.yml", latin)));

    assertThat(Reading.problems(set)).isEqualTo("REFUSED a.yml: wanted text in UTF-8, found other bytes");
  }

  @Test
  void globalIsMergedIntoTheRulesThatFollowAndWins() {
    RuleSet set = Reading.read("""
        action: global
        title: g
        level: low
        detection:
          s: {A: 1}
          condition: s
        ---
        id: r1
        title: own
        logsource: {category: test}
        detection:
          s: {B: 1}
        ---
        id: r2
        logsource: {category: test}
        detection:
          s: {A: 2, C: 1}
        ---
        action: reset
        ---
        id: r3
        title: alone
        logsource: {category: test}
        detection: {s: {D: 1}, condition: s}
        ---
        action: repeat
        id: r4
        detection: {s: {D: 2}}
        """);

    assertThat(Reading.problems(set)).isEmpty();
    assertThat(set.rules()).extracting(rule -> rule.reference().key().id() + " " + rule.reference().title() + " " + rule.reference().level() + " "
            + Reading.show(((Expression.Selection) rule.condition()).body()))
        .containsExactly("r1 g LOW (B#1 & A#1)", "r2 g LOW (A#1 & C#1)", "r3 alone MEDIUM D#1", "r4 alone MEDIUM D#2");
  }

  @Test
  void unknownActionsAreRefused() {
    assertThat(Reading.problems(Reading.read("action: delete\n---\naction: repeat\n"))).isEqualTo("""
        REFUSED rules/r0.yml:1:9: wanted `global`, `reset` or `repeat`, found `delete`
        REFUSED rules/r0.yml:3:9: wanted a rule before `action: repeat`, found none""");
  }

  @Test
  void mergeKeysTakeOverWhatIsNotSaid() {
    RuleSet set = Reading.read(Reading.rule("_base: &base {A: 1, B: 2}\ns:\n  <<: *base\n  B: 3\ncondition: s"));

    assertThat(Reading.body(set)).isEqualTo("(A#1 & B#3)");
  }

  @Test
  void whatIsNoRuleIsRefusedWhenItWasGiven() {
    assertThat(Reading.problems(Reading.read(""))).isEqualTo("REFUSED rules/r0.yml: wanted a rule, found an empty file");
    assertThat(Reading.problems(Reading.read("- a"))).isEqualTo("REFUSED rules/r0.yml:1:1: wanted a rule, found a list");
    assertThat(Reading.problems(Reading.read("hello"))).isEqualTo("REFUSED rules/r0.yml:1:1: wanted a rule, found `hello`");
  }

  @Test
  void numbersAsIdsAreText() {
    RuleSet set = Reading.read(WHOLE.replace("5638f7c0-ac70-491d-8465-2a65075e0d86", "0x10"));

    assertThat(set.rules().getFirst().reference().key().id()).isEqualTo("0x10");
  }
}
