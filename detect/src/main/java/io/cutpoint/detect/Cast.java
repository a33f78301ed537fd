package io.cutpoint.detect;

import io.cutpoint.model.entity.Entities;
import io.cutpoint.model.event.LogSource;
import io.cutpoint.model.fact.Attribute;
import io.cutpoint.model.fact.Attributes;
import io.cutpoint.model.fact.Fact;
import java.util.Set;
import java.util.TreeMap;

/// Who plays which part in an event: the computer that records it is often not the one that acts.
///
/// Source: design/linking.md, section 1, "Who did what to whom"; Microsoft, "Advanced security audit policy settings"
/// for where each event is written.
enum Cast {
  /// The recording host acts itself: Sysmon, 4688, 4104, tasks, Defender.
  HOST,
  /// A session begins on the recording host: 4624, 4625. Over the network (types 3, 8 and 10) the source acts and the
  /// host is its target, else the host acts. The account is the one that logs on, not the one that asks.
  LOGON,
  /// The recording host uses another account, perhaps towards another host: 4648.
  EXPLICIT,
  /// A domain controller issues a ticket or checks a password: the account named acts from the address named.
  TICKET,
  /// A domain controller tells of its directory: the subject acts, the account or object named is the target.
  DIRECTORY,
  /// An account is managed: as [#DIRECTORY], but for a local account the recording host is no mere recorder.
  ACCOUNT,
  /// The recording host is reached over the network: 5140, 5145.
  REACHED,
  /// Something is put on the recording host by somebody: 4697, 7045.
  PLANTED,
  /// A remote desktop session on the recording host; without an address one at its own screen.
  DESKTOP,
  /// A connection of the recording host, in the direction that the event names.
  CONNECTION,
  /// A request that the recording server received.
  REQUEST,
  /// Traffic between others, seen by a sensor.
  OBSERVED;

  private static final String SECURITY = "security";
  private static final String SESSIONS = "microsoft-windows-terminalservices-localsessionmanager/operational";
  private static final String CONNECTIONS = "microsoft-windows-terminalservices-remoteconnectionmanager/operational";

  private static final Set<String> SERVERS = Set.of("webserver", "apache", "nginx", "iis", "waf");

  private static final TreeMap<String, Cast> BY_EVENT = new TreeMap<>();

  static {
    put(LOGON, SECURITY, 4624, 4625, 4626, 4627);
    put(EXPLICIT, SECURITY, 4648);
    put(TICKET, SECURITY, 4768, 4769, 4770, 4771, 4772, 4773, 4776, 4777);
    put(DIRECTORY, SECURITY, 4661, 4662, 4928, 4929, 5136, 5137, 5138, 5139, 5141);
    put(ACCOUNT, SECURITY, 4720, 4722, 4723, 4724, 4725, 4726, 4727, 4728, 4729, 4730, 4731, 4732, 4733, 4734, 4735, 4737, 4738, 4740, 4741, 4742,
        4743, 4754, 4755, 4756, 4757, 4758, 4764, 4765, 4766, 4767, 4780, 4781, 4794);
    put(REACHED, SECURITY, 5140, 5142, 5143, 5144, 5145, 5168);
    put(PLANTED, SECURITY, 4697);
    put(PLANTED, "system", 7045);
    put(DESKTOP, SECURITY, 4778, 4779);
    put(DESKTOP, SESSIONS, 21, 22, 23, 24, 25);
    put(DESKTOP, CONNECTIONS, 1149);
    put(CONNECTION, SECURITY, 5152, 5154, 5156, 5157, 5158);
    put(CONNECTION, "microsoft-windows-sysmon/operational", 3);
  }

  private static void put(Cast cast, String channel, int... codes) {
    for (int code : codes) {
      BY_EVENT.put(channel + '|' + code, cast);
    }
  }

  /// The parts of this event.
  ///
  /// @param rule what the rule applies to: tells a server's own log from a sensor's
  static Cast of(Fact fact, LogSource rule) {
    Cast known = BY_EVENT.get(Entities.fold(fact.channel().raw()) + '|' + fact.eventCode());
    if (known != null) {
      return known;
    }
    if (fact.channel().isEmpty() && (isOneOf(rule.category()) || isOneOf(rule.product()) || isOneOf(rule.service()))) {
      return REQUEST;
    }
    return switch (fact.activity()) {
      case LOGON, LOGON_FAILED -> LOGON;
      case LOGON_EXPLICIT -> EXPLICIT;
      case TICKET_REQUEST -> TICKET;
      case DIRECTORY_ACCESS -> DIRECTORY;
      case ACCOUNT_CHANGE -> ACCOUNT;
      case SHARE_ACCESS -> REACHED;
      case CONNECTION -> namesProcess(fact.attributes()) ? CONNECTION : OBSERVED;
      case OTHER, ALERT, NAME_QUERY -> isObserved(fact) ? OBSERVED : HOST;
      case PROCESS_START, PROCESS_END, FILE_WRITE, FILE_STREAM, FILE_DELETE, PROCESS_ACCESS, REMOTE_THREAD, IMAGE_LOAD, DRIVER_LOAD,
          REGISTRY_WRITE, REGISTRY_DELETE, PIPE, SERVICE_INSTALL, TASK_CREATE, TASK_DELETE, LOGOFF, WMI_SUBSCRIPTION, SCRIPT, LOG_CLEARED,
          BOOT -> HOST;
    };
  }

  private static boolean isOneOf(@org.jspecify.annotations.Nullable String word) {
    return word != null && SERVERS.contains(word);
  }

  private static boolean isObserved(Fact fact) {
    Attributes a = fact.attributes();
    return fact.channel().isEmpty() && !namesProcess(a) && a.has(Attribute.SOURCE_ADDRESS);
  }

  private static boolean namesProcess(Attributes a) {
    return a.has(Attribute.IMAGE) || a.has(Attribute.PROCESS_ID) || a.has(Attribute.PROCESS_GUID);
  }

  /// Whether the session comes over the network, by its type or, without one, by an address; not where the address is
  /// the host's own loopback.
  static boolean isOverNetwork(Fact fact) {
    String from = fact.attributes().key(Attribute.SOURCE_ADDRESS);
    if (from.equals("::1") || from.startsWith("127.") || from.startsWith("::ffff:127.")) {
      return false;
    }
    String type = fact.attributes().key(Attribute.LOGON_TYPE);
    return switch (type) {
      case "3", "8", "10" -> true;
      case "" -> !from.isEmpty() && !from.equals("-");
      default -> false;
    };
  }
}
