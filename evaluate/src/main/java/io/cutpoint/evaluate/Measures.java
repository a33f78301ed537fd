package io.cutpoint.evaluate;

import io.cutpoint.evaluate.Scorecard.Attack;
import io.cutpoint.evaluate.Scorecard.Best;
import io.cutpoint.evaluate.Scorecard.Box;
import io.cutpoint.evaluate.Scorecard.FalseIntrusion;
import io.cutpoint.evaluate.Scorecard.FalseStage;
import io.cutpoint.evaluate.Scorecard.Fate;
import io.cutpoint.evaluate.Scorecard.First;
import io.cutpoint.evaluate.Scorecard.Given;
import io.cutpoint.evaluate.Scorecard.Measured;
import io.cutpoint.evaluate.Scorecard.Overall;
import io.cutpoint.evaluate.Scorecard.Stages;
import io.cutpoint.model.Stage;
import io.cutpoint.model.intrusion.Band;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Computes all measures from what the readers have left.
///
/// An episode belongs to an attack where at least half of its detections do; an intrusion *is* an attack where at least
/// half of its episodes do. Intrusions are ranked by score, equal ones as they stand in the file, which is the order in
/// which people see them.
final class Measures {

  /// An intrusion with an attack in it.
  private static final class Piece {
    final int intrusion;
    final int attack;
    long episodes;
    long detections;

    Piece(int intrusion, int attack) {
      this.intrusion = intrusion;
      this.attack = attack;
    }
  }

  private static final int NAMED_SOURCES = 3;

  private final Truth truth;
  private final ResultReader.Summary summary;
  private final List<IntrusionLine> intrusions;
  private final MemberIndex members;
  private final Tally tally;
  private final List<String> attacks;
  private final long completed;

  /// Intrusions by rank, and the rank of each, from 0.
  private final int[] ranked;
  private final int[] rankOf;

  private final int[] attackOfEpisode;
  private final long[] attackEpisodes;
  private final long[] attackDetections;
  private final long[] attackReconstructed;

  private final long[] intrusionEpisodes;
  private final long[] intrusionDetections;
  private final List<Piece> pieces = new ArrayList<>();
  private final List<List<Piece>> piecesOfIntrusion = new ArrayList<>();
  private final List<List<Piece>> piecesOfAttack = new ArrayList<>();

  Measures(Truth truth, ResultReader.Summary summary, List<IntrusionLine> intrusions, MemberIndex members, Tally tally) {
    this.truth = truth;
    this.summary = summary;
    this.intrusions = intrusions;
    this.members = members;
    this.tally = tally;
    this.attacks = truth.attacks();
    this.completed = tally.completeMembers();
    this.ranked = IntStream.range(0, intrusions.size()).boxed().sorted(Comparator.comparingDouble(i -> -intrusions.get(i).score())).mapToInt(i -> i).toArray();
    this.rankOf = new int[ranked.length];
    for (int rank = 0; rank < ranked.length; rank++) {
      rankOf[ranked[rank]] = rank;
    }
    this.attackOfEpisode = new int[tally.episodes()];
    this.attackEpisodes = new long[attacks.size()];
    this.attackDetections = new long[attacks.size()];
    this.attackReconstructed = new long[attacks.size()];
    this.intrusionEpisodes = new long[intrusions.size()];
    this.intrusionDetections = new long[intrusions.size()];
    episodes();
    pieces();
  }

  /// Gives each episode its attack.
  private void episodes() {
    long[] size = new long[tally.episodes()];
    LongPairs pairs = new LongPairs();
    Ints counts = new Ints();
    for (int d = 0; d < tally.detections(); d++) {
      size[tally.episode(d)]++;
      int attack = tally.attack(d);
      if (attack >= 0) {
        attackDetections[attack]++;
        attackReconstructed[attack] += tally.isReconstructed(d) ? 1 : 0;
        int pair = pairs.add(tally.episode(d), attack);
        if (pair == counts.size()) {
          counts.add(0);
        }
        counts.set(pair, counts.get(pair) + 1);
      }
    }
    Arrays.fill(attackOfEpisode, -1);
    int[] most = new int[tally.episodes()];
    for (int pair = 0; pair < pairs.size(); pair++) {
      int episode = (int) pairs.first(pair);
      int attack = (int) pairs.second(pair);
      int count = counts.get(pair);
      boolean isMore = count > most[episode] || (count == most[episode] && attack < attackOfEpisode[episode]);
      if (2L * count >= size[episode] && isMore) {
        most[episode] = count;
        attackOfEpisode[episode] = attack;
      }
    }
    for (int attack : attackOfEpisode) {
      if (attack >= 0) {
        attackEpisodes[attack]++;
      }
    }
  }

