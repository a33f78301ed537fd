package io.cutpoint.oracle.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.model.event.FlatEvent;
import io.cutpoint.oracle.ReferenceMatcher;
import io.cutpoint.sigma.Rule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RandomRulesTest {

  private static final FieldDictionary FIELDS = FieldDictionary.of(RandomRules.FIELDS);

  @Test
  void sameSeedGivesSameRulesAndEvents() {
    List<Rule> first = new RandomRules(7).next(50);
    List<Rule> second = new RandomRules(7).next(50);
    RandomEvents one = new RandomEvents(9, true);
    RandomEvents other = new RandomEvents(9, true);

    assertThat(second).isEqualTo(first);
    for (int i = 0; i < 50; i++) {
      assertThat(describe(one.next(FIELDS))).isEqualTo(describe(other.next(FIELDS)));
    }
  }

  @Test
  void rulesAreTrueForSomeEventsAndFalseForOthers() {
    List<Rule> rules = new RandomRules(1).next(400);
    RandomEvents events = new RandomEvents(2, false);
    ReferenceMatcher matcher = new ReferenceMatcher();
    List<FlatEvent> sample = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      sample.add(events.next(FIELDS));
    }

    int matches = 0;
    int undecided = 0;
    for (Rule rule : rules) {
      int own = (int) sample.stream().filter(event -> matcher.matches(rule, event)).count();
      matches += own;
      undecided += own == 0 || own == sample.size() ? 1 : 0;
    }

    assertThat(matches).isBetween(3_000, 12_000);
    assertThat(undecided).isLessThan(220);
  }

  private static String describe(FlatEvent event) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < event.count(); i++) {
      text.append(event.name(i)).append(event.kind(i)).append(event.text(i)).append('\n');
    }
    return text.append(event.logSources()).toString();
  }
}
