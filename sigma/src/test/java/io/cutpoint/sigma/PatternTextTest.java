package io.cutpoint.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatternTextTest {

  @ParameterizedTest
  @CsvSource(quoteCharacter = '"', value = {
      "abc, abc", "a*b, a|‹*›|b", "a?b, a|‹?›|b", "a**b, a|‹*›|b", "a*?*b, a|‹*›|‹?›|‹*›|b", "*, ‹*›",
      "a\\*b, a*b", "a\\?b, a?b", "a\\\\b, a\\b", "a\\b, a\\b", "a\\\\*b, a\\|‹*›|b", "a\\\\\\*b, a\\*b",
      "\\\\\\\\srv, \\\\srv", "\\\\\\srv, \\\\srv", "C:\\, C:\\", "C:\\\\, C:\\", "C:\\*\\x, C:*\\x", "a\\nb, a\\nb"})
  void escapesAndWildcards(String written, String tokens) {
    assertThat(Reading.show(PatternText.parse(written))).isEqualTo(tokens);
  }

  @ParameterizedTest
  @CsvSource(quoteCharacter = '"', value = {
      "\" -f \", \" |‹-›|f \"", "-param-name, ‹-›|param-name", "\" /c \", \" |‹-›|c \"", "--x, -|‹-›|x", "a-b, a-b", "-, -", "\"- x\", \"- x\"",
      "a*-b, a|‹*›|‹-›|b", "\u00E9-b, \u00E9-b", "-\u00E9, ‹-›|\u00E9", "c:/x, c:|‹-›|x"})
  void dashesThatBeginOptions(String written, String tokens) {
    assertThat(Reading.show(PatternText.withDashes(PatternText.parse(written)))).isEqualTo(tokens);
  }
}
