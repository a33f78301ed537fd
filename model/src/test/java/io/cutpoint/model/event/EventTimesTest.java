package io.cutpoint.model.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventTimesTest {

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "2023-08-15T09:53:59.757Z          | 2023-08-15T09:53:59.757Z",
    "2023-08-15T09:53:59Z              | 2023-08-15T09:53:59Z",
    "2023-08-15T09:53:59               | 2023-08-15T09:53:59Z",
    "2023-08-15 09:53:59               | 2023-08-15T09:53:59Z",
    "2023-08-15t09:53:59z              | 2023-08-15T09:53:59Z",
    "2023-08-15 09:53:59.7574563 UTC   | ",
    "2023-08-15 09:53:59,757           | 2023-08-15T09:53:59.757Z",
    "2023-08-15T09:53:59.7574563Z      | 2023-08-15T09:53:59.757456300Z",
    "2023-08-15T09:53:59.123456789Z    | 2023-08-15T09:53:59.123456789Z",
    "2023-08-15T09:53:59.1234567899Z   | 2023-08-15T09:53:59.123456789Z",
    "2023-08-15T09:53:59.5+02:00       | 2023-08-15T07:53:59.500Z",
    "2023-08-15T09:53:59+0200          | 2023-08-15T07:53:59Z",
    "2023-08-15T09:53:59-07            | 2023-08-15T16:53:59Z",
    "2023-08-15T09:53:59 +05:45        | 2023-08-15T04:08:59Z",
    "2023-12-31T23:30:00-01:00         | 2024-01-01T00:30:00Z",
    "2016-12-31T23:59:60Z              | 2017-01-01T00:00:00Z",
    "2024-02-29T12:00:00Z              | 2024-02-29T12:00:00Z",
    "1601-01-01T00:00:01Z              | 1601-01-01T00:00:01Z",
    "2185-01-01T00:00:00Z              | 2185-01-01T00:00:00Z"
  })
  void aTimeIsReadWhateverItsSpelling(String written, String wanted) {
    long nanos = parse(written);

    assertThat(EventTimes.text(nanos)).isEqualTo(wanted == null ? "" : wanted);
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "", "2023", "2023-08-15", "2023-08-15T09:53", "2023-08-15T09:53:5", "2023-08-15X09:53:59", "2023/08/15T09:53:59",
    "2023-13-15T09:53:59Z", "2023-02-30T09:53:59Z", "2023-02-29T09:53:59Z", "2023-00-10T09:53:59Z", "2023-08-15T24:00:00Z",
    "2023-08-15T09:60:59Z", "2023-08-15T09:53:61Z", "2023-08-15T09:53:59+2", "2023-08-15T09:53:59+02:", "2023-08-15T09:53:59+02:0",
    "2023-08-15T09:53:59+19:00", "2023-08-15T09:53:59+02:60", "2023-08-15T09:53:59Zx", "2023-08-15T09:53:59 GMT", "+2023-08-15T09:53:59",
    "1601-01-01T00:00:00Z", "1600-12-31T23:59:59Z", "0000-00-00T00:00:00Z", "9999-12-31T23:59:59Z", "2186-01-01T00:00:00Z",
    "٢٠٢٣-08-15T09:53:59Z", "-023-08-15T09:53:59Z", "Tue Aug 15 09:53:59 2023"
  })
  void whatIsNoTimeInTheRangeHasNone(String written) {
    assertThat(parse(written)).isEqualTo(EventView.NO_TIME);
  }

  @Test
  void timesAroundTheBoundsAreReadOrRefusedAndNeverWrapAround() {
    Instant last = EventTimes.instant(-2L);

    assertThat(EventTimes.of(Instant.ofEpochSecond(-11_644_473_600L))).isEqualTo(EventView.NO_TIME);
    assertThat(EventTimes.of(Instant.ofEpochSecond(-11_644_473_599L))).isEqualTo(1_000_000_000L);
    assertThat(EventTimes.of(last.plusSeconds(2))).isEqualTo(EventView.NO_TIME);
    assertThat(EventTimes.of(Instant.MAX)).isEqualTo(EventView.NO_TIME);
    assertThat(EventTimes.of(Instant.MIN)).isEqualTo(EventView.NO_TIME);
    assertThat(EventTimes.instant(EventTimes.of(last.minusSeconds(1)))).isEqualTo(last.minusSeconds(1));
  }

  @Test
  void aFiletimeIsAHundredNanosecondsSince1601() {
    assertThat(EventTimes.text(EventTimes.ofFiletime(133_365_812_397_574_563L))).isEqualTo("2023-08-15T13:53:59.757456300Z");
    assertThat(EventTimes.ofFiletime(0)).isEqualTo(EventView.NO_TIME);
    assertThat(EventTimes.ofFiletime(-1)).isEqualTo(EventView.NO_TIME);
    assertThat(EventTimes.ofFiletime(Long.MIN_VALUE)).isEqualTo(EventView.NO_TIME);
    assertThat(EventTimes.ofFiletime(Long.MAX_VALUE)).isEqualTo(EventView.NO_TIME);
    assertThat(EventTimes.ofFiletime(1)).isEqualTo(100);
  }

  @Test
  void noTimeHasNoTextAndNoInstant() {
    assertThat(EventTimes.text(EventView.NO_TIME)).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> EventTimes.instant(EventView.NO_TIME));
  }

  @Test
  void whatIsWrittenIsReadBack() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 20_000; i++) {
      long nanos = random.nextLong();
      long unit = new long[] {1, 100, 1_000, 1_000_000, 1_000_000_000}[random.nextInt(5)];
      nanos -= Long.remainderUnsigned(nanos, unit);
      if (EventTimes.of(EventTimes.instant(nanos == EventView.NO_TIME ? 1_000_000_000L : nanos)) == EventView.NO_TIME) {
        continue;
      }

      assertThat(parse(EventTimes.text(nanos))).isEqualTo(nanos);
    }
  }

  @Test
  void aTimeInsideALargerTextIsReadAlone() {
    byte[] text = "xx2023-08-15T09:53:59Z99".getBytes(StandardCharsets.US_ASCII);

    assertThat(EventTimes.text(EventTimes.parse(text, 2, 20))).isEqualTo("2023-08-15T09:53:59Z");
  }

  @Test
  void changedTimesNeverThrow() {
    SplittableRandom random = new SplittableRandom(2);
    byte[] alphabet = "0123456789-:TZ+., z".getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < 50_000; i++) {
      byte[] text = "2023-08-15T09:53:59.7574563+02:00".getBytes(StandardCharsets.US_ASCII);
      for (int changes = random.nextInt(4); changes > 0; changes--) {
        text[random.nextInt(text.length)] = alphabet[random.nextInt(alphabet.length)];
      }
      int length = random.nextInt(text.length + 1);

      long nanos = EventTimes.parse(text, 0, length);

      assertThat(nanos == EventView.NO_TIME || EventTimes.instant(nanos).isAfter(Instant.ofEpochSecond(-11_644_473_600L))).isTrue();
    }
  }

  private static long parse(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return EventTimes.parse(utf8, 0, utf8.length);
  }

  @Test
  void everyDayIsReadAsTheCalendarHasIt() {
    SplittableRandom random = new SplittableRandom(7);
    for (int round = 0; round < 20_000; round++) {
      String text = String.format(java.util.Locale.ROOT, "%04d-%02d-%02dT%02d:%02d:%02dZ", random.nextInt(1590, 2200), random.nextInt(0, 14), random.nextInt(0, 33),
          random.nextInt(0, 26), random.nextInt(0, 62), random.nextInt(0, 60));
      long wanted;
      try {
        wanted = EventTimes.of(Instant.parse(text));
      } catch (java.time.DateTimeException noSuchTime) {
        wanted = EventView.NO_TIME;
      }
      // The calendar's own parser takes midnight at the end of a day, logs have no such hour.
      if (!text.contains("T24")) {
        assertThat(parse(text)).as(text).isEqualTo(wanted);
      }
    }
  }

  @Test
  void aFiletimeIsTheTimeThatItsTextSays() {
    for (long ticks : new long[] {0, 1, 9_999_999, 10_000_000, 133_000_000_000_000_001L, 184_467_440_720_000_000L, 184_467_440_739_999_999L, 184_467_440_730_000_000L, -1, Long.MIN_VALUE}) {
      long seconds = Long.divideUnsigned(ticks, 10_000_000);
      String text = seconds > 200_000_000_000L ? "30000-01-01T00:00:00.0000000Z"
          : Instant.ofEpochSecond(seconds - 11_644_473_600L).toString().replace("Z", String.format(java.util.Locale.ROOT, ".%07dZ", Long.remainderUnsigned(ticks, 10_000_000)));

      assertThat(EventTimes.ofFiletimeText(ticks)).as("%d %s", ticks, text).isEqualTo(parse(text));
    }
  }
}
