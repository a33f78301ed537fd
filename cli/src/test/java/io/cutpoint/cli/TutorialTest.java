package io.cutpoint.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the pages say that commands print is what they print. `-Dgolden.update=true` writes the outputs anew.
class TutorialTest {

  private static final Path PAGE = Path.of("..", "docs", "tutorial.md");
  private static final Path README = Path.of("..", "README.md");

  /// Relative and always the same, so that no line of a page is broken elsewhere where a machine's folder for temporary
  /// files has a longer name.
  private final Path directory = Path.of("target", "pages");

  @BeforeEach
  void anEmptyFolder() throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> inside = Files.walk(directory)) {
        for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
    Files.createDirectories(directory);
  }

  @Test
  void theOutputsOfTheTutorialAreWhatItsCommandsPrint() throws IOException {
    check(PAGE);
  }

  @Test
  void theOutputOfTheReadmeIsWhatTheDemonstrationPrints() throws IOException {
    check(README);
  }

  @Test
  void anOutputThatIsWrongIsFound() throws IOException {
    List<String> page = List.of("```console", "$ ./cutpoint version", "cutpoint of yesterday", "```");

    assertThat(new Tutorial(directory).made(page)).doesNotContain("of yesterday").contains("1.2.3");
  }

  @Test
  void onlyVersionsAndWallTimesMayDiffer() {
    assertThat(Tutorial.masked(List.of("cutpoint 0.1   73 rules   UTC", "4 intrusions, 416 detections      24,982 events in 11 s", "a 11 s")))
        .isEqualTo(Tutorial.masked(List.of("cutpoint 2.0.0   73 rules   UTC", "4 intrusions, 416 detections   24,982 events in 4.2 s", "a 11 s")))
        .isNotEqualTo(Tutorial.masked(List.of("cutpoint 2.0.0   73 rules   UTC", "5 intrusions, 416 detections   24,982 events in 4.2 s", "a 11 s")))
        .isNotEqualTo(Tutorial.masked(List.of("cutpoint 2.0.0   74 rules   UTC", "4 intrusions, 416 detections   24,982 events in 4.2 s", "a 11 s")));
  }

  private void check(Path page) throws IOException {
    String made = new Tutorial(directory).made(Files.readAllLines(page));
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(page, made);
    }
    assertThat(made).isEqualTo(Files.readString(page));
  }
}
