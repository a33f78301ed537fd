package io.cutpoint.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.model.step.Bound;
import io.cutpoint.model.step.EmbeddedRunner;
import io.cutpoint.model.step.KeyedStep;
import io.cutpoint.model.step.Output;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A cluster in this process makes of the same inputs what the embedded runner makes, whatever happens to it.
@Tag("full")
class ClusterIT {

  private static final int INPUTS = 4_000;
  /// Inputs come up to this much late, from two sources that do not wait for each other.
  private static final Duration REORDER = Duration.ofSeconds(10);
  private static final int MANAGERS = 4;

  @TempDir
  private static Path folder;

  private static @Nullable MiniCluster cluster;
  private static int killed;

  @BeforeAll
  static void start() throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(32));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(16));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(16));
    cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
        .setConfiguration(configuration).setNumTaskManagers(MANAGERS).setNumSlotsPerTaskManager(1).withRandomPorts().build());
    cluster.start();
  }

  @AfterAll
  static void stop() throws Exception {
    cluster().close();
  }

  private static MiniCluster cluster() {
    return java.util.Objects.requireNonNull(cluster);
  }

  /// A step with inputs for it.
  enum Kind {
    CORRELATIONS(new Sample<>(new ShippedCorrelations(), ShippedCorrelations.inputs(INPUTS))),
    EPISODES(new Sample<>(new ShippedEpisodes(), ShippedEpisodes.inputs(INPUTS)));

    final Sample<?, ?, ?> sample;
    final List<StepInput> arriving;
    final List<String> wanted;

    Kind(Sample<?, ?, ?> sample) {
      this.sample = sample;
      this.arriving = sample.arriving();
      this.wanted = sample.embedded();
    }
  }

  private record Sample<K, I, O>(ShippedStep<K, I, O> shipped, List<I> inputs) {

    /// In the order of arrival: shuffled within what the watermarks wait for.
    List<StepInput> arriving() {
      record Arrival(long at, StepInput input) {}
      KeyedStep<K, I, O> step = shipped.step();
      Random random = new Random(5);
      List<Arrival> arrivals = new ArrayList<>();
      for (I one : inputs) {
        arrivals.add(new Arrival(step.order(one).timeNanos() + random.nextLong(REORDER.toNanos()), StepStreams.input(step, shipped, one)));
      }
      arrivals.sort((a, b) -> Long.compareUnsigned(a.at, b.at));
      return arrivals.stream().map(Arrival::input).toList();
    }

    List<String> embedded() {
      List<String> out = new ArrayList<>();
      EmbeddedRunner<K, I, O> runner = new EmbeddedRunner<>(shipped.step(), new Output<O>() {
        @Override
        public void emit(O one) {
          out.add(line(shipped.outputs().bytes(one)));
        }

        @Override
        public void dropped(Bound bound, long count) {
          throw new AssertionError(bound + " was reached");
        }
      });
      inputs.forEach(runner::input);
      runner.end();
      return out.stream().sorted().toList();
    }

    SingleOutputStreamOperator<StepOutput> run(DataStream<StepInput> from) {
      return StepStreams.run(from, shipped, 0);
    }
  }

  private static String line(byte[] output) {
    return HexFormat.of().formatHex(output);
  }

  /// One of two sources, each with every other input.
  private record Arriving(Kind kind, int source) implements GeneratorFunction<Long, StepInput> {
    @Override
    public StepInput map(Long index) {
      return kind.arriving.get((int) (2 * index) + source);
    }
  }

  private static DataStream<StepInput> source(StreamExecutionEnvironment environment, Kind kind, int source, RateLimiterStrategy<?> rate) {
    return environment
        .fromSource(new DataGeneratorSource<>(new Arriving(kind, source), INPUTS / 2, rate, TypeInformation.of(StepInput.class)),
            WatermarkStrategy.noWatermarks(), "inputs " + source)
        .setParallelism(1).uid("inputs-" + source)
        .assignTimestampsAndWatermarks(StepStreams.watermarks(REORDER)).setParallelism(1).uid("times-" + source);
  }

  /// @param perCheckpoint how many inputs of each source come between two checkpoints, or 0 for all at once without checkpoints
  private static JobGraph job(Kind kind, String run, String backend, int parallelism, int perCheckpoint, @Nullable String savepoint) {
    StreamExecutionEnvironment environment = environment(backend, parallelism, perCheckpoint, savepoint);
    RateLimiterStrategy<?> rate = perCheckpoint > 0 ? RateLimiterStrategy.perCheckpoint(perCheckpoint) : RateLimiterStrategy.noOp();
    DataStream<StepInput> inputs = source(environment, kind, 0, rate).union(source(environment, kind, 1, rate));
    SingleOutputStreamOperator<StepOutput> outputs = kind.sample.run(inputs);
    results(run, outputs.map(output -> line(output.bytes)).returns(Types.STRING)
        .union(outputs.getSideOutput(StepStreams.DROPPED).map(dropped -> "dropped by " + dropped.bound).returns(Types.STRING)));
    return environment.getStreamGraph().getJobGraph();
  }

  private static void results(String run, DataStream<String> lines) {
    lines.keyBy(line -> 0, Types.INT)
        .process(new Results(run)).returns(Types.STRING).setParallelism(1).uid("results")
        .sinkTo(new DiscardingSink<>()).setParallelism(1);
  }

  private static StreamExecutionEnvironment environment(String backend, int parallelism, int perCheckpoint, @Nullable String savepoint) {
    Configuration configuration = new Configuration();
    configuration.set(StateBackendOptions.STATE_BACKEND, backend);
    configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, folder.resolve("checkpoints").toUri().toString());
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(PipelineOptions.MAX_PARALLELISM, 128);
    configuration.set(PipelineOptions.AUTO_WATERMARK_INTERVAL, Duration.ofMillis(1));
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, perCheckpoint > 0 ? 5 : 0);
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(10));
    if (savepoint != null) {
      configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
    }
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    environment.setParallelism(parallelism);
    if (perCheckpoint > 0) {
      environment.enableCheckpointing(10, CheckpointingMode.EXACTLY_ONCE);
    }
    return environment;
  }

  private static JobID submit(JobGraph job) throws Exception {
    return cluster().submitJob(job).get().getJobID();
  }

  private static void finish(JobID job) throws Exception {
    cluster().requestJobResult(job).get(30, TimeUnit.SECONDS).toJobExecutionResult(ClusterIT.class.getClassLoader());
  }

  private static Results.Seen watch(String run, int checkpoints) {
    Results.Seen seen = new Results.Seen(checkpoints);
    Results.SEEN.put(run, seen);
    return seen;
  }

  private static void assertSame(Kind kind, Results.Seen seen) {
    assertThat(seen.results).as("nothing was late").noneMatch(line -> line.startsWith("dropped"));
    assertThat(seen.results.stream().sorted().toList()).isEqualTo(kind.wanted);
  }

  private static void await(Results.Seen seen) throws InterruptedException {
    assertThat(seen.checkpoints.await(30, TimeUnit.SECONDS)).as("checkpoints were made").isTrue();
  }

  static Stream<Arguments> kindsAndBackends() {
    return Stream.of(Kind.values()).flatMap(kind -> Stream.of("hashmap", "rocksdb").map(backend -> Arguments.of(kind, backend)));
  }

  static Stream<Arguments> kindsBackendsAndParallelisms() {
    return kindsAndBackends().flatMap(both -> IntStream.of(1, 2, 4).mapToObj(parallelism -> Arguments.of(both.get()[0], both.get()[1], parallelism)));
  }

  @ParameterizedTest
  @MethodSource("kindsBackendsAndParallelisms")
  void everyParallelismGivesTheBytesOfTheEmbeddedRunner(Kind kind, String backend, int parallelism) throws Exception {
    String run = kind + backend + parallelism;
    Results.Seen seen = watch(run, 0);

    finish(submit(job(kind, run, backend, parallelism, 0, null)));

    assertThat(kind.wanted).hasSizeGreaterThan(300);
    assertSame(kind, seen);
  }

  @ParameterizedTest
  @MethodSource("kindsAndBackends")
  void aTaskManagerThatIsKilledChangesNothing(Kind kind, String backend) throws Exception {
    String run = "killed " + kind + backend;
    Results.Seen seen = watch(run, 4);
    JobID job = submit(job(kind, run, backend, MANAGERS, 150, null));
    await(seen);

    cluster().terminateTaskManager(killed++).get(30, TimeUnit.SECONDS);
    cluster().startTaskManager();
    finish(job);

    assertThat(seen.restored).isNotEmpty().allSatisfy(count -> assertThat(count).isBetween(1, kind.wanted.size() - 1));
    assertSame(kind, seen);
  }

  @ParameterizedTest
  @MethodSource("kindsAndBackends")
  void rescalingThroughSavepointsChangesNothing(Kind kind, String backend) throws Exception {
    String savepoint = null;
    List<Integer> restored = new ArrayList<>();
    for (int parallelism : List.of(2, 4)) {
      String run = "rescaled " + kind + backend + " to " + parallelism;
      Results.Seen seen = watch(run, 3);
      JobID job = submit(job(kind, run, backend, parallelism, 150, savepoint));
      await(seen);
      savepoint = cluster().stopWithSavepoint(job, folder.resolve("savepoints").toUri().toString(), false, SavepointFormatType.CANONICAL).get(30, TimeUnit.SECONDS);
      assertThat(seen.results).as("the job was stopped in the midst").isEmpty();
      restored.addAll(seen.restored);
    }
    String run = "rescaled " + kind + backend + " back";
    Results.Seen seen = watch(run, 0);

    finish(submit(job(kind, run, backend, 2, 0, savepoint)));

    restored.addAll(seen.restored);
    assertThat(restored).hasSize(2).allSatisfy(count -> assertThat(count).isBetween(1, kind.wanted.size() - 1));
    assertSame(kind, seen);
  }

  /// Watermarks right behind every input, so that what happens does not depend on when they are sent.
  private static WatermarkStrategy<StepInput> atOnce() {
    return WatermarkStrategy.<StepInput>forGenerator(unused -> new WatermarkGenerator<>() {
      @Override
      public void onEvent(StepInput in, long time, WatermarkOutput output) {
        output.emitWatermark(new Watermark(time - 1));
      }

      @Override
      public void onPeriodicEmit(WatermarkOutput output) {}
    }).withTimestampAssigner((in, unused) -> StepInput.millis(in.timeNanos));
  }

  private static List<String> counted(String backend, List<StepInput> inputs) throws Exception {
    String run = "counted " + backend;
    Results.Seen seen = watch(run, 0);
    StreamExecutionEnvironment environment = environment(backend, 1, 0, null);
    SingleOutputStreamOperator<StepOutput> outputs = StepStreams.run(
        environment.fromData(inputs, TypeInformation.of(StepInput.class)).assignTimestampsAndWatermarks(atOnce()), new ShippedCounting(), 0);
    ShippedCounting shipped = new ShippedCounting();
    results(run, outputs.map(output -> shipped.outputs().value(output.bytes)).returns(Types.STRING)
        .union(outputs.getSideOutput(StepStreams.LATE).map(late -> "late " + shipped.inputs().value(late.bytes).text()).returns(Types.STRING),
            outputs.getSideOutput(StepStreams.DROPPED).map(dropped -> dropped.step + " dropped " + dropped.count + " by " + dropped.bound).returns(Types.STRING)));
    finish(submit(environment.getStreamGraph().getJobGraph()));
    return seen.results;
  }

  @ParameterizedTest
  @ValueSource(strings = {"hashmap", "rocksdb"})
  void whatIsLateOrBeyondABoundIsCounted(String backend) throws Exception {
    List<String> found = counted(backend, List.of(
        ShippedCounting.input("axe", 10),
        ShippedCounting.input("bee", 20),
        // The third key: the first is let go.
        ShippedCounting.input("cat", 30),
        // Watermarks are past it.
        ShippedCounting.input("bat", 29),
        ShippedCounting.input("cat", 30),
        ShippedCounting.input("cow", 40),
        ShippedCounting.input("bug", 50),
        // The fifth entry: the key without input for longest is let go.
        ShippedCounting.input("cub", 60),
        ShippedCounting.input("cry", 70)));

    assertThat(found).containsExactlyInAnyOrder("late bat", "counting dropped 1 by late-inputs", "counting dropped 1 by counting-keys",
        "counting dropped 1 by counting-entries", "c4");
  }
}
