package io.cutpoint.model.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogSourceTest {

  @ParameterizedTest
  @CsvSource({
    // what the event is: product, category, service; what the rule wants; the answer
    "windows,process_creation,sysmon,  windows,process_creation,,       true",
    "windows,process_creation,sysmon,  windows,,,                       true",
    "windows,process_creation,sysmon,  ,process_creation,,              true",
    "windows,process_creation,sysmon,  ,,sysmon,                        true",
    "windows,process_creation,sysmon,  ,,,                              true",
    "windows,process_creation,sysmon,  windows,process_creation,security, false",
    "windows,process_creation,sysmon,  linux,process_creation,,         false",
    "windows,process_creation,sysmon,  Windows,,,                       false",
    "windows,,security,                windows,process_creation,,       false",
    "windows,,security,                windows,,security,               true",
    "windows,,,                        windows,,security,               false",
    ",,,                               windows,,,                       false",
    ",,,                               ,,,                              true"
  })
  void anEventSatisfiesARuleThatNamesNothingElse(
      String product, String category, String service, String wantedProduct, String wantedCategory, String wantedService, boolean satisfied) {
    LogSource event = new LogSource(product, category, service);

    assertThat(event.satisfies(new LogSource(wantedProduct, wantedCategory, wantedService))).isEqualTo(satisfied);
  }

  @Test
  void aSetSatisfiesWhatOneMemberSatisfiesAndNoMixture() {
    LogSourceSet set = LogSourceSet.of(List.of(new LogSource("windows", "process_creation", "sysmon"), new LogSource("windows", null, "security")));

    assertThat(set.satisfies(new LogSource("windows", null, "security"))).isTrue();
    assertThat(set.satisfies(new LogSource("windows", "process_creation", null))).isTrue();
    assertThat(set.satisfies(new LogSource("windows", "process_creation", "security"))).isFalse();
    assertThat(LogSourceSet.NONE.satisfies(new LogSource(null, null, null))).isFalse();
  }

  @Test
  void setsOfTheSameMembersAreEqualWhateverTheOrder() {
    LogSource a = new LogSource("windows", null, "a");
    LogSource b = new LogSource(null, "b", null);

    assertThat(LogSourceSet.of(List.of(a, b, a))).isEqualTo(LogSourceSet.of(List.of(b, a))).hasSameHashCodeAs(LogSourceSet.of(List.of(b, a)));
    assertThat(LogSourceSet.of(List.of(a))).isNotEqualTo(LogSourceSet.of(List.of(b)));
    assertThat(LogSourceSet.of(List.of(a, b)).all()).containsExactly(b, a);
    assertThat(LogSourceSet.of(List.of())).isSameAs(LogSourceSet.NONE);
  }

  @Test
  void partsThatAreNotNamedAreShownAsAStar() {
    assertThat(new LogSource("windows", null, "security")).hasToString("windows/*/security");
  }
}
