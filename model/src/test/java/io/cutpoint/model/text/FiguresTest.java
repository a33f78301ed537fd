package io.cutpoint.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {"0;0 steps", "1;1 step", "1000;1,000 steps", "23481906;23,481,906 steps"})
  void numbersAreGroupedAndCounted(long n, String text) {
    assertThat(Figures.counted(n, "step")).isEqualTo(text);
  }
}
