package io.cutpoint.evtx;

import java.util.Arrays;
import java.util.Objects;
import java.util.zip.CRC32;

/// Reads chunks of event log files, one at a time.
///
/// A reader keeps compiled templates and fields from chunk to chunk, bounded, so one reader per thread is used for many
/// chunks of many files; what it finds in a chunk never depends on the chunks before. Not safe for use by several
/// threads at once. It does no input or output, and its only exceptions are those for wrong calls and those that the
/// visitor throws.
///
/// Walking a chunk: records follow each other by size from the end of the chunk's header, and the last one is the one
/// whose identifier the header names; what lies behind is left over from earlier use and not read. Where no record
/// stands, the next place that looks like one (signature, size, copy of the size, identifier within those of the
/// header) is searched up to the end of the used space; all that is skipped is one problem. A chunk without its
/// signature is searched in the same way.
public final class EvtxChunkReader {
    /// Largest number of leaves of a record; a record has less than 64 KiB, and the largest real ones some hundreds.
    public static final int MAX_LEAVES = 16_384;

    /// Deepest nesting of elements within a fragment, and of fragments within values.
    public static final int MAX_DEPTH = 64;

    /// Number of fields that get an index; all Windows providers of a host together need some thousands.
    public static final int MAX_FIELDS = 16_384;

    static final int CHUNK_HEADER_BYTES = 512;
    static final int RECORD_HEADER_BYTES = 24;
    static final int RECORD_SIGNATURE = 0x0000_2A2A;
    static final long CHUNK_SIGNATURE = 0x00_6B_6E_68_43_66_6C_45L; // "ElfChnk\0"
    static final int FLAG_NO_CHECKSUM = 4;

    /// A record's header and the copy of its size.
    static final int MIN_RECORD_BYTES = 28;

    private static final int MAX_RECORDS =
            (EvtxFileHeader.CHUNK_BYTES - CHUNK_HEADER_BYTES) / MIN_RECORD_BYTES;

    private static final byte[] ZEROS = new byte[EvtxFileHeader.CHUNK_BYTES];

    private final RecordDecoder decoder = new RecordDecoder();
    private final CRC32 crc = new CRC32();

    private byte[] chunk = new byte[0];
    private int length;

    /// Where the used space of the chunk ends.
    private int live;

    /// Whether the identifiers of the first and last record are credible.
    private boolean idsKnown;

    private long firstId;
    private long lastId;

    /// A reader with nothing compiled yet.
    public EvtxChunkReader() {}

    /// Reads one chunk and calls the visitor for every record and problem in the order of their bytes. A chunk of zeros
    /// (space that was reserved and never used) is nothing.
    ///
    /// @param bytes the chunk; not changed, and not to be changed until this returns
    /// @param count bytes of the chunk, at most [EvtxFileHeader#CHUNK_BYTES]; fewer when the file was cut
    public void read(byte[] bytes, int count, RecordVisitor visitor) {
        Objects.requireNonNull(visitor, "visitor");
        if (count < 0 || count > bytes.length || count > EvtxFileHeader.CHUNK_BYTES) {
            throw new IllegalArgumentException("a chunk of " + count + " bytes in an array of " + bytes.length);
        }
        chunk = bytes;
        length = count;
        boolean signed = count >= 8 && LittleEndian.i64(bytes, 0) == CHUNK_SIGNATURE;
        if (!signed && isZero(0, count)) {
            return;
        }
        if (count < CHUNK_HEADER_BYTES) {
            visitor.problem(new EvtxProblem(
                    EvtxProblem.Kind.CHUNK_CUT, 0, count, "a header of " + CHUNK_HEADER_BYTES + " bytes", count + " bytes"));
            return;
        }
        readHeader();
        if (signed) {
            checkSums(visitor);
        } else {
            visitor.problem(new EvtxProblem(
                    EvtxProblem.Kind.CHUNK_SIGNATURE,
                    0,
                    0,
                    "ElfChnk",
                    "0x" + Long.toHexString(LittleEndian.i64(bytes, 0))));
        }
        decoder.beginChunk(bytes, count);
        int first = CHUNK_HEADER_BYTES;
        if (!signed && !isRecordAt(first)) {
            first = nextRecord(first);
        }
        if (first >= 0) {
            walk(first, visitor);
        }
    }

    private void readHeader() {
        firstId = LittleEndian.i64(chunk, 24);
        lastId = LittleEndian.i64(chunk, 32);
        idsKnown = lastId != -1
                && lastId != 0
                && lastId - firstId >= 0 && lastId - firstId < MAX_RECORDS;
        int free = LittleEndian.i32(chunk, 48);
        live = free >= CHUNK_HEADER_BYTES && free <= length ? free : length;
    }

