package io.cutpoint.engine;

/// The analysis cannot go on. The message starts with the name of what failed and is for people.
public final class AnalysisException extends Exception {

  private static final long serialVersionUID = 1;

  /// What kind of failure, which decides the exit status.
  public enum Kind {
    /// A path is missing or cannot be read or written.
    IO,
    /// A setting cannot work.
    CONFIGURATION
  }

  private final Kind kind;

  public AnalysisException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public AnalysisException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /// What kind of failure.
  public Kind kind() {
    return kind;
  }
}
