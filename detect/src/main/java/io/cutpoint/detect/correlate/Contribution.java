package io.cutpoint.detect.correlate;

import io.cutpoint.model.detection.RuleKey;
import io.cutpoint.model.event.OrderKey;
import io.cutpoint.model.step.Codec;
import io.cutpoint.model.step.StateReader;
import io.cutpoint.model.step.StateWriter;
import io.cutpoint.model.text.Untrusted;
import java.util.List;

/// One match, or one hit of an inner correlation, for one correlation that refers to its rule.
///
/// @param correlation which correlation it is for
/// @param place the place of the matched rule among those that it refers to
/// @param order when it happened, and which event or inner hit it is
/// @param group the values that it groups by, none of them missing
/// @param values the values that are counted or compared, none of them missing; none where the type needs none
/// @param exposed the values that outer correlations will ask for; a missing one has no text
/// @param events the events of an inner hit, in order; of a plain match none, since it is its event itself
public record Contribution(
    RuleKey correlation, int place, OrderKey order, List<Untrusted> group, List<Untrusted> values, List<Untrusted> exposed, List<OrderKey> events) {
  public Contribution {
    group = List.copyOf(group);
    values = List.copyOf(values);
    exposed = List.copyOf(exposed);
    events = List.copyOf(events);
  }

  /// How a runner on several machines writes it.
  public static final Codec<Contribution> CODEC = new Codec<>() {
    @Override
    public void write(Contribution value, StateWriter to) {
      CorrelationCodecs.RULE.write(value.correlation, to);
      to.varint(value.place);
      CorrelationCodecs.ORDER.write(value.order, to);
      CorrelationCodecs.TEXTS.write(value.group, to);
      CorrelationCodecs.TEXTS.write(value.values, to);
      CorrelationCodecs.TEXTS.write(value.exposed, to);
      CorrelationCodecs.ORDERS.write(value.events, to);
    }

    @Override
    public Contribution read(StateReader from) {
      return new Contribution(CorrelationCodecs.RULE.read(from), from.count(), CorrelationCodecs.ORDER.read(from), CorrelationCodecs.TEXTS.read(from), CorrelationCodecs.TEXTS.read(from),
          CorrelationCodecs.TEXTS.read(from), CorrelationCodecs.ORDERS.read(from));
    }
  };
}
