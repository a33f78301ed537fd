package io.cutpoint.attack;

import io.cutpoint.model.entity.Entities;
import io.cutpoint.model.text.Untrusted;
import java.util.List;
import java.util.Set;

/// Which programs bring things in from outside, and which ones start things for another host.
///
/// By file name only. Abuse: an attacker may name his program `chrome.exe`; that moves one of his detections between
/// Exploitation and "suspected", and its process tree still tells where it came from.
final class Programs {

  /// Office, browsers, mail, archivers, readers, web and database servers: what a delivery passes through.
  private static final Set<String> DELIVERY =
      Set.of(
          // Office and readers
          "winword", "excel", "powerpnt", "outlook", "olk", "hxoutlook", "hxtsr", "onenote", "onenotem", "mspub", "visio", "msaccess", "wordpad",
          "eqnedt32", "soffice", "soffice.bin", "swriter", "scalc", "acrord32", "acrobat", "foxitreader", "foxitpdfreader", "sumatrapdf", "hh",
          // browsers
          "chrome", "msedge", "firefox", "iexplore", "opera", "brave", "vivaldi", "microsoftedge", "microsoftedgecp", "safari", "chromium",
          // mail and messages
          "thunderbird", "thunderbird-bin", "teams", "ms-teams", "slack", "telegram", "whatsapp",
          // archivers
          "winrar", "rar", "unrar", "7z", "7zfm", "7zg", "winzip32", "winzip64", "peazip", "bandizip",
          // servers that the internet talks to
          "w3wp", "httpd", "apache", "apache2", "nginx", "php-cgi", "php-fpm", "php", "lighttpd", "caddy", "tomcat", "tomcat9", "umworkerprocess",
          "sqlservr", "mysqld", "postgres", "ws_tomcatservice");

  private static final List<String> DELIVERED_TO =
      List.of("\\downloads\\", "\\temporary internet files\\", "\\inetcache\\", "\\content.outlook\\", "\\rar$", "\\temp\\7z", "\\temp\\temp1_");

  /// What runs on a host because another host asked: WMI, WinRM, services, PsExec and its kin, sshd.
  private static final Set<String> REMOTE =
      Set.of("wmiprvse", "wsmprovhost", "winrshost", "services", "psexesvc", "paexec", "csexecsvc", "remcomsvc", "winexesvc", "sshd");

  private Programs() {}

  static boolean isDelivery(Untrusted image) {
    return DELIVERY.contains(name(image));
  }

  /// Whether the program lies where a browser, a mail client or an archiver puts what it brings.
  static boolean isDelivered(Untrusted image) {
    String path = Entities.fold(image.raw());
    return DELIVERED_TO.stream().anyMatch(path::contains);
  }

  static boolean isRemote(Untrusted image) {
    return REMOTE.contains(name(image));
  }

  /// The file name without `.exe`, folded.
  static String name(Untrusted image) {
    String path = Entities.fold(image.raw()).strip();
    String name = path.substring(Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/')) + 1);
    return name.endsWith(".exe") ? name.substring(0, name.length() - 4) : name;
  }
}
