package io.cutpoint.generator.windows;

import io.cutpoint.evtx.EvtxRow;
import io.cutpoint.evtx.EvtxShape;
import io.cutpoint.evtx.EvtxSid;

import io.cutpoint.generator.windows.Binaries.Binary;
import io.cutpoint.generator.world.Account;
import io.cutpoint.generator.world.Chance;
import io.cutpoint.generator.world.Happening;
import io.cutpoint.generator.world.Happening.*;
import io.cutpoint.generator.world.Host;
import io.cutpoint.generator.world.Moments;
import io.cutpoint.generator.world.Role;
import io.cutpoint.generator.world.Running;
import io.cutpoint.generator.world.Sensor;
import io.cutpoint.generator.world.Session;
import io.cutpoint.generator.world.Step;
import io.cutpoint.generator.world.Truth;
import io.cutpoint.generator.world.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The event logs of all Windows hosts: a folder for each host, a file for each log, as Windows names them.
///
/// What the hosts are set to write: auditing of processes with command lines, logons, shares, tasks, services and
/// accounts; Sysmon with a common configuration; PowerShell's script blocks.
public final class WindowsSensor implements Sensor {

  /// The size at which Windows archives a log, as administrators set it.
  public static final long ARCHIVED_AT = 128L << 20;

  private static final String NONE = "-";
  private static final int LOGON_FAILURE = 0xC000006D;
  private static final int WRONG_PASSWORD = 0xC000006A;
  private static final int WRONG_PASSWORD_OF_KERBEROS = 0x18;
  private static final UUID NO_GUID = new UUID(0, 0);
  private static final EvtxSid NOBODY = EvtxSid.of("S-1-0-0");
  private static final EvtxSid SYSTEM = EvtxSid.of("S-1-5-18");
  private static final String PRIVILEGES =
      "SeSecurityPrivilege\n\t\t\tSeTakeOwnershipPrivilege\n\t\t\tSeLoadDriverPrivilege\n\t\t\tSeBackupPrivilege\n\t\t\tSeRestorePrivilege\n\t\t\tSeDebugPrivilege\n\t\t\t"
          + "SeSystemEnvironmentPrivilege\n\t\t\tSeImpersonatePrivilege\n\t\t\tSeDelegateSessionUserImpersonatePrivilege";

  private final Path folder;
  private final Truth truth;
  private final Binaries binaries;
  private final Chance chance;
  private final long archivedAt;
  private final Map<Host, Logs> logs = new LinkedHashMap<>();
  private final Map<String, EvtxSid> sids = new HashMap<>();
  private final EvtxRow row = new EvtxRow();
  private long records;

  // The text of the last second, since many events share it.
  private long second = -1;
  private String secondText = "";

  /// One host's logs.
  private static final class Logs {
    final EventShapes shapes;
    final EnumMap<EventLog, LogFiles> files = new EnumMap<>(EventLog.class);

    Logs(EventShapes shapes) {
      this.shapes = shapes;
    }
  }

  /// Writes below a folder, which exists.
  ///
  /// @param archivedAt bytes at which a log is archived
  public WindowsSensor(Path folder, long seed, long archivedAt, Truth truth) {
    this.folder = folder;
    this.truth = truth;
    this.archivedAt = archivedAt;
    this.binaries = new Binaries(seed);
    this.chance = Chance.of(seed, "windows");
  }

