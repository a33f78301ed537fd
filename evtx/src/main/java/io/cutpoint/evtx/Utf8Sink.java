package io.cutpoint.evtx;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A growing array of UTF-8 bytes that texts of values are appended to.
///
/// Unpaired surrogates become the three bytes that their number has in UTF-8 (WTF-8), so no value of a log is lost.
public final class Utf8Sink {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /// The bits that are zero in four UTF-16 units which are all ASCII.
    private static final long NOT_ASCII = 0xFF80_FF80_FF80_FF80L;

    private static final byte[] UPPER_HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LOWER_HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int MAX_DECIMAL_CHARS = 20;

    /// Numbers below it have at most eight digits: ports, process ids, sizes.
    private static final int SMALL = 100_000_000;

    /// The two digits of the numbers below 100, and the two upper-case hexadecimal digits of each byte, the first one in the low byte.
    private static final short[] PAIRS = new short[100];

    private static final short[] HEX_PAIRS = new short[256];

    static {
        for (int i = 0; i < PAIRS.length; i++) {
            PAIRS[i] = (short) ('0' + i / 10 | ('0' + i % 10) << 8);
        }
        for (int i = 0; i < HEX_PAIRS.length; i++) {
            HEX_PAIRS[i] = (short) (UPPER_HEX[i >> 4] | UPPER_HEX[i & 0xF] << 8);
        }
    }

    private byte[] bytes;
    private int length;

    /// An empty sink.
    public Utf8Sink() {
        this(1_024);
    }

    /// An empty sink with room for that many bytes before it grows.
    public Utf8Sink(int capacity) {
        bytes = new byte[capacity];
    }

    /// The bytes, valid from 0 to [#length()]; another array after the sink has grown.
    public byte[] array() {
        return bytes;
    }

    /// Number of bytes appended.
    public int length() {
        return length;
    }

    /// Shortens the sink to its first bytes; 0 empties it.
    public void truncate(int newLength) {
        if (newLength < 0 || newLength > length) {
            throw new IllegalArgumentException("length " + newLength + " is not within 0 and " + length);
        }
        length = newLength;
    }

    /// Appends from now on to this array, behind its first bytes.
    void over(byte[] newBytes, int newLength) {
        bytes = newBytes;
        length = newLength;
    }

    /// Appends one byte as it is.
    public void append(int value) {
        room(1);
        bytes[length++] = (byte) value;
    }

    /// Appends bytes as they are.
    public void append(byte[] from, int offset, int count) {
        room(count);
        System.arraycopy(from, offset, bytes, length, count);
        length += count;
    }

    /// Appends UTF-16 little endian text as UTF-8; a last odd byte is left out.
    public void appendUtf16(byte[] from, int offset, int byteCount) {
        int units = byteCount >> 1;
        room(3L * units);
        byte[] to = bytes;
        int at = length;
        int in = offset;
        int end = offset + 2 * units;
        while (in < end) {
            while (end - in >= 16) {
                long low = (long) LONGS.get(from, in);
                long high = (long) LONGS.get(from, in + 8);
                if (((low | high) & NOT_ASCII) != 0) {
                    break;
                }
                LONGS.set(to, at, narrow(low) | narrow(high) << 32);
                at += 8;
                in += 16;
            }
            while (end - in >= 8) {
                long four = (long) LONGS.get(from, in);
                if ((four & NOT_ASCII) != 0) {
                    break;
                }
                INTS.set(to, at, (int) narrow(four));
                at += 4;
                in += 8;
            }
            if (in == end) {
                break;
            }
            int unit = (from[in] & 0xFF) | (from[in + 1] & 0xFF) << 8;
            in += 2;
            if (unit < 0x80) {
                to[at++] = (byte) unit;
            } else if (unit < 0x800) {
                to[at++] = (byte) (0xC0 | unit >> 6);
                to[at++] = (byte) (0x80 | (unit & 0x3F));
            } else {
                int low = in < end ? (from[in] & 0xFF) | (from[in + 1] & 0xFF) << 8 : 0;
                if (unit >> 10 == 0x36 && low >> 10 == 0x37) {
                    int point = 0x1_0000 + ((unit & 0x3FF) << 10 | (low & 0x3FF));
                    in += 2;
                    to[at++] = (byte) (0xF0 | point >> 18);
                    to[at++] = (byte) (0x80 | (point >> 12 & 0x3F));
                    to[at++] = (byte) (0x80 | (point >> 6 & 0x3F));
                    to[at++] = (byte) (0x80 | (point & 0x3F));
                } else {
                    to[at++] = (byte) (0xE0 | unit >> 12);
                    to[at++] = (byte) (0x80 | (unit >> 6 & 0x3F));
                    to[at++] = (byte) (0x80 | (unit & 0x3F));
                }
            }
        }
        length = at;
    }

