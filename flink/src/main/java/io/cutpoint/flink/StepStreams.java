package io.cutpoint.flink;

import io.cutpoint.model.step.KeyedStep;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.util.OutputTag;

/// Puts steps into a Flink job.
///
/// What comes out is, as a set, what the embedded runner makes of the same inputs, byte for byte, whatever the
/// parallelism, the state backend, failures and rescaling: as long as nothing was late and no bound was hit, both of
/// which are counted on [#DROPPED]. The order of outputs is not kept; who needs one sorts by the order of events.
/// Source: design/flink.md.
public final class StepStreams {

  /// What bounds let go of, on the side.
  public static final OutputTag<Dropped> DROPPED = new OutputTag<>("dropped", TypeInformation.of(Dropped.class));

  /// Inputs that came after the watermark had passed them, on the side; they are counted as dropped too.
  public static final OutputTag<StepInput> LATE = new OutputTag<>("late", TypeInformation.of(StepInput.class));

  private StepStreams() {}

  /// The input that these bytes are, as a step of this kind takes it.
  ///
  /// @param step used on one thread
  public static <K, I, O> StepInput input(KeyedStep<K, I, O> step, ShippedStep<K, I, O> shipped, I in) {
    return StepInput.of(step, shipped.inputs().bytes(in), in);
  }

  /// Event times of inputs, and watermarks that trail the newest by this much. No wall clock: a source that falls
  /// silent holds the watermark, and with it the results, until it speaks or ends.
  ///
  /// @param reorder how much later than a newer input of its source an input may come
  public static WatermarkStrategy<StepInput> watermarks(Duration reorder) {
    return WatermarkStrategy.<StepInput>forBoundedOutOfOrderness(reorder)
        .withTimestampAssigner((in, unused) -> StepInput.millis(in.timeNanos));
  }

  /// Runs a step over inputs that have times and watermarks.
  ///
  /// The operator's name and uid are those of the step with this level behind, so that a savepoint finds its state.
  ///
  /// @param level which of several operators of one step this is, from 0
  public static <K, I, O> SingleOutputStreamOperator<StepOutput> run(DataStream<StepInput> inputs, ShippedStep<K, I, O> shipped, int level) {
    String name = shipped.step().id().name() + "-" + level;
    return inputs.keyBy(in -> in.key, Types.STRING)
        .transform(name, TypeInformation.of(StepOutput.class), new StepOperator<>(shipped))
        .uid(name);
  }
}
