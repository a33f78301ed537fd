package io.cutpoint.evtx;

/// Writes the text of values into arrays of the caller's, for values whose text is wanted later or never.
///
/// The texts are those of [EvtxRecord#appendText]. Not safe for use by several threads at once.
public final class EvtxText {
    private static final byte[] NOTHING = {};

    /// Bytes of a text that do not grow with the value: a time, a real number, a GUID.
    private static final int FIXED_BYTES = 64;

    private final Utf8Sink sink = new Utf8Sink(0);

    /// A writer.
    public EvtxText() {}

    /// The most bytes that the text of so many bytes of a value can have.
    public static int most(ValueType type, int length) {
        return switch (type) {
            case STRING -> 3 * (length >> 1) + 8;
            case ANSI_STRING, BINARY -> 2 * length;
            // A dash and at most ten digits for each four bytes.
            case SID -> FIXED_BYTES + 3 * length;
            case EMPTY, INT, UINT, REAL, BOOL, GUID, FILETIME, SYSTEMTIME, HEX_INT32, HEX_INT64, SIZE_T -> FIXED_BYTES;
        };
    }

    /// Whether a value's text has no bytes.
    public static boolean isEmpty(ValueType type, int length) {
        return switch (type) {
            case EMPTY -> true;
            case STRING -> length < 2;
            case ANSI_STRING, BINARY -> length == 0;
            case SID, INT, UINT, REAL, BOOL, GUID, FILETIME, SYSTEMTIME, HEX_INT32, HEX_INT64, SIZE_T -> false;
        };
    }

    /// Writes the text to `to` from `at` on, where [#most] bytes are free, and returns where it ends.
    public int write(ValueType type, byte[] from, int offset, int length, byte[] to, int at) {
        sink.over(to, at);
        ValueText.append(type, from, offset, length, sink);
        int end = sink.length();
        sink.over(NOTHING, 0);
        return end;
    }
}
