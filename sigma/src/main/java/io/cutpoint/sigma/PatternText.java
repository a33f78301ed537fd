package io.cutpoint.sigma;

import io.cutpoint.sigma.Predicate.Token;
import java.util.ArrayList;
import java.util.List;

/// Sigma's text values as tokens: wildcards, their escapes, and the dashes of `windash`.
///
/// A backslash is an escape only before `*`, `?` or another backslash, and is text everywhere else, also at the end.
/// Text is parsed before any modifier adds a wildcard: `C:\` with `startswith` must not become `C:\*`.
///
/// Source: sigma-specification 2.1.0, "Escaping".
final class PatternText {

  static final Token.Any ANY = new Token.Any();
  static final Token.One ONE = new Token.One();
  static final Token.Dash DASH = new Token.Dash();

  private PatternText() {}

  /// Collects tokens in canonical form: no literal beside a literal, no [Token.Any] beside another.
  static final class Builder {

    private final List<Token> tokens = new ArrayList<>();
    private final StringBuilder literal = new StringBuilder();

    Builder add(char c) {
      literal.append(c);
      return this;
    }

    Builder add(String text) {
      literal.append(text);
      return this;
    }

    Builder add(Token token) {
      if (token instanceof Token.Literal text) {
        return add(text.text());
      }
      flush();
      if (!(token instanceof Token.Any && !tokens.isEmpty() && tokens.getLast() instanceof Token.Any)) {
        tokens.add(token);
      }
      return this;
    }

    Builder addAll(List<Token> more) {
      more.forEach(this::add);
      return this;
    }

    List<Token> build() {
      flush();
      return List.copyOf(tokens);
    }

    private void flush() {
      if (!literal.isEmpty()) {
        tokens.add(new Token.Literal(literal.toString()));
        literal.setLength(0);
      }
    }
  }

  /// The tokens of a value as an author wrote it.
  static List<Token> parse(String written) {
    if (written.isEmpty()) {
      return List.of();
    }
    if (written.indexOf('*') < 0 && written.indexOf('?') < 0 && written.indexOf("\\\\") < 0) {
      return List.of(new Token.Literal(written));
    }
    Builder tokens = new Builder();
    for (int i = 0; i < written.length(); i++) {
      char c = written.charAt(i);
      if (c == '\\' && i + 1 < written.length() && isSpecial(written.charAt(i + 1))) {
        tokens.add(written.charAt(++i));
      } else if (c == '*') {
        tokens.add(ANY);
      } else if (c == '?') {
        tokens.add(ONE);
      } else {
        tokens.add(c);
      }
    }
    return tokens.build();
  }

  private static boolean isSpecial(char c) {
    return c == '\\' || c == '*' || c == '?';
  }

  /// The tokens with [Token.Any] before, after or on both sides.
  static List<Token> open(List<Token> tokens, boolean before, boolean after) {
    Builder opened = new Builder();
    if (before) {
      opened.add(ANY);
    }
    opened.addAll(tokens);
    if (after) {
      opened.add(ANY);
    }
    return opened.build();
  }

  /// The tokens with every `-` and `/` that begins an option as [Token.Dash]: no letter, digit or `_` stands before
  /// it and one stands after it (`\B[-/]\b`). Where a wildcard stands beside it, nothing counts as standing there.
  static List<Token> withDashes(List<Token> tokens) {
    Builder dashed = new Builder();
    for (Token token : tokens) {
      if (token instanceof Token.Literal(String text)) {
        for (int i = 0; i < text.length(); i++) {
          char c = text.charAt(i);
          boolean begins = (c == '-' || c == '/')
              && (i == 0 || !isWord(text.codePointBefore(i)))
              && i + 1 < text.length() && isWord(text.codePointAt(i + 1));
          if (begins) {
            dashed.add(DASH);
          } else {
            dashed.add(c);
          }
        }
      } else {
        dashed.add(token);
      }
    }
    return dashed.build();
  }

  private static boolean isWord(int codePoint) {
    return codePoint == '_' || Character.isLetterOrDigit(codePoint);
  }
}
