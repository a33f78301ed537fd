package io.cutpoint.cli;

import io.cutpoint.cli.arguments.UsageException;
import io.cutpoint.cli.result.ShortIds;
import io.cutpoint.cli.terminal.Amounts;
import io.cutpoint.cli.terminal.Lines;
import io.cutpoint.cli.terminal.Listing;
import io.cutpoint.cli.terminal.Listing.Cell;
import io.cutpoint.cli.terminal.Listing.Column;
import io.cutpoint.cli.terminal.Paint;
import io.cutpoint.cli.terminal.Terminal;
import io.cutpoint.evaluate.Evaluation;
import io.cutpoint.evaluate.Scorecard;
import io.cutpoint.evaluate.Scorecard.Attack;
import io.cutpoint.evaluate.Scorecard.Best;
import io.cutpoint.evaluate.Scorecard.Box;
import io.cutpoint.evaluate.Scorecard.First;
import io.cutpoint.evaluate.Scorecard.Overall;
import io.cutpoint.evaluate.Scorecard.Stages;
import io.cutpoint.evaluate.ScorecardJson;
import io.cutpoint.evaluate.Share;
import io.cutpoint.evaluate.TruthException;
import io.cutpoint.model.Stage;
import io.cutpoint.model.intrusion.Band;
import io.cutpoint.model.text.Figures;
import io.cutpoint.model.text.SafeText;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// `evaluate`: a result beside the truth.
///
/// Shares are rounded down, so that 1.00 means all; what is a share of nothing is a dash.
final class EvaluateVerb {

  private static final int TITLE = 18;
  private static final int LISTED = 20;
  private static final int ID_DIGITS = 8;

  private final Terminal terminal;
  private final Scorecard card;

  private EvaluateVerb(Terminal terminal, Scorecard card) {
    this.terminal = terminal;
    this.card = card;
  }

  static int run(Call call) throws UsageException, ExitException, IOException {
    String written = call.arguments().value(Options.TRUTH).orElse("");
    if (written.isEmpty()) {
      throw new UsageException("evaluate needs --truth FILE", "see: cutpoint help evaluate");
    }
    Path folder = Results.find(call, 0).path();
    Path truth = call.path(written);
    if (!Files.isRegularFile(truth)) {
      throw new ExitException(Exit.IO, written + (Files.isDirectory(truth) ? ": this is a folder; name a file of it" : ": there is no such file"));
    }
    Scorecard card;
    try {
      card = Evaluation.of(folder, truth);
    } catch (TruthException wrong) {
      wrong.problems().forEach(problem -> call.terminal().say("cutpoint: " + problem));
      throw new ExitException(Exit.CONFIGURATION, String.valueOf(wrong.getMessage()));
    }
    switch (call.format()) {
      case "json", "ndjson" -> call.terminal().print(ScorecardJson.of(card));
      case "csv", "md" -> attacks(card).print(call, text -> Paint.PLAIN);
      default -> new EvaluateVerb(call.terminal(), card).print();
    }
    if (!call.isQuiet()) {
      card.warnings().forEach(warning -> call.terminal().say("warning: " + warning));
    }
    return Exit.DONE;
  }

  /// The attacks, one a row, with nothing rounded more than JSON does and nothing shortened.
  private static Rows attacks(Scorecard card) {
    Rows rows = new Rows(List.of("attack", "found", "rank", "intrusion", "score", "purity", "completeness", "f1", "intrusions", "rows", "inBest"), Collections.nCopies(11, 0));
    for (Attack attack : card.attacks()) {
      Best best = attack.best();
      rows.add(
          attack.name(),
          attack.isFound() ? "yes" : "no",
          attack.rank() == 0 ? "" : Long.toString(attack.rank()),
          best == null ? "" : best.id(),
          best == null ? "" : decimals(best.score(), 1),
          best == null ? "" : figure(best.purity().value()),
          best == null ? "" : figure(best.completeness().value()),
          best == null ? "" : figure(best.f1().value()),
          Long.toString(attack.intrusions()),
          Long.toString(attack.rows()),
          Long.toString(attack.inBest()));
    }
    return rows;
  }

  private static String figure(double value) {
    return Double.isNaN(value) ? "" : decimals(value, 6);
  }

  private void print() {
    overall();
    if (!card.attacks().isEmpty()) {
      attacks();
      boxes();
      stages();
    }
    falseIntrusions();
    fates();
  }

