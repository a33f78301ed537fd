package io.cutpoint.generator.intrusion;

import static io.cutpoint.generator.world.World.HOUR;
import static io.cutpoint.generator.world.World.MINUTE;
import static io.cutpoint.generator.world.World.SECOND;

import io.cutpoint.generator.daily.Tasks;
import io.cutpoint.generator.world.Account;
import io.cutpoint.generator.world.Chance;
import io.cutpoint.generator.world.Company;
import io.cutpoint.generator.world.Company.Person;
import io.cutpoint.generator.world.Hand;
import io.cutpoint.generator.world.Host;
import io.cutpoint.generator.world.Running;
import io.cutpoint.generator.world.Session;
import io.cutpoint.generator.world.Step;
import io.cutpoint.generator.world.World;
import io.cutpoint.model.Stage;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One intrusion, from the delivery to what the intruder came for. The seed chooses the variant of every step and the
/// order of those behind the first channel.
///
/// Behaviours are those that public reports and ATT&CK describe; nothing here is or contains a working payload.
public final class Attack {
  private static final String SYSTEM32 = "C:\\Windows\\System32\\";
  private static final String POWERSHELL = SYSTEM32 + "WindowsPowerShell\\v1.0\\powershell.exe";
  private static final String HARMLESS = "Write-Output 'planted by the demonstration'";

  private final World world;
  private final Company company;
  private final Chance chance;
  private final Person victim;
  private final Host desk;
  private final List<Step> steps = new ArrayList<>();
  private final List<String> outline = new ArrayList<>();

  // What the intruder brought.
  private final boolean hasName;
  private final String master;
  private final String masterAddress;
  private final int port;
  private final String second;
  private final String secondAddress;
  private final String payload;
  private final String payloadPath;

  // Where he has got to.
  private @Nullable Running implant;
  private @Nullable Step foothold;
  private @Nullable Step channel;
  private final Set<String> images = new HashSet<>();
  private final Set<Running> running = new LinkedHashSet<>();
  private boolean isElevated;

  // The steps that later ones follow from.
  private @Nullable Step raising;
  private @Nullable Step theft;
  private @Nullable Step arrival;
  private @Nullable Running onServer;
  private long until;

  /// Plans an intrusion that begins at the desk of the first person of the company.
  public Attack(World world, Company company, long seed) {
    this.world = world;
    this.company = company;
    this.chance = Chance.of(seed, "attack");
    this.victim = company.people().getFirst();
    this.desk = victim.desk();
    this.hasName = chance.percent(65);
    this.master = hasName ? chance.pick("cdn.", "api.", "sync.", "", "img.") + Company.word(chance, 2) + chance.pick("-", "") + Company.word(chance, 1) + ".example" : "";
    this.masterAddress = Company.outside(chance);
    this.port = chance.pick(443, 443, 8443, 8080, 4443, 80, 9001);
    this.second = chance.percent(50) ? Company.word(chance, 3) + ".example" : "";
    this.secondAddress = Company.outside(chance);
    this.payload = Company.capital(Company.word(chance, 2)) + chance.pick("Update", "Sync", "Viewer", "Helper", "Host", "") + ".exe";
    String home = "C:\\Users\\" + victim.account().name() + "\\";
    this.payloadPath = chance.pick(home + "AppData\\Local\\Temp\\", home + "AppData\\Roaming\\" + Company.capital(Company.word(chance, 2)) + "\\", "C:\\Users\\Public\\", "C:\\ProgramData\\" + Company.capital(Company.word(chance, 2)) + "\\") + payload;
  }

  /// The steps so far.
  public List<Step> steps() {
    return List.copyOf(steps);
  }

  /// Which variants were chosen, in order.
  public List<String> outline() {
    return List.copyOf(outline);
  }

  /// The stages that the steps go through.
  public Set<Stage> stages() {
    Set<Stage> stages = EnumSet.noneOf(Stage.class);
    steps.forEach(step -> stages.add(step.stage()));
    return stages;
  }

  /// Begins at a time at which the victim sits at the desk.
  public void plan(long time) {
    world.at(time, this::deliver);
  }

  private Step step(@Nullable Step parent, Stage stage, String title, String technique) {
    Step step = new Step(steps.size() + 1, parent == null ? 0 : parent.number(), stage, title, technique);
    steps.add(step);
    outline.add(title);
    return step;
  }

  private Hand hand(Step step) {
    return world.hand(chance, step);
  }

  // What earlier steps left behind; the order of the steps sees to it that it is there.

  private Running implant() {
    return Objects.requireNonNull(implant, "implant");
  }

  private Step foothold() {
    return Objects.requireNonNull(foothold, "foothold");
  }

  private Step channel() {
    return Objects.requireNonNull(channel, "channel");
  }

  private Step raising() {
    return Objects.requireNonNull(raising, "raising");
  }

  private Step theft() {
    return Objects.requireNonNull(theft, "theft");
  }

  private Step arrival() {
    return Objects.requireNonNull(arrival, "arrival");
  }

  private Running onServer() {
    return Objects.requireNonNull(onServer, "onServer");
  }

  // Delivery and exploitation.

  private void deliver() {
    long t = world.now();
    Running explorer = desk.service("explorer");
    switch (chance.below(4)) {
      case 0 -> program(t, explorer);
      case 1 -> archive(t, explorer);
      case 2 -> document(t);
      default -> image(t, explorer);
    }
    world.at(t + chance.between(4 * MINUTE, 8 * MINUTE), this::call);
    running.add(implant());
  }

