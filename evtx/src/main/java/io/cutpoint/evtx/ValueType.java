package io.cutpoint.evtx;

/// What a value of a record is, after arrays and nested fragments have been taken apart.
public enum ValueType {
    /// Present without content: an element without text, a null substitution in an element, a string of length 0.
    EMPTY,
    /// UTF-16 little endian, without terminating NUL characters; may hold unpaired surrogates.
    STRING,
    /// One byte per character in an unknown code page; read as ISO 8859-1, without terminating NUL bytes.
    ANSI_STRING,
    /// A signed integer of one to eight bytes; as text decimal.
    INT,
    /// An unsigned integer of one to eight bytes; as text decimal.
    UINT,
    /// A floating point number of four or eight bytes; as text the shortest decimal.
    REAL,
    /// True if any byte is not zero, whatever the size; as text `true` or `false`.
    BOOL,
    /// Bytes; as text upper-case hexadecimal. Values whose size does not fit their declared type are given so too.
    BINARY,
    /// Sixteen bytes; as text `{9E814AAD-3204-11D2-9A82-006008A86939}`.
    GUID,
    /// A security identifier; as text `S-1-5-18`.
    SID,
    /// 100 ns since 1601 UTC, unsigned; as text `2019-09-01T11:54:22.4504890Z`, always with seven digits.
    FILETIME,
    /// Eight 16-bit numbers, UTC; as text `2019-09-01T11:54:22.450Z`.
    SYSTEMTIME,
    /// As text `0x3e7`.
    HEX_INT32,
    /// As text `0x3e7`.
    HEX_INT64,
    /// Four or eight bytes; as text `0x3e7`.
    SIZE_T;

    private static final ValueType[] VALUES = values();

    static ValueType of(int ordinal) {
        return VALUES[ordinal];
    }
}
