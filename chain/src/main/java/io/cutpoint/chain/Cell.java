package io.cutpoint.chain;

import io.cutpoint.model.Stage;
import io.cutpoint.model.event.EventId;
import io.cutpoint.model.intrusion.Link;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What grew from one seed. Merged intrusions are several cells under one, so that a merge can be undone.
final class Cell {

  /// Older first, then by id.
  static final Comparator<Cell> ORDER =
      Comparator.<Cell>comparingLong(c -> c.opened ^ Long.MIN_VALUE).thenComparing(c -> c.id);

  /// By strength, strongest first, then by the two ends.
  static final Comparator<Link> STRONGEST =
      Comparator.comparingDouble(Link::strength).reversed().thenComparing(Link::from).thenComparing(Link::to);

  final EventId id;
  final long opened;
  final TreeMap<Episode, Placed> members = new TreeMap<>(Episode.ORDER);
  final TreeSet<Link> refused = new TreeSet<>(STRONGEST);
  /// Detections of episodes beyond the bound.
  long omitted;
  Cell parent = this;

  // Of all cells below this one.
  final TreeSet<String> hosts = new TreeSet<>();
  final TreeMap<String, TreeSet<String>> trees = new TreeMap<>();
  final TreeSet<String> origins = new TreeSet<>();
  final TreeSet<String> held = new TreeSet<>();

  Cell(EventId id, long opened) {
    this.id = id;
    this.opened = opened;
  }

  Cell root() {
    Cell cell = this;
    while (cell.parent != cell) {
      cell = cell.parent;
    }
    return cell;
  }

  void note(Placed placed) {
    Episode e = placed.episode;
    hosts.add(e.host());
    origins.add(e.origin());
    if (e.tree().isProcess()) {
      trees.computeIfAbsent(e.host(), unused -> new TreeSet<>()).add(e.tree().key());
    }
    if (!e.verdict().suspectedAtMost() && placed.once >= 0.5 && e.verdict().stage().compareTo(Stage.INSTALLATION) >= 0) {
      held.add(e.host());
    }
  }

  void noteAll(Cell other) {
    hosts.addAll(other.hosts);
    origins.addAll(other.origins);
    held.addAll(other.held);
    other.trees.forEach((host, all) -> trees.computeIfAbsent(host, unused -> new TreeSet<>()).addAll(all));
  }

  /// The processes' trees that the intrusion has on a host; none where nothing there names a process.
  Set<String> treesOn(String host) {
    return trees.getOrDefault(host, new TreeSet<>());
  }

  /// Starts to count anew what lies below this cell, from its own members.
  void recount() {
    hosts.clear();
    trees.clear();
    origins.clear();
    held.clear();
    members.values().forEach(this::note);
  }

  void refuse(Link link) {
    refused.add(link);
    if (refused.size() > LinkStep.REFUSED.most()) {
      refused.pollLast();
    }
  }
}
