package io.cutpoint.evtx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class EvtxRowTest {

    private static final UUID PROVIDER = UUID.fromString("5770385f-c22a-43e0-bf4c-06f5698ffbd9");
    private static final UUID GUID = new UUID(0x0102030405060708L, 0x090a0b0c0d0e0f10L);
    private static final long TIME = 133_500_000_000_000_000L;

    private static EvtxShape shape() {
        return EvtxShape.of("Provider", 42)
                .providerGuid(PROVIDER)
                .qualifiers(16_384)
                .kind(2, 3, 4, 5)
                .keywords(0x8020_0000_0000_0000L)
                .place("Channel", "host.example")
                .text("Text")
                .text("Empty")
                .int32("Signed")
                .uint32("Unsigned")
                .uint64("Long")
                .hex32("Hex")
                .hex64("LongHex")
                .bool("Bool")
                .guid("Guid")
                .filetime("Time")
                .sid("Sid")
                .build();
    }

    private static EvtxRow fill(EvtxRow row) {
        return row.begin(shape(), TIME, 4, 8, EvtxSid.of("S-1-5-18"))
                .text("Grüße")
                .text("")
                .int32(-1)
                .uint32(0xFFFF_FFFFL)
                .uint64(1L << 40)
                .hex32(0x10)
                .hex64(0x3e7)
                .bool(true)
                .guid(GUID)
                .time(TIME)
                .sid(EvtxSid.of("S-1-5-21-1-2-3-1001"));
    }

    @Test
    void aRowReadsAsTheEventWithTheSameValues() throws Exception {
        EvtxEvent event = EvtxEvent.of("Provider", 42)
                .providerGuid(PROVIDER)
                .qualifiers(16_384)
                .version(2)
                .level(3)
                .task(4)
                .opcode(5)
                .keywords(0x8020_0000_0000_0000L)
                .channel("Channel")
                .computer("host.example")
                .filetime(TIME)
                .processId(4)
                .threadId(8)
                .userSid("S-1-5-18")
                .data("Text", "Grüße")
                .data("Empty", EvtxValue.empty())
                .data("Signed", EvtxValue.int32(-1))
                .data("Unsigned", EvtxValue.uint32(0xFFFF_FFFFL))
                .data("Long", EvtxValue.uint64(1L << 40))
                .data("Hex", EvtxValue.hexInt32(0x10))
                .data("LongHex", EvtxValue.hexInt64(0x3e7))
                .data("Bool", EvtxValue.bool(true))
                .data("Guid", EvtxValue.guid(GUID))
                .data("Time", EvtxValue.filetime(TIME))
                .data("Sid", EvtxValue.sid("S-1-5-21-1-2-3-1001"))
                .build();
        MemoryChannel rows = new MemoryChannel();
        MemoryChannel events = new MemoryChannel();

        try (EvtxWriter writer = new EvtxWriter(rows)) {
            writer.write(fill(new EvtxRow()));
        }
        try (EvtxWriter writer = new EvtxWriter(events)) {
            writer.write(event);
        }

        Reading read = Reading.ofFile(rows.toArray());
        assertThat(read.problems()).isEmpty();
        assertThat(read.records()).hasSize(1).isEqualTo(Reading.ofFile(events.toArray()).records());
    }

    @Test
    void manyRowsFillManyChunksAndKeepTheirNumbers() throws Exception {
        MemoryChannel channel = new MemoryChannel();
        EvtxRow row = new EvtxRow();

        try (EvtxWriter writer = new EvtxWriter(channel, 1_000)) {
            for (int i = 0; i < 2_000; i++) {
                assertThat(writer.write(fill(row))).isEqualTo(1_000 + i);
            }
        }

        Reading read = Reading.ofFile(channel.toArray());
        assertThat(read.problems()).isEmpty();
        assertThat(read.records()).hasSize(2_000);
        assertThat(read.records().getFirst().recordId()).isEqualTo(1_000);
        assertThat(read.records().getLast().recordId()).isEqualTo(2_999);
        assertThat(channel.toArray().length).isGreaterThan(3 * EvtxFileHeader.CHUNK_BYTES);
    }

    @Test
    void aValueOfAnotherTypeIsRefused() {
        EvtxRow row = new EvtxRow().begin(shape(), TIME, 4, 8, null);

        assertThatThrownBy(() -> row.uint32(1)).isInstanceOf(IllegalStateException.class).hasMessageContaining("event 42");
    }

    @Test
    void aRowWithTooFewValuesIsRefused() throws Exception {
        try (EvtxWriter writer = new EvtxWriter(new MemoryChannel())) {
            EvtxRow row = new EvtxRow().begin(shape(), TIME, 4, 8, null).text("alone");

            assertThatThrownBy(() -> writer.write(row)).isInstanceOf(IllegalStateException.class).hasMessageContaining("11 values, not 1");
        }
    }
}
