package io.cutpoint.provenance;

import java.util.List;
import java.util.Set;

/// What a program is, by its name **and** the folder that only an administrator or its own vendor writes to.
///
/// A `svchost.exe` in a temporary folder is no service host. Paths are results of [Paths#of].
/// Abuse: an attacker with an administrator's rights can replace a program in its place; what it then does is not
/// walked down from it, but is still found from below by session, artefact and shared channel.
final class Programs {

  /// What everything on a Windows host comes from; they are started by each other only.
  private static final Set<String> SYSTEM =
      Set.of("smss.exe", "csrss.exe", "wininit.exe", "winlogon.exe", "services.exe", "svchost.exe", "lsass.exe", "lsaiso.exe", "lsm.exe",
          "sihost.exe", "taskhostw.exe", "taskhost.exe", "taskhostex.exe", "taskeng.exe", "runtimebroker.exe", "dllhost.exe",
          "userinit.exe", "dwm.exe", "fontdrvhost.exe", "spoolsv.exe", "searchindexer.exe", "logonui.exe", "ctfmon.exe",
          "backgroundtaskhost.exe", "audiodg.exe", "trustedinstaller.exe", "msdtc.exe", "wlms.exe", "sppsvc.exe", "vssvc.exe",
          "dashost.exe", "rdpclip.exe", "wudfhost.exe", "unsecapp.exe", "securityhealthservice.exe", "smartscreen.exe",
          "applicationframehost.exe", "sgrmbroker.exe", "dfsrs.exe", "dns.exe", "ismserv.exe", "dfssvc.exe", "ntfrs.exe",
          "vmcompute.exe", "vmms.exe", "vmwp.exe", "compattelrunner.exe", "usoclient.exe", "mousocoreworker.exe");

  /// Of those under `\windows\system32`, the ones that an attacker likes to start and hollow out: below a parent that
  /// is no such program they are what their parent is.
  private static final Set<String> SYSTEM_FOLDERS = Set.of("\\windows\\system32\\", "\\windows\\syswow64\\", "\\windows\\servicing\\");

  /// Apps that the system starts for the desktop; `dllhost` and the like stand in the list above.
  private static final String SYSTEM_APPS = "\\windows\\systemapps\\";

  private static final Set<String> BROWSERS =
      Set.of("chrome.exe", "msedge.exe", "firefox.exe", "iexplore.exe", "brave.exe", "opera.exe", "vivaldi.exe", "msedgewebview2.exe",
          "microsoftedge.exe", "microsoftedgecp.exe", "browser.exe", "waterfox.exe", "librewolf.exe", "chromium.exe");

  private static final List<String> BROWSER_FOLDERS_OF_USERS =
      List.of("\\appdata\\local\\google\\chrome\\", "\\appdata\\local\\microsoft\\edge\\", "\\appdata\\local\\mozilla firefox\\",
          "\\appdata\\local\\bravesoftware\\", "\\appdata\\local\\programs\\opera\\", "\\appdata\\local\\vivaldi\\",
          "\\appdata\\local\\yandex\\", "\\appdata\\local\\chromium\\");

  /// Security and management agents that start programs for others.
  private static final Set<String> AGENTS =
      Set.of("msmpeng.exe", "mpcmdrun.exe", "nissrv.exe", "mssense.exe", "sensecncproxy.exe", "senseir.exe", "healthservice.exe",
          "monitoringhost.exe", "ccmexec.exe", "waappagent.exe", "windowsazureguestagent.exe", "vmtoolsd.exe", "vmacthlp.exe",
          "vboxservice.exe", "vboxtray.exe", "elastic-agent.exe", "elastic-endpoint.exe", "winlogbeat.exe", "filebeat.exe", "nxlog.exe",
          "splunkd.exe", "osqueryd.exe", "amazon-ssm-agent.exe", "ssm-agent-worker.exe", "sysmon.exe", "sysmon64.exe",
          "wazuh-agent.exe", "ossec-agent.exe", "csfalconservice.exe", "sentinelagent.exe", "sentinelservicehost.exe",
          "taniumclient.exe", "velociraptor.exe", "googleupdate.exe", "microsoftedgeupdate.exe", "onedrive.exe",
          "officeclicktorun.exe", "qemu-ga.exe");

  private static final Set<String> MAIL =
      Set.of("outlook.exe", "olk.exe", "thunderbird.exe", "hxoutlook.exe", "hxtsr.exe", "msimn.exe", "winmail.exe", "foxmail.exe",
          "teams.exe", "ms-teams.exe", "slack.exe", "discord.exe", "telegram.exe", "whatsapp.exe", "skype.exe", "signal.exe");

