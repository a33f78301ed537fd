package io.cutpoint.cli;

import io.cutpoint.cli.arguments.UsageException;
import io.cutpoint.cli.result.BriefingRecord;
import io.cutpoint.cli.result.IntrusionRecord;
import io.cutpoint.cli.result.Json;
import io.cutpoint.cli.result.ResultFolder;
import io.cutpoint.cli.result.ShortIds;
import io.cutpoint.cli.terminal.Amounts;
import io.cutpoint.cli.terminal.ChainBar;
import io.cutpoint.cli.terminal.Lines;
import io.cutpoint.cli.terminal.Listing;
import io.cutpoint.cli.terminal.Listing.Cell;
import io.cutpoint.cli.terminal.Listing.Column;
import io.cutpoint.cli.terminal.Paint;
import io.cutpoint.cli.terminal.Terminal;
import io.cutpoint.cli.terminal.TimeText;
import io.cutpoint.model.Stage;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.intrusion.Band;
import io.cutpoint.model.text.Figures;
import io.cutpoint.model.text.SafeText;
import io.cutpoint.model.text.Untrusted;
import io.cutpoint.respond.Answers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// `intrusions ls`, `intrusions show` and `intrusions explain`.
final class IntrusionVerbs {

  private static final int LINKS = 40;
  private static final int REFUSED = 5;
  /// Processes further down are indented no further.
  private static final int DEEPEST = 15;

  private IntrusionVerbs() {}

  /// All intrusions of a result in their order.
  static List<IntrusionRecord> all(ResultFolder folder) throws IOException {
    List<IntrusionRecord> all = new ArrayList<>();
    folder.read(ResultFolder.INTRUSIONS, json -> all.add(IntrusionRecord.of(json)));
    return all;
  }

  static int ls(Call call) throws UsageException, ExitException, IOException {
    TimeText times = call.times();
    print(call, Results.find(call, 0), times, call.arguments().has(Options.ALL));
    return Exit.DONE;
  }

  /// Prints the intrusions of a result.
  ///
  /// @param watched whether those below 20 are wanted; programs get them always
  static void print(Call call, ResultFolder folder, TimeText times, boolean watched) throws IOException {
    Terminal terminal = call.terminal();
    List<IntrusionRecord> all = all(folder);
    List<IntrusionRecord> some = all.stream().filter(one -> watched || Band.of(one.score()) != Band.WATCH).toList();
    int digits = ShortIds.digits(all.stream().map(IntrusionRecord::id).toList());
    switch (call.format()) {
      case "json" -> terminal.print(new Json.Items(all.stream().map(IntrusionRecord::json).toList()).toString());
      case "ndjson" -> all.forEach(one -> terminal.print(one.json().toString()));
      case "csv", "md" -> {
        Listing listing =
            new Listing(
                terminal,
                call.format().equals("csv") ? Listing.Form.CSV : Listing.Form.MARKDOWN,
                List.of(
                    new Column("ID", 0, false),
                    new Column("Score", 0, true),
                    new Column("Stages", 0, false),
                    new Column("Furthest stage", 0, false),
                    new Column("Hosts", 0, false),
                    new Column("Users", 0, false),
                    new Column("First seen", 0, false),
                    new Column("Last seen", 0, false),
                    new Column("Status", 0, false)));
        listing.head();
        Terminal colourless = new Terminal(call.around().out(), call.around().err(), false, terminal.width());
        for (IntrusionRecord one : some) {
          listing.row(
              List.of(
                  new Cell(one.id()),
                  new Cell(Long.toString(Math.round(one.score()))),
                  new Cell(ChainBar.of(colourless, one.states()).replace(" ", "")),
                  new Cell(one.furthest().title()),
                  new Cell(joined(one.hosts())),
                  new Cell(joined(one.users())),
                  new Cell(times.of(one.firstNanos())),
                  new Cell(times.of(one.lastNanos())),
                  new Cell(one.status().raw())));
        }
      }
      default -> {
        IntrusionTable table = new IntrusionTable(terminal, times, digits);
        if (!some.isEmpty()) {
          table.head();
          some.forEach(table::row);
          terminal.print("");
          ChainBar.legend(terminal.width() - 2).forEach(line -> terminal.print("  " + terminal.paint(Paint.FAINT, line)));
        }
        if (!call.isQuiet()) {
          int below = all.size() - some.size();
          terminal.say(Figures.counted(some.size(), "intrusion") + " in " + folder.path() + (below > 0 ? ", " + below + " more below 20: --all" : ""));
        }
      }
    }
  }

