package io.cutpoint.generator.world;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// Who made a program, as its file says.
public final class Programs {
  private static final String WINDOWS_VERSION = "10.0.19041.3636 (WinBuild.160101.0800)";

  /// @param maker empty where the file says nothing
  public record Origin(String version, String description, String product, String maker, String originalName) {}

  private static final Origin NOTHING = new Origin("", "", "", "", "");
  private static final Map<String, String> ORIGINAL = new HashMap<>();
  private static final Map<String, String> DESCRIPTION = new HashMap<>();

  static {
    windows("cmd.exe", "Cmd.Exe", "Windows Command Processor");
    windows("powershell.exe", "PowerShell.EXE", "Windows PowerShell");
    windows("rundll32.exe", "RUNDLL32.EXE", "Windows host process (Rundll32)");
    windows("svchost.exe", "svchost.exe", "Host Process for Windows Services");
    windows("net.exe", "net.exe", "Net Command");
    windows("net1.exe", "net1.exe", "Net Command");
    windows("whoami.exe", "whoami.exe", "whoami - displays logged on user information");
    windows("reg.exe", "reg.exe", "Registry Console Tool");
    windows("schtasks.exe", "schtasks.exe", "Task Scheduler Configuration Tool");
    windows("sc.exe", "sc.exe", "Service Control Manager Configuration Tool");
    windows("wmic.exe", "wmic.exe", "WMI Commandline Utility");
    windows("wscript.exe", "wscript.exe", "Microsoft ® Windows Based Script Host");
    windows("cscript.exe", "cscript.exe", "Microsoft ® Console Based Script Host");
    windows("mshta.exe", "MSHTA.EXE", "Microsoft (R) HTML Application host");
    windows("explorer.exe", "EXPLORER.EXE", "Windows Explorer");
    windows("conhost.exe", "CONHOST.EXE", "Console Window Host");
    windows("msiexec.exe", "msiexec.exe", "Windows® installer");
    windows("vssadmin.exe", "VSSADMIN.EXE", "Command Line Interface for Microsoft® Volume Shadow Copy Service");
    windows("ntdsutil.exe", "ntdsutil.exe", "NT5DS");
    windows("nltest.exe", "nltestrk.exe", "Microsoft® Logon Server Test Utility");
    windows("ipconfig.exe", "ipconfig.exe", "IP Configuration Utility");
    windows("systeminfo.exe", "sysinfo.exe", "Displays system information");
    windows("tasklist.exe", "tasklist.exe", "Lists the current running tasks");
    windows("wsmprovhost.exe", "wsmprovhost.exe", "Host process for WinRM plug-ins");
    windows("wmiprvse.exe", "Wmiprvse.exe", "WMI Provider Host");
  }

  private Programs() {}

  private static void windows(String file, String original, String description) {
    ORIGINAL.put(file, original);
    DESCRIPTION.put(file, description);
  }

  /// Whether it lies where Windows' own programs lie.
  public static boolean isOfWindows(String path) {
    String lower = path.toLowerCase(Locale.ROOT);
    return lower.startsWith("c:\\windows\\") && !lower.startsWith("c:\\windows\\temp\\") && lower.indexOf('\\', 11) > 0 || lower.equals("c:\\windows\\explorer.exe");
  }

  /// What the file says.
  public static Origin origin(String path) {
    String file = path.substring(path.lastIndexOf('\\') + 1);
    String lower = file.toLowerCase(Locale.ROOT);
    if (isOfWindows(path)) {
      return new Origin(WINDOWS_VERSION, DESCRIPTION.getOrDefault(lower, title(file)), "Microsoft® Windows® Operating System", "Microsoft Corporation", ORIGINAL.getOrDefault(lower, file));
    }
    int at = path.indexOf("\\Program Files");
    if (at < 0) {
      return path.contains("\\Microsoft\\") ? new Origin("4.18.23110.3", title(file), "Microsoft®", "Microsoft Corporation", file) : NOTHING;
    }
    int from = path.indexOf('\\', at + 1) + 1;
    int to = path.indexOf('\\', from);
    String maker = to < 0 ? title(file) : path.substring(from, to);
    return new Origin("12.4." + (path.length() * 7 % 90) + ".0", title(file), maker, maker.startsWith("Microsoft") || maker.startsWith("Windows") ? "Microsoft Corporation" : maker, file);
  }

  private static String title(String file) {
    int dot = file.lastIndexOf('.');
    return dot > 0 ? file.substring(0, dot) : file;
  }
}
