package io.cutpoint.engine.facts;

import static io.cutpoint.model.fact.Attribute.*;

import io.cutpoint.model.event.EventType;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.model.event.ValueKind;
import io.cutpoint.model.event.View;
import io.cutpoint.model.fact.Activity;
import io.cutpoint.model.fact.Attribute;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Says what an event is about: its activity and its attributes, by a table over channels and event ids.
///
/// One for each worker. Sources: Microsoft's descriptions of the Security events; the Sysmon schema.
final class FactProjector {

  /// Bytes of one attribute; longer values are cut.
  static final int MAX_VALUE_BYTES = 4096;

  /// Kinds of events that are remembered with their plans.
  private static final int MAX_ROUTES = 1 << 14;

  private static final String SYSMON = "microsoft-windows-sysmon/operational";
  private static final String SECURITY = "security";
  private static final String SYSTEM = "system";
  private static final String POWERSHELL = "microsoft-windows-powershell/operational";
  private static final String POWERSHELL_7 = "powershellcore/operational";
  private static final String CLASSIC = "windows powershell";
  private static final String TASKS = "microsoft-windows-taskscheduler/operational";
  private static final String DEFENDER = "microsoft-windows-windows defender/operational";
  private static final String SESSIONS = "microsoft-windows-terminalservices-localsessionmanager/operational";
  private static final String CONNECTIONS = "microsoft-windows-terminalservices-remoteconnectionmanager/operational";
  private static final String WMI = "microsoft-windows-wmi-activity/operational";

  /// Where an attribute's value stands: the first of these names that has one. A name `A\B` joins two with a backslash.
  private record Column(Attribute attribute, List<String> names) {}

  private record Kind(Activity activity, List<Column> columns) {}

  private static final Map<String, Kind> KINDS = new HashMap<>();

  private static final List<Column> PROCESS = List.of(
      column(PROCESS_GUID, "ProcessGuid"), column(PROCESS_ID, "ProcessId"), column(IMAGE, "Image"), column(USER, "User"));

  private static final List<Column> SUBJECT = List.of(
      column(USER, "SubjectDomainName\\SubjectUserName", "SubjectUserName"),
      column(LOGON_ID, "SubjectLogonId"),
      column(USER_SID, "SubjectUserSid"));

  private static final List<Column> CALLER = List.of(column(IMAGE, "ProcessName"), column(PROCESS_ID, "ProcessId"));

  /// Whatever has no row of its own.
  private static final Kind ANY = new Kind(Activity.OTHER, List.of(
      column(PROCESS_GUID, "ProcessGuid"),
      column(PROCESS_ID, "ProcessId", "Execution_ProcessID", "ExecutionProcessID"),
      column(IMAGE, "Image", "ProcessName"),
      column(COMMAND_LINE, "CommandLine"),
      column(USER, "User", "SubjectDomainName\\SubjectUserName", "SubjectUserName"),
      column(USER_SID, "SubjectUserSid", "Security_UserID"),
      column(LOGON_ID, "SubjectLogonId", "LogonId"),
      column(TARGET_USER, "TargetDomainName\\TargetUserName", "TargetUserName"),
      column(SOURCE_ADDRESS, "IpAddress", "SourceAddress", "SourceIp"),
      column(TARGET_FILE, "TargetFilename", "ObjectName")));

