package io.cutpoint.benchmarks;

import io.cutpoint.evtx.EvtxEvent;
import io.cutpoint.evtx.EvtxValue;
import io.cutpoint.evtx.EvtxWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.UUID;

/// Windows telemetry in the mix of a Sysmon host, made from a seed: 80 % Sysmon, of that half process access; the rest
/// Security. Process ids, GUIDs, handles, hashes and the tails of command lines and keys are unique, so that no cache of
/// values has an easy life. Rules match once in some 1,500 records: one of 200 process creations lists who is logged on. As EVTX, and as flat JSON lines with a rendered message, of about 0.85 and 2 KB a record.
///
/// `java -cp 'benchmarks/target/lib/*' io.cutpoint.benchmarks.Corpus FILE.evtx|FILE.json BYTES SEED` writes a file for
/// `cutpoint bench`.
public final class Corpus {

  private static final String BROWSER = "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe";
  private static final String[] IMAGES = {
    "C:\\Windows\\System32\\svchost.exe", BROWSER, "C:\\Windows\\explorer.exe",
    "C:\\Windows\\System32\\RuntimeBroker.exe", "C:\\Program Files\\Microsoft Office\\root\\Office16\\OUTLOOK.EXE"
  };
  private static final UUID SYSMON = UUID.fromString("5770385f-c22a-43e0-bf4c-06f5698ffbd9");
  private static final UUID SECURITY = UUID.fromString("54849625-5478-4994-a5ba-3e3b0328c30d");
  private static final String SYSTEM_USER = "NT AUTHORITY\\SYSTEM";
  private static final String USER = "CORP\\m.keller";

  private final SplittableRandom random;
  private final List<String> names = new ArrayList<>();
  private final List<EvtxValue> values = new ArrayList<>();
  private final List<String> texts = new ArrayList<>();
  private boolean sysmon;
  private int id;
  private long filetime = 133_000_000_000_000_000L;

