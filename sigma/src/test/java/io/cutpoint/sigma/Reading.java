package io.cutpoint.sigma;

import io.cutpoint.sigma.Predicate.Token;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Reads rules that tests write inline, and writes expressions so that they can be compared with text.
final class Reading {

  /// Takes every expression but those with an opening parenthesis that is never closed, or look-around.
  static final RegexSyntax SYNTAX = regex -> regex.pattern().contains("(?=") ? Optional.of("look-around is not supported")
      : regex.pattern().endsWith("(") ? Optional.of("missing closing parenthesis") : Optional.empty();

  private Reading() {}

  static RuleSet read(String... files) {
    return read(Map.of(), files);
  }

  static RuleSet read(Map<String, List<String>> placeholders, String... files) {
    List<RuleFile> all = new java.util.ArrayList<>();
    for (int i = 0; i < files.length; i++) {
      all.add(new RuleFile("pack", "rules/r" + i + ".yml", files[i].getBytes(StandardCharsets.UTF_8)));
    }
    return new RuleReader(SYNTAX, placeholders).read(all);
  }

  /// A whole rule with this detection, indented by two.
  static String rule(String detection) {
    return "title: t\nlogsource:\n  category: test\ndetection:\n" + detection.indent(2);
  }

  /// A rule with one selection of these lines.
  static RuleSet selection(String lines) {
    return read(rule("s:\n" + lines.indent(2) + "condition: s\n"));
  }

  /// The body of the only selection of the only rule.
  static String body(RuleSet set) {
    if (set.rules().size() != 1) {
      throw new AssertionError("wanted one rule, found " + set);
    }
    return ((Expression.Selection) set.rules().getFirst().condition()).body() instanceof Expression body ? show(body) : "";
  }

  static String body(String lines) {
    return body(selection(lines));
  }

  /// The kinds and texts of all problems, one a line.
  static String problems(RuleSet set) {
    return set.problems().stream().map(problem -> problem.kind() + " " + problem).collect(Collectors.joining("\n"));
  }

  static String show(Expression expression) {
    return switch (expression) {
      case Expression.AllOf all -> "(" + all.parts().stream().map(Reading::show).collect(Collectors.joining(" & ")) + ")";
      case Expression.AnyOf any -> "(" + any.parts().stream().map(Reading::show).collect(Collectors.joining(" | ")) + ")";
      case Expression.Not not -> "!" + show(not.part());
      case Expression.Selection selection -> selection.name();
      case Expression.FieldTest test -> test.field() + show(test.predicate());
      case Expression.KeywordTest test -> "keyword" + show(test.predicate());
    };
  }

  private static String show(Predicate predicate) {
    return switch (predicate) {
      case Predicate.Text text -> (text.cased() ? "==" : "=") + show(text.pattern());
      case Predicate.Regex regex -> "~" + regex.pattern() + "/" + (regex.ignoreCase() ? "i" : "") + (regex.multiline() ? "m" : "") + (regex.dotAll() ? "s" : "");
      case Predicate.Cidr cidr -> " in " + cidr.network() + "/" + cidr.prefix();
      case Predicate.NumberIs number -> "#" + number.number().toPlainString();
      case Predicate.Compare compare -> " " + compare.order() + " " + compare.number().toPlainString();
      case Predicate.BooleanIs bool -> " is " + bool.value();
      case Predicate.Null n -> " is null";
      case Predicate.Exists exists -> exists.wanted() ? " exists" : " missing";
      case Predicate.FieldReference reference -> " " + reference.relation() + (reference.cased() ? " cased " : " ") + reference.other();
      case Predicate.TimePart part -> " " + part.unit() + " " + part.order() + " " + part.number().toPlainString();
    };
  }

  /// Tokens with `‹*›`, `‹?›` and `‹-›` for wildcards and dashes, `|` between tokens.
  static String show(List<Token> tokens) {
    return tokens.stream().map(token -> switch (token) {
      case Token.Literal literal -> literal.text();
      case Token.Any any -> "‹*›";
      case Token.One one -> "‹?›";
      case Token.Dash dash -> "‹-›";
    }).collect(Collectors.joining("|"));
  }
}
