package io.cutpoint.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaseFoldingTest {

  @ParameterizedTest
  @CsvSource({"TITLE, title", "\u0130\u0131Ii, iiii", "\u212A, k", "\u017F, s", "Stra\u00DFe, stra\u00DFe", "\u1E9E, \u00DF",
      "\u03A3\u03C3\u03C2, \u03C3\u03C3\u03C3", "\u00C4\u00E4, \u00E4\u00E4", "\uD801\uDC00, \uD801\uDC28", "\u00B5, \u03BC"})
  void everyCaseFoldsToOne(String text, String folded) {
    assertThat(CaseFolding.fold(text)).isEqualTo(folded);
  }

  @Test
  void foldingTwiceChangesNothing() {
    assertThat(IntStream.rangeClosed(0, Character.MAX_CODE_POINT).filter(c -> CaseFolding.fold(CaseFolding.fold(c)) != CaseFolding.fold(c))).isEmpty();
  }

  @Test
  void bothCasesOfACodePointFoldAlike() {
    assertThat(IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
        .filter(c -> CaseFolding.fold(Character.toUpperCase(c)) != CaseFolding.fold(c) || CaseFolding.fold(Character.toLowerCase(c)) != CaseFolding.fold(c)))
        .isEmpty();
  }

  @Test
  void loneSurrogatesStay() {
    assertThat(CaseFolding.fold("A\uD83DB")).isEqualTo("a\uD83Db");
  }
}
