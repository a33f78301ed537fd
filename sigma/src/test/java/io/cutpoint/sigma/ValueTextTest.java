package io.cutpoint.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.sigma.Predicate.Unit;
import java.math.BigDecimal;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTextTest {

  @ParameterizedTest
  @CsvSource({"24, 24", "0x18, 24", "0XfF, 255", "-7, -7", "+7, 7", "1., 1", ".5, 0.5", "1e3, 1000", "1E-2, 0.01", "007, 7", "2.0, 2",
      "18446744073709551616, 18446744073709551616"})
  void numbersReadAsNumbers(String text, BigDecimal number) {
    assertThat(ValueText.number(text)).hasValueSatisfying(value -> assertThat(value).isEqualByComparingTo(number));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " 24", "24 ", "0x", "-0x18", "0xg", "1e", "1e+", "1e12345", ".", "-", "1.2.3", "\u0664", "abc", "1_000", "NaN",
      "11111111111111111111111111111111111111111111111111111111111111111"})
  void otherTextIsNoNumber(String text) {
    assertThat(ValueText.number(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"10.0.0.1, 0a000001", "255.255.255.255, ffffffff", "::1, 00000000000000000000000000000001", "::, 00000000000000000000000000000000",
      "fe80::1%eth0, fe800000000000000000000000000001", "1:2:3:4:5:6:7:8, 00010002000300040005000600070008",
      "1::8, 00010000000000000000000000000008", "1:2:3:4:5:6:7::, 00010002000300040005000600070000",
      "::ffff:10.1.2.3, 0a010203", "::FFFF:a01:203, 0a010203", "64:ff9b::10.1.2.3, 0064ff9b00000000000000000a010203",
      "2001:DB8::A, 20010db800000000000000000000000a"})
  void addressesReadAsBytes(String text, String hex) {
    assertThat(ValueText.address(text)).isEqualTo(HexFormat.of().parseHex(hex));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10.0.0", "10.0.0.0.1", "10.0.0.256", "010.0.0.1", "10.0.0.1 ", "10.host", ":", ":::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9",
      "1::2::3", "12345::", "::g", "1:2:3:4:5:6:7:8::", "::1:2:3:4:5:6:7:8", "::ffff:10.1.2", "::10.1.2.3:1", "fe80:", "1:", "10.0.0.1%eth0", "a.b.c.d",
      "1:2:3:4:5:6:7:10.0.0.1"})
  void otherTextIsNoAddress(String text) {
    assertThat(ValueText.address(text)).isNull();
  }

  @ParameterizedTest
  @CsvSource({"2024-05-01T03:59:59Z, HOUR, 3", "2024-05-01T03:10:00+09:00, HOUR, 3", "2023-12-31 23:05:00.123, MINUTE, 5", "2024/12/31, WEEK, 1",
      "2024-12-31T00:00:00Z, WEEK, 1", "2020-12-31T00:00, WEEK, 53", "2023-12-31, YEAR, 2023", "2023-12-31, DAY, 31", "2023-12-31, MONTH, 12"})
  void partsOfTimesAreTakenAsWritten(String text, Unit unit, int part) {
    assertThat(ValueText.timePart(text, unit)).hasValue(part);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "not a date", "2023-02-30T00:00", "2023-13-01T00:00", "2023-12-01T24:00", "2023-12-01T1:00", "2023-12-01x10:00",
      "2023-12/01T10:00", "2023-12-01T10:000", "1714534799"})
  void otherTextHasNoHour(String text) {
    assertThat(ValueText.timePart(text, Unit.HOUR)).isEmpty();
  }

  @Test
  void aDateAloneHasNoHour() {
    assertThat(ValueText.timePart("2023-12-31", Unit.HOUR)).isEmpty();
  }

  @Test
  void booleansReadInAnyCase() {
    assertThat(ValueText.bool("True")).hasValue(true);
    assertThat(ValueText.bool("FALSE")).hasValue(false);
    assertThat(ValueText.bool("yes")).isEmpty();
    assertThat(ValueText.bool("1")).isEmpty();
  }
}
