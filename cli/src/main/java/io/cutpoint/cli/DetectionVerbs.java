package io.cutpoint.cli;

import io.cutpoint.cli.arguments.Suggestions;
import io.cutpoint.cli.arguments.UsageException;
import io.cutpoint.cli.result.IntrusionRecord;
import io.cutpoint.cli.result.Json;
import io.cutpoint.cli.result.ResultFolder;
import io.cutpoint.cli.result.ShortIds;
import io.cutpoint.cli.terminal.Lines;
import io.cutpoint.cli.terminal.Listing;
import io.cutpoint.cli.terminal.Listing.Cell;
import io.cutpoint.cli.terminal.Listing.Column;
import io.cutpoint.cli.terminal.Paint;
import io.cutpoint.cli.terminal.Terminal;
import io.cutpoint.cli.terminal.TimeText;
import io.cutpoint.model.Stage;
import io.cutpoint.model.detection.Level;
import io.cutpoint.model.text.Figures;
import io.cutpoint.model.text.SafeText;
import io.cutpoint.model.text.Untrusted;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// `detections ls` and `detections show`.
final class DetectionVerbs {

  private static final int ID_DIGITS = 8;
  private static final int VALUE_BYTES = 4096;

  private DetectionVerbs() {}

  static int ls(Call call) throws UsageException, ExitException, IOException {
    TimeText times = call.times();
    Terminal terminal = call.terminal();
    Level least = call.arguments().value(Options.FROM_LEVEL).flatMap(Level::of).orElse(Level.INFORMATIONAL);
    String rule = call.arguments().value(Options.RULE).orElse("");
    Optional<Stage> stage = stage(call);
    int most = AnalyzeVerb.limit(call);
    ResultFolder folder = Results.find(call, 0);
    String format = call.format();
    Listing listing = listing(terminal, format.equals("csv") ? Listing.Form.CSV : format.equals("md") ? Listing.Form.MARKDOWN : Listing.Form.TABLE, times);
    boolean isJson = format.equals("json") || format.equals("ndjson");
    if (!isJson) {
      listing.head();
    }
    int[] counts = new int[2];
    folder.read(
        ResultFolder.DETECTIONS,
        detection -> {
          Level level = Level.of(detection.get("rule").get("level").text().raw()).orElse(Level.INFORMATIONAL);
          boolean wanted =
              level.compareTo(least) >= 0
                  && (rule.isEmpty() || rule.equals(detection.get("rule").get("id").text().raw()))
                  && stage.map(one -> one.id().equals(detection.get("stage").text().raw())).orElse(true);
          if (wanted && counts[0]++ < most) {
            counts[1]++;
            if (!isJson) {
              listing.row(format.equals("table") ? cells(detection, detection.get("stage").text().raw(), times) : whole(detection, times));
            } else if (format.equals("ndjson")) {
              terminal.print(detection.toString());
            } else {
              terminal.print((counts[1] == 1 ? "[" : ",") + detection);
            }
          }
          return (counts[0] & 1023) != 0 || !terminal.isBroken();
        });
    if (format.equals("json")) {
      terminal.print(counts[1] == 0 ? "[]" : "]");
    }
    if (!call.isQuiet() && !isJson) {
      int left = counts[0] - counts[1];
      terminal.say(Figures.counted(counts[1], "detection") + " in " + folder.path() + (left > 0 ? ", " + Figures.grouped(left) + " more: --limit" : ""));
    }
    return Exit.DONE;
  }

  private static Optional<Stage> stage(Call call) throws UsageException {
    String written = call.arguments().value(Options.STAGE).orElse("").toLowerCase(Locale.ROOT);
    if (written.isEmpty()) {
      return Optional.empty();
    }
    for (Stage stage : Stage.CHAIN) {
      if (stage.id().equals(written) || Integer.toString(stage.number()).equals(written)) {
        return Optional.of(stage);
      }
    }
    List<String> names = Stage.CHAIN.stream().map(Stage::id).toList();
    throw new UsageException("--stage knows no stage " + written, Suggestions.hint(written, names, "there are: " + String.join(", ", names)));
  }

  /// The columns of detections.
  static Listing listing(Terminal terminal, Listing.Form form, TimeText times) {
    return new Listing(
        terminal,
        form,
        List.of(
            new Column("ID", 4 + ID_DIGITS, false),
            new Column("Time", times.width(), false),
            new Column("Level", 8, false),
            new Column("Stage", 10, false),
            new Column("Host", 16, false),
            new Column("Rule", 0, false)));
  }

  /// One detection in the columns of [#listing], with nothing shortened.
  private static List<Cell> whole(Json detection, TimeText times) {
    return List.of(
        new Cell(detection.get("id").text().raw()),
        new Cell(times.of(IntrusionRecord.time(detection.get("time")))),
        new Cell(detection.get("rule").get("level").text().raw()),
        new Cell(detection.get("stage").text().raw()),
        new Cell(host(detection.get("host"))),
        new Cell(detection.get("rule").get("title").text().raw()));
  }