  private String lure() {
    return chance.pick("Invoice", "Remittance", "Parcel", "Statement", "Scan", "Quote", "Agenda", "Delivery") + "_" + chance.between(1_000, 99_999);
  }

  private String downloads() {
    return "C:\\Users\\" + victim.account().name() + "\\Downloads\\";
  }

  /// Explorer remembers what was opened, shortcuts aside.
  private void remember(Hand hand, long t, String file) {
    hand.write(t, desk.service("explorer"), "C:\\Users\\" + victim.account().name() + "\\AppData\\Roaming\\Microsoft\\Windows\\Recent\\" + file + ".lnk");
  }

  private void fetch(long t, Hand hand, String file) {
    Running program = desk.service("browser");
    boolean bare = chance.percent(35);
    String site = Company.word(chance, 2) + "-" + chance.pick("share", "docs", "files", "portal") + ".example";
    String address = Company.outside(chance);
    String url = (bare ? "http://" + address : "https://" + site) + "/" + chance.pick("d/", "f/", "get/", "") + file;
    if (!bare) {
      hand.ask(t, program, site, address);
    }
    hand.connect(t + SECOND / 3, program, address, bare ? 80 : 443);
    hand.write(t + 2 * SECOND, program, downloads() + file);
    hand.mark(t + 2 * SECOND + SECOND / 40, program, downloads() + file, bare ? "" : "https://" + site + "/", url);
  }

  private void program(long t, Running explorer) {
    Step delivery = step(null, Stage.DELIVERY, "program downloaded", "T1189");
    String file = lure() + chance.pick("", "_viewer", ".pdf") + ".exe";
    fetch(t, hand(delivery), file);
    foothold = step(delivery, Stage.EXPLOITATION, "download opened by the user", "T1204.002");
    implant = hand(foothold()).start(t + chance.between(30 * SECOND, 3 * MINUTE), explorer, downloads() + file, "\"" + downloads() + file + "\" ");
  }

  private void archive(long t, Running explorer) {
    Step delivery = step(null, Stage.DELIVERY, "archive with a script downloaded", "T1566.002");
    String name = lure();
    fetch(t, hand(delivery), name + ".zip");
    long opened = t + chance.between(20 * SECOND, 90 * SECOND);
    String folder = downloads() + name + "\\";
    boolean shortcut = chance.percent(50);
    String inner = name + (shortcut ? ".lnk" : chance.pick(".js", ".vbs"));
    Hand unpack = hand(delivery);
    remember(unpack, opened - 5 * SECOND, name + ".zip");
    unpack.write(opened, explorer, folder + inner);
    unpack.mark(opened + SECOND / 50, explorer, folder + inner, downloads() + name + ".zip", "");
    foothold = step(delivery, Stage.EXPLOITATION, shortcut ? "shortcut opened by the user" : "script opened by the user", "T1204.002");
    Hand hand = hand(foothold());
    long run = opened + chance.between(10 * SECOND, 60 * SECOND);
    Running script;
    if (shortcut) {
      String shell = chance.pick("cmd", "powershell");
      Running opener = explorer;
      if (shell.equals("cmd")) {
        opener = hand.start(run, explorer, SYSTEM32 + "cmd.exe", "\"C:\\Windows\\System32\\cmd.exe\" /c start /min powershell -w hidden -c \"" + HARMLESS + "\"");
        hand.end(run + 2 * SECOND, opener);
      }
      script = hand.start(run + SECOND, opener, POWERSHELL, "\"" + POWERSHELL + "\" -nop -w hidden -c \"" + HARMLESS + "\"");
      hand.script(run + SECOND + SECOND / 2, script, HARMLESS, "");
    } else {
      remember(hand, run, inner);
      script = hand.start(run, explorer, SYSTEM32 + "wscript.exe", "\"C:\\Windows\\System32\\WScript.exe\" \"" + folder + inner + "\" ");
      hand.load(run + SECOND / 5, script, SYSTEM32 + (inner.endsWith(".js") ? "jscript.dll" : "vbscript.dll"), true, "Microsoft Windows");
    }
    stage(run + 3 * SECOND, hand, script);
  }

  private void document(long t) {
    Step delivery = step(null, Stage.DELIVERY, "document attached to a mail", "T1566.001");
    Running mail = desk.service("outlook");
    String path = "C:\\Users\\" + victim.account().name() + "\\AppData\\Local\\Microsoft\\Windows\\INetCache\\Content.Outlook\\" + chance.hex(8) + "\\" + lure() + chance.pick(".docm", ".doc", ".docm");
    Hand hand = hand(delivery);
    hand.write(t, mail, path);
    hand.mark(t + SECOND / 20, mail, path, "", "");
    foothold = step(delivery, Stage.EXPLOITATION, "macro of the document", "T1204.002");
    Hand macro = hand(foothold());
    String office = "C:\\Program Files\\Microsoft Office\\root\\Office16\\WINWORD.EXE";
    Running word = macro.start(t + 4 * SECOND, mail, office, "\"" + office + "\" /n \"" + path + "\" /o \"\"");
    macro.load(t + 9 * SECOND, word, "C:\\Program Files\\Microsoft Office\\root\\vfs\\ProgramFilesCommonX64\\Microsoft Shared\\VBA\\VBA7.1\\VBE7.DLL", true, "Microsoft Corporation");
    long run = t + chance.between(20 * SECOND, 50 * SECOND);
    String encoded = java.util.Base64.getEncoder().encodeToString(HARMLESS.getBytes(java.nio.charset.StandardCharsets.UTF_16LE));
    switch (chance.below(3)) {
      case 0 -> {
        Running shell = macro.start(run, word, POWERSHELL, "powershell -nop -w hidden -enc " + encoded);
        macro.script(run + SECOND / 2, shell, HARMLESS, "");
        stage(run + 3 * SECOND, macro, shell);
      }
      case 1 -> {
        images.add(payloadPath);
        macro.write(run, word, payloadPath);
        Running cmd = macro.start(run + SECOND, word, SYSTEM32 + "cmd.exe", "cmd /c start \"\" /b \"" + payloadPath + "\"");
        implant = macro.start(run + SECOND + SECOND / 5, cmd, payloadPath, "\"" + payloadPath + "\"");
        macro.end(run + 2 * SECOND, cmd);
      }
      default -> {
        String page = "C:\\Users\\Public\\" + Company.word(chance, 2) + ".hta";
        macro.write(run, word, page);
        stage(run + 3 * SECOND, macro, macro.start(run + SECOND, word, SYSTEM32 + "mshta.exe", "mshta.exe \"" + page + "\""));
      }
    }
    macro.end(run + 20 * MINUTE, word);
  }

