package io.cutpoint.export;

import io.cutpoint.match.Explanation;
import io.cutpoint.model.detection.Detection;
import io.cutpoint.model.event.EventId;
import io.cutpoint.model.event.EventView;
import java.io.IOException;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// Reads detections again, one at a time, so that a report needs no room for all of them.
public interface EvidenceReader {

  /// Gives those of these detections that can be read, in the order of time.
  ///
  /// @param wanted ids of members of intrusions, at most those of [Report#wanted]
  /// @param withRecord whether the record and the reasons are wanted; without them [Item#record()] is null
  void read(Collection<EventId> wanted, boolean withRecord, Sink to) throws IOException;

  /// Takes detections.
  interface Sink {

    /// Takes the next one.
    void take(Item item) throws IOException;
  }

  /// A detection with its record.
  ///
  /// @param detection the detection
  /// @param record what was kept of the copy of the record that the explanation is about; its own values come first
  /// @param copy which of the detection's evidence that is
  /// @param explanation why the rule is true, or null for a step that no rule found
  record Item(Detection detection, @Nullable EventView record, int copy, @Nullable Explanation explanation) {}
}