  @Override
  public void see(Happening what) throws IOException {
    switch (what) {
      case Boot boot -> boot(boot);
      case Started started -> started(started);
      case Ended ended -> ended(ended);
      case Connected it -> {
        Running p = it.process();
        sysmon(it, 3, p).bool(it.isInitiated()).bool(false).text(it.from()).text(it.fromName()).uint32(it.fromPort()).text(NONE).bool(false).text(it.to())
            .text(it.toName().isEmpty() ? NONE : it.toName()).uint32(it.toPort()).text(portName(it.toPort()));
        write(it, EventLog.SYSMON);
        if (it.host().role() != Role.WORKSTATION) {
          permitted(it);
        }
      }
      case NameAsked it -> {
        Running p = it.process();
        begin(it, EventLog.SYSMON, 22);
        row.text(NONE).text(utc(it.time())).guid(p.guid()).uint32(p.pid()).text(it.name()).text(it.status()).text(it.results()).text(p.image()).text(p.session().account().full());
        write(it, EventLog.SYSMON);
      }
      case FileMade it -> {
        sysmon(it, 11, it.process()).text(it.path()).text(utc(it.time())).text(it.process().session().account().full());
        write(it, EventLog.SYSMON);
      }
      case StreamMade it -> {
        Binary file = binaries.of(it.path());
        sysmon(it, 15, it.process()).text(it.path()).text(utc(it.time())).text(file.hashes()).text(it.contents()).text(it.process().session().account().full());
        write(it, EventLog.SYSMON);
      }
      case FileDeleted it -> {
        Running p = it.process();
        begin(it, EventLog.SYSMON, 23);
        row.text(NONE).text(utc(it.time())).guid(p.guid()).uint32(p.pid()).text(p.session().account().full()).text(p.image()).text(it.path()).text(binaries.of(it.path()).hashes())
            .bool(isProgram(it.path())).text("true");
        write(it, EventLog.SYSMON);
      }
      case RegistryChanged it -> registry(it);
      case PipeUsed it -> {
        Running p = it.process();
        begin(it, EventLog.SYSMON, it.isMade() ? 17 : 18);
        row.text(NONE).text(it.isMade() ? "CreatePipe" : "ConnectPipe").text(utc(it.time())).guid(p.guid()).uint32(p.pid()).text(it.name()).text(p.image()).text(p.session().account().full());
        write(it, EventLog.SYSMON);
      }
      case Accessed it -> {
        Running p = it.process();
        Running t = it.target();
        begin(it, EventLog.SYSMON, 10);
        row.text(NONE).text(utc(it.time())).guid(p.guid()).uint32(p.pid()).uint32(thread(p)).text(p.image()).guid(t.guid()).uint32(t.pid()).text(t.image()).hex32(it.rights()).text(it.trace())
            .text(p.session().account().full()).text(t.session().account().full());
        write(it, EventLog.SYSMON);
      }
      case ThreadMade it -> {
        Running p = it.process();
        Running t = it.target();
        begin(it, EventLog.SYSMON, 8);
        row.text(NONE).text(utc(it.time())).guid(p.guid()).uint32(p.pid()).text(p.image()).guid(t.guid()).uint32(t.pid()).text(t.image()).uint32(chance.between(2_000, 19_000) & ~3)
            .text("0x" + chance.hex(16)).text(NONE).text(NONE).text(p.session().account().full()).text(t.session().account().full());
        write(it, EventLog.SYSMON);
      }
      case Loaded it -> {
        Running p = it.process();
        Binary file = binaries.of(it.path());
        begin(it, EventLog.SYSMON, 7);
        row.text(NONE).text(utc(it.time())).guid(p.guid()).uint32(p.pid()).text(p.image()).text(it.path()).text(file.version()).text(file.description()).text(file.product()).text(file.maker())
            .text(file.originalName()).text(file.hashes()).text(it.isSigned() ? "true" : "false").text(it.isSigned() ? it.signer() : NONE).text(it.isSigned() ? "Valid" : "Unavailable")
            .text(p.session().account().full());
        write(it, EventLog.SYSMON);
      }
      case SubscriptionMade it -> subscription(it);
      case LoggedOn it -> loggedOn(it);
      case LoggedOff it -> loggedOff(it);
      case CredentialsUsed it -> {
        begin(it, EventLog.SECURITY, 4648);
        subject(it.session()).guid(NO_GUID).text(it.account().name()).text(it.account().domain()).guid(NO_GUID).text(it.target())
            .text(it.service().isEmpty() ? it.target() : it.service() + "/" + it.target()).hex64(it.by().pid()).text(it.by().image())
            .text(NONE).text(NONE);
        write(it, EventLog.SECURITY);
      }
      case TicketIssued it -> ticket(it);
      case TicketRefused it -> {
        begin(it, EventLog.SECURITY, 4771);
        row.text(it.account().name()).sid(sid(it.account().sid())).text("krbtgt/" + it.account().domain()).hex32(0x40810010).hex32(WRONG_PASSWORD_OF_KERBEROS).text("2").text(mapped(it.from()))
            .text(Integer.toString(it.port())).text("").text("").text("");
        write(it, EventLog.SECURITY);
      }
      case LogonFailed it -> {
        begin(it, EventLog.SECURITY, 4625);
        subject(it.by().session()).sid(NOBODY).text(it.account().name()).text(it.account().domain()).hex32(LOGON_FAILURE).text("%%2313").hex32(WRONG_PASSWORD).uint32(2).text("User32 ")
            .text("Negotiate").text(it.host().name()).text(NONE).text(NONE).uint32(0).hex64(it.by().pid()).text(it.by().image()).text("127.0.0.1").text("0");
        write(it, EventLog.SECURITY);
      }
      case DirectoryRead it -> {
        begin(it, EventLog.SECURITY, 4662);
        subject(it.session()).text("DS").text("%{" + it.kind() + "}").text("%{" + it.object() + "}").text("Object Access").hex64(0).text("%%7688\n\t\t\t\t").hex32(0x10)
            .text("%%7688\n\t\t" + it.properties()).text(NONE).text("");
        write(it, EventLog.SECURITY);
      }
      case PasswordChecked it -> {
        begin(it, EventLog.SECURITY, 4776);
        row.text("MICROSOFT_AUTHENTICATION_PACKAGE_V1_0").text(it.account().name()).text(it.workstation()).hex32(0);
        write(it, EventLog.SECURITY);
      }
      case ShareUsed it -> share(it);
      case ServiceInstalled it -> serviceInstalled(it);
      case ServiceChanged it -> {
        begin(it, EventLog.SYSTEM, 7036);
        row.text(it.title()).text(it.isRunning() ? "running" : "stopped");
        write(it, EventLog.SYSTEM);
      }
      case TaskChanged it -> {
        begin(it, EventLog.SECURITY, it.isMade() ? 4698 : 4699);
        subject(it.session()).text(it.name()).text(it.content()).uint64(0x1_0000_0000L | chance.below(1 << 20)).uint32(it.client() == null ? 0 : it.client().pid())
            .uint32(parentPid(it.client())).uint32(it.isRemote() ? 1 : 0).text(it.host().fullName());
        write(it, EventLog.SECURITY);
      }
      case Scripted it -> scripted(it);
      case AccountChanged it -> accountChanged(it);
      case GroupListed it -> {
        Session s = it.by().session();
        begin(it, EventLog.SECURITY, 4799);
        row.text(it.group()).text("Builtin").sid(sid(it.groupSid()));
        subject(s).hex64(it.by().pid()).text(it.by().image());
        write(it, EventLog.SECURITY);
      }
      case PolicyApplied it -> {
        boolean forHost = it.account().name().endsWith("$");
        row.begin(shape(it.host(), EventLog.SYSTEM, forHost ? 1500 : 1501), it.time(), pid(it.host(), "gpsvc"), threadOfService(), forHost ? SYSTEM : sid(it.account().sid()));
        row.uint32(1).uint32(chance.between(2_000, 5_000)).uint32(0).uint32(chance.between(200, 3_000)).text("\\\\" + it.controller());
        write(it, EventLog.SYSTEM);
      }
    }
  }

