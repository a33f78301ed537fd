package io.cutpoint.oracle;

import com.google.re2j.Pattern;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.event.ValueKind;
import io.cutpoint.model.event.View;
import io.cutpoint.model.event.WindowsNames;
import io.cutpoint.sigma.CaseFolding;
import io.cutpoint.sigma.Expression;
import io.cutpoint.sigma.Predicate;
import io.cutpoint.sigma.Predicate.Order;
import io.cutpoint.sigma.Predicate.Token;
import io.cutpoint.sigma.Rule;
import io.cutpoint.sigma.ValueText;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Decides by the letter of the rule tree whether a rule is true for an event: every predicate on every value, no
/// index, no order of evaluation that matters, nothing remembered from one event to the next.
///
/// Shares with the compiled program the tree and the definitions of [CaseFolding] and [ValueText], nothing else. One
/// thread at a time.
public final class ReferenceMatcher {

  private static final int ANY = -1;
  private static final int ONE = -2;
  private static final int DASH = -3;

  /// A byte that is no UTF-8 is one character, equal to nothing: this minus the byte.
  private static final int INVALID = -1000;

  private final Map<Predicate.Regex, Pattern> regexes = new HashMap<>();
  private final Map<Predicate.Text, int[]> patterns = new IdentityHashMap<>();

  /// A matcher.
  public ReferenceMatcher() {}

  /// Whether the rule's log source covers the event and its condition is true.
  public boolean matches(Rule rule, EventView event) {
    return event.logSources().satisfies(rule.reference().logSource()) && holds(rule, event);
  }

  /// Whether the rule's condition is true, whatever the event's log source.
  public boolean holds(Rule rule, EventView event) {
    View view = rule.reference().logSource().category() == null ? View.ORIGINAL : View.GENERIC;
    return holds(rule.condition(), view, event);
  }

  /// Whether the expression is true for what this view shows of the event.
  public boolean holds(Expression expression, View view, EventView event) {
    return switch (expression) {
      case Expression.AllOf(List<Expression> parts) -> parts.stream().allMatch(part -> holds(part, view, event));
      case Expression.AnyOf(List<Expression> parts) -> parts.stream().anyMatch(part -> holds(part, view, event));
      case Expression.Not(Expression part) -> !holds(part, view, event);
      case Expression.Selection(String name, Expression body) -> holds(body, view, event);
      case Expression.FieldTest(String field, Predicate predicate) -> field(field, predicate, view, event);
      case Expression.KeywordTest(Predicate predicate) -> keyword(predicate, event);
    };
  }

  private boolean field(String field, Predicate predicate, View view, EventView event) {
    List<Integer> entries = entries(field, view, event);
    return switch (predicate) {
      case Predicate.Exists(boolean wanted) -> wanted != entries.isEmpty();
      case Predicate.Null() -> entries.isEmpty() || entries.stream().anyMatch(i -> isNull(event, i));
      case Predicate.FieldReference reference -> entries.stream().anyMatch(i -> present(event, i)
          && entries(reference.other(), view, event).stream().anyMatch(j -> present(event, j) && relates(reference, event, i, j)));
      default -> entries.stream().anyMatch(i -> present(event, i) && value(predicate, event, i));
    };
  }

  /// The entries that the view sees and rules know by this name.
  private static List<Integer> entries(String field, View view, EventView event) {
    List<Integer> entries = new ArrayList<>();
    for (int i = 0; i < event.count(); i++) {
      if (event.visible(i, view) && !event.isAlias(i) && WindowsNames.of(event.name(i)).contains(field)) {
        entries.add(i);
      }
    }
    return entries;
  }

  private boolean keyword(Predicate predicate, EventView event) {
    for (int i = 0; i < event.originals(); i++) {
      if (present(event, i) && event.kind(i) != ValueKind.JSON && keyword(predicate, event, i)) {
        return true;
      }
    }
    return false;
  }

  private boolean keyword(Predicate predicate, EventView event, int i) {
    if (predicate instanceof Predicate.Text text) {
      int[] pattern = pattern(text);
      int[] anywhere = new int[pattern.length + 2];
      System.arraycopy(pattern, 0, anywhere, 1, pattern.length);
      anywhere[0] = ANY;
      anywhere[anywhere.length - 1] = ANY;
      return fits(anywhere, characters(event, i, text.cased()));
    }
    return value(predicate, event, i);
  }

  private static boolean present(EventView event, int i) {
    return event.kind(i) != ValueKind.NULL;
  }

  private static boolean isNull(EventView event, int i) {
    return event.kind(i) == ValueKind.NULL || event.kind(i) == ValueKind.EMPTY;
  }

  private boolean value(Predicate predicate, EventView event, int i) {
    return switch (predicate) {
      case Predicate.Text text -> fits(pattern(text), characters(event, i, text.cased()));
      case Predicate.Regex regex -> regexes.computeIfAbsent(regex, Re2Syntax::compile).matcher(event.text(i)).find();
      case Predicate.Cidr cidr -> inside(cidr, ValueText.address(event.text(i)));
      case Predicate.NumberIs(BigDecimal number) ->
          ValueText.number(event.text(i)).filter(value -> value.compareTo(number) == 0).isPresent();
      case Predicate.Compare(Order order, BigDecimal number) ->
          ValueText.number(event.text(i)).filter(value -> compares(value, order, number)).isPresent();
      case Predicate.BooleanIs(boolean wanted) -> ValueText.bool(event.text(i)).filter(value -> value == wanted).isPresent();
      case Predicate.TimePart part -> {
        OptionalInt value = ValueText.timePart(event.text(i), part.unit());
        yield value.isPresent() && compares(BigDecimal.valueOf(value.getAsInt()), part.order(), part.number());
      }
      case Predicate.Null n -> throw new IllegalArgumentException("wanted a predicate of one value, found " + n);
      case Predicate.Exists e -> throw new IllegalArgumentException("wanted a predicate of one value, found " + e);
      case Predicate.FieldReference f -> throw new IllegalArgumentException("wanted a predicate of one value, found " + f);
    };
  }

