package io.cutpoint.provenance;

import static io.cutpoint.model.fact.Attribute.CLIENT_PROCESS_ID;
import static io.cutpoint.model.fact.Attribute.COMMAND_LINE;
import static io.cutpoint.model.fact.Attribute.CONTENTS;
import static io.cutpoint.model.fact.Attribute.CURRENT_DIRECTORY;
import static io.cutpoint.model.fact.Attribute.DESTINATION_ADDRESS;
import static io.cutpoint.model.fact.Attribute.DESTINATION_HOST;
import static io.cutpoint.model.fact.Attribute.DESTINATION_PORT;
import static io.cutpoint.model.fact.Attribute.EVENT_TYPE;
import static io.cutpoint.model.fact.Attribute.GRANTED_ACCESS;
import static io.cutpoint.model.fact.Attribute.HASHES;
import static io.cutpoint.model.fact.Attribute.IMAGE;
import static io.cutpoint.model.fact.Attribute.INITIATED;
import static io.cutpoint.model.fact.Attribute.LINKED_LOGON_ID;
import static io.cutpoint.model.fact.Attribute.LOGON_ID;
import static io.cutpoint.model.fact.Attribute.LOGON_TYPE;
import static io.cutpoint.model.fact.Attribute.PARENT_GUID;
import static io.cutpoint.model.fact.Attribute.PARENT_ID;
import static io.cutpoint.model.fact.Attribute.PARENT_IMAGE;
import static io.cutpoint.model.fact.Attribute.PIPE_NAME;
import static io.cutpoint.model.fact.Attribute.PROCESS_GUID;
import static io.cutpoint.model.fact.Attribute.PROCESS_ID;
import static io.cutpoint.model.fact.Attribute.QUERY;
import static io.cutpoint.model.fact.Attribute.QUERY_RESULTS;
import static io.cutpoint.model.fact.Attribute.REGISTRY_KEY;
import static io.cutpoint.model.fact.Attribute.REGISTRY_VALUE;
import static io.cutpoint.model.fact.Attribute.SERVICE_COMMAND;
import static io.cutpoint.model.fact.Attribute.SERVICE_NAME;
import static io.cutpoint.model.fact.Attribute.SOURCE_ADDRESS;
import static io.cutpoint.model.fact.Attribute.SOURCE_PORT;
import static io.cutpoint.model.fact.Attribute.TARGET_FILE;
import static io.cutpoint.model.fact.Attribute.TARGET_HOST;
import static io.cutpoint.model.fact.Attribute.TARGET_IMAGE;
import static io.cutpoint.model.fact.Attribute.TARGET_LOGON_ID;
import static io.cutpoint.model.fact.Attribute.TARGET_PROCESS_GUID;
import static io.cutpoint.model.fact.Attribute.TARGET_PROCESS_ID;
import static io.cutpoint.model.fact.Attribute.TARGET_USER;
import static io.cutpoint.model.fact.Attribute.TASK_CONTENT;
import static io.cutpoint.model.fact.Attribute.TASK_NAME;
import static io.cutpoint.model.fact.Attribute.USER;

import io.cutpoint.model.entity.Entities;
import io.cutpoint.model.entity.Entity;
import io.cutpoint.model.fact.Activity;
import io.cutpoint.model.fact.Attributes;
import io.cutpoint.model.fact.Fact;
import io.cutpoint.model.text.Untrusted;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Takes all facts in their total order and makes the [Provenance] of them.
///
/// One instant's order does not matter: what refers to a process by its id is decided when all facts are known.
/// Not safe for use by several threads.
public final class ProvenanceBuilder {

  /// What is kept of a command line, in bytes.
  private static final int COMMAND_BYTES = 1_024;

  /// Texts of which one copy is kept, and how long they may be.
  private static final int INTERNED_TEXTS = 20_000;

  private static final int INTERNED_BYTES = 256;

  /// The stream that holds the mark of the web.
  private static final String ZONE = ":zone.identifier";

  /// Sysmon's number for a pipe that was made, not opened.
  private static final int PIPE_MADE = 17;

  /// The process id of Windows' kernel.
  private static final long KERNEL_PID = 4;

  /// The rights by which a process can put code into another: write to its memory, and change its pages or start a
  /// thread (Microsoft, "Process Security and Access Rights").
  private static final long VM_WRITE = 0x20;

  private static final long VM_OPERATION = 0x08;
  private static final long CREATE_THREAD = 0x02;

