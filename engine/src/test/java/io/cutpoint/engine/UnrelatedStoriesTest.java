package io.cutpoint.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cutpoint.model.detection.Level;
import io.cutpoint.model.intrusion.Intrusion;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two attacks and an administrator on one host in the same minutes: two intrusions, the administrator in neither.
class UnrelatedStoriesTest {

  private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f]{32})\"");
  private static final Pattern ACTING = Pattern.compile("\"(?:ProcessGuid|SourceProcessGUID|NewProcessId)\": ?\"([^\"]+)\"");
  private static final Pattern PROCESS = Pattern.compile("\"ProcessGuid\": ?\"([^\"]+)\"");
  private static final Pattern PARENT = Pattern.compile("\"ParentProcessGuid\": ?\"([^\"]+)\"");

  @TempDir private Path folder;

  @Test
  void twoAttacksOnOneHostStayApartFromEachOtherAndFromTheAdministrator() throws IOException, AnalysisException {
    AnalysisResult result = analyzeInvented(false);

    assertThat(result.intrusions()).hasSize(2);
  }

  @Test
  void anAdministratorWhomARuleSuspectsIsShownAloneAndLow() throws IOException, AnalysisException {
    AnalysisResult result = analyzeInvented(true);

    assertThat(result.intrusions()).hasSize(3);
    assertThat(accounts(result.intrusions().getLast())).containsExactly("ORCHARD\\adm.torvik");
  }

  @Test
  @Tag("full")
  void whatIsPlantedBesideTheRecordedCampaignStaysApartFromIt() throws IOException, AnalysisException {
    Path campaign = recorded();
    // The recorder wrote local time, 19 hours behind what Sysmon itself says.
    PlantedStories planted = new PlantedStories("MKT01.pandalab.com", "PANDALAB", Instant.parse("2023-08-15T09:54:20Z"), Duration.ofHours(19));
    PlantedStories.Story attachment = planted.attachment();
    PlantedStories.Story administrator = planted.administrator(false);
    Path second = folder.resolve("planted.json");
    write(second, attachment, administrator);

    AnalysisResult result = analyze(List.of(campaign, second));

    assertApart(result, below("winx64_payload.exe", campaign), acting(attachment), acting(administrator));
    assertThat(result.intrusions()).hasSize(2);
    assertThat(result.intrusions().stream().map(UnrelatedStoriesTest::accounts)).contains(Set.of(attachment.account()))
        .noneMatch(accounts -> accounts.contains(administrator.account()));
  }

  /// Analyzes both invented attacks and the administrator as one file, and asserts that they stay apart.
  private AnalysisResult analyzeInvented(boolean mapsDomain) throws IOException, AnalysisException {
    PlantedStories planted = new PlantedStories("WS-ORCHARD.example.test", "ORCHARD", Instant.parse("2024-03-05T13:20:00Z"), Duration.ZERO);
    PlantedStories.Story download = planted.download();
    PlantedStories.Story attachment = planted.attachment();
    PlantedStories.Story administrator = planted.administrator(mapsDomain);
    Path evidence = folder.resolve("host.json");
    write(evidence, download, attachment, administrator);
    AnalysisResult result = analyze(List.of(evidence));
    assertApart(result, acting(download), acting(attachment), acting(administrator));
    assertThat(result.intrusions().stream().limit(2).map(UnrelatedStoriesTest::accounts)).containsExactlyInAnyOrder(Set.of(download.account()), Set.of(attachment.account()));
    return result;
  }

  /// Asserts that two intrusions score 40 or more, each with all of one attack and nothing of the other.
  private static void assertApart(AnalysisResult result, Set<String> one, Set<String> other, Set<String> administrator) throws IOException {
    Map<String, Set<String>> actingIn = detections(result.out());
    Set<String> ofOne = of(one, actingIn);
    Set<String> ofOther = of(other, actingIn);
    Set<String> ofAdministrator = of(administrator, actingIn);
    List<Intrusion> shown = result.intrusions().stream().filter(intrusion -> intrusion.score() >= 40).toList();
    assertThat(ofOne).isNotEmpty();
    assertThat(ofOther).isNotEmpty();
    assertThat(ofAdministrator).as("without a detection of the administrator's nothing is proved").isNotEmpty();
    assertThat(shown).as("intrusions with a score of 40 or more").hasSize(2);
    boolean oneIsFirst = members(shown.getFirst()).containsAll(ofOne);
    Set<String> inOne = members(shown.get(oneIsFirst ? 0 : 1));
    Set<String> inOther = members(shown.get(oneIsFirst ? 1 : 0));
    assertThat(inOne).containsAll(ofOne).doesNotContainAnyElementsOf(ofOther).doesNotContainAnyElementsOf(ofAdministrator);
    assertThat(inOther).containsAll(ofOther).doesNotContainAnyElementsOf(ofOne).doesNotContainAnyElementsOf(ofAdministrator);
  }

  private AnalysisResult analyze(List<Path> inputs) throws AnalysisException {
    return Analysis.run(
        new AnalysisRequest(inputs, null, List.of(), true, 0, -1, Level.INFORMATIONAL, folder.resolve("out"), folder.resolve("data"), 1, 512L << 20, "test"),
        Progress.NONE);
  }

  private static void write(Path file, PlantedStories.Story... stories) throws IOException {
    List<String> lines = new ArrayList<>();
    for (PlantedStories.Story story : stories) {
      lines.addAll(story.lines());
    }
    Files.write(file, lines);
  }

  /// The processes of a story as either log names them.
  private static Set<String> acting(PlantedStories.Story story) {
    Set<String> acting = new TreeSet<>(story.guids());
    acting.addAll(story.pids());
    return acting;
  }

  /// The processes of that program and all below them, by Sysmon.
  private static Set<String> below(String program, Path zip) throws IOException {
    Pattern image = Pattern.compile("\"Image\": ?\"[^\"]+\\\\" + Pattern.quote(program) + "\"");
    Set<String> tree = new TreeSet<>();
    try (ZipInputStream archive = new ZipInputStream(Files.newInputStream(zip));
        BufferedReader lines = new BufferedReader(new InputStreamReader(archive, StandardCharsets.UTF_8))) {
      archive.getNextEntry();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Matcher process = PROCESS.matcher(line);
        Matcher parent = PARENT.matcher(line);
        if (parent.find() && process.find() && (tree.contains(parent.group(1)) || image.matcher(line).find())) {
          tree.add(process.group(1));
        }
      }
    }
    return tree;
  }

  /// Who acts in each detection, by its id.
  private static Map<String, Set<String>> detections(Path out) throws IOException {
    Map<String, Set<String>> detections = new LinkedHashMap<>();
    for (String line : Files.readAllLines(out.resolve("detections.ndjson"))) {
      Matcher id = ID.matcher(line);
      assertThat(id.find()).isTrue();
      Set<String> acting = new HashSet<>();
      Matcher one = ACTING.matcher(line);
      while (one.find()) {
        acting.add(one.group(1));
      }
      detections.put(id.group(1), acting);
    }
    return detections;
  }

  private static Set<String> of(Set<String> processes, Map<String, Set<String>> detections) {
    Set<String> ids = new TreeSet<>();
    detections.forEach((id, acting) -> {
      if (acting.stream().anyMatch(processes::contains)) {
        ids.add(id);
      }
    });
    return ids;
  }

  private static Set<String> members(Intrusion intrusion) {
    Set<String> ids = new TreeSet<>();
    intrusion.members().forEach(member -> ids.add(member.id().toString()));
    return ids;
  }

  private static Set<String> accounts(Intrusion intrusion) {
    Set<String> accounts = new TreeSet<>();
    intrusion.users().forEach(account -> accounts.add(account.value().raw()));
    return accounts;
  }

  /// The host logs of the recorded campaign, where the shared data lies beside the project.
  private static Path recorded() throws IOException {
    String place = "shared/data/otrf/compound/LSASS_campaign_01";
    String root = System.getProperty("cutpoint.root", "");
    Path start = Path.of(root.isEmpty() ? System.getProperty("user.dir") : root).toAbsolutePath();
    for (Path up = start; up != null; up = up.getParent()) {
      if (Files.isDirectory(up.resolve(place))) {
        try (DirectoryStream<Path> archives = Files.newDirectoryStream(up.resolve(place), "*dump.zip")) {
          return archives.iterator().next();
        }
      }
    }
    assumeTrue(false, "skipped: the folder ../" + place + " is missing");
    throw new AssertionError();
  }
}
