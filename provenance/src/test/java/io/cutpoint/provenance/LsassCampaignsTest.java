package io.cutpoint.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cutpoint.model.Stage;
import io.cutpoint.model.detection.Detection;
import io.cutpoint.model.event.EventId;
import io.cutpoint.model.fact.Activity;
import io.cutpoint.provenance.WindowsLines.Line;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Real break-ins: a file is fetched by a browser, started from the desktop, calls home, and steals credentials.
class LsassCampaignsTest {

  /// What happened, from the raw events and by GUID alone.
  private record Truth(Set<String> urls, Set<String> files, Set<String> first, Set<String> tree, Set<String> addresses) {

    static Truth of(List<Line> all) {
      List<Line> lines = all.stream().filter(Line::isSysmon).toList();
      Set<String> urls = new TreeSet<>();
      Set<String> files = new TreeSet<>();
      for (Line line : lines) {
        int at = line.field("Contents").indexOf("HostUrl=");
        if (line.code() == 15 && at >= 0) {
          urls.add(line.field("Contents").substring(at + 8).strip());
          files.add(line.field("TargetFilename").split(":Zone")[0].toLowerCase(java.util.Locale.ROOT));
        }
      }
      Set<String> first = guids(lines, line -> line.code() == 1 && files.contains(line.field("Image").toLowerCase(java.util.Locale.ROOT)));
      Set<String> tree = grown(lines, first);
      Set<String> addresses = new TreeSet<>();
      for (Line line : lines) {
        if (line.code() == 3 && tree.contains(line.field("ProcessGuid"))) {
          addresses.add(line.field("DestinationIp") + ':' + line.field("DestinationPort"));
        }
      }
      Set<String> whole = new TreeSet<>(tree);
      whole.addAll(guids(lines, line -> line.code() == 3 && addresses.contains(line.field("DestinationIp") + ':' + line.field("DestinationPort"))));
      return new Truth(urls, files, first, grown(lines, whole), addresses);
    }

    private static Set<String> guids(List<Line> lines, Predicate<Line> which) {
      Set<String> out = new TreeSet<>();
      lines.stream().filter(which).forEach(line -> out.add(line.field("ProcessGuid")));
      return out;
    }

    private static Set<String> grown(List<Line> lines, Set<String> from) {
      Set<String> tree = new TreeSet<>(from);
      int before = -1;
      while (before != tree.size()) {
        before = tree.size();
        lines.stream().filter(line -> line.code() == 1 && tree.contains(line.field("ParentProcessGuid"))).forEach(line -> tree.add(line.field("ProcessGuid")));
      }
      return tree;
    }
  }

  @ParameterizedTest
  @CsvSource({
    // A handle to the process that holds the credentials, by the implant itself and by what it had run.
    "01, 10, TargetImage, lsass.exe, winx64_payload.exe",
    "01, 1, CommandLine, rtcpef.dll, rundll32.exe",
    "01, 1, CommandLine, whoami  /groups, whoami.exe",
    "01, 3, DestinationPort, 8080, svchost.exe",
    "02, 1, CommandLine, -ma lsass.exe, procdump64.exe",
    "02, 10, TargetImage, lsass.exe, procdump.exe",
    "05, 1, Image, SharpDump.exe, SharpDump.exe",
    "05, 1, CommandLine, reg  query, reg.exe",
  })
  void fromOneLateDetectionTheWholeBreakInIsFound(String campaign, int code, String field, String value, String program) {
    Optional<Path> shared = WindowsLines.shared();
    assumeTrue(shared.isPresent(), "the shared data is not here");
    List<Line> lines = WindowsLines.campaign(shared.get(), campaign);
    Truth truth = Truth.of(lines);
    Line seed = lines.stream()
        .filter(line -> line.isSysmon() && line.code() == code && line.field(field).contains(value)
            && (line.field("Image").endsWith(program) || line.field("SourceImage").endsWith(program)))
        .findFirst().orElseThrow();
    Provenance provenance = WindowsLines.provenance(lines, List.of(seed));

    Reconstruction found = new Reconstructor(provenance).reconstruct(WindowsLines.detection(seed.fact()));

    if (Boolean.getBoolean("cutpoint.show")) {
      show(found);
    }
    Map<EventId, Line> byId = new HashMap<>();
    lines.forEach(line -> byId.put(line.fact().id(), line));
    assertThat(found.entryKind()).isEqualTo(EntryKind.DELIVERED_FILE);
    assertThat(proofs(found, byId, Stage.DELIVERY)).isNotEmpty().allMatch(line -> truth.urls().stream().anyMatch(line.field("Contents")::contains));
    assertThat(proofs(found, byId, Stage.EXPLOITATION)).extracting(line -> line.field("ProcessGuid")).isNotEmpty().isSubsetOf(truth.first());
    assertThat(proofs(found, byId, Stage.COMMAND_AND_CONTROL)).extracting(line -> line.field("DestinationIp") + ':' + line.field("DestinationPort"))
        .isNotEmpty().isSubsetOf(truth.addresses());
    assertThat(proofs(found, byId, Stage.INSTALLATION)).isEmpty();
    assertThat(found.steps()).allSatisfy(step -> assertThat(step.confidence()).isGreaterThanOrEqualTo(0.7));
    assertThat(found.dropped()).isEmpty();
    List<String> strangers = new ArrayList<>();
    for (Line line : lines) {
      boolean isStart = line.fact().activity() == Activity.PROCESS_START && line.isSysmon();
      // The service that the implant had run is the attack's, though not of its tree by GUID.
      boolean isTruth = truth.tree().contains(line.field("ProcessGuid")) || line.field("CommandLine").contains("rtcpef");
      if (isStart && found.contains(line.fact()) != isTruth) {
        strangers.add(line.field("CommandLine"));
      }
    }
    assertThat(strangers).isEmpty();
    assertThat(found.tree()).filteredOn(TreeLine::isEntry).singleElement().satisfies(line -> assertThat(line.depth()).isZero());
    assertThat(found.tree()).hasSameSizeAs(found.nodes());
  }

