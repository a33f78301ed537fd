package io.cutpoint.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Files that are made to harm their reader: each gives a problem and nothing else.
class HostileRulesTest {

  @Test
  void aliasesThatMultiplyAreRefused() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i <= 24; i++) {
      bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }

    assertThat(Reading.problems(Reading.read(bomb.toString()))).contains("REFUSED rules/r0.yml:").contains("wanted at most 200000 YAML nodes");
  }

  @Test
  void manyAliasesAreRefused() {
    assertThat(Reading.problems(Reading.read("a: &a [x]\nb: [" + "*a, ".repeat(60) + "]\n"))).contains("aliases");
  }

  @Test
  void aliasesThatTurnInCirclesAreRefused() {
    assertThat(Reading.problems(Reading.read("a: &a [*a]\n"))).contains("wanted at most 40 nested collections");
    assertThat(Reading.problems(Reading.read("&m\nb: *m\n"))).contains("wanted at most 40 nested collections");
    assertThat(Reading.problems(Reading.read("&m\n<<: *m\n"))).contains("wanted at most 40 nested collections");
  }

  @Test
  void depthIsRefused() {
    assertThat(Reading.problems(Reading.read("a: " + "[".repeat(100_000)))).startsWith("REFUSED");
    assertThat(Reading.problems(Reading.read("{a: ".repeat(100_000)))).startsWith("REFUSED");
    assertThat(Reading.problems(Reading.read(Reading.rule("s: " + "[".repeat(45) + "a" + "]".repeat(45) + "\ncondition: s")))).startsWith("REFUSED");
    assertThat(Reading.problems(Reading.read("- ".repeat(100_000)))).startsWith("REFUSED");
  }

  @Test
  void manyValuesAreRefused() {
    String list = "s:\n  F|base64offset|contains: [" + "abcdef, ".repeat(20_000) + "abcdef]\ncondition: s";

    assertThat(Reading.problems(Reading.read(Reading.rule(list)))).contains("wanted at most 50000 values in a rule, found more").hasLineCount(1);
  }

  @Test
  void conditionsThatMultiplyAreRefused() {
    StringBuilder detection = new StringBuilder();
    for (int i = 0; i < 1_000; i++) {
      detection.append("s%d: {A: 1}\n".formatted(i));
    }
    detection.append("condition: ").append("1 of them or ".repeat(1_000)).append("s0");

    assertThat(Reading.problems(Reading.read(Reading.rule(detection.toString())))).contains("wanted a condition with at most 20000 names and operators");
  }

  @Test
  void placeholdersThatMultiplyAreRefused() {
    Map<String, List<String>> placeholders = Map.of("a", java.util.Collections.nCopies(100, "x"));

    RuleSet set = Reading.read(placeholders, Reading.rule("s:\n  F|expand: '%a%%a%%a%%a%%a%'\ncondition: s"));

    assertThat(Reading.problems(set)).contains("wanted at most 10000 variants of a value");
  }

  @Test
  void longPatternsAreRefused() {
    assertThat(Reading.problems(Reading.selection("F: " + "a".repeat(40_000)))).contains("wanted at most 32768 characters, found 40000");
    assertThat(Reading.problems(Reading.selection("F|re: " + "a".repeat(10_000)))).contains("wanted a regular expression of at most 8192 characters");
  }

  @Test
  void foundTextIsCutInMessages() {
    RuleSet set = Reading.selection("F|gt: " + "\uD83D\uDE00".repeat(1_000));

    assertThat(set.problems().getFirst().message()).hasSizeLessThan(300).contains("...`");
  }

  @Test
  void nothingThatIsWrittenIntoARuleThrows() {
    byte[] rule = Reading.rule("""
        s:
          - F|contains|all: ['a*', "b\\\\", &x c]
            G|windash|base64offset|contains: -a /b
            H|cidr: [10.0.0.0/8, '::1/128']
          - - kw
            - *x
        t: {N|gte: 0x10, T|hour: 3, R|re|i: 'a.*b', '|all': [k, 2]}
        _u: {<<: {A: null}, E|exists: true, P|expand: '%a%'}
        condition: (1 of s* or not t) and all of _*""").getBytes(StandardCharsets.UTF_8);
    byte[] pieces = ": -[]{}&*!|>'\"%@`#,\n\t\\<=?0x1.5e+_".getBytes(StandardCharsets.US_ASCII);
    SplittableRandom random = new SplittableRandom(20_250_101);
    RuleReader reader = new RuleReader(Reading.SYNTAX, Map.of("a", List.of("x")));
    int used = 0;

    for (int i = 0; i < 5_000; i++) {
      byte[] changed = rule.clone();
      int changes = 1 + random.nextInt(4);
      for (int k = 0; k < changes; k++) {
        int at = random.nextInt(changed.length);
        switch (random.nextInt(4)) {
          case 0 -> changed[at] = (byte) random.nextInt(256);
          case 1 -> changed = java.util.Arrays.copyOf(changed, Math.max(1, at));
          default -> changed[at] = pieces[random.nextInt(pieces.length)];
        }
      }
      RuleFile file = new RuleFile("pack", "r.yml", changed);
      RuleSet set = read(reader, file);
      used += set.rules().size();
      assertThat(set.rules().size() + set.problems().size()).isPositive();
    }

    assertThat(used).isBetween(100, 4_900);
  }

  private static RuleSet read(RuleReader reader, RuleFile file) {
    try {
      return reader.read(List.of(file));
    } catch (RuntimeException e) {
      throw new AssertionError(new String(file.bytes(), StandardCharsets.UTF_8), e);
    }
  }
}
