package io.cutpoint.oracle.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.oracle.ReferenceMatcher;
import io.cutpoint.sigma.Rule;
import io.cutpoint.sigma.RuleProblem.Kind;
import io.cutpoint.sigma.RuleSet;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The conformance vectors through the rule reader and the reference interpreter.
///
/// Vectors that name a log source need normalised Windows events and run where those are made.
class VectorsTest {

  @TestFactory
  Stream<DynamicTest> everyVectorGivesWhatItStates() {
    Optional<Path> file = SharedMaterial.find("sigma/vectors.yml");
    Assumptions.assumeTrue(file.isPresent(), "the vectors are not here");

    return SigmaVectors.read(file.get()).stream()
        .map(vector -> DynamicTest.dynamicTest(vector.id() + " " + vector.topic(), () -> check(vector)));
  }

  private static void check(SigmaVector vector) {
    Assumptions.assumeFalse(vector.routed(), "needs the normalisation of Windows events");
    RuleSet set = vector.read();

    if (vector.error()) {
      assertThat(set.rules()).isEmpty();
      assertThat(set.problems()).anyMatch(problem -> problem.kind() != Kind.WARNING && problem.line() > 0);
      return;
    }
    assertThat(set.problems()).noneMatch(problem -> problem.kind() != Kind.WARNING);
    assertThat(set.rules()).hasSize(1);
    Rule rule = set.rules().getFirst();
    FieldDictionary fields = FieldDictionary.of(rule.fields());
    for (SigmaVector.Case one : vector.cases()) {
      assertThat(new ReferenceMatcher().matches(rule, one.event(fields))).as("%s", one).isEqualTo(one.match());
    }
    assertThat(vector.cases()).isNotEmpty();
  }
}
