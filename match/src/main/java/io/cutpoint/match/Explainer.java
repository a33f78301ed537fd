package io.cutpoint.match;

import io.cutpoint.match.Explanation.Passage;
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
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Says of one rule and one event why the rule is true or is not, and where in the values.
///
/// The slow path beside [Matcher]: it walks the whole condition and asks every test, so that what failed is told too.
/// Both give the same answer for the same event; the log source is not looked at. An event that lost values on its way
/// here (evidence that was cut) may fail where the whole one matched.
/// Cost: each test reads each value of its field; a text test takes at most the value's length times the pattern's.
/// Memory: four times the values that were read. One thread at a time.
/// Abuse: a long value of one repeated letter makes text tests slow; callers bound the values that they hand in.
public final class Explainer {

  private static final int ANY = -1;
  private static final int ONE = -2;
  private static final int DASH = -3;

  /// A byte that is no UTF-8 is one character, equal to no token: this minus the byte.
  private static final int INVALID = -1000;

  private final RegexEngine regexes;
  private final MatchLimits limits;
  private final Map<Predicate.Regex, CompiledRegex> compiled = new HashMap<>();

  /// @param regexes compiles the expressions of the rules
  /// @param limits those of the program that the answers must agree with
  public Explainer(RegexEngine regexes, MatchLimits limits) {
    this.regexes = regexes;
    this.limits = limits;
  }

  /// The rule's condition with its answers.
  ///
  /// @throws IllegalArgumentException where the rule has an expression that the engine refuses; such a rule is in no
  ///     program
  public Explanation explain(Rule rule, EventView event) {
    View view = rule.reference().logSource().category() == null ? View.ORIGINAL : View.GENERIC;
    return new Walk(event, view).node(rule.condition());
  }

  /// The characters of a value: code points, folded or not, and where each begins; [#starts] has one more, the end.
  private record Characters(int[] units, int[] starts) {}

  /// One event under one rule's view.
  private final class Walk {
    private final EventView event;
    private final Map<String, List<Integer>> byName = new HashMap<>();
    private final Map<Integer, Characters> asIs = new HashMap<>();
    private final Map<Integer, Characters> folded = new HashMap<>();

    Walk(EventView event, View view) {
      this.event = event;
      for (int i = 0; i < event.count(); i++) {
        if (event.visible(i, view) && !event.isAlias(i)) {
          for (String name : WindowsNames.of(event.name(i))) {
            byName.computeIfAbsent(name, _ -> new ArrayList<>()).add(i);
          }
        }
      }
    }

    Explanation node(Expression expression) {
      return switch (expression) {
        case Expression.AllOf all -> {
          List<Explanation> parts = all.parts().stream().map(this::node).toList();
          yield new Explanation.AllOf(parts.stream().allMatch(Explanation::held), parts);
        }
        case Expression.AnyOf any -> {
          List<Explanation> parts = any.parts().stream().map(this::node).toList();
          yield new Explanation.AnyOf(parts.stream().anyMatch(Explanation::held), parts);
        }
        case Expression.Not not -> {
          Explanation part = node(not.part());
          yield new Explanation.Not(!part.held(), part);
        }
        case Expression.Selection selection -> {
          Explanation body = node(selection.body());
          yield new Explanation.Selection(selection.name(), body.held(), body);
        }
        case Expression.FieldTest test -> field(test.field(), test.predicate());
        case Expression.KeywordTest test -> keyword(test.predicate());
      };
    }

    private Explanation field(String field, Predicate predicate) {
      List<Integer> entries = byName.getOrDefault(field, List.of());
      List<Passage> passages = new ArrayList<>();
      boolean held = switch (predicate) {
        case Predicate.Exists(boolean wanted) -> wanted != entries.isEmpty();
        case Predicate.Null() -> entries.isEmpty() || entries.stream().anyMatch(this::isNull);
        case Predicate.FieldReference reference -> related(entries, reference, passages);
        case Predicate.Text _, Predicate.Regex _, Predicate.Cidr _, Predicate.NumberIs _, Predicate.Compare _, Predicate.BooleanIs _,
            Predicate.TimePart _ -> {
          boolean any = false;
          for (int i : entries) {
            any |= isPresent(i) && value(predicate, i, false, passages);
          }
          yield any;
        }
      };
      return new Explanation.FieldTest(field, predicate, held, held ? passages : List.of());
    }

