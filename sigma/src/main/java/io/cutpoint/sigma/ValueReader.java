package io.cutpoint.sigma;

import io.cutpoint.sigma.Predicate.Order;
import io.cutpoint.sigma.Predicate.Relation;
import io.cutpoint.sigma.Predicate.Token;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/// Works modifiers into values: a value of a rule becomes the predicates of which one must be true.
///
/// Modifiers apply from left to right, as pySigma applies them; each says which values it takes. Most values become one
/// predicate; `base64offset`, `expand` and encoded dashes make several, and those stay alternatives under `all`.
final class ValueReader {

  private static final char[] DASHES = {'-', '/', '\u2013', '\u2014', '\u2015'};
  private static final Value NOTHING = new Value.Nothing();

  private final RegexSyntax syntax;
  private final Map<String, List<String>> placeholders;
  private final Map<Predicate.Regex, Optional<String>> faults = new HashMap<>();

  private Problems problems;
  private int values;
  private final TreeSet<String> missing = new TreeSet<>();
  private @Nullable Node missingAt;

  ValueReader(RegexSyntax syntax, Map<String, List<String>> placeholders) {
    this.syntax = syntax;
    this.placeholders = placeholders;
    this.problems = new Problems("");
  }

  /// Begins a rule.
  void begin(Problems problems) {
    this.problems = problems;
    values = 0;
    missing.clear();
    missingAt = null;
  }

  /// The placeholders of this rule that have no value, sorted.
  TreeSet<String> missing() {
    return missing;
  }

  /// Where the first of them stands.
  @Nullable Node missingAt() {
    return missingAt;
  }

  /// The alternatives that a value becomes; none where there is a problem.
  ///
  /// @param chain modifiers without `all` and `neq`
  List<Predicate> read(List<Modifier> chain, ScalarNode node) {
    Value first = switch (Scalars.resolve(node)) {
      case Scalars.Text(String text) -> {
        if (text.length() > Limits.PATTERN_CHARS) {
          problems.refuse(node, "wanted at most " + Limits.PATTERN_CHARS + " characters, found " + text.length());
          yield null;
        }
        yield new Value.Written(text, false);
      }
      case Scalars.Number(BigDecimal number) -> new Value.Number(number);
      case Scalars.Bool(boolean bool) -> new Value.Bool(bool);
      case Scalars.Null nothing -> NOTHING;
      case Scalars.Unusable unusable -> {
        problems.refuse(node, "wanted text, a number, a boolean or null, found " + Nodes.found(node));
        yield null;
      }
    };
    if (first == null) {
      return List.of();
    }
    List<Value> now = List.of(first);
    for (int i = 0; i < chain.size(); i++) {
      List<Value> next = new ArrayList<>(now.size());
      for (Value value : now) {
        if (!apply(chain, i, value, node, next)) {
          return List.of();
        }
        if (next.size() > Limits.VARIANTS) {
          problems.refuse(node, "wanted at most " + Limits.VARIANTS + " variants of a value, found more");
          return List.of();
        }
      }
      now = next;
    }
    values += now.size();
    if (values > Limits.VALUES) {
      if (values - now.size() <= Limits.VALUES) {
        problems.refuse(node, "wanted at most " + Limits.VALUES + " values in a rule, found more");
      }
      return List.of();
    }
    List<Predicate> predicates = new ArrayList<>(now.size());
    for (Value value : now) {
      Predicate predicate = predicate(value, node);
      if (predicate == null) {
        return List.of();
      }
      predicates.add(predicate);
    }
    return predicates;
  }

