package io.cutpoint.model.step;

import io.cutpoint.model.event.OrderKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Drives a step in memory, on the calling thread.
///
/// A snapshot is `CPST`, then tagged fields ([StateWriter]): the step's name, the versions of state and keys, the time
/// that was reached, and each key in the order of its last input with its cells, map entries and timers. Unknown tags
/// are skipped.
/// Cost: a hash of the key for each input and O(log timers) for each timer. Cells and map values are kept as objects,
/// map keys also as bytes; values are written only in a snapshot.
/// Abuse: whoever varies keys makes the bound on keys let go of old ones, which is counted.
///
/// @param <K> the step's keys
/// @param <I> what it takes
/// @param <O> what it makes
public final class EmbeddedRunner<K, I, O> implements Runner<I> {

  private static final byte[] MAGIC = {'C', 'P', 'S', 'T'};
  private static final int STEP = 1;
  private static final int STATE_VERSION = 2;
  private static final int KEY_VERSION = 3;
  private static final int REACHED = 4;
  private static final int ENTRY = 5;
  private static final int ENTRY_KEY = 1;
  private static final int ENTRY_CELL = 2;
  private static final int ENTRY_SORTED = 3;
  private static final int ENTRY_TIMER = 4;
  private static final int PART_TAG = 1;
  private static final int PART_KEY = 2;
  private static final int PART_VALUE = 3;

  private static final Comparator<byte[]> UNSIGNED = Arrays::compareUnsigned;

  private final KeyedStep<K, I, O> step;
  private final Output<O> out;
  // Linked in the order of the last input, so that the first key was longest without one.
  private final LinkedHashMap<Bytes, Keyed> keys = new LinkedHashMap<>(64, 0.75f, true);
  private final TreeSet<Due> timers = new TreeSet<>();
  private long reached;
  private long entries;

  /// Begins with no state.
  public EmbeddedRunner(KeyedStep<K, I, O> step, Output<O> out) {
    this.step = step;
    this.out = out;
  }

  /// Goes on from a snapshot.
  ///
  /// @throws IllegalArgumentException where the bytes are no snapshot of this step, or one of a later version
  public EmbeddedRunner(KeyedStep<K, I, O> step, Output<O> out, byte[] snapshot) {
    this(step, out);
    restore(new StateReader(snapshot));
  }

  /// Bytes that compare.
  private static final class Bytes implements Comparable<Bytes> {
    private final byte[] of;
    private final int hash;

    Bytes(byte[] of) {
      this.of = of;
      this.hash = Arrays.hashCode(of);
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Bytes bytes && Arrays.equals(of, bytes.of);
    }

    @Override
    public int compareTo(Bytes other) {
      return Arrays.compareUnsigned(of, other.of);
    }
  }