    private void checkSums(RecordVisitor visitor) {
        if ((LittleEndian.i32(chunk, 120) & FLAG_NO_CHECKSUM) != 0) {
            return;
        }
        crc.reset();
        crc.update(chunk, 0, 120);
        crc.update(chunk, 128, CHUNK_HEADER_BYTES - 128);
        compare(124, "header", visitor);
        if (LittleEndian.i32(chunk, 48) == live) {
            crc.reset();
            crc.update(chunk, CHUNK_HEADER_BYTES, live - CHUNK_HEADER_BYTES);
            compare(52, "records", visitor);
        }
    }

    private void compare(int at, String part, RecordVisitor visitor) {
        long stored = LittleEndian.u32(chunk, at);
        if (stored != crc.getValue()) {
            visitor.problem(new EvtxProblem(
                    EvtxProblem.Kind.CHUNK_CHECKSUM,
                    0,
                    at,
                    "checksum 0x" + Long.toHexString(crc.getValue()) + " of the chunk's " + part,
                    "0x" + Long.toHexString(stored)));
        }
    }

    private void walk(int first, RecordVisitor visitor) {
        int at = first;
        long previousId = -1;
        while (at <= length - MIN_RECORD_BYTES && !(idsKnown && previousId == lastId)) {
            if (!isRecordAt(at)) {
                if (at >= live) {
                    break;
                }
                int next = nextRecord(at);
                if (next >= 0 || !isZero(at, live)) {
                    visitor.problem(new EvtxProblem(
                            EvtxProblem.Kind.RECORDS_LOST,
                            at,
                            at,
                            "a record",
                            (next >= 0 ? next - at : live - at) + " bytes that are none"));
                }
                if (next < 0) {
                    break;
                }
                at = next;
                continue;
            }
            long id = LittleEndian.i64(chunk, at + 8);
            if (at >= live && !(idsKnown && id == previousId + 1 && Long.compareUnsigned(id, lastId) <= 0)) {
                break;
            }
            int size = LittleEndian.i32(chunk, at + 4);
            if (!isSize(size, at) || !endsWithSize(at, size, id, visitor)) {
                if (!isSize(size, at)) {
                    visitor.problem(new EvtxProblem(
                            EvtxProblem.Kind.RECORD_SIZE,
                            at,
                            at + 4,
                            "a size of " + MIN_RECORD_BYTES + " to " + (length - at) + " bytes",
                            Integer.toUnsignedString(size)));
                }
                at = nextRecord(at + 4);
                if (at < 0) {
                    return;
                }
                continue;
            }
            decode(at, size, visitor);
            previousId = id;
            at += size;
        }
        if (idsKnown && previousId != lastId) {
            visitor.problem(new EvtxProblem(
                    EvtxProblem.Kind.RECORDS_MISSING,
                    at,
                    at,
                    "records up to " + Long.toUnsignedString(lastId),
                    previousId == -1 ? "none" : "the last is " + Long.toUnsignedString(previousId)));
        }
    }

    /// Compares the size of a record with its copy at the end. Where they differ, the record is read on if its end is
    /// certain otherwise: the next one begins there, or it is the last, or the copy is zero (as in files that were cut
    /// while they grew). False if not; the problem is told then.
    private boolean endsWithSize(int at, int size, long id, RecordVisitor visitor) {
        int copy = LittleEndian.i32(chunk, at + size - 4);
        if (copy == size) {
            return true;
        }
        boolean certain =
                copy == 0 || at + size == live || (idsKnown && id == lastId) || isRecordAt(at + size);
        visitor.problem(new EvtxProblem(
                certain ? EvtxProblem.Kind.RECORD_SIZE_COPY : EvtxProblem.Kind.RECORD_SIZE,
                at,
                at + size - 4,
                size + ", the size of the record",
                Integer.toUnsignedString(copy)));
        return certain;
    }

    private void decode(int at, int size, RecordVisitor visitor) {
        EvtxRecord record;
        try {
            record = decoder.decode(at, size, at + size - 4);
        } catch (EvtxFormatException damaged) {
            visitor.problem(damaged.in(at));
            return;
        }
        visitor.record(record);
    }

    /// The next offset from `from` on, within the used space, where a record seems to begin, or -1.
    private int nextRecord(int from) {
        for (int at = from; at <= live - MIN_RECORD_BYTES; at++) {
            if (chunk[at] == '*' && isRecordAt(at)) {
                int size = LittleEndian.i32(chunk, at + 4);
                long id = LittleEndian.i64(chunk, at + 8);
                if (isSize(size, at)
                        && LittleEndian.i32(chunk, at + size - 4) == size
                        && (!idsKnown || (id >= firstId && id <= lastId))) {
                    return at;
                }
            }
        }
        return -1;
    }

    private boolean isRecordAt(int at) {
        return at <= length - MIN_RECORD_BYTES && LittleEndian.i32(chunk, at) == RECORD_SIGNATURE;
    }

    private boolean isSize(int size, int at) {
        return size >= MIN_RECORD_BYTES && size <= length - at;
    }

    private boolean isZero(int from, int to) {
        return from >= to || Arrays.equals(chunk, from, to, ZEROS, 0, to - from);
    }
}
