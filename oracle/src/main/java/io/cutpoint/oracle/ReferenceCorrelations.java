package io.cutpoint.oracle;

import io.cutpoint.model.correlation.Condition;
import io.cutpoint.model.correlation.Condition.Presence;
import io.cutpoint.model.correlation.Correlation;
import io.cutpoint.model.correlation.Correlation.Referenced;
import io.cutpoint.model.correlation.Correlation.Type;
import io.cutpoint.model.detection.RuleKey;
import io.cutpoint.model.event.EventId;
import io.cutpoint.model.event.OrderKey;
import io.cutpoint.sigma.ValueText;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Correlations by looking at everything again and again: obvious, slow, and what the steps must equal.
///
/// For each group and each instant all that is not used up yet is looked at. Knows no bounds and no sketches.
public final class ReferenceCorrelations {

  /// A plain rule was true for an event.
  ///
  /// @param values of the event by the names of its fields
  public record Match(RuleKey rule, OrderKey order, Map<String, String> values) {
    public Match {
      values = new TreeMap<>(values);
    }
  }

  /// A correlation was true.
  ///
  /// @param group the values in lower case
  /// @param events all of them, in order
  public record Hit(RuleKey correlation, long timeNanos, List<String> group, List<OrderKey> events) {}

  private record Item(int place, OrderKey order, List<String> group, List<String> values, Map<String, String> exposed, List<OrderKey> events) {}

  private record Found(Hit hit, Map<String, String> exposed) {}

  private final Map<RuleKey, Correlation> correlations = new LinkedHashMap<>();
  private final Map<RuleKey, List<Found>> found = new HashMap<>();
  private final List<Match> matches;
  private final Function<Hit, EventId> ids;

  private ReferenceCorrelations(Collection<Correlation> correlations, List<Match> matches, Function<Hit, EventId> ids) {
    correlations.forEach(one -> this.correlations.put(one.reference().key(), one));
    this.matches = matches;
    this.ids = ids;
  }

  /// All hits, by time, correlation and group.
  ///
  /// @param ids tells what an inner hit is called in the order of its instant
  public static List<Hit> hits(Collection<Correlation> correlations, List<Match> matches, Function<Hit, EventId> ids) {
    ReferenceCorrelations reference = new ReferenceCorrelations(correlations, matches, ids);
    List<Hit> all = new ArrayList<>();
    for (Correlation one : correlations) {
      reference.found(one).forEach(found -> all.add(found.hit));
    }
    all.sort(Comparator.<Hit>comparingLong(hit -> hit.timeNanos ^ Long.MIN_VALUE).thenComparing(Hit::correlation).thenComparing(hit -> hit.group.toString()));
    return all;
  }

  private List<Found> found(Correlation correlation) {
    List<Found> known = found.get(correlation.reference().key());
    if (known != null) {
      return known;
    }
    Map<List<String>, List<Item>> groups = new LinkedHashMap<>();
    for (int place = 0; place < correlation.rules().size(); place++) {
      Referenced rule = correlation.rules().get(place);
      Correlation inner = correlations.get(rule.key());
      if (inner == null) {
        for (Match match : matches) {
          if (match.rule.equals(rule.key())) {
            put(correlation, place, match.order, match.values, List.of(), groups);
          }
        }
      } else {
        for (Found hit : found(inner)) {
          EventId id = ids.apply(hit.hit);
          put(correlation, place, new OrderKey(hit.hit.timeNanos, id.hi(), id.lo()), hit.exposed, hit.hit.events, groups);
        }
      }
    }
    List<Found> all = new ArrayList<>();
    for (List<Item> items : groups.values()) {
      items.sort(Comparator.comparing(Item::order).thenComparing(Item::place));
      all.addAll(correlation.isDecidedEarly() ? sliding(correlation, items) : whole(correlation, items));
    }
    found.put(correlation.reference().key(), all);
    return all;
  }

  private static void put(
      Correlation correlation, int place, OrderKey order, Map<String, String> values, List<OrderKey> events, Map<List<String>, List<Item>> groups) {
    Referenced rule = correlation.rules().get(place);
    List<String> group = new ArrayList<>();
    List<String> shown = new ArrayList<>();
    List<String> counted = new ArrayList<>();
    for (String field : rule.groupFields()) {
      shown.add(values.getOrDefault(field, ""));
      group.add(lower(values.getOrDefault(field, "")));
    }
    for (String field : rule.valueFields()) {
      counted.add(values.getOrDefault(field, ""));
    }
    if (group.contains("") || counted.contains("")) {
      return;
    }
    // What outer correlations see: the values of the event, and over them the group's by their names here.
    Map<String, String> exposed = new TreeMap<>(values);
    for (int i = 0; i < shown.size(); i++) {
      exposed.put(correlation.groupBy().get(i), shown.get(i));
    }
    groups.computeIfAbsent(group, key -> new ArrayList<>()).add(new Item(place, order, group, counted, exposed, events));
  }

