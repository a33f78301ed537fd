package io.cutpoint.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.cli.arguments.Arguments;
import io.cutpoint.cli.arguments.Option;
import io.cutpoint.cli.arguments.Syntax;
import io.cutpoint.cli.arguments.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {

  @TempDir Path directory;

  @Test
  void helpListsAllVerbs() throws IOException {
    Captured captured = new Captured(directory);

    assertThat(captured.run("help")).isEqualTo(Exit.DONE);

    assertThat(captured.out()).contains(Verbs.names());
    Golden.check("help", captured.out());
  }

  static Stream<String> verbs() {
    return Verbs.names().stream();
  }

  @ParameterizedTest
  @MethodSource("verbs")
  void everyVerbHasHelpWithExamplesOnEightyColumns(String verb) throws IOException {
    Captured captured = new Captured(directory).columns(80);

    assertThat(captured.run(("help " + verb).split(" "))).isEqualTo(Exit.DONE);

    assertThat(captured.out().lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    assertThat(captured.out()).contains("Examples:");
    Golden.check("help-" + verb.replace(' ', '-'), captured.out());
  }

  @ParameterizedTest
  @MethodSource("verbs")
  void helpIsTheSameHoweverItIsAskedFor(String verb) {
    Captured asked = new Captured(directory);
    asked.run(("help " + verb).split(" "));

    for (String written : List.of(verb + " --help", verb + " -h", "-h " + verb)) {
      Captured captured = new Captured(directory);
      assertThat(captured.run(written.split(" "))).isEqualTo(Exit.DONE);
      assertThat(captured.out()).isEqualTo(asked.out());
    }
  }

  @Test
  void examplesAreUnderstood() {
    for (Verb verb : Verbs.ALL) {
      for (var example : verb.syntax().examples()) {
        String command = example.command().substring(example.command().indexOf("cutpoint "));
        List<String> words = Stream.of(command.replace("'", "").split(" ")).skip(1).toList();
        assertThat(String.join(" ", words)).startsWith(verb.syntax().name());
        assertThat(words.subList(verb.syntax().name().split(" ").length, words.size()))
            .allSatisfy(word -> assertThat(word.startsWith("--") ? verb.syntax().options().stream().map(o -> "--" + o.name()).toList() : List.of(word)).contains(word));
      }
    }
  }

  /// Also where one is named in passing, as in "the same as -f json".
  @ParameterizedTest
  @MethodSource("verbs")
  void everyOptionThatAHelpNamesIsTaken(String name) throws UsageException {
    Captured captured = new Captured(directory).columns(200);
    captured.run(("help " + name).split(" "));
    Syntax syntax = Verbs.find(name).orElseThrow().syntax();
    List<String> operands = Collections.nCopies(syntax.least(), "x");

    Set<String> written = new TreeSet<>();
    captured.out().lines().filter(line -> !line.startsWith("  cutpoint ")).forEach(line -> {
      for (String word : line.split("[ ,;:.()\"|]+")) {
        if (word.length() > 1 && word.startsWith("-") && Character.isLetter(word.charAt(word.startsWith("--") ? 2 : 1))) {
          written.add(word);
        }
      }
    });

    assertThat(written).contains("--help", "-h");
    for (String option : written) {
      List<String> words = new ArrayList<>(operands);
      words.add(option);
      Option meant = syntax.options().stream().filter(one -> option.equals("--" + one.name()) || option.equals("-" + one.letter())).findFirst().orElse(null);
      if (meant != null && meant.takesValue()) {
        words.add(meant.words().isEmpty() ? "1" : meant.words().getFirst());
      }
      Arguments.parse(syntax, words);
    }
  }

  @ParameterizedTest
  @MethodSource("verbs")
  void everyExampleParses(String name) throws UsageException {
    Syntax syntax = Verbs.find(name).orElseThrow().syntax();

    for (Syntax.Example example : syntax.examples()) {
      String command = example.command().substring(example.command().indexOf("cutpoint ") + "cutpoint ".length());
      int end = command.length();
      for (String shell : List.of(" | ", " > ")) {
        end = command.contains(shell) ? Math.min(end, command.indexOf(shell)) : end;
      }
      List<String> words = List.of(command.substring(name.length(), end).replace("'", "").strip().split(" "));

      assertThat(command).startsWith(name);
      Arguments.parse(syntax, words.equals(List.of("")) ? List.of() : words);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"exit-codes", "environment"})
  void topicsHaveHelpOnEightyColumns(String topic) throws IOException {
    Captured captured = new Captured(directory).columns(80);

    assertThat(captured.run("help", topic)).isEqualTo(Exit.DONE);

    assertThat(captured.out().lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    Golden.check("help-" + topic, captured.out());
  }

  @Test
  void everyExitCodeOfTheProductIsExplained() throws IllegalAccessException {
    for (var constant : Exit.class.getDeclaredFields()) {
      if (constant.getType() == int.class) {
        int code = constant.getInt(null);
        assertThat(Exit.ALL).anyMatch(exit -> exit.code() == code);
      }
    }
  }

  @Test
  void versionIsOneLine() {
    Captured captured = new Captured(directory);

    assertThat(captured.run("version")).isEqualTo(Exit.DONE);

    assertThat(captured.out()).isEqualTo("cutpoint 1.2.3 (Java 25)\n");
    assertThat(captured.err()).isEmpty();
  }
}
