package io.cutpoint.engine;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.cutpoint.match.CompiledRegex;
import io.cutpoint.match.RegexEngine;
import io.cutpoint.sigma.Predicate;
import io.cutpoint.sigma.RegexSyntax;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Regular expressions by RE2/J: linear in the text, whatever the expression.
///
/// Look-around and back references do not exist there; a rule that uses them is refused when it is read. Bytes that
/// are no UTF-8 match as U+FFFD.
final class Re2Regexes implements RegexEngine, RegexSyntax {

  /// The longest expression; public rules stay below 2,000 characters.
  private static final int MAX_LENGTH = 10_000;

  @Override
  public CompiledRegex compile(String pattern, boolean ignoreCase, boolean multiline, boolean dotAll) {
    return new Compiled(pattern(pattern, ignoreCase, multiline, dotAll));
  }

  private record Compiled(Pattern pattern) implements CompiledRegex {
    @Override
    public boolean find(byte[] utf8, int from, int to) {
      return pattern.matcher(new String(utf8, from, to - from, StandardCharsets.UTF_8)).find();
    }

    @Override
    public int stepsPerByte() {
      return pattern.programSize();
    }

    @Override
    public int[] where(byte[] utf8, int from, int to) {
      String text = new String(utf8, from, to - from, StandardCharsets.UTF_8);
      Matcher matcher = pattern.matcher(text);
      // Bytes that are no UTF-8 became one U+FFFD each or several: then places in the string say nothing of bytes.
      boolean sameBytes = text.getBytes(StandardCharsets.UTF_8).length == to - from && text.indexOf('\uFFFD') < 0;
      if (!sameBytes || !matcher.find()) {
        return new int[] {from, to};
      }
      int start = text.substring(0, matcher.start()).getBytes(StandardCharsets.UTF_8).length;
      int length = text.substring(matcher.start(), matcher.end()).getBytes(StandardCharsets.UTF_8).length;
      return new int[] {from + start, from + start + length};
    }
  }

  @Override
  public Optional<String> fault(Predicate.Regex regex) {
    try {
      pattern(regex.pattern(), regex.ignoreCase(), regex.multiline(), regex.dotAll());
      return Optional.empty();
    } catch (IllegalArgumentException refused) {
      return Optional.of(String.valueOf(refused.getMessage()));
    }
  }

  private static Pattern pattern(String pattern, boolean ignoreCase, boolean multiline, boolean dotAll) {
    if (pattern.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("wanted an expression of at most " + MAX_LENGTH + " characters, found " + pattern.length());
    }
    int flags = (ignoreCase ? Pattern.CASE_INSENSITIVE : 0) | (multiline ? Pattern.MULTILINE : 0) | (dotAll ? Pattern.DOTALL : 0);
    try {
      return Pattern.compile(pattern, flags);
    } catch (PatternSyntaxException wrong) {
      String why = wrong.getMessage() == null ? "wrong syntax" : wrong.getMessage();
      boolean unsupported = pattern.contains("(?=") || pattern.contains("(?!") || pattern.contains("(?<=") || pattern.contains("(?<!");
      throw new IllegalArgumentException(unsupported ? "look-around is not supported: " + why : why, wrong);
    }
  }
}
