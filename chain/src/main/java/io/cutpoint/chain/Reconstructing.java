package io.cutpoint.chain;

import io.cutpoint.model.detection.Detection;
import io.cutpoint.model.entity.Entities;
import io.cutpoint.model.entity.Entity;
import io.cutpoint.model.entity.Mention;
import io.cutpoint.model.step.Bound;
import io.cutpoint.model.text.Untrusted;
import io.cutpoint.provenance.ProcessForest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/// Puts reconstruction to use after linking: its steps become members, its processes claim what they did.
///
/// For every intrusion, older first: the steps found from its seeds join it; episodes of any place whose acting
/// process is one of the attack's join by ancestry; two intrusions whose attack trees meet become one. Then what hangs
/// on its intrusion by host or account alone and lies in another known tree is let go.
/// Cost: one reconstruction per intrusion and one look at every episode's processes.
/// Abuse: an attacker who starts a harmless program below his own draws that program's noise in, never the reverse,
/// since stop nodes are not walked down.
final class Reconstructing {

  /// Seeds of one intrusion that reconstruction starts from.
  static final Bound SEEDS = new Bound("reconstruction-seeds", 200);
  /// Steps that reconstruction adds to one intrusion.
  static final Bound STEPS = new Bound("reconstruction-steps", 2_000);

  /// How sure it is that a record which names no process tells of what the attack made.
  private static final double RECORD = 0.8;

  private final LinkStep links;
  private final ProcessForest forest;
  private final Baseline baseline;
  private final Drops drops;

  Reconstructing(LinkStep links, ProcessForest forest, Baseline baseline, Drops drops) {
    this.links = links;
    this.forest = forest;
    this.baseline = baseline;
    this.drops = drops;
  }

  private record Trace(Cell cell, List<AttackTracer.Traced> attacks, List<Placed> seeds, ProcessForest forest) {

    /// How sure it is that the attack did this; 0 where it did not.
    double holds(Episode episode) {
      double best = 0;
      for (AttackTracer.Traced attack : attacks) {
        if (attack.belongs().test(episode.first().fact())) {
          double sure = isRecord(episode, forest) ? RECORD : 0;
          for (int node : episode.nodes()) {
            sure = StrictMath.max(sure, attack.processes().getOrDefault(node, 0.0));
          }
          best = StrictMath.max(best, sure);
        }
      }
      return best;
    }

    /// Whether it leads to processes of its own, and not only to such as everything comes and goes through.
    boolean hasProcesses() {
      return attacks.stream().anyMatch(attack -> attack.processes().keySet().stream().anyMatch(node -> !forest.isStop(node)));
    }

    /// Whether an episode lies in the attack, or in the tree of one of its seeds.
    boolean isAtHome(Episode episode) {
      return holds(episode) >= Strength.JOIN || seeds.stream().anyMatch(seed -> seed.episode.tree().key().equals(episode.tree().key()));
    }
  }

  /// Whether an episode tells of a thing and not of what one process did: none is named, or only such as everything comes
  /// and goes through.
  private static boolean isRecord(Episode episode, ProcessForest forest) {
    return episode.nodes().stream().allMatch(forest::isStop);
  }

  void run(AttackTracer tracer) {
    List<Trace> traces = new ArrayList<>();
    TreeMap<Integer, Trace> owner = new TreeMap<>();
    groups().forEach((root, members) -> trace(root, members, tracer, traces, owner));
    claim(traces, owner);
    release(traces);
    sweepTrees();
    settle();
    links.recount();
  }

  /// The members of each intrusion, in order.
  private TreeMap<Cell, List<Placed>> groups() {
    TreeMap<Cell, TreeMap<Episode, Placed>> all = new TreeMap<>(Cell.ORDER);
    for (Cell cell : links.cells()) {
      all.computeIfAbsent(cell.root(), unused -> new TreeMap<>(Episode.ORDER)).putAll(cell.members);
    }
    TreeMap<Cell, List<Placed>> out = new TreeMap<>(Cell.ORDER);
    all.forEach((root, members) -> out.put(root, List.copyOf(members.values())));
    return out;
  }

