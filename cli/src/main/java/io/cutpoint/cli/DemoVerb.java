package io.cutpoint.cli;

import io.cutpoint.cli.arguments.Counts;
import io.cutpoint.cli.arguments.UsageException;
import io.cutpoint.cli.terminal.Amounts;
import io.cutpoint.cli.terminal.TimeText;
import io.cutpoint.engine.AnalysisException;
import io.cutpoint.engine.AnalysisRequest;
import io.cutpoint.engine.AnalysisResult;
import io.cutpoint.engine.Folders;
import io.cutpoint.evaluate.Evaluation;
import io.cutpoint.evaluate.Scorecard;
import io.cutpoint.evaluate.TruthException;
import io.cutpoint.generator.Evidence;
import io.cutpoint.generator.Generator;
import io.cutpoint.generator.Request;
import io.cutpoint.model.Stage;
import io.cutpoint.model.text.Figures;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// `demo`: makes the evidence of an invented company, analyzes it, and compares the result with the truth.
final class DemoVerb {

  private static final long FIRST_SEED = 1;

  private DemoVerb() {}

  static int run(Call call) throws UsageException, ExitException, IOException, AnalysisException {
    TimeText times = call.times();
    long seed = call.arguments().has(Options.SEED) ? Counts.parse("--seed", call.arguments().value(Options.SEED).orElseThrow(), 0, Long.MAX_VALUE) : FIRST_SEED;
    long events =
        call.arguments().has(Options.EVENTS)
            ? Counts.parse("--events", call.arguments().value(Options.EVENTS).orElseThrow(), Generator.LEAST_EVENTS, Generator.MOST_EVENTS)
            : Generator.DEFAULT_EVENTS;
    boolean attack = !call.arguments().has(Options.NO_ATTACK);
    boolean isKept = call.arguments().has(Options.EVIDENCE);
    Path folder = isKept ? empty(call, call.arguments().value(Options.EVIDENCE).orElseThrow()) : null;
    // All that can be wrong with the options is told before anything is made.
    AnalysisRequest plan = AnalyzeVerb.request(call, List.of(), null, times.zone());
    if (folder != null) {
      apart("--out", plan.out(), folder);
      apart("--data-dir", plan.dataDir(), folder);
    }
    if (call.around().isMain()) {
      Interruption.watch(call.around().err());
    }
    if (folder != null) {
      return run(call, times, new Request(folder, seed, events, attack), true);
    }
    Path place = Files.createTempDirectory("cutpoint-demo-");
    Interruption.beforeHalt(() -> removeAsFarAsPossible(place, call.around().err()));
    try {
      return run(call, times, new Request(place, seed, events, attack), false);
    } finally {
      Folders.delete(place);
    }
  }

  private static int run(Call call, TimeText times, Request request, boolean isKept) throws UsageException, ExitException, IOException, AnalysisException {
    Evidence evidence = make(request, isKept);
    if (!call.isQuiet()) {
      tell(call, request, evidence, isKept);
    }
    if (!evidence.isComplete()) {
      return Exit.INTERRUPTED;
    }
    AnalysisRequest analysis = AnalyzeVerb.request(call, evidence.folders(), null, times.zone());
    AnalysisResult result = AnalyzeVerb.analyze(call, analysis);
    AnalyzeVerb.print(call, analysis, result, times);
    if (result.interrupted()) {
      return Exit.INTERRUPTED;
    }
    if (!call.isQuiet()) {
      compare(call, request, evidence, result, isKept);
    }
    return Exit.DONE;
  }

  private static Evidence make(Request request, boolean isKept) throws ExitException {
    try {
      return Generator.make(request, Interruption::isAsked);
    } catch (IOException failed) {
      throw new ExitException(
          Exit.IO, "the evidence could not be written to " + request.folder() + ": " + CommandLine.what(failed) + (isKept ? "; what was written is still there" : ""));
    }
  }

