package io.cutpoint.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.model.Part;
import io.cutpoint.model.Stage;
import io.cutpoint.model.detection.Detection;
import io.cutpoint.model.detection.Level;
import io.cutpoint.model.detection.Outcome;
import io.cutpoint.model.detection.RuleKey;
import io.cutpoint.model.detection.RuleReference;
import io.cutpoint.model.detection.StageVerdict;
import io.cutpoint.model.detection.Status;
import io.cutpoint.model.event.EventId;
import io.cutpoint.model.event.LogSource;
import io.cutpoint.model.fact.Activity;
import io.cutpoint.model.fact.Attribute;
import io.cutpoint.model.fact.Attributes;
import io.cutpoint.model.fact.Fact;
import io.cutpoint.model.text.Untrusted;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleAdjustmentsTest {

  private static final RuleReference RULE = new RuleReference(
      new RuleKey("test", "6F2C-rule", "0"), "A rule", Level.HIGH, Status.TEST, List.of(), List.of(), new LogSource("windows", null, null), null);

  private static final Detection DETECTION = detection("WS-07.example.test", "EXAMPLE\\svc_backup", "C:\\Program Files\\Backup\\agent.exe");

  private static Detection detection(String host, String user, String image) {
    Fact fact = new Fact(new EventId(1, 2), 5, 5, Activity.PROCESS_START, 1, Untrusted.NONE, Untrusted.of(host),
        Attributes.of(Map.of(Attribute.USER, Untrusted.of(user), Attribute.IMAGE, Untrusted.of(image))), List.of(0), List.of());
    StageVerdict verdict = new StageVerdict(Stage.EXPLOITATION, Part.NONE, List.of(), false, StageVerdict.Step.TECHNIQUE, "because");
    return new Detection(new EventId(3, 4), RULE, verdict, Outcome.OCCURRED, List.of(), fact);
  }

  private static RuleAdjustments parse(String text) {
    return RuleAdjustments.parse("rules.yaml", text);
  }

  @Test
  void aRuleIsSwitchedOffByItsIdWhateverItsCase() {
    RuleAdjustments adjustments = parse("- {rule: 6f2c-RULE, disable: true}");

    assertThat(adjustments.problems()).isEmpty();
    assertThat(adjustments.disables(RULE)).isTrue();
  }

  @Test
  void aRuleGetsAnotherLevelAndKeepsAllElse() {
    RuleReference adjusted = parse("- {rule: 6f2c-rule, level: low}").adjust(RULE);

    assertThat(adjusted.level()).isEqualTo(Level.LOW);
    assertThat(adjusted.key()).isEqualTo(RULE.key());
    assertThat(RuleAdjustments.NONE.adjust(RULE)).isSameAs(RULE);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
      "host: ws-07 | true",
      "host: [WS-0*, X] | true",
      "host: WS-07.example.test | true",
      "host: WS-08 | false",
      "user: svc_* | true",
      "user: 'example\\svc_backup' | true",
      "user: other | false",
      "image: '*\\agent.exe' | true",
      "image: agent.exe | false",
      "host: WS-07, user: svc_backup | true",
      "host: WS-07, user: other | false"})
  void anExceptionHoldsWhereEveryKindFits(String except, boolean excluded) {
    RuleAdjustments adjustments = parse("- {rule: 6f2c-rule, except: {" + except + "}}");

    assertThat(adjustments.problems()).isEmpty();
    assertThat(adjustments.excludes(DETECTION)).isEqualTo(excluded);
    assertThat(adjustments.disables(RULE)).isFalse();
  }

  @Test
  void anyOfSeveralExceptionsIsEnough() {
    RuleAdjustments adjustments = parse("- {rule: 6f2c-rule, except: {host: X}}\n- {rule: 6f2c-rule, except: {user: svc_backup}, reason: asked for}\n");

    assertThat(adjustments.excludes(DETECTION)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
      "- {rule: 6f2c-rule, disble: true} | rules.yaml:1:21: wanted one of rule, disable, level, except, reason, found `disble`; did you mean disable?",
      "- {rule: 6f2c-rule, level: hgh} | rules.yaml:1:28: wanted a level (informational, low, medium, high, critical), found `hgh`; did you mean high?",
      "- {rule: 6f2c-rule, disable: maybe} | rules.yaml:1:30: wanted true or false",
      "- {rule: 6f2c-rule, except: {hosts: a}} | rules.yaml:1:30: wanted one of host, user, image, found `hosts`; did you mean host?",
      "- {rule: 6f2c-rule, except: {host: []}} | rules.yaml:1:36: wanted at least one value for host",
      "- {rule: 6f2c-rule} | rules.yaml:1:3: wanted `disable`, `level` or `except`, found none of them",
      "- {disable: true} | rules.yaml:1:3: wanted `rule: ` with the id of a rule",
      "- text | rules.yaml:1:3: wanted an entry {rule: .., disable: true}",
      "rule: 6f2c-rule | rules.yaml:1:1: wanted a list of entries {rule: .., disable: true}"})
  void aBadEntryIsToldWithItsPlaceAndLeftOut(String text, String problem) {
    RuleAdjustments adjustments = parse(text);

    assertThat(adjustments.problems()).extracting(Object::toString).containsExactly(problem);
    assertThat(adjustments.disables(RULE)).isFalse();
    assertThat(adjustments.excludes(DETECTION)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"- {rule: a", "'- {a: &a [1, *a]}'", "'- {rule: [[[[[[[[[[[[[[[[a]]]]]]]]]]]]]]]]}'"})
  void whatIsNoYamlIsAProblemAndNoCrash(String text) {
    assertThat(parse(text).problems()).isNotEmpty();
  }

  @Test
  void oneBadEntryLeavesTheOthersInForce() {
    RuleAdjustments adjustments = parse("- {rule: x, dsable: true}\n- {rule: 6f2c-rule, disable: true}\n");

    assertThat(adjustments.problems()).hasSize(1);
    assertThat(adjustments.disables(RULE)).isTrue();
  }

  @Test
  void anEntryForARuleThatIsNotThereIsTold() {
    assertThat(parse("- {rule: 6f2c-rulf, disable: true}").unknown(List.of(RULE))).extracting(Object::toString)
        .containsExactly("rules.yaml:1:1: wanted the id of a rule that is loaded, found 6f2c-rulf; did you mean 6f2c-rule?");
    assertThat(parse("- {rule: 6f2c-rule, disable: true}").unknown(List.of(RULE))).isEmpty();
  }

  @Test
  void theLineToPasteIsUnderstood() {
    assertThat(parse(RuleAdjustments.lineToDisable("6f2c-rule")).disables(RULE)).isTrue();
    assertThat(parse(RuleAdjustments.lineToDisable("it's {odd}: #1")).problems()).isEmpty();
  }
}
