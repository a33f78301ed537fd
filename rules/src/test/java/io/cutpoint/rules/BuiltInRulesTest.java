package io.cutpoint.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.ingest.Block;
import io.cutpoint.ingest.BlockParser;
import io.cutpoint.ingest.Input;
import io.cutpoint.ingest.InputReader;
import io.cutpoint.ingest.Limits;
import io.cutpoint.match.MatchLimits;
import io.cutpoint.match.Matcher;
import io.cutpoint.match.Program;
import io.cutpoint.match.RuleCompiler;
import io.cutpoint.model.Stage;
import io.cutpoint.model.correlation.Correlation;
import io.cutpoint.model.detection.RuleKey;
import io.cutpoint.model.detection.RuleReference;
import io.cutpoint.model.event.EventId;
import io.cutpoint.model.event.EventSink;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.model.event.OrderKey;
import io.cutpoint.model.event.RecordProblem;
import io.cutpoint.model.event.View;
import io.cutpoint.oracle.ReferenceCorrelations;
import io.cutpoint.oracle.ReferenceCorrelations.Match;
import io.cutpoint.oracle.Re2Syntax;
import io.cutpoint.oracle.ReferenceMatcher;
import io.cutpoint.sigma.Rule;
import io.cutpoint.sigma.RuleFile;
import io.cutpoint.sigma.RuleReader;
import io.cutpoint.sigma.RuleSet;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every rule reads without a fault, and matches and leaves alone the events beside it, in the compiled program and in
/// the reference.
class BuiltInRulesTest {

  private static final RuleSet READ = new RuleReader(new Re2Syntax(), Map.of()).read(BuiltInRules.files());
  private static final List<Rule> RULES = READ.rules();
  private static final FieldDictionary DICTIONARY = dictionary();
  private static final Program PROGRAM = RuleCompiler.compile(RULES, DICTIONARY, new Re2Engine(), MatchLimits.DEFAULT);

  private static FieldDictionary dictionary() {
    Set<String> names = new TreeSet<>(BlockParser.FIELDS);
    names.addAll(RuleCompiler.fields(RULES));
    READ.correlations().forEach(correlation -> correlation.rules().forEach(rule -> {
      names.addAll(rule.groupFields());
      names.addAll(rule.valueFields());
    }));
    return FieldDictionary.of(names);
  }

  static List<String> names() {
    return BuiltInRules.files().stream().map(RuleFile::name).toList();
  }

  @Test
  void allRulesReadAndCompileWithoutAProblem() {
    assertThat(READ.problems()).isEmpty();
    assertThat(PROGRAM.problems()).isEmpty();
    assertThat(BuiltInRules.files()).allSatisfy(file -> assertThat(told(file.name())).as(file.name()).hasSize(1));
  }

  @Test
  void noRuleMustBeEvaluatedForEveryEvent() {
    assertThat(PROGRAM.rulesWithoutAnchor()).isZero();
  }

  @Test
  void idsAndTitlesAreUnique() {
    List<RuleReference> all = new ArrayList<>(RULES.stream().map(Rule::reference).toList());
    READ.correlations().forEach(correlation -> all.add(correlation.reference()));

    assertThat(all.stream().map(rule -> rule.key().id()).toList()).doesNotHaveDuplicates();
    assertThat(all.stream().map(RuleReference::title).toList()).doesNotHaveDuplicates();
    assertThat(all).allSatisfy(rule -> {
      assertThat(rule.key().id()).matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
      assertThat(rule.key().origin()).isEqualTo(BuiltInRules.ORIGIN);
    });
  }

  @Test
  void theIndexNamesEveryFileInOrder() throws IOException {
    Path root = Path.of("src", "main", "resources", "io", "cutpoint", "rules");
    List<String> there;
    try (Stream<Path> files = Files.walk(root)) {
      there = files.filter(file -> file.toString().endsWith(".yml"))
          .map(file -> BuiltInRules.ORIGIN + "/" + root.relativize(file).toString().replace('\\', '/')).sorted().toList();
    }

    assertThat(names()).isEqualTo(there);
  }

  @Test
  void everyStageOfTheChainHasARule() {
    Set<String> folders = names().stream().map(name -> name.split("/", -1)[1]).collect(Collectors.toCollection(TreeSet::new));

    assertThat(folders).containsExactlyInAnyOrderElementsOf(Stage.CHAIN.stream().map(Stage::id).toList());
  }

