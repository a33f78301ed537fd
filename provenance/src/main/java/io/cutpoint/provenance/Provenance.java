package io.cutpoint.provenance;

import io.cutpoint.model.entity.Entities;
import io.cutpoint.model.entity.Entity;
import io.cutpoint.model.event.EventId;
import io.cutpoint.model.fact.Activity;
import io.cutpoint.model.fact.Attribute;
import io.cutpoint.model.fact.Attributes;
import io.cutpoint.model.fact.Fact;
import io.cutpoint.model.text.Untrusted;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What came from what, on every host and between hosts: processes, files that can run, connections, what starts by
/// itself, sessions, and who reached into whom. Made by a [ProvenanceBuilder]; immutable, safe for many threads.
///
/// Every record that is kept is kept by reference. Lists are in the order of their records, so that nothing depends
/// on how the facts of one instant were ordered.
public final class Provenance implements ProcessForest {

  /// A named pipe that a process made or opened.
  record Pipe(String host, String name, int process, long pid, Trace trace) {}

  /// How far a family is followed upwards.
  static final int MOST_UP = 32;

  /// A connection and the logon that it brought are told by two hosts, whose clocks differ; a port is used again much
  /// later.
  private static final long SAME_CONNECTION_NANOS = 2 * Times.MINUTE;

  private final ProcessTable processes;
  private final Drops drops;
  private final Map<String, List<FileTrace>> filesByBucket = new HashMap<>();
  private final Map<String, List<FileTrace>> shortcutsByHost = new HashMap<>();
  private final Map<String, List<FileTrace>> imagesByHost = new HashMap<>();
  private final Map<String, List<FileTrace>> filesByHash = new HashMap<>();
  private final Map<Integer, List<FileTrace>> filesByWriter = new HashMap<>();
  private final Map<Integer, List<Connection>> connectionsByProcess = new HashMap<>();
  private final Map<String, List<Connection>> connectionsByChannel = new HashMap<>();
  private final Map<Integer, List<ProcessEdge>> edgesBySource = new HashMap<>();
  private final Map<Integer, List<ProcessEdge>> edgesByTarget = new HashMap<>();
  private final Map<String, List<Artefact>> artefactsByHost = new HashMap<>();
  private final Map<String, List<Logon>> logonsBySession = new HashMap<>();
  private final Map<String, List<Logon>> logonsByHost = new HashMap<>();
  private final Map<String, List<Pipe>> pipesByHost = new HashMap<>();
  private final Map<String, List<Integer>> processesBySession = new HashMap<>();
  private final Map<Integer, Caller> callerOf = new HashMap<>();
  private final Map<Integer, List<Integer>> shellsByCaller = new HashMap<>();
  private final Map<String, List<Integer>> startedOn = new HashMap<>();
  private final Map<Integer, List<Integer>> children = new HashMap<>();
  private final Map<String, List<Integer>> processesByImage = new HashMap<>();
  private final Map<String, List<Integer>> brokered = new HashMap<>();
  private final Map<EventId, Artefact> artefactByRecord = new HashMap<>();
  private final Map<String, Set<Stranger>> strangers;
  private final Map<EventId, Integer> clientOf = new HashMap<>();
  private final Map<Integer, List<Logon>> logonsByClient = new HashMap<>();
  private final TreeMap<String, Untrusted> names;
  private final TreeMap<String, String> hostOfAddress;

