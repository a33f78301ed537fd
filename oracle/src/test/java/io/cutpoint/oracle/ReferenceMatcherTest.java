package io.cutpoint.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.model.event.FlatEvent;
import io.cutpoint.model.event.LogSource;
import io.cutpoint.model.event.LogSourceSet;
import io.cutpoint.model.event.SourceId;
import io.cutpoint.model.event.ValueKind;
import io.cutpoint.sigma.Rule;
import io.cutpoint.sigma.RuleFile;
import io.cutpoint.sigma.RuleReader;
import io.cutpoint.sigma.RuleSet;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferenceMatcherTest {

  private static final FieldDictionary FIELDS = FieldDictionary.of(List.of("F", "G"));

  private static Rule rule(String logSource, String selection) {
    String yaml = "title: t\nlogsource: {%s}\ndetection:\n  s: %s\n  condition: s\n".formatted(logSource, selection);
    RuleSet set = new RuleReader(new Re2Syntax(), Map.of())
        .read(List.of(new RuleFile("test", "r.yml", yaml.getBytes(StandardCharsets.UTF_8))));
    assertThat(set.problems()).isEmpty();
    return set.rules().getFirst();
  }

  private static FlatEvent event() {
    FlatEvent event = new FlatEvent();
    event.begin(new SourceId(0, "test"), 0, 0, new byte[0], 0, 0, 0);
    event.logSources(LogSourceSet.of(List.of(new LogSource("p", "c", null), new LogSource("p", null, "s"))));
    return event;
  }

  private static void add(FlatEvent event, String name, ValueKind kind, byte[] text) {
    event.add(FIELDS.id(name), name, kind, text, 0, text.length);
  }

  private static void add(FlatEvent event, String name, ValueKind kind, String text) {
    add(event, name, kind, text.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean matches(String selection, FlatEvent event) {
    event.endOriginals();
    return new ReferenceMatcher().matches(rule("product: p", selection), event);
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', quoteCharacter = '"', value = {
      "{F: null}; true", "{F: ''}; true", "{F: '*'}; true", "{F|exists: true}; true", "{F|exists: false}; false", "{F: '?*'}; false",
      "{F|re: '^$'}; true", "{F: 0}; false", "{F|fieldref: G}; false",
  })
  void emptyValueOfAFormatWithoutNullIsBoth(String selection, boolean match) {
    FlatEvent event = event();
    add(event, "F", ValueKind.EMPTY, "");

    assertThat(matches(selection, event)).isEqualTo(match);
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', quoteCharacter = '"', value = {
      "{F: null}; true", "{F: ''}; false", "{F: '*'}; false", "{F|exists: true}; true", "{F|neq: a}; true", "{F|re: ''}; false", "{F|fieldref: F}; false",
      "{'|re': ''}; false",
  })
  void nullIsPresentAndHasNoText(String selection, boolean match) {
    FlatEvent event = event();
    add(event, "F", ValueKind.NULL, "");

    assertThat(matches(selection, event)).isEqualTo(match);
  }

  @Test
  void oneNullAmongSeveralValuesIsNull() {
    FlatEvent event = event();
    add(event, "F", ValueKind.TEXT, "a");
    add(event, "F", ValueKind.NULL, "");

    assertThat(matches("{F: null}", event)).isTrue();
    assertThat(matches("{F: a}", event)).isTrue();
  }

  @Test
  void rulesWithACategorySeeGenericNames() {
    FlatEvent event = event();
    add(event, "F", ValueKind.TEXT, "creator");
    event.endOriginals();
    event.addGeneric(FIELDS.id("F"), "F", ValueKind.TEXT, "new process");
    ReferenceMatcher matcher = new ReferenceMatcher();

    assertThat(matcher.matches(rule("category: c", "{F: new process}"), event)).isTrue();
    assertThat(matcher.matches(rule("category: c", "{F: creator}"), event)).isFalse();
    assertThat(matcher.matches(rule("service: s", "{F: creator}"), event)).isTrue();
    assertThat(matcher.matches(rule("service: s", "{F: new process}"), event)).isFalse();
  }

  @Test
  void rulesOfOtherLogSourcesAreFalse() {
    FlatEvent event = event();
    add(event, "F", ValueKind.TEXT, "a");
    event.endOriginals();

    assertThat(new ReferenceMatcher().matches(rule("product: q", "{F: a}"), event)).isFalse();
    assertThat(new ReferenceMatcher().holds(rule("product: q", "{F: a}"), event)).isTrue();
  }

  @Test
  void keywordsLookAtTheRecordsOwnLeaves() {
    FlatEvent event = event();
    add(event, "F", ValueKind.TEXT, "own leaf");
    add(event, "G", ValueKind.JSON, "{\"key\":\"subtree\"}");
    add(event, "n", ValueKind.INTEGER, "4624");
    event.endOriginals();
    event.addGeneric(FIELDS.id("G"), "G", ValueKind.TEXT, "made");
    ReferenceMatcher matcher = new ReferenceMatcher();

    assertThat(matcher.matches(rule("category: c", "[OWN]"), event)).isTrue();
    assertThat(matcher.matches(rule("category: c", "[4624]"), event)).isTrue();
    assertThat(matcher.matches(rule("category: c", "[subtree]"), event)).isFalse();
    assertThat(matcher.matches(rule("category: c", "[made]"), event)).isFalse();
  }

  @Test
  void namesInALogAlsoCountWithoutTheirSpaces() {
    FlatEvent event = event();
    add(event, "Threat Name", ValueKind.TEXT, "x");

    assertThat(matches("{ThreatName: x}", event)).isTrue();
    assertThat(matches("{Threat Name: x}", event)).isTrue();
    assertThat(matches("{'Threat  Name': x}", event)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', quoteCharacter = '"', value = {
      "kelvin; \u212AELVIN; true", "\u0130X; ix; true", "\u0131x; IX; true", "\u017Fum; SUM; true", "stra\u00DFe; strasse; false",
      "\u03C3\u03AF\u03C3\u03C5\u03C6\u03BF\u03C2; \u03A3\u038A\u03A3\u03A5\u03A6\u039F\u03A3; true", "?; \uD83D\uDE00; true", "??; \uD83D\uDE00; false",
  })
  void textFoldsByCodePoint(String pattern, String value, boolean match) {
    FlatEvent event = event();
    add(event, "F", ValueKind.TEXT, value);

    assertThat(matches("{F: '" + pattern + "'}", event)).isEqualTo(match);
  }

  @Test
  void bytesThatAreNoTextAreOneCharacterEach() {
    FlatEvent event = event();
    add(event, "F", ValueKind.TEXT, new byte[] {'a', (byte) 0xFF, (byte) 0xC3, 'b'});

    assertThat(matches("{F: 'a??b'}", event)).isTrue();
    assertThat(matches("{F: 'a?b'}", event)).isFalse();
    assertThat(matches("{F|contains: \u00C3}", event)).isFalse();
  }

  @Test
  void loneSurrogateIsOneCharacter() {
    FlatEvent event = event();
    add(event, "F", ValueKind.TEXT, new byte[] {'a', (byte) 0xED, (byte) 0xA0, (byte) 0xBD, 'b'});

    assertThat(matches("{F: 'a?b'}", event)).isTrue();
  }

  @Test
  void patternsOfWildcardsTakeLinearTimeEnough() {
    FlatEvent event = event();
    add(event, "F", ValueKind.TEXT, "a".repeat(5_000));

    assertThat(matches("{F: '" + "*a".repeat(50) + "*b'}", event)).isFalse();
    assertThat(matches("{F|re: '(x+x+)+y|(a*)*b'}", event)).isFalse();
  }
}
