package io.cutpoint.chain;

import io.cutpoint.model.detection.Detection;
import io.cutpoint.model.event.EventId;
import io.cutpoint.model.intrusion.Intrusion;
import io.cutpoint.model.intrusion.Link;
import io.cutpoint.model.step.Bound;
import io.cutpoint.model.step.EmbeddedRunner;
import io.cutpoint.model.step.Output;
import io.cutpoint.provenance.ProcessForest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/// From detections to intrusions: folds them into episodes, links these, finds what no rule saw, judges the stages.
///
/// Two passes: first every fact goes to a [Baseline], then every detection comes here in order; [#finish] gives the
/// intrusions. Not for several threads.
/// Memory: at most 200,000 episodes; 128 MB on usual telemetry.
public final class Chain {

  /// Episodes kept until the end; beyond, the one worth least in its own right is not kept but counted.
  static final Bound EPISODES = new Bound("episodes", 200_000);

  private final Baseline baseline;
  private final ProcessForest forest;
  private final Prevalence prevalence = new Prevalence();
  private final EmbeddedRunner<String, Sighting, Folding> folding;
  private final LinkStep linkStep;
  private final Drops drops = new Drops();
  private final TreeSet<Episode> episodes = new TreeSet<>(Episode.ORDER);
  private final TreeSet<Episode> byWorth = new TreeSet<>(WORTH);
  private long lostDetections;
  private boolean isFinished;

  /// Least worth first; of equal worth the latest, so that what is kept does not depend on when it closed.
  private static final Comparator<Episode> WORTH =
      Comparator.<Episode>comparingDouble(e -> EvidenceValue.once(e, 0)).thenComparing(Episode.ORDER.reversed());

  private EventId joined = new EventId(0, 0);

  private final Output<Folding> folded = new Output<>() {
    @Override
    public void emit(Folding one) {
      switch (one) {
        case Folding.Joined now -> joined = now.episode();
        case Folding.Closed(Episode episode) -> keep(episode);
      }
    }

    @Override
    public void dropped(Bound bound, long count) {
      drops.add(bound, count);
    }
  };

  /// A chain over what the first pass found.
  ///
  /// @param baseline complete
  /// @param forest complete
  public Chain(Baseline baseline, ProcessForest forest) {
    this.baseline = baseline;
    this.forest = forest;
    this.folding = new EmbeddedRunner<>(new EpisodeStep(), folded);
    this.linkStep = new LinkStep(baseline, prevalence, forest);
  }

  /// Takes the next detection, in the order of facts.
  ///
  /// @return the id of its episode
  public EventId add(Detection detection) {
    if (isFinished) {
      throw new IllegalStateException("wanted no detection after the end, found " + detection.id());
    }
    Sighting sighting = Sighting.of(detection, forest);
    prevalence.add(sighting.kind(), sighting.host() + '\0' + sighting.tree().key(), detection.fact().orderTimeNanos());
    folding.input(sighting);
    return joined;
  }

  private void keep(Episode episode) {
    episodes.add(episode);
    byWorth.add(episode);
    if (episodes.size() > EPISODES.most()) {
      Episode least = byWorth.removeFirst();
      episodes.remove(least);
      lostDetections += least.count();
      drops.add(EPISODES, least.count());
    }
  }

  /// There are no more detections: links everything, reconstructs, judges.
  ///
  /// @param tracer follows each intrusion to the steps that no rule saw
  public Result finish(AttackTracer tracer) {
    if (isFinished) {
      throw new IllegalStateException("wanted one end, found a second");
    }
    isFinished = true;
    folding.end();
    byWorth.clear();
    Output<Placement> placed = new Output<>() {
      @Override
      public void emit(Placement placement) {}

      @Override
      public void dropped(Bound bound, long count) {
        drops.add(bound, count);
      }
    };
    for (Episode episode : episodes) {
      linkStep.input(episode, placed);
    }
    linkStep.end(placed);
    episodes.clear();
    new Reconstructing(linkStep, forest, baseline, drops).run(tracer);
    baseline.dropped().forEach(drops::add);
    drops.add(Prevalence.KINDS, prevalence.droppedKinds());
    drops.add(Prevalence.HOURS, prevalence.droppedHours());
    return result();
  }

  /// Takes a merge back: the intrusion that became an alias stands alone again.
  ///
  /// @param absorbed the alias
  /// @return the result without that merge
  public Result unmerge(EventId absorbed) {
    if (!linkStep.unmerge(absorbed)) {
      throw new IllegalArgumentException("wanted the id of an absorbed intrusion, found " + absorbed);
    }
    return result();
  }

  private Result result() {
    Drops all = drops.copy();
    TreeMap<Cell, List<Cell>> groups = new TreeMap<>(Cell.ORDER);
    for (Cell cell : linkStep.cells()) {
      groups.computeIfAbsent(cell.root(), unused -> new ArrayList<>()).add(cell);
    }
    List<Intrusion> intrusions = new ArrayList<>();
    TreeMap<EventId, List<Act>> acts = new TreeMap<>();
    TreeMap<EventId, Long> counts = new TreeMap<>();
    TreeMap<EventId, List<Link>> refused = new TreeMap<>();
    groups.forEach((root, cells) -> {
      Assembly.Assembled assembled = Assembly.of(root, cells, linkStep.edges(), baseline, all);
      if (assembled != null) {
        intrusions.add(assembled.intrusion());
        acts.put(root.id, assembled.acts());
        counts.put(root.id, count(cells));
        TreeSet<Link> links = new TreeSet<>(Cell.STRONGEST);
        cells.forEach(cell -> links.addAll(cell.refused));
        if (!links.isEmpty()) {
          refused.put(root.id, links.stream().limit(LinkStep.REFUSED.most()).toList());
        }
      }
    });
    TreeMap<Episode, Detection> steps = new TreeMap<>(Episode.ORDER);
    linkStep.cells().forEach(cell -> cell.members.values().stream().filter(Placed::isReconstructed)
        .forEach(step -> steps.put(step.episode, step.episode.first())));
    intrusions.sort(Comparator.comparingDouble(Intrusion::score).reversed().thenComparing(Intrusion::id));
    List<Result.Merge> merges = linkStep.edges().stream()
        .map(edge -> new Result.Merge(edge.survivor().id, edge.absorbed().id, edge.link())).toList();
    List<Result.Related> related = linkStep.related().values().stream()
        .filter(one -> one.a.root() != one.b.root())
        .map(one -> new Result.Related(one.a.root().id, one.b.root().id, one.link)).toList();
    return new Result(intrusions, acts, List.copyOf(steps.values()), new Result.Fates(counts, sum(linkStep.orphans()) + linkStep.orphansLetGo(),
        sum(linkStep.context()) + linkStep.contextLetGo() + lostDetections), merges, related, refused, all.counts());
  }

  private static long count(List<Cell> cells) {
    long n = 0;
    for (Cell cell : cells) {
      n += cell.omitted;
      for (Placed placed : cell.members.values()) {
        n += placed.isReconstructed() ? 0 : placed.episode.count();
      }
    }
    return n;
  }

  private static long sum(TreeMap<Episode, Placed> waiting) {
    return waiting.values().stream().mapToLong(placed -> placed.episode.count()).sum();
  }
}