  private static String joined(List<Untrusted> texts) {
    return String.join(" ", texts.stream().map(Untrusted::raw).toList());
  }

  /// The intrusion that the first operand names.
  private static IntrusionRecord find(Call call, List<IntrusionRecord> all) throws UsageException {
    String written = call.arguments().operands().getFirst();
    List<IntrusionRecord> found = all.stream().filter(one -> means(written, one)).toList();
    if (found.isEmpty()) {
      throw new UsageException("there is no intrusion " + written + " in this result", "see: cutpoint intrusions ls --all");
    }
    if (found.size() > 1) {
      int digits = ShortIds.digits(all.stream().map(IntrusionRecord::id).toList());
      throw new UsageException(written + " means more than one intrusion", "there are: " + String.join(", ", found.stream().map(one -> ShortIds.of("INT", one.id(), digits)).toList()));
    }
    return found.getFirst();
  }

  private static boolean means(String written, IntrusionRecord one) {
    return ShortIds.means(written, "INT", one.id()) || one.json().get("aliases").items().stream().anyMatch(alias -> ShortIds.means(written, "INT", alias.text().raw()));
  }

  static int show(Call call) throws UsageException, ExitException, IOException {
    ResultFolder folder = Results.find(call, 1);
    List<IntrusionRecord> all = all(folder);
    IntrusionRecord one = find(call, all);
    Terminal terminal = call.terminal();
    if (call.arguments().has(Options.JSON)) {
      terminal.print(one.json().toString());
      return Exit.DONE;
    }
    TimeText times = call.times();
    head(call, one, all, times);
    terminal.print("");
    BriefingRecord.of(one).ifPresent(briefing -> answers(terminal, new Answers(briefing, times::of)));
    int indent = times.width() + 4;
    for (IntrusionRecord.Sentence sentence : one.story()) {
      hanging(terminal, "  " + times.of(sentence.timeNanos()), indent, safe(sentence.text()));
    }
    if (one.story().isEmpty()) {
      terminal.print("  no story was told");
    }
    terminal.print("");
    members(terminal, folder, one, times);
    return Exit.DONE;
  }

  /// The facts in full, where the result has them.
  private static void answers(Terminal terminal, Answers answers) {
    answers.story().forEach(sentence -> hanging(terminal, "", 2, sentence));
    terminal.print("");
    String title = "  Cut";
    for (Answers.Cut cut : answers.cuts()) {
      hanging(terminal, title, 13, cut.text() + (cut.effect().isEmpty() ? "" : ": " + cut.effect()));
      title = "";
    }
    labelled(terminal, "  Next time", answers.nextTime());
    labelled(terminal, "  Blind", answers.blind());
    terminal.print("");
  }

  private static void labelled(Terminal terminal, String title, String text) {
    if (!text.isEmpty()) {
      hanging(terminal, title, 13, text);
    }
  }

