package io.cutpoint.respond;

import io.cutpoint.model.Stage;
import io.cutpoint.model.event.LogSource;
import io.cutpoint.model.event.LogSourceSet;
import io.cutpoint.model.text.Untrusted;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What the logs hold, and what the rules would need: where this analysis was blind.
public final class Coverage {

  /// What one rule needs.
  ///
  /// @param source the events that it applies to
  /// @param fields the fields that it reads
  public record Need(LogSource source, Set<String> fields) {
    public Need {
      fields = Set.copyOf(fields);
    }
  }

  /// What one computer wrote.
  ///
  /// @param name as it names itself
  /// @param isController whether it issued tickets or wrote of its directory, as only a domain controller does
  /// @param events how many events of each kind
  /// @param withCommandLine how many of each kind carry a command line
  public record HostLogs(Untrusted name, boolean isController, Map<LogSourceSet, Long> events, Map<LogSourceSet, Long> withCommandLine) {
    public HostLogs {
      events = Map.copyOf(events);
      withCommandLine = Map.copyOf(withCommandLine);
    }
  }

  /// A setting of the logs that is missing.
  ///
  /// @param id a short word
  /// @param what what nobody logs there
  /// @param how what to switch on
  /// @param rules how many of the loaded rules it blinds
  /// @param hosts where, by their keys
  public record Setting(String id, String what, String how, int rules, List<Untrusted> hosts) {
    public Setting {
      hosts = List.copyOf(hosts);
    }
  }

  /// How many rules could never be true here.
  ///
  /// @param rules how many are loaded
  /// @param withoutEvents those without a single event of their log source
  /// @param missing the log sources that most of those ask for, with how many ask
  /// @param fieldless those whose log source had events, but with none of which came a field that they read
  /// @param unseen the fields that most of those ask for, with how many ask
  public record Reach(int rules, int withoutEvents, List<Count> missing, int fieldless, List<Count> unseen) {
    public Reach {
      missing = List.copyOf(missing);
      unseen = List.copyOf(unseen);
    }
  }

  /// A name and how many ask for it.
  public record Count(String name, int rules) {}

  private enum Kind {
    PROCESSES("process-starts", "process starts", "Sysmon event 1, or audit process creation (4688) with command lines", Stage.EXPLOITATION, "process_creation"),
    COMMAND_LINES("command-lines", "command lines of processes", "the policy \"Include command line in process creation events\"", Stage.EXPLOITATION, "process_creation"),
    CONNECTIONS("connections", "connections by process", "Sysmon event 3", Stage.COMMAND_AND_CONTROL, "network_connection"),
    NAMES("name-queries", "DNS queries by process", "Sysmon event 22", Stage.COMMAND_AND_CONTROL, "dns_query"),
    FILES("files", "files written", "Sysmon event 11", Stage.DELIVERY, "file_event"),
    MARKS("marks", "marks of the web on files", "Sysmon event 15", Stage.DELIVERY, "create_stream_hash"),
    SCRIPTS("scripts", "PowerShell scripts", "script block logging (4104)", Stage.EXPLOITATION, "ps_script"),
    REGISTRY("registry", "registry writes", "Sysmon events 12 and 13", Stage.INSTALLATION, "registry_set"),
    ACCESS("process-access", "access to other processes", "Sysmon event 10", Stage.ACTIONS_ON_OBJECTIVES, "process_access"),
    IMAGES("image-loads", "libraries loaded", "Sysmon event 7", Stage.EXPLOITATION, "image_load"),
    SECURITY("security-log", "logons and audits", "the Security log", Stage.ACTIONS_ON_OBJECTIVES, "");

    final String id;
    final String what;
    final String how;
    final Stage stage;
    final LogSource source;

    Kind(String id, String what, String how, Stage stage, String category) {
      this.id = id;
      this.what = what;
      this.how = how;
      this.stage = stage;
      this.source = category.isEmpty() ? new LogSource("windows", null, "security") : new LogSource("windows", category, null);
    }
  }

  private static final int NAMED = 5;
  /// More than rules times hosts of a lower rank can make up for in practice.
  private static final long FIRST = 100_000;

  private final SortedMap<String, HostLogs> hosts;
  private final Map<LogSourceSet, Set<String>> fieldsSeen;
  private final List<Need> needs;
  private final SortedSet<String> controllers = new TreeSet<>();

  /// @param hosts by their keys
  /// @param fieldsSeen which fields the events of each kind had
  /// @param needs of all loaded rules
  public Coverage(Map<String, HostLogs> hosts, Map<LogSourceSet, ? extends Set<String>> fieldsSeen, List<Need> needs) {
    this.hosts = new TreeMap<>(hosts);
    this.fieldsSeen = Map.copyOf(fieldsSeen);
    this.needs = List.copyOf(needs);
    hosts.forEach((key, logs) -> {
      if (logs.isController()) {
        controllers.add(key);
      }
    });
  }

