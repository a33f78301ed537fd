package io.cutpoint.cli;

import io.cutpoint.cli.arguments.Arguments;
import io.cutpoint.cli.arguments.UsageException;
import io.cutpoint.cli.configuration.Configuration;
import io.cutpoint.cli.configuration.ConfigurationException;
import io.cutpoint.cli.terminal.Amounts;
import io.cutpoint.cli.terminal.Paint;
import io.cutpoint.cli.terminal.Terminal;
import io.cutpoint.engine.AnalysisException;
import io.cutpoint.engine.CompiledRules;
import io.cutpoint.engine.RuleLibrary;
import io.cutpoint.engine.Rules;
import io.cutpoint.model.detection.Level;
import io.cutpoint.model.text.Figures;
import io.cutpoint.sigma.RuleProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// `doctor`: looks at what Cutpoint needs of a machine, and says what to do where something is missing.
final class DoctorVerb {

  private static final int LEAST_JAVA = 25;
  /// What the JVM itself takes beside the heap, as the launcher reckons.
  private static final long JVM_MEMORY = 140L << 20;
  private static final long LITTLE_SPACE = 1L << 30;

  private final Call call;
  private final Rows rows = new Rows(List.of("check", "state", "found", "advice"), List.of(13, 7, 60, 0));
  private int faults;
  private int warnings;

  private DoctorVerb(Call call) {
    this.call = call;
  }

  static int run(Call call) throws UsageException {
    return new DoctorVerb(call).run();
  }

  private int run() throws UsageException {
    java();
    Call configured = configuration();
    memory(configured);
    dataFolder(configured);
    temporary();
    locale();
    terminal(configured);
    rules(configured);
    classCache();
    ruleCache(configured);
    if (call.format().equals("table")) {
      people();
    } else {
      rows.print(call, text -> Paint.PLAIN);
    }
    if (!call.isQuiet() && call.format().equals("table")) {
      call.terminal().say(faults > 0 ? Figures.counted(faults, "fault") + ": Cutpoint cannot work like this" : warnings > 0 ? "works; " + Figures.counted(warnings, "warning") : "all is well");
    }
    return faults > 0 ? Exit.CONFIGURATION : Exit.DONE;
  }

