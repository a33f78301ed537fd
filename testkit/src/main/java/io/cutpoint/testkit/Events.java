package io.cutpoint.testkit;

import io.cutpoint.model.event.EventSink;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.event.RecordProblem;
import io.cutpoint.model.event.ValueKind;
import io.cutpoint.model.event.View;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// Events for people and for comparison.
public final class Events {

  private Events() {}

  /// All that an event says and where it came from, but not in which block: two copies of one record show the same.
  public static String show(EventView event) {
    StringBuilder shown = new StringBuilder();
    shown.append(event.source().name()).append('@').append(event.position().offset()).append('+').append(event.position().length())
        .append(" #").append(event.recordNumber()).append(" t=").append(event.timeNanos()).append(' ').append(event.logSources())
        .append(" originals=").append(event.originals());
    for (int i = 0; i < event.count(); i++) {
      shown.append("\n  ").append(event.name(i)).append('[').append(event.field(i)).append(' ').append(event.kind(i));
      for (View view : View.values()) {
        shown.append(event.visible(i, view) ? " " + view : "");
      }
      shown.append("]=").append(isText(event.kind(i)) ? event.text(i) : "")
          .append(' ').append(HexFormat.of().formatHex(event.bytes(i), event.offset(i), event.offset(i) + event.length(i)));
    }
    return shown.append("\n  raw ").append(HexFormat.of().formatHex(event.raw(), event.rawOffset(), event.rawOffset() + event.rawLength())).toString();
  }

  private static boolean isText(ValueKind kind) {
    return switch (kind) {
      case TEXT, INTEGER, REAL, BOOLEAN, JSON -> true;
      case NULL, EMPTY -> false;
    };
  }

  /// Keeps copies of all events, and all problems.
  public static class Kept implements EventSink {
    /// The events, in the order in which they came.
    public final List<EventView> events = new ArrayList<>();

    /// The problems likewise.
    public final List<RecordProblem> problems = new ArrayList<>();

    /// Keeps nothing yet.
    public Kept() {}

    @Override
    public void event(EventView event) {
      events.add(event.copy());
    }

    @Override
    public void problem(RecordProblem problem) {
      problems.add(problem);
    }

    /// What [Events#show] says of each event.
    public List<String> shown() {
      return events.stream().map(Events::show).toList();
    }

    /// The reasons of all problems.
    public List<String> reasons() {
      return problems.stream().map(RecordProblem::reason).toList();
    }
  }
}
