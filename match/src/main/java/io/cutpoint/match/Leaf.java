package io.cutpoint.match;

import java.util.List;

/// A predicate, compiled: either alternatives that an index finds, or a test that runs when it is asked for.
sealed interface Leaf {

  /// True where one of the atoms is found.
  record Atoms(List<Atom> atoms) implements Leaf {}

  /// True where the test says so; it can be so only where of each guard one atom is found.
  ///
  /// @param guards may be empty only where the test is true of absent fields
  record Tested(Direct test, List<List<Atom>> guards) implements Leaf {}
}
