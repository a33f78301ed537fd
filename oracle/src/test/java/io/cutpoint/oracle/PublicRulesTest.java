package io.cutpoint.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.oracle.vectors.SharedMaterial;
import io.cutpoint.sigma.Predicate;
import io.cutpoint.sigma.RuleProblem;
import io.cutpoint.sigma.RuleProblem.Kind;
import io.cutpoint.sigma.RuleReader;
import io.cutpoint.sigma.RuleSet;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// All public rules of SigmaHQ, as they stood in August 2026.
class PublicRulesTest {

  @Test
  void allPublicRulesAreUsedButThoseThatNeedPlaceholders() {
    Optional<Path> archive = SharedMaterial.find("data/sigma-rules/sigma.zip");
    Assumptions.assumeTrue(archive.isPresent(), "the public rules are not here");

    RuleSet set = new RuleReader(new Re2Syntax(), Map.of()).load(List.of(archive.get()));

    Map<Kind, Long> problems = set.problems().stream().collect(Collectors.groupingBy(RuleProblem::kind, Collectors.counting()));
    assertThat(set.parsed()).isEqualTo(3_780);
    assertThat(set.rules()).hasSize(3_755);
    assertThat(problems).containsEntry(Kind.SKIPPED, 25L).doesNotContainKey(Kind.REFUSED);
    assertThat(set.problems()).filteredOn(problem -> problem.kind() == Kind.SKIPPED)
        .allMatch(problem -> problem.message().startsWith("wanted values for the placeholder"));
    assertThat(set.rules()).extracting(rule -> rule.reference().key()).doesNotHaveDuplicates();
  }

  @Test
  void lookAroundAndBackreferencesAreNamed() {
    Re2Syntax syntax = new Re2Syntax();

    assertThat(syntax.fault(new Predicate.Regex("a(?=b)", false, false, false))).hasValueSatisfying(
        fault -> assertThat(fault).startsWith("look-around is not supported"));
    assertThat(syntax.fault(new Predicate.Regex("(a)\\1", false, false, false))).isPresent();
    assertThat(syntax.fault(new Predicate.Regex("a(", false, false, false))).isPresent();
    assertThat(syntax.fault(new Predicate.Regex("(?i)\\s(-u|--user)\\b", true, true, true))).isEmpty();
  }
}
