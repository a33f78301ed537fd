package io.cutpoint.provenance;

import io.cutpoint.model.text.SafeText;
import io.cutpoint.model.text.Untrusted;

/// Sentences for people. Text of a log goes in through [SafeText] only, and cut.
final class Phrases {

  private static final int LONGEST_QUOTE = 160;

  private Phrases() {}

  static String quote(Untrusted text) {
    return SafeText.to(SafeText.Target.TERMINAL, text, LONGEST_QUOTE);
  }

  static String quote(String text) {
    return quote(Untrusted.of(text));
  }

  /// The name of the process's program and its id, such as `cmd.exe (7588)`.
  static String process(ProcessNode node) {
    String raw = node.image.raw();
    String name = node.image.isEmpty() ? "an unknown program" : quote(raw.substring(Math.max(raw.lastIndexOf('\\'), raw.lastIndexOf('/')) + 1));
    return node.pid < 0 ? name : name + " (" + node.pid + ')';
  }
}
