package io.cutpoint.chain;

import io.cutpoint.model.step.Bound;
import java.util.TreeMap;

/// Counts what bounds let go.
final class Drops {

  private final TreeMap<String, Long> counts = new TreeMap<>();

  void add(Bound bound, long count) {
    add(bound.name(), count);
  }

  void add(String name, long count) {
    if (count > 0) {
      counts.merge(name, count, Long::sum);
    }
  }

  Drops copy() {
    Drops copy = new Drops();
    copy.counts.putAll(counts);
    return copy;
  }

  TreeMap<String, Long> counts() {
    return new TreeMap<>(counts);
  }
}
