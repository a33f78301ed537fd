package io.cutpoint.sigma;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/// What type an unquoted YAML scalar has, by the rules of YAML 1.1 as PyYAML's safe loader applies them.
///
/// All Sigma tools stand on that loader: `0x18` is 24, `010` is 8, `1:30` is 90, `yes` is a boolean, `1e3` is text.
/// SnakeYAML's own resolver differs in floats, so it is not asked. Reference: YAML 1.1 types at yaml.org/type; PyYAML
/// 6.0 `resolver.py`, `constructor.py`.
final class Scalars {

  /// Marks plain scalars, whose type is found only when somebody asks.
  private static final Tag PLAIN = new Tag("!cutpoint-plain");

  /// A resolver for the composer that leaves plain scalars for later.
  static final Resolver DEFERRED = new Resolver() {
    @Override
    protected void addImplicitResolvers() {}

    @Override
    public Tag resolve(NodeId kind, String value, boolean implicit) {
      return switch (kind) {
        case scalar -> implicit ? PLAIN : Tag.STR;
        case sequence -> Tag.SEQ;
        case mapping, anchor -> Tag.MAP;
      };
    }
  };

  private Scalars() {}

  /// A scalar with its type.
  sealed interface Scalar {}

  record Text(String text) implements Scalar {}

  /// @param number without trailing zeros in its fraction
  record Number(BigDecimal number) implements Scalar {}

  record Bool(boolean value) implements Scalar {}

  record Null() implements Scalar {}

  /// A type that Sigma has no use for.
  record Unusable(String what) implements Scalar {}

  private static final Null NULL = new Null();

  /// Whether the node is the merge key `<<`.
  static boolean isMerge(Node key) {
    return key instanceof ScalarNode scalar && scalar.getValue().equals("<<") && scalar.getTag().equals(PLAIN);
  }

  /// The scalar with its type.
  static Scalar resolve(ScalarNode node) {
    Tag tag = node.getTag();
    String text = node.getValue();
    if (tag.equals(PLAIN)) {
      return plain(text);
    }
    if (tag.equals(Tag.STR)) {
      return new Text(text);
    }
    Scalar plain = plain(text);
    boolean fits = switch (plain) {
      case Number number -> tag.equals(Tag.INT) || tag.equals(Tag.FLOAT);
      case Bool bool -> tag.equals(Tag.BOOL);
      case Null nothing -> tag.equals(Tag.NULL);
      case Text other -> false;
      case Unusable unusable -> false;
    };
    return fits ? plain : new Unusable("the type " + tag.getValue());
  }

  private static Scalar plain(String text) {
    if (text.isEmpty()) {
      return NULL;
    }
    char first = text.charAt(0);
    if ((first >= '0' && first <= '9') || first == '-' || first == '+' || first == '.') {
      return numeric(text);
    }
    return switch (text) {
      case "~", "null", "Null", "NULL" -> NULL;
      case "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON" -> new Bool(true);
      case "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF" -> new Bool(false);
      default -> new Text(text);
    };
  }

