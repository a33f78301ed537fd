package io.cutpoint.engine.facts;

import io.cutpoint.ingest.Block;
import io.cutpoint.ingest.BlockParser;
import io.cutpoint.ingest.InputReader;
import io.cutpoint.ingest.Inputs;
import io.cutpoint.ingest.Limits;
import io.cutpoint.ingest.SourceTally;
import io.cutpoint.model.event.EventSink;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.model.event.RecordProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/// Reads files into a store as workers do, with any number of recorders that take events in turn.
final class Recording implements AutoCloseable {

  static final FieldDictionary FIELDS = fields();

  final FactStore store;
  List<SourceTally> tallies = List.of();
  final LogSurvey survey = new LogSurvey(FIELDS);

  Recording(Path scratch, int bufferBytes) {
    store = new FactStore(scratch, bufferBytes);
  }

  private static FieldDictionary fields() {
    Set<String> names = new TreeSet<>(FactStore.fields());
    names.addAll(BlockParser.FIELDS);
    return FieldDictionary.of(names);
  }

  /// Records all events of a file or folder; those that `matches` says match rules 0 and 2.
  ///
  /// @param order decides which recorder takes an event and in which order they come
  Recording read(Path input, int recorders, long order, Predicate<EventView> matches) throws IOException {
    List<EventView> events = new ArrayList<>();
    try (InputReader reader = new InputReader(Inputs.find(List.of(input)).inputs(), null, Limits.DEFAULT)) {
      Block block = new Block();
      BlockParser parser = new BlockParser(FIELDS);
      EventSink sink = new EventSink() {
        @Override
        public void event(EventView event) {
          events.add(event.copy());
        }

        @Override
        public void problem(RecordProblem problem) {
          if (problem.kind() != RecordProblem.Kind.WARNING) {
            throw new IllegalStateException(problem.toString());
          }
        }
      };
      while (reader.next(block)) {
        int records = parser.parse(block, sink);
        reader.tally(block.source()).block(block.number(), records, records, EventView.NO_TIME, EventView.NO_TIME);
      }
      tallies = reader.tallies();
    }
    List<FactRecorder> workers = new ArrayList<>();
    for (int i = 0; i < recorders; i++) {
      workers.add(store.recorder(FIELDS));
    }
    Random random = new Random(order);
    Collections.shuffle(events, random);
    for (EventView event : events) {
      int[] rules = {0, 2};
      workers.get(random.nextInt(recorders)).record(event, rules, matches.test(event) ? 2 : 0);
    }
    workers.forEach(worker -> survey.addAll(worker.survey()));
    store.finish();
    return this;
  }

  List<FactStore.Merged> facts() {
    try (FactStore.Reader reader = store.open(tallies, true)) {
      List<FactStore.Merged> facts = new ArrayList<>();
      for (FactStore.Merged merged = reader.next(); merged != null; merged = reader.next()) {
        facts.add(merged);
      }
      return facts;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    store.close();
  }
}
