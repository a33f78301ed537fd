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
import io.cutpoint.sigma.Expression;
import io.cutpoint.sigma.Predicate;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordTablesTest {

  @Test
  void recordsComeBackEqualWithAllTheirParts() {
    RuleReference rule = new RuleReference(new RuleKey("pack", "id", "0123"), "title \u00e9", Level.HIGH, Status.TEST, List.of("execution"), List.of(),
        new LogSource("windows", null, "sysmon"), Stage.DELIVERY);
    Expression condition = new Expression.Not(new Expression.FieldTest("a", new Predicate.Cidr(List.of((byte) 10, (byte) -1, (byte) 0, (byte) 0), 8)));
    List<Object> all = List.of(rule, rule, condition, new BigDecimal("1.50"), 7, -8, 300, "lone \ud800 surrogate", 8L, 0.25, true, Map.of("a", Level.LOW));
    RecordTables writing = new RecordTables();
    TableWriter values = new TableWriter();
    writing.write(all, values);
    TableWriter out = new TableWriter();
    writing.writeTypes(out);
    out.part(values);

    TableReader in = new TableReader(out.buffer());
    RecordTables reading = RecordTables.withTypes(in);

    assertThat(reading.read(List.class, in.part())).isEqualTo(all);
  }

  @Test
  void classesOutsideTheVocabularyAreNeitherWrittenNorMade() {
    assertThatThrownBy(() -> new RecordTables().write(new Outside("x"), new TableWriter())).isInstanceOf(IllegalArgumentException.class);
    TableWriter out = new TableWriter();
    out.number(1);
    out.text("java.lang.ProcessBuilder");

    assertThatThrownBy(() -> RecordTables.withTypes(new TableReader(out.buffer()))).isInstanceOf(TableReader.MalformedTables.class)
        .hasMessageContaining("java.lang.ProcessBuilder");
  }

  record Outside(String text) {}
}
