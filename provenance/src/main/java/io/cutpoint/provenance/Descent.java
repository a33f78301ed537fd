package io.cutpoint.provenance;

import io.cutpoint.model.text.Untrusted;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The way down from an entry to everything that belongs to the attack.
///
/// Children, processes that code was put into, processes that ran what a member wrote or what an artefact of a member
/// starts, other processes that talk to the same channel, sessions on other hosts. Stop nodes are never walked down:
/// one that was injected into belongs from then on, its children do not. Repeated until nothing is added.
/// Cost: each process once, each artefact of the hosts concerned once a round.
final class Descent {

  /// The most processes of one attack.
  static final int MOST_NODES = 5_000;

  private static final int MOST_ROUNDS = 8;
  private static final int MOST_CHANNELS = 32;

  record Channel(Connection connection, String why, boolean isOrigin) {}

  final Map<Integer, Member> members = new LinkedHashMap<>();
  final Map<String, Channel> channels = new LinkedHashMap<>();
  final Set<Artefact> artefacts = new LinkedHashSet<>();
  final List<NestedEdge> nested = new ArrayList<>();
  final List<Trace> nestedTraces = new ArrayList<>();
  final Drops drops = new Drops();

  private final Provenance provenance;
  private final EntryKind kind;
  private final int entry;
  private final @Nullable Delivery delivery;
  private final long until;
  private final ArrayDeque<Integer> queue = new ArrayDeque<>();
  private final Set<String> origins;
  private final TreeSet<String> arrivals = new TreeSet<>();

  Descent(Provenance provenance, Ascent first, Collection<Ascent> all, long lastSeed) {
    this.provenance = provenance;
    kind = first.kind;
    entry = first.entry;
    delivery = first.delivery;
    until = Times.plus(lastSeed, Times.DAY);
    Delivery came = delivery;
    origins = came == null ? Set.of() : Channels.origins(provenance, came.file().url);
    for (Ascent ascent : all) {
      for (int rung : ascent.rungs) {
        Member member = ascent.members.get(rung);
        Member known = members.get(rung);
        if (member != null && (known == null || known.confidence() < member.confidence())) {
          members.put(rung, member);
        }
        if (rung == ascent.entry) {
          break;
        }
      }
    }
  }

  void run() {
    Member first = members.get(entry);
    if (first != null && !provenance.isStop(entry)) {
      beginnings(first);
    }
    queue.addAll(members.keySet());
    int before = -1;
    for (int round = 0; round < MOST_ROUNDS && before != members.size(); round++) {
      before = members.size();
      walk();
      artefacts();
      channels();
      elsewhere();
    }
    if (!queue.isEmpty()) {
      drops.count("rounds of walking down");
    }
  }

  private void add(Member member) {
    if (members.containsKey(member.node())) {
      return;
    }
    if (members.size() >= MOST_NODES) {
      drops.count("processes of one attack");
      return;
    }
    members.put(member.node(), member);
    queue.add(member.node());
  }

  /// Other runs of the delivered file, and what else an exposed service started.
  private void beginnings(Member first) {
    Delivery came = delivery;
    ProcessNode node = provenance.process(entry);
    if (came != null && kind == EntryKind.DELIVERED_FILE) {
      for (int run : came.runs(provenance, node)) {
        ProcessNode other = provenance.process(run);
        boolean isAfter = !Times.isBefore(other.from, Times.minus(came.ran().trace.orderNanos(), ProcessTable.SAME_START_NANOS));
        if (isAfter && !Times.isAfter(other.from, until) && !other.isStop) {
          add(new Member(run, other.from, Math.min(0.7, first.confidence()), entry, Phrases.process(other) + " is a run of the same file", "same file"));
        }
      }
    }
    int server = provenance.cause(entry);
    if (kind == EntryKind.EXPOSED_SERVICE && server != ProcessForest.NONE) {
      for (int child : provenance.children(server)) {
        ProcessNode other = provenance.process(child);
        boolean isNear = Times.isWithin(other.from, node.from, Times.DAY);
        if (isNear && !other.isStop && (Programs.isShell(other.path) || Programs.isInterpreter(other.path) || !Programs.isInstalled(other.path))) {
          double edge = Ascent.parentConfidence(other);
          add(new Member(child, other.from, Math.min(edge, first.confidence()), entry,
              Phrases.process(provenance.process(server)) + " started " + Phrases.process(other) + " too", "same service"));
        }
      }
    }
  }

