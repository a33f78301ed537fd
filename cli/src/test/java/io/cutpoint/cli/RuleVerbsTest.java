package io.cutpoint.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.cli.result.Json;
import io.cutpoint.model.text.SafeText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `rules lint`, `rules test` and `rules explain`, with texts that an attacker would write.
class RuleVerbsTest {

  private static final String RULE = """
      title: Shell below an office program
      id: 6f2c0000-0000-4000-8000-000000000001
      description: An office program starts a shell.
      date: 2026-11-24
      status: test
      level: high
      tags: [attack.execution]
      logsource: {product: windows, category: process_creation}
      detection:
        shell:
          Image|endswith: ['\\cmd.exe', '\\powershell.exe', '\\pwsh.exe']
        office:
          ParentImage|endswith: '\\winword.exe'
        original:
          OriginalFileName: Cmd.Exe
        hidden:
          CommandLine|contains|all: ['-w', 'hidden']
        known:
          CommandLine|contains: 'report.bat'
        condition: (shell or original) and office and hidden and not known
      """;

  private static final String FAULTY = """
      title: Shell
      id: 6f2c0000-0000-4000-8000-000000000002
      status: test
      level: high
      tags: [attack.defense-evasion]
      logsource: {product: windows, category: process_creation}
      detection:
        shell:
          Imag|endswith: '*\\cmd.exe'
        unused:
          Image: "\\u001b[2J\\u202e"
        condition: shell and not shell
      ---
      title: Broken
      id: 6f2c0000-0000-4000-8000-000000000003
      logsource: {product: windows, service: security}
      detection:
        s: {EventID|contain: 1}
        condition: 1 of x*
      """;

  private static final String EVENT =
      "{\"Channel\":\"Security\",\"EventID\":4688,\"Computer\":\"WS-07.example.test\",\"TimeCreated\":\"2026-04-25T12:03:58Z\",\"NewProcessName\":\"C:\\\\Windows\\\\System32\\\\CMD.EXE\","
          + "\"ParentProcessName\":\"C:\\\\Office\\\\WINWORD.EXE\",\"CommandLine\":\"cmd /c \\u001b[2J\\u202e>>x<< -W start hidden\"}\n";

  @TempDir Path directory;

  @BeforeEach
  void write() throws IOException {
    Files.createDirectories(directory.resolve("rules"));
    Files.writeString(directory.resolve("rules/shell.yml"), RULE);
    Files.writeString(directory.resolve("event.ndjson"), EVENT + EVENT.replace("WINWORD", "explorer") + EVENT.replace(":4688", ":4689"));
  }

  private String told(Captured captured) {
    return captured.out().replace(directory.toString(), "DIR").replace(SafeText.to(SafeText.Target.MARKDOWN, directory.toString()), "DIR");
  }

  private static void isHarmless(String text) {
    assertThat(text.codePoints()).allMatch(c -> c == '\n' || (c >= 0x20 && c < 0x7F));
  }

  @Test
  void aSoundRuleIsClean() {
    Captured captured = new Captured(directory);

    assertThat(captured.run("rules", "lint", "rules")).isEqualTo(Exit.DONE);

    assertThat(captured.out()).isEmpty();
    assertThat(captured.err()).contains("1 file: 1 rule, 0 filters. 0 errors, 0 warnings, 0 notes").contains("Fields were looked at in 1 rule,");
  }

  @ParameterizedTest
  @ValueSource(strings = {"table", "csv", "md", "ndjson"})
  void everyFindingHasItsPlaceInEveryForm(String format) throws IOException {
    Files.writeString(directory.resolve("rules/faulty.yml"), FAULTY);
    Captured captured = new Captured(directory).columns(80);

    assertThat(captured.run("rules", "lint", "rules", "-f", format)).isEqualTo(Exit.UNREADABLE);

    isHarmless(captured.out());
    Golden.check("rules-lint-" + format, told(captured));
  }

