package io.cutpoint.generator.daily;

import static io.cutpoint.generator.daily.Machine.SYSTEM32;
import static io.cutpoint.generator.world.World.HOUR;
import static io.cutpoint.generator.world.World.MINUTE;
import static io.cutpoint.generator.world.World.SECOND;

import io.cutpoint.generator.daily.Software.Site;
import io.cutpoint.generator.world.Chance;
import io.cutpoint.generator.world.Company;
import io.cutpoint.generator.world.Company.Person;
import io.cutpoint.generator.world.Hand;
import io.cutpoint.generator.world.Host;
import io.cutpoint.generator.world.Running;
import io.cutpoint.generator.world.Session;
import io.cutpoint.generator.world.World;
import java.util.ArrayList;
import java.util.List;

/// A working day of somebody at his desk: logon, mail, documents, browsing, chat, lunch, logoff.
final class UserDay {
  private static final String OFFICE = "C:\\Program Files\\Microsoft Office\\root\\Office16\\";
  private static final List<String> TOPICS = List.of("offer", "minutes", "roster", "order", "invoice", "plan", "budget", "figures", "contract", "travel", "price list", "delivery note");

  private final World world;
  private final Company company;
  private final Software software;
  private final Chance chance;
  private final Hand hand;
  private final Person person;
  private final Host desk;
  private final long noon;
  private final long leaves;
  private final List<Running> open = new ArrayList<>();
  private boolean working;

  UserDay(World world, Company company, Software software, Chance chance, Hand hand, Person person, long midnight) {
    this.world = world;
    this.company = company;
    this.software = software;
    this.chance = chance;
    this.hand = world.hand(chance, hand.step());
    this.person = person;
    this.desk = person.desk();
    this.noon = midnight + 12 * HOUR + chance.between(-15 * MINUTE, 20 * MINUTE);
    this.leaves = midnight + 16 * HOUR + 30 * MINUTE + chance.between(0, 80 * MINUTE);
  }

  void plan(long from) {
    world.at(from, this::arrive);
  }

  private void arrive() {
    long t = world.now();
    Host controller = company.controller();
    if (chance.percent(20)) {
      // A letter too many, and once more.
      hand.fail(t, desk.service("winlogon"), desk, person.account(), controller);
      t += chance.between(4 * SECOND, 15 * SECOND);
    }
    hand.authenticate(t, desk, person.account(), controller, company.krbtgt());
    Session session = hand.session(t + SECOND / 5, desk, person.account(), 2, "127.0.0.1");
    hand.logOn(t + SECOND / 4, session, desk.service("winlogon"), desk.service("winlogon").session(), "Negotiate", desk.name());
    Running init = hand.start(t + SECOND, desk.service("winlogon"), SYSTEM32 + "userinit.exe", "C:\\Windows\\system32\\userinit.exe", session, "Medium");
    Running explorer = hand.start(t + 2 * SECOND, init, "C:\\Windows\\explorer.exe", "C:\\Windows\\Explorer.EXE");
    desk.keep("explorer", explorer);
    hand.end(t + 30 * SECOND, init);
    // The logon script of the domain.
    String script = "\\\\" + company.domain() + "\\NETLOGON\\logon.vbs";
    Running wscript = hand.start(t + 5 * SECOND, init, SYSTEM32 + "wscript.exe", "wscript.exe //B \"" + script + "\"");
    hand.console(t + 6 * SECOND, wscript, SYSTEM32 + "net.exe", "net use S: \\\\" + company.server().name() + "\\data /persistent:no");
    hand.end(t + 9 * SECOND, wscript);
    hand.policy(t + 12 * SECOND, desk, person.account(), controller.fullName());
    int port = hand.connectSmb(t + 7 * SECOND, desk, company.server());
    Session share = hand.reach(t + 7 * SECOND + SECOND / 50, desk, person.account(), company.server(), controller, port);
    hand.share(t + 8 * SECOND, share, "\\\\*\\data", "\\??\\D:\\data", "", 0x1);
    world.at(leaves + MINUTE, () -> hand.logOff(world.now(), share, false));

    Running mail = keep("outlook", t + 40 * SECOND, explorer, OFFICE + "OUTLOOK.EXE", "\"" + OFFICE + "OUTLOOK.EXE\"");
    String chat = "C:\\Users\\" + person.account().name() + "\\" + software.chat();
    Running chatting = keep("chat", t + 60 * SECOND, explorer, chat, "\"" + chat + "\" --processStart");
    Running browser = keep("browser", t + 100 * SECOND, explorer, software.browser(), "\"" + software.browser() + "\"");
    working = true;
    world.at(t + 3 * MINUTE, () -> work(session, share, browser));
    world.at(t + 2 * MINUTE, () -> chat(chatting));
    world.at(t + 90 * SECOND, () -> mail(mail));
    if (chance.percent(60)) {
      world.at(t + chance.between(HOUR, 7 * HOUR), () -> install(browser));
    }
    world.at(leaves, () -> leave(session));
  }

