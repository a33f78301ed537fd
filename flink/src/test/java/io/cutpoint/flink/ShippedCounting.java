package io.cutpoint.flink;

import io.cutpoint.model.event.OrderKey;
import io.cutpoint.model.step.Bound;
import io.cutpoint.model.step.Codec;
import io.cutpoint.model.step.KeyedStep;
import io.cutpoint.model.step.Output;
import io.cutpoint.model.step.State;
import io.cutpoint.model.step.StateReader;
import io.cutpoint.model.step.StateWriter;
import io.cutpoint.model.step.StepId;
import io.cutpoint.model.step.Timers;
import java.util.List;

/// Counts words by their first letter and tells the count a thousand seconds after the first: a step with bounds so
/// small that a test meets them.
final class ShippedCounting implements ShippedStep<String, ShippedCounting.Word, String> {

  private static final long serialVersionUID = 1;

  private static final Bound KEYS = new Bound("counting-keys", 2);
  private static final Bound ENTRIES = new Bound("counting-entries", 3);

  record Word(String text, long seconds) {}

  private static final Codec<String> TEXT = new Codec<>() {
    @Override
    public void write(String value, StateWriter to) {
      to.text(value);
    }

    @Override
    public String read(StateReader from) {
      return from.text();
    }
  };

  private static final State.SortedSpec<String, String> WORDS = new State.SortedSpec<>(1, TEXT, TEXT);

  static StepInput input(String text, long seconds) {
    ShippedCounting shipped = new ShippedCounting();
    return StepStreams.input(shipped.step(), shipped, new Word(text, seconds));
  }

  @Override
  public Codec<Word> inputs() {
    return new Codec<>() {
      @Override
      public void write(Word value, StateWriter to) {
        to.text(value.text).varint(value.seconds);
      }

      @Override
      public Word read(StateReader from) {
        return new Word(from.text(), from.varint());
      }
    };
  }

  @Override
  public Codec<String> outputs() {
    return TEXT;
  }

  @Override
  public KeyedStep<String, Word, String> step() {
    return new KeyedStep<>() {
      @Override
      public StepId id() {
        return new StepId("counting");
      }

      @Override
      public int stateVersion() {
        return 1;
      }

      @Override
      public int keyVersion() {
        return 1;
      }

      @Override
      public Codec<String> keys() {
        return TEXT;
      }

      @Override
      public Bound keyBound() {
        return KEYS;
      }

      @Override
      public Bound entryBound() {
        return ENTRIES;
      }

      @Override
      public List<Bound> bounds() {
        return List.of(KEYS, ENTRIES);
      }

      @Override
      public String key(Word in) {
        return in.text.substring(0, 1);
      }

      @Override
      public OrderKey order(Word in) {
        return new OrderKey(in.seconds * 1_000_000_000L, in.text.hashCode(), 0);
      }

      @Override
      public void input(String key, Word in, State state, Timers timers, Output<String> out) {
        State.Sorted<String, String> words = state.sorted(WORDS);
        if (words.size() == 0) {
          timers.set((in.seconds + 1_000) * 1_000_000_000L, "over");
        }
        words.put(in.text, "");
      }

      @Override
      public void timer(String key, Timers.Timer due, State state, Timers timers, Output<String> out) {
        out.emit(key + state.sorted(WORDS).size());
        state.sorted(WORDS).clear();
      }
    };
  }
}
