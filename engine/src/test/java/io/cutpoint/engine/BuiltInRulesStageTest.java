package io.cutpoint.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.cutpoint.model.detection.Level;
import io.cutpoint.rules.BuiltInRules;
import io.cutpoint.sigma.Rule;
import io.cutpoint.sigma.RuleFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A whole run over the positive events of all rules that come along: each rule finds its own, in the stage that its
/// folder is named after. The folders are the table of intended stages.
class BuiltInRulesStageTest {

  @TempDir private Path folder;

  @Test
  void everyRuleFindsItsEventsInTheStageOfItsFolder() throws IOException, AnalysisException {
    Path events = Path.of("..", "rules", "src", "main", "resources", "io", "cutpoint", "rules");
    Path evidence = Files.createDirectory(folder.resolve("evidence"));
    Map<String, String> wanted = new TreeMap<>();
    for (RuleFile file : BuiltInRules.files()) {
      String name = file.name().substring(BuiltInRules.ORIGIN.length() + 1).replaceFirst("\\.yml$", "");
      // One host and one time for each, so that nothing is linked or taken for a copy.
      String text = Files.readString(events.resolve(name + ".positive.ndjson")).replace("HOST-1.example.test", name.replace('/', '-') + ".example.test");
      Files.writeString(evidence.resolve(name.replace('/', '_') + ".ndjson"), text);
      wanted.put(file.name(), name.substring(0, name.indexOf('/')));
    }
    Path out = folder.resolve("out");
    Analysis.run(
        new AnalysisRequest(List.of(evidence), null, List.of(), true, 0, -1, Level.INFORMATIONAL, out, folder.resolve("data"), 1, 512L << 20, "test"),
        Progress.NONE);
    Map<String, String> fileOfId = new TreeMap<>();
    Rules rules = Rules.load(true, List.of(), folder.resolve("data"), Level.INFORMATIONAL);
    for (Rule rule : rules.used()) {
      fileOfId.put(rule.reference().key().id(), rule.file());
    }
    rules.correlations().all().forEach(correlation -> fileOfId.put(correlation.reference().key().id(), correlation.file()));

    Map<String, TreeSet<String>> found = new TreeMap<>();
    for (String line : Files.readAllLines(out.resolve("detections.ndjson"))) {
      Map<String, String> detection = texts(line);
      String file = String.valueOf(fileOfId.get(detection.get("rule.id")));
      String source = String.valueOf(detection.get("evidence.source")).replaceFirst("\\.ndjson$", ".yml").replaceFirst("_", "/");
      if (file.equals(BuiltInRules.ORIGIN + "/" + source)) {
        found.computeIfAbsent(file, key -> new TreeSet<>()).add(String.valueOf(detection.get("stage")));
      }
    }

    Map<String, TreeSet<String>> expected = new TreeMap<>();
    wanted.forEach((file, stage) -> expected.put(file, new TreeSet<>(List.of(stage))));
    assertThat(found).isEqualTo(expected);
  }

  /// The texts of a line by their paths.
  private static Map<String, String> texts(String line) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    List<String> path = new ArrayList<>();
    try (JsonParser json = new JsonFactory().createParser(line)) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        switch (token) {
          case FIELD_NAME -> {
            path.add(json.currentName());
          }
          case VALUE_STRING -> {
            texts.putIfAbsent(String.join(".", path), json.getText());
          }
          default -> {}
        }
        if (token.isScalarValue() || token == JsonToken.END_OBJECT || token == JsonToken.END_ARRAY) {
          if (!path.isEmpty() && json.getParsingContext().inObject()) {
            path.removeLast();
          }
        }
      }
    }
    return texts;
  }
}
