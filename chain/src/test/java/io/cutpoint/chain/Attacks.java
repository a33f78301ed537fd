package io.cutpoint.chain;

import io.cutpoint.model.Stage;
import io.cutpoint.model.detection.Detection;
import io.cutpoint.model.detection.Level;
import io.cutpoint.model.entity.Entities;
import io.cutpoint.model.entity.Role;
import io.cutpoint.model.event.EventId;
import io.cutpoint.model.fact.Activity;
import io.cutpoint.model.fact.Attribute;
import io.cutpoint.model.intrusion.Intrusion;
import io.cutpoint.model.intrusion.Member;
import io.cutpoint.model.text.Untrusted;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// Attacks at the same time in one network, elevenfold noise around them, a part of what happened not seen.
///
/// Each attack: a payload opened on a workstation, its implant with a channel, credentials, then by an administrative
/// session to a server and on from there. Noise: rules that fire for administrators, updaters and agents on every
/// host, some every hour, some rarely; a domain controller and a scanner that meet everybody.
final class Attacks {

  final World world = new World();
  final Map<EventId, Integer> truth = new LinkedHashMap<>();
  private final Random random;
  private final double missing;
  private final int hosts = 40;
  private final int[] explorer = new int[hosts];
  private final int[] services = new int[hosts];
  private int files;

  Attacks(long seed, int attacks, double missing, int noisePerStep) {
    this.random = new Random(seed);
    this.missing = missing;
    for (int h = 0; h < hosts; h++) {
      explorer[h] = world.stop(name(h), "C:\\Windows\\explorer.exe");
      services[h] = world.stop(name(h), "C:\\Windows\\System32\\services.exe");
      context(h);
    }
    for (int a = 0; a < attacks; a++) {
      attack(a, 30 + random.nextDouble() * 300);
    }
    noise(truth.size() * noisePerStep);
  }

  private static String name(int host) {
    return host == 0 ? "DC01" : host < 6 ? "SRV-" + host : "WS-" + host;
  }

  private static String address(int host) {
    return "10.0.0." + (host + 1);
  }

  private void context(int h) {
    world.on(name(h), -30).kind(Activity.PROCESS_START).fact();
    world.on(name(h), -30).kind(Activity.FILE_WRITE).fact();
    world.on(name(h), -30).kind(Activity.CONNECTION).with(Attribute.INITIATED, "true").with(Attribute.SOURCE_ADDRESS, address(h))
        .with(Attribute.DESTINATION_ADDRESS, address(0)).with(Attribute.DESTINATION_PORT, "445").fact();
    world.on("DC01", -29).kind(Activity.LOGON).with(Attribute.LOGON_TYPE, "3").with(Attribute.SOURCE_ADDRESS, address(h))
        .with(Attribute.TARGET_USER, "CORP\\user" + h).with(Attribute.TARGET_LOGON_ID, "0x" + Integer.toHexString(0x10000 + h)).fact();
    world.on(name(h), -28).kind(Activity.LOGON).with(Attribute.LOGON_TYPE, "3").with(Attribute.SOURCE_ADDRESS, "10.0.9.9")
        .with(Attribute.TARGET_USER, "CORP\\scanner").with(Attribute.TARGET_LOGON_ID, "0x" + Integer.toHexString(0x20000 + h)).fact();
    world.on(name(h), -27).kind(Activity.LOGON).with(Attribute.LOGON_TYPE, "2").with(Attribute.TARGET_USER, "CORP\\user" + h)
        .with(Attribute.TARGET_LOGON_ID, session(h)).fact();
  }

  private static String session(int host) {
    return "0x" + Integer.toHexString(0x30000 + host);
  }

