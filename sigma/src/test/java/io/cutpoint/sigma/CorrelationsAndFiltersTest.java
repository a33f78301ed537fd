package io.cutpoint.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.model.correlation.Condition;
import io.cutpoint.model.correlation.Condition.Presence;
import io.cutpoint.model.correlation.Correlation;
import io.cutpoint.sigma.RuleProblem.Kind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CorrelationsAndFiltersTest {

  private static final String RULE = """
      title: fail
      name: fail
      id: 5638f7c0-ac70-491d-8465-2a65075e0d86
      logsource: {product: windows, service: security}
      detection: {s: {EventID: 4625}, condition: s}
      """;

  private static final String OTHER = """
      title: ok
      name: ok
      logsource: {product: windows, service: security}
      detection: {s: {EventID: 4624}, condition: s}
      """;

  private static RuleSet read(String correlation) {
    return Reading.read(RULE, OTHER, "title: c\ncorrelation:\n" + correlation.indent(2));
  }

  private static String problems(String correlation) {
    return Reading.problems(read(correlation));
  }

  private static Correlation only(RuleSet set) {
    assertThat(set.problems()).isEmpty();
    assertThat(set.correlations()).hasSize(1);
    return set.correlations().getFirst();
  }

  @Test
  void aCorrelationFindsItsRulesByNameAndId() {
    Correlation found = only(read("""
        type: event_count
        rules: [fail, ok]
        group-by: [User]
        timespan: 90s
        condition: {gte: 3, lt: 10}
        generate: true"""));

    assertThat(found.rules()).map(rule -> rule.key().id()).containsExactly("5638f7c0-ac70-491d-8465-2a65075e0d86", "r1.yml");
    assertThat(found.timespanNanos()).isEqualTo(90_000_000_000L);
    assertThat(found.generate()).isTrue();
    assertThat(found.isDecidedEarly()).isFalse();
    assertThat(found.condition()).isInstanceOfSatisfying(Condition.Numeric.class, numeric -> assertThat(numeric.comparisons()).hasSize(2));
  }

  @ParameterizedTest
  @CsvSource({"30s,30", "5m,300", "2h,7200", "1d,86400", "1w,604800", "1M,2629746", "1y,31556952"})
  void everyUnitOfTimeIsRead(String written, long seconds) {
    Correlation found = only(read("type: event_count\nrules: fail\ntimespan: " + written + "\ncondition: {gte: 2}"));

    assertThat(found.timespanNanos()).isEqualTo(seconds * 1_000_000_000L);
  }

  @Test
  void aliasesSayWhereEachRuleHasAValue() {
    Correlation found = only(read("""
        type: temporal
        rules: [fail, ok]
        group-by: [who, Host]
        timespan: 1m
        aliases: {who: {fail: TargetUserName, ok: User}}"""));

    assertThat(found.rules().get(0).groupFields()).containsExactly("TargetUserName", "Host");
    assertThat(found.rules().get(1).groupFields()).containsExactly("User", "Host");
  }

  @Test
  void aConditionMayBeAnExpressionOverTheRules() {
    Correlation found = only(read("type: temporal\nrules: [fail, ok]\ntimespan: 1m\ncondition: fail AND NOT ok"));

    assertThat(found.condition()).isEqualTo(new Condition.Rules(new Presence.All(List.of(new Presence.Rule(0), new Presence.Not(new Presence.Rule(1))))));
  }

  @Test
  void whatIsWrongWithACorrelationHasAPlace() {
    String about = "REFUSED rules/r2.yml:";
    assertThat(problems("type: event_count\nrules: [nope]\ntimespan: 1m\ncondition: {gte: 2}"))
        .isEqualTo(about + "4:11: wanted the id or name of a rule that is used, found `nope`");
    assertThat(problems("type: event_count\nrules: [fail]\ntimespan: 1x\ncondition: {gte: 2}"))
        .isEqualTo(about + "5:13: wanted a timespan such as 30s, 5m, 2h or 1d, found `1x`");
    assertThat(problems("type: value_count\nrules: [fail]\ntimespan: 1m\ncondition: {gte: 2}"))
        .isEqualTo(about + "6:14: wanted `field` for `value_count`, found none");
    assertThat(problems("type: value_percentile\nrules: [fail]\ntimespan: 1m\ncondition: {field: a, gte: 2}"))
        .isEqualTo(about + "6:14: wanted `percentile`, above 0 and at most 100, found nothing");
    assertThat(problems("type: event_count\nrules: [fail]\ntimespan: 1m\ncondition: {gte: 200000}"))
        .isEqualTo(about + "6:20: wanted a count of at most 100000, found the number `200000`");
    assertThat(problems("type: often\nrules: [fail]\ntimespan: 1m\ncondition: {gte: 2}")).startsWith(about + "3:9: wanted a type (event_count, value_count, ");
    assertThat(problems("type: event_count\nrules: [fail]\ntimespan: 1m")).isEqualTo(about + "3:3: wanted a condition for `event_count`, found none");
    assertThat(problems("type: temporal_ordered\nrules: [fail, ok]\ntimespan: 1m\ncondition: fail and not ok")).startsWith(about).contains("without `not` for `temporal_ordered`");
  }

  @Test
  void correlationsThatReferBackToThemselvesAreRefused() {
    String one = "title: a\nname: a\ncorrelation: {type: temporal, rules: [fail, b], timespan: 1m}\n";
    String two = "title: b\nname: b\ncorrelation: {type: temporal, rules: [fail, a], timespan: 1m}\n";

    RuleSet set = Reading.read(RULE, one, two);

    assertThat(set.correlations()).isEmpty();
    assertThat(set.problems()).hasSize(2).allSatisfy(problem -> assertThat(problem.message()).contains("refers back to itself"));
  }

  @Test
  void aCorrelationOfWhatCannotBeUsedIsRefused() {
    String inner = "title: a\nname: a\ncorrelation: {type: temporal, rules: [nope], timespan: 1m}\n";
    String outer = "title: b\nname: b\ncorrelation: {type: temporal, rules: [fail, a], timespan: 1m}\n";

    RuleSet set = Reading.read(RULE, outer, inner);

    assertThat(set.correlations()).isEmpty();
    assertThat(set.problems()).map(RuleProblem::kind).containsExactly(Kind.REFUSED, Kind.REFUSED);
  }

  @Test
  void aFilterIsWorkedIntoTheRulesThatItNames() {
    RuleSet set = Reading.read(RULE, OTHER, """
        title: not our scanner
        logsource: {product: windows}
        filter:
          rules: [fail]
          selection: {IpAddress: 10.0.0.5}
          condition: not selection
        """);

    assertThat(set.problems()).isEmpty();
    assertThat(set.filters()).isEqualTo(1);
    assertThat(set.rules().stream().filter(rule -> rule.name().equals("fail")).findFirst().orElseThrow().fields()).containsExactly("EventID", "IpAddress");
    assertThat(set.rules().stream().filter(rule -> rule.name().equals("ok")).findFirst().orElseThrow().fields()).containsExactly("EventID");
  }

  @Test
  void aFilterThatKeepsOrFitsNothingIsToldWithItsPlace() {
    RuleSet set = Reading.read(RULE, """
        title: keeps
        logsource: {product: windows}
        filter: {rules: [fail, nope], selection: {A: 1}, condition: selection}
        """, """
        title: elsewhere
        logsource: {product: linux}
        filter: {rules: [fail], selection: {A: 1}, condition: not selection}
        """, """
        title: nothing
        logsource: {product: linux}
        filter: {selection: {A: 1}, condition: not selection}
        """);

    assertThat(Reading.problems(set)).isEqualTo("""
        WARNING rules/r1.yml:3:24: wanted the id or name of a rule that is used, found `nope`
        WARNING rules/r1.yml:3:61: wanted `not` in the condition of a filter that takes events out, found none: the rules keep only the events that it matches
        WARNING rules/r2.yml:3:18: wanted a rule whose log source the filter's holds, found `fail` with another; the filter is not applied to it
        REFUSED rules/r3.yml:3:9: wanted `rules`, the ids or names of rules or `any`, found none""");
  }

  @Test
  void placeholdersAreReadFromAFile() {
    Placeholders read = Placeholders.read(new RuleFile("p", "p.yaml", "Workstations: [WS*, 'PC?']\n'%One%': 1\n".getBytes(StandardCharsets.UTF_8)));
    Placeholders bad = Placeholders.read(new RuleFile("p", "p.yaml", "a: []\nb: {c: d}\n".getBytes(StandardCharsets.UTF_8)));

    assertThat(read.problems()).isEmpty();
    assertThat(read.values()).containsOnly(java.util.Map.entry("Workstations", List.of("WS*", "PC?")), java.util.Map.entry("One", List.of("1")));
    assertThat(bad.problems()).map(RuleProblem::toString).first().asString().startsWith("p.yaml:1:1: wanted at least one value for `a`");
    assertThat(bad.problems()).hasSize(3);
  }
}
