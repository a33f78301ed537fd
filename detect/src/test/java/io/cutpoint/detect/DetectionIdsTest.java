package io.cutpoint.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.model.detection.RuleKey;
import io.cutpoint.model.event.EventId;
import java.util.List;
import org.junit.jupiter.api.Test;

class DetectionIdsTest {

  private static final EventId A = new EventId(1, 2);
  private static final EventId B = new EventId(-1, 3);

  @Test
  void theIdIsTheSameForEver() {
    // Computed by hand: SHA-256 of T 0003 "det" T 0005 "sigma" T 0002 "r1" T 0004 "abcd" E 0010 00..01 00..02
    assertThat(DetectionIds.of(new RuleKey("sigma", "r1", "abcd"), A).toString()).isEqualTo("53f370f28d608921e95fbc1b6691103c");
  }

  @Test
  void orderAndRepetitionOfEventsDoNotMatter() {
    RuleKey rule = new RuleKey("sigma", "r1", "abcd");

    assertThat(DetectionIds.of(rule, List.of(B, A, B), List.of())).isEqualTo(DetectionIds.of(rule, List.of(A, B), List.of()));
    assertThat(DetectionIds.of(rule, List.of(A), List.of())).isEqualTo(DetectionIds.of(rule, A));
  }

  @Test
  void everyPartCountsAndPartsNeverRunTogether() {
    List<EventId> ids =
        List.of(
            DetectionIds.of(new RuleKey("a", "bc", "d"), A),
            DetectionIds.of(new RuleKey("ab", "c", "d"), A),
            DetectionIds.of(new RuleKey("a", "b", "cd"), A),
            DetectionIds.of(new RuleKey("a", "bc", "d"), B),
            DetectionIds.of(new RuleKey("a", "bc", "d"), List.of(A, B), List.of()),
            DetectionIds.of(new RuleKey("a", "bc", "d"), List.of(A), List.of("x")),
            DetectionIds.of(new RuleKey("a", "bc", "d"), List.of(A), List.of("x", "")),
            DetectionIds.of(new RuleKey("a", "bc", "d"), List.of(A), List.of("", "x")));

    assertThat(ids).doesNotHaveDuplicates();
  }
}
