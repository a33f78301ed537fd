package io.cutpoint.flink;

import java.util.concurrent.Callable;
import org.apache.flink.util.FlinkRuntimeException;
import org.jspecify.annotations.Nullable;

/// Reads Flink's state where a step asks for it, whose calls declare no checked exception.
final class StateAccess {

  private StateAccess() {}

  /// @throws FlinkRuntimeException where the backend fails; the job then fails and goes on from its last checkpoint
  static <V extends @Nullable Object> V get(Callable<V> read) {
    try {
      return read.call();
    } catch (Exception e) {
      throw new FlinkRuntimeException("the state backend failed", e);
    }
  }
}
