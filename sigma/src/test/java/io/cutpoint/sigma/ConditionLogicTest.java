package io.cutpoint.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionLogicTest {

  private static final String BLOCKS = """
      cmd:
        Image|endswith: '\\cmd.exe'
      system:
        Image|startswith: 'C:\\Windows\\'
      both:
        Image|endswith: '\\cmd.exe'
        CommandLine|contains: 'echo hello'
      named:
        Image|contains: 'cmd'
      speaks:
        CommandLine|contains: ['hello', 'other']
      cased:
        Image|endswith|cased: '\\cmd.exe'
      other:
        Image|endswith: '\\powershell.exe'
      there:
        Image|exists: true
      notThere:
        Image|exists: false
      """;

  private static Expression condition(String text) {
    RuleSet set = Reading.read(Reading.rule(BLOCKS + "condition: " + text + "\n"));
    assertThat(set.rules()).as(Reading.problems(set)).hasSize(1);
    return set.rules().getFirst().condition();
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "cmd and not cmd", "both and not cmd", "cmd and not named", "both and not (cmd and speaks)", "both and not 1 of c*", "(cmd or both) and not named",
    "cased and not cmd", "cmd and not (other or named)", "both and system and not (system and named)", "cmd and not there", "not (cmd or not cmd)"
  })
  void aContradictionIsNeverTrue(String text) {
    assertThat(ConditionLogic.isNeverTrue(condition(text))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "cmd and other", "cmd and not both", "cmd and not cased", "cmd and not system", "named and not cmd", "speaks and not both", "cmd or not cmd", "not cmd", "cmd and notThere",
    "both and not (cmd and system)"
  })
  void whatSomeEventMakesTrueIsNotCalledAContradiction(String text) {
    assertThat(ConditionLogic.isNeverTrue(condition(text))).isFalse();
  }

  @Test
  void whatEveryEventMakesTrueIsSeen() {
    assertThat(ConditionLogic.isAlwaysTrue(condition("cmd or not cmd"))).isTrue();
    assertThat(ConditionLogic.isAlwaysTrue(condition("named or not cmd"))).isTrue();
    assertThat(ConditionLogic.isAlwaysTrue(condition("not (cmd and not cmd)"))).isTrue();
    assertThat(ConditionLogic.isAlwaysTrue(condition("cmd or not named"))).isFalse();
    assertThat(ConditionLogic.isAlwaysTrue(condition("cmd"))).isFalse();
  }
}