  private void walk() {
    while (!queue.isEmpty()) {
      int at = queue.remove();
      Member member = members.get(at);
      if (member == null) {
        continue;
      }
      ProcessNode node = provenance.process(at);
      for (ProcessEdge edge : provenance.edgesFrom(at)) {
        ProcessNode target = provenance.process(edge.target);
        boolean isSecret = target.isStop && (target.path.endsWith("\\lsass.exe") || target.path.endsWith("\\csrss.exe"));
        if (edge.isThread && !isSecret && isInTime(edge.trace.orderNanos(), member)) {
          double sure = node.guid.isEmpty() || target.guid.isEmpty() ? 0.8 : 1.0;
          add(new Member(edge.target, edge.trace.orderNanos(), Math.min(sure, member.confidence()), at,
              Phrases.process(node) + " started a thread in " + Phrases.process(target), "injected"));
        }
      }
      if (node.isStop) {
        continue;
      }
      for (int child : provenance.children(at)) {
        ProcessNode down = provenance.process(child);
        if (!down.isStop && isInTime(down.from, member)) {
          add(new Member(child, down.from, Math.min(Ascent.parentConfidence(down), member.confidence()), at,
              Phrases.process(node) + " started " + Phrases.process(down), "started"));
        }
      }
      for (FileTrace file : provenance.writtenBy(at)) {
        if (Paths.isRunnable(file.path) && isInTime(file.trace.orderNanos(), member)) {
          ran(file, member, node);
        }
      }
    }
  }

  private void ran(FileTrace file, Member member, ProcessNode writer) {
    for (int run : provenance.processesOf(file.host, file.path)) {
      ProcessNode down = provenance.process(run);
      boolean isAfter = !Times.isBefore(down.from, file.trace.orderNanos()) && Times.isWithin(down.from, file.trace.orderNanos(), 30 * Times.DAY);
      if (isAfter && !down.isStop) {
        add(new Member(run, down.from, Math.min(0.7, member.confidence()), member.node(),
            Phrases.process(writer) + " wrote the file that " + Phrases.process(down) + " ran", "wrote it"));
      }
    }
  }

  private boolean isInTime(long time, Member member) {
    return !Times.isBefore(time, Times.minus(member.since(), ProcessTable.SAME_START_NANOS)) && !Times.isAfter(time, until);
  }

  private Set<String> hosts() {
    Set<String> hosts = new TreeSet<>();
    members.keySet().forEach(node -> hosts.add(provenance.process(node).host));
    return hosts;
  }

  private void artefacts() {
    for (String host : hosts()) {
      for (Artefact artefact : provenance.artefacts(host)) {
        Asker asker = artefact.asker;
        Member member = asker == null ? null : members.get(asker.process());
        if (asker == null || member == null || !isInTime(artefact.made().orderNanos(), member) || !artefacts.add(artefact)) {
          continue;
        }
        for (int run : provenance.brokered(host)) {
          ProcessNode down = provenance.process(run);
          if (!down.isStop && Asker.isRun(provenance, artefact, down)) {
            add(new Member(run, down.from, Math.min(0.7, Math.min(asker.confidence(), member.confidence())), asker.process(),
                Phrases.process(provenance.process(asker.process())) + ' ' + asker.how() + " the " + artefact.kind.word + ' ' + Phrases.quote(artefact.name)
                    + " that started " + Phrases.process(down),
                artefact.kind.word));
          }
        }
      }
    }
  }

  private void channels() {
    for (Member member : List.copyOf(members.values())) {
      for (Connection connection : provenance.connectionsOf(member.node())) {
        if (Times.isBefore(connection.last, member.since()) || channels.size() >= MOST_CHANNELS) {
          continue;
        }
        String id = member.node() + "|" + connection.channel();
        boolean isOrigin = origins.contains(connection.address);
        String why = channels.containsKey(id) ? ""
            : Channels.reason(provenance, connection, origins, members.keySet(), kind == EntryKind.DELIVERED_FILE);
        if (!why.isEmpty()) {
          channels.put(id, new Channel(connection, why, isOrigin));
          sharers(connection, member, isOrigin);
        }
      }
    }
  }

  /// Every other process that talks to the same address and port belongs too; a browser does not, which may have
  /// fetched the file from there.
  private void sharers(Connection connection, Member member, boolean isOrigin) {
    ProcessNode node = provenance.process(member.node());
    for (Connection other : Channels.sharers(provenance, connection, isOrigin)) {
      ProcessNode who = provenance.process(other.process);
      if (Programs.isDeliverer(who.path) || (who.isStop && !who.host.equals(node.host)) || Times.isAfter(other.trace.orderNanos(), until)) {
        continue;
      }
      add(new Member(other.process, who.isStop ? other.trace.orderNanos() : who.from, Math.min(0.7, member.confidence()), member.node(),
          Phrases.process(who) + (who.host.equals(node.host) ? "" : " on " + Phrases.quote(who.host)) + " talks to the same address and port as " + Phrases.process(node) + ": " + Phrases.quote(other.address) + " port "
              + Phrases.quote(other.port),
          "same channel"));
    }
  }