  /// What the filtering platform tells where it is audited: on servers.
  private void permitted(Connected it) throws IOException {
    Running p = it.process();
    String program = p.image().equals("System") ? "System" : "\\device\\harddiskvolume2" + p.image().substring(2).toLowerCase(java.util.Locale.ROOT);
    begin(it, EventLog.SECURITY, 5156);
    row.uint64(p.pid()).text(program).text(it.isInitiated() ? "%%14593" : "%%14592").text(it.from()).text(Integer.toString(it.fromPort())).text(it.to()).text(Integer.toString(it.toPort()))
        .uint32(it.protocol().equals("udp") ? 17 : 6).uint64(69_424).text(it.isInitiated() ? "%%14611" : "%%14610").uint64(it.isInitiated() ? 48 : 44).sid(NOBODY).sid(NOBODY);
    write(it, EventLog.SECURITY);
  }

  private void boot(Boot it) throws IOException {
    row.begin(shape(it.host(), EventLog.SYSTEM, 12), it.time(), 4, 8, SYSTEM);
    row.uint32(10).uint32(0).uint32(it.host().role() == Role.WORKSTATION ? 19045 : 17763).uint32(3636).uint32(0).uint32(0).time(it.time());
    write(it, EventLog.SYSTEM);
    row.begin(shape(it.host(), EventLog.SYSTEM, 6005), it.time(), 0, 0, null);
    write(it, EventLog.SYSTEM);
    row.begin(shape(it.host(), EventLog.SECURITY, 4608), it.time(), 0, 0, null);
    write(it, EventLog.SECURITY);
  }

