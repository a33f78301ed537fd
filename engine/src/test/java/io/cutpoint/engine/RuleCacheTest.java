package io.cutpoint.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.model.detection.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleCacheTest {

  @TempDir Path folder;

  private Path rules;
  private Path data;
  private final List<String> told = new ArrayList<>();

  @BeforeEach
  void someRules() throws IOException {
    rules = folder.resolve("rules");
    data = folder.resolve("data");
    put("one.yml", "one", "mimikatz");
    put("two.yml", "two", "whoami");
    Files.writeString(rules.resolve("bad.yml"), "title: bad\nlogsource:\n  product: windows\ndetection:\n  s:\n    F|re: '(?=x)y'\n  condition: s\n");
  }

  @Test
  void theSecondRunTakesTheRulesFromTheCacheAndKnowsAllThatTheFirstKnew() throws Exception {
    Files.createDirectories(data);
    Files.writeString(data.resolve("rules.yaml"), "- {rule: two, level: low}\n- {rule: one, except: {host: [A*], user: ['*\\svc']}}\n- {rule: none, disable: true}\n");
    CompiledRules first = load();

    CompiledRules second = load();

    assertThat(told).anyMatch(sentence -> sentence.startsWith("rules written to the cache")).last().asString().startsWith("rules from the cache");
    assertThat(List.copyOf(second.used())).isEqualTo(first.used());
    assertThat(second.problems()).isEqualTo(first.problems()).isNotEmpty();
    assertThat(second.logSources()).isEqualTo(first.logSources());
    assertThat(second.parsed()).isEqualTo(first.parsed());
    assertThat(second.skipped()).isEqualTo(first.skipped());
    assertThat(second.remarks()).isEqualTo(first.remarks()).hasSize(1);
    assertThat(second.program().dictionary().names()).isEqualTo(first.program().dictionary().names());
    assertThat(second.program().rules()).isEqualTo(2);
  }

  @Test
  void anyChangeOfWhatTheRulesDependOnIsSeenEvenWhereTimesAndSizesStay() throws Exception {
    load();
    FileTime time = Files.getLastModifiedTime(rules.resolve("one.yml"));
    put("one.yml", "one", "MIMIKATZ");
    Files.setLastModifiedTime(rules.resolve("one.yml"), time);
    load();
    assertThat(hits()).as("a rule's bytes").isZero();

    Files.move(rules.resolve("two.yml"), rules.resolve("six.yml"));
    load();
    assertThat(hits()).as("a file's name").isZero();

    CompiledRules.load(new CompiledRules.Wanted(false, List.of(rules), data, Level.HIGH, null), told::add);
    assertThat(hits()).as("the lowest level").isZero();

    Files.writeString(data.resolve("rules.yaml"), "- {rule: one, disable: true}\n");
    assertThat(load().used()).hasSize(1);
    assertThat(hits()).as("the user's adjustments").isZero();

    load();
    assertThat(hits()).as("nothing").isOne();
  }

  @Test
  void aFileThatIsDamagedOrCutShortIsPassedOverAndWrittenAnew() throws Exception {
    CompiledRules first = load();
    Path file = file();
    byte[] sound = Files.readAllBytes(file);
    List<byte[]> damaged = new ArrayList<>();
    for (int at = 0; at < sound.length; at += Math.max(1, sound.length / 40)) {
      byte[] one = sound.clone();
      one[at] ^= 0x10;
      damaged.add(one);
      damaged.add(java.util.Arrays.copyOf(sound, at));
    }
    damaged.add(java.util.Arrays.copyOf(sound, sound.length + 8));
    damaged.add("something else".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    // The four bytes at the header's end say nothing.
    for (byte[] one : damaged) {
      told.clear();
      Files.write(file, one);

      CompiledRules again = load();

      boolean same = told.stream().anyMatch(sentence -> sentence.startsWith("rules from the cache"));
      assertThat(same || Files.readAllBytes(file).length == sound.length).isTrue();
      assertThat(List.copyOf(again.used())).isEqualTo(first.used());
      assertThat(again.problems()).isEqualTo(first.problems());
    }
    assertThat(Files.readAllBytes(file)).isEqualTo(sound);
  }

  @Test
  void aFolderThatCannotBeWrittenCostsTheCacheAndNothingElse() throws Exception {
    Files.createDirectories(data);
    Files.writeString(data.resolve("cache"), "a file where the folder should be");

    assertThat(load().used()).hasSize(2);
    assertThat(load().used()).hasSize(2);

    assertThat(told).anyMatch(sentence -> sentence.startsWith("the rule cache cannot be written"));
    assertThat(hits()).isZero();
  }

  @Test
  void onlyTheNewestFilesAreKept() throws Exception {
    for (int i = 0; i < RuleCache.MAX_FILES + 4; i++) {
      put("more.yml", "more", "word" + i);
      load();
      Files.setLastModifiedTime(newest(), FileTime.fromMillis(1_700_000_000_000L + i * 1_000L));
    }

    try (Stream<Path> files = Files.list(data.resolve("cache"))) {
      assertThat(files.count()).isBetween((long) RuleCache.MAX_FILES, RuleCache.MAX_FILES + 1L);
    }
    load();
    assertThat(hits()).as("the newest is there").isOne();
  }

  @Test
  void runsAtTheSameTimeAllGetTheirRules() throws Exception {
    try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
      List<Future<Integer>> runs = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        runs.add(pool.submit(() -> CompiledRules.load(new CompiledRules.Wanted(false, List.of(rules), data, Level.INFORMATIONAL, null), sentence -> {}).rules().used().size()));
      }
      for (Future<Integer> run : runs) {
        assertThat(run.get()).isEqualTo(2);
      }
    }
    try (Stream<Path> files = Files.list(data.resolve("cache"))) {
      assertThat(files).singleElement();
    }
  }

  /// In a process of its own, since this one has loaded everything.
  @Test
  void aRunWithRulesFromTheCacheLoadsNoClassThatReadsYaml() throws Exception {
    Process first = start();
    first.getInputStream().readAllBytes();
    assertThat(first.waitFor()).isZero();

    Process second = start();
    String loaded = new String(second.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);

    assertThat(second.waitFor()).isZero();
    assertThat(loaded).contains("io.cutpoint.engine.RuleCache").doesNotContain("org.yaml.snakeyaml").doesNotContain("io.cutpoint.sigma.RuleParser");
  }

  private Process start() throws IOException {
    return new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xlog:class+load", "-cp", System.getProperty("java.class.path"), Loading.class.getName(), rules.toString(), data.toString())
        .redirectErrorStream(true).start();
  }

  /// Loads rules, for a process of its own.
  static final class Loading {
    private Loading() {}

    public static void main(String[] args) throws AnalysisException {
      CompiledRules.load(new CompiledRules.Wanted(true, List.of(Path.of(args[0])), Path.of(args[1]), Level.INFORMATIONAL, null), System.out::println);
    }
  }

  private CompiledRules load() throws AnalysisException {
    return CompiledRules.load(new CompiledRules.Wanted(false, List.of(rules), data, Level.INFORMATIONAL, null), told::add).rules();
  }

  private long hits() {
    return told.stream().filter(sentence -> sentence.startsWith("rules from the cache")).count();
  }

  private Path file() throws IOException {
    try (Stream<Path> files = Files.list(data.resolve("cache"))) {
      return files.findFirst().orElseThrow();
    }
  }

  private Path newest() {
    String last = told.stream().filter(sentence -> sentence.startsWith("rules written to the cache, ")).reduce((a, b) -> b).orElseThrow();
    return Path.of(last.substring("rules written to the cache, ".length()));
  }

  private void put(String name, String id, String word) throws IOException {
    Files.createDirectories(rules);
    Files.writeString(rules.resolve(name), "title: " + id + "\nid: " + id
        + "\nlevel: medium\nstatus: test\ntags: [attack.execution, attack.t1059.001]\nlogsource:\n  product: windows\n  category: process_creation\ndetection:\n  s:\n    CommandLine|contains: " + word + "\n  condition: s\n");
  }
}
