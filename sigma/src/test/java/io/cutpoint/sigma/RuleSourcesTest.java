package io.cutpoint.sigma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleSourcesTest {

  @TempDir Path folder;

  private final RuleReader reader = new RuleReader(Reading.SYNTAX, Map.of());

  private static String rule(String title) {
    return Reading.rule("s: {A: 1}\ncondition: s").replace("title: t", "title: " + title);
  }

  /// What a folder or archive of rules may hold: three good rules, one bad, and much that is none.
  private static Map<String, String> pack() {
    Map<String, String> files = new TreeMap<>();
    files.put("b/two.yaml", rule("two"));
    files.put("a/one.yml", rule("one"));
    files.put("a/deep/er/three.YML", rule("three"));
    files.put("a/bad.yml", rule("bad").replace("condition: s", "condition: t"));
    files.put("a/broken.yml", rule("broken") + "  x: [\n");
    files.put("README.md", rule("not yaml"));
    files.put("deprecated/old.yml", rule("old"));
    files.put("a/unsupported/older.yml", rule("older"));
    files.put(".github/workflows/ci.yml", rule("hidden"));
    files.put("tests/thor.yml", "logsources:\n  a: {category: x, rewrite: detection}\n");
    files.put("tests/template.yml", "detection {{ broken: [\n");
    files.put("tests/list.yml", "- detection\n");
    files.put("tests/forgotten.yml", "title: t\nlogsource: {category: test}\ndetections: {}\n");
    return files;
  }

  private static void write(Path root, Map<String, String> files) throws IOException {
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = root.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
  }

  private static void zip(Path to, Map<String, String> files) throws IOException {
    try (OutputStream out = Files.newOutputStream(to); ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private static List<String> titles(RuleSet set) {
    return set.rules().stream().map(rule -> rule.reference().title()).sorted().toList();
  }

  @Test
  void foldersAreReadWithEverythingInThem() throws IOException {
    Path pack = folder.resolve("pack");
    write(pack, pack());

    RuleSet set = reader.load(List.of(pack));

    assertThat(titles(set)).containsExactly("one", "three", "two");
    assertThat(set.rules()).allMatch(rule -> rule.reference().key().origin().equals("pack"));
    assertThat(set.rules()).extracting(Rule::file).contains(pack.toString().replace('\\', '/') + "/a/deep/er/three.YML");
    assertThat(set.problems()).extracting(problem -> problem.file().substring(problem.file().indexOf("pack/")) + ":" + problem.line())
        .containsExactly("pack/a/bad.yml:6", "pack/a/broken.yml:8", "pack/tests/forgotten.yml:1");
  }

  @Test
  void archivesAreReadInPlace() throws IOException {
    Path archive = folder.resolve("sigma.zip");
    Map<String, String> files = pack();
    files.put("../../escape.yml", rule("escape"));
    zip(archive, files);

    RuleSet set = reader.load(List.of(archive));

    assertThat(titles(set)).containsExactly("escape", "one", "three", "two");
    assertThat(set.rules()).allMatch(rule -> rule.reference().key().origin().equals("sigma.zip"));
    assertThat(set.rules()).extracting(Rule::file).contains(archive.toString().replace('\\', '/') + "!a/one.yml");
    assertThat(set.problems()).extracting(problem -> problem.file().substring(problem.file().indexOf('!')) + ":" + problem.line())
        .containsExactly("!a/bad.yml:6", "!a/broken.yml:8", "!tests/forgotten.yml:1");
    assertThat(folder.resolve("../../escape.yml")).doesNotExist();
  }

  @Test
  void folderAndArchiveGiveTheSameRules() throws IOException {
    write(folder.resolve("pack"), pack());
    zip(folder.resolve("pack.zip"), pack());

    RuleSet fromFolder = reader.load(List.of(folder.resolve("pack")));
    RuleSet fromArchive = reader.load(List.of(folder.resolve("pack.zip")));

    assertThat(fromArchive.rules()).extracting(Rule::condition).isEqualTo(fromFolder.rules().stream().map(Rule::condition).toList());
    assertThat(fromArchive.rules()).extracting(rule -> rule.reference().key().contentHash())
        .isEqualTo(fromFolder.rules().stream().map(rule -> rule.reference().key().contentHash()).toList());
  }

  @Test
  void folderThatWasGivenIsReadWhateverItsName() throws IOException {
    Path pack = folder.resolve("deprecated");
    write(pack, Map.of("a.yml", rule("old")));

    assertThat(titles(reader.load(List.of(pack)))).containsExactly("old");
  }

  @Test
  void linksToFilesAreFollowedAndLinksToFoldersAreNot() throws IOException {
    Path pack = folder.resolve("pack");
    write(pack, Map.of("a.yml", rule("one")));
    Files.createSymbolicLink(pack.resolve("circle"), pack);
    Files.createSymbolicLink(pack.resolve("b.yml"), Files.writeString(folder.resolve("elsewhere"), rule("two")));
    Path link = Files.createSymbolicLink(folder.resolve("link"), pack);

    RuleSet set = reader.load(List.of(link));

    assertThat(titles(set)).containsExactly("one", "two");
    assertThat(set.rules()).extracting(Rule::file).allMatch(file -> file.startsWith(link.toString().replace('\\', '/')));
    assertThat(set.problems()).isEmpty();
  }

  @Test
  void fileThatWasGivenMustHoldRules() throws IOException {
    Path good = folder.resolve("rule.txt");
    Path bad = folder.resolve("notes.yml");
    Files.writeString(good, rule("good"));
    Files.writeString(bad, "a: b\n");

    RuleSet set = reader.load(List.of(good, bad));

    assertThat(titles(set)).containsExactly("good");
    assertThat(set.rules().getFirst().reference().key().origin()).isEqualTo("rule.txt");
    assertThat(set.problems()).isNotEmpty().allMatch(problem -> problem.file().endsWith("notes.yml"));
  }

  @Test
  void rulesWrittenAsJsonAreFound() throws IOException {
    Path pack = folder.resolve("pack");
    write(pack, Map.of("a.yml", "{\"title\": \"t\", \"logsource\": {\"category\": \"test\"}, \"detection\": {\"s\": {\"A\": 1}, \"condition\": \"s\"}}"));

    assertThat(titles(reader.load(List.of(pack)))).containsExactly("t");
  }

  @Test
  void aFolderWithoutRulesIsAProblem() throws IOException {
    Path pack = folder.resolve("pack");
    Files.createDirectories(pack);
    Files.writeString(pack.resolve("notes.txt"), "none");

    assertThat(reader.load(List.of(pack)).problems()).singleElement().asString().isEqualTo(pack + ": wanted files of rules (.yml or .yaml), found none");
  }

  @Test
  void largeFilesAreRefused() throws IOException {
    Path pack = folder.resolve("pack");
    String large = rule("large") + "# " + "x".repeat(Limits.FILE_BYTES);
    write(pack, Map.of("large.yml", large, "small.yml", rule("small")));
    zip(folder.resolve("pack.zip"), Map.of("large.yml", large, "small.yml", rule("small")));

    for (Path path : List.of(pack, folder.resolve("pack.zip"), pack.resolve("large.yml"))) {
      RuleSet set = reader.load(List.of(path));

      assertThat(set.problems()).singleElement().asString().endsWith("large.yml: wanted at most 1048576 bytes, found more");
    }
  }

  @Test
  void pathThatCannotBeReadThrowsWithItsName() throws IOException {
    Path missing = folder.resolve("missing");
    Path damaged = folder.resolve("damaged.zip");
    Files.write(damaged, new byte[] {'P', 'K', 3, 4, 0, 0, 0});

    assertThatThrownBy(() -> reader.load(List.of(missing))).isInstanceOf(RuleSourceException.class)
        .hasMessage(missing + ": wanted a folder, file or archive of rules, found nothing");
    assertThatThrownBy(() -> reader.load(List.of(damaged))).isInstanceOf(RuleSourceException.class)
        .hasMessageStartingWith(damaged + ": wanted an archive, found a damaged one");
  }

  @Test
  void damagedEntryIsOneProblem() throws IOException {
    Path archive = folder.resolve("sigma.zip");
    zip(archive, Map.of("a.yml", rule("one"), "b.yml", rule("two")));
    byte[] bytes = Files.readAllBytes(archive);
    // The first entry's compressed bytes begin after its header of 30 bytes and its name.
    java.util.Arrays.fill(bytes, 36, 60, (byte) 0xFF);
    Files.write(archive, bytes);

    RuleSet set = reader.load(List.of(archive));

    assertThat(set.rules()).hasSize(1);
    assertThat(set.problems()).singleElement().asString().contains("wanted a readable file, found a fault");
  }
}
