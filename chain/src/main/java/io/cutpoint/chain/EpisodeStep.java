package io.cutpoint.chain;

import io.cutpoint.model.detection.Detection;
import io.cutpoint.model.detection.Outcome;
import io.cutpoint.model.entity.Entities;
import io.cutpoint.model.entity.Entity;
import io.cutpoint.model.entity.Mention;
import io.cutpoint.model.entity.Role;
import io.cutpoint.model.event.EventId;
import io.cutpoint.model.step.Bound;
import io.cutpoint.model.step.Output;
import io.cutpoint.model.step.Step;
import io.cutpoint.model.step.StepId;
import io.cutpoint.provenance.ProcessForest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Folds detections of one rule by the same acting entities into episodes.
///
/// Acting entities are the recording host, the process tree (else the program), and the accounts, addresses and hosts
/// in the roles of actor and target. A pause of more than 300 s, or six hours, ends an episode.
/// Cost: O(log open episodes) per detection; memory: 50,000 open episodes of at most 5,000 ids each; every 300 s of
/// event time all open episodes are looked through.
/// Abuse: an attacker who varies what his rule hits name (accounts, addresses) makes more episodes, each worth less
/// in a stage since three per rule count; one who pads with repeats makes none.
/// Source: design/linking.md, section 2.
final class EpisodeStep implements Step<Detection, Episode> {

  /// Episodes open at one time; beyond, the one that was quiet longest is closed early.
  static final Bound OPEN = new Bound("open-episodes", 50_000);
  /// Detections listed in an episode; the rest is counted.
  static final Bound DETECTIONS = new Bound("episode-detections", 5_000);
  /// Mentions kept for an episode.
  static final Bound MENTIONS = new Bound("episode-mentions", 64);
  /// Processes kept for an episode.
  static final Bound NODES = new Bound("episode-processes", 256);

  private static final long GAP = 300 * Times.SECOND;
  private static final long LONGEST = 6 * Times.HOUR;

  private final ProcessForest forest;
  private final Prevalence prevalence;
  private final TreeMap<String, Open> open = new TreeMap<>();
  private long sweptAt;

  /// @param prevalence is told of every detection
  EpisodeStep(ProcessForest forest, Prevalence prevalence) {
    this.forest = forest;
    this.prevalence = prevalence;
  }

  private static final class Open {
    final String key;
    final String kind;
    final EventId id;
    final long t0;
    final Tree tree;
    final String host;
    final List<Item> items = new ArrayList<>();
    final Map<String, Mention> mentions = new TreeMap<>();
    final TreeSet<Integer> nodes = new TreeSet<>();
    Detection first;
    long t1;
    long count;
    Outcome outcome;

    Open(String key, String kind, Detection first, Tree tree, String host) {
      this.key = key;
      this.kind = kind;
      this.id = Ids.episode(key, first.fact().orderTimeNanos());
      this.first = first;
      this.tree = tree;
      this.host = host;
      this.t0 = first.fact().orderTimeNanos();
      this.t1 = t0;
      this.outcome = first.outcome();
    }
  }

  private record Item(long nanos, EventId id) {
    static final Comparator<Item> ORDER =
        Comparator.<Item>comparingLong(i -> i.nanos() ^ Long.MIN_VALUE).thenComparing(Item::id);
  }

  @Override
  public StepId id() {
    return new StepId("episodes");
  }

  @Override
  public List<Bound> bounds() {
    return List.of(OPEN, DETECTIONS, MENTIONS, NODES);
  }

  @Override
  public void input(Detection in, Output<Episode> out) {
    place(in, out);
  }

  /// As [#input], telling which episode the detection went to.
  EventId place(Detection in, Output<Episode> out) {
    long now = in.fact().orderTimeNanos();
    sweep(now, out);
    Tree tree = Tree.of(in.fact(), in.mentions(), forest);
    String host = host(in);
    String kind = Episode.kind(in);
    prevalence.add(kind, host + '\0' + tree.key(), now);
    String key = key(in, tree, host);
    Open current = open.get(key);
    if (current != null && (Times.between(current.t1, now) > GAP || Times.between(current.t0, now) > LONGEST)) {
      close(current, out);
      current = null;
    }
    if (current == null) {
      if (open.size() >= OPEN.most()) {
        close(quietest(), out);
        out.dropped(OPEN, 1);
      }
      current = new Open(key, kind, in, tree, host);
      open.put(key, current);
    }
    add(current, in, out);
    return current.id;
  }