  private void trace(Cell root, List<Placed> members, AttackTracer tracer, List<Trace> traces, TreeMap<Integer, Trace> owner) {
    List<Placed> seeds = new ArrayList<>();
    for (Placed member : members) {
      if (member.maySeed() && member.episode.tree().node() != ProcessForest.NONE) {
        if (seeds.size() < SEEDS.most()) {
          seeds.add(member);
        } else {
          drops.add(SEEDS, 1);
        }
      }
    }
    if (seeds.isEmpty()) {
      return;
    }
    List<AttackTracer.Traced> attacks = tracer.trace(seeds.stream().map(seed -> seed.episode.first()).toList());
    if (attacks.isEmpty()) {
      return;
    }
    Trace trace = new Trace(root, attacks, seeds, forest);
    traces.add(trace);
    for (AttackTracer.Traced attack : attacks) {
      steps(root, seeds, attack);
      attack.processes().forEach((node, sure) -> {
        // What is not sure enough to make two intrusions one owns nothing.
        if (sure < Strength.MERGE) {
          return;
        }
        Trace other = owner.putIfAbsent(node, trace);
        if (other != null && other.cell.root() != root.root()) {
          links.merge(other.cell, root, seeds.getFirst(), ancestry(node, sure, "the same attack by what came from what, both below "));
        }
      });
    }
  }

  private void steps(Cell root, List<Placed> seeds, AttackTracer.Traced attack) {
    double worth = 0;
    for (Placed seed : seeds) {
      worth = StrictMath.max(worth, seed.once);
    }
    int added = 0;
    for (AttackTracer.TracedStep step : attack.steps()) {
      if (added >= STEPS.most()) {
        drops.add(STEPS, attack.steps().size() - added);
        return;
      }
      added++;
      Episode episode = single(step.detection());
      if (root.members.containsKey(episode)) {
        continue;
      }
      Placed placed = new Placed(episode, List.of());
      placed.confidence = step.confidence();
      placed.isMatched = step.isMatched();
      // A chain is no surer to be an attack than what it was found from.
      placed.value = worth * step.confidence();
      placed.once = placed.value;
      placed.cell = root;
      Placed seed = nearest(seeds, episode);
      placed.bond = new Bond(seed, found(episode, step));
      root.members.put(episode, placed);
      root.note(placed);
    }
  }

  private Episode single(Detection detection) {
    long t = detection.fact().orderTimeNanos();
    Tree tree = Tree.of(detection.fact(), detection.mentions(), forest);
    String host = Entities.hostKey(detection.fact().host());
    String key = "reconstruction\0" + detection.id();
    List<Integer> nodes = tree.node() == ProcessForest.NONE ? List.of() : List.of(tree.node());
    return new Episode(Ids.episode(key, t), key, new Sighting(detection, tree).kind(), detection, host, Sensor.of(detection.fact()), tree, nodes, t, t, 1,
        detection.outcome(), detection.mentions(), List.of(detection.id()));
  }

  private static Placed nearest(List<Placed> seeds, Episode episode) {
    Placed best = seeds.getFirst();
    for (Placed seed : seeds) {
      if (!Times.isBefore(episode.t0(), seed.episode.t0())) {
        best = seed;
      }
    }
    return best;
  }

  private static Strength found(Episode episode, AttackTracer.TracedStep step) {
    Entity entity = null;
    for (Mention mention : episode.mentions()) {
      if (entity == null || (mention.entity() instanceof Entity.Process && !(entity instanceof Entity.Process))) {
        entity = mention.entity();
      }
    }
    if (entity == null) {
      entity = new Entity.Host(episode.host(), episode.first().fact().host());
    }
    String reason = step.isMatched() ? "found from the process tree" : "no rule matched it; found from the process tree";
    return new Strength(step.confidence(), step.confidence(), Tie.TREE, entity, () -> reason, Set.of());
  }

  private Strength ancestry(int node, double sure, String words) {
    Untrusted name = Programs.name(forest.image(node));
    Entity entity = new Entity.Process(forest.key(node), name, forest.image(node));
    return new Strength(sure, sure, Tie.TREE, entity, () -> words + name, Set.of("tree|" + forest.key(node)));
  }

  /// Everything that an attack's processes did belongs to that attack, and the records that tell of what it made.
  private void claim(List<Trace> traces, TreeMap<Integer, Trace> owner) {
    List<Placed> all = new ArrayList<>();
    links.cells().forEach(cell -> all.addAll(cell.members.values()));
    all.addAll(links.orphans().values());
    all.addAll(links.context().values());
    all.forEach(placed -> claim(placed, traces, owner));
    // What hung on something that has gone now hangs on nothing.
    all.forEach(placed -> claim(placed, traces, owner));
  }

