package io.cutpoint.provenance;

import io.cutpoint.model.text.Untrusted;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The processes of all hosts.
///
/// A GUID names a process for ever. An id names one from its start to its end or the next start of the host, and is
/// then given to another; which one a record means is decided when all records are known, so the order inside one
/// instant does not matter: per id the marks (starts, sightings, ends) are swept once in time.
/// Cost: O(n log n) in the marks. Bounds are named below; what they drop is counted.
/// Abuse: a flood of processes fills the table; the children of one parent are bounded for that. Times that a record
/// states are not used, only where it stands in the order.
final class ProcessTable {

  /// Two records of one start, by different sources, lie no further apart (Sysmon is some milliseconds late, some
  /// seconds under load).
  static final long SAME_START_NANOS = 5 * Times.SECOND;

  /// The first processes of a boot start so long before the log says that the host started.
  private static final long BOOT_NANOS = 2 * Times.MINUTE;

  private enum Kind { START, SEEN, END }

  private record Mark(long time, Kind kind, int node, Untrusted image, Trace trace) {}

  private static final class Id {
    List<Mark> marks = new ArrayList<>();
    int boots;
    List<ProcessNode> nodes = List.of();
  }

  static final class HostTable {
    final String key;
    final Map<String, Integer> byGuid = new HashMap<>();
    final TreeMap<Long, Id> byPid = new TreeMap<>();
    final List<Trace> boots = new ArrayList<>();

    HostTable(String key) {
      this.key = key;
    }
  }

  private final Bounds bounds;
  private final Drops drops;
  private final TreeMap<String, HostTable> hosts = new TreeMap<>();
  private final List<ProcessNode> nodes = new ArrayList<>();
  private int[] alias = new int[64];
  private int marks;

  ProcessTable(Bounds bounds, Drops drops) {
    this.bounds = bounds;
    this.drops = drops;
  }

  private HostTable host(String key) {
    return hosts.computeIfAbsent(key, HostTable::new);
  }

  // ---- filling

  /// The process with this GUID, made where it is new; [ProcessForest#NONE] where there is no room or no GUID.
  int named(String host, String guid, long pid, long time) {
    if (guid.isEmpty()) {
      return ProcessForest.NONE;
    }
    HostTable table = host(host);
    Integer known = table.byGuid.get(guid);
    int index = known == null ? make(host) : known;
    if (index == ProcessForest.NONE) {
      return index;
    }
    ProcessNode node = nodes.get(index);
    if (known == null) {
      table.byGuid.put(guid, index);
      node.guid = guid;
    }
    node.seen(time);
    if (pid >= 0 && node.pid < 0) {
      node.pid = pid;
      mark(host, pid, new Mark(time, Kind.SEEN, index, Untrusted.NONE, NO_TRACE));
    }
    return index;
  }

  private static final Trace NO_TRACE =
      new Trace(new io.cutpoint.model.event.EventId(0, 0), null, Times.NEVER, Times.NEVER, false, -1);

  /// The process that a start without a GUID makes.
  int started(String host, long pid) {
    int index = pid < 0 ? ProcessForest.NONE : make(host);
    if (index != ProcessForest.NONE) {
      nodes.get(index).pid = pid;
    }
    return index;
  }

  private int make(String host) {
    if (nodes.size() >= bounds.processes()) {
      drops.count("processes");
      return ProcessForest.NONE;
    }
    int index = nodes.size();
    nodes.add(new ProcessNode(index, host));
    if (index == alias.length) {
      alias = java.util.Arrays.copyOf(alias, index * 2);
    }
    alias[index] = index;
    return index;
  }

  /// Says that the record tells of this process's start.
  void start(int index, Trace trace) {
    ProcessNode node = nodes.get(index);
    Trace known = node.start;
    node.start = known == null ? trace : Trace.first(known, trace);
    node.seen(trace.orderNanos());
    if (known == null && node.pid >= 0) {
      mark(node.host, node.pid, new Mark(trace.orderNanos(), Kind.START, index, Untrusted.NONE, trace));
    }
  }

  /// Says that some process with this id was there.
  void seen(String host, long pid, long time, Untrusted image) {
    if (pid < 0 || time == Times.NEVER) {
      return;
    }
    HostTable table = host(host);
    Id id = table.byPid.get(pid);
    if (id != null && !id.marks.isEmpty()) {
      Mark last = id.marks.getLast();
      boolean same = last.kind() == Kind.SEEN && last.node() == ProcessForest.NONE && id.boots == table.boots.size();
      if (same && (image.isEmpty() || last.image().equals(image))) {
        return;
      }
    }
    mark(host, pid, new Mark(time, Kind.SEEN, ProcessForest.NONE, image, NO_TRACE));
  }

