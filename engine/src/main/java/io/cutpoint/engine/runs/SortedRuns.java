package io.cutpoint.engine.runs;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// Collects entries in any order and gives them back sorted, in memory that is bounded whatever their number.
///
/// An entry is bytes; the first `keyBytes` of them, compared unsigned, are its place. Entries with equal keys are
/// compared as a whole, so the order is total. Each worker adds through a [Collector] of its own; a full collector
/// sorts what it has and writes it to a file as a run. [#open()] merges all runs; it may be called several times.
/// Cost: n log n comparisons of eight bytes mostly; disk: the entries once.
public final class SortedRuns implements AutoCloseable {

  /// An arena that is not worth doubling again.
  private static final int LARGE_BYTES = 2 << 20;

  private final Path folder;
  private final String name;
  private final int keyBytes;
  private final int bufferBytes;
  private final List<RunFile> files = new ArrayList<>();
  private final List<Collector> collectors = new ArrayList<>();
  private int nextFile;

  /// @param keyBytes at least 8
  /// @param bufferBytes what each collector keeps in memory before it writes a run
  public SortedRuns(Path folder, String name, int keyBytes, int bufferBytes) {
    if (keyBytes < 8) {
      throw new IllegalArgumentException("wanted a key of at least 8 bytes, found " + keyBytes);
    }
    this.folder = folder;
    this.name = name;
    this.keyBytes = keyBytes;
    this.bufferBytes = bufferBytes;
  }

  /// A new collector for one thread.
  public synchronized Collector collector() {
    Collector collector = new Collector();
    collectors.add(collector);
    return collector;
  }

  private synchronized RunFile newFile() {
    RunFile file = new RunFile(folder.resolve(name + "-" + nextFile++ + ".run"));
    files.add(file);
    return file;
  }

  /// A run on disk, and where every [#STRIDE]th entry of it begins.
  private static final class RunFile {
    private static final int STRIDE = 256;

    private final Path path;
    private long[] heads = new long[16];
    private long[] offsets = new long[16];
    private int marks;

    RunFile(Path path) {
      this.path = path;
    }

    void mark(long head, long offset) {
      if (marks == heads.length) {
        heads = Arrays.copyOf(heads, marks * 2);
        offsets = Arrays.copyOf(offsets, marks * 2);
      }
      heads[marks] = head;
      offsets[marks] = offset;
      marks++;
    }

