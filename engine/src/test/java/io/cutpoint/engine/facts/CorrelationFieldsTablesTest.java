package io.cutpoint.engine.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cutpoint.match.TableReader;
import io.cutpoint.match.TableReader.MalformedTables;
import io.cutpoint.match.TableWriter;
import io.cutpoint.model.text.Untrusted;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class CorrelationFieldsTablesTest {

  private static final CorrelationFields SOME = CorrelationFields.of(
      new TreeMap<>(Map.of(3, new TreeSet<>(Set.of("Computer", "User")), 7, new TreeSet<>(Set.of("User")), 9, new TreeSet<>(Set.<String>of()))),
      BitSet.valueOf(new long[] {1 << 7}), BitSet.valueOf(new long[] {1 << 3 | 1 << 9}));

  private static ByteBuffer written() {
    TableWriter out = new TableWriter();
    SOME.write(out);
    return out.buffer();
  }

  @Test
  void whatFactsCarryComesBackTheSame() {
    CorrelationFields read = CorrelationFields.read(new TableReader(written()));

    assertThat(read.names()).isEqualTo(SOME.names()).containsExactly("Computer", "User");
    for (int rule = 0; rule < 12; rule++) {
      assertThat(read.isMuted(rule)).as("rule %d", rule).isEqualTo(SOME.isMuted(rule));
      assertThat(read.concerns(new int[] {rule}, 1)).as("rule %d", rule).isEqualTo(SOME.concerns(new int[] {rule}, 1));
      for (String field : Set.of("Computer", "User", "Other")) {
        for (int slot = 0; slot < 4; slot++) {
          Map<Integer, Untrusted> carried = Map.of(slot, Untrusted.of("x"));
          assertThat(read.value(rule, field, carried)).as("rule %d, %s, slot %d", rule, field, slot).isEqualTo(SOME.value(rule, field, carried));
        }
      }
    }
  }

  @Test
  void nothingShorterIsRead() {
    ByteBuffer bytes = written();
    for (int length = 0; length < bytes.limit(); length++) {
      ByteBuffer shorter = bytes.duplicate().limit(length);
      assertThatThrownBy(() -> CorrelationFields.read(new TableReader(shorter))).isInstanceOf(MalformedTables.class);
    }
  }
}