  private static void head(Call call, IntrusionRecord one, List<IntrusionRecord> all, TimeText times) {
    Terminal terminal = call.terminal();
    IntrusionTable table = new IntrusionTable(terminal, times, ShortIds.digits(all.stream().map(IntrusionRecord::id).toList()));
    table.head();
    table.row(one);
    terminal.print("");
    ChainBar.legend(terminal.width() - 2).forEach(line -> terminal.print("  " + terminal.paint(Paint.FAINT, line)));
    terminal.print("");
    hanging(terminal, "  Hosts", 12, one.hosts().isEmpty() ? "none" : String.join(", ", one.hosts().stream().map(IntrusionVerbs::safe).toList()));
    hanging(terminal, "  Users", 12, one.users().isEmpty() ? "none" : String.join(", ", one.users().stream().map(IntrusionVerbs::safe).toList()));
    hanging(terminal, "  Last seen", 12, times.of(one.lastNanos()));
    hanging(terminal, "  Id", 12, one.id());
  }

  private static void members(Terminal terminal, ResultFolder folder, IntrusionRecord one, TimeText times) throws IOException {
    Map<String, Json> stages = new HashMap<>();
    for (Json member : one.json().get("detections").items()) {
      stages.put(member.get("id").text().raw(), member);
    }
    terminal.print(terminal.paint(Paint.STRONG, "  " + Figures.counted(stages.size(), "detection")));
    Listing listing = DetectionVerbs.listing(terminal, Listing.Form.TABLE, times);
    listing.head();
    folder.read(
        ResultFolder.DETECTIONS,
        detection -> {
          Json member = stages.remove(detection.get("id").text().raw());
          if (member != null) {
            listing.row(DetectionVerbs.cells(detection, member.get("stage").text().raw(), times));
          }
          return !stages.isEmpty() && !terminal.isBroken();
        });
    long omitted = one.json().get("omitted").whole();
    if (omitted > 0) {
      terminal.print("  and " + Figures.grouped(omitted) + " more that a bound left out");
    }
  }

  static int explain(Call call) throws UsageException, ExitException, IOException {
    ResultFolder folder = Results.find(call, 1);
    List<IntrusionRecord> all = all(folder);
    IntrusionRecord one = find(call, all);
    Terminal terminal = call.terminal();
    TimeText times = call.times();
    head(call, one, all, times);

    terminal.print("");
    terminal.print(terminal.paint(Paint.STRONG, "  Why " + Math.round(one.score()) + " of 100"));
    for (Json part : one.json().get("contributions").items()) {
      hanging(terminal, "  " + Lines.padLeft(signed(part.get("points").number()), 7), 12, safe(part.get("factor").text()) + ": " + safe(part.get("reason").text()));
    }

    terminal.print("");
    terminal.print(terminal.paint(Paint.STRONG, "  Stages"));
    for (Stage stage : Stage.CHAIN) {
      IntrusionRecord.StageRecord about = one.stages().get(stage);
      if (about == null) {
        continue;
      }
      String mark = terminal.paint(ChainBar.paint(about.state()), String.valueOf(about.state().mark()));
      String first = about.firstNanos() == EventView.NO_TIME ? "" : ", from " + times.of(about.firstNanos());
      terminal.print("  " + mark + " " + stage.number() + " " + terminal.paint(Paint.STRONG, stage.title()) + ": " + ChainBar.meaning(about.state()) + first);
      if (!about.reason().isEmpty()) {
        hanging(terminal, "", 6, safe(about.reason()));
      }
      if (!about.hunt().isEmpty()) {
        hanging(terminal, "", 6, "hunt: " + safe(about.hunt()));
      }
    }

    terminal.print("");
    processes(call, one, times);
    links(call, folder, one);
    return Exit.DONE;
  }

