package io.cutpoint.evtx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class EvtxFileHeaderTest {

    @Test
    void aWrittenHeaderIsReadBack() throws IOException {
        byte[] file = RandomEvents.file(new RandomEvents(1).next(600));

        EvtxFileHeader header = EvtxFileHeader.parse(file);

        assertThat(header.signed()).isTrue();
        assertThat(header.checksumValid()).isTrue();
        assertThat(header.dirty()).isFalse();
        assertThat(header.full()).isFalse();
        assertThat(header.majorVersion()).isEqualTo(3);
        assertThat(header.nextRecordId()).isEqualTo(601);
        assertThat(header.chunkOffset()).isEqualTo(EvtxFileHeader.FILE_HEADER_BYTES);
        assertThat(header.chunkCount()).isEqualTo((file.length - 4_096) / EvtxFileHeader.CHUNK_BYTES);
        assertThat(header.lastChunk()).isEqualTo(header.chunkCount() - 1);
    }

    @Test
    void aDirtyFullHeaderWithAWrongChecksumIsStillRead() throws IOException {
        byte[] file = RandomEvents.file(new RandomEvents(1).next(5));
        file[120] = 3;
        file[124] ^= 1;

        EvtxFileHeader header = EvtxFileHeader.parse(file);

        assertThat(header.signed()).isTrue();
        assertThat(header.dirty()).isTrue();
        assertThat(header.full()).isTrue();
        assertThat(header.checksumValid()).isFalse();
    }

    @Test
    void anImpossibleBlockSizeBecomesTheUsualOne() throws IOException {
        byte[] file = RandomEvents.file(new RandomEvents(1).next(5));
        LittleEndian.putU16(file, 40, 7);

        assertThat(EvtxFileHeader.parse(file).chunkOffset()).isEqualTo(EvtxFileHeader.FILE_HEADER_BYTES);
    }

    @Test
    void fewerBytesThanAHeaderAreUnsigned() {
        assertThat(EvtxFileHeader.parse(new byte[0]).signed()).isFalse();
        assertThat(EvtxFileHeader.parse(new byte[127]).signed()).isFalse();
        assertThat(EvtxFileHeader.parse(new byte[4_096]).signed()).isFalse();
    }
}
