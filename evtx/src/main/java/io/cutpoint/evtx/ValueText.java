package io.cutpoint.evtx;

/// The text of values, as Windows' own XML shows them.
final class ValueText {
    private static final long TICKS_PER_SECOND = 10_000_000L;
    private static final long SECONDS_PER_DAY = 86_400L;

    /// Days from 0000-03-01 to 1601-01-01 in the proleptic Gregorian calendar.
    private static final long DAYS_BEFORE_1601 = 584_694L;

    private static final long DAYS_PER_ERA = 146_097L;

    private ValueText() {}

    static void append(ValueType type, byte[] from, int at, int length, Utf8Sink sink) {
        switch (type) {
            case EMPTY -> {}
            case STRING -> sink.appendUtf16(from, at, length);
            case ANSI_STRING -> sink.appendLatin1(from, at, length);
            case INT -> sink.appendDecimal(signed(from, at, length));
            case UINT -> sink.appendUnsignedDecimal(unsigned(from, at, length));
            case REAL -> sink.appendAscii(real(from, at, length));
            case BOOL -> sink.appendAscii(isTrue(from, at, length) ? "true" : "false");
            case BINARY -> sink.appendHexBytes(from, at, length);
            case GUID -> guid(from, at, sink);
            case SID -> sid(from, at, sink);
            case FILETIME -> filetime(LittleEndian.i64(from, at), sink);
            case SYSTEMTIME -> systemtime(from, at, sink);
            case HEX_INT32, HEX_INT64, SIZE_T -> sink.appendHexNumber(unsigned(from, at, length));
        }
    }

    static long unsigned(byte[] from, int at, int length) {
        long value = 0;
        for (int i = Math.min(8, length) - 1; i >= 0; i--) {
            value = value << 8 | (from[at + i] & 0xFF);
        }
        return value;
    }

    static long signed(byte[] from, int at, int length) {
        int unused = 64 - 8 * Math.min(8, length);
        return unused == 64 ? 0 : unsigned(from, at, length) << unused >> unused;
    }

    static boolean isTrue(byte[] from, int at, int length) {
        for (int i = 0; i < length; i++) {
            if (from[at + i] != 0) {
                return true;
            }
        }
        return false;
    }

    private static String real(byte[] from, int at, int length) {
        String text = length == 4
                ? Float.toString(Float.intBitsToFloat(LittleEndian.i32(from, at)))
                : Double.toString(Double.longBitsToDouble(LittleEndian.i64(from, at)));
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    private static void guid(byte[] from, int at, Utf8Sink sink) {
        sink.append('{');
        for (int i = 3; i >= 0; i--) {
            sink.appendHexByte(from[at + i]);
        }
        sink.append('-');
        sink.appendHexByte(from[at + 5]);
        sink.appendHexByte(from[at + 4]);
        sink.append('-');
        sink.appendHexByte(from[at + 7]);
        sink.appendHexByte(from[at + 6]);
        sink.append('-');
        sink.appendHexBytes(from, at + 8, 2);
        sink.append('-');
        sink.appendHexBytes(from, at + 10, 6);
        sink.append('}');
    }

    private static void sid(byte[] from, int at, Utf8Sink sink) {
        sink.append('S');
        sink.append('-');
        sink.appendDecimal(from[at]);
        sink.append('-');
        long authority = 0;
        for (int i = 2; i < 8; i++) {
            authority = authority << 8 | (from[at + i] & 0xFF);
        }
        sink.appendDecimal(authority);
        int count = from[at + 1] & 0xFF;
        for (int i = 0; i < count; i++) {
            sink.append('-');
            sink.appendDecimal(LittleEndian.u32(from, at + 8 + 4 * i));
        }
    }

    private static void filetime(long ticks, Utf8Sink sink) {
        long seconds = Long.divideUnsigned(ticks, TICKS_PER_SECOND);
        long fraction = ticks - seconds * TICKS_PER_SECOND;
        long day = seconds / SECONDS_PER_DAY;
        date(day, sink);
        sink.append('T');
        time(seconds - day * SECONDS_PER_DAY, sink);
        sink.append('.');
        sink.appendPadded(fraction, 7);
        sink.append('Z');
    }

    /// Year, month and day of a day since 1601, counted in eras of 400 years that begin on the first of March, so that
    /// the leap day is the last of its year.
    private static void date(long daySince1601, Utf8Sink sink) {
        long day = daySince1601 + DAYS_BEFORE_1601;
        long era = day / DAYS_PER_ERA;
        long dayOfEra = day % DAYS_PER_ERA;
        long yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        long month = (5 * dayOfYear + 2) / 153;
        long year = 400 * era + yearOfEra + (month >= 10 ? 1 : 0);
        sink.appendPadded(year, year > 9_999 ? 5 : 4);
        sink.append('-');
        sink.appendPadded(month < 10 ? month + 3 : month - 9, 2);
        sink.append('-');
        sink.appendPadded(dayOfYear - (153 * month + 2) / 5 + 1, 2);
    }

    private static void time(long secondOfDay, Utf8Sink sink) {
        sink.appendPadded(secondOfDay / 3_600, 2);
        sink.append(':');
        sink.appendPadded(secondOfDay / 60 % 60, 2);
        sink.append(':');
        sink.appendPadded(secondOfDay % 60, 2);
    }

    /// Year, month, day of week, day, hour, minute, second, milliseconds; shown as they are, even where no such day
    /// exists.
    private static void systemtime(byte[] from, int at, Utf8Sink sink) {
        field(from, at, 4, sink);
        sink.append('-');
        field(from, at + 2, 2, sink);
        sink.append('-');
        field(from, at + 6, 2, sink);
        sink.append('T');
        field(from, at + 8, 2, sink);
        sink.append(':');
        field(from, at + 10, 2, sink);
        sink.append(':');
        field(from, at + 12, 2, sink);
        sink.append('.');
        field(from, at + 14, 3, sink);
        sink.append('Z');
    }

    private static void field(byte[] from, int at, int digits, Utf8Sink sink) {
        int value = LittleEndian.u16(from, at);
        int needed = value > 9_999 ? 5 : value > 999 ? 4 : value > 99 ? 3 : value > 9 ? 2 : 1;
        sink.appendPadded(value, Math.max(digits, needed));
    }
}
