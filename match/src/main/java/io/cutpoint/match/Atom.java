package io.cutpoint.match;

import java.math.BigDecimal;

/// Something that one look at a value decides, for all rules together: what `FieldIndex` finds.
sealed interface Atom {

  /// Some value is there, even null.
  Atom EXISTS = new Exists();

  /// Some value is there that is not null.
  Atom PRESENT = new Present();

  /// The folded text has this literal in this place.
  record Text(TextShape.Literal literal) implements Atom {}

  /// The value is this number, written without needless zeros.
  record Number(BigDecimal number) implements Atom {}

  /// See [#EXISTS].
  record Exists() implements Atom {}

  /// See [#PRESENT].
  record Present() implements Atom {}
}
