package io.cutpoint.oracle.vectors;

import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.model.event.FlatEvent;
import io.cutpoint.model.event.KnownName;
import io.cutpoint.model.event.LogSourceSet;
import io.cutpoint.model.event.SourceId;
import io.cutpoint.model.event.ValueKind;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes events of maps as a JSON reader would: names of nested values are joined by dots, the elements of a list are
/// several values of one name, and an object or a list that is not all scalars is there as compact JSON text too.
public final class EventMaps {

  private record Entry(String name, ValueKind kind, String text) {}

  private EventMaps() {}

  /// The event of this map.
  ///
  /// @param fields gives the entries' field ids; a name that it lacks is also looked up without its spaces
  public static FlatEvent event(Map<?, ?> map, FieldDictionary fields, LogSourceSet logSources) {
    List<Entry> leaves = new ArrayList<>();
    List<Entry> subtrees = new ArrayList<>();
    map.forEach((name, value) -> flatten(String.valueOf(name), value, leaves, subtrees));
    FlatEvent event = begin(json(map));
    leaves.forEach(leaf -> add(event, leaf, fields));
    subtrees.forEach(subtree -> add(event, subtree, fields));
    event.endOriginals();
    event.logSources(logSources);
    return event;
  }

  /// The event of a line of text without fields.
  public static FlatEvent line(String line, FieldDictionary fields, LogSourceSet logSources) {
    FlatEvent event = begin(line);
    add(event, new Entry("raw", ValueKind.TEXT, line), fields);
    event.endOriginals();
    event.logSources(logSources);
    return event;
  }

  private static FlatEvent begin(String raw) {
    FlatEvent event = new FlatEvent();
    byte[] bytes = raw.getBytes(StandardCharsets.UTF_8);
    event.begin(new SourceId(0, "vectors"), 0, 0, bytes, 0, bytes.length, 0);
    return event;
  }

  private static void add(FlatEvent event, Entry entry, FieldDictionary fields) {
    byte[] text = entry.text().getBytes(StandardCharsets.UTF_8);
    event.add(KnownName.of(entry.name(), fields), entry.kind(), text, 0, text.length);
  }

  private static void flatten(String name, @Nullable Object value, List<Entry> leaves, List<Entry> subtrees) {
    switch (value) {
      case Map<?, ?> map -> {
        subtrees.add(new Entry(name, ValueKind.JSON, json(map)));
        map.forEach((key, inner) -> flatten(name + "." + key, inner, leaves, subtrees));
      }
      case List<?> list -> {
        boolean scalars = list.stream().noneMatch(element -> element instanceof Map || element instanceof List);
        if (list.isEmpty() || !scalars) {
          subtrees.add(new Entry(name, ValueKind.JSON, json(list)));
        }
        for (Object element : list) {
          if (element instanceof Map<?, ?> map) {
            map.forEach((key, inner) -> flatten(name + "." + key, inner, leaves, subtrees));
          } else {
            flatten(name, element, leaves, subtrees);
          }
        }
      }
      case null, default -> leaves.add(new Entry(name, kind(value), text(value)));
    }
  }

  private static ValueKind kind(@Nullable Object scalar) {
    return switch (scalar) {
      case null -> ValueKind.NULL;
      case Boolean b -> ValueKind.BOOLEAN;
      case Double d -> ValueKind.REAL;
      case Number n -> ValueKind.INTEGER;
      default -> ValueKind.TEXT;
    };
  }

  private static String text(@Nullable Object scalar) {
    return switch (scalar) {
      case null -> "";
      case Double d -> {
        BigDecimal number = new BigDecimal(d.toString()).stripTrailingZeros();
        yield number.toPlainString();
      }
      default -> scalar.toString();
    };
  }

  private static String json(@Nullable Object value) {
    StringBuilder json = new StringBuilder();
    json(value, json);
    return json.toString();
  }

  private static void json(@Nullable Object value, StringBuilder to) {
    switch (value) {
      case null -> to.append("null");
      case Map<?, ?> map -> {
        String separator = "{";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          to.append(separator);
          json(String.valueOf(entry.getKey()), to);
          to.append(':');
          json(entry.getValue(), to);
          separator = ",";
        }
        to.append(map.isEmpty() ? "{}" : "}");
      }
      case List<?> list -> {
        String separator = "[";
        for (Object element : list) {
          to.append(separator);
          json(element, to);
          separator = ",";
        }
        to.append(list.isEmpty() ? "[]" : "]");
      }
      case String text -> {
        to.append('"');
        for (int i = 0; i < text.length(); i++) {
          char c = text.charAt(i);
          if (c == '"' || c == '\\') {
            to.append('\\').append(c);
          } else if (c < 0x20) {
            to.append(String.format(java.util.Locale.ROOT, "\\u%04x", (int) c));
          } else {
            to.append(c);
          }
        }
        to.append('"');
      }
      default -> to.append(text(value));
    }
  }
}
