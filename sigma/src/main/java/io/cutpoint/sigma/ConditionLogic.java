package io.cutpoint.sigma;

import io.cutpoint.sigma.Expression.AllOf;
import io.cutpoint.sigma.Expression.AnyOf;
import io.cutpoint.sigma.Expression.FieldTest;
import io.cutpoint.sigma.Expression.KeywordTest;
import io.cutpoint.sigma.Expression.Not;
import io.cutpoint.sigma.Expression.Selection;
import io.cutpoint.sigma.Predicate.Token;
import java.util.ArrayList;
import java.util.List;

/// What can be proved of a condition without an event.
///
/// Sound and not complete: what it says is so, and it says nothing of most contradictions. It knows that a condition
/// and its negation exclude each other, what `and`, `or` and `not` mean, and that a longer text holds a shorter one;
/// since a field may have several values, two different values of one field exclude nothing.
/// Cost: bounded by a number of comparisons, after which nothing is proved.
public final class ConditionLogic {

  private static final int MAX_STEPS = 200_000;

  private int left = MAX_STEPS;

  private ConditionLogic() {}

  /// Whether no event whatever makes it true.
  public static boolean isNeverTrue(Expression condition) {
    ConditionLogic logic = new ConditionLogic();
    boolean contradiction = logic.contradicts(condition);
    return contradiction && logic.left > 0;
  }

  /// Whether every event makes it true.
  public static boolean isAlwaysTrue(Expression condition) {
    return isNeverTrue(new Not(condition));
  }

  /// Whether it has no way to be true.
  private boolean contradicts(Expression expression) {
    if (--left <= 0) {
      return false;
    }
    return switch (bare(expression)) {
      case AnyOf any -> any.parts().stream().allMatch(this::contradicts);
      case AllOf _ -> all(expression);
      case Not not -> switch (bare(not.part())) {
        case AnyOf _ -> all(expression);
        case AllOf all -> all.parts().stream().allMatch(part -> contradicts(new Not(part)));
        case Not twice -> contradicts(twice.part());
        default -> false;
      };
      default -> false;
    };
  }

  /// Whether among all that must hold together there is a part that has no way to be true, or two that exclude each
  /// other.
  private boolean all(Expression expression) {
    List<Expression> held = new ArrayList<>();
    List<Expression> failed = new ArrayList<>();
    flatten(expression, true, held, failed);
    for (Expression part : held) {
      if (!(bare(part) instanceof AllOf) && contradicts(part)) {
        return true;
      }
    }
    for (Expression part : failed) {
      if (!(bare(part) instanceof AnyOf) && contradicts(new Not(part))) {
        return true;
      }
      for (Expression one : held) {
        if (implies(one, part)) {
          return true;
        }
      }
    }
    // What several parts imply only together: a negated part of which each piece is implied by some part that holds.
    for (Expression part : failed) {
      if (bare(part) instanceof AllOf pieces && pieces.parts().stream().allMatch(piece -> held.stream().anyMatch(whole -> implies(whole, piece)))) {
        return true;
      }
    }
    return false;
  }

  private void flatten(Expression expression, boolean wanted, List<Expression> held, List<Expression> failed) {
    if (--left <= 0) {
      return;
    }
    Expression part = bare(expression);
    if (part instanceof Not not) {
      flatten(not.part(), !wanted, held, failed);
    } else if (wanted && part instanceof AllOf all) {
      all.parts().forEach(one -> flatten(one, true, held, failed));
    } else if (!wanted && part instanceof AnyOf any) {
      any.parts().forEach(one -> flatten(one, false, held, failed));
    } else {
      (wanted ? held : failed).add(part);
    }
  }

  /// Whether every event that makes `a` true makes `b` true.
  private boolean implies(Expression first, Expression second) {
    if (--left <= 0) {
      return false;
    }
    Expression a = bare(first);
    Expression b = bare(second);
    if (a instanceof AnyOf any) {
      return any.parts().stream().allMatch(part -> implies(part, b));
    }
    if (b instanceof AllOf all) {
      return all.parts().stream().allMatch(part -> implies(a, part));
    }
    if (b instanceof AnyOf any && any.parts().stream().anyMatch(part -> implies(a, part))) {
      return true;
    }
    if (a instanceof AllOf all && all.parts().stream().anyMatch(part -> implies(part, b))) {
      return true;
    }
    return switch (a) {
      case Not one when b instanceof Not other -> implies(other.part(), one.part());
      case FieldTest one when b instanceof FieldTest other -> one.field().equals(other.field()) && implies(one.predicate(), other.predicate());
      case KeywordTest one when b instanceof KeywordTest other -> implies(one.predicate(), other.predicate());
      default -> false;
    };
  }

  private static Expression bare(Expression expression) {
    Expression part = expression;
    while (part instanceof Selection selection) {
      part = selection.body();
    }
    return part;
  }

  private static boolean implies(Predicate a, Predicate b) {
    if (a.equals(b)) {
      return true;
    }
    boolean ofPresent = !(a instanceof Predicate.Null) && !(a instanceof Predicate.Exists);
    if (b instanceof Predicate.Exists(boolean wanted)) {
      return wanted && ofPresent;
    }
    if (a instanceof Predicate.Text one && b instanceof Predicate.Text other) {
      return holds(one, other);
    }
    return false;
  }

  /// Whether each text that fits the first pattern fits the second, which has one literal.
  private static boolean holds(Predicate.Text one, Predicate.Text other) {
    List<Token> wanted = other.pattern();
    boolean open = !wanted.isEmpty() && wanted.getFirst() instanceof Token.Any;
    boolean openEnd = !wanted.isEmpty() && wanted.getLast() instanceof Token.Any;
    if (wanted.size() == 1 && open) {
      return true;
    }
    if (wanted.size() != 1 + (open ? 1 : 0) + (openEnd ? 1 : 0) || !(wanted.get(open ? 1 : 0) instanceof Token.Literal(String asked)) || (other.cased() && !one.cased())) {
      return false;
    }
    String literal = other.cased() ? asked : CaseFolding.fold(asked);
    List<Token> pattern = one.pattern();
    for (int i = 0; i < pattern.size(); i++) {
      if (!(pattern.get(i) instanceof Token.Literal(String text))) {
        continue;
      }
      String has = other.cased() ? text : CaseFolding.fold(text);
      boolean first = i == 0;
      boolean last = i == pattern.size() - 1;
      boolean fits = open && openEnd ? has.contains(literal)
          : open ? last && has.endsWith(literal)
          : openEnd ? first && has.startsWith(literal)
          : first && last && has.equals(literal);
      if (fits) {
        return true;
      }
    }
    return false;
  }
}
