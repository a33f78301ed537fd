package io.cutpoint.sigma;

import java.util.List;

/// What must be true of one value, after all modifiers have been worked in.
///
/// How cases fold is said by [CaseFolding]; how text reads as a number, a boolean, an address or a time by [ValueText].
public sealed interface Predicate {

  /// The whole text of the value fits the pattern; `contains` and its like are patterns that begin or end with
  /// [Token.Any]. In a keyword test the pattern may begin anywhere; those that the reader makes begin and end with
  /// [Token.Any], so that both readings are the same. No literal stands beside a literal, no [Token.Any] beside another.
  ///
  /// @param cased whether upper and lower case differ; if not, both sides are folded by Unicode simple case folding,
  ///     without any locale
  record Text(List<Token> pattern, boolean cased) implements Predicate {
    public Text {
      pattern = List.copyOf(pattern);
    }
  }

  /// A regular expression is found somewhere in the text of the value.
  ///
  /// @param ignoreCase modifier `i`
  /// @param multiline modifier `m`: `^` and `$` also match at line ends
  /// @param dotAll modifier `s`: `.` also matches a line end
  record Regex(String pattern, boolean ignoreCase, boolean multiline, boolean dotAll) implements Predicate {}

  /// The value is an IP address inside this network. Anything that is no address is outside.
  ///
  /// @param network 4 or 16 bytes; IPv4 written as IPv6 has 4, here and in values
  /// @param prefix bits of the network that count
  record Cidr(List<Byte> network, int prefix) implements Predicate {
    public Cidr {
      network = List.copyOf(network);
    }
  }

  /// The value is this number: a number, or text that reads as one in decimal or, with `0x`, in hexadecimal.
  ///
  /// @param number in plain decimal notation without a needless fraction
  record NumberIs(java.math.BigDecimal number) implements Predicate {}

  /// The value compares so with a number. Text that reads as a number counts as one; other text never compares.
  record Compare(Order order, java.math.BigDecimal number) implements Predicate {}

  /// The value is `true` or `false`, as a boolean or in words of any case.
  record BooleanIs(boolean value) implements Predicate {}

  /// The field is absent or null (or empty in a format that has no null).
  record Null() implements Predicate {}

  /// The field is there, even when it is null; or is not there.
  record Exists(boolean wanted) implements Predicate {}

  /// The value relates so to a value of another field of the same event; both must be there. The other value is
  /// data and never a pattern.
  record FieldReference(String other, Relation relation, boolean cased) implements Predicate {}

  /// A part of the time that the value names, as written there and without any conversion of zone, compares so.
  record TimePart(Unit unit, Order order, java.math.BigDecimal number) implements Predicate {}

  /// How two numbers compare.
  enum Order { EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL }

  /// How the text of a value relates to another.
  enum Relation { EQUALS, STARTS_WITH, ENDS_WITH, CONTAINS }

  /// A part of a time. Weeks are those of ISO 8601.
  enum Unit { MINUTE, HOUR, DAY, WEEK, MONTH, YEAR }

  /// A part of a text pattern.
  sealed interface Token {

    /// These characters, exactly or folded.
    record Literal(String text) implements Token {
      public Literal {
        if (text.isEmpty()) {
          throw new IllegalArgumentException("wanted a literal, found an empty one");
        }
      }
    }

    /// Any number of characters, also none, also line ends.
    record Any() implements Token {}

    /// Exactly one code point.
    record One() implements Token {}

    /// One of the dashes that command lines accept before an option: `-`, `/`, U+2013, U+2014, U+2015.
    record Dash() implements Token {}
  }
}