  private Running keep(String as, long t, Running parent, String image, String commandLine) {
    Running process = hand.start(t, parent, image, commandLine);
    desk.keep(as, process);
    open.add(process);
    return process;
  }

  private void leave(Session session) {
    long t = world.now();
    working = false;
    for (Running process : open) {
      hand.end(t += SECOND / 5, process);
    }
    hand.end(t + SECOND, desk.service("explorer"));
    for (String name : new String[] {"outlook", "chat", "browser", "explorer"}) {
      desk.forget(name);
    }
    hand.logOff(t + 2 * SECOND, session, true);
  }

  private boolean isLunch() {
    return world.now() > noon && world.now() < noon + 40 * MINUTE;
  }

  private void chat(Running chatting) {
    if (working) {
      hand.ask(world.now(), chatting, software.chatSite().name(), software.chatSite().address());
      hand.connect(world.now() + SECOND / 10, chatting, software.chatSite().address(), 443);
      world.at(world.now() + chance.between(4 * MINUTE, 7 * MINUTE), () -> chat(chatting));
    }
  }

  private void mail(Running mail) {
    if (working) {
      long t = world.now();
      hand.connect(t, mail, company.controller(), company.controller().service("lsass"), 389);
      Site office = software.web().getFirst();
      hand.ask(t + SECOND, mail, "mail." + company.domain(), office.address());
      hand.connect(t + 2 * SECOND, mail, office.address(), 443);
      world.at(t + chance.between(6 * MINUTE, 15 * MINUTE), () -> mail(mail));
    }
  }

  private void work(Session session, Session share, Running browser) {
    if (!working) {
      return;
    }
    long t = world.now();
    if (!isLunch()) {
      switch (chance.below(8)) {
        case 0, 1, 2 -> browse(t, browser);
        case 3, 4 -> document(t, share);
        case 5 -> download(t, browser);
        case 6 -> attachment(t);
        default -> hand.brief(t, desk.service("explorer"), SYSTEM32 + chance.pick("notepad.exe", "calc.exe", "SnippingTool.exe"), "\"" + SYSTEM32 + "notepad.exe\"");
      }
    }
    world.at(t + chance.between(2 * MINUTE, 9 * MINUTE), () -> work(session, share, browser));
  }

  private void browse(long t, Running browser) {
    Running tab = hand.start(t, browser, software.browser(), "\"" + software.browser() + "\" --type=renderer --lang=en-US --renderer-client-id=" + chance.between(5, 900));
    for (int i = chance.between(1, 4); i > 0; i--) {
      Site site = chance.pick(software.web());
      hand.ask(t + i * SECOND, browser, site.name(), site.address());
      hand.connect(t + i * SECOND + SECOND / 5, browser, site.address(), 443);
    }
    hand.end(t + chance.between(20 * SECOND, 15 * MINUTE), tab);
  }

  private String topic() {
    return chance.pick(TOPICS) + " " + chance.between(1, 400);
  }

  private void document(long t, Session share) {
    String kind = chance.pick("docx", "xlsx");
    String program = OFFICE + (kind.equals("docx") ? "WINWORD.EXE" : "EXCEL.EXE");
    String name = topic() + "." + kind;
    String folder = chance.pick("sales", "purchasing", "projects", "hr", "shipping");
    Running office = hand.start(t, desk.service("explorer"), program, "\"" + program + "\" /n \"S:\\" + folder + "\\" + name + "\" /o \"\"");
    hand.share(t + SECOND, share, "\\\\*\\data", "\\??\\D:\\data", folder + "\\" + name, 0x120089);
    hand.share(t + 2 * SECOND, share, "\\\\*\\data", "\\??\\D:\\data", folder + "\\~$" + name, 0x13019f);
    hand.write(t + 3 * SECOND, office, "C:\\Users\\" + person.account().name() + "\\AppData\\Roaming\\Microsoft\\Office\\Recent\\" + name + ".LNK");
    remember(t + SECOND / 10, name);
    hand.end(t + chance.between(2 * MINUTE, 30 * MINUTE), office);
  }

