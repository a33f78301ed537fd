package io.cutpoint.cli;

import io.cutpoint.cli.arguments.Condition;
import io.cutpoint.cli.arguments.Sizes;
import io.cutpoint.cli.arguments.Times;
import io.cutpoint.cli.arguments.UsageException;
import io.cutpoint.cli.result.Json;
import io.cutpoint.cli.result.ResultFolder;
import io.cutpoint.cli.terminal.Amounts;
import io.cutpoint.cli.terminal.ProgressLine;
import io.cutpoint.cli.terminal.TimeText;
import io.cutpoint.engine.Analysis;
import io.cutpoint.engine.AnalysisException;
import io.cutpoint.engine.AnalysisRequest;
import io.cutpoint.engine.AnalysisResult;
import io.cutpoint.engine.Ledger;
import io.cutpoint.engine.Progress;
import io.cutpoint.model.detection.Level;
import io.cutpoint.model.text.Figures;
import io.cutpoint.model.text.SafeText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// `analyze`.
final class AnalyzeVerb {

  static final long LEAST_MEMORY = 256L << 20;
  static final long USUAL_MEMORY = 512L << 20;
  static final int MOST_THREADS = 256;
  private static final int NAMED_INPUTS = 10;
  /// The truth of a demonstration, which tells of no event.
  private static final String TRUTH = "truth";

  private static final String USER_FILTER = "outside-window";

  private AnalyzeVerb() {}

  static int run(Call call) throws UsageException, ExitException, IOException, AnalysisException {
    TimeText times = call.times();
    List<Condition> conditions = new ArrayList<>();
    for (String text : call.arguments().values(Options.FAIL_ON)) {
      conditions.add(Condition.parse(text));
    }
    AnalysisRequest request = request(call, times.zone());
    AnalysisResult result = analyze(call, request);

    print(call, request, result, times);
    boolean unreadable = call.arguments().has(Options.STRICT) && isUnreadable(call, result.ledger());
    if (result.interrupted()) {
      return Exit.INTERRUPTED;
    }
    for (Condition condition : conditions) {
      if (result.intrusions().stream().anyMatch(intrusion -> condition.isMetBy(intrusion.furthest(), intrusion.score()))) {
        call.terminal().say("cutpoint: --fail-on " + condition + " is met");
        return Exit.CONDITION_MET;
      }
    }
    return unreadable ? Exit.UNREADABLE : Exit.DONE;
  }

  private static AnalysisRequest request(Call call, ZoneId zone) throws UsageException, ExitException, IOException {
    boolean standardInput = false;
    List<Path> inputs = new ArrayList<>();
    for (String written : call.arguments().operands()) {
      if (written.equals("-")) {
        standardInput = true;
      } else {
        inputs.add(existing(call, written));
      }
    }
    AnalysisRequest request = request(call, inputs, standardInput ? call.around().in() : null, zone);
    notFromEvidence(call, inputs);
    outside(call, "--out", request.out(), inputs);
    outside(call, "--data-dir", request.dataDir(), inputs);
    return request;
  }

  /// What the options say, for inputs that are known.
  static AnalysisRequest request(Call call, List<Path> inputs, @Nullable InputStream standardInput, ZoneId zone) throws UsageException, ExitException, IOException {
    long since = 0;
    long until = -1;
    if (call.arguments().has(Options.SINCE)) {
      since = Times.parse("--since", call.arguments().value(Options.SINCE).orElseThrow(), zone);
    }
    if (call.arguments().has(Options.UNTIL)) {
      until = Times.parse("--until", call.arguments().value(Options.UNTIL).orElseThrow(), zone);
    }
    if (Long.compareUnsigned(since, until) >= 0) {
      throw new UsageException("--until is not after --since: nothing could lie between them", "see: cutpoint help analyze");
    }
    return new AnalysisRequest(
        inputs,
        standardInput,
        rules(call),
        !call.arguments().has(Options.NO_BUILTIN_RULES),
        since,
        until,
        level(call),
        out(call),
        call.dataDir(),
        threads(call),
        memory(call),
        call.around().version(),
        placeholders(call));
  }

  /// The file of values for placeholders, or null.
  static @Nullable Path placeholders(Call call) throws UsageException, ExitException {
    String written = call.arguments().value(Options.PLACEHOLDERS).orElse("");
    return written.isEmpty() ? null : existing(call, written);
  }

  /// The rules that were named, each there.
  static List<Path> rules(Call call) throws UsageException, ExitException {
    List<Path> rules = new ArrayList<>();
    for (String written : call.arguments().values(Options.RULES)) {
      rules.add(existing(call, written));
    }
    return rules;
  }

  /// The lowest level of rules to use.
  static Level level(Call call) {
    return call.arguments().value(Options.MIN_LEVEL).flatMap(Level::of).orElse(Level.INFORMATIONAL);
  }

