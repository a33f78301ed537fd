package io.cutpoint.generator;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.model.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GeneratorTest {

  private static final long FEW = 12_000;

  @TempDir Path folder;

  private Evidence make(String name, long seed, boolean withAttack) throws IOException {
    return Generator.make(new Request(folder.resolve(name), seed, FEW, withAttack), () -> false);
  }

  @Test
  void theSameSeedGivesTheSameBytes() throws Exception {
    make("one", 11, true);
    make("two", 11, true);

    assertThat(digests(folder.resolve("one"))).isEqualTo(digests(folder.resolve("two"))).hasSizeGreaterThan(16);
  }

  @Test
  void seedsChangeTheNamesAndTheShapeOfTheAttack() throws Exception {
    Set<List<String>> shapes = new HashSet<>();
    Set<String> deliveries = new TreeSet<>();
    Set<List<String>> hosts = new HashSet<>();
    Set<String> companies = new HashSet<>();
    for (long seed = 1; seed <= 24; seed++) {
      Evidence evidence = make("seed" + seed, seed, true);
      shapes.add(evidence.outline());
      deliveries.add(evidence.outline().getFirst());
      hosts.add(evidence.hosts());
      companies.add(evidence.company());
    }

    assertThat(shapes).hasSizeGreaterThan(22);
    assertThat(deliveries).hasSize(4);
    assertThat(hosts).hasSizeGreaterThan(22);
    assertThat(companies).hasSizeGreaterThan(22);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void theEvidenceReadsBackWithoutProblems(long seed) throws Exception {
    Evidence evidence = make("evidence", seed, true);

    Logs logs = Logs.of(folder.resolve("evidence"));

    assertThat(logs.problems()).isEmpty();
    assertThat((long) logs.events().size()).isEqualTo(evidence.events());
    assertThat(evidence.events()).isBetween(FEW * 9 / 10, FEW * 12 / 10);
    assertThat(logs.events().stream().map(Logs.Event::channel).distinct().toList())
        .containsExactlyInAnyOrder("System", "Security", "Microsoft-Windows-PowerShell/Operational", "Microsoft-Windows-Sysmon/Operational");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void everyRecordOfTheTruthIsInTheEvidenceAndItsStepsFormATree(long seed) throws Exception {
    Evidence evidence = make("evidence", seed, true);
    Set<String> records = new HashSet<>();
    Logs.of(folder.resolve("evidence")).events().forEach(event -> records.add(event.source() + "#" + event.record()));

    Map<Integer, Integer> parents = new TreeMap<>();
    Set<Stage> stages = new TreeSet<>();
    List<String> lines = Files.readAllLines(evidence.truth());
    for (String line : lines) {
      assertThat(records.contains(text(line, "source") + "#" + number(line, "record"))).as(() -> "no record for " + line).isTrue();
      int step = number(line, "step");
      int parent = line.contains("\"parent\":null") ? 0 : number(line, "parent");
      assertThat(parents.getOrDefault(step, parent)).isEqualTo(parent);
      parents.put(step, parent);
      stages.add(Stage.of(text(line, "stage")).orElseThrow());
    }

    assertThat((long) lines.size()).isEqualTo(evidence.attackEvents()).isGreaterThan(100);
    assertThat(new HashSet<>(lines)).hasSameSizeAs(lines);
    assertThat(stages).containsExactlyInAnyOrderElementsOf(evidence.stages()).contains(Stage.DELIVERY, Stage.EXPLOITATION, Stage.COMMAND_AND_CONTROL, Stage.INSTALLATION, Stage.ACTIONS_ON_OBJECTIVES);
    parents.forEach((step, parent) -> assertThat(parent == 0 || parents.containsKey(parent) && parent < step).as("parent of a step").isTrue());
    assertThat(parents.values().stream().filter(parent -> parent == 0)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void processesHaveParentsThatRunAndBothLogsTellOfThem(long seed) throws Exception {
    make("evidence", seed, true);
    List<Logs.Event> events = Logs.of(folder.resolve("evidence")).events();

    Map<String, Logs.Event> started = new HashMap<>();
    Map<String, Long> ended = new HashMap<>();
    Set<String> security = new HashSet<>();
    for (Logs.Event event : events) {
      if (event.isSysmon(1)) {
        assertThat(started.put(event.value("ProcessGuid"), event)).as(() -> "two processes of one name: " + event).isNull();
      } else if (event.isSysmon(5)) {
        assertThat(ended.put(event.value("ProcessGuid"), event.time())).as(() -> "two ends: " + event).isNull();
      } else if (event.isSecurity(4688)) {
        security.add(event.host() + Long.decode(event.value("NewProcessId")) + event.value("NewProcessName") + Long.decode(event.value("ProcessId")) + event.value("CommandLine"));
      }
    }

    long halfSecond = 5_000_000;
    for (Logs.Event event : started.values()) {
      if (!event.value("ParentImage").equals("System")) {
        Logs.Event parent = started.get(event.value("ParentProcessGuid"));
        assertThat(parent).as(() -> "parent of " + event).isNotNull();
        assertThat(parent.value("Image")).isEqualTo(event.value("ParentImage"));
        assertThat(parent.value("ProcessId")).isEqualTo(event.value("ParentProcessId"));
        assertThat(parent.host()).isEqualTo(event.host());
        assertThat(parent.time()).isLessThanOrEqualTo(event.time() + halfSecond);
        assertThat(ended.getOrDefault(event.value("ParentProcessGuid"), Long.MAX_VALUE)).as(() -> "end of the parent of " + event).isGreaterThan(event.time() - halfSecond);
      }
      assertThat(security.contains(event.host() + event.value("ProcessId") + event.value("Image") + event.value("ParentProcessId") + event.value("CommandLine"))).as(() -> "4688 for " + event).isTrue();
    }
    assertThat(started.keySet()).containsAll(ended.keySet());
    assertThat(security).hasSizeGreaterThan(started.size() * 9 / 10);
    events.stream().filter(event -> event.channel().contains("Sysmon") && event.values().containsKey("ProcessGuid") && !event.value("Image").equals("System")).forEach(event -> {
      Logs.Event process = started.get(event.value("ProcessGuid"));
      assertThat(process).as(() -> "process of " + event).isNotNull();
      assertThat(process.value("ProcessId")).isEqualTo(event.value("ProcessId"));
      assertThat(ended.getOrDefault(event.value("ProcessGuid"), Long.MAX_VALUE)).as(() -> "end of the process of " + event).isGreaterThan(event.time() - halfSecond);
    });
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void sessionsBeginBeforeAnythingHappensInThem(long seed) throws Exception {
    make("evidence", seed, true);
    List<Logs.Event> events = Logs.of(folder.resolve("evidence")).events();

    Map<String, Long> logons = new HashMap<>();
    events.stream().filter(event -> event.isSecurity(4624)).forEach(event -> logons.merge(event.host() + event.value("TargetLogonId"), event.time(), Math::min));

    for (Logs.Event event : events) {
      String id = event.channel().equals("Security") ? event.value("SubjectLogonId") : event.isSysmon(1) ? event.value("LogonId") : "";
      if (!id.isEmpty() && Long.decode(id) >= 0x3e8) {
        assertThat(logons.getOrDefault(event.host() + id, Long.MAX_VALUE)).as(() -> "logon of " + event).isLessThanOrEqualTo(event.time() + 5_000_000);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void aLogonOverTheNetworkCarriesThePortOfAConnectionThatBothHostsSaw(long seed) throws Exception {
    make("evidence", seed, true);
    List<Logs.Event> events = Logs.of(folder.resolve("evidence")).events();
    Connections connections = Connections.of(events);

    Map<String, String> portOfSession = new HashMap<>();
    Set<String> ports = new TreeSet<>();
    for (Logs.Event event : events) {
      if (event.isSecurity(4624) && event.value("LogonType").equals("3") && !event.value("IpPort").equals("-")) {
        Logs.Event accepted = connections.nearest(false, event);
        Logs.Event asked = connections.nearest(true, event);
        assertThat(accepted).as(() -> "connection that was accepted for " + event).isNotNull();
        assertThat(asked).as(() -> "connection that was asked for, for " + event).isNotNull();
        assertThat(accepted.host()).isEqualTo(event.host());
        assertThat(asked.host()).isNotEqualTo(event.host());
        if (event.value("IpPort").equals(portOfSession.put(event.host() + event.value("TargetLogonId"), event.value("IpPort")))) {
          throw new AssertionError("two logons of one session: " + event);
        }
        ports.add(accepted.value("DestinationPort"));
      }
    }
    assertThat(ports).contains("445", "389");
    for (Logs.Event event : events) {
      if (event.isSecurity(5140) || event.isSecurity(5145)) {
        assertThat(event.value("IpPort")).as(event::toString).isEqualTo(portOfSession.get(event.host() + event.value("SubjectLogonId")));
      }
      if ((event.isSecurity(4768) || event.isSecurity(4769) || event.isSecurity(4771)) && !event.value("IpAddress").equals("::1")) {
        Logs.Event asked = connections.nearest(true, event);
        assertThat(asked).as(() -> "connection for " + event).isNotNull();
        assertThat(asked.value("DestinationPort")).isEqualTo("88");
        assertThat(asked.value("Image")).endsWith("\\lsass.exe");
      }
    }
  }

  @Test
  void credentialsAreUsedWhereACommandNamesThem() throws Exception {
    int named = 0;
    int carried = 0;
    for (long seed = 1; seed <= 24; seed++) {
      make("seed" + seed, seed, true);
      List<Logs.Event> events = Logs.of(folder.resolve("seed" + seed)).events();
      Set<String> used = new HashSet<>();
      events.stream().filter(event -> event.isSecurity(4648)).forEach(event -> used.add(event.host() + Long.decode(event.value("ProcessId")) + event.value("ProcessName")));
      for (Logs.Event event : events) {
        boolean reaches = event.isSysmon(1) && (event.value("CommandLine").startsWith("wmic /node:") || event.value("CommandLine").startsWith("schtasks /create /s "));
        if (reaches) {
          boolean says = event.value("CommandLine").contains(" /password:") || event.value("CommandLine").contains(" /p ");
          assertThat(used.contains(event.host() + event.value("ProcessId") + event.value("Image"))).as(event::toString).isEqualTo(says);
          named += says ? 1 : 0;
          carried += says ? 0 : 1;
        }
      }
    }
    assertThat(named).isPositive();
    assertThat(carried).isPositive();
  }

  @Test
  void aProcessThatWmiStartsRunsInTheSessionOfTheConnectionToWmi() throws Exception {
    int seen = 0;
    for (long seed = 1; seed <= 12; seed++) {
      make("seed" + seed, seed, true);
      List<Logs.Event> events = Logs.of(folder.resolve("seed" + seed)).events();
      Connections connections = Connections.of(events);
      for (Logs.Event event : events) {
        if (event.isSysmon(1) && event.value("ParentImage").endsWith("WmiPrvSE.exe")) {
          Logs.Event logon = events.stream().filter(it -> it.isSecurity(4624) && it.host().equals(event.host()) && it.value("TargetLogonId").equals(event.value("LogonId"))).findFirst().orElseThrow();
          Logs.Event asked = connections.nearest(true, logon);
          assertThat(asked).as(logon::toString).isNotNull();
          assertThat(asked.value("Image")).endsWith("\\WMIC.exe");
          assertThat(Integer.parseInt(asked.value("DestinationPort"))).isGreaterThanOrEqualTo(49_152);
          seen++;
        }
      }
    }
    assertThat(seen).isPositive();
  }

  /// What Sysmon tells of connections: by direction, address and port of the source.
  private record Connections(Map<String, List<Logs.Event>> all) {
    private static final long SECOND = 10_000_000;

    static Connections of(List<Logs.Event> events) {
      Map<String, List<Logs.Event>> all = new HashMap<>();
      events.stream().filter(event -> event.isSysmon(3)).forEach(
          event -> all.computeIfAbsent(event.value("Initiated") + event.value("SourceIp") + "|" + event.value("SourcePort"), end -> new java.util.ArrayList<>()).add(event));
      return new Connections(all);
    }

    /// The connection of the address and port of a logon or a ticket, not more than a second apart.
    @org.jspecify.annotations.Nullable Logs.Event nearest(boolean isInitiated, Logs.Event of) {
      String end = isInitiated + of.value("IpAddress").replace("::ffff:", "") + "|" + of.value("IpPort");
      return all.getOrDefault(end, List.of()).stream().filter(event -> Math.abs(event.time() - of.time()) < SECOND).findFirst().orElse(null);
    }
  }

  @Test
  void withoutAnAttackNothingOfItIsThere() throws Exception {
    Evidence with = make("with", 3, true);
    Evidence without = make("without", 3, false);
    Set<String> attackers = new TreeSet<>();
    Set<String> theirs = new HashSet<>();
    for (String line : Files.readAllLines(with.truth())) {
      theirs.add(text(line, "source") + "#" + number(line, "record"));
    }
    Logs.of(folder.resolve("with")).events().stream().filter(event -> theirs.contains(event.source() + "#" + event.record())).forEach(event -> {
      if (event.isSysmon(22)) {
        attackers.add(event.value("QueryName"));
      }
    });

    List<Logs.Event> events = Logs.of(folder.resolve("without")).events();

    assertThat(Files.readAllLines(without.truth())).isEmpty();
    assertThat(without.attackEvents()).isZero();
    assertThat(without.stages()).isEmpty();
    assertThat(attackers).isNotEmpty();
    assertThat(events.stream().filter(event -> event.isSysmon(22)).map(event -> event.value("QueryName"))).doesNotContainAnyElementsOf(attackers);
  }

  @Test
  void nothingGrowsWithTheNumberOfEventsButTheFiles() throws Exception {
    Evidence few = Generator.make(new Request(folder.resolve("few"), 5, 20_000, true), () -> false);
    Evidence many = Generator.make(new Request(folder.resolve("many"), 5, 300_000, true), () -> false);

    assertThat(many.events()).isBetween(290_000L, 310_000L);
    assertThat(many.attackEvents()).isEqualTo(few.attackEvents());
    assertThat(many.days()).isGreaterThan(few.days());
    assertThat(many.mostPending()).isLessThan(6_000);
  }

  @Test
  void fullLogsAreArchivedAndTheTruthKnowsTheirNames() throws Exception {
    Evidence evidence = Generator.make(new Request(folder.resolve("evidence"), 7, 20_000, true), 1 << 20, () -> false);

    Logs logs = Logs.of(folder.resolve("evidence"));

    assertThat(logs.problems()).isEmpty();
    assertThat(evidence.files()).isGreaterThan(20);
    Set<String> records = new HashSet<>();
    logs.events().forEach(event -> records.add(event.source() + "#" + event.record()));
    Set<String> sources = new TreeSet<>();
    for (String line : Files.readAllLines(evidence.truth())) {
      assertThat(records.contains(text(line, "source") + "#" + number(line, "record"))).as(() -> "no record for " + line).isTrue();
      sources.add(text(line, "source"));
    }
    assertThat(sources).anyMatch(source -> source.contains("/Archive-"));
    Map<String, Set<Long>> numbers = new HashMap<>();
    for (Logs.Event event : logs.events()) {
      assertThat(numbers.computeIfAbsent(event.host() + event.channel(), log -> new HashSet<>()).add(event.record())).as(() -> "one number twice: " + event).isTrue();
    }
  }

  @Test
  void aStoryThatIsStoppedLeavesFilesThatCanBeRead() throws Exception {
    int[] asked = new int[1];

    Evidence evidence = Generator.make(new Request(folder.resolve("evidence"), 7, FEW, true), () -> ++asked[0] > 3);

    assertThat(evidence.isComplete()).isFalse();
    assertThat(Logs.of(folder.resolve("evidence")).problems()).isEmpty();
  }

  private static String text(String line, String name) {
    int from = line.indexOf("\"" + name + "\":\"") + name.length() + 4;
    return line.substring(from, line.indexOf('"', from));
  }

  private static int number(String line, String name) {
    int from = line.indexOf("\"" + name + "\":") + name.length() + 3;
    int to = from;
    while (Character.isDigit(line.charAt(to))) {
      to++;
    }
    return Integer.parseInt(line.substring(from, to));
  }

  private static Map<String, String> digests(Path folder) throws Exception {
    Map<String, String> all = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.put(folder.relativize(file).toString(), HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file))));
      }
    }
    return all;
  }
}
