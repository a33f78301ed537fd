package io.cutpoint.export;

import io.cutpoint.export.Steps.Step;
import io.cutpoint.model.Part;
import io.cutpoint.model.Stage;
import io.cutpoint.model.detection.Level;
import io.cutpoint.model.event.EventId;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.intrusion.Band;
import io.cutpoint.model.intrusion.Contribution;
import io.cutpoint.model.intrusion.Intrusion;
import io.cutpoint.model.intrusion.Link;
import io.cutpoint.model.intrusion.Member;
import io.cutpoint.model.intrusion.Sentence;
import io.cutpoint.model.intrusion.StageSummary;
import io.cutpoint.model.text.Figures;
import io.cutpoint.model.text.Untrusted;
import io.cutpoint.respond.Answers;
import io.cutpoint.sigma.RuleProblem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// `report.html`: one page without script and without a reference to anything outside it, for people.
///
/// The same findings give the same bytes; nothing in it depends on a clock, a locale or a zone. All times are UTC.
/// Bounds: [#MAX_ROWS] rows in all tables together, [#MAX_TEXT_BYTES] of each text; what a bound leaves out is counted
/// and the command that shows it is named. Memory: the steps of one intrusion at a time.
/// Abuse: all texts pass [io.cutpoint.model.text.SafeText]; tags, attribute names, anchors and addresses are words of
/// ours; and the page forbids its reader's browser every script and every request.
public final class Report {

  /// Rows of all tables together.
  public static final int MAX_ROWS = 10_000;

  /// Bytes of one text that are shown.
  public static final int MAX_TEXT_BYTES = 1_500;

  /// Members of one intrusion that its steps are made of.
  static final int MAX_MEMBERS = 2_000;

  /// Intrusions that are told in full.
  public static final int MAX_TOLD = 40;

  /// Rows that are kept for the accounting at the end.
  private static final int ACCOUNTING_ROWS = 1_500;

  private static final int MAX_STEPS = 400;
  private static final int MAX_PROCESSES = 300;
  private static final int MAX_FIELD_ROWS = 2_500;
  private static final int MAX_LINKS = 40;
  private static final int MAX_OVERVIEW = 400;
  private static final int MAX_SOURCES = 500;
  private static final int MAX_PROBLEMS = 300;
  private static final int MAX_WARNINGS = 200;
  private static final int MAX_STORY = 40;
  private static final int MAX_NAMES = 40;
  private static final int MAX_CUTS = 60;

  /// Bytes of a sentence of ours that quotes several texts, each of them bounded.
  private static final int MAX_SENTENCE_BYTES = 12_000;

  /// Scores below it are listed, not told.
  private static final double TOLD_FROM = 20;

  private final Findings findings;
  private final EvidenceReader evidence;
  private final Markup to;
  private final Set<EventId> chosen;
  private final RowBudget rows = new RowBudget(MAX_ROWS, ACCOUNTING_ROWS);

  private Report(Findings findings, EvidenceReader evidence, Appendable out) {
    this.findings = findings;
    this.evidence = evidence;
    this.to = new Markup(out);
    this.chosen = wanted(findings.intrusions().stream().map(ReportedIntrusion::intrusion).toList());
  }

  /// Writes the report.
  ///
  /// @param out takes the text; its encoding must be UTF-8
  /// @throws IOException where the evidence cannot be read or the text not be written
  public static void write(Findings findings, EvidenceReader evidence, Appendable out) throws IOException {
    new Report(findings, evidence, out).page();
  }

  /// Which detections a report of these intrusions will ask for: of each that is told, the first members and those
  /// that its story cites. At most [#MAX_ROWS].
  public static Set<EventId> wanted(List<Intrusion> intrusions) {
    Set<EventId> wanted = new LinkedHashSet<>();
    List<Intrusion> told = intrusions.stream().filter(Report::isTold).limit(MAX_TOLD).toList();
    for (Intrusion intrusion : told) {
      Set<EventId> cited = new HashSet<>();
      intrusion.story().forEach(sentence -> cited.addAll(sentence.detections()));
      int taken = 0;
      for (Member member : intrusion.members()) {
        boolean isFirst = taken < Math.max(MAX_MEMBERS / 10, MAX_MEMBERS / told.size());
        if (wanted.size() < MAX_ROWS && (isFirst || cited.contains(member.id()))) {
          wanted.add(member.id());
          taken++;
        }
      }
    }
    return wanted;
  }

