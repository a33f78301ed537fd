package io.cutpoint.engine;

import io.cutpoint.match.TableReader;
import io.cutpoint.match.TableReader.MalformedTables;
import io.cutpoint.match.TableWriter;
import io.cutpoint.sigma.Expression;
import io.cutpoint.sigma.Expression.AllOf;
import io.cutpoint.sigma.Expression.AnyOf;
import io.cutpoint.sigma.Expression.FieldTest;
import io.cutpoint.sigma.Expression.KeywordTest;
import io.cutpoint.sigma.Expression.Not;
import io.cutpoint.sigma.Expression.Selection;
import io.cutpoint.sigma.Predicate;
import io.cutpoint.sigma.Predicate.Token;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/// Writes and reads the conditions of rules as they were read, for explanations.
///
/// By hand and by number: reading goes without reflection and without switches over types, whose first call takes
/// longer than all the rest of it.
final class ConditionTables {

  private static final int MAX_DEPTH = 1_000;

  private static final int ALL_OF = 0;
  private static final int ANY_OF = 1;
  private static final int NOT = 2;
  private static final int SELECTION = 3;
  private static final int FIELD = 4;
  private static final int KEYWORD = 5;

  private static final int TEXT = 0;
  private static final int REGEX = 1;
  private static final int CIDR = 2;
  private static final int NUMBER_IS = 3;
  private static final int COMPARE = 4;
  private static final int BOOLEAN_IS = 5;
  private static final int NULL = 6;
  private static final int EXISTS = 7;
  private static final int REFERENCE = 8;
  private static final int TIME_PART = 9;

  private static final int LITERAL = 0;
  private static final int ANY = 1;
  private static final int ONE = 2;
  private static final int DASH = 3;

  private ConditionTables() {}

  static void write(Expression expression, TableWriter out) {
    switch (expression) {
      case AllOf(List<Expression> parts) -> writeAll(ALL_OF, parts, out);
      case AnyOf(List<Expression> parts) -> writeAll(ANY_OF, parts, out);
      case Not(Expression part) -> {
        out.small(NOT);
        write(part, out);
      }
      case Selection(String name, Expression body) -> {
        out.small(SELECTION);
        write(name, out);
        write(body, out);
      }
      case FieldTest(String field, Predicate predicate) -> {
        out.small(FIELD);
        write(field, out);
        write(predicate, out);
      }
      case KeywordTest(Predicate predicate) -> {
        out.small(KEYWORD);
        write(predicate, out);
      }
    }
  }

  private static void writeAll(int kind, List<Expression> parts, TableWriter out) {
    out.small(kind);
    out.small(parts.size());
    parts.forEach(part -> write(part, out));
  }

  /// @throws MalformedTables where there is no condition
  static Expression read(TableReader in) {
    return expression(in, 0);
  }

  private static Expression expression(TableReader in, int depth) {
    if (depth > MAX_DEPTH) {
      throw new MalformedTables("wanted conditions at most " + MAX_DEPTH + " deep, found a deeper one");
    }
    int kind = in.small();
    return switch (kind) {
      case ALL_OF -> new AllOf(parts(in, depth));
      case ANY_OF -> new AnyOf(parts(in, depth));
      case NOT -> new Not(expression(in, depth + 1));
      case SELECTION -> new Selection(word(in), expression(in, depth + 1));
      case FIELD -> new FieldTest(word(in), predicate(in));
      case KEYWORD -> new KeywordTest(predicate(in));
      default -> throw new MalformedTables("wanted a condition, found " + kind);
    };
  }

  private static List<Expression> parts(TableReader in, int depth) {
    int n = in.smallCount();
    if (n == 0) {
      throw new MalformedTables("wanted the parts of a condition, found none");
    }
    List<Expression> parts = new ArrayList<>(n);
    for (int i = 0; i < n; i++) {
      parts.add(expression(in, depth + 1));
    }
    return parts;
  }

