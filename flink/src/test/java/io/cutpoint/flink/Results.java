package io.cutpoint.flink;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/// Keeps results in its own state, so that each counts exactly once, and hands them to the test when all input is over.
final class Results extends KeyedProcessFunction<Integer, String, String> implements CheckpointedFunction, CheckpointListener {

  private static final long serialVersionUID = 1;

  /// What a test sees of a job in the same process.
  static final class Seen {
    final List<String> results = new ArrayList<>();
    final List<Integer> restored = new ArrayList<>();
    final CountDownLatch checkpoints;

    Seen(int checkpoints) {
      this.checkpoints = new CountDownLatch(checkpoints);
    }
  }

  static final Map<String, Seen> SEEN = new ConcurrentHashMap<>();

  private final String run;
  private transient @Nullable ListState<String> kept;
  private boolean isRestored;
  private int here;

  Results(String run) {
    this.run = run;
  }

  private Seen seen() {
    return java.util.Objects.requireNonNull(SEEN.get(run));
  }

  private ListState<String> kept() {
    return java.util.Objects.requireNonNull(kept);
  }

  @Override
  public void open(OpenContext context) {
    kept = getRuntimeContext().getListState(new ListStateDescriptor<>("kept", Types.STRING));
  }

  @Override
  public void initializeState(FunctionInitializationContext context) {
    isRestored = context.isRestored();
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) {}

  @Override
  public void notifyCheckpointComplete(long checkpoint) {
    if (here > 0) {
      seen().checkpoints.countDown();
    }
  }

  @Override
  public void processElement(String one, Context context, Collector<String> out) throws Exception {
    if (isRestored) {
      isRestored = false;
      int count = 0;
      for (String unused : kept().get()) {
        count++;
      }
      seen().restored.add(count);
    }
    here++;
    kept().add(one);
    context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<String> out) throws Exception {
    for (String one : kept().get()) {
      seen().results.add(one);
    }
  }
}
