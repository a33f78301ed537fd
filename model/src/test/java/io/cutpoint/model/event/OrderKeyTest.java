package io.cutpoint.model.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OrderKeyTest {

  @Test
  void timeComesFirstThenIdentityAllUnsigned() {
    List<OrderKey> wanted = new ArrayList<>();
    long[] ascending = {0, 1, Long.MAX_VALUE, Long.MIN_VALUE, -2, -1};
    for (long time : ascending) {
      for (long hi : ascending) {
        for (long lo : ascending) {
          wanted.add(new OrderKey(time, hi, lo));
        }
      }
    }
    List<OrderKey> sorted = new ArrayList<>(wanted);
    Collections.shuffle(sorted, new Random(1));

    Collections.sort(sorted);

    assertThat(sorted).isEqualTo(wanted);
  }

  @Test
  void recordsWithoutATimeComeLast() {
    OrderKey latest = new OrderKey(EventTimes.of(java.time.Instant.parse("2185-06-01T00:00:00Z")), -1, -1);

    assertThat(new OrderKey(EventView.NO_TIME, 0, 0)).isGreaterThan(latest);
  }

  @Test
  void idsCompareUnsignedAndAreWrittenWithAllDigits() {
    assertThat(new EventId(-1, 0)).isGreaterThan(new EventId(1, -1));
    assertThat(new EventId(1, -1)).isGreaterThan(new EventId(1, 1));
    assertThat(new EventId(0xABC, -1)).hasToString("0000000000000abcffffffffffffffff");
    assertThat(new EventId(0, 0)).hasToString("0".repeat(32));
  }
}