  private static boolean compares(BigDecimal value, Order order, BigDecimal number) {
    int c = value.compareTo(number);
    return switch (order) {
      case EQUAL -> c == 0;
      case LESS -> c < 0;
      case LESS_OR_EQUAL -> c <= 0;
      case GREATER -> c > 0;
      case GREATER_OR_EQUAL -> c >= 0;
    };
  }

  private static boolean inside(Predicate.Cidr cidr, byte @Nullable [] address) {
    if (address == null || address.length != cidr.network().size()) {
      return false;
    }
    for (int bit = 0; bit < cidr.prefix(); bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((address[bit / 8] & mask) != (cidr.network().get(bit / 8) & mask)) {
        return false;
      }
    }
    return true;
  }

  private static boolean relates(Predicate.FieldReference reference, EventView event, int i, int j) {
    int[] text = characters(event, i, reference.cased());
    int[] other = characters(event, j, reference.cased());
    return switch (reference.relation()) {
      case EQUALS -> text.length == other.length && isAt(text, 0, other);
      case STARTS_WITH -> isAt(text, 0, other);
      case ENDS_WITH -> isAt(text, text.length - other.length, other);
      case CONTAINS -> {
        boolean found = false;
        for (int at = 0; at + other.length <= text.length; at++) {
          found = found || isAt(text, at, other);
        }
        yield found;
      }
    };
  }

  private static boolean isAt(int[] text, int at, int[] part) {
    if (at < 0 || at + part.length > text.length) {
      return false;
    }
    for (int i = 0; i < part.length; i++) {
      // Bytes that are no text equal themselves here: both sides are data.
      if (text[at + i] != part[i]) {
        return false;
      }
    }
    return true;
  }

  private int[] pattern(Predicate.Text text) {
    return patterns.computeIfAbsent(text, t -> t.pattern().stream().flatMapToInt(token -> switch (token) {
      case Token.Literal(String literal) -> t.cased() ? literal.codePoints() : literal.codePoints().map(CaseFolding::fold);
      case Token.Any any -> java.util.stream.IntStream.of(ANY);
      case Token.One one -> java.util.stream.IntStream.of(ONE);
      case Token.Dash dash -> java.util.stream.IntStream.of(DASH);
    }).toArray());
  }

  /// Whether the whole text fits. When a character does not fit, the last [#ANY] takes one more: earlier ones need
  /// never be tried again, since the part between them has been found as far to the left as it can be.
  private static boolean fits(int[] pattern, int[] text) {
    int p = 0;
    int t = 0;
    int lastAny = -1;
    int taken = 0;
    while (t < text.length) {
      if (p < pattern.length && pattern[p] == ANY) {
        lastAny = p++;
        taken = t;
      } else if (p < pattern.length && fits(pattern[p], text[t])) {
        p++;
        t++;
      } else if (lastAny >= 0) {
        p = lastAny + 1;
        t = ++taken;
      } else {
        return false;
      }
    }
    while (p < pattern.length && pattern[p] == ANY) {
      p++;
    }
    return p == pattern.length;
  }

  private static boolean fits(int token, int character) {
    return switch (token) {
      case ONE -> true;
      case DASH -> character == '-' || character == '/' || character == 0x2013 || character == 0x2014 || character == 0x2015;
      default -> token == character;
    };
  }

  /// The value's characters: code points of UTF-8, lone surrogates in three bytes as themselves, and each byte that
  /// is none of this by itself.
  private static int[] characters(EventView event, int i, boolean cased) {
    byte[] bytes = event.bytes(i);
    int end = event.offset(i) + event.length(i);
    int[] characters = new int[event.length(i)];
    int count = 0;
    int at = event.offset(i);
    while (at < end) {
      int first = bytes[at] & 0xFF;
      int length = first < 0x80 ? 1 : first >= 0xC2 && first < 0xE0 ? 2 : first >= 0xE0 && first < 0xF0 ? 3
          : first >= 0xF0 && first < 0xF5 ? 4 : 0;
      int codePoint = length == 0 || at + length > end ? -1 : length == 1 ? first : first & (0x7F >> length);
      for (int k = 1; codePoint >= 0 && k < length; k++) {
        int next = bytes[at + k] & 0xFF;
        codePoint = (next & 0xC0) == 0x80 ? codePoint << 6 | (next & 0x3F) : -1;
      }
      boolean overlong = (length == 3 && codePoint < 0x800) || (length == 4 && codePoint < 0x10000);
      if (codePoint < 0 || overlong || codePoint > Character.MAX_CODE_POINT) {
        characters[count++] = INVALID - first;
        at++;
      } else {
        characters[count++] = cased ? codePoint : CaseFolding.fold(codePoint);
        at += length;
      }
    }
    return java.util.Arrays.copyOf(characters, count);
  }
}