  private static String lower(String text) {
    StringBuilder lower = new StringBuilder();
    text.chars().forEach(c -> lower.append((char) (c >= 'A' && c <= 'Z' ? c + 32 : c)));
    return lower.toString();
  }

  private static List<Found> sliding(Correlation correlation, List<Item> all) {
    List<Found> found = new ArrayList<>();
    List<Item> open = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      long now = all.get(i).order.timeNanos();
      open.add(all.get(i));
      boolean instantOver = i + 1 == all.size() || all.get(i + 1).order.timeNanos() != now;
      if (instantOver) {
        open.removeIf(item -> item.order.timeNanos() < now - correlation.timespanNanos());
        List<Item> rests = rests(correlation, open);
        if (rests != null) {
          found.add(found(correlation, now, rests, all.get(i)));
          open.clear();
        }
      }
    }
    return found;
  }

  private static List<Found> whole(Correlation correlation, List<Item> all) {
    List<Item> counting = new ArrayList<>(all);
    if (correlation.type().isOfNumbers()) {
      counting.removeIf(item -> number(item).isEmpty());
    }
    List<Found> found = new ArrayList<>();
    int i = 0;
    while (i < counting.size()) {
      long end = counting.get(i).order.timeNanos() + correlation.timespanNanos();
      List<Item> window = new ArrayList<>();
      while (i < counting.size() && counting.get(i).order.timeNanos() <= end) {
        window.add(counting.get(i++));
      }
      // The values that outer correlations see are those of the last contribution, also of one without a number.
      Item last = all.stream().filter(item -> item.order.timeNanos() <= end).reduce((a, b) -> b).orElseThrow();
      List<Item> rests = rests(correlation, window);
      if (rests != null) {
        found.add(found(correlation, end, rests, last));
      }
    }
    return found;
  }

  private static Found found(Correlation correlation, long time, List<Item> rests, Item last) {
    TreeSet<OrderKey> events = new TreeSet<>();
    rests.forEach(item -> events.addAll(item.events.isEmpty() ? List.of(item.order) : item.events));
    return new Found(new Hit(correlation.reference().key(), time, last.group, List.copyOf(events)), last.exposed);
  }

  /// What a true condition rests on, or null where it is not true.
  private static @Nullable List<Item> rests(Correlation correlation, List<Item> window) {
    if (window.isEmpty()) {
      return null;
    }
    return switch (correlation.type()) {
      case EVENT_COUNT -> {
        TreeSet<OrderKey> events = new TreeSet<>();
        window.forEach(item -> events.add(item.order));
        yield is(correlation, BigDecimal.valueOf(events.size())) ? window : null;
      }
      case VALUE_COUNT -> {
        Map<List<String>, Item> last = new LinkedHashMap<>();
        window.forEach(item -> last.put(item.values.stream().map(ReferenceCorrelations::lower).toList(), item));
        List<Item> rests = correlation.isDecidedEarly() ? List.copyOf(last.values()) : window;
        yield is(correlation, BigDecimal.valueOf(last.size())) ? rests : null;
      }
      case VALUE_SUM, VALUE_AVG, VALUE_PERCENTILE, VALUE_MEDIAN -> {
        TreeMap<OrderKey, BigDecimal> numbers = new TreeMap<>();
        TreeMap<OrderKey, Item> items = new TreeMap<>();
        for (Item item : window) {
          Optional<BigDecimal> number = number(item);
          if (number.isPresent() && !numbers.containsKey(item.order)) {
            numbers.put(item.order, number.get());
            items.put(item.order, item);
          }
        }
        yield !numbers.isEmpty() && is(correlation, measure(correlation, List.copyOf(numbers.values()))) ? List.copyOf(items.values()) : null;
      }
      case TEMPORAL -> {
        Map<Integer, Item> last = new TreeMap<>();
        BitSet places = new BitSet();
        for (Item item : window) {
          last.put(item.place, item);
          places.set(item.place);
        }
        boolean met = switch (correlation.condition()) {
          case Condition.Numeric numeric -> numeric.test(BigDecimal.valueOf(places.cardinality()));
          case Condition.Rules rules -> test(rules.presence(), places);
        };
        yield !met ? null : correlation.isDecidedEarly() ? List.copyOf(last.values()) : window;
      }
      case TEMPORAL_ORDERED -> ordered(correlation, window);
    };
  }

  private static boolean is(Correlation correlation, BigDecimal number) {
    return correlation.condition() instanceof Condition.Numeric numeric && numeric.test(number);
  }

  private static boolean test(Presence presence, BitSet places) {
    return switch (presence) {
      case Presence.Rule rule -> places.get(rule.place());
      case Presence.All all -> all.parts().stream().allMatch(part -> test(part, places));
      case Presence.Any any -> any.parts().stream().anyMatch(part -> test(part, places));
      case Presence.Not not -> !test(not.part(), places);
    };
  }

  private static Optional<BigDecimal> number(Item item) {
    return ValueText.number(item.values.getFirst());
  }

  private static BigDecimal measure(Correlation correlation, List<BigDecimal> numbers) {
    List<BigDecimal> sorted = numbers.stream().sorted().toList();
    BigDecimal sum = numbers.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    int n = sorted.size();
    return switch (correlation.type()) {
      case VALUE_SUM -> sum;
      case VALUE_AVG -> sum.divide(BigDecimal.valueOf(n), MathContext.DECIMAL128);
      case VALUE_MEDIAN -> n % 2 == 1 ? sorted.get(n / 2) : sorted.get(n / 2 - 1).add(sorted.get(n / 2)).divide(BigDecimal.TWO);
      case VALUE_PERCENTILE -> sorted.get(
          correlation.percentile().multiply(BigDecimal.valueOf(n)).divide(BigDecimal.valueOf(100)).setScale(0, RoundingMode.CEILING).intValueExact() - 1);
      default -> throw new IllegalArgumentException("wanted a type of numbers, found " + correlation.type());
    };
  }

  /// Every way to pick one item for each rule of a set that satisfies the condition, times not falling; of those for the
  /// first set that has any, the one that begins last, then goes on last.
  private static @Nullable List<Item> ordered(Correlation correlation, List<Item> window) {
    for (List<Integer> order : sets(correlation)) {
      List<Item> best = best(order, 0, window, null);
      if (best != null) {
        return best;
      }
    }
    return null;
  }

  private static @Nullable List<Item> best(List<Integer> order, int at, List<Item> window, @Nullable Item before) {
    if (at == order.size()) {
      return List.of();
    }
    for (int i = window.size() - 1; i >= 0; i--) {
      Item item = window.get(i);
      if (item.place == order.get(at) && (before == null || item.order.timeNanos() >= before.order.timeNanos())) {
        List<Item> rest = best(order, at + 1, window, item);
        if (rest != null) {
          List<Item> all = new ArrayList<>(List.of(item));
          all.addAll(rest);
          return all;
        }
      }
    }
    return null;
  }

  /// The sets of places that satisfy the condition and hold no smaller one that does.
  private static List<List<Integer>> sets(Correlation correlation) {
    int n = correlation.rules().size();
    List<BitSet> met = new ArrayList<>();
    for (int bits = 1; bits < 1 << n; bits++) {
      BitSet set = BitSet.valueOf(new long[] {bits});
      boolean is = switch (correlation.condition()) {
        case Condition.Numeric numeric -> numeric.test(BigDecimal.valueOf(set.cardinality()));
        case Condition.Rules rules -> test(rules.presence(), set);
      };
      if (is) {
        met.add(set);
      }
    }
    List<List<Integer>> smallest = new ArrayList<>();
    for (BitSet set : met) {
      if (met.stream().noneMatch(other -> !other.equals(set) && holds(set, other))) {
        smallest.add(set.stream().boxed().toList());
      }
    }
    smallest.sort(Comparator.comparing(Object::toString));
    return smallest;
  }

  private static boolean holds(BitSet set, BitSet other) {
    BitSet rest = (BitSet) other.clone();
    rest.andNot(set);
    return rest.isEmpty();
  }

  /// The types whose conditions may ask for numbers of events or rules alone.
  public static boolean hasFields(Type type) {
    return type == Type.VALUE_COUNT || type.isOfNumbers();
  }
}