  private static boolean isTold(Intrusion intrusion) {
    return intrusion.score() >= TOLD_FROM;
  }

  private List<ReportedIntrusion> told() {
    return findings.intrusions().stream().filter(one -> isTold(one.intrusion())).limit(MAX_TOLD).toList();
  }

  private void page() throws IOException {
    to.constant("<!DOCTYPE html>");
    to.open("html", "lang", "en");
    to.open("head");
    to.open("meta", "charset", "utf-8");
    to.open("meta", "http-equiv", "Content-Security-Policy", "content",
        "default-src 'none'; style-src '" + Stylesheet.hash() + "'; base-uri 'none'; form-action 'none'");
    to.open("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    to.open("meta", "name", "referrer", "content", "no-referrer");
    to.open("meta", "name", "color-scheme", "content", "light dark");
    to.element("title", "", "Cutpoint report" + (findings.firstNanos() == EventView.NO_TIME ? "" : ", evidence of " + Amounts.day(findings.firstNanos())));
    to.constant("\n<style>").constant(Stylesheet.text()).constant("</style>");
    to.close();
    to.open("body");
    header();
    to.open("main", "id", "top");
    overview();
    for (ReportedIntrusion one : told()) {
      intrusion(one);
    }
    rows.release();
    accounting();
    to.close();
    to.open("footer");
    to.open("p").text("Cutpoint " + findings.version() + ". All times are UTC. This file holds no script and loads nothing.").close();
    to.close(3);
    to.constant("\n");
  }

  private void header() throws IOException {
    to.open("header", "class", "page");
    to.open("div", "class", "brand");
    to.constant("<svg viewBox=\"0 0 24 24\" width=\"24\" height=\"24\" aria-hidden=\"true\"><path class=\"link\" d=\"M2 12h6m8 0h6\"/><circle class=\"ring\" cx=\"5\" cy=\"12\" r=\"3.2\"/><circle class=\"ring\" cx=\"19\" cy=\"12\" r=\"3.2\"/><path class=\"cut\" d=\"M14.5 4l-5 16\"/></svg>");
    to.element("span", "", "Cutpoint");
    to.close();
    to.element("h1", "", headline());
    to.open("p", "class", "span");
    if (findings.firstNanos() == EventView.NO_TIME) {
      to.text("No event with a time was read.");
    } else {
      to.text("Evidence from ");
      time(findings.firstNanos(), Amounts.second(findings.firstNanos()));
      to.text(" to ");
      time(findings.lastNanos(), Amounts.second(findings.lastNanos()));
      to.text(" (" + Amounts.duration(findings.lastNanos() - findings.firstNanos()) + ", UTC)");
    }
    to.close();
    if (findings.interrupted()) {
      to.element("p", "alert", "The analysis was stopped before its end: this report is partial.");
    }
    to.open("dl", "class", "figures");
    long grave = findings.intrusions().stream().filter(one -> isTold(one.intrusion())).count();
    figure("Intrusions", Figures.grouped(grave));
    if (grave < findings.intrusions().size()) {
      figure("Below 20", Figures.grouped(findings.intrusions().size() - grave));
    }
    figure("Detections", Figures.grouped(findings.counts().detections()));
    figure("Events", Figures.grouped(findings.counts().events()));
    figure(findings.sources().size() == 1 ? "Source" : "Sources", Figures.grouped(findings.sources().size()));
    figure("Rules used", Figures.grouped(findings.counts().rules()));
    to.close(2);
  }

  private String headline() {
    List<ReportedIntrusion> all = findings.intrusions();
    if (all.isEmpty()) {
      return "No intrusion found";
    }
    long grave = all.stream().filter(one -> isTold(one.intrusion())).count();
    if (grave == 0) {
      return "No intrusion with a score of 20 or more";
    }
    Intrusion first = all.getFirst().intrusion();
    return Figures.counted(grave, "intrusion") + (grave == 1 ? ", it " : "; the gravest ") + first.status();
  }

  private void figure(String name, String value) throws IOException {
    to.open("div").element("dt", "", name).element("dd", "", value).close();
  }

  private void overview() throws IOException {
    to.open("section", "class", "overview", "aria-labelledby", "intrusions");
    to.open("h2", "id", "intrusions").text("Intrusions").close();
    List<ReportedIntrusion> all = findings.intrusions();
    if (all.isEmpty()) {
      to.open("p").text(Figures.counted(findings.counts().events(), "event") + " were read and " + Figures.counted(findings.counts().rules(), "rule") + " used; "
          + Figures.counted(findings.counts().detections(), "detection") + " came of it, and none of them opens an intrusion. "
          + Figures.grouped(findings.counts().covered()) + " of the events are of a log source that some rule names. The ledger below says what became of every record.").close();
      to.close();
      return;
    }
    int grave = (int) all.stream().filter(one -> isTold(one.intrusion())).count();
    if (grave > 0) {
      board(all.subList(0, grave));
    }
    if (grave < all.size()) {
      int below = all.size() - grave;
      to.open("details", "class", "below");
      to.element("summary", "", Figures.counted(below, "intrusion") + " below a score of 20");
      board(all.subList(grave, all.size()));
      to.element("p", "muted", "Listed and not told: cutpoint intrusions show ID");
      to.close();
    }
    to.open("details", "class", "reading");
    to.element("summary", "", "How to read the chain");
    ChainBar.legend(to);
    to.close(2);
  }

  /// A line for each of these intrusions.
  private void board(List<ReportedIntrusion> all) throws IOException {
    int shown = rows.take(all.size(), MAX_OVERVIEW);
    to.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-labelledby", "intrusions");
    to.open("table", "class", "board stack");
    to.constant("<thead><tr><th scope=\"col\">Intrusion</th><th scope=\"col\">Score</th><th scope=\"col\">Chain</th><th scope=\"col\">Status</th>"
        + "<th scope=\"col\">Hosts</th><th scope=\"col\">Users</th><th scope=\"col\">First seen</th></tr></thead>");
    to.open("tbody");
    Set<String> told = new HashSet<>();
    told().forEach(one -> told.add(one.shortId()));
    for (ReportedIntrusion one : all.subList(0, shown)) {
      Intrusion intrusion = one.intrusion();
      to.open("tr");
      to.open("th", "scope", "row");
      if (told.contains(one.shortId())) {
        to.open("a", "href", "#" + Steps.anchor(one.shortId())).text(one.shortId()).close();
      } else {
        to.text(one.shortId());
      }
      to.close();
      to.open("td", "data-label", "Score");
      score(intrusion);
      to.close();
      to.open("td", "data-label", "Chain");
      ChainBar.small(to, intrusion);
      to.close();
      cell("Status", intrusion.status());
      cell("Hosts", Figures.grouped(intrusion.hosts().size()));
      cell("Users", Figures.grouped(intrusion.users().size()));
      when("First seen", intrusion.firstNanos(), Amounts.second(intrusion.firstNanos()));
      to.close();
    }
    to.close(3);
    if (shown < all.size()) {
      to.element("p", "more", Figures.counted(all.size() - (long) shown, "more intrusion") + ": cutpoint intrusions ls --all");
    }
  }

  private void score(Intrusion intrusion) throws IOException {
    Band band = Band.of(intrusion.score());
    to.open("span", "class", "score " + band.id());
    to.element("b", "", Amounts.decimal(intrusion.score(), 0));
    to.element("span", "", band.id());
    to.close();
  }

  private void cell(String label, String text) throws IOException {
    to.open("td", "data-label", label).text(text).close();
  }

  private void intrusion(ReportedIntrusion one) throws IOException {
    Intrusion intrusion = one.intrusion();
    String anchor = Steps.anchor(one.shortId());
    Steps steps = Steps.read(intrusion, chosen, anchor, evidence);
    to.open("article", "class", "intrusion", "id", anchor);
    to.open("header");
    score(intrusion);
    to.open("div", "class", "title");
    to.element("h2", "", one.shortId());
    to.element("p", "status", capital(intrusion.status()));
    to.close(2);
    ChainBar.wide(to, intrusion);
    if (one.briefing() != null) {
      answers(new Answers(one.briefing(), Amounts::second), one);
    }
    to.open("div", "class", "columns");
    to.open("div", "class", "wide");
    story(intrusion, steps);
    to.close();
    to.open("div", "class", "narrow");
    facts(intrusion);
    gaps(intrusion);
    to.close(2);
    timeline(one, steps);
    processes(one);
    evidence(steps);
    scoring(intrusion);
    stages(intrusion);
    links(one, steps);
    to.close();
  }

  private static String capital(String sentence) {
    return sentence.isEmpty() ? sentence : sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1);
  }

