package io.cutpoint.ingest.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.cutpoint.ingest.json.JsonRecordParser.Fault;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.model.event.FlatEvent;
import io.cutpoint.model.event.SourceId;
import io.cutpoint.model.event.ValueKind;
import io.cutpoint.model.event.View;
import io.cutpoint.model.event.Writing;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonRecordParserTest {

  private static final FieldDictionary FIELDS = FieldDictionary.of(List.of("a", "b", "request.body", "list", "ThreatName"));

  private static final JsonFactory LIBERAL = JsonFactory.builder().enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS).build();

  /// What may stand behind a record in a block: nothing of it may be read.
  private static final String[] NEIGHBOURS = {"\n{\"a\":1}", "}}}}}}}}", "]]]]]]]]}", "\"\"\"\"\"\"\"\"", "00000000", "\\\\\\\\\\\\\\\\", "        ", "\0\0\0\0\0\0\0\0"};

  private static final String[] NAMES = {"a", "b", "", "request", "body", "list", "a.b", "eightlet", "ninelette", "Name of many words", "N\u00e4me", "#attributes", "EventData"};

  private final JsonRecordParser parser = new JsonRecordParser(FIELDS);
  private final JsonRecordParser slow = new JsonRecordParser(FIELDS);
  private final JsonScanner scanner = new JsonScanner(FIELDS);
  private final FlatEvent event = new FlatEvent();
  private int fast;

  @Test
  void leavesHaveTheNamesOfTheirPaths() {
    assertThat(read("{\"a\":1,\"o\":{\"p\":{\"q\":\"x\"},\"r\":null},\"s\":\"\"}"))
        .containsExactly("a INTEGER 1", "o.p.q TEXT x", "o.r NULL ", "s TEXT ");
  }

  @Test
  void arraysAreFlattenedIntoNeighbours() {
    assertThat(read("{\"x\":[1,\"two\",[true,null]],\"y\":[{\"z\":1},{\"z\":2,\"w\":3}],\"e\":[],\"f\":{}}"))
        .containsExactly("x INTEGER 1", "x TEXT two", "x BOOLEAN true", "x NULL ", "y.z INTEGER 1", "y.z INTEGER 2", "y.w INTEGER 3");
  }

  @Test
  void repeatedNamesKeepAllTheirValues() {
    assertThat(read("{\"a\":1,\"b\":2,\"a\":3,\"a\":1}")).containsExactly("a INTEGER 1", "b INTEGER 2", "a INTEGER 3", "a INTEGER 1");
  }

  @Test
  void aSubtreeIsCompactTextWhereSomebodyAsksForItsPath() {
    assertThat(read("{\"request\": {\"body\": {\"k\" : [1, \"a \\\" b\"], \"l\":\"x\\\\\"}, \"other\": {\"k\": 1}}}")).containsExactly(
        "request.body.k INTEGER 1", "request.body.k TEXT a \" b", "request.body.l TEXT x\\", "request.body JSON {\"k\":[1,\"a \\\" b\"],\"l\":\"x\\\\\"}",
        "request.other.k INTEGER 1");
  }

  @Test
  void aNameInTheLogAlsoCountsWithoutItsSpaces() {
    read("{\"Threat Name\":\"x\"}");

    assertThat(event.field(0)).isEqualTo(FIELDS.id("ThreatName"));
    assertThat(event.name(0)).isEqualTo("Threat Name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"SourceName\":[\"x\\n\",1,null,2.50,true],\"a\":1}", " {\"a\" : 1,\"SourceName\" : [\"x\\n\", 1, null, 2.5e0, true]} "})
  void aValueIsFoundByBothNamesThatRulesKnowItBy(String json) {
    FieldDictionary fields = FieldDictionary.of(List.of("a", "SourceName", "Provider_Name"));
    byte[] bytes = (json + " ".repeat(JsonScanner.PADDING)).getBytes(StandardCharsets.UTF_8);
    int length = bytes.length - JsonScanner.PADDING;
    event.begin(new SourceId(0, "s"), 0, 0, bytes, 0, length, 0);

    assertThat(new JsonRecordParser(fields).parse(bytes, 0, length, event)).isEqualTo(Fault.NONE);
    event.endOriginals();

    assertThat(event.originals()).isEqualTo(7);
    for (String name : List.of("SourceName", "Provider_Name")) {
      List<String> values = new ArrayList<>();
      for (int i = event.find(fields.id(name), View.GENERIC); i >= 0; i = event.find(fields.id(name), View.GENERIC, i + 1)) {
        values.add(event.kind(i) + " " + event.text(i));
      }
      assertThat(values).startsWith("TEXT x\n", "INTEGER 1", "NULL ", "REAL 2.5", "BOOLEAN true").hasSize(6);
    }
  }

  @Test
  void aStringCountsAsShortlyEscapedWhereNoCharacterIsNamedByItsNumber() {
    byte[] json = "{\"a\":\"x\\\\y\",\"b\":\"\\n\\u0041\\n\",\"c\":\"z\"}        ".getBytes(StandardCharsets.UTF_8);
    event.begin(new SourceId(0, "s"), 0, 0, json, 0, json.length - 8, 0);

    assertThat(scanner.read(json, 0, json.length - 8, event)).isTrue();
    assertThat(List.of(event.writing(0), event.writing(1), event.writing(2))).containsExactly(Writing.ESCAPED, Writing.OTHER, Writing.TEXT);
    assertThat(new String(event.writtenBytes(0), event.writtenOffset(0), event.writtenLength(0), StandardCharsets.UTF_8)).isEqualTo("x\\\\y");
    assertThat(event.text(1)).isEqualTo("\nA\n");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '\u00a7', value = {
    "0             | INTEGER 0", "-0            | INTEGER -0", "12            | INTEGER 12", "123456789012345678901234567890 | INTEGER 123456789012345678901234567890",
    "2.0           | REAL 2", "-2.50         | REAL -2.5", "1e3           | REAL 1000", "1E-3          | REAL 0.001", "0.0           | REAL 0", "1.5e+2 | REAL 150",
    "1e400         | REAL 1%0400d", "1e401         | REAL 1e401", "1e999999999   | REAL 1e999999999", "1e99999999999 | REAL 1e99999999999",
    "true          | BOOLEAN true", "false         | BOOLEAN false", "null          | NULL "
  })
  void scalarsKeepTheirKind(String json, String wanted) {
    assertThat(read("{\"v\":" + json + "}")).containsExactly("v " + (wanted.contains("%") ? wanted.replace("%0400d", "0".repeat(400)) : wanted.equals("NULL") ? "NULL " : wanted));
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "{\"a\":01}", "{\"a\":-}", "{\"a\":1.}", "{\"a\":.5}", "{\"a\":1e}", "{\"a\":+1}", "{\"a\":0x1}", "{\"a\":NaN}", "{\"a\":Infinity}", "{\"a\":tru1}", "{\"a\":nul}",
    "{\"a\"}", "{\"a\" 1}", "{a:1}", "{'a':1}", "{\"a\":1,}", "{,}", "{\"a\":[1,]}", "{\"a\":[,1]}", "{\"a\":1 \"b\":2}", "{\"a\":\"\\x\"}", "{\"a\":\"\\u12g4\"}",
    "{\"a\":\"\\u123\"}", "{\"a\":1]", "{\"a\":[1}}", "[1]", "1", "\"x\"", "null", "x{}", "{\"a\":1}}", "{\"a\":1} {\"b\":2}", "{\"a\":/**/1}", "{\"\\u00\":1}"
  })
  void whatIsNoJsonIsRefused(String json) {
    assertThat(parse(json.getBytes(StandardCharsets.UTF_8))).isNotEqualTo(Fault.NONE);
  }

  @Test
  void escapesAreDecoded() {
    assertThat(read("{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\u00e9\\u20ac\\ud83d\\ude00\\u0000\"}")).containsExactly("a TEXT \"\\/\b\f\n\r\tAé€😀\0");
    assertThat(read("{\"\\u0061\\u002e\\\"\":1}")).containsExactly("a.\" INTEGER 1");
  }

  @Test
  void loneSurrogatesHaveThreeBytes() {
    assertThat(bytes("{\"a\":\"x\\ud83dy\\ude00\\ud83d\\ud83d\\ude00\\uD800\\n\"}")).isEqualTo(hex("78 eda0bd 79 edb880 eda0bd f09f9880 eda080 0a"));
  }

  @Test
  void bytesThatAreNoTextAreKept() {
    byte[] json = concat("{\"a\":\"x", hex("ff c080 e282 80"), "\\n", hex("f4908080"), "\"}");

    assertThat(parse(json)).isEqualTo(Fault.NONE);
    assertThat(valueBytes()).isEqualTo(hex("78 ff c080 e282 80 0a f4908080"));
  }

  @Test
  void controlCharactersInsideStringsAreKept() {
    assertThat(read("{\"a\":\"x\ty\u0001\u001b[0m\"}")).containsExactly("a TEXT x\ty\u0001\u001b[0m");
  }

  @Test
  void depthIsBounded() {
    String deepest = "{\"a\":" + "[".repeat(JsonRecordParser.MAX_DEPTH - 1) + "]".repeat(JsonRecordParser.MAX_DEPTH - 1) + "}";
    String tooDeep = "{\"a\":" + "[".repeat(JsonRecordParser.MAX_DEPTH) + "]".repeat(JsonRecordParser.MAX_DEPTH) + "}";

    assertThat(parse(deepest.getBytes(StandardCharsets.UTF_8))).isEqualTo(Fault.NONE);
    assertThat(parse(tooDeep.getBytes(StandardCharsets.UTF_8))).isEqualTo(Fault.DEPTH);
    assertThat(parse(("{\"a\":" + "{\"a\":".repeat(100_000)).getBytes(StandardCharsets.UTF_8))).isEqualTo(Fault.DEPTH);
  }

  @Test
  void entriesAndNamesAreBounded() {
    String many = "{\"a\":[" + "1,".repeat(FlatEvent.MAX_ENTRIES) + "1]}";
    String longName = "{\"" + "n".repeat(JsonRecordParser.MAX_PATH_BYTES + 1) + "\":1}";
    String longPath = "{\"" + "n".repeat(JsonRecordParser.MAX_PATH_BYTES) + "\":{\"x\":1}}";

    assertThat(parse(many.getBytes(StandardCharsets.UTF_8))).isEqualTo(Fault.ENTRIES);
    assertThat(parse(longName.getBytes(StandardCharsets.UTF_8))).isEqualTo(Fault.PATH);
    assertThat(parse(longPath.getBytes(StandardCharsets.UTF_8))).isEqualTo(Fault.PATH);
  }

  @Test
  void aNameOfManyPartsIsJustAName() {
    String name = "Event.System." + "a.".repeat(2000) + "b";
    String other = "Event.EventData." + "a".repeat(2000) + ".#text.#attributes.".repeat(90);

    assertThat(read("{\"" + name + "\":1,\"" + other + "\":2}")).containsExactly(name + " INTEGER 1", other + " INTEGER 2");
  }

  @Test
  void moreNamesThanAreRememberedAreStillRead() {
    for (int i = 0; i < FieldNames.MAX_NAMES + 100; i++) {
      assertThat(read("{\"name" + i + "\":1,\"a\":2}")).containsExactly("name" + i + " INTEGER 1", "a INTEGER 2");
      assertThat(event.field(1)).isEqualTo(FIELDS.id("a"));
    }
  }

  @Test
  void nestedNamesMeetTheDictionaryByTheirPath() {
    read("{\"request\":{\"body\":1},\"request.body\":2}");

    assertThat(event.field(0)).isEqualTo(FIELDS.id("request.body"));
    assertThat(event.field(1)).isEqualTo(FIELDS.id("request.body"));
  }

  @Test
  void everyTruncationIsRefusedAndTellsWhere() {
    byte[] json = "{\"a\":[1,-2.5e3,{\"b\":\"x\\u00e9\\ud83d\\ude00\\\\\"}],\"c\":true,\"d\":null,\"e\":{}}".getBytes(StandardCharsets.UTF_8);
    for (int length = 0; length < json.length; length++) {
      assertThat(parse(java.util.Arrays.copyOf(json, length))).as("%d bytes", length).isIn(Fault.CUT, Fault.SYNTAX);
    }
  }

  @Test
  void theSameIsReadAsJacksonReads() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    for (int round = 0; round < 3_000; round++) {
      StringBuilder json = new StringBuilder();
      object(random, json, 0);

      Fault fault = parse(json.toString().getBytes(StandardCharsets.UTF_8));

      assertThat(fault).as("%s", json).isEqualTo(Fault.NONE);
      assertThat(entries(false)).as("%s", json).isEqualTo(jackson(json.toString()));
    }
  }

  @Test
  void changedDocumentsAreAcceptedOnlyWhereJacksonAcceptsThem() {
    SplittableRandom random = new SplittableRandom(2);
    byte[] alphabet = "{}[]\",:\\u0123456789eE+-.tfn x".getBytes(StandardCharsets.US_ASCII);
    for (int round = 0; round < 10_000; round++) {
      StringBuilder json = new StringBuilder();
      object(random, json, 2);
      byte[] changed = json.toString().getBytes(StandardCharsets.UTF_8);
      for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
        changed[random.nextInt(changed.length)] = alphabet[random.nextInt(alphabet.length)];
      }
      // Jackson refuses lone surrogates in names; logs have them.
      if (new String(changed, StandardCharsets.UTF_8).matches("(?is).*\\\\u+d[89a-f].*")) {
        continue;
      }

      boolean ours = parse(changed) == Fault.NONE;

      assertThat(ours).as("%s", new String(changed, StandardCharsets.UTF_8)).isEqualTo(jacksonAccepts(changed));
    }
  }

  @Test
  @Tag("full")
  void aHundredThousandChangedDocumentsAreReadAlikeOnBothPaths() {
    SplittableRandom random = new SplittableRandom(4);
    byte[] alphabet = "{}[]\",:\\u0123456789eE+-.tfn x\n\r\t\0é\ud83d\ude00".getBytes(StandardCharsets.UTF_8);
    for (int round = 0; round < 100_000; round++) {
      StringBuilder json = new StringBuilder();
      object(random, json, 1);
      byte[] changed = json.toString().getBytes(StandardCharsets.UTF_8);
      for (int changes = random.nextInt(4); changes > 0; changes--) {
        int at = random.nextInt(changed.length);
        switch (random.nextInt(4)) {
          case 0 -> changed[at] = (byte) random.nextInt(256);
          case 1 -> changed = concat(java.util.Arrays.copyOf(changed, at), java.util.Arrays.copyOfRange(changed, random.nextInt(changed.length), changed.length), "}");
          case 2 -> changed = java.util.Arrays.copyOf(changed, Math.max(1, at));
          default -> changed[at] = alphabet[random.nextInt(alphabet.length)];
        }
      }

      parse(changed);
    }

    assertThat(fast).isBetween(10_000, 90_000);
  }

  @Test
  void realShapesAreReadOnTheFastPath() {
    for (String json : new String[] {
      "{\"Channel\":\"Security\",\"EventID\":4688,\"Image\":\"C:\\\\Windows\\\\x.exe\",\"Message\":\"a\\r\\n\\tb\\u00e9\",\"x\":-1.50,\"y\":true,\"z\":null}",
      "{\"Event\": {\"System\": {\"Provider\": {\"#attributes\": {\"Name\": \"P\"}}, \"EventID\": 1}, \"EventData\": {\"Image\": \"\\\\x\"}}}",
      "{\"winlog\":{\"channel\":\"Security\",\"event_id\":\"1\",\"event_data\":{\"Image\":\"\"},\"keywords\":[\"Audit\",[1,{}]]}}",
      "{\"request\":{\"body\": {\"k\" : [1, 2.0]}}}", "{}", " { } "
    }) {
      int before = fast;

      assertThat(parse(json.getBytes(StandardCharsets.UTF_8))).isEqualTo(Fault.NONE);
      assertThat(fast).as(json).isEqualTo(before + 1);
    }
  }

  @Test
  void hostileNamesCostABoundedSearch() {
    for (int i = 0; i < JsonScanner.MAX_KEYS * 2; i++) {
      // The same first and last eight bytes, and the same length: all of one place in the table.
      String name = "abcdefgh%06xabcdefgh".formatted(i);

      assertThat(read("{\"" + name + "\":\"\\u0000\"}")).containsExactly(name + " TEXT \0");
    }
  }

  @Test
  void namesOfEqualTextInOtherPlacesAreOtherNames() {
    assertThat(read("{\"a\":{\"b\":1,\"a\":{\"b\":2}},\"b\":{\"a\":3},\"\":{\"b\":4},\"a.b\":5}"))
        .containsExactly("a.b INTEGER 1", "a.a.b INTEGER 2", "a JSON {\"b\":1,\"a\":{\"b\":2}}", "b.a INTEGER 3", "b JSON {\"a\":3}", "b INTEGER 4", "a.b INTEGER 5");
  }

  @Test
  void theEndOfALineIsFoundWhereverItIs() {
    byte[] text = new byte[1300];
    for (int at = 0; at <= 1200; at += at < 100 ? 1 : 7) {
      for (int from = 0; from <= at; from += at < 100 ? 1 : 13) {
        java.util.Arrays.fill(text, (byte) (at % 2 == 0 ? 0x0B : 0x8A));
        text[at] = '\n';
        text[1250] = '\n';

        assertThat(JsonRecordParser.lineEnd(text, from, text.length)).isEqualTo(at);
        assertThat(JsonRecordParser.lineEnd(java.util.Arrays.copyOf(text, at), from, at)).isEqualTo(at);
        assertThat(JsonRecordParser.lineEnd(text, from, at)).isEqualTo(at);
      }
    }
  }

  @Test
  void theEndOfAnObjectIsWhereTheParserSeesIt() {
    SplittableRandom random = new SplittableRandom(3);
    for (int round = 0; round < 2_000; round++) {
      StringBuilder json = new StringBuilder();
      object(random, json, 0);
      byte[] object = json.toString().getBytes(StandardCharsets.UTF_8);
      byte[] followed = concat(object, "}]\"x");

      assertThat(JsonRecordParser.objectEnd(followed, 0, followed.length)).isEqualTo(object.length);
      assertThat(JsonRecordParser.objectEnd(object, 0, object.length - 1)).isEqualTo(-1);
    }
  }

  @Test
  void everyCutOfALongTextWithEscapesAtAnyPlaceOfAWordIsReadAlikeOnBothPaths() {
    for (String escape : new String[] {"\\\\", "\\\"", "\\r\\n", "\\u00e9", "\\\\\\\\\\\"", "\\x", "\\u00g9", "\\"}) {
      for (int before = 0; before < 140; before++) {
        byte[] json = ("{\"a\":\"" + "x".repeat(before) + escape + "yz\",\"b\":1}").getBytes(StandardCharsets.UTF_8);
        parse(json);
        for (int length = before; length < json.length; length++) {
          parse(java.util.Arrays.copyOf(json, length));
        }
      }
    }
  }

  @Test
  void textsOfAnyLengthThatAreFullOfMarksAreReadAlikeOnBothPaths() {
    SplittableRandom random = new SplittableRandom(5);
    String[] parts = {"\\\\", "\\\"", "\\n", "\\u0041", "C:", "plain text of some length", "é", "]", "\n", "\0", "\\\\\\\\"};
    for (int round = 0; round < 3_000; round++) {
      StringBuilder json = new StringBuilder("{\"first\":1,\"text\":\"");
      for (int count = random.nextInt(round % 100 == 0 ? 3_000 : 60); count > 0; count--) {
        json.append(parts[random.nextInt(parts.length)]);
      }
      json.append("\",\"a\":2}");
      assertThat(parse(json.toString().getBytes(StandardCharsets.UTF_8))).isEqualTo(Fault.NONE);
    }
    assertThat(fast).isEqualTo(3_000);
  }

  @Test
  void aRecordThatEndsAmidstWhatSeemsToGoOnBehindItIsRefused() {
    for (String behind : new String[] {":\"x\"}", "\":\"x\"}", ",\"b\":\"x\"}", "\\\\\"}", "\"}"}) {
      for (String cut : new String[] {"{\"a\"", "{\"a", "{\"a\":\"b\"", "{\"a\":\"b\\", "{\"a\":\"", "{\"a\":"}) {
        for (int blanks = 0; blanks < 70; blanks++) {
          byte[] text = (" ".repeat(blanks) + cut + behind + " ".repeat(16)).getBytes(StandardCharsets.US_ASCII);
          event.begin(new SourceId(0, "s"), 0, 0, text, 0, blanks + cut.length(), 0);
          assertThat(scanner.read(text, 0, blanks + cut.length(), event)).as("%s|%s", cut, behind).isFalse();
        }
      }
    }
  }

  @Test
  void namesThatAreForetoldWronglyAreStillReadAsTheyStand() {
    String[] names = {
      "ParentProcessGuid", "ParentProcessId", "ParentProcessIdentity", "ParentProcess", "Parent", "P", "",
      "ParentProcessGuidParentProcessGuid", "ParentProcessGuidXarentProcessGuid", "ParentProcessXuidParentProcessGuid", "Yarent", "ParentProcessGuiX"
    };
    SplittableRandom random = new SplittableRandom(6);
    for (int round = 0; round < 5_000; round++) {
      StringBuilder json = new StringBuilder("{");
      int members = random.nextInt(1, 8);
      for (int i = 0; i < members; i++) {
        String blank = random.nextInt(8) == 0 ? " " : "";
        json.append(i == 0 ? "" : ",").append(blank).append('"').append(names[random.nextInt(names.length)]).append('"').append(blank).append(':').append(blank);
        switch (random.nextInt(5)) {
          case 0 -> json.append(random.nextInt());
          case 1 -> json.append("{\"").append(names[random.nextInt(names.length)]).append("\":\"v\"}");
          default -> json.append("\"v").append(i).append('"');
        }
      }
      assertThat(parse(json.append('}').toString().getBytes(StandardCharsets.UTF_8))).isEqualTo(Fault.NONE);
    }
    assertThat(fast).isEqualTo(5_000);
  }

  private static void object(SplittableRandom random, StringBuilder json, int depth) {
    json.append('{');
    for (int members = random.nextInt(depth > 3 ? 2 : 6), i = 0; i < members; i++) {
      json.append(i == 0 ? "" : ",").append(space(random));
      if (random.nextInt(20) > 0) {
        json.append('"').append(NAMES[random.nextInt(NAMES.length)]).append('"');
      } else {
        string(random, json);
      }
      json.append(space(random)).append(':').append(space(random));
      value(random, json, depth + 1);
      json.append(space(random));
    }
    json.append('}');
  }

  private static void value(SplittableRandom random, StringBuilder json, int depth) {
    switch (random.nextInt(depth > 4 ? 6 : 9)) {
      case 0 -> json.append(random.nextBoolean() ? "true" : "false");
      case 1 -> json.append("null");
      case 2 -> json.append(random.nextLong());
      case 3 -> json.append(random.nextInt(-1000, 1000)).append('.').append(random.nextInt(1000)).append(random.nextBoolean() ? "" : "e" + random.nextInt(-20, 20));
      case 4, 5 -> string(random, json);
      case 6 -> {
        json.append('[');
        for (int elements = random.nextInt(4), i = 0; i < elements; i++) {
          json.append(i == 0 ? "" : ",").append(space(random));
          value(random, json, depth + 1);
          json.append(space(random));
        }
        json.append(']');
      }
      default -> object(random, json, depth);
    }
  }

  private static String space(SplittableRandom random) {
    return random.nextInt(4) > 0 ? "" : " \t\r\n".substring(random.nextInt(4));
  }

  private static void string(SplittableRandom random, StringBuilder json) {
    json.append('"');
    for (int length = random.nextInt(8); length > 0; length--) {
      switch (random.nextInt(8)) {
        case 0 -> json.append('\\').append("\"\\/bfnrt".charAt(random.nextInt(8)));
        case 1 -> json.append(String.format(java.util.Locale.ROOT, random.nextBoolean() ? "\\u%04x" : "\\u%04X", random.nextInt(0xD800)));
        case 2 -> {
          String pair = Character.toString(random.nextInt(0x10000, 0x110000));
          json.append(random.nextBoolean() ? pair : String.format(java.util.Locale.ROOT, "\\u%04x\\u%04x", (int) pair.charAt(0), (int) pair.charAt(1)));
        }
        case 3 -> json.appendCodePoint(random.nextInt(0x80, 0xD800));
        default -> json.append("abcXYZ 09.{}[],:".charAt(random.nextInt(16)));
      }
    }
    json.append('"');
  }

  /// The leaves that Jackson sees, in order.
  private static List<String> jackson(String json) throws IOException {
    List<String> leaves = new ArrayList<>();
    Deque<String> path = new ArrayDeque<>();
    try (JsonParser jackson = new JsonFactory().createParser(json)) {
      String name = "";
      jackson.nextToken();
      path.push("");
      for (JsonToken token = jackson.nextToken(); token != null; token = jackson.nextToken()) {
        switch (token) {
          case FIELD_NAME -> name = path.peek().isEmpty() ? jackson.currentName() : path.peek() + "." + jackson.currentName();
          case START_OBJECT -> path.push(name);
          case START_ARRAY -> path.push(name);
          case END_OBJECT, END_ARRAY -> name = path.pop();
          case VALUE_STRING -> leaves.add(name + " TEXT " + jackson.getText());
          case VALUE_NUMBER_INT -> leaves.add(name + " INTEGER " + jackson.getText());
          case VALUE_NUMBER_FLOAT -> {
            BigDecimal number = jackson.getDecimalValue();
            leaves.add(name + " REAL " + (number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString()));
          }
          case VALUE_TRUE, VALUE_FALSE -> leaves.add(name + " BOOLEAN " + jackson.getText());
          case VALUE_NULL -> leaves.add(name + " NULL ");
          case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> throw new IllegalStateException(token.toString());
        }
      }
    }
    return leaves;
  }

  private static boolean jacksonAccepts(byte[] json) {
    try (JsonParser jackson = LIBERAL.createParser(new String(json, StandardCharsets.UTF_8))) {
      if (jackson.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      int depth = 1;
      while (depth > 0) {
        JsonToken token = jackson.nextToken();
        if (token == null) {
          return false;
        }
        if (token == JsonToken.VALUE_STRING || token == JsonToken.FIELD_NAME) {
          jackson.getText();
        }
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      }
      return jackson.nextToken() == null;
    } catch (IOException refused) {
      return false;
    }
  }

  private List<String> read(String json) {
    assertThat(parse(json.getBytes(StandardCharsets.UTF_8))).isEqualTo(Fault.NONE);
    return entries(true);
  }

  /// Reads the document on both paths: whatever the fast one accepts is what the slow one reads, and the two together
  /// say what the slow one says alone.
  private Fault parse(byte[] json) {
    FlatEvent slowly = new FlatEvent();
    slowly.begin(new SourceId(0, "s"), 0, 0, json, 0, json.length, 0);
    Fault fault = slow.parseSlowly(json, 0, json.length, slowly);
    List<String> wanted = exactly(slowly);
    byte[] amidst = concat("}]\"", json, NEIGHBOURS[json.length % NEIGHBOURS.length]);
    event.begin(new SourceId(0, "s"), 0, 0, amidst, 3, json.length, 0);

    assertThat(parser.parse(amidst, 3, 3 + json.length, event)).isEqualTo(fault);
    assertThat(parser.position()).isEqualTo(3 + slow.position());
    assertThat(exactly(event)).isEqualTo(wanted);

    event.begin(new SourceId(0, "s"), 0, 0, amidst, 3, json.length, 0);
    if (scanner.read(amidst, 3, 3 + json.length, event)) {
      fast++;
      assertThat(fault).isEqualTo(Fault.NONE);
    } else {
      event.clear();
      parser.parse(amidst, 3, 3 + json.length, event);
    }
    assertThat(exactly(event)).isEqualTo(wanted);
    return fault;
  }

  private static List<String> exactly(FlatEvent of) {
    List<String> entries = new ArrayList<>();
    for (int i = 0; i < of.count(); i++) {
      byte[] bytes = java.util.Arrays.copyOfRange(of.bytes(i), of.offset(i), of.offset(i) + of.length(i));
      entries.add(of.name(i) + " " + of.field(i) + " " + of.kind(i) + " " + java.util.HexFormat.of().formatHex(bytes));
    }
    return entries;
  }

  private List<String> entries(boolean withSubtrees) {
    List<String> entries = new ArrayList<>();
    for (int i = 0; i < event.count(); i++) {
      if (withSubtrees || event.kind(i) != ValueKind.JSON) {
        entries.add(event.name(i) + " " + event.kind(i) + " " + event.text(i));
      }
      assertThat(event.field(i)).isBetween(EventView.NO_FIELD, FIELDS.size() - 1);
    }
    return entries;
  }

  private byte[] bytes(String json) {
    read(json);
    return valueBytes();
  }

  private byte[] valueBytes() {
    return java.util.Arrays.copyOfRange(event.bytes(0), event.offset(0), event.offset(0) + event.length(0));
  }

  private static byte[] hex(String digits) {
    return java.util.HexFormat.of().parseHex(digits.replace(" ", ""));
  }

  private static byte[] concat(Object... parts) {
    java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
    for (Object part : parts) {
      all.writeBytes(part instanceof byte[] bytes ? bytes : part.toString().getBytes(StandardCharsets.UTF_8));
    }
    return all.toByteArray();
  }
}
