package io.cutpoint.generator.daily;

import static io.cutpoint.generator.daily.Machine.SYSTEM32;
import static io.cutpoint.generator.world.World.SECOND;

import io.cutpoint.generator.world.Chance;
import io.cutpoint.generator.world.Company;
import io.cutpoint.generator.world.Hand;
import io.cutpoint.generator.world.Host;
import io.cutpoint.generator.world.Running;
import io.cutpoint.generator.world.Session;
import java.util.List;

/// What Windows does on its own: services, tasks, tickets, registry, files.
final class Noise {
  private static final List<String> LIBRARIES = List.of("taskschd.dll", "wbemcomn.dll", "fastprox.dll", "amsi.dll", "samlib.dll", "netapi32.dll", "dbghelp.dll", "vaultcli.dll", "winhttp.dll", "urlmon.dll");
  private static final List<String> TASKS = List.of("taskhostw.exe", "dllhost.exe", "backgroundTaskHost.exe", "RuntimeBroker.exe", "SearchProtocolHost.exe", "MoUsoCoreWorker.exe", "wsqmcons.exe", "defrag.exe", "compattelrunner.exe", "dstokenclean.exe");

  // Classes and property sets of Active Directory that hosts ask for when they look themselves up.
  private static final String COMPUTER_CLASS = "bf967a86-0de6-11d0-a285-00aa003049e2";
  private static final String DOMAIN_CLASS = "19195a5b-6da0-11d0-afd3-00c04fd930c9";
  private static final String PUBLIC_INFORMATION = "{e48d0154-bcf8-11d1-8702-00c04fb96050}";
  private static final String GENERAL_INFORMATION = "{59ba2f42-79a2-11d0-9020-00c04fc2d3cf}";

  private final Hand hand;
  private final Company company;
  private final Software software;
  private final Chance chance;

  Noise(Hand hand, Company company, Software software, Chance chance) {
    this.hand = hand;
    this.company = company;
    this.software = software;
    this.chance = chance;
  }

  /// Some related events on a host; gives about how many records they make.
  int burst(long time, Host host) {
    return switch (chance.below(10)) {
      case 0, 1 -> task(time, host);
      case 2 -> update(time, host);
      case 3 -> registry(time, host);
      case 4 -> libraries(time, host);
      case 5 -> tickets(time, host);
      case 6 -> files(time, host);
      case 7 -> management(time, host);
      case 8 -> names(time, host);
      default -> service(time, host);
    };
  }

  private int task(long t, Host host) {
    String name = chance.pick(TASKS);
    Running process = hand.start(t, host.service(chance.pick("Schedule", "DcomLaunch")), SYSTEM32 + name, name + (name.equals("dllhost.exe") ? " /Processid:{" + chance.hex(8) + "-" + chance.hex(4) + "-" + chance.hex(4) + "-" + chance.hex(4) + "-" + chance.hex(12) + "}" : ""));
    for (int i = chance.below(4); i > 0; i--) {
      hand.load(t + SECOND / 20 * i, process, SYSTEM32 + chance.pick(LIBRARIES), true, "Microsoft Windows");
    }
    hand.end(t + chance.between(SECOND, 40 * SECOND), process);
    return 6;
  }

  private int update(long t, Host host) {
    Running service = host.service(chance.pick("wuauserv", "BITS"));
    hand.ask(t, service, software.updates().name(), software.updates().address());
    hand.connect(t + SECOND / 10, service, software.updates().address(), chance.pick(80, 443));
    hand.write(t + SECOND, service, "C:\\Windows\\SoftwareDistribution\\Download\\" + chance.hex(32).toLowerCase(java.util.Locale.ROOT) + "\\BIT" + chance.hex(4) + ".tmp");
    return 3;
  }