  private void overall() {
    Scorecard.Given truth = card.truth();
    Scorecard.Measured result = card.result();
    String unit = truth.form().equals("windows") ? "window" : "record";
    line(
        "Truth",
        Figures.counted(card.attacks().size(), "attack") + " with " + Figures.counted(truth.rows(), unit) + ": " + Figures.grouped(truth.detected()) + " led to a detection, "
            + Figures.grouped(truth.rows() - truth.detected()) + " not detected");
    line(
        "Result",
        Figures.counted(result.detections(), "detection") + " in " + Figures.counted(result.episodes(), "episode") + " and " + Figures.counted(result.intrusions(), "intrusion") + "; "
            + Figures.counted(result.hosts(), "host") + ", " + (result.days() < 2 ? Amounts.seconds(result.days() * 86_400) : decimals(result.days(), 1) + " days"));
    Overall all = card.overall();
    if (!card.attacks().isEmpty()) {
      line("Found", all.found().part() + " of " + Figures.counted(all.found().whole(), "attack") + "; mean reciprocal rank " + decimals(all.reciprocalRank(), 2));
      line("Episodes", "purity " + decimals(all.purity(), 2) + ", completeness " + decimals(all.completeness(), 2) + ", F1 " + decimals(all.f1(), 2) + " (means over the attacks)");
      line(
          "Merged, split",
          decimals(all.attacksPerIntrusion(), 2) + " attacks in an intrusion (at most " + all.mostAttacks() + "), " + decimals(all.intrusionsPerAttack(), 2) + " intrusions of an attack (at most "
              + all.mostIntrusions() + ")");
    }
    First first = all.first();
    if (first != null) {
      String whose = first.attack().isEmpty() ? "holds nothing of an attack" : "is " + decimals(first.purity().value(), 2) + " " + safe(first.attack()) + " by episodes, " + decimals(first.purityDetections().value(), 2) + " by detections";
      line("First-ranked", id(first.id()) + ", score " + Math.round(first.score()) + ", " + whose);
    }
    line(
        "False",
        card.falseIntrusions().size() + " of " + Figures.counted(all.claims(), "intrusion") + " with a score of 40 or more: " + decimals(all.falsePerDay(), 2) + " a day, "
            + decimals(all.falsePerDayPer100Hosts(), 2) + " a day for 100 hosts");
    if (all.stageFirst().whole() > 0 || all.confirmed() > 0) {
      line(
          "Stages",
          all.falseStages() + " of " + Figures.counted(all.confirmed(), "confirmed stage") + " false; members in their true stage " + decimals(all.stageFirst().value(), 2)
              + ", with the next best " + decimals(all.stageSecond().value(), 2) + " of " + Figures.grouped(all.stageFirst().whole()));
    }
    if (all.confirmedElsewhere() > 0) {
      line("", Figures.counted(all.confirmedElsewhere(), "confirmed stage") + " in intrusions without any attack");
    }
  }

  private void attacks() {
    Listing listing =
        table(
            new Column("Attack", TITLE, false),
            new Column("Found", 5, false),
            new Column("Rank", 4, true),
            new Column("Score", 5, true),
            new Column("Purity", 6, true),
            new Column("Compl.", 6, true),
            new Column("F1", 4, true),
            new Column("Split", 5, true),
            new Column("Held", 6, true));
    for (Attack attack : card.attacks()) {
      Best best = attack.best();
      listing.row(
          List.of(
              new Cell(attack.name(), Paint.STRONG),
              attack.isFound() ? new Cell("yes") : new Cell("no", Paint.GRAVE),
              new Cell(attack.rank() == 0 ? "-" : Figures.grouped(attack.rank())),
              new Cell(best == null ? "-" : Long.toString(Math.round(best.score()))),
              new Cell(best == null ? "-" : decimals(best.purity().value(), 2)),
              new Cell(best == null ? "-" : decimals(best.completeness().value(), 2)),
              new Cell(best == null ? "-" : decimals(best.f1().value(), 2)),
              new Cell(Figures.grouped(attack.intrusions())),
              new Cell(decimals(attack.rows() == 0 ? Double.NaN : (double) attack.inBest() / attack.rows(), 2))));
    }
    String unit = card.truth().form().equals("windows") ? "windows" : "records";
    hanging("  ", "Score to F1 are those of the intrusion that holds most of it, by episodes. Split: intrusions with a piece of it. Held: its " + unit + " with a detection in that intrusion.");
  }

  private void boxes() {
    Listing listing =
        table(
            new Column("Against boxes", TITLE, false),
            new Column("Box", 22, false),
            new Column("Purity", 6, true),
            new Column("Compl.", 6, true),
            new Column("F1", 4, true),
            new Column("Ahead", 5, true));
    for (Attack attack : card.attacks()) {
      Best best = attack.best();
      double ours = best == null ? 0 : best.f1().value();
      for (Box box : attack.boxes()) {
        boolean isFirst = box.equals(attack.boxes().getFirst());
        double ahead = Math.rint((ours - box.f1().value()) * 1e9) / 1e9;
        listing.row(
            List.of(
                new Cell(isFirst ? attack.name() : "", Paint.STRONG),
                new Cell(
                    switch (box.kind()) {
                      case HOST_SPAN -> "its hosts, its hours";
                      case HOST_HOUR -> "its hosts, +- 1 hour";
                      case ALL_HOUR -> "all hosts, +- 1 hour";
                    }),
                new Cell(decimals(box.purity().value(), 2)),
                new Cell(decimals(box.completeness().value(), 2)),
                new Cell(decimals(box.f1().value(), 2)),
                new Cell(decimals(ahead, 2), ahead < 0 ? Paint.GRAVE : Paint.PLAIN)));
      }
    }
  }

