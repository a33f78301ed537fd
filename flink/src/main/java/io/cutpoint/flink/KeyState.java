package io.cutpoint.flink;

import io.cutpoint.model.step.Codec;
import io.cutpoint.model.step.State;
import io.cutpoint.model.step.StateReader;
import io.cutpoint.model.step.StateWriter;
import io.cutpoint.model.step.Timers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.flink.api.common.state.MapState;
import org.jspecify.annotations.Nullable;

/// What an operator keeps for one key, as the step sees it, for the length of one call.
///
/// All of it is bytes by the step's codecs. Reads go to Flink's state once; [#flush()] writes what changed.
final class KeyState implements State, Timers {

  /// The cell that holds when the key was last used.
  static final int USED = 0;
  /// The map of timers: time and name.
  private static final int TIMERS = 0;
  /// The map of inputs that wait for the watermark: order and input.
  private static final int WAITING = -1;

  private static final int ORDER_BYTES = 24;

  private final MapState<Integer, byte[]> cells;
  private final MapState<Integer, byte[]> directories;
  private final MapState<Long, byte[]> pages;
  private final TreeMap<Integer, PagedMap> maps = new TreeMap<>();
  private final TreeMap<Integer, Optional<byte[]>> values = new TreeMap<>();
  private final TreeMap<Integer, Optional<byte[]>> changed = new TreeMap<>();
  private long now;

  KeyState(MapState<Integer, byte[]> cells, MapState<Integer, byte[]> directories, MapState<Long, byte[]> pages) {
    this.cells = cells;
    this.directories = directories;
    this.pages = pages;
  }

  private PagedMap map(int tag) {
    PagedMap known = maps.get(tag);
    if (known == null) {
      known = StateAccess.get(() -> new PagedMap(tag, directories, pages));
      maps.put(tag, known);
    }
    return known;
  }

  private byte @Nullable [] value(int tag) {
    Optional<byte[]> known = values.get(tag);
    if (known == null) {
      known = Optional.ofNullable(StateAccess.<byte @Nullable []>get(() -> cells.get(tag)));
      values.put(tag, known);
    }
    return known.orElse(null);
  }

  private void value(int tag, Optional<byte[]> value) {
    values.put(tag, value);
    changed.put(tag, value);
  }

  // --- inputs that wait ----------------------------------------------------------------------------------------------

  /// How many inputs wait.
  int waiting() {
    return map(WAITING).size();
  }

  /// Keeps an input until the watermark has passed it. The same input twice is kept twice.
  void wait(StepInput in) {
    byte[] key = new StateWriter().int64(in.timeNanos).int64(in.idHi).int64(in.idLo).raw(in.bytes).toBytes();
    byte[] before = map(WAITING).get(key);
    long copies = before == null ? 0 : new StateReader(before).varint();
    map(WAITING).put(key, new StateWriter().varint(copies + 1).toBytes());
  }

  /// Inputs that are next in order and equal.
  record Waiting(byte[] key, long timeNanos, byte[] input, long copies) {}

  /// The first input that waits, or null.
  @Nullable Waiting next() {
    Map.Entry<byte[], byte[]> first = map(WAITING).first();
    if (first == null) {
      return null;
    }
    StateReader from = new StateReader(first.getKey());
    long time = from.int64();
    from.raw(ORDER_BYTES - Long.BYTES);
    return new Waiting(first.getKey(), time, from.raw(first.getKey().length - ORDER_BYTES), new StateReader(first.getValue()).varint());
  }

  void remove(Waiting one) {
    map(WAITING).remove(one.key());
  }

  // --- timers --------------------------------------------------------------------------------------------------------

  private static byte[] timer(long timeNanos, String name) {
    return new StateWriter().int64(timeNanos).raw(name.getBytes(StandardCharsets.UTF_8)).toBytes();
  }

  /// The timer that is due first, or null.
  @Nullable Timer due() {
    Map.Entry<byte[], byte[]> first = map(TIMERS).first();
    if (first == null) {
      return null;
    }
    StateReader from = new StateReader(first.getKey());
    long time = from.int64();
    return new Timer(time, new String(from.raw(first.getKey().length - Long.BYTES), StandardCharsets.UTF_8));
  }

  /// From here on timers must not be set before this time.
  void reach(long timeNanos) {
    now = timeNanos;
  }

