package io.cutpoint.generator.daily;

import static io.cutpoint.generator.world.World.MINUTE;
import static io.cutpoint.generator.world.World.SECOND;

import io.cutpoint.generator.world.Account;
import io.cutpoint.generator.world.Chance;
import io.cutpoint.generator.world.Hand;
import io.cutpoint.generator.world.Host;
import io.cutpoint.generator.world.Role;
import io.cutpoint.generator.world.Running;
import io.cutpoint.generator.world.Session;
import io.cutpoint.generator.world.World;

/// Starts a host: the system's processes, its services, and those of the company's software.
final class Machine {
  static final String SYSTEM32 = "C:\\Windows\\System32\\";

  private Machine() {}

  static void boot(World world, Hand hand, Chance chance, Software software, Host host) {
    long t = world.now();
    hand.boot(t, host);
    Session system = Hand.wellKnown(host, Account.SYSTEM, 0x3e7);
    Session network = Hand.wellKnown(host, Account.NETWORK_SERVICE, 0x3e4);
    Session local = Hand.wellKnown(host, Account.LOCAL_SERVICE, 0x3e5);
    Running kernel = hand.unseen(t, "System", 4, system);
    host.keep("System", kernel);
    Running smss = hand.start(t += SECOND, kernel, SYSTEM32 + "smss.exe", "\\SystemRoot\\System32\\smss.exe");
    Running wininit = hand.start(t += SECOND, smss, SYSTEM32 + "wininit.exe", "wininit.exe");
    hand.start(t, smss, SYSTEM32 + "csrss.exe", SYSTEM32 + "csrss.exe ObjectDirectory=\\Windows SharedSection=1024,20480,768 Windows=On SubSystemType=Windows");
    host.keep("winlogon", hand.start(t += SECOND / 2, smss, SYSTEM32 + "winlogon.exe", "winlogon.exe"));
    Running services = hand.start(t += SECOND / 5, wininit, SYSTEM32 + "services.exe", "C:\\Windows\\system32\\services.exe");
    host.keep("services", services);
    host.keep("lsass", hand.start(t += SECOND / 5, wininit, SYSTEM32 + "lsass.exe", "C:\\Windows\\system32\\lsass.exe"));
    hand.logOn(t += SECOND / 3, system, null, null, "Negotiate", "-");
    service(hand, t += SECOND / 4, host, "DcomLaunch", "DcomLaunch -p", system);
    service(hand, t += SECOND / 4, host, "RpcSs", "RPCSS -p", network);
    service(hand, t += SECOND / 4, host, "EventLog", "LocalServiceNetworkRestricted -p -s EventLog", local);
    service(hand, t += SECOND / 4, host, "Schedule", "netsvcs -p -s Schedule", system);
    service(hand, t += SECOND / 4, host, "gpsvc", "netsvcs -p -s gpsvc", system);
    service(hand, t += SECOND / 4, host, "Winmgmt", "netsvcs -p -s Winmgmt", system);
    service(hand, t += SECOND / 4, host, "Dnscache", "NetworkService -p -s Dnscache", network);
    service(hand, t += SECOND / 4, host, "WinRM", "NetworkService -p -s WinRM", network);
    service(hand, t += SECOND / 4, host, "LanmanServer", "netsvcs -p -s LanmanServer", system);
    service(hand, t += SECOND / 4, host, "TermService", "NetworkService -s TermService", network);
    service(hand, t += SECOND / 4, host, "wuauserv", "netsvcs -p -s wuauserv", system);
    service(hand, t += SECOND / 4, host, "BITS", "netsvcs -p -s BITS", system);
    host.keep("Sysmon64", hand.start(t += SECOND / 4, services, "C:\\Windows\\Sysmon64.exe", "C:\\Windows\\Sysmon64.exe"));
    host.keep("spoolsv", hand.start(t += SECOND / 4, services, SYSTEM32 + "spoolsv.exe", SYSTEM32 + "spoolsv.exe"));
    host.keep("antivirus", hand.start(t += SECOND / 4, services, software.antivirus(), "\"" + software.antivirus() + "\""));
    host.keep("agent", hand.start(t += SECOND, services, software.agent(), "\"" + software.agent() + "\" --service"));
    if (host.role() != Role.WORKSTATION) {
      host.keep("backup", hand.start(t += SECOND, services, software.backup(), "\"" + software.backup() + "\" -svc"));
    }
    if (host.role() == Role.CONTROLLER) {
      host.keep("dns", hand.start(t += SECOND, services, SYSTEM32 + "dns.exe", "C:\\Windows\\system32\\dns.exe"));
      host.keep("dfsrs", hand.start(t += SECOND, services, SYSTEM32 + "dfsrs.exe", "C:\\Windows\\system32\\DFSRs.exe"));
    }
    for (String title : new String[] {"Windows Update", "Background Intelligent Transfer Service", "Group Policy Client", "Windows Modules Installer", "Software Protection"}) {
      hand.service(t += chance.between(SECOND, 20 * SECOND), host, title, true);
    }
    long later = t + MINUTE;
    for (String title : new String[] {"Windows Modules Installer", "Software Protection"}) {
      hand.service(later += chance.between(SECOND, 40 * SECOND), host, title, false);
    }
  }

  private static void service(Hand hand, long time, Host host, String name, String group, Session session) {
    Running services = host.service("services");
    host.keep(name, hand.start(time, services, SYSTEM32 + "svchost.exe", "C:\\Windows\\system32\\svchost.exe -k " + group, session, "System"));
  }
}