  private static Scalar numeric(String text) {
    boolean signed = text.charAt(0) == '-' || text.charAt(0) == '+';
    boolean negative = text.charAt(0) == '-';
    String body = signed ? text.substring(1) : text;
    BigDecimal number = integer(body);
    if (number == null) {
      if (body.equals(".inf") || body.equals(".Inf") || body.equals(".INF")
          || (!signed && (body.equals(".nan") || body.equals(".NaN") || body.equals(".NAN")))) {
        return new Unusable("the number");
      }
      number = real(body, signed);
    }
    if (number != null) {
      return new Number(plainNotation(negative ? number.negate() : number));
    }
    if (!signed && isDate(text)) {
      return new Unusable("a date (in quotes it is text)");
    }
    return body.length() > ValueText.MAX_NUMBER_CHARS && body.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '_')
        ? new Unusable("a number beyond " + ValueText.MAX_NUMBER_CHARS + " digits,")
        : new Text(text);
  }

  /// Without trailing zeros in the fraction and without an exponent.
  static BigDecimal plainNotation(BigDecimal number) {
    BigDecimal stripped = number.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  private static @Nullable BigDecimal integer(String body) {
    int length = body.length();
    if (length == 0 || length > ValueText.MAX_NUMBER_CHARS || body.charAt(0) < '0' || body.charAt(0) > '9') {
      return null;
    }
    if (body.equals("0")) {
      return BigDecimal.ZERO;
    }
    if (body.charAt(0) == '0') {
      int radix = body.startsWith("0x") ? 16 : body.startsWith("0b") ? 2 : 8;
      String digits = body.substring(radix == 8 ? 1 : 2);
      if (digits.isEmpty() || !digits.chars().allMatch(c -> c == '_' || (c < 0x80 && Character.digit(c, radix) >= 0))) {
        return null;
      }
      String bare = digits.replace("_", "");
      return bare.isEmpty() ? (radix == 8 ? BigDecimal.ZERO : null) : new BigDecimal(new BigInteger(bare, radix));
    }
    int at = decimal(body, 0);
    BigDecimal value = new BigDecimal(body.substring(0, at).replace("_", ""));
    while (at < length) {
      int group = sexagesimal(body, at);
      if (group == 0) {
        return null;
      }
      value = value.multiply(BigDecimal.valueOf(60)).add(new BigDecimal(body.substring(at + 1, at + group)));
      at += group;
    }
    return value;
  }

  private static @Nullable BigDecimal real(String body, boolean signed) {
    int length = body.length();
    if (length == 0 || length > ValueText.MAX_NUMBER_CHARS) {
      return null;
    }
    boolean wholePart = body.charAt(0) >= '0' && body.charAt(0) <= '9';
    if (!wholePart && (signed || length < 2 || body.charAt(0) != '.' || body.charAt(1) < '0' || body.charAt(1) > '9')) {
      return null;
    }
    int at = decimal(body, 0);
    BigDecimal base = null;
    int groups = at;
    while (groups < length && body.charAt(groups) == ':') {
      int group = sexagesimal(body, groups);
      if (group == 0) {
        return null;
      }
      base = (base == null ? new BigDecimal(body.substring(0, at).replace("_", "")) : base)
          .multiply(BigDecimal.valueOf(60));
      BigDecimal more = new BigDecimal(body.substring(groups + 1, groups + group));
      base = base.add(more);
      groups += group;
    }
    at = groups;
    if (at >= length || body.charAt(at) != '.') {
      return null;
    }
    int fraction = decimal(body, at + 1);
    String digits = body.substring(at + 1, fraction).replace("_", "");
    int end = fraction;
    if (base == null && end + 2 < length && (body.charAt(end) == 'e' || body.charAt(end) == 'E')
        && (body.charAt(end + 1) == '-' || body.charAt(end + 1) == '+')) {
      end += 2;
      while (end < length && body.charAt(end) >= '0' && body.charAt(end) <= '9') {
        end++;
      }
      if (end - fraction > 2 + ValueText.MAX_EXPONENT_DIGITS) {
        return null;
      }
    }
    if (end != length) {
      return null;
    }
    if (base != null) {
      return digits.isEmpty() ? base : base.add(new BigDecimal("0." + digits));
    }
    String whole = body.substring(0, at).replace("_", "");
    return new BigDecimal((whole.isEmpty() ? "0" : whole) + (digits.isEmpty() ? "" : "." + digits) + body.substring(fraction));
  }

  /// Where the digits and underscores that begin here end.
  private static int decimal(String body, int from) {
    int at = from;
    while (at < body.length() && (body.charAt(at) == '_' || (body.charAt(at) >= '0' && body.charAt(at) <= '9'))) {
      at++;
    }
    return at;
  }

  /// The length of a group `:0` to `:59` here, or 0.
  private static int sexagesimal(String body, int at) {
    int end = at + 1;
    while (end < body.length() && end - at <= 2 && body.charAt(end) >= '0' && body.charAt(end) <= '9') {
      end++;
    }
    int digits = end - at - 1;
    return body.charAt(at) != ':' || digits == 0 || (digits == 2 && body.charAt(at + 1) > '5') ? 0 : digits + 1;
  }

  /// `yyyy-mm-dd`, or `yyyy-m-d` followed by a time of day.
  private static boolean isDate(String text) {
    int[] at = {0};
    if (digits(text, at, 4, 4) && next(text, at, '-') && digits(text, at, 1, 2) && next(text, at, '-') && digits(text, at, 1, 2)) {
      if (at[0] == text.length()) {
        return at[0] == 10;
      }
      char separator = text.charAt(at[0]);
      if (separator == 'T' || separator == 't') {
        at[0]++;
      } else {
        blanks(text, at);
      }
      if (at[0] > 0 && "Tt \t".indexOf(text.charAt(at[0] - 1)) >= 0
          && digits(text, at, 1, 2) && next(text, at, ':') && digits(text, at, 2, 2) && next(text, at, ':') && digits(text, at, 2, 2)) {
        if (next(text, at, '.')) {
          digits(text, at, 0, Integer.MAX_VALUE);
        }
        blanks(text, at);
        if (at[0] < text.length() && !next(text, at, 'Z') && (next(text, at, '-') || next(text, at, '+'))
            && digits(text, at, 1, 2) && next(text, at, ':')) {
          digits(text, at, 2, 2);
        }
        return at[0] == text.length();
      }
    }
    return false;
  }

  private static boolean digits(String text, int[] at, int least, int most) {
    int from = at[0];
    while (at[0] < text.length() && at[0] - from < most && text.charAt(at[0]) >= '0' && text.charAt(at[0]) <= '9') {
      at[0]++;
    }
    return at[0] - from >= least;
  }

  private static void blanks(String text, int[] at) {
    while (at[0] < text.length() && (text.charAt(at[0]) == ' ' || text.charAt(at[0]) == '\t')) {
      at[0]++;
    }
  }

  private static boolean next(String text, int[] at, char wanted) {
    if (at[0] < text.length() && text.charAt(at[0]) == wanted) {
      at[0]++;
      return true;
    }
    return false;
  }
}