  private void attack(int a, double begin) {
    int h = 6 + random.nextInt(hosts - 6);
    int server = 1 + random.nextInt(5);
    String c2 = "203.0.113." + (10 + a);
    String user = "CORP\\user" + h;
    boolean treeSeen = random.nextDouble() >= missing;
    int payload = treeSeen ? world.start(name(h), "C:\\Users\\u\\Downloads\\doc" + a + ".exe", explorer[h]) : world.unknown(name(h), "C:\\Users\\u\\Downloads\\doc" + a + ".exe");
    int shell = world.start(name(h), "C:\\Windows\\System32\\cmd.exe", payload);
    double t = begin;
    world.on(name(h), t).kind(Activity.CONNECTION).with(Attribute.INITIATED, "true").with(Attribute.SOURCE_ADDRESS, address(h)).with(Attribute.DESTINATION_ADDRESS, c2).fact();
    step(a, world.on(name(h), t).by(payload).user(user).session(session(h)).rule(World.rule("run" + a % 3, Level.MEDIUM), Stage.EXPLOITATION));
    step(a, world.on(name(h), t += 1 + random.nextInt(3)).by(payload).user(user).address(Role.TARGET, c2).rule(World.rule("c2" + a % 4, Level.HIGH), Stage.COMMAND_AND_CONTROL));
    step(a, world.on(name(h), t += 1 + random.nextInt(9)).by(shell).user(user).rule(World.rule("persist" + a % 5, Level.MEDIUM), Stage.INSTALLATION));
    step(a, world.on(name(h), t += 1 + random.nextInt(9)).by(shell).user(user).rule(World.rule("discovery" + a % 5, Level.LOW), Stage.ACTIONS_ON_OBJECTIVES));
    step(a, world.on(name(h), t += 1 + random.nextInt(30)).by(shell).user(user).session(session(h)).rule(World.rule("dump" + a % 3, Level.HIGH, "T1003.001"), Stage.ACTIONS_ON_OBJECTIVES));
    step(a, world.on(name(h), t += 1 + random.nextInt(30)).by(shell).user(user).mention(Role.TARGET, Entities.host(Untrusted.of(name(server))).orElseThrow())
        .rule(World.rule("lateral" + a % 3, Level.MEDIUM, "T1021.002"), Stage.ACTIONS_ON_OBJECTIVES));
    String remote = "0x" + Integer.toHexString(0x40000 + a);
    world.on(name(server), t += 0.5).kind(Activity.LOGON).with(Attribute.LOGON_TYPE, "3").with(Attribute.SOURCE_ADDRESS, address(h))
        .with(Attribute.TARGET_USER, "CORP\\admin" + a).with(Attribute.TARGET_LOGON_ID, remote).fact();
    int service = world.start(name(server), "C:\\Windows\\svc" + a + ".exe", services[server]);
    step(a, world.on(name(server), t += 0.5).by(service).user("CORP\\admin" + a).session(remote).rule(World.rule("service" + a % 3, Level.MEDIUM), Stage.INSTALLATION));
    step(a, world.on(name(server), t += 1 + random.nextInt(5)).by(service).address(Role.TARGET, c2).rule(World.rule("c2" + a % 4, Level.HIGH), Stage.COMMAND_AND_CONTROL));
    step(a, world.on(name(server), t += 1 + random.nextInt(20)).by(service).rule(World.rule("collect" + a % 3, Level.MEDIUM), Stage.ACTIONS_ON_OBJECTIVES));
    step(a, world.on(name(server), t += 1 + random.nextInt(20)).by(service).rule(World.rule("exfil" + a % 3, Level.HIGH), Stage.ACTIONS_ON_OBJECTIVES));
  }

  private void step(int attack, World.Happening one) {
    if (random.nextDouble() >= missing) {
      truth.put(one.detect().id(), attack);
    }
  }