  private static void tell(Call call, Request request, Evidence evidence, boolean isKept) {
    call.terminal().say("cutpoint: made the logs of " + evidence.company() + " (seed " + request.seed() + "): " + String.join(", ", evidence.hosts()) + "; " + Figures.counted(evidence.days(), "day")
        + " from " + evidence.from());
    call.terminal().say("cutpoint: " + Figures.counted(evidence.events(), "event") + " in " + Figures.counted(evidence.files(), "file") + ", " + Amounts.bytes(evidence.bytes()) + "; "
        + (request.withAttack() ? Figures.grouped(evidence.attackEvents()) + " of an attack (" + share(evidence) + ")" : "no attack in them"));
    if (isKept) {
      call.terminal().say("cutpoint: evidence in " + request.folder() + ", the truth in " + evidence.truth());
    }
  }

  private static String share(Evidence evidence) {
    double percent = 100.0 * evidence.attackEvents() / Math.max(1, evidence.events());
    return percent < 0.1 ? Amounts.tenths(percent * 1000) + " in 100,000" : Amounts.tenths(percent) + " %";
  }

  /// One line: whether the attack was found, and which of its stages.
  private static void compare(Call call, Request request, Evidence evidence, AnalysisResult result, boolean isKept) throws IOException {
    Scorecard card;
    try {
      card = Evaluation.of(result.out(), evidence.truth());
    } catch (TruthException wrong) {
      throw new IllegalStateException("the truth that was made cannot be read: " + wrong.problems(), wrong);
    }
    if (card.attacks().isEmpty()) {
      call.terminal().say("cutpoint: the truth: no attack; " + (card.falseIntrusions().isEmpty() ? "none is claimed" : Figures.counted(card.falseIntrusions().size(), "intrusion") + " with a score of 40 or more"));
    } else {
      Scorecard.Attack attack = card.attacks().getFirst();
      Scorecard.Stages stages = attack.stages();
      call.terminal().say(
          "cutpoint: the truth: the attack is " + (attack.isFound() ? "found and ranked first" : "not ranked first")
              + (stages == null
                  ? ""
                  : "; of its " + evidence.stages().size() + " stages " + (stages.missed().isEmpty() ? "all are" : (evidence.stages().size() - stages.missed().size()) + " are") + " confirmed"
                      + (stages.missed().isEmpty() ? "" : " (not " + titles(stages.missed()) + ")")
                      + (stages.falselyConfirmed().isEmpty() ? ", none falsely" : ", falsely " + titles(stages.falselyConfirmed())))
              + (attack.intrusions() > 1 ? "; pieces of it in " + attack.intrusions() + " intrusions" : ""));
    }
    if (isKept) {
      call.terminal().say("cutpoint: try: cutpoint evaluate " + result.out() + " --truth " + evidence.truth());
    } else {
      call.terminal().say("cutpoint: the evidence was removed; keep it with: cutpoint demo --seed " + request.seed() + " --evidence DIR");
    }
  }

  private static String titles(Collection<Stage> stages) {
    return stages.stream().map(Stage::title).collect(Collectors.joining(", "));
  }

  /// What is written besides the evidence lies outside of it.
  private static void apart(String option, Path written, Path evidence) throws UsageException {
    if (written.toAbsolutePath().normalize().startsWith(evidence.toAbsolutePath().normalize())) {
      throw new UsageException(option + " " + written + " lies inside the evidence, which an analysis never writes to", "name another folder with " + option);
    }
  }

  /// A folder that is not there yet, or has nothing in it.
  private static Path empty(Call call, String written) throws UsageException, ExitException, IOException {
    Path folder = call.path(written);
    if (written.isEmpty()) {
      throw new UsageException("--evidence takes a folder", "see: cutpoint help demo");
    }
    if (!Files.exists(folder)) {
      return folder;
    }
    if (!Files.isDirectory(folder)) {
      throw new ExitException(Exit.IO, written + ": is no folder");
    }
    try (Stream<Path> inside = Files.list(folder)) {
      if (inside.findAny().isPresent()) {
        throw new ExitException(Exit.IO, written + ": is not empty, and nothing in it is overwritten");
      }
    }
    return folder;
  }

  /// The process ends at once: what cannot be deleted stays.
  private static void removeAsFarAsPossible(Path folder, PrintStream err) {
    try {
      Folders.delete(folder);
    } catch (IOException | UncheckedIOException stays) {
      err.println("cutpoint: " + folder + " could not be removed: " + stays.getMessage());
    }
  }
}
