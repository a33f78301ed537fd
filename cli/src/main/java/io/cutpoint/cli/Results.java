package io.cutpoint.cli;

import io.cutpoint.cli.arguments.UsageException;
import io.cutpoint.cli.result.ResultFolder;
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
      return newest.orElseThrow(() -> new ExitException(Exit.IO, "there is no result below ./cutpoint-out: run cutpoint analyze first, or name a result with --out"));
    }
    Path folder = call.path(named);
    if (!Files.isDirectory(folder)) {
      throw new ExitException(Exit.IO, named + ": there is no such folder");
    }
    if (!ResultFolder.isResult(folder)) {
      throw new ExitException(Exit.IO, named + ": this is no result of cutpoint analyze: it has no summary.json");
    }
    return new ResultFolder(folder);
  }
}