  /// What somebody asks first who has to decide, in the words that the terminal uses too.
  private void answers(Answers answers, ReportedIntrusion one) throws IOException {
    to.open("div", "class", "columns answers");
    to.open("div", "class", "wide");
    to.element("h3", "", "In short");
    for (String sentence : answers.story()) {
      sentence("p", sentence);
    }
    to.close();
    to.open("div", "class", "narrow");
    to.element("h3", "", "What to do");
    to.open("dl", "class", "todo");
    advice("Cut now", "cutting", answers.cutNow());
    advice("Close the way in", "cutting", answers.closeEntry());
    advice("Next time", "", answers.nextTime());
    advice("Blind", "", answers.blind());
    to.close(3);
    cuts(answers.cuts(), one);
  }

  private void advice(String term, String cssClass, String text) throws IOException {
    if (!text.isEmpty()) {
      to.element("dt", cssClass, term);
      sentence("dd", text);
    }
  }

  private void sentence(String tag, String sentence) throws IOException {
    to.open(tag).text(Untrusted.of(sentence), MAX_SENTENCE_BYTES).close();
  }

  private void cuts(List<Answers.Cut> cuts, ReportedIntrusion one) throws IOException {
    if (cuts.isEmpty()) {
      return;
    }
    int shown = rows.take(cuts.size(), MAX_CUTS);
    to.open("details", "class", "cuts");
    to.element("summary", "", "Each cut point with its effect (" + Figures.grouped(cuts.size()) + ")");
    to.element("p", "muted", "Counted in this intrusion alone: how many of the steps after the first use of the value use it too. Assumes that the intruder has no other way. "
        + "Nothing here is executed by Cutpoint.");
    to.open("table", "class", "stack");
    to.constant("<thead><tr><th scope=\"col\">Cut</th><th scope=\"col\">What for</th><th scope=\"col\">Effect</th></tr></thead>");
    to.open("tbody");
    for (Answers.Cut cut : cuts.subList(0, shown)) {
      to.open("tr");
      cell("Cut", cut.text());
      cell("What for", cut.closesEntry() ? "closes the way in" : "stops what is under way");
      cell("Effect", cut.effect().isEmpty() ? "none counted" : cut.effect());
      to.close();
    }
    to.close(2);
    omitted(cuts.size() - (long) shown, "cut point", one);
    to.close();
  }