  private static final Set<String> ARCHIVERS =
      Set.of("7zfm.exe", "7zg.exe", "7z.exe", "7za.exe", "winrar.exe", "unrar.exe", "rar.exe", "winzip32.exe", "winzip64.exe",
          "peazip.exe", "bandizip.exe", "izarc.exe");

  /// Programs that fetch a file when somebody asks; what asked lies above them.
  private static final Set<String> FETCHERS =
      Set.of("certutil.exe", "bitsadmin.exe", "curl.exe", "wget.exe", "powershell.exe", "pwsh.exe", "mshta.exe", "msiexec.exe",
          "regsvr32.exe", "desktopimgdownldr.exe", "curl", "wget");

  /// Programs that open documents.
  private static final Set<String> READERS =
      Set.of("winword.exe", "excel.exe", "powerpnt.exe", "mspub.exe", "visio.exe", "onenote.exe", "onenotem.exe", "msaccess.exe",
          "eqnedt32.exe", "wordpad.exe", "acrord32.exe", "acrobat.exe", "foxitreader.exe", "foxitpdfreader.exe", "soffice.bin",
          "hh.exe");

  /// Servers that answer to strangers.
  private static final Set<String> SERVERS =
      Set.of("w3wp.exe", "httpd.exe", "nginx.exe", "php-cgi.exe", "php.exe", "tomcat.exe", "tomcat5.exe", "tomcat6.exe", "tomcat7.exe",
          "tomcat8.exe", "tomcat9.exe", "tomcat10.exe", "sqlservr.exe", "mysqld.exe", "mariadbd.exe", "postgres.exe", "oracle.exe",
          "mongod.exe", "redis-server.exe", "umworkerprocess.exe", "umservice.exe", "msexchangemailboxreplication.exe", "store.exe",
          "edgetransport.exe", "ws_tomcatservice.exe", "beasvc.exe", "coldfusion.exe", "jenkins.exe", "confluence.exe",
          "iisexpress.exe", "caddy.exe", "apache2", "httpd", "nginx", "php-fpm", "mysqld", "postgres", "sshd-session");

  /// Programs that are a server only when they say so: what their command line must name.
  private static final List<String> SERVER_WORDS =
      List.of("tomcat", "catalina", "weblogic", "jboss", "wildfly", "jetty", "confluence", "jira", "jenkins", "solr", "elasticsearch",
          "coldfusion", "activemq", "spring", "-server", "server.jar");

  /// Programs that run what their command line names.
  private static final Set<String> INTERPRETERS =
      Set.of("powershell.exe", "pwsh.exe", "wscript.exe", "cscript.exe", "mshta.exe", "rundll32.exe", "regsvr32.exe", "msiexec.exe",
          "cmd.exe", "python.exe", "pythonw.exe", "python3.exe", "java.exe", "javaw.exe", "perl.exe", "php.exe", "node.exe", "control.exe",
          "installutil.exe", "msbuild.exe", "wmic.exe", "odbcconf.exe", "regasm.exe", "regsvcs.exe", "cmstp.exe", "mmc.exe",
          "forfiles.exe", "pcalua.exe", "dotnet.exe", "bash", "sh", "python", "python3", "perl");

  private static final Set<String> SHELLS =
      Set.of("explorer.exe", "cmd.exe", "powershell.exe", "pwsh.exe", "powershell_ise.exe", "windowsterminal.exe", "conhost.exe",
          "bash.exe", "bash", "sh", "zsh", "sudo");

  private static final Set<String> LINUX_STOPS =
      Set.of("systemd", "init", "sshd", "cron", "crond", "dockerd", "containerd", "containerd-shim", "containerd-shim-runc-v2",
          "gnome-shell", "login", "dbus-daemon", "rsyslogd");

  private Programs() {}

  /// Whether everything on the host comes and goes through it.
  static boolean isStop(String path) {
    String name = Paths.name(path);
    return isSystem(path)
        || isBrowser(path)
        || (AGENTS.contains(name) && isInstalled(path))
        || (LINUX_STOPS.contains(name) && isUnixSystem(path))
        || path.equals("system")
        || path.equals("registry");
  }

  /// Whether it is a stop node that only other stop nodes start: below anything else it is no stop node, such as a
  /// service host that an attacker started to hide in.
  static boolean needsStopParent(String path) {
    return isSystem(path) && !isDesktop(path);
  }

  private static boolean isSystem(String path) {
    String rest = onSystemDrive(path);
    String folder = Paths.folder(rest);
    String name = Paths.name(rest);
    return (SYSTEM_FOLDERS.contains(folder) && SYSTEM.contains(name))
        || isDesktop(path)
        || isRemoteCall(path)
        || (folder.equals("\\windows\\system32\\searchindexer\\"))
        || rest.startsWith(SYSTEM_APPS);
  }