  static {
    sysmon(1, Activity.PROCESS_START, column(COMMAND_LINE, "CommandLine"), column(LOGON_ID, "LogonId"), column(LOGON_GUID, "LogonGuid"),
        column(PARENT_GUID, "ParentProcessGuid"), column(PARENT_ID, "ParentProcessId"), column(PARENT_IMAGE, "ParentImage"),
        column(PARENT_COMMAND_LINE, "ParentCommandLine"), column(HASHES, "Hashes"), column(INTEGRITY, "IntegrityLevel"),
        column(ORIGINAL_FILE_NAME, "OriginalFileName"), column(CURRENT_DIRECTORY, "CurrentDirectory"), column(STATED_TIME, "UtcTime"));
    sysmon(2, Activity.OTHER, column(TARGET_FILE, "TargetFilename"));
    sysmon(3, Activity.CONNECTION, column(PROTOCOL, "Protocol"), column(INITIATED, "Initiated"), column(SOURCE_ADDRESS, "SourceIp"),
        column(SOURCE_PORT, "SourcePort"), column(DESTINATION_ADDRESS, "DestinationIp"), column(DESTINATION_PORT, "DestinationPort"),
        column(DESTINATION_HOST, "DestinationHostname"), column(STATED_TIME, "UtcTime"));
    sysmon(5, Activity.PROCESS_END);
    sysmon(6, Activity.DRIVER_LOAD, column(LOADED_IMAGE, "ImageLoaded"), column(HASHES, "Hashes"));
    sysmon(7, Activity.IMAGE_LOAD, column(LOADED_IMAGE, "ImageLoaded"), column(HASHES, "Hashes"));
    Column[] towards = {
      column(PROCESS_GUID, "SourceProcessGuid", "SourceProcessGUID"), column(PROCESS_ID, "SourceProcessId"), column(IMAGE, "SourceImage"),
      column(USER, "SourceUser"), column(TARGET_PROCESS_GUID, "TargetProcessGuid", "TargetProcessGUID"),
      column(TARGET_PROCESS_ID, "TargetProcessId"), column(TARGET_IMAGE, "TargetImage"), column(GRANTED_ACCESS, "GrantedAccess"),
      column(TARGET_USER, "TargetUser")
    };
    row(SYSMON, 8, Activity.REMOTE_THREAD, List.of(), towards);
    row(SYSMON, 10, Activity.PROCESS_ACCESS, List.of(), towards);
    sysmon(9, Activity.OTHER, column(TARGET_FILE, "Device"));
    sysmon(11, Activity.FILE_WRITE, column(TARGET_FILE, "TargetFilename"));
    sysmon(15, Activity.FILE_STREAM, column(TARGET_FILE, "TargetFilename"), column(CONTENTS, "Contents"), column(HASHES, "Hash"));
    sysmon(29, Activity.FILE_WRITE, column(TARGET_FILE, "TargetFilename"), column(HASHES, "Hashes"));
    sysmon(23, Activity.FILE_DELETE, column(TARGET_FILE, "TargetFilename"), column(HASHES, "Hashes"));
    sysmon(26, Activity.FILE_DELETE, column(TARGET_FILE, "TargetFilename"), column(HASHES, "Hashes"));
    Column[] registry = {column(REGISTRY_KEY, "TargetObject"), column(REGISTRY_VALUE, "Details"), column(EVENT_TYPE, "EventType")};
    sysmon(12, Activity.REGISTRY_WRITE, registry);
    sysmon(13, Activity.REGISTRY_WRITE, registry);
    sysmon(14, Activity.REGISTRY_WRITE, registry);
    sysmon(17, Activity.PIPE, column(PIPE_NAME, "PipeName"), column(EVENT_TYPE, "EventType"));
    sysmon(18, Activity.PIPE, column(PIPE_NAME, "PipeName"), column(EVENT_TYPE, "EventType"));
    for (int id : new int[] {19, 20, 21}) {
      sysmon(id, Activity.WMI_SUBSCRIPTION, column(SERVICE_NAME, "Name", "Consumer"), column(SERVICE_COMMAND, "Destination", "Query", "Filter"),
          column(EVENT_TYPE, "Operation"));
    }
    sysmon(22, Activity.NAME_QUERY, column(QUERY, "QueryName"), column(QUERY_RESULTS, "QueryResults"));
    sysmon(25, Activity.OTHER, column(EVENT_TYPE, "Type"));

    // The generic names that normalisation made: ProcessId is the new process here.
    row(SECURITY, 4688, Activity.PROCESS_START, SUBJECT, column(PROCESS_ID, "ProcessId"), column(IMAGE, "Image"),
        column(PARENT_ID, "ParentProcessId"), column(PARENT_IMAGE, "ParentImage"), column(COMMAND_LINE, "CommandLine"),
        column(INTEGRITY, "IntegrityLevel"), column(TARGET_USER, "TargetDomainName\\TargetUserName"), column(TARGET_LOGON_ID, "TargetLogonId"));
    row(SECURITY, 4689, Activity.PROCESS_END, SUBJECT, column(PROCESS_ID, "ProcessId"), column(IMAGE, "ProcessName"));
    Column[] logon = {
      column(TARGET_USER, "TargetDomainName\\TargetUserName", "TargetUserName"), column(TARGET_LOGON_ID, "TargetLogonId"),
      column(LINKED_LOGON_ID, "TargetLinkedLogonId"), column(LOGON_TYPE, "LogonType"), column(SOURCE_ADDRESS, "IpAddress"),
      column(SOURCE_PORT, "IpPort"), column(WORKSTATION, "WorkstationName"), column(LOGON_GUID, "LogonGuid"),
      column(TARGET_SID, "TargetUserSid"), column(TARGET_HOST, "TargetServerName"), column(OUTCOME, "Status")
    };
    row(SECURITY, 4624, Activity.LOGON, concat(SUBJECT, CALLER), logon);
    row(SECURITY, 4625, Activity.LOGON_FAILED, concat(SUBJECT, CALLER), logon);
    row(SECURITY, 4648, Activity.LOGON_EXPLICIT, concat(SUBJECT, CALLER), logon);
    row(SECURITY, 4634, Activity.LOGOFF, List.of(), logon);
    row(SECURITY, 4647, Activity.LOGOFF, List.of(), logon);
    row(SECURITY, 4672, Activity.OTHER, SUBJECT);
    row(SECURITY, 4778, Activity.LOGON, List.of(), column(TARGET_USER, "AccountDomain\\AccountName"), column(TARGET_LOGON_ID, "LogonID"),
        column(SOURCE_ADDRESS, "ClientAddress"), column(WORKSTATION, "ClientName"));
    row(SECURITY, 4779, Activity.LOGOFF, List.of(), column(TARGET_USER, "AccountDomain\\AccountName"), column(TARGET_LOGON_ID, "LogonID"),
        column(SOURCE_ADDRESS, "ClientAddress"));
    row(SECURITY, 4697, Activity.SERVICE_INSTALL, SUBJECT, column(SERVICE_NAME, "ServiceName"), column(SERVICE_COMMAND, "ServiceFileName"),
        column(CLIENT_PROCESS_ID, "ClientProcessId"), column(TARGET_USER, "ServiceAccount"));
    row(SYSTEM, 7045, Activity.SERVICE_INSTALL, List.of(), column(SERVICE_NAME, "ServiceName"), column(SERVICE_COMMAND, "ImagePath"),
        column(TARGET_USER, "AccountName"), column(USER_SID, "Security_UserID"));
    row(SECURITY, 4698, Activity.TASK_CREATE, SUBJECT, column(TASK_NAME, "TaskName"), column(TASK_CONTENT, "TaskContent"), column(CLIENT_PROCESS_ID, "ClientProcessId"));
    row(SECURITY, 4702, Activity.TASK_CREATE, SUBJECT, column(TASK_NAME, "TaskName"), column(TASK_CONTENT, "TaskContentNew"), column(CLIENT_PROCESS_ID, "ClientProcessId"));
    row(SECURITY, 4699, Activity.TASK_DELETE, SUBJECT, column(TASK_NAME, "TaskName"), column(CLIENT_PROCESS_ID, "ClientProcessId"));
    row(TASKS, 106, Activity.TASK_CREATE, List.of(), column(TASK_NAME, "TaskName"), column(USER, "UserContext"));
    row(TASKS, 140, Activity.TASK_CREATE, List.of(), column(TASK_NAME, "TaskName"), column(USER, "UserName"));
    row(TASKS, 141, Activity.TASK_DELETE, List.of(), column(TASK_NAME, "TaskName"), column(USER, "UserName"));
    row(SECURITY, 4657, Activity.REGISTRY_WRITE, SUBJECT, column(IMAGE, "Image"), column(PROCESS_ID, "ProcessId"),
        column(REGISTRY_KEY, "TargetObject"), column(REGISTRY_VALUE, "Details"), column(EVENT_TYPE, "EventType"));
    for (int id : new int[] {4656, 4663}) {
      row(SECURITY, id, Activity.OTHER, concat(SUBJECT, CALLER), column(TARGET_FILE, "ObjectName"), column(GRANTED_ACCESS, "AccessMask"), column(EVENT_TYPE, "ObjectType"));
    }
    row(SECURITY, 5156, Activity.CONNECTION, List.of(), column(IMAGE, "Image"), column(PROCESS_ID, "ProcessId"), column(PROTOCOL, "Protocol"),
        column(INITIATED, "Initiated"), column(SOURCE_ADDRESS, "SourceIp"), column(SOURCE_PORT, "SourcePort"),
        column(DESTINATION_ADDRESS, "DestinationIp"), column(DESTINATION_PORT, "DestinationPort"));
    Column[] share = {
      column(SHARE, "ShareName"), column(TARGET_FILE, "RelativeTargetName"), column(SOURCE_ADDRESS, "IpAddress"), column(SOURCE_PORT, "IpPort"),
      column(GRANTED_ACCESS, "AccessMask")
    };
    row(SECURITY, 5140, Activity.SHARE_ACCESS, SUBJECT, share);
    row(SECURITY, 5145, Activity.SHARE_ACCESS, SUBJECT, share);
    for (int id : new int[] {4768, 4769, 4770, 4771, 4772, 4773, 4776}) {
      row(SECURITY, id, Activity.TICKET_REQUEST, List.of(), column(TARGET_USER, "TargetDomainName\\TargetUserName", "TargetUserName"),
          column(SOURCE_ADDRESS, "IpAddress"), column(WORKSTATION, "Workstation"), column(SERVICE_NAME, "ServiceName"), column(OUTCOME, "Status"),
          column(LOGON_GUID, "LogonGuid"), column(TARGET_SID, "TargetSid"));
    }
    for (int id : new int[] {4662, 5136, 5137, 5141}) {
      row(SECURITY, id, Activity.DIRECTORY_ACCESS, SUBJECT, column(TARGET_FILE, "ObjectName", "ObjectDN"), column(GRANTED_ACCESS, "AccessMask"));
    }
    for (int id : new int[] {4720, 4722, 4723, 4724, 4725, 4726, 4728, 4729, 4732, 4733, 4738, 4740, 4742, 4756, 4757, 4765, 4766, 4767, 4781, 4794}) {
      row(SECURITY, id, Activity.ACCOUNT_CHANGE, SUBJECT, column(TARGET_USER, "TargetDomainName\\TargetUserName", "TargetUserName"),
          column(TARGET_SID, "TargetSid", "MemberSid"));
    }
    row(SECURITY, 1102, Activity.LOG_CLEARED, SUBJECT);
    row(SYSTEM, 104, Activity.LOG_CLEARED, SUBJECT);
    row(SECURITY, 4608, Activity.BOOT, List.of());
    row(SYSTEM, 6005, Activity.BOOT, List.of());
    for (String channel : new String[] {POWERSHELL, POWERSHELL_7}) {
      row(channel, 4104, Activity.SCRIPT, List.of(), column(COMMAND_LINE, "ScriptBlockText"), column(TARGET_FILE, "Path"),
          column(PROCESS_ID, "Execution_ProcessID", "ExecutionProcessID"), column(USER_SID, "Security_UserID"));
      row(channel, 4103, Activity.SCRIPT, List.of(), column(COMMAND_LINE, "Payload"), column(PROCESS_ID, "Execution_ProcessID", "ExecutionProcessID"),
          column(USER_SID, "Security_UserID"));
    }
    for (int id : new int[] {400, 600, 800}) {
      row(CLASSIC, id, Activity.SCRIPT, List.of(), column(COMMAND_LINE, "Data"), column(PROCESS_ID, "Execution_ProcessID"));
    }
    for (int id : new int[] {1006, 1007, 1008, 1015, 1116, 1117, 1118, 1119}) {
      row(DEFENDER, id, Activity.ALERT, List.of(), column(THREAT_NAME, "ThreatName"), column(TARGET_FILE, "Path"), column(IMAGE, "ProcessName"),
          column(USER, "DetectionUser"), column(OUTCOME, "ActionName"));
    }
    for (int id : new int[] {21, 22, 24, 25}) {
      row(SESSIONS, id, id == 24 ? Activity.LOGOFF : Activity.LOGON, List.of(), column(TARGET_USER, "User"), column(SOURCE_ADDRESS, "Address"));
    }
    row(CONNECTIONS, 1149, Activity.LOGON, List.of(), column(TARGET_USER, "Param2\\Param1", "Param1"), column(SOURCE_ADDRESS, "Param3"));
    row(WMI, 5861, Activity.WMI_SUBSCRIPTION, List.of(), column(SERVICE_NAME, "CONSUMER"), column(SERVICE_COMMAND, "PossibleCause"));
  }

