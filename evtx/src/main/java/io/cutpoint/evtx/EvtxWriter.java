package io.cutpoint.evtx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Objects;
import java.util.zip.CRC32;

/// Writes an event log file: made for fixtures and demonstrations, dense and valid, with checksums, tables of names and
/// templates, and templates shared by the events of one shape.
///
/// The same events give the same bytes. Chunks go to the channel as they fill up; the header block, which counts them,
/// is written when the writer is closed. The channel stays open: it is the caller's. Not safe for use by several
/// threads at once.
public final class EvtxWriter implements AutoCloseable {
    private final SeekableByteChannel channel;
    private final long start;
    private final ChunkBuilder chunk = new ChunkBuilder();
    private long chunks;
    private long nextRecordId;
    private boolean closed;

    /// Begins a file at the channel's position.
    public EvtxWriter(SeekableByteChannel channel) throws IOException {
        this(channel, 1);
    }

    /// Begins a file at the channel's position whose records are counted from `firstRecordId` on, as in the file that
    /// follows one that was archived.
    public EvtxWriter(SeekableByteChannel channel, long firstRecordId) throws IOException {
        if (firstRecordId <= 0) {
            throw new IllegalArgumentException("record identifier " + firstRecordId + " is not positive");
        }
        this.nextRecordId = firstRecordId;
        this.channel = Objects.requireNonNull(channel, "channel");
        this.start = channel.position();
        writeFully(ByteBuffer.allocate(EvtxFileHeader.FILE_HEADER_BYTES));
    }

    /// Adds an event and returns the identifier of its record.
    ///
    /// @throws IllegalArgumentException if its identifier is not larger than the one before, or if it has more bytes
    ///     than a chunk can hold
    public long write(EvtxEvent event) throws IOException {
        if (closed) {
            throw new IllegalStateException("the writer is closed");
        }
        if (event.recordId != 0 && event.recordId < nextRecordId) {
            throw new IllegalArgumentException(
                    "record identifier " + event.recordId + " after " + (nextRecordId - 1));
        }
        long id = event.recordId != 0 ? event.recordId : nextRecordId;
        if (!chunk.add(event, id)) {
            if (chunk.records() > 0) {
                flush();
            }
            if (!chunk.add(event, id)) {
                throw new IllegalArgumentException("an event that is larger than a chunk");
            }
        }
        nextRecordId = id + 1;
        return id;
    }

    /// Adds the event in a row, which can then be filled again, and returns the identifier of its record.
    ///
    /// @throws IllegalStateException if the row has not all values of its shape
    /// @throws IllegalArgumentException if it has more bytes than a chunk can hold
    public long write(EvtxRow row) throws IOException {
        if (closed) {
            throw new IllegalStateException("the writer is closed");
        }
        long id = nextRecordId;
        if (!chunk.add(row, id)) {
            if (chunk.records() > 0) {
                flush();
            }
            if (!chunk.add(row, id)) {
                throw new IllegalArgumentException("an event that is larger than a chunk");
            }
        }
        nextRecordId = id + 1;
        return id;
    }

    /// How many bytes the file has so far, without the chunk that is being filled.
    public long bytes() {
        return EvtxFileHeader.FILE_HEADER_BYTES + chunks * EvtxFileHeader.CHUNK_BYTES;
    }

    /// Writes what is left and the header block. Further calls do nothing.
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        if (chunk.records() > 0) {
            flush();
        }
        long end = channel.position();
        channel.position(start);
        writeFully(ByteBuffer.wrap(header()));
        channel.position(end);
    }

    private byte[] header() {
        byte[] header = new byte[EvtxFileHeader.FILE_HEADER_BYTES];
        LittleEndian.putI64(header, 0, EvtxFileHeader.SIGNATURE);
        LittleEndian.putI64(header, 16, Math.max(0, chunks - 1));
        LittleEndian.putI64(header, 24, nextRecordId);
        LittleEndian.putI32(header, 32, EvtxFileHeader.USED_BYTES);
        LittleEndian.putU16(header, 36, 1);
        LittleEndian.putU16(header, 38, 3);
        LittleEndian.putU16(header, 40, EvtxFileHeader.FILE_HEADER_BYTES);
        LittleEndian.putU16(header, 42, (int) chunks);
        CRC32 crc = new CRC32();
        crc.update(header, 0, EvtxFileHeader.CHECKED_BYTES);
        LittleEndian.putI32(header, 124, (int) crc.getValue());
        return header;
    }

    private void flush() throws IOException {
        writeFully(ByteBuffer.wrap(chunk.finish(), 0, EvtxFileHeader.CHUNK_BYTES));
        chunk.clear();
        chunks++;
    }

    private void writeFully(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
