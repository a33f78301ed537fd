package io.cutpoint.evtx;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;

/// A typed value of an [EvtxEvent], as a provider would log it. Immutable.
public final class EvtxValue {
    /// Largest number of bytes that a value can have in a record.
    public static final int MAX_BYTES = 65_535;

    private static final EvtxValue NOTHING = new EvtxValue(BinXml.TYPE_NULL, new byte[0]);
    private static final int MAX_SID_PARTS = 127;

    final int type;
    final byte[] bytes;

    private EvtxValue(int type, byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException("a value of " + bytes.length + " bytes; at most " + MAX_BYTES);
        }
        this.type = type;
        this.bytes = bytes;
    }

    /// No value: the element is there without content.
    public static EvtxValue empty() {
        return NOTHING;
    }

    /// A text, in UTF-16. Unpaired surrogates are written as they are; NUL characters at the end are dropped when read.
    public static EvtxValue string(String text) {
        byte[] bytes = new byte[2 * text.length()];
        for (int i = 0; i < text.length(); i++) {
            LittleEndian.putU16(bytes, 2 * i, text.charAt(i));
        }
        return new EvtxValue(BinXml.TYPE_STRING, bytes);
    }

    /// Bytes of a text in the code page of its host.
    public static EvtxValue ansiString(byte[] text) {
        return new EvtxValue(BinXml.TYPE_ANSI_STRING, text.clone());
    }

    /// A signed number of 8 bits.
    public static EvtxValue int8(int value) {
        return number(BinXml.TYPE_INT8, value, 1);
    }

    /// An unsigned number of 8 bits.
    public static EvtxValue uint8(int value) {
        return number(BinXml.TYPE_UINT8, value, 1);
    }

    /// A signed number of 16 bits.
    public static EvtxValue int16(int value) {
        return number(BinXml.TYPE_INT16, value, 2);
    }

    /// An unsigned number of 16 bits.
    public static EvtxValue uint16(int value) {
        return number(BinXml.TYPE_UINT16, value, 2);
    }

    /// A signed number of 32 bits.
    public static EvtxValue int32(int value) {
        return number(BinXml.TYPE_INT32, value, 4);
    }

    /// An unsigned number of 32 bits.
    public static EvtxValue uint32(long value) {
        return number(BinXml.TYPE_UINT32, value, 4);
    }

    /// A signed number of 64 bits.
    public static EvtxValue int64(long value) {
        return number(BinXml.TYPE_INT64, value, 8);
    }

    /// An unsigned number of 64 bits.
    public static EvtxValue uint64(long value) {
        return number(BinXml.TYPE_UINT64, value, 8);
    }

    /// A floating point number of 32 bits.
    public static EvtxValue real32(float value) {
        return number(BinXml.TYPE_REAL32, Float.floatToIntBits(value), 4);
    }

    /// A floating point number of 64 bits.
    public static EvtxValue real64(double value) {
        return number(BinXml.TYPE_REAL64, Double.doubleToLongBits(value), 8);
    }

    /// True or false, in four bytes.
    public static EvtxValue bool(boolean value) {
        return number(BinXml.TYPE_BOOL, value ? 1 : 0, 4);
    }

    /// Bytes.
    public static EvtxValue binary(byte[] value) {
        return new EvtxValue(BinXml.TYPE_BINARY, value.clone());
    }

    /// A GUID.
    public static EvtxValue guid(UUID value) {
        byte[] bytes = new byte[16];
        putGuid(bytes, 0, value);
        return new EvtxValue(BinXml.TYPE_GUID, bytes);
    }

    /// A number of the size of an address, in eight bytes.
    public static EvtxValue sizeT(long value) {
        return number(BinXml.TYPE_SIZE_T, value, 8);
    }

    /// A time in 100 ns since 1601 UTC.
    public static EvtxValue filetime(long ticks) {
        return number(BinXml.TYPE_FILETIME, ticks, 8);
    }

    /// A time as eight numbers.
    public static EvtxValue systemtime(
            int year, int month, int dayOfWeek, int day, int hour, int minute, int second, int millis) {
        byte[] bytes = new byte[16];
        int[] numbers = {year, month, dayOfWeek, day, hour, minute, second, millis};
        for (int i = 0; i < numbers.length; i++) {
            LittleEndian.putU16(bytes, 2 * i, numbers[i]);
        }
        return new EvtxValue(BinXml.TYPE_SYSTEMTIME, bytes);
    }

    /// A security identifier in the form `S-1-5-21-...`.
    public static EvtxValue sid(String text) {
        String[] parts = text.toUpperCase(Locale.ROOT).split("-", -1);
        if (parts.length < 3 || !parts[0].equals("S") || parts.length - 3 > MAX_SID_PARTS) {
            throw new IllegalArgumentException("not a security identifier: " + text);
        }
        byte[] bytes = new byte[8 + 4 * (parts.length - 3)];
        bytes[0] = Byte.parseByte(parts[1]);
        bytes[1] = (byte) (parts.length - 3);
        long authority = Long.parseLong(parts[2]);
        for (int i = 0; i < 6; i++) {
            bytes[7 - i] = (byte) (authority >>> (8 * i));
        }
        for (int i = 3; i < parts.length; i++) {
            LittleEndian.putI32(bytes, 8 + 4 * (i - 3), Integer.parseUnsignedInt(parts[i]));
        }
        return new EvtxValue(BinXml.TYPE_SID, bytes);
    }

    /// A number shown in hexadecimal, of 32 bits.
    public static EvtxValue hexInt32(int value) {
        return number(BinXml.TYPE_HEX_INT32, value, 4);
    }

    /// A number shown in hexadecimal, of 64 bits.
    public static EvtxValue hexInt64(long value) {
        return number(BinXml.TYPE_HEX_INT64, value, 8);
    }

    /// Several values of one type, which must be a text, a security identifier or a type of fixed size.
    public static EvtxValue array(List<EvtxValue> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("an array without values has no type");
        }
        int type = values.getFirst().type;
        boolean text = type == BinXml.TYPE_STRING;
        if (!text && type != BinXml.TYPE_SID && BinXml.fixedBytes(type) == 0) {
            throw new IllegalArgumentException("an array of type 0x" + Integer.toHexString(type));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (EvtxValue value : values) {
            if (value.type != type) {
                throw new IllegalArgumentException("an array of types " + type + " and " + value.type);
            }
            bytes.writeBytes(value.bytes);
            if (text) {
                for (int i = 0; i < value.bytes.length; i += 2) {
                    if (LittleEndian.u16(value.bytes, i) == 0) {
                        throw new IllegalArgumentException("a NUL character inside an array of texts");
                    }
                }
                bytes.writeBytes(new byte[2]);
            }
        }
        return new EvtxValue(type | BinXml.ARRAY, bytes.toByteArray());
    }

    static void putGuid(byte[] to, int at, UUID value) {
        Objects.requireNonNull(value, "value");
        long high = value.getMostSignificantBits();
        LittleEndian.putI32(to, at, (int) (high >>> 32));
        LittleEndian.putU16(to, at + 4, (int) (high >>> 16));
        LittleEndian.putU16(to, at + 6, (int) high);
        LittleEndian.putI64(to, at + 8, Long.reverseBytes(value.getLeastSignificantBits()));
    }

    private static EvtxValue number(int type, long value, int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (value >>> (8 * i));
        }
        return new EvtxValue(type, bytes);
    }
}
