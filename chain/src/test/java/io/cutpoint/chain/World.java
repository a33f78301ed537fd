package io.cutpoint.chain;

import io.cutpoint.model.Part;
import io.cutpoint.model.Stage;
import io.cutpoint.model.detection.Detection;
import io.cutpoint.model.detection.Level;
import io.cutpoint.model.detection.Outcome;
import io.cutpoint.model.detection.RuleKey;
import io.cutpoint.model.detection.RuleReference;
import io.cutpoint.model.detection.StageVerdict;
import io.cutpoint.model.detection.Status;
import io.cutpoint.model.entity.Entities;
import io.cutpoint.model.entity.Entity;
import io.cutpoint.model.entity.Mention;
import io.cutpoint.model.entity.Role;
import io.cutpoint.model.event.EventId;
import io.cutpoint.model.event.EventTimes;
import io.cutpoint.model.event.LogSource;
import io.cutpoint.model.fact.Activity;
import io.cutpoint.model.fact.Attribute;
import io.cutpoint.model.fact.Attributes;
import io.cutpoint.model.fact.Fact;
import io.cutpoint.model.step.Bound;
import io.cutpoint.model.step.EmbeddedRunner;
import io.cutpoint.model.step.Output;
import io.cutpoint.model.text.Untrusted;
import io.cutpoint.provenance.ProcessForest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A small made-up network: processes, facts and detections in a few words.
final class World implements ProcessForest {

  static final long START = EventTimes.of(Instant.parse("2026-03-02T09:00:00Z"));
  static final String SYSMON = "Microsoft-Windows-Sysmon/Operational";

  private record Node(String host, String guid, String image, int parent, boolean isStop, boolean isKnown) {}

  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Integer> byGuid = new LinkedHashMap<>();
  final List<Fact> facts = new ArrayList<>();
  final List<Detection> detections = new ArrayList<>();
  private long ids;

  static long minute(double m) {
    return START + (long) (m * Times.MINUTE);
  }

  // ---- processes

  int start(String host, String image, int parent) {
    return node(host, image, parent, false, true);
  }

  int stop(String host, String image) {
    return node(host, image, NONE, true, true);
  }

  /// A process of which only its name is known, not what started it.
  int unknown(String host, String image) {
    return node(host, image, NONE, false, false);
  }

  private int node(String host, String image, int parent, boolean isStop, boolean isKnown) {
    int node = nodes.size();
    String guid = String.format("%08x-0000-0000-0000-0000000000aa", node + 1);
    nodes.add(new Node(host, guid, image, parent, isStop, isKnown));
    byGuid.put(guid, node);
    return node;
  }

  @Override
  public int acting(Fact fact) {
    return byGuid.getOrDefault(Entities.guidKey(fact.attributes().or(Attribute.PROCESS_GUID)), NONE);
  }

  @Override
  public int target(Fact fact) {
    return fact.activity() == Activity.PROCESS_START
        ? acting(fact)
        : byGuid.getOrDefault(Entities.guidKey(fact.attributes().or(Attribute.TARGET_PROCESS_GUID)), NONE);
  }

  @Override
  public int parent(int node) {
    return nodes.get(node).parent;
  }

  @Override
  public boolean isStop(int node) {
    return nodes.get(node).isStop;
  }

  @Override
  public int root(int node) {
    int at = node;
    while (parent(at) != NONE && !isStop(parent(at))) {
      at = parent(at);
    }
    return at;
  }

  @Override
  public boolean isAncestryKnown(int node) {
    return nodes.get(root(node)).isKnown;
  }

  @Override
  public String key(int node) {
    return Entities.hostKey(Untrusted.of(nodes.get(node).host)) + '|' + nodes.get(node).guid;
  }

  @Override
  public Untrusted image(int node) {
    return Untrusted.of(nodes.get(node).image);
  }

  // ---- rules

  static RuleReference rule(String id, Level level, String... techniques) {
    return rule(id, level, Status.TEST, techniques);
  }

  static RuleReference rule(String id, Level level, Status status, String... techniques) {
    return new RuleReference(new RuleKey("test", id, "0123456789abcdef"), "Rule " + id, level, status, List.of(), List.of(techniques),
        new LogSource("windows", null, null), null);
  }

  static StageVerdict verdict(Stage stage) {
    return new StageVerdict(stage, stage == Stage.ACTIONS_ON_OBJECTIVES ? Part.THROUGH : Part.NONE, List.of(), false,
        StageVerdict.Step.TACTIC, "By its tactic: " + stage.title() + ".");
  }

  static StageVerdict suspected(Stage stage, Stage... alternatives) {
    return new StageVerdict(stage, stage == Stage.ACTIONS_ON_OBJECTIVES ? Part.THROUGH : Part.NONE, List.of(alternatives), true,
        StageVerdict.Step.LOWEST, "Evasion alone.");
  }

  // ---- facts and detections

  final class Happening {
    private final long time;
    private final String host;
    private Activity activity = Activity.PROCESS_ACCESS;
    private String channel = SYSMON;
    private final EnumMap<Attribute, Untrusted> attributes = new EnumMap<>(Attribute.class);
    private final List<Mention> mentions = new ArrayList<>();
    private RuleReference rule = World.rule("r", Level.HIGH);
    private StageVerdict verdict = World.verdict(Stage.ACTIONS_ON_OBJECTIVES);
    private Outcome outcome = Outcome.OCCURRED;
    private @Nullable Role hostRole = Role.ACTOR;

