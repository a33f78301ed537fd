package io.cutpoint.generator.daily;

import static io.cutpoint.generator.daily.Machine.SYSTEM32;
import static io.cutpoint.generator.world.World.HOUR;
import static io.cutpoint.generator.world.World.MINUTE;
import static io.cutpoint.generator.world.World.SECOND;

import io.cutpoint.generator.world.Account;
import io.cutpoint.generator.world.Chance;
import io.cutpoint.generator.world.Company;
import io.cutpoint.generator.world.Hand;
import io.cutpoint.generator.world.Host;
import io.cutpoint.generator.world.Running;
import io.cutpoint.generator.world.Session;
import io.cutpoint.generator.world.World;

/// What the administrator does in a day, from his desk or at the controller, with the tools that intruders use as well.
final class AdministratorDay {
  private static final String POWERSHELL = SYSTEM32 + "WindowsPowerShell\\v1.0\\powershell.exe";

  private final World world;
  private final Company company;
  private final Chance chance;
  private final Hand hand;
  private final long midnight;

  /// The tool with which he runs commands on other hosts by a service.
  private final String tool;

  AdministratorDay(World world, Company company, Chance chance, Hand hand, long midnight) {
    this.world = world;
    this.company = company;
    this.tool = Company.word(Chance.of(0, company.name()), 1) + "exec";
    this.chance = chance;
    this.hand = world.hand(chance, hand.step());
    this.midnight = midnight;
  }

  void plan() {
    // Somebody's computer is looked after every morning, the rest as it comes.
    world.at(midnight + 9 * HOUR + chance.between(30 * MINUTE, 2 * HOUR), () -> act(1 + chance.below(5), company.people().getFirst().desk()));
    int tasks = chance.between(2, 4);
    for (int i = 0; i < tasks; i++) {
      int kind = chance.below(7);
      Host target = chance.percent(60) ? company.server() : chance.percent(50) ? company.people().getFirst().desk() : company.controller();
      world.at(midnight + 9 * HOUR + 30 * MINUTE + chance.between(0, 6 * HOUR + 30 * MINUTE), () -> act(kind, target));
    }
  }

  private void act(int kind, Host target) {
    Host desk = company.administrator().desk();
    if (!desk.runs("explorer")) {
      return;
    }
    long t = world.now();
    // He starts a shell with his other account.
    Session at = hand.session(t, desk, company.administration(), 2, "::1");
    Running explorer = desk.service("explorer");
    hand.useCredentials(t, explorer.session(), company.administration(), "localhost", "", desk.service("Winmgmt"));
    hand.authenticate(t, desk, company.administration(), company.controller(), company.krbtgt());
    hand.logOn(t + SECOND / 10, at, desk.service("Winmgmt"), explorer.session(), "Negotiate", desk.name());
    Running shell = hand.start(t + SECOND, explorer, POWERSHELL, "\"" + POWERSHELL + "\"", at, "High");
    hand.script(t + 2 * SECOND, shell, "prompt", "");
    t += 20 * SECOND;
    switch (kind) {
      case 0 -> look(t, shell);
      case 1 -> remoteShell(t, shell, at, target);
      case 2 -> remoteService(t, shell, at, target);
      case 3 -> remoteTask(t, shell, at, target);
      case 4 -> remoteDesktop(t, shell, at, target);
      case 5 -> management(t, shell, at, target);
      default -> newAccount(t, shell, at);
    }
    long end = t + 12 * MINUTE + chance.between(0, 10 * MINUTE);
    hand.end(end, shell);
    hand.logOff(end + SECOND, at, false);
  }

  private void look(long t, Running shell) {
    for (String command : chance.shuffled(java.util.List.of("whoami.exe|whoami /groups", "net.exe|net group \"Domain Admins\" /domain", "nltest.exe|nltest /dsgetdc:" + company.domain(), "ipconfig.exe|ipconfig /all", "net.exe|net view \\\\" + company.server().name(), "quser.exe|quser"))) {
      int bar = command.indexOf('|');
      hand.console(t += chance.between(8 * SECOND, 70 * SECOND), shell, SYSTEM32 + command.substring(0, bar), command.substring(bar + 1));
    }
  }

