package io.cutpoint.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.cli.result.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorVerbTest {

  private static final List<String> CHECKS = List.of("java", "configuration", "memory", "data folder", "temporary", "locale", "terminal", "rules", "added rules", "class cache", "rule cache");

  @TempDir Path directory;

  private Json row(String check, String... words) throws IOException {
    Captured captured = new Captured(directory);
    String[] all = new String[words.length + 2];
    all[0] = "doctor";
    all[1] = "--json";
    System.arraycopy(words, 0, all, 2, words.length);
    captured.run(all);
    return Json.parse(captured.out()).items().stream().filter(row -> row.get("check").text().raw().equals(check)).findFirst().orElseThrow();
  }

  private static String state(Json row) {
    return row.get("state").text().raw();
  }

  @Test
  void everyThingIsLookedAtOnce() throws IOException {
    Captured captured = new Captured(directory);

    captured.run("doctor", "-f", "json");

    assertThat(Json.parse(captured.out()).items().stream().map(row -> row.get("check").text().raw())).containsExactlyElementsOf(CHECKS);
    assertThat(state(row("java"))).isEqualTo("ok");
    assertThat(state(row("rules"))).isEqualTo("ok");
    assertThat(row("added rules").toString()).contains("warning").contains("rules add");
  }

  @Test
  void peopleGetALineForEachOnEightyColumns() {
    Captured captured = new Captured(directory).columns(80);

    captured.run("doctor");

    assertThat(captured.out().lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    assertThat(captured.out()).contains(CHECKS);
  }

  @Test
  void brokenConfigurationIsAFaultWithItsPlace() throws IOException {
    Files.writeString(directory.resolve("cutpoint.yaml"), "treads: 2\n");
    Captured captured = new Captured(directory).columns(200);

    assertThat(captured.run("doctor")).isEqualTo(Exit.CONFIGURATION);

    assertThat(captured.out()).contains("fault").contains("cutpoint.yaml:1:1").contains("did you mean threads?");
    assertThat(captured.err()).contains("1 fault");
  }

  @Test
  void dataFolderThatIsAFileIsAFault() throws IOException {
    Files.writeString(directory.resolve("state"), "");

    assertThat(state(row("data folder", "--data-dir", "state"))).isEqualTo("fault");
    assertThat(new Captured(directory).run("doctor", "--data-dir", "state")).isEqualTo(Exit.CONFIGURATION);
  }

  @Test
  void rulesThatCannotBeKeptCompiledAreAWarningWithTheirPlace() throws IOException {
    assertThat(state(row("rule cache", "--data-dir", "state"))).isEqualTo("ok");
    Files.createDirectories(directory.resolve("state"));
    Files.writeString(directory.resolve("state/cache"), "a file where the folder should be");

    assertThat(row("rule cache", "--data-dir", "state").toString()).contains("warning").contains("state/cache cannot be written");
  }

  @Test
  void noRulesAtAllAreAFault() throws IOException {
    assertThat(row("rules", "--no-builtin-rules").toString()).contains("fault").contains("rules add");
  }

  @Test
  void addedRulesThatAreBrokenAreNamed() throws IOException {
    Path pack = Files.createDirectories(directory.resolve("state/rules/own"));
    Files.writeString(pack.resolve("broken.yml"), "title: x\nlogsource: {product: windows}\ndetection:\n  a: {A|nonsense: 1}\n  condition: a\n");

    Json row = row("added rules", "--data-dir", "state");

    assertThat(row.toString()).contains("warning").contains("broken.yml:");
  }

  @Test
  void adjustmentsThatAreBrokenAreNamed() throws IOException {
    Files.createDirectories(directory.resolve("state"));
    Files.writeString(directory.resolve("state/rules.yaml"), "- {rul: x}\n");

    assertThat(row("rules.yaml", "--data-dir", "state").toString()).contains("warning").contains("rules.yaml:1:");
  }

  @Test
  void configuredDataFolderIsTheOneThatIsLookedAt() throws IOException {
    Files.writeString(directory.resolve("cutpoint.yaml"), "data-dir: elsewhere\n");

    assertThat(row("data folder").toString()).contains("elsewhere");
  }

  @Test
  void nothingIsLeftBehind() throws IOException {
    Files.createDirectories(directory.resolve("state"));

    new Captured(directory).run("doctor", "--data-dir", "state");

    assertThat(directory.resolve("state")).isEmptyDirectory();
  }
}
