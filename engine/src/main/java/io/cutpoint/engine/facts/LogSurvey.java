package io.cutpoint.engine.facts;

import io.cutpoint.model.entity.Entities;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.model.event.LogSourceSet;
import io.cutpoint.model.text.Untrusted;
import io.cutpoint.respond.Coverage;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Counts what the logs hold: which computer wrote which kinds of events, and which fields those had.
///
/// One for each worker, added up at the end; the sum does not depend on who read what. Cost: one pass over the entries
/// of an event, a comparison of the host with the one before. Memory: at most [#HOSTS] computers; of more, those whose
/// names come first are kept.
public final class LogSurvey {

  /// Computers that are told apart.
  static final int HOSTS = 5_000;

  private static final int LONGEST_HOST = 512;

  private static final class Row {
    Untrusted name = Untrusted.NONE;
    boolean isController;
    final Map<LogSourceSet, long[]> counts = new HashMap<>();
    private @Nullable LogSourceSet lastKind;
    private long[] lastCount = new long[2];

    @SuppressWarnings("ReferenceEquality") // only spares the search: events of one kind bring the same set
    long[] count(LogSourceSet kind) {
      if (kind != lastKind) {
        lastCount = counts.computeIfAbsent(kind, unused -> new long[2]);
        lastKind = kind;
      }
      return lastCount;
    }
  }

  private final FieldDictionary dictionary;
  private final int commandLine;
  private final TreeMap<String, Row> hosts = new TreeMap<>();
  private final Map<LogSourceSet, boolean[]> fields = new HashMap<>();
  private @Nullable LogSourceSet lastKind;
  private boolean[] lastSeen = new boolean[0];
  private byte[] lastHost = new byte[0];
  private @Nullable Row last;

  LogSurvey(FieldDictionary dictionary) {
    this.dictionary = dictionary;
    this.commandLine = dictionary.id("CommandLine");
  }

  /// Counts an event.
  ///
  /// @param hostAt the entry that names the computer, or -1
  /// @param isController whether only a domain controller writes such an event
  void add(EventView event, int hostAt, boolean isController) {
    LogSourceSet kind = event.logSources();
    boolean[] seen = seen(kind);
    boolean told = false;
    for (int i = 0; i < event.count(); i++) {
      int field = event.field(i);
      // A field that was seen is not looked at again: asking for a length may mean to decode the text.
      if (field >= 0 && (!seen[field] || field == commandLine) && event.length(i) > 0) {
        seen[field] = true;
        told |= field == commandLine && !(event.length(i) == 1 && event.bytes(i)[event.offset(i)] == '-');
      }
    }
    Row row = hostAt < 0 ? null : row(event, hostAt);
    if (row != null) {
      row.isController |= isController;
      long[] count = row.count(kind);
      count[0]++;
      count[1] += told ? 1 : 0;
    }
  }

  @SuppressWarnings("ReferenceEquality") // only spares the search: events of one kind bring the same set
  private boolean[] seen(LogSourceSet kind) {
    if (kind != lastKind) {
      lastSeen = fields.computeIfAbsent(kind, unused -> new boolean[dictionary.size()]);
      lastKind = kind;
    }
    return lastSeen;
  }

  private @Nullable Row row(EventView event, int at) {
    int length = Math.min(event.length(at), LONGEST_HOST);
    int offset = event.offset(at);
    if (last != null && Arrays.equals(lastHost, 0, lastHost.length, event.bytes(at), offset, offset + length)) {
      return last;
    }
    Untrusted name = Untrusted.of(event.bytes(at), offset, length);
    Row row = row(Entities.hostKey(name), name);
    lastHost = name.toBytes();
    last = row;
    return row;
  }

  private @Nullable Row row(String key, Untrusted name) {
    if (key.isEmpty()) {
      return null;
    }
    Row row = hosts.computeIfAbsent(key, unused -> new Row());
    // The same whoever read it first.
    row.name = row.name.isEmpty() || name.compareTo(row.name) < 0 ? name : row.name;
    if (hosts.size() > HOSTS) {
      Row gone = hosts.pollLastEntry().getValue();
      return gone == row ? null : row;
    }
    return row;
  }

  /// Adds what another worker counted.
  public void addAll(LogSurvey other) {
    other.hosts.forEach((key, theirs) -> {
      Row row = row(key, theirs.name);
      if (row != null) {
        row.isController |= theirs.isController;
        theirs.counts.forEach((kind, count) -> {
          long[] sum = row.counts.computeIfAbsent(kind, unused -> new long[2]);
          sum[0] += count[0];
          sum[1] += count[1];
        });
      }
    });
    other.fields.forEach((kind, theirs) -> {
      boolean[] seen = fields.computeIfAbsent(kind, unused -> new boolean[dictionary.size()]);
      for (int i = 0; i < seen.length; i++) {
        seen[i] |= theirs[i];
      }
    });
    last = null;
  }

  /// What was counted, beside what the rules need.
  public Coverage coverage(List<Coverage.Need> needs) {
    Map<String, Coverage.HostLogs> rows = new TreeMap<>();
    hosts.forEach((key, row) -> {
      Map<LogSourceSet, Long> events = new HashMap<>();
      Map<LogSourceSet, Long> told = new HashMap<>();
      row.counts.forEach((kind, count) -> {
        events.merge(kind, count[0], Long::sum);
        told.merge(kind, count[1], Long::sum);
      });
      rows.put(key, new Coverage.HostLogs(row.name, row.isController, events, told));
    });
    Map<LogSourceSet, Set<String>> names = new HashMap<>();
    fields.forEach((kind, seen) -> {
      Set<String> here = names.computeIfAbsent(kind, unused -> new TreeSet<>());
      for (int i = 0; i < seen.length; i++) {
        if (seen[i]) {
          here.add(dictionary.name(i));
        }
      }
    });
    return new Coverage(rows, names, needs);
  }
}