  /// Records of one service or task, by several sources, lie no further apart.
  private static final long SAME_ARTEFACT_NANOS = Times.MINUTE;

  /// Without a GUID, connections are one only within such a span: the id may be another process's after it.
  private static final long PID_SPAN_NANOS = 10 * Times.MINUTE;

  private final Bounds bounds;
  private final Drops drops = new Drops();
  private final ProcessTable processes;
  private final Map<String, FileTrace> files = new LinkedHashMap<>();
  private final Map<String, Connection> connections = new LinkedHashMap<>();
  private final List<ProcessEdge> edges = new ArrayList<>();
  private final List<Artefact> artefacts = new ArrayList<>();
  private final List<Deletion> deletions = new ArrayList<>();
  private final List<Logon> logons = new ArrayList<>();
  private final Map<String, Set<Stranger>> strangers = new HashMap<>();
  private final Map<String, List<Socket>> sockets = new HashMap<>();
  private int socketCount;
  private final List<Provenance.Pipe> pipes = new ArrayList<>();
  private final TreeMap<String, Untrusted> names = new TreeMap<>();
  private final TreeMap<String, String> hostOfAddress = new TreeMap<>();
  private final Map<String, String> interned = new HashMap<>();
  private final Map<Untrusted, Untrusted> internedTexts = new HashMap<>();

  private record Deletion(String key, Trace trace) {}

  ProvenanceBuilder(Bounds bounds) {
    this.bounds = bounds;
    processes = new ProcessTable(bounds, drops);
  }

  /// Whether provenance needs this fact even where no rule matched: all context, and of the registry what makes a
  /// program start by itself or deletes a service, and new pipes. The deletion tells a service that stays from one that was made to
  /// run something once.
  public static boolean isNeeded(Fact fact) {
    Untrusted key = fact.attributes().or(REGISTRY_KEY);
    boolean isStarter = fact.activity() == Activity.REGISTRY_WRITE && isStarter(key);
    boolean isRegistry = fact.activity() == Activity.REGISTRY_WRITE || fact.activity() == Activity.REGISTRY_DELETE;
    boolean isServiceGone = isRegistry && isDeletion(fact) && serviceOf(key, false).isPresent();
    boolean isNewPipe = fact.activity() == Activity.PIPE && fact.eventCode() == PIPE_MADE;
    return fact.activity().isContext() || isStarter || isServiceGone || isNewPipe;
  }

  /// Programs register thousands of COM classes; those count only where a rule says so.
  private static boolean isStarter(Untrusted key) {
    return serviceOf(key, true).isPresent() || (Entities.autorun("h", key).isPresent() && !key.key().contains("\\clsid\\"));
  }

  /// Takes the next fact of which only that is kept which says how common something is, and which address is whose.
  public void addInPassing(Fact fact) {
    String host = intern(Entities.hostKey(fact.host()));
    if (host.isEmpty()) {
      drops.count("facts without a host");
    } else if (fact.activity() == Activity.CONNECTION) {
      stranger(host, fact);
    } else if (fact.activity() == Activity.NAME_QUERY) {
      names(fact.attributes());
    } else if (fact.activity() == Activity.PROCESS_START) {
      drops.count("processes that nothing of weight is near");
    }
  }