  private Corpus(long seed) {
    random = new SplittableRandom(seed);
  }

  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[0]);
    long bytes = Long.parseLong(arguments[1]);
    long seed = Long.parseLong(arguments[2]);
    long records = file.toString().endsWith(".evtx") ? evtx(file, bytes, seed) : json(file, bytes, seed);
    System.out.printf(Locale.ROOT, "%s: %,d records, %,d bytes%n", file, records, Files.size(file));
  }

  /// Writes an event log file of at least so many bytes; returns how many records it has.
  public static long evtx(Path file, long bytes, long seed) throws IOException {
    Corpus corpus = new Corpus(seed);
    long records = 0;
    try (SeekableByteChannel channel = Files.newByteChannel(file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        EvtxWriter writer = new EvtxWriter(channel)) {
      while (channel.position() < bytes) {
        corpus.next();
        writer.write(corpus.evtx());
        records++;
      }
    }
    return records;
  }

  /// Writes JSON lines of at least so many bytes; returns how many records there are.
  public static long json(Path file, long bytes, long seed) throws IOException {
    Corpus corpus = new Corpus(seed);
    long records = 0;
    long written = 0;
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
      while (written < bytes) {
        corpus.next();
        byte[] line = corpus.json(++records).getBytes(StandardCharsets.UTF_8);
        out.write(line);
        written += line.length;
      }
    }
    return records;
  }

  private EvtxEvent evtx() {
    EvtxEvent.Builder event = sysmon
        ? EvtxEvent.of("Microsoft-Windows-Sysmon", id).providerGuid(SYSMON).channel("Microsoft-Windows-Sysmon/Operational").version(5).userSid("S-1-5-18").processId(2800)
        : EvtxEvent.of("Microsoft-Windows-Security-Auditing", id).providerGuid(SECURITY).channel("Security").level(0).processId(4);
    event.computer("WS-07.corp.example").task(id & 0xFF).threadId(3600 + id).filetime(filetime);
    for (int i = 0; i < names.size(); i++) {
      event.data(names.get(i), values.get(i));
    }
    return event.build();
  }

  private String json(long record) {
    StringBuilder out = new StringBuilder(2048).append('{');
    String time = java.time.Instant.ofEpochSecond(filetime / 10_000_000 - 11_644_473_600L, filetime % 10_000_000 * 100).toString();
    member(out, "EventTime", time);
    member(out, "Hostname", "WS-07.corp.example");
    out.append("\"Keywords\":-9223372036854775808,");
    member(out, "EventType", "INFO");
    out.append("\"SeverityValue\":2,");
    member(out, "Severity", "INFO");
    out.append("\"EventID\":").append(id).append(',');
    member(out, "SourceName", sysmon ? "Microsoft-Windows-Sysmon" : "Microsoft-Windows-Security-Auditing");
    member(out, "ProviderGuid", "{" + (sysmon ? SYSMON : SECURITY).toString().toUpperCase(Locale.ROOT) + "}");
    out.append("\"Version\":5,\"Task\":").append(id & 0xFF).append(",\"RecordNumber\":").append(record).append(",\"ProcessID\":2800,");
    member(out, "Channel", sysmon ? "Microsoft-Windows-Sysmon/Operational" : "Security");
    member(out, "AccountName", "SYSTEM");
    StringBuilder message = new StringBuilder("The event, as Windows shows it:\r\n");
    for (int i = 0; i < names.size(); i++) {
      message.append(names.get(i)).append(": ").append(texts.get(i)).append("\r\n");
    }
    member(out, "Message", message.toString());
    for (int i = 0; i < names.size(); i++) {
      member(out, names.get(i), texts.get(i));
    }
    member(out, "EventReceivedTime", time);
    member(out, "SourceModuleName", "eventlog");
    out.append("\"@version\":\"1\"}\n");
    return out.toString();
  }

  private static void member(StringBuilder out, String name, String text) {
    out.append('"').append(name).append("\":\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\', '"' -> out.append('\\').append(c);
        case '\r' -> out.append("\\r");
        case '\n' -> out.append("\\n");
        default -> out.append(c);
      }
    }
    out.append("\",");
  }

  private void next() {
    names.clear();
    values.clear();
    texts.clear();
    filetime += random.nextInt(1, 200_000);
    int kind = random.nextInt(100);
    sysmon = kind < 80;
    if (sysmon) {
      id = kind < 38 ? 10 : kind < 53 ? 7 : kind < 66 ? 12 : kind < 73 ? 13 : kind < 76 ? 11 : kind < 78 ? 3 : 1;
      text("RuleName", "-");
      text("UtcTime", "2022-06-17 08:53:20." + random.nextInt(100, 1000));
      sysmon();
    } else {
      id = kind < 90 ? 4658 : kind < 95 ? 4656 : kind < 98 ? 5156 : 4663;
      security();
    }
  }

  private void sysmon() {
    switch (id) {
      case 10 -> {
        guid("SourceProcessGUID");
        number("SourceProcessId");
        number("SourceThreadId");
        text("SourceImage", image());
        guid("TargetProcessGUID");
        number("TargetProcessId");
        text("TargetImage", image());
        text("GrantedAccess", "0x1000");
        text("CallTrace", "C:\\Windows\\SYSTEM32\\ntdll.dll+" + hex() + "|C:\\Windows\\System32\\KERNELBASE.dll+" + hex() + "|C:\\Windows\\System32\\service.dll+" + hex());
        text("SourceUser", SYSTEM_USER);
        text("TargetUser", USER);
      }
      case 7 -> {
        process();
        text("ImageLoaded", "C:\\Windows\\System32\\module" + random.nextInt(4000) + ".dll");
        text("FileVersion", "10.0.19041.1 (WinBuild.160101.0800)");
        text("Description", "Windows Module");
        text("Product", "Microsoft Windows Operating System");
        text("Company", "Microsoft Corporation");
        text("OriginalFileName", "module.dll");
        text("Hashes", "SHA1=" + hex() + hex() + ",MD5=" + hex() + ",IMPHASH=" + hex());
        text("Signed", "true");
        text("Signature", "Microsoft Windows");
        text("SignatureStatus", "Valid");
        text("User", SYSTEM_USER);
      }
      case 12, 13 -> {
        text("EventType", id == 12 ? "CreateKey" : "SetValue");
        process();
        text("TargetObject", "HKLM\\System\\CurrentControlSet\\" + (id == 12 ? "Control\\DeviceContainers\\{" : "Services\\Tcpip\\Parameters\\Interfaces\\{") + hex() + "}\\Lease");
        if (id == 13) {
          text("Details", "DWORD (0x" + hex() + ")");
        }
        text("User", SYSTEM_USER);
      }
      case 11 -> {
        process();
        text("TargetFilename", "C:\\Users\\m.keller\\AppData\\Local\\Cache\\f_" + hex());
        text("User", USER);
      }
      case 3 -> {
        process(BROWSER);
        text("User", USER);
        text("Protocol", "tcp");
        text("Initiated", "true");
        text("SourceIp", "10.1.2.7");
        number("SourcePort");
        text("DestinationIp", "198.51.100." + random.nextInt(256));
        text("DestinationPort", "443");
      }
      default -> {
        boolean odd = random.nextInt(200) == 0;
        String image = odd ? "C:\\Windows\\System32\\whoami.exe" : BROWSER;
        process(image);
        text("FileVersion", "10.0.19041.1");
        text("CommandLine", "\"" + image + "\" " + (odd ? "/all" : "--type=renderer --handle=" + random.nextInt() + " --id " + hex()));
        text("CurrentDirectory", "C:\\Windows\\system32\\");
        text("User", USER);
        guid("LogonGuid");
        text("LogonId", "0x3e7");
        text("IntegrityLevel", "Medium");
        text("Hashes", "SHA1=" + hex() + ",MD5=" + hex());
        guid("ParentProcessGuid");
        number("ParentProcessId");
        text("ParentImage", IMAGES[2]);
        text("ParentCommandLine", IMAGES[2]);
      }
    }
  }

  private void security() {
    if (id == 5156) {
      number("ProcessID");
      text("Application", "\\device\\harddiskvolume2\\windows\\system32\\svchost.exe");
      text("Direction", "%%14593");
      text("SourceAddress", "10.1.2.7");
      number("SourcePort");
      text("DestAddress", "10.1.2.1");
      text("DestPort", "53");
      text("Protocol", "17");
      number("FilterRTID");
      text("LayerName", "%%14611");
      return;
    }
    text("SubjectUserSid", "S-1-5-18");
    text("SubjectUserName", "WS-07$");
    text("SubjectDomainName", "CORP");
    text("SubjectLogonId", "0x3e7");
    text("ObjectServer", "Security");
    if (id != 4658) {
      text("ObjectType", "File");
      text("ObjectName", "C:\\Data\\share\\doc" + random.nextInt() + ".docx");
      text("AccessList", "%%4416");
      text("AccessMask", "0x1");
    }
    text("HandleId", "0x" + Integer.toHexString(random.nextInt(1 << 20)));
    text("ProcessId", "0x" + Integer.toHexString(random.nextInt(1 << 16)));
    text("ProcessName", image());
  }

  private void process() {
    process(image());
  }

  private void process(String image) {
    guid("ProcessGuid");
    number("ProcessId");
    text("Image", image);
  }

  private String image() {
    return IMAGES[random.nextInt(IMAGES.length)];
  }

  private String hex() {
    return Long.toHexString(random.nextLong());
  }

  private void text(String name, String text) {
    add(name, EvtxValue.string(text), text);
  }

  private void number(String name) {
    int value = random.nextInt(4, 65_000);
    add(name, EvtxValue.uint32(value), Integer.toString(value));
  }

  private void guid(String name) {
    UUID guid = new UUID(random.nextLong(), random.nextLong());
    add(name, EvtxValue.guid(guid), "{" + guid.toString().toUpperCase(Locale.ROOT) + "}");
  }

  private void add(String name, EvtxValue value, String text) {
    names.add(name);
    values.add(value);
    texts.add(text);
  }
}
