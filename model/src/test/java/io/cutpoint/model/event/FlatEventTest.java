package io.cutpoint.model.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlatEventTest {

  private static final FieldDictionary FIELDS = FieldDictionary.of(List.of("Image", "ProcessId", "User", "EventID"));
  private static final int IMAGE = FIELDS.id("Image");
  private static final int PROCESS_ID = FIELDS.id("ProcessId");
  private static final int USER = FIELDS.id("User");

  private final FlatEvent event = new FlatEvent();

  @Test
  void growingTheScratchAreaKeepsTheTextsOfEarlierEntries() {
    event.begin(new SourceId(0, "a"), 0, 0, new byte[0], 0, 0, 0);
    List<String> wanted = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      String text = ("value " + i + " ").repeat(10);
      wanted.add(text);
      scratch(NO_FIELD, text);
    }

    assertThat(texts()).isEqualTo(wanted);
  }

  private static final int NO_FIELD = EventView.NO_FIELD;

  @Test
  void entriesOverTheBlockStayWhereTheyAreWhenTheScratchAreaGrows() {
    byte[] block = "{\"Image\":\"cmd\"}".getBytes(StandardCharsets.UTF_8);
    event.begin(new SourceId(0, "a"), 0, 0, block, 0, block.length, 0);
    event.add(IMAGE, "Image", ValueKind.TEXT, block, 10, 3);
    scratch(USER, "u");

    event.scratch(1 << 20);

    assertThat(event.bytes(0)).isSameAs(block);
    assertThat(texts()).containsExactly("cmd", "u");
  }

  @Test
  void aGenericNameShadowsTheOriginalForRulesWithACategoryOnly() {
    event.begin(new SourceId(0, "a"), 0, 0, new byte[0], 0, 0, 0);
    scratch(PROCESS_ID, "0x1f0");
    scratch(IMAGE, "other");
    event.endOriginals();

    event.addGeneric(PROCESS_ID, "ProcessId", ValueKind.TEXT, "4");

    assertThat(event.text(event.find(PROCESS_ID, View.ORIGINAL))).isEqualTo("0x1f0");
    assertThat(event.find(PROCESS_ID, View.ORIGINAL, 1)).isEqualTo(-1);
    assertThat(event.text(event.find(PROCESS_ID, View.GENERIC))).isEqualTo("4");
    assertThat(event.find(IMAGE, View.GENERIC)).isEqualTo(event.find(IMAGE, View.ORIGINAL)).isEqualTo(1);
    assertThat(event.originals()).isEqualTo(2);
  }

  @Test
  void aGenericNameMayHaveSeveralValues() {
    event.begin(new SourceId(0, "a"), 0, 0, new byte[0], 0, 0, 0);
    scratch(USER, "own");
    event.endOriginals();

    event.addGeneric(USER, "User", ValueKind.TEXT, "High");
    event.addGeneric(USER, "User", ValueKind.TEXT, "S-1-16-12288");

    int first = event.find(USER, View.GENERIC);
    assertThat(event.text(first)).isEqualTo("High");
    assertThat(event.text(event.find(USER, View.GENERIC, first + 1))).isEqualTo("S-1-16-12288");
  }

  @Test
  void aNameThatNobodyAsksForIsNotMade() {
    event.begin(new SourceId(0, "a"), 0, 0, new byte[0], 0, 0, 0);
    event.endOriginals();

    assertThat(event.addGeneric(EventView.NO_FIELD, "Nobody", ValueKind.TEXT, "x")).isTrue();
    assertThat(event.count()).isZero();
  }

  @Test
  void aFullEventRefusesAndKeepsWhatItHas() {
    byte[] text = {'x'};
    event.begin(new SourceId(0, "a"), 0, 0, text, 0, 1, 0);
    int added = 0;
    while (event.add(IMAGE, "Image", ValueKind.TEXT, text, 0, 1)) {
      added++;
    }

    assertThat(added).isEqualTo(FlatEvent.MAX_ENTRIES);
    assertThat(event.count()).isEqualTo(FlatEvent.MAX_ENTRIES);
    assertThat(event.addGeneric(USER, "User", ValueKind.TEXT, "u")).isFalse();
    assertThat(event.find(USER, View.GENERIC)).isEqualTo(-1);
  }

  @Test
  void aSecondNameFindsTheSameValueBehindTheRecordsOwn() {
    event.begin(new SourceId(0, "a"), 0, 0, new byte[0], 0, 0, 0);
    scratch(USER, "own");
    event.alsoKnownAs(IMAGE, "Image");
    scratch(PROCESS_ID, "4");
    event.endOriginals();

    assertThat(event.originals()).isEqualTo(2);
    assertThat(event.count()).isEqualTo(3);
    int second = event.find(IMAGE, View.ORIGINAL);
    assertThat(second).isEqualTo(2).isEqualTo(event.find(IMAGE, View.GENERIC));
    assertThat(event.text(second)).isEqualTo("own");
    assertThat(event.name(second)).isEqualTo("Image");
    assertThat(event.isAlias(second)).isTrue();
    assertThat(event.isAlias(0)).isFalse();
    assertThat(event.text(event.find(USER, View.ORIGINAL))).isEqualTo("own");
  }

  @Test
  void aGenericNameHidesAValueThatIsKnownByItAsSecondName() {
    event.begin(new SourceId(0, "a"), 0, 0, new byte[0], 0, 0, 0);
    scratch(USER, "own");
    event.alsoKnownAs(IMAGE, "Image");
    event.endOriginals();

    event.addGeneric(IMAGE, "Image", ValueKind.TEXT, "made");

    assertThat(event.text(event.find(IMAGE, View.GENERIC))).isEqualTo("made");
    assertThat(event.find(USER, View.GENERIC)).isEqualTo(-1);
    assertThat(event.text(event.find(IMAGE, View.ORIGINAL))).isEqualTo("own");
    assertThat(event.text(event.find(USER, View.ORIGINAL))).isEqualTo("own");
    assertThat(event.isAlias(2)).isFalse();
  }

  @Test
  void aFullEventHasRoomForAllSecondNamesItTook() {
    byte[] text = {'x'};
    event.begin(new SourceId(0, "a"), 0, 0, text, 0, 1, 0);
    int added = 0;
    while (event.add(USER, "User", ValueKind.TEXT, text, 0, 1) && event.alsoKnownAs(IMAGE, "Image")) {
      added++;
    }

    assertThat(added).isEqualTo(FlatEvent.MAX_ENTRIES / 2);

    event.begin(new SourceId(0, "a"), 0, 0, text, 0, 1, 0);
    for (int i = 0; i < FlatEvent.MAX_ENTRIES / 2; i++) {
      assertThat(event.add(USER, "User", ValueKind.TEXT, text, 0, 1) && event.alsoKnownAs(IMAGE, "Image")).isTrue();
    }
    assertThat(event.add(USER, "User", ValueKind.TEXT, text, 0, 1)).isFalse();
    event.endOriginals();
    assertThat(event.count()).isEqualTo(FlatEvent.MAX_ENTRIES);
    assertThat(event.addGeneric(USER, "User", ValueKind.TEXT, "u")).isFalse();
  }

  @Test
  void beginningForgetsTheLastRecord() {
    event.begin(new SourceId(0, "a"), 1, 2, new byte[3], 0, 3, 4);
    event.recordNumber(7);
    event.timeNanos(8);
    event.logSources(LogSourceSet.of(List.of(new LogSource("windows", null, null))));
    scratch(USER, "u");
    event.endOriginals();

    event.begin(new SourceId(1, "b"), 3, 4, new byte[9], 2, 5, 6);

    assertThat(event.source()).isEqualTo(new SourceId(1, "b"));
    assertThat(event.position()).isEqualTo(new Position(3, 4, 6, 5));
    assertThat(event.recordNumber()).isEqualTo(-1);
    assertThat(event.timeNanos()).isEqualTo(EventView.NO_TIME);
    assertThat(event.logSources()).isSameAs(LogSourceSet.NONE);
    assertThat(event.count()).isZero();
    assertThat(event.originals()).isZero();
    assertThat(event.scratchLength()).isZero();
  }

  @Test
  void aNameMayBeGivenAsBytes() {
    byte[] name = "Größe".getBytes(StandardCharsets.UTF_8);
    event.begin(new SourceId(0, "a"), 0, 0, name, 0, name.length, 0);

    event.add(EventView.NO_FIELD, name, ValueKind.TEXT, name, 0, 0);

    assertThat(event.name(0)).isEqualTo("Größe");
  }

  @Test
  void aCopyIsNotTouchedByTheNextRecord() {
    byte[] block = "first".getBytes(StandardCharsets.UTF_8);
    event.begin(new SourceId(0, "a"), 0, 0, block, 0, 5, 0);
    event.add(IMAGE, "Image", ValueKind.TEXT, block, 0, 5);
    scratch(USER, "first");
    event.endOriginals();
    event.addGeneric(PROCESS_ID, "ProcessId", ValueKind.INTEGER, "4");
    Event copy = event.copy();

    System.arraycopy("other".getBytes(StandardCharsets.UTF_8), 0, block, 0, 5);
    event.begin(new SourceId(1, "b"), 9, 9, block, 0, 5, 9);
    scratch(USER, "other");

    assertThat(copy.text(0)).isEqualTo("first");
    assertThat(copy.text(1)).isEqualTo("first");
    assertThat(copy.text(2)).isEqualTo("4");
    assertThat(copy.visible(2, View.GENERIC)).isTrue();
    assertThat(copy.visible(2, View.ORIGINAL)).isFalse();
    assertThat(copy.raw()).asString(StandardCharsets.UTF_8).isEqualTo("first");
    assertThat(copy.source()).isEqualTo(new SourceId(0, "a"));
    assertThat(copy.copy()).isSameAs(copy);
    assertThat(Event.of(copy)).isSameAs(copy);
  }

  private void scratch(int field, String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    byte[] to = event.scratch(utf8.length);
    int at = event.scratchLength();
    System.arraycopy(utf8, 0, to, at, utf8.length);
    event.scratchLength(at + utf8.length);
    event.add(field, field < 0 ? "?" : FIELDS.name(field), ValueKind.TEXT, to, at, utf8.length);
  }

  private List<String> texts() {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < event.count(); i++) {
      texts.add(event.text(i));
    }
    return texts;
  }

  @Test
  void aTextIsWrittenOnceWhenItIsAskedFor() {
    List<String> asked = new ArrayList<>();
    TextForm doubled = new TextForm() {
      @Override
      public int most(int form, int length) {
        return 2 * length;
      }

      @Override
      public int write(int form, byte[] from, int offset, int length, byte[] to, int at) {
        asked.add(form + ":" + new String(from, offset, length, StandardCharsets.UTF_8));
        System.arraycopy(from, offset, to, at, length);
        System.arraycopy(from, offset, to, at + length, length);
        return at + 2 * length;
      }
    };
    byte[] block = "abcdef".getBytes(StandardCharsets.UTF_8);
    event.begin(new SourceId(0, "a"), 0, 0, block, 0, block.length, 0);
    event.addLater(IMAGE, "Image", ValueKind.TEXT, 1, doubled, block, 0, 2);
    event.addLater(USER, "User", ValueKind.INTEGER, 127, doubled, block, 2, 4);
    scratch(PROCESS_ID, "7");
    event.endOriginals();
    event.addGeneric(USER, "User", ValueKind.TEXT, "other");

    assertThat(asked).isEmpty();
    assertThat(event.kind(1)).isEqualTo(ValueKind.INTEGER);
    assertThat(event.visible(1, View.GENERIC)).isFalse();
    assertThat(event.length(1)).isEqualTo(8);
    assertThat(texts()).containsExactly("abab", "cdefcdef", "7", "other");
    assertThat(asked).containsExactly("127:cdef", "1:ab");
    assertThat(event.copy().text(1)).isEqualTo("cdefcdef");
  }

  @Test
  void aTextWithShortEscapesCanBeReadAsItIsWritten() {
    TextForm json = new TextForm() {
      @Override
      public Writing writing(int form) {
        return form == 1 ? Writing.ESCAPED : Writing.OTHER;
      }

      @Override
      public int most(int form, int length) {
        return 1;
      }

      @Override
      public int write(int form, byte[] from, int offset, int length, byte[] to, int at) {
        to[at] = '!';
        return at + 1;
      }
    };
    byte[] block = "a\\\\b\\u0021".getBytes(StandardCharsets.UTF_8);
    event.begin(new SourceId(0, "a"), 0, 0, block, 0, block.length, 0);
    event.addLater(IMAGE, "Image", ValueKind.TEXT, 1, json, block, 0, 4);
    event.addLater(USER, "User", ValueKind.TEXT, 2, json, block, 4, 6);
    event.endOriginals();

    assertThat(event.writing(0)).isEqualTo(Writing.ESCAPED);
    assertThat(event.writtenBytes(0)).isSameAs(block);
    assertThat(event.writtenOffset(0)).isZero();
    assertThat(event.writtenLength(0)).isEqualTo(4);
    assertThat(event.writing(1)).isEqualTo(Writing.OTHER);
    assertThat(event.writtenOffset(1)).isEqualTo(4);
    assertThat(event.text(0)).isEqualTo("!");
    assertThat(event.writing(0)).isEqualTo(Writing.TEXT);
    assertThat(event.writtenLength(0)).isEqualTo(1);
  }

  @Test
  void entriesOfAFieldAreFoundWhateverStandsBetweenThem() {
    java.util.SplittableRandom random = new java.util.SplittableRandom(3);
    for (int round = 0; round < 200; round++) {
      event.begin(new SourceId(0, "a"), 0, 0, new byte[0], 0, 0, 0);
      int count = random.nextInt(150);
      for (int i = 0; i < count; i++) {
        if (i == count / 2) {
          event.endOriginals();
        }
        int field = random.nextInt(-1, 4);
        if (i < count / 2) {
          scratch(field, "x");
        } else {
          event.addGeneric(field, "n", ValueKind.TEXT, "y");
        }
      }
      for (View view : View.values()) {
        for (int field = 0; field < 4; field++) {
          for (int from = 0; from <= event.count(); from++) {
            int wanted = -1;
            for (int i = event.count() - 1; i >= from; i--) {
              wanted = event.field(i) == field && event.visible(i, view) ? i : wanted;
            }
            assertThat(event.find(field, view, from)).isEqualTo(wanted);
          }
          assertThat(event.find(field, view)).isEqualTo(event.find(field, view, 0));
        }
      }
    }
  }
}
