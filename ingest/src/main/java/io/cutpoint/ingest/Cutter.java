package io.cutpoint.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Cuts a source into blocks that end between records.
abstract sealed class Cutter {

  /// What a block aims at; one record may make it longer.
  static final int BLOCK_BYTES = 1 << 20;

  /// The reason of a record that is longer than the limit.
  static final String TOO_LONG = "record-too-long";

  private long blocks;
  private long offset;
  private int refusedBefore;

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
    block.refusedBefore = refusedBefore;
    refusedBefore = 0;
    offset += length;
  }

  final void refusedOne() {
    refusedBefore++;
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
    private @Nullable IOException failure;

    Chunks(InputStream in, int headerBytes, int chunkBytes) {
      this.in = in;
      this.chunkBytes = chunkBytes;
      skipped(headerBytes);
    }

    @Override
    boolean next(Block block) throws IOException {
      if (failure != null) {
        throw failure;
      }
      room(block, chunkBytes);
      int length = 0;
      try {
        for (int n = 0; n >= 0 && length < chunkBytes; n = in.read(block.bytes, length, chunkBytes - length)) {
          length += n;
        }
      } catch (IOException damaged) {
        // What came before the damage is still good.
        failure = damaged;
        if (length == 0) {
          throw damaged;
        }
      }
      if (length == 0) {
        return false;
      }
      chunks++;
      number(block, length);
      return true;
    }

    long chunks() {
      return chunks;
    }
  }

  /// Text between records: what was read and not yet given out.
  ///
  /// Where blocks end and which records are refused follows from the text alone, never from the size of the buffer
  /// that a worker brings: places of records are blocks and indexes, and hold when the source is read again.
  private abstract static sealed class Text extends Cutter {
    private final InputStream in;
    final int maxRecordBytes;
    private final int blockBytes;
    private final Refusal refusal;
    private byte[] rest = new byte[0];
    private boolean ended;
    private @Nullable IOException failure;

    Text(InputStream in, int maxRecordBytes, int blockBytes, Refusal refusal) {
      this.in = in;
      this.maxRecordBytes = maxRecordBytes;
      this.blockBytes = blockBytes;
      this.refusal = refusal;
    }

    /// Where the last whole record in these bytes ends, or 0.
    abstract int lastEnd(byte[] bytes, int length, boolean atEnd);

    /// Where to go on after a record that is too long: the first such place behind its first byte, or -1. Called
    /// again with the bytes that follow.
    abstract int resume(byte[] bytes, int length, boolean again);

    @Override
    boolean next(Block block) throws IOException {
      block.maxRecordBytes = maxRecordBytes;
      while (true) {
        int size = Math.max(blockBytes, rest.length * 2);
        room(block, size);
        int length = rest.length;
        System.arraycopy(rest, 0, block.bytes, 0, length);
        rest = new byte[0];
        int end;
        while (true) {
          length = fill(block, length, size);
          end = lastEnd(block.bytes, length, ended && failure == null);
          if (end > 0 || ended || length > maxRecordBytes) {
            break;
          }
          size = (int) Math.min(size * 2L, maxRecordBytes + (long) blockBytes);
          room(block, size);
        }
        if (end > 0) {
          rest = Arrays.copyOfRange(block.bytes, end, length);
          number(block, end);
          return true;
        }
        if (failure != null) {
          // The record that the damage cut is part of the damage.
          throw failure;
        }
        if (length == 0) {
          return false;
        }
        if (length <= maxRecordBytes) {
          number(block, length);
          return true;
        }
        tooLong(block, length);
      }
    }

    /// Leaves out a record that no block holds, and goes on behind it.
    private void tooLong(Block block, int length) {
      refusal.refused(offset(), TOO_LONG, "a record of at most " + maxRecordBytes + " bytes", "a longer one");
      refusedOne();
      int have = length;
      int at = resume(block.bytes, have, false);
      while (at < 0 && !ended) {
        skipped(have);
        have = fill(block, 0, blockBytes);
        at = resume(block.bytes, have, true);
      }
      int cut = at < 0 ? have : at;
      skipped(cut);
      rest = Arrays.copyOfRange(block.bytes, cut, have);
    }

    private int fill(Block block, int from, int size) {
      int length = from;
      try {
        while (length < size && !ended) {
          int n = in.read(block.bytes, length, size - length);
          if (n < 0) {
            ended = true;
          } else {
            length += n;
          }
        }
      } catch (IOException damaged) {
        // What came before the damage is still good.
        failure = damaged;
        ended = true;
      }
      return length;
    }
  }

  /// Lines. One that is too long but fits is left to [JsonBlockParser] to refuse.
  static final class Lines extends Text {
    Lines(InputStream in, int maxRecordBytes, int blockBytes, Refusal refusal) {
      super(in, maxRecordBytes, blockBytes, refusal);
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
    int resume(byte[] bytes, int length, boolean again) {
      for (int i = 0; i < length; i++) {
        if (bytes[i] == '\n') {
          return i + 1;
        }
      }
      return -1;
    }
  }

  /// JSON objects that may span lines, one after another or in one array. What stands before an object and is no
  /// mere separator stays with it.
  static final class Objects extends Text {
    private int scanned;
    private int depth;
    private boolean quoted;
    private boolean escaped;
    private boolean strayed;
    private boolean lineEnded;

    Objects(InputStream in, int maxRecordBytes, int blockBytes, Refusal refusal) {
      super(in, maxRecordBytes, blockBytes, refusal);
    }

    /// Stops in a record that is too long, so that it is refused whether or not it would end in these bytes.
    @Override
    int lastEnd(byte[] bytes, int length, boolean atEnd) {
      int end = 0;
      int i = scanned;
      while (i < length && i - end < maxRecordBytes) {
        byte c = bytes[i++];
        if (depth == 0) {
          if (c == '{') {
            depth = 1;
          } else if (!strayed && JsonBlockParser.isBetween(bytes, i - 1, offset())) {
            end = i;
          } else {
            strayed = true;
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
          end = i;
          strayed = false;
        }
      }
      scanned = i - end;
      return end;
    }

    /// An object that begins its line is taken for a new record, as [JsonBlockParser] does.
    @Override
    int resume(byte[] bytes, int length, boolean again) {
      for (int i = again ? 0 : 1; i < length; i++) {
        if (bytes[i] == '{' && (i > 0 ? bytes[i - 1] == '\n' : lineEnded)) {
          depth = 0;
          quoted = false;
          escaped = false;
          strayed = false;
          scanned = 0;
          return i;
        }
      }
      lineEnded = length > 0 && bytes[length - 1] == '\n';
      return -1;
    }
  }
}
