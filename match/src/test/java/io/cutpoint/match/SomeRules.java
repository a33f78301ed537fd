package io.cutpoint.match;

import io.cutpoint.model.detection.Level;
import io.cutpoint.model.detection.RuleKey;
import io.cutpoint.model.detection.RuleReference;
import io.cutpoint.model.detection.Status;
import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.model.event.LogSource;
import io.cutpoint.model.event.LogSourceSet;
import io.cutpoint.sigma.Expression;
import io.cutpoint.sigma.Predicate;
import io.cutpoint.sigma.Predicate.Token;
import io.cutpoint.sigma.Rule;
import java.util.ArrayList;
import java.util.List;

/// Rules and patterns built from the tree itself.
final class SomeRules {

  static final LogSource CATEGORY = new LogSource("windows", "process_creation", null);
  static final LogSource SERVICE = new LogSource("windows", null, "sysmon");
  static final LogSourceSet BOTH = LogSourceSet.of(List.of(CATEGORY, SERVICE));

  private SomeRules() {}

  static Rule rule(LogSource logSource, Expression condition) {
    RuleKey key = new RuleKey("test", "r", "0");
    RuleReference reference = new RuleReference(key, "r", Level.LOW, Status.TEST, List.of(), List.of(), logSource, null);
    return new Rule(reference, "r.yml", List.of(), List.of(), List.of(), condition);
  }

  static Rule rule(Expression condition) {
    return rule(CATEGORY, condition);
  }

  static Program compile(List<Rule> rules) {
    FieldDictionary dictionary = FieldDictionary.of(RuleCompiler.fields(rules));
    return RuleCompiler.compile(rules, dictionary, new Re2Engine(), MatchLimits.DEFAULT);
  }

  static Expression field(String name, Predicate predicate) {
    return new Expression.FieldTest(name, predicate);
  }

  /// A pattern: `*`, `?` and `~` (a dash) are tokens, all else is literal.
  static Predicate.Text text(String pattern) {
    return text(pattern, false);
  }

  static Predicate.Text text(String pattern, boolean cased) {
    List<Token> tokens = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    for (int i = 0; i <= pattern.length(); i++) {
      char c = i < pattern.length() ? pattern.charAt(i) : '*';
      if (c != '*' && c != '?' && c != '~') {
        literal.append(c);
        continue;
      }
      if (!literal.isEmpty()) {
        tokens.add(new Token.Literal(literal.toString()));
        literal.setLength(0);
      }
      if (i < pattern.length()) {
        tokens.add(c == '*' ? new Token.Any() : c == '?' ? new Token.One() : new Token.Dash());
      }
    }
    return new Predicate.Text(tokens, cased);
  }

  static Predicate contains(String literal) {
    return new Predicate.Text(List.of(new Token.Any(), new Token.Literal(literal), new Token.Any()), false);
  }
}
