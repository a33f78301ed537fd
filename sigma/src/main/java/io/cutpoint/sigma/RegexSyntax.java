package io.cutpoint.sigma;

import java.util.Optional;

/// Says whether the regular expressions that will run the rules can take an expression: the port through which a
/// regex library outside this module is asked while rules are read.
@FunctionalInterface
public interface RegexSyntax {

  /// Why this expression cannot be used, or nothing where it can. Look-around and backreferences are to be named as
  /// not supported.
  Optional<String> fault(Predicate.Regex regex);
}