  private boolean apply(List<Modifier> chain, int at, Value value, ScalarNode node, List<Value> to) {
    Modifier modifier = chain.get(at);
    return switch (modifier) {
      case CONTAINS -> open(modifier, value, true, true, Relation.CONTAINS, node, to);
      case STARTSWITH -> open(modifier, value, false, true, Relation.STARTS_WITH, node, to);
      case ENDSWITH -> open(modifier, value, true, false, Relation.ENDS_WITH, node, to);
      case CASED -> switch (value) {
        case Value.Written(String text, boolean cased) -> to.add(new Value.Written(text, true));
        case Value.Pattern(List<Token> tokens, boolean cased) -> to.add(new Value.Pattern(tokens, true));
        case Value.Encoded(byte[] bytes, boolean cased) -> to.add(new Value.Encoded(bytes, true));
        case Value.Reference(String other, Relation relation, boolean cased) ->
            to.add(new Value.Reference(other, relation, true));
        default -> unfit(modifier, "text", value, node);
      };
      case RE -> {
        if (at > 0) {
          problems.refuse(node, "wanted `re` as the first modifier, found it after `" + chain.get(at - 1).word() + "`");
          yield false;
        }
        yield value instanceof Value.Written(String text, boolean cased)
            ? to.add(new Value.Expression(new Predicate.Regex(text, false, false, false)))
            : unfit(modifier, "text", value, node);
      }
      case IGNORECASE, MULTILINE, DOTALL -> value instanceof Value.Expression(Predicate.Regex regex)
          ? to.add(new Value.Expression(new Predicate.Regex(regex.pattern(),
              regex.ignoreCase() || modifier == Modifier.IGNORECASE,
              regex.multiline() || modifier == Modifier.MULTILINE,
              regex.dotAll() || modifier == Modifier.DOTALL)))
          : unfit(modifier, "a regular expression (`re` before it)", value, node);
      case CIDR -> network(chain, at, value, node, to);
      case EXISTS -> {
        if (chain.size() > 1) {
          problems.refuse(node, "wanted `exists` as the only modifier, found others beside it");
          yield false;
        }
        yield value instanceof Value.Bool(boolean wanted)
            ? to.add(new Value.Presence(wanted))
            : unfit(modifier, "true or false", value, node);
      }
      case FIELDREF -> (value instanceof Value.Written(String text, boolean cased) && !text.isEmpty())
          ? to.add(new Value.Reference(text, Relation.EQUALS, cased))
          : unfit(modifier, "the name of a field, as the first modifier", value, node);
      case WINDASH -> pattern(value) instanceof Value.Pattern(List<Token> tokens, boolean cased)
          ? to.add(new Value.Pattern(PatternText.withDashes(tokens), cased))
          : unfit(modifier, "text", value, node);
      case BASE64, BASE64OFFSET -> base64(modifier, value, node, to);
      case UTF16LE, UTF16BE, UTF16 -> utf16(modifier, value, node, to);
      case EXPAND -> pattern(value) instanceof Value.Pattern pattern
          ? expand(pattern, node, to)
          : unfit(modifier, "text", value, node);
      case GT, GTE, LT, LTE -> switch (value) {
        case Value.Number(BigDecimal number) -> to.add(new Value.Comparison(modifier.order(), number));
        case Value.Part part when part.order() == Order.EQUAL ->
            to.add(new Value.Part(part.unit(), modifier.order(), part.number()));
        default -> unfit(modifier, "a number", value, node);
      };
      case MINUTE, HOUR, DAY, WEEK, MONTH, YEAR -> (value instanceof Value.Number(BigDecimal number) && number.scale() <= 0)
          ? to.add(new Value.Part(modifier.unit(), Order.EQUAL, number))
          : unfit(modifier, "a whole number", value, node);
      case ALL, NEQ -> throw new IllegalArgumentException("wanted a modifier of values, found " + modifier);
    };
  }

  private boolean unfit(Modifier modifier, String wanted, Value value, ScalarNode node) {
    String found = switch (value) {
      case Value.Written w -> Nodes.found(node);
      case Value.Number n -> Nodes.found(node);
      case Value.Bool b -> Nodes.found(node);
      case Value.Nothing n -> Nodes.found(node);
      case Value.Pattern p -> "a pattern that other modifiers made of " + Nodes.found(node);
      case Value.Encoded e -> "the encoded " + Nodes.found(node);
      case Value.Expression e -> "the regular expression " + Nodes.found(node);
      case Value.Network n -> "the network " + Nodes.found(node);
      case Value.Presence p -> "what `exists` made of " + Nodes.found(node);
      case Value.Comparison c -> "a comparison with " + Nodes.found(node);
      case Value.Part p -> "a part of a time compared with " + Nodes.found(node);
      case Value.Reference r -> "a reference to the field " + Nodes.found(node);
    };
    problems.refuse(node, "wanted " + wanted + " for the modifier `" + modifier.word() + "`, found " + found);
    return false;
  }

  /// The value as a pattern, where it is text.
  private static Value pattern(Value value) {
    return value instanceof Value.Written(String text, boolean cased) ? new Value.Pattern(PatternText.parse(text), cased) : value;
  }

  private boolean open(
      Modifier modifier, Value value, boolean before, boolean after, Relation relation, ScalarNode node, List<Value> to) {
    return switch (value) {
      case Value.Written written -> open(modifier, pattern(value), before, after, relation, node, to);
      case Value.Pattern(List<Token> tokens, boolean cased) ->
          to.add(new Value.Pattern(PatternText.open(tokens, before, after), cased));
      case Value.Encoded encoded -> {
        Value decoded = decoded(encoded, node);
        yield decoded != null && open(modifier, decoded, before, after, relation, node, to);
      }
      // A search begins and ends anywhere by itself.
      case Value.Expression expression when modifier == Modifier.CONTAINS -> to.add(expression);
      case Value.Reference(String other, Relation already, boolean cased) when already == Relation.EQUALS ->
          to.add(new Value.Reference(other, relation, cased));
      default -> unfit(modifier, "text", value, node);
    };
  }

