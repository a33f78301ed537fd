package io.cutpoint.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every word of ours that stands in a result is explained to those who read it, and no word that is gone.
class DocumentedWordsTest {

  private static final Path ROOT = Path.of(System.getProperty("cutpoint.root", ".."));
  private static final Pattern BOUND = Pattern.compile("new Bound\\(\"([^\"]+)\", ([0-9_]+)\\)");
  private static final Pattern DROP = Pattern.compile("drops\\.count\\(\"([^\"]+)\"\\)");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  /// The rows of the table below this heading that has this head, each with its cells.
  private static List<List<String>> table(String page, String head) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    boolean inside = false;
    for (String line : Files.readAllLines(ROOT.resolve("docs").resolve(page))) {
      if (line.equals(head)) {
        inside = true;
      } else if (inside && !line.startsWith("|")) {
        break;
      } else if (inside && !line.startsWith("|---")) {
        rows.add(Stream.of(line.split("\\|")).skip(1).map(String::strip).toList());
      }
    }
    assertThat(rows).as(page + ": " + head).isNotEmpty();
    return rows;
  }

  private static Set<String> words(List<List<String>> rows) {
    Set<String> words = new TreeSet<>();
    rows.forEach(row -> {
      Matcher code = CODE.matcher(row.getFirst());
      while (code.find()) {
        words.add(code.group(1));
      }
    });
    return words;
  }

  /// What the pattern finds in the main sources of these modules: its first group, and its second where it has one.
  private static Map<String, String> found(Pattern pattern, String... modules) throws IOException {
    Map<String, String> found = new TreeMap<>();
    for (String module : modules) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
        for (Path file : files.filter(one -> one.toString().endsWith(".java")).toList()) {
          Matcher matcher = pattern.matcher(Files.readString(file));
          while (matcher.find()) {
            found.put(matcher.group(1), matcher.groupCount() > 1 ? matcher.group(2) : "");
          }
        }
      }
    }
    assertThat(found).as(pattern.pattern()).isNotEmpty();
    return found;
  }

  /// The same in one file.
  private static Map<String, String> in(String file, String pattern) throws IOException {
    Map<String, String> found = new TreeMap<>();
    Matcher matcher = Pattern.compile(pattern, Pattern.MULTILINE).matcher(Files.readString(ROOT.resolve(file)));
    while (matcher.find()) {
      found.put(matcher.group(1), matcher.group(2));
    }
    assertThat(found).as(file).isNotEmpty();
    return found;
  }

  @Test
  void everyBoundIsExplainedWithItsSize() throws IOException {
    Map<String, String> told = new TreeMap<>();
    table("results.md", "| bound | most | what is let go |").forEach(row -> told.put(row.getFirst().replace("`", ""), row.get(1).replace(",", "")));
    Map<String, String> bounds = found(BOUND, "chain", "detect", "engine", "provenance");
    bounds.replaceAll((name, most) -> most.replace("_", ""));

    assertThat(told).isEqualTo(bounds);
  }

  @Test
  void everythingThatProvenanceLetsGoIsExplained() throws IOException {
    assertThat(words(table("results.md", "| name | what is let go |"))).isEqualTo(found(DROP, "provenance").keySet());
  }

  @Test
  void everyReconstructedStepIsExplainedUnderItsTitle() throws IOException {
    Map<String, String> ids = in("provenance/src/main/java/io/cutpoint/provenance/ReconstructedStep.java", "^    ([A-Z_]+)\\(\"([a-z-]+)\"\\)[,;]");
    Map<String, String> titles = in("engine/src/main/java/io/cutpoint/engine/ReconstructedSteps.java", "case ([A-Z_]+) -> \"([^\"]+)\";");
    Map<String, String> wanted = new TreeMap<>();
    ids.forEach((constant, id) -> wanted.put("`cutpoint.reconstruction." + id + "`", titles.get(constant)));
    Map<String, String> told = new TreeMap<>();
    table("concepts.md", "| `rule.id` | its title | stage | what was found |").forEach(row -> told.put(row.getFirst(), row.get(1)));

    assertThat(told).isEqualTo(wanted);
  }

  @Test
  void everyKindOfLinkIsExplained() throws IOException {
    Set<String> prefixes = new TreeSet<>(in("chain/src/main/java/io/cutpoint/chain/Tie.java", "^  ([A-Z_]+)\\(\"([a-z]+)\", ").values());

    assertThat(words(table("concepts.md", "| what is shared | why it counts |"))).isEqualTo(prefixes);
  }

  @Test
  void everyPartOfTheScoreIsExplained() throws IOException {
    String score = "chain/src/main/java/io/cutpoint/chain/Score.java";
    Set<String> factors = new TreeSet<>(in(score, "raise\\([^;]*?, \"([a-z]+)\", ()").keySet());
    factors.addAll(in(score, "names\\[\\d\\] = \"([a-z-]+)\"()").keySet());
    Set<String> told = words(table("concepts.md", "| part | what it is |"));

    assertThat(factors).contains("chain", "floor", "actions-out");
    assertThat(told).containsAll(factors);
    told.removeAll(factors);
    assertThat(told).containsExactlyInAnyOrder("reconnaissance", "weaponization", "delivery", "exploitation", "installation", "command-and-control");
  }
}
