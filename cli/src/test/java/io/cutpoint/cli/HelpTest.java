package io.cutpoint.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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
