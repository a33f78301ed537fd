package io.cutpoint.chain;

import io.cutpoint.model.step.Bound;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// In which hours a rule fired for the same kind of program, and where.
///
/// Where evidence is short, hours cannot tell what is common: so in the running hour each two places elsewhere where the
/// same fired before count as an hour, at most four.
/// Cost: one entry per rule, kind of program and hour; memory: nine origins per hour.
/// Abuse: an attacker's own long stay does not make itself common, since hours before his intrusion opened and places
/// outside it are what counts; one who makes a rule fire elsewhere for days first lowers its worth, as any noise does.
final class Prevalence {

  /// Pairs of rule and kind of program.
  static final Bound KINDS = new Bound("prevalence-kinds", 50_000);
  /// Hours remembered for one pair, the latest.
  static final Bound HOURS = new Bound("prevalence-hours", 4_096);
  /// Origins remembered for one hour, the earliest: enough for [#MOST_PLACES], and one more.
  private static final int ORIGINS = 9;
  private static final int PLACES_PER_HOUR = 2;
  private static final int MOST_PLACES = 4;
  private static final int WEEK = 7 * 24;

  private final Map<String, TreeMap<Integer, Hour>> hours = new TreeMap<>();
  private long droppedKinds;
  private long droppedHours;

  /// Where it fired in one hour, and when there first.
  private static final class Hour {
    final TreeMap<String, Long> first = new TreeMap<>();
    boolean isFull;

    void add(String origin, long nanos) {
      Long known = first.get(origin);
      if (known == null || Times.isBefore(nanos, known)) {
        first.put(origin, nanos);
      }
      if (first.size() > ORIGINS) {
        isFull = true;
        String latest = first.firstKey();
        for (Map.Entry<String, Long> one : first.entrySet()) {
          if (!Times.isBefore(one.getValue(), first.getOrDefault(latest, 0L))) {
            latest = one.getKey();
          }
        }
        first.remove(latest);
      }
    }

    int before(long nanos, Set<String> without) {
      int places = 0;
      for (Map.Entry<String, Long> one : first.entrySet()) {
        if (Times.isBefore(one.getValue(), nanos) && !without.contains(one.getKey())) {
          places++;
        }
      }
      return Math.min(MOST_PLACES, places / PLACES_PER_HOUR);
    }
  }

  /// Notes a match.
  ///
  /// @param kind rule and kind of program
  /// @param origin host and process tree
  void add(String kind, String origin, long nanos) {
    TreeMap<Integer, Hour> all = hours.get(kind);
    if (all == null) {
      if (hours.size() >= KINDS.most()) {
        droppedKinds++;
        return;
      }
      all = new TreeMap<>();
      hours.put(kind, all);
    }
    all.computeIfAbsent(Times.hour(nanos), unused -> new Hour()).add(origin, nanos);
    if (all.size() > HOURS.most()) {
      all.pollFirstEntry();
      droppedHours++;
    }
  }

  /// Distinct hours within the week before `nanos` in which it fired anywhere; in this hour, in other places.
  int hoursBefore(String kind, long nanos, String origin) {
    TreeMap<Integer, Hour> all = hours.get(kind);
    if (all == null) {
      return 0;
    }
    int hour = Times.hour(nanos);
    Hour now = all.get(hour);
    return all.subMap(hour - WEEK, hour).size() + (now == null ? 0 : now.before(nanos, Set.of(origin)));
  }

  /// Distinct hours within the week before `nanos`, and before `opened`, in which it fired outside these origins.
  int hoursOutside(String kind, long nanos, long opened, Set<String> inside) {
    TreeMap<Integer, Hour> all = hours.get(kind);
    if (all == null) {
      return 0;
    }
    int from = Times.hour(nanos) - WEEK;
    int to = Math.min(Times.hour(nanos), Times.hour(opened));
    int count = 0;
    for (Hour hour : all.subMap(from, Math.max(to, from)).values()) {
      if (hour.isFull || !inside.containsAll(hour.first.keySet())) {
        count++;
      }
    }
    Hour opening = all.get(Times.hour(opened));
    return count + (opening == null ? 0 : opening.before(Times.earlier(nanos, opened), inside));
  }

  long droppedKinds() {
    return droppedKinds;
  }

  long droppedHours() {
    return droppedHours;
  }
}
