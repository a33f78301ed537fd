package io.cutpoint.detect.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.oracle.ReferenceCorrelations;
import io.cutpoint.oracle.ReferenceCorrelations.Hit;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The steps find what looking at everything finds, in many small histories.
class GeneratedHistoriesTest {

  @Test
  void theStepsEqualTheReference() {
    compare(2_000);
  }

  @Test
  @Tag("full")
  void theStepsEqualTheReferenceInManyHistories() {
    compare(100_000);
  }

  private static void compare(int histories) {
    int hits = 0;
    for (int seed = 0; seed < histories; seed++) {
      GeneratedHistories history = new GeneratedHistories(seed);

      List<Hit> found = Histories.plain(Histories.run(history.correlations, history.matches));

      List<Hit> wanted = ReferenceCorrelations.hits(history.correlations, history.matches, Histories::id);
      assertThat(found).as("history %d: %s over %s", seed, history.correlations, history.matches).isEqualTo(wanted);
      hits += found.size();
    }
    // A generator whose conditions are never met would prove nothing.
    assertThat(hits).isGreaterThan(histories);
  }
}
