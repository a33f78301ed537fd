package io.cutpoint.evtx;

import java.util.Arrays;

/// Jazzer target: arbitrary bytes as a chunk, as the BinXML of a record, or as changes to a valid chunk.
///
/// Run with `jazzer --cp=target/classes:target/test-classes --target_class=io.cutpoint.evtx.EvtxFuzzer`. Findings
/// belong into `src/test/fuzz/evtx`, where [EvtxFuzzerReplayTest] replays them for ever.
public final class EvtxFuzzer {
    private static final byte[] VALID = valid();

    private EvtxFuzzer() {}

    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length == 0) {
            return;
        }
        byte[] rest = Arrays.copyOfRange(data, 1, data.length);
        switch (data[0] & 3) {
            case 0 -> {
                EvtxFileHeader.parse(rest);
                EvtxChunkReader reader = new EvtxChunkReader();
                for (int at = 0; at < rest.length; at += EvtxFileHeader.CHUNK_BYTES) {
                    int end = Math.min(rest.length, at + EvtxFileHeader.CHUNK_BYTES);
                    read(reader, Arrays.copyOfRange(rest, at, end));
                }
            }
            case 1 -> {
                RawChunk raw = new RawChunk();
                raw.begin().put(Arrays.copyOf(rest, Math.min(rest.length, 60_000))).end();
                read(new EvtxChunkReader(), raw.finish());
            }
            case 2 -> {
                RawChunk raw = new RawChunk();
                raw.begin().fragmentHeader().template(() -> raw.put(Arrays.copyOf(rest, Math.min(rest.length, 30_000))));
                raw.values(BinXml.TYPE_BINXML, Arrays.copyOf(rest, Math.min(rest.length, 20_000)));
                raw.u8(BinXml.END_OF_FRAGMENT).end();
                read(new EvtxChunkReader(), raw.finish());
            }
            default -> {
                byte[] changed = VALID.clone();
                for (int i = 0; i + 2 < rest.length; i += 3) {
                    changed[LittleEndian.u16(rest, i)] = rest[i + 2];
                }
                read(new EvtxChunkReader(), changed);
            }
        }
    }

    private static void read(EvtxChunkReader reader, byte[] chunk) {
        Utf8Sink sink = new Utf8Sink();
        reader.read(chunk, chunk.length, new RecordVisitor() {
            @Override
            public void record(EvtxRecord record) {
                sink.truncate(0);
                for (int i = 0; i < record.count(); i++) {
                    record.appendText(i, sink);
                    if (record.field(i).index() >= EvtxChunkReader.MAX_FIELDS) {
                        throw new IllegalStateException("more fields than the table holds");
                    }
                }
                if (sink.length() > 16 * RecordDecoder.MAX_VALUE_BYTES) {
                    throw new IllegalStateException(sink.length() + " bytes of text in a record");
                }
            }

            @Override
            public void problem(EvtxProblem problem) {
                if (problem.offset() < 0 || problem.partOffset() < 0 || problem.offset() > chunk.length) {
                    throw new IllegalStateException("a problem outside the chunk: " + problem);
                }
            }
        });
    }

    private static byte[] valid() {
        MemoryChannel channel = new MemoryChannel();
        try (EvtxWriter writer = new EvtxWriter(channel)) {
            for (RandomEvents.Expected expected : new RandomEvents(1).next(60)) {
                writer.write(expected.event());
            }
        } catch (java.io.IOException impossible) {
            throw new java.io.UncheckedIOException(impossible);
        }
        return Arrays.copyOfRange(channel.toArray(), 4_096, 4_096 + 65_536);
    }
}
