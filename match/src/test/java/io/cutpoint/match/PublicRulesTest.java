package io.cutpoint.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.model.event.FlatEvent;
import io.cutpoint.model.event.LogSource;
import io.cutpoint.model.event.LogSourceSet;
import io.cutpoint.model.event.ValueKind;
import io.cutpoint.oracle.Re2Syntax;
import io.cutpoint.oracle.ReferenceMatcher;
import io.cutpoint.oracle.vectors.SharedMaterial;
import io.cutpoint.sigma.Expression;
import io.cutpoint.sigma.Predicate;
import io.cutpoint.sigma.Predicate.Token;
import io.cutpoint.sigma.Rule;
import io.cutpoint.sigma.RuleReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// All public rules: they compile, and find what the reference finds in events made of their own literals.
class PublicRulesTest {

  private static List<Rule> rules() {
    Optional<Path> archive = SharedMaterial.find("data/sigma-rules/sigma.zip");
    Assumptions.assumeTrue(archive.isPresent(), "the public rules are not here");
    return new RuleReader(new Re2Syntax(), Map.of()).load(List.of(archive.get())).rules();
  }

  @Test
  void allRulesCompileAndAlmostAllHaveAnchors() {
    List<Rule> rules = rules();

    Program program = SomeRules.compile(rules);

    assertThat(rules).hasSizeGreaterThan(3_700);
    assertThat(program.problems()).isEmpty();
    assertThat(program.rules()).isEqualTo(rules.size());
    assertThat(program.rulesWithoutAnchor()).isLessThan(10);
  }

  @Test
  void eventsOfTheRulesOwnLiteralsMatchAsInTheReference() {
    compare(rules(), 1, 3);
  }

  @Test
  @Tag("full")
  void manyEventsOfTheRulesOwnLiteralsMatchAsInTheReference() {
    compare(rules(), 2, 40);
  }

