package io.cutpoint.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How mappings and lists become AND and OR, and how conditions are read.
class StructureTest {

  @ParameterizedTest
  @CsvSource(delimiter = ';', quoteCharacter = '"', value = {
      "{A: 1, B: x} ; (A#1 & B=x)",
      "{A: [1, 2], B: x} ; ((A#1 | A#2) & B=x)",
      "[{A: 1, B: 2}, {C: 3}] ; ((A#1 & B#2) | C#3)",
      "[{A: 1}] ; A#1",
      "[kw, {A: 1}] ; (keyword=‹*›|kw|‹*› | A#1)",
      "[[a, b], [{A: 1}]] ; ((keyword=‹*›|a|‹*› | keyword=‹*›|b|‹*›) | A#1)",
      "kw ; keyword=‹*›|kw|‹*›",
      "200 ; keyword=‹*›|200|‹*›",
      "1.50 ; keyword=‹*›|1.5|‹*›",
      "yes ; keyword=‹*›|true|‹*›",
      "['rm *-rf', 'a\\*'] ; (keyword=‹*›|rm |‹*›|-rf|‹*› | keyword=‹*›|a*|‹*›)",
      "{'|all': [a, 200]} ; (keyword=‹*›|a|‹*› & keyword=‹*›|200|‹*›)",
      "{'|re': a+} ; keyword~a+/",
      "{'|contains|cased': A} ; keyword==‹*›|A|‹*›",
      "{'|all': [a], F: b} ; (keyword=‹*›|a|‹*› & F=b)",
      "{F|contains: a, F|endswith: b} ; (F=‹*›|a|‹*› & F=‹*›|b)",
      "{Threat Name: a} ; Threat Name=a",
  })
  void mappingsAreAndListsAreOr(String search, String expected) {
    assertThat(Reading.body(Reading.read(Reading.rule("s: " + search + "\ncondition: s")))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', quoteCharacter = '"', value = {"{} ; an empty mapping", "[] ; an empty list", "null ; found null", "'' ; found ``", "[null] ; found null", "[{}] ; an empty mapping"})
  void emptySearchesAreRefused(String search, String expected) {
    RuleSet set = Reading.read(Reading.rule("s: " + search + "\ncondition: s"));

    assertThat(set.rules()).isEmpty();
    assertThat(Reading.problems(set)).contains("REFUSED rules/r0.yml:5:").contains(expected);
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', quoteCharacter = '"', value = {
      "a ; a",
      "not a ; !a",
      "a or b and not c ; (a | (b & !c))",
      "(a or b) and c ; ((a | b) & c)",
      "a and b and c ; (a & b & c)",
      "NOT a AND b Or c ; ((!a & b) | c)",
      "not not a ; !!a",
      "not(a)and(b) ; (!a & b)",
      "notepad and android and order and b-x ; (notepad & android & order & b-x)",
      "1 of them ; (a | b | c | notepad | android | order | b-x)",
      "all of them ; (a & b & c & notepad & android & order & b-x)",
      "any of b* ; (b | b-x)",
      "1 of *d ; (notepad | android)",
      "1 of *o*d ; (notepad | android)",
      "all of _* ; _h",
      "1 of c ; c",
      "not 1 of b* and a ; (!(b | b-x) & a)",
      "a and 1 of b* ; (a & (b | b-x))",
      "_h ; _h",
  })
  void conditions(String condition, String expected) {
    RuleSet set = Reading.read(blocks(condition));

    assertThat(set.rules()).hasSize(1);
    assertThat(Reading.show(set.rules().getFirst().condition())).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', quoteCharacter = '"', value = {
      "a and nope ; 13:20: wanted the name of a block under `detection`, found `nope`",
      "A ; 13:14: wanted the name of a block under `detection`, found `A`",
      "a | count() > 5 ; 13:16: wanted a condition without `|`, found an aggregation",
      "1 of x* ; 13:19: wanted a pattern that fits the name of a block under `detection`, found `x*`",
      "1 of h* ; 13:19: wanted a pattern that fits",
      "2 of them ; 13:14: wanted `1`, `any` or `all` before `of`, found `2`",
      "a b ; 13:16: wanted `and`, `or` or the end, found `b`",
      "a and ; 13:19: wanted a name, found the end of the condition",
      "(a or b ; 13:21: wanted `)`, found the end of the condition",
      "a or b) ; 13:20: wanted `and`, `or` or the end, found `)`",
      "a and or b ; 13:20: wanted a name, found `or`",
      "b* ; 13:14: wanted `1 of` or `all of` before a pattern, found `b*`",
      "a & b ; 13:16: wanted a name, an operator or a parenthesis, found `&`",
      "1 of ; 13:18: wanted `them` or a pattern, found the end of the condition",
      "'' ; 13:14: wanted a name, found the end of the condition",
      "null ; 13:14: wanted a condition, found null",
      "{a: b} ; wanted a condition, found none",
      "[] ; 13:14: wanted a condition, found an empty list",
  })
  void badConditionsAreRefusedInTheirPlace(String condition, String expected) {
    RuleSet set = Reading.read(blocks(condition));

    assertThat(set.rules()).isEmpty();
    assertThat(Reading.problems(set)).startsWith("REFUSED").contains(expected).hasLineCount(1);
  }

