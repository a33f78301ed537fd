package io.cutpoint.ingest.json;

import io.cutpoint.model.event.EventView;
import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.model.event.FlatEvent;
import io.cutpoint.model.event.SourceId;
import java.util.Arrays;
import java.util.List;

/// Jazzer target: arbitrary bytes as a JSON record.
///
/// Run with `jazzer --cp=target/classes:target/test-classes --target_class=io.cutpoint.ingest.json.JsonFuzzer`.
/// Findings belong into `src/test/fuzz/json`, where [JsonFuzzerReplayTest] replays them for ever.
public final class JsonFuzzer {

  private static final FieldDictionary FIELDS = FieldDictionary.of(List.of("a", "a.b", "Channel", "Image"));
  private static final JsonRecordParser PARSER = new JsonRecordParser(FIELDS);

  private JsonFuzzer() {}

  public static void fuzzerTestOneInput(byte[] data) {
    FlatEvent slowly = new FlatEvent();
    slowly.begin(new SourceId(0, "fuzz"), 0, 0, data, 0, data.length, 0);
    JsonRecordParser.Fault wanted = PARSER.parseSlowly(data, 0, data.length, slowly);
    FlatEvent event = new FlatEvent();
    byte[] padded = Arrays.copyOf(data, data.length + 8);
    event.begin(new SourceId(0, "fuzz"), 0, 0, padded, 0, data.length, 0);
    JsonRecordParser.Fault fault = PARSER.parse(padded, 0, data.length, event);
    if (fault != wanted || event.count() != slowly.count()) {
      throw new IllegalStateException("the fast path says " + fault + ", the slow one " + wanted);
    }
    if (PARSER.position() < 0 || PARSER.position() > data.length) {
      throw new IllegalStateException("stopped at " + PARSER.position() + " of " + data.length);
    }
    long text = 0;
    for (int i = 0; i < event.count(); i++) {
      if (event.offset(i) < 0 || event.length(i) < 0 || event.offset(i) + event.length(i) > event.bytes(i).length) {
        throw new IllegalStateException("an entry outside of its array");
      }
      if (event.field(i) != slowly.field(i) || event.kind(i) != slowly.kind(i) || !event.text(i).equals(slowly.text(i))) {
        throw new IllegalStateException("entry " + i + " is another one on the fast path");
      }
      if (event.field(i) < EventView.NO_FIELD || event.field(i) >= FIELDS.size()) {
        throw new IllegalStateException("a field outside of the dictionary");
      }
      text += event.length(i);
    }
    if (text > 500L * event.count() + (long) (JsonRecordParser.MAX_DEPTH + 1) * data.length) {
      throw new IllegalStateException(text + " bytes of text from " + data.length);
    }
    int end = JsonRecordParser.objectEnd(data, 0, data.length);
    if (fault == JsonRecordParser.Fault.NONE && end < 0) {
      throw new IllegalStateException("an object without an end");
    }
  }
}
