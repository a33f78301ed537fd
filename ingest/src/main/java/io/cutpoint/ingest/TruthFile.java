package io.cutpoint.ingest;

import java.nio.charset.StandardCharsets;

/// The truth that `demo` writes beside its evidence, `truth.ndjson`: what is known of an attack, no event of a log.
///
/// Only a file of that name of which every line that was looked at is a truth's is one, so that no log can be taken for
/// it, whatever an intruder gets written into a log; and it is told among what was left out.
final class TruthFile {
  private static final String NAME = "truth.ndjson";
  private static final byte[] BEGIN = "{\"intrusion\":\"".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] THEN = "\",\"source\":\"".getBytes(StandardCharsets.US_ASCII);

  private TruthFile() {}

  /// @param name of the source, members of archives after `!`
  /// @param head the first bytes
  static boolean is(String name, byte[] head) {
    int slash = Math.max(name.lastIndexOf('/'), Math.max(name.lastIndexOf('\\'), name.lastIndexOf('!')));
    if (!name.substring(slash + 1).equals(NAME)) {
      return false;
    }
    int lines = 0;
    for (int from = 0, i = 0; i < head.length; i++) {
      if (head[i] == '\n') {
        if (!isTruth(head, from, i)) {
          return false;
        }
        lines++;
        from = i + 1;
      }
    }
    return lines > 0;
  }

  private static boolean isTruth(byte[] head, int from, int to) {
    if (!begins(head, from, to, BEGIN)) {
      return false;
    }
    int at = from + BEGIN.length;
    while (at < to && head[at] != '"') {
      at++;
    }
    return begins(head, at, to, THEN);
  }

  private static boolean begins(byte[] head, int from, int to, byte[] with) {
    return to - from >= with.length && java.util.Arrays.equals(head, from, from + with.length, with, 0, with.length);
  }
}
