package io.cutpoint.cli;

import io.cutpoint.cli.result.IntrusionRecord;
import io.cutpoint.cli.result.ShortIds;
import io.cutpoint.cli.terminal.ChainBar;
import io.cutpoint.cli.terminal.Lines;
import io.cutpoint.cli.terminal.Paint;
import io.cutpoint.cli.terminal.Terminal;
import io.cutpoint.cli.terminal.TimeText;
import io.cutpoint.model.intrusion.Band;
import io.cutpoint.model.text.SafeText;
import java.util.List;

/// Intrusions one below the other, each with its chain bar. What does not fit beside the rest, the status, stands
/// below it.
final class IntrusionTable {

  private static final int LEAST_STATUS = 34;

  private final Terminal terminal;
  private final TimeText times;
  private final int digits;
  private final int idWidth;
  private final int statusAt;

  /// @param digits how many digits a short id has
  IntrusionTable(Terminal terminal, TimeText times, int digits) {
    this.terminal = terminal;
    this.times = times;
    this.digits = digits;
    this.idWidth = 4 + digits;
    this.statusAt = 2 + idWidth + 2 + 5 + 2 + ChainBar.WIDTH + 2 + 5 + 2 + 5 + 2 + times.width() + 3;
  }

  private boolean isWide() {
    return terminal.width() - statusAt >= LEAST_STATUS;
  }

  void head() {
    String text = line("ID", "Score", ChainBar.letters(), "Hosts", "Users", "First seen");
    terminal.print(terminal.paint(Paint.STRONG, isWide() ? Lines.padRight(text, statusAt) + "Status" : text));
  }

  private String line(String id, String score, String bar, String hosts, String users, String first) {
    return "  "
        + Lines.padRight(id, idWidth)
        + "  "
        + Lines.padLeft(score, 5)
        + "  "
        + bar
        + "  "
        + Lines.padLeft(hosts, 5)
        + "  "
        + Lines.padLeft(users, 5)
        + "  "
        + first;
  }

  void row(IntrusionRecord intrusion) {
    String id = Lines.padRight(ShortIds.of("INT", intrusion.id(), digits), idWidth);
    String score = Lines.padLeft(Long.toString(Math.round(intrusion.score())), 5);
    String first = Lines.padRight(times.of(intrusion.firstNanos()), times.width());
    String text =
        line(
            terminal.paint(Paint.STRONG, id),
            terminal.paint(paint(intrusion.score()), score),
            ChainBar.of(terminal, intrusion.states()),
            Integer.toString(intrusion.hosts().size()),
            Integer.toString(intrusion.users().size()),
            first);
    String whole = SafeText.to(SafeText.Target.TERMINAL, intrusion.status());
    // What every row says may go where the whole does not fit; intrusions show has it.
    boolean fits = Lines.width(whole) <= terminal.width() - (isWide() ? statusAt : 2 + idWidth + 2);
    String status = fits ? whole
        : whole.replace(" (no block observed)", "").replace(", still active at the end", ", still active").replace(", last seen ", ", quiet for ").replace(" before the end", "");
    if (!isWide()) {
      terminal.print(text.stripTrailing());
      String indent = " ".repeat(2 + idWidth + 2);
      Lines.wrap(status, terminal.width() - indent.length()).forEach(line -> terminal.print(indent + line));
      return;
    }
    List<String> lines = Lines.wrap(status, terminal.width() - statusAt);
    terminal.print(text + "   " + lines.getFirst());
    lines.subList(1, lines.size()).forEach(line -> terminal.print(" ".repeat(statusAt) + line));
  }

  /// The colour of a score.
  static Paint paint(double score) {
    return switch (Band.of(score)) {
      case CRITICAL, HIGH -> Paint.GRAVE;
      case MEDIUM -> Paint.WARM;
      case LOW, WATCH -> Paint.PLAIN;
    };
  }
}