  /// A path that was named and is there.
  static Path existing(Call call, String written) throws UsageException, ExitException {
    Path path = call.path(written);
    if (written.isEmpty() || !Files.exists(path)) {
      throw new ExitException(Exit.IO, (written.isEmpty() ? "''" : written) + ": there is no such file or folder");
    }
    return path;
  }

  private static int threads(Call call) throws UsageException {
    String text = call.arguments().value(Options.THREADS).orElse("");
    if (text.isEmpty()) {
      return Math.min(Runtime.getRuntime().availableProcessors(), MOST_THREADS);
    }
    return number("--threads", text, 1, MOST_THREADS);
  }

  /// How many lines to print at most.
  static int limit(Call call) throws UsageException {
    String limit = call.arguments().value(Options.LIMIT).orElse("");
    return limit.isEmpty() ? Integer.MAX_VALUE : number("--limit", limit, 0, Integer.MAX_VALUE);
  }

  /// A whole number of an option.
  static int number(String option, String text, int least, int most) throws UsageException {
    try {
      int n = Integer.parseInt(text);
      if (n >= least && n <= most) {
        return n;
      }
    } catch (NumberFormatException notOne) {
      // told below
    }
    throw new UsageException(option + " takes a number from " + least + " to " + most + ", not " + text, "for example: " + option + " " + Math.clamp(4, least, most));
  }

  /// The bound on the memory of the process.
  static long memory(Call call) throws UsageException {
    String option = call.arguments().value(Options.MAX_MEMORY).orElse("");
    long bytes = option.isEmpty() ? USUAL_MEMORY : Sizes.parse("--max-memory", option);
    if (bytes < LEAST_MEMORY) {
      throw new UsageException("--max-memory is too little: " + option, "at least 256M are needed");
    }
    return bytes;
  }

  /// Where the result goes: where it was told, else a new folder named after the time.
  private static Path out(Call call) throws UsageException {
    String told = call.arguments().value(Options.OUT).orElse("");
    if (!told.isEmpty()) {
      return call.path(told);
    }
    Path parent = call.path("cutpoint-out");
    String name = Stamps.minute(call.around().clock().instant().atZone(ZoneId.systemDefault()).toOffsetDateTime());
    Path folder = parent.resolve(name);
    for (int n = 2; Files.exists(folder); n++) {
      folder = parent.resolve(name + "-" + n);
    }
    return folder;
  }

  /// Whoever wrote the evidence does not choose the settings.
  private static void notFromEvidence(Call call, List<Path> inputs) throws ExitException, IOException {
    Path local = call.around().directory().resolve(Settings.LOCAL);
    for (Path file : call.configuration().files()) {
      if (call.isVerbose()) {
        call.terminal().say("cutpoint: settings from " + file);
      }
      boolean isNamed = call.arguments().has(Options.CONFIG) || !call.around().environment().getOrDefault(Settings.VARIABLE, "").isEmpty();
      for (Path input : inputs) {
        if (file.equals(local) && !isNamed && Files.isDirectory(input) && file.toRealPath().startsWith(input.toRealPath())) {
          throw new ExitException(Exit.CONFIGURATION, file + " lies inside the evidence, whose author must not choose settings; start elsewhere, or name the file with --config");
        }
      }
    }
  }

  /// The evidence is never written to.
  private static void outside(Call call, String option, Path written, List<Path> inputs) throws UsageException, IOException {
    Path real = real(written);
    for (Path input : inputs) {
      if (Files.isDirectory(input) && real.startsWith(input.toRealPath())) {
        throw new UsageException(
            (call.arguments().has(option.equals("--out") ? Options.OUT : Options.DATA_DIR) ? option + " " : "") + written + " lies inside the evidence, which is never written to",
            "name another folder with " + option);
      }
    }
  }

  /// The real path of what may not be there yet.
  private static Path real(Path path) throws IOException {
    Path absolute = path.toAbsolutePath().normalize();
    Path there = absolute;
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    return there == null ? absolute : there.toRealPath().resolve(there.relativize(absolute));
  }

  static AnalysisResult analyze(Call call, AnalysisRequest request) throws AnalysisException {
    Surroundings around = call.around();
    if (around.isMain()) {
      Interruption.watch(around.err());
    }
    boolean drawn =
        around.errIsTerminal() && !call.isQuiet() && !call.arguments().has(Options.NO_PROGRESS) && !around.environment().getOrDefault("TERM", "").equals("dumb");
    if (!drawn) {
      return Analysis.run(request, new Silent(call));
    }
    ProgressLine line = new ProgressLine(around.err(), call.terminal().width(), around.nanoClock(), Interruption::isAsked, sentence -> remark(call, sentence), () -> firstEvent(call));
    try {
      return Analysis.run(request, line);
    } finally {
      line.clear();
    }
  }

