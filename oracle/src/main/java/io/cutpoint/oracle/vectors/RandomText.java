package io.cutpoint.oracle.vectors;

import java.util.List;
import java.util.SplittableRandom;

/// The words that random rules and random events share, so that the one often matches the other.
final class RandomText {

  /// Whole values: what events hold and rules ask for.
  static final List<String> WHOLE = List.of(
      "C:\\Windows\\System32\\cmd.exe", "c:\\windows\\SYSTEM32\\CMD.EXE", "\\\\srv\\share", "a*b", "a?b", "a\\*b", "a\\b",
      "\u0130stanbul", "istanbul", "\u0131stanbul", "\u212Aelvin", "kelvin", "\u017Fum", "Straße", "STRASSE", "\u03A3\u03B1\u03C2", "\u03C3\u03B1\u03C3",
      "\uD83D\uDE00", "x\uD83D\uDE00y", "true", "True", "false", "4624", "46", "0x18", "24", "24.0", "1.5", "1e3", "1000", "-7", "2",
      "10.0.0.1", "::ffff:10.0.0.1", "fe80::1%eth0", "FE80:0:0:0:0:0:0:1", "192.168.1.200", "10.0.0",
      "2024-05-01T03:59:59Z", "2023-12-31 23:05:00.123", "2024/12/31", "not a date",
      "cmd /c whoami", "cmd -c whoami", "cmd \u2013c whoami", "cmd /C WHOAMI", "YwBtAGQA", "Y21k", "xx Y21k yy", "IABjAG0AZAA",
      "a\nb", "line one\nb\nline three", "", " ", "*", "\\", "%name%", "{\"k\":\"v\"}", "user=123", "aaaa", "aaab");

  /// Parts of values.
  static final List<String> PARTS = List.of(
      "cmd", "CMD", ".exe", "\\", "\\\\", " -c ", " /c ", " ", "a", "b", "ab", "*", "?", "i", "I", "\u0130", "\u0131", "k", "K", "\u212A", "s", "\u017F",
      "\u00E4", "\u00C4", "\u00DF", "\u03C3", "\u03C2", "\uD83D\uDE00", "\uD83D\uDE01", "\u20AC", "46", "24", "true", "\n", "whoami", "WhoAmI", "srv", "-", "/",
      "\u2014", "=", "1", "stan", "elvin");

  private final SplittableRandom random;

  RandomText(SplittableRandom random) {
    this.random = random;
  }

  SplittableRandom random() {
    return random;
  }

  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  /// A value: often one of the whole ones, else parts put together, seldom a long one.
  String value() {
    int kind = random.nextInt(100);
    if (kind < 60) {
      return pick(WHOLE);
    }
    return parts(kind < 98 ? 1 + random.nextInt(5) : 60 + random.nextInt(200));
  }

  /// So many parts put together.
  String parts(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(pick(PARTS));
    }
    return text.toString();
  }

  /// A piece of a value, cut between characters.
  String piece() {
    if (chance(40)) {
      return pick(PARTS);
    }
    String value = value();
    int length = value.codePointCount(0, value.length());
    if (length == 0) {
      return "a";
    }
    int from = random.nextInt(length);
    int to = Math.min(length, from + 1 + random.nextInt(12));
    return value.substring(value.offsetByCodePoints(0, from), value.offsetByCodePoints(0, to));
  }

  /// The text with some letters in the other case.
  String otherCase(String text) {
    StringBuilder changed = new StringBuilder();
    text.codePoints().forEach(c -> changed.appendCodePoint(
        !chance(30) ? c : Character.isLowerCase(c) ? Character.toUpperCase(c) : Character.toLowerCase(c)));
    return changed.toString();
  }
}