  @Test
  void severityDecidesWhatIsListedAndCounts() throws IOException {
    Files.writeString(directory.resolve("rules/shell.yml"), RULE.replace("description: An office program starts a shell.\n", ""));

    assertThat(new Captured(directory).run("rules", "lint", "rules")).isEqualTo(Exit.DONE);
    assertThat(new Captured(directory).run("rules", "lint", "rules", "--severity", "note")).isEqualTo(Exit.UNREADABLE);
    Files.writeString(directory.resolve("rules/shell.yml"), RULE.replace("level: high\n", ""));
    assertThat(new Captured(directory).run("rules", "lint", "rules")).isEqualTo(Exit.UNREADABLE);
    assertThat(new Captured(directory).run("rules", "lint", "rules", "--severity", "error")).isEqualTo(Exit.DONE);
  }

  @Test
  void theRulesThatComeAlongAreClean() {
    assertThat(new Captured(directory).run("rules", "lint")).isEqualTo(Exit.DONE);
  }

  @Test
  void aPathThatIsNotThereIsAnError() {
    assertThat(new Captured(directory).run("rules", "lint", "none")).isEqualTo(Exit.IO);
    assertThat(new Captured(directory).run("rules", "test", "none")).isEqualTo(Exit.IO);
  }

  @Test
  void testsThatPassAreCounted() throws IOException {
    Files.writeString(directory.resolve("rules/shell.positive.ndjson"), EVENT);
    Captured captured = new Captured(directory);

    assertThat(captured.run("rules", "test", "rules")).isEqualTo(Exit.DONE);

    assertThat(captured.out()).isEmpty();
    assertThat(captured.err()).contains("1 rule: 1 file of events, 1 passed, 0 failed, 0 not run");
  }

  @Test
  void aTestThatFailsIsExplained() throws IOException {
    Files.writeString(directory.resolve("rules/shell.positive.ndjson"), EVENT.replace("WINWORD", "explorer"));
    Files.writeString(directory.resolve("rules/shell.negative.ndjson"), EVENT);
    Captured captured = new Captured(directory).columns(80);

    assertThat(captured.run("rules", "test", "rules")).isEqualTo(Exit.UNREADABLE);

    isHarmless(captured.out());
    Golden.check("rules-test-failed", told(captured));
  }

  @Test
  void nothingThatCouldBeTriedIsNoSuccess() {
    Captured captured = new Captured(directory);

    assertThat(captured.run("rules", "test", "rules")).isEqualTo(Exit.UNREADABLE);

    assertThat(captured.err()).contains("1 file of rules without events");
  }

  @ParameterizedTest
  @CsvSource({"1, matches", "2, fails", "3, elsewhere"})
  void everyPartOfTheConditionHasItsAnswerOnEightyColumns(String record, String name) throws IOException {
    Captured captured = new Captured(directory).columns(80);

    assertThat(captured.run("rules", "explain", "rules/shell.yml", "event.ndjson", "--record", record)).isEqualTo(Exit.DONE);

    assertThat(captured.out().replace(directory.toString(), "").lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    isHarmless(captured.out());
    Golden.check("rules-explain-" + name, told(captured).lines().filter(line -> !line.startsWith("File")).reduce("", (a, b) -> a + b + "\n"));
  }

  @Test
  void whatWasMatchedIsColouredOnTerminals() {
    Captured captured = new Captured(directory).terminal();

    captured.run("rules", "explain", "rules/shell.yml", "event.ndjson");

    assertThat(captured.out()).contains("\u001b[36m\\CMD.EXE\u001b[0m").contains("\u001b[32m+\u001b[0m").contains("\u001b[1;31m-\u001b[0m").doesNotContain("\u001b[2J").doesNotContain(">>\\CMD");
  }

  @Test
  void nothingInAValuePassesForAMark() throws IOException {
    String spaces = " ".repeat(71);
    Files.writeString(directory.resolve("event.ndjson"), EVENT.replace("cmd /c ", "cmd ^^^ " + spaces + "^^^^^^^^ " + spaces + "^ >>-w<< "));
    Captured captured = new Captured(directory).columns(80);

    assertThat(captured.run("rules", "explain", "rules/shell.yml", "event.ndjson")).isEqualTo(Exit.DONE);

    // A line of marks is of ^ and spaces alone, and begins where every line of a value has = or two spaces.
    List<String> lines = captured.out().lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      int begin = line.length() - line.stripLeading().length();
      if (line.strip().startsWith("^") && line.chars().allMatch(c -> c == '^' || c == ' ')) {
        int column = begin;
        boolean isBelowItsValue = lines.subList(0, i).reversed().stream().filter(one -> one.strip().startsWith("= ")).findFirst().orElseThrow().indexOf('=') == column;
        boolean isMarks = isBelowItsValue && line.charAt(begin + 1) == ' ';
        String above = lines.get(i - 1);
        String marked = isMarks ? marked(line.substring(begin + 1), above.substring(begin + 1)) : "";
        assertThat(marked).as(line).isIn(isMarks ? List.of("\\CMD.EXE", "\\WINWORD.EXE", "-W", "hidden", "-w") : List.of(""));
      }
    }
    assertThat(lines).anySatisfy(line -> assertThat(line.strip()).isEqualTo("^^^^^^^^"));
    assertThat(captured.out()).contains(">>-w<<");
  }

