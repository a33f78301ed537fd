package io.cutpoint.engine.facts;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.evtx.EvtxEvent;
import io.cutpoint.evtx.EvtxWriter;
import io.cutpoint.model.detection.Evidence;
import io.cutpoint.model.event.EventTimes;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.fact.Fact;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FactStoreTest {

  private static final Predicate<EventView> ALL = event -> true;

  @TempDir Path folder;
  private Path input;
  private Path scratch;

  @BeforeEach
  void folders() throws IOException {
    input = Files.createDirectory(folder.resolve("input"));
    scratch = Files.createDirectory(folder.resolve("scratch"));
  }

  @Test
  void copiesOfARecordAcrossSourcesAreOneFact() throws IOException {
    put("a.json", record(7, "10:00:00"), record(8, "10:00:01"));
    put("b.json", record(8, "10:00:01"), record(9, "10:00:02"));

    try (Recording recording = recording()) {
      List<FactStore.Merged> facts = recording.facts();

      assertThat(facts).hasSize(3);
      assertThat(sources(facts.get(1))).containsExactly("a.json", "b.json");
      assertThat(facts.get(1).fact().evidence()).extracting(Evidence::record).containsExactly(2L, 1L);
      assertThat(facts.get(1).fields()).hasSize(2).allMatch(fields -> fields.contains("\"EventRecordID\":8"));
      assertThat(recording.store.duplicates(2)).containsExactly(0, 1);
      assertThat(recording.store.size()).isEqualTo(4);
    }
  }

  @Test
  void theSameRecordTwiceInOneSourceIsOneFact() throws IOException {
    put("a.json", record(7, "10:00:00"), record(7, "10:00:00"), record(7, "10:00:00"));

    try (Recording recording = recording()) {
      assertThat(recording.facts()).hasSize(1);
      assertThat(recording.facts().getFirst().fact().evidence()).extracting(Evidence::record).containsExactly(1L, 2L, 3L);
      assertThat(recording.store.duplicates(1)).containsExactly(2);
    }
  }

  @Test
  void equalLinesOfOneSourceStayApart() throws IOException {
    put("a.json", line("x"), line("x"), line("y"), line("x"));

    try (Recording recording = recording()) {
      List<Fact> facts = recording.facts().stream().map(FactStore.Merged::fact).toList();

      assertThat(facts).hasSize(4).extracting(Fact::id).doesNotHaveDuplicates();
      assertThat(recording.store.duplicates(1)).containsExactly(0);
    }
  }

  @Test
  void theNthCopyOfALineFoldsWithTheNthOfAnotherSource() throws IOException {
    put("a.json", line("x"), line("x"));
    put("b.json", line("x"), line("x"), line("x"));
    put("c.json", line("x"));

    try (Recording recording = recording()) {
      List<FactStore.Merged> facts = recording.facts();

      assertThat(facts.stream().map(FactStoreTest::sources)).containsExactlyInAnyOrder(
          List.of("a.json", "b.json", "c.json"), List.of("a.json", "b.json"), List.of("b.json"));
      assertThat(recording.store.duplicates(3)).containsExactly(0, 2, 1);
    }
  }

  @Test
  void thousandsOfEqualLinesFoldLikeFew() throws IOException {
    String[] many = Stream.generate(() -> line("x")).limit(3_000).toArray(String[]::new);
    String[] fewer = Stream.generate(() -> line("x")).limit(1_200).toArray(String[]::new);
    put("a.json", many);
    put("b.json", fewer);
    put("c.json", line("x"), line("other"));

    try (Recording recording = new Recording(scratch, 100_000).read(input, 3, 1, ALL)) {
      List<FactStore.Merged> facts = recording.facts();

      assertThat(facts).hasSize(3_001);
      assertThat(facts.stream().filter(m -> m.fact().evidence().size() == 3)).hasSize(1);
      assertThat(facts.stream().filter(m -> m.fact().evidence().size() == 2)).hasSize(1_199);
      assertThat(facts).extracting(m -> m.fact().id()).doesNotHaveDuplicates();
      for (FactStore.Merged merged : facts) {
        List<Long> numbers = merged.fact().evidence().stream().map(Evidence::record).toList();
        assertThat(numbers).allMatch(number -> number.equals(numbers.getFirst()));
      }
      assertThat(recording.store.duplicates(3)).containsExactly(0, 1_200, 1);
    }
    try (Stream<Path> left = Files.list(scratch)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void theOrderIsThatOfTimeThenIdentityAndRecordsWithoutATimeComeLast() throws IOException {
    put("a.json", "{\"n\":1}", record(1, "12:00:00"), record(2, "09:00:00"), record(3, "11:00:00"), record(4, "11:00:00"), record(5, "11:00:00"));

    try (Recording recording = recording()) {
      List<Fact> facts = recording.facts().stream().map(FactStore.Merged::fact).toList();

      assertThat(facts).extracting(fact -> EventTimes.text(fact.timeNanos())).containsExactly(
          "2023-08-15T09:00:00Z", "2023-08-15T11:00:00Z", "2023-08-15T11:00:00Z", "2023-08-15T11:00:00Z", "2023-08-15T12:00:00Z", "");
      assertThat(facts.subList(1, 4)).extracting(Fact::id).isSorted();
      assertThat(facts.getLast().orderTimeNanos()).isEqualTo(EventView.NO_TIME);
    }
  }

  @Test
  void whoRecordedWhatAndWhenDecidesNothing() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    for (String name : new String[] {"a.json", "b.json", "c.json"}) {
      List<String> lines = new ArrayList<>();
      for (int i = 0; i < 150; i++) {
        lines.add(random.nextInt(3) == 0 ? line("x" + random.nextInt(20)) : record(random.nextInt(100), "10:%02d:00".formatted(random.nextInt(60))));
      }
      put(name, lines.toArray(String[]::new));
    }
    List<FactStore.Merged> wanted;
    long[] duplicates;
    try (Recording recording = new Recording(scratch, 1 << 20).read(input, 1, 0, ALL)) {
      wanted = recording.facts();
      duplicates = recording.store.duplicates(3);
      assertThat(recording.facts()).isEqualTo(wanted);
    }

    for (int order = 1; order < 6; order++) {
      try (Recording recording = new Recording(scratch, order * 3_000).read(input, order, order, ALL)) {
        assertThat(recording.facts()).isEqualTo(wanted);
        assertThat(recording.store.duplicates(3)).isEqualTo(duplicates);
      }
    }
    assertThat(wanted.stream().mapToLong(merged -> merged.fact().evidence().size()).sum()).isEqualTo(450);
  }

  @Test
  void rulesThatOnlyACopyShowsAreTrueForTheRecord() throws IOException {
    put("a.json", record(7, "10:00:00"));
    put("b.json", record(7, "10:00:00").replace("}", ",\"Message\":\"more\"}"));

    try (Recording recording = new Recording(scratch, 1 << 20).read(input, 1, 0, event -> event.source().name().equals("b.json"))) {
      List<FactStore.Merged> facts = recording.facts();

      assertThat(facts).hasSize(1);
      assertThat(facts.getFirst().fact().rules()).containsExactly(0, 2);
    }
  }

  @Test
  void anExportedRecordFoldsWithItsEventLogAndHeadersSayNothing() throws IOException {
    long filetime = 132_435_054_001_234_567L;
    evtx("a.evtx", filetime, 7, "x");
    evtx("b.evtx", filetime, 7, "x");
    String time = EventTimes.text(EventTimes.ofFiletime(filetime));
    put("c.json", "{\"Event\":{\"System\":{\"Computer\":\"h\",\"Channel\":\"Microsoft-Windows-Sysmon/Operational\",\"EventID\":1,\"EventRecordID\":\"7\",\"TimeCreated\":{\"#attributes\":{\"SystemTime\":\""
        + time.replaceFirst("...Z$", "Z") + "\"}}},\"EventData\":{\"Image\":\"x\"}}}");
    // The number and time in the header of the record's copy differ.
    byte[] bytes = Files.readAllBytes(input.resolve("b.evtx"));
    bytes[4096 + 512 + 16]++;
    Files.write(input.resolve("b.evtx"), bytes);

    try (Recording recording = new Recording(scratch, 1 << 20).read(input, 1, 0, ALL)) {
      List<FactStore.Merged> facts = recording.facts();

      assertThat(facts).hasSize(1);
      assertThat(sources(facts.getFirst())).containsExactly("a.evtx", "b.evtx", "c.json");
    }
  }

  @Test
  void nullIsNoRecordNumber() throws IOException {
    put("a.json", record(7, "10:00:00").replace(":7", ":null").replace("}", ",\"Image\":\"a\"}"),
        record(7, "10:00:00").replace(":7", ":null").replace("}", ",\"Image\":\"b\"}"),
        record(7, "10:00:00").replace(":7", ":\"\"").replace("}", ",\"Image\":\"c\"}"));

    try (Recording recording = recording()) {
      assertThat(recording.facts()).hasSize(3);
      assertThat(recording.store.duplicates(1)).containsExactly(0);
    }
  }

  @Test
  void recordsThatDifferInOnePartOfTheirIdentityStayApart() throws IOException {
    String one = record(7, "10:00:00");
    put("a.json", one, one.replace(":7", ":8"), one.replace("\"host\"", "\"other\""), one.replace("Sysmon", "Other"), one.replace(":1,", ":3,"),
        one.replace("10:00:00", "10:00:00.000001"));

    try (Recording recording = recording()) {
      assertThat(recording.facts()).hasSize(6);
    }
  }

  @Test
  void aFactIsFoundByItsTimeAndId() throws IOException {
    put("a.json", record(1, "10:00:00"), record(2, "10:00:00"), record(3, "10:00:01"), line("x"), line("x"));

    try (Recording recording = recording()) {
      for (FactStore.Merged merged : recording.facts()) {
        Fact fact = merged.fact();
        assertThat(recording.store.find(recording.tallies, fact.orderTimeNanos(), fact.id())).isEqualTo(fact);
      }
    }
  }

  @Test
  void whatNoRuleMatchedAndNobodyNeedsIsNotKept() throws IOException {
    put("a.json", record(1, "10:00:00"), record(2, "10:00:00").replace(":1,", ":10,"), line("x"));

    try (Recording recording = new Recording(scratch, 1 << 20).read(input, 1, 0, event -> false)) {
      assertThat(recording.facts()).hasSize(1);
      assertThat(recording.facts().getFirst().fact().rules()).isEmpty();
      assertThat(recording.facts().getFirst().fields()).containsExactly("{}");
    }
  }

  @Test
  void nothingRecordedIsNothingRead() throws IOException {
    put("a.json", "{}");

    try (Recording recording = new Recording(scratch, 1 << 20).read(input, 2, 0, event -> false)) {
      assertThat(recording.facts()).isEmpty();
      assertThat(recording.store.duplicates(1)).containsExactly(0);
    }
  }

  private Recording recording() throws IOException {
    return new Recording(scratch, 1 << 20).read(input, 2, 0, ALL);
  }

  private static List<String> sources(FactStore.Merged merged) {
    return merged.fact().evidence().stream().map(evidence -> evidence.source().name()).toList();
  }

  private static String record(int number, String time) {
    return "{\"Channel\":\"Microsoft-Windows-Sysmon/Operational\",\"EventID\":1,\"Computer\":\"host\",\"EventRecordID\":" + number
        + ",\"TimeCreated\":\"2023-08-15T" + time + "Z\"}";
  }

  private static String line(String text) {
    return "{\"s\":\"" + text + "\",\"@timestamp\":\"2023-08-15T10:00:00Z\"}";
  }

  private void put(String name, String... lines) throws IOException {
    Files.writeString(input.resolve(name), String.join("\n", lines) + "\n");
  }

  private void evtx(String name, long filetime, long recordId, String image) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(input.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        EvtxWriter writer = new EvtxWriter(channel)) {
      writer.write(EvtxEvent.of("Microsoft-Windows-Sysmon", 1).channel("Microsoft-Windows-Sysmon/Operational").computer("h").recordId(recordId)
          .filetime(filetime).data("Image", image).build());
    }
  }
}
