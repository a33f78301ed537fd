package io.cutpoint.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.model.step.Bound;
import io.cutpoint.model.step.Output;
import io.cutpoint.model.step.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What every [Step] promises. A test class implements it with a step and some input.
///
/// @param <I> what the step takes
/// @param <O> what it makes
public interface StepContract<I, O> {

  /// A new step that has taken nothing yet.
  Step<I, O> newStep();

  /// Inputs in order, each list one instant. Some instants should hold several.
  List<List<I>> instants();

  @Test
  default void theSameInputsGiveTheSameOutputs() {
    List<O> first = run(newStep(), instants());

    List<O> second = run(newStep(), instants());

    assertThat(first).isNotEmpty();
    assertThat(second).map(Object::toString).isEqualTo(first.stream().map(Object::toString).toList());
  }

  @Test
  default void theOrderInsideAnInstantChangesNothing() {
    List<String> wanted = sorted(run(newStep(), instants()));

    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      List<List<I>> shuffled = new ArrayList<>();
      for (List<I> instant : instants()) {
        List<I> one = new ArrayList<>(instant);
        Collections.shuffle(one, random);
        shuffled.add(one);
      }
      assertThat(sorted(run(newStep(), shuffled))).as("shuffle %d", seed).isEqualTo(wanted);
    }
  }

  @Test
  default void whatABoundDropsHasABoundOfTheStep() {
    Step<I, O> step = newStep();
    List<Bound> met = new ArrayList<>();

    run(step, instants(), new ArrayList<>(), met);

    assertThat(step.bounds()).containsAll(met);
    assertThat(step.bounds()).map(Bound::name).doesNotHaveDuplicates();
    assertThat(step.id().name()).matches("[a-z]+(-[a-z]+)*");
  }

  private static <I, O> List<O> run(Step<I, O> step, List<List<I>> instants) {
    List<O> out = new ArrayList<>();
    run(step, instants, out, new ArrayList<>());
    return out;
  }

  private static <I, O> void run(Step<I, O> step, List<List<I>> instants, List<O> out, List<Bound> dropped) {
    Output<O> output =
        new Output<>() {
          @Override
          public void emit(O one) {
            out.add(one);
          }

          @Override
          public void dropped(Bound bound, long count) {
            dropped.add(bound);
          }
        };
    for (List<I> instant : instants) {
      instant.forEach(in -> step.input(in, output));
    }
    step.end(output);
  }

  private static <O> List<String> sorted(List<O> out) {
    return out.stream().map(Object::toString).sorted().toList();
  }
}
