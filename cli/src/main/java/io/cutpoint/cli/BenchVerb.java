package io.cutpoint.cli;

import io.cutpoint.cli.arguments.UsageException;
import io.cutpoint.cli.terminal.Amounts;
import io.cutpoint.engine.AnalysisException;
import io.cutpoint.engine.FirstPhaseTiming;
import io.cutpoint.engine.Rules;
import io.cutpoint.model.text.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// `bench`.
final class BenchVerb {

  private static final int ROUNDS = 5;

  private BenchVerb() {}

  static int run(Call call) throws UsageException, ExitException, IOException, AnalysisException {
    List<Path> inputs = new ArrayList<>();
    for (String written : call.arguments().operands()) {
      inputs.add(AnalyzeVerb.existing(call, written));
    }
    Path dataDir = call.around().dataDir(call.arguments().value(Options.DATA_DIR).orElse(""));
    Files.createDirectories(dataDir);
    Rules rules = Rules.load(!call.arguments().has(Options.NO_BUILTIN_RULES), AnalyzeVerb.rules(call), dataDir, AnalyzeVerb.level(call), AnalyzeVerb.placeholders(call));
    FirstPhaseTiming.Timing timing = FirstPhaseTiming.run(inputs, rules, ROUNDS, Runtime.getRuntime().availableProcessors(), dataDir);
    String jdk = System.getProperty("java.vendor") + " " + System.getProperty("java.runtime.version");
    if (call.format().equals("json")) {
      call.terminal().print(json(timing, jdk, call.around().version()));
    } else {
      table(call, timing, jdk);
    }
    return Exit.DONE;
  }

  private static void table(Call call, FirstPhaseTiming.Timing timing, String jdk) {
    call.terminal().print("Corpus    sha256 " + timing.corpus() + ", " + Figures.grouped(timing.events()) + " events, " + Amounts.bytes(timing.bytes()));
    call.terminal().print("Machine   " + jdk + ", one thread of " + Runtime.getRuntime().availableProcessors() + " processors; processor time, best of " + ROUNDS);
    call.terminal().print(String.format(Locale.ROOT, "%-34s %6s %12s %9s %9s %9s", "", "rules", "events/s", "MB/s", "us/event", "CPU s"));
    for (FirstPhaseTiming.Stage stage : timing.stages()) {
      call.terminal().print(String.format(Locale.ROOT, "%-34s %6d %,12.0f %9.0f %9.3f %9.3f", stage.name(), stage.rules(), timing.events() / stage.cpuSeconds(),
          timing.bytes() / 1e6 / stage.cpuSeconds(), stage.cpuSeconds() * 1e6 / Math.max(1, timing.events()), stage.cpuSeconds()));
    }
    FirstPhaseTiming.Scaling scaling = timing.scaling();
    call.terminal().print(String.format(Locale.ROOT, "Threads   all of it with %s, wall clock, best of %d: %,.0f events/s; with 1: %,.0f; x %.2f", Figures.counted(scaling.threads(), "thread"), ROUNDS,
        timing.events() / scaling.manyWallSeconds(), timing.events() / scaling.oneWallSeconds(), scaling.factor()));
  }

  private static String json(FirstPhaseTiming.Timing timing, String jdk, String version) {
    StringBuilder out = new StringBuilder();
    out.append(String.format(Locale.ROOT, "{\"corpusSha256\":\"%s\",\"events\":%d,\"bytes\":%d,\"version\":\"%s\",\"jdk\":\"%s\",\"threads\":1,\"rounds\":%d,\"stages\":[",
        timing.corpus(), timing.events(), timing.bytes(), version, jdk, ROUNDS));
    for (int i = 0; i < timing.stages().size(); i++) {
      FirstPhaseTiming.Stage stage = timing.stages().get(i);
      out.append(String.format(Locale.ROOT, "%s{\"name\":\"%s\",\"rules\":%d,\"cpuSeconds\":%.6f,\"wallSeconds\":%.6f,\"matches\":%d}", i == 0 ? "" : ",", stage.name(), stage.rules(),
          stage.cpuSeconds(), stage.wallSeconds(), stage.matches()));
    }
    FirstPhaseTiming.Scaling scaling = timing.scaling();
    return out.append(String.format(Locale.ROOT, "],\"scaling\":{\"threads\":%d,\"oneWallSeconds\":%.6f,\"manyWallSeconds\":%.6f,\"factor\":%.3f}}",
        scaling.threads(), scaling.oneWallSeconds(), scaling.manyWallSeconds(), scaling.factor())).toString();
  }
}