    private Explanation keyword(Predicate predicate) {
      List<Passage> passages = new ArrayList<>();
      boolean held = false;
      for (int i = 0; i < event.originals(); i++) {
        if (isPresent(i) && event.kind(i) != ValueKind.JSON) {
          held |= value(predicate, i, true, passages);
        }
      }
      return new Explanation.KeywordTest(predicate, held, passages);
    }

    private boolean isPresent(int i) {
      return event.kind(i) != ValueKind.NULL;
    }

    private boolean isNull(int i) {
      return event.kind(i) == ValueKind.NULL || event.kind(i) == ValueKind.EMPTY;
    }

    /// Whether the value passes; adds where. A value without a byte has nothing to point at.
    private boolean value(Predicate predicate, int i, boolean anywhere, List<Passage> passages) {
      return switch (predicate) {
        case Predicate.Text text -> text(text, i, anywhere, passages);
        case Predicate.Regex regex -> {
          int from = event.offset(i);
          int to = from + event.length(i);
          CompiledRegex expression = regex(regex);
          yield expression.find(event.bytes(i), from, to) && whole(i, expression.where(event.bytes(i), from, to), passages);
        }
        case Predicate.Cidr cidr -> inside(cidr, ValueText.address(event.text(i))) && whole(i, null, passages);
        case Predicate.NumberIs(BigDecimal number) -> compares(i, Order.EQUAL, number) && whole(i, null, passages);
        case Predicate.Compare(Order order, BigDecimal number) -> compares(i, order, number) && whole(i, null, passages);
        case Predicate.BooleanIs(boolean wanted) -> ValueText.bool(event.text(i)).filter(value -> value == wanted).isPresent() && whole(i, null, passages);
        case Predicate.TimePart part -> {
          OptionalInt value = ValueText.timePart(event.text(i), part.unit());
          yield value.isPresent() && holds(BigDecimal.valueOf(value.getAsInt()).compareTo(part.number()), part.order()) && whole(i, null, passages);
        }
        case Predicate.Null _, Predicate.Exists _, Predicate.FieldReference _ ->
            throw new IllegalArgumentException("wanted a predicate of one value, found " + predicate);
      };
    }

    /// Adds a place in the value, or all of it; true, so that it can end a condition.
    private boolean whole(int i, int @Nullable [] place, List<Passage> passages) {
      int from = place == null ? 0 : place[0] - event.offset(i);
      int to = place == null ? event.length(i) : place[1] - event.offset(i);
      if (to > from) {
        passages.add(new Passage(i, from, to));
      } else if (event.length(i) > 0) {
        passages.add(new Passage(i, 0, event.length(i)));
      }
      return true;
    }

    private boolean compares(int i, Order order, BigDecimal number) {
      return ValueText.number(event.text(i)).filter(value -> holds(value.compareTo(number), order)).isPresent();
    }

    private boolean text(Predicate.Text text, int i, boolean anywhere, List<Passage> passages) {
      Characters characters = characters(i, text.cased());
      List<int[]> places = fit(pattern(text, anywhere), characters.units);
      if (places == null) {
        return false;
      }
      if (places.isEmpty()) {
        return whole(i, null, passages);
      }
      for (int[] place : places) {
        passages.add(new Passage(i, characters.starts[place[0]], characters.starts[place[1]]));
      }
      return true;
    }

    private Characters characters(int i, boolean cased) {
      return (cased ? asIs : folded).computeIfAbsent(i, _ -> read(event, i, cased));
    }

    private boolean related(List<Integer> entries, Predicate.FieldReference reference, List<Passage> passages) {
      int pairs = 0;
      for (int i : entries) {
        if (!isPresent(i)) {
          continue;
        }
        for (int k : byName.getOrDefault(reference.other(), List.of())) {
          if (!isPresent(k)) {
            continue;
          }
          if (++pairs > limits.pairs()) {
            return false;
          }
          Characters text = characters(i, reference.cased());
          Characters other = characters(k, reference.cased());
          int at = place(reference, text.units, other.units);
          if (at >= 0) {
            whole(i, new int[] {event.offset(i) + text.starts[at], event.offset(i) + text.starts[at + other.units.length]}, passages);
            whole(k, null, passages);
            return true;
          }
        }
      }
      return false;
    }
  }

  private CompiledRegex regex(Predicate.Regex regex) {
    return compiled.computeIfAbsent(regex, r -> regexes.compile(r.pattern(), r.ignoreCase(), r.multiline(), r.dotAll()));
  }