  private void add(Open to, Detection in, Output<Episode> out) {
    long now = in.fact().orderTimeNanos();
    to.t1 = Times.later(to.t1, now);
    to.count++;
    if (now == to.t0 && in.id().compareTo(to.first.id()) < 0) {
      to.first = in;
    }
    if (in.outcome().weight() > to.outcome.weight()
        || (in.outcome().weight() == to.outcome.weight() && in.outcome().compareTo(to.outcome) < 0)) {
      to.outcome = in.outcome();
    }
    if (to.items.size() < DETECTIONS.most()) {
      to.items.add(new Item(now, in.id()));
    } else {
      out.dropped(DETECTIONS, 1);
    }
    for (Mention mention : in.mentions()) {
      String same = mention.role().id() + '=' + mention.entity().type() + ':' + mention.entity().key();
      Mention known = to.mentions.get(same);
      if (known != null) {
        // Events write one thing in several ways; which came first inside an instant must not decide.
        if (mention.entity().value().compareTo(known.entity().value()) < 0) {
          to.mentions.put(same, mention);
        }
      } else if (to.mentions.size() < MENTIONS.most()) {
        to.mentions.put(same, mention);
      } else {
        out.dropped(MENTIONS, 1);
      }
    }
    int node = Tree.node(in.fact(), forest);
    if (node != ProcessForest.NONE && !to.nodes.contains(node)) {
      if (to.nodes.size() < NODES.most()) {
        to.nodes.add(node);
      } else {
        out.dropped(NODES, 1);
      }
    }
  }

  /// The computer that recorded it: its own mention comes first.
  private static String host(Detection in) {
    for (Mention mention : in.mentions()) {
      if (mention.entity() instanceof Entity.Host host) {
        return host.key();
      }
    }
    return Entities.hostKey(in.fact().host());
  }

  private static String key(Detection in, Tree tree, String host) {
    TreeSet<String> acting = new TreeSet<>();
    for (Mention mention : in.mentions()) {
      boolean takesPart = mention.role() == Role.ACTOR || mention.role() == Role.TARGET;
      boolean counts = switch (mention.entity()) {
        case Entity.Host unused -> takesPart;
        case Entity.Account unused -> takesPart;
        case Entity.Address unused -> takesPart;
        case Entity.Process unused -> false;
        case Entity.Session unused -> false;
        case Entity.File unused -> false;
        case Entity.FileHash unused -> false;
        case Entity.Domain unused -> takesPart;
        case Entity.Url unused -> takesPart;
        case Entity.Artefact unused -> takesPart;
      };
      if (counts) {
        acting.add(mention.role().id() + '=' + mention.entity().type() + ':' + mention.entity().key());
      }
    }
    StringBuilder key = new StringBuilder();
    key.append(in.rule().key().id()).append('\0').append(in.rule().key().origin()).append('\0').append(in.rule().key().contentHash());
    key.append('\0').append(in.verdict().stage().id()).append(in.verdict().suspectedAtMost() ? "?" : "!").append(in.verdict().part().id());
    key.append('\0').append(Sensor.of(in.fact())).append('\0').append(host);
    key.append('\0').append(tree.isProcess() ? tree.kind() + tree.key() : Programs.imageClass(in.fact()));
    for (String one : acting) {
      key.append('\0').append(one);
    }
    return key.toString();
  }

  private void sweep(long now, Output<Episode> out) {
    if (Times.between(sweptAt, now) <= GAP) {
      return;
    }
    sweptAt = now;
    List<Open> due = new ArrayList<>();
    for (Open one : open.values()) {
      if (Times.between(one.t1, now) > GAP) {
        due.add(one);
      }
    }
    due.forEach(one -> close(one, out));
  }

  private Open quietest() {
    @Nullable Open found = null;
    for (Open one : open.values()) {
      if (found == null || Times.isBefore(one.t1, found.t1)) {
        found = one;
      }
    }
    return java.util.Objects.requireNonNull(found);
  }

  private void close(Open one, Output<Episode> out) {
    open.remove(one.key);
    List<EventId> ids = one.items.stream().sorted(Item.ORDER).map(Item::id).toList();
    out.emit(new Episode(one.id, one.key, one.kind, one.first, one.host, Sensor.of(one.first.fact()), one.tree,
        List.copyOf(one.nodes), one.t0, one.t1, one.count, one.outcome, List.copyOf(one.mentions.values()), ids));
  }

  @Override
  public void end(Output<Episode> out) {
    for (Open one : List.copyOf(open.values())) {
      close(one, out);
    }
  }
}
