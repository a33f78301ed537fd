package io.cutpoint.detect.correlate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cutpoint.model.correlation.Condition;
import io.cutpoint.model.correlation.Condition.Comparison;
import io.cutpoint.model.correlation.Condition.Operator;
import io.cutpoint.model.correlation.Condition.Presence;
import io.cutpoint.model.correlation.Correlation;
import io.cutpoint.model.correlation.Correlation.Referenced;
import io.cutpoint.model.correlation.Correlation.Type;
import io.cutpoint.model.detection.Level;
import io.cutpoint.model.detection.RuleReference;
import io.cutpoint.model.detection.Status;
import io.cutpoint.model.event.LogSource;
import io.cutpoint.model.step.Bound;
import io.cutpoint.model.step.EmbeddedRunner;
import io.cutpoint.model.step.KeyedStep;
import io.cutpoint.model.step.Output;
import io.cutpoint.model.step.Runner;
import io.cutpoint.model.step.StateWriter;
import io.cutpoint.model.text.Untrusted;
import io.cutpoint.testkit.RunnerContract;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Every kind of window is kept, stopped and restored; bounds are counted; old states are read.
class CorrelationStepTest implements RunnerContract<CorrelationGroup, Contribution, CorrelationHit> {

  private static final List<Correlation> ALL = List.of(
      of("events", Type.EVENT_COUNT, atLeast(4), false),
      of("values", Type.VALUE_COUNT, atLeast(3), true),
      of("sum", Type.VALUE_SUM, atLeast(20), true),
      of("both", Type.TEMPORAL, rules(), false),
      of("ordered", Type.TEMPORAL_ORDERED, rules(), false),
      of("few", Type.EVENT_COUNT, new Condition.Numeric(List.of(new Comparison(Operator.LT, BigDecimal.valueOf(5)))), false),
      of("kinds", Type.VALUE_COUNT, new Condition.Numeric(List.of(new Comparison(Operator.EQ, BigDecimal.TWO))), true),
      of("without", Type.TEMPORAL, new Condition.Rules(new Presence.All(List.of(new Presence.Rule(0), new Presence.Not(new Presence.Rule(1))))), false),
      of("mean", Type.VALUE_AVG, atLeast(4), true),
      of("median", Type.VALUE_MEDIAN, atLeast(4), true));

  private static Condition atLeast(int number) {
    return new Condition.Numeric(List.of(new Comparison(Operator.GTE, BigDecimal.valueOf(number))));
  }

  private static Condition rules() {
    return new Condition.Rules(new Presence.All(List.of(new Presence.Rule(0), new Presence.Rule(1))));
  }

  private static Correlation of(String name, Type type, Condition condition, boolean fields) {
    List<String> value = fields ? List.of("Bytes") : List.of();
    RuleReference reference = new RuleReference(Histories.rule(name), name, Level.HIGH, Status.TEST, List.of(), List.of(), new LogSource(null, "test", null), null);
    return new Correlation(reference, "c.yml", type,
        List.of(new Referenced(Histories.rule("r0"), false, List.of("User"), value), new Referenced(Histories.rule("r1"), false, List.of("User"), value)),
        List.of("User"), 10 * Histories.SECOND, condition, value, BigDecimal.ZERO, false);
  }

  private static Contribution contribution(String correlation, int place, long seconds, long id, String group, String value) {
    boolean fields = ALL.stream().filter(one -> one.reference().title().equals(correlation)).anyMatch(one -> !one.fields().isEmpty());
    return new Contribution(Histories.rule(correlation), place, Histories.order(seconds, id), List.of(Untrusted.of(group)),
        fields ? List.of(Untrusted.of(value)) : List.of(), List.of(), List.of());
  }

  @Override
  public KeyedStep<CorrelationGroup, Contribution, CorrelationHit> newStep() {
    return new CorrelationStep(ALL);
  }

  @Override
  public List<Contribution> inputs() {
    List<Contribution> inputs = new ArrayList<>();
    Random random = new Random(7);
    long seconds = 100;
    for (int i = 0; i < 60; i++) {
      seconds += random.nextInt(4);
      String name = ALL.get(random.nextInt(ALL.size())).reference().title();
      inputs.add(contribution(name, random.nextInt(2), seconds, i, random.nextBoolean() ? "a" : "b", String.valueOf(random.nextInt(9))));
    }
    return inputs;
  }

  @Override
  public Runner<Contribution> start(KeyedStep<CorrelationGroup, Contribution, CorrelationHit> step, Output<CorrelationHit> out, byte @Nullable [] snapshot) {
    return snapshot == null ? new EmbeddedRunner<>(step, out) : new EmbeddedRunner<>(step, out, snapshot);
  }

  private static final class Kept implements Output<CorrelationHit> {
    final List<CorrelationHit> hits = new ArrayList<>();
    final TreeMap<String, Long> dropped = new TreeMap<>();

    @Override
    public void emit(CorrelationHit out) {
      hits.add(out);
    }

    @Override
    public void dropped(Bound bound, long count) {
      dropped.merge(bound.name(), count, Long::sum);
    }
  }

