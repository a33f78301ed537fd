package io.cutpoint.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cutpoint.model.detection.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesTest {

  @TempDir Path folder;

  @Test
  void aMissingPathIsNamedInTheMessage() {
    Path missing = folder.resolve("no-rules");

    assertThatThrownBy(() -> Rules.load(false, List.of(missing), folder.resolve("data"), Level.INFORMATIONAL))
        .isInstanceOf(AnalysisException.class).hasMessageStartingWith(missing.toString())
        .extracting(e -> ((AnalysisException) e).kind()).isEqualTo(AnalysisException.Kind.IO);
  }

  @Test
  void theSameRuleInTwoPlacesIsUsedOnce() throws Exception {
    put("a/one.yml", rule("one", "high"));
    put("b/copy of one.yml", rule("one", "high"));
    put("b/two.yml", rule("two", "high"));

    Rules rules = Rules.load(false, List.of(folder.resolve("a"), folder.resolve("b")), folder.resolve("data"), Level.INFORMATIONAL);
    Rules turned = Rules.load(false, List.of(folder.resolve("b"), folder.resolve("a")), folder.resolve("data"), Level.INFORMATIONAL);

    assertThat(rules.used()).extracting(rule -> rule.reference().title()).containsExactlyInAnyOrder("one", "two");
    assertThat(turned.used()).extracting(rule -> rule.reference().key()).isEqualTo(rules.used().stream().map(rule -> rule.reference().key()).toList());
  }

  @Test
  void rulesBelowTheLowestLevelAreNotUsed() throws Exception {
    put("low.yml", rule("low", "low"));
    put("high.yml", rule("high", "high"));
    put("critical.yml", rule("critical", "critical"));

    Rules rules = Rules.load(false, List.of(folder), folder.resolve("data"), Level.HIGH);

    assertThat(rules.used()).extracting(rule -> rule.reference().title()).containsExactlyInAnyOrder("high", "critical");
    assertThat(rules.parsed()).isEqualTo(3);
    assertThat(rules.skipped()).isZero();
  }

  @Test
  void aRuleThatCannotBeReadCostsItselfAndIsLocated() throws Exception {
    put("bad.yml", "title: bad\nlogsource:\n  product: windows\ndetection:\n  s:\n    F|re: '(?=x)y'\n  condition: s\n");
    put("good.yml", rule("good", "high"));

    Rules rules = Rules.load(false, List.of(folder), folder.resolve("data"), Level.INFORMATIONAL);

    assertThat(rules.used()).extracting(rule -> rule.reference().title()).containsExactly("good");
    assertThat(rules.skipped()).isEqualTo(1);
    assertThat(rules.problems()).anyMatch(problem -> problem.file().endsWith("bad.yml") && problem.line() > 0);
  }

  @Test
  void noPathsAreNoRules() throws Exception {
    assertThat(Rules.load(false, List.of(), folder.resolve("data"), Level.INFORMATIONAL).used()).isEmpty();
  }

  private void put(String name, String text) throws IOException {
    Files.createDirectories(folder.resolve(name).getParent());
    Files.writeString(folder.resolve(name), text);
  }

  static String rule(String title, String level) {
    return "title: " + title + "\nid: 00000000-0000-0000-0000-" + "%012d".formatted(Math.abs(title.hashCode())) + "\nstatus: test\nlevel: " + level
        + "\nlogsource:\n  product: windows\n  category: process_creation\ndetection:\n  s:\n    Image|endswith: '\\" + title + ".exe'\n  condition: s\n";
  }
}