  /// Sessions that members opened on other hosts.
  private void elsewhere() {
    for (Member member : List.copyOf(members.values())) {
      ProcessNode node = provenance.process(member.node());
      for (Logon logon : provenance.logonsBy(member.node())) {
        if (isInTime(logon.trace().orderNanos(), member)) {
          arrive(member, node, logon, 0.95, "opened the connection by which");
        }
      }
      for (int shell : provenance.shellsBy(member.node())) {
        ProcessNode there = provenance.process(shell);
        if (isInTime(there.from, member)) {
          add(new Member(shell, there.from, Math.min(provenance.shellCaller(shell).confidence(), member.confidence()), member.node(),
              Phrases.process(node) + " on " + Phrases.quote(node.host) + " talked to the remote management of " + Phrases.quote(there.host) + " when "
                  + Phrases.process(there) + " began there",
              "remote shell"));
        }
      }
      for (Logon logon : provenance.logonsNamedBy(member.node())) {
        if (isInTime(logon.trace().orderNanos(), member)) {
          arrive(member, node, logon, Naming.confidence(node, logon), "was told of " + Phrases.quote(logon.host()) + ", and then");
        }
      }
      for (Connection connection : provenance.connectionsOf(member.node())) {
        String host = connection.isOutgoing && Channels.isRemote(connection) ? provenance.hostAt(connection.address) : "";
        if (host.isEmpty() || host.equals(node.host) || Times.isBefore(connection.last, member.since())) {
          continue;
        }
        for (Logon logon : provenance.logonsOn(host)) {
          boolean isOne = logon.isRemote()
              && provenance.clientOf(logon) == ProcessForest.NONE
              && node.host.equals(provenance.hostAt(logon.address()))
              && !Times.isBefore(logon.trace().orderNanos(), Times.minus(connection.trace.orderNanos(), ProcessTable.SAME_START_NANOS))
              && isNear(logon, connection);
          if (isOne) {
            arrive(member, node, logon, 0.7, "talked to " + Phrases.quote(logon.host()) + ", and");
          }
        }
      }
    }
  }

  /// Whether the session began just when the connection was first made, or last. In between, in hours, others come from
  /// the same host.
  private static boolean isNear(Logon logon, Connection connection) {
    long began = logon.trace().orderNanos();
    return Times.isWithin(began, connection.trace.orderNanos(), 2 * Times.MINUTE) || Times.isWithin(began, connection.last, 2 * Times.MINUTE);
  }

  private void arrive(Member member, ProcessNode node, Logon logon, double edge, String way) {
    if (!arrivals.add(logon.trace().id().toString())) {
      return;
    }
    double sure = Math.min(edge, member.confidence());
    String how = Phrases.process(node) + " on " + Phrases.quote(node.host) + ' ' + way + " a session of "
        + Phrases.quote(logon.account().isEmpty() ? Untrusted.of("an unknown account") : logon.account()) + " began on " + Phrases.quote(logon.host())
        + " from its address";
    nested.add(new NestedEdge(member.node(), logon.host(), logon.session(), logon.trace().id(), sure, how));
    nestedTraces.add(logon.trace());
    List<Integer> there = new ArrayList<>(provenance.processesIn(logon.session()));
    for (Artefact artefact : provenance.artefacts(logon.host())) {
      boolean isOfSession = !logon.session().isEmpty() && artefact.session.equals(logon.session());
      if (isOfSession || Ascent.isMadeRightAfter(artefact, logon)) {
        for (int run : provenance.brokered(logon.host())) {
          ProcessNode down = provenance.process(run);
          if (isOfSession && Asker.isRun(provenance, artefact, down)) {
            there.add(run);
          } else if (!down.isStop && Asker.isRun(provenance, artefact, down)) {
            add(new Member(run, down.from, Math.min(0.4, sure), member.node(), how + "; right after it a service was made that started " + Phrases.process(down),
                "remote session"));
          }
        }
      }
    }
    for (int run : there) {
      ProcessNode down = provenance.process(run);
      if (!down.isStop && isInTime(down.from, member)) {
        add(new Member(run, down.from, sure, member.node(), how, "remote session"));
      }
    }
  }
}
