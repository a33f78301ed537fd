package io.cutpoint.respond;

import io.cutpoint.chain.Act;
import io.cutpoint.model.Part;
import io.cutpoint.model.Stage;
import io.cutpoint.model.detection.Level;
import io.cutpoint.model.detection.Outcome;
import io.cutpoint.model.detection.RuleKey;
import io.cutpoint.model.detection.RuleReference;
import io.cutpoint.model.detection.Status;
import io.cutpoint.model.entity.Entities;
import io.cutpoint.model.entity.Entity;
import io.cutpoint.model.entity.Mention;
import io.cutpoint.model.entity.Role;
import io.cutpoint.model.event.EventId;
import io.cutpoint.model.event.EventTimes;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.event.LogSource;
import io.cutpoint.model.fact.Activity;
import io.cutpoint.model.fact.Attribute;
import io.cutpoint.model.fact.Attributes;
import io.cutpoint.model.fact.Fact;
import io.cutpoint.model.intrusion.Intrusion;
import io.cutpoint.model.intrusion.StageState;
import io.cutpoint.model.intrusion.StageSummary;
import io.cutpoint.model.text.Untrusted;
import io.cutpoint.provenance.ProcessForest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A small made-up intrusion: processes by their parents, and steps in a few words.
final class Tale implements ProcessForest {

  static final long START = EventTimes.of(Instant.parse("2026-04-25T12:00:00Z"));
  static final long SECOND = 1_000_000_000L;
  static final LogSource ANY = new LogSource(null, null, null);

  private final List<Integer> parents = new ArrayList<>();
  private final List<Act> acts = new ArrayList<>();
  private final Map<String, Entity.Host> hosts = new LinkedHashMap<>();
  private final EnumMap<Stage, StageState> states = new EnumMap<>(Stage.class);
  private final Map<EventId, Integer> started = new TreeMap<>();
  private Coverage coverage = new Coverage(Map.of(), Map.of(), List.of());
  private Stage furthest = Stage.ACTIONS_ON_OBJECTIVES;
  private long end = EventView.NO_TIME;
  private long ids;

  /// A process below another, or below none.
  int process(int parent) {
    parents.add(parent);
    return parents.size() - 1;
  }

  Tale stage(Stage stage, StageState state) {
    states.put(stage, state);
    return this;
  }

  Tale furthest(Stage stage) {
    furthest = stage;
    return this;
  }

  Tale coverage(Coverage wanted) {
    coverage = wanted;
    return this;
  }

  Tale ends(long seconds) {
    end = START + seconds * SECOND;
    return this;
  }

  Step at(long seconds, String host, Stage stage) {
    return new Step(seconds, host, stage);
  }

  Briefing told() {
    Map<Stage, StageSummary> stages = new EnumMap<>(Stage.class);
    for (Stage stage : Stage.CHAIN) {
      stages.put(stage, new StageSummary(states.getOrDefault(stage, StageState.NONE), EventView.NO_TIME, EventView.NO_TIME, 0, "", ""));
    }
    Act last = acts.getLast();
    Intrusion intrusion = new Intrusion(new EventId(1, 1), List.of(), 90, "", furthest, acts.getFirst().fromNanos(), last.toNanos(), List.copyOf(hosts.values()), List.of(),
        List.of(), stages, List.of(), List.of(), List.of(), 0);
    return Briefing.of(new Subject(intrusion, acts, List.of(), this, coverage, end));
  }

  final class Step {
    private final long seconds;
    private final String host;
    private final Stage stage;
    private final EnumMap<Attribute, Untrusted> values = new EnumMap<>(Attribute.class);
    private final List<Mention> mentions = new ArrayList<>();
    private final List<Integer> nodes = new ArrayList<>();
    private Activity activity = Activity.OTHER;
    private Role hostRole = Role.ACTOR;
    private String rule = "r";
    private boolean isReconstructed;
    private boolean isFirm = true;
    private Level level = Level.HIGH;
    private Outcome outcome = Outcome.OCCURRED;
    private List<String> techniques = List.of();

    private Step(long seconds, String host, Stage stage) {
      this.seconds = seconds;
      this.host = host;
      this.stage = stage;
    }

    Step kind(Activity wanted) {
      activity = wanted;
      return this;
    }

    Step with(Attribute attribute, String value) {
      values.put(attribute, Untrusted.of(value));
      return this;
    }

    Step by(int node) {
      nodes.add(node);
      return this;
    }

    Step found(String kind) {
      rule = "cutpoint.reconstruction." + kind;
      isReconstructed = true;
      return this;
    }

    Step technique(String... wanted) {
      techniques = List.of(wanted);
      return this;
    }

    Step level(Level wanted) {
      level = wanted;
      return this;
    }

    Step blocked() {
      outcome = Outcome.BLOCKED;
      return this;
    }

    Step weak() {
      isFirm = false;
      return this;
    }

    Step recordedOnly() {
      hostRole = Role.RECORDER;
      return this;
    }

    Step as(String account) {
      with(Attribute.USER, account);
      mentions.add(new Mention(Entities.account(Untrusted.of(account), Entities.hostKey(Untrusted.of(host))).orElseThrow(), Role.ACTOR));
      return this;
    }

    Step to(String address) {
      mentions.add(new Mention(Entities.address(Untrusted.of(address), unused -> false).orElseThrow(), Role.TARGET));
      return this;
    }

    Step toName(String name) {
      mentions.add(new Mention(Entities.domain(Untrusted.of(name)).orElseThrow(), Role.TARGET));
      return this;
    }

    Step names(Entity entity) {
      mentions.add(new Mention(entity, Role.OBJECT));
      return this;
    }

    void done() {
      ids++;
      EventId id = new EventId(ids, ids);
      long t = START + seconds * SECOND;
      Entity.Host recorder = Entities.host(Untrusted.of(host)).orElseThrow();
      if (hostRole != Role.RECORDER) {
        hosts.putIfAbsent(recorder.key(), recorder);
      }
      List<Mention> all = new ArrayList<>();
      all.add(new Mention(recorder, hostRole));
      all.addAll(mentions);
      Fact fact = new Fact(id, t, t, activity, 1, Untrusted.NONE, Untrusted.of(host), Attributes.of(values), List.of(), List.of());
      if (activity == Activity.PROCESS_START && !nodes.isEmpty()) {
        started.put(id, nodes.getLast());
      }
      RuleReference reference = new RuleReference(new RuleKey("test", rule, ""), "Rule " + rule, level, Status.TEST, List.of(), techniques, ANY, null);
      acts.add(new Act(stage, Part.NONE, isFirm, isReconstructed, isReconstructed, 0.5, reference, outcome, recorder.key(), fact, t, t, all, nodes, List.of(id)));
    }
  }

  @Override
  public int acting(Fact fact) {
    return NONE;
  }

  @Override
  public int target(Fact fact) {
    return started.getOrDefault(fact.id(), NONE);
  }

  @Override
  public int parent(int node) {
    return parents.get(node);
  }

  @Override
  public boolean isStop(int node) {
    return false;
  }

  @Override
  public int root(int node) {
    return parents.get(node) == NONE ? node : root(parents.get(node));
  }

  @Override
  public boolean isAncestryKnown(int node) {
    return true;
  }

  @Override
  public String key(int node) {
    return "p" + node;
  }

  @Override
  public Untrusted image(int node) {
    return Untrusted.NONE;
  }
}
