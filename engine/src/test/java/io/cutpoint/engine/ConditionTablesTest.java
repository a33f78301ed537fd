package io.cutpoint.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cutpoint.match.TableReader;
import io.cutpoint.match.TableReader.MalformedTables;
import io.cutpoint.match.TableWriter;
import io.cutpoint.sigma.Expression;
import io.cutpoint.sigma.Predicate;
import io.cutpoint.sigma.Predicate.Token;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConditionTablesTest {

  static Stream<Predicate> predicates() {
    List<Token> pattern = List.of(new Token.Any(), new Token.Literal("a\u00e9 \ud83d\ude00"), new Token.One(), new Token.Dash(), new Token.Literal("lone \ud800"));
    return Stream.of(
        new Predicate.Text(pattern, true),
        new Predicate.Text(List.of(), false),
        new Predicate.Regex("a(b|c)+", true, false, true),
        new Predicate.Regex("", false, true, false),
        new Predicate.Cidr(List.of((byte) 10, (byte) -1, (byte) 0, (byte) 0), 16),
        new Predicate.NumberIs(new BigDecimal("1.50")),
        new Predicate.Compare(Predicate.Order.GREATER_OR_EQUAL, new BigDecimal("-7")),
        new Predicate.BooleanIs(true),
        new Predicate.Null(),
        new Predicate.Exists(false),
        new Predicate.FieldReference("Other", Predicate.Relation.CONTAINS, true),
        new Predicate.TimePart(Predicate.Unit.WEEK, Predicate.Order.LESS, new BigDecimal("53")));
  }

  private static ByteBuffer written(Expression condition) {
    TableWriter out = new TableWriter();
    ConditionTables.write(condition, out);
    return out.buffer();
  }

  @ParameterizedTest
  @MethodSource("predicates")
  void everyPredicateComesBackEqual(Predicate predicate) {
    Expression condition = new Expression.FieldTest("Field", predicate);

    assertThat(ConditionTables.read(new TableReader(written(condition)))).isEqualTo(condition);
  }

  @Test
  void everyKindOfConditionComesBackEqualAndNothingShorterIsRead() {
    List<Expression> tests = new ArrayList<>();
    predicates().forEach(predicate -> tests.add(new Expression.FieldTest("f", predicate)));
    Expression condition = new Expression.AllOf(List.of(
        new Expression.Selection("selection", new Expression.AnyOf(tests)),
        new Expression.Not(new Expression.KeywordTest(new Predicate.Text(List.of(new Token.Literal("word")), false)))));
    ByteBuffer bytes = written(condition);

    assertThat(ConditionTables.read(new TableReader(bytes))).isEqualTo(condition);
    for (int length = 0; length < bytes.limit(); length++) {
      ByteBuffer shorter = bytes.duplicate().limit(length);
      assertThatThrownBy(() -> ConditionTables.read(new TableReader(shorter))).isInstanceOf(MalformedTables.class);
    }
  }

  @Test
  void conditionsOfNoEndAreRefused() {
    ByteBuffer nots = ByteBuffer.allocate(100_000);
    for (int i = 0; i < nots.limit(); i++) {
      nots.put(i, (byte) 2);
    }

    assertThatThrownBy(() -> ConditionTables.read(new TableReader(nots))).isInstanceOf(MalformedTables.class).hasMessageContaining("deep");
  }
}
