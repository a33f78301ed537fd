package io.cutpoint.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.evtx.EvtxEvent;
import io.cutpoint.evtx.EvtxWriter;
import io.cutpoint.model.event.EventSink;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.model.event.RecordProblem;
import io.cutpoint.model.event.SourceId;
import io.cutpoint.testkit.Events;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Reads inputs as a worker does, and keeps all that comes.
final class Reading {

  static final FieldDictionary FIELDS = fields("n", "s", "tags", "nested", "nested.deep", "Image", "CommandLine");

  private Reading() {}

  static FieldDictionary fields(String... more) {
    List<String> names = new ArrayList<>(BlockParser.FIELDS);
    names.addAll(List.of(more));
    return FieldDictionary.of(names);
  }

  /// What came of some inputs.
  static final class Result implements EventSink {
    final Events.Kept kept = new Events.Kept();
    final Map<String, SourceTally> tallies = new TreeMap<>();
    List<InputReader.InputHash> hashes = List.of();
    private SourceTally tally;
    private long taken;

    @Override
    public void event(EventView event) {
      taken++;
      kept.event(event);
    }

    @Override
    public void problem(RecordProblem problem) {
      tally.problem(problem);
      kept.problem(problem);
    }

    SourceTally of(String source) {
      assertThat(tallies).containsKey(source);
      return tallies.get(source);
    }

    List<String> texts(String field) {
      List<String> texts = new ArrayList<>();
      for (EventView event : kept.events) {
        for (int i = 0; i < event.count(); i++) {
          if (event.name(i).equals(field)) {
            texts.add(event.text(i));
          }
        }
      }
      return texts;
    }

    long processed() {
      return tallies.values().stream().mapToLong(SourceTally::processed).sum();
    }

    long quarantined() {
      return tallies.values().stream().mapToLong(SourceTally::quarantined).sum();
    }

    long dropped() {
      return tallies.values().stream().flatMap(t -> t.dropped().values().stream()).mapToLong(Long::longValue).sum();
    }
  }

  static Result of(Path... paths) {
    return of(Limits.DEFAULT, paths);
  }

  static Result of(Limits limits, Path... paths) {
    try {
      return of(Inputs.find(List.of(paths)).inputs(), null, limits);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Result ofStandardInput(byte[] bytes, Limits limits) {
    return of(List.of(), new ByteArrayInputStream(bytes), limits);
  }

  private static Result of(List<Input> inputs, InputStream standardInput, Limits limits) {
    Result result = new Result();
    try (InputReader reader = new InputReader(inputs, standardInput, limits)) {
      Block block = new Block();
      BlockParser parser = new BlockParser(FIELDS);
      while (reader.next(block)) {
        result.tally = reader.tally(block.source());
        result.taken = 0;
        int records = parser.parse(block, result);
        result.tally.block(block.number(), records, result.taken, EventView.NO_TIME, EventView.NO_TIME);
      }
      for (SourceTally tally : reader.tallies()) {
        assertThat(result.tallies.put(tally.id().name(), tally)).as("sources named %s", tally.id().name()).isNull();
      }
      result.hashes = reader.hashes();
    }
    return result;
  }

  /// Parses a document in blocks of about this size.
  static Events.Kept blocks(byte[] document, Format format, int blockBytes, int maxRecordBytes) {
    return blocks(document, format, blockBytes, maxRecordBytes, 0);
  }

  /// The same, with a block whose buffer is already of this size.
  static Events.Kept blocks(byte[] document, Format format, int blockBytes, int maxRecordBytes, int bufferBytes) {
    Events.Kept kept = new Events.Kept();
    SourceId source = new SourceId(0, "document");
    Cutter.Refusal refusal = (offset, reason, wanted, found) ->
        kept.problem(new RecordProblem(source, offset, RecordProblem.Kind.QUARANTINED, reason, wanted, found));
    InputStream in = new ByteArrayInputStream(document);
    Cutter cutter = switch (format) {
      case JSON_LINES -> new Cutter.Lines(in, maxRecordBytes, blockBytes, refusal);
      case JSON -> new Cutter.Objects(in, maxRecordBytes, blockBytes, refusal);
      case EVTX -> new Cutter.Chunks(in, 0, 65_536);
      case EMPTY, UNKNOWN -> throw new IllegalArgumentException("wanted records, found " + format);
    };
    BlockParser parser = new BlockParser(FIELDS);
    Block block = new Block();
    block.bytes = new byte[bufferBytes];
    try {
      while (cutter.next(block)) {
        block.source = source;
        block.format = format;
        parser.parse(block, kept);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return kept;
  }

  /// Where each record of the document begins to count: the number of its line or object, from 1.
  static List<Long> numbers(byte[] document, Format format, int blockBytes, int maxRecordBytes) {
    SourceTally tally = new SourceTally(new SourceId(0, "document"), format);
    List<EventView> events = new ArrayList<>();
    InputStream in = new ByteArrayInputStream(document);
    Cutter.Refusal nobody = (offset, reason, wanted, found) -> {};
    Cutter cutter = format == Format.JSON ? new Cutter.Objects(in, maxRecordBytes, blockBytes, nobody) : new Cutter.Lines(in, maxRecordBytes, blockBytes, nobody);
    BlockParser parser = new BlockParser(FIELDS);
    Block block = new Block();
    Events.Kept kept = new Events.Kept();
    try {
      while (cutter.next(block)) {
        block.source = tally.id();
        block.format = format;
        int records = parser.parse(block, kept);
        tally.block(block.number(), records, 0, EventView.NO_TIME, EventView.NO_TIME);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    events.addAll(kept.events);
    long[] first = tally.firstRecordNumbers();
    return events.stream().map(event -> first[(int) event.position().block()] + event.position().index()).toList();
  }

  /// A sound event log of so many records, 100 ns apart, in as many chunks as they need.
  static byte[] evtx(int records) {
    try {
      Path file = Files.createTempFile("cutpoint", ".evtx");
      try (SeekableByteChannel channel = Files.newByteChannel(file, StandardOpenOption.WRITE); EvtxWriter writer = new EvtxWriter(channel)) {
        for (int i = 0; i < records; i++) {
          writer.write(EvtxEvent.of("Microsoft-Windows-Sysmon", 1).channel("Microsoft-Windows-Sysmon/Operational").computer("host")
              .filetime(133_000_000_000_000_000L + i).data("Image", "C:\\a.exe").data("CommandLine", "a.exe " + i + " x".repeat(400)).build());
        }
      }
      byte[] bytes = Files.readAllBytes(file);
      Files.delete(file);
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] lines(int count) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < count; i++) {
      lines.append("{\"n\":").append(i).append(",\"s\":\"text ").append(i).append("\"}\n");
    }
    return lines.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }
}
