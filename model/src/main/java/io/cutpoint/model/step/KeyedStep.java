package io.cutpoint.model.step;

import io.cutpoint.model.event.OrderKey;
import java.util.List;

/// A pure unit of work whose state belongs to keys, so that a runner may spread, save and restore it.
///
/// The step object itself has no state: all that it keeps is in [State]. It reads no clock, draws no random number,
/// starts no thread and does no input or output. Per key, inputs come in the order of [#order]; a step must not depend
/// on the order inside one instant, so what it concludes of an instant it concludes in a timer at that instant. A
/// timer may find a state that a newer version of the rules knows nothing of, and then clears it.
/// The same inputs give the same outputs, byte for byte, whatever runner, threads and restarts, unless a [Bound] was
/// hit, which is reported.
///
/// @param <K> what state belongs to
/// @param <I> what it takes
/// @param <O> what it makes
public interface KeyedStep<K, I, O> {

  /// Its name.
  StepId id();

  /// The version of the cells' meaning; a runner refuses a state of a later one.
  int stateVersion();

  /// The version of the keys' encoding.
  int keyVersion();

  /// How keys are written; timers of one time fire in the order of these bytes.
  Codec<K> keys();

  /// The most keys that a runner keeps at one time. Beyond, it lets go of the key that was longest without an input or
  /// timer, and counts that under this bound. A runner that spreads keys keeps it for each part.
  Bound keyBound();

  /// The most map entries that a runner keeps at one time, all keys together; beyond, likewise.
  Bound entryBound();

  /// All bounds that it keeps, with [#keyBound()] and [#entryBound()].
  List<Bound> bounds();

  /// The key that an input belongs to.
  K key(I in);

  /// The place of an input in the order.
  OrderKey order(I in);

  /// Takes the next input of a key.
  void input(K key, I in, State state, Timers timers, Output<O> out);

  /// The runner lets go of a key because of a bound; what the step does not tell of it now is lost. The runner counts it.
  default void letGo(K key, State state, Output<O> out) {}

  /// A timer of a key is due.
  void timer(K key, Timers.Timer due, State state, Timers timers, Output<O> out);
}
