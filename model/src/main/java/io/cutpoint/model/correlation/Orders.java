package io.cutpoint.model.correlation;

import io.cutpoint.model.correlation.Condition.Presence;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/// The orders of rules that satisfy a `temporal_ordered` correlation: the smallest sets of rules that its condition
/// accepts, each in the order of the list.
public final class Orders {

  private Orders() {}

  /// The orders as places of rules, ascending within each; sorted. None where there would be more than `most`, or none.
  public static List<List<Integer>> of(Correlation correlation, int most) {
    int rules = correlation.rules().size();
    List<BitSet> sets = switch (correlation.condition()) {
      case Condition.Numeric numeric -> sizes(numeric, rules, most);
      case Condition.Rules of -> sets(of.presence(), most);
    };
    List<BitSet> smallest = new ArrayList<>();
    for (BitSet set : sets) {
      boolean holdsAnother = sets.stream().anyMatch(other -> !other.equals(set) && holds(set, other));
      if (!holdsAnother && !smallest.contains(set) && !set.isEmpty()) {
        smallest.add(set);
      }
    }
    if (smallest.size() > most) {
      return List.of();
    }
    List<List<Integer>> orders = new ArrayList<>();
    smallest.forEach(set -> orders.add(set.stream().boxed().toList()));
    orders.sort(Comparator.comparing(Object::toString));
    return List.copyOf(orders);
  }

  private static boolean holds(BitSet set, BitSet other) {
    BitSet rest = (BitSet) other.clone();
    rest.andNot(set);
    return rest.isEmpty();
  }

  /// All sets of the smallest number of rules that the comparisons accept.
  private static List<BitSet> sizes(Condition.Numeric numeric, int rules, int most) {
    int size = 1;
    while (size <= rules && !numeric.test(BigDecimal.valueOf(size))) {
      size++;
    }
    List<BitSet> sets = new ArrayList<>();
    if (size <= rules) {
      combine(new BitSet(), 0, size, rules, most, sets);
    }
    return sets;
  }

  private static void combine(BitSet chosen, int from, int left, int rules, int most, List<BitSet> to) {
    if (left == 0) {
      to.add((BitSet) chosen.clone());
      return;
    }
    for (int i = from; i <= rules - left && to.size() <= most; i++) {
      chosen.set(i);
      combine(chosen, i + 1, left - 1, rules, most, to);
      chosen.clear(i);
    }
  }

  /// Sets that make a positive expression true; more than `most` where it is larger.
  private static List<BitSet> sets(Presence presence, int most) {
    return switch (presence) {
      case Presence.Rule rule -> {
        BitSet one = new BitSet();
        one.set(rule.place());
        yield List.of(one);
      }
      case Presence.Any any -> {
        List<BitSet> all = new ArrayList<>();
        for (Presence part : any.parts()) {
          if (all.size() <= most) {
            all.addAll(sets(part, most));
          }
        }
        yield all;
      }
      case Presence.All every -> {
        List<BitSet> all = List.of(new BitSet());
        for (Presence part : every.parts()) {
          List<BitSet> next = new ArrayList<>();
          List<BitSet> more = sets(part, most);
          for (BitSet left : all) {
            for (BitSet right : more) {
              if (next.size() <= most) {
                BitSet both = (BitSet) left.clone();
                both.or(right);
                next.add(both);
              }
            }
          }
          all = next;
        }
        yield all;
      }
      case Presence.Not not -> List.of();
    };
  }
}
