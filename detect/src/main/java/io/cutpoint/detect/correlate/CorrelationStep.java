package io.cutpoint.detect.correlate;

import io.cutpoint.detect.correlate.Window.Item;
import io.cutpoint.model.correlation.Correlation;
import io.cutpoint.model.detection.RuleKey;
import io.cutpoint.model.event.OrderKey;
import io.cutpoint.model.step.Bound;
import io.cutpoint.model.step.Codec;
import io.cutpoint.model.step.Codecs;
import io.cutpoint.model.step.KeyedStep;
import io.cutpoint.model.step.Output;
import io.cutpoint.model.step.State;
import io.cutpoint.model.step.StepId;
import io.cutpoint.model.step.Timers;
import io.cutpoint.model.text.Untrusted;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Asks the conditions of correlations, group by group.
///
/// Idea: what comes in one instant is put aside and taken in order when the instant is over, so that its order cannot
/// matter. A condition that growth keeps true is asked then, over the window that ends there; it looks back exactly
/// `timespan`, both ends inside. Once true, what it rests on is used up and the group begins anew. Any other condition
/// is asked once, where the window ends that the group's first event began.
/// Cost: O(log window) for each contribution. A window keeps no more than its condition needs: the last events up to
/// the threshold, the last event of each different value or rule, one number for each event that is added up.
/// Abuse: whoever chooses group values makes groups (50,000 are kept, the quietest let go); a flood in one instant is
/// cut at 100,000 (counted); slow attacks below a threshold of the rule stay below it, as everywhere.
/// Source: design/correlations.md.
public final class CorrelationStep implements KeyedStep<CorrelationGroup, Contribution, CorrelationHit> {

  /// Groups at one time.
  public static final Bound GROUPS = new Bound("correlation-groups", 50_000);
  /// What is kept of all groups, in entries of 50 to 200 bytes.
  public static final Bound ENTRIES = new Bound("correlation-entries", 500_000);
  /// Contributions of one group in one instant.
  public static final Bound INSTANT = new Bound("correlation-instant", 100_000);
  /// Numbers of one sliding window that are added up; beyond, the oldest are let go.
  public static final Bound NUMBERS = new Bound("correlation-numbers", 100_000);

  /// Events that a hit lists.
  public static final int EVIDENCE = 100;

  static final String INSTANT_OVER = "instant";
  static final String WINDOW_OVER = "window";

  private static final State.SortedSpec<BatchKey, Item> BATCH = new State.SortedSpec<>(1,
      Codecs.of((key, to) -> {
        CorrelationCodecs.ORDER.write(key.order, to);
        to.int64(key.place);
      }, from -> new BatchKey(CorrelationCodecs.ORDER.read(from), from.int64())), Item.CODEC);
  private static final State.CellSpec<Item> LAST = new State.CellSpec<>(2, Item.CODEC);

  private record BatchKey(OrderKey order, long place) {}

  private final SortedMap<RuleKey, Window> windows = new TreeMap<>();

  /// @param correlations of one level
  public CorrelationStep(Collection<Correlation> correlations) {
    correlations.forEach(one -> windows.put(one.reference().key(), Window.of(one)));
  }

  @Override
  public StepId id() {
    return new StepId("correlations");
  }

  @Override
  public int stateVersion() {
    return 1;
  }

  @Override
  public int keyVersion() {
    return 1;
  }

  @Override
  public Codec<CorrelationGroup> keys() {
    return CorrelationCodecs.GROUP;
  }

  @Override
  public Bound keyBound() {
    return GROUPS;
  }

  @Override
  public Bound entryBound() {
    return ENTRIES;
  }

  @Override
  public List<Bound> bounds() {
    return List.of(GROUPS, ENTRIES, INSTANT, NUMBERS);
  }

  @Override
  public CorrelationGroup key(Contribution in) {
    return new CorrelationGroup(in.correlation(), in.group().stream().map(Untrusted::key).toList());
  }

  @Override
  public OrderKey order(Contribution in) {
    return in.order();
  }

  @Override
  public void input(CorrelationGroup key, Contribution in, State state, Timers timers, Output<CorrelationHit> out) {
    State.Sorted<BatchKey, Item> batch = state.sorted(BATCH);
    if (batch.size() >= INSTANT.most()) {
      out.dropped(INSTANT, 1);
      return;
    }
    batch.put(new BatchKey(in.order(), in.place()), new Item(in.order(), in.place(), in.group(), in.values(), in.exposed(), in.events()));
    timers.set(in.order().timeNanos(), INSTANT_OVER);
  }

  @Override
  public void timer(CorrelationGroup key, Timers.Timer due, State state, Timers timers, Output<CorrelationHit> out) {
    State.Sorted<BatchKey, Item> batch = state.sorted(BATCH);
    State.Cell<Item> last = state.cell(LAST);
    Window window = windows.get(key.correlation());
    if (window == null) {
      // The rule has gone or was changed.
      batch.clear();
      last.clear();
      Window.clear(state);
      return;
    }
    Window.@Nullable Verdict verdict;
    if (due.name().equals(INSTANT_OVER)) {
      List<Map.Entry<BatchKey, Item>> all = batch.all();
      batch.clear();
      List<Item> items = new ArrayList<>(all.size());
      all.forEach(entry -> items.add(entry.getValue()));
      last.set(items.getLast());
      verdict = window.take(items, due.timeNanos(), state, timers, out);
    } else {
      verdict = window.end(state);
      if (verdict == null) {
        last.clear();
        Window.clear(state);
      }
    }
    Item newest = last.get();
    if (verdict != null && newest != null) {
      out.emit(new CorrelationHit(key.correlation(), due.timeNanos(), newest.group(), newest.exposed(), verdict.events(), verdict.count(), verdict.isApproximate()));
      last.clear();
      Window.clear(state);
      timers.cancel(due.timeNanos(), WINDOW_OVER);
    }
  }
}
