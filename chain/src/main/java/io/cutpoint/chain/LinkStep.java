package io.cutpoint.chain;

import io.cutpoint.model.event.EventId;
import io.cutpoint.model.intrusion.Link;
import io.cutpoint.model.step.Bound;
import io.cutpoint.model.step.Output;
import io.cutpoint.model.step.Step;
import io.cutpoint.model.step.StepId;
import io.cutpoint.provenance.ProcessForest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Joins an episode to an intrusion when they share something rare, opens a new one, or holds it.
///
/// Takes episodes by their first instant; those of one instant are sorted by identity here. Candidates come from the
/// last 40 episodes of each shared thing. One join per episode, to the strongest intrusion (ties: older, then smaller
/// id). Two intrusions become one only by something beyond place: where the second best is at least .70 without host
/// and account, or two episodes bridge them by different things. A merge is an edge between cells; without the edge
/// both are as before.
/// Cost: O(handles x 40) per episode; memory: 40 references per thing, about 2 KB.
/// Abuse: an attacker who floods a host pushes older references out of that host's ring, but not out of those of his
/// process tree, sessions and files; one who touches a hub on purpose is linked by it less, never more.
/// Source: design/linking.md, section 2.
final class LinkStep implements Step<Episode, Placement> {

  /// References kept for one thing, the latest.
  static final Bound RING = new Bound("link-ring", 40);
  /// Things in the index; beyond, the one that was met longest ago goes.
  static final Bound THINGS = new Bound("link-things", 200_000);
  /// Episodes of one intrusion; the detections of more are counted.
  static final Bound MEMBERS = new Bound("intrusion-episodes", 5_000);
  /// Refused links remembered for one intrusion, the strongest.
  static final Bound REFUSED = new Bound("refused-links", 20);
  /// Pairs of intrusions that are related, not one.
  static final Bound RELATED = new Bound("related-intrusions", 10_000);
  /// Orphans and context kept for reconstruction.
  static final Bound WAITING = new Bound("waiting-episodes", 100_000);

  private static final long HOLD = 24 * Times.HOUR;
  /// Weaker ones are not worth remembering.
  private static final double REFUSED_FROM = 0.2;

  private final Baseline baseline;
  private final Prevalence prevalence;
  private final ProcessForest forest;
  private final LinkedHashMap<String, ArrayDeque<Placed>> index = new LinkedHashMap<>(16, 0.75f, true);
  private final List<Cell> cells = new ArrayList<>();
  private final List<Edge> edges = new ArrayList<>();
  private final TreeMap<String, Relation> related = new TreeMap<>();
  private final TreeMap<Episode, Placed> orphans = new TreeMap<>(Episode.ORDER);
  private final TreeMap<Episode, Placed> context = new TreeMap<>(Episode.ORDER);
  private final List<Episode> instant = new ArrayList<>();
  private long round;
  private long orphansLetGo;
  private long contextLetGo;

  LinkStep(Baseline baseline, Prevalence prevalence, ProcessForest forest) {
    this.baseline = baseline;
    this.prevalence = prevalence;
    this.forest = forest;
  }

  /// Why two cells are one intrusion.
  record Edge(Cell survivor, Cell absorbed, Placed by, Strength strength) {
    Link link() {
      Placed seed = absorbed.members.isEmpty() ? by : absorbed.members.firstEntry().getValue();
      return new Link(seed.episode.first().id(), by.episode.first().id(), strength.value(), strength.entity(),
          "Two intrusions are one: " + strength.reason());
    }
  }

  /// Why two intrusions may be one.
  static final class Relation {
    final Cell a;
    final Cell b;
    final Link link;
    final TreeSet<String> keys = new TreeSet<>();

    Relation(Cell a, Cell b, Link link) {
      this.a = a;
      this.b = b;
      this.link = link;
    }
  }