  private boolean network(List<Modifier> chain, int at, Value value, ScalarNode node, List<Value> to) {
    if (at > 0) {
      problems.refuse(node, "wanted `cidr` as the first modifier, found it after `" + chain.get(at - 1).word() + "`");
      return false;
    }
    if (!(value instanceof Value.Written(String text, boolean cased))) {
      return unfit(Modifier.CIDR, "a network such as 10.0.0.0/8", value, node);
    }
    Predicate.Cidr cidr = Networks.parse(text);
    if (cidr == null) {
      problems.refuse(node, "wanted a network such as 10.0.0.0/8 without bits after its prefix, found " + Nodes.found(node));
      return false;
    }
    return to.add(new Value.Network(cidr));
  }

  private boolean base64(Modifier modifier, Value value, ScalarNode node, List<Value> to) {
    List<Value.Encoded> plain = new ArrayList<>();
    if (value instanceof Value.Encoded encoded) {
      plain.add(encoded);
    } else if (!concrete(modifier, value, node, plain)) {
      return false;
    }
    for (Value.Encoded encoded : plain) {
      boolean anywhere = modifier == Modifier.BASE64OFFSET;
      List<String> variants = anywhere ? Base64Text.anywhere(encoded.bytes()) : List.of(Base64Text.of(encoded.bytes()));
      if (encoded.bytes().length == 0 || (anywhere && variants.size() < 3)) {
        problems.refuse(node, "wanted more text for the modifier `" + modifier.word() + "`, found " + Nodes.found(node)
            + ", which leaves no trace");
        return false;
      }
      for (String variant : variants) {
        to.add(new Value.Pattern(new PatternText.Builder().add(variant).build(), encoded.cased()));
      }
    }
    return true;
  }

  private boolean utf16(Modifier modifier, Value value, ScalarNode node, List<Value> to) {
    List<Value.Encoded> plain = new ArrayList<>();
    if (!concrete(modifier, value, node, plain)) {
      return false;
    }
    for (Value.Encoded utf8 : plain) {
      String text = new String(utf8.bytes(), StandardCharsets.UTF_8);
      byte[] bytes = text.getBytes(modifier == Modifier.UTF16BE ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE);
      if (modifier == Modifier.UTF16) {
        byte[] marked = new byte[bytes.length + 2];
        marked[0] = (byte) 0xFF;
        marked[1] = (byte) 0xFE;
        System.arraycopy(bytes, 0, marked, 2, bytes.length);
        bytes = marked;
      }
      to.add(new Value.Encoded(bytes, utf8.cased()));
    }
    return true;
  }

  /// The UTF-8 bytes of text without wildcards; each dash of `windash` in all its forms.
  private boolean concrete(Modifier modifier, Value value, ScalarNode node, List<Value.Encoded> to) {
    if (!(pattern(value) instanceof Value.Pattern(List<Token> tokens, boolean cased))) {
      return unfit(modifier, "text", value, node);
    }
    List<StringBuilder> texts = new ArrayList<>(List.of(new StringBuilder()));
    for (Token token : tokens) {
      switch (token) {
        case Token.Literal(String literal) -> texts.forEach(text -> text.append(literal));
        case Token.Dash dash -> {
          List<StringBuilder> more = new ArrayList<>(texts.size() * DASHES.length);
          for (StringBuilder text : texts) {
            for (char c : DASHES) {
              more.add(new StringBuilder(text).append(c));
            }
          }
          texts = more;
        }
        case Token.Any any -> {
          return wildcard(modifier, node);
        }
        case Token.One one -> {
          return wildcard(modifier, node);
        }
      }
      if (texts.size() > Limits.VARIANTS) {
        problems.refuse(node, "wanted at most " + Limits.VARIANTS + " variants of a value, found more");
        return false;
      }
    }
    texts.forEach(text -> to.add(new Value.Encoded(text.toString().getBytes(StandardCharsets.UTF_8), cased)));
    return true;
  }

  private boolean wildcard(Modifier modifier, ScalarNode node) {
    problems.refuse(node, "wanted text without wildcards for the modifier `" + modifier.word()
        + "` (`contains` and its like stand after it), found " + Nodes.found(node));
    return false;
  }

