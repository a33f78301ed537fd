package io.cutpoint.evtx;

import java.util.Objects;
import java.util.zip.CRC32;

/// The header block of an event log file.
///
/// Nothing in it is needed to read the chunks, so nothing but a missing signature is worth refusing a file for: dirty
/// files (copied while in use) carry stale counts, and a wrong checksum is a warning.
///
/// @param signed whether the block begins with the signature `ElfFile`
/// @param firstChunk number of the oldest chunk, unsigned
/// @param lastChunk number of the chunk written last, unsigned
/// @param nextRecordId identifier that the next record will get, unsigned
/// @param majorVersion 3 in all known files
/// @param minorVersion 1, or 2 on recent systems
/// @param chunkOffset where the first chunk begins; [#FILE_HEADER_BYTES] where the header's own number is impossible
/// @param chunkCount chunks that the header promises, 0 to 65535; a larger file counts modulo 65536
/// @param dirty whether the file was open when it was copied
/// @param full whether the log had reached its largest size
/// @param checksumValid whether the CRC-32 of the first 120 bytes is the stored one
public record EvtxFileHeader(
        boolean signed,
        long firstChunk,
        long lastChunk,
        long nextRecordId,
        int majorVersion,
        int minorVersion,
        int chunkOffset,
        int chunkCount,
        boolean dirty,
        boolean full,
        boolean checksumValid) {

    /// Bytes of a chunk.
    public static final int CHUNK_BYTES = 65_536;

    /// Bytes of the header block of all known files.
    public static final int FILE_HEADER_BYTES = 4_096;

    static final long SIGNATURE = 0x00_65_6C_69_46_66_6C_45L; // "ElfFile\0"
    static final int USED_BYTES = 128;
    static final int CHECKED_BYTES = 120;
    static final int FLAG_DIRTY = 1;
    static final int FLAG_FULL = 2;

    /// Reads the header from the first bytes of a file; 128 are enough, and fewer are an unsigned header.
    public static EvtxFileHeader parse(byte[] first) {
        Objects.requireNonNull(first, "first");
        if (first.length < USED_BYTES) {
            return new EvtxFileHeader(false, 0, 0, 0, 0, 0, FILE_HEADER_BYTES, 0, false, false, false);
        }
        int blockBytes = LittleEndian.u16(first, 40);
        boolean possible = blockBytes >= USED_BYTES && blockBytes <= CHUNK_BYTES;
        int flags = LittleEndian.i32(first, 120);
        CRC32 crc = new CRC32();
        crc.update(first, 0, CHECKED_BYTES);
        return new EvtxFileHeader(
                LittleEndian.i64(first, 0) == SIGNATURE,
                LittleEndian.i64(first, 8),
                LittleEndian.i64(first, 16),
                LittleEndian.i64(first, 24),
                LittleEndian.u16(first, 38),
                LittleEndian.u16(first, 36),
                possible ? blockBytes : FILE_HEADER_BYTES,
                LittleEndian.u16(first, 42),
                (flags & FLAG_DIRTY) != 0,
                (flags & FLAG_FULL) != 0,
                crc.getValue() == LittleEndian.u32(first, 124));
    }
}
