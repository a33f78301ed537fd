package io.cutpoint.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cutpoint.model.Stage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LsassTruthTest {

  @TempDir Path directory;

  private static String event(String text) {
    return "{'Channel':'Microsoft-Windows-Sysmon/Operational'," + text + "}\n";
  }

  @Test
  void attackIsTheDeliveredFileItsProcessesWhatTheyWroteAndWhoTalksToTheSameAddress() throws IOException, TruthException {
    String log =
        event("'EventID':15,'TargetFilename':'C:\\\\x\\\\Bad.exe:Zone.Identifier','Contents':'[ZoneTransfer] HostUrl=http://192.0.2.1/Bad.exe'")
            + event("'EventID':1,'ProcessGuid':'{a}','ParentProcessGuid':'{explorer}','Image':'C:\\\\X\\\\bad.exe'")
            + event("'EventID':3,'ProcessGuid':'{a}','DestinationIp':'192.0.2.1','DestinationPort':8080")
            + event("'EventID':1,'ProcessGuid':'{b}','ParentProcessGuid':'{a}','Image':'C:\\\\cmd.exe'")
            + event("'EventID':3,'ProcessGuid':'{other}','DestinationIp':'192.0.2.1','DestinationPort':443")
            + event("'EventID':3,'ProcessGuid':'{injected}','DestinationIp':'192.0.2.1','DestinationPort':8080")
            + event("'EventID':10,'SourceProcessGUID':'{injected}','TargetImage':'C:\\\\Windows\\\\lsass.exe'")
            + event("'EventID':10,'SourceProcessGUID':'{other}','TargetImage':'C:\\\\Windows\\\\lsass.exe'")
            + "{'Channel':'Security','EventID':4688,'NewProcessName':'C:\\\\X\\\\BAD.exe'}\n"
            + event("'EventID':5,'TimeCreated':'2026-04-25T12:00:01Z','ProcessGuid':'{b}','ProcessId':'16'")
            + event("'EventID':5,'TimeCreated':'2026-04-25T12:00:09Z','ProcessGuid':'{other}','ProcessId':'16'")
            + "{'Channel':'Security','EventID':4688,'TimeCreated':'2026-04-25T12:00:00.5Z','NewProcessId':'0x10'}\n"
            + "{'Channel':'Security','EventID':5156,'TimeCreated':'2026-04-25T12:00:10Z','ProcessID':'16'}\n"
            + event("'EventID':11,'ProcessGuid':'{b}','TargetFilename':'C:\\\\Users\\\\u\\\\made.dll'")
            + "{'Channel':'System','EventID':7045,'ImagePath':'rundll32 C:\\\\USERS~1\\\\MADE.dll,a'}\n"
            + event("'EventID':1,'ProcessGuid':'{service}','ParentProcessGuid':'{services}','CommandLine':'rundll32 C:\\\\USERS~1\\\\MADE.dll,a'");
    Path archive = directory.resolve("case.zip");
    try (OutputStream file = Files.newOutputStream(archive); ZipOutputStream zip = new ZipOutputStream(file)) {
      zip.putNextEntry(new ZipEntry("case.json"));
      zip.write(log.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
    Path file = directory.resolve("truth.ndjson");

    Map<String, Integer> steps = LsassTruth.write(archive, "x", file);

    assertThat(steps).containsExactlyInAnyOrderEntriesOf(Map.of("delivery", 1, "exploitation", 1, "command-and-control", 2, "actions-on-objectives", 1, "other", 7));
    Truth truth = TruthReader.read(file);
    assertThat(truth.rows()).isEqualTo(12);
    assertThat(truth.row("case.zip!case.json", 5)).isEqualTo(-1);
    assertThat(truth.row("case.zip!case.json", 8)).isEqualTo(-1);
    assertThat(truth.row("case.zip!case.json", 12)).as("a process of the tree, by number").isNotNegative();
    assertThat(truth.row("case.zip!case.json", 13)).as("the number had another owner by then").isEqualTo(-1);
    assertThat(Truth.stages(truth.stagesOf(truth.row("case.zip!case.json", 7)))).containsExactly(Stage.ACTIONS_ON_OBJECTIVES);
  }

  @Test
  @Tag("full")
  void everyCampaignHasItsWholeStory() throws IOException, TruthException {
    Optional<Path> data = LsassTruth.sharedData();
    assumeTrue(data.isPresent(), "the shared data is not here");

    for (String campaign : LsassTruth.CAMPAIGNS) {
      Path file = directory.resolve(campaign);
      Map<String, Integer> steps = LsassTruth.write(LsassTruth.archive(data.orElseThrow(), campaign), campaign, file);

      assertThat(steps).as(campaign).containsKeys("delivery", "exploitation", "command-and-control", "actions-on-objectives");
      assertThat(TruthReader.read(file).attacks()).containsExactly(campaign);
    }
  }
}
