package io.cutpoint.detect.correlate;

import io.cutpoint.model.detection.RuleKey;
import io.cutpoint.model.event.OrderKey;
import io.cutpoint.model.step.Codec;
import io.cutpoint.model.step.Codecs;
import io.cutpoint.model.text.Untrusted;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/// How the values in the state of correlations are written. Changing one asks for a new state version.
final class CorrelationCodecs {

  private CorrelationCodecs() {}

  /// 24 bytes that compare as the order does.
  static final Codec<OrderKey> ORDER = Codecs.of((key, to) -> to.int64(key.timeNanos()).int64(key.idHi()).int64(key.idLo()),
      from -> new OrderKey(from.int64(), from.int64(), from.int64()));

  static final Codec<List<OrderKey>> ORDERS = Codecs.list(ORDER);

  static final Codec<Untrusted> TEXT = Codecs.of((text, to) -> to.sized(text.toBytes()), from -> {
    byte[] bytes = from.sized();
    return Untrusted.of(bytes, 0, bytes.length);
  });

  static final Codec<List<Untrusted>> TEXTS = Codecs.list(TEXT);

  static final Codec<RuleKey> RULE = Codecs.of((key, to) -> to.text(key.origin()).text(key.id()).text(key.contentHash()),
      from -> new RuleKey(from.text(), from.text(), from.text()));

  static final Codec<CorrelationGroup> GROUP = Codecs.of((group, to) -> {
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

  /// Eight bytes that compare as signed numbers do.
  static final Codec<Long> SIGNED = Codecs.of((number, to) -> to.int64(number ^ Long.MIN_VALUE), from -> from.int64() ^ Long.MIN_VALUE);

  static final Codec<BigDecimal> DECIMAL = Codecs.of((number, to) -> to.text(number.toPlainString()), from -> new BigDecimal(from.text()));
}
