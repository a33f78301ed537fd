package io.cutpoint.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.engine.RuleAnswer.Absence;
import io.cutpoint.sigma.Rule;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuleQuestionTest {

  private static final String EVENT = "{\"Channel\":\"Security\",\"EventID\":4688,\"NewProcessName\":\"C:\\\\cmd.exe\",\"commandline\":\"x\",\"TargetUserName\":\"\"}\n";

  @TempDir Path folder;
  private Rule rule;

  @BeforeEach
  void readRule() throws IOException, AnalysisException {
    Path file = folder.resolve("r.yml");
    Files.writeString(file, LintRunTest.rule("product: windows, category: process_creation",
        "s: {Image|endswith: '\\cmd.exe', TargetUserName: null}\nf: {OriginalFileName: a, CommandLine: b, ParentImage: c}\ncondition: s and not f"));
    rule = RuleQuestion.rules(file, null).rules().getFirst();
  }

  private RuleAnswer ask(String events, OptionalLong record) {
    return RuleQuestion.of(rule, new ByteArrayInputStream(events.getBytes(StandardCharsets.UTF_8)), record).answer().orElseThrow();
  }

  @Test
  void theFirstEventIsAskedAboutUnlessANumberIsGiven() {
    String events = EVENT + "\n" + EVENT.replace("cmd", "other");

    assertThat(ask(events, OptionalLong.empty()).number()).isEqualTo(1);
    assertThat(ask(events, OptionalLong.of(3)).own("NewProcessName")).isEqualTo("C:\\other.exe");
    assertThat(RuleQuestion.of(rule, new ByteArrayInputStream(events.getBytes(StandardCharsets.UTF_8)), OptionalLong.of(2)).answer()).isEmpty();
  }

  @Test
  void anEventIsRoutedAndNamedAsInAnAnalysis() {
    RuleAnswer answer = ask(EVENT, OptionalLong.empty());

    assertThat(answer.applies()).isTrue();
    assertThat(answer.kind()).isEqualTo("Security 4688");
    assertThat(answer.entries("Image")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "{\"log_name\":\"Security\",\"event_id\":4688,\"event_data\":{\"NewProcessName\":\"C:\\\\cmd.exe\"}}",
    "{\"winlog\":{\"channel\":\"Security\",\"event_id\":4688,\"event_data\":{\"NewProcessName\":\"C:\\\\cmd.exe\"}}}",
    "{\"Event\":{\"System\":{\"Channel\":\"Security\",\"EventID\":4688},\"EventData\":{\"NewProcessName\":\"C:\\\\cmd.exe\"}}}"
  })
  void namesInNestedShapesAreTheOnesThatRulesKnow(String event) {
    RuleAnswer answer = ask(event, OptionalLong.empty());

    assertThat(answer.applies()).isTrue();
    assertThat(answer.kind()).isEqualTo("Security 4688");
    assertThat(answer.own("NewProcessName")).isEqualTo("C:\\cmd.exe");
    assertThat(answer.absence("NewProcessName")).isEqualTo(Absence.NONE);
    assertThat(answer.matches()).isTrue();
  }

  @Test
  void anAbsentFieldSaysWhy() {
    RuleAnswer answer = ask(EVENT, OptionalLong.empty());

    assertThat(answer.absence("Image")).isEqualTo(Absence.NONE);
    assertThat(answer.absence("OriginalFileName")).isEqualTo(Absence.IMPOSSIBLE);
    assertThat(answer.absence("CommandLine")).isEqualTo(Absence.OTHER_CASE);
    assertThat(answer.absence("ParentImage")).isEqualTo(Absence.MISSING);
  }

  @Test
  void aKeptRecordIsNamedAgainAndItsEmptyValuesAreNullWhereTheFormatHasNone() {
    assertThat(RuleQuestion.ofKept(rule, EVENT, true, 7).answer().orElseThrow()).satisfies(answer -> {
      assertThat(answer.number()).isEqualTo(7);
      assertThat(answer.entries("Image")).hasSize(1);
      assertThat(answer.matches()).isTrue();
    });
    assertThat(RuleQuestion.ofKept(rule, EVENT, false, 7).answer().orElseThrow().matches()).isFalse();
  }

  @Test
  void whatCannotBeReadIsSaid() {
    RuleQuestion.Found found = RuleQuestion.of(rule, new ByteArrayInputStream("{\"a\": \n".getBytes(StandardCharsets.UTF_8)), OptionalLong.empty());

    assertThat(found.answer()).isEmpty();
    assertThat(found.problems()).isNotEmpty();
  }
}