  private record Candidate(Cell cell, Placed from, Strength strength) {
    static final Comparator<Candidate> BEST =
        Comparator.<Candidate>comparingDouble(c -> -c.strength().value())
            .thenComparing(Candidate::cell, Cell.ORDER)
            .thenComparing(c -> c.from().episode, Episode.ORDER.reversed());
  }

  @Override
  public StepId id() {
    return new StepId("links");
  }

  @Override
  public List<Bound> bounds() {
    return List.of(RING, THINGS, MEMBERS, REFUSED, RELATED, WAITING);
  }

  @Override
  public void input(Episode in, Output<Placement> out) {
    if (!instant.isEmpty() && instant.getFirst().t0() != in.t0()) {
      flush(out);
    }
    instant.add(in);
  }

  @Override
  public void end(Output<Placement> out) {
    flush(out);
  }

  private void flush(Output<Placement> out) {
    instant.sort(Episode.ORDER);
    instant.forEach(episode -> place(episode, out));
    instant.clear();
  }

  private void place(Episode e, Output<Placement> out) {
    Placed b = new Placed(e, Handle.of(e, baseline, forest));
    int hours = prevalence.hoursBefore(e.kind(), e.t0(), e.origin());
    worth(b, hours);
    List<Placed> earlier = new ArrayList<>();
    round++;
    for (Handle handle : b.handles) {
      ArrayDeque<Placed> ring = index.get(handle.key());
      if (ring != null) {
        for (Placed a : ring) {
          if (a.round != round) {
            a.round = round;
            earlier.add(a);
          }
        }
      }
    }
    List<Candidate> best = new ArrayList<>();
    List<Placed> waiting = new ArrayList<>();
    candidates(b, earlier, best, waiting);
    Candidate first = null;
    for (Candidate candidate : best) {
      if (candidate.strength.value() < Strength.JOIN) {
        if (candidate.strength.value() >= REFUSED_FROM) {
          candidate.cell.refuse(new Bond(candidate.from, candidate.strength).link(b));
        }
      } else if (first == null) {
        int outside = prevalence.hoursOutside(e.kind(), e.t0(), candidate.cell.opened, candidate.cell.origins);
        if (EvidenceValue.of(e, outside) >= EvidenceValue.JOIN) {
          first = candidate;
          worth(b, outside);
        }
      }
    }
    if (first != null) {
      join(b, first, out);
      out.emit(new Placement.Joined(e, first.cell.root().id, first.strength.value()));
      for (Candidate other : best) {
        if (!other.equals(first) && other.strength.value() >= Strength.JOIN) {
          bridge(b, other, first, out);
        }
      }
    } else if (b.maySeed()) {
      Cell cell = new Cell(Ids.intrusion(e.first().id()), e.t0());
      cells.add(cell);
      add(b, cell, out);
      out.emit(new Placement.Opened(e, cell.id));
    } else if (b.value >= EvidenceValue.JOIN) {
      orphans.put(e, b);
      out.emit(new Placement.Held(e));
      orphansLetGo += bound(orphans, out);
    } else {
      context.put(e, b);
      out.emit(new Placement.Context(e));
      contextLetGo += bound(context, out);
      return;
    }
    Cell home = b.cell;
    if (home != null && b.maySeed()) {
      waiting.forEach(orphan -> pull(orphan, b, home, out));
    }
    index(b, out);
  }

  private static void worth(Placed placed, int hours) {
    placed.value = EvidenceValue.of(placed.episode, hours);
    placed.once = EvidenceValue.once(placed.episode, hours);
    placed.novelty = EvidenceValue.novelty(placed.episode.rule().level(), hours);
  }

