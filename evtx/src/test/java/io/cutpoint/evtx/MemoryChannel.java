package io.cutpoint.evtx;

import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;

/// A file in memory.
final class MemoryChannel implements SeekableByteChannel {
    private byte[] bytes = new byte[1 << 16];
    private int size;
    private int position;

    byte[] toArray() {
        return Arrays.copyOf(bytes, size);
    }

    @Override
    public int read(ByteBuffer to) {
        int count = Math.min(to.remaining(), size - position);
        if (count <= 0) {
            return -1;
        }
        to.put(bytes, position, count);
        position += count;
        return count;
    }

    @Override
    public int write(ByteBuffer from) {
        int count = from.remaining();
        if (position + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, position + count));
        }
        from.get(bytes, position, count);
        position += count;
        size = Math.max(size, position);
        return count;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public SeekableByteChannel position(long newPosition) {
        position = Math.toIntExact(newPosition);
        return this;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public SeekableByteChannel truncate(long newSize) {
        size = Math.toIntExact(Math.min(size, newSize));
        position = Math.min(position, size);
        return this;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {}
}
