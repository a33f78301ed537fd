package io.cutpoint.cli;

import io.cutpoint.cli.arguments.Arguments;
import io.cutpoint.cli.arguments.Option;
import io.cutpoint.cli.arguments.Suggestions;
import io.cutpoint.cli.arguments.UsageException;
import io.cutpoint.cli.configuration.Configuration;
import io.cutpoint.cli.configuration.ConfigurationException;
import io.cutpoint.cli.terminal.Terminal;
import io.cutpoint.engine.AnalysisException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/// Turns arguments into a call of a verb, and whatever goes wrong into an exit code and one line for people.
///
/// This is the boundary at which bugs are caught: a stack trace is kept in a file, never printed.
final class CommandLine {

  private CommandLine() {}

  /// Runs one command line.
  static int run(List<String> words, Surroundings around) {
    Terminal plain = new Terminal(around.out(), around.err(), false, Terminal.widthOf(around.columns()));
    Parsed parsed = null;
    try {
      parsed = parse(words, around);
      int code = parsed.verb().action().run(parsed.call());
      around.out().flush();
      return code;
    } catch (UsageException usage) {
      plain.say("cutpoint: " + usage.what());
      plain.say("  " + usage.hint());
      return Exit.USAGE;
    } catch (ConfigurationException wrong) {
      wrong.problems().forEach(problem -> plain.say("cutpoint: " + problem));
      return Exit.CONFIGURATION;
    } catch (ExitException ended) {
      plain.say("cutpoint: " + ended.getMessage());
      return ended.code();
    } catch (AnalysisException failed) {
      plain.say("cutpoint: " + failed.getMessage());
      return switch (failed.kind()) {
        case IO -> Exit.IO;
        case CONFIGURATION -> Exit.CONFIGURATION;
      };
    } catch (IOException failed) {
      plain.say("cutpoint: " + what(failed));
      return Exit.IO;
    } catch (OutOfMemoryError full) {
      plain.say("cutpoint: the memory is used up; give it more, for example: --max-memory 1G");
      return Exit.BUG;
    } catch (RuntimeException | Error bug) {
      plain.say("cutpoint: a bug: " + name(bug) + "; " + keep(bug, words, parsed, around));
      return Exit.BUG;
    }
  }

  private record Parsed(Verb verb, Call call) {}

  private static Parsed parse(List<String> words, Surroundings around) throws UsageException, ConfigurationException, ExitException, IOException {
    List<String> rest = new ArrayList<>(words);
    Verb verb = verb(rest, around);
    Arguments written = Arguments.parse(verb.syntax(), rest);
    boolean helps = written.has(Options.HELP);
    Configuration configuration = verb.isConfigured() && !helps ? Settings.read(around, written) : Configuration.NONE;
    Arguments arguments = written.filledWith(configuration.options(verb.syntax().options()));
    boolean colours = Terminal.coloursFor(arguments.value(Options.COLOR).orElse("auto"), around.environment(), around.outIsTerminal());
    Terminal terminal = new Terminal(around.out(), around.err(), colours, Terminal.widthOf(around.columns()));
    Call call = new Call(arguments, written, configuration, around, terminal);
    return new Parsed(helps ? new Verb(verb.syntax(), asking -> HelpVerbs.verb(asking.terminal(), verb.syntax())) : verb, call);
  }

  /// Takes the verb out of the words; common options may stand in front of it.
  private static Verb verb(List<String> words, Surroundings around) throws UsageException {
    int at = 0;
    while (at < words.size() && words.get(at).startsWith("-")) {
      String word = words.get(at);
      if (word.equals("--help") || word.equals("-h")) {
        return take(words, at, 1, "help");
      }
      if (word.equals("--version")) {
        return take(words, at, 1, "version");
      }
      at += isWithValue(word) ? 2 : 1;
    }
    if (at >= words.size()) {
      HelpVerbs.overview(new Terminal(around.err(), around.err(), false, Terminal.widthOf(around.columns())), around.version());
      throw new UsageException("no verb is given", "for example: cutpoint analyze ~/evidence");
    }
    String first = words.get(at);
    if (Verbs.find(first).isPresent()) {
      return take(words, at, 1, first);
    }
    if (!Verbs.isGroup(first)) {
      throw new UsageException("there is no verb " + first, Suggestions.hint(first, Verbs.firstWords(), "see: cutpoint help"));
    }
    String second = at + 1 < words.size() ? words.get(at + 1) : "";
    String both = first + " " + second;
    if (Verbs.find(both).isPresent()) {
      return take(words, at, 2, both);
    }
    if (second.equals("--help") || second.equals("-h")) {
      words.set(at + 1, first);
      return take(words, at, 1, "help");
    }
    List<String> group = Verbs.names().stream().filter(name -> name.startsWith(first + " ")).toList();
    throw new UsageException(
        second.isEmpty() || second.startsWith("-") ? first + " needs one word more" : "there is no verb " + both,
        second.isEmpty() ? "there are: " + String.join(", ", group) : Suggestions.hint(both, group, "there are: " + String.join(", ", group)));
  }

  private static boolean isWithValue(String word) {
    for (Option option : Options.COMMON) {
      if (option.takesValue() && word.equals("--" + option.name())) {
        return true;
      }
    }
    return false;
  }

  private static Verb take(List<String> words, int at, int count, String name) {
    words.subList(at, at + count).clear();
    return Verbs.find(name).orElseThrow();
  }

  /// A fault of the file system in words; its messages are often a bare file name.
  static String what(IOException failed) {
    String message = String.valueOf(failed.getMessage());
    return switch (failed) {
      case NoSuchFileException _ -> message + ": there is no such file or folder";
      case AccessDeniedException _ -> message + ": no permission";
      case FileAlreadyExistsException _ -> message + ": there is something of this name already";
      default -> message;
    };
  }

  private static String name(Throwable bug) {
    return bug.getClass().getSimpleName();
  }

  /// Keeps the trace in the data folder; what a person does with it is said.
  private static String keep(Throwable bug, List<String> words, @org.jspecify.annotations.Nullable Parsed parsed, Surroundings around) {
    try {
      String told = parsed == null ? "" : parsed.call().arguments().value(Options.DATA_DIR).orElse("");
      Path folder = Files.createDirectories(around.dataDir(told).resolve("traces"));
      String time = Stamps.minute(around.clock().instant().atOffset(ZoneOffset.UTC));
      Path file = folder.resolve("trace-" + time + "-" + ProcessHandle.current().pid() + ".txt");
      StringWriter text = new StringWriter();
      text.append("cutpoint ").append(around.version()).append("\nJava ").append(Runtime.version().toString()).append('\n');
      text.append(String.join("\n", words)).append("\n\n");
      bug.printStackTrace(new PrintWriter(text, true));
      Files.writeString(file, text.toString());
      return "please report it with " + file;
    } catch (IOException | RuntimeException unkept) {
      return "please report it (the trace could not be kept: " + unkept.getMessage() + ")";
    }
  }
}
