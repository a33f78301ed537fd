package io.cutpoint.engine.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.model.event.EventView;
import io.cutpoint.model.event.FlatEvent;
import io.cutpoint.model.event.SourceId;
import io.cutpoint.model.event.ValueKind;
import io.cutpoint.model.text.SafeText;
import io.cutpoint.model.text.Untrusted;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EvidenceFieldsTest {

  private static final String[] NAMES = {
    "Image", "CommandLine", "winlog.event_data.Image", "a\"b\\c\n", "\ud800", "x".repeat(300), "é€😀", "", "Aa", "BB"
  };

  @Test
  void rendersEveryRecordAsStringByStringRenderingDoes() {
    Random random = new Random(11);
    EvidenceFields fields = new EvidenceFields();
    for (int round = 0; round < 20_000; round++) {
      FlatEvent event = event(random, random.nextInt(12), random.nextInt(4));
      String own = own(event);
      assertThat(fields.render(event)).as("round %d", round).hasToString(own + "\n" + made(event));
      assertThat(EvidenceFields.of(event)).as("round %d", round).isEqualTo(own);
    }
  }

  @Test
  void saysHowManyValuesOfAVeryLargeRecordItLeavesOut() {
    FlatEvent event = event(new Random(1), EvidenceFields.MAX_VALUES + 7, 0);
    assertThat(new EvidenceFields().render(event)).hasToString(own(event) + "\n" + made(event));
    assertThat(EvidenceFields.of(event)).endsWith("\"cutpoint.omittedValues\":7}");
  }

  @Test
  void rendersAlikeWhenEverNewNamesHaveFilledWhatItKeeps() {
    EvidenceFields fields = new EvidenceFields();
    for (int round = 0; round < 40; round++) {
      FlatEvent event = begun();
      for (int i = 0; i < EvidenceFields.MAX_VALUES; i++) {
        byte[] value = {(byte) ('a' + i % 26)};
        event.add(EventView.NO_FIELD, "name " + (round * 700 + i % 1500), ValueKind.TEXT, value, 0, 1);
      }
      event.endOriginals();
      assertThat(fields.render(event)).as("round %d", round).hasToString(own(event) + "\n" + made(event));
    }
  }

  private static FlatEvent begun() {
    FlatEvent event = new FlatEvent();
    event.begin(new SourceId(0, "log"), 0, 0, new byte[0], 0, 0, 0);
    return event;
  }

  private static FlatEvent event(Random random, int own, int made) {
    FlatEvent event = begun();
    for (int i = 0; i < own; i++) {
      Object name = NAMES[random.nextInt(NAMES.length)];
      if (random.nextBoolean()) {
        name = ((String) name).getBytes(StandardCharsets.UTF_8);
      }
      ValueKind kind = ValueKind.values()[random.nextInt(ValueKind.values().length)];
      byte[] value = value(random, kind);
      event.add(EventView.NO_FIELD, name, kind, value, 0, value.length);
    }
    event.endOriginals();
    for (int i = 0; i < made; i++) {
      ValueKind kind = random.nextBoolean() ? ValueKind.TEXT : ValueKind.INTEGER;
      byte[] value = value(random, kind);
      event.addGeneric(random.nextInt(5), NAMES[random.nextInt(NAMES.length)], kind, value, 0, value.length);
    }
    return event;
  }

  private static byte[] value(Random random, ValueKind kind) {
    String text = switch (kind) {
      case NULL, EMPTY -> "";
      case BOOLEAN -> random.nextBoolean() ? "true" : "false";
      case INTEGER -> "1234567890123456789".substring(random.nextInt(19));
      case REAL -> "2.5";
      case JSON -> "{\"a\":[1,2]}";
      case TEXT -> switch (random.nextInt(6)) {
        case 0 -> "C:\\Windows\\System32\\cmd.exe /c \"echo hi\"";
        case 1 -> "a line\r\nanother\tone \u0001\u007f\u0085\u202e";
        case 2 -> "é€😀 and plain text behind it";
        case 3 -> "long é".repeat(1000);
        case 4 -> "p".repeat(EvidenceFields.MAX_VALUE_BYTES - 1) + "é";
        default -> "x".repeat(random.nextInt(30));
      };
    };
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    if (kind == ValueKind.TEXT && utf8.length > 0 && random.nextInt(5) == 0) {
      utf8[random.nextInt(utf8.length)] = (byte) random.nextInt(256);
    }
    return utf8;
  }

  // The obvious way, one string after the other.

  private static String own(EventView event) {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    int shown = Math.min(event.originals(), EvidenceFields.MAX_VALUES);
    for (int i = 0; i < shown; i++) {
      if (event.kind(i) != ValueKind.JSON) {
        fields.computeIfAbsent(event.name(i), unused -> new ArrayList<>()).add(value(event, i));
      }
    }
    List<String> all = new ArrayList<>();
    fields.forEach((name, values) -> {
      String joined = String.join(",", values);
      all.add(quoted(name) + ":" + (values.size() > 1 ? "[" + joined + "]" : joined));
    });
    if (shown < event.originals()) {
      all.add("\"cutpoint.omittedValues\":" + (event.originals() - shown));
    }
    return "{" + String.join(",", all) + "}";
  }

  private static String made(EventView event) {
    boolean isEmptyNull = false;
    for (int i = 0; i < event.originals(); i++) {
      isEmptyNull |= event.kind(i) == ValueKind.EMPTY;
    }
    StringBuilder out = new StringBuilder("[" + isEmptyNull);
    for (int i = event.originals(); i < event.count(); i++) {
      out.append(',').append(quoted(event.name(i))).append(",\"").append(event.kind(i)).append("\",").append(text(event, i));
    }
    return out + "]";
  }

  private static String value(EventView event, int i) {
    return switch (event.kind(i)) {
      case NULL -> "null";
      case BOOLEAN -> event.text(i);
      case INTEGER -> event.length(i) <= 15 ? event.text(i) : text(event, i);
      case TEXT, REAL, EMPTY, JSON -> text(event, i);
    };
  }

  private static String text(EventView event, int i) {
    return "\"" + SafeText.to(SafeText.Target.JSON, Untrusted.of(event.bytes(i), event.offset(i), event.length(i), EvidenceFields.MAX_VALUE_BYTES)) + "\"";
  }

  private static String quoted(String name) {
    return "\"" + SafeText.to(SafeText.Target.JSON, Untrusted.of(name), 256) + "\"";
  }
}