  private void story(Intrusion intrusion, Steps steps) throws IOException {
    to.element("h3", "", "What happened");
    to.open("ol", "class", "story");
    for (Sentence sentence : intrusion.story().subList(0, Math.min(intrusion.story().size(), MAX_STORY))) {
      to.open("li");
      time(sentence.timeNanos(), Amounts.clock(sentence.timeNanos()));
      to.open("p").text(sentence.text(), MAX_TEXT_BYTES);
      for (EventId id : sentence.detections().subList(0, Math.min(sentence.detections().size(), 3))) {
        Step step = steps.of(id);
        if (step != null && steps.all().indexOf(step) < MAX_STEPS) {
          to.constant(" ").open("a", "href", "#" + step.anchor(), "class", "proof").text("proof").close();
        }
      }
      to.close(2);
    }
    to.close();
  }

  private void facts(Intrusion intrusion) throws IOException {
    to.element("h3", "", "Key facts");
    to.open("dl", "class", "facts");
    to.open("div").element("dt", "", "First seen").open("dd");
    time(intrusion.firstNanos(), Amounts.second(intrusion.firstNanos()));
    to.close(2);
    to.open("div").element("dt", "", "Last seen").open("dd");
    time(intrusion.lastNanos(), Amounts.second(intrusion.lastNanos()));
    to.text(", " + Amounts.duration(intrusion.lastNanos() - intrusion.firstNanos()) + " later");
    to.close(2);
    names("Hosts", intrusion.hosts().stream().map(host -> host.value()).toList());
    names("Users", intrusion.users().stream().map(user -> user.value()).toList());
    to.open("div");
    term(to, "Detections", Figures.grouped(intrusion.members().size() + intrusion.omitted()));
    to.close(2);
  }

