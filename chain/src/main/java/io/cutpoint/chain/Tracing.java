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
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// Puts reconstruction to use after linking: its steps become members, its processes claim what they did.
///
/// For every intrusion, older first: the steps found from its seeds join it; episodes of any place whose acting
/// process is one of the attack's join by ancestry; two intrusions whose attack trees meet become one. Then what hangs
/// on its intrusion by host or account alone and lies in another known tree is let go.
/// Cost: one reconstruction per intrusion and one look at every episode's processes.
/// Abuse: an attacker who starts a harmless program below his own draws that program's noise in, never the reverse,
/// since stop nodes are not walked down.
final class Tracing {

  /// Seeds of one intrusion that reconstruction starts from.
  static final Bound SEEDS = new Bound("reconstruction-seeds", 200);
  /// Steps that reconstruction adds to one intrusion.
  static final Bound STEPS = new Bound("reconstruction-steps", 2_000);

  private final LinkStep links;
  private final ProcessForest forest;
  private final Baseline baseline;
  private final Drops drops;

  Tracing(LinkStep links, ProcessForest forest, Baseline baseline, Drops drops) {
    this.links = links;
    this.forest = forest;
    this.baseline = baseline;
    this.drops = drops;
  }

  private record Trace(Cell cell, SortedMap<Integer, Long> processes, List<Placed> seeds) {

    /// Whether a process of the attack did it, while it was the attack's.
    boolean holds(int node, Episode episode) {
      Long since = processes.get(node);
      return since != null && !Times.isBefore(episode.t1(), since);
    }
  }

  void run(Reconstruction reconstruction) {
    List<Trace> traces = new ArrayList<>();
    TreeMap<Integer, Trace> owner = new TreeMap<>();
    for (Cell root : roots()) {
      trace(root, reconstruction, traces, owner);
    }
    claim(owner);
    for (Trace trace : traces) {
      release(trace);
    }
    sweepTrees();
    settle();
    links.recount();
  }

  private List<Cell> roots() {
    TreeSet<Cell> roots = new TreeSet<>(Cell.ORDER);
    links.cells().forEach(cell -> roots.add(cell.root()));
    return List.copyOf(roots);
  }

  private List<Placed> members(Cell root) {
    TreeMap<Episode, Placed> all = new TreeMap<>(Episode.ORDER);
    for (Cell cell : links.cells()) {
      if (cell.root() == root) {
        all.putAll(cell.members);
      }
    }
    return List.copyOf(all.values());
  }

  private void trace(Cell root, Reconstruction reconstruction, List<Trace> traces, TreeMap<Integer, Trace> owner) {
    List<Placed> seeds = new ArrayList<>();
    for (Placed member : members(root)) {
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
    List<Detection> detections = seeds.stream().map(seed -> seed.episode.first()).toList();
    Reconstruction.Found found = reconstruction.reconstruct(detections);
    Trace trace = new Trace(root, found.processes(), seeds);
    if (found.processes().isEmpty() && found.steps().isEmpty()) {
      return;
    }
    traces.add(trace);
    steps(root, seeds, found);
    for (int node : found.processes().keySet()) {
      Trace other = owner.putIfAbsent(node, trace);
      if (other != null && other.cell.root() != root.root()) {
        Placed by = seeds.getFirst();
        links.merge(other.cell, root, by, ancestry(node, "the same reconstructed process tree, below "));
      }
    }
  }

  private void steps(Cell root, List<Placed> seeds, Reconstruction.Found found) {
    double worth = 0;
    for (Placed seed : seeds) {
      worth = StrictMath.max(worth, seed.once);
    }
    int added = 0;
    for (Reconstruction.FoundStep step : found.steps()) {
      if (added >= STEPS.most()) {
        drops.add(STEPS, found.steps().size() - added);
        return;
      }
      added++;
      Episode episode = single(step.detection());
      if (root.members.containsKey(episode)) {
        continue;
      }
      Placed placed = new Placed(episode, List.of());
      placed.confidence = step.confidence();
      // A chain is no surer to be an attack than what it was found from.
      placed.value = worth * step.confidence();
      placed.once = placed.value;
      placed.cell = root;
      Placed seed = nearest(seeds, episode);
      placed.bond = new Bond(seed, found(episode, step.confidence()));
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
    return new Episode(Ids.episode(key, t), key, detection, host, Sensor.of(detection.fact()), tree, nodes, t, t, 1,
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

  private static Strength found(Episode step, double confidence) {
    Entity entity = null;
    for (Mention mention : step.mentions()) {
      if (entity == null || (mention.entity() instanceof Entity.Process && !(entity instanceof Entity.Process))) {
        entity = mention.entity();
      }
    }
    if (entity == null) {
      entity = new Entity.Host(step.host(), step.first().fact().host());
    }
    return new Strength(confidence, confidence, Tie.TREE, entity, "no rule matched it; found from the process tree", Set.of());
  }

  private Strength ancestry(int node, String words) {
    Untrusted name = Programs.name(forest.image(node));
    Entity entity = new Entity.Process(forest.key(node), name, forest.image(node));
    return new Strength(1, 1, Tie.TREE, entity, words + name, Set.of("tree|" + forest.key(node)));
  }

  /// Everything that a process of an attack's tree did belongs to that attack.
  private void claim(TreeMap<Integer, Trace> owner) {
    List<Placed> all = new ArrayList<>();
    links.cells().forEach(cell -> all.addAll(cell.members.values()));
    all.addAll(links.orphans().values());
    all.addAll(links.context().values());
    for (Placed placed : all) {
      if (placed.isReconstructed()) {
        continue;
      }
      for (int node : placed.episode.nodes()) {
        Trace trace = owner.get(node);
        if (trace != null && trace.holds(node, placed.episode)) {
          Cell home = placed.cell;
          Cell now = home == null ? null : home.root();
          if (now != trace.cell.root()) {
            links.move(placed, trace.cell, new Bond(nearest(trace.seeds, placed.episode), ancestry(node, "acted inside the attack's process tree, as ")));
          }
          break;
        }
      }
    }
  }

  private void release(Trace trace) {
    for (Placed member : members(trace.cell.root())) {
      Bond bond = member.bond;
      boolean byPlace = bond != null && bond.strength().beyondPlace() < Strength.JOIN;
      boolean elsewhere = member.episode.tree().isKnown()
          && member.episode.nodes().stream().noneMatch(node -> trace.holds(node, member.episode))
          && trace.seeds.stream().noneMatch(seed -> seed.episode.tree().key().equals(member.episode.tree().key()));
      if (byPlace && elsewhere && !member.isReconstructed()) {
        links.release(member);
      }
    }
  }

  /// Orphans whose tree is an intrusion's by now: they were held in vain, or pushed out of the index.
  private void sweepTrees() {
    TreeMap<String, Placed> owner = new TreeMap<>();
    for (Cell root : roots()) {
      for (Placed member : members(root)) {
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
    for (Cell root : roots()) {
      List<Placed> left = members(root);
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
