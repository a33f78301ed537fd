package io.cutpoint.flink;

import io.cutpoint.model.step.StateReader;
import io.cutpoint.model.step.StateWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.state.MapState;
import org.jspecify.annotations.Nullable;

/// An ordered map from bytes to bytes, kept for one key in pages of a Flink map state.
///
/// Flink's own maps iterate in different orders on the heap and in RocksDB. So entries lie in pages of about
/// 4 KiB, sorted, and a directory says with which key each page begins; both are plain values, the same bytes on every
/// backend. A map is used within one call: pages are read when they are asked for, and [#flush()] writes those that
/// changed.
/// Cost: a read of the directory (about 30 bytes for each page) and of the pages that are touched. Bounds: the step's.
final class PagedMap {

  /// Where a page is cut in two.
  static final int PAGE_BYTES = 4_096;

  private static final Comparator<byte[]> UNSIGNED = Arrays::compareUnsigned;
  private static final byte[] LOWEST = {};
  private static final int PAGE_BITS = 32;

  private final int tag;
  private final MapState<Integer, byte[]> directories;
  private final MapState<Long, byte[]> pages;
  /// By the lowest key that belongs to the page; the first page takes all lower ones.
  private final TreeMap<byte[], Page> directory = new TreeMap<>(UNSIGNED);
  private final List<Long> gone = new ArrayList<>();
  private final int sizeBefore;
  private int size;
  private long next;
  private boolean isChanged;

  private static final class Page {
    final long number;
    @Nullable TreeMap<byte[], byte[]> entries;
    int bytes;
    boolean isChanged;

    Page(long number) {
      this.number = number;
    }
  }

  PagedMap(int tag, MapState<Integer, byte[]> directories, MapState<Long, byte[]> pages) throws Exception {
    this.tag = tag;
    this.directories = directories;
    this.pages = pages;
    byte[] known = directories.get(tag);
    if (known != null) {
      StateReader from = new StateReader(known);
      size = from.count();
      next = from.varint();
      while (from.hasMore()) {
        byte[] lowest = from.sized();
        directory.put(lowest, new Page(from.varint()));
      }
    }
    sizeBefore = size;
  }

  /// How many entries a stored directory counts.
  static int size(byte[] directory) {
    return new StateReader(directory).count();
  }

  int size() {
    return size;
  }

  /// How many entries there were when the map was read.
  int sizeBefore() {
    return sizeBefore;
  }

  private TreeMap<byte[], byte[]> entries(Page page) {
    TreeMap<byte[], byte[]> known = page.entries;
    if (known != null) {
      return known;
    }
    TreeMap<byte[], byte[]> read = new TreeMap<>(UNSIGNED);
    byte[] stored = stored(page);
    StateReader from = new StateReader(stored);
    while (from.hasMore()) {
      byte[] key = from.sized();
      read.put(key, from.sized());
    }
    page.entries = read;
    page.bytes = stored.length;
    return read;
  }

  private byte[] stored(Page page) {
    byte @Nullable [] stored = StateAccess.get(() -> pages.get(at(page)));
    if (stored == null) {
      throw new IllegalStateException("wanted a page for every line of the directory, found none for page " + page.number);
    }
    return stored;
  }

  private long at(Page page) {
    return (long) tag << PAGE_BITS | page.number;
  }

  private Map.@Nullable Entry<byte[], Page> pageOf(byte[] key) {
    return directory.floorEntry(key);
  }

  byte @Nullable [] get(byte[] key) {
    Map.Entry<byte[], Page> page = pageOf(key);
    return page == null ? null : entries(page.getValue()).get(key);
  }

  void put(byte[] key, byte[] value) {
    Map.Entry<byte[], Page> found = pageOf(key);
    Page page;
    if (found == null) {
      page = new Page(next++);
      page.entries = new TreeMap<>(UNSIGNED);
      directory.put(LOWEST, page);
    } else {
      page = found.getValue();
    }
    TreeMap<byte[], byte[]> entries = entries(page);
    byte[] before = entries.put(key, value);
    isChanged = true;
    page.isChanged = true;
    if (before == null) {
      size++;
      page.bytes += length(key) + length(value);
    } else {
      page.bytes += length(value) - length(before);
    }
    if (page.bytes > PAGE_BYTES && entries.size() > 1) {
      split(page, entries);
    }
  }

  private static int length(byte[] bytes) {
    return bytes.length + (bytes.length < 1 << 7 ? 1 : bytes.length < 1 << 14 ? 2 : bytes.length < 1 << 21 ? 3 : 4);
  }

  /// The upper half becomes a page of its own.
  private void split(Page page, TreeMap<byte[], byte[]> entries) {
    Page upper = new Page(next++);
    upper.isChanged = true;
    TreeMap<byte[], byte[]> moved = new TreeMap<>(UNSIGNED);
    int half = page.bytes / 2;
    while (entries.size() > 1 && (moved.isEmpty() || upper.bytes < half)) {
      Map.Entry<byte[], byte[]> last = entries.pollLastEntry();
      moved.put(last.getKey(), last.getValue());
      int bytes = length(last.getKey()) + length(last.getValue());
      upper.bytes += bytes;
      page.bytes -= bytes;
    }
    upper.entries = moved;
    directory.put(moved.firstKey(), upper);
  }

  void remove(byte[] key) {
    Map.Entry<byte[], Page> found = pageOf(key);
    if (found == null) {
      return;
    }
    Page page = found.getValue();
    TreeMap<byte[], byte[]> entries = entries(page);
    byte[] before = entries.remove(key);
    if (before == null) {
      return;
    }
    size--;
    isChanged = true;
    page.isChanged = true;
    page.bytes -= length(key) + length(before);
    if (entries.isEmpty()) {
      directory.remove(found.getKey());
      gone.add(at(page));
      Map.Entry<byte[], Page> first = directory.firstEntry();
      if (first != null && first.getKey().length > 0) {
        directory.remove(first.getKey());
        directory.put(LOWEST, first.getValue());
      }
    }
  }

  Map.@Nullable Entry<byte[], byte[]> first() {
    Map.Entry<byte[], Page> page = directory.firstEntry();
    return page == null ? null : entries(page.getValue()).firstEntry();
  }

  Map.@Nullable Entry<byte[], byte[]> last() {
    Map.Entry<byte[], Page> page = directory.lastEntry();
    return page == null ? null : entries(page.getValue()).lastEntry();
  }

  List<Map.Entry<byte[], byte[]>> all() {
    List<Map.Entry<byte[], byte[]>> all = new ArrayList<>(size);
    directory.values().forEach(page -> all.addAll(entries(page).entrySet()));
    return all;
  }

  void clear() {
    if (size > 0) {
      directory.values().forEach(page -> gone.add(at(page)));
      directory.clear();
      size = 0;
      isChanged = true;
    }
  }

  /// Writes what changed.
  void flush() throws Exception {
    if (!isChanged) {
      return;
    }
    for (Long page : gone) {
      pages.remove(page);
    }
    for (Page page : directory.values()) {
      TreeMap<byte[], byte[]> entries = page.entries;
      if (page.isChanged && entries != null) {
        StateWriter to = new StateWriter();
        entries.forEach((key, value) -> to.sized(key).sized(value));
        pages.put(at(page), to.toBytes());
      }
    }
    if (directory.isEmpty()) {
      directories.remove(tag);
      return;
    }
    StateWriter to = new StateWriter();
    to.varint(size).varint(next);
    directory.forEach((lowest, page) -> to.sized(lowest).varint(page.number));
    directories.put(tag, to.toBytes());
  }
}
