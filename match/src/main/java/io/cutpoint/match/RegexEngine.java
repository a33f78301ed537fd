package io.cutpoint.match;

/// Compiles regular expressions: the port behind which a regex library stands.
///
/// The syntax is what Sigma rules use, that of RE2: no look-around and no back references. The compiler reads it too,
/// to find the literals that a match needs (`RegexLiterals`). Implementations must run in time linear in the text.
public interface RegexEngine {

  /// Compiles one expression.
  ///
  /// @param ignoreCase upper and lower case are the same
  /// @param multiline `^` and `$` also match at line ends
  /// @param dotAll `.` also matches a line end
  /// @return safe for any number of threads
  /// @throws IllegalArgumentException where the expression is wrong or cannot be supported; its message says why
  CompiledRegex compile(String pattern, boolean ignoreCase, boolean multiline, boolean dotAll);
}
