package io.cutpoint.ingest.windows;

import io.cutpoint.model.event.EventTimes;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.model.event.FlatEvent;
import io.cutpoint.model.event.ValueKind;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Gives a Windows event its time, its log sources, and the generic names of Sigma's categories.
///
/// One for each worker. What a category calls otherwise than the source is added beside the source's own names;
/// nothing is renamed or removed. Sources: the Sigma taxonomy; for Security 4688, 4657 and 5156 Microsoft's
/// description of these events.
public final class WindowsEvents {

  /// Names that must be in the dictionary for this class to work.
  public static final List<String> FIELDS = List.of(
      "Channel", "EventID", "Computer", "Hostname", "EventRecordID", "RecordNumber", "TimeCreated_SystemTime", "TimeCreated",
      "EventTime", "TimeGenerated", "@timestamp", "EventType", "Message",
      "NewProcessName", "NewProcessId", "ProcessId", "ParentProcessName", "SubjectLogonId", "SubjectUserName", "SubjectDomainName",
      "MandatoryLabel", "Image", "ParentImage", "ParentProcessId", "LogonId", "User", "IntegrityLevel",
      "ObjectName", "ObjectValueName", "NewValue", "ProcessName", "OperationType", "TargetObject", "Details",
      "Application", "ProcessID", "Direction", "SourceAddress", "DestAddress", "DestPort", "Protocol", "Initiated",
      "SourceIp", "DestinationIp", "DestinationPort", "PossibleCause", "Destination", "ThreatName", "Path", "Signature", "Filename");

  /// Channels that a worker remembers in lower case.
  private static final int MAX_CHANNELS = 4096;

  private static final String SYSMON = "microsoft-windows-sysmon/operational";

  private final WindowsLogSources sources = new WindowsLogSources();
  private final Map<String, String> channels = new HashMap<>();
  private final int channel;
  private final int eventId;

  /// Fields that say when the record was written, the best one first, and where the current event has each.
  private final int[] times;
  private final int[] timesAt;
  private final Map<String, Integer> ids = new HashMap<>();

  public WindowsEvents(FieldDictionary dictionary) {
    for (String field : FIELDS) {
      int id = dictionary.id(field);
      if (id < 0) {
        throw new IllegalArgumentException("wanted a dictionary with " + field);
      }
      ids.put(field, id);
    }
    channel = id("Channel");
    eventId = id("EventID");
    times = new int[] {id("TimeCreated_SystemTime"), id("TimeCreated"), id("EventTime"), id("TimeGenerated"), id("@timestamp")};
    timesAt = new int[times.length];
  }

  private int id(String field) {
    Integer id = ids.get(field);
    if (id == null) {
      throw new IllegalStateException("wanted " + field + " in FIELDS");
    }
    return id;
  }

  /// Completes an event whose own entries are all added.
  public void complete(FlatEvent event) {
    int channelAt = -1;
    int idAt = -1;
    Arrays.fill(timesAt, -1);
    for (int i = 0; i < event.count(); i++) {
      int field = event.field(i);
      if (field == EventView.NO_FIELD) {
        continue;
      }
      if (field == channel && channelAt < 0) {
        channelAt = i;
      } else if (field == eventId && idAt < 0) {
        idAt = i;
      } else {
        for (int rank = 0; rank < times.length; rank++) {
          if (field == times[rank] && timesAt[rank] < 0) {
            timesAt[rank] = i;
          }
        }
      }
    }
    event.endOriginals();
    long time = EventView.NO_TIME;
    for (int rank = 0; rank < times.length && time == EventView.NO_TIME; rank++) {
      int at = timesAt[rank];
      time = at < 0 ? EventView.NO_TIME : EventTimes.parse(event.bytes(at), event.offset(at), event.length(at));
    }
    event.timeNanos(time);
    if (channelAt < 0 || idAt < 0) {
      return;
    }
    int code = number(event, idAt);
    String name = lower(event.text(channelAt));
    String eventType = "";
    if (name.equals(SYSMON)) {
      if (code >= 12 && code <= 14) {
        eventType = sysmonEventType(event);
      }
    } else if (name.equals("security")) {
      switch (code) {
        case 4688 -> processCreation(event);
        case 4657 -> eventType = registryValue(event);
        case 5156 -> connection(event);
        default -> {
          // Nothing to add.
        }
      }
    } else if (code == 5861 && name.equals("microsoft-windows-wmi-activity/operational")) {
      copy(event, "PossibleCause", "Destination");
    } else if (name.equals("microsoft-windows-windows defender/operational")) {
      copy(event, "ThreatName", "Signature");
      copy(event, "Path", "Filename");
    }
    event.logSources(sources.of(name, code, eventType));
  }

  private String lower(String text) {
    String lower = channels.get(text);
    if (lower == null) {
      lower = text.toLowerCase(Locale.ROOT);
      if (channels.size() < MAX_CHANNELS) {
        channels.put(text, lower);
      }
    }
    return lower;
  }