  /// Registry places whose writes are kept even where no rule matched: what starts programs by itself, and services.
  static final List<String> AUTOSTART = List.of(
      "\\currentversion\\run", "\\currentversion\\policies\\explorer\\run", "\\currentversion\\winlogon\\", "\\image file execution options\\",
      "\\silentprocessexit\\", "\\session manager\\bootexecute", "\\control\\lsa\\", "\\currentversion\\windows\\appinit_dlls",
      "\\active setup\\installed components\\", "\\environment\\userinitmprlogonscript", "\\inprocserver32\\", "\\schedule\\taskcache\\tree\\");

  /// Files whose writing is kept even where no rule matched: what can run, carry code, or hold what was stolen.
  static final Set<String> CARRIERS = Set.of(
      "exe", "dll", "sys", "scr", "com", "bat", "cmd", "ps1", "psm1", "psd1", "vbs", "vbe", "js", "jse", "wsf", "wsh", "hta", "lnk", "msi", "msp",
      "msix", "appx", "jar", "py", "pif", "cpl", "chm", "ocx", "xll", "iqy", "url", "reg", "inf", "sct", "application", "appref-ms", "xml",
      "iso", "img", "vhd", "vhdx", "zip", "rar", "7z", "cab", "gz", "tgz", "tar", "ace",
      "doc", "docx", "docm", "dot", "dotm", "xls", "xlsx", "xlsm", "xlsb", "xlam", "ppt", "pptx", "pptm", "rtf", "pdf", "one", "odt", "htm", "html", "svg", "eml", "msg",
      "aspx", "asp", "ashx", "jsp", "jspx", "php", "war", "dmp", "dit", "bin", "dat", "tmp", "crdownload", "partial");