    private Happening(String host, long time) {
      this.host = host;
      this.time = time;
    }

    Happening kind(Activity wanted) {
      activity = wanted;
      return this;
    }

    Happening channel(String name) {
      channel = name;
      return this;
    }

    Happening with(Attribute attribute, String value) {
      attributes.put(attribute, Untrusted.of(value));
      return this;
    }

    Happening by(int node) {
      with(Attribute.PROCESS_GUID, nodes.get(node).guid);
      with(Attribute.IMAGE, nodes.get(node).image);
      return this;
    }

    Happening rule(RuleReference wanted, Stage stage) {
      return rule(wanted, verdict(stage));
    }

    Happening rule(RuleReference wanted, StageVerdict stage) {
      rule = wanted;
      verdict = stage;
      return this;
    }

    Happening outcome(Outcome wanted) {
      outcome = wanted;
      return this;
    }

    Happening recordedOnly() {
      hostRole = Role.RECORDER;
      return this;
    }

    Happening hostIs(Role role) {
      hostRole = role;
      return this;
    }

    Happening mention(Role role, Entity entity) {
      mentions.add(new Mention(entity, role));
      return this;
    }

    Happening user(String name) {
      with(Attribute.USER, name);
      return mention(Role.ACTOR, Entities.account(Untrusted.of(name), host).orElseThrow());
    }

    Happening session(String id) {
      with(Attribute.LOGON_ID, id);
      return mention(Role.ACTOR, Entities.session(Entities.hostKey(Untrusted.of(host)), Untrusted.of(id)).orElseThrow());
    }

    Happening hash(String hex) {
      with(Attribute.HASHES, "SHA256=" + hex);
      return mention(Role.OBJECT, Entities.hash(Untrusted.of(hex)).orElseThrow());
    }

    Happening address(Role role, String text) {
      return mention(role, Entities.address(Untrusted.of(text), unused -> false).orElseThrow());
    }

    Fact fact() {
      ids++;
      EventId id = new EventId(ids * 0x9E3779B97F4A7C15L, ids);
      Fact fact = new Fact(id, time, time, activity, 1, Untrusted.of(channel), Untrusted.of(host), Attributes.of(attributes), List.of(), List.of());
      facts.add(fact);
      return fact;
    }

    Detection detect() {
      Fact fact = fact();
      EventId id = new EventId(fact.id().hi() ^ 0x5DEECE66DL, fact.id().lo());
      List<Mention> all = new ArrayList<>();
      all.add(new Mention(Entities.host(Untrusted.of(host)).orElseThrow(), hostRole == null ? Role.ACTOR : hostRole));
      all.addAll(mentions);
      Detection detection = new Detection(id, rule, verdict, outcome, all, fact);
      detections.add(detection);
      return detection;
    }
  }

  Happening on(String host, double minute) {
    return new Happening(host, minute(minute));
  }

  /// An attack with these processes, each since a time, and these steps.
  AttackTracer.Traced traced(Map<Integer, Long> processes, AttackTracer.TracedStep... steps) {
    java.util.TreeMap<Integer, Double> sure = new java.util.TreeMap<>();
    processes.keySet().forEach(node -> sure.put(node, 1.0));
    return new AttackTracer.Traced(List.of(steps), sure, fact -> {
      Long since = processes.get(acting(fact));
      return since != null && !Times.isBefore(fact.orderTimeNanos(), since);
    });
  }

  // ---- running

  Baseline baseline() {
    Baseline baseline = new Baseline();
    facts.stream().sorted(Comparator.comparingLong((Fact f) -> f.orderTimeNanos() ^ Long.MIN_VALUE).thenComparing(Fact::id)).forEach(baseline::add);
    return baseline;
  }

  Result run() {
    return run(AttackTracer.NONE);
  }

  Result run(AttackTracer tracer) {
    return run(tracer, new Chain(baseline(), this));
  }

  Result run(AttackTracer tracer, Chain chain) {
    detections.stream()
        .sorted(Comparator.comparingLong((Detection d) -> d.fact().orderTimeNanos() ^ Long.MIN_VALUE).thenComparing(Detection::id))
        .forEach(chain::add);
    return chain.finish(tracer);
  }

  /// All detections with what the forest says of them, in the order of the step.
  List<Sighting> sightings() {
    return detections.stream().map(detection -> Sighting.of(detection, this)).sorted(Comparator.comparing(new EpisodeStep()::order)).toList();
  }

  /// The episodes of all detections, in order.
  List<Episode> episodes() {
    List<Episode> out = new ArrayList<>();
    EmbeddedRunner<String, Sighting, Folding> runner = new EmbeddedRunner<>(new EpisodeStep(), new Output<>() {
      @Override
      public void emit(Folding one) {
        if (one instanceof Folding.Closed(Episode episode)) {
          out.add(episode);
        }
      }

      @Override
      public void dropped(Bound bound, long count) {}
    });
    sightings().forEach(runner::input);
    runner.end();
    out.sort(Episode.ORDER);
    return out;
  }
}
