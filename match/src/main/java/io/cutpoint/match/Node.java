package io.cutpoint.match;

import java.util.List;

/// A condition whose predicates are compiled, before it belongs to a partition.
sealed interface Node {

  /// A predicate of a field.
  ///
  /// @param key field and view as [FieldKeys] numbers them
  /// @param other the key of the field referred to, or -1
  record Test(int key, Leaf leaf, int other) implements Node {}

  /// All parts.
  record All(List<Node> parts) implements Node {}

  /// One of the parts.
  record Any(List<Node> parts) implements Node {}

  /// Not the part.
  record Not(Node part) implements Node {}
}