  /// Explorer remembers what was opened.
  private void remember(long t, String name) {
    hand.write(t, desk.service("explorer"), "C:\\Users\\" + person.account().name() + "\\AppData\\Roaming\\Microsoft\\Windows\\Recent\\" + name + ".lnk");
  }

  private String downloads() {
    return "C:\\Users\\" + person.account().name() + "\\Downloads\\";
  }

  private void download(long t, Running browser) {
    Site site = chance.pick(software.web());
    String name = topic().replace(' ', '_') + "." + chance.pick("pdf", "pdf", "xlsx", "zip", "docx");
    fetch(t, browser, site, name);
    if (name.endsWith(".zip")) {
      remember(t + 40 * SECOND, name);
    }
  }

  private void fetch(long t, Running browser, Site site, String name) {
    hand.ask(t, browser, site.name(), site.address());
    hand.connect(t + SECOND / 4, browser, site.address(), 443);
    hand.write(t + 2 * SECOND, browser, downloads() + name);
    hand.mark(t + 2 * SECOND + SECOND / 50, browser, downloads() + name, "https://" + site.name() + "/", "https://" + site.name() + "/files/" + name);
  }

  private void attachment(long t) {
    Running mail = desk.service("outlook");
    String name = topic() + chance.pick(".pdf", ".docx", ".xlsx");
    String path = "C:\\Users\\" + person.account().name() + "\\AppData\\Local\\Microsoft\\Windows\\INetCache\\Content.Outlook\\" + chance.hex(8) + "\\" + name;
    hand.write(t, mail, path);
    hand.mark(t + SECOND / 20, mail, path, "", "");
    if (name.endsWith(".docx")) {
      Running word = hand.start(t + 2 * SECOND, mail, OFFICE + "WINWORD.EXE", "\"" + OFFICE + "WINWORD.EXE\" /n \"" + path + "\" /o \"\"");
      hand.end(t + chance.between(MINUTE, 10 * MINUTE), word);
    }
  }

  /// A program that is wanted: downloaded, run, and it leaves a service and a Run key.
  private void install(Running browser) {
    if (!working) {
      return;
    }
    long t = world.now();
    Site site = chance.pick(software.web());
    String product = Company.capital(Company.word(chance, 2));
    String setup = product + chance.pick("Setup", "-Setup-x64", "_installer") + ".exe";
    fetch(t, browser, site, setup);
    Running explorer = desk.service("explorer");
    Running installer = hand.start(t + 40 * SECOND, explorer, downloads() + setup, "\"" + downloads() + setup + "\"", explorer.session(), "High");
    hand.ask(t + 42 * SECOND, installer, site.name(), site.address());
    hand.connect(t + 43 * SECOND, installer, site.address(), 443);
    String folder = "C:\\Program Files\\" + product + "\\";
    for (String file : new String[] {product + ".exe", product + "Service.exe", "core.dll", "uninstall.exe"}) {
      hand.write(t += 44 * SECOND, installer, folder + file);
    }
    Running services = desk.service("services");
    hand.set(t + 2 * SECOND, services, "HKLM\\System\\CurrentControlSet\\Services\\" + product + "Svc\\ImagePath", "\"" + folder + product + "Service.exe\"");
    hand.install(t + 2 * SECOND + SECOND / 10, explorer.session(), product + " Service", "\"" + folder + product + "Service.exe\"", true, "LocalSystem", installer);
    Running service = hand.start(t + 3 * SECOND, services, folder + product + "Service.exe", "\"" + folder + product + "Service.exe\"");
    hand.service(t + 3 * SECOND, desk, product + " Service", true);
    hand.set(t + 4 * SECOND, installer, "HKU\\" + person.account().sid() + "\\Software\\Microsoft\\Windows\\CurrentVersion\\Run\\" + product, "\"" + folder + product + ".exe\" /tray");
    hand.end(t + 6 * SECOND, installer);
    Running tray = hand.start(t + 7 * SECOND, explorer, folder + product + ".exe", "\"" + folder + product + ".exe\" /tray");
    open.add(tray);
    for (int i = 0; i < 3; i++) {
      hand.connect(t + (20 + 300L * i) * SECOND, service, site.address(), 443);
    }
  }
}
