package io.cutpoint.engine;

import io.cutpoint.model.event.EventTimes;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.fact.Activity;
import io.cutpoint.model.fact.Attribute;
import io.cutpoint.model.fact.Fact;
import io.cutpoint.model.text.SafeText;
import io.cutpoint.model.text.Untrusted;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Compares the two clocks that some records carry, and says where one of them is wrong.
///
/// A Sysmon record has the time when it was written and, inside the message, the time of what it tells of. Three
/// faults are known from real exports: local time written as if it were UTC (a constant difference in whole quarter
/// hours); a 12-hour clock without its AM or PM (two differences 12 hours apart, and no hour but 01 to 12); and times
/// inside connection records that are off alone, after a virtual machine was resumed. Nothing is corrected: order
/// follows the written time, and processes are joined by their GUIDs.
/// Memory: bounded by [#MAX_HOSTS] and [#MAX_BUCKETS].
final class Clocks {

  static final int MAX_HOSTS = 10_000;
  static final int MAX_BUCKETS = 256;

  /// Fewer records than this say nothing.
  private static final int ENOUGH = 10;

  private static final long QUARTER_SECONDS = 900;
  private static final long TOLERANCE_SECONDS = 120;
  private static final long NANOS = 1_000_000_000L;

  private static final class Host {
    final Untrusted name;
    /// Differences of process starts, stated less written, in quarter hours, where they are near one.
    final TreeMap<Long, Integer> quarters = new TreeMap<>();
    /// Differences of connections in whole seconds.
    final TreeMap<Long, Integer> connections = new TreeMap<>();
    int starts;
    int hours;

    Host(Untrusted name) {
      this.name = name;
    }
  }

  private final Map<String, Host> hosts = new TreeMap<>();

  void add(Fact fact) {
    Untrusted stated = fact.attributes().get(Attribute.STATED_TIME);
    if (stated == null || fact.timeNanos() == EventView.NO_TIME) {
      return;
    }
    byte[] text = stated.toBytes();
    long own = EventTimes.parse(text, 0, text.length);
    if (own == EventView.NO_TIME) {
      return;
    }
    String key = fact.host().key();
    Host host = hosts.get(key);
    if (host == null) {
      if (hosts.size() >= MAX_HOSTS) {
        return;
      }
      host = new Host(fact.host());
      hosts.put(key, host);
    }
    long written = Long.divideUnsigned(fact.timeNanos(), NANOS);
    long seconds = Long.divideUnsigned(own, NANOS) - written;
    if (fact.activity() == Activity.PROCESS_START) {
      host.starts++;
      host.hours |= 1 << (int) Long.remainderUnsigned(Long.divideUnsigned(written, 3600), 24);
      long quarter = Math.floorDiv(seconds + QUARTER_SECONDS / 2, QUARTER_SECONDS);
      if (Math.abs(seconds - quarter * QUARTER_SECONDS) <= TOLERANCE_SECONDS) {
        count(host.quarters, quarter);
      }
    } else if (fact.activity() == Activity.CONNECTION) {
      count(host.connections, seconds);
    }
  }

  private static void count(TreeMap<Long, Integer> buckets, long value) {
    if (buckets.size() < MAX_BUCKETS || buckets.containsKey(value)) {
      buckets.merge(value, 1, Integer::sum);
    }
  }

  /// What is wrong, in sentences for people, by host.
  List<String> warnings() {
    List<String> out = new ArrayList<>();
    for (Host host : hosts.values()) {
      if (host.starts < ENOUGH) {
        continue;
      }
      String name = SafeText.to(SafeText.Target.TERMINAL, host.name, 100);
      List<Map.Entry<Long, Integer>> most = host.quarters.entrySet().stream()
          .sorted(Map.Entry.<Long, Integer>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
          .toList();
      if (most.isEmpty() || most.getFirst().getValue() * 2 < host.starts) {
        continue;
      }
      long first = most.getFirst().getKey();
      long other = most.stream().skip(1)
          .filter(entry -> Math.abs(entry.getKey() - first) == 48 && entry.getValue() * 20 >= host.starts)
          .mapToLong(Map.Entry::getKey).findFirst().orElse(Long.MIN_VALUE);
      boolean halfDay = (host.hours & ~0x1FFE) == 0;
      if (other != Long.MIN_VALUE && halfDay) {
        out.add(String.format(Locale.ROOT, "%s: its records were written by a 12-hour clock without AM or PM (%s or %s from its processes' own times)",
            name, difference(first * QUARTER_SECONDS), difference(other * QUARTER_SECONDS)));
      } else if (first != 0) {
        boolean maybeHalf = halfDay && Math.abs(first) > 48;
        out.add(String.format(Locale.ROOT, "%s: its records carry local time as if it were UTC, %s from its processes' own times%s",
            name, difference(first * QUARTER_SECONDS), maybeHalf ? "; perhaps a 12-hour clock" : ""));
      }
      connections(host, name, first * QUARTER_SECONDS, out);
    }
    return out;
  }

  private static void connections(Host host, String name, long usual, List<String> out) {
    int all = host.connections.values().stream().mapToInt(Integer::intValue).sum();
    if (all < ENOUGH) {
      return;
    }
    int seen = 0;
    for (Map.Entry<Long, Integer> entry : host.connections.entrySet()) {
      seen += entry.getValue();
      if (seen * 2 >= all) {
        long off = entry.getKey() - usual;
        if (Math.abs(off) > TOLERANCE_SECONDS && Math.abs(Math.abs(off) - 12 * 3600) > TOLERANCE_SECONDS) {
          out.add(String.format(Locale.ROOT, "%s: the times inside its connection records are off by %s (a resumed virtual machine?); the written times are used", name, difference(off)));
        }
        return;
      }
    }
  }

  private static String difference(long seconds) {
    long s = Math.abs(seconds);
    String sign = seconds < 0 ? "-" : "+";
    return s % 3600 == 0 ? sign + s / 3600 + " h" : String.format(Locale.ROOT, "%s%d h %02d min", sign, s / 3600, s % 3600 / 60);
  }
}
