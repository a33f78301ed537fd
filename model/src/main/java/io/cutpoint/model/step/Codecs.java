package io.cutpoint.model.step;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// Codecs of values of several kinds, from which steps make theirs.
public final class Codecs {

  private static final int ROOM = 1024;

  /// A whole number from 0, in as few bytes as it needs.
  public static final Codec<Long> NUMBER = of((number, to) -> to.varint(number), StateReader::varint);

  /// A text.
  public static final Codec<String> TEXT = of((text, to) -> to.text(text), StateReader::text);

  /// Bytes.
  public static final Codec<byte[]> BYTES = of((bytes, to) -> to.sized(bytes), StateReader::sized);

  /// Nothing: for maps of which only the keys count.
  public static final Codec<Boolean> PRESENT = of((unused, to) -> {}, from -> true);

  private Codecs() {}

  /// A codec of these two.
  public static <V> Codec<V> of(BiConsumer<V, StateWriter> write, Function<StateReader, V> read) {
    return new Codec<>() {
      @Override
      public void write(V value, StateWriter to) {
        write.accept(value, to);
      }

      @Override
      public V read(StateReader from) {
        return read.apply(from);
      }
    };
  }

  /// Values of one kind with their number before them.
  public static <V> Codec<List<V>> list(Codec<V> of) {
    return of((all, to) -> {
      to.varint(all.size());
      all.forEach(one -> of.write(one, to));
    }, from -> {
      int count = from.count();
      List<V> all = new ArrayList<>(Math.min(count, ROOM));
      for (int i = 0; i < count; i++) {
        all.add(of.read(from));
      }
      return List.copyOf(all);
    });
  }

  /// Constants by their names, so that their order may change.
  public static <E extends Enum<E>> Codec<E> name(Class<E> type) {
    return of((constant, to) -> to.text(constant.name()), from -> Enum.valueOf(type, from.text()));
  }
}