  private void started(Started it) throws IOException {
    Running p = it.process();
    Running parent = p.parent();
    Session s = p.session();
    Binary file = binaries.of(p.image());
    begin(it, EventLog.SYSMON, 1);
    row.text(NONE).text(utc(it.time())).guid(p.guid()).uint32(p.pid()).text(p.image()).text(file.version()).text(file.description()).text(file.product()).text(file.maker()).text(file.originalName())
        .text(p.commandLine()).text(p.directory()).text(s.account().full()).guid(s.logonGuid()).hex64(s.logonId()).uint32(s.terminal()).text(p.integrity()).text(file.hashes())
        .guid(parent == null ? NO_GUID : parent.guid()).uint32(parent == null ? 0 : parent.pid()).text(parent == null ? NONE : parent.image()).text(parent == null ? NONE : parent.commandLine())
        .text(parent == null ? NONE : parent.session().account().full());
    write(it, EventLog.SYSMON);

    begin(it, EventLog.SECURITY, 4688);
    Session by = parent == null ? s : parent.session();
    boolean other = by.logonId() != s.logonId();
    subject(by).hex64(p.pid()).text(p.image()).text(p.integrity().equals("High") ? "%%1937" : s.isWellKnown() ? "%%1936" : "%%1938").hex64(parent == null ? 0 : parent.pid()).text(p.commandLine());
    if (other) {
      row.sid(sid(s.account().sid())).text(s.account().name()).text(s.account().domain()).hex64(s.logonId());
    } else {
      row.sid(NOBODY).text(NONE).text(NONE).hex64(0);
    }
    row.text(parent == null ? "" : parent.image()).sid(sid(label(p.integrity())));
    write(it, EventLog.SECURITY);
  }

  private void ended(Ended it) throws IOException {
    Running p = it.process();
    begin(it, EventLog.SYSMON, 5);
    row.text(NONE).text(utc(it.time())).guid(p.guid()).uint32(p.pid()).text(p.image()).text(p.session().account().full());
    write(it, EventLog.SYSMON);
    begin(it, EventLog.SECURITY, 4689);
    subject(p.session()).hex32(0).hex64(p.pid()).text(p.image());
    write(it, EventLog.SECURITY);
  }

  private void registry(RegistryChanged it) throws IOException {
    Running p = it.process();
    boolean set = it.kind().equals("SetValue");
    begin(it, EventLog.SYSMON, set ? 13 : 12);
    row.text(NONE).text(it.kind()).text(utc(it.time())).guid(p.guid()).uint32(p.pid()).text(p.image()).text(it.key());
    if (set) {
      row.text(it.details());
    }
    row.text(p.session().account().full());
    write(it, EventLog.SYSMON);
  }

  private void subscription(SubscriptionMade it) throws IOException {
    String name = " \"" + it.name() + "\"";
    String user = it.account().full();
    begin(it, EventLog.SYSMON, 19);
    row.text(NONE).text("WmiFilterEvent").text(utc(it.time())).text("Created").text(user).text(" \"root\\\\cimv2\"").text(name).text(" \"" + it.query() + "\"");
    write(it, EventLog.SYSMON);
    begin(it, EventLog.SYSMON, 20);
    row.text(NONE).text("WmiConsumerEvent").text(utc(it.time())).text("Created").text(user).text(name).text("Command Line").text(" \"" + it.command().replace("\\", "\\\\") + "\"");
    write(it, EventLog.SYSMON);
    begin(it, EventLog.SYSMON, 21);
    row.text(NONE).text("WmiBindingEvent").text(utc(it.time())).text("Created").text(user)
        .text(" \"\\\\\\\\.\\\\ROOT\\\\subscription:CommandLineEventConsumer.Name=\\\"" + it.name() + "\\\"\"")
        .text(" \"\\\\\\\\.\\\\ROOT\\\\subscription:__EventFilter.Name=\\\"" + it.name() + "\\\"\"");
    write(it, EventLog.SYSMON);
  }

