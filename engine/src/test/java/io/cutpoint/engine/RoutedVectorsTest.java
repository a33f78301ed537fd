package io.cutpoint.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.ingest.Block;
import io.cutpoint.ingest.BlockParser;
import io.cutpoint.ingest.Input;
import io.cutpoint.ingest.InputReader;
import io.cutpoint.ingest.Limits;
import io.cutpoint.match.Explainer;
import io.cutpoint.match.MatchLimits;
import io.cutpoint.match.Program;
import io.cutpoint.match.RuleCompiler;
import io.cutpoint.model.event.EventSink;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.model.event.RecordProblem;
import io.cutpoint.oracle.ReferenceMatcher;
import io.cutpoint.oracle.vectors.SharedMaterial;
import io.cutpoint.oracle.vectors.SigmaVector;
import io.cutpoint.oracle.vectors.SigmaVectors;
import io.cutpoint.sigma.Rule;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The conformance vectors that name a log source, from a line of JSON to the match.
class RoutedVectorsTest {

  @TestFactory
  Stream<DynamicTest> everyRoutedVectorGivesWhatItStates() {
    Optional<Path> file = SharedMaterial.find("sigma/vectors.yml");
    Assumptions.assumeTrue(file.isPresent(), "skipped: ../shared/sigma/vectors.yml is missing");

    List<SigmaVector> routed = SigmaVectors.read(file.get()).stream().filter(SigmaVector::routed).toList();

    assertThat(routed).hasSizeGreaterThanOrEqualTo(16);
    return routed.stream().map(vector -> DynamicTest.dynamicTest(vector.id() + " " + vector.topic(), () -> check(vector)));
  }

  private static void check(SigmaVector vector) {
    List<Rule> rules = vector.read().rules();
    assertThat(rules).hasSize(1);
    Set<String> names = new TreeSet<>(BlockParser.FIELDS);
    names.addAll(RuleCompiler.fields(rules));
    FieldDictionary fields = FieldDictionary.of(names);
    Program program = RuleCompiler.compile(rules, fields, new Re2Regexes(), MatchLimits.DEFAULT);
    assertThat(program.problems()).isEmpty();

    for (SigmaVector.Case one : vector.cases()) {
      String line = json(one.map());
      List<String> answers = new ArrayList<>();
      read(line, fields, event -> {
        boolean[] compiled = {false};
        program.matcher().match(event, rule -> compiled[0] = true);
        boolean covered = event.logSources().satisfies(rules.getFirst().reference().logSource());
        boolean explained = covered && new Explainer(new Re2Regexes(), MatchLimits.DEFAULT).explain(rules.getFirst(), event).held();
        answers.add("reference " + new ReferenceMatcher().matches(rules.getFirst(), event) + ", compiled " + compiled[0] + ", explained " + explained);
      });

      assertThat(answers).as("%s", line).containsExactly("reference " + one.match() + ", compiled " + one.match() + ", explained " + one.match());
    }
  }

  private static void read(String line, FieldDictionary fields, java.util.function.Consumer<EventView> to) {
    EventSink sink = new EventSink() {
      @Override
      public void event(EventView event) {
        to.accept(event);
      }

      @Override
      public void problem(RecordProblem problem) {
        throw new IllegalStateException(problem.toString());
      }
    };
    List<Input> none = List.of();
    try (InputReader reader = new InputReader(none, new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8)), Limits.DEFAULT)) {
      Block block = new Block();
      while (reader.next(block)) {
        new BlockParser(fields).parse(block, sink);
      }
    }
  }

  private static String json(Map<?, ?> values) {
    StringBuilder json = new StringBuilder("{");
    values.forEach((name, value) -> json.append(json.length() > 1 ? "," : "").append(quoted(name)).append(':').append(value instanceof String ? quoted(value) : String.valueOf(value)));
    return json.append('}').toString();
  }

  private static String quoted(Object text) {
    return "\"" + String.valueOf(text).replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
