package io.cutpoint.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.sigma.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegexCostTest {

  @ParameterizedTest
  @CsvSource({
    "[a-z]{10}, every value",
    ".*, every value",
    "a.b, most values",
    "powershell.*-enc, ''",
    "(cmd|sh)[.]exe, ''",
  })
  void anExpressionIsSlowWhereNoLiteralGuardsIt(String pattern, String why) {
    String told = RegexCost.of(new Predicate.Regex(pattern, true, false, false)).orElse("");

    if (why.isEmpty()) {
      assertThat(told).isEmpty();
    } else {
      assertThat(told).contains(why);
    }
  }
}
