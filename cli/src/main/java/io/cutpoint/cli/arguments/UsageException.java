package io.cutpoint.cli.arguments;

/// The command line cannot be understood. The message names the bad part; nothing in it is escaped yet.
public final class UsageException extends Exception {

  private static final long serialVersionUID = 1;

  private final String hint;

  public UsageException(String message, String hint) {
    super(message, null, false, false);
    this.hint = hint;
  }

  /// What to do instead, one line.
  public String hint() {
    return hint;
  }

  /// What is wrong, one line.
  public String what() {
    return String.valueOf(getMessage());
  }
}
