package io.cutpoint.model.entity;

import io.cutpoint.model.entity.Entity.Account;
import io.cutpoint.model.entity.Entity.Address;
import io.cutpoint.model.entity.Entity.Artefact;
import io.cutpoint.model.entity.Entity.Domain;
import io.cutpoint.model.entity.Entity.File;
import io.cutpoint.model.entity.Entity.FileHash;
import io.cutpoint.model.entity.Entity.Host;
import io.cutpoint.model.entity.Entity.Process;
import io.cutpoint.model.entity.Entity.Session;
import io.cutpoint.model.entity.Entity.Url;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.text.Untrusted;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Makes entities of what events say, so that the same thing has the same key wherever it is met.
///
/// Every method gives none where the text names nothing that can be told apart: `-`, a loopback address, a
/// well-known session, an account that every host has. Keys are folded by [#fold(String)]; what lives on one host
/// begins with that host's key and `|`. A host's key is passed as text, empty where the host is not known: then
/// there is no entity of what lives on it.
///
/// Abuse: an attacker chooses names of files, accounts, services and workstations, so equal keys are evidence of the
/// same name only; how much that is worth is decided where links are made.
public final class Entities {

  private static final Untrusted DASH = Untrusted.of("-");

  /// The longest name of a host, account or domain, in bytes; a longer one is none.
  private static final int LONGEST_NAME = 512;

  /// Accounts that every host has. With any domain, since that is translated.
  private static final Set<String> WELL_KNOWN_NAMES =
      Set.of("system", "système", "sistema", "система", "local system", "localsystem", "local service", "localservice",
          "lokaler dienst", "service local", "servicio local", "servizio locale", "network service", "networkservice",
          "netzwerkdienst", "service réseau", "servicio de red", "servizio di rete", "anonymous logon", "anonymous-anmeldung",
          "anonymous", "iusr", "n/a", "(null)");

  /// Domains whose accounts are not people: every host has them.
  private static final Set<String> WELL_KNOWN_DOMAINS =
      Set.of("nt authority", "nt-autorität", "autorite nt", "autorità nt", "nt service", "nt virtual machine", "window manager",
          "font driver host", "iis apppool", "builtin");

  /// Whole SIDs, or beginnings where they end with a dash (Microsoft, "Well-known SIDs").
  private static final List<String> WELL_KNOWN_SIDS =
      List.of("s-1-1-0", "s-1-5-7", "s-1-5-17", "s-1-5-18", "s-1-5-19", "s-1-5-20", "s-1-5-32-", "s-1-5-80-", "s-1-5-82-",
          "s-1-5-83-", "s-1-5-90-", "s-1-5-96-");

  /// Words that stand where a domain would, for an account of the host itself.
  private static final Set<String> LOCAL_DOMAINS = Set.of("", ".", "-", "workgroup", "localhost", "microsoftaccount");

  /// SYSTEM, NETWORK SERVICE, LOCAL SERVICE, IUSR, ANONYMOUS (Windows' well-known logon ids).
  private static final Set<String> WELL_KNOWN_SESSIONS = Set.of("3e7", "3e4", "3e5", "3e3", "3e6");

  /// Hashes of no content: MD5, SHA-1 and SHA-256 of an empty file.
  private static final Set<String> EMPTY_HASHES =
      Set.of("d41d8cd98f00b204e9800998ecf8427e", "da39a3ee5e6b4b0d3255bfef95601890afd80709",
          "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");

  /// Endings that name nothing in the public name system.
  private static final List<String> OWN_ENDINGS = List.of(".local", ".arpa", ".localdomain", ".localhost");

  private Entities() {}

  // ---- hosts and accounts

  /// The computer of this name or address, also as `\\NAME`, `NAME$` or `host.example.org`.
  public static Optional<Host> host(Untrusted name) {
    String key = hostKey(name);
    return key.isEmpty() ? Optional.empty() : Optional.of(new Host(key, name));
  }

