package io.cutpoint.flink;

import io.cutpoint.model.step.Codec;
import io.cutpoint.model.step.KeyedStep;
import java.io.Serializable;

/// What a cluster is told of a step: how to make it, and how what it takes and makes is written.
///
/// Flink ships this object with the job in Java's own serial form, once; records and state never take it. So it should
/// hold no more than the names or bytes that the step is made of.
///
/// @param <K> the step's keys
/// @param <I> what it takes
/// @param <O> what it makes
public interface ShippedStep<K, I, O> extends Serializable {

  /// A new step; asked for once in each parallel part.
  KeyedStep<K, I, O> step();

  /// How inputs are written. Equal inputs give equal bytes.
  Codec<I> inputs();

  /// How outputs are written.
  Codec<O> outputs();
}
