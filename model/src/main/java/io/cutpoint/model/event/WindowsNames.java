package io.cutpoint.model.event;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The shapes in which Windows events are written as JSON, and the flat names behind them.
///
/// Known: the XML turned into objects (`Event.System.Provider.#attributes.Name`), winlogbeat 7 and later
/// (`winlog.event_data.Image`), and winlogbeat 6 (`event_data.Image` beside `log_name`).
public final class WindowsNames {

  private static final String ATTRIBUTES = ".#attributes";

  private static final Map<String, String> BEATS = Map.ofEntries(
      Map.entry("winlog.channel", "Channel"),
      Map.entry("winlog.event_id", "EventID"),
      Map.entry("winlog.computer_name", "Computer"),
      Map.entry("winlog.record_id", "EventRecordID"),
      Map.entry("winlog.provider_name", "Provider_Name"),
      Map.entry("winlog.provider_guid", "Provider_Guid"),
      Map.entry("winlog.process.pid", "Execution_ProcessID"),
      Map.entry("winlog.process.thread.id", "Execution_ThreadID"),
      Map.entry("winlog.user.identifier", "Security_UserID"),
      Map.entry("log_name", "Channel"),
      Map.entry("event_id", "EventID"),
      Map.entry("computer_name", "Computer"),
      Map.entry("record_number", "EventRecordID"),
      Map.entry("source_name", "Provider_Name"),
      Map.entry("provider_guid", "Provider_Guid"),
      // A flat export's own words for what Windows calls otherwise.
      Map.entry("SourceName", "Provider_Name"),
      Map.entry("EventSourceName", "Provider_Name"),
      Map.entry("Provider", "Provider_Name"));

  private WindowsNames() {}

  /// The names by which rules know a value that the source calls `name`: that one; the flat name behind a nested one,
  /// else the name without its spaces.
  public static List<String> of(String name) {
    String other = known(name);
    String second = other == null ? name.replace(" ", "") : other;
    return second.equals(name) ? List.of(name) : List.of(name, second);
  }

  /// The flat name that rules use for this path, or null where the path is of no known shape.
  public static @Nullable String known(String path) {
    String beat = BEATS.get(path);
    if (beat != null) {
      return beat;
    }
    for (String prefix : new String[] {"winlog.event_data.", "winlog.user_data.", "event_data.", "user_data."}) {
      if (path.startsWith(prefix)) {
        return path.substring(prefix.length());
      }
    }
    for (String section : new String[] {"System", "EventData", "UserData", "RenderingInfo"}) {
      if (path.startsWith("Event.") && path.startsWith(section + ".", "Event.".length())) {
        return xml(section, path, "Event.".length() + section.length() + 1);
      }
    }
    return null;
  }

  /// The name of an element or attribute; `from` is where the path goes on behind its section.
  private static @Nullable String xml(String section, String path, int from) {
    int last = path.lastIndexOf('.');
    String leaf = path.substring(last + 1);
    int end = path.length();
    String attribute = null;
    if (leaf.equals("#text")) {
      end = last;
    } else if (leaf.startsWith("@")) {
      end = last;
      attribute = leaf.substring(1);
    } else if (path.startsWith(ATTRIBUTES, last - ATTRIBUTES.length())) {
      end = last - ATTRIBUTES.length();
      attribute = leaf;
    }
    if (end <= from) {
      return null;
    }
    String element = path.substring(path.lastIndexOf('.', end - 1) + 1, end);
    String above = path.substring(from, end);
    if (element.isEmpty() || above.indexOf('#') >= 0 || above.indexOf('@') >= 0) {
      return null;
    }
    return switch (section) {
      case "System" -> attribute == null ? element : element + "_" + attribute;
      case "RenderingInfo" -> element.equals("Message") ? element : "RenderingInfo_" + element;
      default -> attribute == null ? element : null;
    };
  }
}
