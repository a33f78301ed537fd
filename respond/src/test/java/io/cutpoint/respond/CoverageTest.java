package io.cutpoint.respond;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.model.Stage;
import io.cutpoint.model.event.LogSource;
import io.cutpoint.model.event.LogSourceSet;
import io.cutpoint.model.text.Untrusted;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CoverageTest {

  private static final LogSource STARTS = new LogSource("windows", "process_creation", null);
  private static final LogSource CONNECTIONS = new LogSource("windows", "network_connection", null);
  private static final LogSource NAMES = new LogSource("windows", "dns_query", null);
  private static final LogSourceSet START_EVENTS = LogSourceSet.of(List.of(STARTS, new LogSource("windows", null, "security")));
  private static final LogSourceSet CONNECTION_EVENTS = LogSourceSet.of(List.of(CONNECTIONS));

  private static final List<Coverage.Need> NEEDS = List.of(
      new Coverage.Need(STARTS, Set.of("Image", "CommandLine")),
      new Coverage.Need(STARTS, Set.of("Image", "CommandLine")),
      new Coverage.Need(STARTS, Set.of("Image")),
      new Coverage.Need(CONNECTIONS, Set.of("Image", "DestinationIp")),
      new Coverage.Need(new LogSource("linux", "process_creation", null), Set.of("CommandLine")));

  private static Coverage coverage(long starts, long withCommandLine) {
    return new Coverage(
        Map.of(
            "ws-1", new Coverage.HostLogs(Untrusted.of("WS-1"), false, Map.of(START_EVENTS, starts), Map.of(START_EVENTS, withCommandLine)),
            "linux", new Coverage.HostLogs(Untrusted.of("linux"), false, Map.of(LogSourceSet.NONE, 5L), Map.of())),
        Map.of(START_EVENTS, Set.of("Image")),
        NEEDS);
  }

  @Test
  void theSettingThatBlindsMostRulesIsNamedWithItsHosts() {
    Coverage.Setting setting = coverage(9, 0).setting(List.of("ws-1", "linux"), List.of(), List.of());

    assertThat(setting).isNotNull();
    assertThat(setting.id()).isEqualTo("command-lines");
    assertThat(setting.rules()).isEqualTo(2);
    assertThat(setting.hosts()).extracting(Untrusted::raw).containsExactly("WS-1");
  }

  @Test
  void commandLinesThatCameOnceAreNotMissing() {
    Coverage.Setting setting = coverage(9, 1).setting(List.of("ws-1"), List.of(), List.of());

    assertThat(setting).isNotNull();
    assertThat(setting.id()).isEqualTo("connections");
  }

  @Test
  void aBlindStageGoesFirst() {
    Coverage.Setting blind = coverage(9, 0).setting(List.of("ws-1"), List.of(Stage.COMMAND_AND_CONTROL), List.of(Stage.EXPLOITATION));
    Coverage.Setting inferred = coverage(9, 0).setting(List.of("ws-1"), List.of(), List.of(Stage.COMMAND_AND_CONTROL));

    assertThat(blind).isNotNull();
    assertThat(blind.id()).isEqualTo("connections");
    assertThat(inferred).isNotNull();
    assertThat(inferred.id()).isEqualTo("connections");
  }

  @Test
  void aHostWithoutLogsOfWindowsIsNoPlaceForTheSettings() {
    assertThat(coverage(9, 0).setting(List.of("linux", "unknown"), List.of(), List.of())).isNull();
  }

  @Test
  void whereNothingOfTheListIsMissingNoSettingIsNamed() {
    Coverage whole = new Coverage(
        Map.of("ws-1", new Coverage.HostLogs(Untrusted.of("WS-1"), false, Map.of(START_EVENTS, 1L, CONNECTION_EVENTS, 1L), Map.of(START_EVENTS, 1L))), Map.of(), NEEDS);

    assertThat(whole.setting()).isNull();
  }

  @Test
  void rulesThatCouldNeverApplyAreCountedWithWhatTheyWouldNeed() {
    Coverage.Reach reach = coverage(9, 0).reach();

    assertThat(reach).isEqualTo(new Coverage.Reach(5, 2,
        List.of(new Coverage.Count("linux/process_creation", 1), new Coverage.Count("windows/network_connection", 1)), 2, List.of(new Coverage.Count("CommandLine", 2))));
  }

  @Test
  void controllersAreThoseWhoseEventsSaySo() {
    Coverage some = new Coverage(Map.of("a", new Coverage.HostLogs(Untrusted.of("a"), true, Map.of(), Map.of()), "dc", new Coverage.HostLogs(Untrusted.of("dc"), false, Map.of(), Map.of())),
        Map.of(LogSourceSet.of(List.of(NAMES)), Set.of()), List.of());

    assertThat(some.controllers()).containsExactly("a");
  }
}
