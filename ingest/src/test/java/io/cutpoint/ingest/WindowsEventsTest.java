package io.cutpoint.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.evtx.EvtxEvent;
import io.cutpoint.evtx.EvtxWriter;
import io.cutpoint.model.event.EventTimes;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.model.event.LogSource;
import io.cutpoint.model.event.LogSourceSet;
import io.cutpoint.model.event.View;
import io.cutpoint.testkit.EventViewContract;
import io.cutpoint.testkit.Events;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// JSON lines and event logs to normalised events.
class WindowsEventsTest implements EventViewContract {

  @TempDir Path folder;

  private static final String PROCESS_4688 = """
      {"Channel":"Security","EventID":4688,"NewProcessName":"C:\\\\W\\\\new.exe","NewProcessId":"0x1f0","ProcessId":"0x4","ParentProcessName":"C:\\\\W\\\\old.exe",\
      "SubjectUserName":"bob","SubjectDomainName":"CORP","SubjectLogonId":"0x3e7","MandatoryLabel":"S-1-16-12288","CommandLine":"new.exe -x"}""";

  @Override
  public FieldDictionary dictionary() {
    return Reading.FIELDS;
  }

  @Override
  public void views(Consumer<EventView> to) {
    for (String line : new String[] {
      PROCESS_4688, "{\"tags\":[1,\"é\",null,\"\\ud83d\"],\"nested\":{\"deep\":{\"x\":1},\"n\":null},\"n\":\"\"}",
      "{\"Channel\":\"Microsoft-Windows-Sysmon/Operational\",\"EventID\":12,\"EventType\":\"INFO\",\"Message\":\"EventType: CreateKey\",\"Other Field\":1.50}"
    }) {
      event(line, to);
    }
    Block block = new Block();
    block.format = Format.EVTX;
    byte[] file = Reading.evtx(5);
    block.bytes = java.util.Arrays.copyOfRange(file, 4096, 4096 + 65536);
    block.length = 65536;
    new BlockParser(Reading.FIELDS).parse(block, sink(to));
  }

  @Test
  void aProcessCreationHasTheNamesOfItsCategoryAndItsOwn() {
    event(PROCESS_4688, event -> {
      assertThat(generic(event, "Image")).containsExactly("C:\\W\\new.exe");
      assertThat(generic(event, "ParentImage")).containsExactly("C:\\W\\old.exe");
      assertThat(generic(event, "ProcessId")).containsExactly("496");
      assertThat(generic(event, "ParentProcessId")).containsExactly("4");
      assertThat(generic(event, "LogonId")).containsExactly("0x3e7");
      assertThat(generic(event, "User")).containsExactly("CORP\\bob");
      assertThat(generic(event, "IntegrityLevel")).containsExactly("High", "S-1-16-12288");
      assertThat(generic(event, "CommandLine")).containsExactly("new.exe -x");
      assertThat(original(event, "ProcessId")).containsExactly("0x4");
      assertThat(original(event, "NewProcessName")).containsExactly("C:\\W\\new.exe");
      assertThat(original(event, "Image")).isEmpty();
      assertThat(event.logSources().satisfies(new LogSource("windows", "process_creation", null))).isTrue();
      assertThat(event.logSources().satisfies(new LogSource("windows", null, "security"))).isTrue();
    });
  }

  @ParameterizedTest
  @CsvSource({"S-1-16-4096, Low", "S-1-16-8192, Medium", "S-1-16-12288, High", "S-1-16-16384, System", "S-1-16-0, "})
  void integrityHasTwoValues(String label, String word) {
    event("{\"Channel\":\"Security\",\"EventID\":4688,\"MandatoryLabel\":\"" + label + "\"}", event -> {
      if (word == null) {
        assertThat(generic(event, "IntegrityLevel")).isEmpty();
      } else {
        assertThat(generic(event, "IntegrityLevel")).containsExactly(word, label);
      }
    });
  }

  @ParameterizedTest
  @CsvSource({"CORP, CORP\\bob", "-, bob", "'', bob"})
  void aUserWithoutADomainIsAlone(String domain, String user) {
    event("{\"Channel\":\"Security\",\"EventID\":4688,\"SubjectUserName\":\"bob\",\"SubjectDomainName\":\"" + domain + "\"}",
        event -> assertThat(generic(event, "User")).containsExactly(user));
  }

