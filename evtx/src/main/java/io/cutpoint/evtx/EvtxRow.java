package io.cutpoint.evtx;

import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The values of one event of an [EvtxShape], filled in the order of the shape and used again for the next event.
///
/// Wrong order or type is a mistake of the caller and ends in an IllegalStateException. Not safe for several threads.
public final class EvtxRow {
    @Nullable EvtxShape shape;
    long filetime;
    long processId;
    long threadId;
    byte @Nullable [] userSid;
    byte[] bytes = new byte[8_192];
    int length;
    int count;
    int[] ends = new int[64];
    boolean[] isNull = new boolean[64];

    /// A row without values.
    public EvtxRow() {}

    /// Begins an event.
    ///
    /// @param ticks its time in 100 ns since 1601 UTC
    /// @param process `Execution/@ProcessID`
    /// @param thread `Execution/@ThreadID`
    /// @param user `Security/@UserID` as [EvtxSid] makes it, or null for none
    public EvtxRow begin(EvtxShape of, long ticks, long process, long thread, @Nullable EvtxSid user) {
        shape = of;
        filetime = ticks;
        processId = process;
        threadId = thread;
        userSid = user == null ? null : user.bytes;
        length = 0;
        count = 0;
        if (ends.length < of.count()) {
            ends = new int[of.count()];
            isNull = new boolean[of.count()];
        }
        return this;
    }

    /// A text; an empty one is written as no value, as Windows does.
    public EvtxRow text(String value) {
        int n = value.length();
        if (2 * n > EvtxValue.MAX_BYTES) {
            throw new IllegalArgumentException("a value of " + 2 * n + " bytes; at most " + EvtxValue.MAX_BYTES);
        }
        int at = room(BinXml.TYPE_STRING, 2 * n);
        byte[] to = bytes;
        for (int i = 0; i < n; i++) {
            char c = value.charAt(i);
            to[at++] = (byte) c;
            to[at++] = (byte) (c >>> 8);
        }
        end(n == 0);
        return this;
    }

    /// A signed number of 32 bits.
    public EvtxRow int32(int value) {
        LittleEndian.putI32(bytes, room(BinXml.TYPE_INT32, 4), value);
        end(false);
        return this;
    }

    /// An unsigned number of 32 bits.
    public EvtxRow uint32(long value) {
        LittleEndian.putI32(bytes, room(BinXml.TYPE_UINT32, 4), (int) value);
        end(false);
        return this;
    }

    /// An unsigned number of 64 bits.
    public EvtxRow uint64(long value) {
        LittleEndian.putI64(bytes, room(BinXml.TYPE_UINT64, 8), value);
        end(false);
        return this;
    }

    /// A number of 32 bits that is shown in hexadecimal.
    public EvtxRow hex32(int value) {
        LittleEndian.putI32(bytes, room(BinXml.TYPE_HEX_INT32, 4), value);
        end(false);
        return this;
    }

    /// A number of 64 bits that is shown in hexadecimal.
    public EvtxRow hex64(long value) {
        LittleEndian.putI64(bytes, room(BinXml.TYPE_HEX_INT64, 8), value);
        end(false);
        return this;
    }

    /// True or false.
    public EvtxRow bool(boolean value) {
        LittleEndian.putI32(bytes, room(BinXml.TYPE_BOOL, 4), value ? 1 : 0);
        end(false);
        return this;
    }

    /// A GUID.
    public EvtxRow guid(UUID value) {
        EvtxValue.putGuid(bytes, room(BinXml.TYPE_GUID, 16), value);
        end(false);
        return this;
    }

    /// A time in 100 ns since 1601 UTC.
    public EvtxRow time(long ticks) {
        LittleEndian.putI64(bytes, room(BinXml.TYPE_FILETIME, 8), ticks);
        end(false);
        return this;
    }

    /// A security identifier.
    public EvtxRow sid(EvtxSid value) {
        System.arraycopy(value.bytes, 0, bytes, room(BinXml.TYPE_SID, value.bytes.length), value.bytes.length);
        end(false);
        return this;
    }

    EvtxShape complete() {
        EvtxShape of = shape;
        if (of == null || count != of.count()) {
            throw new IllegalStateException(
                    of == null ? "a row without a shape" : "event " + of.eventId + " has " + of.count() + " values, not " + count);
        }
        return of;
    }

    private int room(int type, int size) {
        EvtxShape of = shape;
        if (of == null || count >= of.count() || of.slots.get(count).type() != type) {
            throw new IllegalStateException("value " + count + " of "
                    + (of == null ? "no shape" : "event " + of.eventId + " (" + (count < of.count() ? of.slots.get(count) : "none") + ")")
                    + " is not of type " + type);
        }
        if (length + size > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + size));
        }
        int at = length;
        length += size;
        return at;
    }

    private void end(boolean absent) {
        isNull[count] = absent;
        ends[count++] = length;
    }
}
