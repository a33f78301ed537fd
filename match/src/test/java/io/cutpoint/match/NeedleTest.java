package io.cutpoint.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.model.event.FlatEvent;
import io.cutpoint.oracle.ReferenceMatcher;
import io.cutpoint.sigma.Expression;
import io.cutpoint.sigma.Rule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NeedleTest {

  private static boolean stands(byte[] literal, byte[] text, int from, int to) {
    for (int i = from; i + literal.length <= to; i++) {
      if (Arrays.equals(literal, 0, literal.length, text, i, i + literal.length)) {
        return true;
      }
    }
    return false;
  }

  @Test
  void aNeedleIsFoundWhereItStandsAndNowhereElse() {
    SplittableRandom random = new SplittableRandom(11);
    PairSet pairs = new PairSet();
    pairs.plans(2);
    int found = 0;
    for (int round = 0; round < 60_000; round++) {
      byte[] literal = new byte[1 + random.nextInt(6)];
      byte[] text = new byte[random.nextInt(40) + Folding.PADDING + 3];
      for (int i = 0; i < literal.length; i++) {
        literal[i] = (byte) ('a' + random.nextInt(2));
      }
      for (int i = 0; i < text.length; i++) {
        text[i] = (byte) (random.nextInt(9) == 0 ? 0xe1 : 'a' + random.nextInt(3));
      }
      int from = random.nextInt(4);
      int to = Math.max(from, text.length - Folding.PADDING);
      Needle needle = new Needle(literal);
      boolean wanted = stands(literal, text, from, to);
      assertThat(needle.standsIn(text, from, to)).isEqualTo(wanted);
      pairs.clear(1);
      pairs.add(1, text, from, to);
      assertThat(pairs.mayHold(1, needle.pairs()) || !wanted).isTrue();
      found += wanted ? 1 : 0;
    }
    assertThat(found).isBetween(10_000, 50_000);
  }

  @Test
  void aSingleByteIsDecidedByTheSet() {
    PairSet pairs = new PairSet();
    pairs.plans(2);
    byte[] text = {0x08, (byte) 0xe9, 0x40, 0x7f};
    pairs.add(1, text, 0, text.length);

    for (int c = 1; c < 128; c++) {
      assertThat(pairs.mayHold(1, new Needle(new byte[] {(byte) c}).pairs())).as("byte %d", c).isEqualTo(c == 0x08 || c == 0x40 || c == 0x7f);
      assertThat(pairs.mayHold(0, new Needle(new byte[] {(byte) c}).pairs())).isFalse();
    }
  }

  @Test
  void pairsOfTextsThatAreNotThereRuleOut() {
    PairSet pairs = new PairSet();
    pairs.plans(1);
    byte[] text = "svchost.exe -k netsvcs".getBytes(StandardCharsets.US_ASCII);
    pairs.add(0, text, 0, text.length);

    assertThat(pairs.mayHold(0, new Needle("netsvcs".getBytes(StandardCharsets.US_ASCII)).pairs())).isTrue();
    assertThat(pairs.mayHold(0, new Needle("whoami".getBytes(StandardCharsets.US_ASCII)).pairs())).isFalse();
    pairs.clear(0);
    assertThat(pairs.mayHold(0, new Needle("netsvcs".getBytes(StandardCharsets.US_ASCII)).pairs())).isFalse();
  }

  @Test
  void needlesAreAsciiAndNotEmpty() {
    assertThatThrownBy(() -> new Needle(new byte[0])).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Needle(new byte[] {'a', (byte) 0xc3})).isInstanceOf(IllegalArgumentException.class);
  }

  /// Long texts are searched once for all needles, short ones for each.
  @Test
  void shortLiteralsAreFoundInTextsOfEveryLengthAndInAnyOfSeveralValues() {
    List<Rule> rules = new ArrayList<>();
    for (String literal : List.of("-", "/c", " -f", "abc", "zq", "\u212a")) {
      Expression one = SomeRules.field("CommandLine", SomeRules.contains(literal));
      rules.add(SomeRules.rule(one));
      rules.add(SomeRules.rule(new Expression.Not(one)));
      rules.add(SomeRules.rule(new Expression.AllOf(List.of(SomeRules.field("Image", SomeRules.text("*\\cmd.exe")), one))));
    }
    FieldDictionary dictionary = FieldDictionary.of(RuleCompiler.fields(rules));
    Matcher matcher = RuleCompiler.compile(rules, dictionary, new Re2Engine(), MatchLimits.DEFAULT).matcher();
    ReferenceMatcher reference = new ReferenceMatcher();
    SplittableRandom random = new SplittableRandom(12);
    for (int round = 0; round < 300; round++) {
      SomeEvents some = new SomeEvents(dictionary).with("Image", "C:\\Windows\\cmd.exe");
      for (int value = random.nextInt(4); value > 0; value--) {
        String filler = "x\u00e9".repeat(random.nextInt(2) * random.nextInt(3_000));
        some.with("CommandLine", filler + List.of("", "-", "/C", " -F", "ABC", "Zq", "k").get(random.nextInt(7)) + filler);
      }
      FlatEvent event = some.event();
      List<Integer> wanted = new ArrayList<>();
      for (int r = 0; r < rules.size(); r++) {
        if (reference.matches(rules.get(r), event)) {
          wanted.add(r);
        }
      }
      assertThat(SomeEvents.matches(matcher, event)).isEqualTo(wanted);
    }
  }
}