  /// Takes the next fact.
  public void add(Fact fact) {
    String host = intern(Entities.hostKey(fact.host()));
    Attributes values = fact.attributes();
    if (host.isEmpty()) {
      drops.count("facts without a host");
      return;
    }
    int actor = fact.activity() == Activity.PROCESS_START ? ProcessForest.NONE : actor(host, fact);
    switch (fact.activity()) {
      case PROCESS_START -> start(host, fact);
      case PROCESS_END -> {
        long pid = number(values.or(PROCESS_ID));
        processes.end(host, actor, pid, Trace.of(fact), intern(values.or(IMAGE)));
      }
      case FILE_WRITE, FILE_STREAM -> file(host, actor, fact);
      case CONNECTION -> connection(host, actor, fact);
      case NAME_QUERY -> names(values);
      case PROCESS_ACCESS, REMOTE_THREAD -> edge(host, actor, fact);
      case SERVICE_INSTALL ->
          artefact(Artefact.Kind.SERVICE, Entities.service(host, values.or(SERVICE_NAME)), values.or(SERVICE_NAME), values.or(SERVICE_COMMAND), host, actor, fact);
      case TASK_CREATE ->
          artefact(Artefact.Kind.TASK, Entities.task(host, values.or(TASK_NAME)), values.or(TASK_NAME), taskCommand(values), host, actor, fact);
      case TASK_DELETE -> Entities.task(host, values.or(TASK_NAME)).ifPresent(task -> deleted(task.key(), fact));
      case REGISTRY_WRITE, REGISTRY_DELETE -> registry(host, actor, fact);
      case WMI_SUBSCRIPTION -> {
        Optional<Entity.Artefact> subscription = Entities.wmiSubscription(host, values.or(SERVICE_NAME));
        if (isDeletion(fact)) {
          subscription.ifPresent(artefact -> deleted(artefact.key(), fact));
        } else {
          Untrusted command = Untrusted.of(values.or(SERVICE_COMMAND).raw().replace("\\\\", "\\"));
          artefact(Artefact.Kind.SUBSCRIPTION, subscription, values.or(SERVICE_NAME), command, host, actor, fact);
        }
      }
      case LOGON, LOGON_EXPLICIT -> logon(host, actor, fact);
      case BOOT -> processes.boot(host, Trace.of(fact));
      case PIPE -> pipe(host, actor, fact);
      case OTHER, FILE_DELETE, IMAGE_LOAD, DRIVER_LOAD, LOGON_FAILED, LOGOFF, ACCOUNT_CHANGE, SHARE_ACCESS, SCRIPT, LOG_CLEARED,
          TICKET_REQUEST, DIRECTORY_ACCESS, ALERT -> {
        // Only who acts is kept of these.
      }
    }
  }

  /// What was made of the facts so far; the builder is not used after it.
  public Provenance build() {
    processes.settle();
    for (FileTrace file : files.values()) {
      file.writer = settled(file.host, file.writer, file.writerPid, file.trace);
    }
    for (Connection connection : connections.values()) {
      connection.process = settled(connection.host, connection.process, connection.pid, connection.trace);
    }
    for (ProcessEdge edge : edges) {
      edge.source = settled(edge.host, edge.source, edge.sourcePid, edge.trace);
      edge.target = settled(edge.host, edge.target, edge.targetPid, edge.trace);
    }
    for (Artefact artefact : artefacts) {
      artefact.actor = settled(artefact.host, artefact.actor, artefact.actorPid, artefact.made());
    }
    return new Provenance(
        processes, List.copyOf(files.values()), oneOfEach(), edges, joined(), settledLogons(), settledSockets(), strangers, settledPipes(), names, hostOfAddress, drops);
  }

  /// The connections of a process with one place made one: a connection that two sources tell of is not two. Of the
  /// sources that which names the process for ever is kept, else all are added up.
  private List<Connection> oneOfEach() {
    Map<String, Connection> out = new LinkedHashMap<>();
    List<Connection> sorted = new ArrayList<>(connections.values());
    sorted.sort(Comparator.<Connection, Boolean>comparing(connection -> !connection.isByGuid).thenComparing(connection -> connection.trace, Trace.ORDER));
    for (Connection next : sorted) {
      Connection known = next.process == ProcessForest.NONE ? null : out.putIfAbsent(next.process + "|" + next.channel() + '|' + next.isOutgoing, next);
      if (known != null && known.isByGuid == next.isByGuid) {
        known.count += next.count;
        known.trace = Trace.first(known.trace, next.trace);
      }
      if (known != null) {
        known.last = Times.later(known.last, next.last);
        known.name = known.name.isEmpty() ? next.name : known.name;
      }
    }
    return List.copyOf(out.values());
  }

  private int settled(String host, int node, long pid, Trace trace) {
    return node != ProcessForest.NONE ? processes.real(node) : processes.at(host, pid, trace.orderNanos());
  }

  // ---- processes