    /// Four UTF-16 units of ASCII as four bytes.
    private static long narrow(long four) {
        long pairs = four | four >>> 8;
        return (pairs & 0xFFFF) | (pairs >>> 16 & 0xFFFF_0000L);
    }

    /// Appends ISO 8859-1 text as UTF-8.
    public void appendLatin1(byte[] from, int offset, int count) {
        room(2L * count);
        for (int i = offset; i < offset + count; i++) {
            int value = from[i] & 0xFF;
            if (value < 0x80) {
                bytes[length++] = (byte) value;
            } else {
                bytes[length++] = (byte) (0xC0 | value >> 6);
                bytes[length++] = (byte) (0x80 | (value & 0x3F));
            }
        }
    }

    /// Appends characters that are all ASCII.
    public void appendAscii(String text) {
        room(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
    }

    /// Appends a signed decimal number.
    public void appendDecimal(long value) {
        if (value >= 0) {
            appendUnsignedDecimal(value);
            return;
        }
        append('-');
        appendUnsignedDecimal(-value);
    }

    /// Appends an unsigned decimal number.
    public void appendUnsignedDecimal(long value) {
        room(MAX_DECIMAL_CHARS);
        if (value >= 0 && value < SMALL) {
            appendSmall((int) value);
            return;
        }
        int digits = 1;
        for (long rest = Long.divideUnsigned(value, 10); rest != 0; rest /= 10) {
            digits++;
        }
        appendPadded(value, digits);
    }

    /// A number below [#SMALL], for which there is room: two digits at a time, from the last.
    private void appendSmall(int value) {
        int digits = value < 100
                ? (value < 10 ? 1 : 2)
                : value < 10_000 ? (value < 1_000 ? 3 : 4) : value < 1_000_000 ? (value < 100_000 ? 5 : 6) : value < 10_000_000 ? 7 : 8;
        byte[] to = bytes;
        int at = length + digits;
        length = at;
        int rest = value;
        for (; digits >= 2; digits -= 2) {
            int hundredth = rest / 100;
            at -= 2;
            SHORTS.set(to, at, PAIRS[rest - 100 * hundredth]);
            rest = hundredth;
        }
        if (digits == 1) {
            to[at - 1] = (byte) ('0' + rest);
        }
    }

    /// Appends the last decimal digits of an unsigned number, with leading zeros.
    void appendPadded(long value, int digits) {
        room(digits);
        int at = length + digits;
        long rest = value;
        while (at > length && rest >>> 31 != 0) {
            long tenth = Long.divideUnsigned(rest, 10);
            bytes[--at] = (byte) ('0' + rest - 10 * tenth);
            rest = tenth;
        }
        int small = (int) rest;
        while (at > length) {
            int tenth = small / 10;
            bytes[--at] = (byte) ('0' + small - 10 * tenth);
            small = tenth;
        }
        length += digits;
    }

    /// Appends `0x` and a number in lower-case hexadecimal without leading zeros.
    public void appendHexNumber(long value) {
        append('0');
        append('x');
        int digits = Math.max(1, (67 - Long.numberOfLeadingZeros(value)) >> 2);
        room(digits);
        for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
            bytes[length++] = LOWER_HEX[(int) (value >>> shift) & 0xF];
        }
    }

    /// Appends bytes in upper-case hexadecimal.
    public void appendHexBytes(byte[] from, int offset, int count) {
        room(2L * count);
        byte[] to = bytes;
        int at = length;
        for (int i = offset; i < offset + count; i++, at += 2) {
            SHORTS.set(to, at, HEX_PAIRS[from[i] & 0xFF]);
        }
        length = at;
    }

    void appendHexByte(int value) {
        room(2);
        SHORTS.set(bytes, length, HEX_PAIRS[value & 0xFF]);
        length += 2;
    }

    private void room(long count) {
        long needed = length + count;
        if (needed > bytes.length) {
            if (needed > Integer.MAX_VALUE - 8) {
                throw new IllegalStateException("a sink of " + needed + " bytes is not possible");
            }
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(2L * bytes.length, needed)));
        }
    }
}
