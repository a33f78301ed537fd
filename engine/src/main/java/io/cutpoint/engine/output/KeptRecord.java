package io.cutpoint.engine.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.model.event.FlatEvent;
import io.cutpoint.model.event.LogSource;
import io.cutpoint.model.event.LogSourceSet;
import io.cutpoint.model.event.SourceId;
import io.cutpoint.model.event.ValueKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// A record as far as its evidence was kept, as an event again: what rules saw, but for the ends of long values.
public final class KeptRecord {

  private static final JsonFactory JSON = new JsonFactory();

  private record Value(String name, ValueKind kind, String text) {}

  private KeptRecord() {}

  /// The event.
  ///
  /// @param fields what [EvidenceFields#of] gave
  /// @param made what [EvidenceFields#made] gave, or empty
  /// @param logSource what the event's rule applies to
  /// @throws IOException where the texts are none that were made here
  public static EventView of(String fields, String made, LogSource logSource) throws IOException {
    List<Value> additions = new ArrayList<>();
    boolean isEmptyNull = made.isEmpty() ? false : additions(made, additions);
    List<Value> own = own(fields, isEmptyNull);
    Set<String> names = new TreeSet<>();
    own.forEach(value -> names.add(value.name));
    additions.forEach(value -> names.add(value.name));
    FieldDictionary dictionary = FieldDictionary.of(names);
    FlatEvent event = new FlatEvent();
    event.begin(new SourceId(-1, ""), 0, 0, new byte[0], 0, 0, 0);
    event.logSources(LogSourceSet.of(List.of(logSource)));
    for (Value value : own) {
      byte[] text = value.text.getBytes(StandardCharsets.UTF_8);
      event.add(dictionary.id(value.name), value.name, value.kind, text, 0, text.length);
    }
    event.endOriginals();
    for (Value value : additions) {
      byte[] text = value.text.getBytes(StandardCharsets.UTF_8);
      event.addGeneric(dictionary.id(value.name), value.name, value.kind, text, 0, text.length);
    }
    return event;
  }

  private static List<Value> own(String fields, boolean isEmptyNull) throws IOException {
    List<Value> values = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(fields)) {
      String name = "";
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        switch (token) {
          case FIELD_NAME -> name = parser.currentName();
          case VALUE_STRING -> values.add(new Value(name, parser.getText().isEmpty() && isEmptyNull ? ValueKind.EMPTY : ValueKind.TEXT, parser.getText()));
          case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> values.add(new Value(name, ValueKind.INTEGER, parser.getText()));
          case VALUE_TRUE, VALUE_FALSE -> values.add(new Value(name, ValueKind.BOOLEAN, parser.getText()));
          case VALUE_NULL -> values.add(new Value(name, ValueKind.NULL, ""));
          case START_OBJECT, END_OBJECT, START_ARRAY, END_ARRAY -> {}
          case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> throw new IOException("wanted fields that were kept here, found " + token);
        }
      }
    }
    return values;
  }

  /// Reads what was made and tells whether empty values count as null.
  private static boolean additions(String made, List<Value> to) throws IOException {
    try (JsonParser parser = JSON.createParser(made)) {
      parser.nextToken();
      boolean isEmptyNull = parser.nextToken() == JsonToken.VALUE_TRUE;
      while (parser.nextToken() == JsonToken.VALUE_STRING) {
        String name = parser.getText();
        String kind = parser.nextTextValue();
        String text = parser.nextTextValue();
        if (kind == null) {
          throw new IOException("wanted a kind of value that was kept here, found none");
        }
        to.add(new Value(name, ValueKind.valueOf(kind), text == null ? "" : text));
      }
      return isEmptyNull;
    }
  }
}
