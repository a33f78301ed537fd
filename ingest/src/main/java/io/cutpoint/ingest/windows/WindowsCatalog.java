package io.cutpoint.ingest.windows;

import io.cutpoint.model.event.LogSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What is known of Windows events before one is read: the log sources that they can belong to, and for some kinds all
/// fields that they can have.
///
/// For those who write rules. A shipper may add fields of its own, so a field that is not here is a hint and no proof.
public final class WindowsCatalog {

  private static final String WINDOWS = "windows";
  private static final String TABLE = "event-fields.tsv";

  /// What every Windows event can have.
  private static final List<String> SYSTEM = List.of(
      "Channel", "Computer", "EventID", "EventID_Qualifiers", "EventRecordID", "Execution_ProcessID", "Execution_ThreadID", "Keywords", "Level", "Message", "Opcode",
      "Provider_Name", "Provider_Guid", "Provider_EventSourceName", "Security_UserID", "Task", "TimeCreated_SystemTime", "Version",
      "Correlation_ActivityID", "Correlation_RelatedActivityID", "Hostname");

  private static final Map<String, Set<String>> FIELDS = read();

  private WindowsCatalog() {}

  /// All log sources that Windows events can belong to, sorted; those without a category first.
  public static Set<LogSource> sources() {
    Set<LogSource> sources = new TreeSet<>();
    WindowsLogSources.services().values().forEach(services -> services.forEach(service -> sources.add(new LogSource(WINDOWS, null, service))));
    for (Map.Entry<String, List<String>> one : WindowsLogSources.categories().entrySet()) {
      String service = one.getKey().substring(0, one.getKey().lastIndexOf('/'));
      one.getValue().forEach(category -> sources.add(new LogSource(WINDOWS, category, service)));
    }
    return sources;
  }

  /// Whether some Windows event can belong to this log source.
  public static boolean has(LogSource wanted) {
    return sources().stream().anyMatch(source -> source.satisfies(wanted));
  }

  /// All fields that events of this log source can have, as rules for it see them; nothing where they are not all
  /// known.
  public static Optional<Set<String>> fields(LogSource wanted) {
    if (!WINDOWS.equals(wanted.product()) || wanted.category() == null) {
      return Optional.empty();
    }
    Set<String> all = new TreeSet<>();
    for (Map.Entry<String, List<String>> one : WindowsLogSources.categories().entrySet()) {
      String service = one.getKey().substring(0, one.getKey().lastIndexOf('/'));
      int id = Integer.parseInt(one.getKey().substring(service.length() + 1));
      boolean asked = one.getValue().stream().anyMatch(category -> new LogSource(WINDOWS, category, service).satisfies(wanted));
      if (!asked) {
        continue;
      }
      for (Map.Entry<String, List<String>> channel : WindowsLogSources.services().entrySet()) {
        if (channel.getValue().contains(service)) {
          Optional<Set<String>> fields = fields(channel.getKey(), id);
          if (fields.isEmpty()) {
            return Optional.empty();
          }
          all.addAll(fields.get());
        }
      }
    }
    return all.isEmpty() ? Optional.empty() : Optional.of(all);
  }

  /// All fields that this kind of event can have; nothing where they are not all known.
  ///
  /// @param channel in any case
  public static Optional<Set<String>> fields(String channel, int eventId) {
    Set<String> own = FIELDS.get(key(channel, eventId));
    if (own == null) {
      return Optional.empty();
    }
    Set<String> all = new TreeSet<>(SYSTEM);
    all.addAll(own);
    return Optional.of(all);
  }

  private static String key(String channel, int eventId) {
    return channel.toLowerCase(Locale.ROOT) + "/" + eventId;
  }

  private static Map<String, Set<String>> read() {
    Map<String, Set<String>> fields = new HashMap<>();
    for (String line : text().lines().filter(line -> !line.startsWith("#")).toList()) {
      List<String> columns = columns(line);
      for (String id : columns.get(1).split(",", -1)) {
        fields.put(key(columns.get(0), Integer.parseInt(id)), Set.of(columns.get(2).split(" ", -1)));
      }
    }
    return Map.copyOf(fields);
  }

  private static List<String> columns(String line) {
    List<String> columns = new ArrayList<>(List.of(line.split("\t", -1)));
    if (columns.size() != 3) {
      throw new IllegalStateException("wanted three columns in " + TABLE + ", found " + line);
    }
    return columns;
  }

  private static String text() {
    try (InputStream in = WindowsCatalog.class.getResourceAsStream(TABLE)) {
      if (in == null) {
        throw new IllegalStateException("wanted the resource " + TABLE + ", found none");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(TABLE + " cannot be read", failure);
    }
  }
}
