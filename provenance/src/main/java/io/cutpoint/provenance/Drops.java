package io.cutpoint.provenance;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// What bounds dropped, by reason.
final class Drops {

  private final TreeMap<String, Long> counts = new TreeMap<>();

  void count(String reason) {
    counts.merge(reason, 1L, Long::sum);
  }

  SortedMap<String, Long> all() {
    return Collections.unmodifiableSortedMap(new TreeMap<>(counts));
  }
}
