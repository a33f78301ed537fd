package io.cutpoint.chain;

import static io.cutpoint.chain.World.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cutpoint.model.Stage;
import io.cutpoint.model.detection.Detection;
import io.cutpoint.model.detection.Level;
import io.cutpoint.model.entity.Entities;
import io.cutpoint.model.entity.Entity;
import io.cutpoint.model.entity.Role;
import io.cutpoint.model.event.EventId;
import io.cutpoint.model.fact.Activity;
import io.cutpoint.model.fact.Attribute;
import io.cutpoint.model.intrusion.Intrusion;
import io.cutpoint.model.intrusion.Member;
import io.cutpoint.model.text.Untrusted;
import io.cutpoint.provenance.ProcessForest;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LinkTest {

  private static final String HASH = "aa".repeat(32);
  private final World world = new World();

  private static List<EventId> ids(Intrusion intrusion) {
    return intrusion.members().stream().map(Member::id).toList();
  }

  private Strength between(Detection a, Detection b) {
    Baseline baseline = world.baseline();
    List<Episode> episodes = world.episodes();
    Placed first = placed(episodes, a, baseline);
    Placed second = placed(episodes, b, baseline);
    return Strength.between(first, second, null, baseline);
  }

  private Placed placed(List<Episode> episodes, Detection wanted, Baseline baseline) {
    Episode episode = episodes.stream().filter(e -> e.detections().contains(wanted.id())).findFirst().orElseThrow();
    return new Placed(episode, Handle.of(episode, baseline, world));
  }

  @ParameterizedTest(name = "{0} after {1} h: {2}")
  @CsvSource({
      // what they share, hours between, strength; no two share a host
      "hash, 0, 0.6923",
      "hash, 720, 0.3462",
      "address, 0, 0.6892",
      "address, 168, 0.3446",
      "domain, 0, 0.75",
      "domain, 336, 0.375",
      "url, 0, 0.90",
      "url, 720, 0.45",
      "user, 0, 0.15",
      "private, 0, 0.35",
      "private, 4, 0.175",
      "artefact, 0, 1.0",
  })
  void everySharedThingHasItsWeightAndHalfLife(String what, double hours, double wanted) {
    Detection a = share(what, "WS-01", 0);
    Detection b = share(what, "WS-02", hours * 60);

    Strength strength = between(a, b);

    assertThat(strength).isNotNull();
    assertThat(strength.value()).isCloseTo(wanted, within(0.001));
    assertThat(strength.reason()).isNotBlank();
  }

  private Detection share(String what, String host, double minute) {
    World.Happening one = world.on(host, minute);
    switch (what) {
      case "hash" -> {
        world.on(host, minute).kind(Activity.PROCESS_START).with(Attribute.IMAGE, "C:\\Users\\a\\x.exe").with(Attribute.HASHES, "SHA256=" + HASH).fact();
        one.with(Attribute.IMAGE, "C:\\Users\\a\\x.exe").hash(HASH);
        if (!host.equals("WS-01")) {
          return one.detect();
        }
        return one.detect();
      }
      case "address" -> {
        if (host.equals("WS-01")) {
          world.on(host, minute).kind(Activity.CONNECTION).with(Attribute.INITIATED, "true").with(Attribute.SOURCE_ADDRESS, "10.0.0.1")
              .with(Attribute.DESTINATION_ADDRESS, "203.0.113.7").fact();
        }
        one.address(Role.TARGET, "203.0.113.7");
      }
      case "domain" -> one.mention(Role.OBJECT, Entities.domain(Untrusted.of("cdn-status.net")).orElseThrow());
      case "url" -> one.mention(Role.OBJECT, Entities.url(Untrusted.of("http://8.8.4.4/x.exe")).orElseThrow());
      case "user" -> one.user("CORP\\m.keller");
      case "private" -> one.address(Role.TARGET, "10.0.5.13");
      case "artefact" -> one.mention(Role.OBJECT, new Entity.Artefact("ws|service|evil", Untrusted.of("evil")));
      default -> throw new IllegalArgumentException(what);
    }
    return one.detect();
  }

  @Test
  void aHashKeepsNineTenthsOnOneHostAndHalfOnThree() {
    assertThat(Tie.HASH.hub(1)).isCloseTo(0.9, within(1e-9));
    assertThat(Tie.HASH.hub(3)).isCloseTo(0.5, within(1e-9));
  }

  @ParameterizedTest(name = "{0}: {2}")
  @CsvSource({
      "same tree, 0, 1.0",
      "trees apart, 0, 0.30",
      "trees apart, 24, 0.15",
      "processes differ, 0, 0.45",
      "no process, 0, 0.75",
      "no process, 24, 0.375",
      "only one process, 0, 0.45",
      "both through a stop node, 0, 0.30",
  })
  void oneHostWeighsByHowItsTreesMeet(String how, double hours, double wanted) {
    int explorer = world.stop("WS-01", "C:\\Windows\\explorer.exe");
    int one = world.start("WS-01", "C:\\a.exe", explorer);
    int child = world.start("WS-01", "C:\\Windows\\System32\\cmd.exe", one);
    int other = world.start("WS-01", "C:\\b.exe", explorer);
    int unknown = world.unknown("WS-01", "C:\\c.exe");
    int[] pair = switch (how) {
      case "same tree" -> new int[] {one, child};
      case "trees apart" -> new int[] {one, other};
      case "processes differ" -> new int[] {one, unknown};
      case "only one process" -> new int[] {one, ProcessForest.NONE};
      case "no process" -> new int[] {ProcessForest.NONE, ProcessForest.NONE};
      case "both through a stop node" -> new int[] {explorer, explorer};
      default -> throw new IllegalArgumentException(how);
    };
    World.Happening a = world.on("WS-01", 0).rule(rule("a", Level.HIGH), Stage.EXPLOITATION);
    World.Happening b = world.on("WS-01", hours * 60);
    Detection first = (pair[0] == ProcessForest.NONE ? a : a.by(pair[0])).detect();
    Detection second = (pair[1] == ProcessForest.NONE ? b : b.by(pair[1])).detect();

    assertThat(between(first, second).value()).isCloseTo(wanted, within(1e-9));
  }

  @Test
  void hostSessionAndAccountAreOnePieceOfEvidenceWhereTreesDoNotMeet() {
    int explorer = world.stop("WS-01", "C:\\Windows\\explorer.exe");
    world.on("WS-01", -1).kind(Activity.LOGON).with(Attribute.LOGON_TYPE, "2").with(Attribute.TARGET_LOGON_ID, "0x5aa1").fact();
    Detection a = world.on("WS-01", 0).by(world.start("WS-01", "C:\\a.exe", explorer)).user("CORP\\kim").session("0x5aa1").detect();
    Detection b = world.on("WS-01", 1).by(world.start("WS-01", "C:\\b.exe", explorer)).user("CORP\\kim").session("0x5aa1").detect();

    assertThat(between(a, b).value()).isLessThan(Strength.JOIN);
  }

  @Test
  void aSessionFromAnotherHostLinksWhateverItStarts() {
    int services = world.stop("SRV-1", "C:\\Windows\\System32\\services.exe");
    world.on("SRV-1", -1).kind(Activity.LOGON).with(Attribute.LOGON_TYPE, "3").with(Attribute.TARGET_LOGON_ID, "0x5aa1")
        .with(Attribute.SOURCE_ADDRESS, "10.0.0.7").fact();
    Detection a = world.on("SRV-1", 0).by(world.start("SRV-1", "C:\\a.exe", services)).session("0x5aa1").detect();
    Detection b = world.on("SRV-1", 1).by(world.start("SRV-1", "C:\\b.exe", services)).session("0x5aa1").detect();

    assertThat(between(a, b).value()).isCloseTo(1.0, within(1e-3));
  }

  @Test
  void aProgramThatCameWithTheSystemIsNoSharedFile() {
    Detection a = world.on("WS-01", 0).with(Attribute.IMAGE, "C:\\Windows\\System32\\cmd.exe").hash(HASH).detect();
    Detection b = world.on("WS-02", 0).with(Attribute.IMAGE, "C:\\Windows\\System32\\cmd.exe").hash(HASH).detect();

    assertThat(between(a, b)).isNull();
  }

  @Test
  void aMereRecorderGivesNoLink() {
    Detection a = world.on("DC01", 0).recordedOnly().rule(rule("a", Level.HIGH), Stage.ACTIONS_ON_OBJECTIVES).detect();
    Detection b = world.on("DC01", 1).recordedOnly().detect();

    assertThat(between(a, b)).isNull();
  }

  @Test
  void aHubSaysLittle() {
    for (int i = 0; i < 30; i++) {
      world.on("DC01", i).kind(Activity.LOGON).with(Attribute.LOGON_TYPE, "3").with(Attribute.SOURCE_ADDRESS, "10.0.1." + (i + 1)).fact();
    }
    Detection a = world.on("DC01", 40).rule(rule("a", Level.HIGH), Stage.ACTIONS_ON_OBJECTIVES).detect();
    Detection b = world.on("DC01", 41).detect();

    assertThat(between(a, b).value()).isLessThan(0.05);
  }

  @Test
  void goingToAnotherHostLinksWithEvidenceOfTheSession() {
    world.on("WS-01", 0).kind(Activity.CONNECTION).with(Attribute.INITIATED, "true").with(Attribute.SOURCE_ADDRESS, "10.0.0.7")
        .with(Attribute.DESTINATION_ADDRESS, "10.0.0.9").fact();
    world.on("SRV-1", 1).kind(Activity.LOGON).with(Attribute.LOGON_TYPE, "3").with(Attribute.TARGET_LOGON_ID, "0x5aa1")
        .with(Attribute.SOURCE_ADDRESS, "10.0.0.7").fact();
    Detection a = world.on("WS-01", 0.5).mention(Role.TARGET, Entities.host(Untrusted.of("SRV-1")).orElseThrow()).detect();
    Detection b = world.on("SRV-1", 2).rule(rule("b", Level.HIGH), Stage.EXPLOITATION).session("0x5aa1").detect();
    int other = world.start("SRV-1", "C:\\agent.exe", ProcessForest.NONE);
    Detection c = world.on("SRV-1", 3).by(other).rule(rule("c", Level.HIGH), Stage.EXPLOITATION).session("0x7777").detect();

    assertThat(between(a, b).beyondPlace()).isCloseTo(0.95, within(0.01));
    assertThat(between(a, b).tie()).isEqualTo(Tie.DIRECTED);
    assertThat(between(a, c).value()).isLessThan(Strength.JOIN);
    assertThat(between(a, c).beyondPlace()).isZero();
  }

  @Test
  void twoIntrusionsOnOneHostInOneHourStayTwo() {
    int explorer = world.stop("WS-01", "C:\\Windows\\explorer.exe");
    int one = world.start("WS-01", "C:\\Users\\a\\one.exe", explorer);
    int two = world.start("WS-01", "C:\\Users\\a\\two.exe", explorer);
    for (int i = 0; i < 6; i++) {
      world.on("WS-01", i).by(i % 2 == 0 ? one : two).user("CORP\\kim").rule(rule("r" + i, Level.HIGH), Stage.EXPLOITATION).detect();
    }

    Result result = world.run();

    assertThat(result.intrusions()).hasSize(2);
    assertThat(result.intrusions()).allSatisfy(i -> assertThat(i.members()).hasSize(3));
  }

  @Test
  void anEpisodeWithoutProcessDoesNotGlueTwoTrees() {
    int explorer = world.stop("WS-01", "C:\\Windows\\explorer.exe");
    int one = world.start("WS-01", "C:\\Users\\a\\one.exe", explorer);
    int two = world.start("WS-01", "C:\\Users\\a\\two.exe", explorer);
    world.on("WS-01", 0).by(one).rule(rule("a", Level.HIGH), Stage.EXPLOITATION).detect();
    world.on("WS-01", 1).rule(rule("b", Level.HIGH), Stage.EXPLOITATION).channel("Security").kind(Activity.OTHER).detect();
    world.on("WS-01", 2).by(two).rule(rule("c", Level.HIGH), Stage.EXPLOITATION).detect();

    Result result = world.run();

    assertThat(result.intrusions()).hasSize(3);
    assertThat(result.merges()).isEmpty();
  }

  @Test
  void aScannerDoesNotGlueTheHostsThatItTouches() {
    for (int i = 1; i <= 40; i++) {
      world.on("WS-" + i, 0).kind(Activity.LOGON).with(Attribute.LOGON_TYPE, "3").with(Attribute.SOURCE_ADDRESS, "192.0.2.99").fact();
    }
    for (int i = 1; i <= 5; i++) {
      world.on("WS-" + i, i).hostIs(Role.TARGET).address(Role.ACTOR, "192.0.2.99").kind(Activity.LOGON).detect();
    }

    Result result = world.run();

    assertThat(result.intrusions()).hasSize(5);
    assertThat(result.refused()).isNotNull();
  }

  @Test
  void aSpreadingAttackerDoesNotHideHimself() {
    int hosts = 12;
    for (int i = 1; i <= hosts; i++) {
      world.on("WS-" + i, i).kind(Activity.LOGON).with(Attribute.LOGON_TYPE, "3").with(Attribute.SOURCE_ADDRESS, "192.0.2.99").fact();
      world.on("WS-" + i, i + 0.1).hostIs(Role.TARGET).address(Role.ACTOR, "192.0.2.99").kind(Activity.LOGON)
          .rule(rule("r", Level.HIGH), Stage.ACTIONS_ON_OBJECTIVES).detect();
    }
    Baseline baseline = world.baseline();

    int all = baseline.degree("ip|192.0.2.99", java.util.Set.of(), 0);
    int outside = baseline.degree("ip|192.0.2.99", java.util.Set.of("ws-1", "ws-2", "ws-3"), World.minute(0));

    assertThat(all).isEqualTo(hosts);
    assertThat(outside).isEqualTo(hosts - 3);
  }

  @Test
  void aSeedPullsInWhatWaitedForIt() {
    int tree = world.start("WS-01", "C:\\Users\\a\\one.exe", ProcessForest.NONE);
    Detection low = world.on("WS-01", 0).by(tree).rule(rule("low", Level.LOW), Stage.EXPLOITATION).detect();
    Detection seed = world.on("WS-01", 60).by(tree).rule(rule("seed", Level.HIGH), Stage.ACTIONS_ON_OBJECTIVES).detect();

    Result result = world.run();

    assertThat(result.intrusions()).singleElement().satisfies(i -> {
      assertThat(ids(i)).containsExactly(low.id(), seed.id());
      assertThat(i.id()).isEqualTo(Ids.intrusion(seed.id()));
      assertThat(i.links()).singleElement().satisfies(l -> assertThat(l.entity()).isInstanceOf(Entity.Process.class));
    });
    assertThat(result.fates().orphans()).isZero();
  }

  @Test
  void whatNothingCameForIsAnOrphanAndTheWeakestIsContext() {
    world.on("WS-01", 0).rule(rule("low", Level.LOW), Stage.EXPLOITATION).detect();
    world.on("WS-02", 0).rule(rule("info", Level.INFORMATIONAL, io.cutpoint.model.detection.Status.EXPERIMENTAL), Stage.EXPLOITATION).detect();

    Result result = world.run();

    assertThat(result.intrusions()).isEmpty();
    assertThat(result.fates().orphans()).isEqualTo(1);
    assertThat(result.fates().context()).isEqualTo(1);
    assertThat(result.fates().total()).isEqualTo(2);
  }

  @Test
  void aMergeKeepsTheOlderIdAndCanBeUndone() {
    int one = world.start("WS-01", "C:\\Users\\a\\one.exe", ProcessForest.NONE);
    int two = world.start("WS-02", "C:\\Users\\a\\two.exe", ProcessForest.NONE);
    Detection first = world.on("WS-01", 0).by(one).rule(rule("a", Level.HIGH), Stage.EXPLOITATION).detect();
    Detection second = world.on("WS-02", 10).by(two).rule(rule("b", Level.HIGH), Stage.EXPLOITATION).detect();
    Entity shared = Entities.url(Untrusted.of("http://8.8.4.4/x.exe")).orElseThrow();
    world.on("WS-01", 1).by(one).rule(rule("c", Level.HIGH), Stage.EXPLOITATION).mention(Role.OBJECT, shared).detect();
    world.on("WS-02", 11).by(two).rule(rule("d", Level.HIGH), Stage.EXPLOITATION).mention(Role.OBJECT, shared).detect();
    Chain chain = new Chain(world.baseline(), world);

    Result merged = world.run(AttackTracer.NONE, chain);
    EventId younger = Ids.intrusion(second.id());
    Result apart = chain.unmerge(younger);

    assertThat(merged.intrusions()).singleElement().satisfies(i -> {
      assertThat(i.id()).isEqualTo(Ids.intrusion(first.id()));
      assertThat(i.aliases()).containsExactly(younger);
      assertThat(i.members()).hasSize(4);
    });
    assertThat(merged.merges()).singleElement().satisfies(m -> assertThat(m.because().strength()).isGreaterThanOrEqualTo(0.70));
    assertThat(apart.intrusions()).hasSize(2).allSatisfy(i -> {
      assertThat(i.aliases()).isEmpty();
      assertThat(i.members()).hasSize(2);
    });
    assertThat(apart.merges()).isEmpty();
  }

  @Test
  void aSecondIntrusionThatIsNotSurelyTheSameIsRelated() {
    int one = world.start("WS-01", "C:\\Users\\a\\one.exe", ProcessForest.NONE);
    int two = world.start("WS-02", "C:\\Users\\a\\two.exe", ProcessForest.NONE);
    Entity shared = Entities.address(Untrusted.of("203.0.113.7"), unused -> false).orElseThrow();
    for (String host : List.of("WS-01", "WS-02")) {
      world.on(host, -5).kind(Activity.CONNECTION).with(Attribute.INITIATED, "true").with(Attribute.SOURCE_ADDRESS, "10.0.0." + host.length())
          .with(Attribute.DESTINATION_ADDRESS, "203.0.113.7").fact();
    }
    world.on("WS-01", 0).by(one).rule(rule("a", Level.HIGH), Stage.COMMAND_AND_CONTROL).mention(Role.TARGET, shared).detect();
    world.on("WS-02", 10).by(two).rule(rule("b", Level.HIGH), Stage.EXPLOITATION).detect();
    world.on("WS-02", 11).by(two).rule(rule("d", Level.HIGH), Stage.COMMAND_AND_CONTROL).mention(Role.TARGET, shared).detect();

    Result result = world.run();

    assertThat(result.intrusions()).hasSize(2);
    assertThat(result.related()).hasSize(1);
  }

  @Test
  void refusedLinksAreRememberedWithTheirReason() {
    int explorer = world.stop("WS-01", "C:\\Windows\\explorer.exe");
    world.on("WS-01", 0).by(world.start("WS-01", "C:\\a.exe", explorer)).rule(rule("a", Level.HIGH), Stage.EXPLOITATION).detect();
    Detection other = world.on("WS-01", 1).by(world.start("WS-01", "C:\\b.exe", explorer)).rule(rule("b", Level.HIGH), Stage.EXPLOITATION).detect();

    Result result = world.run();

    assertThat(result.refused().values()).singleElement().satisfies(links ->
        assertThat(links).singleElement().satisfies(link -> {
          assertThat(link.to()).isEqualTo(other.id());
          assertThat(link.strength()).isLessThan(Strength.JOIN);
          assertThat(link.reason()).contains("trees that do not meet");
        }));
  }

  @Test
  void aReconstructedTreeClaimsWhatItsProcessesDidAndItsStepsJoin() {
    int explorer = world.stop("WS-01", "C:\\Windows\\explorer.exe");
    int payload = world.start("WS-01", "C:\\Users\\a\\payload.exe", explorer);
    int injected = world.start("WS-01", "C:\\Windows\\System32\\notepad.exe", explorer);
    Detection dump = world.on("WS-01", 30).by(payload).rule(rule("dump", Level.HIGH, "T1003.001"), Stage.ACTIONS_ON_OBJECTIVES).detect();
    Detection before = world.on("WS-01", 1).by(injected).rule(rule("early", Level.LOW), Stage.EXPLOITATION).detect();
    Detection after = world.on("WS-01", 40).by(injected).rule(rule("late", Level.LOW), Stage.EXPLOITATION).detect();
    Detection step = world.on("WS-01", 5).by(payload).kind(Activity.PROCESS_START).rule(rule("cutpoint.reconstruction.first-run", Level.HIGH), Stage.EXPLOITATION).detect();
    world.detections.remove(step);
    TreeMap<Integer, Long> processes = new TreeMap<>();
    processes.put(payload, 0L);
    processes.put(injected, World.minute(20));

    Result result = world.run(seeds -> List.of(world.traced(processes, new AttackTracer.TracedStep(step, 0.8, false))));

    assertThat(result.intrusions()).singleElement().satisfies(i -> {
      assertThat(ids(i)).containsExactly(step.id(), dump.id(), after.id());
      assertThat(i.stages().get(Stage.EXPLOITATION).state()).isEqualTo(io.cutpoint.model.intrusion.StageState.CONFIRMED);
      assertThat(i.links()).anySatisfy(l -> assertThat(l.from()).isEqualTo(step.id()));
    });
    assertThat(result.fates().orphans()).isEqualTo(1);
    assertThat(result.fates().total()).isEqualTo(3);
    assertThat(before).isNotNull();
  }

  @Test
  void whatJoinedByPlaceAloneAndLiesInAnotherTreeIsLetGoWhenTheTreeIsKnown() {
    int explorer = world.stop("WS-01", "C:\\Windows\\explorer.exe");
    int payload = world.start("WS-01", "C:\\Users\\a\\payload.exe", explorer);
    int other = world.start("WS-01", "C:\\Program Files\\agent.exe", explorer);
    // Both hang on an episode without a process that came first.
    world.on("WS-01", 0).rule(rule("first", Level.HIGH), Stage.EXPLOITATION).channel("Security").kind(Activity.OTHER).detect();
    world.on("WS-01", 0).by(other).rule(rule("noise", Level.LOW), Stage.EXPLOITATION).detect();
    world.on("WS-01", 2).by(payload).rule(rule("dump", Level.HIGH), Stage.ACTIONS_ON_OBJECTIVES).detect();
    TreeMap<Integer, Long> processes = new TreeMap<>();
    processes.put(payload, 0L);

    Result result = world.run(seeds -> seeds.getFirst().fact().attributes().get(Attribute.IMAGE) != null
        ? List.of(world.traced(processes)) : List.of());

    assertThat(result.intrusions()).allSatisfy(i -> {
      boolean attack = i.members().stream().anyMatch(m -> m.stage() == Stage.ACTIONS_ON_OBJECTIVES);
      assertThat(attack && i.members().size() > 2).isFalse();
    });
  }

  @Test
  void idsComeFromTheSeed() {
    Detection seed = world.on("WS-01", 0).detect();

    assertThat(world.run().intrusions()).singleElement().satisfies(i -> assertThat(i.id()).isEqualTo(Ids.intrusion(seed.id())));
  }
}