  private void image(long t, Running explorer) {
    Step delivery = step(null, Stage.DELIVERY, "disk image downloaded", "T1566.002");
    String name = lure();
    String file = name + chance.pick(".iso", ".img");
    fetch(t, hand(delivery), file);
    // Explorer mounts it and remembers that it was opened.
    remember(hand(delivery), t + 30 * SECOND, file);
    foothold = step(delivery, Stage.EXPLOITATION, "program in the image opened", "T1204.002");
    Hand hand = hand(foothold());
    long run = t + chance.between(40 * SECOND, 3 * MINUTE);
    String drive = chance.pick("E:\\", "F:\\", "G:\\");
    if (chance.percent(50)) {
      implant = hand.start(run, explorer, drive + name + ".exe", "\"" + drive + name + ".exe\" ");
      return;
    }
    String library = Company.word(chance, 2) + ".dll";
    String call = "rundll32.exe " + library + "," + chance.pick("Start", "Init", "DllMain");
    // The shortcut lies in the image and so does what it names: the shell works there.
    Running cmd = hand.startIn(drive, run, explorer, SYSTEM32 + "cmd.exe", "\"C:\\Windows\\System32\\cmd.exe\" /c " + call);
    implant = hand.startIn(drive, run + SECOND, cmd, SYSTEM32 + "rundll32.exe", call);
    hand.load(run + SECOND + SECOND / 5, implant(), drive + library, false, "");
    hand.end(run + 2 * SECOND, cmd);
  }

  /// A script fetches the payload and starts it.
  private void stage(long t, Hand hand, Running script) {
    images.add(payloadPath);
    if (hasName) {
      hand.ask(t, script, master, masterAddress);
    }
    hand.connect(t + SECOND / 4, script, masterAddress, chance.pick(80, 443));
    hand.write(t + 2 * SECOND, script, payloadPath);
    implant = hand.start(t + 4 * SECOND, script, payloadPath, "\"" + payloadPath + "\"");
    hand.end(t + 30 * SECOND, script);
  }

  // The channel.

  private void call() {
    long t = world.now();
    boolean moves = chance.percent(40);
    if (moves) {
      Step injection = step(foothold(), Stage.EXPLOITATION, "code moved into another process", "T1055");
      Hand hand = hand(injection);
      String host = chance.pick("dllhost.exe", "RuntimeBroker.exe", "gpupdate.exe", "WerFault.exe", "notepad.exe");
      Running other = hand.start(t, implant(), SYSTEM32 + host, SYSTEM32 + host);
      hand.access(t + SECOND / 2, implant(), other, 0x1fffff, "UNKNOWN(" + chance.hex(16) + ")");
      hand.thread(t + SECOND, implant(), other);
      implant = other;
      running.add(other);
      foothold = injection;
    }
    channel = step(foothold(), Stage.COMMAND_AND_CONTROL, hasName ? "channel to a name" : "channel to an address", hasName ? "T1071.001" : "T1571");
    int hours = chance.between(2, 5);
    until = t + hours * HOUR;
    long period = chance.pick(60L, 60L, 90L, 180L, 300L) * SECOND;
    beacon(t + 2 * SECOND, implant(), channel(), period);
    List<Runnable> plan = order();
    long at = t + chance.between(30 * SECOND, 6 * MINUTE);
    long pause = (until - at) / (plan.size() + 1);
    for (Runnable act : plan) {
      world.at(at, act);
      at += pause / 2 + chance.between(0, pause / 2);
    }
    world.at(until + 10 * MINUTE, this::leave);
  }

  /// Something to do, and what has to be done before it.
  private record Task(Runnable act, Set<Task> after) {}

  /// An order of what comes behind the channel in which nothing comes before what it needs.
  private List<Runnable> order() {
    Task escalation = new Task(this::escalate, Set.of());
    Task stealing = new Task(this::credentials, Set.of(escalation));
    Task toServer = new Task(() -> move(company.server()), Set.of(stealing));
    Task toController = new Task(() -> move(company.controller()), Set.of(stealing));
    List<Task> left = new ArrayList<>(List.of(escalation, stealing, toServer, new Task(this::install, Set.of()), new Task(this::discover, Set.of())));
    if (chance.percent(50)) {
      left.add(new Task(this::discoverDomain, Set.of()));
    }
    if (chance.percent(85)) {
      left.add(toController);
    }
    List<Runnable> plan = new ArrayList<>();
    while (!left.isEmpty()) {
      Task next = chance.pick(left.stream().filter(task -> task.after.stream().noneMatch(left::contains)).toList());
      left.remove(next);
      plan.add(next.act);
    }
    plan.add(this::objective);
    return plan;
  }