  private void start(String host, Fact fact) {
    Attributes values = fact.attributes();
    String guid = Entities.guidKey(values.or(PROCESS_GUID));
    long pid = number(values.or(PROCESS_ID));
    long time = fact.orderTimeNanos();
    String parentGuid = Entities.guidKey(values.or(PARENT_GUID));
    long parentPid = number(values.or(PARENT_ID));
    int parent = processes.named(host, parentGuid, parentPid, time);
    if (parent != ProcessForest.NONE) {
      ProcessNode up = processes.get(parent);
      image(up, values.or(PARENT_IMAGE), time, false);
      if (++up.children > bounds.childrenOfOne() && fact.rules().isEmpty()) {
        drops.count("children of one process");
        return;
      }
    } else {
      processes.seen(host, parentPid, time, intern(values.or(PARENT_IMAGE)));
    }
    int index = guid.isEmpty() ? processes.started(host, pid) : processes.named(host, guid, pid, time);
    if (index == ProcessForest.NONE) {
      return;
    }
    ProcessNode node = processes.get(index);
    Trace before = node.start;
    Trace trace = Trace.of(fact);
    processes.start(index, trace);
    if (before != null && before.isOf(trace)) {
      return;
    }
    image(node, values.or(IMAGE), time, true);
    node.commandLine = intern(cut(values.or(COMMAND_LINE)));
    node.directory = intern(Paths.of(values.or(CURRENT_DIRECTORY)));
    node.user = intern(values.or(USER));
    node.hash = intern(Entities.hash(values.or(HASHES)).map(Entity.FileHash::key).orElse(""));
    node.session = session(host, values);
    node.parent = parent;
    node.isParentByGuid = parent != ProcessForest.NONE;
    node.parentPid = parentPid;
    long creator = number(values.or(CLIENT_PROCESS_ID));
    if (creator >= 0 && creator != parentPid) {
      node.creatorPid = creator;
      processes.seen(host, creator, time, Untrusted.NONE);
    }
  }

  /// The session that the process runs in: that of its own token where the record tells it apart from the creator's.
  private String session(String host, Attributes values) {
    Optional<Entity.Session> own = Entities.session(host, values.or(TARGET_LOGON_ID));
    return intern((own.isPresent() ? own : Entities.session(host, values.or(LOGON_ID))).map(Entity.Session::key).orElse(""));
  }

  private int actor(String host, Fact fact) {
    Attributes values = fact.attributes();
    String guid = Entities.guidKey(values.or(PROCESS_GUID));
    long pid = number(values.or(PROCESS_ID));
    int node = processes.named(host, guid, pid, fact.orderTimeNanos());
    if (node != ProcessForest.NONE) {
      image(processes.get(node), values.or(IMAGE), fact.orderTimeNanos(), false);
      if (!values.or(USER).isEmpty() && processes.get(node).user.isEmpty()) {
        processes.get(node).user = intern(values.or(USER));
      }
    } else if (pid > 0 && fact.activity() != Activity.PROCESS_END) {
      processes.seen(host, pid, fact.orderTimeNanos(), intern(values.or(IMAGE)));
    }
    return node;
  }

  private void edge(String host, int actor, Fact fact) {
    Attributes values = fact.attributes();
    long targetPid = number(values.or(TARGET_PROCESS_ID));
    int target = processes.named(host, Entities.guidKey(values.or(TARGET_PROCESS_GUID)), targetPid, fact.orderTimeNanos());
    if (target != ProcessForest.NONE) {
      image(processes.get(target), values.or(TARGET_IMAGE), fact.orderTimeNanos(), false);
    } else {
      processes.seen(host, targetPid, fact.orderTimeNanos(), intern(values.or(TARGET_IMAGE)));
    }
    boolean isThread = fact.activity() == Activity.REMOTE_THREAD;
    long rights = number(values.or(GRANTED_ACCESS));
    if (!isThread && (rights < 0 || (rights & VM_WRITE) == 0 || (rights & (VM_OPERATION | CREATE_THREAD)) == 0)) {
      return;
    }
    if (edges.size() >= bounds.edges()) {
      drops.count("process edges");
      return;
    }
    edges.add(new ProcessEdge(host, actor, number(values.or(PROCESS_ID)), target, targetPid, isThread, Trace.of(fact)));
  }

  // ---- files and connections