  private void noise(int count) {
    for (int i = 0; i < count; i++) {
      int h = random.nextInt(hosts);
      double t = random.nextDouble() * 480;
      int kind = random.nextInt(10);
      int parent = random.nextBoolean() ? explorer[h] : services[h];
      String program = "C:\\Program Files\\App" + random.nextInt(12) + "\\app.exe";
      World.Happening one = world.on(name(h), t).user("CORP\\user" + h);
      if (kind < 5) {
        one = one.by(world.start(name(h), program, parent)).rule(World.rule("usual" + random.nextInt(4), Level.MEDIUM), World.suspected(Stage.EXPLOITATION));
      } else if (kind < 7) {
        one = one.by(world.start(name(h), program, parent)).session(session(h)).rule(World.rule("low" + random.nextInt(8), Level.LOW), Stage.ACTIONS_ON_OBJECTIVES);
      } else if (kind == 7) {
        one = one.by(explorer[h]).session(session(h)).rule(World.rule("shell" + random.nextInt(8), Level.MEDIUM), Stage.EXPLOITATION);
      } else if (kind == 8) {
        one = one.channel("Security").kind(Activity.OTHER).rule(World.rule("security" + random.nextInt(8), Level.LOW), Stage.ACTIONS_ON_OBJECTIVES);
      } else {
        one = one.by(world.start(name(h), "C:\\Users\\u\\AppData\\tool" + files++ + ".exe", parent)).rule(World.rule("rare" + random.nextInt(40), Level.HIGH), Stage.EXPLOITATION);
      }
      one.detect();
    }
  }

  /// How well intrusions match attacks.
  record Measure(double f1, double purity, double intrusionsPerAttack, int mostAttacksInOne, int falseIntrusions, int found) {}

  Measure measure(Result result) {
    Map<EventId, Integer> place = new LinkedHashMap<>();
    int n = 0;
    int mostAttacks = 0;
    int falseIntrusions = 0;
    TreeMap<Integer, Integer> pieces = new TreeMap<>();
    List<Double> purities = new ArrayList<>();
    for (Intrusion intrusion : result.intrusions()) {
      n++;
      TreeMap<Integer, Integer> attacks = new TreeMap<>();
      int all = 0;
      for (Member member : intrusion.members()) {
        place.put(member.id(), n);
        all++;
        Integer attack = truth.get(member.id());
        if (attack != null) {
          attacks.merge(attack, 1, Integer::sum);
        }
      }
      attacks.keySet().forEach(a -> pieces.merge(a, 1, Integer::sum));
      int attackRows = attacks.values().stream().mapToInt(Integer::intValue).sum();
      mostAttacks = Math.max(mostAttacks, attacks.size());
      if (attackRows * 2 >= all && attackRows > 1) {
        purities.add((double) attackRows / all);
      }
      if (intrusion.score() >= 40 && attackRows * 2 < all) {
        falseIntrusions++;
      }
    }
    // Pairs: together in truth (attacks only) against together in the result.
    long both = 0;
    long inTruth = 0;
    long inResult = 0;
    List<Detection> all = world.detections;
    for (int i = 0; i < all.size(); i++) {
      Integer ta = truth.get(all.get(i).id());
      Integer pa = place.get(all.get(i).id());
      for (int j = i + 1; j < all.size(); j++) {
        Integer tb = truth.get(all.get(j).id());
        Integer pb = place.get(all.get(j).id());
        boolean t = ta != null && ta.equals(tb);
        boolean p = pa != null && pa.equals(pb) && (ta != null || tb != null);
        inTruth += t ? 1 : 0;
        inResult += p ? 1 : 0;
        both += t && p ? 1 : 0;
      }
    }
    double precision = inResult == 0 ? 0 : (double) both / inResult;
    double recall = inTruth == 0 ? 0 : (double) both / inTruth;
    double f1 = both == 0 ? 0 : 2 * precision * recall / (precision + recall);
    double purity = purities.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    double perAttack = pieces.values().stream().mapToInt(Integer::intValue).average().orElse(0);
    return new Measure(f1, purity, perAttack, mostAttacks, falseIntrusions, pieces.size());
  }
}
