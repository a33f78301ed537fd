package io.cutpoint.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.model.detection.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rules that cost too much, and rules that match everything, beside rules that do their work.
class RuleLapsesTest {

  private static final String GOOD = rule("good", "{CommandLine|contains|all: [delete, shadows]}");

  private static final String NOTHING = rule("nothing", "{CommandLine: nobody runs this}");

  @TempDir Path folder;

  private static String rule(String id, String selection) {
    return "title: " + id + "\nid: " + id + "\nlevel: high\nlogsource: {product: windows, category: process_creation}\ndetection: {s: " + selection + ", condition: s}\n";
  }

  private static String event(int second, String commandLine) {
    return String.format(Locale.ROOT,
        "{\"@timestamp\":\"2026-03-02T10:00:%02d.000Z\",\"Channel\":\"Microsoft-Windows-Sysmon/Operational\",\"EventID\":1,\"Computer\":\"HOST-1.example.test\",\"EventRecordID\":%d,"
            + "\"Image\":\"C:\\\\Windows\\\\System32\\\\cmd.exe\",\"CommandLine\":\"%s\"}", second, 100 + second, commandLine);
  }

  private Path analyze(String name, List<String> events, String other) throws IOException, AnalysisException {
    // The identity of a detection also says of which pack and file its rule and its event are: the same for all.
    Path in = folder.resolve("events.ndjson");
    Files.write(in, events);
    Path written = Files.createDirectories(folder.resolve("rules"));
    Files.writeString(written.resolve("good.yml"), GOOD);
    Files.writeString(written.resolve("other.yml"), other);
    Path out = folder.resolve(name + "-out");
    Analysis.run(new AnalysisRequest(List.of(in), null, List.of(written), false, 0, -1, Level.MEDIUM, out, folder.resolve("data"), 2, 512L << 20, "test"), Progress.NONE);
    return out;
  }

  /// The beginnings of the lines of a rule's detections: their identity.
  private static List<String> detections(Path out, String rule) throws IOException {
    return Files.readAllLines(out.resolve("detections.ndjson")).stream()
        .filter(line -> line.contains("\"title\":\"" + rule + "\"")).map(line -> line.substring(0, line.indexOf(",\"episode\""))).toList();
  }

  @Test
  void aRuleThatIsTooDearForOneEventIsNamedStaysOnAndLeavesTheOthersAlone() throws IOException, AnalysisException {
    List<String> events = List.of(
        event(1, "\u03b1" + "x".repeat(200_000)), event(2, "vssadmin delete shadows"), event(3, "\u03b1".repeat(900)));

    Path out = analyze("dear", events, rule("dear", "{CommandLine|re: '(?:\\p{Greek}x?){900}'}"));

    assertThat(Files.readString(out.resolve("summary.json")))
        .contains("rule dear (").contains("was taken as not matching 1 event: more than ").contains("stays on for all others").contains("- {rule: dear, disable: true}");
    assertThat(detections(out, "dear")).as("the event after it").hasSize(1);
    assertThat(detections(out, "good")).hasSize(1).isEqualTo(detections(analyze("alone", events, NOTHING), "good"));
  }

  @Test
  void aRuleThatMatchesEverythingIsTheNoisiestAndLeavesTheOthersAlone() throws IOException, AnalysisException {
    List<String> events = List.of(event(1, "whoami"), event(2, "vssadmin delete shadows"), event(3, "hostname"), event(4, "ver"));

    Path out = analyze("flood", events, rule("flood", "{CommandLine|re: '.*'}"));

    assertThat(Files.readString(out.resolve("summary.json"))).contains("\"noisiestRules\":[{\"id\":\"flood\",\"title\":\"flood\",\"detections\":4}");
    assertThat(detections(out, "good")).hasSize(1).isEqualTo(detections(analyze("quiet", events, NOTHING), "good"));
  }
}
