package io.cutpoint.evaluate;

import io.cutpoint.evaluate.ResultReader.DetectionLine;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// What stays of the detections: a row of numbers for each, and the memberships.
final class Tally implements ResultReader.Detections {

  private final Truth truth;
  private final List<IntrusionLine> intrusions;
  private final MemberIndex members;
  private final LongPairs episodes = new LongPairs();
  private final Hosts hosts = new Hosts();
  private final Ints found = new Ints();

  private final Ints episode = new Ints();
  private final Ints host = new Ints();
  private final Ints row = new Ints();
  private long[] time = new long[16];
  private final BitSet reconstructed = new BitSet();

  /// Detections with more than one row of the truth, and those rows.
  private final Ints otherRowsOf = new Ints();
  private final Ints otherRows = new Ints();
  private final BitSet detectedRows = new BitSet();

  private final BitSet listed = new BitSet();
  private final Ints memberDetection = new Ints();
  private final Ints memberIntrusion = new Ints();

  /// By attack and stage of the truth: members, those in it, those with it as their next best.
  private final long[][] stageMembers;
  private final long[][] stageFirst;
  private final long[][] stageSecond;

  Tally(Truth truth, List<IntrusionLine> intrusions, MemberIndex members) {
    this.truth = truth;
    this.intrusions = intrusions;
    this.members = members;
    int attacks = truth.attacks().size();
    this.stageMembers = new long[attacks][7];
    this.stageFirst = new long[attacks][7];
    this.stageSecond = new long[attacks][7];
  }

  @Override
  public void detection(DetectionLine line) {
    int number = episode.size();
    if (number == time.length) {
      time = Arrays.copyOf(time, number + (number >> 1));
    }
    time[number] = line.time;
    episode.add(episodes.add(line.episodeHigh, line.episodeLow));
    host.add(hosts.number(line.host));
    if (line.isReconstructed) {
      reconstructed.set(number);
    }
    int stages = rows(number, line);
    boolean isListed = false;
    for (int entry = members.meet(line.idHigh, line.idLow); entry >= 0; entry = members.next(entry)) {
      memberDetection.add(number);
      memberIntrusion.add(members.intrusion(entry));
      isListed = true;
      if (stages != 0) {
        stage(truth.attackOf(row.get(number)), stages, members.stage(entry), line.order);
      }
    }
    if (isListed) {
      listed.set(number);
    }
  }

  /// Finds the rows of the truth that a detection belongs to; gives their stages as bits.
  private int rows(int number, DetectionLine line) {
    found.clear();
    if (truth.form() == Truth.Form.WINDOWS) {
      truth.rows(line.host, line.time, found);
    } else {
      for (int i = 0; i < line.sources.size(); i++) {
        int one = truth.row(line.sources.get(i), line.records.get(i));
        if (one >= 0) {
          found.add(one);
        }
      }
    }
    row.add(found.size() == 0 ? -1 : found.get(0));
    int stages = 0;
    for (int i = 0; i < found.size(); i++) {
      int one = found.get(i);
      detectedRows.set(one);
      if (truth.attackOf(one) == truth.attackOf(found.get(0))) {
        stages |= truth.stagesOf(one);
        if (i > 0) {
          otherRowsOf.add(number);
          otherRows.add(one);
        }
      }
    }
    return stages;
  }

  /// Counts a member whose true stage is known; where it has several, under the earliest.
  private void stage(int attack, int trueStages, int stage, int[] order) {
    int under = Integer.numberOfTrailingZeros(trueStages);
    stageMembers[attack][under]++;
    if ((trueStages & 1 << stage) != 0) {
      stageFirst[attack][under]++;
      return;
    }
    for (int next : order) {
      if (next != stage) {
        if ((trueStages & 1 << next) != 0) {
          stageSecond[attack][under]++;
        }
        return;
      }
    }
  }

  /// Gives the detections that an intrusion's list had no room for to the intrusion that lists others of their
  /// episode; gives how many.
  long completeMembers() {
    int[] shortened = new int[episodes.size()];
    boolean any = false;
    for (int i = 0; i < memberDetection.size(); i++) {
      if (intrusions.get(memberIntrusion.get(i)).omitted() > 0) {
        shortened[episode.get(memberDetection.get(i))] = memberIntrusion.get(i) + 1;
        any = true;
      }
    }
    long completed = 0;
    for (int d = 0; any && d < episode.size(); d++) {
      int home = shortened[episode.get(d)];
      if (home > 0 && !listed.get(d)) {
        memberDetection.add(d);
        memberIntrusion.add(home - 1);
        completed++;
      }
    }
    return completed;
  }

  int detections() {
    return episode.size();
  }

  int episodes() {
    return episodes.size();
  }

  int hosts() {
    return hosts.size();
  }

  int episode(int detection) {
    return episode.get(detection);
  }

  /// The number of the host, or -1.
  int host(int detection) {
    return host.get(detection);
  }

  long time(int detection) {
    return time[detection];
  }

  boolean isReconstructed(int detection) {
    return reconstructed.get(detection);
  }

  /// The attack of a detection, or -1.
  int attack(int detection) {
    return row.get(detection) < 0 ? -1 : truth.attackOf(row.get(detection));
  }

  int members() {
    return memberDetection.size();
  }

  int memberDetection(int member) {
    return memberDetection.get(member);
  }

  int memberIntrusion(int member) {
    return memberIntrusion.get(member);
  }

  BitSet detectedRows() {
    return detectedRows;
  }

  /// The rows of the truth that these detections belong to.
  BitSet rowsOf(BitSet detections) {
    BitSet rows = new BitSet();
    for (int d = detections.nextSetBit(0); d >= 0; d = detections.nextSetBit(d + 1)) {
      if (row.get(d) >= 0) {
        rows.set(row.get(d));
      }
    }
    for (int i = 0; i < otherRowsOf.size(); i++) {
      if (detections.get(otherRowsOf.get(i))) {
        rows.set(otherRows.get(i));
      }
    }
    return rows;
  }

  /// Members of an attack whose true stage is this one.
  long stageMembers(int attack, int stage) {
    return stageMembers[attack][stage];
  }

  /// Those of them that are in it.
  long stageFirst(int attack, int stage) {
    return stageFirst[attack][stage];
  }

  /// Those of them that have it as their next best.
  long stageSecond(int attack, int stage) {
    return stageSecond[attack][stage];
  }
}
