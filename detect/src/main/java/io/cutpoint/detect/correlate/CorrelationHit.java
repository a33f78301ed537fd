package io.cutpoint.detect.correlate;

import io.cutpoint.model.detection.RuleKey;
import io.cutpoint.model.event.OrderKey;
import io.cutpoint.model.step.Codec;
import io.cutpoint.model.step.StateReader;
import io.cutpoint.model.step.StateWriter;
import io.cutpoint.model.text.Untrusted;
import java.util.List;

/// A correlation was true for one group.
///
/// @param correlation which
/// @param timeNanos when it was decided: the time of the last event, or the end of the window where only that decides
/// @param group the values that its events agree in but for the case of ASCII letters, as the last event writes them
/// @param exposed of the last event, what outer correlations ask for
/// @param events what it rests on, in order: the first ones and the last where there are more than
///     [CorrelationStep#EVIDENCE]
/// @param count how many matches and inner hits it rests on
/// @param isApproximate whether it was counted by a sketch
public record CorrelationHit(
    RuleKey correlation, long timeNanos, List<Untrusted> group, List<Untrusted> exposed, List<OrderKey> events, long count, boolean isApproximate) {
  public CorrelationHit {
    group = List.copyOf(group);
    exposed = List.copyOf(exposed);
    events = List.copyOf(events);
  }

  /// How a runner on several machines writes it.
  public static final Codec<CorrelationHit> CODEC = new Codec<>() {
    @Override
    public void write(CorrelationHit value, StateWriter to) {
      CorrelationCodecs.RULE.write(value.correlation, to);
      to.int64(value.timeNanos);
      CorrelationCodecs.TEXTS.write(value.group, to);
      CorrelationCodecs.TEXTS.write(value.exposed, to);
      CorrelationCodecs.ORDERS.write(value.events, to);
      to.varint(value.count);
      to.varint(value.isApproximate ? 1 : 0);
    }

    @Override
    public CorrelationHit read(StateReader from) {
      return new CorrelationHit(CorrelationCodecs.RULE.read(from), from.int64(), CorrelationCodecs.TEXTS.read(from), CorrelationCodecs.TEXTS.read(from), CorrelationCodecs.ORDERS.read(from),
          from.varint(), from.varint() != 0);
    }
  };
}
