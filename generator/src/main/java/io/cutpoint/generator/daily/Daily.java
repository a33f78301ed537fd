package io.cutpoint.generator.daily;

import static io.cutpoint.generator.daily.Machine.SYSTEM32;
import static io.cutpoint.generator.world.World.DAY;
import static io.cutpoint.generator.world.World.HOUR;
import static io.cutpoint.generator.world.World.MINUTE;
import static io.cutpoint.generator.world.World.SECOND;

import io.cutpoint.generator.world.Chance;
import io.cutpoint.generator.world.Company;
import io.cutpoint.generator.world.Company.Person;
import io.cutpoint.generator.world.Hand;
import io.cutpoint.generator.world.Host;
import io.cutpoint.generator.world.Running;
import io.cutpoint.generator.world.Session;
import io.cutpoint.generator.world.World;
import java.util.List;

/// What happens on every day: hosts start, people work, agents report, backups run, and the administrator looks after it.
public final class Daily {
  private static final String POWERSHELL = SYSTEM32 + "WindowsPowerShell\\v1.0\\powershell.exe";

  private final World world;
  private final Company company;
  private final Software software;
  private final Chance chance;
  private final Hand hand;
  private final long start;
  private final long target;
  private final long seed;

  /// @param target how many records the whole story shall have, about
  public Daily(World world, Company company, long seed, long start, long target) {
    this.world = world;
    this.company = company;
    this.software = new Software(seed);
    this.chance = Chance.of(seed, "daily");
    this.hand = world.hand(chance, null);
    this.start = start;
    this.target = target;
    this.seed = seed;
  }

  /// Plans the first day; each day plans the next.
  public void plan() {
    for (Host host : List.of(company.controller(), company.server())) {
      world.at(start + chance.between(2 * MINUTE, 20 * MINUTE), () -> Machine.boot(world, hand, chance, software, host));
    }
    for (Person person : company.people()) {
      world.at(start + chance.between(2 * MINUTE, 20 * MINUTE), () -> Machine.boot(world, hand, chance, software, person.desk()));
    }
    world.at(start + 30 * MINUTE, () -> day(start));
    world.at(start + 30 * MINUTE, this::background);
    for (Host host : company.hosts()) {
      world.at(start + 31 * MINUTE + chance.between(0, 15 * MINUTE), () -> agent(host));
      world.at(start + 31 * MINUTE + chance.between(0, 90 * MINUTE), () -> policy(host));
      world.at(start + 32 * MINUTE + chance.between(0, 60 * MINUTE), () -> antivirus(host));
      world.at(start + 33 * MINUTE + chance.between(0, HOUR), () -> updater(host));
    }
  }

  private void day(long midnight) {
    boolean working = java.time.DayOfWeek.of((int) ((midnight / DAY) % 7) + 1).getValue() <= 5;
    if (working) {
      for (Person person : company.people()) {
        long from = midnight + person.earliest() * MINUTE + chance.between(0, 25 * MINUTE);
        new UserDay(world, company, software, Chance.of(seed, "day " + midnight + person.account().name()), hand, person, midnight).plan(from);
      }
      new AdministratorDay(world, company, Chance.of(seed, "administration " + midnight), hand, midnight).plan();
    }
    for (Host host : List.of(company.server(), company.controller())) {
      world.at(midnight + 22 * HOUR + chance.between(0, HOUR), () -> backup(host));
    }
    world.at(midnight + DAY + MINUTE, () -> day(midnight + DAY));
  }

  /// The agent of the inventory runs PowerShell, hidden and encoded, and reports.
  private void agent(Host host) {
    long t = world.now();
    Running agent = host.service("agent");
    Running shell =
        hand.start(
            t, agent, POWERSHELL,
            "\"" + POWERSHELL + "\" -NoLogo -NonInteractive -NoProfile -WindowStyle Hidden -ExecutionPolicy Bypass -EncodedCommand " + software.encodedInventory());
    Running conhost = hand.start(t + SECOND / 50, shell, SYSTEM32 + "conhost.exe", "\\??\\C:\\Windows\\system32\\conhost.exe 0xffffffff -ForceV1");
    hand.script(t + SECOND / 2, shell, software.inventoryScript(), "");
    hand.command(t + SECOND, shell, "Get-CimInstance");
    hand.end(t + 3 * SECOND, shell);
    hand.end(t + 3 * SECOND + SECOND / 100, conhost);
    hand.ask(t + 4 * SECOND, agent, software.agentSite().name(), software.agentSite().address());
    hand.connect(t + 4 * SECOND + SECOND / 10, agent, software.agentSite().address(), 443);
    world.at(t + 2 * HOUR + chance.between(0, 4 * MINUTE), () -> agent(host));
  }

