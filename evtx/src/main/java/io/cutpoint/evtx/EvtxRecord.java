package io.cutpoint.evtx;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/// One record: its header, and the leaves of its event XML in document order.
///
/// A flyweight over the chunk: it is valid only inside [RecordVisitor#record(EvtxRecord)] and shows the next record
/// afterwards. Leaf `i` (0 to [#count()] - 1) is a value at a place, [#field(int)]. The values of an array, and of
/// elements that occur several times, are neighbouring leaves with the same field. An attribute without a value is
/// absent; an element without one is a leaf of type [ValueType#EMPTY].
public final class EvtxRecord {
    private static final int TYPE_BITS = 8;
    private static final int TYPE_MASK = (1 << TYPE_BITS) - 1;

    private long recordId;
    private long writtenFiletime;
    private int offset;
    private int length;

    private int count;
    private EvtxField[] fields = new EvtxField[64];
    private int[] kinds = new int[64];
    private int[] offsets = new int[64];
    private int[] lengths = new int[64];

    private byte[][] sources = new byte[8][];
    private int sourceCount;

    EvtxRecord() {}

    /// The identifier in the record's header, unsigned. `System/EventRecordID` is what the event itself says.
    public long recordId() {
        return recordId;
    }

    /// The time in the record's header, in 100 ns since 1601 UTC, unsigned; 0 in some real files.
    public long writtenFiletime() {
        return writtenFiletime;
    }

    /// Where the record begins, in bytes from the start of the chunk.
    public int offset() {
        return offset;
    }

    /// Bytes of the record with its header.
    public int length() {
        return length;
    }

    /// Number of leaves.
    public int count() {
        return count;
    }

    /// The place of a leaf.
    public EvtxField field(int i) {
        Objects.checkIndex(i, count);
        return fields[i];
    }

    /// The type of a leaf's value.
    public ValueType type(int i) {
        Objects.checkIndex(i, count);
        return ValueType.of(kinds[i] & TYPE_MASK);
    }

    /// The array that the raw bytes of a leaf's value lie in: the chunk, or one of the reader's own. Not to be changed.
    public byte[] bytes(int i) {
        Objects.checkIndex(i, count);
        return sources[kinds[i] >>> TYPE_BITS];
    }

    /// Where the raw bytes of a leaf's value begin in [#bytes(int)].
    public int valueOffset(int i) {
        Objects.checkIndex(i, count);
        return offsets[i];
    }

    /// Number of raw bytes of a leaf's value.
    public int valueLength(int i) {
        Objects.checkIndex(i, count);
        return lengths[i];
    }

    /// The number that a leaf of one of the number types holds, 1 or 0 for [ValueType#BOOL], the ticks of a
    /// [ValueType#FILETIME].
    ///
    /// @throws IllegalStateException for any other type
    public long number(int i) {
        byte[] from = bytes(i);
        return switch (type(i)) {
            case INT -> ValueText.signed(from, offsets[i], lengths[i]);
            case UINT, HEX_INT32, HEX_INT64, SIZE_T, FILETIME -> ValueText.unsigned(from, offsets[i], lengths[i]);
            case BOOL -> ValueText.isTrue(from, offsets[i], lengths[i]) ? 1 : 0;
            case EMPTY, STRING, ANSI_STRING, REAL, BINARY, GUID, SID, SYSTEMTIME ->
                throw new IllegalStateException(field(i) + " is no number but " + type(i));
        };
    }

    /// Appends the text of a leaf's value as UTF-8 and returns the number of bytes.
    public int appendText(int i, Utf8Sink sink) {
        int before = sink.length();
        ValueText.append(type(i), bytes(i), offsets[i], lengths[i], sink);
        return sink.length() - before;
    }

    /// The text of a leaf's value as a new string; unpaired surrogates are kept.
    public String text(int i) {
        if (type(i) == ValueType.STRING) {
            return LittleEndian.text(bytes(i), offsets[i], lengths[i] >> 1);
        }
        Utf8Sink sink = new Utf8Sink(64);
        appendText(i, sink);
        return new String(sink.array(), 0, sink.length(), StandardCharsets.UTF_8);
    }

    void begin(int newOffset, int newLength, long newRecordId, long newWrittenFiletime) {
        offset = newOffset;
        length = newLength;
        recordId = newRecordId;
        writtenFiletime = newWrittenFiletime;
        count = 0;
        sourceCount = 0;
    }

    int addSource(byte[] source) {
        if (sourceCount == sources.length) {
            sources = Arrays.copyOf(sources, 2 * sourceCount);
        }
        sources[sourceCount] = source;
        return sourceCount++;
    }

    void replaceSource(int source, byte[] bytes) {
        sources[source] = bytes;
    }

    void add(EvtxField field, ValueType type, int source, int valueOffset, int valueLength) {
        int i = count;
        if (i == kinds.length) {
            grow();
        }
        fields[i] = field;
        kinds[i] = source << TYPE_BITS | type.ordinal();
        offsets[i] = valueOffset;
        lengths[i] = valueLength;
        count = i + 1;
    }

    private void grow() {
        int room = 2 * kinds.length;
        fields = Arrays.copyOf(fields, room);
        kinds = Arrays.copyOf(kinds, room);
        offsets = Arrays.copyOf(offsets, room);
        lengths = Arrays.copyOf(lengths, room);
    }
}
