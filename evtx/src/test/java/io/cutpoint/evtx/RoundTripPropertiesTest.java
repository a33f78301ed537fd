package io.cutpoint.evtx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoundTripPropertiesTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whatIsWrittenIsRead(long seed) throws IOException {
        List<RandomEvents.Expected> events = new RandomEvents(seed).next(800);

        Reading reading = Reading.ofFile(RandomEvents.file(events));

        assertThat(reading.problems()).isEmpty();
        assertThat(reading.records()).hasSize(events.size());
        for (int i = 0; i < events.size(); i++) {
            EvtxEvent event = events.get(i).event();
            Reading.Read read = reading.records().get(i);
            assertThat(read.recordId()).isEqualTo(i + 1);
            assertThat(read.filetime()).isEqualTo(event.filetime);
            assertThat(read.texts("System/Provider@Name")).containsExactly(event.provider);
            assertThat(read.texts("System/EventID")).containsExactly(Integer.toString(event.eventId));
            assertThat(read.texts("System/EventRecordID")).containsExactly(Integer.toString(i + 1));
            assertThat(read.texts("System/Keywords")).containsExactly("0x" + Long.toHexString(event.keywords));
            assertThat(read.texts("System/Computer")).containsExactly(withoutLastNuls(event.computer));
            assertThat(read.texts("System/EventID@Qualifiers")).hasSize(event.qualifiers < 0 ? 0 : 1);
            assertThat(read.texts("System/Security@UserID")).hasSize(event.qualifiers < 0 ? 0 : 1);
            assertThat(read.leaves().stream().filter(leaf -> !leaf.field().startsWith("System/")))
                    .as("record %d of seed %d", i + 1, seed)
                    .containsExactlyElementsOf(events.get(i).data());
        }
    }

    @Test
    void theSameEventsGiveTheSameBytes() throws IOException {
        byte[] once = RandomEvents.file(new RandomEvents(77).next(400));
        byte[] again = RandomEvents.file(new RandomEvents(77).next(400));

        assertThat(once).isEqualTo(again);
    }

    @Test
    void whatAReaderHasSeenBeforeChangesNothing() throws IOException {
        byte[] file = RandomEvents.file(new RandomEvents(5).next(800));
        EvtxChunkReader reader = new EvtxChunkReader();
        for (long seed = 20; seed < 30; seed++) {
            Reading.ofFile(RandomEvents.file(new RandomEvents(seed).next(300)), reader);
        }

        Reading afterOthers = Reading.ofFile(file, reader);

        assertThat(afterOthers).isEqualTo(Reading.ofFile(file));
    }

    @Test
    void aLocaleWithOtherDigitsAndCaseRulesChangesNothing() throws IOException {
        byte[] file = RandomEvents.file(new RandomEvents(6).next(300));
        Reading usual = Reading.ofFile(file);
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-u-nu-arab"));
            assertThat(Reading.ofFile(file)).isEqualTo(usual);
            Locale.setDefault(Locale.forLanguageTag("tr-TR"));
            assertThat(Reading.ofFile(file)).isEqualTo(usual);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void thousandsOfSimilarEventsShareTheirTemplates() throws IOException {
        MemoryChannel channel = new MemoryChannel();
        try (EvtxWriter writer = new EvtxWriter(channel)) {
            for (int i = 0; i < 10_000; i++) {
                writer.write(EvtxEvent.of("Microsoft-Windows-Security-Auditing", 4688)
                        .data("NewProcessName", "C:\\Windows\\System32\\cmd.exe")
                        .data("ProcessId", EvtxValue.hexInt64(i))
                        .build());
            }
        }

        assertThat(channel.toArray().length / 10_000).isLessThan(300);
    }

    @Test
    void theLargestEventOfAChunkIsWrittenAndALargerOneIsRefused() throws IOException {
        MemoryChannel channel = new MemoryChannel();
        try (EvtxWriter writer = new EvtxWriter(channel)) {
            writer.write(EvtxEvent.of("P", 1).data("small", "x").build());
            writer.write(EvtxEvent.of("P", 1).data("large", "x".repeat(31_000)).build());
            assertThatThrownBy(() -> writer.write(
                            EvtxEvent.of("P", 1).data("huge", "x".repeat(32_700)).build()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("larger than a chunk");
            writer.write(EvtxEvent.of("P", 1).data("small", "y").build());
        }

        Reading reading = Reading.ofFile(channel.toArray());

        assertThat(reading.problems()).isEmpty();
        assertThat(reading.records()).extracting(Reading.Read::recordId).containsExactly(1L, 2L, 3L);
        assertThat(reading.records().get(1).texts("EventData/Data[large]").getFirst()).hasSize(31_000);
    }

    @Test
    void aFileWithoutEventsIsAHeader() throws IOException {
        byte[] file = RandomEvents.file(List.of());

        EvtxFileHeader header = EvtxFileHeader.parse(file);

        assertThat(file).hasSize(EvtxFileHeader.FILE_HEADER_BYTES);
        assertThat(header.signed()).isTrue();
        assertThat(header.checksumValid()).isTrue();
        assertThat(header.chunkCount()).isZero();
    }

    private static String withoutLastNuls(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == 0) {
            end--;
        }
        return text.substring(0, end);
    }
}