  /// Encoded text that no base64 followed, as text.
  private Value.@Nullable Pattern decoded(Value.Encoded encoded, ScalarNode node) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(encoded.bytes())).toString();
      return new Value.Pattern(new PatternText.Builder().add(text).build(), encoded.cased());
    } catch (CharacterCodingException e) {
      problems.refuse(node, "wanted `base64` or `base64offset` after an encoding of text that is not ASCII, found none for "
          + Nodes.found(node));
      return null;
    }
  }

  /// Puts configured values in the place of `%name%`; `\%` is a percent sign. Several placeholders multiply.
  private boolean expand(Value.Pattern pattern, ScalarNode node, List<Value> to) {
    List<List<Token>> variants = List.of(List.of());
    for (Token token : pattern.tokens()) {
      List<List<List<Token>>> pieces =
          token instanceof Token.Literal(String text) ? placeholders(text, node) : List.of(List.of(List.of(token)));
      for (List<List<Token>> alternatives : pieces) {
        if ((long) variants.size() * alternatives.size() > Limits.VARIANTS) {
          problems.refuse(node, "wanted at most " + Limits.VARIANTS + " variants of a value, found more");
          return false;
        }
        List<List<Token>> longer = new ArrayList<>(variants.size() * alternatives.size());
        for (List<Token> variant : variants) {
          for (List<Token> alternative : alternatives) {
            longer.add(new PatternText.Builder().addAll(variant).addAll(alternative).build());
          }
        }
        variants = longer;
      }
    }
    variants.forEach(tokens -> to.add(new Value.Pattern(tokens, pattern.cased())));
    return true;
  }

  /// A literal as a sequence of alternatives.
  private List<List<List<Token>>> placeholders(String text, ScalarNode node) {
    List<List<List<Token>>> pieces = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\\' && at + 1 < text.length() && text.charAt(at + 1) == '%') {
        literal.append('%');
        at += 2;
        continue;
      }
      int end = c == '%' ? nameEnd(text, at + 1) : at;
      if (end <= at + 1) {
        literal.append(c);
        at++;
        continue;
      }
      pieces.add(List.of(new PatternText.Builder().add(literal.toString()).build()));
      literal.setLength(0);
      pieces.add(configured(text.substring(at + 1, end), node));
      at = end + 1;
    }
    pieces.add(List.of(new PatternText.Builder().add(literal.toString()).build()));
    return pieces;
  }

  /// Where a name without blanks, backslashes and percent signs ends with `%`, or -1.
  private static int nameEnd(String text, int from) {
    int at = from;
    while (at < text.length() && "%\\ \t\r\n".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return at > from && at < text.length() && text.charAt(at) == '%' ? at : -1;
  }

  private List<List<Token>> configured(String name, ScalarNode node) {
    List<String> values = placeholders.getOrDefault(name, List.of());
    if (values.isEmpty()) {
      missing.add(name);
      missingAt = missingAt == null ? node : missingAt;
      return List.of(List.of(new Token.Literal("%" + name + "%")));
    }
    return values.stream().map(PatternText::parse).toList();
  }

  private @Nullable Predicate predicate(Value value, ScalarNode node) {
    return switch (value) {
      case Value.Written(String text, boolean cased) -> new Predicate.Text(PatternText.parse(text), cased);
      case Value.Pattern(List<Token> tokens, boolean cased) -> new Predicate.Text(tokens, cased);
      case Value.Encoded encoded -> {
        Value.Pattern pattern = decoded(encoded, node);
        yield pattern == null ? null : new Predicate.Text(pattern.tokens(), pattern.cased());
      }
      case Value.Number(BigDecimal number) -> new Predicate.NumberIs(number);
      case Value.Bool(boolean bool) -> new Predicate.BooleanIs(bool);
      case Value.Nothing nothing -> new Predicate.Null();
      case Value.Expression(Predicate.Regex regex) -> regex(regex, node);
      case Value.Network(Predicate.Cidr cidr) -> cidr;
      case Value.Presence(boolean wanted) -> new Predicate.Exists(wanted);
      case Value.Comparison(Order order, BigDecimal number) -> new Predicate.Compare(order, number);
      case Value.Part part -> new Predicate.TimePart(part.unit(), part.order(), part.number());
      case Value.Reference(String other, Relation relation, boolean cased) ->
          new Predicate.FieldReference(other, relation, cased);
    };
  }

  private @Nullable Predicate regex(Predicate.Regex regex, ScalarNode node) {
    if (regex.pattern().length() > Limits.REGEX_CHARS) {
      problems.refuse(node, "wanted a regular expression of at most " + Limits.REGEX_CHARS + " characters, found "
          + regex.pattern().length());
      return null;
    }
    Optional<String> fault = faults.computeIfAbsent(regex, syntax::fault);
    if (fault.isPresent()) {
      problems.refuse(node, "wanted a regular expression, found " + Nodes.shown(regex.pattern()) + ": " + fault.get());
      return null;
    }
    return regex;
  }
}
