package io.cutpoint.evtx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BinXmlShapesTest {
    private static final byte[] NOTHING = {};

    @Test
    void elementsOutsideATemplateAreReadWithAndWithoutDependencyIdentifiers() {
        RawChunk raw = new RawChunk();
        raw.begin().fragmentHeader().openLoose("Event").content().openLoose("System").content();
        raw.openLoose("EventID").content().text("7").close().close().close();
        raw.u8(BinXml.END_OF_FRAGMENT).end();
        raw.begin().fragmentHeader();
        raw.u8(BinXml.OPEN_ELEMENT).u16(0xFFFF).i32(30).name("Event").content();
        raw.u8(BinXml.OPEN_ELEMENT).u16(0xFFFF).i32(30).name("EventData").content().text("x").close().close();
        raw.u8(BinXml.END_OF_FRAGMENT).end();

        List<Reading.Read> records = read(raw).records();

        assertThat(records.get(0).leaves()).containsExactly(string("System/EventID", "7"));
        assertThat(records.get(1).leaves()).containsExactly(string("EventData", "x"));
    }

    @Test
    void referencesAndCdataJoinTheTextAroundThem() {
        assertThat(eventData(raw -> raw.open("Data")
                        .content()
                        .text("a")
                        .u8(BinXml.ENTITY_REFERENCE)
                        .name("amp")
                        .u8(BinXml.CHAR_REFERENCE)
                        .u16(0x2603)
                        .u8(BinXml.CDATA)
                        .u16(3)
                        .chars("<b>")
                        .u8(BinXml.ENTITY_REFERENCE)
                        .name("nbsp")
                        .close()))
                .containsExactly(string("EventData/Data", "a&\u2603<b>&nbsp;"));
    }

    @Test
    void processingInstructionsAreNoValues() {
        assertThat(eventData(raw -> raw.u8(BinXml.PI_TARGET)
                        .name("target")
                        .u8(BinXml.PI_DATA)
                        .u16(4)
                        .chars("data")
                        .open("Data")
                        .content()
                        .text("x")
                        .close()))
                .containsExactly(string("EventData/Data", "x"));
    }

    @Test
    void textAndValuesInOneElementAreOneText() {
        assertThat(eventData(
                        raw -> raw.open("Data").content().text("pid=").slot(0).text(", ").slot(1).slot(2).slot(3).close(),
                        BinXml.TYPE_UINT32,
                        new byte[] {42, 0, 0, 0},
                        BinXml.TYPE_SID,
                        new byte[] {1, 1, 0, 0, 0, 0, 0, 5, 18, 0, 0, 0},
                        BinXml.TYPE_STRING,
                        RawChunk.utf16("\u00fc\u0000"),
                        BinXml.TYPE_ANSI_STRING,
                        new byte[] {(byte) 0xE4, 0}))
                .containsExactly(string("EventData/Data", "pid=42, S-1-5-18\u00fc\u00e4"));
    }

    @Test
    void onlyNullValuesInOneElementAreEmpty() {
        assertThat(eventData(
                        raw -> raw.open("Data").content().slot(0).slot(1).close(),
                        BinXml.TYPE_NULL,
                        NOTHING,
                        BinXml.TYPE_NULL,
                        NOTHING))
                .containsExactly(empty("EventData/Data"));
    }

    @Test
    void anAttributeOfAnOptionalNullIsAbsentAndOfANullThatIsNotIsEmpty() {
        assertThat(eventData(
                        raw -> raw.openWithAttributes("Data")
                                .attribute("a")
                                .optionalSlot(0)
                                .attribute("b")
                                .slot(0)
                                .attribute("c")
                                .text("[")
                                .slot(1)
                                .text("]")
                                .attribute("xmlns")
                                .text("urn:x")
                                .closeEmpty(),
                        BinXml.TYPE_NULL,
                        NOTHING,
                        BinXml.TYPE_STRING,
                        RawChunk.utf16("v")))
                .containsExactly(
                        empty("EventData/Data@b"), string("EventData/Data@c", "[v]"), empty("EventData/Data"));
    }

    @Test
    void anElementOfAttributesAloneGivesOnlyThese() {
        assertThat(eventData(raw -> raw.openWithAttributes("Execution")
                        .attribute("ProcessID")
                        .text("4")
                        .closeEmpty()
                        .open("None")
                        .closeEmpty()))
                .containsExactly(string("EventData/Execution@ProcessID", "4"), empty("EventData/None"));
    }

    @Test
    void theNameOfADataElementMayBeAValue() {
        assertThat(eventData(
                        raw -> raw.openWithAttributes("Data")
                                .attribute("Name")
                                .text("N")
                                .slot(0)
                                .attribute("Kind")
                                .text("k")
                                .content()
                                .slot(1)
                                .close()
                                .open("Data")
                                .content()
                                .slot(1)
                                .close(),
                        BinXml.TYPE_UINT8,
                        new byte[] {5},
                        BinXml.TYPE_STRING,
                        RawChunk.utf16("v")))
                .containsExactly(
                        string("EventData/Data[N5]@Kind", "k"),
                        string("EventData/Data[N5]", "v"),
                        string("EventData/Data", "v"));
    }

    @Test
    void textBetweenChildElementsIsAValueUnlessBlank() {
        assertThat(eventData(
                        raw -> raw.text(" \r\n")
                                .open("A")
                                .content()
                                .text("1")
                                .close()
                                .text("between")
                                .open("B")
                                .closeEmpty()
                                .slot(0)
                                .slot(1),
                        BinXml.TYPE_NULL,
                        NOTHING,
                        BinXml.TYPE_UINT8,
                        new byte[] {9}))
                .containsExactly(
                        string("EventData/A", "1"),
                        string("EventData", "between"),
                        empty("EventData/B"),
                        string("EventData", "9"));
    }

    @Test
    void arraysAreNeighbouringValues() {
        assertThat(eventData(
                        raw -> raw.open("A").content().slot(0).close()
                                .open("B").content().slot(1).close()
                                .open("C").content().slot(2).close()
                                .open("D").content().slot(3).close()
                                .open("E").content().slot(4).close()
                                .open("F").content().slot(5).close(),
                        BinXml.TYPE_STRING | BinXml.ARRAY,
                        RawChunk.utf16("one\u0000\u0000three\u0000four"),
                        BinXml.TYPE_HEX_INT64 | BinXml.ARRAY,
                        new byte[] {(byte) 0xE7, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0x80},
                        BinXml.TYPE_SID | BinXml.ARRAY,
                        new byte[] {1, 1, 0, 0, 0, 0, 0, 5, 18, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 5, 19, 0, 0, 0, 7},
                        BinXml.TYPE_UINT32 | BinXml.ARRAY,
                        new byte[] {1, 0, 0, 0, 2},
                        BinXml.TYPE_ANSI_STRING | BinXml.ARRAY,
                        new byte[] {'a', 0, (byte) 0xFC, 0},
                        BinXml.TYPE_INT8 | BinXml.ARRAY,
                        NOTHING))
                .containsExactly(
                        string("EventData/A", "one"),
                        empty("EventData/A"),
                        string("EventData/A", "three"),
                        string("EventData/A", "four"),
                        new Reading.Leaf("EventData/B", ValueType.HEX_INT64, "0x3e7"),
                        new Reading.Leaf("EventData/B", ValueType.HEX_INT64, "0x8000000000000000"),
                        new Reading.Leaf("EventData/C", ValueType.SID, "S-1-5-18"),
                        new Reading.Leaf("EventData/C", ValueType.SID, "S-1-5-19"),
                        new Reading.Leaf("EventData/C", ValueType.BINARY, "07"),
                        new Reading.Leaf("EventData/D", ValueType.BINARY, "0100000002"),
                        new Reading.Leaf("EventData/E", ValueType.ANSI_STRING, "a"),
                        new Reading.Leaf("EventData/E", ValueType.ANSI_STRING, "\u00fc"),
                        empty("EventData/F"));
    }

    @Test
    void fragmentsInsideValuesAndArraysOfThemAreFlattenedInPlace() {
        RawChunk raw = new RawChunk();
        // Inline names would point at the wrong place after moving, so the fragments refer to one that stands still.
        raw.begin().fragmentHeader().template(() -> {
            raw.open("Event").content().open("UserData").content().slot(0).open("L").content().slot(1).close();
            raw.close().close();
        });
        int nameAt = find(raw, "L");
        byte[] moved = fragment(nameAt, "1");
        byte[] two = concat(moved, fragment(nameAt, "2"));
        raw.values(BinXml.TYPE_BINXML, moved, BinXml.TYPE_BINXML | BinXml.ARRAY, two);
        raw.u8(BinXml.END_OF_FRAGMENT).end();

        assertThat(read(raw).records().getFirst().leaves())
                .containsExactly(
                        string("UserData/L", "1"), string("UserData/L/L", "1"), string("UserData/L/L", "2"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 8})
    void aBoolOfAnySizeIsTrueIfAnyByteIsSet(int size) {
        byte[] last = new byte[size];
        last[size - 1] = 16;
        assertThat(eventData(
                        raw -> raw.open("A").content().slot(0).close().open("B").content().slot(1).close(),
                        BinXml.TYPE_BOOL,
                        last,
                        BinXml.TYPE_BOOL,
                        new byte[size]))
                .containsExactly(
                        new Reading.Leaf("EventData/A", ValueType.BOOL, "true"),
                        new Reading.Leaf("EventData/B", ValueType.BOOL, "false"));
    }

    @Test
    void valuesWhoseSizeDoesNotFitTheirTypeAreShownAsBytes() {
        byte[] five = {1, 2, 3, 4, 5};
        for (int type : new int[] {
            BinXml.TYPE_GUID, BinXml.TYPE_FILETIME, BinXml.TYPE_SYSTEMTIME, BinXml.TYPE_SID, BinXml.TYPE_REAL64
        }) {
            assertThat(eventData(raw -> raw.open("A").content().slot(0).close(), type, five))
                    .containsExactly(new Reading.Leaf("EventData/A", ValueType.BINARY, "0102030405"));
        }
        assertThat(eventData(raw -> raw.open("A").content().slot(0).close(), BinXml.TYPE_UINT64, five))
                .containsExactly(new Reading.Leaf("EventData/A", ValueType.UINT, Long.toString(0x05_04_03_02_01L)));
        assertThat(eventData(raw -> raw.open("A").content().slot(0).close(), BinXml.TYPE_INT64, new byte[] {-1, -1}))
                .containsExactly(new Reading.Leaf("EventData/A", ValueType.INT, "-1"));
    }

    @Test
    void aValueOfAnUnknownTypeRefusesItsRecordOnly() {
        RawChunk raw = new RawChunk();
        event(raw, r -> r.open("A").content().slot(0).close(), 0x6F, new byte[] {1});
        event(raw, r -> r.open("A").content().slot(0).close(), BinXml.TYPE_UINT8, new byte[] {1});

        Reading reading = read(raw);

        assertThat(reading.records()).extracting(Reading.Read::recordId).containsExactly(2L);
        assertThat(reading.problems())
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.kind()).isEqualTo(EvtxProblem.Kind.RECORD_DAMAGED);
                    assertThat(problem.partOffset()).isEqualTo(512);
                    assertThat(problem.found()).isEqualTo("0x6f");
                });
    }

    @Test
    void aSlotWithoutAValueIsNull() {
        assertThat(eventData(raw -> raw.open("A").content().slot(9).close()
                        .openWithAttributes("B").attribute("x").optionalSlot(9).closeEmpty()))
                .containsExactly(empty("EventData/A"));
    }

    @Test
    void equalPlacesShareOneFieldAcrossTemplatesAndChunks() {
        RawChunk one = new RawChunk();
        event(one, r -> r.open("A").content().text("1").close());
        RawChunk other = new RawChunk();
        event(other, r -> r.open("B").closeEmpty().open("A").content().slot(0).close(), BinXml.TYPE_NULL, NOTHING);
        EvtxChunkReader reader = new EvtxChunkReader();
        EvtxField[] last = new EvtxField[2];

        readLast(reader, one.finish(), last, 0);
        readLast(reader, other.finish(), last, 1);

        assertThat(last[0]).isSameAs(last[1]);
        assertThat(last[0].index()).isNotNegative();
        assertThat(last[0].section()).isEqualTo(EvtxField.Section.EVENT_DATA);
        assertThat(last[0].path()).isEqualTo("EventData/A");
        assertThat(last[0].name()).isEqualTo("A");
        assertThat(last[0].attribute()).isNull();
        assertThat(last[0].dataName()).isNull();
    }

    private static void readLast(EvtxChunkReader reader, byte[] chunk, EvtxField[] into, int at) {
        reader.read(chunk, chunk.length, new RecordVisitor() {
            @Override
            public void record(EvtxRecord record) {
                into[at] = record.field(record.count() - 1);
            }

            @Override
            public void problem(EvtxProblem problem) {
                throw new AssertionError(problem);
            }
        });
    }

    private static List<Reading.Leaf> eventData(Consumer<RawChunk> content, Object... values) {
        RawChunk raw = new RawChunk();
        event(raw, content, values);
        Reading reading = read(raw);
        assertThat(reading.problems()).isEmpty();
        return reading.records().getFirst().leaves();
    }

    private static void event(RawChunk raw, Consumer<RawChunk> content, Object... values) {
        raw.begin().fragmentHeader().template(() -> {
            raw.open("Event").content().open("EventData").content();
            content.accept(raw);
            raw.close().close();
        });
        raw.values(values).u8(BinXml.END_OF_FRAGMENT).end();
    }

    private static Reading read(RawChunk raw) {
        return Reading.ofChunk(raw.finish());
    }

    private static byte[] fragment(int nameAt, String text) {
        RawChunk raw = new RawChunk();
        return raw.cut(() -> raw.fragmentHeader()
                .u8(BinXml.OPEN_ELEMENT)
                .i32(12)
                .i32(nameAt)
                .content()
                .text(text)
                .close()
                .u8(BinXml.END_OF_FRAGMENT));
    }

    private static byte[] concat(byte[] one, byte[] other) {
        byte[] both = java.util.Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    /// Where the name of one character stands.
    private static int find(RawChunk raw, String name) {
        for (int at = 512; at < raw.at; at++) {
            if (LittleEndian.i32(raw.bytes, at) == at
                    && LittleEndian.u16(raw.bytes, at + 6) == 1
                    && LittleEndian.u16(raw.bytes, at + 8) == name.charAt(0)) {
                return at;
            }
        }
        throw new AssertionError(name);
    }

    private static Reading.Leaf string(String field, String text) {
        return new Reading.Leaf(field, ValueType.STRING, text);
    }

    private static Reading.Leaf empty(String field) {
        return new Reading.Leaf(field, ValueType.EMPTY, "");
    }
}