  Provenance(
      ProcessTable processes,
      List<FileTrace> files,
      List<Connection> connections,
      List<ProcessEdge> edges,
      List<Artefact> artefacts,
      List<Logon> logons,
      Map<String, List<Socket>> sockets,
      Map<String, Set<Stranger>> strangers,
      List<Pipe> pipes,
      TreeMap<String, Untrusted> names,
      TreeMap<String, String> hostOfAddress,
      Drops drops) {
    this.processes = processes;
    this.names = names;
    this.hostOfAddress = hostOfAddress;
    this.drops = drops;
    this.strangers = strangers;
    List<FileTrace> sortedFiles = new ArrayList<>(files);
    sortedFiles.sort(Comparator.comparing(file -> file.trace, Trace.ORDER));
    for (FileTrace file : sortedFiles) {
      put(filesByBucket, file.host + '|' + Paths.bucket(file.path), file);
      put(filesByWriter, file.writer, file);
      if (file.path.endsWith(".lnk")) {
        put(shortcutsByHost, file.host, file);
      }
      if (Paths.isDiskImage(file.path)) {
        put(imagesByHost, file.host, file);
      }
      if (!file.hash.isEmpty()) {
        put(filesByHash, file.host + '|' + file.hash, file);
      }
    }
    List<Connection> sortedConnections = new ArrayList<>(connections);
    sortedConnections.sort(Comparator.comparing(connection -> connection.trace, Trace.ORDER));
    for (Connection connection : sortedConnections) {
      if (connection.process != NONE) {
        put(connectionsByProcess, connection.process, connection);
        put(connectionsByChannel, connection.channel(), connection);
      }
    }
    List<ProcessEdge> sortedEdges = new ArrayList<>(edges);
    sortedEdges.sort(Comparator.comparing(edge -> edge.trace, Trace.ORDER));
    for (ProcessEdge edge : sortedEdges) {
      if (edge.source != NONE && edge.target != NONE && edge.source != edge.target) {
        put(edgesBySource, edge.source, edge);
        put(edgesByTarget, edge.target, edge);
      }
    }
    artefacts.forEach(artefact -> put(artefactsByHost, artefact.host, artefact));
    for (Logon logon : logons) {
      put(logonsByHost, logon.host(), logon);
      if (!logon.session().isEmpty() && !logon.isExplicit()) {
        put(logonsBySession, logon.session(), logon);
        if (!logon.linked().isEmpty()) {
          put(logonsBySession, logon.linked(), logon);
        }
      }
    }
    pipes.forEach(pipe -> put(pipesByHost, pipe.host(), pipe));
    List<ProcessNode> sorted = new ArrayList<>();
    for (int i = 0; i < processes.size(); i++) {
      if (processes.real(i) == i) {
        sorted.add(processes.get(i));
      }
    }
    sorted.sort(ProcessNode.ORDER);
    for (ProcessNode node : sorted) {
      int cause = cause(node.index);
      if (cause != NONE) {
        put(children, cause, node.index);
      }
      if (node.start != null && !node.commandLine.isEmpty()) {
        put(startedOn, node.host, node.index);
      }
      if (!node.session.isEmpty()) {
        put(processesBySession, node.session, node.index);
      }
    }
    for (ProcessNode node : sorted) {
      node.isStop = decideStop(node, 0);
      if (!node.path.isEmpty() && node.start != null) {
        put(processesByImage, node.host + '|' + Paths.bucket(node.path), node.index);
      }
      int cause = cause(node.index);
      String by = cause == NONE ? "" : processes.get(cause).path;
      if (Programs.isServiceManager(by) || Programs.isServiceHost(by) || Programs.isRemoteCall(by) || Programs.isDesktop(by)) {
        put(brokered, node.host, node.index);
      }
    }
    decideAskers(artefacts);
    decideClients(logons, sockets);
    for (ProcessNode node : sorted) {
      if (node.start != null && !node.isStop && Programs.isRemoteShell(node.path)) {
        Caller caller = decideCaller(node);
        callerOf.put(node.index, caller);
        put(shellsByCaller, caller.process(), node.index);
      }
    }
  }

  /// Whose connection each session from another host began by: the record of the logon and that of the connection name
  /// one address and port. Of several records the nearest in time counts.
  private void decideClients(List<Logon> logons, Map<String, List<Socket>> sockets) {
    for (Logon logon : logons) {
      Socket nearest = null;
      long distance = SAME_CONNECTION_NANOS;
      boolean mayAsk = logon.isRemote() && !logon.port().isEmpty();
      for (Socket socket : mayAsk ? sockets.getOrDefault(logon.address() + '|' + logon.port(), List.<Socket>of()) : List.<Socket>of()) {
        boolean isUsable = socket.process() != NONE && !isStop(socket.process()) && !socket.host().equals(logon.host());
        long apart = Times.apart(socket.trace().orderNanos(), logon.trace().orderNanos());
        if (isUsable && Long.compareUnsigned(apart, distance) < 0) {
          nearest = socket;
          distance = apart;
        }
      }
      if (nearest != null) {
        clientOf.put(logon.trace().id(), nearest.process());
        put(logonsByClient, nearest.process(), logon);
      }
    }
  }

  /// Who asked for each artefact is decided once, when it is known which processes are stop nodes.
  private void decideAskers(List<Artefact> artefacts) {
    for (Artefact artefact : artefacts) {
      artefact.asker = Asker.of(this, artefact);
      for (Trace trace : artefact.traces) {
        artefactByRecord.put(trace.id(), artefact);
      }
    }
  }