  /// What still runs for the intruder ends.
  private void leave() {
    long t = world.now();
    for (Running process : running) {
      hand(Objects.requireNonNullElse(process.step(), foothold())).end(t += chance.between(SECOND, 20 * SECOND), process);
    }
  }

  private void beacon(long time, Running caller, Step step, long period) {
    world.at(
        time,
        () -> {
          Hand hand = hand(step);
          long t = world.now();
          if (hasName && chance.percent(30) || t == time && hasName) {
            hand.ask(t, caller, master, masterAddress);
          }
          hand.connect(t + SECOND / 20, caller, masterAddress, port);
          if (t < until) {
            beacon(t + period + chance.between(0, period / 3), caller, step, period);
          }
        });
  }

  // What comes behind it, in any order.

  private void install() {
    long t = world.now();
    String name = Company.capital(Company.word(chance, 2)) + chance.pick("Update", "Sync", "Helper", "");
    Running by = implant();
    String kept = fresh(payloadPath);
    int kind = chance.below(isElevated ? 5 : 3);
    switch (kind) {
      case 0 -> {
        Step step = step(channel(), Stage.INSTALLATION, "Run key", "T1547.001");
        Hand hand = hand(step);
        hand.write(t, by, kept);
        String key = "HKU\\" + victim.account().sid() + "\\Software\\Microsoft\\Windows\\CurrentVersion\\Run\\" + name;
        if (chance.percent(50)) {
          Running reg = hand.console(t + SECOND, by, SYSTEM32 + "reg.exe", "reg add HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run /v " + name + " /t REG_SZ /d \"" + kept + "\" /f");
          hand.set(t + SECOND + SECOND / 20, reg, key, kept);
        } else {
          hand.set(t + SECOND, by, key, kept);
        }
      }
      case 1 -> {
        Step step = step(channel(), Stage.INSTALLATION, "scheduled task", "T1053.005");
        Hand hand = hand(step);
        hand.write(t, by, kept);
        Running tasks = hand.console(t + SECOND, by, SYSTEM32 + "schtasks.exe", "schtasks /create /tn \"" + name + "\" /tr \"" + kept + "\" /sc " + chance.pick("onlogon", "hourly", "minute /mo 30") + " /f");
        hand.task(t + SECOND + SECOND / 20, by.session(), true, "\\" + name, Tasks.xml(t, by.session().account(), kept, "", false), tasks, false);
      }
      case 2 -> {
        Step step = step(channel(), Stage.INSTALLATION, "startup folder", "T1547.001");
        Hand hand = hand(step);
        hand.write(t, by, kept);
        hand.write(t + SECOND, by, "C:\\Users\\" + victim.account().name() + "\\AppData\\Roaming\\Microsoft\\Windows\\Start Menu\\Programs\\Startup\\" + name + chance.pick(".lnk", ".vbs", ".bat"));
      }
      case 3 -> {
        Step step = step(channel(), Stage.INSTALLATION, "service", "T1543.003");
        Hand hand = hand(step);
        hand.write(t, by, kept);
        hand.console(t + SECOND, by, SYSTEM32 + "sc.exe", "sc create " + name + " binPath= \"" + kept + "\" start= auto");
        hand.set(t + SECOND + SECOND / 10, desk.service("services"), "HKLM\\System\\CurrentControlSet\\Services\\" + name + "\\ImagePath", kept);
        hand.install(t + SECOND + SECOND / 8, by.session(), name, kept, true, "LocalSystem", by);
      }
      default -> {
        Step step = step(channel(), Stage.INSTALLATION, "WMI subscription", "T1546.003");
        Hand hand = hand(step);
        hand.write(t, by, kept);
        hand.subscribe(t + SECOND, desk, by.session().account(), name, "SELECT * FROM __InstanceModificationEvent WITHIN 60 WHERE TargetInstance ISA 'Win32_PerfFormattedData_PerfOS_System'", kept);
      }
    }
  }

  /// The path, or one beside it where a program runs from there, which cannot be overwritten.
  private String fresh(String path) {
    String free = path;
    for (int n = 2; images.contains(free); n++) {
      free = path.substring(0, path.length() - 4) + n + ".exe";
    }
    images.add(free);
    return free;
  }

  private void discover() {
    Step step = step(channel(), Stage.ACTIONS_ON_OBJECTIVES, "looks around on the host", "T1082");
    commands(step, List.of("whoami.exe|whoami /all", "systeminfo.exe|systeminfo", "ipconfig.exe|ipconfig /all", "tasklist.exe|tasklist /v", "net.exe|net user", "net.exe|net localgroup administrators", "netstat.exe|netstat -ano", "quser.exe|quser"), chance.between(3, 6));
  }

  private void discoverDomain() {
    Step step = step(channel(), Stage.ACTIONS_ON_OBJECTIVES, "looks around in the domain", "T1018");
    commands(step, List.of("nltest.exe|nltest /domain_trusts", "nltest.exe|nltest /dclist:" + company.domain(), "net.exe|net group \"domain admins\" /domain", "net.exe|net view /all", "net.exe|net group \"domain computers\" /domain", "nslookup.exe|nslookup -type=srv _ldap._tcp.dc._msdcs." + company.domain()), chance.between(2, 5));
  }