  @Test
  void listOfConditionsIsOr() {
    RuleSet set = Reading.read(blocks("[a, 'not b']"));

    assertThat(Reading.show(set.rules().getFirst().condition())).isEqualTo("(a | !b)");
  }

  @Test
  void missingConditionIsRefused() {
    RuleSet set = Reading.read(Reading.rule("a: {A: 1}"));

    assertThat(Reading.problems(set)).isEqualTo("REFUSED rules/r0.yml:5:3: wanted a condition, found none");
  }

  @Test
  void equalNamesAreTheSameObject() {
    RuleSet set = Reading.read(blocks("a or (a and b)"));

    Expression.AnyOf any = (Expression.AnyOf) set.rules().getFirst().condition();
    assertThat(any.parts().getFirst()).isSameAs(((Expression.AllOf) any.parts().getLast()).parts().getFirst());
  }

  @Test
  void unusedBlocksAndTimeframesAreWarnedAbout() {
    RuleSet set = Reading.read(Reading.rule("a: {A: 1}\nb: {B: 1}\ntimeframe: 5m\ncondition: 1 of a*"));

    assertThat(set.rules()).hasSize(1);
    assertThat(set.rules().getFirst().fields()).containsExactly("A");
    assertThat(Reading.problems(set)).isEqualTo("""
        WARNING rules/r0.yml:6:3: wanted every block used by the condition, found `b` unused
        WARNING rules/r0.yml:7:3: wanted a correlation rule, found `timeframe`, which is not applied""");
  }

  @Test
  void timeframeIsNotAmongThem() {
    RuleSet set = Reading.read(Reading.rule("a: {A: 1}\ntimeframe: 5m\ncondition: all of them"));

    assertThat(Reading.show(set.rules().getFirst().condition())).isEqualTo("a");
  }

  @Test
  void deepConditionsAreRefused() {
    assertThat(Reading.problems(Reading.read(blocks("(".repeat(5_000) + "a" + ")".repeat(5_000))))).contains("nested parts");
    assertThat(Reading.problems(Reading.read(blocks("not ".repeat(4_000) + "a")))).contains("nested parts");
    assertThat(Reading.problems(Reading.read(blocks("a or ".repeat(4_000) + "a")))).contains("wanted a condition of at most 16384 characters");
  }

  @Test
  void fieldsAreThoseOfUsedBlocksAndReferences() {
    RuleSet set = Reading.read(Reading.rule("a: {Z|fieldref: Y, A: 1}\nb: [kw, {B: 1}]\n_c: {C: 1}\ncondition: 1 of them"));

    assertThat(set.rules().getFirst().fields()).containsExactly("A", "B", "Y", "Z");
  }

  private static String blocks(String condition) {
    return Reading.rule("""
        a: {A: 1}
        b: {B: 1}
        c: {C: 1}
        notepad: {D: 1}
        android: {D: 2}
        order: {D: 3}
        _h: {H: 1}
        b-x: {X: 1}
        condition: %s""".formatted(condition));
  }
}
