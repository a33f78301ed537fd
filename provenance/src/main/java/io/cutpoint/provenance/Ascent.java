package io.cutpoint.provenance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The way up from a seed to where the attack came in.
///
/// From the seed's process through its ancestors to the last before a stop node. There, or where nothing of that
/// family came from outside, over the first of these that leads on: who ran code in one of them; who wrote the program
/// that one of them runs; who asked for the service, task or autorun entry that started it; which remote session it
/// belongs to, and there on at the source; who else talks to the same address and port. Through a stop node only so.
/// The topmost thing that was delivered is the entry, since what an intruder fetches later is delivered too.
/// Cost: at most [Provenance#MOST_UP] processes, each asked for its files once.
final class Ascent {

  private static final long RIGHT_AFTER_NANOS = 10 * Times.SECOND;

  final Map<Integer, Member> members = new LinkedHashMap<>();
  final List<Integer> rungs = new ArrayList<>();
  EntryKind kind = EntryKind.UNKNOWN;
  int entry = ProcessForest.NONE;
  @Nullable Delivery delivery;
  /// The logon by which it came, for a remote entry.
  @Nullable Logon logon;
  double logonConfidence = 1;
  boolean isCut;

  private final Provenance provenance;

  private record Crossing(int to, long since, double confidence, String how, String by) {}

  private Ascent(Provenance provenance) {
    this.provenance = provenance;
  }

  /// Climbs from the process that acted at this time.
  static Ascent from(Provenance provenance, int seed, long time) {
    Ascent ascent = new Ascent(provenance);
    if (seed != ProcessForest.NONE) {
      ascent.climb(seed, time);
    }
    return ascent;
  }

  /// Climbs from a session of which no process is known here: what was done in it was done for its source.
  static Ascent from(Provenance provenance, Logon session, long time) {
    Ascent ascent = new Ascent(provenance);
    ascent.kind = EntryKind.REMOTE_SESSION;
    ascent.logon = session;
    Crossing crossing = ascent.atSource();
    if (crossing == null) {
      return new Ascent(provenance);
    }
    ascent.step(new Member(crossing.to(), crossing.since(), crossing.confidence(), ProcessForest.NONE, crossing.how(), crossing.by()));
    ascent.climbOn(crossing.to(), time);
    return ascent;
  }

  private void climb(int seed, long time) {
    ProcessNode first = provenance.process(seed);
    step(new Member(seed, provenance.isStop(seed) ? time : first.from, 1.0, ProcessForest.NONE, "", ""));
    climbOn(seed, time);
  }

  private void climbOn(int seed, long time) {
    int familyStart = 0;
    int at = seed;
    while (true) {
      ProcessNode node = provenance.process(at);
      Delivery came = Delivery.of(provenance, node);
      if (came != null) {
        delivery = came;
        entry = at;
        kind = EntryKind.DELIVERED_FILE;
      }
      int cause = provenance.cause(at);
      boolean hasCause = cause != ProcessForest.NONE && !node.isStop && !provenance.isStop(cause) && !members.containsKey(cause);
      if (rungs.size() > Provenance.MOST_UP) {
        isCut = true;
        break;
      }
      if (hasCause && isServer(provenance.process(cause))) {
        if (kind == EntryKind.UNKNOWN) {
          kind = EntryKind.EXPOSED_SERVICE;
          entry = at;
        }
        break;
      }
      if (hasCause) {
        ProcessNode up = provenance.process(cause);
        step(new Member(cause, up.from, least(at, parentConfidence(node)), at, Phrases.process(up) + " started " + Phrases.process(node), "started"));
        at = cause;
        continue;
      }
      if (kind != EntryKind.UNKNOWN) {
        break;
      }
      Crossing crossing = cross(familyStart, time);
      if (crossing == null) {
        break;
      }
      familyStart = rungs.size();
      step(new Member(crossing.to(), crossing.since(), crossing.confidence(), at, crossing.how(), crossing.by()));
      at = crossing.to();
    }
    if (kind == EntryKind.UNKNOWN) {
      settle(at, familyStart);
    }
  }