  private void loggedOn(LoggedOn it) throws IOException {
    Session s = it.session();
    Running by = it.by();
    begin(it, EventLog.SECURITY, 4624);
    subject(it.subject());
    row.sid(sid(s.account().sid())).text(s.account().name()).text(s.account().domain()).hex64(s.logonId()).uint32(s.type())
        .text(s.type() == 3 ? it.packageName().equals("NTLM") ? "NtLmSsp " : "Kerberos" : s.type() == 5 ? "Advapi  " : "User32 ").text(it.packageName()).text(it.workstation())
        .guid(it.packageName().equals("Kerberos") ? s.ticketGuid() : NO_GUID).text(NONE).text(it.packageName().equals("NTLM") ? "NTLM V2" : NONE).uint32(it.packageName().equals("NTLM") ? 128 : 0)
        .hex64(by == null ? 0 : by.pid()).text(by == null ? NONE : by.image()).text(s.from()).text(s.port() == 0 ? s.type() == 3 || s.from().equals(NONE) ? NONE : "0" : Integer.toString(s.port()))
        .text("%%1833").text(NONE).text(NONE).text(NONE).text("%%1843").hex64(0).text(s.account().isAdministrator() ? "%%1842" : "%%1843");
    write(it, EventLog.SECURITY);
    if (s.account().isAdministrator()) {
      begin(it, EventLog.SECURITY, 4672);
      subject(s).text(PRIVILEGES);
      write(it, EventLog.SECURITY);
    }
  }

  private void loggedOff(LoggedOff it) throws IOException {
    Session s = it.session();
    if (it.isAsked()) {
      begin(it, EventLog.SECURITY, 4647);
      row.sid(sid(s.account().sid())).text(s.account().name()).text(s.account().domain()).hex64(s.logonId());
      write(it, EventLog.SECURITY);
    }
    begin(it, EventLog.SECURITY, 4634);
    row.sid(sid(s.account().sid())).text(s.account().name()).text(s.account().domain()).hex64(s.logonId()).uint32(s.type());
    write(it, EventLog.SECURITY);
  }

  private void ticket(TicketIssued it) throws IOException {
    String realm = it.host().fullName().substring(it.host().name().length() + 1).toUpperCase(java.util.Locale.ROOT);
    String from = mapped(it.from());
    if (it.service().equals("krbtgt")) {
      begin(it, EventLog.SECURITY, 4768);
      row.text(it.account().name()).text(realm).sid(sid(it.account().sid())).text(it.service()).sid(sid(it.serviceSid())).hex32(0x40810010).hex32(0).hex32(it.encryption()).text("2").text(from)
          .text(Integer.toString(it.port())).text("").text("").text("");
    } else {
      begin(it, EventLog.SECURITY, 4769);
      row.text(it.account().name() + "@" + realm).text(realm).text(it.service()).sid(sid(it.serviceSid())).hex32(0x40810000).hex32(it.encryption()).text(from).text(Integer.toString(it.port())).hex32(0)
          .guid(it.ticketGuid()).text(NONE);
    }
    write(it, EventLog.SECURITY);
  }

  private void share(ShareUsed it) throws IOException {
    Session s = it.session();
    boolean file = !it.relative().isEmpty();
    begin(it, EventLog.SECURITY, file ? 5145 : 5140);
    subject(s).text("File").text(s.from()).text(Integer.toString(s.port())).text(it.share()).text(it.local());
    if (file) {
      row.text(it.relative());
    }
    row.hex32(it.rights()).text(rights(it.rights()));
    if (file) {
      row.text(NONE);
    }
    write(it, EventLog.SECURITY);
  }

  private void serviceInstalled(ServiceInstalled it) throws IOException {
    Session s = it.session();
    begin(it, EventLog.SECURITY, 4697);
    subject(s).text(it.name()).text(it.command()).hex32(0x10).uint32(it.isAutomatic() ? 2 : 3).text(it.account()).uint64(0x1_0000_0000L | chance.below(1 << 20))
        .uint32(it.client() == null ? 0 : it.client().pid()).uint32(parentPid(it.client()));
    write(it, EventLog.SECURITY);
    row.begin(shape(it.host(), EventLog.SYSTEM, 7045), it.time(), pid(it.host(), "services"), threadOfService(), sid(s.account().sid()));
    row.text(it.name()).text(it.command()).text("user mode service").text(it.isAutomatic() ? "auto start" : "demand start").text(it.account());
    write(it, EventLog.SYSTEM);
  }

