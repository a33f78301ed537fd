package io.cutpoint.attack;

import io.cutpoint.model.detection.RuleReference;
import io.cutpoint.model.entity.Entities;
import io.cutpoint.model.entity.Entity.Scope;
import io.cutpoint.model.event.LogSource;
import io.cutpoint.model.fact.Activity;
import io.cutpoint.model.fact.Attribute;
import io.cutpoint.model.fact.Attributes;
import io.cutpoint.model.fact.Fact;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// Something that an event alone shows, as the column `when` of the resource `stages.tsv` asks for it.
enum Circumstance {
  FROM_OUTSIDE("from-outside", "it comes from an external address"),
  FROM_INSIDE("from-inside", "it comes from a host of our own"),
  STATIC_FINDING("static-finding", "it was found in a file and not seen at work"),
  HOST_EVIDENCE("host-evidence", "the host itself tells of it"),
  NETWORK_EVIDENCE("network-evidence", "the network shows it"),
  DELIVERY_APPLICATION("delivery-application", "an application that things are delivered through did it"),
  DELIVERED_PROGRAM("delivered-program", "the program lies where downloads and attachments are put"),
  STARTED_REMOTELY("started-remotely", "a service, WMI, WinRM or another remote caller started it"),
  MADE_REMOTELY("made-remotely", "it was made from another host"),
  MARK_OF_THE_WEB("mark-of-the-web", "the file is marked as coming from the web");

  private static final Set<Activity> OF_A_HOST =
      EnumSet.of(
          Activity.PROCESS_START, Activity.PROCESS_END, Activity.FILE_WRITE, Activity.FILE_STREAM, Activity.FILE_DELETE,
          Activity.PROCESS_ACCESS, Activity.REMOTE_THREAD, Activity.IMAGE_LOAD, Activity.DRIVER_LOAD, Activity.REGISTRY_WRITE,
          Activity.REGISTRY_DELETE, Activity.PIPE, Activity.SERVICE_INSTALL, Activity.TASK_CREATE, Activity.TASK_DELETE,
          Activity.WMI_SUBSCRIPTION, Activity.SCRIPT, Activity.LOG_CLEARED);

  private static final Set<String> HOST_PRODUCTS = Set.of("windows", "linux", "macos");

  /// Logs that hold requests or flows, whoever writes them.
  private static final Set<String> REQUEST_SOURCES = Set.of("webserver", "proxy", "waf", "firewall", "apache", "nginx", "iis");

  private static final Set<String> NETWORK_SOURCES =
      Set.of("proxy", "dns", "dns_query", "dns-server", "dns-client", "network_connection", "firewall", "netflow", "zeek", "suricata", "http",
          "ssl", "conn");

  private static final Set<String> STATIC_SOURCES = Set.of("antivirus", "yara");

  private final String id;
  private final String phrase;

  Circumstance(String id, String phrase) {
    this.id = id;
    this.phrase = phrase;
  }

  /// The clause for a reason.
  String phrase() {
    return phrase;
  }

  static Optional<Circumstance> of(String id) {
    for (Circumstance one : values()) {
      if (one.id.equals(id)) {
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }

  boolean holds(RuleReference rule, Fact fact, Scene scene) {
    Attributes a = fact.attributes();
    return switch (this) {
      case FROM_OUTSIDE -> source(fact, scene).filter(scope -> scope == Scope.EXTERNAL).isPresent();
      case FROM_INSIDE -> source(fact, scene).filter(scope -> scope == Scope.INTERNAL).isPresent();
      case STATIC_FINDING ->
          anyOf(rule.logSource(), STATIC_SOURCES)
              || (fact.activity() == Activity.ALERT && a.has(Attribute.THREAT_NAME) && !a.has(Attribute.DESTINATION_ADDRESS));
      case HOST_EVIDENCE -> isOfHost(rule, fact);
      case NETWORK_EVIDENCE ->
          fact.activity() == Activity.CONNECTION
              || fact.activity() == Activity.NAME_QUERY
              || anyOf(rule.logSource(), NETWORK_SOURCES)
              || (!OF_A_HOST.contains(fact.activity()) && (a.has(Attribute.QUERY) || a.has(Attribute.DESTINATION_ADDRESS)));
      case DELIVERY_APPLICATION ->
          Programs.isDelivery(a.or(fact.activity() == Activity.PROCESS_START ? Attribute.PARENT_IMAGE : Attribute.IMAGE));
      case DELIVERED_PROGRAM -> Programs.isDelivered(a.or(Attribute.IMAGE));
      case STARTED_REMOTELY -> isStartedRemotely(fact);
      case MADE_REMOTELY ->
          fact.activity() == Activity.SHARE_ACCESS || fact.activity() == Activity.PIPE || isStartedRemotely(fact) || namesAnotherHost(a);
      case MARK_OF_THE_WEB -> Entities.hostUrl(a.or(Attribute.CONTENTS)).isPresent();
    };
  }

  private static boolean anyOf(LogSource source, Set<String> words) {
    return contains(words, source.category()) || contains(words, source.service()) || contains(words, source.product());
  }

  private static boolean contains(Set<String> words, @org.jspecify.annotations.Nullable String word) {
    return word != null && words.contains(word);
  }

  /// Whose the address is that the event comes from; none where it names none, or where it is the recording host's
  /// own end of a connection.
  private static Optional<Scope> source(Fact fact, Scene scene) {
    Attributes a = fact.attributes();
    boolean outgoing = fact.activity() == Activity.CONNECTION && !a.key(Attribute.INITIATED).equals("false");
    return outgoing ? Optional.empty() : Entities.address(a.or(Attribute.SOURCE_ADDRESS), scene::isInternal).map(address -> address.scope());
  }

  private static boolean isOfHost(RuleReference rule, Fact fact) {
    if (OF_A_HOST.contains(fact.activity())) {
      return true;
    }
    if (fact.activity() == Activity.CONNECTION) {
      return fact.attributes().has(Attribute.IMAGE);
    }
    LogSource source = rule.logSource();
    return contains(HOST_PRODUCTS, source.product()) && !anyOf(source, REQUEST_SOURCES) && !anyOf(source, STATIC_SOURCES);
  }

  private static boolean isStartedRemotely(Fact fact) {
    Attributes a = fact.attributes();
    if (Programs.isRemote(a.or(Attribute.PARENT_IMAGE))) {
      return true;
    }
    // Acting itself, as a session's host does; services.exe and WmiPrvSE.exe act for local callers as well.
    String acting = Programs.name(a.or(Attribute.IMAGE));
    return Programs.isRemote(a.or(Attribute.IMAGE)) && !Set.of("services", "wmiprvse", "sshd").contains(acting);
  }

  /// Whether a command aims at another computer: `sc \\HOST create`, `schtasks /s HOST`, `wmic /node:HOST`, or a
  /// service's program lies on an administrative share.
  private static boolean namesAnotherHost(Attributes a) {
    String command = Entities.fold(a.or(Attribute.COMMAND_LINE).raw());
    String program = Programs.name(a.or(Attribute.IMAGE));
    boolean asks =
        switch (program) {
          case "sc" -> command.contains(" \\\\");
          case "schtasks", "at" -> command.contains(" /s ") || command.contains(" \\\\");
          case "wmic" -> command.contains("/node:");
          default -> false;
        };
    String service = Entities.fold(a.or(Attribute.SERVICE_COMMAND).raw());
    return asks || service.contains("\\admin$\\") || service.contains("\\c$\\") || service.startsWith("\\\\127.0.0.1\\")
        || service.contains("psexesvc");
  }
}
