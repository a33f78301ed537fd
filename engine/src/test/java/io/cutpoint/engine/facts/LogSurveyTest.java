package io.cutpoint.engine.facts;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.model.event.LogSource;
import io.cutpoint.respond.Coverage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogSurveyTest {

  @TempDir Path folder;

  private Coverage coverage(int workers, String... lines) throws IOException {
    Path file = Files.write(folder.resolve("log.json"), List.of(lines));
    try (Recording recording = new Recording(Files.createDirectories(folder.resolve("scratch-" + workers)), 1 << 20).read(file, workers, 7, event -> false)) {
      return recording.survey.coverage(List.of(new Coverage.Need(new LogSource("windows", "process_creation", null), Set.of("CommandLine"))));
    }
  }

  private static String event(String host, int id, String fields) {
    return "{\"EventID\":" + id + ",\"Channel\":\"Security\",\"Computer\":\"" + host + "\",\"TimeCreated\":\"2026-01-01T00:00:00Z\"" + fields + "}";
  }

  @ParameterizedTest
  @CsvSource({"4768, true", "4769, true", "4771, true", "5136, true", "4776, false", "4662, false", "4624, false", "4672, false"})
  void onlyWhatAControllerAloneWritesMakesOne(int id, boolean isController) throws IOException {
    assertThat(coverage(1, event("SRV-DC-01", id, ",\"TargetUserName\":\"x\"")).controllers().contains("srv-dc-01")).isEqualTo(isController);
  }

  @Test
  void anExportOfAnotherChannelWithTheSameNumberMakesNoController() throws IOException {
    assertThat(coverage(1, event("A", 4769, "").replace("Security", "Application")).controllers()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void commandLinesAreCountedForEachHostWhoeverReads(int workers) throws IOException {
    Coverage coverage = coverage(
        workers,
        event("ws-1.corp.example", 4688, ",\"NewProcessName\":\"a\",\"CommandLine\":\"a b\""),
        event("WS-1", 4688, ",\"NewProcessName\":\"a\""),
        event("WS-2", 4688, ",\"NewProcessName\":\"a\",\"CommandLine\":\"-\""),
        event("WS-2", 4688, ",\"NewProcessName\":\"a\",\"CommandLine\":\"\""));

    Coverage.Setting setting = coverage.setting(List.of("ws-1", "ws-2"), List.of(), List.of());

    assertThat(setting).isNotNull();
    assertThat(setting.id()).isEqualTo("command-lines");
    assertThat(setting.hosts()).extracting(Object::toString).containsExactly("WS-2");
  }

  @Test
  void beyondTheBoundTheFirstNamesAreKept() throws IOException {
    String[] lines = new String[LogSurvey.HOSTS + 20];
    for (int i = 0; i < lines.length; i++) {
      lines[i] = event("H" + String.format("%05d", i), 4769, "");
    }

    assertThat(coverage(3, lines).controllers()).hasSize(LogSurvey.HOSTS).contains("h00000", "h04999").doesNotContain("h05000");
  }
}