  /// The best of each intrusion, best first; and the orphans that share something with `b`.
  private void candidates(Placed b, List<Placed> earlier, List<Candidate> best, List<Placed> waiting) {
    TreeMap<Cell, Candidate> perIntrusion = new TreeMap<>(Cell.ORDER);
    for (Placed a : earlier) {
      Cell home = a.cell;
      if (home == null) {
        if (Times.between(a.episode.t1(), b.episode.t0()) <= HOLD) {
          waiting.add(a);
        }
        continue;
      }
      Cell group = home.root();
      Strength strength = Strength.between(a, b, group, baseline);
      if (strength != null) {
        Candidate one = new Candidate(group, a, strength);
        perIntrusion.merge(group, one, (x, y) -> Candidate.BEST.compare(x, y) <= 0 ? x : y);
      }
    }
    waiting.sort(Comparator.comparing(a -> a.episode, Episode.ORDER));
    best.addAll(perIntrusion.values());
    best.sort(Candidate.BEST);
  }

  private void join(Placed b, Candidate to, Output<Placement> out) {
    b.bond = new Bond(to.from, to.strength);
    Cell home = to.from.cell;
    add(b, home == null ? to.cell : home, out);
  }

  private void add(Placed placed, Cell cell, Output<Placement> out) {
    placed.cell = cell;
    cell.note(placed);
    Cell root = cell.root();
    if (root != cell) {
      root.note(placed);
    }
    if (cell.members.size() < MEMBERS.most()) {
      cell.members.put(placed.episode, placed);
    } else {
      cell.omitted += placed.episode.count();
      out.dropped(MEMBERS, placed.episode.count());
    }
  }

  private void pull(Placed orphan, Placed seed, Cell cell, Output<Placement> out) {
    Strength strength = Strength.between(orphan, seed, cell.root(), baseline);
    boolean holds = strength != null && strength.value() >= Strength.JOIN;
    if (strength != null && holds && orphan.cell == null && orphans.remove(orphan.episode) != null) {
      orphan.bond = new Bond(seed, strength);
      add(orphan, cell, out);
      out.emit(new Placement.Pulled(orphan.episode, cell.root().id, strength.value()));
    }
  }

  private void bridge(Placed by, Candidate other, Candidate joined, Output<Placement> out) {
    Cell a = joined.cell.root();
    Cell b = other.cell.root();
    if (a == b) {
      return;
    }
    // One session has one source: where the intrusion already explains it, another that went the same way is another.
    boolean explained = other.strength.tie() == Tie.DIRECTED && (joined.strength.tie() == Tie.DIRECTED || a.hosts.contains(other.from.episode.host()));
    boolean firm = !explained && other.strength.beyondPlace() >= Strength.MERGE && joined.strength.beyondPlace() >= Strength.JOIN;
    boolean olderFirst = Cell.ORDER.compare(a, b) < 0;
    String pair = olderFirst ? a.id + "|" + b.id : b.id + "|" + a.id;
    Relation known = related.get(pair);
    boolean bridgedTwice = !explained && known != null && !other.strength.keys().isEmpty() && !known.keys.isEmpty()
        && other.strength.keys().stream().noneMatch(known.keys::contains);
    if (firm || bridgedTwice) {
      Edge edge = merge(a, b, by, other.strength);
      related.remove(pair);
      out.emit(new Placement.Merged(by.episode, edge.survivor.id, edge.absorbed.id));
    } else if (known != null) {
      known.keys.addAll(other.strength.keys());
    } else if (related.size() < RELATED.most()) {
      Relation relation = new Relation(olderFirst ? a : b, olderFirst ? b : a, new Bond(other.from, other.strength).link(by));
      relation.keys.addAll(other.strength.keys());
      related.put(pair, relation);
    } else {
      out.dropped(RELATED, 1);
    }
  }

  /// Makes two intrusions one; the older survives.
  Edge merge(Cell a, Cell b, Placed by, Strength strength) {
    Cell one = a.root();
    Cell two = b.root();
    Cell survivor = Cell.ORDER.compare(one, two) < 0 ? one : two;
    Cell absorbed = survivor == one ? two : one;
    Edge edge = new Edge(survivor, absorbed, by, strength);
    edges.add(edge);
    apply(edge);
    return edge;
  }

