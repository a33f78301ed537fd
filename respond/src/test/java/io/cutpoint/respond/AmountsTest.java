package io.cutpoint.respond;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountsTest {

  @ParameterizedTest
  @CsvSource({"0, less than 1 s", "59, 59 s", "60, 1 min", "192, 3 min 12 s", "3600, 1 h", "11520, 3 h 12 min", "190800, 2 d 5 h", "864000, 10 d", "88000000, '1,018 d'"})
  void distancesInEventTimeHaveTwoUnitsAtMost(long seconds, String text) {
    assertThat(Amounts.span(seconds)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {"0;0 steps", "1;1 step", "1000;1,000 steps", "23481906;23,481,906 steps"})
  void numbersAreGroupedAndCounted(long n, String text) {
    assertThat(Amounts.counted(n, "step")).isEqualTo(text);
  }
}
