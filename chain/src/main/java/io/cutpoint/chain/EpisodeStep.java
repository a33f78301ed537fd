package io.cutpoint.chain;

import io.cutpoint.model.detection.Detection;
import io.cutpoint.model.detection.DetectionCodecs;
import io.cutpoint.model.detection.Outcome;
import io.cutpoint.model.entity.Mention;
import io.cutpoint.model.event.EventId;
import io.cutpoint.model.event.OrderKey;
import io.cutpoint.model.step.Bound;
import io.cutpoint.model.step.Codec;
import io.cutpoint.model.step.Codecs;
import io.cutpoint.model.step.KeyedStep;
import io.cutpoint.model.step.Output;
import io.cutpoint.model.step.State;
import io.cutpoint.model.step.StateReader;
import io.cutpoint.model.step.StateWriter;
import io.cutpoint.model.step.StepId;
import io.cutpoint.model.step.Timers;
import io.cutpoint.provenance.ProcessForest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// Folds detections of one rule by the same acting entities into episodes.
///
/// Acting entities are the recording host, the process tree (else the program), and the accounts, addresses and hosts
/// in the roles of actor and target. A pause of more than 300 s, or six hours, ends an episode.
/// Cost: O(log detections of the episode) per detection; memory: 50,000 open episodes and 500,000 ids of their detections.
/// Abuse: an attacker who varies what his rule hits name (accounts, addresses) makes more episodes, each worth less
/// in a stage since three per rule count; one who pads with repeats makes none.
/// Source: design/linking.md, section 2.
public final class EpisodeStep implements KeyedStep<String, Sighting, Folding> {

  /// Episodes open at one time; beyond, the one that was quiet longest is closed early.
  public static final Bound OPEN = new Bound("open-episodes", 50_000);
  /// Detections listed in all open episodes together; beyond, likewise.
  public static final Bound LISTED = new Bound("open-episode-detections", 500_000);
  /// Detections listed in an episode; the rest is counted.
  public static final Bound DETECTIONS = new Bound("episode-detections", 5_000);
  /// Mentions kept for an episode.
  public static final Bound MENTIONS = new Bound("episode-mentions", 64);
  /// Processes kept for an episode.
  public static final Bound NODES = new Bound("episode-processes", 256);

  private static final long GAP = 300 * Times.SECOND;
  private static final long LONGEST = 6 * Times.HOUR;

  /// The episode may have been quiet for long enough.
  private static final String QUIET = "quiet";
  /// The episode is as long as one may be.
  private static final String LONG = "long";

  private static final State.CellSpec<Open> CELL = new State.CellSpec<>(1, Codecs.of(Open::write, Open::read));
  private static final State.SortedSpec<Listed, Boolean> LIST = new State.SortedSpec<>(2,
      Codecs.of((one, to) -> DetectionCodecs.ID.write(one.id, to.int64(one.nanos)), from -> new Listed(from.int64(), DetectionCodecs.ID.read(from))), Codecs.PRESENT);

  /// A step; it has no state of its own.
  public EpisodeStep() {}

  /// A detection in the list of its episode.
  private record Listed(long nanos, EventId id) {}

  /// An episode that is not over.
  private static final class Open {
    final long t0;
    final Map<String, Mention> mentions = new TreeMap<>();
    final TreeSet<Integer> nodes = new TreeSet<>();
    Sighting first;
    long t1;
    long count;
    Outcome outcome;

    Open(Sighting first, long t0) {
      this.first = first;
      this.t0 = t0;
      this.t1 = t0;
      this.outcome = first.detection().outcome();
    }

    static void write(Open open, StateWriter to) {
      to.int64(open.t0).int64(open.t1).varint(open.count);
      DetectionCodecs.OUTCOME.write(open.outcome, to);
      Sighting.CODEC.write(open.first, to);
      DetectionCodecs.MENTIONS.write(List.copyOf(open.mentions.values()), to);
      Episode.NODES.write(List.copyOf(open.nodes), to);
    }

    static Open read(StateReader from) {
      long t0 = from.int64();
      long t1 = from.int64();
      long count = from.varint();
      Outcome outcome = DetectionCodecs.OUTCOME.read(from);
      Open open = new Open(Sighting.CODEC.read(from), t0);
      open.t1 = t1;
      open.count = count;
      open.outcome = outcome;
      DetectionCodecs.MENTIONS.read(from).forEach(mention -> open.mentions.put(same(mention), mention));
      open.nodes.addAll(Episode.NODES.read(from));
      return open;
    }

