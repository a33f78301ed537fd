package io.cutpoint.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.model.event.LogSource;
import io.cutpoint.model.event.LogSourceSet;
import io.cutpoint.model.event.ValueKind;
import io.cutpoint.sigma.Expression;
import io.cutpoint.sigma.Predicate;
import io.cutpoint.sigma.Predicate.Token;
import io.cutpoint.sigma.Rule;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatcherTest {

  private static boolean matches(Predicate predicate, ValueKind kind, String value) {
    Program program = SomeRules.compile(List.of(SomeRules.rule(SomeRules.field("f", predicate))));
    SomeEvents event = new SomeEvents(program.dictionary()).with("f", kind, value.getBytes(StandardCharsets.UTF_8));
    return !SomeEvents.matches(program, event.event()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {
      "abc; ABC; true", "abc; abcd; false", "abc; ab; false",
      "abc*; ABCd; true", "abc*; xabc; false", "abc*; ab; false", "abc*; abc; true",
      "*abc; xABC; true", "*abc; abcx; false", "*\\cmd.exe; C:\\Windows\\CMD.EXE; true", "*\\cmd.exe; cmd.exe; false", "*\\a\\b.exe; x\\A\\b.exe; true",
      "*\\a\\b.exe; \\b.exe; false", "*.exe; cmd.exe; true", "*dir\\; c:\\dir\\; true", "*c; c; true", "c*; c; true", "*c*; c; true", "*c*; ab; false",
      "*abc*; xxABCxx; true", "*abc*; abc; true", "*abc*; ab; false", "*abcdefgh*; 012ABCDEFGH; true", "*ab*; xAB; true", "*abcd*; abcABCd; true",
      "a*z; az; true", "a*z; a; false", "a*b*c; aXbXc; true", "a*b*c; acb; false", "*a*b; ab; true", "*a*a; a; false", "a*a; a; false", "*aa*aa*; aaa; false",
      "prog?.exe; progA.exe; true", "prog?.exe; prog.exe; false", "prog?.exe; progAB.exe; false",
      "a?b; a😀b; true", "a?b; aéb; true", "??; é; false", "*??; é; false", "*???; €€; false", "*??; €€; true", "?*; x; true", "?*; ''; false", "?; ''; false",
      "~f; -f; true", "~f; /F; true", "~f; –f; true", "~f; —f; true", "~f; ―f; true", "~f; +f; false", "*~a~b*; x –a/b; true", "~~~; -/–; true", "~~~; -+–; false",
      "k; \u212a; true", "\u212a; K; true", "*\u212a*; xkx; true", "s*; \u017fx; true", "*kelvin*; \u212aELVIN; true", "äöü straße; ÄÖÜ STRAßE; true",
      "straße; strasse; false", "title; TITLE; true", "i; \u0130; true", "\u0131; I; true",
  })
  void textPatternsMatchWholeValuesWithoutCase(String pattern, String value, boolean wanted) {
    assertThat(matches(SomeRules.text(pattern), ValueKind.TEXT, value)).isEqualTo(wanted);
  }

  @ParameterizedTest
  @CsvSource({"*Ab*, xAbx, true", "*Ab*, xabx, false", "Ab, Ab, true", "Ab, AB, false", "A?b*, Axbc, true", "A?b*, axbc, false", "*.EXE, a.EXE, true", "*.EXE, a.exe, false"})
  void casedPatternsKeepCase(String pattern, String value, boolean wanted) {
    assertThat(matches(SomeRules.text(pattern, true), ValueKind.TEXT, value)).isEqualTo(wanted);
  }

  @ParameterizedTest
  @CsvSource(nullValues = "absent", value = {
      // predicate, absent, null, empty in XML, empty text, text
      "null, true, true, true, false, false",
      "there, false, true, true, true, true",
      "not there, true, false, false, false, false",
      "empty, false, false, true, true, false",
      "star, false, false, true, true, true",
      "not x, true, true, true, true, false",
      "regex, false, false, true, true, false",
  })
  void absentNullAndEmptyAreThreeThings(String what, boolean absent, boolean isNull, boolean xml, boolean empty, boolean text) {
    Expression condition = switch (what) {
      case "null" -> SomeRules.field("f", new Predicate.Null());
      case "there" -> SomeRules.field("f", new Predicate.Exists(true));
      case "not there" -> SomeRules.field("f", new Predicate.Exists(false));
      case "empty" -> SomeRules.field("f", SomeRules.text(""));
      case "star" -> SomeRules.field("f", SomeRules.text("*"));
      case "not x" -> new Expression.Not(SomeRules.field("f", SomeRules.text("x")));
      default -> SomeRules.field("f", new Predicate.Regex("^$", false, false, false));
    };
    Program program = SomeRules.compile(List.of(SomeRules.rule(condition)));
    FieldDictionary dictionary = program.dictionary();

    assertThat(SomeEvents.matches(program, new SomeEvents(dictionary).with("g", "x").event()).isEmpty()).isEqualTo(!absent);
    assertThat(SomeEvents.matches(program, new SomeEvents(dictionary).with("f", ValueKind.NULL, new byte[0]).event()).isEmpty()).isEqualTo(!isNull);
    assertThat(SomeEvents.matches(program, new SomeEvents(dictionary).with("f", ValueKind.EMPTY, new byte[0]).event()).isEmpty()).isEqualTo(!xml);
    assertThat(SomeEvents.matches(program, new SomeEvents(dictionary).with("f", "").event()).isEmpty()).isEqualTo(!empty);
    assertThat(SomeEvents.matches(program, new SomeEvents(dictionary).with("f", "x").event()).isEmpty()).isEqualTo(!text);
  }

  @ParameterizedTest
  @CsvSource({"24, 24, true", "24, 0x18, true", "24, 24.0, true", "24, x24, false", "24, 240, false", "1.5, 1.50, true", "-3, -3, true", "0, -0, true", "24, ' 24', false"})
  void numbersEqualTextThatReadsAsThem(String number, String value, boolean wanted) {
    assertThat(matches(new Predicate.NumberIs(new BigDecimal(number)), ValueKind.TEXT, value)).isEqualTo(wanted);
  }

  @Test
  void anyValueOfAFieldMayMatchAndNotMeansNone() {
    Expression x = SomeRules.field("f", SomeRules.contains("foo"));
    Expression y = SomeRules.field("f", SomeRules.contains("bar"));
    Program program = SomeRules.compile(List.of(
        SomeRules.rule(new Expression.AllOf(List.of(x, y))), SomeRules.rule(new Expression.Not(y)), SomeRules.rule(new Expression.Not(SomeRules.field("f", SomeRules.text("nope"))))));
    SomeEvents event = new SomeEvents(program.dictionary()).with("f", "a foo").with("g", "-").with("f", "a bar");

    assertThat(SomeEvents.matches(program, event.event())).containsExactly(0, 2);
  }

  @Test
  void rulesWithACategorySeeGenericNamesAndOthersTheOriginals() {
    Expression condition = SomeRules.field("ProcessId", new Predicate.NumberIs(new BigDecimal(4)));
    Program program = SomeRules.compile(List.of(SomeRules.rule(SomeRules.CATEGORY, condition), SomeRules.rule(SomeRules.SERVICE, condition)));
    byte[] four = {'4'};
    byte[] five = {'5'};

    SomeEvents creator = new SomeEvents(program.dictionary()).with("ProcessId", ValueKind.TEXT, four).generic("ProcessId", ValueKind.TEXT, five);
    SomeEvents created = new SomeEvents(program.dictionary()).with("ProcessId", ValueKind.TEXT, five).generic("ProcessId", ValueKind.TEXT, four);

    assertThat(SomeEvents.matches(program, creator.event())).containsExactly(1);
    assertThat(SomeEvents.matches(program, created.event())).containsExactly(0);
  }

  @Test
  void keywordsReadTheRecordsOwnLeavesAlone() {
    Program program = SomeRules.compile(List.of(SomeRules.rule(SomeRules.SERVICE, new Expression.KeywordTest(SomeRules.text("evil?service")))));

    assertThat(SomeEvents.matches(program, new SomeEvents(program.dictionary()).with("any", "an EVIL-Service ran").event())).containsExactly(0);
    assertThat(SomeEvents.matches(program, new SomeEvents(program.dictionary()).with("any", ValueKind.JSON, "evil-service".getBytes(StandardCharsets.UTF_8)).event())).isEmpty();
    assertThat(SomeEvents.matches(program, new SomeEvents(program.dictionary()).with("evil-service", "x").event())).isEmpty();
  }

  @Test
  void rulesApplyToTheirLogSourcesInAscendingOrder() {
    Expression x = SomeRules.field("f", SomeRules.text("x"));
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      rules.add(SomeRules.rule(i % 3 == 0 ? SomeRules.CATEGORY : i % 3 == 1 ? SomeRules.SERVICE : new LogSource("linux", null, null), i % 5 == 0 ? new Expression.Not(x) : x));
    }
    Program program = SomeRules.compile(rules);

    List<Integer> found = SomeEvents.matches(program, new SomeEvents(program.dictionary()).with("f", "x").event());

    assertThat(found).isSorted().allMatch(i -> i % 3 != 2 && i % 5 != 0).hasSize(107);
    assertThat(program.rulesWithoutAnchor()).isEqualTo(40);
    assertThat(program.partitions()).isEqualTo(1);
  }

  @Test
  void eventsOfUnknownLogSourcesMatchNothing() {
    Program program = SomeRules.compile(List.of(SomeRules.rule(new Expression.Not(SomeRules.field("f", SomeRules.text("x"))))));

    assertThat(SomeEvents.matches(program, new SomeEvents(program.dictionary(), LogSourceSet.NONE).with("f", "y").event())).isEmpty();
  }

  @Test
  void moreLogSourcesThanPartitionsAreKeptStillMatch() {
    List<Rule> rules = List.of(SomeRules.rule(new LogSource("windows", null, null), SomeRules.field("f", SomeRules.text("x"))));
    FieldDictionary dictionary = FieldDictionary.of(RuleCompiler.fields(rules));
    Program program = RuleCompiler.compile(rules, dictionary, new Re2Engine(), new MatchLimits(10, 10, 10, 4, 10, 5_000, 1L << 28, 0));
    Matcher matcher = program.matcher();
    for (int i = 0; i < 100; i++) {
      LogSourceSet sources = LogSourceSet.of(List.of(new LogSource("windows", "c" + i, null)));
      assertThat(SomeEvents.matches(matcher, new SomeEvents(dictionary, sources).with("f", "x").event())).containsExactly(0);
    }
    assertThat(program.partitions()).isLessThanOrEqualTo(4);
  }

  @Test
  void whatCannotBeCompiledIsNamedAndTheOthersWork() {
    Expression deep = SomeRules.field("f", SomeRules.text("x"));
    for (int i = 0; i < 30; i++) {
      deep = new Expression.Not(deep);
    }
    Expression many = new Expression.AllOf(java.util.stream.IntStream.range(0, 30).mapToObj(i -> SomeRules.field("f", SomeRules.text("v" + i))).toList());
    List<Rule> rules = List.of(
        SomeRules.rule(SomeRules.field("f", new Predicate.Regex("a(", false, false, false))),
        SomeRules.rule(deep),
        SomeRules.rule(many),
        SomeRules.rule(SomeRules.field("f", new Predicate.NumberIs(new BigDecimal("1e999999999")))),
        SomeRules.rule(new Expression.KeywordTest(new Predicate.Exists(true))),
        SomeRules.rule(SomeRules.field("f", SomeRules.text("x"))));
    FieldDictionary dictionary = FieldDictionary.of(RuleCompiler.fields(rules));

    Program program = RuleCompiler.compile(rules, dictionary, new Re2Engine(), new MatchLimits(20, 20, 50, 10, 10, 5_000, 1L << 28, 2));

    assertThat(program.problems()).hasSize(5).allMatch(p -> p.file().equals("r.yml"));
    assertThat(SomeEvents.matches(program, new SomeEvents(dictionary).with("f", "x").event())).containsExactly(5);
  }

  @Test
  void aDictionaryWithoutAFieldOfTheRulesIsRefused() {
    List<Rule> rules = List.of(SomeRules.rule(SomeRules.field("f", SomeRules.text("x"))));

    assertThatThrownBy(() -> RuleCompiler.compile(rules, FieldDictionary.of(List.of("g")), new Re2Engine(), MatchLimits.DEFAULT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("f");
  }

  @Test
  void fieldsAreAllThatConditionsRead() {
    List<Rule> rules = List.of(SomeRules.rule(new Expression.Not(new Expression.Selection("s", new Expression.AnyOf(List.of(
        SomeRules.field("b", SomeRules.text("x")), SomeRules.field("a", new Predicate.FieldReference("c", Predicate.Relation.EQUALS, false))))))));

    assertThat(RuleCompiler.fields(rules)).containsExactly("a", "b", "c");
  }

  @Test
  void literalsAreFoundAtEveryPlaceAndLength() {
    List<String> literals = List.of("kiwi::x", "sekurlsa", "\\kelvin\\k.dll", "a rather long literal of a rule", "misc::skeleton", "\ud83d\ude00", "k\u00e9k");
    List<String> shorter = List.of("k", "ks", "ksk", "kiwi", "seku1");
    for (boolean sampled : List.of(true, false)) {
      List<String> all = new ArrayList<>(literals);
      all.addAll(sampled ? List.of() : shorter);
      Program program = SomeRules.compile(all.stream().map(l -> SomeRules.rule(SomeRules.field("f", SomeRules.contains(l)))).toList());
      Matcher matcher = program.matcher();
      for (int i = 0; i < all.size(); i++) {
        for (String form : List.of(all.get(i), all.get(i).toUpperCase(java.util.Locale.ROOT), all.get(i).replace("k", "\u212a").replace("s", "\u017f"))) {
          for (int before = 0; before < 20; before++) {
            for (int after = 0; after < 12; after += 1 + before % 5) {
              String value = ".".repeat(before) + form + ".".repeat(after);
              assertThat(SomeEvents.matches(matcher, new SomeEvents(program.dictionary()).with("f", value).event())).as(value).contains(i);
              if (form.length() > 1) {
                String broken = value.substring(0, before + form.length() - 1) + "!" + value.substring(before + form.length());
                assertThat(SomeEvents.matches(matcher, new SomeEvents(program.dictionary()).with("f", broken).event())).as(broken).doesNotContain(i);
              }
            }
          }
        }
      }
    }
  }

  @Test
  void hugeAndOddValuesAreMatchedInLinearTime() {
    String pluses = "\\+.*\\+.*\\+.*\\+.*\\+.*\\+.*\\+.*\\+.*\\+.*\\+.*\\+.*\\+.*\\+.*\\+x";
    List<Token> stars = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      stars.add(new Token.Literal("+"));
      stars.add(new Token.Any());
    }
    stars.add(new Token.Literal("y"));
    List<Rule> rules = List.of(
        SomeRules.rule(SomeRules.field("f", new Predicate.Regex(pluses, false, false, false))),
        SomeRules.rule(SomeRules.field("f", new Predicate.Text(stars, false))),
        SomeRules.rule(SomeRules.field("f", SomeRules.contains("++++++++++++++++++++++++++++++++++++++++z"))),
        SomeRules.rule(SomeRules.field("f", new Predicate.FieldReference("g", Predicate.Relation.CONTAINS, false))),
        SomeRules.rule(SomeRules.field("f", SomeRules.text("*+*?+"))));
    Program program = SomeRules.compile(rules);
    Matcher matcher = program.matcher();
    byte[] plus = new byte[3 << 20];
    Arrays.fill(plus, (byte) '+');
    byte[] almost = Arrays.copyOf(plus, 1 << 20);
    almost[almost.length - 1] = 'q';
    byte[] invalid = new byte[1 << 20];
    Arrays.fill(invalid, (byte) 0xe2);
    byte[] continuation = new byte[1 << 20];
    Arrays.fill(continuation, (byte) 0x80);

    assertThat(SomeEvents.matches(matcher, new SomeEvents(program.dictionary()).with("f", ValueKind.TEXT, plus).with("g", ValueKind.TEXT, almost).event())).containsExactly(4);
    assertThat(SomeEvents.matches(matcher, new SomeEvents(program.dictionary()).with("f", ValueKind.TEXT, invalid).with("g", ValueKind.TEXT, continuation).event())).isEmpty();
    assertThat(SomeEvents.matches(matcher, new SomeEvents(program.dictionary()).with("f", ValueKind.TEXT, continuation).event())).isEmpty();
  }

  @Test
  void referencesOverTooManyPairsAreFalseAndCounted() {
    List<Rule> rules = List.of(SomeRules.rule(SomeRules.field("f", new Predicate.FieldReference("g", Predicate.Relation.EQUALS, false))));
    FieldDictionary dictionary = FieldDictionary.of(RuleCompiler.fields(rules));
    Program program = RuleCompiler.compile(rules, dictionary, new Re2Engine(), new MatchLimits(10, 10, 10, 4, 100, 5_000, 1L << 28, 16));
    Matcher matcher = program.matcher();
    SomeEvents event = new SomeEvents(dictionary);
    for (int i = 0; i < 20; i++) {
      event.with("f", "f" + i).with("g", "g" + i);
    }

    assertThat(SomeEvents.matches(matcher, event.event())).isEmpty();
    assertThat(matcher.cutShort()).isEqualTo(1);
  }

  @Test
  void manyEntriesInOneEventAreAllRead() {
    Program program = SomeRules.compile(List.of(SomeRules.rule(SomeRules.field("f", SomeRules.text("*last*")))));
    SomeEvents event = new SomeEvents(program.dictionary());
    for (int i = 0; i < 20_000; i++) {
      event.with(i % 2 == 0 ? "f" : "g", "value " + i);
    }
    event.with("f", "the LAST one");

    assertThat(SomeEvents.matches(program, event.event())).containsExactly(0);
  }

  @Test
  void aRuleThatThrowsIsCountedAndTheOthersGoOn() {
    RegexEngine throwing = (pattern, ignoreCase, multiline, dotAll) -> (utf8, from, to) -> {
      throw new IllegalStateException("out of order");
    };
    // A class that the module does not understand is left to the library, which throws.
    List<Rule> rules = List.of(
        SomeRules.rule(SomeRules.field("CommandLine", new Predicate.Regex("\\p{Greek}x", false, false, false))),
        SomeRules.rule(SomeRules.field("CommandLine", SomeRules.contains("ax"))));
    FieldDictionary dictionary = FieldDictionary.of(RuleCompiler.fields(rules));
    Matcher matcher = RuleCompiler.compile(rules, dictionary, throwing, MatchLimits.DEFAULT).matcher();

    for (int i = 0; i < 3; i++) {
      assertThat(SomeEvents.matches(matcher, new SomeEvents(dictionary).with("CommandLine", "\u03b1ax").event())).containsExactly(1);
    }

    assertThat(matcher.lapses()).containsExactly(java.util.Map.entry(new Lapse(0, Lapse.Kind.FAILED, "IllegalStateException"), 3L));
  }

  @Test
  void aRuleThatWouldTakeTooManyStepsIsFalseForThatEventOnly() {
    RegexEngine dear = (pattern, ignoreCase, multiline, dotAll) -> new CompiledRegex() {
      @Override
      public boolean find(byte[] utf8, int from, int to) {
        return true;
      }

      @Override
      public int stepsPerByte() {
        return 10;
      }
    };
    List<Rule> rules = List.of(SomeRules.rule(SomeRules.field("CommandLine", new Predicate.Regex("\\p{Greek}x", false, false, false))));
    FieldDictionary dictionary = FieldDictionary.of(RuleCompiler.fields(rules));
    Matcher matcher = RuleCompiler.compile(rules, dictionary, dear, new MatchLimits(10, 10, 10, 4, 10, 100, 1_000, 0)).matcher();

    assertThat(SomeEvents.matches(matcher, new SomeEvents(dictionary).with("CommandLine", "x".repeat(101)).event())).isEmpty();
    assertThat(SomeEvents.matches(matcher, new SomeEvents(dictionary).with("CommandLine", "x".repeat(100)).event())).containsExactly(0);

    assertThat(matcher.lapses().keySet()).singleElement().satisfies(lapse -> assertThat(lapse.kind()).isEqualTo(Lapse.Kind.TOO_DEAR));
  }

  @Test
  void anExpressionOfTooManyStepsPerByteIsRefusedWithItsReason() {
    RegexEngine dear = (pattern, ignoreCase, multiline, dotAll) -> new CompiledRegex() {
      @Override
      public boolean find(byte[] utf8, int from, int to) {
        return true;
      }

      @Override
      public int stepsPerByte() {
        return 101;
      }
    };
    List<Rule> rules = List.of(SomeRules.rule(SomeRules.field("CommandLine", new Predicate.Regex("a", false, false, false))));

    Program program = RuleCompiler.compile(rules, FieldDictionary.of(RuleCompiler.fields(rules)), dear, new MatchLimits(10, 10, 10, 4, 10, 100, 1_000, 0));

    assertThat(program.problems()).singleElement().satisfies(problem -> assertThat(problem.message()).contains("at most 100 steps per byte, found one of 101"));
  }
}
