package io.cutpoint.chain;

import io.cutpoint.model.Stage;
import io.cutpoint.model.entity.Entity;
import io.cutpoint.model.text.Untrusted;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// How strongly two episodes belong together, and by what.
///
/// `L = (1 - product over shared things of (1 - weight * hub * role * 2^(-distance/half-life))) * T`.
/// Things that merely say where and for whom something happened (host, the person's own desktop session, the account
/// that runs it) are one piece of evidence where process trees differ, not three: only the strongest of them counts.
/// Cost: one merge of two sorted lists.
/// Abuse: an attacker who makes noise in his own tree only strengthens it; one who hides his tree (a start that is not
/// logged) falls back to the host's weight.
/// Source: design/linking.md, section 2.
///
/// @param value the strength, 0 to 1
/// @param beyondPlace the same without host and account
/// @param tie the kind of the strongest shared thing
/// @param entity the strongest shared thing
/// @param why makes the sentence for people; few of the many strengths are ever told
/// @param keys what they share that is no hub and more than a place
record Strength(double value, double beyondPlace, Tie tie, Entity entity, Supplier<String> why, Set<String> keys) {

  /// From here on an episode joins.
  static final double JOIN = 0.50;
  /// From here on a second intrusion is the same one.
  static final double MERGE = 0.70;

  private static final double BACKWARD = 0.8;
  private static final long AT_ONCE = 120 * Times.SECOND;

  /// What they share, in a sentence for people.
  String reason() {
    return why.get();
  }

  /// How the processes of two episodes on one host stand to each other.
  private enum Relation { FREE, SAME_TREE, WITHOUT_PROCESS, PROCESSES_DIFFER, TREES_APART }

  /// The strength between an earlier and a later episode, or null where they share nothing.
  ///
  /// @param group the intrusion that the earlier one is in, or null
  static @Nullable Strength between(Placed earlier, Placed later, @Nullable Cell group, Baseline baseline) {
    Sum sum = new Sum(earlier, later, group, baseline);
    List<Handle> a = earlier.handles;
    List<Handle> b = later.handles;
    int i = 0;
    int j = 0;
    while (i < a.size() && j < b.size()) {
      int c = a.get(i).key().compareTo(b.get(j).key());
      if (c == 0) {
        sum.add(a.get(i), b.get(j));
      }
      i += c <= 0 ? 1 : 0;
      j += c >= 0 ? 1 : 0;
    }
    return sum.strength();
  }

  private static final class Sum {
    final Episode a;
    final Episode b;
    final @Nullable Cell group;
    final Baseline baseline;
    final long distance;
    final Relation relation;
    double[] parts = new double[16];
    int count;
    double[] firm = new double[16];
    int firmCount;
    double local;
    double best;
    @Nullable Handle strongest;
    boolean directed;
    final TreeSet<String> keys = new TreeSet<>();

    Sum(Placed earlier, Placed later, @Nullable Cell group, Baseline baseline) {
      this.a = earlier.episode;
      this.b = later.episode;
      this.group = group;
      this.baseline = baseline;
      this.distance = Times.between(a.t1(), b.t0());
      this.relation = relation(a, b, group);
    }

    void add(Handle x, Handle y) {
      switch (x.tie()) {
        case HOST -> host(x, y);
        case USER -> user(x, y);
        case SESSION -> session(x);
        case DIRECTED -> {
          if (x.outgoing() && !y.outgoing() && x.direction().equals(y.direction())) {
            directed = true;
            firm(x, plain(x));
          }
        }
        case TREE, ARTEFACT, HASH, URL, DOMAIN, ADDRESS, PRIVATE_ADDRESS -> firm(x, plain(x));
      }
    }

    private double plain(Handle x) {
      return x.tie().weight() * hub(x) * Tie.decay(distance, x.tie().halfLife());
    }

    private double hub(Handle x) {
      return x.tie().hub(group == null
          ? baseline.degree(x.key(), Set.of(), 0)
          : baseline.degree(x.key(), group.hosts, group.opened));
    }

    private void host(Handle x, Handle y) {
      boolean sharedDestination = x.isTarget() && !x.acts() && y.isTarget() && !y.acts();
      if (sharedDestination) {
        return;
      }
      String host = x.entity().key();
      Relation here = host.equals(a.host()) && host.equals(b.host()) ? relation : elsewhere(x, y, host);
      double weight = switch (here) {
        case FREE, SAME_TREE -> Tie.HOST.weight();
        case WITHOUT_PROCESS, PROCESSES_DIFFER -> Tie.HOST_NOT_TOLD;
        case TREES_APART -> Tie.HOST_TREES_APART;
      };
      boolean held = group != null && group.held.contains(host);
      long halfLife = held ? Tie.HOST_HELD_HALF_LIFE : Tie.HOST.halfLife();
      local(x, weight * hub(x) * Tie.decay(distance, halfLife));
    }

    /// How it stands where one side happened on another host: reaching for a host is no evidence of what a process
    /// there does, the session that came of it is.
    private Relation elsewhere(Handle x, Handle y, String host) {
      boolean onlyReached = (x.isTarget() && !x.acts() && b.tree().isProcess()) || (y.isTarget() && !y.acts() && a.tree().isProcess());
      if (onlyReached) {
        return Relation.PROCESSES_DIFFER;
      }
      return group != null && !group.treesOn(host).isEmpty() ? Relation.WITHOUT_PROCESS : Relation.FREE;
    }

