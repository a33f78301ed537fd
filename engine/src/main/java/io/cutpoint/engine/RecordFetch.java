package io.cutpoint.engine;

import io.cutpoint.engine.output.EvidenceFields;
import io.cutpoint.ingest.Block;
import io.cutpoint.ingest.BlockParser;
import io.cutpoint.ingest.Input;
import io.cutpoint.ingest.InputReader;
import io.cutpoint.ingest.Limits;
import io.cutpoint.model.detection.Evidence;
import io.cutpoint.model.event.EventSink;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.model.event.RecordProblem;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Reads single records again, for the evidence of steps that no rule matched: one sequential pass over the sources
/// concerned, ended as soon as everything is found.
final class RecordFetch {

  private RecordFetch() {}

  /// The rendered fields of these records; a record that is not there any more has none.
  ///
  /// @param inputs all inputs of the run
  static Map<Evidence, String> fields(Collection<Evidence> wanted, List<Input> inputs, FieldDictionary dictionary) {
    Map<String, Evidence> byPlace = new HashMap<>();
    Set<String> sources = new TreeSet<>();
    for (Evidence evidence : wanted) {
      byPlace.put(place(evidence.source().name(), evidence.at().block(), evidence.at().index()), evidence);
      sources.add(evidence.source().name());
    }
    List<Input> concerned = inputs.stream()
        .filter(input -> input.path() != null && sources.stream().anyMatch(source -> source.equals(input.name()) || source.startsWith(input.name() + "!")))
        .toList();
    Map<Evidence, String> found = new HashMap<>();
    try (InputReader reader = new InputReader(concerned, null, Limits.DEFAULT)) {
      Block block = new Block();
      BlockParser parser = new BlockParser(dictionary);
      EventSink sink = new EventSink() {
        @Override
        public void event(EventView event) {
          Evidence evidence = byPlace.get(place(event.source().name(), event.position().block(), event.position().index()));
          if (evidence != null) {
            found.put(evidence, EvidenceFields.of(event));
          }
        }

        @Override
        public void problem(RecordProblem problem) {
          // Told and counted when the source was read first.
        }
      };
      while (found.size() < byPlace.size() && reader.next(block)) {
        if (sources.contains(block.source().name())) {
          parser.parse(block, sink);
        }
      }
    }
    return found;
  }

  private static String place(String source, long block, int index) {
    return block + ":" + index + ":" + source;
  }
}