  private void commands(Step step, List<String> of, int count) {
    long t = world.now();
    Hand hand = hand(step);
    boolean shell = chance.percent(60);
    Running by = implant();
    if (shell) {
      by = hand.start(t, implant(), SYSTEM32 + "cmd.exe", "C:\\Windows\\system32\\cmd.exe");
    }
    for (String command : chance.shuffled(of).subList(0, count)) {
      int bar = command.indexOf('|');
      t += chance.between(2 * SECOND, 40 * SECOND);
      if (shell) {
        hand.console(t, by, SYSTEM32 + command.substring(0, bar), command.substring(bar + 1));
      } else {
        Running cmd = hand.start(t, by, SYSTEM32 + "cmd.exe", "C:\\Windows\\system32\\cmd.exe /C " + command.substring(bar + 1));
        hand.brief(t + SECOND / 10, cmd, SYSTEM32 + command.substring(0, bar), command.substring(bar + 1));
        hand.end(t + 4 * SECOND, cmd);
      }
    }
    if (shell) {
      hand.end(t + 5 * SECOND, by);
    }
  }

  private void escalate() {
    long t = world.now();
    if (chance.percent(60)) {
      Step step = step(channel(), Stage.ACTIONS_ON_OBJECTIVES, "consent prompt circumvented", "T1548.002");
      Hand hand = hand(step);
      boolean settings = chance.percent(60);
      String key = "HKU\\" + victim.account().sid() + "_Classes\\" + (settings ? "ms-settings" : "mscfile") + "\\shell\\open\\command";
      String copy = fresh(payloadPath);
      hand.set(t, implant(), key + "\\(Default)", copy);
      if (settings) {
        hand.set(t + SECOND / 10, implant(), key + "\\DelegateExecute", "(Empty)");
      }
      hand.write(t + SECOND / 5, implant(), copy);
      String program = SYSTEM32 + (settings ? chance.pick("fodhelper.exe", "ComputerDefaults.exe") : "eventvwr.exe");
      Running elevating = hand.start(t + SECOND, implant(), program, "\"" + program + "\"", implant().session(), "High");
      Running raised = hand.start(t + 2 * SECOND, elevating, copy, "\"" + copy + "\"", implant().session(), "High");
      hand.end(t + 3 * SECOND, elevating);
      hand.key(t + 10 * SECOND, implant(), "DeleteKey", "HKU\\" + victim.account().sid() + "_Classes\\" + (settings ? "ms-settings" : "mscfile"));
      implant = raised;
      raising = step;
    } else {
      Step step = step(channel(), Stage.ACTIONS_ON_OBJECTIVES, "service with a named pipe", "T1134.001");
      Hand hand = hand(step);
      String pipe = chance.letters("abcdefghijklmnopqrstuvwxyz", 6);
      hand.makePipe(t, implant(), "\\" + pipe);
      Running services = desk.service("services");
      String command = "cmd.exe /c echo " + pipe + " > \\\\.\\pipe\\" + pipe;
      hand.set(t + SECOND / 2, services, "HKLM\\System\\CurrentControlSet\\Services\\" + pipe + "\\ImagePath", command);
      hand.install(t + SECOND / 2 + SECOND / 20, implant().session(), pipe, command, false, "LocalSystem", implant());
      Running echo = hand.start(t + SECOND, services, SYSTEM32 + "cmd.exe", command);
      hand.openPipe(t + SECOND + SECOND / 10, echo, "\\" + pipe);
      hand.end(t + 2 * SECOND, echo);
      hand.key(t + 3 * SECOND, services, "DeleteKey", "HKLM\\System\\CurrentControlSet\\Services\\" + pipe);
      String host = SYSTEM32 + chance.pick("rundll32.exe", "dllhost.exe", "svchost.exe", "WerFault.exe");
      Running raised = hand.start(t + 4 * SECOND, implant(), host, host, Hand.wellKnown(desk, Account.SYSTEM, 0x3e7), "System");
      hand.thread(t + 4 * SECOND + SECOND / 5, implant(), raised);
      implant = raised;
      raising = step;
    }
    running.add(implant());
    isElevated = true;
  }