    private void user(Handle x, Handle y) {
      boolean only = !(isIdentity(a) && isIdentity(b)) || (x.isTarget() && !x.acts() && y.isTarget() && !y.acts());
      local(x, plain(x) * (only ? Tie.ONLY_THE_USER : 1));
    }

    private void session(Handle x) {
      Baseline.Origin origin = baseline.session((Entity.Session) x.entity());
      boolean desktop = origin == null || !origin.isOnePurpose();
      if (desktop && relation == Relation.TREES_APART) {
        local(x, Tie.HOST_TREES_APART * Tie.decay(distance, Tie.SESSION.halfLife()));
      } else if (desktop && (relation == Relation.PROCESSES_DIFFER || relation == Relation.WITHOUT_PROCESS)) {
        local(x, Tie.HOST_NOT_TOLD * Tie.decay(distance, Tie.SESSION.halfLife()));
      } else {
        firm(x, plain(x));
      }
    }

    private void firm(Handle x, double part) {
      if (firmCount == firm.length) {
        firm = Arrays.copyOf(firm, firmCount * 2);
      }
      firm[firmCount++] = part;
      strongest(x, part);
      if (part >= 0.5 * x.tie().weight()) {
        keys.add(x.key());
      }
    }

    private void local(Handle x, double part) {
      boolean oneEvidence = relation != Relation.FREE && relation != Relation.SAME_TREE;
      if (oneEvidence) {
        local = StrictMath.max(local, part);
      } else {
        if (count == parts.length) {
          parts = Arrays.copyOf(parts, count * 2);
        }
        parts[count++] = part;
      }
      strongest(x, part);
    }

    private void strongest(Handle x, double part) {
      if (part > best) {
        best = part;
        strongest = x;
      }
    }

    @Nullable Strength strength() {
      Handle x = strongest;
      if (x == null) {
        return null;
      }
      double order = order();
      double beyond = noisyOr(firm, firmCount);
      double place = StrictMath.max(noisyOr(parts, count), local);
      double value = 1 - (1 - beyond) * (1 - place);
      return new Strength(value * order, beyond * order, x.tie(), x.entity(), new Why(x, b.host(), distance, relation), keys);
    }

    private double order() {
      Stage from = a.verdict().stage();
      Stage to = b.verdict().stage();
      boolean forward = from.compareTo(to) <= 0 || distance <= AT_ONCE;
      boolean onNextHost = directed && from == Stage.ACTIONS_ON_OBJECTIVES && to.compareTo(Stage.DELIVERY) >= 0;
      return forward || onNextHost ? 1 : BACKWARD;
    }
  }

  /// @param x the strongest shared thing
  /// @param host where the later one happened
  private record Why(Handle x, String host, long distance, Relation relation) implements Supplier<String> {

    @Override
    public String get() {
      String after = distance == 0 ? "at the same time" : Times.distance(distance) + " later";
      return switch (x.tie()) {
        case TREE -> "same process tree, below " + x.entity().value() + ", " + after;
        case SESSION -> "same logon session " + x.entity().value() + ", " + after;
        case ARTEFACT -> "same persistence artefact " + x.entity().value() + ", " + after;
        case HASH -> "same file by its hash " + x.entity().value() + ", " + after;
        case DIRECTED -> "went from " + Untrusted.of(x.direction()) + " to " + Untrusted.of(host) + ", " + after;
        case URL -> "same web address " + x.entity().value() + ", " + after;
        case DOMAIN -> "same name " + x.entity().value() + ", " + after;
        case ADDRESS, PRIVATE_ADDRESS -> "same address " + x.entity().value() + ", " + after;
        case USER -> "same account " + x.entity().value() + ", " + after;
        case HOST -> "same host " + x.entity().value() + ", " + after + switch (relation) {
          case TREES_APART -> ", but process trees that do not meet";
          case PROCESSES_DIFFER -> ", but different processes";
          case WITHOUT_PROCESS -> ", but one of the two names no process";
          case FREE, SAME_TREE -> "";
        };
      };
    }
  }

  /// Sorted, so that the order in which things were met does not change the last bit.
  static double noisyOr(double[] parts, int count) {
    double[] sorted = Arrays.copyOf(parts, count);
    Arrays.sort(sorted);
    double none = 1;
    for (double part : sorted) {
      none *= 1 - part;
    }
    return 1 - none;
  }

  private static Relation relation(Episode a, Episode b, @Nullable Cell group) {
    if (!a.host().equals(b.host())) {
      return Relation.FREE;
    }
    if (a.tree().isOwn() && b.tree().isOwn() && a.tree().key().equals(b.tree().key())) {
      return Relation.SAME_TREE;
    }
    if (a.tree().isProcess() && b.tree().isProcess()) {
      return a.tree().isKnown() && b.tree().isKnown() ? Relation.TREES_APART : Relation.PROCESSES_DIFFER;
    }
    Set<String> trees = group == null ? Set.of() : group.treesOn(b.host());
    if (b.tree().isKnown() && !trees.isEmpty() && !(b.tree().isOwn() && trees.contains(b.tree().key()))) {
      return Relation.TREES_APART;
    }
    boolean noProcess = !a.tree().isProcess() && !b.tree().isProcess() && trees.isEmpty();
    return noProcess ? Relation.FREE : Relation.WITHOUT_PROCESS;
  }

  /// Whether the event is about the account itself.
  private static boolean isIdentity(Episode episode) {
    return switch (episode.first().fact().activity()) {
      case LOGON, LOGON_FAILED, LOGON_EXPLICIT, ACCOUNT_CHANGE, SHARE_ACCESS, TICKET_REQUEST, DIRECTORY_ACCESS -> true;
      default -> false;
    };
  }
}