  private void names(String term, List<Untrusted> names) throws IOException {
    to.open("div").element("dt", "", term).open("dd");
    if (names.isEmpty()) {
      to.element("span", "muted", "none named");
    }
    to.open("ul", "class", "names");
    for (Untrusted name : names.subList(0, Math.min(names.size(), MAX_NAMES))) {
      to.open("li").text(name, 256).close();
    }
    if (names.size() > MAX_NAMES) {
      to.element("li", "muted", "and " + Figures.grouped(names.size() - MAX_NAMES) + " more");
    }
    to.close(3);
  }

  private void gaps(Intrusion intrusion) throws IOException {
    List<Stage> hunts = Stage.CHAIN.stream().filter(stage -> !ChainBar.summary(intrusion, stage).hunt().isEmpty()).toList();
    if (!hunts.isEmpty()) {
      to.element("h3", "", "What to look for");
      to.open("dl", "class", "hunts");
      for (Stage stage : hunts) {
        StageSummary summary = ChainBar.summary(intrusion, stage);
        to.element("dt", "", stage.title());
        to.open("dd").open("p").text(summary.reason()).close();
        to.element("code", "", summary.hunt());
        to.close();
      }
      to.close();
    }
  }

  private void timeline(ReportedIntrusion one, Steps steps) throws IOException {
    to.element("h3", "", "Timeline");
    Timeline.write(to, steps.all());
    List<Step> all = steps.all();
    int shown = rows.take(all.size(), MAX_STEPS);
    to.open("details", "class", "steps");
    to.element("summary", "", "All steps as a table (" + Figures.grouped(all.size()) + ")");
    to.open("table", "class", "stack");
    to.constant("<thead><tr><th scope=\"col\">Time</th><th scope=\"col\">Stage</th><th scope=\"col\">Step</th><th scope=\"col\">Host</th><th scope=\"col\">Times</th></tr></thead>");
    to.open("tbody");
    for (Step step : all.subList(0, shown)) {
      to.open("tr");
      to.open("td", "data-label", "Time", "class", "when");
      time(step.first(), Amounts.clock(step.first()));
      if (step.last() != step.first()) {
        to.text(" – ");
        time(step.last(), Amounts.clock(step.last()));
      }
      to.close();
      cell("Stage", step.stage().title() + (step.part() == Part.NONE ? "" : " (" + step.part().id() + ")"));
      to.open("td", "data-label", "Step");
      to.open("a", "href", "#" + step.anchor()).text(step.title()).close();
      to.constant(" ");
      level(to, step.level(), step.isReconstructed());
      to.close();
      to.open("td", "data-label", "Host").text(step.host(), 256).close();
      cell("Times", Figures.grouped(step.count()));
      to.close();
    }
    to.close(2);
    omitted(all.size() - (long) shown, "step", one);
    long unread = one.intrusion().members().size() + one.intrusion().omitted() - all.stream().mapToLong(Step::count).sum();
    omitted(unread, "detection", one);
    to.close();
  }

