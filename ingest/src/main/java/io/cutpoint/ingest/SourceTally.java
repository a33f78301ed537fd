package io.cutpoint.ingest;

import io.cutpoint.model.event.EventView;
import io.cutpoint.model.event.RecordProblem;
import io.cutpoint.model.event.SourceId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// What became of the records of one source. Safe for several threads; meant to be told once a block.
public final class SourceTally {

  /// Problems of one source that are kept; all are counted.
  public static final int MAX_PROBLEMS = 1000;

  private static final Comparator<RecordProblem> BY_PLACE = Comparator.comparingLong(RecordProblem::offset)
      .thenComparing(RecordProblem::kind)
      .thenComparing(RecordProblem::reason)
      .thenComparing(RecordProblem::wanted)
      .thenComparing(RecordProblem::found);

  private final SourceId id;
  private final Format format;
  private long processed;
  private long quarantined;
  private long problemCount;
  private final SortedMap<String, Long> dropped = new TreeMap<>();
  private final SortedMap<String, Long> warnings = new TreeMap<>();
  private final TreeSet<RecordProblem> problems = new TreeSet<>(BY_PLACE);
  private long firstNanos = EventView.NO_TIME;
  private long lastNanos = EventView.NO_TIME;
  private long bytes;
  private String sha256 = "";
  private int[] blockRecords = new int[4];
  private int blocks;

  SourceTally(SourceId id, Format format) {
    this.id = id;
    this.format = format;
  }

  /// Which source.
  public SourceId id() {
    return id;
  }

  /// Its format.
  public Format format() {
    return format;
  }

  /// Counts a parsed block.
  ///
  /// @param records what [BlockParser#parse] returned
  /// @param events how many of its events were taken
  /// @param first the earliest written time in it, or [EventView#NO_TIME]
  /// @param last the latest
  public synchronized void block(long number, int records, long events, long first, long last) {
    processed += events;
    while (number >= blockRecords.length) {
      blockRecords = java.util.Arrays.copyOf(blockRecords, blockRecords.length * 2);
    }
    blockRecords[(int) number] = records;
    blocks = Math.max(blocks, (int) number + 1);
    if (Long.compareUnsigned(first, firstNanos) < 0) {
      firstNanos = first;
    }
    if (last != EventView.NO_TIME && (lastNanos == EventView.NO_TIME || Long.compareUnsigned(last, lastNanos) > 0)) {
      lastNanos = last;
    }
  }

  /// Counts events that were left out by a choice.
  public synchronized void dropped(String reason, long count) {
    dropped.merge(reason, count, Long::sum);
  }

  /// Counts a problem, and keeps it if it is among the first of the source.
  public synchronized void problem(RecordProblem problem) {
    problemCount++;
    switch (problem.kind()) {
      case QUARANTINED -> quarantined++;
      case DROPPED -> dropped.merge(problem.reason(), 1L, Long::sum);
      case WARNING -> warnings.merge(problem.reason(), 1L, Long::sum);
    }
    problems.add(problem);
    if (problems.size() > MAX_PROBLEMS) {
      problems.pollLast();
    }
  }

  synchronized void bytes(long count) {
    bytes = count;
  }

  synchronized void sha256(String hex) {
    sha256 = hex;
  }

  /// Records that were processed.
  public synchronized long processed() {
    return processed;
  }

  /// Parts that were refused.
  public synchronized long quarantined() {
    return quarantined;
  }

  /// Parts that were left out, by reason.
  public synchronized SortedMap<String, Long> dropped() {
    return new TreeMap<>(dropped);
  }

  /// Faults that cost nothing, by reason.
  public synchronized SortedMap<String, Long> warnings() {
    return new TreeMap<>(warnings);
  }

  /// The first problems, by place.
  public synchronized List<RecordProblem> problems() {
    return new ArrayList<>(problems);
  }

  /// How many problems there were.
  public synchronized long problemCount() {
    return problemCount;
  }

  /// The earliest written time, or [EventView#NO_TIME].
  public synchronized long firstNanos() {
    return firstNanos;
  }

  /// The latest written time, or [EventView#NO_TIME].
  public synchronized long lastNanos() {
    return lastNanos;
  }

  /// Bytes read, unpacked.
  public synchronized long bytes() {
    return bytes;
  }

  /// SHA-256 of the file's bytes on disk; empty for a member of an archive.
  public synchronized String sha256() {
    return sha256;
  }

  /// Numbers of the first record of each block, from 1. Only once all blocks are parsed.
  public synchronized long[] firstRecordNumbers() {
    long[] first = new long[blocks];
    long next = 1;
    for (int i = 0; i < blocks; i++) {
      first[i] = next;
      next += blockRecords[i];
    }
    return first;
  }
}