  private void credentials() {
    long t = world.now();
    Running lsass = desk.service("lsass");
    String dump = chance.pick("C:\\Windows\\Temp\\", "C:\\ProgramData\\", "C:\\Users\\Public\\") + Company.word(chance, 2) + chance.pick(".dmp", ".bin", ".log");
    switch (chance.below(3)) {
      case 0 -> {
        theft = step(raising(), Stage.ACTIONS_ON_OBJECTIVES, "memory of LSASS read", "T1003.001");
        hand(theft()).access(t, implant(), lsass, chance.pick(0x1010, 0x1438, 0x143a, 0x1fffff), "UNKNOWN(" + chance.hex(16) + ")");
      }
      case 1 -> {
        theft = step(raising(), Stage.ACTIONS_ON_OBJECTIVES, "memory of LSASS written to a file", "T1003.001");
        Hand hand = hand(theft());
        Running cmd = hand.start(t, implant(), SYSTEM32 + "cmd.exe", "C:\\Windows\\system32\\cmd.exe /c rundll32.exe C:\\Windows\\System32\\comsvcs.dll, MiniDump " + lsass.pid() + " " + dump + " full");
        Running dumper = hand.start(t + SECOND / 2, cmd, SYSTEM32 + "rundll32.exe", "rundll32.exe  C:\\Windows\\System32\\comsvcs.dll, MiniDump " + lsass.pid() + " " + dump + " full");
        hand.load(t + SECOND / 2 + SECOND / 20, dumper, SYSTEM32 + "comsvcs.dll", true, "Microsoft Windows");
        hand.access(t + SECOND, dumper, lsass, 0x1fffff, "C:\\Windows\\System32\\comsvcs.dll+" + Integer.toHexString(chance.between(0x10000, 0x40000)));
        hand.write(t + SECOND + SECOND / 10, dumper, dump);
        hand.end(t + 4 * SECOND, dumper);
        hand.end(t + 4 * SECOND + SECOND / 10, cmd);
      }
      default -> {
        theft = step(raising(), Stage.ACTIONS_ON_OBJECTIVES, "hives saved", "T1003.002");
        Hand hand = hand(theft());
        for (String hive : List.of("sam", "system", "security")) {
          String file = chance.pick("C:\\Windows\\Temp\\", "C:\\ProgramData\\") + hive.charAt(0) + chance.hex(3) + ".hiv";
          Running reg = hand.console(t += chance.between(2 * SECOND, 9 * SECOND), implant(), SYSTEM32 + "reg.exe", "reg save HKLM\\" + hive + " " + file + " /y");
          hand.write(t + SECOND / 20, reg, file);
        }
      }
    }
  }

  // To other hosts.

