package io.cutpoint.match;

import io.cutpoint.model.event.View;

/// Numbers for what predicates look at: a field as one view sees it, or all leaves of the record.
final class FieldKeys {

  /// The lane of [#keywords]; a view's is its ordinal. An entry may be of one plan in each lane.
  static final int KEYWORD_LANE = 2;

  static final int LANES = 3;

  private FieldKeys() {}

  /// A field as a view sees it.
  static int of(int field, View view) {
    return field * 2 + view.ordinal();
  }

  /// All leaves of the record, in a dictionary of this size.
  static int keywords(int dictionarySize) {
    return dictionarySize * 2;
  }
}