  @ParameterizedTest
  @ValueSource(strings = {"01", "02", "05"})
  void fromWhatHasNothingToDoWithItNoStepIsFound(String campaign) {
    Optional<Path> shared = WindowsLines.shared();
    assumeTrue(shared.isPresent(), "the shared data is not here");
    List<Line> lines = WindowsLines.campaign(shared.get(), campaign);
    Truth truth = Truth.of(lines);
    Provenance provenance = WindowsLines.provenance(lines, List.of());
    List<Detection> strangers = lines.stream()
        .filter(line -> line.isSysmon() && line.code() == 1 && !truth.tree().contains(line.field("ProcessGuid")) && !line.field("CommandLine").contains("rtcpef"))
        .map(line -> WindowsLines.detection(line.fact()))
        .toList();

    List<Reconstruction> found = new Reconstructor(provenance).reconstruct(strangers);

    assertThat(strangers).hasSizeGreaterThan(50);
    assertThat(found).allSatisfy(one -> assertThat(one.steps()).isEmpty());
    assertThat(found).noneMatch(one -> one.entryKind() == EntryKind.DELIVERED_FILE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"01", "02", "05"})
  void allDetectionsOfOneBreakInGiveOneReconstruction(String campaign) {
    Optional<Path> shared = WindowsLines.shared();
    assumeTrue(shared.isPresent(), "the shared data is not here");
    List<Line> lines = WindowsLines.campaign(shared.get(), campaign);
    Truth truth = Truth.of(lines);
    Provenance provenance = WindowsLines.provenance(lines, List.of());
    List<Detection> seeds = lines.stream()
        .filter(line -> line.isSysmon() && line.code() == 1 && truth.tree().contains(line.field("ProcessGuid")))
        .map(line -> WindowsLines.detection(line.fact()))
        .toList();

    List<Reconstruction> found = new Reconstructor(provenance).reconstruct(seeds);

    assertThat(found).singleElement().satisfies(one -> assertThat(one.seeds()).hasSameSizeAs(seeds));
  }

  private static List<Line> proofs(Reconstruction found, Map<EventId, Line> byId, Stage stage) {
    return found.steps().stream().filter(step -> step.stage() == stage).map(step -> byId.get(step.event())).toList();
  }

  private static void show(Reconstruction found) {
    StringBuilder out = new StringBuilder("== " + found.entryKind() + ": " + found.entryReason() + '\n');
    for (ReconstructedStep step : found.steps()) {
      out.append(step.stage()).append(' ').append(step.kind().id()).append(' ').append(step.confidence()).append(' ').append(step.reason()).append('\n');
    }
    for (TreeLine line : found.tree()) {
      out.repeat("  ", line.depth()).append(line.isEntry() ? '>' : line.isSeed() ? '*' : ' ').append(line.image()).append(" | ").append(line.commandLine())
          .append(" | ").append(line.by()).append(line.isReconstructed() ? " R" : "").append('\n');
    }
    System.out.println(out);
  }
}