  /// The desktop's shell.
  static boolean isDesktop(String path) {
    String rest = onSystemDrive(path);
    return rest.equals("\\windows\\explorer.exe") || rest.equals("\\windows\\syswow64\\explorer.exe");
  }

  /// The service control manager: it writes and starts services for everybody.
  static boolean isServiceManager(String path) {
    return onSystemDrive(path).equals("\\windows\\system32\\services.exe");
  }

  /// The host of services, the task scheduler among them.
  static boolean isServiceHost(String path) {
    String rest = onSystemDrive(path);
    return rest.equals("\\windows\\system32\\svchost.exe")
        || rest.equals("\\windows\\system32\\taskeng.exe")
        || rest.equals("\\windows\\system32\\taskhostw.exe");
  }

  /// Where a WMI call, local or remote, comes out.
  static boolean isRemoteCall(String path) {
    String rest = onSystemDrive(path);
    return rest.equals("\\windows\\system32\\wbem\\wmiprvse.exe")
        || rest.equals("\\windows\\syswow64\\wbem\\wmiprvse.exe")
        || rest.equals("\\windows\\system32\\wbem\\scrcons.exe");
  }

  /// The process that Windows makes for one remote shell session.
  static boolean isRemoteShell(String path) {
    String rest = onSystemDrive(path);
    return rest.equals("\\windows\\system32\\wsmprovhost.exe") || rest.equals("\\windows\\system32\\winrshost.exe");
  }

  static boolean isBrowser(String path) {
    if (!BROWSERS.contains(Paths.name(path))) {
      return false;
    }
    return isInstalled(path)
        || onSystemDrive(path).startsWith("\\windows\\systemapps\\")
        || (onSystemDrive(path).startsWith("\\users\\") && BROWSER_FOLDERS_OF_USERS.stream().anyMatch(path::contains));
  }

  /// A browser, a program for mail or messages, or an archiver: it brings files in from outside.
  static boolean isDeliverer(String path) {
    String name = Paths.name(path);
    return isBrowser(path) || BROWSERS.contains(name) || MAIL.contains(name) || isArchiver(path);
  }

  static boolean isArchiver(String path) {
    return ARCHIVERS.contains(Paths.name(path));
  }

  static boolean isMail(String path) {
    return MAIL.contains(Paths.name(path));
  }

  static boolean isFetcher(String path) {
    return FETCHERS.contains(Paths.name(path));
  }

  static boolean isReader(String path) {
    return READERS.contains(Paths.name(path));
  }

  static boolean isShell(String path) {
    return SHELLS.contains(Paths.name(path));
  }

  /// Whether it answers to strangers.
  static boolean isServer(String path, String foldedCommand) {
    String name = Paths.name(path);
    return SERVERS.contains(name)
        || ((name.equals("java.exe") || name.equals("javaw.exe") || name.equals("java") || name.equals("node.exe") || name.equals("node"))
            && SERVER_WORDS.stream().anyMatch(foldedCommand::contains));
  }

  /// Whether it runs, or opens, a file of this path that its command line names.
  static boolean runs(String path, String named) {
    String name = Paths.name(path);
    if (name.equals("cmd.exe")) {
      return named.endsWith(".bat") || named.endsWith(".cmd");
    }
    return INTERPRETERS.contains(name) || isReader(path);
  }

  static boolean isInterpreter(String path) {
    return INTERPRETERS.contains(Paths.name(path));
  }

  /// Whether it stands where only an administrator writes.
  static boolean isInstalled(String path) {
    String rest = onSystemDrive(path);
    return (rest.startsWith("\\windows\\")
            && !rest.startsWith("\\windows\\temp\\")
            && !rest.startsWith("\\windows\\tasks\\")
            && !rest.startsWith("\\windows\\tracing\\")
            && !rest.startsWith("\\windows\\debug\\"))
        || rest.startsWith("\\program files\\")
        || rest.startsWith("\\program files (x86)\\")
        || rest.startsWith("\\programdata\\microsoft\\windows defender\\")
        || rest.startsWith("\\windowsazure\\")
        || isUnixSystem(path);
  }

  private static boolean isUnixSystem(String path) {
    return path.startsWith("/usr/") || path.startsWith("/bin/") || path.startsWith("/sbin/") || path.startsWith("/lib/");
  }

  /// The path without its drive, where that is the system's or not known; else empty.
  private static String onSystemDrive(String path) {
    if (path.startsWith("c:\\")) {
      return path.substring(2);
    }
    return path.startsWith("\\") && !path.startsWith("\\\\") ? path : "";
  }
}
