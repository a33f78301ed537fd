package io.cutpoint.engine;

import io.cutpoint.ingest.Block;
import io.cutpoint.ingest.BlockParser;
import io.cutpoint.ingest.Input;
import io.cutpoint.ingest.InputReader;
import io.cutpoint.ingest.Limits;
import io.cutpoint.ingest.SourceTally;
import io.cutpoint.model.event.EventSink;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.model.event.RecordProblem;
import io.cutpoint.model.event.SourceId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads a few events in the order of their files, with the numbers by which people name them.
final class SampleEvents {

  /// Takes events.
  interface Sink {
    /// @param number the number in the header of an EVTX record, elsewhere that of the line or object, from 1
    /// @return whether to go on
    boolean event(EventView event, long number);
  }

  /// What was read.
  ///
  /// @param format of the first source, or no text where there is none
  /// @param problems in sentences, by place
  record Read(long events, String format, List<String> problems) {
    Read {
      problems = List.copyOf(problems);
    }
  }

  private SampleEvents() {}

  /// The events of a file of any format that is read here, also inside an archive.
  static Read of(Path file, FieldDictionary dictionary, Sink to) throws IOException {
    String name = String.valueOf(file.getFileName());
    try (InputReader reader = new InputReader(List.of(new Input(name, file, Files.size(file))), null, Limits.DEFAULT)) {
      return read(reader, dictionary, to);
    }
  }

  /// The events of these bytes.
  static Read of(byte[] bytes, FieldDictionary dictionary, Sink to) {
    return of(new ByteArrayInputStream(bytes), dictionary, to);
  }

  /// The events of a stream.
  static Read of(InputStream in, FieldDictionary dictionary, Sink to) {
    try (InputReader reader = new InputReader(List.of(), in, Limits.DEFAULT)) {
      return read(reader, dictionary, to);
    }
  }

  private static Read read(InputReader reader, FieldDictionary dictionary, Sink to) {
    BlockParser parser = new BlockParser(dictionary);
    Block block = new Block();
    Numbering numbering = new Numbering(to);
    @Nullable SourceId source = null;
    while (!numbering.enough && reader.next(block)) {
      if (!block.source().equals(source)) {
        source = block.source();
        numbering.before = 0;
      }
      numbering.before += parser.parse(block, numbering);
    }
    List<String> problems = new ArrayList<>();
    List<SourceTally> tallies = reader.tallies();
    tallies.forEach(tally -> tally.problems().forEach(problem -> problems.add(sentence(problem))));
    numbering.problems.forEach(problem -> problems.add(sentence(problem)));
    return new Read(numbering.events, tallies.isEmpty() ? "" : tallies.getFirst().format().id(), problems);
  }

  private static String sentence(RecordProblem problem) {
    return problem.source().name() + " at byte " + problem.offset() + ": wanted " + problem.wanted() + ", found " + problem.found();
  }

  private static final class Numbering implements EventSink {
    private final Sink to;
    private final List<RecordProblem> problems = new ArrayList<>();
    private long before;
    private long events;
    private boolean enough;

    Numbering(Sink to) {
      this.to = to;
    }

    @Override
    public void event(EventView event) {
      if (!enough) {
        events++;
        enough = !to.event(event, event.recordNumber() >= 0 ? event.recordNumber() : before + event.position().index() + 1);
      }
    }

    @Override
    public void problem(RecordProblem problem) {
      if (problems.size() < SourceTally.MAX_PROBLEMS) {
        problems.add(problem);
      }
    }
  }
}
