package io.cutpoint.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TruthReaderTest {

  @TempDir Path directory;

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("truth"), text);
  }

  private TruthException refused(String text) throws IOException {
    Path file = file(text);
    TruthException refused = catchThrowableOfType(TruthException.class, () -> TruthReader.read(file));
    assertThat(refused).isNotNull();
    assertThat(refused.problems()).allSatisfy(problem -> assertThat(problem).startsWith(file + ":"));
    return refused;
  }

  private String only(String text) throws IOException {
    TruthException refused = refused(text);
    assertThat(refused.problems()).hasSize(1);
    return refused.problems().getFirst().substring(directory.resolve("truth").toString().length() + 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n  \n", "\uFEFF", "source,record,label\n"})
  void fileWithoutRowsSaysThatThereWasNoAttack(String text) throws IOException, TruthException {
    assertThat(TruthReader.read(file(text)).attacks()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'intrusion':'x','source':'a','record':1}|records",
        "\uFEFF  {'intrusion':'x','host':'h','from':'2026-04-25T12:00:00Z','to':'2026-04-25T12:00:00Z'}|windows",
        "Source,Record,Label~a,1,x|labels",
        "n;source;record;label~0;a;1;x|labels",
        "to,from,host,intrusion~2026-04-25 12:00:00,2026-04-25 11:00:00,h,x|windows",
      })
  void formIsToldByTheContent(String text, String form) throws IOException, TruthException {
    Truth truth = TruthReader.read(file(text.replace('\'', '"').replace('~', '\n')));

    assertThat(truth.form().id()).isEqualTo(form);
    assertThat(truth.attacks()).containsExactly("x");
    assertThat(truth.rows()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'intrusion':'x','source':'a','record':'seven'}|1:40: wanted a number as in evidence.record, found seven",
        "{'intrusion':'x','source':'a','record':1}~{'intrusion':'x','source':'a'}|2:1: wanted intrusion, record, source, found intrusion, source",
        "{'intrusion':'x','source':'a','record':1,'stage':'phase'}|1:50: wanted a stage such as delivery, or nothing, found phase",
        "{'intrusion':'x','source':'a','record':1}~{'intrusion':'y','source':'a','record':1}|2:40: wanted a record in one attack, found it in x before",
        "{'intrusion':'x','source':'','record':1}|1:27: wanted a source as in evidence.source, found nothing",
        "{'intrusion':'','source':'a','record':1}|1:14: wanted the name of an attack, found nothing",
        "{'x':1}|1:1: wanted intrusion, record, source, or from, host, intrusion, to, found x",
        "[{'intrusion':'x'}]|1:1: wanted an object on each line, found a list",
        "{'intrusion':'x','source':'a','record':1}~7|2:1: wanted an object on each line, found 7",
        "host,from,to~h,1,2|1:1: wanted columns label, record, source, or from, host, intrusion, to, or JSON lines, found host, from, to",
        "intrusion,host,from,to~x,h,yesterday,2026-04-25T12:00:00Z|2:5: wanted a time such as 2026-04-25T12:03:58Z, found yesterday",
        "intrusion,host,from,to~x,h,2026-04-25T12:00:00Z,2026-04-25T11:00:00Z|2:26: wanted an end behind the start 2026-04-25T12:00:00Z, found 2026-04-25T11:00:00Z",
        "intrusion,host,from,to~x,,2026-04-25T12:00:00Z,2026-04-25T12:00:00Z|2:3: wanted a host or *, found nothing",
        "source,record,label~a,1|2:1: wanted label, record, source, found record, source",
        "source,record,label~a,'1,x|2:3: wanted the end of a quoted cell, found the end of the file",
      })
  void problemsNameTheirPlace(String text, String problem) throws IOException {
    assertThat(only(text.replace('\'', '"').replace('~', '\n'))).isEqualTo(problem);
  }

  @Test
  void brokenJsonNamesItsPlace() throws IOException {
    assertThat(only("{\"intrusion\":\"x\",\"source\":\"a\",\"record\":1}\n{\"intrusion\":nope}\n")).startsWith("2:").contains("wanted JSON");
  }

  @Test
  void allProblemsAreCountedAndTheFirstOnesListed() throws IOException {
    TruthException refused = refused("source,record,label\n" + "a,none,x\n".repeat(50));

    assertThat(refused).hasMessageEndingWith("truth: 50 problems; nothing was measured");
    assertThat(refused.problems()).hasSize(20);
  }

  @Test
  void bytesThatAreNoTextAreRefused() throws IOException {
    Path file = Files.write(directory.resolve("truth"), "source,record,label\na,1,\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));

    assertThat(catchThrowableOfType(TruthException.class, () -> TruthReader.read(file)).problems()).singleElement().asString().contains("wanted UTF-8");
  }

  @Test
  void columnWithTooManyAttacksIsTheWrongOne() throws IOException {
    StringBuilder text = new StringBuilder("source,record,label\n");
    for (int i = 0; i <= 1000; i++) {
      text.append("a,").append(i).append(",x").append(i).append('\n');
    }

    assertThat(only(text.toString())).isEqualTo("1002:8: wanted at most 1000 attacks, found one more: x1000");
  }

  @Test
  void hugeCellEndsTheFile() throws IOException {
    assertThat(only("source,record,label\n" + "a".repeat(70_000) + ",1,x\n")).isEqualTo("2:1: wanted a cell of at most 65536 characters");
  }

  @Test
  void quotesAndLineEndsAreThoseOfSpreadsheets() throws IOException, TruthException {
    Truth truth = TruthReader.read(file("source,record,label,stage\r\n\r\n\"a\"\"b\nc\",7,\"x, y\",delivery\r\nd,8,z,\r\n"));

    assertThat(truth.attacks()).containsExactly("x, y", "z");
    assertThat(truth.row("a\"b\nc", 7)).isZero();
    assertThat(truth.row("d", 8)).isEqualTo(1);
    assertThat(truth.stagesOf(0)).isEqualTo(1 << 2);
    assertThat(truth.stagesOf(1)).isZero();
  }

  @Test
  void recordOfOneAttackMayHaveSeveralStages() throws IOException, TruthException {
    Truth truth = TruthReader.read(file("source,record,label,stage\na,1,x,delivery\na,1,x,exploitation\n"));

    assertThat(truth.rows()).isEqualTo(1);
    assertThat(Truth.stages(truth.stagesOf(0))).hasSize(2);
  }
}
