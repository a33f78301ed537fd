package io.cutpoint.export;

import io.cutpoint.match.Explanation;
import io.cutpoint.model.Part;
import io.cutpoint.model.Stage;
import io.cutpoint.model.detection.Detection;
import io.cutpoint.model.detection.Evidence;
import io.cutpoint.model.detection.Level;
import io.cutpoint.model.detection.Outcome;
import io.cutpoint.model.detection.RuleKey;
import io.cutpoint.model.detection.RuleReference;
import io.cutpoint.model.detection.StageVerdict;
import io.cutpoint.model.detection.Status;
import io.cutpoint.model.entity.Entity;
import io.cutpoint.model.event.EventId;
import io.cutpoint.model.event.EventTimes;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.model.event.FlatEvent;
import io.cutpoint.model.event.LogSource;
import io.cutpoint.model.event.Position;
import io.cutpoint.model.event.SourceId;
import io.cutpoint.model.event.ValueKind;
import io.cutpoint.model.fact.Activity;
import io.cutpoint.model.fact.Attributes;
import io.cutpoint.model.fact.Fact;
import io.cutpoint.model.intrusion.Contribution;
import io.cutpoint.model.intrusion.Intrusion;
import io.cutpoint.model.intrusion.IntrusionId;
import io.cutpoint.model.intrusion.Link;
import io.cutpoint.model.intrusion.Member;
import io.cutpoint.model.intrusion.Sentence;
import io.cutpoint.model.intrusion.StageState;
import io.cutpoint.model.intrusion.StageSummary;
import io.cutpoint.model.text.Untrusted;
import io.cutpoint.provenance.TreeLine;
import io.cutpoint.sigma.Predicate;
import io.cutpoint.sigma.RuleProblem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Findings of a given size in which every text comes from one place.
final class MadeFindings implements EvidenceReader {

  /// Where texts come from.
  interface Texts {
    /// The next text for a field of this name.
    String next(String field);
  }

  /// How much there is.
  ///
  /// @param members of each intrusion
  /// @param repeated how many of them are of one step
  /// @param fields of each record
  record Size(int intrusions, int members, int repeated, int processes, int fields, int names, int sources) {}

  private static final long START = EventTimes.of(Instant.parse("2026-04-25T12:03:58.120Z"));
  private static final long SECOND = 1_000_000_000L;

  private final Texts texts;
  private final Size size;
  private final Map<EventId, Detection> detections = new LinkedHashMap<>();
  final Findings findings;

  MadeFindings(Size size, Texts texts) {
    this.size = size;
    this.texts = texts;
    List<ReportedIntrusion> intrusions = new ArrayList<>();
    List<EventId> ids = new ArrayList<>();
    for (int i = 0; i < size.intrusions; i++) {
      ids.add(new EventId(0x7F3A_0000_0000_0000L + ((long) i << 40), i));
    }
    for (int i = 0; i < size.intrusions; i++) {
      intrusions.add(intrusion(i, ids));
    }
    TreeMap<String, Long> dropped = new TreeMap<>(Map.of(text("reason"), 3L));
    List<Findings.SourceRow> sources = new ArrayList<>();
    for (int i = 0; i < size.sources; i++) {
      sources.add(new Findings.SourceRow(text("source"), text("format"), 1_234_570, 1_234_567, 0, dropped, 2, START, START + 3600 * SECOND));
    }
    findings = new Findings(
        text("version"), false, START, START + 3 * 3600 * SECOND, new Findings.Counts(1_234_567, 1_000_000, detections.size(), 3_828), intrusions,
        List.of(new Findings.NoisyRule(text("rule id"), text("rule title"), 17)), List.of(text("warning"), text("warning")),
        List.of(new RuleProblem(text("rule file"), 3, 7, RuleProblem.Kind.SKIPPED, text("problem")), new RuleProblem(text("rule file"), 0, 0, RuleProblem.Kind.WARNING, text("problem"))),
        sources, new Findings.SourceRow("", "", 1_234_570, 1_234_567, 0, dropped, 2, START, START + 3600 * SECOND));
  }

  private String text(String field) {
    return texts.next(field);
  }

  private Untrusted untrusted(String field) {
    return Untrusted.of(texts.next(field));
  }