  /// Counts what each intrusion holds, of all and of each attack.
  private void pieces() {
    intrusions.forEach(one -> piecesOfIntrusion.add(new ArrayList<>()));
    attacks.forEach(one -> piecesOfAttack.add(new ArrayList<>()));
    LongPairs held = new LongPairs();
    LongPairs pairs = new LongPairs();
    for (int m = 0; m < tally.members(); m++) {
      int detection = tally.memberDetection(m);
      int intrusion = tally.memberIntrusion(m);
      intrusionDetections[intrusion]++;
      int attack = tally.attack(detection);
      if (attack >= 0) {
        piece(pairs, intrusion, attack).detections++;
      }
      int before = held.size();
      if (held.add(intrusion, tally.episode(detection)) == before) {
        intrusionEpisodes[intrusion]++;
        int owner = attackOfEpisode[tally.episode(detection)];
        if (owner >= 0) {
          piece(pairs, intrusion, owner).episodes++;
        }
      }
    }
    for (Piece piece : pieces) {
      piecesOfIntrusion.get(piece.intrusion).add(piece);
      piecesOfAttack.get(piece.attack).add(piece);
    }
  }

  private Piece piece(LongPairs pairs, int intrusion, int attack) {
    int number = pairs.add(intrusion, attack);
    if (number == pieces.size()) {
      pieces.add(new Piece(intrusion, attack));
    }
    return pieces.get(number);
  }

  private boolean claims(int intrusion) {
    return intrusions.get(intrusion).score() >= Scorecard.CLAIMS;
  }

  /// Whether at least half of an intrusion's episodes are these.
  private boolean isHalf(int intrusion, long episodes) {
    return episodes > 0 && 2 * episodes >= intrusionEpisodes[intrusion];
  }

  private long attackEpisodesIn(int intrusion) {
    return piecesOfIntrusion.get(intrusion).stream().mapToLong(piece -> piece.episodes).sum();
  }

  /// How many attacks have an episode in an intrusion.
  private long attacksIn(int intrusion) {
    return piecesOfIntrusion.get(intrusion).stream().filter(piece -> piece.episodes > 0).count();
  }

  /// How many intrusions hold an episode of an attack.
  private long intrusionsOf(int attack) {
    return piecesOfAttack.get(attack).stream().filter(piece -> piece.episodes > 0).count();
  }

  /// The piece with the most episodes, then detections, then the better rank; null where no intrusion holds any of it.
  private @Nullable Piece best(int attack) {
    return piecesOfAttack.get(attack).stream()
        .max(Comparator.<Piece>comparingLong(piece -> piece.episodes).thenComparingLong(piece -> piece.detections).thenComparingInt(piece -> -rankOf[piece.intrusion]))
        .orElse(null);
  }

  Scorecard scorecard() {
    BitSet inBest = inBest();
    List<Attack> scores = new ArrayList<>();
    for (int attack = 0; attack < attacks.size(); attack++) {
      scores.add(attack(attack, inBest));
    }
    List<FalseIntrusion> wrong = falseIntrusions();
    List<FalseStage> wrongStages = falseStages();
    long from = summary.first();
    long to = summary.last();
    for (int d = 0; d < tally.detections() && (summary.first() == Times.NONE || summary.last() == Times.NONE); d++) {
      if (tally.time(d) != Times.NONE) {
        from = from == Times.NONE ? tally.time(d) : Math.min(from, tally.time(d));
        to = to == Times.NONE ? tally.time(d) : Math.max(to, tally.time(d));
      }
    }
    double days = from == Times.NONE || to < from ? 0 : Times.days(from, to);
    return new Scorecard(
        new Given(truth.form().id(), truth.rows(), tally.detectedRows().cardinality(), inBest.cardinality(), truth.harmless()),
        new Measured(tally.detections(), tally.episodes(), intrusions.size(), tally.hosts(), days),
        overall(scores, wrong, wrongStages, days),
        scores,
        wrong,
        wrongStages,
        fates(),
        warnings());
  }

  /// The rows of the truth with a detection in the best intrusion of their attack.
  private BitSet inBest() {
    int[] best = new int[attacks.size()];
    for (int attack = 0; attack < best.length; attack++) {
      Piece piece = best(attack);
      best[attack] = piece == null ? -1 : piece.intrusion;
    }
    BitSet detections = new BitSet();
    for (int m = 0; m < tally.members(); m++) {
      int attack = tally.attack(tally.memberDetection(m));
      if (attack >= 0 && best[attack] == tally.memberIntrusion(m)) {
        detections.set(tally.memberDetection(m));
      }
    }
    return tally.rowsOf(detections);
  }

