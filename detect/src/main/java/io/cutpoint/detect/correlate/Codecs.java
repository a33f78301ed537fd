package io.cutpoint.detect.correlate;

import io.cutpoint.model.detection.RuleKey;
import io.cutpoint.model.event.OrderKey;
import io.cutpoint.model.step.Codec;
import io.cutpoint.model.step.StateReader;
import io.cutpoint.model.step.StateWriter;
import io.cutpoint.model.text.Untrusted;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// How the values in the state of correlations are written. Changing one asks for a new state version.
final class Codecs {

  private Codecs() {}

  static <V> Codec<V> of(BiConsumer<V, StateWriter> write, Function<StateReader, V> read) {
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

  static <V> Codec<List<V>> list(Codec<V> of) {
    return of((all, to) -> {
      to.varint(all.size());
      all.forEach(one -> of.write(one, to));
    }, from -> {
      int count = from.count();
      List<V> all = new ArrayList<>(Math.min(count, 1024));
      for (int i = 0; i < count; i++) {
        all.add(of.read(from));
      }
      return List.copyOf(all);
    });
  }

  /// 24 bytes that compare as the order does.
  static final Codec<OrderKey> ORDER = of((key, to) -> to.int64(key.timeNanos()).int64(key.idHi()).int64(key.idLo()),
      from -> new OrderKey(from.int64(), from.int64(), from.int64()));

  static final Codec<List<OrderKey>> ORDERS = list(ORDER);

  static final Codec<Untrusted> TEXT = of((text, to) -> to.sized(text.toBytes()), from -> {
    byte[] bytes = from.sized();
    return Untrusted.of(bytes, 0, bytes.length);
  });

  static final Codec<List<Untrusted>> TEXTS = list(TEXT);

  static final Codec<RuleKey> RULE = of((key, to) -> to.text(key.origin()).text(key.id()).text(key.contentHash()),
      from -> new RuleKey(from.text(), from.text(), from.text()));

  static final Codec<CorrelationGroup> GROUP = of((group, to) -> {
    RULE.write(group.correlation(), to);
    to.varint(group.values().size());
    group.values().forEach(to::text);
  }, from -> {
    RuleKey rule = RULE.read(from);
    int count = from.count();
    List<String> values = new ArrayList<>(Math.min(count, 64));
    for (int i = 0; i < count; i++) {
      values.add(from.text());
    }
    return new CorrelationGroup(rule, values);
  });

  static final Codec<Long> NUMBER = of((number, to) -> to.varint(number), StateReader::varint);

  /// Eight bytes that compare as signed numbers do.
  static final Codec<Long> SIGNED = of((number, to) -> to.int64(number ^ Long.MIN_VALUE), from -> from.int64() ^ Long.MIN_VALUE);

  static final Codec<BigDecimal> DECIMAL = of((number, to) -> to.text(number.toPlainString()), from -> new BigDecimal(from.text()));

  static final Codec<byte[]> BYTES = of((bytes, to) -> to.sized(bytes), StateReader::sized);
}