  /// Names that the dictionary must have.
  static final Set<String> FIELDS = new TreeSet<>(Set.of("Channel", "EventID", "Computer", "Hostname"));

  static {
    List<Kind> all = new ArrayList<>(KINDS.values());
    all.add(ANY);
    for (Kind kind : all) {
      for (Column column : kind.columns) {
        for (String name : column.names) {
          FIELDS.addAll(List.of(name.split("\\\\")));
        }
      }
    }
  }

  private record Source(Attribute attribute, int[][] fields) {}

  private record Plan(Activity activity, Source[] sources) {}

  private final FieldDictionary dictionary;
  private final Map<String, @Nullable Plan> plans = new HashMap<>();
  private final Map<String, String> lower = new HashMap<>();

  /// The plans of the kinds that the reader has numbered, each beside the kind that it was found for.
  private Plan[] routed = new Plan[64];
  private @Nullable EventType[] routedTypes = new @Nullable EventType[64];
  private final Plan any;
  private final int channel;
  private final int eventId;
  private final int computer;
  private final int hostname;

  private int channelAt;
  private int hostAt;
  private int eventCode;
  private Plan plan;
  private final int[] places;
  private final FoldedPath foldedPath = new FoldedPath();

  FactProjector(FieldDictionary dictionary) {
    this.dictionary = dictionary;
    this.channel = dictionary.id("Channel");
    this.eventId = dictionary.id("EventID");
    this.computer = dictionary.id("Computer");
    this.hostname = dictionary.id("Hostname");
    this.any = plan(ANY);
    this.plan = any;
    int most = any.sources.length;
    for (Map.Entry<String, Kind> row : KINDS.entrySet()) {
      Plan made = plan(row.getValue());
      plans.put(row.getKey(), made);
      most = Math.max(most, made.sources.length);
    }
    this.places = new int[2 * most];
  }