    /// An offset before which all entries are smaller than `head`.
    long before(long head) {
      long offset = 0;
      for (int low = 0, high = marks; low < high; ) {
        int middle = (low + high) >>> 1;
        if (Long.compareUnsigned(heads[middle], head) < 0) {
          offset = offsets[middle];
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return offset;
    }
  }

  /// Takes entries of one thread.
  public final class Collector {
    private byte[] arena = new byte[1 << 16];
    private int used;
    private int[] starts = new int[1024];
    private int[] lengths = new int[1024];
    private long[] heads = new long[1024];
    private int count;
    private long total;

    private Collector() {}

    /// Adds a copy of these bytes.
    public void add(byte[] bytes, int length) throws IOException {
      if (length < keyBytes) {
        throw new IllegalArgumentException("wanted at least " + keyBytes + " bytes, found " + length);
      }
      if ((long) used + length + count * 16L > bufferBytes && count > 0) {
        write();
      }
      if (arena.length - used < length) {
        arena = Arrays.copyOf(arena, room(used + (long) length));
      }
      if (count == starts.length) {
        starts = Arrays.copyOf(starts, count * 2);
        lengths = Arrays.copyOf(lengths, count * 2);
        heads = Arrays.copyOf(heads, count * 2);
      }
      System.arraycopy(bytes, 0, arena, used, length);
      starts[count] = used;
      lengths[count] = length;
      heads[count] = head(bytes, 0);
      used += length;
      count++;
      total++;
    }

    /// The size of the next arena: small ones double, a large one takes the whole budget at once, since each one left
    /// behind would stay in the heap beside it. Beyond the budget only for a single entry that is larger than it.
    private int room(long wanted) {
      long next = arena.length < LARGE_BYTES ? arena.length * 2L : bufferBytes;
      return (int) Math.max(wanted, Math.min(next, bufferBytes));
    }

    /// How many entries were added.
    public long total() {
      return total;
    }

    private int[] sorted() {
      return MergeSort.order(count, this::compare);
    }

    private int compare(int a, int b) {
      int c = Long.compareUnsigned(heads[a], heads[b]);
      return c != 0 ? c : Arrays.compareUnsigned(arena, starts[a] + 8, starts[a] + lengths[a], arena, starts[b] + 8, starts[b] + lengths[b]);
    }

    private int[] sortedOnce = new int[0];
    private long sortedAt = -1;

    /// The order of what is in memory, kept for the next reader.
    private int[] order() {
      if (sortedAt != total) {
        sortedOnce = sorted();
        sortedAt = total;
      }
      return sortedOnce;
    }

    private void write() throws IOException {
      RunFile file = newFile();
      try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file.path), 1 << 16))) {
        int written = 0;
        long offset = 0;
        for (int i : sorted()) {
          if (written++ % RunFile.STRIDE == 0) {
            file.mark(heads[i], offset);
          }
          offset += 4L + lengths[i];
          out.writeInt(lengths[i]);
          out.write(arena, starts[i], lengths[i]);
        }
      }
      used = 0;
      count = 0;
    }
  }

  private static long head(byte[] b, int at) {
    long head = 0;
    for (int i = 0; i < 8; i++) {
      head = head << 8 | (b[at + i] & 0xFF);
    }
    return head;
  }

  /// All entries in order.
  ///
  /// No collector may be used any more.
  public Reader open() throws IOException {
    return open(0);
  }

  /// The entries in order, from the first whose key begins with these eight bytes (big endian, unsigned) or more.
  public synchronized Reader open(long from) throws IOException {
    List<Run> runs = new ArrayList<>();
    for (Collector collector : collectors) {
      if (collector.count > 0) {
        runs.add(new MemoryRun(collector, from));
      }
    }
    for (RunFile file : files) {
      runs.add(new FileRun(file.path, file.before(from), from));
    }
    return new Reader(runs);
  }

  /// How many entries there are.
  public synchronized long size() {
    return collectors.stream().mapToLong(Collector::total).sum();
  }

  /// Deletes the runs.
  @Override
  public synchronized void close() throws IOException {
    collectors.clear();
    for (RunFile file : files) {
      Files.deleteIfExists(file.path);
    }
    files.clear();
  }

  private abstract static sealed class Run {
    byte[] entry = new byte[256];
    int length;

    abstract boolean advance() throws IOException;

    abstract void close() throws IOException;

    static final Comparator<Run> BY_ENTRY = (a, b) -> Arrays.compareUnsigned(a.entry, 0, a.length, b.entry, 0, b.length);
  }

  private static final class MemoryRun extends Run {
    private final Collector collector;
    private final int[] order;
    private int next;

    MemoryRun(Collector collector, long from) {
      this.collector = collector;
      this.order = collector.order();
      int low = 0;
      for (int high = order.length; low < high; ) {
        int middle = (low + high) >>> 1;
        if (Long.compareUnsigned(collector.heads[order[middle]], from) < 0) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      this.next = low;
    }

    @Override
    boolean advance() {
      if (next == order.length) {
        return false;
      }
      int i = order[next++];
      length = collector.lengths[i];
      if (entry.length < length) {
        entry = new byte[length * 2];
      }
      System.arraycopy(collector.arena, collector.starts[i], entry, 0, length);
      return true;
    }

    @Override
    void close() {
      // The collector keeps its entries for the next reader.
    }
  }

  private static final class FileRun extends Run {
    private final DataInputStream in;
    private final long from;

    FileRun(Path file, long offset, long from) throws IOException {
      FileChannel channel = FileChannel.open(file, StandardOpenOption.READ).position(offset);
      this.in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel), 1 << 16));
      this.from = from;
    }

    @Override
    boolean advance() throws IOException {
      do {
        try {
          length = in.readInt();
        } catch (EOFException end) {
          return false;
        }
        if (entry.length < length) {
          entry = new byte[length * 2];
        }
        in.readFully(entry, 0, length);
      } while (Long.compareUnsigned(head(entry, 0), from) < 0);
      return true;
    }

    @Override
    void close() throws IOException {
      in.close();
    }
  }

  /// Reads entries in order.
  public static final class Reader implements AutoCloseable {
    private final PriorityQueue<Run> heap;
    private final List<Run> all;
    private @Nullable Run current;

    private Reader(List<Run> runs) throws IOException {
      this.all = runs;
      this.heap = new PriorityQueue<>(Math.max(1, runs.size()), Run.BY_ENTRY);
      for (Run run : runs) {
        if (run.advance()) {
          heap.add(run);
        }
      }
    }

    /// Goes to the next entry; false after the last.
    public boolean next() throws IOException {
      Run before = current;
      if (before != null && before.advance()) {
        heap.add(before);
      }
      current = heap.poll();
      return current != null;
    }

    /// The bytes of the current entry; valid until the next call of [#next()].
    public byte[] bytes() {
      return run().entry;
    }

    /// How many bytes the current entry has.
    public int length() {
      return run().length;
    }

    private Run run() {
      Run run = current;
      if (run == null) {
        throw new IllegalStateException("wanted an entry, found none: call next() first");
      }
      return run;
    }

    @Override
    public void close() throws IOException {
      for (Run run : all) {
        run.close();
      }
    }
  }
}
