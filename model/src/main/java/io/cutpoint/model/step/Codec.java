package io.cutpoint.model.step;

/// How a value is written to bytes and read back.
///
/// Equal values give equal bytes; what is read equals what was written. For keys of [State.Sorted] the bytes, compared
/// unsigned, are the order. Bytes that no `write` of this or an earlier version made may throw
/// [IllegalArgumentException], never anything else.
///
/// @param <V> the value
public interface Codec<V> {

  /// Writes the value.
  void write(V value, StateWriter to);

  /// Reads one value.
  V read(StateReader from);

  /// The value's bytes.
  default byte[] bytes(V value) {
    StateWriter to = new StateWriter();
    write(value, to);
    return to.toBytes();
  }

  /// The value of these bytes.
  default V value(byte[] bytes) {
    return read(new StateReader(bytes));
  }
}
