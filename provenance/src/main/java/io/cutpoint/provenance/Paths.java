package io.cutpoint.provenance;

import io.cutpoint.model.entity.Entities;
import io.cutpoint.model.text.Untrusted;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Paths of files made comparable: the same file is written in many ways.
///
/// A path is folded, without quotes, prefixes and stream (Entities#pathKey); a device path loses its volume, whose
/// letter the log does not tell, and then equals any letter. A short name such as `PEDRO~1.GUS` cannot be resolved in
/// general: a component with a tilde equals one with the same first six characters and the same extension (Microsoft,
/// "Naming Files, Paths, and Namespaces", short names).
/// Abuse: `EVILPR~1.EXE` equals every long name that begins so; an edge over it is worth .7 at most, and two long
/// names are only equal when they are.
final class Paths {

  private static final Set<String> DISK_IMAGES = Set.of("iso", "img", "vhd", "vhdx");

  /// Endings of files that can run or carry code, or hold something that does.
  private static final Set<String> CARRIERS =
      Set.of("exe", "dll", "sys", "scr", "com", "pif", "cpl", "ocx", "drv", "efi", "msi", "msp", "msix", "appx", "appinstaller",
          "application", "ps1", "psm1", "psd1", "bat", "cmd", "vbs", "vbe", "js", "jse", "wsf", "wsh", "hta", "sct", "wsc", "inf",
          "reg", "lnk", "url", "chm", "hlp", "jar", "py", "pyc", "pl", "rb", "php", "sh", "elf", "so", "doc", "docx", "docm",
          "dot", "dotm", "rtf", "xls", "xlsx", "xlsm", "xlsb", "xlam", "xla", "xll", "slk", "iqy", "ppt", "pptx", "pptm", "ppam",
          "pub", "one", "pdf", "iso", "img", "vhd", "vhdx", "udf", "zip", "rar", "7z", "gz", "tgz", "tar", "cab", "ace", "arj",
          "war", "jsp", "jspx", "asp", "aspx", "ashx", "asmx", "cfm", "rdp", "library-ms", "search-ms", "settingcontent-ms",
          "theme", "msc", "xsl", "csproj", "bin", "crdownload", "partial", "opdownload");

  /// Endings of programs and scripts that run when they are opened.
  private static final Set<String> RUNNABLE =
      Set.of("exe", "dll", "scr", "com", "pif", "cpl", "ps1", "bat", "cmd", "vbs", "vbe", "js", "jse", "wsf", "hta", "sct", "jar",
          "msi", "lnk", "inf", "py", "xll", "ocx", "chm", "msc");

  private static final String DEVICE = "\\device\\harddiskvolume";

  /// The longest command line that is searched for paths, in characters.
  private static final int LONGEST_COMMAND = 2_048;

  /// The most paths that one command line is searched for.
  private static final int MOST_PATHS = 12;

  private Paths() {}

  /// The path to compare by; empty for none. Begins with a letter and a colon, a share's `\\`, `/`, or where the
  /// volume is not known with one backslash.
  static String of(Untrusted path) {
    return of(Entities.pathKey(path));
  }

  static String of(String folded) {
    String text = folded;
    if (text.startsWith(DEVICE)) {
      int end = text.indexOf('\\', DEVICE.length());
      return end < 0 ? "" : text.substring(end);
    }
    if (text.startsWith("%systemroot%\\") || text.startsWith("%windir%\\")) {
      return "c:\\windows" + text.substring(text.indexOf('\\'));
    }
    if (text.startsWith("%programfiles%\\")) {
      return "c:\\program files" + text.substring(text.indexOf('\\'));
    }
    if (text.startsWith("%programdata%\\")) {
      return "c:\\programdata" + text.substring(text.indexOf('\\'));
    }
    return text;
  }

