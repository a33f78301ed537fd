package io.cutpoint.chain;

import io.cutpoint.model.step.Bound;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// In which hours a rule fired for the same kind of program, and where.
///
/// Cost: one entry per rule, kind of program and hour; memory: four origins per hour.
/// Abuse: an attacker's own long stay does not make itself common, since hours before his intrusion opened and places
/// outside it are what counts; one who makes a rule fire elsewhere for days first lowers its worth, as any noise does.
final class Prevalence {

  /// Pairs of rule and kind of program.
  static final Bound KINDS = new Bound("prevalence-kinds", 50_000);
  /// Hours remembered for one pair, the latest.
  static final Bound HOURS = new Bound("prevalence-hours", 4_096);
  /// Origins remembered for one hour; with more, some origin is outside any intrusion.
  private static final int ORIGINS = 4;
  private static final int WEEK = 7 * 24;

  private final Map<String, TreeMap<Integer, TreeSet<String>>> hours = new TreeMap<>();
  private long droppedKinds;
  private long droppedHours;

  /// Notes a match.
  ///
  /// @param kind rule and kind of program
  /// @param origin host and process tree
  void add(String kind, String origin, long nanos) {
    TreeMap<Integer, TreeSet<String>> all = hours.get(kind);
    if (all == null) {
      if (hours.size() >= KINDS.most()) {
        droppedKinds++;
        return;
      }
      all = new TreeMap<>();
      hours.put(kind, all);
    }
    TreeSet<String> origins = all.computeIfAbsent(Times.hour(nanos), unused -> new TreeSet<>());
    if (origins.size() <= ORIGINS) {
      origins.add(origin);
    }
    if (all.size() > HOURS.most()) {
      all.pollFirstEntry();
      droppedHours++;
    }
  }

  /// Distinct hours within the week before `nanos` in which it fired anywhere.
  int hoursBefore(String kind, long nanos) {
    TreeMap<Integer, TreeSet<String>> all = hours.get(kind);
    int hour = Times.hour(nanos);
    return all == null ? 0 : all.subMap(hour - WEEK, hour).size();
  }

  /// Distinct hours within the week before `nanos`, and before `opened`, in which it fired outside these origins.
  int hoursOutside(String kind, long nanos, long opened, Set<String> inside) {
    TreeMap<Integer, TreeSet<String>> all = hours.get(kind);
    if (all == null) {
      return 0;
    }
    int hour = Math.min(Times.hour(nanos), Times.hour(opened));
    int count = 0;
    for (TreeSet<String> origins : all.subMap(Times.hour(nanos) - WEEK, Math.max(hour, Times.hour(nanos) - WEEK)).values()) {
      if (origins.size() > ORIGINS || !inside.containsAll(origins)) {
        count++;
      }
    }
    return count;
  }

  long droppedKinds() {
    return droppedKinds;
  }

  long droppedHours() {
    return droppedHours;
  }
}