  private static String marked(String marks, String above) {
    StringBuilder marked = new StringBuilder();
    for (int i = 0; i < marks.length(); i++) {
      marked.append(marks.charAt(i) == '^' ? above.substring(i, i + 1) : "");
    }
    return marked.toString();
  }

  @Test
  void costsAreNumbersForPrograms() throws IOException {
    Captured captured = new Captured(directory);

    assertThat(captured.run("rules", "cost", "event.ndjson", "--rules", "rules", "--no-builtin-rules", "--json")).isEqualTo(Exit.DONE);

    Json rule = Json.parse(captured.out()).items().getFirst();
    assertThat(rule.get("events").toString()).isEqualTo("2");
    assertThat(rule.get("matches").toString()).isEqualTo("1");
    assertThat(rule.get("nanosPerEvent").whole()).isPositive();
    assertThat(captured.err()).contains("over all 3 events").doesNotContain("only");
  }

  @Test
  void costsSayThatTheyLookAtTheFirstEventsOnly() {
    Captured captured = new Captured(directory);

    assertThat(captured.run("rules", "cost", "event.ndjson", "--rules", "rules", "--events", "2")).isEqualTo(Exit.DONE);

    assertThat(captured.err()).contains("over the first 2 events only (--events N takes more)").contains("; 3 correlations cost what their rules do");
    assertThat(new Captured(directory).run("rules", "cost", "event.ndjson", "--events", "0")).isEqualTo(Exit.USAGE);
  }

  @Test
  void placesOfFindingsAreNumbersForPrograms() throws IOException {
    Files.writeString(directory.resolve("rules/faulty.yml"), FAULTY);
    Captured captured = new Captured(directory);

    captured.run("rules", "lint", "rules", "--json");

    assertThat(Json.parse(captured.out()).items()).isNotEmpty().allSatisfy(finding -> assertThat(finding.get("line").whole()).isPositive());
  }

  @Test
  void everyCountOfRulesHasCorrelationsInItAndSaysSo() {
    String said = "81 rules (3 of them correlations)";
    for (String line : new String[] {"rules ls", "rules lint"}) {
      Captured captured = new Captured(directory);
      captured.run(line.split(" "));
      assertThat(captured.err()).as(line).contains(said);
    }
    Captured doctor = new Captured(directory);
    doctor.run("doctor");
    assertThat(doctor.out()).contains(said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"lint", "test"})
  void aFolderWithoutRulesIsNoSuccess(String verb) throws IOException {
    Files.createDirectories(directory.resolve("empty"));
    Captured captured = new Captured(directory);

    assertThat(captured.run("rules", verb, "empty")).isEqualTo(Exit.UNREADABLE);

    if (verb.equals("lint")) {
      assertThat(captured.out()).contains("wanted files of rules (.yml or .yaml), found none");
    }
  }