  private void file(String host, int actor, Fact fact) {
    Attributes values = fact.attributes();
    Untrusted shown = values.or(TARGET_FILE);
    String path = Paths.of(shown);
    boolean isZone = Entities.fold(shown.raw()).endsWith(ZONE);
    if (isZone) {
      shown = Untrusted.of(shown.raw().substring(0, shown.raw().length() - ZONE.length()));
    }
    Untrusted contents = values.or(CONTENTS);
    int mark = FileTrace.UNMARKED;
    Untrusted url = Untrusted.NONE;
    if (fact.activity() == Activity.FILE_STREAM && (isZone || contents.key().contains("zoneid="))) {
      Optional<Entity.Url> located = Entities.hostUrl(contents);
      Optional<Entity.Url> referred = located.isPresent() ? located : Entities.referrerUrl(contents);
      String text = contents.key();
      boolean isOutside = text.contains("zoneid=3") || text.contains("zoneid=4") || referred.isPresent();
      mark = !isOutside ? FileTrace.UNMARKED : located.isPresent() ? FileTrace.LOCATED : referred.isPresent() ? FileTrace.REFERRED : FileTrace.MARKED;
      url = referred.map(Entity.Url::value).orElse(Untrusted.NONE);
      if (mark == FileTrace.UNMARKED) {
        return;
      }
    }
    if (path.isEmpty() || (mark == FileTrace.UNMARKED && !Paths.isCarrier(path))) {
      return;
    }
    long pid = number(values.or(PROCESS_ID));
    String key = host + '|' + path + '|' + (actor == ProcessForest.NONE ? "p" + pid : Integer.toString(actor)) + '|' + mark + '|' + url.key();
    String hash = isZone ? "" : intern(Entities.hash(values.or(HASHES)).map(Entity.FileHash::key).orElse(""));
    String container = mark == FileTrace.UNMARKED ? "" : Paths.of(Entities.referrerPath(contents));
    FileTrace known = files.get(key);
    if (known != null) {
      known.trace = Trace.first(known.trace, Trace.of(fact));
      known.last = Times.later(known.last, fact.orderTimeNanos());
      known.hash = hash.isEmpty() || known.hash.compareTo(hash) >= 0 ? known.hash : hash;
    } else if (files.size() >= bounds.files()) {
      drops.count("files");
    } else {
      FileTrace made = new FileTrace(host, intern(path), shown, Trace.of(fact), actor, pid, values.or(IMAGE), url, mark, hash);
      made.container = intern(container);
      files.put(key, made);
    }
  }

  private void own(String host, String address) {
    if (!address.isEmpty() && hostOfAddress.size() < bounds.names()) {
      hostOfAddress.merge(address, host, (a, b) -> a.compareTo(b) <= 0 ? a : b);
    }
  }

  /// Who else uses an address and port: more than a handful need not be told apart.
  private void stranger(String host, Fact fact) {
    Attributes values = fact.attributes();
    boolean isOutgoing = !values.key(INITIATED).equals("false");
    own(host, Entities.addressKey(values.or(isOutgoing ? SOURCE_ADDRESS : DESTINATION_ADDRESS)));
    String remote = Entities.addressKey(values.or(DESTINATION_ADDRESS));
    if (!isOutgoing || remote.isEmpty()) {
      return;
    }
    String channel = intern(remote + '|' + values.or(DESTINATION_PORT).key());
    Set<Stranger> known = strangers.get(channel);
    if (known == null) {
      if (strangers.size() >= bounds.connections()) {
        drops.count("connections");
        return;
      }
      known = new LinkedHashSet<>(2);
      strangers.put(channel, known);
    }
    if (known.size() <= Stranger.MOST) {
      String guid = Entities.guidKey(values.or(PROCESS_GUID));
      known.add(new Stranger(host, intern(Paths.name(Paths.of(values.or(IMAGE)))), guid.isEmpty() ? values.or(PROCESS_ID).key() : guid));
    }
  }

  private void connection(String host, int actor, Fact fact) {
    Attributes values = fact.attributes();
    boolean isOutgoing = !values.key(INITIATED).equals("false");
    String remote = Entities.addressKey(values.or(isOutgoing ? DESTINATION_ADDRESS : SOURCE_ADDRESS));
    String own = Entities.addressKey(values.or(isOutgoing ? SOURCE_ADDRESS : DESTINATION_ADDRESS));
    own(host, own);
    long pid = number(values.or(PROCESS_ID));
    if (remote.isEmpty() || remote.equals(own) || (actor == ProcessForest.NONE && pid < 0)) {
      return;
    }
    String port = values.or(isOutgoing ? DESTINATION_PORT : SOURCE_PORT).key();
    if (!isOutgoing) {
      // The other side's port is chance; what was connected to is ours.
      port = values.or(DESTINATION_PORT).key();
    }
    if (isOutgoing && Channels.mayOpenSession(port)) {
      socket(host, actor, pid, own, port(values.or(SOURCE_PORT)), fact);
    }
    String who = actor == ProcessForest.NONE ? "p" + pid + '@' + Long.divideUnsigned(fact.orderTimeNanos(), PID_SPAN_NANOS) : Integer.toString(actor);
    String key = host + '|' + who + '|' + remote + '|' + port + '|' + isOutgoing;
    Connection known = connections.get(key);
    Untrusted name = values.or(DESTINATION_HOST);
    if (known != null) {
      known.trace = Trace.first(known.trace, Trace.of(fact));
      known.last = Times.later(known.last, fact.orderTimeNanos());
      known.count++;
    } else if (connections.size() >= bounds.connections()) {
      drops.count("connections");
      return;
    } else {
      known = new Connection(host, actor, pid, intern(remote), intern(port), isOutgoing, Trace.of(fact));
      connections.put(key, known);
    }
    if (isOutgoing && Entities.domain(name).isPresent() && (known.name.isEmpty() || name.compareTo(known.name) < 0)) {
      known.name = name;
    }
  }

