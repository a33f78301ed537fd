package io.cutpoint.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.cli.result.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluateVerbTest {

  @TempDir Path directory;

  @BeforeEach
  void result() throws IOException {
    Path folder = Files.createDirectories(directory.resolve("result"));
    Files.writeString(
        folder.resolve("summary.json"),
        "{'counts':{'detections':4},'ledger':{'total':{'first':'2026-04-25T12:00:00Z','last':'2026-04-28T12:00:00Z'},'sources':[{'source':'a.evtx'}]}}".replace('\'', '"'));
    Files.write(folder.resolve("detections.ndjson"), List.of(detection(1, "12:00:00"), detection(2, "12:10:00"), detection(3, "12:20:00"), detection(4, "12:30:00")));
    Files.write(folder.resolve("intrusions.ndjson"), List.of(intrusion("aaaa", 88, "1", "2", "3"), intrusion("bbbb", 45, "4")));
  }

  private static String id(String number) {
    return "0".repeat(32 - number.length()) + number;
  }

  private static String detection(int number, String time) {
    return ("{'id':'" + id("" + number) + "','time':'2026-04-25T" + time + "Z','episode':'" + id("e" + number) + "','rule':{'origin':'sigma.zip'},'stage':'delivery','stageAlternatives':[],'host':'WS-07','evidence':[{'source':'a.evtx','record':"
            + number + ",'fields':{}}]}")
        .replace('\'', '"');
  }

  private static String intrusion(String id, int score, String... members) {
    String list = String.join(",", List.of(members).stream().map(member -> "{'id':'" + id(member) + "','stage':'delivery'}").toList());
    return ("{'id':'" + id + id("").substring(4) + "','score':" + score + ",'stages':{'delivery':{'state':'confirmed'},'installation':{'state':'confirmed'}},'detections':[" + list + "]}").replace('\'', '"');
  }

  private String truth(String... lines) throws IOException {
    Files.write(directory.resolve("truth"), List.of(lines));
    return "truth";
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "md"})
  void attacksAreListedForSpreadsheetsAndPages(String format) throws IOException {
    Captured captured = new Captured(directory);
    String truth = truth("source,record,label,stage", "a.evtx,1,=HYPERLINK(1)|<b>,delivery", "a.evtx,9,slow dns,");

    assertThat(captured.run("evaluate", "result", "--truth", truth, "-f", format)).isEqualTo(Exit.DONE);

    assertThat(captured.out().lines()).noneMatch(line -> line.startsWith("=") || line.contains("<b>") && format.equals("md"));
    Golden.check("evaluate-" + format, captured.out());
  }

  @Test
  void peopleGetTablesOnEightyColumns() throws IOException {
    Captured captured = new Captured(directory).columns(80);
    String truth = truth("source,record,label,stage", "a.evtx,1,\"mail\u202e from a very long attack name\",delivery", "a.evtx,2,slow dns,command-and-control", "a.evtx,9,slow dns,", "a.evtx,3,benign,");

    assertThat(captured.run("evaluate", "result", "--truth", truth)).isEqualTo(Exit.DONE);

    assertThat(captured.err()).isEmpty();
    assertThat(captured.out().lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    assertThat(captured.out().codePoints()).allMatch(c -> c == '\n' || (c >= 0x20 && c < 0x7F) || c == '…');
    Golden.check("evaluate", captured.out());
  }

  @Test
  void inputWithoutAnAttackHasOnlyFalseIntrusions() throws IOException {
    Captured captured = new Captured(directory).columns(80);

    assertThat(captured.run("evaluate", "result", "--truth", truth())).isEqualTo(Exit.DONE);

    Golden.check("evaluate-nothing", captured.out());
  }

  @Test
  void programsGetOneObject() throws IOException {
    Captured captured = new Captured(directory);

    assertThat(captured.run("evaluate", "--out", "result", "--json", "--truth", truth("source,record,label", "b.evtx,1,x"))).isEqualTo(Exit.DONE);

    assertThat(captured.out().lines()).hasSize(1);
    assertThat(Json.parse(captured.out()).get("truth").get("given").whole()).isEqualTo(1);
    assertThat(captured.err()).contains("warning: the truth names a source that this result has not read: b.evtx").contains("warning: no detection belongs to any attack");
  }

  @Test
  void faultsOfTheTruthAreThoseOfConfiguration() throws IOException {
    Captured captured = new Captured(directory);

    assertThat(captured.run("evaluate", "result", "--truth", truth("source,record,label", "a.evtx,one\u001b,x"))).isEqualTo(Exit.CONFIGURATION);

    assertThat(captured.out()).isEmpty();
    assertThat(captured.err()).contains("truth:2:8: wanted a number as in evidence.record, found one\\x1b").contains("one problem; nothing was measured");
  }

  @Test
  void whatIsMissingIsNamed() throws IOException {
    Captured captured = new Captured(directory);

    assertThat(captured.run("evaluate", "result")).isEqualTo(Exit.USAGE);
    assertThat(captured.run("evaluate", "result", "--truth", "nowhere")).isEqualTo(Exit.IO);
    assertThat(captured.run("evaluate", "nothing", "--truth", truth())).isEqualTo(Exit.IO);
    Files.writeString(directory.resolve("result/intrusions.ndjson"), "{\"id\":");
    assertThat(captured.run("evaluate", "result", "--truth", "truth")).isEqualTo(Exit.IO);

    assertThat(captured.err()).contains("evaluate needs --truth FILE").contains("nowhere: there is no such file").contains("nothing: there is no such folder").contains("intrusions.ndjson:1: wanted JSON");
  }
}
