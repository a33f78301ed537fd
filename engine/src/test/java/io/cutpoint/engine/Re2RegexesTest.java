package io.cutpoint.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cutpoint.sigma.Predicate;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Re2RegexesTest {

  private final Re2Regexes regexes = new Re2Regexes();

  @ParameterizedTest
  @CsvSource({
    "a.c, xabcx, false, false, false, true", "ABC, xabcx, false, false, false, false", "ABC, xabcx, true, false, false, true",
    "^b$, 'a\nb\nc', false, false, false, false", "^b$, 'a\nb\nc', false, true, false, true", "a.b, 'a\nb', false, false, false, false",
    "a.b, 'a\nb', false, false, true, true", "é, É, true, false, false, true", "'', anything, false, false, false, true"
  })
  void anExpressionIsFoundAnywhereWithItsFlags(String pattern, String text, boolean ignoreCase, boolean multiline, boolean dotAll, boolean found) {
    byte[] utf8 = ("--" + text + "--").getBytes(StandardCharsets.UTF_8);

    assertThat(regexes.compile(pattern, ignoreCase, multiline, dotAll).find(utf8, 2, utf8.length - 2)).isEqualTo(found);
  }

  @ParameterizedTest
  @ValueSource(strings = {"(?=x)", "(?!x)", "(?<=x)y", "(?<!x)y", "(a)\\1", "(", "[z-a]", "a{2,1}", "*"})
  void whatIsNotLinearOrNoExpressionIsRefused(String pattern) {
    Predicate.Regex regex = new Predicate.Regex(pattern, false, false, false);

    assertThat(regexes.fault(regex)).isPresent();
    assertThatIllegalArgumentException().isThrownBy(() -> regexes.compile(pattern, false, false, false));
  }

  @Test
  void aVeryLongExpressionIsRefused() {
    assertThat(regexes.fault(new Predicate.Regex("a".repeat(10_001), false, false, false))).isPresent();
    assertThat(regexes.fault(new Predicate.Regex("a".repeat(10_000), false, false, false))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {".*a.*b.*c", "(x+x+)+y", "(?:.*,){8}Z", "(a|aa)+$"})
  void expressionsThatExplodeElsewhereEndHere(String pattern) {
    byte[] text = ("x".repeat(2_000) + "a".repeat(2_000) + ",".repeat(1_000) + "!").getBytes(StandardCharsets.US_ASCII);

    assertThat(regexes.compile(pattern, false, false, false).find(text, 0, text.length)).isFalse();
  }

  @Test
  void bytesThatAreNoTextMatchAsTheReplacementCharacter() {
    byte[] text = {'a', (byte) 0xFF, 'b'};

    assertThat(regexes.compile("^a\uFFFDb$", false, false, false).find(text, 0, 3)).isTrue();
  }

  @Test
  void whereAnExpressionIsFoundIsToldInBytes() {
    byte[] text = "xx\u00e9\u00e9 -EnC payload".getBytes(StandardCharsets.UTF_8);

    assertThat(regexes.compile("-e\\w+", true, false, false).where(text, 1, text.length)).containsExactly(7, 11);
  }

  @Test
  void inBytesThatAreNoTextAllOfItIsWhere() {
    byte[] text = {'a', (byte) 0xFF, 'b', 'c'};

    assertThat(regexes.compile("b", false, false, false).where(text, 0, 4)).containsExactly(0, 4);
  }
}
