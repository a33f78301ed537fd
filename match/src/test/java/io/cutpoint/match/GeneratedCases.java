package io.cutpoint.match;

import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.model.event.FlatEvent;
import io.cutpoint.model.event.LogSource;
import io.cutpoint.model.event.LogSourceSet;
import io.cutpoint.model.event.ValueKind;
import io.cutpoint.sigma.Expression;
import io.cutpoint.sigma.Predicate;
import io.cutpoint.sigma.Predicate.Order;
import io.cutpoint.sigma.Predicate.Relation;
import io.cutpoint.sigma.Predicate.Token;
import io.cutpoint.sigma.Predicate.Unit;
import io.cutpoint.sigma.Rule;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Random rules and events over few letters and names, so that they meet often: case pairs that change their length,
/// lone surrogates, bytes that are no text, odd numbers, addresses and times.
final class GeneratedCases {

  static final List<String> FIELDS = List.of("Image", "CommandLine", "User", "id");

  private static final List<String> PIECES = List.of(
      "a", "A", "b", "k", "K", "s", "S", "i", "I", "\\", "/", "-", ".", " ", "x", "+", "\u212a", "\u017f", "\u0130", "\u0131", "\u00e9", "\u00c9",
      "\u00df", "\u1e9e", "\u023a", "\u2c65", "\u2013", "\u2014", "\u2015", "\ud83d\ude00", "\ud801\udc00", "\ud801\udc28", "\n", "\ud800", "\udc00", "\uffff",
      "\\cmd.exe", "\\CMD.EXE", "system32", "c:\\", "true", "False", "abcd", "ABcd", "bcda", "0", "1");

  private static final List<String> WORDS = List.of(
      "4624", "4624.0", "+4624", "0x1210", "0X1210", "-1", "1e3", "1000", "1e-2", "0.01", ".5", "5.", "-0", "0", "00012", "12", "1e99999", "1e9999",
      "9999999999999999999999", "0xffffffffffffffffffff", "123456789012345678", "0x", "e5", "1.2.3", "true", "TRUE", "fal\u017fe", "false", "",
      "10.1.2.3", "10.01.2.3", "10.1.2", "256.1.1.1", "::ffff:10.1.2.3", "::1", "::", "fe80::1%eth0", "FE80:0:0:0:0:0:0:1", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7::",
      "::ffff:a01:203", "1::2::3", "2001:db8::1.2.3.4", "12345::", "1:", ":1", "10.1.2.3%x", "::%", "192.168.0.1",
      "2024-05-01T03:59:59Z", "2024/05/01 23:10", "2024-12-31", "2024-02-30T00:00", "2024-05-01T3:59", "2024-05-01T03:590", "2023-12-31 23:05:00.123", "0000-01-01");

  private static final List<String> REGEXES = List.of(
      "a+b", "^a.*b$", "(?i)k", "k", "K", "s+[-/]\\s?x", "(abc|bcd)a", "\\\\cmd\\.exe", "\\+.*\\+.*\\+", "[^a]b", "x{2}", "(a|b|)x", "\\d{4}", "(?:true|false)$",
      "\\Qa.b\\E", "a?b?c?d", "\u00e9", "(?i)\u00e9", "(ab){2,3}", "^$", "[ks]i", "\\bcmd\\b", "(sys|SYS)tem32.*(cmd|a)", "a\nb", "\\x61b", "s\\.|\\\\i", "(?i:ABCD)", "[a-c]{2}k");

  private static final List<Predicate.Cidr> NETWORKS = List.of(
      cidr(8, 10, 0, 0, 0), cidr(32, 10, 1, 2, 3), cidr(0, 0, 0, 0, 0), cidr(16, 192, 168, 0, 0),
      cidr(10, 0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), cidr(128, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1),
      cidr(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), cidr(64, 0, 1, 0, 2, 0, 3, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0));

  private final SplittableRandom random;

  GeneratedCases(long seed) {
    random = new SplittableRandom(seed);
  }

  private static Predicate.Cidr cidr(int prefix, int... bytes) {
    List<Byte> network = new ArrayList<>();
    for (int b : bytes) {
      network.add((byte) b);
    }
    return new Predicate.Cidr(network, prefix);
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  // Rules.

  List<Rule> rules(int count) {
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      LogSource source = chance(50) ? SomeRules.CATEGORY : chance(70) ? SomeRules.SERVICE : new LogSource("linux", null, null);
      rules.add(SomeRules.rule(source, expression(3)));
    }
    return rules;
  }

