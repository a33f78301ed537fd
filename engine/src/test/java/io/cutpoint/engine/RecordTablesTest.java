package io.cutpoint.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cutpoint.match.TableReader;
import io.cutpoint.match.TableWriter;
import io.cutpoint.model.Stage;
import io.cutpoint.model.detection.Level;
import io.cutpoint.model.detection.RuleKey;
import io.cutpoint.model.detection.RuleReference;
import io.cutpoint.model.detection.Status;
import io.cutpoint.model.event.LogSource;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordTablesTest {

  @Test
  void recordsComeBackEqualWithAllTheirParts() {
    RuleReference rule = new RuleReference(new RuleKey("pack", "id", "0123"), "title \u00e9", Level.HIGH, Status.TEST, List.of("execution"), List.of(),
        new LogSource("windows", null, "sysmon"), Stage.DELIVERY);
    TableWriter out = new TableWriter();
    RecordTables.write(List.of(rule, new BigDecimal("1.50"), 7, 8L, 0.25, true, Map.of("a", Level.LOW)), out);

    assertThat(RecordTables.read(List.class, new TableReader(out.buffer()))).isEqualTo(List.of(rule, new BigDecimal("1.50"), 7, 8L, 0.25, true, Map.of("a", Level.LOW)));
  }

  @Test
  void classesOutsideTheVocabularyAreNeitherWrittenNorMade() {
    assertThatThrownBy(() -> RecordTables.write(new Outside("x"), new TableWriter())).isInstanceOf(IllegalArgumentException.class);
    TableWriter out = new TableWriter();
    out.number(12);
    out.text("java.lang.ProcessBuilder");
    out.number(0);

    assertThatThrownBy(() -> RecordTables.read(Record.class, new TableReader(out.buffer()))).isInstanceOf(TableReader.MalformedTables.class)
        .hasMessageContaining("java.lang.ProcessBuilder");
  }

  record Outside(String text) {}
}
