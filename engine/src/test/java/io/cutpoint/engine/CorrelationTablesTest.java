package io.cutpoint.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cutpoint.match.TableReader;
import io.cutpoint.match.TableReader.MalformedTables;
import io.cutpoint.match.TableWriter;
import io.cutpoint.model.Stage;
import io.cutpoint.model.correlation.Condition;
import io.cutpoint.model.correlation.Condition.Presence;
import io.cutpoint.model.correlation.Correlation;
import io.cutpoint.model.correlation.Correlation.Referenced;
import io.cutpoint.model.detection.Level;
import io.cutpoint.model.detection.RuleKey;
import io.cutpoint.model.detection.RuleReference;
import io.cutpoint.model.detection.Status;
import io.cutpoint.model.event.LogSource;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CorrelationTablesTest {

  private static final RuleKey LOGON = new RuleKey("pack", "logon", "01");
  private static final RuleKey MANY = new RuleKey("pack", "many", "02");
  private static final RuleKey THEN = new RuleKey("pack", "then", "03");

  private static RuleReference reference(RuleKey key, Stage stated) {
    return new RuleReference(key, "title \u00e9", Level.HIGH, Status.TEST, List.of("execution"), List.of("T1059"), new LogSource("windows", null, "security"), stated);
  }

  private static UsedCorrelations some() {
    Correlation many = new Correlation(reference(MANY, null), "a.yml", Correlation.Type.VALUE_PERCENTILE, List.of(new Referenced(LOGON, false, List.of("User"), List.of("Size"))),
        List.of("User"), 60_000_000_000L, new Condition.Numeric(List.of(new Condition.Comparison(Condition.Operator.GTE, new BigDecimal("1.5")))), List.of("Size"), new BigDecimal("95"), true);
    Presence presence = new Presence.All(List.of(new Presence.Rule(0), new Presence.Any(List.of(new Presence.Rule(1), new Presence.Not(new Presence.Rule(0))))));
    Correlation then = new Correlation(reference(THEN, Stage.DELIVERY), "b.yml", Correlation.Type.TEMPORAL,
        List.of(new Referenced(MANY, true, List.of(), List.of()), new Referenced(LOGON, false, List.of(), List.of())), List.of(), 1, new Condition.Rules(presence), List.of(), BigDecimal.ZERO, false);
    return UsedCorrelations.of(List.of(many, then), Set.of(LOGON));
  }

  private static ByteBuffer written() {
    TableWriter out = new TableWriter();
    CorrelationTables.write(some(), out);
    return out.buffer();
  }

  @Test
  void correlationsComeBackEqualWithAllTheirParts() {
    UsedCorrelations read = CorrelationTables.read(new TableReader(written()));

    assertThat(read.all()).isEqualTo(some().all()).hasSize(2);
    assertThat(read.tooLow()).isEqualTo(some().tooLow()).containsExactly(LOGON);
  }

  @Test
  void nothingShorterIsRead() {
    ByteBuffer bytes = written();
    for (int length = 0; length < bytes.limit(); length++) {
      ByteBuffer shorter = bytes.duplicate().limit(length);
      assertThatThrownBy(() -> CorrelationTables.read(new TableReader(shorter))).isInstanceOf(MalformedTables.class);
    }
  }

  @Test
  void correlationsAreReadOnceAndOnlyWhenSomebodyAsksForThem() {
    AtomicInteger readings = new AtomicInteger();
    UsedCorrelations later = UsedCorrelations.later(2, () -> {
      readings.incrementAndGet();
      return CorrelationTables.read(new TableReader(written()));
    });

    assertThat(later.count()).isEqualTo(2);
    assertThat(readings).hasValue(0);
    assertThat(later.all()).isEqualTo(some().all());
    assertThat(later.isMuted(LOGON)).isEqualTo(some().isMuted(LOGON));
    assertThat(later.tooLow()).isEqualTo(some().tooLow());
    assertThat(readings).hasValue(1);
  }
}
