package io.cutpoint.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.model.Part;
import io.cutpoint.model.Stage;
import io.cutpoint.model.detection.Level;
import io.cutpoint.model.detection.RuleKey;
import io.cutpoint.model.detection.RuleReference;
import io.cutpoint.model.detection.StageVerdict;
import io.cutpoint.model.detection.StageVerdict.Step;
import io.cutpoint.model.detection.Status;
import io.cutpoint.model.event.LogSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// The tags of all public rules and of the labelled samples, where the folder of shared data is there.
class PublicRulesTest {

  private static final Pattern TAG = Pattern.compile("(?m)^\\s*-\\s+attack\\.([\\w.\\-]+)\\s*$");
  private static final Pattern LOG_SOURCE = Pattern.compile("(?m)^\\s+(product|category|service):\\s*(\\S+)");

  private final StageResolver resolver = new StageResolver();

  @Test
  void everyPublicRuleHasAStageAndAReason() throws IOException {
    Map<String, Integer> stages = new TreeMap<>();
    Map<Step, Integer> steps = new TreeMap<>();
    int rules = 0;
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(shared("data/sigma-rules/sigma.zip")))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (!entry.getName().startsWith("rules") || !entry.getName().endsWith(".yml")) {
          continue;
        }
        RuleReference rule = rule(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
        StageVerdict verdict = resolver.resolve(rule, Examples.event(event(rule.logSource())), Scene.UNKNOWN);

        assertThat(verdict.reason().length()).as(rule.title()).isGreaterThanOrEqualTo(20);
        assertThat(verdict.part() == Part.NONE).isEqualTo(verdict.stage() != Stage.ACTIONS_ON_OBJECTIVES);
        for (String tactic : rule.tactics()) {
          // One rule carries the id of a data source instead of a tactic.
          assertThat(Tactic.of(tactic).isPresent() || tactic.equals("ds0005")).as(tactic).isTrue();
        }
        rule.techniques().forEach(id -> assertThat(AttackFacts.shipped().technique(id)).as(id).isPresent());
        stages.merge(verdict.stage().number() + (verdict.suspectedAtMost() ? "?" : "") + (verdict.alternatives().isEmpty() ? "" : "|"), 1, Integer::sum);
        steps.merge(verdict.decidedBy(), 1, Integer::sum);
        rules++;
      }
    }

    assertThat(rules).isGreaterThan(3000);
    for (Stage stage : Stage.CHAIN) {
      if (stage != Stage.WEAPONIZATION) {
        assertThat(stages.keySet()).as(stages.toString()).anyMatch(code -> code.startsWith("" + stage.number()));
      }
    }
    assertThat(steps).containsKeys(Step.EVENT, Step.TECHNIQUE, Step.TACTIC, Step.LOWEST);
  }

  @Test
  void everyLabelledSampleHasAStageAndAReason() throws IOException {
    List<String> lines = Files.readAllLines(shared("data/labels.tsv"));

    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split("\t", -1);
      String tags = cells[5].replace(',', ' ') + " " + cells[4].replace(',', ' ');
      StageVerdict verdict = resolver.resolve(Examples.rule(tags), Examples.event("other"), Scene.UNKNOWN);

      assertThat(verdict.reason().length()).as(line).isGreaterThanOrEqualTo(20);
    }
    assertThat(lines).hasSizeGreaterThan(500);
  }

  private static Path shared(String name) {
    String root = System.getProperty("cutpoint.root");
    List<Path> places = new ArrayList<>();
    if (root != null) {
      places.add(Path.of(root, "..", "shared"));
    }
    for (Path at = Path.of(System.getProperty("user.dir")).toAbsolutePath(); at != null; at = at.getParent()) {
      places.add(at.resolve("shared"));
    }
    Path found = places.stream().map(place -> place.resolve(name)).filter(Files::exists).findFirst().orElse(null);
    Assumptions.assumeTrue(found != null, "the shared data is not here: " + name + " in none of " + places);
    return found;
  }

  private static RuleReference rule(String name, String yaml) {
    List<String> tactics = new ArrayList<>();
    List<String> techniques = new ArrayList<>();
    for (Matcher tag = TAG.matcher(yaml); tag.find(); ) {
      String word = tag.group(1);
      if (word.matches("t\\d{4}.*")) {
        techniques.add(word.toUpperCase(Locale.ROOT));
      } else if (!word.matches("[gs]\\d{4}")) {
        tactics.add(word.replace('_', '-'));
      }
    }
    Map<String, String> source = new TreeMap<>();
    for (Matcher part = LOG_SOURCE.matcher(yaml); part.find(); ) {
      source.putIfAbsent(part.group(1), part.group(2));
    }
    LogSource logSource = new LogSource(source.get("product"), source.get("category"), source.get("service"));
    return new RuleReference(new RuleKey("sigma", name, "0"), name, Level.MEDIUM, Status.TEST, tactics, techniques, logSource, null);
  }

  /// An event such as the log source holds, with nothing in it.
  private static String event(LogSource source) {
    @Nullable String category = source.category();
    return switch (category == null ? "" : category) {
      case "process_creation" -> "process-start";
      case "file_event", "file_change", "file_rename" -> "file-write";
      case "file_delete" -> "file-delete";
      case "registry_set", "registry_event", "registry_add" -> "registry-write";
      case "registry_delete" -> "registry-delete";
      case "ps_script", "ps_module", "ps_classic_start" -> "script";
      case "image_load" -> "image-load";
      case "driver_load" -> "driver-load";
      case "network_connection" -> "connection";
      case "dns_query" -> "name-query";
      case "process_access" -> "process-access";
      case "create_remote_thread" -> "remote-thread";
      case "create_stream_hash" -> "file-stream";
      case "pipe_created" -> "pipe";
      case "wmi_event" -> "wmi-subscription";
      case "antivirus" -> "alert";
      default -> "other";
    };
  }
}
