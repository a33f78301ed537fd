package io.cutpoint.evaluate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Measures a result folder against the truth.
///
/// The truth is read first, then the intrusions, then each detection once: its evidence is looked up in the truth and
/// its id among the members as it passes, and what stays are a few numbers.
/// Cost: O(detections + members), and a pass over the detections for each attack's boxes; memory: about 30 bytes a
/// detection, 100 a member, a record of an attack or an episode.
public final class Evaluation {

  private Evaluation() {}

  /// Measures a result.
  ///
  /// @param result a result folder
  /// @param truthFile what is known, in any of the forms of `docs/evaluate.md`
  /// @throws TruthException where the truth is wrong
  /// @throws IOException where one of the files cannot be read, or the result is none
  public static Scorecard of(Path result, Path truthFile) throws TruthException, IOException {
    Truth truth = TruthReader.read(truthFile);
    ResultReader reader = new ResultReader(result);
    ResultReader.Summary summary = reader.summary();
    MemberIndex members = new MemberIndex();
    List<IntrusionLine> intrusions = reader.intrusions(members);
    Tally tally = new Tally(truth, intrusions, members);
    reader.detections(tally);
    return new Measures(truth, summary, intrusions, members, tally).scorecard();
  }
}