  private static void apply(Edge edge) {
    Cell survivor = edge.survivor.root();
    Cell absorbed = edge.absorbed.root();
    if (survivor == absorbed) {
      return;
    }
    Cell older = Cell.ORDER.compare(survivor, absorbed) < 0 ? survivor : absorbed;
    Cell younger = older == survivor ? absorbed : survivor;
    younger.parent = older;
    older.noteAll(younger);
  }

  /// Takes the merge back that made this id an alias.
  ///
  /// @return whether there was one
  boolean unmerge(EventId absorbed) {
    boolean found = edges.removeIf(edge -> edge.absorbed.id.equals(absorbed));
    if (found) {
      recount();
    }
    return found;
  }

  /// Makes the groups anew from the cells and the edges between them.
  void recount() {
    for (Cell cell : cells) {
      cell.parent = cell;
      cell.recount();
    }
    edges.forEach(LinkStep::apply);
  }

  private void index(Placed placed, Output<Placement> out) {
    for (Handle handle : placed.handles) {
      ArrayDeque<Placed> ring = index.get(handle.key());
      if (ring == null) {
        if (index.size() >= THINGS.most()) {
          index.pollFirstEntry();
          out.dropped(THINGS, 1);
        }
        ring = new ArrayDeque<>();
        index.put(handle.key(), ring);
      }
      if (ring.size() >= RING.most()) {
        ring.pollFirst();
        out.dropped(RING, 1);
      }
      ring.addLast(placed);
    }
  }

  /// Lets the oldest go.
  ///
  /// @return how many detections that were
  private static long bound(TreeMap<Episode, Placed> waiting, Output<Placement> out) {
    if (waiting.size() <= WAITING.most()) {
      return 0;
    }
    long count = waiting.pollFirstEntry().getValue().episode.count();
    out.dropped(WAITING, count);
    return count;
  }

  // ---- after linking

  /// Moves an episode, wherever it is, into a cell.
  void move(Placed placed, Cell to, @Nullable Bond bond) {
    Cell from = placed.cell;
    if (from != null) {
      from.members.remove(placed.episode);
    }
    orphans.remove(placed.episode);
    context.remove(placed.episode);
    if (placed.value < EvidenceValue.JOIN || from == null) {
      worth(placed, prevalence.hoursOutside(placed.episode.kind(), placed.episode.t0(), to.opened, to.root().origins));
    }
    placed.bond = bond;
    if (to.members.size() < MEMBERS.most()) {
      placed.cell = to;
      to.members.put(placed.episode, placed);
    } else {
      placed.cell = to;
      to.omitted += placed.episode.count();
    }
  }

  /// Takes an episode out of its intrusion: it opens its own, or waits.
  void release(Placed placed) {
    Cell from = placed.cell;
    if (from != null) {
      from.members.remove(placed.episode);
    }
    placed.cell = null;
    placed.bond = null;
    worth(placed, prevalence.hoursBefore(placed.episode.kind(), placed.episode.t0(), placed.episode.origin()));
    if (placed.maySeed()) {
      open(placed);
    } else {
      orphans.put(placed.episode, placed);
    }
  }

  /// Opens an intrusion with this episode.
  Cell open(Placed seed) {
    Cell cell = new Cell(Ids.intrusion(seed.episode.first().id()), seed.episode.t0());
    seed.cell = cell;
    seed.bond = null;
    cell.members.put(seed.episode, seed);
    cell.note(seed);
    cells.add(cell);
    return cell;
  }

  List<Cell> cells() {
    return cells;
  }

  List<Edge> edges() {
    return edges;
  }

  TreeMap<String, Relation> related() {
    return related;
  }

  TreeMap<Episode, Placed> orphans() {
    return orphans;
  }

  TreeMap<Episode, Placed> context() {
    return context;
  }

  long orphansLetGo() {
    return orphansLetGo;
  }

  long contextLetGo() {
    return contextLetGo;
  }
}
