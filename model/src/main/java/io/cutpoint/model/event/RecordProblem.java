package io.cutpoint.model.event;

/// A part of a source that could not be used, or was used in spite of a fault.
///
/// @param source where
/// @param offset bytes from the start of the source, unpacked
/// @param kind what became of the part
/// @param reason one of a small fixed set of words, the key of its counter, such as `bad-json`
/// @param wanted what a sound source has there
/// @param found what this one has there, short; text of the log inside it is already escaped
public record RecordProblem(SourceId source, long offset, Kind kind, String reason, String wanted, String found) {

  /// What became of the part.
  public enum Kind {
    /// It was read all the same; nothing is lost.
    WARNING,
    /// It was refused and counts as one part in the ledger.
    QUARANTINED,
    /// It was left out by a choice (a format that is not read, the user's own filter) and counts as one part.
    DROPPED
  }
}
