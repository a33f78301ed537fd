package io.cutpoint.engine;

import io.cutpoint.attack.StageResolver;
import io.cutpoint.chain.AttackTracer;
import io.cutpoint.chain.Baseline;
import io.cutpoint.chain.Chain;
import io.cutpoint.chain.Result;
import io.cutpoint.detect.DetectionFactory;
import io.cutpoint.engine.facts.FactStore;
import io.cutpoint.engine.output.DetectionLines;
import io.cutpoint.engine.output.IntrusionLines;
import io.cutpoint.engine.output.ResultFolder;
import io.cutpoint.engine.output.TimelineLines;
import io.cutpoint.export.Report;
import io.cutpoint.export.ReportedIntrusion;
import io.cutpoint.ingest.SourceTally;
import io.cutpoint.model.detection.Detection;
import io.cutpoint.model.detection.Evidence;
import io.cutpoint.model.event.EventId;
import io.cutpoint.model.event.OrderKey;
import io.cutpoint.model.fact.Fact;
import io.cutpoint.model.intrusion.Intrusion;
import io.cutpoint.model.intrusion.IntrusionId;
import io.cutpoint.model.intrusion.Link;
import io.cutpoint.provenance.Provenance;
import io.cutpoint.provenance.ProvenanceBuilder;
import io.cutpoint.provenance.Reconstruction;
import io.cutpoint.provenance.Relevance;
import io.cutpoint.provenance.TreeLine;
import io.cutpoint.respond.Briefing;
import io.cutpoint.respond.Coverage;
import io.cutpoint.respond.Subject;
import io.cutpoint.sigma.Rule;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Facts to intrusions, in the one total order.
///
/// The runs are read twice: once for what came from what and what is common here, once for the detections. A third,
/// short pass over the lines that were made writes them out with the reconstructed steps in their places.
final class SecondPhase {

  /// Reads the evidence of steps that no rule matched.
  interface Fetch {
    Map<Evidence, String> fields(Collection<Evidence> wanted);
  }

  /// What came out.
  ///
  /// @param byRule detections of each rule
  /// @param excepted matches that the user's `rules.yaml` takes out
  /// @param dropped what bounds let go
  /// @param reported the intrusions with what a report tells beside them
  /// @param evidence reads the members of intrusions again, as long as the facts are there
  record Outcome(
      Result result, long detections, long[] byRule, long excepted, Map<String, Long> dropped, List<String> warnings,
      List<ReportedIntrusion> reported, ReportEvidence evidence) {}

  /// @param rule its place in the list of rules, or [#NONE] for a step that no rule saw and for a correlation
  private record Made(Detection detection, EventId episode, int rule) {
    static final int NONE = -1;

    OrderKey key() {
      Fact fact = detection.fact();
      return new OrderKey(fact.orderTimeNanos(), fact.id().hi(), fact.id().lo());
    }
  }

  private final FactStore facts;
  private final List<SourceTally> tallies;
  private final List<Rule> rules;
  private final RuleAdjustments adjustments;
  private final UsedCorrelations correlations;
  private final Coverage coverage;
  private final Path scratch;
  private final ResultFolder out;
  private final Fetch fetch;
  private final Progress progress;

  SecondPhase(FactStore facts, List<SourceTally> tallies, Rules rules, Coverage coverage, Path scratch, ResultFolder out, Fetch fetch, Progress progress) {
    this.facts = facts;
    this.tallies = tallies;
    this.rules = rules.used();
    this.adjustments = rules.adjustments();
    this.correlations = rules.correlations();
    this.coverage = coverage;
    this.scratch = scratch;
    this.out = out;
    this.fetch = fetch;
    this.progress = progress;
  }

