package io.cutpoint.evtx;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Little-endian numbers inside a byte array. The caller checks the bounds first.
final class LittleEndian {
    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private LittleEndian() {}

    static int u16(byte[] bytes, int at) {
        return (short) SHORTS.get(bytes, at) & 0xFFFF;
    }

    static int i32(byte[] bytes, int at) {
        return (int) INTS.get(bytes, at);
    }

    static long u32(byte[] bytes, int at) {
        return (int) INTS.get(bytes, at) & 0xFFFF_FFFFL;
    }

    static long i64(byte[] bytes, int at) {
        return (long) LONGS.get(bytes, at);
    }

    /// UTF-16 text, with unpaired surrogates as they are.
    static String text(byte[] bytes, int at, int units) {
        char[] chars = new char[units];
        for (int i = 0; i < units; i++) {
            chars[i] = (char) u16(bytes, at + 2 * i);
        }
        return new String(chars);
    }

    static void putU16(byte[] bytes, int at, int value) {
        SHORTS.set(bytes, at, (short) value);
    }

    static void putI32(byte[] bytes, int at, int value) {
        INTS.set(bytes, at, value);
    }

    static void putI64(byte[] bytes, int at, long value) {
        LONGS.set(bytes, at, value);
    }
}