  private Expression expression(int depth) {
    int kind = depth == 0 ? 9 : random.nextInt(10);
    return switch (kind) {
      case 0, 1 -> new Expression.AllOf(expressions(depth));
      case 2, 3 -> new Expression.AnyOf(expressions(depth));
      case 4 -> new Expression.Not(expression(depth - 1));
      case 5 -> new Expression.Selection("s", expression(depth - 1));
      case 6 -> new Expression.KeywordTest(value());
      default -> SomeRules.field(one(FIELDS), predicate());
    };
  }

  private List<Expression> expressions(int depth) {
    List<Expression> parts = new ArrayList<>();
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      parts.add(expression(depth - 1));
    }
    return parts;
  }

  private Predicate predicate() {
    return switch (random.nextInt(12)) {
      case 0 -> new Predicate.Null();
      case 1 -> new Predicate.Exists(chance(50));
      case 2 -> new Predicate.FieldReference(one(FIELDS), one(List.of(Relation.values())), chance(30));
      default -> value();
    };
  }

  private Predicate value() {
    return switch (random.nextInt(14)) {
      case 0 -> new Predicate.Regex(one(REGEXES), chance(20), chance(20), chance(20));
      case 1 -> one(NETWORKS);
      case 2 -> new Predicate.NumberIs(number());
      case 3 -> new Predicate.Compare(one(List.of(Order.values())), number());
      case 4 -> new Predicate.BooleanIs(chance(50));
      case 5 -> new Predicate.TimePart(one(List.of(Unit.values())), one(List.of(Order.values())), BigDecimal.valueOf(random.nextInt(60)));
      default -> new Predicate.Text(pattern(), chance(15));
    };
  }

  private BigDecimal number() {
    return new BigDecimal(one(List.of("4624", "-1", "1000", "0.01", "0.5", "5", "0", "12", "1e9999", "9999999999999999999999", "1208925819614629174706175",
        "123456789012345678", "1.5", "255.5")).replace("1e9999", "1e900"));
  }

  private List<Token> pattern() {
    List<Token> tokens = new ArrayList<>();
    if (chance(60)) {
      tokens.add(new Token.Any());
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      tokens.add(switch (random.nextInt(10)) {
        case 0 -> new Token.Any();
        case 1 -> new Token.One();
        case 2 -> new Token.Dash();
        default -> new Token.Literal(chance(15) ? nonEmptyWord() : text(1, 4));
      });
    }
    if (chance(50)) {
      tokens.add(new Token.Any());
    }
    return tokens;
  }

  private String nonEmptyWord() {
    String word = one(WORDS);
    return word.isEmpty() ? "k" : word;
  }

  private String text(int least, int most) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(least, most + 1); i > 0; i--) {
      text.append(one(PIECES));
    }
    return text.toString();
  }

  // Events.

  FlatEvent event(FieldDictionary dictionary) {
    LogSourceSet sources = chance(80) ? SomeRules.BOTH : chance(50) ? LogSourceSet.of(List.of(SomeRules.SERVICE)) : LogSourceSet.NONE;
    SomeEvents event = new SomeEvents(dictionary, sources);
    for (int i = random.nextInt(7); i > 0; i--) {
      event.with(chance(90) ? one(FIELDS) : "unknown", kind(), value(dictionary));
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      event.generic(one(FIELDS), kind(), value(dictionary));
    }
    return fixed(event.event());
  }

  /// Kinds that have no text get none.
  private FlatEvent fixed(FlatEvent event) {
    FlatEvent fixed = new FlatEvent();
    fixed.begin(event.source(), 0, 0, event.raw(), 0, 0, 0);
    fixed.logSources(event.logSources());
    for (int i = 0; i < event.count(); i++) {
      boolean empty = event.kind(i) == ValueKind.NULL || event.kind(i) == ValueKind.EMPTY;
      int length = empty ? 0 : event.length(i);
      if (i < event.originals()) {
        fixed.add(event.field(i), event.name(i), event.kind(i), event.bytes(i), event.offset(i), length);
        fixed.endOriginals();
      } else {
        fixed.addGeneric(event.field(i), event.name(i), event.kind(i), event.bytes(i), event.offset(i), length);
      }
    }
    return fixed;
  }

  private ValueKind kind() {
    return chance(70) ? ValueKind.TEXT : one(List.of(ValueKind.values()));
  }

  private byte[] value(FieldDictionary dictionary) {
    if (chance(25)) {
      return one(WORDS).getBytes(StandardCharsets.UTF_8);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = random.nextInt(chance(5) ? 40 : 5); i > 0; i--) {
      if (chance(4)) {
        bytes.write(random.nextInt(256));
      } else {
        bytes.writeBytes(Folding.bytes(chance(10) ? one(WORDS) : one(PIECES), false));
      }
    }
    return bytes.toByteArray();
  }
}
