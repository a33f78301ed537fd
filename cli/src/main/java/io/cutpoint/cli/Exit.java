package io.cutpoint.cli;

/// Exit codes, as docs/analyze.md lists them.
final class Exit {

  static final int DONE = 0;
  static final int USAGE = 2;
  static final int UNREADABLE = 3;
  static final int CONDITION_MET = 10;
  static final int BUG = 70;
  static final int IO = 74;
  static final int CONFIGURATION = 78;
  static final int INTERRUPTED = 130;

  private Exit() {}
}
