package io.cutpoint.engine;

import io.cutpoint.model.event.EventView;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What became of every record and of every part that could not be read as one:
/// `in = processed + quarantined + dropped`, per source and in all.
///
/// @param sources by name
public record Ledger(List<Row> sources) {
  public Ledger {
    sources = List.copyOf(sources);
  }

  /// One source.
  ///
  /// @param source its name in all outputs
  /// @param format a short word such as `evtx` or `json-lines`
  /// @param processed records that were read and matched, duplicates included
  /// @param quarantined parts that could not be read
  /// @param dropped parts left out by a choice, by reason
  /// @param duplicates those of `processed` that another copy stands for
  /// @param firstNanos the earliest written time, or [EventView#NO_TIME]
  /// @param lastNanos the latest
  /// @param warnings faults that cost no record, by reason
  /// @param sha256 of the source's bytes as they lie on disk; empty for a member of an archive
  /// @param bytes how many bytes were read, unpacked
  public record Row(
      String source,
      String format,
      long processed,
      long quarantined,
      SortedMap<String, Long> dropped,
      long duplicates,
      long firstNanos,
      long lastNanos,
      SortedMap<String, Long> warnings,
      String sha256,
      long bytes) {

    /// How many records and parts came in.
    public long in() {
      return processed + quarantined + droppedTotal();
    }

    /// How many parts were dropped, whatever the reason.
    public long droppedTotal() {
      return dropped.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /// The sum of all sources.
  public Row total() {
    SortedMap<String, Long> dropped = new TreeMap<>();
    SortedMap<String, Long> warnings = new TreeMap<>();
    long processed = 0;
    long quarantined = 0;
    long duplicates = 0;
    long bytes = 0;
    long first = EventView.NO_TIME;
    long last = EventView.NO_TIME;
    for (Row row : sources) {
      processed += row.processed;
      quarantined += row.quarantined;
      duplicates += row.duplicates;
      bytes += row.bytes;
      row.dropped.forEach((reason, n) -> dropped.merge(reason, n, Long::sum));
      row.warnings.forEach((reason, n) -> warnings.merge(reason, n, Long::sum));
      if (Long.compareUnsigned(row.firstNanos, first) < 0) {
        first = row.firstNanos;
      }
      if (row.lastNanos != EventView.NO_TIME && (last == EventView.NO_TIME || Long.compareUnsigned(row.lastNanos, last) > 0)) {
        last = row.lastNanos;
      }
    }
    return new Row("", "", processed, quarantined, dropped, duplicates, first, last, warnings, "", bytes);
  }
}
