package io.cutpoint.model.correlation;

import java.math.BigDecimal;
import java.util.BitSet;
import java.util.List;

/// What must be true of a window.
public sealed interface Condition {

  /// Whether growth of what it looks at never makes it false again.
  boolean isMonotone();

  /// A number satisfies all comparisons.
  record Numeric(List<Comparison> comparisons) implements Condition {
    public Numeric {
      comparisons = List.copyOf(comparisons);
      if (comparisons.isEmpty()) {
        throw new IllegalArgumentException("wanted at least one comparison, found none");
      }
    }

    /// Whether the number satisfies them.
    public boolean test(BigDecimal number) {
      return comparisons.stream().allMatch(one -> one.test(number));
    }

    @Override
    public boolean isMonotone() {
      return comparisons.stream().allMatch(one -> one.operator == Operator.GT || one.operator == Operator.GTE);
    }
  }

  /// Which of the referenced rules were true satisfies an expression.
  record Rules(Presence presence) implements Condition {
    @Override
    public boolean isMonotone() {
      return presence.isPositive();
    }
  }

  /// One comparison with a number.
  record Comparison(Operator operator, BigDecimal number) {
    /// Whether the number satisfies it.
    public boolean test(BigDecimal value) {
      int c = value.compareTo(number);
      return switch (operator) {
        case GT -> c > 0;
        case GTE -> c >= 0;
        case LT -> c < 0;
        case LTE -> c <= 0;
        case EQ -> c == 0;
        case NEQ -> c != 0;
      };
    }
  }

  /// How a number compares; the word in rules is the name in lower case.
  enum Operator { GT, GTE, LT, LTE, EQ, NEQ }

  /// An expression over the referenced rules.
  sealed interface Presence {

    /// Whether it is true where these rules were, by their places in the correlation.
    boolean test(BitSet rules);

    /// Whether it has no negation.
    boolean isPositive();

    /// The rule in this place was true.
    record Rule(int place) implements Presence {
      @Override
      public boolean test(BitSet rules) {
        return rules.get(place);
      }

      @Override
      public boolean isPositive() {
        return true;
      }
    }

    /// All of them.
    record All(List<Presence> parts) implements Presence {
      public All {
        parts = List.copyOf(parts);
      }

      @Override
      public boolean test(BitSet rules) {
        return parts.stream().allMatch(part -> part.test(rules));
      }

      @Override
      public boolean isPositive() {
        return parts.stream().allMatch(Presence::isPositive);
      }
    }

    /// One of them.
    record Any(List<Presence> parts) implements Presence {
      public Any {
        parts = List.copyOf(parts);
      }

      @Override
      public boolean test(BitSet rules) {
        return parts.stream().anyMatch(part -> part.test(rules));
      }

      @Override
      public boolean isPositive() {
        return parts.stream().allMatch(Presence::isPositive);
      }
    }

    /// Not so.
    record Not(Presence part) implements Presence {
      @Override
      public boolean test(BitSet rules) {
        return !part.test(rules);
      }

      @Override
      public boolean isPositive() {
        return false;
      }
    }
  }
}