  private static <K, V> void put(Map<K, List<V>> map, K key, V value) {
    map.computeIfAbsent(key, unused -> new ArrayList<>()).add(value);
  }

  /// A builder with the standard bounds.
  public static ProvenanceBuilder builder() {
    return new ProvenanceBuilder(Bounds.STANDARD);
  }

  /// How many records each bound dropped, by reason; empty where all were kept.
  public SortedMap<String, Long> dropped() {
    return drops.all();
  }

  private boolean decideStop(ProcessNode node, int steps) {
    boolean isKernel = node.pid == 4 && Paths.name(node.path).equals("system");
    if (isKernel || (node.pid == 0 && node.path.isEmpty() && node.guid.isEmpty())) {
      return true;
    }
    if (!Programs.isStop(node.path)) {
      return false;
    }
    int parent = cause(node.index);
    if (parent == NONE || steps >= MOST_UP || !Programs.needsStopParent(node.path)) {
      return true;
    }
    ProcessNode up = processes.get(parent);
    // A parent of which nothing is known speaks for nothing.
    return up.path.isEmpty() || decideStop(up, steps + 1);
  }

  // ---- the forest

  @Override
  public int acting(Fact fact) {
    Attributes values = fact.attributes();
    if (fact.activity() == Activity.PROCESS_START) {
      int started = target(fact);
      int cause = started == NONE ? NONE : cause(started);
      return cause != NONE ? cause : find(fact, values.or(Attribute.PARENT_GUID), values.or(Attribute.PARENT_ID));
    }
    if (fact.activity() == Activity.SERVICE_INSTALL && values.has(Attribute.CLIENT_PROCESS_ID)) {
      int client = find(fact, Untrusted.NONE, values.or(Attribute.CLIENT_PROCESS_ID));
      if (client != NONE) {
        return client;
      }
    }
    return find(fact, values.or(Attribute.PROCESS_GUID), values.or(Attribute.PROCESS_ID));
  }

  @Override
  public int target(Fact fact) {
    Attributes values = fact.attributes();
    if (fact.activity() == Activity.PROCESS_START) {
      return find(fact, values.or(Attribute.PROCESS_GUID), values.or(Attribute.PROCESS_ID));
    }
    return find(fact, values.or(Attribute.TARGET_PROCESS_GUID), values.or(Attribute.TARGET_PROCESS_ID));
  }

  private int find(Fact fact, Untrusted guid, Untrusted pid) {
    String host = Entities.hostKey(fact.host());
    int named = processes.byGuid(host, Entities.guidKey(guid));
    return named != NONE ? named : processes.at(host, ProvenanceBuilder.number(pid), fact.orderTimeNanos());
  }

  @Override
  public int parent(int node) {
    return cause(node);
  }

  /// Who made the process: its creator where that is told apart from its parent.
  int cause(int node) {
    ProcessNode at = processes.get(node);
    return at.creator != NONE ? at.creator : at.parent;
  }

  @Override
  public boolean isStop(int node) {
    return processes.get(node).isStop;
  }

  @Override
  public int root(int node) {
    int at = node;
    for (int steps = 0; steps < MOST_UP * 8; steps++) {
      int up = cause(at);
      if (up == NONE || isStop(at) || isStop(up)) {
        return at;
      }
      at = up;
    }
    return at;
  }

  @Override
  public boolean isAncestryKnown(int node) {
    if (isStop(node)) {
      return true;
    }
    int top = root(node);
    int up = cause(top);
    return processes.get(top).start != null || (up != NONE && isStop(up));
  }

  @Override
  public String key(int node) {
    return processes.get(node).key();
  }

  @Override
  public Untrusted image(int node) {
    return processes.get(node).image;
  }

  // ---- for those who walk

  ProcessNode process(int node) {
    return processes.get(node);
  }

  List<Integer> children(int node) {
    return children.getOrDefault(node, List.of());
  }

  /// The writes and marks of this file on this host.
  List<FileTrace> files(String host, String path) {
    List<FileTrace> out = new ArrayList<>();
    for (FileTrace file : filesByBucket.getOrDefault(host + '|' + Paths.bucket(path), List.of())) {
      if (Paths.isSame(file.path, path)) {
        out.add(file);
      }
    }
    return out;
  }

