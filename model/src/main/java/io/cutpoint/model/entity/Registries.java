package io.cutpoint.model.entity;

import java.util.List;
import java.util.Optional;

/// The places in the Windows registry from which something starts by itself.
///
/// The list follows the sub-techniques of ATT&CK T1543, T1546, T1547 and T1574 that live in the registry.
final class Registries {

  private static final String SERVICES = "\\services\\";

  private static final List<String> AUTORUNS =
      List.of(
          "\\currentversion\\run\\",
          "\\currentversion\\runonce\\",
          "\\currentversion\\runonceex\\",
          "\\currentversion\\runservices\\",
          "\\currentversion\\runservicesonce\\",
          "\\policies\\explorer\\run\\",
          "\\currentversion\\winlogon\\shell",
          "\\currentversion\\winlogon\\userinit",
          "\\currentversion\\winlogon\\notify\\",
          "\\currentversion\\winlogon\\mpnotify",
          "\\currentversion\\winlogon\\taskman",
          "\\currentversion\\image file execution options\\",
          "\\currentversion\\silentprocessexit\\",
          "\\currentversion\\windows\\appinit_dlls",
          "\\currentversion\\windows\\load",
          "\\currentversion\\windows\\run",
          "shell folders\\startup",
          "shell folders\\common startup",
          "\\currentversion\\explorer\\shellserviceobjects\\",
          "\\currentversion\\shellserviceobjectdelayload\\",
          "\\currentversion\\authentication\\credential providers\\",
          "\\currentversion\\appcompatflags\\custom\\",
          "\\active setup\\installed components\\",
          "\\session manager\\bootexecute",
          "\\session manager\\appcertdlls\\",
          "\\control\\lsa\\security packages",
          "\\control\\lsa\\authentication packages",
          "\\control\\lsa\\notification packages",
          "\\control\\lsa\\osconfig\\security packages",
          "\\control\\print\\monitors\\",
          "\\control\\print\\environments\\",
          "\\microsoft\\netsh\\",
          "\\environment\\userinitmprlogonscript",
          "\\control panel\\desktop\\scrnsave.exe",
          "\\command processor\\autorun",
          "\\inprocserver32\\",
          "\\localserver32\\",
          "\\shell\\open\\command\\",
          "\\office test\\special\\perf\\",
          "\\w32time\\timeproviders\\");

  private Registries() {}

  /// The path with one name for each hive and each control set, so that the ways of writing it are one.
  static String key(String folded) {
    String path = start(folded, "computer\\", "");
    path = start(path, "\\registry\\machine\\", "hklm\\");
    path = start(path, "\\registry\\user\\", "hku\\");
    path = start(path, "hkey_local_machine\\", "hklm\\");
    path = start(path, "hkey_users\\", "hku\\");
    path = start(path, "hkey_current_user\\", "hkcu\\");
    path = start(path, "hkey_classes_root\\", "hkcr\\");
    int set = path.indexOf("\\controlset00");
    if (set >= 0 && set + 14 < path.length() && path.charAt(set + 14) == '\\') {
      path = path.substring(0, set) + "\\currentcontrolset" + path.substring(set + 14);
    }
    return path;
  }

  private static String start(String path, String from, String to) {
    return path.startsWith(from) ? to + path.substring(from.length()) : path;
  }

  /// The service that the value starts: `..\Services\NAME\ImagePath` or `..\NAME\Parameters\ServiceDll`.
  static Optional<String> service(String key) {
    int at = key.indexOf(SERVICES);
    if (at < 0) {
      return Optional.empty();
    }
    int start = at + SERVICES.length();
    int end = key.indexOf('\\', start);
    String rest = end < 0 ? "" : key.substring(end + 1);
    boolean starts =
        rest.equals("imagepath") || rest.equals("servicedll") || rest.equals("parameters\\servicedll")
            || rest.equals("failurecommand");
    return starts && end > start ? Optional.of(key.substring(start, end)) : Optional.empty();
  }

  static boolean isAutorun(String key) {
    for (String place : AUTORUNS) {
      if (key.contains(place) || (place.endsWith("\\") && key.regionMatches(key.length() - place.length() + 1, place, 0, place.length() - 1))) {
        return true;
      }
    }
    return false;
  }
}