  private void omitted(long more, String thing, ReportedIntrusion one) throws IOException {
    if (more > 0) {
      to.element("p", "more", Figures.counted(more, "more " + thing) + ": cutpoint intrusions show " + one.shortId());
    }
  }

  private void processes(ReportedIntrusion one) throws IOException {
    if (one.processes().isEmpty()) {
      return;
    }
    int shown = rows.take(one.processes().size(), MAX_PROCESSES);
    to.element("h3", "", "Process tree");
    ProcessTree.write(to, one.processes().subList(0, shown));
    omitted(one.processes().size() - (long) shown, "process", one);
  }

  private void evidence(Steps steps) throws IOException {
    to.element("h3", "", "Evidence");
    to.element("p", "muted", "Records behind the steps, with the part marked that the rule matched. Open one to see its fields.");
    List<Step> all = steps.all();
    to.open("div", "class", "records");
    EvidenceCards.write(to, all.subList(0, Math.min(all.size(), MAX_STEPS)), evidence, rows, MAX_FIELD_ROWS);
    to.close();
  }

  private void scoring(Intrusion intrusion) throws IOException {
    to.open("details", "class", "scoring");
    to.element("summary", "", "Why the score is " + Amounts.decimal(intrusion.score(), 1));
    List<Contribution> parts = intrusion.contributions();
    int shown = rows.take(parts.size(), 40);
    to.open("table", "class", "stack");
    to.constant("<thead><tr><th scope=\"col\">Part</th><th scope=\"col\">Points</th><th scope=\"col\" class=\"bar\"></th><th scope=\"col\">Reason</th></tr></thead>");
    to.open("tbody");
    for (Contribution part : parts.subList(0, shown)) {
      to.open("tr");
      cell("Part", part.factor());
      to.open("td", "data-label", "Points", "class", "number").text((part.points() > 0 ? "+" : "") + Amounts.decimal(part.points(), 1)).close();
      to.open("td", "class", "bar");
      String width = Amounts.decimal(Math.min(100, Math.abs(part.points()) * 2.5), 1);
      to.open("svg", "viewBox", "0 0 100 10", "width", "100", "height", "10", "aria-hidden", "true");
      to.open("rect", "class", part.points() < 0 ? "minus" : "plus", "x", "0", "y", "1", "width", width, "height", "8", "rx", "2");
      to.close(2);
      cell("Reason", part.reason());
      to.close();
    }
    to.close(3);
  }

  private void stages(Intrusion intrusion) throws IOException {
    to.open("details", "class", "stages");
    to.element("summary", "", "Why each stage is what it is");
    to.open("table", "class", "stack");
    to.constant("<thead><tr><th scope=\"col\">Stage</th><th scope=\"col\">State</th><th scope=\"col\">First</th><th scope=\"col\">Last</th><th scope=\"col\">Reason</th></tr></thead>");
    to.open("tbody");
    int shown = rows.take(Stage.CHAIN.size(), Stage.CHAIN.size());
    for (Stage stage : Stage.CHAIN.subList(0, shown)) {
      StageSummary summary = ChainBar.summary(intrusion, stage);
      to.open("tr");
      cell("Stage", stage.title());
      cell("State", ChainBar.word(summary.state()));
      when("First", summary.firstNanos(), Amounts.clock(summary.firstNanos()));
      when("Last", summary.lastNanos(), Amounts.clock(summary.lastNanos()));
      cell("Reason", summary.reason());
      to.close();
    }
    to.close(3);
  }

  private void links(ReportedIntrusion one, Steps steps) throws IOException {
    List<Link> links = one.intrusion().links();
    if (!links.isEmpty()) {
      to.open("details", "class", "links");
      to.element("summary", "", "Why these steps belong together (" + Figures.counted(links.size(), "link") + ")");
      links(one, steps, links.stream().sorted(java.util.Comparator.comparingDouble(Link::strength).reversed()).toList());
      to.close();
    }
    if (!one.refused().isEmpty()) {
      to.open("details", "class", "links");
      to.element("summary", "", "What was not joined (" + Figures.counted(one.refused().size(), "refused link") + ")");
      to.element("p", "muted", "Too weak to join something to this intrusion. Where one of them is wrong, the intrusion is larger than told here.");
      links(one, steps, one.refused());
      to.close();
    }
  }

