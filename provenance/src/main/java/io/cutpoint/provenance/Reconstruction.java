package io.cutpoint.provenance;

import io.cutpoint.model.entity.Entities;
import io.cutpoint.model.event.EventId;
import io.cutpoint.model.fact.Activity;
import io.cutpoint.model.fact.Attribute;
import io.cutpoint.model.fact.Fact;
import io.cutpoint.model.text.Untrusted;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// What was found of one attack from its seeds: where it came in, which processes are its, and the steps that no rule
/// saw. Immutable.
public final class Reconstruction {

  private final Provenance provenance;
  private final EntryKind entryKind;
  private final int entry;
  private final String entryReason;
  private final Map<Integer, Member> members;
  private final Set<Integer> seeds;
  private final List<EventId> seedEvents;
  private final List<ReconstructedStep> steps;
  private final List<NestedEdge> nested;
  private final TreeSet<EventId> records;
  private final List<FileTrace> delivered;
  private final SortedMap<String, Long> dropped;
  private final Map<Integer, Integer> above;

  Reconstruction(
      Provenance provenance,
      EntryKind entryKind,
      int entry,
      String entryReason,
      Map<Integer, Member> members,
      Map<Integer, Integer> above,
      Set<Integer> seeds,
      List<EventId> seedEvents,
      List<ReconstructedStep> steps,
      List<NestedEdge> nested,
      TreeSet<EventId> records,
      List<FileTrace> delivered,
      SortedMap<String, Long> dropped) {
    this.provenance = provenance;
    this.entryKind = entryKind;
    this.entry = entry;
    this.entryReason = entryReason;
    this.members = members;
    this.above = above;
    this.seeds = seeds;
    this.seedEvents = List.copyOf(seedEvents);
    this.steps = List.copyOf(steps);
    this.nested = List.copyOf(nested);
    this.records = records;
    this.delivered = List.copyOf(delivered);
    this.dropped = dropped;
  }

  /// How it came in.
  public EntryKind entryKind() {
    return entryKind;
  }

  /// The process where it came in, or [ProcessForest#NONE].
  public int entry() {
    return entry;
  }

  /// How it came in, in a sentence for people; what it quotes of logs is escaped.
  public String entryReason() {
    return entryReason;
  }

  /// The detections that it was found from.
  public List<EventId> seeds() {
    return seedEvents;
  }

  /// The steps that were found, in their order in time.
  public List<ReconstructedStep> steps() {
    return steps;
  }

  /// The sessions on other hosts that it opened.
  public List<NestedEdge> nested() {
    return nested;
  }

  /// The processes of the attack, by when they came to belong to it.
  public List<Integer> nodes() {
    List<Member> sorted = new ArrayList<>(members.values());
    sorted.sort(Comparator.<Member>comparingLong(member -> member.since() ^ Long.MIN_VALUE).thenComparing(member -> provenance.key(member.node())));
    return sorted.stream().map(Member::node).toList();
  }

  /// The processes of the attack, and since when each belongs: 0 for its whole life, later for one that was injected
  /// into.
  public SortedMap<Integer, Long> since() {
    TreeMap<Integer, Long> since = new TreeMap<>();
    members.forEach((node, member) -> since.put(node, member.since() == provenance.process(node).from ? 0 : member.since()));
    return since;
  }

  /// Whether what this process does at this time belongs to the attack.
  public boolean contains(int node, long orderNanos) {
    Member member = members.get(node);
    return member != null && !Times.isBefore(orderNanos, Times.minus(member.since(), ProcessTable.SAME_START_NANOS));
  }

  /// Whether this event belongs to the attack: a process of it acts or is started, or it tells of the delivered file,
  /// or of a service or task that the attack made. What others do to its processes does not.
  public boolean contains(Fact fact) {
    if (records.contains(fact.id()) || contains(provenance.acting(fact), fact.orderTimeNanos())) {
      return true;
    }
    if (fact.activity() == Activity.PROCESS_START) {
      int started = provenance.target(fact);
      return started != ProcessForest.NONE && members.containsKey(started);
    }
    // What was done in a session that the attack opened on another host, where no process of it is told.
    if (!nested.isEmpty() && provenance.acting(fact) == ProcessForest.NONE) {
      String session = Provenance.session(fact);
      if (!session.isEmpty() && nested.stream().anyMatch(edge -> edge.session().equals(session))) {
        return true;
      }
    }
    boolean isFile = fact.activity() == Activity.FILE_STREAM || fact.activity() == Activity.FILE_WRITE;
    if (!isFile || delivered.isEmpty()) {
      return false;
    }
    String host = Entities.hostKey(fact.host());
    String path = Paths.of(fact.attributes().or(Attribute.TARGET_FILE));
    return delivered.stream().anyMatch(file -> file.host.equals(host) && Paths.isSame(file.path, path));
  }

  /// The process through which this one came to belong, one step nearer to the entry; [ProcessForest#NONE] for the
  /// entry itself and for one that does not belong.
  public int above(int node) {
    return node == entry ? ProcessForest.NONE : above.getOrDefault(node, ProcessForest.NONE);
  }

