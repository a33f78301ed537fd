package io.cutpoint.evtx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DamagedChunkTest {
    private static byte[] file = {};
    private static byte[] chunk = {};
    private static Reading whole = Reading.ofFile(file);

    @BeforeAll
    static void writeAFile() throws IOException {
        file = RandomEvents.file(new RandomEvents(99).next(500));
        chunk = Arrays.copyOfRange(file, 4_096, 4_096 + 65_536);
        whole = Reading.ofChunk(chunk);
    }

    @Test
    void aChunkOfZerosIsNothing() {
        Reading reading = Reading.ofChunk(new byte[65_536]);

        assertThat(reading.records()).isEmpty();
        assertThat(reading.problems()).isEmpty();
    }

    @Test
    void aWrongChecksumIsAWarning() {
        byte[] changed = chunk.clone();
        changed[52] ^= 1;

        Reading reading = Reading.ofChunk(changed);

        assertThat(reading.records()).isEqualTo(whole.records());
        assertThat(reading.refused()).isEmpty();
        assertThat(reading.problems())
                .extracting(EvtxProblem::kind)
                .containsOnly(EvtxProblem.Kind.CHUNK_CHECKSUM)
                .hasSize(2);
    }

    @Test
    void recordsInAChunkWithoutItsSignatureAreRead() {
        byte[] changed = chunk.clone();
        Arrays.fill(changed, 0, 8, (byte) 0);

        Reading reading = Reading.ofChunk(changed);

        assertThat(reading.records()).isEqualTo(whole.records());
        assertThat(reading.problems())
                .extracting(EvtxProblem::kind)
                .containsExactly(EvtxProblem.Kind.CHUNK_SIGNATURE);
    }

    @Test
    void recordsBehindALostChunkHeaderAreRead() {
        byte[] changed = chunk.clone();
        Arrays.fill(changed, 0, 128, (byte) 0);

        Reading reading = Reading.ofChunk(changed);

        assertThat(reading.records()).isEqualTo(whole.records());
        assertThat(reading.refused()).hasSize(1);
    }

    @Test
    void leftOverRecordsBehindTheLastOneAreNotRead() throws IOException {
        MemoryChannel channel = new MemoryChannel();
        try (EvtxWriter writer = new EvtxWriter(channel)) {
            for (RandomEvents.Expected expected : new RandomEvents(3).next(3)) {
                writer.write(expected.event());
            }
        }
        byte[] reused = Arrays.copyOfRange(channel.toArray(), 4_096, 4_096 + 65_536);
        int free = LittleEndian.i32(reused, 48);
        System.arraycopy(chunk, free, reused, free, 65_536 - free);

        Reading reading = Reading.ofChunk(reused);

        assertThat(reading.records()).hasSize(3);
        assertThat(reading.problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 27, 65_536, -1, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void aRecordOfImpossibleSizeIsSkippedAndTheNextOnesAreRead(int size) {
        byte[] changed = chunk.clone();
        int second = 512 + LittleEndian.i32(changed, 512 + 4);
        LittleEndian.putI32(changed, second + 4, size);

        Reading reading = Reading.ofChunk(changed);

        assertThat(reading.records()).hasSize(whole.records().size() - 1);
        assertThat(reading.refused()).singleElement().satisfies(problem -> {
            assertThat(problem.kind()).isEqualTo(EvtxProblem.Kind.RECORD_SIZE);
            assertThat(problem.partOffset()).isEqualTo(second);
        });
    }

    @Test
    void aGapBetweenRecordsIsOneProblem() {
        byte[] changed = chunk.clone();
        int second = 512 + LittleEndian.i32(changed, 512 + 4);
        int third = second + LittleEndian.i32(changed, second + 4);
        Arrays.fill(changed, second, third, (byte) 0);

        Reading reading = Reading.ofChunk(changed);

        assertThat(reading.records()).extracting(Reading.Read::recordId).startsWith(1L, 3L);
        assertThat(reading.problems())
                .filteredOn(problem -> problem.kind() == EvtxProblem.Kind.RECORDS_LOST)
                .singleElement()
                .satisfies(problem -> assertThat(problem.partOffset()).isEqualTo(second));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 65_536, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void aTemplateOfImpossibleSizeRefusesTheRecordsThatUseIt(int size) {
        byte[] changed = chunk.clone();
        int definition = 512 + 24 + 4 + 10;
        LittleEndian.putI32(changed, definition + 20, size);

        Reading reading = Reading.ofChunk(changed);

        assertThat(reading.records().size() + reading.refused().size()).isEqualTo(whole.records().size());
        assertThat(reading.refused())
                .isNotEmpty()
                .allMatch(problem -> problem.kind() == EvtxProblem.Kind.RECORD_DAMAGED);
    }

    @Test
    void linksOfNamesAndTemplatesThatPointAtThemselvesAreHarmless() {
        byte[] changed = chunk.clone();
        for (int bucket = 128; bucket < 512; bucket += 4) {
            int at = LittleEndian.i32(changed, bucket);
            if (at != 0) {
                LittleEndian.putI32(changed, at, at);
            }
        }

        assertThat(Reading.ofChunk(changed).records()).isEqualTo(whole.records());
    }

    @Test
    void elementsAreNestedToALimit() {
        assertThat(nested(EvtxChunkReader.MAX_DEPTH).records()).hasSize(1);
        assertThat(nested(EvtxChunkReader.MAX_DEPTH + 1).problems())
                .extracting(EvtxProblem::kind)
                .containsExactly(EvtxProblem.Kind.LIMIT_EXCEEDED);
    }

    @Test
    void aTemplateThatShowsOneValueTooOftenIsRefused() {
        assertThat(shownOften(BinXml.TYPE_STRING, RawChunk.utf16("y".repeat(500))).problems())
                .extracting(EvtxProblem::kind)
                .containsExactly(EvtxProblem.Kind.LIMIT_EXCEEDED);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                BinXml.TYPE_STRING,
                BinXml.TYPE_ANSI_STRING,
                BinXml.TYPE_BINXML,
                BinXml.TYPE_BINXML | BinXml.ARRAY,
                BinXml.TYPE_STRING | BinXml.ARRAY
            })
    void aLongValueOfZerosThatIsShownOftenIsRefused(int type) {
        assertThat(shownOften(type, new byte[35_000]).problems())
                .extracting(EvtxProblem::kind)
                .containsExactly(EvtxProblem.Kind.LIMIT_EXCEEDED);
    }

    private static Reading shownOften(int type, byte[] value) {
        RawChunk raw = new RawChunk();
        raw.begin().fragmentHeader().template(() -> {
            raw.open("E").content();
            int nameAt = raw.at + 1 + 2 + 4 + 4;
            raw.open("x").content().slot(0).close();
            for (int i = 0; i < 1_000; i++) {
                raw.u8(BinXml.OPEN_ELEMENT).u16(0xFFFF).i32(12).i32(nameAt).content().slot(0).slot(0).close();
                raw.slot(0);
            }
            raw.close();
        });
        raw.values(type, value);
        raw.u8(BinXml.END_OF_FRAGMENT).end();
        return Reading.ofChunk(raw.finish());
    }

    @Test
    void valuesThatUnfoldExponentiallyRunIntoALimit() {
        RawChunk raw = new RawChunk();
        raw.begin().fragmentHeader().template(() -> {
            raw.open("E").content();
            for (int i = 0; i < 20; i++) {
                raw.slot(0);
                raw.open("x").content().text(" ").close();
            }
            raw.close();
        });
        int definition = 512 + 24 + 4 + 10;
        byte[] value = {};
        for (int depth = 0; depth < EvtxChunkReader.MAX_DEPTH; depth++) {
            byte[] inner = value;
            value = raw.cut(() -> {
                raw.u8(BinXml.TEMPLATE_INSTANCE, 1).i32(1).i32(definition);
                raw.values(inner.length == 0 ? BinXml.TYPE_NULL : BinXml.TYPE_BINXML, inner);
            });
        }
        raw.values(BinXml.TYPE_BINXML, value).u8(BinXml.END_OF_FRAGMENT).end();

        assertThat(Reading.ofChunk(raw.finish()).problems())
                .extracting(EvtxProblem::kind)
                .containsExactly(EvtxProblem.Kind.LIMIT_EXCEEDED);
    }

    @Test
    void aChunkCutAnywhereGivesTheRecordsThatAreWhole() {
        EvtxChunkReader reader = new EvtxChunkReader();
        for (int length = 0; length < chunk.length; length += 97) {
            Reading reading = Reading.ofChunk(Arrays.copyOf(chunk, length), length, reader);

            List<Reading.Read> records = reading.records();
            assertThat(records).as("cut at %d", length).isEqualTo(whole.records().subList(0, records.size()));
            assertThat(reading.problems().isEmpty())
                    .as("cut at %d", length)
                    .isEqualTo(length == 0 || records.size() == whole.records().size() && length >= usedBytes());
        }
    }

    @Test
    void changedBytesNeverThrowAndNeverMakeMoreRecordsThanSignatures() {
        change(1, 500);
    }

    @Tag("full")
    @ParameterizedTest
    @ValueSource(longs = {2, 3, 4, 5})
    void tenThousandChangesNeverThrowAndNeverMakeMoreRecordsThanSignatures(long seed) {
        change(seed, 2_500);
    }

    private static void change(long seed, int rounds) {
        SplittableRandom random = new SplittableRandom(seed);
        EvtxChunkReader reader = new EvtxChunkReader();
        for (int round = 0; round < rounds; round++) {
            byte[] changed = chunk.clone();
            int changes = 1 + random.nextInt(40);
            for (int i = 0; i < changes; i++) {
                int at = random.nextBoolean() ? random.nextInt(4_000) : random.nextInt(changed.length);
                changed[at] = (byte) random.nextInt(256);
            }

            Reading reading = Reading.ofChunk(changed, changed.length, reader);

            assertThat(reading.records().size()).isLessThanOrEqualTo(signatures(changed));
        }
    }

    @Test
    void aDamagedChunkGivesTheSameResultWhateverWasReadBefore() {
        SplittableRandom random = new SplittableRandom(8);
        EvtxChunkReader reader = new EvtxChunkReader();
        for (int round = 0; round < 100; round++) {
            byte[] changed = chunk.clone();
            for (int i = 0; i < 20; i++) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            }

            assertThat(Reading.ofChunk(changed, changed.length, reader)).isEqualTo(Reading.ofChunk(changed));
        }
    }

    private static int usedBytes() {
        return LittleEndian.i32(chunk, 48);
    }

    private static int signatures(byte[] bytes) {
        int count = 0;
        for (int at = 0; at <= bytes.length - 4; at++) {
            if (LittleEndian.i32(bytes, at) == EvtxChunkReader.RECORD_SIGNATURE) {
                count++;
            }
        }
        return count;
    }

    private static Reading nested(int depth) {
        RawChunk raw = new RawChunk();
        raw.begin().fragmentHeader();
        for (int i = 0; i < depth; i++) {
            raw.openLoose("E").content();
        }
        raw.text("x");
        for (int i = 0; i < depth; i++) {
            raw.close();
        }
        raw.u8(BinXml.END_OF_FRAGMENT).end();
        return Reading.ofChunk(raw.finish());
    }
}