  /// The session in which this was done, or which began by it, as an entity key; empty for none.
  static String session(Fact fact) {
    String host = Entities.hostKey(fact.host());
    Attributes values = fact.attributes();
    Optional<Entity.Session> own = Entities.session(host, values.or(Attribute.LOGON_ID));
    return (own.isPresent() ? own : Entities.session(host, values.or(Attribute.TARGET_LOGON_ID))).map(Entity.Session::key).orElse("");
  }

  /// The disk images that came to this host, in order.
  List<FileTrace> images(String host) {
    return imagesByHost.getOrDefault(host, List.of());
  }

  /// The shortcuts that were written on this host, in order.
  List<FileTrace> shortcuts(String host) {
    return shortcutsByHost.getOrDefault(host, List.of());
  }

  List<FileTrace> filesWithHash(String host, String hash) {
    return hash.isEmpty() ? List.of() : filesByHash.getOrDefault(host + '|' + hash, List.of());
  }

  List<FileTrace> writtenBy(int node) {
    return filesByWriter.getOrDefault(node, List.of());
  }

  List<Connection> connectionsOf(int node) {
    return connectionsByProcess.getOrDefault(node, List.of());
  }

  List<Connection> connectionsWith(String channel) {
    return connectionsByChannel.getOrDefault(channel, List.of());
  }

  /// Others who used this address and port, of whom no more is kept.
  Set<Stranger> strangersWith(String channel) {
    return strangers.getOrDefault(channel, Set.of());
  }

  List<ProcessEdge> edgesFrom(int node) {
    return edgesBySource.getOrDefault(node, List.of());
  }

  List<ProcessEdge> edgesInto(int node) {
    return edgesByTarget.getOrDefault(node, List.of());
  }

  List<Artefact> artefacts(String host) {
    return artefactsByHost.getOrDefault(host, List.of());
  }

  List<Logon> logonsOf(String session) {
    return session.isEmpty() ? List.of() : logonsBySession.getOrDefault(session, List.of());
  }

  List<Logon> logonsOn(String host) {
    return logonsByHost.getOrDefault(host, List.of());
  }

  /// The process on another host whose connection this session began by, or [#NONE].
  int clientOf(Logon logon) {
    return clientOf.getOrDefault(logon.trace().id(), NONE);
  }

  /// A process that called, or [#NONE], and how sure that is.
  record Caller(int process, double confidence) {}

  /// Who opened this shell of remote management.
  Caller shellCaller(int shell) {
    return callerOf.getOrDefault(shell, new Caller(NONE, 0));
  }

  /// The shells of remote management that this process opened on other hosts.
  List<Integer> shellsBy(int node) {
    return shellsByCaller.getOrDefault(node, List.of());
  }

  /// Whose connection to its port was open when the shell began: the logons of such shells name no address (Windows
  /// writes `-`). The nearest counts, and it is surer where only one comes into question.
  private Caller decideCaller(ProcessNode shell) {
    int nearest = NONE;
    long distance = 0;
    TreeSet<Integer> all = new TreeSet<>();
    for (Connection one : shell.from == 0 ? List.<Connection>of() : connectionsTo(shell.host, Channels.SHELL_PORTS)) {
      boolean isOpen = !Times.isBefore(shell.from, Times.minus(one.trace.orderNanos(), ProcessTable.SAME_START_NANOS))
          && !Times.isAfter(shell.from, Times.plus(one.last, Times.MINUTE));
      if (!isOpen || one.host.equals(shell.host) || isStop(one.process)) {
        continue;
      }
      all.add(one.process);
      long apart = Math.min(Times.apart(one.trace.orderNanos(), shell.from), Times.apart(one.last, shell.from));
      if (nearest == NONE || apart < distance) {
        nearest = one.process;
        distance = apart;
      }
    }
    return new Caller(nearest, all.size() == 1 ? 0.7 : 0.4);
  }

  /// What was connected to these ports of a host, from anywhere.
  private List<Connection> connectionsTo(String host, List<String> ports) {
    List<Connection> out = new ArrayList<>();
    hostOfAddress.forEach((address, owner) -> {
      if (owner.equals(host)) {
        for (String port : ports) {
          connectionsWith(address + '|' + port).stream().filter(one -> one.isOutgoing).forEach(out::add);
        }
      }
    });
    return out;
  }

