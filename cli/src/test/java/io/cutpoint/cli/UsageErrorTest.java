package io.cutpoint.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageErrorTest {

  @TempDir Path directory;

  @BeforeEach
  void evidence() throws IOException {
    Files.createDirectories(directory.resolve("logs"));
  }

  private static final String[] CASES = {
    "anaylze logs",
    "frobnicate",
    "intrusions",
    "intrusions --json",
    "intrusions shwo x",
    "detection ls",
    "analyze",
    "analyze --colour-me logs",
    "analyze --strct logs",
    "analyze --threads",
    "analyze --threads many logs",
    "analyze --threads 0 logs",
    "analyze --strict=yes logs",
    "analyze --format xml logs",
    "analyze -x logs",
    "analyze --min-level hihg logs",
    "analyze --fail-on stage>4 logs",
    "analyze --fail-on stage>=8 logs",
    "analyze --fail-on score>=101 logs",
    "analyze --fail-on points>=1 logs",
    "analyze --max-memory lots logs",
    "analyze --max-memory 10M logs",
    "analyze --since yesterday logs",
    "analyze --since 2026-02-30 logs",
    "analyze --since 2026-02-03 --until 2026-02-03 logs",
    "analyze --tz Mars/Olympus logs",
    "analyze --out logs/result logs",
    "analyze --data-dir logs logs",
    "analyze --indicators file logs",
    "analyze --tz Europe/Berln logs",
    "analyze --fail-on stages>=4 logs",
    "analyze --fail-on stage>=delivary logs",
    "analyze --no-strcit logs",
    "analyze --builtin-rules=no logs",
    "detections ls --stage delivry logs",
    "evaluate --truth t -f jsn",
    "config shwo",
    "config",
    "rules",
    "rules cost logs --events none",
    "rules explain a b --record last",
    "intrusions show INT-7F3A -f csv",
    "completion bsh",
    "completion",
    "help exit-code",
    "help intrusion",
    "intrusions ls a b",
    "intrusions show",
    "detections ls --limit -1",
    "detections ls --stage arrival logs",
    "help frobnicate",
    "version 2",
    "\u001b[2Jinjected",
    "",
  };

  @Test
  void everyUsageErrorNamesWhatIsBadInOneLineAndHintsInAnother() throws IOException {
    StringBuilder all = new StringBuilder();
    for (String line : CASES) {
      Captured captured = new Captured(directory).columns(80);
      int code = captured.run(line.isEmpty() ? new String[0] : line.split(" "));

      assertThat(code).as(line).isEqualTo(Exit.USAGE);
      assertThat(captured.out()).as(line).isEmpty();
      if (!line.isEmpty()) {
        assertThat(captured.err().lines()).as(line).hasSize(2);
      }
      all.append("$ cutpoint ").append(line.replace('\u001b', '^')).append('\n').append(captured.err().replace(directory.toString(), "DIR")).append('\n');
    }
    Golden.check("usage-errors", all.toString());
  }

  @Test
  void missingPathsAndRulesAreNamedWithAnInputError() {
    for (String line : new String[] {"analyze nothing-here", "analyze logs --rules no-rules", "intrusions ls no-result", "intrusions ls logs", "detections ls"}) {
      Captured captured = new Captured(directory);

      assertThat(captured.run(line.split(" "))).as(line).isEqualTo(Exit.IO);

      assertThat(captured.err()).as(line).containsAnyOf("nothing-here", "no-rules", "no-result", "logs", "cutpoint-out").hasLineCount(1);
    }
  }

  @Test
  void aFileInPlaceOfAFolderAndTheReverseAreNamedAsWhatTheyAre() throws IOException {
    Files.writeString(directory.resolve("file"), "x");
    Files.createDirectories(directory.resolve("result"));
    Files.writeString(directory.resolve("result/summary.json"), "{\"schema\":1}");
    String[][] cases = {
      {"intrusions ls file", "file: this is a file; name the folder"},
      {"evaluate result --truth logs", "logs: this is a folder; name a file"},
      {"config show --config logs", "logs: this is a folder, wanted a configuration file"},
      {"analyze logs --placeholders logs", "logs: the values of placeholders cannot be read"},
      {"bench logs", "the logs hold no event that can be read"},
      {"rules cost logs", "the logs hold no event that can be read"},
      {"rules cost logs --rules logs --no-builtin-rules", "there is no rule to measure"},
    };
    for (String[] one : cases) {
      Captured captured = new Captured(directory);

      assertThat(captured.run(one[0].split(" "))).as(one[0]).isIn(Exit.IO, Exit.CONFIGURATION);

      assertThat(captured.out()).as(one[0]).isEmpty();
      assertThat(captured.err()).as(one[0]).contains(one[1]).hasLineCount(1);
    }
  }

  @Test
  void currentFolderAsEvidenceNeedsAnotherPlaceForTheResult() {
    Captured captured = new Captured(directory);

    assertThat(captured.run("analyze", ".")).isEqualTo(Exit.USAGE);

    assertThat(captured.err()).contains("cutpoint-out").contains("evidence").contains("--out");
    assertThat(directory.resolve("cutpoint-out")).doesNotExist();
  }
}
