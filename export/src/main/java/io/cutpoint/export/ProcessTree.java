package io.cutpoint.export;

import io.cutpoint.model.event.EventView;
import io.cutpoint.model.text.Untrusted;
import io.cutpoint.provenance.TreeLine;
import java.io.IOException;
import java.util.List;

/// The processes of an intrusion as nested lists.
final class ProcessTree {

  /// Deeper ones stand beside the one that led to them: nobody can read further in, and parsers have bounds of their own.
  private static final int MAX_DEPTH = 16;

  private ProcessTree() {}

  static void write(Markup to, List<TreeLine> lines) throws IOException {
    int open = -1;
    int outside = to.depth();
    for (TreeLine line : lines) {
      int depth = Math.max(0, Math.min(Math.min(line.depth(), open + 1), MAX_DEPTH));
      if (depth > open) {
        to.open("ul", "class", open < 0 ? "tree root" : "tree");
      } else {
        // Ends the item before and those that held it.
        to.close(1 + 2 * (open - depth));
      }
      open = depth;
      process(to, line);
    }
    to.close(to.depth() - outside);
  }

  /// Begins an item; what the process started comes into it.
  private static void process(Markup to, TreeLine line) throws IOException {
    boolean isOfInterest = line.isEntry() || line.isSeed() || line.isMatched() || line.isReconstructed();
    to.open("li", "class", isOfInterest ? "process hit" : "process");
    to.open("div", "class", "program");
    to.element("b", "image", name(line.image()));
    if (line.isEntry()) {
      to.element("span", "chip entry", "the attack begins here");
    }
    if (line.isReconstructed()) {
      to.element("span", "chip rebuilt", "reconstructed");
    }
    if (line.isSeed()) {
      to.element("span", "chip seed", "opened the intrusion");
    } else if (line.isMatched()) {
      to.element("span", "chip matched", "a rule matched");
    }
    to.open("span", "class", "muted");
    if (line.startNanos() != EventView.NO_TIME) {
      to.open("time", "datetime", Amounts.exact(line.startNanos())).text(Amounts.clock(line.startNanos())).close();
    }
    to.text(line.user(), 256);
    to.text(line.host().isEmpty() ? "" : " on " + line.host());
    if (!line.by().isEmpty() && !line.by().equals("started")) {
      to.text(", " + line.by());
    }
    to.close(2);
    Untrusted shown = line.commandLine().isEmpty() ? line.image() : line.commandLine();
    to.element("code", "", shown);
  }

  /// The last part of a path.
  private static Untrusted name(Untrusted path) {
    int from = 0;
    for (int i = 0; i < path.length(); i++) {
      if (path.byteAt(i) == '\\' || path.byteAt(i) == '/') {
        from = i + 1;
      }
    }
    if (path.isEmpty()) {
      return Untrusted.of("(unknown program)");
    }
    return from == path.length() ? path : Untrusted.of(path.toBytes(), from, path.length() - from, 256);
  }
}