  /// With whom the attack talked: all connections of its processes over the channels that were found, one for each
  /// place and port, by their first time.
  public List<Traffic> traffic() {
    Map<String, Traffic> out = new TreeMap<>();
    for (ReconstructedStep step : steps) {
      if (step.kind() != ReconstructedStep.Kind.CHANNEL) {
        continue;
      }
      for (Connection told : provenance.connectionsOf(step.node())) {
        if (!told.trace.id().equals(step.event())) {
          continue;
        }
        for (Connection one : provenance.connectionsWith(told.channel())) {
          if (contains(one.process, one.last)) {
            Untrusted name = one.name.isEmpty() ? provenance.nameOf(one.address) : one.name;
            Traffic more = new Traffic(one.process, one.host, Untrusted.of(one.address), Untrusted.of(one.port), name, one.trace.orderNanos(), one.last, one.count);
            out.putIfAbsent(one.process + "|" + one.trace.id(), more);
          }
        }
      }
    }
    List<Traffic> sorted = new ArrayList<>(out.values());
    sorted.sort(Comparator.<Traffic>comparingLong(one -> one.firstNanos() ^ Long.MIN_VALUE).thenComparing(one -> provenance.key(one.node())).thenComparing(Traffic::address).thenComparing(Traffic::port));
    return Collections.unmodifiableList(sorted);
  }

  /// Connections of one process of the attack with one place and port.
  ///
  /// @param node the process
  /// @param host the key of its host
  /// @param address the other side, canonical
  /// @param port its port
  /// @param name a name of the other side, or no text
  /// @param firstNanos the first of them, in order time
  /// @param lastNanos the last
  /// @param count how many
  public record Traffic(int node, String host, Untrusted address, Untrusted port, Untrusted name, long firstNanos, long lastNanos, long count) {}

  /// How sure it is that this process belongs, the weakest edge between it and a seed; 0 where it does not.
  public double confidence(int node) {
    Member member = members.get(node);
    return member == null ? 0 : member.confidence();
  }

  /// The way from this process to the seed, one sentence for each edge.
  public List<String> path(int node) {
    return path(members, node);
  }

  static List<String> path(Map<Integer, Member> members, int node) {
    List<String> out = new ArrayList<>();
    Member member = members.get(node);
    while (member != null && !member.how().isEmpty() && out.size() <= 2 * Provenance.MOST_UP) {
      out.add(member.how());
      member = members.get(member.via());
    }
    return out;
  }

  /// What bounds left out, by reason; empty where nothing was.
  public SortedMap<String, Long> dropped() {
    return dropped;
  }

  /// The attack's processes as a tree, in the order in which it is printed.
  public List<TreeLine> tree() {
    Map<Integer, List<Integer>> below = new HashMap<>();
    List<Integer> tops = new ArrayList<>();
    for (int node : nodes()) {
      int up = above.getOrDefault(node, ProcessForest.NONE);
      if (node == entry || up == ProcessForest.NONE || !members.containsKey(up)) {
        tops.add(node);
      } else {
        below.computeIfAbsent(up, unused -> new ArrayList<>()).add(node);
      }
    }
    TreeSet<Integer> told = new TreeSet<>();
    steps.forEach(step -> told.add(step.node()));
    List<TreeLine> out = new ArrayList<>();
    ArrayDeque<int[]> todo = new ArrayDeque<>();
    TreeSet<Integer> done = new TreeSet<>();
    for (int i = tops.size() - 1; i >= 0; i--) {
      todo.push(new int[] {tops.get(i), 0});
    }
    while (!todo.isEmpty()) {
      int[] at = todo.pop();
      if (!done.add(at[0])) {
        continue;
      }
      out.add(line(at[0], at[1], told.contains(at[0])));
      List<Integer> children = below.getOrDefault(at[0], List.of());
      for (int i = children.size() - 1; i >= 0; i--) {
        todo.push(new int[] {children.get(i), at[1] + 1});
      }
    }
    return Collections.unmodifiableList(out);
  }

  private TreeLine line(int node, int depth, boolean isReconstructed) {
    ProcessNode process = provenance.process(node);
    Trace start = process.start;
    Trace other = process.otherStart;
    boolean isMatched = (start != null && start.isMatched()) || (other != null && other.isMatched());
    return new TreeLine(
        node,
        depth,
        process.host,
        process.image,
        process.commandLine,
        process.user,
        start == null ? Times.NEVER : start.timeNanos(),
        by(node),
        node == entry,
        seeds.contains(node),
        isMatched,
        isReconstructed);
  }

  /// How the process came to be below the one that it stands below.
  private String by(int node) {
    Member member = members.get(node);
    Member up = members.get(above.getOrDefault(node, ProcessForest.NONE));
    if (node == entry || member == null) {
      return "";
    }
    return up != null && up.via() == node ? up.by() : member.by();
  }
}