  /// The process on the source host whose command line names the computer on which this session began right after, or
  /// [#NONE]; the surest, of those the latest.
  int namerOf(Logon came, String source) {
    List<Integer> started = startedOn.getOrDefault(source, List.of());
    long began = came.trace().orderNanos();
    int best = NONE;
    double sure = 0;
    for (int i = firstAfter(started, Times.plus(began, ProcessTable.SAME_START_NANOS)) - 1; i >= 0; i--) {
      ProcessNode node = processes.get(started.get(i));
      if (!Times.isWithin(node.from, began, Naming.LONGEST_WAIT_NANOS)) {
        break;
      }
      double confidence = node.isStop ? 0 : Naming.confidence(node, came);
      if (confidence > sure && isTold(node, came.host())) {
        sure = confidence;
        best = node.index;
      }
    }
    return best;
  }

  /// The sessions on other hosts that began from the process's host right after it was started, by computers that its
  /// command line names.
  List<Logon> logonsNamedBy(int node) {
    ProcessNode at = processes.get(node);
    List<Logon> out = new ArrayList<>();
    for (String name : at.isStop || at.from == 0 ? Set.<String>of() : Naming.names(at)) {
      String host = hostOfAddress.getOrDefault(name, name);
      for (Logon logon : host.equals(at.host) ? List.<Logon>of() : logonsOn(host)) {
        boolean isFromHere = logon.isRemote() && at.host.equals(hostAt(logon.address())) && clientOf(logon) == NONE;
        if (isFromHere && Naming.confidence(at, logon) > 0) {
          out.add(logon);
        }
      }
    }
    return out;
  }

  private boolean isTold(ProcessNode node, String host) {
    for (String name : Naming.names(node)) {
      if (name.equals(host) || host.equals(hostOfAddress.get(name))) {
        return true;
      }
    }
    return false;
  }

  /// Where in a list of processes, by their start, the first stands that was started after this time.
  private int firstAfter(List<Integer> started, long time) {
    int low = 0;
    int high = started.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Times.isAfter(processes.get(started.get(middle)).from, time)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /// The sessions on other hosts that began by this process's connections.
  List<Logon> logonsBy(int node) {
    return logonsByClient.getOrDefault(node, List.of());
  }

  List<Pipe> pipes(String host) {
    return pipesByHost.getOrDefault(host, List.of());
  }

  List<Integer> processesIn(String session) {
    return session.isEmpty() ? List.of() : processesBySession.getOrDefault(session, List.of());
  }

  /// The processes on this host that ran this program, by their start.
  List<Integer> processesOf(String host, String path) {
    List<Integer> out = new ArrayList<>();
    for (int node : processesByImage.getOrDefault(host + '|' + Paths.bucket(path), List.of())) {
      if (Paths.isSame(processes.get(node).path, path)) {
        out.add(node);
      }
    }
    return out;
  }

  /// The artefact that this record tells of, or none.
  @Nullable Artefact artefactOf(EventId record) {
    return artefactByRecord.get(record);
  }

  /// The processes on this host that a service manager, service host, WMI or the desktop started for somebody.
  List<Integer> brokered(String host) {
    return brokered.getOrDefault(host, List.of());
  }

  int at(String host, long pid, long time) {
    return processes.at(host, pid, time);
  }

  /// A name that resolved to this address, or no text.
  Untrusted nameOf(String address) {
    return names.getOrDefault(address, Untrusted.NONE);
  }

  /// The addresses that this name, folded, resolved to.
  List<String> addressesOf(String name) {
    List<String> out = new ArrayList<>();
    for (Map.Entry<String, Untrusted> entry : names.entrySet()) {
      if (entry.getValue().key().equals(name)) {
        out.add(entry.getKey());
      }
    }
    return out;
  }

  /// The process on the source host that talked to where this session began, before it did and until just then.
  int talkerTo(Logon came, String source) {
    long began = came.trace().orderNanos();
    for (Connection one : connectionsTo(came.host(), Channels.remotePorts())) {
      boolean isNear = !Times.isBefore(began, Times.minus(one.trace.orderNanos(), ProcessTable.SAME_START_NANOS))
          && !Times.isAfter(began, Times.plus(one.last, 2 * Times.MINUTE));
      if (one.host.equals(source) && isNear && !isStop(one.process)) {
        return one.process;
      }
    }
    return NONE;
  }

  /// The host that uses this address as its own; empty for none.
  String hostAt(String address) {
    return hostOfAddress.getOrDefault(address, "");
  }
}
