package io.cutpoint.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.model.event.FlatEvent;
import io.cutpoint.oracle.ReferenceMatcher;
import io.cutpoint.oracle.vectors.RandomEvents;
import io.cutpoint.oracle.vectors.RandomRules;
import io.cutpoint.sigma.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The compiled program finds what the reference interpreter finds.
class GeneratedRulesTest {

  @Test
  void compiledEqualsReferenceOnGeneratedRulesAndEvents() {
    LongStream.range(0, 60).forEach(seed -> compare(seed, 40, 60));
  }

  @Test
  @Tag("full")
  void compiledEqualsReferenceOnManyGeneratedRulesAndEvents() {
    LongStream.range(1_000, 2_500).forEach(seed -> compare(seed, 60, 80));
  }

  @Test
  void compiledEqualsReferenceOnRulesThatWereReadFromText() {
    LongStream.range(0, 20).forEach(seed -> compareRead(seed, 60, 60));
  }

  @Test
  @Tag("full")
  void compiledEqualsReferenceOnManyRulesThatWereReadFromText() {
    LongStream.range(1_000, 1_600).forEach(seed -> compareRead(seed, 80, 80));
  }

  private static void compare(long seed, int ruleCount, int eventCount) {
    GeneratedCases cases = new GeneratedCases(seed);
    compare(seed, cases.rules(ruleCount), eventCount, cases::event);
  }

  private static void compareRead(long seed, int ruleCount, int eventCount) {
    compare(seed, new RandomRules(seed).next(ruleCount), eventCount, new RandomEvents(seed, seed % 2 == 0)::next);
  }

  private static void compare(long seed, List<Rule> rules, int eventCount, Function<FieldDictionary, FlatEvent> events) {
    FieldDictionary dictionary = FieldDictionary.of(RuleCompiler.fields(rules));
    Program program = RuleCompiler.compile(rules, dictionary, new Re2Engine(), MatchLimits.DEFAULT);
    Matcher matcher = program.matcher();
    ReferenceMatcher reference = new ReferenceMatcher();
    Explainer explainer = new Explainer(new Re2Engine(), MatchLimits.DEFAULT);

    assertThat(program.problems()).isEmpty();
    for (int e = 0; e < eventCount; e++) {
      FlatEvent event = events.apply(dictionary);
      List<Integer> wanted = new ArrayList<>();
      for (int r = 0; r < rules.size(); r++) {
        if (reference.matches(rules.get(r), event)) {
          wanted.add(r);
        }
        if (event.logSources().satisfies(rules.get(r).reference().logSource())) {
          ExplainerTest.assertAgrees(explainer.explain(rules.get(r), event), wanted.contains(r), event);
        }
      }

      List<Integer> found = SomeEvents.matches(matcher, event);

      assertThat(SomeEvents.matches(matcher, WrittenForms.of(event))).as("seed %d, event %s", seed, shown(event)).isEqualTo(found);
      if (!found.equals(wanted)) {
        List<Integer> differ = new ArrayList<>(wanted);
        differ.removeAll(found);
        List<Integer> more = new ArrayList<>(found);
        more.removeAll(wanted);
        differ.addAll(more);
        assertThat(found).as("seed %d, event %s, rule %s", seed, shown(event), rules.get(differ.getFirst()).condition()).isEqualTo(wanted);
      }
    }
  }

  private static String shown(FlatEvent event) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < event.count(); i++) {
      shown.append(event.name(i)).append('[').append(event.kind(i)).append(i < event.originals() ? "" : ",made").append("]=").append(event.text(i)).append(" | ");
    }
    return shown.toString();
  }
}
