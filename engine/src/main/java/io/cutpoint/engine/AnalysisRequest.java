package io.cutpoint.engine;

import io.cutpoint.model.detection.Level;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What to analyze and how.
///
/// @param inputs files and folders, in any order; the same real path twice is read once
/// @param standardInput read as one more input named `-`, or null
/// @param rules folders, files and zip archives of Sigma rules
/// @param builtInRules whether the rules that come with Cutpoint are used
/// @param sinceNanos events written before it are dropped as `outside-window`; nanoseconds since 1601, inclusive
/// @param untilNanos events written at or after it are dropped likewise; -1 (unsigned maximum) for no end
/// @param minLevel rules below it are not used
/// @param out the result folder; made when missing
/// @param dataDir where caches and sort runs lie
/// @param threads workers of the first phase, at least 1
/// @param maxMemoryBytes the bound on resident memory that budgets are derived from
/// @param version of the product, for the summary
/// @param placeholders a file of values for the placeholders of rules, or null
public record AnalysisRequest(
    List<Path> inputs,
    @Nullable InputStream standardInput,
    List<Path> rules,
    boolean builtInRules,
    long sinceNanos,
    long untilNanos,
    Level minLevel,
    Path out,
    Path dataDir,
    int threads,
    long maxMemoryBytes,
    String version,
    @Nullable Path placeholders) {
  public AnalysisRequest {
    inputs = List.copyOf(inputs);
    rules = List.copyOf(rules);
  }

  /// Without values for placeholders.
  public AnalysisRequest(
      List<Path> inputs,
      @Nullable InputStream standardInput,
      List<Path> rules,
      boolean builtInRules,
      long sinceNanos,
      long untilNanos,
      Level minLevel,
      Path out,
      Path dataDir,
      int threads,
      long maxMemoryBytes,
      String version) {
    this(inputs, standardInput, rules, builtInRules, sinceNanos, untilNanos, minLevel, out, dataDir, threads, maxMemoryBytes, version, null);
  }
}
