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
import io.cutpoint.model.event.EventSink;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.model.event.RecordProblem;
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
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    return FieldDictionary.of(names);
  }

  static List<String> names() {
    return BuiltInRules.files().stream().map(RuleFile::name).toList();
  }

  @Test
  void allRulesReadAndCompileWithoutAProblem() {
    assertThat(READ.problems()).isEmpty();
    assertThat(PROGRAM.problems()).isEmpty();
    assertThat(RULES).hasSameSizeAs(BuiltInRules.files());
  }

  @Test
  void noRuleMustBeEvaluatedForEveryEvent() {
    assertThat(PROGRAM.rulesWithoutAnchor()).isZero();
  }

  @Test
  void idsAndTitlesAreUnique() {
    assertThat(RULES.stream().map(rule -> rule.reference().key().id()).toList()).doesNotHaveDuplicates();
    assertThat(RULES.stream().map(rule -> rule.reference().title()).toList()).doesNotHaveDuplicates();
    assertThat(RULES).allSatisfy(rule -> {
      assertThat(rule.reference().key().id()).matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
      assertThat(rule.reference().key().origin()).isEqualTo(BuiltInRules.ORIGIN);
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
    Rule rule = rule(file);
    String text = new String(BuiltInRules.files().stream().filter(one -> one.name().equals(file)).findFirst().orElseThrow().bytes(), StandardCharsets.UTF_8);

    assertThat(text).contains("\nauthor: Cutpoint contributors\n", "\ndescription: >-\n", "\ndate: ");
    assertThat(rule.reference().tactics()).isNotEmpty();
    assertThat(rule.reference().techniques()).isNotEmpty();
    assertThat(rule.falsePositives()).isNotEmpty();
    assertThat(rule.references()).allMatch(reference -> reference.startsWith("https://attack.mitre.org/"));
  }

  @ParameterizedTest
  @MethodSource("names")
  void aRuleMatchesEachOfItsPositiveEvents(String file) throws IOException, URISyntaxException {
    List<Set<String>> compiled = matches(file, "positive");

    assertThat(compiled).isNotEmpty().allSatisfy(files -> assertThat(files).contains(file));
  }

  @ParameterizedTest
  @MethodSource("names")
  void aRuleMatchesNoneOfItsNegativeEvents(String file) throws IOException, URISyntaxException {
    List<Set<String>> compiled = matches(file, "negative");

    assertThat(compiled).isNotEmpty().allSatisfy(files -> assertThat(files).doesNotContain(file));
  }

  private static Rule rule(String file) {
    return RULES.stream().filter(rule -> rule.file().equals(file)).findFirst().orElseThrow();
  }

  /// The files of the rules that match each of the events beside a rule; the reference must agree.
  private static List<Set<String>> matches(String file, String kind) throws IOException, URISyntaxException {
    String name = file.substring(BuiltInRules.ORIGIN.length() + 1).replaceFirst("\\.yml$", "." + kind + ".ndjson");
    URL events = BuiltInRulesTest.class.getResource(name);
    assertThat(events).as(name).isNotNull();
    Path path = Path.of(events.toURI());
    Matcher matcher = PROGRAM.matcher();
    ReferenceMatcher reference = new ReferenceMatcher();
    List<Set<String>> all = new ArrayList<>();
    EventSink sink = new EventSink() {
      @Override
      public void event(EventView event) {
        Set<String> matched = new TreeSet<>();
        matcher.match(event, rule -> matched.add(RULES.get(rule).file()));
        Set<String> expected = RULES.stream().filter(rule -> reference.matches(rule, event)).map(Rule::file).collect(Collectors.toCollection(TreeSet::new));
        assertThat(matched).as(name).isEqualTo(expected);
        all.add(matched);
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
    return all;
  }
}