  private Attack attack(int attack, BitSet inBest) {
    long rows = 0;
    long detected = 0;
    long held = 0;
    for (int row = 0; row < truth.rows(); row++) {
      if (truth.attackOf(row) == attack) {
        rows++;
        detected += tally.detectedRows().get(row) ? 1 : 0;
        held += inBest.get(row) ? 1 : 0;
      }
    }
    int is = -1;
    for (Piece piece : piecesOfAttack.get(attack)) {
      if (isHalf(piece.intrusion, piece.episodes) && (is < 0 || rankOf[piece.intrusion] < rankOf[is])) {
        is = piece.intrusion;
      }
    }
    long falseAbove = 0;
    for (int rank = 0; is >= 0 && rank < rankOf[is]; rank++) {
      falseAbove += isHalf(ranked[rank], attackEpisodesIn(ranked[rank])) ? 0 : 1;
    }
    Piece piece = best(attack);
    return new Attack(
        attacks.get(attack),
        rows,
        detected,
        held,
        attackDetections[attack],
        attackReconstructed[attack],
        attackEpisodes[attack],
        is >= 0 && falseAbove == 0 && claims(is),
        is < 0 ? 0 : rankOf[is] + 1,
        falseAbove,
        is < 0 ? 0 : 1.0 / (1 + falseAbove),
        piece == null ? null : best(attack, piece),
        intrusionsOf(attack),
        stages(attack, piece),
        boxes(attack));
  }

  private Best best(int attack, Piece piece) {
    int i = piece.intrusion;
    return new Best(
        intrusions.get(i).id(),
        intrusions.get(i).score(),
        rankOf[i] + 1,
        attacksIn(i),
        new Share(piece.episodes, intrusionEpisodes[i]),
        new Share(piece.detections, intrusionDetections[i]),
        new Share(piece.episodes, attackEpisodes[attack]),
        new Share(piece.detections, attackDetections[attack]),
        Share.f1(piece.episodes, intrusionEpisodes[i], attackEpisodes[attack]));
  }

  /// The stages that an attack went through, as bits.
  private int stagesOf(int attack) {
    int stages = 0;
    for (int row = 0; row < truth.rows(); row++) {
      stages |= truth.attackOf(row) == attack ? truth.stagesOf(row) : 0;
    }
    return stages;
  }

  private @Nullable Stages stages(int attack, @Nullable Piece piece) {
    int bits = stagesOf(attack);
    if (bits == 0) {
      return null;
    }
    long unstaged = IntStream.range(0, truth.rows()).filter(row -> truth.attackOf(row) == attack && truth.stagesOf(row) == 0).count();
    Map<Stage, Share> byStage = new EnumMap<>(Stage.class);
    long all = 0;
    long first = 0;
    long second = 0;
    for (Stage stage : Truth.stages(bits)) {
      long members = tally.stageMembers(attack, stage.ordinal());
      all += members;
      first += tally.stageFirst(attack, stage.ordinal());
      second += tally.stageSecond(attack, stage.ordinal());
      byStage.put(stage, new Share(tally.stageFirst(attack, stage.ordinal()), members));
    }
    Set<Stage> confirmed = piece == null ? EnumSet.noneOf(Stage.class) : intrusions.get(piece.intrusion).confirmed();
    return new Stages(Truth.stages(bits), confirmed, unstaged, new Share(first, all), new Share(first + second, all), byStage);
  }

  /// What boxes around the attack would hold; its span is that of its windows, else that of its detections.
  private List<Box> boxes(int attack) {
    BitSet hosts = new BitSet();
    long from = Long.MAX_VALUE;
    long to = Long.MIN_VALUE;
    for (int d = 0; d < tally.detections(); d++) {
      if (tally.attack(d) == attack && tally.time(d) != Times.NONE) {
        from = Math.min(from, tally.time(d));
        to = Math.max(to, tally.time(d));
        if (tally.host(d) >= 0) {
          hosts.set(tally.host(d));
        }
      }
    }
    if (from > to) {
      return List.of();
    }
    long[] windows = truth.span(attack);
    if (windows.length > 0) {
      from = windows[0];
      to = windows[1];
    }
    List<Box> boxes = new ArrayList<>();
    for (Box.Kind kind : Box.Kind.values()) {
      long pad = kind == Box.Kind.HOST_SPAN ? 0 : Times.HOUR;
      BitSet in = new BitSet();
      for (int d = 0; d < tally.detections(); d++) {
        boolean isThere = kind == Box.Kind.ALL_HOUR || (tally.host(d) >= 0 && hosts.get(tally.host(d)));
        if (isThere && tally.time(d) != Times.NONE && tally.time(d) >= Times.shift(from, -pad) && tally.time(d) <= Times.shift(to, pad)) {
          in.set(tally.episode(d));
        }
      }
      long own = in.stream().filter(episode -> attackOfEpisode[episode] == attack).count();
      boxes.add(new Box(kind, new Share(own, in.cardinality()), new Share(own, attackEpisodes[attack]), Share.f1(own, in.cardinality(), attackEpisodes[attack])));
    }
    return boxes;
  }