  private static boolean holds(int comparison, Order order) {
    return switch (order) {
      case EQUAL -> comparison == 0;
      case LESS -> comparison < 0;
      case LESS_OR_EQUAL -> comparison <= 0;
      case GREATER -> comparison > 0;
      case GREATER_OR_EQUAL -> comparison >= 0;
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

  /// Where the other text stands in the text as the relation asks, or -1.
  private static int place(Predicate.FieldReference reference, int[] text, int[] other) {
    int last = text.length - other.length;
    if (last < 0) {
      return -1;
    }
    return switch (reference.relation()) {
      case EQUALS -> last == 0 && isAt(text, 0, other) ? 0 : -1;
      case STARTS_WITH -> isAt(text, 0, other) ? 0 : -1;
      case ENDS_WITH -> isAt(text, last, other) ? last : -1;
      case CONTAINS -> {
        int at = 0;
        while (at <= last && !isAt(text, at, other)) {
          at++;
        }
        yield at <= last ? at : -1;
      }
    };
  }

  /// Bytes that are no text equal themselves here: both sides are data.
  private static boolean isAt(int[] text, int at, int[] part) {
    return Arrays.equals(text, at, at + part.length, part, 0, part.length);
  }

  private static int[] pattern(Predicate.Text text, boolean anywhere) {
    int[] tokens = text.pattern().stream().flatMapToInt(token -> switch (token) {
      case Token.Literal(String literal) -> text.cased() ? literal.codePoints() : literal.codePoints().map(CaseFolding::fold);
      case Token.Any _ -> java.util.stream.IntStream.of(ANY);
      case Token.One _ -> java.util.stream.IntStream.of(ONE);
      case Token.Dash _ -> java.util.stream.IntStream.of(DASH);
    }).toArray();
    if (!anywhere) {
      return tokens;
    }
    int[] open = new int[tokens.length + 2];
    open[0] = ANY;
    System.arraycopy(tokens, 0, open, 1, tokens.length);
    open[open.length - 1] = ANY;
    return open;
  }

  /// The places of the pattern's segments, the parts between [#ANY], each as far to the left as it can be and the last
  /// one at the end where the pattern ends with it; null where the text does not fit.
  private static @Nullable List<int[]> fit(int[] pattern, int[] text) {
    List<int[]> places = new ArrayList<>();
    int at = 0;
    int p = 0;
    while (p < pattern.length) {
      if (pattern[p] == ANY) {
        p++;
        continue;
      }
      int end = p;
      while (end < pattern.length && pattern[end] != ANY) {
        end++;
      }
      int length = end - p;
      int latest = text.length - length;
      int from = end == pattern.length ? Math.max(at, latest) : at;
      // The first segment of a pattern without a gap before it stands at the start and nowhere else.
      int to = p == 0 ? 0 : latest;
      int found = -1;
      for (int i = from; i <= Math.min(to, latest) && found < 0; i++) {
        if (fits(pattern, p, length, text, i)) {
          found = i;
        }
      }
      if (found < 0) {
        return null;
      }
      places.add(new int[] {found, found + length});
      at = found + length;
      p = end;
    }
    return pattern.length == 0 && text.length > 0 ? null : places;
  }

  private static boolean fits(int[] pattern, int p, int length, int[] text, int at) {
    for (int k = 0; k < length; k++) {
      int token = pattern[p + k];
      int character = text[at + k];
      boolean fits = switch (token) {
        case ONE -> true;
        case DASH -> character == '-' || character == '/' || character == 0x2013 || character == 0x2014 || character == 0x2015;
        default -> token == character;
      };
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private static Characters read(EventView event, int i, boolean cased) {
    byte[] bytes = event.bytes(i);
    int begin = event.offset(i);
    int end = begin + event.length(i);
    int[] units = new int[event.length(i)];
    int[] starts = new int[event.length(i) + 1];
    int count = 0;
    for (int at = begin; at < end; ) {
      int length = Folding.unit(bytes, at, end);
      int codePoint = Folding.codePoint(bytes, at, length);
      starts[count] = at - begin;
      units[count++] = codePoint < 0 ? INVALID - (bytes[at] & 0xff) : cased ? codePoint : CaseFolding.fold(codePoint);
      at += length;
    }
    starts[count] = end - begin;
    return new Characters(Arrays.copyOf(units, count), Arrays.copyOf(starts, count + 1));
  }
}