  /// The same for all paths that [#isSame] could hold to be one: where to look before asking it.
  static String bucket(String path) {
    String rest = withoutVolume(path);
    StringBuilder out = new StringBuilder(rest.length());
    int start = 0;
    while (start <= rest.length()) {
      int end = rest.indexOf('\\', start);
      end = end < 0 ? rest.length() : end;
      if (start > 0 || end > 0) {
        out.append('\\').append(shortName(rest.substring(start, end)));
      }
      start = end + 1;
    }
    return out.toString();
  }

  /// Whether two results of [#of] may be one file.
  static boolean isSame(String a, String b) {
    if (a.isEmpty() || b.isEmpty()) {
      return false;
    }
    if (a.equals(b)) {
      return true;
    }
    String x = withoutVolume(a);
    String y = withoutVolume(b);
    if ((volume(a) != 0 && volume(b) != 0 && volume(a) != volume(b)) || isShare(a) != isShare(b)) {
      return false;
    }
    int i = 0;
    int j = 0;
    while (i <= x.length() && j <= y.length()) {
      int endX = end(x, i);
      int endY = end(y, j);
      String one = x.substring(i, endX);
      String other = y.substring(j, endY);
      if (!one.equals(other) && !(isShort(one) != isShort(other) && shortName(one).equals(shortName(other)))) {
        return false;
      }
      i = endX + 1;
      j = endY + 1;
    }
    return i > x.length() && j > y.length();
  }

  private static int end(String path, int start) {
    int end = path.indexOf('\\', start);
    return end < 0 ? path.length() : end;
  }

  private static boolean isShare(String path) {
    return path.startsWith("\\\\");
  }

  private static char volume(String path) {
    return path.length() > 1 && path.charAt(1) == ':' ? path.charAt(0) : 0;
  }

  private static String withoutVolume(String path) {
    return volume(path) == 0 ? path : path.substring(2);
  }

  private static boolean isShort(String component) {
    int tilde = component.indexOf('~');
    return tilde > 0 && tilde + 1 < component.length() && Character.isDigit(component.charAt(tilde + 1)) && component.length() <= 12;
  }

  /// What a short name keeps of a component, without its number.
  private static String shortName(String component) {
    int dot = component.lastIndexOf('.');
    String base = dot <= 0 ? component : component.substring(0, dot);
    String ending = dot <= 0 ? "" : component.substring(dot + 1);
    if (isShort(component)) {
      base = component.substring(0, component.indexOf('~'));
    }
    StringBuilder out = new StringBuilder(10);
    for (int i = 0; i < base.length() && out.length() < 6; i++) {
      char c = base.charAt(i);
      if (c != ' ' && c != '.') {
        out.append("+,;=[]".indexOf(c) >= 0 ? '_' : c);
      }
    }
    return out.append('.').append(ending, 0, Math.min(3, ending.length())).toString();
  }

