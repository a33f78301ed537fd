package io.cutpoint.match;

import io.cutpoint.sigma.Predicate;
import io.cutpoint.sigma.Predicate.Order;
import io.cutpoint.sigma.Predicate.Token;
import java.util.List;
import java.util.Locale;

/// Predicates in words, for explanations.
final class PredicateWords {

  private PredicateWords() {}

  /// What the predicate asks of a value.
  static String of(Predicate predicate) {
    return switch (predicate) {
      case Predicate.Text text -> text(text.pattern()) + (text.cased() ? " (case counts)" : "");
      case Predicate.Regex regex -> "matches /" + regex.pattern() + "/"
          + (regex.ignoreCase() ? "i" : "") + (regex.multiline() ? "m" : "") + (regex.dotAll() ? "s" : "");
      case Predicate.Cidr cidr -> "is in " + network(cidr.network()) + "/" + cidr.prefix();
      case Predicate.NumberIs is -> "is " + is.number().toPlainString();
      case Predicate.Compare compare -> "is " + order(compare.order()) + " " + compare.number().toPlainString();
      case Predicate.BooleanIs is -> "is " + is.value();
      case Predicate.Null _ -> "is missing or empty";
      case Predicate.Exists exists -> exists.wanted() ? "is there" : "is not there";
      case Predicate.FieldReference reference -> switch (reference.relation()) {
        case EQUALS -> "is the same as ";
        case STARTS_WITH -> "starts with the value of ";
        case ENDS_WITH -> "ends with the value of ";
        case CONTAINS -> "contains the value of ";
      } + reference.other() + (reference.cased() ? " (case counts)" : "");
      case Predicate.TimePart part -> "has the " + part.unit().name().toLowerCase(Locale.ROOT) + " " + order(part.order()) + " " + part.number().toPlainString();
    };
  }

  private static String order(Order order) {
    return switch (order) {
      case EQUAL -> "equal to";
      case LESS -> "less than";
      case LESS_OR_EQUAL -> "at most";
      case GREATER -> "more than";
      case GREATER_OR_EQUAL -> "at least";
    };
  }

  private static String text(List<Token> pattern) {
    boolean open = !pattern.isEmpty() && pattern.getFirst() instanceof Token.Any;
    boolean openEnd = !pattern.isEmpty() && pattern.getLast() instanceof Token.Any;
    if (pattern.isEmpty()) {
      return "is empty";
    }
    if (open && pattern.size() == 1) {
      return "has a value";
    }
    List<Token> middle = pattern.subList(open ? 1 : 0, pattern.size() - (openEnd ? 1 : 0));
    String written = written(middle);
    if (middle.stream().anyMatch(token -> token instanceof Token.Any || token instanceof Token.One)) {
      return "is like " + (open ? "*" : "") + written + (openEnd ? "*" : "");
    }
    return (open ? openEnd ? "contains " : "ends with " : openEnd ? "starts with " : "is ") + written;
  }

  private static String written(List<Token> tokens) {
    StringBuilder written = new StringBuilder();
    for (Token token : tokens) {
      written.append(switch (token) {
        case Token.Literal literal -> literal.text();
        case Token.Any _ -> "*";
        case Token.One _ -> "?";
        case Token.Dash _ -> "-";
      });
    }
    return written.toString();
  }

  private static String network(List<Byte> bytes) {
    StringBuilder text = new StringBuilder();
    if (bytes.size() == 4) {
      for (Byte b : bytes) {
        text.append(text.isEmpty() ? "" : ".").append(b & 0xff);
      }
      return text.toString();
    }
    for (int i = 0; i + 1 < bytes.size(); i += 2) {
      text.append(i == 0 ? "" : ":").append(Integer.toHexString((bytes.get(i) & 0xff) << 8 | (bytes.get(i + 1) & 0xff)));
    }
    return text.toString();
  }
}