  /// Says that a process ended.
  void end(String host, int node, long pid, Trace trace, Untrusted image) {
    if (node != ProcessForest.NONE) {
      ProcessNode known = nodes.get(node);
      Trace before = known.stop;
      known.stop = before == null ? trace : Trace.first(before, trace);
      known.end = Times.earlier(known.end, trace.orderNanos());
    }
    if (pid >= 0) {
      mark(host, pid, new Mark(trace.orderNanos(), Kind.END, node, image, trace));
    }
  }

  void boot(String host, Trace trace) {
    HostTable table = host(host);
    if (table.boots.size() < bounds.boots()) {
      table.boots.add(trace);
    } else {
      drops.count("boots");
    }
  }

  private void mark(String host, long pid, Mark mark) {
    if (marks >= bounds.marks()) {
      drops.count("process ids");
      return;
    }
    marks++;
    HostTable table = host(host);
    Id id = table.byPid.computeIfAbsent(pid, unused -> new Id());
    id.marks.add(mark);
    id.boots = table.boots.size();
  }

  // ---- deciding

  /// Decides which process every id meant when. Then [#at], [#real] and parents may be asked.
  void settle() {
    for (HostTable table : hosts.values()) {
      table.boots.sort(Trace.ORDER);
      for (Map.Entry<Long, Id> entry : table.byPid.entrySet()) {
        sweep(table, entry.getKey(), entry.getValue());
      }
    }
    for (int i = 0; i < nodes.size(); i++) {
      ProcessNode node = nodes.get(i);
      if (node.from == Times.NEVER) {
        Trace told = node.start;
        node.from = told == null ? 0 : told.orderNanos();
      }
    }
    for (int i = 0; i < nodes.size(); i++) {
      if (real(i) == i) {
        parents(nodes.get(i));
      }
    }
    for (int i = 0; i < nodes.size(); i++) {
      if (real(i) == i) {
        cut(nodes.get(i));
      }
    }
  }

  private void sweep(HostTable table, long pid, Id id) {
    List<Mark> all = new ArrayList<>(id.marks);
    all.sort(Comparator.<Mark>comparingLong(mark -> mark.time() ^ Long.MIN_VALUE)
        .thenComparing(Mark::kind)
        .thenComparing(mark -> mark.node() == ProcessForest.NONE ? "~" : nodes.get(mark.node()).key())
        .thenComparing(mark -> mark.trace().id())
        .thenComparing(Mark::image));
    List<ProcessNode> found = new ArrayList<>();
    ProcessNode current = null;
    long last = 0;
    for (Mark mark : all) {
      long boot = bootAfter(table, last);
      last = mark.time();
      if (current != null && !Times.isAfter(boot, mark.time()) && !isOfBoot(current, boot)) {
        current.end = Times.earlier(current.end, boot);
        current = null;
      }
      int named = mark.node() == ProcessForest.NONE ? ProcessForest.NONE : real(mark.node());
      boolean isGone = current != null && current.end != Times.NEVER && Times.isAfter(mark.time(), Times.plus(current.end, SAME_START_NANOS));
      switch (mark.kind()) {
        case START -> {
          ProcessNode node = nodes.get(named);
          if (current == node) {
            continue;
          }
          if (current != null && isOneStart(current, node, mark.time())) {
            current = merge(current, node, found);
          } else {
            if (current != null) {
              current.end = Times.earlier(current.end, mark.time());
            }
            node.from = mark.time();
            current = enter(node, found);
          }
        }
        case SEEN -> {
          if (named != ProcessForest.NONE) {
            ProcessNode node = nodes.get(named);
            if (node == current || node.isPlaced) {
              continue;
            }
            if (current != null && !isGone && current.guid.isEmpty() && current.mayBe(node)
                && (current.start == null || node.start == null || isOneStart(current, node, mark.time()))) {
              current = merge(current, node, found);
            } else if (node.start == null) {
              if (current != null) {
                current.end = Times.earlier(current.end, mark.time());
              }
              node.from = found.isEmpty() ? 0 : mark.time();
              current = enter(node, found);
            }
          } else if (current == null || isGone) {
            current = imply(table, pid, mark, found);
          } else {
            current.image(mark.image(), mark.time(), false);
          }
        }
        case END -> {
          if (named != ProcessForest.NONE) {
            ProcessNode node = nodes.get(named);
            if (current == null && !node.isPlaced) {
              node.from = found.isEmpty() ? 0 : Times.earlier(node.firstSeen, mark.time());
              current = enter(node, found);
            }
          } else {
            if (current == null || isGone) {
              current = imply(table, pid, mark, found);
            }
            if (current != null && current.end == Times.NEVER) {
              current.end = mark.time();
              current.stop = mark.trace();
            }
          }
        }
      }
    }
    if (current != null) {
      long boot = bootAfter(table, last);
      current.end = isOfBoot(current, boot) ? current.end : Times.earlier(current.end, boot);
    }
    found.removeIf(node -> real(node.index) != node.index);
    found.sort(ProcessNode.ORDER);
    id.nodes = List.copyOf(found);
    id.marks = List.of();
  }