  /// The last component.
  static String name(String path) {
    return path.substring(Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/')) + 1);
  }

  /// All but the last component, with the separator.
  static String folder(String path) {
    return path.substring(0, Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/')) + 1);
  }

  /// A file's name without what follows the last dot.
  static String stem(String name) {
    int dot = name.lastIndexOf('.');
    return dot <= 0 ? name : name.substring(0, dot);
  }

  /// Whether the file is a disk image, which Windows shows as a drive when it is opened.
  static boolean isDiskImage(String path) {
    return DISK_IMAGES.contains(ending(path));
  }

  /// Whether it lies on a drive that Windows itself does not.
  static boolean isOnOtherDrive(String path) {
    char drive = volume(path);
    return drive != 0 && drive != 'c';
  }

  private static String ending(String path) {
    String name = name(path);
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /// Whether a web server runs it for whoever asks: a script in a folder that web servers serve.
  static boolean isServerScript(String path) {
    String ending = ending(path);
    boolean isScript = ending.equals("aspx") || ending.equals("asp") || ending.equals("ashx") || ending.equals("asmx") || ending.equals("jsp")
        || ending.equals("jspx") || ending.equals("php");
    return isScript
        && (path.contains("\\inetpub\\") || path.contains("\\wwwroot\\") || path.contains("\\webapps\\") || path.contains("\\htdocs\\")
            || path.contains("\\frontend\\httpproxy\\") || path.startsWith("/var/www/"));
  }

  /// Whether such a file can run or carry code.
  static boolean isCarrier(String path) {
    return CARRIERS.contains(ending(path)) || path.startsWith("/");
  }

  /// Whether such a file runs when it is opened.
  static boolean isRunnable(String path) {
    return RUNNABLE.contains(ending(path));
  }

  /// The paths that a command line names, the program first where it is written with its folder.
  ///
  /// Paths with blanks that stand without quotes are found up to each known ending.
  ///
  /// @param directory where names without a folder are looked for; empty for none
  static List<String> inCommand(Untrusted command, String directory) {
    String text = Entities.fold(command.raw());
    if (text.length() > LONGEST_COMMAND) {
      text = text.substring(0, LONGEST_COMMAND);
    }
    List<String> out = new ArrayList<>();
    int i = 0;
    while (i < text.length() && out.size() < MOST_PATHS) {
      char c = text.charAt(i);
      if (c == '"') {
        int end = text.indexOf('"', i + 1);
        end = end < 0 ? text.length() : end;
        quoted(text.substring(i + 1, end), directory, out);
        i = end + 1;
      } else if (isSeparator(c)) {
        i++;
      } else {
        i = bare(text, i, directory, out);
      }
    }
    return out;
  }

  private static void quoted(String text, String directory, List<String> out) {
    if (text.indexOf(' ') > 0 && !isAbsolute(text)) {
      // A quoted command of its own, such as that of `cmd /c`.
      int i = 0;
      while (i < text.length() && out.size() < MOST_PATHS) {
        i = isSeparator(text.charAt(i)) ? i + 1 : bare(text, i, directory, out);
      }
    } else {
      add(text, directory, out);
    }
  }

  private static int bare(String text, int start, String directory, List<String> out) {
    int end = start;
    while (end < text.length() && !isSeparator(text.charAt(end)) && text.charAt(end) != '"') {
      end++;
    }
    String token = text.substring(start, end);
    int equals = Math.max(token.indexOf('='), token.startsWith("/") || token.startsWith("-") ? token.indexOf(':') : -1);
    if (equals > 0 && !isAbsolute(token)) {
      token = token.substring(equals + 1);
    }
    add(token, directory, out);
    if (isAbsolute(token) && end < text.length() && text.charAt(end) == ' ' && !isCarrier(token)) {
      int last = end;
      for (int stop = end; stop < text.length() && stop - start < 260; stop++) {
        if (text.charAt(stop) == '"') {
          break;
        }
        boolean ends = stop + 1 == text.length() || isSeparator(text.charAt(stop + 1));
        String longer = ends ? text.substring(start, stop + 1) : "";
        if (ends && isCarrier(longer) && longer.indexOf('.') > 0) {
          add(longer, directory, out);
          last = stop + 1;
          break;
        }
      }
      return last;
    }
    return end;
  }

  private static boolean isSeparator(char c) {
    return c <= ' ' || c == ',' || c == ';' || c == '|' || c == '&' || c == '<' || c == '>' || c == '(' || c == ')' || c == '\'';
  }

  private static boolean isAbsolute(String text) {
    return text.startsWith("\\") || text.startsWith("%") || (text.length() > 2 && text.charAt(1) == ':' && (text.charAt(2) == '\\' || text.charAt(2) == '/'));
  }

  private static void add(String token, String directory, List<String> out) {
    String path = "";
    if (isAbsolute(token) || (token.startsWith("/") && token.indexOf('/', 1) > 0)) {
      path = of(Entities.pathKey(Untrusted.of(token)));
    } else if (!directory.isEmpty() && isCarrier(token) && token.lastIndexOf('.') > 0) {
      String relative = token.startsWith(".\\") ? token.substring(2) : token;
      path = (directory.endsWith("\\") || directory.endsWith("/") ? directory : directory + '\\') + relative;
    }
    if (!path.isEmpty() && !out.contains(path)) {
      out.add(path);
    }
  }
}
