package io.cutpoint.detect.correlate;

import io.cutpoint.model.correlation.Correlation;
import io.cutpoint.model.correlation.Orders;
import io.cutpoint.model.event.OrderKey;
import io.cutpoint.model.step.Output;
import io.cutpoint.model.step.State;
import io.cutpoint.model.step.Timers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Asks whether rules were true one after the other in a sliding window.
///
/// For each place of each order the chain up to there is kept that began last: where any chain fits the window, that
/// one does. Events of one instant stand in any order.
final class OrderedWindow implements Window {

  /// As many as [io.cutpoint.model.correlation.Orders] is asked for by the reader of rules.
  private static final int MOST_ORDERS = 256;

  /// Places of one order have numbers beside each other.
  private static final int PLACES = 128;

  private final Correlation correlation;
  private final List<List<Integer>> orders;

  OrderedWindow(Correlation correlation) {
    this.correlation = correlation;
    this.orders = Orders.of(correlation, MOST_ORDERS);
  }

  @Override
  public @Nullable Verdict take(List<Item> items, long now, State state, Timers timers, Output<CorrelationHit> out) {
    State.Sorted<Long, List<Link>> chains = state.sorted(CHAINS);
    long begin = Window.begin(now, correlation);
    for (Map.Entry<Long, List<Link>> chain : chains.all()) {
      if (Window.isBefore(chain.getValue().getFirst().order(), begin)) {
        chains.remove(chain.getKey());
      }
    }
    @Nullable Verdict found = null;
    for (int o = 0; o < orders.size(); o++) {
      List<Integer> order = orders.get(o);
      for (int place = 0; place < order.size(); place++) {
        Item item = newest(items, order.get(place));
        long number = (long) o * PLACES + place;
        List<Link> before = place == 0 ? List.of() : chains.get(number - 1);
        if (item == null || before == null) {
          continue;
        }
        List<Link> chain = new ArrayList<>(before);
        chain.add(new Link(item.order(), item.events()));
        List<Link> known = chains.get(number);
        if (known == null || compare(chain, known) > 0) {
          chains.put(number, List.copyOf(chain));
        }
        if (place == order.size() - 1 && found == null) {
          List<Map.Entry<OrderKey, List<OrderKey>>> all = new ArrayList<>();
          java.util.Objects.requireNonNull(chains.get(number)).forEach(link -> all.add(Map.entry(link.order(), link.events())));
          found = Window.verdict(all, all.size(), false);
        }
      }
    }
    return found;
  }

  /// The contribution of this rule that is last in the order; any of one instant is as good.
  private static @Nullable Item newest(List<Item> items, int place) {
    for (int i = items.size() - 1; i >= 0; i--) {
      if (items.get(i).place() == place) {
        return items.get(i);
      }
    }
    return null;
  }

  /// Which chain began later; of two that began together, whose next link came later.
  private static int compare(List<Link> a, List<Link> b) {
    for (int i = 0; i < a.size(); i++) {
      int c = a.get(i).order().compareTo(b.get(i).order());
      if (c != 0) {
        return c;
      }
    }
    return 0;
  }
}
