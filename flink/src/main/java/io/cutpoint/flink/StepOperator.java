package io.cutpoint.flink;

import io.cutpoint.model.step.Bound;
import io.cutpoint.model.step.Codec;
import io.cutpoint.model.step.KeyedStep;
import io.cutpoint.model.step.Output;
import io.cutpoint.model.step.StateReader;
import io.cutpoint.model.step.StateWriter;
import io.cutpoint.model.step.Timers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/// Runs a [KeyedStep] in one parallel part of a Flink job.
///
/// Idea: inputs wait, sorted, until the watermark has passed their millisecond; then the key's inputs and timers of
/// that millisecond run in the order that the step may rely on, input before timer at one time. Flink's timers only say
/// when a key is to be looked at.
/// Threads: Flink calls it on one. Bounds: those of the step, keys and entries for each parallel part; 100,000 inputs
/// of a key may wait.
/// Abuse: whoever varies keys makes the bound on keys let go of old ones; whoever sends from the past is late: both
/// are counted. Whoever sends from the future moves the watermark and makes others late: sources must park such times.
final class StepOperator<K, I, O> extends AbstractStreamOperator<StepOutput>
    implements OneInputStreamOperator<StepInput, StepOutput>, Triggerable<String, VoidNamespace> {

  private static final long serialVersionUID = 1;

  /// Inputs that came after the watermark; none is taken.
  static final Bound LATE = new Bound("late-inputs", 0);
  /// Different inputs of one key that wait for the watermark.
  static final Bound WAITING = new Bound("waiting-inputs", 100_000);

  private static final byte[] MAGIC = {'C', 'P', 'S', 'T'};
  private static final int STEP = 1;
  private static final int STATE_VERSION = 2;
  private static final int KEY_VERSION = 3;
  private static final String CELLS = "cells";

  private final ShippedStep<K, I, O> shipped;
  private transient @Nullable ListState<byte[]> header;
  private transient @Nullable Running running;

  StepOperator(ShippedStep<K, I, O> shipped) {
    this.shipped = shipped;
  }

  private Running running() {
    return java.util.Objects.requireNonNull(running, "an operator that Flink has opened");
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    KeyedStep<K, I, O> step = shipped.step();
    ListState<byte[]> found =
        context.getOperatorStateStore().getUnionListState(new ListStateDescriptor<>("step", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    for (byte[] one : found.get()) {
      check(step, one);
    }
    header = found;
  }

  @Override
  public void open() throws Exception {
    super.open();
    running = new Running(shipped.step());
    running().open();
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    KeyedStep<K, I, O> step = running().step;
    java.util.Objects.requireNonNull(header).update(List.of(new StateWriter().raw(MAGIC).field(STEP, step.id().name()).field(STATE_VERSION, step.stateVersion())
        .field(KEY_VERSION, step.keyVersion()).toBytes()));
  }

  private static void check(KeyedStep<?, ?, ?> step, byte[] header) {
    StateReader from = new StateReader(header);
    if (!Arrays.equals(from.raw(MAGIC.length), MAGIC)) {
      throw new IllegalArgumentException("wanted a state that begins with CPST, found other bytes");
    }
    while (from.hasMore()) {
      int tag = from.count();
      byte[] bytes = from.sized();
      switch (tag) {
        case STEP -> {
          String found = new String(bytes, StandardCharsets.UTF_8);
          if (!found.equals(step.id().name())) {
            throw new IllegalArgumentException("wanted a state of step " + step.id().name() + ", found step " + found);
          }
        }
        case STATE_VERSION -> {
          long found = new StateReader(bytes).varint();
          if (found > step.stateVersion()) {
            throw new IllegalArgumentException("wanted a state of version " + step.stateVersion() + " or earlier, found " + found);
          }
        }
        case KEY_VERSION -> {
          long found = new StateReader(bytes).varint();
          if (found != step.keyVersion()) {
            throw new IllegalArgumentException("wanted a state of key version " + step.keyVersion() + ", found key version " + found);
          }
        }
        default -> {}
      }
    }
  }

  @Override
  public void processElement(StreamRecord<StepInput> element) throws Exception {
    running().take(element.getValue());
  }

  @Override
  public void onEventTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
    running().fire(timer.getKey(), timer.getTimestamp());
  }

  @Override
  public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) {
    throw new IllegalStateException("wanted timers in event time alone");
  }

  /// What is made anew on each machine.
  private final class Running implements Output<O> {
    final KeyedStep<K, I, O> step;
    private final Codec<I> inputs = shipped.inputs();
    private final Codec<O> outputs = shipped.outputs();
    private final MapState<Integer, byte[]> cells = state(CELLS, Integer.class);
    private final MapState<Integer, byte[]> directories = state("directories", Integer.class);
    private final MapState<Long, byte[]> pages = state("pages", Long.class);
    private final InternalTimerService<VoidNamespace> timers = getInternalTimerService("step", VoidNamespaceSerializer.INSTANCE, StepOperator.this);
    private final Map<String, Known> keys = new HashMap<>();
    // The same, first the one that was longest without an input or timer, in event time.
    private final TreeSet<Known> byUse = new TreeSet<>(Comparator.comparingLong((Known one) -> one.used() ^ Long.MIN_VALUE).thenComparing(Known::key));
    private final Map<String, Counter> counters = new TreeMap<>();
    private long entries;
    private long millis;

    Running(KeyedStep<K, I, O> step) {
      this.step = step;
    }

    private <T> MapState<T, byte[]> state(String name, Class<T> keys) {
      return getRuntimeContext().getMapState(new MapStateDescriptor<>(name, TypeInformation.of(keys), PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    }

    /// A key that has state here, and how many entries.
    private record Known(String key, long used, long entries) {}

    /// Finds the keys of a state that was restored.
    void open() throws Exception {
      List<String> restored;
      try (Stream<String> all = StepOperator.this.<String>getKeyedStateBackend().getKeys(CELLS, VoidNamespace.INSTANCE)) {
        restored = all.distinct().toList();
      }
      for (String key : restored) {
        setCurrentKey(key);
        byte[] used = cells.get(KeyState.USED);
        if (used != null) {
          long count = KeyState.entries(directories);
          know(new Known(key, new StateReader(used).int64(), count));
          entries += count;
        }
      }
    }

    private void know(Known one) {
      keys.put(one.key(), one);
      byUse.add(one);
    }

    private KeyState key() {
      return new KeyState(cells, directories, pages);
    }

    void take(StepInput in) throws Exception {
      millis = StepInput.millis(in.timeNanos);
      if (millis <= timers.currentWatermark()) {
        output.collect(StepStreams.LATE, new StreamRecord<>(in, millis));
        dropped(LATE, 1);
        return;
      }
      while (!keys.containsKey(in.key) && keys.size() >= step.keyBound().most()) {
        forgetEldest();
        setCurrentKey(in.key);
        dropped(step.keyBound(), 1);
      }
      KeyState state = key();
      if (state.waiting() >= WAITING.most()) {
        dropped(WAITING, 1);
        return;
      }
      state.wait(in);
      timers.registerEventTimeTimer(VoidNamespace.INSTANCE, millis);
      settle(in.key, state, in.timeNanos);
    }

    /// The watermark has passed this millisecond.
    void fire(String text, long until) throws Exception {
      if (!keys.containsKey(text)) {
        // It was let go of.
        return;
      }
      millis = until;
      KeyState state = key();
      K key = step.keys().value(StepInput.bytes(text));
      long reached = until * StepInput.NANOS_OF_MILLI;
      while (true) {
        KeyState.Waiting next = state.next();
        Timers.Timer due = state.due();
        if (next != null && (due == null || Long.compareUnsigned(next.timeNanos(), due.timeNanos()) <= 0)) {
          if (StepInput.millis(next.timeNanos()) > until) {
            break;
          }
          reached = next.timeNanos();
          state.reach(reached);
          state.remove(next);
          for (long copy = 0; copy < next.copies(); copy++) {
            step.input(key, inputs.value(next.input()), state, state, this);
          }
        } else if (due != null && StepInput.millis(due.timeNanos()) <= until) {
          reached = due.timeNanos();
          state.reach(reached);
          state.cancel(due.timeNanos(), due.name());
          step.timer(key, due, state, state, this);
        } else {
          break;
        }
      }
      Timers.Timer later = state.due();
      if (later != null) {
        timers.registerEventTimeTimer(VoidNamespace.INSTANCE, StepInput.millis(later.timeNanos()));
      }
      settle(text, state, reached);
      while (entries > step.entryBound().most() && keys.size() > 1) {
        forgetEldest();
        dropped(step.entryBound(), 1);
      }
    }

    private void settle(String text, KeyState state, long time) throws Exception {
      Known known = keys.remove(text);
      long used = time;
      long count = state.grown();
      entries += count;
      if (known != null) {
        byUse.remove(known);
        count += known.entries();
        used = Long.compareUnsigned(known.used(), time) > 0 ? known.used() : time;
      }
      if (state.flush(used)) {
        know(new Known(text, used, count));
      }
    }

    /// Leaves the current key another one.
    private void forgetEldest() throws Exception {
      Known eldest = byUse.removeFirst();
      keys.remove(eldest.key());
      entries -= eldest.entries();
      setCurrentKey(eldest.key());
      step.letGo(step.keys().value(StepInput.bytes(eldest.key())), key(), this);
      cells.clear();
      directories.clear();
      pages.clear();
    }

    @Override
    public void emit(O out) {
      output.collect(new StreamRecord<>(new StepOutput(outputs.bytes(out)), millis));
    }

    @Override
    public void dropped(Bound bound, long count) {
      output.collect(StepStreams.DROPPED, new StreamRecord<>(new Dropped(step.id().name(), bound.name(), count), millis));
      counters.computeIfAbsent(bound.name(), name -> getMetricGroup().counter("dropped-" + name)).inc(count);
    }
  }
}