  private void links(ReportedIntrusion one, Steps steps, List<Link> links) throws IOException {
    int shown = rows.take(links.size(), MAX_LINKS);
    to.open("table", "class", "stack");
    to.constant("<thead><tr><th scope=\"col\">Strength</th><th scope=\"col\">Shared</th><th scope=\"col\">From</th><th scope=\"col\">To</th><th scope=\"col\">Reason</th></tr></thead>");
    to.open("tbody");
    for (Link link : links.subList(0, shown)) {
      to.open("tr");
      to.open("td", "data-label", "Strength", "class", "number").text(Amounts.decimal(link.strength(), 2)).close();
      to.open("td", "data-label", "Shared").text(link.entity().type() + " ").text(link.entity().value(), 256).close();
      end("From", link.from(), steps);
      end("To", link.to(), steps);
      cell("Reason", link.reason());
      to.close();
    }
    to.close(2);
    omitted(links.size() - (long) shown, "link", one);
  }

  private void end(String label, EventId id, Steps steps) throws IOException {
    Step step = steps.of(id);
    cell(label, step != null ? step.title() : "DET-" + id.toString().substring(0, 8).toUpperCase(Locale.ROOT));
  }

  private void accounting() throws IOException {
    to.open("section", "class", "accounting", "aria-labelledby", "accounting");
    to.open("h2", "id", "accounting").text("Accounting").close();
    ledger();
    coverage();
    warnings();
    noisiest();
    problems();
    to.close();
  }

  private void ledger() throws IOException {
    Findings.SourceRow total = findings.total();
    to.element("h3", "", "Every record");
    to.open("p").text(Figures.grouped(total.in()) + " in = " + Figures.grouped(total.processed()) + " processed + " + Figures.grouped(total.quarantined()) + " quarantined + "
        + Figures.grouped(total.dropped().values().stream().mapToLong(Long::longValue).sum()) + " dropped; " + Figures.grouped(total.duplicates())
        + " of the processed are copies of others. " + Figures.grouped(findings.counts().covered()) + " are of a log source that some rule names.").close();
    int shown = rows.take(findings.sources().size(), MAX_SOURCES);
    to.open("table", "class", "stack");
    to.constant("<thead><tr><th scope=\"col\">Source</th><th scope=\"col\">Format</th><th scope=\"col\">In</th><th scope=\"col\">Processed</th><th scope=\"col\">Quarantined</th>"
        + "<th scope=\"col\">Dropped</th><th scope=\"col\">Copies</th><th scope=\"col\">First</th><th scope=\"col\">Last</th></tr></thead>");
    to.open("tbody");
    for (Findings.SourceRow row : findings.sources().subList(0, shown)) {
      to.open("tr");
      to.open("th", "scope", "row").text(row.source()).close();
      cell("Format", row.format());
      number("In", row.in());
      number("Processed", row.processed());
      number("Quarantined", row.quarantined());
      List<String> dropped = new ArrayList<>();
      row.dropped().forEach((reason, n) -> dropped.add(Figures.grouped(n) + " " + reason));
      cell("Dropped", dropped.isEmpty() ? "0" : String.join(", ", dropped));
      number("Copies", row.duplicates());
      when("First", row.firstNanos(), Amounts.second(row.firstNanos()));
      when("Last", row.lastNanos(), Amounts.second(row.lastNanos()));
      to.close();
    }
    to.close(2);
    if (shown < findings.sources().size()) {
      to.element("p", "more", Figures.counted(findings.sources().size() - (long) shown, "more source") + ": summary.json beside this file");
    }
  }

