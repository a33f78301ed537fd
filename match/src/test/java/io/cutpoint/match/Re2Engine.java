package io.cutpoint.match;

import com.google.re2j.Pattern;
import java.nio.charset.StandardCharsets;

/// RE2/J behind the port, as the tests need it: by way of strings, like the reference interpreter.
final class Re2Engine implements RegexEngine {

  @Override
  public CompiledRegex compile(String pattern, boolean ignoreCase, boolean multiline, boolean dotAll) {
    int flags = (ignoreCase ? Pattern.CASE_INSENSITIVE : 0) | (multiline ? Pattern.MULTILINE : 0) | (dotAll ? Pattern.DOTALL : 0);
    Pattern compiled;
    try {
      compiled = Pattern.compile(pattern, flags);
    } catch (com.google.re2j.PatternSyntaxException wrong) {
      throw new IllegalArgumentException(wrong.getMessage(), wrong);
    }
    return (utf8, from, to) -> compiled.matcher(new String(utf8, from, to - from, StandardCharsets.UTF_8)).find();
  }
}
