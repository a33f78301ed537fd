package io.cutpoint.detect.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.model.correlation.Correlation;
import io.cutpoint.model.detection.RuleKey;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.model.event.FlatEvent;
import io.cutpoint.model.event.LogSourceSet;
import io.cutpoint.model.text.Untrusted;
import io.cutpoint.oracle.ReferenceCorrelations;
import io.cutpoint.oracle.ReferenceCorrelations.Match;
import io.cutpoint.oracle.ReferenceMatcher;
import io.cutpoint.oracle.vectors.CorrelationVector;
import io.cutpoint.oracle.vectors.EventMaps;
import io.cutpoint.oracle.vectors.SharedMaterial;
import io.cutpoint.oracle.vectors.SigmaVectors;
import io.cutpoint.sigma.Rule;
import io.cutpoint.sigma.RuleProblem.Kind;
import io.cutpoint.sigma.RuleSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The conformance vectors of correlations, filters and collections: from the text of the rules to the hits, by the
/// steps and by the reference.
class CorrelationVectorsTest {

  private static List<CorrelationVector> vectors() {
    Optional<Path> file = SharedMaterial.find("sigma/vectors.yml");
    Assumptions.assumeTrue(file.isPresent(), "skipped: ../shared/sigma/vectors.yml is missing");
    return SigmaVectors.correlations(file.get());
  }

  @TestFactory
  Stream<DynamicTest> everyVectorGivesWhatItStates() {
    return vectors().stream().map(vector -> DynamicTest.dynamicTest(vector.id() + " " + vector.topic(), () -> check(vector)));
  }

  @Test
  void noVectorIsLeftOut() {
    Optional<Path> file = SharedMaterial.find("sigma/vectors.yml");
    Assumptions.assumeTrue(file.isPresent(), "skipped: ../shared/sigma/vectors.yml is missing");
    long rules = SigmaVectors.read(file.get()).size();
    long correlations = vectors().stream().filter(vector -> text(vector).contains("correlation:")).count();
    long filters = vectors().stream().filter(vector -> text(vector).contains("filter:")).count();
    long collections = vectors().stream().filter(vector -> text(vector).contains("action:")).count();

    assertThat("rules " + rules + ", correlations " + correlations + ", filters " + filters + ", collections " + collections)
        .isEqualTo("rules 160, correlations 38, filters 5, collections 3");
  }

  private static String text(CorrelationVector vector) {
    return new String(vector.documents().bytes(), java.nio.charset.StandardCharsets.UTF_8);
  }

  private static void check(CorrelationVector vector) {
    RuleSet set = vector.read();
    if (vector.error()) {
      assertThat(set.correlations()).isEmpty();
      assertThat(set.problems()).anyMatch(problem -> problem.kind() == Kind.REFUSED && problem.line() > 1);
      return;
    }
    assertThat(set.problems()).noneMatch(problem -> problem.kind() != Kind.WARNING);

    CorrelationPlan plan = new CorrelationPlan(set.correlations());
    Set<String> names = new TreeSet<>();
    set.rules().forEach(rule -> names.addAll(rule.fields()));
    plan.fields().values().forEach(names::addAll);
    FieldDictionary fields = FieldDictionary.of(names);
    List<Match> matches = new ArrayList<>();
    Map<String, Long> counts = new TreeMap<>();
    long arrival = 0;
    for (CorrelationVector.Arrival one : vector.events()) {
      arrival++;
      for (Rule rule : set.rules()) {
        FlatEvent event = EventMaps.event(one.map(), fields, LogSourceSet.of(List.of(rule.reference().logSource())));
        if (new ReferenceMatcher().matches(rule, event)) {
          counts.merge(rule.name(), 1L, Long::sum);
          matches.add(new Match(rule.reference().key(), Histories.order(one.seconds() + 1000, arrival), values(event)));
        }
      }
    }
    List<CorrelationHit> hits = Histories.run(set.correlations(), matches);

    assertThat(Histories.plain(hits)).isEqualTo(ReferenceCorrelations.hits(set.correlations(), matches, Histories::id));
    assertThat(vector.expected()).isNotEmpty();
    vector.expected().forEach((name, what) -> {
      Optional<Correlation> correlation = set.correlations().stream().filter(one -> one.reference().title().equals(name)).findFirst();
      if (correlation.isPresent()) {
        assertThat(loud(plan, correlation.get().reference().key()) ? groups(hits, correlation.get()) : Set.of()).as(name).isEqualTo(wanted(what));
      } else {
        Rule rule = set.rules().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
        long shown = loud(plan, rule.reference().key()) ? counts.getOrDefault(name, 0L) : 0;
        assertThat(shown).as(name).isEqualTo(what instanceof Number number ? number.longValue() : ((List<?>) what).size());
      }
    });
  }

  private static boolean loud(CorrelationPlan plan, RuleKey rule) {
    return !plan.muted().contains(rule);
  }

  private static Set<List<String>> groups(List<CorrelationHit> hits, Correlation of) {
    Set<List<String>> groups = new TreeSet<>(java.util.Comparator.comparing(Object::toString));
    hits.stream().filter(hit -> hit.correlation().equals(of.reference().key())).forEach(hit -> groups.add(hit.group().stream().map(Untrusted::raw).toList()));
    return groups;
  }

  private static Set<List<String>> wanted(Object what) {
    Set<List<String>> groups = new TreeSet<>(java.util.Comparator.comparing(Object::toString));
    for (Object group : (List<?>) what) {
      groups.add(((List<?>) group).stream().map(String::valueOf).toList());
    }
    return groups;
  }

  private static Map<String, String> values(EventView event) {
    Map<String, String> values = new TreeMap<>();
    for (int i = 0; i < event.count(); i++) {
      values.putIfAbsent(event.name(i), event.text(i));
    }
    return values;
  }
}