  /// Looks at an event; the other methods then tell of it.
  void look(EventView event) {
    channelAt = event.find(channel, View.ORIGINAL);
    hostAt = event.find(computer, View.ORIGINAL);
    if (hostAt < 0) {
      hostAt = event.find(hostname, View.ORIGINAL);
    }
    EventType type = event.type();
    if (type == null) {
      int id = event.find(eventId, View.ORIGINAL);
      eventCode = id < 0 ? -1 : number(event, id);
      plan = channelAt < 0 ? any : plan(lower(event.text(channelAt)), eventCode);
    } else {
      eventCode = type.id();
      plan = plan(type);
    }
  }

  @SuppressWarnings("ReferenceEquality") // a reader hands out one object for each kind
  private Plan plan(EventType type) {
    int index = type.index();
    if (index < 0 || index >= MAX_ROUTES) {
      return plan(type.channel(), type.id());
    }
    if (index >= routed.length) {
      int size = Math.max(index + 1, routed.length * 2);
      routed = Arrays.copyOf(routed, size);
      routedTypes = Arrays.copyOf(routedTypes, size);
    }
    if (routedTypes[index] != type) {
      routedTypes[index] = type;
      routed[index] = plan(type.channel(), type.id());
    }
    return routed[index];
  }

  private Plan plan(String channelInLowerCase, int code) {
    Plan found = plans.get(channelInLowerCase + "/" + code);
    return found == null ? any : found;
  }

