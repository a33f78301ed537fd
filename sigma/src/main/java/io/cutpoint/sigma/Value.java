package io.cutpoint.sigma;

import io.cutpoint.sigma.Predicate.Order;
import io.cutpoint.sigma.Predicate.Relation;
import io.cutpoint.sigma.Predicate.Token;
import io.cutpoint.sigma.Predicate.Unit;
import java.math.BigDecimal;
import java.util.List;

/// A value of a rule on its way through its modifiers.
sealed interface Value {

  /// Text as the author wrote it; nothing in it has been read yet.
  record Written(String text, boolean cased) implements Value {}

  /// Text as a pattern.
  record Pattern(List<Token> tokens, boolean cased) implements Value {}

  /// Encoded text.
  @SuppressWarnings("ArrayRecordComponent")
  record Encoded(byte[] bytes, boolean cased) implements Value {}

  record Number(BigDecimal number) implements Value {}

  record Bool(boolean value) implements Value {}

  record Nothing() implements Value {}

  record Expression(Predicate.Regex regex) implements Value {}

  record Network(Predicate.Cidr cidr) implements Value {}

  record Presence(boolean wanted) implements Value {}

  record Comparison(Order order, BigDecimal number) implements Value {}

  record Part(Unit unit, Order order, BigDecimal number) implements Value {}

  record Reference(String other, Relation relation, boolean cased) implements Value {}
}
