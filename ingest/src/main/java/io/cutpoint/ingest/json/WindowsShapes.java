package io.cutpoint.ingest.json;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The shapes in which Windows events are written as JSON, and the flat names behind them.
///
/// Known: the XML turned into objects (`Event.System.Provider.#attributes.Name`), winlogbeat 7 and later
/// (`winlog.event_data.Image`), and winlogbeat 6 (`event_data.Image` beside `log_name`).
final class WindowsShapes {

  /// Names are bounded by the parser; the pattern has no nested repetition.
  private static final Pattern XML = Pattern.compile(
      "Event\\.(System|EventData|UserData|RenderingInfo)\\.(?:[^.]+\\.)*?([^.#@]+)(?:\\.(?:#attributes\\.|@)([^.]+)|\\.#text)?");

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

  private WindowsShapes() {}

  /// The flat name that rules use for this path, or null where the path is of no known shape.
  static @Nullable String knownName(String path) {
    String beat = BEATS.get(path);
    if (beat != null) {
      return beat;
    }
    for (String prefix : new String[] {"winlog.event_data.", "winlog.user_data.", "event_data.", "user_data."}) {
      if (path.startsWith(prefix)) {
        return path.substring(prefix.length());
      }
    }
    Matcher xml = XML.matcher(path);
    if (!xml.matches()) {
      return null;
    }
    String element = xml.group(2);
    String attribute = xml.group(3);
    return switch (xml.group(1)) {
      case "RenderingInfo" -> element.equals("Message") ? "Message" : "RenderingInfo_" + element;
      case "EventData", "UserData" -> attribute == null ? element : null;
      default -> attribute == null ? element : element + "_" + attribute;
    };
  }
}
