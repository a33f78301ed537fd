package io.cutpoint.engine.output;

import io.cutpoint.model.event.EventView;
import io.cutpoint.model.event.ValueKind;
import io.cutpoint.model.text.SafeJson;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Renders a record's own fields under their own names as one JSON object.
///
/// Several values of one name are an array. A text over [#MAX_VALUE_BYTES] is cut and says how long it was.
/// One for each worker. It keeps names as they are written, [#KEPT_CHARS] characters of them beside those of one record,
/// and nothing of the values.
public final class EvidenceFields {

  /// Bytes of one value that are shown.
  public static final int MAX_VALUE_BYTES = 4096;

  /// Values of one record that are shown.
  public static final int MAX_VALUES = 2000;

  /// Bytes of a name that are shown.
  private static final int MAX_NAME_BYTES = 256;

  /// Characters of the names that are kept. Windows has about 2,000 names in all.
  private static final int KEPT_CHARS = 1 << 18;

  /// Digits of a number that readers of JSON keep.
  private static final int MAX_DIGITS = 15;

  private static final int NONE = -1;

  private static final byte[] OMITTED = "\"cutpoint.omittedValues\":".getBytes(StandardCharsets.US_ASCII);
  private static final byte[][] KINDS = Arrays.stream(ValueKind.values())
      .map(kind -> (",\"" + kind + "\",").getBytes(StandardCharsets.US_ASCII))
      .toArray(byte[][]::new);
  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

  /// A name as it is written, and its entries in the record at hand.
  private static final class Name {
    final byte[] quoted;
    long record;
    int last = NONE;

    Name(byte[] quoted) {
      this.quoted = quoted;
    }
  }

  private final Map<String, Name> names = new HashMap<>();
  private final SafeJson out = new SafeJson();
  private long records;
  private int keptChars;

  // Of each entry: its name where it is the first of that name, and the next entry of the same name.
  private final @Nullable Name[] named = new @Nullable Name[MAX_VALUES];
  private final int[] next = new int[MAX_VALUES];

  /// A renderer for one worker.
  public EvidenceFields() {}

  /// The object.
  public static String of(EventView event) {
    EvidenceFields fields = new EvidenceFields();
    fields.own(event);
    return fields.out.toString();
  }

  /// Renders the object, and behind a line feed what normalisation made of the record, for [KeptRecord]: whether empty
  /// values count as null, then for each value its name, its kind and its text.
  ///
  /// @return what was written; valid until the next call
  public SafeJson render(EventView event) {
    own(event);
    out.mark('\n');
    made(event);
    return out;
  }

  private void own(EventView event) {
    out.clear();
    int shown = Math.min(event.originals(), MAX_VALUES);
    group(event, shown);
    out.mark('{');
    for (int i = 0; i < shown; i++) {
      Name name = named[i];
      if (name == null) {
        continue;
      }
      named[i] = null;
      if (out.length() > 1) {
        out.mark(',');
      }
      out.json(name.quoted);
      out.mark(':');
      boolean several = next[i] != NONE;
      if (several) {
        out.mark('[');
      }
      value(event, i);
      for (int k = next[i]; k != NONE; k = next[k]) {
        out.mark(',');
        value(event, k);
      }
      if (several) {
        out.mark(']');
      }
    }
    if (shown < event.originals()) {
      if (out.length() > 1) {
        out.mark(',');
      }
      out.json(OMITTED);
      out.json(Integer.toString(event.originals() - shown));
    }
    out.mark('}');
  }

  /// Finds for each entry the next one of the same name.
  private void group(EventView event, int shown) {
    records++;
    if (keptChars > KEPT_CHARS) {
      names.clear();
      keptChars = 0;
    }
    for (int i = 0; i < shown; i++) {
      if (event.kind(i) == ValueKind.JSON) {
        continue;
      }
      Name name = name(event.name(i));
      next[i] = NONE;
      if (name.record == records) {
        next[name.last] = i;
      } else {
        name.record = records;
        named[i] = name;
      }
      name.last = i;
    }
  }

  private Name name(String text) {
    Name known = names.get(text);
    if (known == null) {
      SafeJson written = new SafeJson();
      quote(written, text);
      known = new Name(Arrays.copyOf(written.bytes(), written.length()));
      names.put(text, known);
      keptChars += text.length();
    }
    return known;
  }

  private static void quote(SafeJson to, String name) {
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    to.mark('"');
    to.text(utf8, 0, utf8.length, MAX_NAME_BYTES);
    to.mark('"');
  }

  private void made(EventView event) {
    boolean isEmptyNull = false;
    for (int i = 0; i < event.originals() && !isEmptyNull; i++) {
      isEmptyNull = event.kind(i) == ValueKind.EMPTY;
    }
    out.mark('[');
    out.json(Boolean.toString(isEmptyNull));
    int from = event.originals();
    while (from < event.count() && event.isAlias(from)) {
      from++;
    }
    int most = Math.min(event.count(), from + MAX_VALUES);
    for (int i = from; i < most; i++) {
      out.mark(',');
      quote(out, event.name(i));
      out.json(KINDS[event.kind(i).ordinal()]);
      text(event, i);
    }
    out.mark(']');
  }

  private void value(EventView event, int i) {
    switch (event.kind(i)) {
      case NULL -> out.json(NULL);
      case BOOLEAN -> out.json(event.bytes(i), event.offset(i), event.length(i));
      case INTEGER -> {
        // Beyond 15 digits readers of JSON lose digits: those stay text.
        if (event.length(i) <= MAX_DIGITS) {
          out.json(event.bytes(i), event.offset(i), event.length(i));
        } else {
          text(event, i);
        }
      }
      case TEXT, REAL, EMPTY, JSON -> text(event, i);
    }
  }

  private void text(EventView event, int i) {
    out.mark('"');
    out.text(event.bytes(i), event.offset(i), event.length(i), MAX_VALUE_BYTES);
    out.mark('"');
  }
}