  private void remoteShell(long t, Running shell, Session at, Host target) {
    if (target == shell.host()) {
      return;
    }
    hand.block(t, shell, "Enter-PSSession -ComputerName " + target.name(), "");
    // HTTP is the kernel's on the other side, and the logon tells neither address nor port.
    hand.connect(t + SECOND, shell, target, target.service("System"), 5985);
    Session there = hand.reach(t + SECOND + SECOND / 50, at.host(), company.administration(), target, company.controller(), 0);
    Running host = hand.start(t + 2 * SECOND, target.service("DcomLaunch"), SYSTEM32 + "wsmprovhost.exe", "C:\\Windows\\system32\\wsmprovhost.exe -Embedding", there, "High");
    hand.block(t + 10 * SECOND, host, "Get-Service | Where-Object Status -eq 'Stopped' | Select-Object Name,StartType", "");
    hand.console(t + 40 * SECOND, host, SYSTEM32 + "ipconfig.exe", "\"C:\\Windows\\system32\\ipconfig.exe\" /flushdns");
    hand.block(t + 90 * SECOND, host, "Restart-Service -Name Spooler", "");
    hand.end(t + 5 * MINUTE, host);
    hand.logOff(t + 5 * MINUTE + SECOND, there, false);
  }

  private void remoteService(long t, Running shell, Session at, Host target) {
    if (target == shell.host()) {
      return;
    }
    String program = "C:\\Tools\\" + tool + ".exe";
    String name = tool.toUpperCase(java.util.Locale.ROOT) + "SVC";
    Running run = hand.start(t, shell, program, "\"" + program + "\" \\\\" + target.name() + " -s cmd");
    int port = hand.connectSmb(t + SECOND, shell.host(), target);
    Session there = hand.reach(t + SECOND + SECOND / 50, at.host(), company.administration(), target, company.controller(), port);
    hand.share(t + SECOND + SECOND / 10, there, "\\\\*\\ADMIN$", "\\??\\C:\\Windows", "", 0x1);
    hand.share(t + SECOND + SECOND / 5, there, "\\\\*\\ADMIN$", "\\??\\C:\\Windows", name + ".exe", 0x12019f);
    hand.write(t + SECOND + SECOND / 4, target.service("System"), "C:\\Windows\\" + name + ".exe");
    hand.set(t + 2 * SECOND, target.service("services"), "HKLM\\System\\CurrentControlSet\\Services\\" + name + "\\ImagePath", "%%SystemRoot%%\\" + name + ".exe");
    hand.install(t + 2 * SECOND, there, name, "%SystemRoot%\\" + name + ".exe", false, "LocalSystem", target.service("services"));
    Running service = hand.start(t + 3 * SECOND, target.service("services"), "C:\\Windows\\" + name + ".exe", "C:\\Windows\\" + name + ".exe");
    Running cmd = hand.start(t + 4 * SECOND, service, SYSTEM32 + "cmd.exe", "\"cmd\"");
    hand.console(t + 20 * SECOND, cmd, SYSTEM32 + "gpupdate.exe", "gpupdate /force");
    hand.console(t + 50 * SECOND, cmd, SYSTEM32 + "net.exe", "net localgroup administrators");
    hand.end(t + 3 * MINUTE, cmd);
    hand.end(t + 3 * MINUTE + SECOND, service);
    hand.end(t + 3 * MINUTE + SECOND, run);
    hand.key(t + 3 * MINUTE + 2 * SECOND, target.service("services"), "DeleteKey", "HKLM\\System\\CurrentControlSet\\Services\\" + name);
    hand.logOff(t + 4 * MINUTE, there, false);
  }

  private void remoteTask(long t, Running shell, Session at, Host target) {
    if (target == shell.host()) {
      return;
    }
    Running tasks = hand.console(t, shell, SYSTEM32 + "schtasks.exe", "schtasks /create /s " + target.name() + " /tn \"Disk report\" /tr \"C:\\Scripts\\diskreport.cmd\" /sc daily /st 06:00 /ru SYSTEM");
    int[] ports = hand.connectRpc(t + SECOND / 50, tasks, tasks, target, "Schedule");
    Session there = hand.reach(t + SECOND / 25, at.host(), company.administration(), target, company.controller(), ports[1]);
    hand.task(t + SECOND / 10, there, true, "\\Disk report", Tasks.xml(t, company.administration(), "C:\\Scripts\\diskreport.cmd", "", true), null, true);
    hand.logOff(t + 30 * SECOND, there, false);
  }

