package io.cutpoint.cli.arguments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cutpoint.model.Stage;
import io.cutpoint.model.event.EventTimes;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {

  @ParameterizedTest
  @CsvSource({
    "stage>=4, DELIVERY, 99, false",
    "stage>=4, EXPLOITATION, 0, true",
    "stage >= 4, INSTALLATION, 0, true",
    "stage>=command-and-control, INSTALLATION, 99, false",
    "Stage>=Command-And-Control, COMMAND_AND_CONTROL, 0, true",
    "score>=70, ACTIONS_ON_OBJECTIVES, 69.9, false",
    "score>=70, RECONNAISSANCE, 70, true",
    "score>=0, RECONNAISSANCE, 0, true",
  })
  void conditionsHoldFromTheirValueOn(String text, Stage furthest, double score, boolean met) throws UsageException {
    assertThat(Condition.parse(text).isMetBy(furthest, score)).isEqualTo(met);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "stage", "stage>4", "stage>=", "stage>=0", "stage>=8", "stage>=x", "score>=-1", "score>=101", "score>=7.5", "score<=4", "level>=4", ">=4", "score>=１"})
  void otherConditionsAreRefused(String text) {
    assertThatThrownBy(() -> Condition.parse(text)).isInstanceOf(UsageException.class);
  }

  @Test
  void conditionIsWrittenAsItWasRead() throws UsageException {
    assertThat(Condition.parse("stage>=delivery")).hasToString("stage>=3");
    assertThat(Condition.parse("score >= 70")).hasToString("score>=70");
  }

  @ParameterizedTest
  @CsvSource({"512M, 536870912", "2G, 2147483648", "2gib, 2147483648", "300 , 300", "4k, 4096", "1MB, 1048576"})
  void sizesArePowersOf1024(String text, long bytes) throws UsageException {
    assertThat(Sizes.parse("x", text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "M", "1T", "-1M", "1.5G", "1 000M", "99999999999999G", "١M"})
  void otherSizesAreRefused(String text) {
    assertThatThrownBy(() -> Sizes.parse("--max-memory", text)).isInstanceOf(UsageException.class).hasMessageContaining("--max-memory");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-04-25, UTC, 2026-04-25T00:00:00Z",
    "2026-04-25, Europe/Berlin, 2026-04-24T22:00:00Z",
    "2026-04-25T12:00:00Z, Europe/Berlin, 2026-04-25T12:00:00Z",
    "2026-04-25T12:00:00.5+02:00, UTC, 2026-04-25T10:00:00.500Z",
    "2026-04-25T12:00:00-02:00, UTC, 2026-04-25T14:00:00Z",
    "2026-04-25 12:00, Europe/Berlin, 2026-04-25T10:00:00Z",
    "2026-04-25T12:00:01, UTC, 2026-04-25T12:00:01Z",
  })
  void timesAreUnderstood(String text, String zone, String expected) throws UsageException {
    assertThat(EventTimes.text(Times.parse("--since", text, ZoneId.of(zone)))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "now", "2026-04-31", "2026-04-25T25:00:00Z", "25.04.2026", "1492-01-01", "2999-01-01", "2026-04-25T12:00:00+99:00"})
  void otherTimesAreRefused(String text) {
    assertThatThrownBy(() -> Times.parse("--since", text, ZoneOffset.UTC)).isInstanceOf(UsageException.class).hasMessageContaining("--since");
  }

  @Test
  void nearestWordIsSuggestedOnlyWhereItIsNear() {
    List<String> words = List.of("analyze", "help", "--strict", "--since");

    assertThat(Suggestions.hint("anaylze", words, "-")).contains("analyze");
    assertThat(Suggestions.hint("HLEP", words, "-")).contains("help");
    assertThat(Suggestions.hint("--stict", words, "-")).contains("--strict");
    assertThat(Suggestions.hint("frobnicate", words, "-")).isEqualTo("-");
    assertThat(Suggestions.hint("x".repeat(10_000), words, "-")).isEqualTo("-");
  }
}
