package io.cutpoint.cli;

import io.cutpoint.cli.reference.ExitCode;
import java.util.List;

/// Exit codes, as `cutpoint help exit-codes` and docs/commands.md list them.
final class Exit {

  static final int DONE = 0;
  static final int USAGE = 2;
  static final int UNREADABLE = 3;
  static final int INCOMPATIBLE = 4;
  static final int CONDITION_MET = 10;
  static final int BUG = 70;
  static final int IO = 74;
  static final int CONFIGURATION = 78;
  static final int INTERRUPTED = 130;

  /// What each means.
  static final List<ExitCode> ALL =
      List.of(
          new ExitCode(DONE, "done, whatever was found"),
          new ExitCode(USAGE, "the command line cannot be understood; two lines say which part and what to do instead"),
          new ExitCode(UNREADABLE, "with --strict: some input could not be read, and is named"),
          new ExitCode(INCOMPATIBLE, "a result was written by a newer Cutpoint than the one that should read it"),
          new ExitCode(CONDITION_MET, "--fail-on is met; this wins over 3"),
          new ExitCode(BUG, "a bug, and one line names the file where its trace was kept; or the memory is used up"),
          new ExitCode(IO, "a path or a result is missing, or reading or writing failed"),
          new ExitCode(CONFIGURATION, "no usable Java, or a setting cannot work: an unknown key, a value that is none"),
          new ExitCode(INTERRUPTED, "interrupted; the result so far was kept, and its summary says so. Interrupted twice: ended at once, without a result"));

  private Exit() {}
}
