package io.cutpoint.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.model.step.Bound;
import io.cutpoint.model.step.KeyedStep;
import io.cutpoint.model.step.Output;
import io.cutpoint.model.step.Runner;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What everything that drives a [KeyedStep] promises. A test class implements it with a step, some input and its way to
/// begin a runner.
///
/// @param <K> the step's keys
/// @param <I> what it takes
/// @param <O> what it makes
public interface RunnerContract<K, I, O> {

  /// A new step.
  KeyedStep<K, I, O> newStep();

  /// Inputs in the order of [KeyedStep#order], of several keys, some of one instant, enough for outputs and timers.
  List<I> inputs();

  /// Begins a runner.
  ///
  /// @param snapshot where it goes on, or null for no state
  Runner<I> start(KeyedStep<K, I, O> step, Output<O> out, byte @Nullable [] snapshot);

  @Test
  default void everyPlaceIsAPlaceToStopAndGoOn() {
    List<String> wanted = run(inputs().size() + 1);
    assertThat(wanted).isNotEmpty();

    for (int stop = 0; stop <= inputs().size(); stop++) {
      assertThat(run(stop)).as("stopped before input %d", stop).isEqualTo(wanted);
    }
  }

  @Test
  default void stoppingAfterEveryInputChangesNothing() {
    List<String> out = new ArrayList<>();
    byte[] snapshot = start(newStep(), into(out), null).snapshot();

    for (I in : inputs()) {
      Runner<I> runner = start(newStep(), into(out), snapshot);
      runner.input(in);
      snapshot = runner.snapshot();
    }
    start(newStep(), into(out), snapshot).end();

    assertThat(out).isEqualTo(run(inputs().size() + 1));
  }

  @Test
  default void aSnapshotOfASnapshotIsTheSame() {
    Runner<I> runner = start(newStep(), into(new ArrayList<>()), null);
    for (I in : inputs()) {
      runner.input(in);
      byte[] first = runner.snapshot();

      byte[] second = start(newStep(), into(new ArrayList<>()), first).snapshot();

      assertThat(second).isEqualTo(first);
    }
  }

  /// The outputs where a new runner takes over before this input.
  private List<String> run(int stop) {
    List<String> out = new ArrayList<>();
    Runner<I> runner = start(newStep(), into(out), null);
    int at = 0;
    for (I in : inputs()) {
      if (at++ == stop) {
        runner = start(newStep(), into(out), runner.snapshot());
      }
      runner.input(in);
    }
    if (stop == inputs().size()) {
      runner = start(newStep(), into(out), runner.snapshot());
    }
    runner.end();
    return out;
  }

  private Output<O> into(List<String> out) {
    return new Output<>() {
      @Override
      public void emit(O one) {
        out.add(one.toString());
      }

      @Override
      public void dropped(Bound bound, long count) {
        out.add("dropped " + count + " by " + bound.name());
      }
    };
  }
}