  private void claim(Placed placed, List<Trace> traces, TreeMap<Integer, Trace> owner) {
    if (placed.isReconstructed()) {
      return;
    }
    Trace best = null;
    double sure = 0;
    if (isRecord(placed.episode, forest)) {
      // Only what is not explained yet, or by place alone: a record of no process's own is looked for in every attack.
      double here = 0;
      for (Trace trace : isExplained(placed) ? List.<Trace>of() : traces) {
        Cell root = trace.cell.root();
        double one = trace.hasProcesses() && root.hosts.contains(placed.episode.host()) ? trace.holds(placed.episode) : 0;
        here = placed.cell != null && placed.cell.root() == root ? StrictMath.max(here, one) : here;
        if (one > sure) {
          sure = one;
          best = trace;
        }
      }
      sure = here >= sure ? 0 : sure;
    } else {
      for (int node : placed.episode.nodes()) {
        Trace trace = owner.get(node);
        double one = trace == null ? 0 : trace.holds(placed.episode);
        if (one > sure) {
          sure = one;
          best = trace;
        }
      }
    }
    Cell home = placed.cell;
    if (best != null && sure >= Strength.JOIN && (home == null || home.root() != best.cell.root())) {
      links.move(placed, best.cell, new Bond(nearest(best.seeds, placed.episode), by(placed.episode, sure)));
    }
  }

  /// Whether an episode hangs on its intrusion, by more than place, on something that is still there.
  private static boolean isExplained(Placed placed) {
    Bond bond = placed.bond;
    Cell home = placed.cell;
    Cell theirs = bond == null ? null : bond.from().cell;
    return bond != null && home != null && theirs != null && theirs.root() == home.root() && bond.strength().beyondPlace() >= Strength.JOIN;
  }

  private Strength by(Episode episode, double sure) {
    if (episode.nodes().isEmpty()) {
      Entity entity = new Entity.Host(episode.host(), episode.first().fact().host());
      return new Strength(sure, sure, Tie.TREE, entity, () -> "tells of what the attack delivered or made", Set.of());
    }
    return ancestry(episode.nodes().getFirst(), sure, "acted inside the attack's process tree, as ");
  }

  /// What hangs on its intrusion by place alone and lies in another known tree is let go.
  private void release(List<Trace> traces) {
    TreeMap<Cell, List<Trace>> byRoot = new TreeMap<>(Cell.ORDER);
    for (Trace trace : traces) {
      byRoot.computeIfAbsent(trace.cell.root(), unused -> new ArrayList<>()).add(trace);
    }
    groups().forEach((root, members) -> {
      List<Trace> own = byRoot.getOrDefault(root, List.of());
      for (Placed member : own.isEmpty() ? List.<Placed>of() : members) {
        Bond bond = member.bond;
        boolean byPlace = bond != null && bond.strength().beyondPlace() < Strength.JOIN;
        if (byPlace && !member.isReconstructed() && member.episode.tree().isKnown()
            && own.stream().noneMatch(trace -> trace.isAtHome(member.episode))) {
          links.release(member);
        }
      }
    });
  }

  /// Orphans whose tree is an intrusion's by now: they were held in vain, or pushed out of the index.
  private void sweepTrees() {
    TreeMap<String, Placed> owner = new TreeMap<>();
    for (List<Placed> members : groups().values()) {
      for (Placed member : members) {
        if (member.episode.tree().isOwn() && member.maySeed()) {
          owner.putIfAbsent(member.episode.tree().key(), member);
        }
      }
    }
    for (Placed orphan : List.copyOf(links.orphans().values())) {
      Placed seed = orphan.episode.tree().isOwn() ? owner.get(orphan.episode.tree().key()) : null;
      Cell home = seed == null ? null : seed.cell;
      if (seed != null && home != null) {
        boolean first = Episode.ORDER.compare(orphan.episode, seed.episode) < 0;
        Strength strength = first
            ? Strength.between(orphan, seed, home.root(), baseline)
            : Strength.between(seed, orphan, home.root(), baseline);
        if (strength != null && strength.value() >= Strength.JOIN) {
          links.move(orphan, home, new Bond(seed, strength));
        }
      }
    }
  }

  /// What is left of an intrusion whose seeds all went elsewhere is none.
  private void settle() {
    for (List<Placed> left : groups().values()) {
      if (!left.isEmpty() && left.stream().noneMatch(Placed::maySeed)) {
        for (Placed member : left) {
          if (!member.isReconstructed()) {
            links.release(member);
          } else if (member.cell != null) {
            member.cell.members.remove(member.episode);
          }
        }
      }
    }
  }
}