  private ReportedIntrusion intrusion(int n, List<EventId> ids) {
    List<Member> members = new ArrayList<>();
    List<Sentence> story = new ArrayList<>();
    List<Link> links = new ArrayList<>();
    Stage[] stages = {Stage.DELIVERY, Stage.EXPLOITATION, Stage.COMMAND_AND_CONTROL, Stage.ACTIONS_ON_OBJECTIVES};
    Untrusted host = untrusted("host");
    RuleReference repeatedRule = rule(0);
    for (int i = 0; i < size.members; i++) {
      EventId id = new EventId(n + 1L, i + 1L);
      boolean isRepeated = i < size.repeated;
      Stage stage = isRepeated ? Stage.DELIVERY : stages[i % stages.length];
      Part part = stage == Stage.ACTIONS_ON_OBJECTIVES ? Part.THROUGH : Part.NONE;
      long time = START + i * 37 * SECOND + (i > size.members / 2 ? 5400 * SECOND : 0);
      RuleReference rule = isRepeated ? repeatedRule : rule(i);
      Evidence evidence = new Evidence(new SourceId(0, text("source")), new Position(0, i, i * 1000L, 900), i + 1, "ab".repeat(32));
      Fact fact = new Fact(id, time, time, Activity.values()[0], 1, untrusted("channel"), host, Attributes.NONE, List.of(0), List.of(evidence));
      detections.put(id, new Detection(id, rule, new StageVerdict(stage, part, List.of(), false, StageVerdict.Step.TECHNIQUE, text("reason")), Outcome.OCCURRED, List.of(), fact));
      members.add(new Member(id, stage, part, text("reason")));
      if (story.size() < size.names) {
        story.add(new Sentence(time, untrusted("story"), List.of(id)));
      }
      if (i > 0 && links.size() < size.names) {
        links.add(new Link(new EventId(n + 1L, i), id, 0.75, new Entity.File("k", untrusted("entity")), text("reason")));
      }
    }
    EnumMap<Stage, StageSummary> summaries = new EnumMap<>(Stage.class);
    StageState[] states = {StageState.BLIND, StageState.INFERRED, StageState.CONFIRMED, StageState.SUSPECTED, StageState.NONE, StageState.CONFIRMED, StageState.CONFIRMED};
    for (Stage stage : Stage.CHAIN) {
      StageState state = states[stage.ordinal()];
      boolean isSeen = state == StageState.CONFIRMED || state == StageState.SUSPECTED;
      summaries.put(stage, new StageSummary(state, isSeen ? START : EventView.NO_TIME, isSeen ? START + 60 * SECOND : EventView.NO_TIME, isSeen ? 0.7 : 0, text("reason"),
          state == StageState.INFERRED ? text("hunt") : ""));
    }
    List<Entity.Host> hosts = new ArrayList<>();
    List<Entity.Account> users = new ArrayList<>();
    for (int i = 0; i < size.names; i++) {
      hosts.add(new Entity.Host("h" + i, untrusted("host")));
      users.add(new Entity.Account("u" + i, untrusted("user")));
    }
    List<TreeLine> tree = new ArrayList<>();
    for (int i = 0; i < size.processes; i++) {
      tree.add(new TreeLine(i, i % 7, text("process host"), untrusted("image"), untrusted("command line"), untrusted("user"), START + i * SECOND, i == 0 ? "" : text("by"),
          i == 0, i == 1, i % 2 == 0, i == 3));
    }
    List<Contribution> parts = List.of(new Contribution(text("factor"), 40.5, text("reason")), new Contribution(text("factor"), -3.25, text("reason")));
    Intrusion intrusion = new Intrusion(ids.get(n), List.of(), 91.2 - n * 0.2, text("status"), Stage.ACTIONS_ON_OBJECTIVES, START, START + 3600 * SECOND, hosts, users, story,
        summaries, members, links, parts, 0);
    return new ReportedIntrusion(intrusion, IntrusionId.shorten(ids.get(n), ids), tree, links);
  }

  private RuleReference rule(int i) {
    boolean isReconstructed = i % 5 == 3;
    RuleKey key = new RuleKey(isReconstructed ? "reconstruction" : text("origin"), text("rule id") + i, "0");
    return new RuleReference(key, text("rule title"), Level.values()[i % 5], Status.TEST, List.of(text("tactic")), List.of(text("technique")),
        new LogSource("windows", "process_creation", null), null);
  }

  @Override
  public void read(Collection<EventId> wanted, boolean withRecord, Sink to) throws IOException {
    for (EventId id : wanted.stream().sorted().toList()) {
      Detection one = detections.get(id);
      if (one != null) {
        to.take(item(one, withRecord));
      }
    }
  }

  private Item item(Detection detection, boolean withRecord) {
    boolean isReconstructed = detection.rule().key().origin().equals("reconstruction");
    FlatEvent record = new FlatEvent();
    if (!withRecord) {
      return new Item(detection, null, 0, null);
    }
    record.begin(new SourceId(0, ""), 0, 0, new byte[0], 0, 0, 0);
    FieldDictionary dictionary = FieldDictionary.of(List.of("CommandLine"));
    for (int i = 0; i < size.fields; i++) {
      byte[] value = text("value").getBytes(StandardCharsets.UTF_8);
      record.add(EventView.NO_FIELD, text("field"), ValueKind.TEXT, value, 0, value.length);
    }
    record.endOriginals();
    byte[] made = text("value").getBytes(StandardCharsets.UTF_8);
    record.addGeneric(dictionary.id("CommandLine"), "CommandLine", ValueKind.TEXT, made, 0, made.length);
    Predicate predicate = new Predicate.Text(List.of(new Predicate.Token.Any(), new Predicate.Token.Literal(text("literal")), new Predicate.Token.Any()), false);
    Explanation explanation = new Explanation.Selection(text("selection"), true, new Explanation.AllOf(true, List.of(
        new Explanation.FieldTest(text("field"), predicate, true, List.of(new Explanation.Passage(0, 0, Math.min(2, record.length(0))))),
        new Explanation.FieldTest("CommandLine", predicate, true, List.of(new Explanation.Passage(size.fields, 0, made.length))))));
    return new Item(detection, record, 0, isReconstructed ? null : explanation);
  }

  /// The report of these findings.
  String report() {
    StringBuilder out = new StringBuilder();
    try {
      Report.write(findings, this, out);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return out.toString();
  }
}
