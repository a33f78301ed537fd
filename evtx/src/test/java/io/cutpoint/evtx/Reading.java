package io.cutpoint.evtx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Everything that a reader finds in a file or chunk, copied out of the flyweights.
record Reading(List<Read> records, List<EvtxProblem> problems) {

    record Read(long recordId, long filetime, List<Leaf> leaves) {
        /// The values at a place such as `EventData/Data[Image]`, in order.
        List<String> texts(String field) {
            return leaves.stream().filter(leaf -> leaf.field().equals(field)).map(Leaf::text).toList();
        }
    }

    record Leaf(String field, ValueType type, String text) {}

    static Reading ofFile(byte[] file) {
        return ofFile(file, new EvtxChunkReader());
    }

    static Reading ofFile(byte[] file, EvtxChunkReader reader) {
        Reading all = new Reading(new ArrayList<>(), new ArrayList<>());
        int first = EvtxFileHeader.parse(file).chunkOffset();
        for (int at = first; at < file.length; at += EvtxFileHeader.CHUNK_BYTES) {
            int end = Math.min(file.length, at + EvtxFileHeader.CHUNK_BYTES);
            all.add(Arrays.copyOfRange(file, at, end), end - at, reader);
        }
        return all;
    }

    static Reading ofChunk(byte[] chunk) {
        return ofChunk(chunk, chunk.length, new EvtxChunkReader());
    }

    static Reading ofChunk(byte[] chunk, int length, EvtxChunkReader reader) {
        Reading all = new Reading(new ArrayList<>(), new ArrayList<>());
        all.add(chunk, length, reader);
        return all;
    }

    List<EvtxProblem> refused() {
        return problems.stream().filter(problem -> problem.kind().refused()).toList();
    }

    private void add(byte[] chunk, int length, EvtxChunkReader reader) {
        reader.read(chunk, length, new RecordVisitor() {
            @Override
            public void record(EvtxRecord record) {
                List<Leaf> leaves = new ArrayList<>();
                for (int i = 0; i < record.count(); i++) {
                    leaves.add(new Leaf(record.field(i).toString(), record.type(i), record.text(i)));
                }
                records.add(new Read(record.recordId(), record.writtenFiletime(), leaves));
            }

            @Override
            public void problem(EvtxProblem problem) {
                problems.add(problem);
            }
        });
    }
}