  private record Due(long timeNanos, Bytes key, String name) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      int c = Long.compareUnsigned(timeNanos, other.timeNanos);
      if (c == 0) {
        c = key.compareTo(other.key);
      }
      return c != 0 ? c : name.compareTo(other.name);
    }
  }

  /// A value as an object, or as bytes of a snapshot until somebody asks for it.
  private static final class Held<V> {
    private @Nullable V value;
    private byte @Nullable [] bytes;
    private @Nullable Codec<V> codec;

    V get(Codec<V> as) {
      if (value == null) {
        value = as.value(bytes == null ? new byte[0] : bytes);
        bytes = null;
        codec = as;
      }
      return value;
    }

    byte[] toBytes() {
      return codec != null && value != null ? codec.bytes(value) : bytes == null ? new byte[0] : bytes;
    }

    static <V> Held<V> of(V value, Codec<V> codec) {
      Held<V> held = new Held<>();
      held.value = value;
      held.codec = codec;
      return held;
    }

    static Held<Object> of(byte[] bytes) {
      Held<Object> held = new Held<>();
      held.bytes = bytes;
      return held;
    }
  }

  /// What is kept for one key.
  private final class Keyed implements State, Timers {
    private final Bytes encoded;
    private final K key;
    private final TreeMap<Integer, Held<?>> cells = new TreeMap<>();
    private final TreeMap<Integer, TreeMap<byte[], Held<?>>> maps = new TreeMap<>();
    private final TreeSet<Due> own = new TreeSet<>();

    Keyed(Bytes encoded, K key) {
      this.encoded = encoded;
      this.key = key;
    }

    boolean isEmpty() {
      return cells.isEmpty() && own.isEmpty() && maps.values().stream().allMatch(TreeMap::isEmpty);
    }

    @Override
    public <V> Cell<V> cell(CellSpec<V> spec) {
      return new Cell<>() {
        @Override
        @SuppressWarnings("unchecked")
        public @Nullable V get() {
          Held<V> held = (Held<V>) cells.get(spec.tag());
          return held == null ? null : held.get(spec.codec());
        }

        @Override
        public void set(V value) {
          cells.put(spec.tag(), Held.of(value, spec.codec()));
        }

        @Override
        public void clear() {
          cells.remove(spec.tag());
        }
      };
    }

    @Override
    public <A, B> Sorted<A, B> sorted(SortedSpec<A, B> spec) {
      return new Sorted<>() {
        private TreeMap<byte[], Held<?>> map() {
          return maps.computeIfAbsent(spec.tag(), tag -> new TreeMap<>(UNSIGNED));
        }

        @SuppressWarnings("unchecked")
        private B value(Held<?> held) {
          return ((Held<B>) held).get(spec.values());
        }

        @Override
        public @Nullable B get(A of) {
          Held<?> held = map().get(spec.keys().bytes(of));
          return held == null ? null : value(held);
        }

        @Override
        public void put(A of, B value) {
          if (map().put(spec.keys().bytes(of), Held.of(value, spec.values())) == null) {
            entries++;
          }
        }

        @Override
        public void remove(A of) {
          if (map().remove(spec.keys().bytes(of)) != null) {
            entries--;
          }
        }

        @Override
        public int size() {
          return map().size();
        }

        @Override
        public Map.@Nullable Entry<A, B> first() {
          return entry(map().firstEntry());
        }

        @Override
        public Map.@Nullable Entry<A, B> last() {
          return entry(map().lastEntry());
        }

        private Map.@Nullable Entry<A, B> entry(Map.@Nullable Entry<byte[], Held<?>> one) {
          return one == null ? null : Map.entry(spec.keys().value(one.getKey()), value(one.getValue()));
        }

        @Override
        public List<Map.Entry<A, B>> all() {
          List<Map.Entry<A, B>> all = new ArrayList<>(map().size());
          map().forEach((bytes, held) -> all.add(Map.entry(spec.keys().value(bytes), value(held))));
          return all;
        }

        @Override
        public void clear() {
          entries -= map().size();
          map().clear();
        }
      };
    }

    @Override
    public void set(long timeNanos, String name) {
      if (Long.compareUnsigned(timeNanos, reached) < 0) {
        throw new IllegalArgumentException("wanted a timer not before " + Long.toUnsignedString(reached) + ", found one at " + Long.toUnsignedString(timeNanos));
      }
      Due due = new Due(timeNanos, encoded, name);
      own.add(due);
      timers.add(due);
    }

    @Override
    public void cancel(long timeNanos, String name) {
      Due due = new Due(timeNanos, encoded, name);
      own.remove(due);
      timers.remove(due);
    }
  }

  /// How many keys have state.
  public int size() {
    return keys.size();
  }

  @Override
  public void input(I in) {
    OrderKey order = step.order(in);
    advance(order.timeNanos());
    K key = step.key(in);
    Bytes encoded = new Bytes(step.keys().bytes(key));
    Keyed keyed = keys.get(encoded);
    if (keyed == null) {
      if (keys.size() >= step.keyBound().most()) {
        forget(keys.firstEntry().getValue());
        out.dropped(step.keyBound(), 1);
      }
      keyed = new Keyed(encoded, key);
      keys.put(encoded, keyed);
    }
    step.input(keyed.key, in, keyed, keyed, out);
    if (keyed.isEmpty()) {
      keys.remove(encoded);
    }
    while (entries > step.entryBound().most() && keys.size() > 1) {
      forget(keys.firstEntry().getValue());
      out.dropped(step.entryBound(), 1);
    }
  }

  /// When the next timer is due, or nothing where none is set.
  public java.util.OptionalLong nextTimer() {
    return timers.isEmpty() ? java.util.OptionalLong.empty() : java.util.OptionalLong.of(timers.first().timeNanos);
  }

  private void forget(Keyed keyed) {
    step.letGo(keyed.key, keyed, out);
    keyed.own.forEach(timers::remove);
    entries -= keyed.maps.values().stream().mapToLong(TreeMap::size).sum();
    keys.remove(keyed.encoded);
  }

  @Override
  public void advance(long timeNanos) {
    while (!timers.isEmpty() && Long.compareUnsigned(timers.first().timeNanos, timeNanos) < 0) {
      fire();
    }
    if (Long.compareUnsigned(timeNanos, reached) > 0) {
      reached = timeNanos;
    }
  }

  @Override
  public void end() {
    while (!timers.isEmpty()) {
      fire();
    }
  }

  private void fire() {
    Due due = timers.first();
    timers.remove(due);
    if (Long.compareUnsigned(due.timeNanos, reached) > 0) {
      reached = due.timeNanos;
    }
    Keyed keyed = keys.get(due.key);
    if (keyed == null) {
      throw new IllegalStateException("wanted state for every timer, found a timer without");
    }
    keyed.own.remove(due);
    step.timer(keyed.key, new Timers.Timer(due.timeNanos, due.name), keyed, keyed, out);
    if (keyed.isEmpty()) {
      keys.remove(due.key);
    }
  }

  @Override
  public byte[] snapshot() {
    StateWriter to = new StateWriter();
    to.raw(MAGIC);
    to.field(STEP, step.id().name());
    to.field(STATE_VERSION, step.stateVersion());
    to.field(KEY_VERSION, step.keyVersion());
    to.field(REACHED, reached);
    for (Keyed keyed : keys.sequencedValues()) {
      StateWriter entry = new StateWriter();
      entry.field(ENTRY_KEY, keyed.encoded.of);
      keyed.cells.forEach((tag, held) -> entry.field(ENTRY_CELL,
          new StateWriter().field(PART_TAG, tag).field(PART_VALUE, held.toBytes()).toBytes()));
      keyed.maps.forEach((tag, map) -> map.forEach((key, held) -> entry.field(ENTRY_SORTED,
          new StateWriter().field(PART_TAG, tag).field(PART_KEY, key).field(PART_VALUE, held.toBytes()).toBytes())));
      keyed.own.forEach(due -> entry.field(ENTRY_TIMER,
          new StateWriter().field(PART_TAG, due.timeNanos).field(PART_KEY, due.name).toBytes()));
      to.field(ENTRY, entry.toBytes());
    }
    return to.toBytes();
  }

  private void restore(StateReader from) {
    if (!Arrays.equals(from.raw(MAGIC.length), MAGIC)) {
      throw new IllegalArgumentException("wanted a state that begins with CPST, found other bytes");
    }
    while (from.hasMore()) {
      int tag = from.count();
      byte[] bytes = from.sized();
      switch (tag) {
        case STEP -> wanted("step " + step.id().name(), "step " + new String(bytes, java.nio.charset.StandardCharsets.UTF_8));
        case STATE_VERSION -> notLater("state", step.stateVersion(), new StateReader(bytes).varint());
        case KEY_VERSION -> wanted("key version " + step.keyVersion(), "key version " + new StateReader(bytes).varint());
        case REACHED -> reached = new StateReader(bytes).varint();
        case ENTRY -> entry(new StateReader(bytes));
        default -> {}
      }
    }
  }

  private static void wanted(String what, String found) {
    if (!what.equals(found)) {
      throw new IllegalArgumentException("wanted a state of " + what + ", found " + found);
    }
  }

  private static void notLater(String what, int known, long found) {
    if (found > known) {
      throw new IllegalArgumentException("wanted a " + what + " of version " + known + " or earlier, found " + found);
    }
  }

  private void entry(StateReader from) {
    Keyed keyed = null;
    while (from.hasMore()) {
      int tag = from.count();
      byte[] bytes = from.sized();
      if (tag == ENTRY_KEY) {
        Bytes encoded = new Bytes(bytes);
        keyed = new Keyed(encoded, step.keys().value(bytes));
        keys.put(encoded, keyed);
      } else if (tag == ENTRY_CELL || tag == ENTRY_SORTED || tag == ENTRY_TIMER) {
        if (keyed == null) {
          throw new IllegalArgumentException("wanted a key before its state, found none");
        }
        part(keyed, tag, new StateReader(bytes));
      }
    }
  }

  private void part(Keyed keyed, int kind, StateReader from) {
    long number = 0;
    byte[] key = new byte[0];
    byte[] value = new byte[0];
    while (from.hasMore()) {
      int tag = from.count();
      byte[] bytes = from.sized();
      switch (tag) {
        case PART_TAG -> number = new StateReader(bytes).varint();
        case PART_KEY -> key = bytes;
        case PART_VALUE -> value = bytes;
        default -> {}
      }
    }
    switch (kind) {
      case ENTRY_CELL -> keyed.cells.put((int) number, Held.of(value));
      case ENTRY_SORTED -> {
        if (keyed.maps.computeIfAbsent((int) number, tag -> new TreeMap<>(UNSIGNED)).put(key, Held.of(value)) == null) {
          entries++;
        }
      }
      default -> keyed.set(number, new String(key, java.nio.charset.StandardCharsets.UTF_8));
    }
  }
}
