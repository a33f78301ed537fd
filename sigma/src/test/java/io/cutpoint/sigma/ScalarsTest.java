package io.cutpoint.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.ScalarNode;

/// The expectations were made with PyYAML 6.0.3 `safe_load`.
class ScalarsTest {

  private static Scalars.Scalar resolve(String text, boolean plain) {
    return Scalars.resolve(new ScalarNode(Scalars.DEFERRED.resolve(NodeId.scalar, text, plain), text, null, null, ScalarStyle.PLAIN));
  }

  @ParameterizedTest
  @CsvSource({"0x18, 24", "0x1_8, 24", "010, 8", "0b101, 5", "-0x18, -24", "1_000, 1000", "1:30, 90", "1:30:00, 5400", "-1:30, -90", "+12, 12",
      "1.5, 1.5", "2.0, 2", "1., 1", ".5, 0.5", "6.8523015e+5, 685230.15", "1.0e-2, 0.01", "190:20:30.15, 685230.15", "685_230.15, 685230.15", "0, 0", "0.0, 0"})
  void unquotedNumbersAreNumbers(String text, String number) {
    assertThat(resolve(text, true)).isInstanceOfSatisfying(Scalars.Number.class,
        found -> assertThat(found.number().toPlainString()).isEqualTo(number));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e3", "1.5e3", "5e12345", "08", "09", "0o14", "0x", "0xg", "0b2", "-.5", "+.5", "0:30", "1:60", "1.2.3", "10.0.0.1", "oN", "y", "n",
      "nULL", "-", "+", "=", "2024-1-5", "12-34", "1:2:", "4624a", "0b_"})
  void otherUnquotedScalarsAreText(String text) {
    assertThat(resolve(text, true)).isEqualTo(new Scalars.Text(text));
  }

  @ParameterizedTest
  @CsvSource({"yes, true", "Yes, true", "on, true", "TRUE, true", "no, false", "Off, false", "False, false"})
  void wordsOfYaml11AreBooleans(String text, boolean value) {
    assertThat(resolve(text, true)).isEqualTo(new Scalars.Bool(value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "~", "null", "Null", "NULL"})
  void wordsForNullAreNull(String text) {
    assertThat(resolve(text, true)).isEqualTo(new Scalars.Null());
  }

  @ParameterizedTest
  @ValueSource(strings = {"2024-01-05", "2024-01-05T10:11:12Z", "2024-1-5 1:02:03.5 +1", "2024-1-5t1:02:03", ".inf", "-.INF", ".nan"})
  void datesAndInfinitiesAreUnusable(String text) {
    assertThat(resolve(text, true)).isInstanceOf(Scalars.Unusable.class);
  }

  @Test
  void quotedScalarsAreText() {
    assertThat(resolve("0x18", false)).isEqualTo(new Scalars.Text("0x18"));
    assertThat(resolve("", false)).isEqualTo(new Scalars.Text(""));
  }

  @Test
  void explicitTagsMustFit() {
    assertThat(Reading.body("F: !!str 5")).isEqualTo("F=5");
    assertThat(Reading.body("F: !!int '5'")).isEqualTo("F#5");
    assertThat(Reading.problems(Reading.selection("F: !!binary aGk="))).contains("wanted text, a number, a boolean or null, found the type");
  }
}
