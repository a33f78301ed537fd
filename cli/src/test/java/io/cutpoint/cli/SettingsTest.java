package io.cutpoint.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.cli.configuration.Setting;
import io.cutpoint.cli.result.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

  @TempDir Path directory;

  @BeforeEach
  void places() throws IOException {
    Files.createDirectories(directory.resolve("home/.config/cutpoint"));
    Files.createDirectories(directory.resolve("system/cutpoint"));
    Files.createDirectories(directory.resolve("logs"));
  }

  private void local(String... lines) throws IOException {
    Files.write(directory.resolve("cutpoint.yaml"), List.of(lines));
  }

  private void user(String... lines) throws IOException {
    Files.write(directory.resolve("home/.config/cutpoint/config.yaml"), List.of(lines));
  }

  private void system(String... lines) throws IOException {
    Files.write(directory.resolve("system/cutpoint/config.yaml"), List.of(lines));
  }

  private Captured captured() {
    return new Captured(directory).environment("PROGRAMDATA", directory.resolve("system").toString());
  }

  /// The row of a key that `config show --origin` prints.
  private Json shown(Captured captured, String key, String... more) throws IOException {
    String[] words = new String[more.length + 4];
    System.arraycopy(new String[] {"config", "show", "--origin", "--json"}, 0, words, 0, 4);
    System.arraycopy(more, 0, words, 4, more.length);
    assertThat(captured.run(words)).as(captured.err()).isEqualTo(Exit.DONE);
    return Json.parse(captured.out()).items().stream().filter(row -> row.get("key").text().raw().equals(key)).findFirst().orElseThrow();
  }

  @Test
  void optionWinsOverEnvironmentOverLocalOverUserOverSystemOverBuiltIn() throws IOException {
    assertThat(shown(captured(), "output.tz").toString()).contains("UTC").contains("built in");
    system("# the machine's", "output: {tz: Asia/Tokyo}");
    assertThat(shown(captured(), "output.tz").toString()).contains("Asia/Tokyo").contains("system/cutpoint/config.yaml:2:10");
    user("output.tz: Europe/Rome");
    assertThat(shown(captured(), "output.tz").toString()).contains("Europe/Rome").contains(".config/cutpoint/config.yaml:1:1");
    local("output:", "  tz: Europe/Paris");
    assertThat(shown(captured(), "output.tz").toString()).contains("Europe/Paris").contains("cutpoint.yaml:2:3");
    assertThat(shown(captured().environment("CUTPOINT_OUTPUT_TZ", "Europe/Oslo"), "output.tz").toString()).contains("Europe/Oslo").contains("CUTPOINT_OUTPUT_TZ");
    assertThat(shown(captured().environment("CUTPOINT_OUTPUT_TZ", "Europe/Oslo"), "output.tz", "--tz", "+02:00").toString()).contains("+02:00").contains("option --tz");
  }

  @Test
  void namedFileTakesThePlaceOfTheLocalOne() throws IOException {
    local("output.tz: Europe/Paris", "threads: 1");
    user("threads: 7");
    Files.writeString(directory.resolve("other.yaml"), "output.tz: Europe/Rome\n");

    assertThat(shown(captured(), "output.tz", "--config", "other.yaml").toString()).contains("Europe/Rome");
    assertThat(shown(captured().environment("CUTPOINT_CONFIG", "other.yaml"), "threads").toString()).contains("\"7\"");
  }

  @Test
  void namedFileThatIsMissingIsAnInputError() {
    Captured captured = captured();

    assertThat(captured.run("intrusions", "ls", "--config", "nowhere.yaml")).isEqualTo(Exit.IO);

    assertThat(captured.err()).contains("nowhere.yaml").hasLineCount(1);
  }

  @Test
  void everyProblemIsToldWithItsPlaceAndTheNearestKey() throws IOException {
    local(
        "output:",
        "  colour: never",
        "  tz: Europe/Berln",
        "rules.min-level: hihg",
        "thread: 2",
        "rules:",
        "  builtin: yes",
        "  paths: [{a: b}]",
        "threads: 0",
        "max-memory: 10M",
        "threads: 2",
        "threads: 3",
        "analyze: never",
        "data-dir:",
        "analyze.fail-on: ['stage>=4', 'stagy>=4']",
        "\"\\e[2J\": 1");
    Captured captured = captured();

    assertThat(captured.run("intrusions", "ls")).isEqualTo(Exit.CONFIGURATION);

    assertThat(captured.out()).isEmpty();
    assertThat(captured.err()).doesNotContain("\u001b");
    Golden.check("configuration-errors", captured.err().replace(directory.toString(), "DIR"));
  }

  @ParameterizedTest
  @CsvSource({
    "'- a', 1:1",
    "'output: [', 2:1",
    "'a: &x [1]\nb: *x', 1:1",
    "text, 1:1",
    "'output: {{{{{{{{{{{{1: 2}}}}}}}}}}}}', 1:",
  })
  void whatIsNoConfigurationIsToldWithItsPlace(String text, String place) throws IOException {
    local(text);
    Captured captured = captured();

    assertThat(captured.run("intrusions", "ls")).isEqualTo(Exit.CONFIGURATION);

    assertThat(captured.err()).contains("cutpoint.yaml:" + place);
  }

  @Test
  void emptyFileAndCommentsAreAConfiguration() throws IOException {
    local("# nothing yet");

    assertThat(captured().run("config", "show")).isEqualTo(Exit.DONE);
  }

  @Test
  void valuesOfTheEnvironmentAreCheckedToo() {
    Captured captured = captured().environment("CUTPOINT_THREADS", "many");

    assertThat(captured.run("intrusions", "ls")).isEqualTo(Exit.CONFIGURATION);

    assertThat(captured.err()).contains("CUTPOINT_THREADS").contains("many").hasLineCount(1);
  }

  @Test
  void pathsOfAFileStartAtTheFile() throws IOException {
    user("rules:", "  paths: [own.yml, /abs/sigma.zip]");

    assertThat(shown(captured(), "rules.paths").get("value").text().raw())
        .isEqualTo(directory.resolve("home/.config/cutpoint/own.yml") + ", " + Path.of("/abs/sigma.zip"));
  }

  @Test
  void configuredValuesDoWhatTheirOptionsDo() throws IOException {
    ResultFixture.write(directory.resolve("cutpoint-out/20260425-1203"));
    local("output: {format: csv, tz: Europe/Berlin}");
    Captured configured = captured();
    Captured given = new Captured(directory);

    configured.run("intrusions", "ls");
    given.run("intrusions", "ls", "--config", "home/empty.yaml", "-f", "csv", "--tz", "Europe/Berlin");

    assertThat(configured.out()).contains("+02:00").contains(ResultFixture.FIRST);
    assertThat(given.err()).contains("home/empty.yaml");
  }

  @Test
  void jsonOptionWinsOverTheConfiguredFormat() throws IOException {
    ResultFixture.write(directory.resolve("cutpoint-out/20260425-1203"));
    local("output.format: csv");
    Captured captured = captured();

    captured.run("intrusions", "ls", "--json");

    assertThat(Json.parse(captured.out()).items()).hasSize(3);
  }

  @Test
  void levelOfRulesIsNoFilterOfDetections() throws IOException {
    ResultFixture.write(directory.resolve("cutpoint-out/20260425-1203"));
    local("rules.min-level: critical");
    Captured captured = captured();

    captured.run("detections", "ls", "--json");

    assertThat(Json.parse(captured.out()).items()).hasSize(3);
  }

  @Test
  void verbsThatHelpWorkWithABrokenConfiguration() throws IOException {
    local("nonsense: 1");

    for (String line : List.of("version", "help", "help config show", "intrusions ls --help", "completion bash", "man")) {
      assertThat(captured().run(line.split(" "))).as(line).isEqualTo(Exit.DONE);
    }
  }

  @Test
  void configurationInsideTheEvidenceIsRefusedUnlessItIsNamed() throws IOException {
    local("rules.builtin: false");
    Captured captured = captured();

    assertThat(captured.run("analyze", ".", "--out", directory.resolveSibling(directory.getFileName() + "-out").toString())).isEqualTo(Exit.CONFIGURATION);

    assertThat(captured.err()).contains("cutpoint.yaml").contains("evidence").hasLineCount(1);
  }

  @Test
  void everySettingHasAnOptionOfSomeVerbAndKeyAndVariableOfItsOwn() {
    assertThat(Settings.ALL).extracting(Setting::key).doesNotHaveDuplicates().allSatisfy(key -> assertThat(key).matches("[a-z]+([.-][a-z]+)*"));
    assertThat(Settings.ALL).extracting(Setting::variable).doesNotHaveDuplicates();
    for (Setting setting : Settings.ALL) {
      assertThat(Verbs.ALL).anyMatch(verb -> verb.syntax().options().contains(setting.option()));
    }
  }

  @Test
  void versionLoadsNeitherYamlNorTheReaderOfConfigurations() throws IOException, InterruptedException {
    Path log = directory.resolve("classes.log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xlog:class+load:file=" + log, "-cp", System.getProperty("java.class.path"), "io.cutpoint.cli.Main", "version")
            .directory(directory.toFile())
            .inheritIO()
            .start();

    assertThat(process.waitFor()).isZero();

    assertThat(Files.readString(log)).contains("io.cutpoint.cli.Main").doesNotContain("org.yaml").doesNotContain("cli.configuration.ConfigurationFile").doesNotContain("com.fasterxml");
  }

  @Test
  void callWithoutAFileLoadsNoYamlForItsConfiguration() throws IOException, InterruptedException {
    Path log = directory.resolve("classes.log");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xlog:class+load:file=" + log, "-cp", System.getProperty("java.class.path"), "io.cutpoint.cli.Main", "config", "show")
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("printed").toFile());
    builder.environment().putAll(Map.of("HOME", directory.toString(), "XDG_CONFIG_HOME", directory.toString()));
    Process process = builder.start();

    assertThat(process.waitFor()).isZero();

    assertThat(Files.readString(log)).contains("cli.configuration.Configuration").doesNotContain("org.yaml").doesNotContain("cli.configuration.ConfigurationFile");
  }
}