  private void move(Host target) {
    long t = world.now();
    Account account = company.administration();
    Running services = target.service("services");
    String file = Company.word(chance, 2) + ".exe";
    int kind = chance.below(5);
    String how = List.of("service", "WMI", "WinRM", "scheduled task", "remote desktop").get(kind);
    Step step = step(theft(), Stage.ACTIONS_ON_OBJECTIVES, "to another host by " + how, List.of("T1021.002", "T1047", "T1021.006", "T1053.005", "T1021.001").get(kind));
    Hand hand = hand(step);
    Running remote;
    // Either he knows the password and says so, or he carries a ticket of the account in his session. With a ticket, the
    // kernel alone talks for a service over SMB, and no record at the source tells for which process: not told here.
    boolean spoken = kind == 0 || kind == 4 || chance.percent(50);
    String password = Company.capital(Company.word(chance, 3)) + chance.between(10, 9_999) + "!";
    Session there;
    switch (kind) {
      case 0 -> {
        int port = hand.connectSmb(t + SECOND - SECOND / 20, desk, target);
        there = enter(hand, t + SECOND - SECOND / 30, account, target, port, spoken, "cifs", implant());
        String name = chance.percent(50) ? Company.capital(Company.word(chance, 2)) : chance.hex(7).toLowerCase(Locale.ROOT);
        hand.share(t + SECOND + SECOND / 10, there, "\\\\*\\ADMIN$", "\\??\\C:\\Windows", "", 0x1);
        hand.share(t + SECOND + SECOND / 5, there, "\\\\*\\ADMIN$", "\\??\\C:\\Windows", file, 0x12019f);
        hand.write(t + SECOND + SECOND / 4, target.service("System"), "C:\\Windows\\" + file);
        hand.share(t + 2 * SECOND, there, "\\\\*\\IPC$", "", "svcctl", 0x12019f);
        hand.set(t + 2 * SECOND + SECOND / 10, services, "HKLM\\System\\CurrentControlSet\\Services\\" + name + "\\ImagePath", "\\\\127.0.0.1\\ADMIN$\\" + file);
        hand.install(t + 2 * SECOND + SECOND / 8, there, name, "\\\\127.0.0.1\\ADMIN$\\" + file, false, "LocalSystem", services);
        remote = hand.start(t + 3 * SECOND, services, "C:\\Windows\\" + file, "\\\\127.0.0.1\\ADMIN$\\" + file);
      }
      case 1 -> {
        copy(hand, t, account, target, file, spoken);
        String as = spoken ? " /user:" + account.full() + " /password:" + password : "";
        Running client = hand.console(t + SECOND, implant(), SYSTEM32 + "wbem\\WMIC.exe", "wmic /node:" + target.name() + as + " process call create \"C:\\Windows\\Temp\\" + file + "\"");
        // DCOM: the client's RPC service has the object made, then the client talks to it.
        int[] ports = hand.connectRpc(t + SECOND + SECOND / 50, desk.service("RpcSs"), client, target, "Winmgmt");
        Session activation = enter(hand, t + SECOND + SECOND / 25, account, target, ports[0], spoken, "RPCSS", client);
        there = hand.again(t + SECOND + SECOND / 12, activation, ports[1]);
        hand.logOff(t + 12 * SECOND, activation, false);
        Running provider = hand.start(t + 2 * SECOND, target.service("DcomLaunch"), SYSTEM32 + "wbem\\WmiPrvSE.exe", "C:\\Windows\\system32\\wbem\\wmiprvse.exe -secured -Embedding");
        running.add(provider);
        remote = hand.start(t + 3 * SECOND, provider, "C:\\Windows\\Temp\\" + file, "C:\\Windows\\Temp\\" + file, there, "High");
      }
      case 2 -> {
        // HTTP is the kernel's on the other side, and the logon tells neither address nor port.
        hand.connect(t + SECOND, implant(), target, target.service("System"), 5985);
        there = enter(hand, t + SECOND + SECOND / 50, account, target, 0, spoken, "HTTP", implant());
        Running shell = hand.start(t + 2 * SECOND, target.service("DcomLaunch"), SYSTEM32 + "wsmprovhost.exe", "C:\\Windows\\system32\\wsmprovhost.exe -Embedding", there, "High");
        running.add(shell);
        hand.block(t + 3 * SECOND, shell, "Start-Process C:\\Windows\\Temp\\" + file + " # " + HARMLESS, "");
        hand.write(t + 3 * SECOND + SECOND / 10, shell, "C:\\Windows\\Temp\\" + file);
        remote = hand.start(t + 4 * SECOND, shell, "C:\\Windows\\Temp\\" + file, "\"C:\\Windows\\Temp\\" + file + "\"");
      }
      case 3 -> {
        String name = Company.capital(Company.word(chance, 2));
        copy(hand, t, account, target, file, spoken);
        String as = spoken ? " /u " + account.full() + " /p " + password : "";
        Running tasks = hand.console(t + 2 * SECOND, implant(), SYSTEM32 + "schtasks.exe", "schtasks /create /s " + target.name() + as + " /tn " + name + " /tr C:\\Windows\\Temp\\" + file + " /sc once /st 23:59 /ru SYSTEM /f");
        int[] ports = hand.connectRpc(t + 2 * SECOND + SECOND / 50, tasks, tasks, target, "Schedule");
        there = enter(hand, t + 2 * SECOND + SECOND / 25, account, target, ports[1], spoken, "host", tasks);
        String xml = Tasks.xml(t, account, "C:\\Windows\\Temp\\" + file, "", true);
        hand.task(t + 3 * SECOND, there, true, "\\" + name, xml, null, true);
        remote = hand.start(t + 6 * SECOND, target.service("Schedule"), "C:\\Windows\\Temp\\" + file, "C:\\Windows\\Temp\\" + file);
        hand.task(t + 40 * SECOND, there, false, "\\" + name, "", null, true);
      }
      default -> {
        Running client = hand.start(t, implant(), SYSTEM32 + "mstsc.exe", "\"C:\\Windows\\system32\\mstsc.exe\" /v:" + target.name());
        hand.connect(t + SECOND, client, target, target.service("TermService"), 3389);
        hand.useCredentials(t + SECOND + SECOND / 50, implant().session(), account, target.fullName(), "TERMSRV", client);
        there = hand.session(t + 2 * SECOND, target, account, 10, desk.address());
        hand.authenticate(t + SECOND + SECOND / 2, target, account, company.controller(), company.krbtgt());
        hand.logOn(t + 2 * SECOND, there, target.service("winlogon"), target.service("winlogon").session(), "Negotiate", target.name());
        Running init = hand.start(t + 3 * SECOND, target.service("winlogon"), SYSTEM32 + "userinit.exe", "C:\\Windows\\system32\\userinit.exe", there, "High");
        Running explorer = hand.start(t + 4 * SECOND, init, "C:\\Windows\\explorer.exe", "C:\\Windows\\Explorer.EXE");
        hand.write(t + 30 * SECOND, explorer, "C:\\Users\\Public\\" + file);
        remote = hand.start(t + 40 * SECOND, explorer, "C:\\Users\\Public\\" + file, "\"C:\\Users\\Public\\" + file + "\" ");
        hand.end(t + 10 * MINUTE, client);
        running.add(init);
        running.add(explorer);
        Session desktop = there;
        world.at(until + 12 * MINUTE, () -> hand.logOff(world.now(), desktop, true));
      }
    }
    if (kind != 4) {
      hand.logOff(t + chance.between(2 * MINUTE, 6 * MINUTE), there, false);
    }
    if (chance.percent(70)) {
      Step nested = step(step, Stage.COMMAND_AND_CONTROL, "channel of the second host", hasName ? "T1071.001" : "T1571");
      beacon(t + 50 * SECOND, remote, nested, 4 * MINUTE);
    }
    world.at(
        t + 70 * SECOND,
        () -> {
          if (target == company.controller()) {
            directory(step, remote);
          } else {
            Step look = step(step, Stage.ACTIONS_ON_OBJECTIVES, "looks around on the server", "T1083");
            long now = world.now();
            Running cmd = hand(look).start(now, remote, SYSTEM32 + "cmd.exe", "C:\\Windows\\system32\\cmd.exe");
            for (String command : List.of("net.exe|net share", "whoami.exe|whoami", "tasklist.exe|tasklist")) {
              int bar = command.indexOf('|');
              hand(look).console(now += chance.between(3 * SECOND, 30 * SECOND), cmd, SYSTEM32 + command.substring(0, bar), command.substring(bar + 1));
            }
            hand(look).end(now + 9 * SECOND, cmd);
          }
        });
    running.add(remote);
    if (target == company.server()) {
      onServer = remote;
      arrival = step;
    }
  }

  /// Logs on over a connection to the target, with name and password or with a ticket that is there.
  private Session enter(Hand hand, long t, Account account, Host target, int port, boolean spoken, String service, Running by) {
    if (spoken) {
      hand.useCredentials(t, by.session(), account, target.fullName(), service, by);
      hand.authenticate(t, desk, account, company.controller(), company.krbtgt());
    }
    return hand.reach(t, desk, account, target, company.controller(), port);
  }

