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
}