    static String same(Mention mention) {
      return mention.role().id() + '=' + mention.entity().type() + ':' + mention.entity().key();
    }

    void add(Sighting in, Output<Folding> out) {
      Detection detection = in.detection();
      long now = detection.fact().orderTimeNanos();
      t1 = Times.later(t1, now);
      count++;
      if (now == t0 && detection.id().compareTo(first.detection().id()) < 0) {
        first = in;
      }
      if (detection.outcome().weight() > outcome.weight() || (detection.outcome().weight() == outcome.weight() && detection.outcome().compareTo(outcome) < 0)) {
        outcome = detection.outcome();
      }
      for (Mention mention : detection.mentions()) {
        String same = same(mention);
        Mention known = mentions.get(same);
        if (known != null) {
          // Events write one thing in several ways; which came first inside an instant must not decide.
          if (mention.entity().value().compareTo(known.entity().value()) < 0) {
            mentions.put(same, mention);
          }
        } else if (mentions.size() < MENTIONS.most()) {
          mentions.put(same, mention);
        } else {
          out.dropped(MENTIONS, 1);
        }
      }
      int node = in.tree().node();
      if (node != ProcessForest.NONE && !nodes.contains(node)) {
        if (nodes.size() < NODES.most()) {
          nodes.add(node);
        } else {
          out.dropped(NODES, 1);
        }
      }
    }
  }

  @Override
  public StepId id() {
    return new StepId("episodes");
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
  public Codec<String> keys() {
    return Codecs.TEXT;
  }

  @Override
  public Bound keyBound() {
    return OPEN;
  }

  @Override
  public Bound entryBound() {
    return LISTED;
  }

  @Override
  public List<Bound> bounds() {
    return List.of(OPEN, LISTED, DETECTIONS, MENTIONS, NODES);
  }

  @Override
  public String key(Sighting in) {
    return in.key();
  }

  @Override
  public OrderKey order(Sighting in) {
    return new OrderKey(in.detection().fact().orderTimeNanos(), in.detection().id().hi(), in.detection().id().lo());
  }

  @Override
  public void input(String key, Sighting in, State state, Timers timers, Output<Folding> out) {
    long now = in.detection().fact().orderTimeNanos();
    State.Cell<Open> cell = state.cell(CELL);
    Open open = cell.get();
    if (open == null) {
      open = new Open(in, now);
      timers.set(later(now, GAP), QUIET);
      timers.set(later(now, LONGEST), LONG);
    }
    open.add(in, out);
    cell.set(open);
    State.Sorted<Listed, Boolean> list = state.sorted(LIST);
    if (list.size() < DETECTIONS.most()) {
      list.put(new Listed(now, in.detection().id()), true);
    } else {
      out.dropped(DETECTIONS, 1);
    }
    out.emit(new Folding.Joined(in.detection().id(), Ids.episode(key, open.t0)));
  }

  @Override
  public void timer(String key, Timers.Timer due, State state, Timers timers, Output<Folding> out) {
    Open open = state.cell(CELL).get();
    if (open == null) {
      return;
    }
    if (due.name().equals(LONG)) {
      // A timer of the quiet may be left; it finds nothing, or an episode that it asks as its own would.
      if (due.timeNanos() == later(open.t0, LONGEST)) {
        close(key, open, state, out);
      }
      return;
    }
    long quiet = later(open.t1, GAP);
    if (Times.isBefore(due.timeNanos(), quiet)) {
      timers.set(quiet, QUIET);
      return;
    }
    timers.cancel(later(open.t0, LONGEST), LONG);
    close(key, open, state, out);
  }

  @Override
  public void letGo(String key, State state, Output<Folding> out) {
    Open open = state.cell(CELL).get();
    if (open != null) {
      close(key, open, state, out);
    }
  }

  private static void close(String key, Open open, State state, Output<Folding> out) {
    State.Sorted<Listed, Boolean> list = state.sorted(LIST);
    List<EventId> ids = list.all().stream().map(one -> one.getKey().id()).toList();
    state.cell(CELL).clear();
    list.clear();
    out.emit(new Folding.Closed(Episode.of(Ids.episode(key, open.t0), key, open.first, List.copyOf(open.nodes), open.t0, open.t1, open.count, open.outcome,
        List.copyOf(open.mentions.values()), ids)));
  }

  /// A time so much later, or the last one that there is.
  private static long later(long time, long by) {
    return Long.compareUnsigned(time + by, time) < 0 ? -1 : time + by;
  }
}
