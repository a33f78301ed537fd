package io.cutpoint.oracle;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.cutpoint.sigma.Predicate;
import io.cutpoint.sigma.RegexSyntax;
import java.util.Optional;

/// The regular expressions that RE2/J takes: all but look-around, backreferences and possessive quantifiers.
public final class Re2Syntax implements RegexSyntax {

  /// The syntax.
  public Re2Syntax() {}

  @Override
  public Optional<String> fault(Predicate.Regex regex) {
    try {
      compile(regex);
      return Optional.empty();
    } catch (PatternSyntaxException e) {
      String what = e.getDescription() + (e.getPattern() == null ? "" : " `" + e.getPattern() + "`");
      boolean lookAround = regex.pattern().contains("(?=") || regex.pattern().contains("(?!")
          || regex.pattern().contains("(?<=") || regex.pattern().contains("(?<!");
      return Optional.of(lookAround ? "look-around is not supported (" + what + ")" : what);
    }
  }

  /// The expression with its flags.
  static Pattern compile(Predicate.Regex regex) {
    int flags = (regex.ignoreCase() ? Pattern.CASE_INSENSITIVE : 0)
        | (regex.multiline() ? Pattern.MULTILINE : 0)
        | (regex.dotAll() ? Pattern.DOTALL : 0);
    return Pattern.compile(regex.pattern(), flags);
  }
}