  /// Remembers our end of a connection by which a session elsewhere may begin. The kernel's own, which carries the file
  /// shares of all processes, tells of no process.
  private void socket(String host, int actor, long pid, String own, String port, Fact fact) {
    if (own.isEmpty() || port.isEmpty() || pid == KERNEL_PID) {
      return;
    }
    if (socketCount >= bounds.sockets()) {
      drops.count("ends of connections");
      return;
    }
    socketCount++;
    sockets.computeIfAbsent(own + '|' + port, unused -> new ArrayList<>(1)).add(new Socket(host, actor, pid, Trace.of(fact)));
  }

  private static String port(Untrusted text) {
    long port = number(text);
    return port > 0 && port <= 65_535 ? Long.toString(port) : "";
  }

  private void names(Attributes values) {
    Untrusted query = values.or(QUERY);
    if (Entities.domain(query).isEmpty()) {
      return;
    }
    for (String result : values.or(QUERY_RESULTS).raw().split("[;, ]")) {
      String address = Entities.addressKey(Untrusted.of(result));
      if (address.isEmpty()) {
        continue;
      }
      if (names.size() >= bounds.names() && !names.containsKey(address)) {
        drops.count("names");
      } else {
        names.merge(address, query, (a, b) -> a.compareTo(b) <= 0 ? a : b);
      }
    }
  }

  private void pipe(String host, int actor, Fact fact) {
    String name = fact.attributes().key(PIPE_NAME);
    if (!name.isEmpty() && pipes.size() < bounds.edges()) {
      pipes.add(new Provenance.Pipe(host, name, actor, number(fact.attributes().or(PROCESS_ID)), Trace.of(fact)));
    }
  }

  // ---- what starts by itself

  private void registry(String host, int actor, Fact fact) {
    Untrusted path = fact.attributes().or(REGISTRY_KEY);
    if (isDeletion(fact)) {
      Optional<Entity.Artefact> gone = serviceOf(path, false).flatMap(name -> Entities.service(host, name));
      Optional<Entity.Artefact> autorun = Entities.autorun(host, path);
      gone.or(() -> autorun).ifPresent(artefact -> deleted(artefact.key(), fact));
      return;
    }
    Optional<Untrusted> flagged = serviceOf(path, true);
    if (flagged.isPresent()) {
      flagged.flatMap(name -> Entities.service(host, name)).ifPresent(service -> deleted(service.key(), fact));
      return;
    }
    Optional<Entity.Artefact> found = Entities.autorun(host, path);
    boolean isService = found.isPresent() && found.get().key().startsWith(host + "|service|");
    Untrusted name = isService ? component(path, "\\services\\") : path;
    artefact(isService ? Artefact.Kind.SERVICE : Artefact.Kind.AUTORUN, found, name, fact.attributes().or(REGISTRY_VALUE), host, actor, fact);
  }

  /// Sysmon tells creations and deletions of keys, values and subscriptions under one number each.
  private static boolean isDeletion(Fact fact) {
    return fact.activity() == Activity.REGISTRY_DELETE || fact.attributes().key(EVENT_TYPE).startsWith("delete");
  }

  /// The service whose key this path is, or whose value `DeleteFlag`.
  private static Optional<Untrusted> serviceOf(Untrusted path, boolean isFlag) {
    String text = Entities.fold(path.raw());
    int at = text.indexOf("\\services\\");
    if (at < 0 || (isFlag && !text.endsWith("\\deleteflag"))) {
      return Optional.empty();
    }
    String rest = text.substring(at + 10, text.length() - (isFlag ? 11 : 0));
    return rest.isEmpty() || rest.indexOf('\\') >= 0 ? Optional.empty() : Optional.of(Untrusted.of(rest));
  }