  private static int number(EventView event, int i) {
    int value = 0;
    byte[] b = event.bytes(i);
    int length = event.length(i);
    if (length == 0 || length > 9) {
      return -1;
    }
    for (int k = event.offset(i); k < event.offset(i) + length; k++) {
      if (b[k] < '0' || b[k] > '9') {
        return -1;
      }
      value = value * 10 + (b[k] - '0');
    }
    return value;
  }

  /// Some shippers overwrite Sysmon's `EventType` with their own word for the kind of record; the message still has
  /// Sysmon's.
  private String sysmonEventType(FlatEvent event) {
    String own = text(event, "EventType");
    switch (own) {
      case "CreateKey", "DeleteKey", "DeleteValue", "SetValue", "RenameKey", "RenameValue" -> {
        return own;
      }
      default -> {
        String message = text(event, "Message");
        int at = message.indexOf("EventType: ");
        if (at < 0) {
          return own;
        }
        int from = at + "EventType: ".length();
        int to = from;
        while (to < message.length() && Character.isLetter(message.charAt(to))) {
          to++;
        }
        String type = message.substring(from, to);
        if (!type.isEmpty()) {
          add(event, "EventType", type);
        }
        return type;
      }
    }
  }

  private void processCreation(FlatEvent event) {
    copy(event, "NewProcessName", "Image");
    copy(event, "ParentProcessName", "ParentImage");
    copy(event, "SubjectLogonId", "LogonId");
    String creator = text(event, "ProcessId");
    String process = text(event, "NewProcessId");
    if (!creator.isEmpty()) {
      add(event, "ParentProcessId", decimal(creator));
    }
    if (!process.isEmpty()) {
      add(event, "ProcessId", decimal(process));
    }
    String user = text(event, "SubjectUserName");
    if (!user.isEmpty()) {
      String domain = text(event, "SubjectDomainName");
      add(event, "User", domain.isEmpty() || domain.equals("-") ? user : domain + "\\" + user);
    }
    String label = text(event, "MandatoryLabel");
    String level = switch (label) {
      case "S-1-16-4096" -> "Low";
      case "S-1-16-8192" -> "Medium";
      case "S-1-16-12288" -> "High";
      case "S-1-16-16384" -> "System";
      default -> "";
    };
    if (!level.isEmpty()) {
      add(event, "IntegrityLevel", level);
      add(event, "IntegrityLevel", label);
    }
  }

  private String registryValue(FlatEvent event) {
    String key = text(event, "ObjectName");
    String value = text(event, "ObjectValueName");
    String upper = key.toUpperCase(Locale.ROOT);
    if (upper.startsWith("\\REGISTRY\\MACHINE")) {
      key = "HKLM" + key.substring("\\REGISTRY\\MACHINE".length());
    } else if (upper.startsWith("\\REGISTRY\\USER")) {
      key = "HKU" + key.substring("\\REGISTRY\\USER".length());
    }
    if (!key.isEmpty()) {
      add(event, "TargetObject", value.isEmpty() ? key : key + "\\" + value);
    }
    copy(event, "NewValue", "Details");
    copy(event, "ProcessName", "Image");
    String type = switch (text(event, "OperationType")) {
      case "%%1904", "%%1905", "New registry value created", "Existing registry value modified" -> "SetValue";
      case "%%1906", "Registry value deleted" -> "DeleteValue";
      default -> "";
    };
    if (!type.isEmpty()) {
      add(event, "EventType", type);
    }
    return type;
  }

  private void connection(FlatEvent event) {
    copy(event, "Application", "Image");
    copy(event, "SourceAddress", "SourceIp");
    copy(event, "DestAddress", "DestinationIp");
    copy(event, "DestPort", "DestinationPort");
    copy(event, "ProcessID", "ProcessId");
    String initiated = switch (text(event, "Direction")) {
      case "%%14593", "Outbound" -> "true";
      case "%%14592", "Inbound" -> "false";
      default -> "";
    };
    if (!initiated.isEmpty()) {
      add(event, "Initiated", initiated);
    }
    String protocol = switch (text(event, "Protocol")) {
      case "6" -> "tcp";
      case "17" -> "udp";
      default -> "";
    };
    if (!protocol.isEmpty()) {
      add(event, "Protocol", protocol);
    }
  }

  private String text(FlatEvent event, String field) {
    int wanted = id(field);
    for (int i = 0; i < event.originals(); i++) {
      if (event.field(i) == wanted && event.kind(i) != ValueKind.NULL) {
        return event.text(i);
      }
    }
    return "";
  }

  private void copy(FlatEvent event, String from, String to) {
    int wanted = id(from);
    for (int i = 0; i < event.originals(); i++) {
      if (event.field(i) == wanted) {
        event.addGeneric(id(to), to, event.kind(i), event.bytes(i), event.offset(i), event.length(i));
      }
    }
  }

  private void add(FlatEvent event, String field, String value) {
    event.addGeneric(id(field), field, ValueKind.TEXT, value);
  }

  private static String decimal(String number) {
    if (!number.startsWith("0x") && !number.startsWith("0X")) {
      return number;
    }
    try {
      return Long.toUnsignedString(Long.parseUnsignedLong(number.substring(2), 16));
    } catch (NumberFormatException notHexadecimal) {
      return number;
    }
  }
}
