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
    /// A leaf's value in one number: where its bytes begin (20 bits), how many there are (20), its type (5; one bit
    /// stays free), and which source they lie in. The limits of [RecordDecoder] keep each within its bits.
    static final int LENGTH_SHIFT = 20;

    static final int TYPE_SHIFT = 40;
    static final int SOURCE_SHIFT = 46;
    static final int SPAN_MASK = (1 << LENGTH_SHIFT) - 1;

    private static final int TYPE_MASK = 31;

    private long recordId;
    private long writtenFiletime;
    private int offset;
    private int length;

    private int count;
    private EvtxField[] fields = new EvtxField[64];
    private long[] values = new long[64];

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
        return ValueType.of(typeOf(values[i]));
    }

    /// The array that the raw bytes of a leaf's value lie in: the chunk, or one of the reader's own. Not to be changed.
    public byte[] bytes(int i) {
        Objects.checkIndex(i, count);
        return bytesOf(values[i]);
    }

    /// Where the raw bytes of a leaf's value begin in [#bytes(int)].
    public int valueOffset(int i) {
        Objects.checkIndex(i, count);
        return offsetOf(values[i]);
    }

    /// Number of raw bytes of a leaf's value.
    public int valueLength(int i) {
        Objects.checkIndex(i, count);
        return lengthOf(values[i]);
    }

    /// The type, place and size of a leaf's value in one number, for who walks all leaves of millions of records: to be
    /// taken apart by [#typeOf], [#offsetOf], [#lengthOf] and [#bytesOf].
    public long value(int i) {
        Objects.checkIndex(i, count);
        return values[i];
    }

    /// The ordinal of the [#type(int)] of a [#value(int)].
    public static int typeOf(long value) {
        return (int) (value >>> TYPE_SHIFT) & TYPE_MASK;
    }

    /// The [#valueOffset(int)] of a [#value(int)].
    public static int offsetOf(long value) {
        return (int) value & SPAN_MASK;
    }

    /// The [#valueLength(int)] of a [#value(int)].
    public static int lengthOf(long value) {
        return (int) (value >>> LENGTH_SHIFT) & SPAN_MASK;
    }

    /// The [#bytes(int)] of a [#value(int)] of this record.
    public byte[] bytesOf(long value) {
        return sources[(int) (value >>> SOURCE_SHIFT)];
    }

    /// The number that a leaf of one of the number types holds, 1 or 0 for [ValueType#BOOL], the ticks of a
    /// [ValueType#FILETIME].
    ///
    /// @throws IllegalStateException for any other type
    public long number(int i) {
        byte[] from = bytes(i);
        int at = valueOffset(i);
        int size = valueLength(i);
        return switch (type(i)) {
            case INT -> ValueText.signed(from, at, size);
            case UINT, HEX_INT32, HEX_INT64, SIZE_T, FILETIME -> ValueText.unsigned(from, at, size);
            case BOOL -> ValueText.isTrue(from, at, size) ? 1 : 0;
            case EMPTY, STRING, ANSI_STRING, REAL, BINARY, GUID, SID, SYSTEMTIME ->
                throw new IllegalStateException(field(i) + " is no number but " + type(i));
        };
    }

    /// Appends the text of a leaf's value as UTF-8 and returns the number of bytes.
    public int appendText(int i, Utf8Sink sink) {
        int before = sink.length();
        ValueText.append(type(i), bytes(i), valueOffset(i), valueLength(i), sink);
        return sink.length() - before;
    }

    /// The text of a leaf's value as a new string; unpaired surrogates are kept.
    public String text(int i) {
        if (type(i) == ValueType.STRING) {
            return LittleEndian.text(bytes(i), valueOffset(i), valueLength(i) >> 1);
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

    /// Adds a leaf whose value is packed, as all are, into one number.
    void add(EvtxField field, long value) throws EvtxFormatException {
        int i = count;
        if (i == values.length) {
            grow();
        }
        fields[i] = field;
        values[i] = value;
        count = i + 1;
    }

    static long pack(ValueType type, int source, int valueOffset, int valueLength) {
        return (long) source << SOURCE_SHIFT
                | (long) type.ordinal() << TYPE_SHIFT
                | (long) valueLength << LENGTH_SHIFT
                | valueOffset;
    }

    private void grow() throws EvtxFormatException {
        if (count >= EvtxChunkReader.MAX_LEAVES) {
            throw EvtxFormatException.limit(
                    offset, "at most " + EvtxChunkReader.MAX_LEAVES + " values in a record", "more");
        }
        int room = Math.min(EvtxChunkReader.MAX_LEAVES, 2 * values.length);
        fields = Arrays.copyOf(fields, room);
        values = Arrays.copyOf(values, room);
    }
}
