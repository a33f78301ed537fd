package io.cutpoint.engine.output;

import io.cutpoint.model.event.EventView;
import io.cutpoint.model.event.ValueKind;
import io.cutpoint.model.text.SafeText;
import io.cutpoint.model.text.Untrusted;
import java.util.LinkedHashMap;
import java.util.Map;

/// Renders a record's own fields under their own names as one JSON object.
///
/// Several values of one name are an array. A text over [#MAX_VALUE_BYTES] is cut and says how long it was.
public final class EvidenceFields {

  /// Bytes of one value that are shown.
  public static final int MAX_VALUE_BYTES = 4096;

  /// Values of one record that are shown.
  public static final int MAX_VALUES = 2000;

  private EvidenceFields() {}

  /// The object.
  public static String of(EventView event) {
    Map<String, StringBuilder> fields = new LinkedHashMap<>();
    Map<String, Integer> counts = new LinkedHashMap<>();
    int shown = Math.min(event.originals(), MAX_VALUES);
    for (int i = 0; i < shown; i++) {
      if (event.kind(i) == ValueKind.JSON) {
        continue;
      }
      String name = event.name(i);
      StringBuilder values = fields.computeIfAbsent(name, _ -> new StringBuilder());
      if (counts.merge(name, 1, Integer::sum) > 1) {
        values.append(',');
      }
      value(values, event, i);
    }
    StringBuilder out = new StringBuilder(512).append('{');
    fields.forEach((name, values) -> {
      if (out.length() > 1) {
        out.append(',');
      }
      out.append('"').append(SafeText.to(SafeText.Target.JSON, Untrusted.of(name), 256)).append("\":");
      boolean several = counts.getOrDefault(name, 1) > 1;
      out.append(several ? "[" : "").append(values).append(several ? "]" : "");
    });
    if (shown < event.originals()) {
      out.append(out.length() > 1 ? "," : "").append("\"cutpoint.omittedValues\":").append(event.originals() - shown);
    }
    return out.append('}').toString();
  }

  /// What normalisation made of the record, for [KeptRecord]: whether empty values count as null, then for each value
  /// its name, its kind and its text.
  public static String made(EventView event) {
    boolean isEmptyNull = false;
    for (int i = 0; i < event.originals() && !isEmptyNull; i++) {
      isEmptyNull = event.kind(i) == ValueKind.EMPTY;
    }
    StringBuilder out = new StringBuilder(256).append('[').append(isEmptyNull);
    int most = Math.min(event.count(), event.originals() + MAX_VALUES);
    for (int i = event.originals(); i < most; i++) {
      out.append(",\"").append(SafeText.to(SafeText.Target.JSON, Untrusted.of(event.name(i)), 256)).append("\",\"").append(event.kind(i)).append("\",");
      text(out, event, i);
    }
    return out.append(']').toString();
  }

  private static void value(StringBuilder out, EventView event, int i) {
    switch (event.kind(i)) {
      case NULL -> out.append("null");
      case BOOLEAN -> out.append(event.text(i));
      case INTEGER -> {
        // Beyond 15 digits readers of JSON lose digits: those stay text.
        String text = event.text(i);
        if (text.length() <= 15) {
          out.append(text);
        } else {
          text(out, event, i);
        }
      }
      case TEXT, REAL, EMPTY, JSON -> text(out, event, i);
    }
  }

  private static void text(StringBuilder out, EventView event, int i) {
    Untrusted text = Untrusted.of(event.bytes(i), event.offset(i), event.length(i), MAX_VALUE_BYTES);
    out.append('"').append(SafeText.to(SafeText.Target.JSON, text)).append('"');
  }
}