  /// Half of the inputs, saved by the first version of the state.
  @Test
  void aStateOfTheFirstVersionGoesOn() throws IOException {
    List<Contribution> inputs = inputs();
    Path golden = Path.of("src", "test", "resources", "io", "cutpoint", "detect", "correlate", "correlations-1.state");
    if (Boolean.getBoolean("golden.update")) {
      Runner<Contribution> half = start(newStep(), new Kept(), null);
      inputs.subList(0, 30).forEach(half::input);
      Files.createDirectories(golden.getParent());
      Files.write(golden, half.snapshot());
    }
    byte[] state;
    try (InputStream in = Files.newInputStream(golden)) {
      state = in.readAllBytes();
    }
    Kept first = new Kept();
    Kept second = new Kept();
    Runner<Contribution> whole = start(newStep(), first, null);
    inputs.subList(0, 30).forEach(whole::input);
    first.hits.clear();
    inputs.subList(30, 60).forEach(whole::input);
    whole.end();

    Runner<Contribution> restored = start(newStep(), second, state);
    inputs.subList(30, 60).forEach(restored::input);
    restored.end();

    assertThat(second.hits).isNotEmpty().isEqualTo(first.hits);
  }

  @Test
  void tagsThatNobodyKnowsAreSkippedAndOtherStatesRefused() {
    Kept out = new Kept();
    Runner<Contribution> runner = start(newStep(), out, null);
    inputs().forEach(runner::input);
    byte[] state = runner.snapshot();
    byte[] later = new StateWriter().raw(state).field(99, "what a later version adds").toBytes();
    byte[] other = new StateWriter().raw(Arrays.copyOf(state, 4)).field(1, "episodes").toBytes();
    byte[] newer = new StateWriter().raw(Arrays.copyOf(state, 4)).field(1, "correlations").field(2, 2L).toBytes();

    assertThat(start(newStep(), out, later).snapshot()).isEqualTo(state);
    assertThatThrownBy(() -> start(newStep(), out, other)).hasMessageContaining("wanted a state of step correlations, found step episodes");
    assertThatThrownBy(() -> start(newStep(), out, newer)).hasMessageContaining("version 1 or earlier, found 2");
    assertThatThrownBy(() -> start(newStep(), out, new byte[] {1, 2, 3, 4})).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theStateOfARuleThatHasGoneIsForgotten() {
    Kept out = new Kept();
    Runner<Contribution> runner = start(newStep(), out, null);
    inputs().forEach(runner::input);
    EmbeddedRunner<CorrelationGroup, Contribution, CorrelationHit> without = new EmbeddedRunner<>(new CorrelationStep(List.of()), out, runner.snapshot());
    out.hits.clear();

    without.end();

    assertThat(out.hits).isEmpty();
    assertThat(without.size()).isLessThanOrEqualTo(ALL.size() * 2);
  }

  @Test
  void groupsBeyondTheBoundAreLetGoAndCounted() {
    Kept out = new Kept();
    EmbeddedRunner<CorrelationGroup, Contribution, CorrelationHit> runner = new EmbeddedRunner<>(newStep(), out);

    for (int i = 0; i < CorrelationStep.GROUPS.most() + 10; i++) {
      runner.input(contribution("events", 0, 100, i, "group " + i, ""));
    }

    assertThat(runner.size()).isEqualTo((int) CorrelationStep.GROUPS.most());
    assertThat(out.dropped).containsExactly(java.util.Map.entry("correlation-groups", 10L));
  }

  @Test
  void groupValuesThatDifferInCaseAreOneGroup() {
    Kept out = new Kept();
    Runner<Contribution> runner = start(newStep(), out, null);

    for (int i = 0; i < 4; i++) {
      runner.input(contribution("events", 0, 100 + i, i, i % 2 == 0 ? "ADMIN" : "Admin", ""));
    }
    runner.end();

    assertThat(out.hits).hasSize(1);
    assertThat(out.hits.getFirst().group()).containsExactly(Untrusted.of("Admin"));
  }

  @Test
  void whatWasUsedForAHitIsNotUsedAgain() {
    Kept out = new Kept();
    Runner<Contribution> runner = start(newStep(), out, null);

    for (int i = 0; i < 11; i++) {
      runner.input(contribution("events", 0, 100, i, "a", ""));
    }
    for (int i = 0; i < 11; i++) {
      runner.input(contribution("events", 0, 101 + i, i, "b", ""));
    }
    runner.end();

    assertThat(out.hits.stream().map(CorrelationHit::count).toList()).containsExactly(11L, 4L, 4L);
  }

  @Test
  void aHitListsSoManyEventsAndTheLast() {
    Correlation many = of("many", Type.EVENT_COUNT, atLeast(1_000), false);
    Kept out = new Kept();
    Runner<Contribution> runner = start(new CorrelationStep(List.of(many)), out, null);

    for (int i = 0; i < 1_000; i++) {
      runner.input(contribution("many", 0, 100, i, "a", ""));
    }
    runner.end();

    assertThat(out.hits).hasSize(1);
    assertThat(out.hits.getFirst().count()).isEqualTo(1_000);
    assertThat(out.hits.getFirst().events()).hasSize(CorrelationStep.EVIDENCE).endsWith(Histories.order(100, 999)).isSorted();
  }
}