  /// Values that are long, or fold to another length, or are no text at all, in every field that process rules read.
  @Test
  void hostileValuesMatchAsInTheReference() {
    compareHostile(List.of(
        "+".repeat(7_000).getBytes(StandardCharsets.UTF_8),
        ("\u0130\u212a\u017f".repeat(300) + "\\CMD.EXE /c whoam\u0131").getBytes(StandardCharsets.UTF_8),
        ("powershell \u2013enc " + "A".repeat(3_000)).getBytes(StandardCharsets.UTF_8),
        new byte[] {'c', 'm', 'd', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '.', 'e', 'x', 'e', (byte) 0xc0, (byte) 0x80, (byte) 0xff},
        ("\ufeff" + "^c^m^d ".repeat(500)).getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  @Tag("full")
  void valuesOfAMegabyteMatchAsInTheReference() {
    compareHostile(List.of(
        "+".repeat(1 << 20).getBytes(StandardCharsets.UTF_8),
        ("-enc \u212a ".repeat((1 << 20) / 9)).getBytes(StandardCharsets.UTF_8),
        "\\system32\\".repeat((1 << 20) / 10).getBytes(StandardCharsets.UTF_8)));
  }

  private static void compareHostile(List<byte[]> values) {
    List<Rule> rules = rules().stream()
        .filter(rule -> new LogSource("windows", "process_creation", "sysmon").satisfies(rule.reference().logSource())).toList();
    FieldDictionary dictionary = FieldDictionary.of(RuleCompiler.fields(rules));
    Program program = RuleCompiler.compile(rules, dictionary, new Re2Engine(), new MatchLimits(200, 200_000, 1_000, 4_096, 65_536, 5_000, Long.MAX_VALUE / 2, 4_096));
    Matcher matcher = program.matcher();
    Matcher again = WrittenProgramTest.reread(program).matcher();
    ReferenceMatcher reference = new ReferenceMatcher();
    LogSourceSet sources = LogSourceSet.of(List.of(new LogSource("windows", "process_creation", "sysmon")));
    for (byte[] value : values) {
      SomeEvents event = new SomeEvents(dictionary, sources).with("Image", "C:\\Windows\\System32\\cmd.exe");
      for (String field : List.of("CommandLine", "ParentCommandLine", "ParentImage", "OriginalFileName", "Description")) {
        event.with(field, ValueKind.TEXT, value);
      }
      List<Integer> wanted = new ArrayList<>();
      for (int r = 0; r < rules.size(); r++) {
        if (reference.matches(rules.get(r), event.event())) {
          wanted.add(r);
        }
      }
      assertThat(SomeEvents.matches(matcher, event.event())).as("a value of %d bytes", value.length).isEqualTo(wanted);
      assertThat(SomeEvents.matches(again, event.event())).as("read again, a value of %d bytes", value.length).isEqualTo(wanted);
    }
    assertThat(matcher.lapses()).isEmpty();
  }

  private static void compare(List<Rule> rules, long seed, int eventsPerSource) {
    SplittableRandom random = new SplittableRandom(seed);
    FieldDictionary dictionary = FieldDictionary.of(RuleCompiler.fields(rules));
    Program program = RuleCompiler.compile(rules, dictionary, new Re2Engine(), MatchLimits.DEFAULT);
    Matcher matcher = program.matcher();
    Matcher readAgain = WrittenProgramTest.reread(program).matcher();
    ReferenceMatcher reference = new ReferenceMatcher();
    Explainer explainer = new Explainer(new Re2Engine(), MatchLimits.DEFAULT);
    Map<LogSource, List<Integer>> bySource = new TreeMap<>();
    for (int r = 0; r < rules.size(); r++) {
      bySource.computeIfAbsent(rules.get(r).reference().logSource(), s -> new ArrayList<>()).add(r);
    }
    long matches = 0;
    for (LogSource source : bySource.keySet()) {
      LogSourceSet sources = LogSourceSet.of(List.of(source));
      List<Integer> applying = new ArrayList<>();
      for (LogSource wanted : bySource.keySet()) {
        if (sources.satisfies(wanted)) {
          applying.addAll(bySource.get(wanted));
        }
      }
      applying.sort(null);
      int events = Math.max(eventsPerSource, eventsPerSource * applying.size() / 60);
      for (int e = 0; e < events; e++) {
        FlatEvent event = event(rules, bySource.get(source), sources, dictionary, random);
        List<Integer> wanted = new ArrayList<>();
        for (int r : applying) {
          if (reference.matches(rules.get(r), event)) {
            wanted.add(r);
          }
        }
        for (int r : wanted) {
          ExplainerTest.assertAgrees(explainer.explain(rules.get(r), event), true, event);
        }
        matches += wanted.size();
        assertThat(SomeEvents.matches(matcher, event)).as("%s, event %d", source, e).isEqualTo(wanted);
        assertThat(SomeEvents.matches(readAgain, event)).as("read again, %s, event %d", source, e).isEqualTo(wanted);
      }
    }
    assertThat(matches).isGreaterThan(200);
  }

  /// An event made of what a few rules look for.
  private static FlatEvent event(List<Rule> rules, List<Integer> from, LogSourceSet sources, FieldDictionary dictionary, SplittableRandom random) {
    Map<String, List<String>> values = new TreeMap<>();
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      collect(rules.get(from.get(random.nextInt(from.size()))).condition(), values, random);
    }
    SomeEvents event = new SomeEvents(dictionary, sources);
    values.forEach((name, parts) -> {
      if (random.nextInt(8) > 0) {
        event.with(name, String.join(random.nextInt(3) == 0 ? " " : "", parts));
      }
    });
    return event.event();
  }

  private static void collect(Expression expression, Map<String, List<String>> values, SplittableRandom random) {
    switch (expression) {
      case Expression.AllOf all -> all.parts().forEach(part -> collect(part, values, random));
      case Expression.AnyOf any -> collect(any.parts().get(random.nextInt(any.parts().size())), values, random);
      case Expression.Not not -> {
        if (random.nextInt(4) == 0) {
          collect(not.part(), values, random);
        }
      }
      case Expression.Selection selection -> collect(selection.body(), values, random);
      case Expression.KeywordTest test -> add("Message", test.predicate(), values, random);
      case Expression.FieldTest test -> add(test.field(), test.predicate(), values, random);
    }
  }

  private static void add(String field, Predicate predicate, Map<String, List<String>> values, SplittableRandom random) {
    List<String> parts = values.computeIfAbsent(field, f -> new ArrayList<>());
    switch (predicate) {
      case Predicate.Text text -> {
        StringBuilder value = new StringBuilder();
        for (Token token : text.pattern()) {
          value.append(switch (token) {
            case Token.Literal literal -> random.nextInt(3) == 0 ? literal.text().toUpperCase(Locale.ROOT) : literal.text();
            case Token.Any _ -> random.nextInt(3) == 0 ? "c:\\x" : "";
            case Token.One _ -> "q";
            case Token.Dash _ -> "/";
          });
        }
        boolean prefix = !text.pattern().isEmpty() && text.pattern().getFirst() instanceof Token.Literal;
        parts.add(prefix ? 0 : parts.size(), value.toString());
      }
      case Predicate.NumberIs number -> parts.add(number.number().toPlainString());
      case Predicate.BooleanIs is -> parts.add(is.value() ? "True" : "False");
      case Predicate.Regex regex -> parts.add(regex.pattern().replaceAll("[\\\\^$*+?{}]", ""));
      case Predicate.Cidr cidr -> parts.add("10.0.0." + cidr.prefix());
      case Predicate.FieldReference reference -> values.computeIfAbsent(reference.other(), f -> new ArrayList<>()).add("same");
      default -> {}
    }
  }
}