  private void stages() {
    if (card.attacks().stream().noneMatch(attack -> attack.stages() != null)) {
      return;
    }
    terminal.print("");
    terminal.print(terminal.paint(Paint.STRONG, "  Stages"));
    for (Attack attack : card.attacks()) {
      Stages stages = attack.stages();
      if (stages != null) {
        List<String> parts = new ArrayList<>();
        parts.add("confirmed: " + listed(stages.confirmed().stream().filter(stages.truth()::contains).toList()));
        parts.add("falsely confirmed: " + listed(stages.falselyConfirmed()));
        parts.add("true, not confirmed: " + listed(stages.missed()));
        if (stages.unstaged() > 0) {
          parts.add("no stage is told of " + Figures.grouped(stages.unstaged()));
        }
        hanging("  " + Lines.padRight(Lines.cut(safe(attack.name()), TITLE), TITLE) + "  ", String.join("; ", parts));
      }
    }
    for (var wrong : card.falseStages().stream().limit(LISTED).toList()) {
      hanging("  " + " ".repeat(TITLE) + "  ", "falsely confirmed in " + id(wrong.id()) + " (score " + Math.round(wrong.score()) + "): " + wrong.stage().title());
    }
    rest(card.falseStages().size());
  }

  private void falseIntrusions() {
    if (card.falseIntrusions().isEmpty()) {
      return;
    }
    Listing listing = table(new Column("False intrusion", TITLE, false), new Column("Rank", 4, true), new Column("Score", 5, true), new Column("Attack episodes", 15, true));
    for (var wrong : card.falseIntrusions().stream().limit(LISTED).toList()) {
      listing.row(
          List.of(
              new Cell(id(wrong.id())),
              new Cell(Figures.grouped(wrong.rank())),
              new Cell(Long.toString(Math.round(wrong.score()))),
              new Cell(Figures.grouped(wrong.attackEpisodes().part()) + " of " + Figures.grouped(wrong.attackEpisodes().whole()))));
    }
    rest(card.falseIntrusions().size());
  }

  private void rest(int all) {
    if (all > LISTED) {
      terminal.print("  and " + Figures.grouped(all - LISTED) + " more: --json");
    }
  }

  private void fates() {
    Listing listing =
        table(
            new Column("Ended in", 26, false),
            new Column("Intrusions", 10, true),
            new Column("Episodes", 10, true),
            new Column("Detections", 11, true),
            new Column("Of attacks", 11, true));
    long[] sum = new long[4];
    for (Scorecard.Fate fate : card.fates()) {
      Band band = fate.band();
      fate(listing, band == null ? "context, orphan" : "intrusion, " + band.id(), fate.intrusions(), fate.episodes(), fate.detections(), fate.attackDetections());
      sum[0] += fate.intrusions();
      sum[1] += fate.episodes();
      sum[2] += fate.detections();
      sum[3] += fate.attackDetections();
    }
    fate(listing, "all", sum[0], sum[1], sum[2], sum[3]);
  }

  private static void fate(Listing listing, String place, long... counts) {
    List<Cell> cells = new ArrayList<>();
    cells.add(new Cell(place, place.equals("all") ? Paint.STRONG : Paint.PLAIN));
    for (long count : counts) {
      cells.add(new Cell(Figures.grouped(count)));
    }
    listing.row(cells);
  }

  private Listing table(Column... columns) {
    terminal.print("");
    Listing listing = new Listing(terminal, Listing.Form.TABLE, List.of(columns));
    listing.head();
    return listing;
  }

  private void line(String title, String text) {
    hanging(Lines.padRight(title, 14) + " ", text);
  }

  private void hanging(String start, String text) {
    String left = start;
    for (String line : Lines.wrap(text, terminal.width() - Lines.width(start))) {
      terminal.print(left + line);
      left = " ".repeat(Lines.width(start));
    }
  }

  private static String listed(List<Stage> stages) {
    return stages.isEmpty() ? "none" : String.join(", ", stages.stream().map(Stage::title).toList());
  }

  private static String id(String id) {
    return ShortIds.of("INT", id, ID_DIGITS);
  }

  private static String safe(String text) {
    return SafeText.to(SafeText.Target.TERMINAL, text);
  }

  private static String decimals(double value, int places) {
    return Double.isNaN(value) ? "-" : BigDecimal.valueOf(value).setScale(places, RoundingMode.FLOOR).toPlainString();
  }
}