  /// What happened.
  Activity activity() {
    return plan.activity;
  }

  /// The source's own number for this kind of event, or -1.
  int eventCode() {
    return eventCode;
  }

  /// Whether only a domain controller writes such an event: it issued or refused a Kerberos ticket, or changed its
  /// directory. 4776 is written for local accounts too, 4662 for other objects than those of a directory.
  boolean isOfController() {
    return switch (plan.activity) {
      case TICKET_REQUEST -> eventCode != 4776;
      case DIRECTORY_ACCESS -> eventCode != 4662;
      default -> false;
    };
  }

  /// The entry that names the channel, or -1.
  int channelAt() {
    return channelAt;
  }

  /// The entry that names the recording computer, or -1.
  int hostAt() {
    return hostAt;
  }

  /// Whether a fact is kept though no rule matched.
  boolean isContext(EventView event) {
    return switch (plan.activity) {
      case FILE_WRITE -> {
        int at = first(event, TARGET_FILE);
        yield at >= 0 && (!foldedPath.fold(event, at) || foldedPath.endsLikeCarrier()) && endsLikeCarrier(event.text(at).toLowerCase(Locale.ROOT));
      }
      case REGISTRY_WRITE -> {
        int at = first(event, REGISTRY_KEY);
        yield at >= 0 && (!foldedPath.fold(event, at) || foldedPath.mayBeAutostart()) && isAutostart(event.text(at).toLowerCase(Locale.ROOT));
      }
      default -> plan.activity.isContext();
    };
  }

  /// Writes the attributes: how many, then code, length and bytes of each.
  void write(EventView event, ByteWriter out) {
    int[] at = places;
    int count = 0;
    for (int i = 0; i < plan.sources.length; i++) {
      at[2 * i] = -1;
      at[2 * i + 1] = -1;
      for (int[] names : plan.sources[i].fields) {
        int a = value(event, names[0]);
        int b = names.length == 1 ? -1 : value(event, names[1]);
        if (names.length == 1 ? a >= 0 : b >= 0) {
          at[2 * i] = a;
          at[2 * i + 1] = b;
          count++;
          break;
        }
      }
    }
    out.varint(count);
    for (int i = 0; i < plan.sources.length; i++) {
      int a = at[2 * i];
      int b = at[2 * i + 1];
      if (a < 0 && b < 0) {
        continue;
      }
      Attribute attribute = plan.sources[i].attribute;
      out.oneByte(attribute.code());
      if (b >= 0) {
        int left = a < 0 ? 0 : cut(event, a, 256) + 1;
        int right = cut(event, b, 1024);
        out.varint(left + right);
        if (left > 0) {
          out.raw(event.bytes(a), event.offset(a), left - 1);
          out.oneByte('\\');
        }
        out.raw(event.bytes(b), event.offset(b), right);
      } else if (isNumber(attribute) && event.length(a) > 2 && event.bytes(a)[event.offset(a)] == '0' && (event.bytes(a)[event.offset(a) + 1] | 0x20) == 'x') {
        byte[] decimal = decimal(event.text(a)).getBytes(StandardCharsets.US_ASCII);
        out.varint(decimal.length);
        out.raw(decimal, 0, decimal.length);
      } else {
        int length = cut(event, a, MAX_VALUE_BYTES);
        out.varint(length);
        out.raw(event.bytes(a), event.offset(a), length);
      }
    }
  }