  /// Where the logs were blind in all, and the one setting that would help most.
  private void coverage() throws IOException {
    List<String> sentences = findings.counts().events() == 0 ? List.of() : Answers.coverage(findings.coverage());
    if (!sentences.isEmpty()) {
      to.element("h3", "", "Where the logs are blind");
      for (String sentence : sentences) {
        sentence("p", sentence);
      }
    }
  }

  private void number(String label, long n) throws IOException {
    to.open("td", "data-label", label, "class", "number").text(Figures.grouped(n)).close();
  }

  private void warnings() throws IOException {
    List<String> warnings = findings.warnings();
    if (warnings.isEmpty()) {
      return;
    }
    to.element("h3", "", "Warnings");
    int shown = rows.take(warnings.size(), MAX_WARNINGS);
    to.open("ul", "class", "warnings");
    for (String warning : warnings.subList(0, shown)) {
      to.element("li", "", warning);
    }
    to.close();
    if (shown < warnings.size()) {
      to.element("p", "more", Figures.counted(warnings.size() - (long) shown, "more warning") + ": summary.json beside this file");
    }
  }

  private void noisiest() throws IOException {
    if (findings.noisiest().isEmpty()) {
      return;
    }
    to.element("h3", "", "Noisiest rules");
    int shown = rows.take(findings.noisiest().size(), 20);
    to.open("table", "class", "stack");
    to.constant("<thead><tr><th scope=\"col\">Rule</th><th scope=\"col\">Detections</th><th scope=\"col\">Id</th></tr></thead>");
    to.open("tbody");
    for (Findings.NoisyRule rule : findings.noisiest().subList(0, shown)) {
      to.open("tr");
      to.open("th", "scope", "row").text(rule.title()).close();
      number("Detections", rule.detections());
      to.open("td", "data-label", "Id").element("code", "", rule.id()).close();
      to.close();
    }
    to.close(2);
  }

  private void problems() throws IOException {
    List<RuleProblem> problems = findings.ruleProblems();
    long skipped = problems.stream().filter(problem -> problem.kind() != RuleProblem.Kind.WARNING).count();
    if (problems.isEmpty()) {
      return;
    }
    to.open("details");
    to.element("summary", "", "Rules: " + Figures.grouped(skipped) + " not used, " + Figures.counted(problems.size() - skipped, "warning"));
    int shown = rows.take(problems.size(), MAX_PROBLEMS);
    to.open("table", "class", "stack");
    to.constant("<thead><tr><th scope=\"col\">Rule file</th><th scope=\"col\">Line</th><th scope=\"col\">What</th><th scope=\"col\">Why</th></tr></thead>");
    to.open("tbody");
    for (RuleProblem problem : problems.subList(0, shown)) {
      to.open("tr");
      to.open("th", "scope", "row").text(problem.file()).close();
      cell("Line", problem.line() > 0 ? String.valueOf(problem.line()) : "–");
      cell("What", problem.kind().name().toLowerCase(Locale.ROOT));
      cell("Why", problem.message());
      to.close();
    }
    to.close(2);
    if (shown < problems.size()) {
      to.element("p", "more", Figures.counted(problems.size() - (long) shown, "more line") + ": cutpoint rules ls --skipped");
    }
    to.close();
  }

  private void when(String label, long nanos, String shown) throws IOException {
    to.open("td", "data-label", label, "class", "when");
    time(nanos, shown);
    to.close();
  }

  private void time(long nanos, String shown) throws IOException {
    if (nanos == EventView.NO_TIME) {
      to.text(shown);
    } else {
      to.open("time", "datetime", Amounts.exact(nanos)).text(shown).close();
    }
  }

  /// A rule's level as a word in a frame.
  static void level(Markup to, Level level, boolean isReconstructed) throws IOException {
    to.element("span", isReconstructed ? "chip rebuilt" : "chip level-" + level.id(), isReconstructed ? "reconstructed" : level.id());
  }

  /// A term and what it is.
  static void term(Markup to, String term, String text) throws IOException {
    to.element("dt", "", term).element("dd", "", text);
  }
}