  /// What stands after this folder of a registry path, up to the next one, as it is written.
  private static Untrusted component(Untrusted path, String folder) {
    String raw = path.raw();
    int start = Entities.fold(raw).indexOf(folder) + folder.length();
    int end = raw.indexOf('\\', start);
    return Untrusted.of(raw.substring(start, end < 0 ? raw.length() : end));
  }

  private static Untrusted taskCommand(Attributes values) {
    Untrusted command = values.or(SERVICE_COMMAND);
    return command.isEmpty() ? cut(values.or(TASK_CONTENT), 4 * COMMAND_BYTES) : command;
  }

  private void artefact(
      Artefact.Kind kind, Optional<Entity.Artefact> entity, Untrusted name, Untrusted command, String host, int actor, Fact fact) {
    if (entity.isEmpty()) {
      return;
    }
    if (artefacts.size() >= bounds.artefacts()) {
      drops.count("services, tasks and autoruns");
      return;
    }
    Attributes values = fact.attributes();
    long client = number(values.or(CLIENT_PROCESS_ID));
    processes.seen(host, client, fact.orderTimeNanos(), Untrusted.NONE);
    Artefact made = new Artefact(kind, host, entity.get().key(), name, cut(command, 4 * COMMAND_BYTES), actor, number(values.or(PROCESS_ID)),
        client, intern(Entities.session(host, values.or(LOGON_ID)).map(Entity.Session::key).orElse("")), Trace.of(fact));
    made.isDeletionTold = fact.activity() != Activity.SERVICE_INSTALL;
    artefacts.add(made);
  }

  private void deleted(String key, Fact fact) {
    if (deletions.size() >= bounds.artefacts()) {
      drops.count("deletions of services and tasks");
    } else {
      deletions.add(new Deletion(key, Trace.of(fact)));
    }
  }

  /// Whether the other text says better what is run: a subscription's filter says when, its consumer what.
  private static boolean namesMore(Untrusted known, Untrusted other) {
    return known.isEmpty() || (Paths.inCommand(known, "").isEmpty() && !Paths.inCommand(other, "").isEmpty());
  }

  /// Makes one artefact of the records that tell of one, and ends it where it was deleted.
  private List<Artefact> joined() {
    artefacts.sort(Comparator.comparing(Artefact::made, Trace.ORDER));
    TreeMap<String, List<Artefact>> byKey = new TreeMap<>();
    for (Artefact next : artefacts) {
      List<Artefact> all = byKey.computeIfAbsent(next.key, unused -> new ArrayList<>());
      Artefact last = all.isEmpty() ? null : all.getLast();
      if (last != null && Times.isWithin(last.made().orderNanos(), next.made().orderNanos(), SAME_ARTEFACT_NANOS)) {
        last.traces.addAll(next.traces);
        last.isDeletionTold |= next.isDeletionTold;
        last.clientPid = last.clientPid < 0 ? next.clientPid : last.clientPid;
        last.session = last.session.isEmpty() ? next.session : last.session;
        last.command = namesMore(last.command, next.command) ? next.command : last.command;
        boolean isBroker = last.actor == ProcessForest.NONE || Programs.isServiceManager(processes.get(last.actor).path);
        last.actor = isBroker && next.actor != ProcessForest.NONE ? next.actor : last.actor;
      } else {
        all.add(next);
      }
    }
    deletions.sort(Comparator.comparing(Deletion::trace, Trace.ORDER));
    for (Deletion deletion : deletions) {
      Artefact ended = null;
      for (Artefact artefact : byKey.getOrDefault(deletion.key(), List.of())) {
        if (!Times.isAfter(artefact.made().orderNanos(), deletion.trace().orderNanos())) {
          ended = artefact;
        }
      }
      if (ended != null) {
        ended.deleted = Times.earlier(ended.deleted, deletion.trace().orderNanos());
      }
    }
    List<Artefact> all = new ArrayList<>();
    byKey.values().forEach(all::addAll);
    all.sort(Comparator.comparing(Artefact::made, Trace.ORDER));
    return all;
  }

  // ---- sessions

