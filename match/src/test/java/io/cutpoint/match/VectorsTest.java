package io.cutpoint.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.oracle.vectors.SharedMaterial;
import io.cutpoint.oracle.vectors.SigmaVector;
import io.cutpoint.oracle.vectors.SigmaVectors;
import io.cutpoint.sigma.RuleSet;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The conformance vectors through the compiled program. Those that name a log source run where events are normalised.
class VectorsTest {

  @TestFactory
  Stream<DynamicTest> everyVectorGivesWhatItStates() {
    Optional<Path> file = SharedMaterial.find("sigma/vectors.yml");
    Assumptions.assumeTrue(file.isPresent(), "the vectors are not here");

    return SigmaVectors.read(file.get()).stream()
        .filter(vector -> !vector.routed() && !vector.error())
        .map(vector -> DynamicTest.dynamicTest(vector.id() + " " + vector.topic(), () -> check(vector)));
  }

  private static void check(SigmaVector vector) {
    RuleSet set = vector.read();
    Program program = SomeRules.compile(set.rules());
    assertThat(program.problems()).isEmpty();
    for (SigmaVector.Case one : vector.cases()) {
      assertThat(SomeEvents.matches(program, one.event(program.dictionary()))).as("%s", one).isEqualTo(one.match() ? List.of(0) : List.of());
      var event = one.event(program.dictionary());
      boolean covered = event.logSources().satisfies(set.rules().getFirst().reference().logSource());
      ExplainerTest.assertAgrees(new Explainer(new Re2Engine(), MatchLimits.DEFAULT).explain(set.rules().getFirst(), event), one.match() || !covered, event);
    }
    assertThat(vector.cases()).isNotEmpty();
  }
}