  private void remoteDesktop(long t, Running shell, Session at, Host target) {
    if (target == shell.host()) {
      return;
    }
    Running client = hand.start(t, shell, SYSTEM32 + "mstsc.exe", "\"C:\\Windows\\system32\\mstsc.exe\" /v:" + target.name());
    hand.connect(t + 2 * SECOND, client, target, target.service("TermService"), 3389);
    hand.useCredentials(t + 2 * SECOND + SECOND / 50, at, company.administration(), target.fullName(), "TERMSRV", client);
    Session desktop = hand.session(t + 3 * SECOND, target, company.administration(), 10, at.host().address());
    hand.authenticate(t + 3 * SECOND, target, company.administration(), company.controller(), company.krbtgt());
    hand.logOn(t + 3 * SECOND, desktop, target.service("winlogon"), target.service("winlogon").session(), "Negotiate", target.name());
    Running init = hand.start(t + 4 * SECOND, target.service("winlogon"), SYSTEM32 + "userinit.exe", "C:\\Windows\\system32\\userinit.exe", desktop, "High");
    Running explorer = hand.start(t + 5 * SECOND, init, "C:\\Windows\\explorer.exe", "C:\\Windows\\Explorer.EXE");
    Running console = hand.start(t + 40 * SECOND, explorer, SYSTEM32 + "mmc.exe", "\"C:\\Windows\\system32\\mmc.exe\" \"C:\\Windows\\system32\\eventvwr.msc\" /s");
    Running cmd = hand.start(t + 2 * MINUTE, explorer, SYSTEM32 + "cmd.exe", "\"C:\\Windows\\system32\\cmd.exe\"");
    hand.console(t + 2 * MINUTE + 20 * SECOND, cmd, SYSTEM32 + "whoami.exe", "whoami");
    hand.console(t + 3 * MINUTE, cmd, SYSTEM32 + "systeminfo.exe", "systeminfo");
    long end = t + 9 * MINUTE;
    hand.end(end, cmd);
    hand.end(end, console);
    hand.end(end + SECOND, explorer);
    hand.end(end + SECOND, init);
    hand.end(end + 2 * SECOND, client);
    hand.logOff(end + 2 * SECOND, desktop, true);
  }

  private void management(long t, Running shell, Session at, Host target) {
    if (target == shell.host()) {
      return;
    }
    Running client = hand.console(t, shell, SYSTEM32 + "wbem\\WMIC.exe", "wmic /node:" + target.name() + " process call create \"cmd.exe /c gpupdate /force\"");
    int[] ports = hand.connectRpc(t + SECOND / 50, at.host().service("RpcSs"), client, target, "Winmgmt");
    Session activation = hand.reach(t + SECOND / 25, at.host(), company.administration(), target, company.controller(), ports[0]);
    Session there = hand.again(t + SECOND / 12, activation, ports[1]);
    hand.logOff(t + 10 * SECOND, activation, false);
    Running provider = hand.start(t + 2 * SECOND, target.service("DcomLaunch"), SYSTEM32 + "wbem\\WmiPrvSE.exe", "C:\\Windows\\system32\\wbem\\wmiprvse.exe -secured -Embedding");
    Running cmd = hand.start(t + 3 * SECOND, provider, SYSTEM32 + "cmd.exe", "cmd.exe /c gpupdate /force", there, "High");
    hand.brief(t + 4 * SECOND, cmd, SYSTEM32 + "gpupdate.exe", "gpupdate /force");
    hand.end(t + 8 * SECOND, cmd);
    hand.end(t + 90 * SECOND, provider);
    hand.logOff(t + 2 * MINUTE, there, false);
  }

  private void newAccount(long t, Running shell, Session at) {
    Account account = company.newAccount(Company.word(chance, 2) + "." + Company.word(chance, 2));
    Host controller = company.controller();
    hand.block(t, shell, "New-ADUser -Name '" + account.name() + "' -SamAccountName '" + account.name() + "' -Enabled $true", "");
    int port = hand.connect(t + SECOND, shell, controller, controller.service("lsass"), 389);
    Session there = hand.reach(t + SECOND + SECOND / 50, at.host(), company.administration(), controller, controller, port);
    hand.account(t + 2 * SECOND, there, 4720, account, null);
    hand.account(t + 2 * SECOND + SECOND / 10, there, 4722, account, null);
    hand.account(t + 2 * SECOND + SECOND / 5, there, 4724, account, null);
    hand.account(t + 2 * SECOND + SECOND / 4, there, 4738, account, null);
    hand.account(t + 20 * SECOND, there, 4728, account, new Account(company.netbios(), "Sales", company.domainSid() + "-1099", false));
    hand.logOff(t + MINUTE, there, false);
  }
}
