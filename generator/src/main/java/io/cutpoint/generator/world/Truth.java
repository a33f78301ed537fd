package io.cutpoint.generator.world;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// What is known of the attack: which records are its, and why.
///
/// Memory: some 50 bytes for each record of the attack, which is a few thousand whatever the size of the evidence.
public final class Truth {

  /// A record of the attack.
  ///
  /// @param source its file, as an analysis of the evidence names it; settled when the files are finished
  /// @param record its number
  /// @param step the step that it belongs to
  public record Known(Supplier<String> source, long record, Step step) {}

  private static final String INTRUSION = "A";

  private final List<Known> records = new ArrayList<>();

  /// One more record of the attack.
  public void add(Supplier<String> source, long record, Step step) {
    records.add(new Known(source, record, step));
  }

  /// All of them, in the order of time.
  public List<Known> records() {
    return List.copyOf(records);
  }

  /// Writes a line of JSON for each.
  public void write(Path file) throws IOException {
    try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      for (Known known : records) {
        Step step = known.step();
        out.write("{\"intrusion\":\"" + INTRUSION + "\",\"source\":\"" + known.source().get() + "\",\"record\":" + known.record() + ",\"stage\":\"" + step.stage().id() + "\",\"step\":"
            + step.number() + ",\"parent\":" + (step.parent() == 0 ? "null" : Integer.toString(step.parent())) + ",\"title\":\"" + step.title() + "\",\"technique\":\"" + step.technique() + "\"}\n");
      }
    }
  }
}