  private List<FalseIntrusion> falseIntrusions() {
    List<FalseIntrusion> wrong = new ArrayList<>();
    for (int rank = 0; rank < ranked.length; rank++) {
      int i = ranked[rank];
      long own = attackEpisodesIn(i);
      if (claims(i) && !isHalf(i, own)) {
        wrong.add(new FalseIntrusion(intrusions.get(i).id(), intrusions.get(i).score(), rank + 1, new Share(own, intrusionEpisodes[i])));
      }
    }
    return wrong;
  }

  /// Attacks with an episode in an intrusion whose stages the truth says; none where it does not say those of all.
  private List<Integer> stagedAttacks(int intrusion) {
    List<Integer> staged = piecesOfIntrusion.get(intrusion).stream().filter(piece -> piece.episodes > 0).map(piece -> piece.attack).sorted().toList();
    return staged.stream().allMatch(attack -> stagesOf(attack) != 0) ? staged : List.of();
  }

  private List<FalseStage> falseStages() {
    List<FalseStage> wrong = new ArrayList<>();
    for (int i : ranked) {
      List<Integer> staged = stagedAttacks(i);
      int bits = staged.stream().mapToInt(this::stagesOf).reduce(0, (a, b) -> a | b);
      for (Stage stage : staged.isEmpty() ? List.<Stage>of() : intrusions.get(i).confirmed()) {
        if ((bits & 1 << stage.ordinal()) == 0) {
          wrong.add(new FalseStage(intrusions.get(i).id(), intrusions.get(i).score(), stage, staged.stream().map(attacks::get).toList()));
        }
      }
    }
    return wrong;
  }

  private Overall overall(List<Attack> scores, List<FalseIntrusion> wrong, List<FalseStage> wrongStages, double days) {
    long confirmed = 0;
    long elsewhere = 0;
    long holding = 0;
    long mostAttacks = 0;
    long sum = 0;
    for (int i = 0; i < intrusions.size(); i++) {
      long in = attacksIn(i);
      holding += in > 0 ? 1 : 0;
      sum += in;
      mostAttacks = Math.max(mostAttacks, in);
      confirmed += stagedAttacks(i).isEmpty() ? 0 : intrusions.get(i).confirmed().size();
      elsewhere += in == 0 ? intrusions.get(i).confirmed().size() : 0;
    }
    long members = 0;
    long first = 0;
    long second = 0;
    for (Attack one : scores) {
      Stages stages = one.stages();
      if (stages != null) {
        members += stages.first().whole();
        first += stages.first().part();
        second += stages.second().part();
      }
    }
    List<Attack> inSome = scores.stream().filter(one -> one.intrusions() > 0).toList();
    double perDay = wrong.size() / Math.max(1, days);
    return new Overall(
        new Share(scores.stream().filter(Attack::isFound).count(), scores.size()),
        mean(scores, Attack::reciprocalRank),
        mean(scores.stream().filter(one -> one.best() != null).toList(), one -> one.best() == null ? 0 : one.best().purity().value()),
        mean(scores, one -> one.best() == null || one.episodes() == 0 ? 0 : one.best().completeness().value()),
        mean(scores, one -> one.best() == null ? 0 : one.best().f1().value()),
        holding == 0 ? Double.NaN : (double) sum / holding,
        mostAttacks,
        mean(inSome, Attack::intrusions),
        inSome.stream().mapToLong(Attack::intrusions).max().orElse(0),
        IntStream.range(0, intrusions.size()).filter(this::claims).count(),
        perDay,
        perDay * 100 / Math.max(1, tally.hosts()),
        first(),
        wrongStages.size(),
        confirmed,
        elsewhere,
        new Share(first, members),
        new Share(second, members));
  }

  private static double mean(List<Attack> attacks, ToDoubleFunction<Attack> of) {
    return attacks.stream().mapToDouble(of).average().orElse(Double.NaN);
  }

