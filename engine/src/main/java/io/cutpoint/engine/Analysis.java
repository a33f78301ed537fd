package io.cutpoint.engine;

/// Reads inputs, matches rules, links what was found into intrusions and writes the result folder.
public final class Analysis {

  private Analysis() {}

  /// Runs one analysis to its end.
  ///
  /// @throws AnalysisException where nothing useful can be done; a damaged record or file is no such case
  public static AnalysisResult run(AnalysisRequest request, Progress progress) throws AnalysisException {
    throw new AnalysisException(AnalysisException.Kind.CONFIGURATION, "not yet: " + request.inputs() + progress);
  }
}
