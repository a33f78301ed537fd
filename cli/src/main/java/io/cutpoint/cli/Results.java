package io.cutpoint.cli;

import io.cutpoint.cli.arguments.UsageException;
import io.cutpoint.cli.result.ResultFolder;
import io.cutpoint.engine.output.SummaryText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Finds the result that a verb looks into.
final class Results {

  private Results() {}

  /// The result that was named behind the first `operands` operands or with `--out`, else the newest one.
  static ResultFolder find(Call call, int operands) throws UsageException, ExitException, IOException {
    String named = call.arguments().operands().size() > operands ? call.arguments().operands().get(operands) : call.arguments().value(Options.RESULT).orElse("");
    if (named.isEmpty()) {
      Path parent = call.path("cutpoint-out");
      Optional<ResultFolder> newest = ResultFolder.newest(parent);
      return readable(newest.orElseThrow(() -> new ExitException(Exit.IO, "there is no result below ./cutpoint-out: run cutpoint analyze first, or name a result with --out")));
    }
    Path folder = call.path(named);
    if (!Files.isDirectory(folder)) {
      throw new ExitException(Exit.IO, named + (Files.exists(folder) ? ": this is a file; name the folder that analyze wrote" : ": there is no such folder"));
    }
    if (!ResultFolder.isResult(folder)) {
      throw new ExitException(Exit.IO, named + ": this is no result of cutpoint analyze: it has no summary.json");
    }
    return readable(new ResultFolder(folder));
  }

  /// The result, unless its schema is one of a later version: fields are only added within one schema.
  private static ResultFolder readable(ResultFolder folder) throws ExitException, IOException {
    long schema = folder.summary().get("schema").whole();
    if (schema > SummaryText.SCHEMA) {
      throw new ExitException(Exit.INCOMPATIBLE, folder.path() + ": this result has schema " + schema + ", this Cutpoint reads up to " + SummaryText.SCHEMA + ": use the newer one");
    }
    return folder;
  }
}