  /// The keys of the hosts whose own events show that they are domain controllers. A name never does.
  public SortedSet<String> controllers() {
    return controllers;
  }

  /// The one setting that would help most on these hosts: one for a stage that no log could see before one for a stage
  /// that was not seen, and that before others; then the one that blinds most rules on most hosts. Null where nothing
  /// of the list is missing.
  ///
  /// @param among keys of hosts; of those only the ones count that write logs of Windows
  /// @param blind stages that no log could see
  /// @param inferred stages that must have happened and were not seen
  public @Nullable Setting setting(Collection<String> among, Collection<Stage> blind, Collection<Stage> inferred) {
    List<HostLogs> windows = among.stream().sorted().distinct().map(hosts::get).filter(logs -> logs != null && isWindows(logs)).toList();
    Setting best = null;
    long bestRank = 0;
    for (Kind kind : Kind.values()) {
      int rules = (int) needs.stream().filter(need -> asksFor(need, kind)).count();
      List<Untrusted> where = windows.stream().filter(logs -> lacks(logs, kind)).map(HostLogs::name).toList();
      long rank = (long) rules * where.size() * (blind.contains(kind.stage) ? FIRST * FIRST : inferred.contains(kind.stage) ? FIRST : 1);
      if (rank > bestRank) {
        bestRank = rank;
        best = new Setting(kind.id, kind.what, kind.how, rules, where);
      }
    }
    return best;
  }

  /// The same for all hosts here.
  public @Nullable Setting setting() {
    return setting(hosts.keySet(), List.of(), List.of());
  }

  private static boolean isWindows(HostLogs logs) {
    return logs.events().keySet().stream().anyMatch(kind -> kind.all().stream().anyMatch(source -> "windows".equals(source.product())));
  }

  private static boolean asksFor(Need need, Kind kind) {
    boolean same = kind == Kind.SECURITY
        ? "windows".equals(need.source.product()) && "security".equals(need.source.service())
        : String.valueOf(kind.source.category()).equals(need.source.category()) && (need.source.product() == null || "windows".equals(need.source.product()));
    return same && (kind != Kind.COMMAND_LINES || need.fields.contains("CommandLine") || need.fields.contains("ParentCommandLine"));
  }

  private static boolean lacks(HostLogs logs, Kind kind) {
    long events = 0;
    long told = 0;
    for (Map.Entry<LogSourceSet, Long> one : logs.events().entrySet()) {
      if (one.getKey().satisfies(kind.source)) {
        events += one.getValue();
        told += logs.withCommandLine().getOrDefault(one.getKey(), 0L);
      }
    }
    return kind == Kind.COMMAND_LINES ? events > 0 && told == 0 : events == 0;
  }

  /// Which rules could never be true here.
  public Reach reach() {
    Map<LogSource, Integer> bySource = new LinkedHashMap<>();
    Map<String, Integer> byField = new TreeMap<>();
    Map<String, Integer> missing = new TreeMap<>();
    Map<LogSource, Set<String>> known = new LinkedHashMap<>();
    int without = 0;
    int fieldless = 0;
    for (Need need : needs) {
      bySource.computeIfAbsent(need.source, source -> (int) fieldsSeen.keySet().stream().filter(kind -> kind.satisfies(source)).count());
      if (bySource.getOrDefault(need.source, 0) == 0) {
        without++;
        missing.merge(name(need.source), 1, Integer::sum);
        continue;
      }
      Set<String> seen = known.computeIfAbsent(need.source, this::seen);
      boolean some = false;
      for (String field : need.fields) {
        if (!seen.contains(field)) {
          byField.merge(field, 1, Integer::sum);
          some = true;
        }
      }
      fieldless += some ? 1 : 0;
    }
    return new Reach(needs.size(), without, most(missing), fieldless, most(byField));
  }

  private Set<String> seen(LogSource source) {
    Set<String> seen = new TreeSet<>();
    fieldsSeen.forEach((kind, fields) -> {
      if (kind.satisfies(source)) {
        seen.addAll(fields);
      }
    });
    return seen;
  }

  private static String name(LogSource source) {
    StringBuilder out = new StringBuilder();
    for (String part : new String[] {source.product(), source.category(), source.service()}) {
      if (part != null) {
        out.append(out.isEmpty() ? "" : "/").append(part);
      }
    }
    return out.isEmpty() ? "any" : out.toString();
  }

  private static List<Count> most(Map<String, Integer> counts) {
    List<Count> all = new ArrayList<>();
    counts.forEach((name, n) -> all.add(new Count(name, n)));
    all.sort(Comparator.comparingInt((Count one) -> -one.rules()).thenComparing(Count::name));
    return all.subList(0, Math.min(NAMED, all.size()));
  }
}