  private static void write(Predicate predicate, TableWriter out) {
    switch (predicate) {
      case Predicate.Text(List<Token> pattern, boolean cased) -> {
        out.small(TEXT);
        out.small(pattern.size());
        pattern.forEach(token -> write(token, out));
        write(cased, out);
      }
      case Predicate.Regex(String pattern, boolean ignoreCase, boolean multiline, boolean dotAll) -> {
        out.small(REGEX);
        write(pattern, out);
        write(ignoreCase, out);
        write(multiline, out);
        write(dotAll, out);
      }
      case Predicate.Cidr(List<Byte> network, int prefix) -> {
        out.small(CIDR);
        out.small(network.size());
        network.forEach(one -> out.small(one & 0xff));
        out.small(prefix);
      }
      case Predicate.NumberIs(BigDecimal number) -> {
        out.small(NUMBER_IS);
        out.brief(number.toString());
      }
      case Predicate.Compare(Predicate.Order order, BigDecimal number) -> {
        out.small(COMPARE);
        out.small(order.ordinal());
        out.brief(number.toString());
      }
      case Predicate.BooleanIs(boolean value) -> {
        out.small(BOOLEAN_IS);
        write(value, out);
      }
      case Predicate.Null() -> out.small(NULL);
      case Predicate.Exists(boolean wanted) -> {
        out.small(EXISTS);
        write(wanted, out);
      }
      case Predicate.FieldReference(String other, Predicate.Relation relation, boolean cased) -> {
        out.small(REFERENCE);
        write(other, out);
        out.small(relation.ordinal());
        write(cased, out);
      }
      case Predicate.TimePart(Predicate.Unit unit, Predicate.Order order, BigDecimal number) -> {
        out.small(TIME_PART);
        out.small(unit.ordinal());
        out.small(order.ordinal());
        out.brief(number.toString());
      }
    }
  }

  private static Predicate predicate(TableReader in) {
    int kind = in.small();
    return switch (kind) {
      case TEXT -> {
        int n = in.smallCount();
        List<Token> pattern = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
          pattern.add(token(in));
        }
        yield new Predicate.Text(pattern, yes(in));
      }
      case REGEX -> new Predicate.Regex(word(in), yes(in), yes(in), yes(in));
      case CIDR -> {
        int n = in.smallCount();
        List<Byte> network = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
          network.add((byte) in.smallBelow(1 << Byte.SIZE));
        }
        yield new Predicate.Cidr(network, in.smallBelow(8 * n + 1));
      }
      case NUMBER_IS -> new Predicate.NumberIs(decimal(in));
      case COMPARE -> new Predicate.Compare(order(in), decimal(in));
      case BOOLEAN_IS -> new Predicate.BooleanIs(yes(in));
      case NULL -> new Predicate.Null();
      case EXISTS -> new Predicate.Exists(yes(in));
      case REFERENCE -> new Predicate.FieldReference(word(in), Predicate.Relation.values()[in.smallBelow(Predicate.Relation.values().length)], yes(in));
      case TIME_PART -> new Predicate.TimePart(Predicate.Unit.values()[in.smallBelow(Predicate.Unit.values().length)], order(in), decimal(in));
      default -> throw new MalformedTables("wanted a test of a value, found " + kind);
    };
  }

  private static Predicate.Order order(TableReader in) {
    return Predicate.Order.values()[in.smallBelow(Predicate.Order.values().length)];
  }

  private static void write(Token token, TableWriter out) {
    switch (token) {
      case Token.Literal(String text) -> {
        out.small(LITERAL);
        write(text, out);
      }
      case Token.Any() -> out.small(ANY);
      case Token.One() -> out.small(ONE);
      case Token.Dash() -> out.small(DASH);
    }
  }

  private static Token token(TableReader in) {
    int kind = in.small();
    return switch (kind) {
      case LITERAL -> {
        String text = word(in);
        if (text.isEmpty()) {
          throw new MalformedTables("wanted a literal, found an empty one");
        }
        yield new Token.Literal(text);
      }
      case ANY -> new Token.Any();
      case ONE -> new Token.One();
      case DASH -> new Token.Dash();
      default -> throw new MalformedTables("wanted a part of a pattern, found " + kind);
    };
  }

  private static void write(boolean yes, TableWriter out) {
    out.small(yes ? 1 : 0);
  }

  private static boolean yes(TableReader in) {
    return in.smallBelow(2) == 1;
  }

  /// In few bytes; in more where a lone surrogate would be lost.
  private static void write(String word, TableWriter out) {
    boolean lone = word.codePoints().anyMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    write(lone, out);
    if (lone) {
      out.text(word);
    } else {
      out.brief(word);
    }
  }

  private static String word(TableReader in) {
    return yes(in) ? in.text() : in.brief();
  }

  private static BigDecimal decimal(TableReader in) {
    return ReferenceTables.decimal(in.brief());
  }
}
