package io.cutpoint.model.event;

/// Writes the text of values that a record holds in another form, at the moment when somebody asks for it.
///
/// Most values of most records are never asked for: a reader adds them to a [FlatEvent] as they stand in the record,
/// with a number that says how they are written there. One for each worker.
public interface TextForm {

  /// The most bytes that the text of so many bytes in this form can have.
  int most(int form, int length);

  /// Writes the text to `to`, where [#most] bytes are free from `at` on.
  ///
  /// @return where the text ends
  int write(int form, byte[] from, int offset, int length, byte[] to, int at);

  /// What is known of values in this form without having their text written. Writers that say [Writing#UTF16] or
  /// [Writing#SYMBOLS] of a form with one number must mean the same.
  default Writing writing(int form) {
    return Writing.OTHER;
  }
}