  private void scripted(Scripted it) throws IOException {
    Running p = it.process();
    row.begin(shape(it.host(), EventLog.POWERSHELL, it.kind()), it.time(), p.pid(), threadOfService(), sid(p.session().account().sid()));
    switch (it.kind()) {
      case 40961, 40962 -> {}
      case 53504 -> row.text(Integer.toString(p.pid())).text("DefaultAppDomain");
      case 4104 -> row.int32(1).int32(1).text(it.text()).text(it.block().toString()).text(it.path());
      case 4103 -> row.text(
              "        Severity = Informational\n        Host Name = ConsoleHost\n        Host Version = 5.1.19041.3570\n        Host ID = " + it.block() + "\n        Host Application = " + p.commandLine()
                  + "\n        Engine Version = 5.1.19041.3570\n        Runspace ID = " + it.block() + "\n        Pipeline ID = 1\n        Command Name = " + verb(it.text())
                  + "\n        Command Type = Cmdlet\n        Script Name = \n        Command Path = \n        Sequence Number = 16\n        User = " + p.session().account().full()
                  + "\n        Connected User = \n        Shell ID = Microsoft.PowerShell\n")
          .text("")
          .text("CommandInvocation(" + verb(it.text()) + "): \"" + verb(it.text()) + "\"\n" + it.text());
      default -> throw new IllegalStateException("no such event of PowerShell: " + it.kind());
    }
    write(it, EventLog.POWERSHELL);
  }

  private void accountChanged(AccountChanged it) throws IOException {
    Account a = it.account();
    Account group = it.group();
    begin(it, EventLog.SECURITY, it.kind());
    switch (it.kind()) {
      case 4720, 4738 -> {
        if (it.kind() == 4738) {
          row.text(NONE);
        }
        row.text(a.name()).text(a.domain()).sid(sid(a.sid()));
        subject(it.session()).text(NONE).text(a.name()).text(a.name()).text(NONE).text(NONE).text(NONE).text(NONE).text(NONE).text(NONE).text("%%1794").text("%%1794").text("513").text(NONE).text("0x0")
            .text(it.kind() == 4720 ? "0x15" : "0x210").text("\n\t\t%%2080\n\t\t%%2082\n\t\t%%2084").text("%%1793").text(NONE).text("%%1793");
      }
      case 4722, 4724 -> {
        row.text(a.name()).text(a.domain()).sid(sid(a.sid()));
        subject(it.session());
      }
      case 4728, 4732 -> {
        if (group == null) {
          throw new IllegalStateException("no group");
        }
        row.text("CN=" + a.name() + ",CN=Users," + distinguished(it.host())).sid(sid(a.sid())).text(group.name()).text(group.domain()).sid(sid(group.sid()));
        subject(it.session()).text(NONE);
      }
      default -> throw new IllegalStateException("no such change of an account: " + it.kind());
    }
    write(it, EventLog.SECURITY);
  }

  private static String distinguished(Host host) {
    String domain = host.fullName().substring(host.name().length() + 1);
    return "DC=" + domain.replace(".", ",DC=");
  }

  private static String verb(String command) {
    int space = command.indexOf(' ');
    return space < 0 ? command : command.substring(0, space);
  }

  // Parts that many events share.

  /// The subject of an event: who did it.
  private EvtxRow subject(@Nullable Session s) {
    if (s == null) {
      return row.sid(NOBODY).text(NONE).text(NONE).hex64(0);
    }
    Account account = s.account().equals(Account.SYSTEM) ? s.host().machine() : s.account();
    return row.sid(sid(s.account().sid())).text(account.name()).text(account.domain()).hex64(s.logonId());
  }

  /// Rule name, time, process: how most events of Sysmon begin.
  private EvtxRow sysmon(Happening it, int id, Running p) {
    begin(it, EventLog.SYSMON, id);
    row.text(NONE).text(utc(it.time())).guid(p.guid()).uint32(p.pid()).text(p.image());
    if (id == 3) {
      row.text(p.session().account().full()).text(((Connected) it).protocol());
    }
    return row;
  }