  private void step(Member member) {
    members.put(member.node(), member);
    rungs.add(member.node());
  }

  private double least(int at, double edge) {
    Member member = members.get(at);
    return member == null ? edge : Math.min(member.confidence(), edge);
  }

  static double parentConfidence(ProcessNode node) {
    return node.isParentByGuid && node.creator == ProcessForest.NONE ? 1.0 : 0.8;
  }

  static boolean isServer(ProcessNode node) {
    return Programs.isServer(node.path, node.commandLine.key());
  }

  // ---- where no parent leads on

  private @Nullable Crossing cross(int familyStart, long seedTime) {
    List<Integer> family = new ArrayList<>(rungs.subList(familyStart, rungs.size()));
    java.util.Collections.reverse(family);
    for (int node : family) {
      Crossing found = injected(node, seedTime);
      if (found != null) {
        return found;
      }
    }
    for (int node : family) {
      Crossing found = asked(node);
      if (found != null) {
        return found;
      }
    }
    for (int node : family) {
      Crossing found = written(node);
      if (found != null) {
        return found;
      }
    }
    for (int node : family) {
      if (remote(node)) {
        return atSource();
      }
    }
    for (int node : family) {
      Crossing found = remoteShell(node);
      if (found != null) {
        return found;
      }
    }
    for (int node : family) {
      Crossing found = channel(node, seedTime);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private @Nullable Crossing injected(int node, long seedTime) {
    ProcessEdge best = null;
    for (ProcessEdge edge : provenance.edgesInto(node)) {
      boolean isUsable = edge.isThread && !members.containsKey(edge.source) && !provenance.isStop(edge.source) && !Times.isAfter(edge.trace.orderNanos(), seedTime);
      if (isUsable) {
        best = edge;
      }
    }
    if (best == null) {
      return null;
    }
    ProcessNode source = provenance.process(best.source);
    ProcessNode target = provenance.process(node);
    Member member = members.get(node);
    if (member != null && provenance.isStop(node)) {
      members.put(node, new Member(node, best.trace.orderNanos(), member.confidence(), member.via(), member.how(), member.by()));
    }
    double edge = source.guid.isEmpty() || target.guid.isEmpty() ? 0.8 : 1.0;
    return new Crossing(best.source, source.from, least(node, edge), Phrases.process(source) + " started a thread in " + Phrases.process(target), "injected");
  }

  private @Nullable Crossing asked(int node) {
    ProcessNode at = provenance.process(node);
    if (at.isStop) {
      return null;
    }
    for (Artefact artefact : provenance.artefacts(at.host)) {
      if (!Asker.isRun(provenance, artefact, at)) {
        continue;
      }
      Asker asker = artefact.asker;
      if (asker != null && !members.containsKey(asker.process())) {
        ProcessNode who = provenance.process(asker.process());
        String how = Phrases.process(who) + ' ' + asker.how() + " the " + artefact.kind.word + ' ' + Phrases.quote(artefact.name) + " that started "
            + Phrases.process(at);
        return new Crossing(asker.process(), who.from, least(node, Math.min(0.7, asker.confidence())), how, artefact.kind.word);
      }
      Logon remote = remoteLogon(artefact.session);
      if (remote != null) {
        return arrived(node, remote, 0.7);
      }
      Logon before = null;
      for (Logon one : asker == null ? provenance.logonsOn(at.host) : List.<Logon>of()) {
        before = one.isRemote() && isMadeRightAfter(artefact, one) ? one : before;
      }
      if (before != null) {
        return arrived(node, before, 0.4);
      }
    }
    return null;
  }

  /// Whether a service, of which no record says who asked for it, was made just when this session had begun: as a tool
  /// that runs something on another host does it.
  static boolean isMadeRightAfter(Artefact artefact, Logon logon) {
    return artefact.kind == Artefact.Kind.SERVICE
        && artefact.asker == null
        && artefact.session.isEmpty()
        && !Times.isBefore(artefact.made().orderNanos(), logon.trace().orderNanos())
        && Times.isWithin(artefact.made().orderNanos(), logon.trace().orderNanos(), RIGHT_AFTER_NANOS);
  }

  private @Nullable Crossing written(int node) {
    ProcessNode at = provenance.process(node);
    if (at.isStop || at.from == 0) {
      return null;
    }
    List<String> paths = new ArrayList<>();
    paths.add(at.path);
    for (String named : Paths.inCommand(at.commandLine, at.directory)) {
      if (Programs.runs(at.path, named) && Paths.isRunnable(named)) {
        paths.add(named);
      }
    }
    for (String path : paths) {
      int writer = path.isEmpty() ? ProcessForest.NONE : Asker.writer(provenance, at.host, path, at.from, node);
      if (writer != ProcessForest.NONE && !members.containsKey(writer)) {
        ProcessNode who = provenance.process(writer);
        String how = Phrases.process(who) + " wrote the file that " + Phrases.process(at) + " ran";
        return new Crossing(writer, who.from, least(node, 0.7), how, "wrote it");
      }
    }
    return null;
  }

  /// Whether the process belongs to a session from another host; then [#logon] is that.
  private boolean remote(int node) {
    ProcessNode at = provenance.process(node);
    Logon remote = at.isStop ? null : remoteLogon(at.session);
    int cause = provenance.cause(node);
    boolean isCalled = cause != ProcessForest.NONE && Programs.isRemoteCall(provenance.process(cause).path);
    if (remote == null && (isCalled || Programs.isRemoteShell(at.path))) {
      // A call leaves no session of its own in the process: the last network logon of the same account just before.
      String account = io.cutpoint.model.entity.Entities.account(at.user, at.host).map(io.cutpoint.model.entity.Entity.Account::key).orElse("");
      for (Logon one : provenance.logonsOn(at.host)) {
        boolean isNear = Times.isWithin(one.trace().orderNanos(), at.from, Times.MINUTE) && !Times.isAfter(one.trace().orderNanos(), at.from);
        if (one.isRemote() && isNear && one.accountKey().equals(account)) {
          remote = one;
          logonConfidence = Math.min(least(node, 1), 0.4);
        }
      }
    }
    if (remote == null) {
      return false;
    }
    kind = EntryKind.REMOTE_SESSION;
    entry = node;
    logon = remote;
    logonConfidence = Math.min(logonConfidence, least(node, 0.8));
    return true;
  }

  private @Nullable Crossing remoteShell(int node) {
    ProcessNode at = provenance.process(node);
    Provenance.Caller caller = provenance.shellCaller(node);
    if (caller.process() == ProcessForest.NONE || members.containsKey(caller.process())) {
      return null;
    }
    ProcessNode who = provenance.process(caller.process());
    String how = Phrases.process(who) + " on " + Phrases.quote(who.host) + " talked to the remote management of " + Phrases.quote(at.host) + " when "
        + Phrases.process(at) + " began there";
    return new Crossing(caller.process(), who.from, least(node, caller.confidence()), how, "remote shell");
  }

  private @Nullable Logon remoteLogon(String session) {
    Logon found = null;
    for (Logon one : provenance.logonsOf(session)) {
      if (one.isRemote()) {
        found = one;
      }
    }
    return found;
  }

  private @Nullable Crossing arrived(int node, Logon remote, double edge) {
    kind = EntryKind.REMOTE_SESSION;
    entry = node;
    logon = remote;
    logonConfidence = least(node, edge);
    return atSource();
  }

  /// The process at the source host that made this session: the one that talked to this host just before, else one
  /// that used these credentials. None where the source is not recorded; then the session is the entry.
  private @Nullable Crossing atSource() {
    Logon came = logon;
    if (came == null) {
      return null;
    }
    int client = provenance.clientOf(came);
    if (client != ProcessForest.NONE) {
      return members.containsKey(client) ? null : toSource(client, came, 0.95, "opened the connection to");
    }
    String source = provenance.hostAt(came.address());
    if (source.isEmpty() || source.equals(came.host())) {
      return null;
    }
    for (Logon used : provenance.logonsOn(source)) {
      boolean isOne = used.isExplicit() && used.targetHost().equals(came.host()) && Times.isWithin(used.trace().orderNanos(), came.trace().orderNanos(), 2 * Times.MINUTE);
      if (isOne && used.process() != ProcessForest.NONE && !provenance.isStop(used.process())) {
        return toSource(used.process(), came, 0.7, "used other credentials towards");
      }
    }
    int named = provenance.namerOf(came, source);
    if (named != ProcessForest.NONE && !members.containsKey(named)) {
      return toSource(named, came, Naming.confidence(provenance.process(named), came), "was told of");
    }
    int talker = provenance.talkerTo(came, source);
    return talker == ProcessForest.NONE ? null : toSource(talker, came, 0.7, "talked to");
  }

  private Crossing toSource(int process, Logon came, double edge, String verb) {
    ProcessNode who = provenance.process(process);
    // The session is a step on the way now, no longer the entry.
    kind = EntryKind.UNKNOWN;
    entry = ProcessForest.NONE;
    logon = null;
    String how = Phrases.process(who) + " on " + Phrases.quote(who.host) + ' ' + verb + " " + Phrases.quote(came.host()) + " as the session began there";
    return new Crossing(process, who.from, Math.min(logonConfidence, edge), how, "remote session");
  }

  private @Nullable Crossing channel(int node, long seedTime) {
    ProcessNode at = provenance.process(node);
    if (at.isStop || Programs.isDeliverer(at.path)) {
      // What a browser talks to says nothing of who else does.
      return null;
    }
    for (Connection mine : provenance.connectionsOf(node)) {
      if (!Channels.mayBe(provenance, mine)) {
        continue;
      }
      for (Connection other : provenance.connectionsWith(mine.channel())) {
        boolean isUsable = other.host.equals(at.host)
            && !members.containsKey(other.process)
            && !provenance.isStop(other.process)
            && Times.isBefore(other.trace.orderNanos(), Times.later(mine.trace.orderNanos(), Times.earlier(seedTime, mine.last)));
        if (isUsable) {
          ProcessNode who = provenance.process(other.process);
          String how = Phrases.process(at) + " talks to the same address and port as " + Phrases.process(who) + " before it: "
              + Phrases.quote(mine.address) + " port " + Phrases.quote(mine.port);
          return new Crossing(other.process, who.from, least(node, 0.7), how, "same channel");
        }
      }
    }
    return null;
  }

  // ---- the end of the trail

  private void settle(int at, int familyStart) {
    if (logon != null) {
      // No process at the source is known: the session is the entry.
      kind = EntryKind.REMOTE_SESSION;
      return;
    }
    ProcessNode top = provenance.process(at);
    if (top.isStop) {
      return;
    }
    int cause = provenance.cause(at);
    ProcessNode above = cause == ProcessForest.NONE ? null : provenance.process(cause);
    entry = at;
    if (above == null || !above.isStop) {
      kind = EntryKind.UNKNOWN;
    } else if (Programs.isServiceManager(above.path) || Programs.isServiceHost(above.path) || Programs.isRemoteCall(above.path)) {
      kind = isArtefact(at) ? EntryKind.AUTORUN : EntryKind.UNKNOWN;
    } else {
      kind = isArtefact(at) ? EntryKind.AUTORUN : EntryKind.OWN_SHELL;
    }
    if (rungs.size() > familyStart && kind == EntryKind.UNKNOWN && above != null && above.isStop && top.start == null) {
      entry = ProcessForest.NONE;
    }
  }

  private boolean isArtefact(int node) {
    ProcessNode at = provenance.process(node);
    return provenance.artefacts(at.host).stream().anyMatch(artefact -> Asker.isRun(provenance, artefact, at));
  }
}