  private @Nullable First first() {
    if (ranked.length == 0) {
      return null;
    }
    int i = ranked[0];
    Piece most = piecesOfIntrusion.get(i).stream()
        .max(Comparator.<Piece>comparingLong(piece -> piece.episodes).thenComparingLong(piece -> piece.detections).thenComparingInt(piece -> -piece.attack))
        .orElse(null);
    long episodes = most == null ? 0 : most.episodes;
    return new First(
        intrusions.get(i).id(),
        intrusions.get(i).score(),
        most == null ? "" : attacks.get(most.attack),
        new Share(episodes, intrusionEpisodes[i]),
        new Share(most == null ? 0 : most.detections, intrusionDetections[i]),
        new Share(episodes, most == null ? 0 : attackEpisodes[most.attack]));
  }

  /// A detection and an episode end in the best-ranked intrusion that holds them.
  private List<Fate> fates() {
    int[] ofDetection = new int[tally.detections()];
    int[] ofEpisode = new int[tally.episodes()];
    int nowhere = ranked.length;
    Arrays.fill(ofDetection, nowhere);
    Arrays.fill(ofEpisode, nowhere);
    for (int m = 0; m < tally.members(); m++) {
      int detection = tally.memberDetection(m);
      int rank = rankOf[tally.memberIntrusion(m)];
      ofDetection[detection] = Math.min(ofDetection[detection], rank);
      ofEpisode[tally.episode(detection)] = Math.min(ofEpisode[tally.episode(detection)], rank);
    }
    Band[] bands = Band.values();
    int places = bands.length + 1;
    long[] heldIntrusions = new long[places];
    long[] heldEpisodes = new long[places];
    long[] heldDetections = new long[places];
    long[] heldAttack = new long[places];
    for (int rank = 0; rank <= nowhere; rank++) {
      heldIntrusions[place(rank)] += rank == nowhere ? 0 : 1;
    }
    for (int rank : ofEpisode) {
      heldEpisodes[place(rank)]++;
    }
    for (int d = 0; d < ofDetection.length; d++) {
      heldDetections[place(ofDetection[d])]++;
      heldAttack[place(ofDetection[d])] += tally.attack(d) >= 0 ? 1 : 0;
    }
    List<Fate> fates = new ArrayList<>();
    for (int place = bands.length - 1; place >= 0; place--) {
      fates.add(new Fate(bands[place], heldIntrusions[place], heldEpisodes[place], heldDetections[place], heldAttack[place]));
    }
    int last = bands.length;
    fates.add(new Fate(null, 0, heldEpisodes[last], heldDetections[last], heldAttack[last]));
    return fates;
  }

  private int place(int rank) {
    return rank == ranked.length ? Band.values().length : Band.of(intrusions.get(ranked[rank]).score()).ordinal();
  }

  private List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (summary.isInterrupted()) {
      warnings.add("the analysis was interrupted: its result is a part");
    }
    if (summary.detections() >= 0 && summary.detections() != tally.detections()) {
      warnings.add("summary.json counts " + summary.detections() + " detections, detections.ndjson holds " + tally.detections());
    }
    TreeSet<String> unknown = new TreeSet<>(truth.sources());
    unknown.removeAll(summary.sources());
    if (!unknown.isEmpty()) {
      List<String> named = unknown.stream().limit(NAMED_SOURCES).toList();
      warnings.add(
          "the truth names " + (unknown.size() == 1 ? "a source" : unknown.size() + " sources") + " that this result has not read: " + String.join(", ", named)
              + (unknown.size() > NAMED_SOURCES ? ", .." : "") + "; sources are written as in evidence.source");
    }
    if (truth.rows() > 0 && tally.detectedRows().isEmpty()) {
      warnings.add("no detection belongs to any attack of the truth");
    }
    for (int attack = 0; attack < attacks.size(); attack++) {
      if (attackDetections[attack] > 0 && attackEpisodes[attack] == 0) {
        warnings.add(attacks.get(attack) + " has detections, but no episode of which at least half is its: it is measured by detections alone");
      }
    }
    if (members.unmet() > 0) {
      warnings.add("intrusions list " + members.unmet() + " detections that detections.ndjson does not have");
    }
    long omitted = intrusions.stream().mapToLong(IntrusionLine::omitted).sum();
    if (omitted > 0) {
      warnings.add("the lists of intrusions leave out " + omitted + " detections; " + completed + " were found by their episode, the others count as in no intrusion");
    }
    return warnings;
  }
}
