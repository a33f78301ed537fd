package io.cutpoint.rules;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.cutpoint.match.CompiledRegex;
import io.cutpoint.match.RegexEngine;
import java.nio.charset.StandardCharsets;

/// RE2/J behind the port.
final class Re2Engine implements RegexEngine {

  @Override
  public CompiledRegex compile(String pattern, boolean ignoreCase, boolean multiline, boolean dotAll) {
    int flags = (ignoreCase ? Pattern.CASE_INSENSITIVE : 0) | (multiline ? Pattern.MULTILINE : 0) | (dotAll ? Pattern.DOTALL : 0);
    Pattern compiled;
    try {
      compiled = Pattern.compile(pattern, flags);
    } catch (PatternSyntaxException wrong) {
      throw new IllegalArgumentException(wrong.getMessage(), wrong);
    }
    return (utf8, from, to) -> compiled.matcher(new String(utf8, from, to - from, StandardCharsets.UTF_8)).find();
  }
}
