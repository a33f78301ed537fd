package io.cutpoint.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cutpoint.model.detection.Level;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleLibraryTest {

  @TempDir private Path folder;

  private static String rule(String id) {
    return "title: " + id + "\nid: " + id + "\nlogsource: {product: windows, category: process_creation}\ndetection:\n  s: {Image: a}\n  condition: s\nlevel: high\n";
  }

  private Path zip(String name, String... entries) throws IOException {
    Path zip = folder.resolve(name);
    try (OutputStream file = Files.newOutputStream(zip); ZipOutputStream out = new ZipOutputStream(file)) {
      for (int i = 0; i < entries.length; i++) {
        out.putNextEntry(new ZipEntry(entries[i]));
        out.write(rule("rule-" + i).getBytes(StandardCharsets.UTF_8));
      }
    }
    return zip;
  }

  private List<String> ids(Path dataDir) throws AnalysisException {
    return Rules.load(false, List.of(), dataDir, Level.INFORMATIONAL).used().stream().map(rule -> rule.reference().key().id()).toList();
  }

  @Test
  void addedRulesAreUsedFromThenOn() throws IOException, AnalysisException {
    Path data = folder.resolve("data");
    Path zip = zip("pack.zip", "rules/windows/a.yml", "rules/deprecated/b.yml", "rules/readme.txt");

    RuleLibrary.Added added = new RuleLibrary(data).add(zip);
    Files.delete(zip);

    assertThat(added.pack()).isEqualTo(data.resolve("rules").resolve("pack"));
    assertThat(added.rules()).isEqualTo(1);
    assertThat(added.replaced()).isFalse();
    assertThat(ids(data)).containsExactly("rule-0");
  }

  @Test
  void aFolderAndASingleFileCanBeAddedBesideEachOther() throws IOException, AnalysisException {
    Path data = folder.resolve("data");
    Path rules = Files.createDirectories(folder.resolve("mine").resolve("sub"));
    Files.writeString(rules.resolve("one.yml"), rule("one"));
    Path single = Files.writeString(folder.resolve("two.yml"), rule("two"));

    new RuleLibrary(data).add(folder.resolve("mine"));
    new RuleLibrary(data).add(single);

    assertThat(ids(data)).containsExactly("one", "two");
    assertThat(data.resolve("rules").resolve("mine").resolve("sub").resolve("one.yml")).exists();
  }

  @Test
  void addingAPackAgainReplacesItWhole() throws IOException, AnalysisException {
    Path data = folder.resolve("data");
    new RuleLibrary(data).add(zip("pack.zip", "a.yml", "b.yml"));

    RuleLibrary.Added added = new RuleLibrary(data).add(zip("pack.zip", "c.yml"));

    assertThat(added.replaced()).isTrue();
    assertThat(ids(data)).containsExactly("rule-0");
    try (Stream<Path> left = Files.list(data.resolve("rules"))) {
      assertThat(left.map(path -> path.getFileName().toString())).containsExactly("pack");
    }
  }

  @Test
  void aNameThatLeadsOutOfTheArchiveIsRefusedAndTheRestKept() throws IOException, AnalysisException {
    Path data = folder.resolve("data");

    RuleLibrary.Added added = new RuleLibrary(data).add(zip("pack.zip", "../../../outside.yml", "a.yml", "a.yml/b.yml"));

    assertThat(added.problems()).extracting(problem -> problem.file().substring(problem.file().indexOf('!')) + ": " + problem.message()).containsExactly(
        "!../../../outside.yml: wanted a name inside the pack, found one that leads out of it",
        "!a.yml/b.yml: wanted a name that a file here can have, found another");
    assertThat(folder.resolve("outside.yml")).doesNotExist();
    assertThat(data.resolve("outside.yml")).doesNotExist();
    assertThat(ids(data)).containsExactly("rule-1");
  }

  @Test
  void whatHoldsNoRulesIsNotAdded() throws IOException {
    Path data = folder.resolve("data");
    Path empty = Files.createDirectory(folder.resolve("empty"));

    assertThatThrownBy(() -> new RuleLibrary(data).add(empty)).isInstanceOf(AnalysisException.class).hasMessageContaining("wanted Sigma rules, found none");
    assertThatThrownBy(() -> new RuleLibrary(data).add(folder.resolve("missing"))).isInstanceOf(AnalysisException.class);
    assertThat(data).doesNotExist();
  }

  @Test
  void rulesYamlSwitchesOffAndGradesBeforeTheLeastLevelIsAsked() throws IOException, AnalysisException {
    Path data = Files.createDirectories(folder.resolve("data"));
    new RuleLibrary(data).add(zip("pack.zip", "a.yml", "b.yml", "c.yml"));
    Files.writeString(data.resolve("rules.yaml"), "- {rule: rule-0, disable: true}\n- {rule: rule-1, level: low}\n");

    Rules rules = Rules.load(false, List.of(), data, Level.MEDIUM);

    assertThat(rules.used()).extracting(rule -> rule.reference().key().id()).containsExactly("rule-2");
    assertThat(rules.problems()).extracting(Object::toString).anyMatch(problem -> problem.contains("disabled by") && problem.endsWith("rules.yaml:1"));
    assertThat(rules.skipped()).isEqualTo(1);
  }
}
