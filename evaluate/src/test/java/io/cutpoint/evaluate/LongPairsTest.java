package io.cutpoint.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LongPairsTest {

  @Test
  void numbersPairsInTheOrderInWhichTheyCome() {
    Random random = new Random(1);
    LongPairs pairs = new LongPairs();
    Map<List<Long>, Integer> expected = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      long a = random.nextInt(100);
      long b = random.nextInt(100) - 50L;
      assertThat(pairs.find(a, b)).isEqualTo(expected.getOrDefault(List.of(a, b), -1));

      int number = pairs.add(a, b);

      int size = expected.size();
      assertThat(number).isEqualTo(expected.computeIfAbsent(List.of(a, b), pair -> size));
      assertThat(pairs.first(number)).isEqualTo(a);
      assertThat(pairs.second(number)).isEqualTo(b);
    }
    assertThat(pairs.size()).isEqualTo(expected.size());
  }
}
