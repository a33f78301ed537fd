package io.cutpoint.engine.output;

import io.cutpoint.model.event.RecordProblem;
import java.util.Locale;

/// Lines of `quarantine.ndjson`: every part that could not be used, and every warning.
public final class QuarantineLines {

  private QuarantineLines() {}

  /// The line of a problem, without its end.
  public static String line(RecordProblem problem) {
    return new JsonText().object()
        .name("source").value(problem.source().name())
        .name("offset").value(problem.offset())
        .name("kind").value(problem.kind().name().toLowerCase(Locale.ROOT))
        .name("reason").value(problem.reason())
        .name("wanted").value(problem.wanted())
        .name("found").value(problem.found())
        .endObject().toString();
  }

  /// The line that says how many problems of a source are not listed.
  public static String omitted(String source, long count) {
    return new JsonText().object().name("source").value(source).name("omitted").value(count).endObject().toString();
  }
}
