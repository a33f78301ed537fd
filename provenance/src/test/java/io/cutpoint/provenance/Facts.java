package io.cutpoint.provenance;

import io.cutpoint.model.detection.Evidence;
import io.cutpoint.model.event.EventId;
import io.cutpoint.model.event.Position;
import io.cutpoint.model.event.SourceId;
import io.cutpoint.model.fact.Activity;
import io.cutpoint.model.fact.Attribute;
import io.cutpoint.model.fact.Attributes;
import io.cutpoint.model.fact.Fact;
import io.cutpoint.model.text.Untrusted;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;

/// A small story in facts: every call adds one.
final class Facts {

  /// 2023-08-15 in nanoseconds since 1601.
  static final long DAY = Long.parseUnsignedLong("13336617600000000000");

  static final String EXPLORER = "C:\\Windows\\explorer.exe";
  static final String SERVICES = "C:\\Windows\\System32\\services.exe";
  static final String SVCHOST = "C:\\Windows\\System32\\svchost.exe";
  static final String EDGE = "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe";
  static final String CMD = "C:\\Windows\\System32\\cmd.exe";

  private final List<Fact> all = new ArrayList<>();
  private String host = "WS01";
  private int ids;

  Facts on(String name) {
    host = name;
    return this;
  }

  static String guid(int n) {
    return String.format("{81056205-5686-64dc-0000-%012x}", n);
  }

  static long at(double seconds) {
    return DAY + (long) (seconds * 1e9);
  }

  Fact add(double seconds, Activity activity, int code, Object... pairs) {
    EnumMap<Attribute, Untrusted> values = new EnumMap<>(Attribute.class);
    for (int i = 0; i < pairs.length; i += 2) {
      values.put((Attribute) pairs[i], Untrusted.of(String.valueOf(pairs[i + 1])));
    }
    int id = ++ids;
    Fact fact = new Fact(new EventId(0x9e3779b97f4a7c15L * id, id), at(seconds), at(seconds), activity, code, Untrusted.of("log"), Untrusted.of(host),
        Attributes.of(values), List.of(), List.of(new Evidence(new SourceId(0, "a.evtx"), new Position(0, id, id, 1), id, "00")));
    all.add(fact);
    return fact;
  }

  /// Sysmon 1; pids are `1000 + n`.
  Fact start(double seconds, int n, int parent, String image, String parentImage, Object... more) {
    return add(seconds, Activity.PROCESS_START, 1, with(more, Attribute.PROCESS_GUID, guid(n), Attribute.PROCESS_ID, 1000 + n, Attribute.IMAGE, image,
        Attribute.PARENT_GUID, guid(parent), Attribute.PARENT_ID, 1000 + parent, Attribute.PARENT_IMAGE, parentImage));
  }

  /// Security 4688.
  Fact audited(double seconds, int pid, int parentPid, String image, String parentImage, Object... more) {
    return add(seconds, Activity.PROCESS_START, 4688, with(more, Attribute.PROCESS_ID, pid, Attribute.IMAGE, image, Attribute.PARENT_ID, parentPid,
        Attribute.PARENT_IMAGE, parentImage));
  }

  Fact end(double seconds, int n) {
    return add(seconds, Activity.PROCESS_END, 5, Attribute.PROCESS_GUID, guid(n), Attribute.PROCESS_ID, 1000 + n);
  }

  Fact endOfPid(double seconds, int pid) {
    return add(seconds, Activity.PROCESS_END, 4689, Attribute.PROCESS_ID, pid);
  }

  Fact by(double seconds, Activity activity, int code, int n, Object... more) {
    return add(seconds, activity, code, with(more, Attribute.PROCESS_GUID, guid(n), Attribute.PROCESS_ID, 1000 + n));
  }

  Fact mark(double seconds, int n, String path, String url) {
    return by(seconds, Activity.FILE_STREAM, 15, n, Attribute.IMAGE, EDGE, Attribute.TARGET_FILE, path + ":Zone.Identifier", Attribute.CONTENTS,
        "[ZoneTransfer]  ZoneId=3  HostUrl=" + url + "  ");
  }

  Fact write(double seconds, int n, String path, String image) {
    return by(seconds, Activity.FILE_WRITE, 11, n, Attribute.IMAGE, image, Attribute.TARGET_FILE, path);
  }

  Fact connect(double seconds, int n, String address, int port) {
    return by(seconds, Activity.CONNECTION, 3, n, Attribute.INITIATED, "true", Attribute.SOURCE_ADDRESS, "192.168.1." + (10 + Math.floorMod(host.hashCode(), 200)),
        Attribute.DESTINATION_ADDRESS, address, Attribute.DESTINATION_PORT, port);
  }

  static Object[] with(Object[] more, Object... pairs) {
    Object[] out = new Object[pairs.length + more.length];
    System.arraycopy(pairs, 0, out, 0, pairs.length);
    System.arraycopy(more, 0, out, pairs.length, more.length);
    return out;
  }

  List<Fact> all() {
    return all;
  }

  /// In the total order: time, then identity.
  List<Fact> sorted() {
    List<Fact> sorted = new ArrayList<>(all);
    sorted.sort(Comparator.<Fact>comparingLong(fact -> fact.orderTimeNanos() ^ Long.MIN_VALUE).thenComparing(Fact::id));
    return sorted;
  }

  Provenance build() {
    return build(sorted(), Bounds.STANDARD);
  }

  static Provenance build(List<Fact> facts, Bounds bounds) {
    ProvenanceBuilder builder = new ProvenanceBuilder(bounds);
    facts.forEach(builder::add);
    return builder.build();
  }
}