  @Test
  void programsGetTheWholeTree() throws IOException {
    Captured captured = new Captured(directory);

    assertThat(captured.run("rules", "explain", "rules/shell.yml", "event.ndjson", "--json")).isEqualTo(Exit.DONE);

    isHarmless(captured.out());
    Json all = Json.parse(captured.out());
    assertThat(all.get("matches").isTrue()).isTrue();
    assertThat(all.get("logSource").get("applies").isTrue()).isTrue();
    Json first = all.get("condition").get("parts").items().getFirst().get("parts").items().getFirst();
    assertThat(first.get("name").text().raw()).isEqualTo("shell");
    Json test = first.get("parts").items().getFirst().get("parts").items().getFirst();
    assertThat(test.get("held").isTrue()).isTrue();
    assertThat(test.get("values").items().getFirst().get("matched").items().getFirst().get("from").whole()).isEqualTo(19);
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "md"})
  void tablesListTheTests(String format) {
    Captured captured = new Captured(directory);

    assertThat(captured.run("rules", "explain", "rules/shell.yml", "event.ndjson", "-f", format)).isEqualTo(Exit.DONE);

    assertThat(captured.out().lines().filter(line -> line.contains("true") || line.contains("false"))).hasSize(8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"64d8ea86-428e-495e-9474-d3391646ea60", "64d8ea86", "PowerShell with an encoded command", "powershell-encoded-command", "powershell-encoded-command.yml"})
  void aRuleIsFoundByWhatPeopleKnowOfIt(String written) {
    Captured captured = new Captured(directory);

    assertThat(captured.run("rules", "explain", written, "event.ndjson")).isEqualTo(Exit.DONE);

    assertThat(captured.out()).contains("PowerShell with an encoded command (medium, 64d8ea86");
  }

  @ParameterizedTest
  @CsvSource({"powershell, means", "nobody-knows, there is no rule", "password-guessed, means 2 rules", "Many wrong passwords for an account, is a correlation"})
  void aRuleThatIsNotMeantUniquelyIsAUsageError(String written, String said) {
    Captured captured = new Captured(directory);

    assertThat(captured.run("rules", "explain", written, "event.ndjson")).isEqualTo(Exit.USAGE);

    assertThat(captured.err()).contains(said);
  }

  @ParameterizedTest
  @CsvSource({"none.ndjson, there is no such file", "., this is a folder"})
  void anEventThatIsNotThereIsAnError(String written, String said) {
    Captured captured = new Captured(directory);

    assertThat(captured.run("rules", "explain", "rules/shell.yml", written)).isEqualTo(Exit.IO);

    assertThat(captured.err()).contains(said);
  }

  @Test
  void aRecordThatIsNotThereIsSaid() {
    Captured captured = new Captured(directory);

    assertThat(captured.run("rules", "explain", "rules/shell.yml", "event.ndjson", "--record", "9")).isEqualTo(Exit.IO);

    assertThat(captured.err()).contains("there is no record 9 among its 3 events");
  }

  @Test
  void theEventOfADetectionIsAskedAbout() throws IOException {
    Path result = directory.resolve("result");
    Files.createDirectories(result);
    Files.writeString(result.resolve("summary.json"), "{\"ledger\":{\"sources\":[{\"source\":\"a.evtx\",\"format\":\"evtx\"}]}}");
    Files.writeString(result.resolve("detections.ndjson"), "{\"id\":\"05c1d2e300000000000000000000000a\",\"evidence\":[{\"source\":\"a.evtx\",\"record\":41,\"fields\":" + EVENT.strip() + "}]}\n");
    Captured captured = new Captured(directory);

    assertThat(captured.run("rules", "explain", "rules/shell.yml", "DET-05C1", "--out", "result")).isEqualTo(Exit.DONE);

    assertThat(captured.out()).contains("a.evtx (kept in").contains("record 41").contains("Answer    matches");
    assertThat(new Captured(directory).run("rules", "explain", "rules/shell.yml", "DET-9999", "--out", "result")).isEqualTo(Exit.USAGE);
  }
}