  private void policy(Host host) {
    long t = world.now();
    Host controller = company.controller();
    if (host != controller) {
      int directory = hand.connect(t, host.service("gpsvc"), controller, controller.service("lsass"), 389);
      Session asking = hand.reach(t + SECOND / 100, host, host.machine(), controller, controller, directory);
      hand.logOff(t + SECOND, asking, false);
      int files = hand.connectSmb(t + SECOND / 10, host, controller);
      Session at = hand.again(t + SECOND / 8, asking, files);
      hand.share(t + SECOND / 5, at, "\\\\*\\SYSVOL", "\\??\\C:\\Windows\\SYSVOL\\sysvol", "", 0x1);
      hand.share(t + SECOND / 4, at, "\\\\*\\SYSVOL", "\\??\\C:\\Windows\\SYSVOL\\sysvol", company.domain() + "\\Policies\\{31B2F340-016D-11D2-945F-00C04FB984F9}\\gpt.ini", 0x120089);
      hand.logOff(t + 12 * SECOND, at, false);
    }
    hand.policy(t + 2 * SECOND, host, host.machine(), controller.fullName());
    world.at(t + 90 * MINUTE + chance.between(0, 30 * MINUTE), () -> policy(host));
  }

  /// The antivirus looks into processes, LSASS among them.
  private void antivirus(Host host) {
    long t = world.now();
    Running scanner = host.service("antivirus");
    hand.access(t, scanner, host.service("lsass"), chance.pick(0x1000, 0x1410, 0x1400), software.antivirus().replace("MsMpEng.exe", "mpengine.dll") + "+" + Integer.toHexString(chance.between(0x1000, 0x90000)));
    world.at(t + chance.between(35 * MINUTE, 90 * MINUTE), () -> antivirus(host));
  }

  private void updater(Host host) {
    long t = world.now();
    Running task = host.service("Schedule");
    String program = "C:\\Program Files (x86)\\Google\\Update\\GoogleUpdate.exe";
    Running update = hand.start(t, task, program, "\"" + program + "\" /ua /installsource scheduler");
    hand.ask(t + SECOND, update, software.updates().name(), software.updates().address());
    hand.connect(t + 2 * SECOND, update, software.updates().address(), 443);
    hand.end(t + 9 * SECOND, update);
    world.at(t + chance.between(2 * HOUR, 5 * HOUR), () -> updater(host));
  }

  private void backup(Host host) {
    long t = world.now();
    Running agent = host.service("backup");
    Session session = hand.session(t, host, company.backupAccount(), 5, "-");
    hand.logOn(t, session, host.service("services"), host.service("services").session(), "Negotiate", host.name());
    hand.console(t + SECOND, agent, SYSTEM32 + "vssadmin.exe", "vssadmin list shadows");
    hand.service(t + 2 * SECOND, host, "Volume Shadow Copy", true);
    Host server = company.server();
    if (host != server) {
      int port = hand.connectSmb(t + 10 * SECOND, host, server);
      Session store = hand.reach(t + 10 * SECOND + SECOND / 50, host, company.backupAccount(), server, company.controller(), port);
      hand.share(t + 11 * SECOND, store, "\\\\*\\backup$", "\\??\\E:\\backup", "", 0x1);
      hand.share(t + 12 * SECOND, store, "\\\\*\\backup$", "\\??\\E:\\backup", host.name() + "\\" + chance.hex(8).toLowerCase(java.util.Locale.ROOT) + ".bkf", 0x12019f);
      hand.logOff(t + 4 * MINUTE, store, false);
    }
    hand.service(t + 4 * MINUTE, host, "Volume Shadow Copy", false);
    hand.logOff(t + 5 * MINUTE, session, false);
  }

  /// Fills up to the number of records that is wanted, by what hosts do on their own: more by day than by night.
  private void background() {
    long t = world.now();
    long step = 5 * MINUTE;
    double done = weight(t - start) / weight(world.end() - start);
    long missing = Math.round(target * done) - world.records();
    long most = Math.max(1, target / Math.max(1, (world.end() - start) / step)) * 4;
    long wanted = Math.min(missing, most);
    for (long made = 0; made < wanted; ) {
      Host host = chance.pick(company.hosts());
      made += new Noise(hand, company, software, chance).burst(t + chance.between(0L, step - MINUTE), host);
    }
    world.at(t + step, this::background);
  }

  /// How much of the story's records lie before a time: the hours of work count four times as much.
  private static double weight(long since) {
    long days = since / DAY;
    double sum = days * (24 + 3 * 10);
    double hours = (double) (since % DAY) / HOUR;
    return sum + hours + 3 * Math.max(0, Math.min(hours, 18) - 8);
  }
}
