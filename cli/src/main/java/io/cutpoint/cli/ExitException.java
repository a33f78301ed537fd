package io.cutpoint.cli;

/// Ends a verb with an exit code and one line for people.
final class ExitException extends Exception {

  private static final long serialVersionUID = 1;

  private final int code;

  ExitException(int code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  int code() {
    return code;
  }
}