  private int registry(long t, Host host) {
    Running process = host.service(chance.pick("services", "lsass", "Schedule", "gpsvc", "Winmgmt"));
    int n = chance.between(2, 6);
    for (int i = 0; i < n; i++) {
      hand.set(
          t + i * SECOND / 10, process,
          chance.pick(
              "HKLM\\System\\CurrentControlSet\\Services\\bam\\State\\UserSettings\\S-1-5-18\\SequenceNumber", "HKLM\\System\\CurrentControlSet\\Services\\W32Time\\Config\\LastKnownGoodTime",
              "HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Schedule\\TaskCache\\Tasks\\{" + chance.hex(8) + "-0000-0000-0000-" + chance.hex(12) + "}\\DynamicInfo",
              "HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Group Policy\\State\\Machine\\Extension-List\\{00000000-0000-0000-0000-000000000000}\\EndTimeLo"),
          chance.pick("Binary Data", "DWORD (0x" + chance.hex(8).toLowerCase(java.util.Locale.ROOT) + ")"));
    }
    return n;
  }

  private int libraries(long t, Host host) {
    Running process = host.service(chance.pick("Winmgmt", "agent", "spoolsv", "Schedule", "antivirus"));
    int n = chance.between(3, 9);
    for (int i = 0; i < n; i++) {
      hand.load(t + i * SECOND / 50, process, SYSTEM32 + chance.pick(LIBRARIES), true, "Microsoft Windows");
    }
    return n;
  }

  private int tickets(long t, Host host) {
    Host controller = company.controller();
    if (host == controller) {
      hand.authenticate(t, host, host.machine(), controller, company.krbtgt());
      return 1;
    }
    hand.authenticate(t, host, host.machine(), controller, company.krbtgt());
    int port = hand.connectSmb(t + SECOND / 10, host, controller);
    Session session = hand.reach(t + SECOND / 9, host, host.machine(), controller, controller, port);
    hand.share(t + SECOND, session, "\\\\*\\IPC$", "", "", 0x1);
    hand.share(t + SECOND + SECOND / 50, session, "\\\\*\\IPC$", "", chance.pick("lsarpc", "netlogon", "srvsvc"), 0x12019f);
    if (chance.percent(25)) {
      hand.readDirectory(t + 2 * SECOND, session, chance.pick(COMPUTER_CLASS, DOMAIN_CLASS), chance.pick(PUBLIC_INFORMATION, GENERAL_INFORMATION));
    }
    hand.logOff(t + chance.between(5 * SECOND, 60 * SECOND), session, false);
    return 16;
  }

  private int files(long t, Host host) {
    Running process = host.service(chance.pick("wuauserv", "Schedule", "agent", "antivirus"));
    int n = chance.between(1, 4);
    for (int i = 0; i < n; i++) {
      String path = chance.pick("C:\\Windows\\Temp\\", "C:\\ProgramData\\" + software.agentMaker() + "\\cache\\", "C:\\Windows\\ServiceState\\") + chance.hex(8).toLowerCase(java.util.Locale.ROOT) + chance.pick(".tmp", ".log", ".dat", ".xml", ".etl");
      hand.write(t + i * SECOND, process, path);
      if (path.endsWith(".tmp")) {
        hand.delete(t + i * SECOND + 5 * SECOND, process, path);
      }
    }
    return n + 1;
  }

  private int management(long t, Host host) {
    Running provider = hand.start(t, host.service("DcomLaunch"), SYSTEM32 + "wbem\\WmiPrvSE.exe", "C:\\Windows\\system32\\wbem\\wmiprvse.exe -secured -Embedding");
    hand.load(t + SECOND / 10, provider, SYSTEM32 + "wbem\\cimwin32.dll", true, "Microsoft Windows");
    hand.end(t + chance.between(60 * SECOND, 90 * SECOND), provider);
    return 5;
  }

  private int names(long t, Host host) {
    Running process = host.service(chance.pick("Dnscache", "agent", "antivirus"));
    Host asked = chance.pick(company.hosts());
    hand.ask(t, process, asked.fullName(), asked.address());
    return 1;
  }

  private int service(long t, Host host) {
    String title = chance.pick("Windows Update", "Software Protection", "Microsoft Account Sign-in Assistant", "Windows Modules Installer", "Device Setup Manager", "Windows Error Reporting Service", "WinHTTP Web Proxy Auto-Discovery Service");
    hand.service(t, host, title, true);
    hand.service(t + chance.between(30 * SECOND, 200 * SECOND), host, title, false);
    return 2;
  }
}