  @ParameterizedTest
  @MethodSource("names")
  void aRuleSaysWhatItMeansAndWhereItComesFrom(String file) {
    RuleReference rule = told(file).getFirst();
    String text = new String(BuiltInRules.files().stream().filter(one -> one.name().equals(file)).findFirst().orElseThrow().bytes(), StandardCharsets.UTF_8);

    assertThat(text).contains("\nauthor: Cutpoint contributors\n", "\ndescription: >-\n", "\ndate: ", "\nfalsepositives:\n  - ", "\nreferences:\n  - https://attack.mitre.org/");
    assertThat(rule.tactics()).isNotEmpty();
    assertThat(rule.techniques()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("names")
  void aRuleMatchesEachOfItsPositiveEvents(String file) throws IOException, URISyntaxException {
    List<Set<String>> compiled = matches(file, "positive");
    if (correlation(file) instanceof Correlation correlation) {
      assertThat(hits(file, "positive", correlation)).isPositive();
      return;
    }

    assertThat(compiled).isNotEmpty().allSatisfy(files -> assertThat(files).contains(file));
  }

  @ParameterizedTest
  @MethodSource("names")
  void aRuleMatchesNoneOfItsNegativeEvents(String file) throws IOException, URISyntaxException {
    List<Set<String>> compiled = matches(file, "negative");
    if (correlation(file) instanceof Correlation correlation) {
      assertThat(compiled).anySatisfy(files -> assertThat(files).contains(file));
      assertThat(hits(file, "negative", correlation)).isZero();
      return;
    }

    assertThat(compiled).isNotEmpty().allSatisfy(files -> assertThat(files).doesNotContain(file));
  }

  /// The rules and correlations of a file that no correlation of the file looks at: those that make detections.
  private static List<RuleReference> told(String file) {
    Set<RuleKey> used = READ.correlations().stream().flatMap(correlation -> correlation.rules().stream()).map(Correlation.Referenced::key).collect(Collectors.toSet());
    List<RuleReference> all = new ArrayList<>();
    RULES.stream().filter(rule -> rule.file().equals(file)).forEach(rule -> all.add(rule.reference()));
    READ.correlations().stream().filter(correlation -> correlation.file().equals(file)).forEach(correlation -> all.add(correlation.reference()));
    all.removeIf(rule -> used.contains(rule.key()));
    return all;
  }

  private static @Nullable Correlation correlation(String file) {
    RuleReference told = told(file).getFirst();
    return READ.correlations().stream().filter(correlation -> correlation.reference().equals(told)).findFirst().orElse(null);
  }

  /// How often a correlation is true of the events beside it.
  private static long hits(String file, String kind, Correlation correlation) throws IOException, URISyntaxException {
    List<Match> matches = new ArrayList<>();
    Matcher matcher = PROGRAM.matcher();
    events(file, kind, event -> {
      Map<String, String> values = new TreeMap<>();
      for (int i = 0; i < event.count(); i++) {
        if (event.visible(i, View.ORIGINAL)) {
          values.putIfAbsent(event.name(i), event.text(i));
        }
      }
      OrderKey order = new OrderKey(event.timeNanos(), 0, matches.size());
      matcher.match(event, rule -> matches.add(new Match(RULES.get(rule).reference().key(), order, values)));
    });
    return ReferenceCorrelations.hits(READ.correlations(), matches, hit -> new EventId(hit.timeNanos(), 0)).stream()
        .filter(hit -> hit.correlation().equals(correlation.reference().key())).count();
  }

  /// The files of the rules that match each of the events beside a rule; the reference must agree.
  private static List<Set<String>> matches(String file, String kind) throws IOException, URISyntaxException {
    Matcher matcher = PROGRAM.matcher();
    ReferenceMatcher reference = new ReferenceMatcher();
    List<Set<String>> all = new ArrayList<>();
    events(file, kind, event -> {
      Set<String> matched = new TreeSet<>();
      matcher.match(event, rule -> matched.add(RULES.get(rule).file()));
      Set<String> expected = RULES.stream().filter(rule -> reference.matches(rule, event)).map(Rule::file).collect(Collectors.toCollection(TreeSet::new));
      assertThat(matched).as(file).isEqualTo(expected);
      all.add(matched);
    });
    return all;
  }

  private static void events(String file, String kind, Consumer<EventView> to) throws IOException, URISyntaxException {
    String name = file.substring(BuiltInRules.ORIGIN.length() + 1).replaceFirst("\\.yml$", "." + kind + ".ndjson");
    URL events = BuiltInRulesTest.class.getResource(name);
    assertThat(events).as(name).isNotNull();
    Path path = Path.of(events.toURI());
    EventSink sink = new EventSink() {
      @Override
      public void event(EventView event) {
        to.accept(event);
      }

      @Override
      public void problem(RecordProblem problem) {
        throw new AssertionError(name + ": " + problem);
      }
    };
    BlockParser parser = new BlockParser(DICTIONARY);
    Block block = new Block();
    try (InputReader reader = new InputReader(List.of(new Input(name, path, Files.size(path))), null, Limits.DEFAULT)) {
      while (reader.next(block)) {
        parser.parse(block, sink);
      }
    }
  }
}
