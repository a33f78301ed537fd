package io.cutpoint.ingest.windows;

import io.cutpoint.model.event.EventTimes;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.model.event.FlatEvent;
import io.cutpoint.model.event.ValueKind;
import io.cutpoint.model.event.View;
import java.nio.charset.StandardCharsets;
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

  private static final byte[] EVENT_TYPE_IN_MESSAGE = "EventType: ".getBytes(StandardCharsets.US_ASCII);

  private final WindowsLogSources sources = new WindowsLogSources();
  private final WindowsEventTypes types = new WindowsEventTypes();
  private final int channel;
  private final int eventId;
  private final int eventType;
  private final int message;

  /// Fields that say when the record was written, the best one first.
  private final int[] times;
  private final Map<String, Integer> ids = new HashMap<>();

  /// A log whose name was looked up, so that its next events need not have the name written; of one [WindowsEvents] only.
  public static final class Log {
    private final WindowsEventTypes.Channel channel;

    private Log(WindowsEventTypes.Channel channel) {
      this.channel = channel;
    }
  }

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
    eventType = id("EventType");
    message = id("Message");
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
    complete(event, EventView.NO_TIME);
  }

  /// Completes an event of which the reader knows what the text of `TimeCreated_SystemTime` says.
  ///
  /// @param written that time, or [EventView#NO_TIME] where it is not known
  public void complete(FlatEvent event, long written) {
    event.endOriginals();
    int channelAt = event.find(channel, View.ORIGINAL);
    int idAt = event.find(eventId, View.ORIGINAL);
    time(event, written);
    if (channelAt >= 0 && idAt >= 0) {
      normalise(event, types.of(event.bytes(channelAt), event.offset(channelAt), event.length(channelAt), number(event, idAt)));
    }
  }

  /// As [#complete(FlatEvent, long)], for a reader that knows what `Channel` and `EventID` say without their texts.
  ///
  /// @param id the number of `EventID`, of at most nine digits
  public void complete(FlatEvent event, long written, Log log, int id) {
    event.endOriginals();
    time(event, written);
    normalise(event, types.of(log.channel, id));
  }

  /// The log of this name, in UTF-8.
  public Log log(byte[] name, int offset, int length) {
    return new Log(types.channel(name, offset, length));
  }

  private void time(FlatEvent event, long written) {
    long time = written;
    for (int rank = 0; rank < times.length && time == EventView.NO_TIME; rank++) {
      int at = event.find(times[rank], View.ORIGINAL);
      time = at < 0 ? EventView.NO_TIME : EventTimes.parse(event.bytes(at), event.offset(at), event.length(at));
    }
    event.timeNanos(time);
  }

  private void normalise(FlatEvent event, WindowsEventTypes.Kind kind) {
    event.type(kind.type);
    WindowsEventTypes.RegistryAction action = WindowsEventTypes.RegistryAction.NONE;
    switch (kind.treatment) {
      case NONE -> {
        // Nothing to add.
      }
      case SYSMON_REGISTRY -> action = sysmonEventType(event);
      case PROCESS_CREATION -> processCreation(event);
      case REGISTRY_VALUE -> action = WindowsEventTypes.RegistryAction.of(registryValue(event));
      case CONNECTION -> connection(event);
      case WMI_SUBSCRIPTION -> copy(event, "PossibleCause", "Destination");
      case DEFENDER -> {
        copy(event, "ThreatName", "Signature");
        copy(event, "Path", "Filename");
      }
    }
    event.logSources(kind.sources(sources, action));
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
  private WindowsEventTypes.RegistryAction sysmonEventType(FlatEvent event) {
    int ownAt = original(event, eventType);
    if (ownAt >= 0) {
      WindowsEventTypes.RegistryAction own = WindowsEventTypes.RegistryAction.of(event.bytes(ownAt), event.offset(ownAt), event.length(ownAt));
      if (own != WindowsEventTypes.RegistryAction.NONE) {
        return own;
      }
    }
    int at = original(event, message);
    if (at < 0) {
      return WindowsEventTypes.RegistryAction.NONE;
    }
    byte[] b = event.bytes(at);
    int end = event.offset(at) + event.length(at);
    int from = indexOf(b, event.offset(at), end, EVENT_TYPE_IN_MESSAGE);
    if (from < 0) {
      return WindowsEventTypes.RegistryAction.NONE;
    }
    from += EVENT_TYPE_IN_MESSAGE.length;
    int to = from;
    while (to < end && isAsciiLetter(b[to])) {
      to++;
    }
    if (to < end && b[to] < 0) {
      // Letters of other scripts belong to the word too.
      String rest = new String(b, from, end - from, StandardCharsets.UTF_8);
      int letters = 0;
      while (letters < rest.length() && Character.isLetter(rest.charAt(letters))) {
        letters++;
      }
      add(event, "EventType", rest.substring(0, letters));
      return WindowsEventTypes.RegistryAction.of(rest.substring(0, letters));
    }
    if (to > from) {
      event.addGeneric(eventType, "EventType", ValueKind.TEXT, b, from, to - from);
    }
    return WindowsEventTypes.RegistryAction.of(b, from, to - from);
  }

  private static boolean isAsciiLetter(byte c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static int indexOf(byte[] b, int from, int to, byte[] wanted) {
    for (int i = from; i <= to - wanted.length; i++) {
      if (b[i] == wanted[0] && Arrays.equals(b, i, i + wanted.length, wanted, 0, wanted.length)) {
        return i;
      }
    }
    return -1;
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
    int at = original(event, id(field));
    return at < 0 ? "" : event.text(at);
  }

  /// The record's own first entry of this field that is not null, or -1.
  private static int original(FlatEvent event, int field) {
    int i = event.find(field, View.ORIGINAL);
    while (i >= 0 && event.kind(i) == ValueKind.NULL) {
      i = event.find(field, View.ORIGINAL, i + 1);
    }
    return i;
  }

  private void copy(FlatEvent event, String from, String to) {
    int wanted = id(from);
    for (int i = event.find(wanted, View.ORIGINAL); i >= 0; i = event.find(wanted, View.ORIGINAL, i + 1)) {
      event.addGeneric(id(to), to, event.kind(i), event.bytes(i), event.offset(i), event.length(i));
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