  /// Puts a file on the target, in a session of its own.
  private void copy(Hand hand, long t, Account account, Host target, String file, boolean spoken) {
    int port = hand.connectSmb(t, desk, target);
    Session over = enter(hand, t + SECOND / 50, account, target, port, spoken, "cifs", implant());
    hand.share(t + SECOND / 10, over, "\\\\*\\ADMIN$", "\\??\\C:\\Windows", "", 0x1);
    hand.share(t + SECOND / 8, over, "\\\\*\\ADMIN$", "\\??\\C:\\Windows", "Temp\\" + file, 0x12019f);
    hand.write(t + SECOND / 6, target.service("System"), "C:\\Windows\\Temp\\" + file);
    hand.logOff(t + 20 * SECOND, over, false);
  }

  /// The accounts of the domain are copied.
  private void directory(Step cause, Running by) {
    long t = world.now();
    Step step = step(cause, Stage.ACTIONS_ON_OBJECTIVES, "database of the directory copied", "T1003.003");
    Hand hand = hand(step);
    Running cmd = hand.start(t, by, SYSTEM32 + "cmd.exe", "C:\\Windows\\system32\\cmd.exe");
    String place = chance.pick("C:\\Windows\\Temp\\", "C:\\ProgramData\\", "C:\\PerfLogs\\") + Company.word(chance, 2);
    if (chance.percent(50)) {
      Running tool = hand.console(t + 5 * SECOND, cmd, SYSTEM32 + "ntdsutil.exe", "ntdsutil \"ac i ntds\" \"ifm\" \"create full " + place + "\" q q");
      hand.write(t + 5 * SECOND + SECOND / 50, tool, place + "\\Active Directory\\ntds.dit");
      hand.write(t + 5 * SECOND + SECOND / 40, tool, place + "\\registry\\SYSTEM");
    } else {
      hand.console(t + 5 * SECOND, cmd, SYSTEM32 + "vssadmin.exe", "vssadmin create shadow /for=C:");
      Running copy = hand.start(t + 20 * SECOND, cmd, SYSTEM32 + "cmd.exe", "cmd /c copy \\\\?\\GLOBALROOT\\Device\\HarddiskVolumeShadowCopy1\\Windows\\NTDS\\ntds.dit " + place + ".dit");
      hand.write(t + 21 * SECOND, copy, place + ".dit");
      hand.end(t + 22 * SECOND, copy);
    }
    hand.end(t + 40 * SECOND, cmd);
  }

  // What he came for.

  private void objective() {
    long t = world.now();
    Running by = onServer();
    if (chance.percent(60)) {
      Step collect = step(arrival(), Stage.ACTIONS_ON_OBJECTIVES, "documents packed", "T1560.001");
      Hand hand = hand(collect);
      String place = chance.pick("C:\\ProgramData\\", "C:\\Windows\\Temp\\", "C:\\Users\\Public\\") + Company.word(chance, 2);
      Running packer;
      if (chance.percent(50)) {
        packer = hand.start(t, by, POWERSHELL, "powershell -nop -c \"Compress-Archive -Path D:\\data\\" + chance.pick("hr", "projects", "sales") + " -DestinationPath " + place + ".zip\"");
        hand.script(t + SECOND / 2, packer, "Compress-Archive -Path D:\\data -DestinationPath " + place + ".zip", "");
      } else {
        packer = hand.start(t, by, "C:\\ProgramData\\" + Company.word(chance, 1) + ".exe", "\"C:\\ProgramData\\r.exe\" a -r -hp" + chance.hex(8) + " " + place + ".rar D:\\data\\*.docx D:\\data\\*.xlsx");
      }
      hand.write(t + 2 * SECOND, packer, place + (packer.image().equals(POWERSHELL) ? ".zip" : ".rar"));
      hand.end(t + 3 * MINUTE, packer);
      Step out = step(collect, Stage.ACTIONS_ON_OBJECTIVES, "archive sent out", "T1048");
      Hand send = hand(out);
      if (!second.isEmpty()) {
        send.ask(t + 4 * MINUTE, by, second, secondAddress);
      }
      int to = chance.pick(443, 21, 22, 8443);
      int parts = chance.between(5, 20);
      for (int i = 0; i < parts; i++) {
        send.connect(t + 4 * MINUTE + (1 + 7L * i) * SECOND, by, secondAddress, to);
      }
    } else {
      Step prepare = step(arrival(), Stage.ACTIONS_ON_OBJECTIVES, "shadow copies deleted", "T1490");
      Hand hand = hand(prepare);
      Running cmd = hand.start(t, by, SYSTEM32 + "cmd.exe", "C:\\Windows\\system32\\cmd.exe /c vssadmin delete shadows /all /quiet");
      hand.console(t + SECOND / 2, cmd, SYSTEM32 + "vssadmin.exe", "vssadmin delete shadows /all /quiet");
      hand.end(t + 5 * SECOND, cmd);
      Step encrypt = step(prepare, Stage.ACTIONS_ON_OBJECTIVES, "files renamed", "T1486");
      Hand write = hand(encrypt);
      String ending = "." + chance.letters("abcdefghijklmnopqrstuvwxyz", 6);
      int files = chance.between(60, 160);
      for (int i = 0; i < files; i++) {
        write.write(t + 20 * SECOND + i * SECOND / 8, by, "D:\\data\\" + chance.pick("hr", "projects", "sales", "shipping") + "\\" + Company.word(chance, 2) + chance.pick(".docx", ".xlsx", ".pdf") + ending);
      }
      write.write(t + 50 * SECOND, by, "D:\\data\\" + chance.pick("RESTORE", "READ_ME", "HOW_TO_RECOVER") + ".txt");
    }
  }
}
