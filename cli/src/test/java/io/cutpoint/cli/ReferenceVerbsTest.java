package io.cutpoint.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cutpoint.cli.reference.CommandPage;
import io.cutpoint.cli.reference.ConfigurationPage;
import io.cutpoint.cli.reference.Reference;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is made from the command table, tried by the programs that it is made for. Where one of them is not installed,
/// its test is skipped and says so.
class ReferenceVerbsTest {

  @TempDir Path directory;

  private Path file(String... words) throws IOException {
    Captured captured = new Captured(directory);
    assertThat(captured.run(words)).isEqualTo(Exit.DONE);
    return Files.writeString(directory.resolve("made"), captured.out());
  }

  private static void needs(String program) {
    boolean isThere = Stream.of(System.getenv("PATH").split(File.pathSeparator)).anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    assumeTrue(isThere, () -> program + " is not installed here: what is made for it was not tried");
  }

  /// What a program prints, errors too.
  private String run(List<String> words) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(words).directory(directory.toFile()).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().put("HOME", directory.toString());
    Process process = builder.start();
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return printed;
  }

  private static final List<List<String>> LINES =
      List.of(
          List.of("cutpoint", ""),
          List.of("cutpoint", "int"),
          List.of("cutpoint", "intrusions", ""),
          List.of("cutpoint", "--color", "never", "config", "s"),
          List.of("cutpoint", "analyze", "--min-level", ""),
          List.of("cutpoint", "analyze", "--no-st"),
          List.of("cutpoint", "completion", ""),
          List.of("cutpoint", "analyze", "mad"),
          List.of("cutpoint", "analyze", "--out", "mad"),
          List.of("cutpoint", "analyze", "--since", ""));

  private static final List<List<String>> WANTED =
      List.of(List.of(), List.of("intrusions"), List.of("ls", "show", "explain"), List.of("show"), List.of("informational", "low", "medium", "high", "critical"), List.of("--no-strict"), List.of("bash", "zsh", "fish"), List.of("made"), List.of("made"), List.of());

  private static List<String> wanted(int line) {
    return line == 0 ? Verbs.firstWords() : WANTED.get(line);
  }

  @Test
  void bashCompletes() throws IOException, InterruptedException {
    needs("bash");
    Path made = file("completion", "bash");

    for (int i = 0; i < LINES.size(); i++) {
      List<String> words = new ArrayList<>(List.of("bash", "-c", "source \"$1\"; shift; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); _cutpoint; printf '%s\\n' \"${COMPREPLY[@]}\"", "bash", made.toString()));
      words.addAll(LINES.get(i));
      assertThat(run(words).lines().filter(line -> !line.isEmpty())).as(LINES.get(i).toString()).containsExactlyInAnyOrderElementsOf(wanted(i));
    }
  }

  @Test
  void fishCompletes() throws IOException, InterruptedException {
    needs("fish");
    Path made = file("completion", "fish");

    for (int i = 0; i < LINES.size(); i++) {
      String printed = run(List.of("fish", "--no-config", "-c", "source " + made + "; complete -C '" + String.join(" ", LINES.get(i)) + "'"));
      assertThat(printed.lines().map(line -> line.split("\t", 2)[0])).as(LINES.get(i).toString()).containsExactlyInAnyOrderElementsOf(wanted(i));
    }
  }

  @Test
  void zshCompletes() throws IOException, InterruptedException {
    needs("zsh");
    Path made = file("completion", "zsh");
    Path trial =
        Files.writeString(
            directory.resolve("trial.zsh"),
            """
            autoload -U compinit; compinit -u -D
            source "$1"; shift
            [[ $_comps[cutpoint] == _cutpoint ]] || print "not registered"
            _describe() { print -rl -- "${(P@)@[-1]}" }
            _arguments() { print -r -- "$words / $CURRENT"; print -rl -- "$@" }
            local -a words; words=("$@"); local CURRENT=$#words
            _cutpoint
            """);

    String verbs = run(List.of("zsh", "-f", trial.toString(), made.toString(), "cutpoint", ""));
    String group = run(List.of("zsh", "-f", trial.toString(), made.toString(), "cutpoint", "--color", "never", "intrusions", ""));
    String options = run(List.of("zsh", "-f", trial.toString(), made.toString(), "cutpoint", "--tz", "UTC", "intrusions", "ls", "-f", ""));
    String shells = run(List.of("zsh", "-f", trial.toString(), made.toString(), "cutpoint", "completion", ""));

    assertThat(verbs.lines().map(line -> line.substring(0, line.indexOf(':')))).containsExactlyElementsOf(Verbs.firstWords());
    assertThat(group.lines().map(line -> line.substring(0, line.indexOf(':')))).containsExactly("ls", "show", "explain");
    assertThat(options).startsWith("cutpoint -f  / 3\n").contains("--format=[how to print the result]:word:(table json ndjson csv md)").contains("--out=[").contains(":DIR:_files");
    assertThat(shells).contains("*:word:(bash zsh fish)");
  }

  @Test
  void zshTakesWhatIsSaidToItsOwnCompletion() throws IOException, InterruptedException {
    needs("zsh");
    Path made = file("completion", "zsh");

    assertThat(run(List.of("zsh", "-n", made.toString()))).isEmpty();
  }

  @Test
  void manualPageHasNoWarningsAndTellsEveryVerbOptionAndCode() throws IOException, InterruptedException {
    needs("groff");
    Path made = file("man");

    String warnings = run(List.of("groff", "-man", "-ww", "-Tutf8", "-z", made.toString()));
    String page = run(List.of("groff", "-man", "-Tutf8", "-P-cbou", made.toString())).replace('\u2010', '-');

    assertThat(warnings).isEmpty();
    String words = page.replaceAll("\\s+", " ");
    for (Verb verb : Verbs.ALL) {
      assertThat(words).contains("cutpoint " + verb.syntax().name());
      verb.syntax().options().forEach(option -> assertThat(words).contains("--" + option.name()));
      verb.syntax().examples().forEach(example -> assertThat(words).contains(example.command()));
    }
    Exit.ALL.forEach(exit -> assertThat(words).contains(" " + exit.code() + " "));
  }

  private static Reference reference() {
    return ReferenceVerbs.reference("1.2.3");
  }

  /// A page of docs equals what the table makes; `-Dgolden.update=true` writes it anew.
  private static void page(String name, String made) throws IOException {
    Path page = Path.of("..", "docs", name);
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(page, made);
    }
    assertThat(Files.readString(page)).isEqualTo(made);
  }

  @Test
  void pageOfCommandsIsMadeFromTheTable() throws IOException {
    page("commands.md", CommandPage.of(reference()));
  }

  @Test
  void pageOfTheConfigurationIsMadeFromTheTable() throws IOException {
    page("configuration.md", ConfigurationPage.of(reference()));
  }
}