  /// The key of [#host(Untrusted)], empty for none.
  public static String hostKey(Untrusted name) {
    if (isNothing(name) || name.length() > LONGEST_NAME) {
      return "";
    }
    String text = fold(name.raw()).strip();
    while (text.startsWith("\\")) {
      text = text.substring(1);
    }
    if (text.endsWith("$")) {
      text = text.substring(0, text.length() - 1);
    }
    Optional<byte[]> address = Addresses.parse(text);
    if (address.isPresent()) {
      return Addresses.isUnicast(address.get()) ? Addresses.text(address.get()) : "";
    }
    int dot = text.indexOf('.');
    String label = dot < 0 ? text : text.substring(0, dot);
    return label.equals("localhost") || label.equals("-") ? "" : label.replace('|', '_');
  }

  /// The account `DOMAIN\name`, `name@domain` or `name`.
  ///
  /// The key is `domain\name` with the first label of the domain; an account without a domain, or with the host's
  /// name in its place, belongs to the host: `host\name`.
  ///
  /// @param hostKey the computer whose account it would be where it names no domain
  public static Optional<Account> account(Untrusted name, String hostKey) {
    return account(name, Untrusted.NONE, hostKey);
  }

  /// As [#account(Untrusted, String)], and none where the SID is one that every computer has.
  public static Optional<Account> account(Untrusted name, Untrusted sid, String hostKey) {
    if (isNothing(name) || name.length() > LONGEST_NAME || isWellKnownSid(sid)) {
      return Optional.empty();
    }
    String text = fold(name.raw()).strip();
    int slash = text.lastIndexOf('\\');
    String domain = slash < 0 ? "" : text.substring(0, slash).strip();
    String user = text.substring(slash + 1).strip();
    int at = user.indexOf('@');
    if (at > 0) {
      if (LOCAL_DOMAINS.contains(domain)) {
        domain = user.substring(at + 1);
      }
      user = user.substring(0, at);
    }
    if (!isPerson(domain, user)) {
      return Optional.empty();
    }
    int dot = domain.indexOf('.');
    String first = dot <= 0 || Addresses.parse(domain).isPresent() ? domain : domain.substring(0, dot);
    if (LOCAL_DOMAINS.contains(first)) {
      first = hostKey;
    }
    return Optional.of(new Account(first.isEmpty() ? user : first + '\\' + user, name));
  }

  private static boolean isPerson(String domain, String user) {
    return !user.isEmpty()
        && !user.equals("-")
        && !user.endsWith("$")
        && !user.startsWith("dwm-")
        && !user.startsWith("umfd-")
        && !WELL_KNOWN_NAMES.contains(user)
        && !WELL_KNOWN_DOMAINS.contains(domain)
        && !user.equals("s-1-0-0")
        && !isWellKnownSid(Untrusted.of(user));
  }

  /// Whether the SID is one that every computer has: SYSTEM and services, window manager, application pools, virtual
  /// machines, built-in groups, ANONYMOUS. The SID of nobody (`S-1-0-0`) is not: it stands beside a name that could
  /// not be resolved.
  public static boolean isWellKnownSid(Untrusted sid) {
    String text = sid.length() > 200 ? "" : sid.key();
    for (String prefix : WELL_KNOWN_SIDS) {
      if (text.startsWith(prefix) && (prefix.endsWith("-") || text.length() == prefix.length())) {
        return true;
      }
    }
    return false;
  }

  /// Whether the name is a computer's own account, `NAME$`.
  public static boolean isMachineAccount(Untrusted name) {
    return name.length() > 1 && name.byteAt(name.length() - 1) == '$';
  }

  // ---- what lives on a host

  /// A process by its GUID, else by its id and start, else by its id alone.
  ///
  /// @param guid the source's own, or no text
  /// @param pid decimal, or hexadecimal with `0x`, or no text
  /// @param startNanos when it started, or [EventView#NO_TIME]
  /// @param image the path of its program, or no text
  public static Optional<Process> process(String hostKey, Untrusted guid, Untrusted pid, long startNanos, Untrusted image) {
    String id = guidKey(guid);
    if (!id.isEmpty()) {
      return Optional.of(new Process(hostKey + '|' + id, guid, image));
    }
    long number = number(pid);
    if (hostKey.isEmpty() || number <= 0) {
      return Optional.empty();
    }
    String start = startNanos == EventView.NO_TIME ? "" : '|' + Long.toUnsignedString(startNanos);
    return Optional.of(new Process(hostKey + '|' + number + start, pid, image));
  }

  /// A process by its GUID, else by its id alone.
  public static Optional<Process> process(String hostKey, Untrusted guid, Untrusted pid, Untrusted image) {
    return process(hostKey, guid, pid, EventView.NO_TIME, image);
  }