  /// The tree of the attack's processes, each below the one that led to it.
  private static void processes(Call call, IntrusionRecord one, TimeText times) {
    List<Json> processes = one.json().get("processes").items();
    if (processes.isEmpty()) {
      return;
    }
    Terminal terminal = call.terminal();
    terminal.print(terminal.paint(Paint.STRONG, "  Processes") + "  (# a rule matched its start, + found without a rule)");
    for (Json process : processes) {
      boolean matched = process.get("matched").isTrue();
      boolean found = process.get("reconstructed").isTrue();
      String mark = (found ? terminal.paint(Paint.INFERRED, "+") : " ") + (matched ? terminal.paint(Paint.GRAVE, "#") : " ");
      int depth = Math.clamp(process.get("depth").whole(), 0, DEEPEST);
      String by = safe(process.get("by").text());
      String why = process.get("entry").isTrue() ? " [the attack begins here]" : by.isEmpty() || by.equals("started") ? "" : " [" + by + "]";
      String command = safe(process.get("commandLine").text()).strip();
      String user = safe(process.get("user").text());
      String text = fileName(safe(process.get("image").text())) + why + (user.isEmpty() ? "" : " (" + user + ")") + (command.isEmpty() ? "" : ": " + command);
      int before = 5 + times.width() + 2 + 2 * depth;
      String start = "  " + mark + " " + Lines.padRight(times.of(IntrusionRecord.time(process.get("start"))), times.width()) + "  " + "  ".repeat(depth);
      terminal.print(start + (call.isVerbose() ? text : Lines.cut(text, terminal.width() - before)));
    }
    long omitted = one.json().get("processesOmitted").whole();
    if (omitted > 0) {
      terminal.print("  and " + Figures.grouped(omitted) + " more that a bound left out");
    }
    terminal.print("");
  }

  private static String fileName(String path) {
    return path.substring(Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/')) + 1);
  }

  private static void links(Call call, ResultFolder folder, IntrusionRecord one) throws IOException {
    Terminal terminal = call.terminal();
    List<Json> links = one.json().get("links").items();
    int most = call.isVerbose() ? links.size() : Math.min(LINKS, links.size());
    List<Json> refused = one.json().get("refusedLinks").items();
    List<Json> shownRefused = refused.subList(0, call.isVerbose() ? refused.size() : Math.min(REFUSED, refused.size()));
    Map<String, String> titles = new HashMap<>();
    for (List<Json> shown : List.of(links.subList(0, most), shownRefused)) {
      for (Json link : shown) {
        titles.put(link.get("from").text().raw(), "");
        titles.put(link.get("to").text().raw(), "");
      }
    }
    int[] missing = {titles.size()};
    folder.read(
        ResultFolder.DETECTIONS,
        detection -> {
          if (titles.replace(detection.get("id").text().raw(), safe(detection.get("rule").get("title").text())) != null) {
            missing[0]--;
          }
          return missing[0] > 0;
        });
    terminal.print(terminal.paint(Paint.STRONG, "  Why these belong together (" + Figures.counted(links.size(), "link") + ")"));
    links(terminal, links.subList(0, most), titles);
    if (most < links.size()) {
      terminal.print("  and " + Figures.grouped(links.size() - most) + " more: -v");
    }
    if (!shownRefused.isEmpty()) {
      terminal.print("");
      terminal.print(terminal.paint(Paint.STRONG, "  What was too weak to join (the strongest of it)"));
      links(terminal, shownRefused, titles);
    }
  }

  private static void links(Terminal terminal, List<Json> links, Map<String, String> titles) {
    for (Json link : links) {
      long strength = Math.round(link.get("strength").number() * 100);
      String from = titles.getOrDefault(link.get("from").text().raw(), "");
      String to = titles.getOrDefault(link.get("to").text().raw(), "");
      hanging(terminal, "  " + Lines.padLeft(strength + " %", 6), 12, named(from) + " -> " + named(to) + ": " + safe(link.get("reason").text()));
    }
  }

  private static String named(String title) {
    return title.isEmpty() ? "(detection)" : title;
  }

  private static String signed(double points) {
    return (points < 0 ? "-" : "+") + Amounts.tenths(Math.abs(points));
  }

  private static void hanging(Terminal terminal, String title, int indent, String text) {
    String start = Lines.padRight(title, indent);
    for (String line : Lines.wrap(text, terminal.width() - indent)) {
      terminal.print(start + line);
      start = " ".repeat(indent);
    }
  }

  private static String safe(Untrusted text) {
    return SafeText.to(SafeText.Target.TERMINAL, text);
  }
}