  @ParameterizedTest
  @CsvSource({"0x1f0, 496", "0X1F0, 496", "496, 496", "0xffffffffffffffff, 18446744073709551615", "0x, 0x", "0xzz, 0xzz", "0x11111111111111111, 0x11111111111111111"})
  void processIdsAreDecimal(String written, String decimal) {
    event("{\"Channel\":\"Security\",\"EventID\":4688,\"NewProcessId\":\"" + written + "\"}", event -> assertThat(generic(event, "ProcessId")).containsExactly(decimal));
  }

  @ParameterizedTest
  @CsvSource({
    "'\\REGISTRY\\MACHINE\\SOFTWARE\\Run', upd, 'HKLM\\SOFTWARE\\Run\\upd'", "'\\registry\\machine\\x', v, 'HKLM\\x\\v'", "'\\REGISTRY\\USER\\S-1-5-21', v, 'HKU\\S-1-5-21\\v'",
    "'\\REGISTRY\\A\\x', v, '\\REGISTRY\\A\\x\\v'", "'\\REGISTRY\\MACHINE\\x', '', 'HKLM\\x'"
  })
  void aRegistryValueHasThePathThatSysmonWrites(String key, String value, String wanted) {
    event("{\"Channel\":\"Security\",\"EventID\":4657,\"ObjectName\":\"" + key.replace("\\", "\\\\") + "\",\"ObjectValueName\":\"" + value
        + "\",\"NewValue\":\"n\",\"ProcessName\":\"p\"}", event -> {
      assertThat(generic(event, "TargetObject")).containsExactly(wanted);
      assertThat(generic(event, "Details")).containsExactly("n");
      assertThat(generic(event, "Image")).containsExactly("p");
    });
  }

  @ParameterizedTest
  @CsvSource({
    "%%1904, SetValue, registry_set", "%%1905, SetValue, registry_set", "%%1906, DeleteValue, registry_delete", "New registry value created, SetValue, registry_set",
    "Existing registry value modified, SetValue, registry_set", "Registry value deleted, DeleteValue, registry_delete", "%%9999, , "
  })
  void aRegistryOperationDecidesTheCategory(String operation, String type, String category) {
    event("{\"Channel\":\"Security\",\"EventID\":4657,\"OperationType\":\"" + operation + "\"}", event -> {
      assertThat(generic(event, "EventType")).isEqualTo(type == null ? List.of() : List.of(type));
      for (String one : new String[] {"registry_set", "registry_delete", "registry_add"}) {
        assertThat(event.logSources().satisfies(new LogSource("windows", one, null))).isEqualTo(one.equals(category));
      }
      assertThat(event.logSources().satisfies(new LogSource("windows", "registry_event", null))).isTrue();
    });
  }

  @ParameterizedTest
  @CsvSource({"%%14593, 6, true, tcp", "%%14592, 17, false, udp", "Outbound, 6, true, tcp", "Inbound, 17, false, udp"})
  void aConnectionHasTheNamesOfItsCategory(String direction, String protocol, String initiated, String name) {
    event("{\"Channel\":\"Security\",\"EventID\":5156,\"Application\":\"\\\\device\\\\a.exe\",\"ProcessID\":\"77\",\"Direction\":\"" + direction
        + "\",\"SourceAddress\":\"10.0.0.1\",\"DestAddress\":\"10.0.0.2\",\"DestPort\":\"443\",\"Protocol\":\"" + protocol + "\"}", event -> {
      assertThat(generic(event, "Image")).containsExactly("\\device\\a.exe");
      assertThat(generic(event, "ProcessId")).containsExactly("77");
      assertThat(generic(event, "SourceIp")).containsExactly("10.0.0.1");
      assertThat(generic(event, "DestinationIp")).containsExactly("10.0.0.2");
      assertThat(generic(event, "DestinationPort")).containsExactly("443");
      assertThat(generic(event, "Initiated")).containsExactly(initiated);
      assertThat(generic(event, "Protocol")).containsExactly(name);
      assertThat(original(event, "Protocol")).containsExactly(protocol);
    });
  }

