package io.cutpoint.evtx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EvtxTextTest {

    @Test
    void aTextWrittenLaterIsTheTextOfTheRecord() throws IOException {
        byte[] file = RandomEvents.file(new RandomEvents(8).next(600));
        EvtxChunkReader reader = new EvtxChunkReader();
        EvtxText text = new EvtxText();
        Utf8Sink sink = new Utf8Sink(64);
        Set<ValueType> seen = EnumSet.noneOf(ValueType.class);
        for (int at = EvtxFileHeader.parse(file).chunkOffset(); at < file.length; at += EvtxFileHeader.CHUNK_BYTES) {
            byte[] chunk = Arrays.copyOfRange(file, at, at + EvtxFileHeader.CHUNK_BYTES);
            reader.read(chunk, chunk.length, new RecordVisitor() {
                @Override
                public void record(EvtxRecord record) {
                    for (int i = 0; i < record.count(); i++) {
                        ValueType type = record.type(i);
                        int length = record.valueLength(i);
                        long value = record.value(i);
                        assertThat(EvtxRecord.typeOf(value)).isEqualTo(type.ordinal());
                        assertThat(EvtxRecord.lengthOf(value)).isEqualTo(length);
                        assertThat(EvtxRecord.offsetOf(value)).isEqualTo(record.valueOffset(i));
                        assertThat(record.bytesOf(value)).isSameAs(record.bytes(i));
                        sink.truncate(0);
                        record.appendText(i, sink);
                        // No byte more than promised: a larger text would find another array, and none of it here.
                        byte[] to = new byte[3 + EvtxText.most(type, length)];

                        int end = text.write(type, record.bytes(i), record.valueOffset(i), length, to, 3);

                        assertThat(Arrays.copyOfRange(to, 3, end)).isEqualTo(Arrays.copyOf(sink.array(), sink.length()));
                        assertThat(EvtxText.isEmpty(type, length)).isEqualTo(sink.length() == 0);
                        seen.add(type);
                    }
                }

                @Override
                public void problem(EvtxProblem problem) {
                    throw new IllegalStateException(problem.toString());
                }
            });
        }
        assertThat(seen).contains(ValueType.STRING, ValueType.GUID, ValueType.SID, ValueType.FILETIME, ValueType.REAL, ValueType.BINARY, ValueType.HEX_INT64);
    }
}
