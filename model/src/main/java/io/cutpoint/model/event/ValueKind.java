package io.cutpoint.model.event;

/// What a source said a value is. The bytes of every kind are its text in UTF-8.
///
/// Absent, [#NULL] and [#EMPTY] are three things: an absent field has no entry at all.
public enum ValueKind {
  /// A string; may have no bytes, and is then present and empty.
  TEXT,
  /// An integer in decimal; what the source wrote in hexadecimal as text (`0x3e7`) is [#TEXT].
  INTEGER,
  /// A number with a fraction or an exponent, in the shortest decimal form (`2.0` is `2`).
  REAL,
  /// `true` or `false`.
  BOOLEAN,
  /// The source wrote null.
  NULL,
  /// An empty value of a format that has no null, such as XML: both empty and null.
  EMPTY,
  /// An object or array as compact JSON text.
  JSON
}