  private void begin(Happening it, EventLog log, int id) {
    Host host = it.host();
    long writer = switch (log) {
      case SYSMON -> pid(host, "Sysmon64");
      case SECURITY -> id == 4688 || id == 4689 || id == 5140 || id == 5145 || id == 5156 ? 4 : pid(host, "lsass");
      case SYSTEM -> pid(host, "services");
      case POWERSHELL -> 0;
    };
    long late = log == EventLog.SYSMON ? 10_000L + chance.below(60_000) : 0;
    row.begin(shape(host, log, id), it.time() + late, writer, threadOfService(), log == EventLog.SYSMON ? SYSTEM : null);
  }

  private static long pid(Host host, String service) {
    return host.runs(service) ? host.service(service).pid() : 0;
  }

  private static long parentPid(@Nullable Running client) {
    Running parent = client == null ? null : client.parent();
    return parent == null ? 0 : parent.pid();
  }

  private EvtxShape shape(Host host, EventLog log, int id) {
    return logs(host).shapes.of(log, id);
  }

  private Logs logs(Host host) {
    return logs.computeIfAbsent(host, it -> new Logs(new EventShapes(it.fullName())));
  }

  private EvtxSid sid(String text) {
    return sids.computeIfAbsent(text, EvtxSid::of);
  }

  private void write(Happening it, EventLog log) throws IOException {
    Logs of = logs(it.host());
    LogFiles files = of.files.get(log);
    if (files == null) {
      Path of1 = Files.createDirectories(folder.resolve(it.host().name()));
      files = new LogFiles(of1, log, archivedAt);
      of.files.put(log, files);
    }
    long record = files.write(row, it.time());
    records++;
    Step step = it.step();
    if (step != null) {
      LogFiles.Segment segment = files.segment();
      truth.add(() -> it.host().name() + "/" + segment.name(), record, step);
    }
  }

  private String utc(long time) {
    long now = time / World.SECOND;
    if (now != second) {
      second = now;
      secondText = Moments.plain(time);
    }
    int millis = (int) (time % World.SECOND / 10_000);
    return secondText + "." + (char) ('0' + millis / 100) + (char) ('0' + millis / 10 % 10) + (char) ('0' + millis % 10);
  }

  private long threadOfService() {
    return 4L * chance.between(300, 3_000);
  }

  private long thread(Running p) {
    return p.pid() + 4L * chance.between(1, 200);
  }

  private static boolean isProgram(String path) {
    return path.endsWith(".exe") || path.endsWith(".dll");
  }

  private static String label(String integrity) {
    return switch (integrity) {
      case "Low" -> "S-1-16-4096";
      case "Medium" -> "S-1-16-8192";
      case "High" -> "S-1-16-12288";
      default -> "S-1-16-16384";
    };
  }

  /// An IPv4 address as Kerberos writes it.
  private static String mapped(String address) {
    return address.equals("::1") ? address : "::ffff:" + address;
  }

  private static String portName(int port) {
    return switch (port) {
      case 53 -> "domain";
      case 80 -> "http";
      case 88 -> "kerberos";
      case 123 -> "ntp";
      case 135 -> "epmap";
      case 389 -> "ldap";
      case 443 -> "https";
      case 445 -> "microsoft-ds";
      case 3389 -> "ms-wbt-server";
      default -> NONE;
    };
  }

  private static String rights(int mask) {
    StringBuilder text = new StringBuilder();
    for (int bit = 0; bit < 9; bit++) {
      if ((mask & (1 << bit)) != 0) {
        text.append("%%").append(4416 + bit).append("\n\t\t\t\t");
      }
    }
    return text.toString();
  }

  @Override
  public long records() {
    return records;
  }

  /// Bytes of all files, once they are finished.
  public long bytes() {
    return logs.values().stream().flatMap(of -> of.files.values().stream()).mapToLong(LogFiles::bytes).sum();
  }

  /// How many files there are.
  public int files() {
    return logs.values().stream().flatMap(of -> of.files.values().stream()).mapToInt(LogFiles::files).sum();
  }

  @Override
  public void close() throws IOException {
    List<IOException> failures = new ArrayList<>();
    for (Logs of : logs.values()) {
      for (LogFiles files : of.files.values()) {
        try {
          files.close();
        } catch (IOException failed) {
          failures.add(failed);
        }
      }
    }
    if (!failures.isEmpty()) {
      throw failures.getFirst();
    }
  }
}
