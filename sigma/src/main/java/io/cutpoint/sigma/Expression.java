package io.cutpoint.sigma;

import java.util.List;

/// What must be true of one event: a rule's condition with its selections and modifiers worked in.
///
/// A field that the event lacks makes every [FieldTest] false except those of [Predicate.Null] and
/// [Predicate.Exists]; [Not] then makes it true.
public sealed interface Expression {

  /// All of the parts are true. Never empty.
  record AllOf(List<Expression> parts) implements Expression {
    public AllOf {
      parts = List.copyOf(parts);
      if (parts.isEmpty()) {
        throw new IllegalArgumentException("wanted at least one part, found none");
      }
    }
  }

  /// One of the parts is true. Never empty.
  record AnyOf(List<Expression> parts) implements Expression {
    public AnyOf {
      parts = List.copyOf(parts);
      if (parts.isEmpty()) {
        throw new IllegalArgumentException("wanted at least one part, found none");
      }
    }
  }

  /// The part is not true.
  record Not(Expression part) implements Expression {}

  /// The block of this name under `detection:` is true. The name is for explanations; equal names in one rule mean
  /// the same object.
  record Selection(String name, Expression body) implements Expression {}

  /// One of the field's values satisfies the predicate.
  record FieldTest(String field, Predicate predicate) implements Expression {}

  /// The raw line, or one of the record's own leaf values, satisfies the predicate.
  record KeywordTest(Predicate predicate) implements Expression {}
}
