package io.cutpoint.respond;

import io.cutpoint.chain.Act;
import io.cutpoint.provenance.ProcessForest;
import io.cutpoint.provenance.Reconstruction;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Which processes came from which, through injection, services and tasks too where provenance found them.
final class Lineage {

  private static final int MOST_UP = 64;

  private final ProcessForest forest;
  private final List<Reconstruction> attacks;
  private final Map<Integer, Integer> aboveOf = new TreeMap<>();

  Lineage(Subject subject) {
    this.forest = subject.forest();
    this.attacks = subject.attacks();
  }

  /// Whether the step is one of these processes' own or of one that came from them.
  boolean descends(Act act, Set<Integer> from) {
    if (from.isEmpty()) {
      return false;
    }
    for (int node : act.nodes()) {
      int at = node;
      for (int up = 0; up < MOST_UP && at != ProcessForest.NONE; up++) {
        if (from.contains(at)) {
          return true;
        }
        at = above(at);
      }
    }
    return false;
  }

  /// What everything comes and goes through passes nothing on.
  boolean isStop(int node) {
    return forest.isStop(node);
  }

  private int above(int node) {
    Integer known = aboveOf.get(node);
    if (known == null) {
      known = find(node);
      aboveOf.put(node, known);
    }
    return known;
  }

  private int find(int node) {
    for (Reconstruction attack : attacks) {
      int up = attack.above(node);
      if (up != ProcessForest.NONE) {
        return up;
      }
    }
    int up = forest.isStop(node) ? ProcessForest.NONE : forest.parent(node);
    return up == ProcessForest.NONE || forest.isStop(up) ? ProcessForest.NONE : up;
  }
}