  private static void remark(Call call, String sentence) {
    if (call.isVerbose()) {
      call.terminal().say("cutpoint: " + SafeText.to(SafeText.Target.TERMINAL, sentence));
    }
  }

  /// Tells how long the start took, where the launcher has said when it began: milliseconds since 1970.
  private static void firstEvent(Call call) {
    String began = System.getProperty("cutpoint.began", "");
    if (call.isVerbose() && !began.isEmpty() && began.chars().allMatch(Character::isDigit)) {
      remark(call, "the first event was matched " + (call.around().clock().instant().toEpochMilli() - Long.parseLong(began)) + " ms after the start");
    }
  }

  /// Draws nothing, but hears Ctrl-C.
  private static final class Silent implements Progress {
    private final Call call;

    Silent(Call call) {
      this.call = call;
    }

    @Override
    public void remark(String sentence) {
      AnalyzeVerb.remark(call, sentence);
    }

    @Override
    public void firstEvent() {
      AnalyzeVerb.firstEvent(call);
    }

    @Override
    public void rulesLoaded(int rules, int skipped) {}

    @Override
    public void inputsFound(int files, long bytes) {}

    @Override
    public void reading(long bytesRead, long bytesTotal, long events) {}

    @Override
    public void linking(long facts, long factsTotal) {}

    @Override
    public boolean isCancelled() {
      return Interruption.isAsked();
    }
  }

  static void print(Call call, AnalysisRequest request, AnalysisResult result, TimeText times) throws IOException {
    ResultFolder folder = new ResultFolder(result.out());
    switch (call.format()) {
      case "json" -> {
        List<Json> intrusions = new ArrayList<>();
        folder.read(ResultFolder.INTRUSIONS, intrusions::add);
        Map<String, Json> all = new LinkedHashMap<>();
        if (folder.summary() instanceof Json.Members summary) {
          all.putAll(summary.values());
        }
        all.put("intrusions", new Json.Items(intrusions));
        call.terminal().print(new Json.Members(all).toString());
      }
      case "table" -> {
        if (!call.isQuiet()) {
          new Report(call, request, result, times, IntrusionVerbs.all(folder)).print();
        }
        if (call.isVerbose()) {
          call.terminal().say(cost(result));
        }
      }
      default -> IntrusionVerbs.print(call, folder, times, true);
    }
  }

  /// What the run took: time, rate and, where the system tells, the most memory that was resident.
  private static String cost(AnalysisResult result) {
    long events = result.events().processed();
    String rate = result.phase1Seconds() > 0 ? Figures.grouped(Math.round(events / result.phase1Seconds())) + " events/s" : "at once";
    return "cutpoint: read and matched in " + Amounts.tenths(result.phase1Seconds()) + " s (" + rate + "), linked in " + Amounts.tenths(result.phase2Seconds()) + " s"
        + peakKilobytes().map(kilobytes -> ", at most " + kilobytes / 1024 + " MB resident").orElse("");
  }

  private static Optional<Long> peakKilobytes() {
    Path status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) {
      return Optional.empty();
    }
    try (Stream<String> lines = Files.lines(status)) {
      return lines.filter(line -> line.startsWith("VmHWM:")).map(AnalyzeVerb::digits).findFirst();
    } catch (IOException unknown) {
      // Not this system's way of telling: the figure is left out.
      return Optional.empty();
    }
  }

  private static long digits(String line) {
    long value = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c >= '0' && c <= '9') {
        value = value * 10 + (c - '0');
      }
    }
    return value;
  }

  /// Whether some input could not be read as a whole; says which.
  private static boolean isUnreadable(Call call, Ledger ledger) {
    int named = 0;
    for (Ledger.Row row : ledger.sources()) {
      String faults = faults(row);
      if (!faults.isEmpty() && named++ < NAMED_INPUTS) {
        call.terminal().say("cutpoint: --strict: " + row.source() + ": " + faults);
      }
    }
    if (named > NAMED_INPUTS) {
      call.terminal().say("cutpoint: --strict: and " + (named - NAMED_INPUTS) + " more, see summary.json");
    }
    return named > 0;
  }

  /// What was lost of a source, in words; empty where nothing was.
  static String faults(Ledger.Row row) {
    List<String> faults = new ArrayList<>();
    if (row.quarantined() > 0) {
      faults.add(row.quarantined() + " quarantined");
    }
    new TreeMap<>(row.dropped()).forEach((reason, n) -> {
      if (n > 0 && !reason.equals(USER_FILTER) && !reason.equals(TRUTH)) {
        faults.add(n + " dropped (" + reason + ")");
      }
    });
    for (String warning : List.of("empty-file", "file-shorter-than-header")) {
      if (row.warnings().containsKey(warning)) {
        faults.add(warning);
      }
    }
    return String.join(", ", faults);
  }
}