  @Test
  void defenderAndWmiHaveTheNamesOfTheirCategories() {
    event("{\"Channel\":\"Microsoft-Windows-Windows Defender/Operational\",\"EventID\":1116,\"Threat Name\":\"EICAR\",\"Path\":\"C:\\\\x\"}", event -> {
      assertThat(generic(event, "Signature")).containsExactly("EICAR");
      assertThat(generic(event, "Filename")).containsExactly("C:\\x");
    });
    event("{\"Channel\":\"Microsoft-Windows-WMI-Activity/Operational\",\"EventID\":5861,\"PossibleCause\":\"c\"}",
        event -> assertThat(generic(event, "Destination")).containsExactly("c"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '\u00a7', value = {
    "\"EventType\":\"CreateKey\" | registry_add",
    "\"EventType\":\"INFO\",\"Message\":\"Registry object added:\\r\\nRuleName: -\\r\\nEventType: CreateKey\\r\\nUtcTime: x\" | registry_add",
    "\"EventType\":\"INFO\",\"Message\":\"x EventType: DeleteValue\" | registry_delete",
    "\"EventType\":\"INFO\",\"Message\":\"nothing\" | ",
    "\"Message\":\"EventType: \" | ",
    "\"x\":1 | "
  })
  void theTypeOfARegistryEventMayStandInItsMessage(String fields, String category) {
    event("{\"Channel\":\"Microsoft-Windows-Sysmon/Operational\",\"EventID\":12," + fields + "}", event -> {
      for (String one : new String[] {"registry_add", "registry_delete"}) {
        assertThat(event.logSources().satisfies(new LogSource("windows", one, null))).as(one).isEqualTo(one.equals(category));
      }
      if (fields.contains("INFO") && category != null) {
        assertThat(generic(event, "EventType")).hasSize(1).doesNotContain("INFO");
        assertThat(original(event, "EventType")).containsExactly("INFO");
      }
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {"Security", "security", "SECURITY", "SecURity"})
  void channelsCompareWithoutCaseInEveryLocale(String channel) {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("tr-TR"));
      event("{\"Channel\":\"" + channel + "\",\"EventID\":\"4688\",\"NewProcessName\":\"x\"}", event -> {
        assertThat(event.logSources().satisfies(new LogSource("windows", "process_creation", null))).isTrue();
        assertThat(generic(event, "Image")).containsExactly("x");
      });
    } finally {
      Locale.setDefault(before);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "{\"EventID\":1}", "{\"Channel\":\"Security\"}", "{\"a\":1}", "{}"
  })
  void whatIsNoWindowsEventHasNoLogSource(String line) {
    event(line, event -> assertThat(event.logSources()).isSameAs(LogSourceSet.NONE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"x\"", "null", "-1", "4688.5", "99999999999999999999", "\"\"", "true", "\"0x1\""})
  void anOddEventIdHasTheServiceAlone(String id) {
    event("{\"Channel\":\"Security\",\"EventID\":" + id + "}", event -> {
      assertThat(event.logSources().satisfies(new LogSource("windows", null, "security"))).isTrue();
      assertThat(event.logSources().satisfies(new LogSource("windows", "process_creation", null))).isFalse();
    });
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '\u00a7', value = {
    "\"@timestamp\":\"2020-09-02T11:30:00.5Z\" | 2020-09-02T11:30:00.500Z",
    "\"EventTime\":\"2020-09-02 11:30:00\" | 2020-09-02T11:30:00Z",
    "\"@timestamp\":\"2021-01-01T00:00:00Z\",\"EventTime\":\"2020-09-02 11:30:00\" | 2020-09-02T11:30:00Z",
    "\"TimeCreated\":\"2020-09-02T11:30:00Z\",\"@timestamp\":\"2021-01-01T00:00:00Z\",\"EventTime\":\"2022-09-02 11:30:00\" | 2020-09-02T11:30:00Z",
    "\"Event\":{\"System\":{\"TimeCreated\":{\"#attributes\":{\"SystemTime\":\"2020-09-02T11:30:00.1234567Z\"}}}} | 2020-09-02T11:30:00.123456700Z",
    "\"TimeCreated\":\"9/2/2020 11:30:00 AM\",\"@timestamp\":\"2021-01-01T00:00:00Z\" | 2021-01-01T00:00:00Z",
    "\"TimeCreated\":null,\"TimeGenerated\":\"2021-01-01T00:00:00Z\" | 2021-01-01T00:00:00Z",
    "\"TimeCreated\":\"yesterday\" | ",
    "\"x\":1 | "
  })
  void theTimeIsTheBestThatTheRecordHas(String fields, String time) {
    event("{" + fields + "}", event -> assertThat(EventTimes.text(event.timeNanos())).isEqualTo(time == null ? "" : time));
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "{\"Channel\":\"Security\",\"EventID\":4688,\"Computer\":\"h\",\"EventRecordID\":7,\"NewProcessName\":\"x\",\"TimeCreated\":\"2020-09-02T11:30:00Z\"}",
    "{\"Event\":{\"System\":{\"Channel\":\"Security\",\"EventID\":4688,\"Computer\":\"h\",\"EventRecordID\":7,\"TimeCreated\":{\"#attributes\":{\"SystemTime\":\"2020-09-02T11:30:00Z\"}}},\"EventData\":{\"NewProcessName\":\"x\"}}}",
    "{\"Event\":{\"System\":{\"Channel\":\"Security\",\"EventID\":{\"#text\":4688,\"#attributes\":{\"Qualifiers\":\"\"}},\"Computer\":\"h\",\"EventRecordID\":7,\"TimeCreated\":{\"@SystemTime\":\"2020-09-02T11:30:00Z\"}},\"EventData\":{\"NewProcessName\":\"x\"}}}",
    "{\"@timestamp\":\"2020-09-02T11:30:00Z\",\"winlog\":{\"channel\":\"Security\",\"event_id\":\"4688\",\"computer_name\":\"h\",\"record_id\":\"7\",\"event_data\":{\"NewProcessName\":\"x\"}}}",
    "{\"@timestamp\":\"2020-09-02T11:30:00Z\",\"log_name\":\"Security\",\"event_id\":4688,\"computer_name\":\"h\",\"record_number\":\"7\",\"event_data\":{\"NewProcessName\":\"x\"}}"
  })
  void everyShapeIsTheSameEvent(String line) {
    event(line, event -> {
      assertThat(generic(event, "Image")).containsExactly("x");
      assertThat(original(event, "Computer")).containsExactly("h");
      assertThat(original(event, "EventRecordID")).containsExactly("7");
      assertThat(EventTimes.text(event.timeNanos())).isEqualTo("2020-09-02T11:30:00Z");
      assertThat(event.logSources().satisfies(new LogSource("windows", "process_creation", null))).isTrue();
    });
  }

  @Test
  void anEventLogRecordIsTheSameEventAsItsExport() throws IOException {
    Path file = folder.resolve("a.evtx");
    try (SeekableByteChannel channel = Files.newByteChannel(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE); EvtxWriter writer = new EvtxWriter(channel)) {
      writer.write(EvtxEvent.of("Microsoft-Windows-Security-Auditing", 4688).channel("Security").computer("h").recordId(7)
          .filetime(132_435_054_000_000_000L).data("NewProcessName", "x").data("MandatoryLabel", io.cutpoint.evtx.EvtxValue.sid("S-1-16-8192")).build());
    }

    EventView event = Reading.of(file).kept.events.getFirst();

    assertThat(generic(event, "Image")).containsExactly("x");
    assertThat(generic(event, "IntegrityLevel")).containsExactly("Medium", "S-1-16-8192");
    assertThat(original(event, "EventRecordID")).containsExactly("7");
    assertThat(event.recordNumber()).isEqualTo(7);
    assertThat(event.timeNanos()).isEqualTo(EventTimes.ofFiletime(132_435_054_000_000_000L));
  }

  private void event(String line, Consumer<EventView> to) {
    byte[] utf8 = line.getBytes(StandardCharsets.UTF_8);
    Block block = new Block();
    block.format = Format.JSON_LINES;
    block.bytes = utf8;
    block.length = utf8.length;
    int[] seen = {0};
    new BlockParser(Reading.FIELDS).parse(block, sink(event -> {
      seen[0]++;
      to.accept(event);
    }));
    assertThat(seen[0]).isEqualTo(1);
  }

  private static Events.Kept sink(Consumer<EventView> to) {
    return new Events.Kept() {
      @Override
      public void event(EventView event) {
        to.accept(event);
      }
    };
  }

  private static List<String> generic(EventView event, String field) {
    return values(event, field, View.GENERIC);
  }

  private static List<String> original(EventView event, String field) {
    return values(event, field, View.ORIGINAL);
  }

  private static List<String> values(EventView event, String field, View view) {
    int id = Reading.FIELDS.id(field);
    List<String> values = new ArrayList<>();
    for (int i = event.find(id, view); i >= 0; i = event.find(id, view, i + 1)) {
      values.add(event.text(i));
    }
    return values;
  }
}