  /// The GUID in lower case without braces; empty for none and for the one of all zeros.
  public static String guidKey(Untrusted guid) {
    String text = guid.length() > 64 ? "" : guid.key().strip();
    if (text.startsWith("{") && text.endsWith("}")) {
      text = text.substring(1, text.length() - 1);
    }
    boolean zero = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      zero &= c == '0' || c == '-';
      if (c != '-' && (c > 'f' || Character.digit(c, 16) < 0)) {
        return "";
      }
    }
    return zero ? "" : text;
  }

  /// A logon session; none for those that every host has.
  ///
  /// @param logonId hexadecimal with `0x`, or decimal
  public static Optional<Session> session(String hostKey, Untrusted logonId) {
    long id = number(logonId);
    if (hostKey.isEmpty() || id <= 0) {
      return Optional.empty();
    }
    String hex = Long.toHexString(id);
    return WELL_KNOWN_SESSIONS.contains(hex) ? Optional.empty() : Optional.of(new Session(hostKey + "|0x" + hex, logonId));
  }

  /// A file, by its path without a stream's name. A file on a share belongs to the computer that shares it.
  public static Optional<File> file(String hostKey, Untrusted path) {
    String text = pathKey(path);
    String owner = hostKey;
    if (text.startsWith("\\\\")) {
      int end = text.indexOf('\\', 2);
      String server = hostKey(Untrusted.of(end < 0 ? text.substring(2) : text.substring(2, end)));
      owner = server.isEmpty() ? hostKey : server;
      text = end < 0 ? "" : text.substring(end);
    }
    return owner.isEmpty() || text.isEmpty() ? Optional.empty() : Optional.of(new File(owner + '|' + text, path));
  }

  /// A path to compare by: folded, without quotes, prefixes of the object manager and a stream's name; empty for
  /// none. A text that was cut ends with its whole length.
  public static String pathKey(Untrusted path) {
    if (isNothing(path)) {
      return "";
    }
    String text = folded(path);
    if (text.length() > 1 && text.charAt(0) == '"' && text.charAt(text.length() - 1) == '"') {
      text = text.substring(1, text.length() - 1);
    }
    boolean windows = text.indexOf('\\') >= 0 || (text.length() > 2 && text.charAt(1) == ':' && text.charAt(2) == '/');
    if (!windows) {
      return text;
    }
    text = text.replace('/', '\\');
    for (String prefix : List.of("\\??\\", "\\\\?\\", "\\\\.\\", "\\dosdevices\\")) {
      if (text.startsWith(prefix)) {
        text = text.substring(prefix.length());
        text = text.startsWith("unc\\") ? "\\\\" + text.substring(4) : text;
      }
    }
    if (text.startsWith("\\systemroot\\")) {
      text = "c:\\windows" + text.substring(11);
    }
    int stream = text.indexOf(':', 2);
    return stream < 0 || text.lastIndexOf('\\') > stream ? text : text.substring(0, stream);
  }

  /// A service by its name.
  public static Optional<Artefact> service(String hostKey, Untrusted name) {
    return artefact(hostKey, "service", name);
  }

  /// A scheduled task by its path, with or without the leading backslash.
  public static Optional<Artefact> task(String hostKey, Untrusted name) {
    if (isNothing(name)) {
      return Optional.empty();
    }
    String text = folded(name);
    String path = text.startsWith("\\") ? text : '\\' + text;
    return hostKey.isEmpty() ? Optional.empty() : Optional.of(new Artefact(hostKey + "|task|" + path, name));
  }

  /// A permanent WMI subscription by the name of its filter or consumer.
  public static Optional<Artefact> wmiSubscription(String hostKey, Untrusted name) {
    return artefact(hostKey, "wmi", name);
  }

  /// What a registry value makes start by itself: a service for a service's key, an autorun entry for the places
  /// that Windows looks in; none for every other key.
  public static Optional<Artefact> autorun(String hostKey, Untrusted registryPath) {
    if (hostKey.isEmpty() || isNothing(registryPath)) {
      return Optional.empty();
    }
    String path = Registries.key(folded(registryPath));
    Optional<String> service = Registries.service(path);
    if (service.isPresent()) {
      return Optional.of(new Artefact(hostKey + "|service|" + service.get(), registryPath));
    }
    return Registries.isAutorun(path) ? Optional.of(new Artefact(hostKey + "|autorun|" + path, registryPath)) : Optional.empty();
  }

  private static Optional<Artefact> artefact(String hostKey, String kind, Untrusted name) {
    return hostKey.isEmpty() || isNothing(name)
        ? Optional.empty()
        : Optional.of(new Artefact(hostKey + '|' + kind + '|' + folded(name), name));
  }

  // ---- what hosts share

  /// The strongest hash of a list such as `MD5=..,SHA256=..`, or a bare one; none for the hash of no content.
  public static Optional<FileHash> hash(Untrusted hashes) {
    String best = "";
    String text = hashes.raw();
    int start = 0;
    while (start <= text.length()) {
      int comma = text.indexOf(',', start);
      int end = comma < 0 ? text.length() : comma;
      String one = text.substring(start, end).strip();
      int equals = one.indexOf('=');
      String kind = equals < 0 ? "" : fold(one.substring(0, equals)).strip();
      String hex = one.substring(equals + 1).strip();
      // An import hash is no hash of the content.
      if (!kind.startsWith("imp") && isHash(hex) && hex.length() > best.length()) {
        best = hex;
      }
      start = end + 1;
    }
    String key = fold(best);
    return key.isEmpty() || EMPTY_HASHES.contains(key) ? Optional.empty() : Optional.of(new FileHash(key, Untrusted.of(best)));
  }

  private static boolean isHash(String hex) {
    if (hex.length() != 32 && hex.length() != 40 && hex.length() != 64) {
      return false;
    }
    boolean zero = true;
    for (int i = 0; i < hex.length(); i++) {
      char c = hex.charAt(i);
      zero &= c == '0';
      if (c > 'f' || Character.digit(c, 16) < 0) {
        return false;
      }
    }
    return !zero;
  }

  /// An address that one machine in a network can have: `::ffff:` is stripped; loopback, unspecified, link-local,
  /// multicast and broadcast addresses are none.
  ///
  /// @param isInternal whether an address, written canonically, is proven or configured to be ours
  public static Optional<Address> address(Untrusted text, Predicate<String> isInternal) {
    if (text.length() > LONGEST_NAME) {
      return Optional.empty();
    }
    return Addresses.parse(text.raw())
        .filter(Addresses::isUnicast)
        .map(address -> new Address(Addresses.text(address), text, Addresses.scope(address, isInternal)));
  }

  /// The key of [#address], empty for none.
  public static String addressKey(Untrusted text) {
    return address(text, unused -> false).map(Address::key).orElse("");
  }

  /// A name in the public name system: at least two labels, no address, not of a name space of one's own
  /// (`.local`, `.arpa`).
  public static Optional<Domain> domain(Untrusted name) {
    if (isNothing(name) || name.length() > LONGEST_NAME) {
      return Optional.empty();
    }
    String text = fold(name.raw()).strip();
    while (text.endsWith(".")) {
      text = text.substring(0, text.length() - 1);
    }
    int dot = text.indexOf('.');
    if (dot <= 0 || text.length() > 253 || Addresses.parse(text).isPresent() || OWN_ENDINGS.stream().anyMatch(text::endsWith)) {
      return Optional.empty();
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c == 0x7F || "/\\:@\"'<>()[]{}|,;".indexOf(c) >= 0) {
        return Optional.empty();
      }
    }
    return Optional.of(new Domain(text, name));
  }

  /// A web address with the scheme http, https or ftp, without its fragment.
  public static Optional<Url> url(Untrusted text) {
    if (isNothing(text)) {
      return Optional.empty();
    }
    String key = folded(text);
    int hash = key.indexOf('#');
    if (hash >= 0) {
      key = key.substring(0, hash);
    }
    return urlHost(text).isEmpty() ? Optional.empty() : Optional.of(new Url(key, text));
  }

  /// The host that a web address names, without user and port; no text where it is none.
  public static Untrusted urlHost(Untrusted url) {
    String text = url.raw().strip();
    String lower = fold(text);
    int start = lower.startsWith("http://") ? 7 : lower.startsWith("https://") ? 8 : lower.startsWith("ftp://") ? 6 : -1;
    if (start < 0) {
      return Untrusted.NONE;
    }
    int end = start;
    while (end < text.length() && "/\\?#".indexOf(text.charAt(end)) < 0 && text.charAt(end) > ' ') {
      end++;
    }
    String authority = text.substring(start, end);
    authority = authority.substring(authority.lastIndexOf('@') + 1);
    int bracket = authority.startsWith("[") ? authority.indexOf(']') : -1;
    if (bracket > 0) {
      return Untrusted.of(authority.substring(1, bracket));
    }
    int colon = authority.indexOf(':');
    return Untrusted.of(colon < 0 ? authority : authority.substring(0, colon));
  }

  /// Where a mark of the web says that the file came from: `HostUrl=`, where it is a web address.
  public static Optional<Url> hostUrl(Untrusted markOfTheWeb) {
    return valueOf(markOfTheWeb, "hosturl=");
  }

  /// Which page a mark of the web says that led there: `ReferrerUrl=`, where it is a web address.
  public static Optional<Url> referrerUrl(Untrusted markOfTheWeb) {
    return valueOf(markOfTheWeb, "referrerurl=");
  }

  /// Out of which archive or image on this computer a mark of the web says that the file was taken: `ReferrerUrl=`, where
  /// it is a path, as Windows writes it for what its shell unpacks; else no text.
  public static Untrusted referrerPath(Untrusted markOfTheWeb) {
    String text = markOfTheWeb.raw();
    int at = fold(text).indexOf("referrerurl=");
    if (at < 0) {
      return Untrusted.NONE;
    }
    int start = at + "referrerurl=".length();
    int end = start;
    // The lines of the mark are parted by line ends, or by two blanks where a log folds them; a path has single blanks.
    while (end < text.length() && text.charAt(end) >= ' ' && !(text.charAt(end) == ' ' && end + 1 < text.length() && text.charAt(end + 1) == ' ')) {
      end++;
    }
    String path = text.substring(start, end).strip();
    if (fold(path).startsWith("file:///")) {
      path = path.substring("file:///".length()).replace('/', '\\');
    }
    boolean isPath = path.length() > 3 && Character.isLetter(path.charAt(0)) && path.charAt(1) == ':' && path.charAt(2) == '\\';
    return isPath ? Untrusted.of(path) : Untrusted.NONE;
  }

  private static Optional<Url> valueOf(Untrusted contents, String name) {
    String text = contents.raw();
    int at = fold(text).indexOf(name);
    if (at < 0) {
      return Optional.empty();
    }
    int start = at + name.length();
    int end = start;
    while (end < text.length() && text.charAt(end) > ' ') {
      end++;
    }
    return url(Untrusted.of(text.substring(start, end)));
  }

  // ---- text

  /// Lower case without a locale, character by character, never longer or shorter: what is not ASCII stays out of
  /// ASCII, so that neither the Kelvin sign nor a dotted capital I becomes a letter of another name.
  public static String fold(String text) {
    StringBuilder out = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      char lower = c < 0x80 ? (c >= 'A' && c <= 'Z' ? (char) (c + 32) : c) : Character.toLowerCase(c);
      if (c >= 0x80 && lower < 0x80) {
        lower = c;
      }
      if (lower != c && out == null) {
        out = new StringBuilder(text);
      }
      if (out != null) {
        out.setCharAt(i, lower);
      }
    }
    return out == null ? text : out.toString();
  }

  private static String folded(Untrusted text) {
    String all = fold(text.raw()).strip();
    return text.isCut() ? all + "…" + text.fullLength() : all;
  }

  private static boolean isNothing(Untrusted text) {
    return text.isEmpty() || text.equals(DASH);
  }

  /// A number in decimal or, with `0x`, hexadecimal; -1 for none.
  private static long number(Untrusted text) {
    String some = text.length() > 20 ? "" : text.key().strip();
    boolean hex = some.startsWith("0x");
    String digits = hex ? some.substring(2) : some;
    if (digits.isEmpty() || digits.length() > (hex ? 16 : 18)) {
      return -1;
    }
    long value = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(i) < 0x80 ? Character.digit(digits.charAt(i), hex ? 16 : 10) : -1;
      if (digit < 0) {
        return -1;
      }
      value = value * (hex ? 16 : 10) + digit;
    }
    return value;
  }
}