  private static boolean isNumber(Attribute attribute) {
    return switch (attribute) {
      case PROCESS_ID, PARENT_ID, TARGET_PROCESS_ID, CLIENT_PROCESS_ID -> true;
      default -> false;
    };
  }

  private static String decimal(String hexadecimal) {
    try {
      return Long.toUnsignedString(Long.parseUnsignedLong(hexadecimal.substring(2), 16));
    } catch (NumberFormatException other) {
      return hexadecimal.codePoints().allMatch(c -> c < 128) ? hexadecimal : "";
    }
  }

  /// How many of at most so many bytes of the entry end between characters.
  static int cut(EventView event, int i, int most) {
    int length = event.length(i);
    if (length <= most) {
      return length;
    }
    int end = most;
    while (end > most - 3 && (event.bytes(i)[event.offset(i) + end] & 0xC0) == 0x80) {
      end--;
    }
    return end;
  }

  /// The entry of this field that says something: Windows writes `-` for nothing.
  private static int value(EventView event, int field) {
    for (int i = event.find(field, View.GENERIC); i >= 0; i = event.find(field, View.GENERIC, i + 1)) {
      int length = event.length(i);
      if (length > 0 && event.kind(i) != ValueKind.NULL && !(length == 1 && event.bytes(i)[event.offset(i)] == '-')) {
        return i;
      }
    }
    return -1;
  }

  /// The entry that is the attribute's value, or -1.
  private int first(EventView event, Attribute attribute) {
    for (Source source : plan.sources) {
      if (source.attribute == attribute) {
        for (int[] names : source.fields) {
          int at = value(event, names[0]);
          if (at >= 0) {
            return at;
          }
        }
      }
    }
    return -1;
  }

  static boolean endsLikeCarrier(String path) {
    int dot = path.lastIndexOf('.');
    return dot >= 0 && path.length() - dot <= 14 && CARRIERS.contains(path.substring(dot + 1));
  }

  static boolean isAutostart(String key) {
    for (String place : AUTOSTART) {
      if (key.contains(place)) {
        return true;
      }
    }
    return key.contains("\\services\\") && (key.endsWith("\\imagepath") || key.endsWith("\\servicedll") || key.endsWith("\\deleteflag") || key.endsWith("\\start")
        || key.indexOf('\\', key.indexOf("\\services\\") + 10) < 0);
  }

  private String lower(String text) {
    String known = lower.get(text);
    if (known == null) {
      known = text.toLowerCase(Locale.ROOT);
      if (lower.size() < 4096) {
        lower.put(text, known);
      }
    }
    return known;
  }

  private static int number(EventView event, int i) {
    String text = event.length(i) > 9 ? "" : event.text(i);
    if (text.isEmpty() || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return -1;
    }
    return Integer.parseInt(text);
  }

  private Plan plan(Kind kind) {
    Source[] sources = new Source[kind.columns.size()];
    for (int i = 0; i < sources.length; i++) {
      Column column = kind.columns.get(i);
      int[][] fields = new int[column.names.size()][];
      for (int k = 0; k < fields.length; k++) {
        String[] parts = column.names.get(k).split("\\\\");
        fields[k] = new int[parts.length];
        for (int n = 0; n < parts.length; n++) {
          fields[k][n] = dictionary.id(parts[n]);
          if (fields[k][n] < 0) {
            throw new IllegalArgumentException("wanted a dictionary with " + parts[n]);
          }
        }
      }
      sources[i] = new Source(column.attribute, fields);
    }
    return new Plan(kind.activity, sources);
  }

  private static Column column(Attribute attribute, String... names) {
    return new Column(attribute, List.of(names));
  }

  private static List<Column> concat(List<Column> a, List<Column> b) {
    List<Column> all = new ArrayList<>(a);
    all.addAll(b);
    return all;
  }

  private static void sysmon(int id, Activity activity, Column... columns) {
    row(SYSMON, id, activity, PROCESS, columns);
  }

  private static void row(String channel, int id, Activity activity, List<Column> first, Column... more) {
    KINDS.put(channel + "/" + id, new Kind(activity, concat(first, List.of(more))));
  }
}
