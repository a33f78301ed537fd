package io.cutpoint.evtx;

import java.util.Arrays;

/// Numbers of the BinXML grammar (\[MS-EVEN6\] 2.2.12 to 2.2.18).
final class BinXml {
    static final int END_OF_FRAGMENT = 0x00;
    static final int OPEN_ELEMENT = 0x01;
    static final int CLOSE_START_TAG = 0x02;
    static final int CLOSE_EMPTY_ELEMENT = 0x03;
    static final int END_ELEMENT = 0x04;
    static final int VALUE = 0x05;
    static final int ATTRIBUTE = 0x06;
    static final int CDATA = 0x07;
    static final int CHAR_REFERENCE = 0x08;
    static final int ENTITY_REFERENCE = 0x09;
    static final int PI_TARGET = 0x0A;
    static final int PI_DATA = 0x0B;
    static final int TEMPLATE_INSTANCE = 0x0C;
    static final int SUBSTITUTION = 0x0D;
    static final int OPTIONAL_SUBSTITUTION = 0x0E;
    static final int FRAGMENT_HEADER = 0x0F;

    /// Set on a token when more of the same kind follow (or, on an element, attributes); needed nowhere but there.
    static final int MORE = 0x40;

    static final int TYPE_NULL = 0x00;
    static final int TYPE_STRING = 0x01;
    static final int TYPE_ANSI_STRING = 0x02;
    static final int TYPE_INT8 = 0x03;
    static final int TYPE_UINT8 = 0x04;
    static final int TYPE_INT16 = 0x05;
    static final int TYPE_UINT16 = 0x06;
    static final int TYPE_INT32 = 0x07;
    static final int TYPE_UINT32 = 0x08;
    static final int TYPE_INT64 = 0x09;
    static final int TYPE_UINT64 = 0x0A;
    static final int TYPE_REAL32 = 0x0B;
    static final int TYPE_REAL64 = 0x0C;
    static final int TYPE_BOOL = 0x0D;
    static final int TYPE_BINARY = 0x0E;
    static final int TYPE_GUID = 0x0F;
    static final int TYPE_SIZE_T = 0x10;
    static final int TYPE_FILETIME = 0x11;
    static final int TYPE_SYSTEMTIME = 0x12;
    static final int TYPE_SID = 0x13;
    static final int TYPE_HEX_INT32 = 0x14;
    static final int TYPE_HEX_INT64 = 0x15;
    static final int TYPE_EVT_HANDLE = 0x20;
    static final int TYPE_BINXML = 0x21;
    static final int TYPE_EVT_XML = 0x23;

    /// Set on a type when the value is an array of it.
    static final int ARRAY = 0x80;

    /// Added to the number of a type of the grammar in a [#code(int, int)]; more than there are public types.
    static final int RAW = 32;

    private static final int RAW_SHIFT = 5;

    private static final int[] FIXED_BYTES = new int[256];
    private static final ValueType[] VALUE_TYPES = new ValueType[256];

    /// Fixed size (upper bits) and public type (lower five bits) of the types of fixed size; -1 for all others.
    private static final int[] DIRECT = new int[256];

    private BinXml() {}

    static {
        Arrays.fill(DIRECT, -1);
        fixed(TYPE_INT8, 1, ValueType.INT);
        fixed(TYPE_UINT8, 1, ValueType.UINT);
        fixed(TYPE_INT16, 2, ValueType.INT);
        fixed(TYPE_UINT16, 2, ValueType.UINT);
        fixed(TYPE_INT32, 4, ValueType.INT);
        fixed(TYPE_UINT32, 4, ValueType.UINT);
        fixed(TYPE_INT64, 8, ValueType.INT);
        fixed(TYPE_UINT64, 8, ValueType.UINT);
        fixed(TYPE_REAL32, 4, ValueType.REAL);
        fixed(TYPE_REAL64, 8, ValueType.REAL);
        fixed(TYPE_BOOL, 4, ValueType.BOOL);
        fixed(TYPE_GUID, 16, ValueType.GUID);
        fixed(TYPE_FILETIME, 8, ValueType.FILETIME);
        fixed(TYPE_SYSTEMTIME, 16, ValueType.SYSTEMTIME);
        fixed(TYPE_HEX_INT32, 4, ValueType.HEX_INT32);
        fixed(TYPE_HEX_INT64, 8, ValueType.HEX_INT64);
        VALUE_TYPES[TYPE_NULL] = ValueType.EMPTY;
        VALUE_TYPES[TYPE_STRING] = ValueType.STRING;
        VALUE_TYPES[TYPE_EVT_XML] = ValueType.STRING;
        VALUE_TYPES[TYPE_ANSI_STRING] = ValueType.ANSI_STRING;
        VALUE_TYPES[TYPE_BINARY] = ValueType.BINARY;
        VALUE_TYPES[TYPE_EVT_HANDLE] = ValueType.BINARY;
        VALUE_TYPES[TYPE_SIZE_T] = ValueType.SIZE_T;
        VALUE_TYPES[TYPE_SID] = ValueType.SID;
        VALUE_TYPES[TYPE_BINXML] = ValueType.BINARY;
    }

    private static void fixed(int type, int bytes, ValueType value) {
        FIXED_BYTES[type] = bytes;
        VALUE_TYPES[type] = value;
        DIRECT[type] = bytes << RAW_SHIFT | value.ordinal();
    }

    /// A value's type in one number: that of a [ValueType] where a value of this type and size can be shown as it is,
    /// else [#RAW] and the number of the type in the grammar.
    static int code(int type, int length) {
        int direct = DIRECT[type];
        return direct >> RAW_SHIFT == length ? direct & (RAW - 1) : RAW + type;
    }

    /// Bytes of a value of this type, or 0 where they vary; arrays have 0.
    static int fixedBytes(int type) {
        return FIXED_BYTES[type];
    }

    /// True for a type of the grammar, without the array bit.
    static boolean isKnown(int type) {
        return VALUE_TYPES[type] != null;
    }

    /// The public type of a known one.
    static ValueType valueType(int type) {
        return VALUE_TYPES[type];
    }
}