  @Override
  public void set(long timeNanos, String name) {
    if (Long.compareUnsigned(timeNanos, now) < 0) {
      throw new IllegalArgumentException("wanted a timer not before " + Long.toUnsignedString(now) + ", found one at " + Long.toUnsignedString(timeNanos));
    }
    map(TIMERS).put(timer(timeNanos, name), new byte[0]);
  }

  @Override
  public void cancel(long timeNanos, String name) {
    map(TIMERS).remove(timer(timeNanos, name));
  }

  // --- cells and maps ------------------------------------------------------------------------------------------------

  @Override
  public <V> Cell<V> cell(CellSpec<V> spec) {
    int tag = own(spec.tag());
    return new Cell<>() {
      @Override
      public @Nullable V get() {
        byte[] value = value(tag);
        return value == null ? null : spec.codec().value(value);
      }

      @Override
      public void set(V value) {
        value(tag, Optional.of(spec.codec().bytes(value)));
      }

      @Override
      public void clear() {
        if (value(tag) != null) {
          value(tag, Optional.empty());
        }
      }
    };
  }

  @Override
  public <A, B> Sorted<A, B> sorted(SortedSpec<A, B> spec) {
    PagedMap map = map(own(spec.tag()));
    Codec<A> keys = spec.keys();
    Codec<B> of = spec.values();
    return new Sorted<>() {
      @Override
      public @Nullable B get(A key) {
        byte[] value = map.get(keys.bytes(key));
        return value == null ? null : of.value(value);
      }

      @Override
      public void put(A key, B value) {
        map.put(keys.bytes(key), of.bytes(value));
      }

      @Override
      public void remove(A key) {
        map.remove(keys.bytes(key));
      }

      @Override
      public int size() {
        return map.size();
      }

      @Override
      public Map.@Nullable Entry<A, B> first() {
        return entry(map.first());
      }

      @Override
      public Map.@Nullable Entry<A, B> last() {
        return entry(map.last());
      }

      private Map.@Nullable Entry<A, B> entry(Map.@Nullable Entry<byte[], byte[]> one) {
        return one == null ? null : Map.entry(keys.value(one.getKey()), of.value(one.getValue()));
      }

      @Override
      public List<Map.Entry<A, B>> all() {
        List<Map.Entry<A, B>> all = new ArrayList<>(map.size());
        map.all().forEach(one -> all.add(Map.entry(keys.value(one.getKey()), of.value(one.getValue()))));
        return all;
      }

      @Override
      public void clear() {
        map.clear();
      }
    };
  }

  private static int own(int tag) {
    if (tag < 1) {
      throw new IllegalArgumentException("wanted a tag from 1, found " + tag);
    }
    return tag;
  }

  // --- the whole -----------------------------------------------------------------------------------------------------

  /// How many entries of the step's own maps were added in this call, less those that were removed.
  long grown() {
    return maps.entrySet().stream().filter(map -> map.getKey() > 0).mapToLong(map -> map.getValue().size() - map.getValue().sizeBefore()).sum();
  }

  /// How many entries all maps of a key have that belong to the step.
  static long entries(MapState<Integer, byte[]> directories) throws Exception {
    long entries = 0;
    for (Map.Entry<Integer, byte[]> one : directories.entries()) {
      entries += one.getKey() > 0 ? PagedMap.size(one.getValue()) : 0;
    }
    return entries;
  }

  /// Writes what changed and when the key was used; a key of which nothing is left vanishes.
  ///
  /// @return whether anything is left
  boolean flush(long used) throws Exception {
    for (PagedMap map : maps.values()) {
      map.flush();
    }
    for (Map.Entry<Integer, Optional<byte[]>> one : changed.entrySet()) {
      if (one.getValue().isPresent()) {
        cells.put(one.getKey(), one.getValue().get());
      } else {
        cells.remove(one.getKey());
      }
    }
    boolean isLeft = !directories.isEmpty() || hasCells();
    if (isLeft) {
      cells.put(USED, new StateWriter().int64(used).toBytes());
    } else {
      cells.remove(USED);
    }
    return isLeft;
  }

  private boolean hasCells() throws Exception {
    for (Integer tag : cells.keys()) {
      if (tag != USED) {
        return true;
      }
    }
    return false;
  }
}