  /// One detection in the columns of [#listing], as a table has room for it.
  ///
  /// @param stage its stage there
  static List<Cell> cells(Json detection, String stage, TimeText times) {
    String level = detection.get("rule").get("level").text().raw();
    return List.of(
        new Cell(ShortIds.of("DET", detection.get("id").text().raw(), ID_DIGITS)),
        new Cell(times.of(IntrusionRecord.time(detection.get("time")))),
        new Cell(level.equals("informational") ? "info" : level, level.equals("critical") || level.equals("high") ? Paint.GRAVE : level.equals("medium") ? Paint.WARM : Paint.PLAIN),
        new Cell(shortened(stage)),
        new Cell(host(detection.get("host"))),
        new Cell(detection.get("rule").get("title").text().raw()));
  }

  private static String shortened(String stage) {
    return Stage.of(stage).map(one -> one.number() + " " + (one == Stage.COMMAND_AND_CONTROL ? "C2" : one == Stage.ACTIONS_ON_OBJECTIVES ? "Actions" : Lines.cut(one.title(), 8))).orElse(stage);
  }

  private static String host(Json host) {
    return host instanceof Json.Members ? host.get("value").text().raw() : host.text().raw();
  }

  static int show(Call call) throws UsageException, ExitException, IOException {
    ResultFolder folder = Results.find(call, 1);
    TimeText times = call.times();
    String written = call.arguments().operands().getFirst();
    List<Json> found = folder.detections(written);
    if (found.isEmpty()) {
      throw new UsageException("there is no detection " + written + " in this result", "see: cutpoint detections ls");
    }
    if (found.size() > 1) {
      throw new UsageException(written + " means more than one detection", "write more of the id, such as " + safe(found.getFirst().get("id").text()));
    }
    if (call.arguments().has(Options.JSON)) {
      call.terminal().print(found.getFirst().toString());
    } else {
      print(call.terminal(), found.getFirst(), times);
    }
    return Exit.DONE;
  }

  private static void print(Terminal terminal, Json detection, TimeText times) {
    Json rule = detection.get("rule");
    line(terminal, "Id", safe(detection.get("id").text()));
    line(terminal, "Time", times.of(IntrusionRecord.time(detection.get("time"))));
    line(terminal, "Rule", safe(rule.get("title").text()) + " (" + safe(rule.get("level").text()) + ", " + safe(rule.get("origin").text()) + ", " + safe(rule.get("id").text()) + ")");
    line(terminal, "Stage", Stage.of(detection.get("stage").text().raw()).map(stage -> stage.number() + " " + stage.title()).orElse("?") + ": " + safe(detection.get("stageReason").text()));
    List<String> alternatives = detection.get("stageAlternatives").items().stream().map(one -> safe(one.text())).toList();
    if (!alternatives.isEmpty()) {
      line(terminal, "Or", String.join(", ", alternatives));
    }
    List<String> techniques = detection.get("techniques").items().stream().map(one -> safe(one.text())).toList();
    if (!techniques.isEmpty()) {
      line(terminal, "ATT&CK", String.join(", ", techniques));
    }
    line(terminal, "Host", SafeText.to(SafeText.Target.TERMINAL, host(detection.get("host"))));
    for (Json entity : detection.get("entities").items()) {
      line(terminal, safe(entity.get("role").text()), safe(entity.get("type").text()) + " " + safe(entity.get("value").text()));
    }
    for (Json evidence : detection.get("evidence").items()) {
      terminal.print("");
      line(terminal, "Evidence", safe(evidence.get("source").text()) + ", record " + safe(evidence.get("record").text()) + ", at byte " + safe(evidence.get("offset").text()));
      line(terminal, "SHA-256", safe(evidence.get("sha256").text()));
      if (evidence.get("fields") instanceof Json.Members fields) {
        for (Map.Entry<String, Json> field : fields.values().entrySet()) {
          String value = field.getValue() instanceof Json.Text text ? SafeText.to(SafeText.Target.TERMINAL, text.value(), VALUE_BYTES) : field.getValue().toString();
          hanging(terminal, "  " + SafeText.to(SafeText.Target.TERMINAL, field.getKey()), 28, value);
        }
      }
    }
  }

  private static void line(Terminal terminal, String title, String text) {
    hanging(terminal, title, 12, text);
  }

  private static void hanging(Terminal terminal, String title, int indent, String text) {
    String start = Lines.padRight(terminal.paint(Paint.FAINT, title), indent + terminal.paint(Paint.FAINT, title).length() - title.length());
    if (Lines.width(title) >= indent) {
      start = terminal.paint(Paint.FAINT, title) + " ";
    }
    for (String line : Lines.wrap(text, terminal.width() - indent)) {
      terminal.print(start + line);
      start = " ".repeat(indent);
    }
  }

  private static String safe(Untrusted text) {
    return SafeText.to(SafeText.Target.TERMINAL, text, VALUE_BYTES);
  }
}