  /// Whether the process was started by the same boot, of which it was told a little before.
  private static boolean isOfBoot(ProcessNode node, long boot) {
    Trace told = node.start;
    return Times.isWithin(told == null ? node.firstSeen : told.orderNanos(), boot, BOOT_NANOS);
  }

  /// The first start of the host after this time.
  private static long bootAfter(HostTable table, long time) {
    int low = 0;
    int high = table.boots.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Times.isAfter(table.boots.get(middle).orderNanos(), time)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low == table.boots.size() ? Times.NEVER : table.boots.get(low).orderNanos();
  }

  private static ProcessNode enter(ProcessNode node, List<ProcessNode> found) {
    if (!node.isPlaced) {
      node.isPlaced = true;
      found.add(node);
    }
    return node;
  }

  private @org.jspecify.annotations.Nullable ProcessNode imply(HostTable table, long pid, Mark mark, List<ProcessNode> found) {
    int index = make(table.key);
    if (index == ProcessForest.NONE) {
      return null;
    }
    ProcessNode node = nodes.get(index);
    node.pid = pid;
    node.seen(mark.time());
    node.image(mark.image(), mark.time(), false);
    node.from = found.isEmpty() ? 0 : mark.time();
    return enter(node, found);
  }

  /// Whether the start tells of the process that is there already.
  private static boolean isOneStart(ProcessNode current, ProcessNode next, long time) {
    if (!current.guid.isEmpty() && !next.guid.isEmpty()) {
      return false;
    }
    Trace told = current.start;
    if (told != null && next.start != null && current.guid.isEmpty() == next.guid.isEmpty()) {
      // Twice the same source: two starts.
      return false;
    }
    long before = told == null ? current.firstSeen : told.orderNanos();
    return Times.isWithin(before, time, SAME_START_NANOS) && current.mayBe(next);
  }

  private ProcessNode merge(ProcessNode current, ProcessNode next, List<ProcessNode> found) {
    boolean nextStays = current.guid.isEmpty() && !next.guid.isEmpty();
    ProcessNode stays = nextStays ? next : current;
    ProcessNode goes = nextStays ? current : next;
    stays.from = Times.earlier(current.from, next.from);
    stays.absorb(goes);
    alias[goes.index] = stays.index;
    return enter(stays, found);
  }

  private void parents(ProcessNode node) {
    long time = node.from;
    if (node.parent != ProcessForest.NONE) {
      node.parent = real(node.parent);
    } else if (node.parentPid >= 0) {
      node.parent = at(node.host, node.parentPid, time);
    }
    if (node.creator != ProcessForest.NONE) {
      node.creator = real(node.creator);
    } else if (node.creatorPid >= 0) {
      node.creator = at(node.host, node.creatorPid, time);
    }
    if (node.creator == node.parent || node.creator == node.index) {
      node.creator = ProcessForest.NONE;
    }
    if (node.parent == node.index) {
      node.parent = ProcessForest.NONE;
    }
  }

  /// A process cannot descend from itself, whatever records say: the later link is cut.
  private void cut(ProcessNode node) {
    int up = node.index;
    for (int steps = 0; steps < bounds.depth(); steps++) {
      ProcessNode at = nodes.get(up);
      int next = at.creator != ProcessForest.NONE ? at.creator : at.parent;
      if (next == ProcessForest.NONE) {
        return;
      }
      if (next == node.index) {
        at.creator = ProcessForest.NONE;
        at.parent = ProcessForest.NONE;
        drops.count("circles of parents");
        return;
      }
      up = next;
    }
  }

  // ---- asking

  int size() {
    return nodes.size();
  }

  ProcessNode get(int index) {
    return nodes.get(index);
  }

  /// The node that this one was found to be.
  int real(int index) {
    int at = index;
    while (alias[at] != at) {
      at = alias[at];
    }
    return at;
  }

  int byGuid(String host, String guid) {
    HostTable table = hosts.get(host);
    Integer index = table == null || guid.isEmpty() ? null : table.byGuid.get(guid);
    return index == null ? ProcessForest.NONE : real(index);
  }

  /// The process that had this id then.
  int at(String host, long pid, long time) {
    HostTable table = hosts.get(host);
    Id id = table == null || pid < 0 || time == Times.NEVER ? null : table.byPid.get(pid);
    if (id == null) {
      return ProcessForest.NONE;
    }
    List<ProcessNode> sorted = id.nodes;
    int low = 0;
    int high = sorted.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Times.isAfter(sorted.get(middle).from, time)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    if (low > 0 && !Times.isAfter(time, Times.plus(sorted.get(low - 1).end, SAME_START_NANOS))) {
      return sorted.get(low - 1).index;
    }
    // A record that was written a little before the record of the start.
    return low < sorted.size() && Times.isWithin(sorted.get(low).from, time, SAME_START_NANOS) ? sorted.get(low).index : ProcessForest.NONE;
  }
}
