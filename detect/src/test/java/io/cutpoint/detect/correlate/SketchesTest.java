package io.cutpoint.detect.correlate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cutpoint.model.text.Untrusted;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SketchesTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 5_000, 20_000, 1_000_000})
  void differentValuesAreCountedWithinFivePerCent(int values) {
    DistinctCount count = new DistinctCount();

    for (int i = 0; i < values; i++) {
      count.add(ValueCountWindow.value(List.of(Untrusted.of("user" + i))));
    }

    assertThat((double) count.estimate()).isCloseTo(values, within(Math.max(1, values * 0.05)));
  }

  @Test
  void countsMergeAndRepeatsCountOnce() {
    DistinctCount one = new DistinctCount();
    DistinctCount both = new DistinctCount();
    for (int i = 0; i < 30_000; i++) {
      byte[] value = ValueCountWindow.value(List.of(Untrusted.of("v" + i)));
      (i % 2 == 0 ? one : both).add(value);
      (i % 2 == 0 ? one : both).add(value);
    }

    both.add(new DistinctCount(one.toBytes()));

    assertThat((double) both.estimate()).isCloseTo(30_000, within(1_500.0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "-1", "0.001", "123456.789", "-98765", "1000000000000"})
  void aNumberIsAtMostOnePerCentFromItsBucket(String text) {
    BigDecimal number = new BigDecimal(text);

    double found = Buckets.value(Buckets.of(number)).doubleValue();

    assertThat(found).isCloseTo(number.doubleValue(), within(Math.abs(number.doubleValue()) * 0.0101));
  }

  @Test
  void bucketsAreInTheOrderOfTheirNumbers() {
    List<String> numbers = List.of("-100", "-5", "-0.1", "0", "0.1", "5", "100");
    TreeMap<Long, Long> buckets = new TreeMap<>();
    numbers.forEach(number -> buckets.merge(Buckets.of(new BigDecimal(number)), 1L, Long::sum));

    List<Map.Entry<Long, Long>> all = List.copyOf(buckets.entrySet());

    for (int rank = 1; rank <= numbers.size(); rank++) {
      double wanted = Double.parseDouble(numbers.get(rank - 1));
      assertThat(Buckets.atRank(all, rank).doubleValue()).isCloseTo(wanted, within(Math.abs(wanted) * 0.0101));
    }
  }
}