  private void logon(String host, int actor, Fact fact) {
    Attributes values = fact.attributes();
    boolean isExplicit = fact.activity() == Activity.LOGON_EXPLICIT;
    if (logons.size() >= bounds.logons()) {
      drops.count("logons");
      return;
    }
    logons.add(new Logon(
        host,
        intern(Entities.session(host, values.or(isExplicit ? LOGON_ID : TARGET_LOGON_ID)).map(Entity.Session::key).orElse("")),
        intern(Entities.session(host, values.or(LINKED_LOGON_ID)).map(Entity.Session::key).orElse("")),
        logonType(fact),
        intern(Entities.addressKey(values.or(SOURCE_ADDRESS))),
        intern(port(values.or(SOURCE_PORT))),
        values.or(TARGET_USER),
        intern(Entities.account(values.or(TARGET_USER), host).map(Entity.Account::key).orElse("")),
        actor,
        number(values.or(PROCESS_ID)),
        intern(Entities.hostKey(values.or(TARGET_HOST))),
        isExplicit,
        Trace.of(fact)));
  }

  /// Windows' type of logon; remote desktop where the record is one of its own, which states none.
  private static int logonType(Fact fact) {
    int type = (int) Math.max(-1, Math.min(1_000, number(fact.attributes().or(LOGON_TYPE))));
    boolean isDesktop = switch (fact.eventCode()) {
      case 21, 22, 25, 1149, 4778 -> true;
      default -> false;
    };
    return type < 0 && isDesktop ? 10 : type;
  }

  private List<Logon> settledLogons() {
    List<Logon> out = new ArrayList<>(logons.size());
    for (Logon one : logons) {
      out.add(new Logon(one.host(), one.session(), one.linked(), one.type(), one.address(), one.port(), one.account(), one.accountKey(),
          settled(one.host(), one.process(), one.processPid(), one.trace()), one.processPid(), one.targetHost(), one.isExplicit(), one.trace()));
    }
    out.sort(Comparator.comparing(Logon::trace, Trace.ORDER));
    return out;
  }

  private Map<String, List<Socket>> settledSockets() {
    Map<String, List<Socket>> out = HashMap.newHashMap(sockets.size());
    sockets.forEach((end, all) -> {
      List<Socket> some = new ArrayList<>(all.size());
      for (Socket one : all) {
        some.add(new Socket(one.host(), settled(one.host(), one.process(), one.pid(), one.trace()), one.pid(), one.trace()));
      }
      some.sort(Comparator.comparing(Socket::trace, Trace.ORDER));
      out.put(end, some);
    });
    return out;
  }

  private List<Provenance.Pipe> settledPipes() {
    List<Provenance.Pipe> out = new ArrayList<>(pipes.size());
    for (Provenance.Pipe pipe : pipes) {
      out.add(new Provenance.Pipe(pipe.host(), pipe.name(), settled(pipe.host(), pipe.process(), pipe.pid(), pipe.trace()), pipe.pid(), pipe.trace()));
    }
    out.sort(Comparator.comparing(Provenance.Pipe::trace, Trace.ORDER));
    return out;
  }

  // ---- text

  private String intern(String text) {
    if (text.isEmpty() || interned.size() > bounds.processes()) {
      return text;
    }
    String known = interned.putIfAbsent(text, text);
    return known == null ? text : known;
  }

  /// Programs, users and most command lines come again and again.
  private Untrusted intern(Untrusted text) {
    if (text.isEmpty() || internedTexts.size() > INTERNED_TEXTS || text.length() > INTERNED_BYTES) {
      return internedTexts.getOrDefault(text, text);
    }
    Untrusted known = internedTexts.putIfAbsent(text, text);
    return known == null ? text : known;
  }

  private void image(ProcessNode node, Untrusted text, long time, boolean fromStart) {
    node.image(intern(text), time, fromStart);
    node.path = intern(node.path);
  }

  private static Untrusted cut(Untrusted text) {
    return cut(text, COMMAND_BYTES);
  }

  private static Untrusted cut(Untrusted text, int most) {
    return text.length() <= most ? text : Untrusted.of(text.toBytes(), 0, text.length(), most);
  }

  /// A number in decimal, or hexadecimal after `0x`; -1 for none.
  static long number(Untrusted text) {
    String some = text.length() > 18 ? "" : text.key().strip();
    boolean isHex = some.startsWith("0x");
    try {
      return some.isEmpty() || some.startsWith("-") ? -1 : isHex ? Long.parseLong(some, 2, some.length(), 16) : Long.parseLong(some);
    } catch (NumberFormatException unused) {
      return -1;
    }
  }
}
