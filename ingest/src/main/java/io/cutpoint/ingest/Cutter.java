package io.cutpoint.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// Cuts a source into blocks that end between records.
abstract sealed class Cutter {

  /// What a block aims at; one record may make it longer.
  static final int BLOCK_BYTES = 1 << 20;

  private long blocks;
  private long offset;

  /// Tells of a part that was refused while cutting.
  interface Refusal {
    void refused(long offset, String reason, String wanted, String found);
  }

  /// Fills the block; false at the end of the source.
  abstract boolean next(Block block) throws IOException;

  final void number(Block block, int length) {
    block.number = blocks++;
    block.offset = offset;
    block.length = length;
    offset += length;
  }

  final long offset() {
    return offset;
  }

  final void skipped(long bytes) {
    offset += bytes;
  }

  static void room(Block block, int size) {
    if (block.bytes.length < size) {
      block.bytes = Arrays.copyOf(block.bytes, size);
    }
  }

  /// Chunks of an event log, after its header. The last one may be short.
  static final class Chunks extends Cutter {
    private final InputStream in;
    private final int chunkBytes;
    private long chunks;

    Chunks(InputStream in, int headerBytes, int chunkBytes) {
      this.in = in;
      this.chunkBytes = chunkBytes;
      skipped(headerBytes);
    }

    @Override
    boolean next(Block block) throws IOException {
      room(block, chunkBytes);
      int n = in.readNBytes(block.bytes, 0, chunkBytes);
      if (n == 0) {
        return false;
      }
      chunks++;
      number(block, n);
      return true;
    }

    long chunks() {
      return chunks;
    }
  }

  /// Text between records: what was read and not yet given out.
  private abstract static sealed class Text extends Cutter {
    private final InputStream in;
    private final int maxRecordBytes;
    final Refusal refusal;
    private byte[] rest = new byte[0];
    private boolean ended;

    Text(InputStream in, int maxRecordBytes, Refusal refusal) {
      this.in = in;
      this.maxRecordBytes = maxRecordBytes;
      this.refusal = refusal;
    }

    /// Where the last whole record in these bytes ends, or 0.
    abstract int lastEnd(byte[] bytes, int length, boolean atEnd);

    /// Where a record that is too long may be given up, at or after `from`, or -1.
    abstract int resume(byte[] bytes, int from, int length);

    @Override
    boolean next(Block block) throws IOException {
      while (true) {
        room(block, Math.max(BLOCK_BYTES, rest.length * 2));
        int length = rest.length;
        System.arraycopy(rest, 0, block.bytes, 0, length);
        rest = new byte[0];
        int end = 0;
        while (end == 0) {
          length = fill(block, length);
          end = lastEnd(block.bytes, length, ended);
          if (end == 0 && (ended || length > maxRecordBytes)) {
            break;
          }
          if (end == 0) {
            room(block, (int) Math.min((long) block.bytes.length * 2, maxRecordBytes + (long) BLOCK_BYTES));
          }
        }
        if (end > 0) {
          rest = Arrays.copyOfRange(block.bytes, end, length);
          number(block, end);
          return true;
        }
        if (length == 0) {
          return false;
        }
        if (ended && length <= maxRecordBytes) {
          number(block, length);
          return true;
        }
        tooLong(block, length);
      }
    }

    /// Leaves out a record that no block holds, and goes on behind it.
    private void tooLong(Block block, int length) throws IOException {
      refusal.refused(offset(), "record-too-long", "a record of at most " + maxRecordBytes + " bytes", "a longer one");
      int have = length;
      int at = resume(block.bytes, 0, have);
      while (at < 0 && !ended) {
        skipped(have);
        have = fill(block, 0);
        at = resume(block.bytes, 0, have);
      }
      int cut = at < 0 ? have : at;
      skipped(cut);
      rest = Arrays.copyOfRange(block.bytes, cut, have);
    }

    private int fill(Block block, int from) throws IOException {
      int length = from;
      while (length < block.bytes.length && !ended) {
        int n = in.read(block.bytes, length, block.bytes.length - length);
        if (n < 0) {
          ended = true;
        } else {
          length += n;
        }
      }
      return length;
    }
  }

  /// Lines. The numbers of lines that are left out are lost to the count of lines by one each.
  static final class Lines extends Text {
    Lines(InputStream in, int maxRecordBytes, Refusal refusal) {
      super(in, maxRecordBytes, refusal);
    }

    @Override
    int lastEnd(byte[] bytes, int length, boolean atEnd) {
      if (atEnd) {
        return length;
      }
      for (int i = length - 1; i >= 0; i--) {
        if (bytes[i] == '\n') {
          return i + 1;
        }
      }
      return 0;
    }

    @Override
    int resume(byte[] bytes, int from, int length) {
      for (int i = from; i < length; i++) {
        if (bytes[i] == '\n') {
          return i + 1;
        }
      }
      return -1;
    }
  }

  /// JSON objects that may span lines, one after another or in one array.
  static final class Objects extends Text {
    private int scanned;
    private int depth;
    private boolean quoted;
    private boolean escaped;
    private int end;

    Objects(InputStream in, int maxRecordBytes, Refusal refusal) {
      super(in, maxRecordBytes, refusal);
    }

    @Override
    int lastEnd(byte[] bytes, int length, boolean atEnd) {
      end = 0;
      for (int i = scanned; i < length; i++) {
        byte c = bytes[i];
        if (depth == 0) {
          if (c == '{') {
            depth = 1;
          } else {
            end = i + 1;
          }
        } else if (escaped) {
          escaped = false;
        } else if (quoted) {
          escaped = c == '\\';
          quoted = c != '"';
        } else if (c == '"') {
          quoted = true;
        } else if (c == '{' || c == '[') {
          depth++;
        } else if ((c == '}' || c == ']') && --depth == 0) {
          end = i + 1;
        }
      }
      scanned = end == 0 ? length : length - end;
      return end;
    }

    @Override
    int resume(byte[] bytes, int from, int length) {
      for (int i = from; i + 1 < length; i++) {
        if (bytes[i] == '\n' && bytes[i + 1] == '{') {
          depth = 0;
          quoted = false;
          escaped = false;
          scanned = 0;
          return i + 1;
        }
      }
      return -1;
    }
  }
}