  private void people() {
    Terminal terminal = call.terminal();
    for (List<String> row : rows.all()) {
      boolean isGood = row.get(1).equals("ok");
      if (call.isQuiet() && isGood) {
        continue;
      }
      Paint paint = isGood ? Paint.GOOD : row.get(1).equals("warning") ? Paint.WARM : Paint.GRAVE;
      Rows.hanging(terminal, "  " + terminal.paint(paint, pad(row.get(1), 9)) + pad(row.get(0), 15), 26, row.get(2));
      if (!row.get(3).isEmpty()) {
        Rows.hanging(terminal, " ".repeat(26), 26, row.get(3));
      }
    }
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(1, width - text.length()));
  }

  private void good(String check, String found) {
    rows.add(check, "ok", found, "");
  }

  private void warning(String check, String found, String advice) {
    warnings++;
    rows.add(check, "warning", found, advice);
  }

  private void fault(String check, String found, String advice) {
    faults++;
    rows.add(check, "fault", found, advice);
  }

  private void java() {
    Runtime.Version version = Runtime.version();
    String found = "Java " + version.feature() + " in " + System.getProperty("java.home", "?") + ", " + Figures.counted(Runtime.getRuntime().availableProcessors(), "processor");
    if (version.feature() < LEAST_JAVA) {
      fault("java", found, "install a JDK 25 or newer, and name it in CUTPOINT_JAVA_HOME");
    } else {
      good("java", found);
    }
  }

  /// The call as it would be with the configuration; the call itself where that is broken.
  private Call configuration() throws UsageException {
    try {
      Configuration configuration = Settings.read(call.around(), call.written());
      String files = configuration.files().isEmpty() ? "no file; built-in values hold" : String.join(", ", configuration.files().stream().map(Path::toString).toList());
      good("configuration", files);
      Arguments arguments = call.written().filledWith(configuration.options(Settings.ALL.stream().map(setting -> setting.option()).toList()));
      return new Call(arguments, call.written(), configuration, call.around(), call.terminal());
    } catch (ConfigurationException wrong) {
      wrong.problems().forEach(problem -> fault("configuration", problem, "change or remove the key; cutpoint config show lists all"));
    } catch (ExitException | IOException unreadable) {
      fault("configuration", String.valueOf(unreadable.getMessage()), "name a file that can be read, or none");
    }
    return call;
  }

  private void memory(Call configured) throws UsageException {
    long bound = AnalyzeVerb.memory(configured);
    long heap = Runtime.getRuntime().maxMemory();
    long there = availableMemory();
    String found = Amounts.bytes(bound) + " for the process" + (there > 0 ? ", " + Amounts.bytes(there) + " available" : "");
    if (there > 0 && there < bound) {
      warning("memory", found, "close something else, or bound it with --max-memory (at least 256M)");
    } else if (heap + JVM_MEMORY < bound - (32L << 20)) {
      warning("memory", found + ", but the JVM may use " + Amounts.bytes(heap) + " only", "start through the launcher, and write max-memory as a line of its own in the configuration");
    } else {
      good("memory", found);
    }
  }

  /// What the system could still give, or 0 where it does not tell.
  private static long availableMemory() {
    long least = 0;
    for (String line : lines(Path.of("/proc/meminfo"))) {
      if (line.startsWith("MemAvailable:")) {
        least = digits(line) << 10;
      }
    }
    List<String> group = lines(Path.of("/sys/fs/cgroup/memory.max"));
    long limit = group.isEmpty() ? 0 : digits(group.getFirst());
    return limit > 0 && (least == 0 || limit < least) ? limit : least;
  }

  private static List<String> lines(Path file) {
    if (!Files.isReadable(file)) {
      return List.of();
    }
    try (Stream<String> lines = Files.lines(file)) {
      return lines.toList();
    } catch (IOException | java.io.UncheckedIOException unknown) {
      // Not this system's way of telling.
      return List.of();
    }
  }

  private static long digits(String line) {
    long value = 0;
    for (int i = 0; i < line.length() && value < Long.MAX_VALUE / 1000; i++) {
      char c = line.charAt(i);
      if (c >= '0' && c <= '9') {
        value = value * 10 + (c - '0');
      }
    }
    return value;
  }

  private void dataFolder(Call configured) {
    Path folder = configured.dataDir().toAbsolutePath();
    Path there = folder;
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    if (there == null || !Files.isDirectory(there) || !isWritable(there)) {
      fault("data folder", folder + " cannot be written", "name another with --data-dir, or make it writable");
      return;
    }
    space("data folder", folder + (there.equals(folder) ? "" : " (not there yet)"), there, "intermediate files lie there: free some, or name another with --data-dir");
  }

  /// Whether a file can be made there; permissions alone do not tell it of read-only file systems.
  private static boolean isWritable(Path folder) {
    try {
      Files.delete(Files.createTempFile(folder, ".cutpoint-", ".probe"));
      return true;
    } catch (IOException | SecurityException no) {
      return false;
    }
  }

  private void space(String check, String found, Path folder, String advice) {
    try {
      long free = Files.getFileStore(folder).getUsableSpace();
      String text = found + ", " + Amounts.bytes(free) + " free";
      if (free < LITTLE_SPACE) {
        warning(check, text, advice);
      } else {
        good(check, text);
      }
    } catch (IOException unknown) {
      warning(check, found + ", space unknown", advice);
    }
  }

  private void temporary() {
    Path folder = Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
    if (!Files.isDirectory(folder) || !isWritable(folder)) {
      warning("temporary", folder + " cannot be written", "set TMPDIR; the JVM's own crash log would be lost");
    } else {
      space("temporary", folder.toString(), folder, "free some: the system may need it");
    }
  }

  private void locale() {
    String names = System.getProperty("sun.jnu.encoding", "");
    if (names.toUpperCase(Locale.ROOT).replace("-", "").equals("UTF8") || System.getProperty("os.name", "").startsWith("Windows")) {
      good("locale", "file names are read as " + names);
    } else {
      fault("locale", "file names are read as " + names + ": those that are not ASCII cannot be opened", "start through the launcher, or with LC_ALL=C.UTF-8");
    }
  }

  private void terminal(Call configured) {
    Surroundings around = call.around();
    boolean colours = Terminal.coloursFor(configured.arguments().value(Options.COLOR).orElse("auto"), around.environment(), around.outIsTerminal());
    String kind = around.outIsTerminal() ? "a terminal" : "no terminal";
    good("terminal", kind + ", " + call.terminal().width() + " columns, colours " + (colours ? "on" : "off") + ", progress " + (around.errIsTerminal() ? "drawn" : "not drawn"));
  }

  private void rules(Call configured) throws UsageException {
    Path data = configured.dataDir();
    try {
      Rules rules = Rules.load(!configured.arguments().has(Options.NO_BUILTIN_RULES), AnalyzeVerb.rules(configured), data, Level.INFORMATIONAL);
      String found = RuleVerbs.counted(rules.count(), rules.correlations().all().size()) + ", " + Figures.grouped(rules.skipped()) + " skipped";
      if (rules.used().isEmpty()) {
        fault("rules", found, "leave out --no-builtin-rules, or add some: cutpoint rules add sigma.zip");
      } else {
        good("rules", found + (rules.skipped() > 0 ? ": cutpoint rules ls --skipped tells why" : ""));
      }
      added(data, rules);
    } catch (AnalysisException | ExitException unreadable) {
      fault("rules", String.valueOf(unreadable.getMessage()), "name rules that are there");
    }
  }

  private void added(Path data, Rules rules) throws AnalysisException {
    int packs = new RuleLibrary(data).packs().size();
    String inside = data.resolve("rules") + java.io.File.separator;
    List<RuleProblem> broken = rules.problems().stream().filter(problem -> problem.kind() == RuleProblem.Kind.REFUSED && problem.file().startsWith(inside)).toList();
    if (packs == 0) {
      warning("added rules", "none: only the rules that come along are used", "add the public ones: cutpoint rules add sigma.zip");
    } else if (!broken.isEmpty()) {
      warning("added rules", Figures.counted(packs, "pack") + ", " + Figures.counted(broken.size(), "rule") + " broken, the first: " + broken.getFirst(), "mend or remove it; the others are used");
    } else {
      good("added rules", Figures.counted(packs, "pack"));
    }
    for (RuleProblem problem : rules.adjustments().problems()) {
      warning("rules.yaml", problem.toString(), "the other entries hold");
    }
  }

  private void classCache() {
    String cache = System.getProperty("cutpoint.aot", "");
    if (cache.isEmpty()) {
      warning("class cache", "none: every start takes some tenths of a second longer", "start through the launcher with a data folder that can be written");
    } else {
      good("class cache", cache);
    }
  }

  private void ruleCache(Call configured) {
    Path folder = CompiledRules.cacheFolder(configured.dataDir().toAbsolutePath());
    if (!Files.exists(folder)) {
      good("rule cache", folder + " (not there yet)");
    } else if (!Files.isDirectory(folder) || !isWritable(folder)) {
      warning("rule cache", folder + " cannot be written: rules are read anew in every run, which takes seconds", "make it a folder that can be written, or remove it");
    } else {
      try (Stream<Path> children = Files.list(folder)) {
        List<Path> files = children.filter(Files::isRegularFile).toList();
        long bytes = 0;
        for (Path file : files) {
          bytes += Files.size(file);
        }
        good("rule cache", folder + ", " + Figures.counted(files.size(), "file") + ", " + Amounts.bytes(bytes));
      } catch (IOException unreadable) {
        warning("rule cache", folder + " cannot be read: " + unreadable.getMessage(), "make it readable, or remove it");
      }
    }
  }
}