  Outcome run() throws IOException {
    OwnAddresses own = new OwnAddresses();
    Clocks clocks = new Clocks();
    Baseline baseline = new Baseline();
    Provenance provenance = provenance(own, clocks, baseline);
    DetectionFactory factory = new DetectionFactory(new StageResolver(), own::contains);
    Chain chain = new Chain(baseline, provenance);
    long[] byRule = new long[rules.size()];
    long detections = 0;
    long excepted = 0;
    Path lines = scratch.resolve("detections.lines");
    Path correlatedLines = scratch.resolve("correlated.lines");
    LaterFields later = new LaterFields();
    CorrelatedDetections correlated;
    try (FactStore.Reader reader = facts.open(tallies, true);
        DataOutputStream made = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(lines), 1 << 16));
        DataOutputStream hits = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(correlatedLines), 1 << 16))) {
      correlated = new CorrelatedDetections(facts, tallies, rules, correlations, factory, adjustments, later,
          (detection, fields, about) -> write(hits, new Made(detection, chain.add(detection), Made.NONE), fields, about));
      for (FactStore.Merged merged = reader.next(); merged != null; merged = reader.next()) {
        correlated.take(merged);
        for (int rule : merged.fact().rules()) {
          Detection detection = factory.detection(merged.fact(), rules.get(rule).reference());
          if (adjustments.excludes(detection)) {
            excepted++;
            continue;
          }
          EventId episode = chain.add(detection);
          write(made, new Made(detection, episode, rule), merged.fields(), "");
          byRule[rule]++;
          detections++;
        }
        told(reader.read(), facts.size());
      }
      correlated.end();
    }
    ReconstructedSteps steps = new ReconstructedSteps(factory, this::fact);
    List<Reconstruction> followed = new ArrayList<>();
    Result result = chain.finish(AttackTracer.over(provenance, steps::detection, followed::add));
    Map<EventId, String> belongs = new HashMap<>();
    List<EventId> ids = result.intrusions().stream().map(Intrusion::id).toList();
    for (Intrusion intrusion : result.intrusions()) {
      String shortId = IntrusionId.shorten(intrusion.id(), ids);
      intrusion.members().forEach(member -> belongs.put(member.id(), shortId));
    }
    List<Made> reconstructed = new ArrayList<>();
    steps.made().forEach((id, detection) -> {
      if (belongs.containsKey(id)) {
        reconstructed.add(new Made(detection, id, Made.NONE));
      }
    });
    reconstructed.sort(Comparator.comparing(Made::key).thenComparing(one -> one.detection.id()));
    later.fetch(fetch);
    ReportEvidence evidence = new ReportEvidence(facts, tallies, rules, factory, Report.wanted(result.intrusions()));
    writeOut(lines, correlatedLines, later, reconstructed, belongs, evidence);
    Files.deleteIfExists(lines);
    Files.deleteIfExists(correlatedLines);
    List<ReportedIntrusion> reported = new ArrayList<>();
    try (ResultFolder.Lines intrusions = out.lines("intrusions.ndjson")) {
      for (Intrusion intrusion : result.intrusions()) {
        List<Reconstruction> attacks = attacks(intrusion, followed);
        Briefing briefing = Briefing.of(
            new Subject(intrusion, result.acts().getOrDefault(intrusion.id(), List.of()), attacks, provenance, coverage, baseline.last()));
        List<TreeLine> tree = tree(attacks);
        List<Link> refused = refused(intrusion, result);
        intrusions.line(IntrusionLines.line(intrusion, briefing, tree, refused));
        boolean isTold = reported.size() < Report.MAX_TOLD;
        reported.add(new ReportedIntrusion(intrusion, IntrusionId.shorten(intrusion.id(), ids), isTold ? tree : List.of(), isTold ? refused : List.of()));
      }
      intrusions.finish();
    }
    Map<String, Long> dropped = new TreeMap<>(provenance.dropped());
    result.dropped().forEach((bound, n) -> dropped.merge(bound, n, Long::sum));
    correlated.dropped().forEach((bound, n) -> dropped.merge(bound, n, Long::sum));
    return new Outcome(result, detections + correlated.count() + reconstructed.size(), byRule, excepted + correlated.excepted(), dropped, clocks.warnings(), reported, evidence);
  }

  /// What came from what; and what the facts say of addresses, clocks and what is common here. What it took is let go
  /// before detections are linked.
  private Provenance provenance(OwnAddresses own, Clocks clocks, Baseline baseline) throws IOException {
    ProvenanceBuilder builder = Provenance.builder();
    Relevance relevance = relevance();
    try (FactStore.Reader reader = facts.open(tallies, false)) {
      for (FactStore.Merged merged = reader.next(); merged != null; merged = reader.next()) {
        if (!merged.isVisible()) {
          continue;
        }
        own.add(merged.fact());
        clocks.add(merged.fact());
        if (relevance == null || relevance.keeps(merged.fact())) {
          baseline.add(merged.fact());
          builder.add(merged.fact());
        } else {
          baseline.addInPassing(merged.fact());
          builder.addInPassing(merged.fact());
        }
        told(reader.read(), 0);
      }
    }
    return builder.build();
  }

  /// What of very many facts is kept; none where all of them find room.
  private @Nullable Relevance relevance() throws IOException {
    if (facts.size() <= Relevance.mostWithoutSurvey()) {
      return null;
    }
    Relevance survey = Relevance.survey(rule -> rules.get(rule).reference().level().ordinal());
    try (FactStore.Reader reader = facts.open(tallies, false)) {
      for (FactStore.Merged merged = reader.next(); merged != null; merged = reader.next()) {
        if (merged.isVisible()) {
          survey.add(merged.fact());
        }
        told(reader.read(), 0);
      }
    }
    survey.decide();
    return survey.keepsAll() ? null : survey;
  }

  /// The attacks whose seeds belong to the intrusion, but for those that nothing was found of.
  private static List<Reconstruction> attacks(Intrusion intrusion, List<Reconstruction> followed) {
    Set<EventId> members = new HashSet<>();
    intrusion.members().forEach(member -> members.add(member.id()));
    return followed.stream()
        .filter(attack -> attack.nodes().size() > 1 || !attack.steps().isEmpty())
        .filter(attack -> attack.seeds().stream().anyMatch(members::contains))
        .toList();
  }

  /// The processes of these attacks.
  private static List<TreeLine> tree(List<Reconstruction> attacks) {
    // Two seeds of one attack are followed to the same entry, each with its own marks.
    Map<String, TreeLine> lines = new LinkedHashMap<>();
    for (Reconstruction attack : attacks) {
      for (TreeLine line : attack.tree()) {
        lines.merge(attack.entry() + "/" + line.node(), line, SecondPhase::both);
      }
    }
    return List.copyOf(lines.values());
  }

  /// The links that were too weak, but for those between detections that came together in another way.
  private static List<Link> refused(Intrusion intrusion, Result result) {
    Set<EventId> members = new HashSet<>();
    intrusion.members().forEach(member -> members.add(member.id()));
    return result.refused().getOrDefault(intrusion.id(), List.of()).stream()
        .filter(link -> !members.contains(link.from()) || !members.contains(link.to()))
        .toList();
  }

  private static TreeLine both(TreeLine a, TreeLine b) {
    return new TreeLine(a.node(), a.depth(), a.host(), a.image(), a.commandLine(), a.user(), a.startNanos(), a.by().isEmpty() ? b.by() : a.by(),
        a.isEntry() || b.isEntry(), a.isSeed() || b.isSeed(), a.isMatched() || b.isMatched(), a.isReconstructed() || b.isReconstructed());
  }

  private void told(long read, long before) {
    if ((read & 0xFFF) == 0) {
      progress.linking(before + read, facts.size() * 2);
    }
  }

  private static void write(DataOutputStream to, Made made, List<String> fields, String correlation) throws IOException {
    OrderKey key = made.key();
    to.writeLong(key.timeNanos());
    to.writeLong(key.idHi());
    to.writeLong(key.idLo());
    to.writeLong(made.detection.id().hi());
    to.writeLong(made.detection.id().lo());
    to.writeInt(made.rule);
    text(to, DetectionLines.line(made.detection, made.episode, fields, correlation));
    text(to, TimelineLines.line(made.detection));
  }

  private static void text(DataOutputStream to, String text) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    to.writeInt(utf8.length);
    to.write(utf8);
  }

  private static String text(DataInputStream from) throws IOException {
    byte[] utf8 = new byte[from.readInt()];
    from.readFully(utf8);
    return new String(utf8, StandardCharsets.UTF_8);
  }

  /// Lines of detections that were made before, in order.
  private static final class MadeLines implements AutoCloseable {
    private final DataInputStream from;
    private OrderKey key = new OrderKey(0, 0, 0);
    private EventId id = new EventId(0, 0);
    private int rule = Made.NONE;
    private boolean more;

    MadeLines(Path file) throws IOException {
      from = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
      next();
    }

    boolean isBefore(MadeLines other) {
      return more && (!other.more || key.compareTo(other.key) <= 0);
    }

    private void next() throws IOException {
      int high = from.read();
      more = high >= 0;
      if (more) {
        long time = (long) high << 56;
        for (int shift = 48; shift >= 0; shift -= 8) {
          time |= (long) from.readUnsignedByte() << shift;
        }
        key = new OrderKey(time, from.readLong(), from.readLong());
        id = new EventId(from.readLong(), from.readLong());
        rule = from.readInt();
      }
    }

    void write(Map<EventId, String> belongs, LaterFields later, ResultFolder.Lines ndjson, ResultFolder.Lines csv) throws IOException {
      ndjson.line(later.complete(text(from)));
      csv.line(text(from) + "," + belongs.getOrDefault(id, ""));
      next();
    }

    @Override
    public void close() throws IOException {
      from.close();
    }
  }

  private void writeOut(
      Path lines, Path correlatedLines, LaterFields later, List<Made> reconstructed, Map<EventId, String> belongs, ReportEvidence evidence) throws IOException {
    Map<Evidence, String> fields = reconstructed.isEmpty()
        ? Map.of()
        : fetch.fields(reconstructed.stream().flatMap(made -> made.detection.fact().evidence().stream()).toList());
    reconstructed.forEach(made -> evidence.reconstructed(made.detection, fields));
    int next = 0;
    try (MadeLines plain = new MadeLines(lines);
        MadeLines correlated = new MadeLines(correlatedLines);
        ResultFolder.Lines ndjson = out.lines("detections.ndjson");
        ResultFolder.Lines csv = out.lines("timeline.csv")) {
      csv.line(TimelineLines.HEADER);
      while (plain.more || correlated.more) {
        MadeLines first = plain.isBefore(correlated) ? plain : correlated;
        if (first.rule != Made.NONE) {
          evidence.place(first.id, first.key, first.rule);
        }
        while (next < reconstructed.size() && reconstructed.get(next).key().compareTo(first.key) < 0) {
          step(reconstructed.get(next++), fields, belongs, ndjson, csv);
        }
        first.write(belongs, later, ndjson, csv);
      }
      while (next < reconstructed.size()) {
        step(reconstructed.get(next++), fields, belongs, ndjson, csv);
      }
      ndjson.finish();
      csv.finish();
    }
  }

  private static void step(Made made, Map<Evidence, String> fields, Map<EventId, String> belongs, ResultFolder.Lines ndjson, ResultFolder.Lines csv)
      throws IOException {
    List<String> shown = made.detection.fact().evidence().stream().map(evidence -> fields.getOrDefault(evidence, "{}")).toList();
    ndjson.line(DetectionLines.line(made.detection, made.episode, shown, ""));
    csv.line(TimelineLines.line(made.detection) + "," + belongs.getOrDefault(made.detection.id(), ""));
  }

  private Fact fact(long orderTimeNanos, EventId id) {
    try {
      Fact fact = facts.find(tallies, orderTimeNanos, id);
      if (fact == null) {
        throw new IllegalStateException("wanted the fact " + id + ", found none");
      }
      return fact;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
