package io.cutpoint.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What only the sources tell: try-with-resources catches Throwable in class files too.
class SourcesTest {

  private static final Path ROOT = Path.of(System.getProperty("cutpoint.root", ".."));
  private static final Pattern CATCHES_ALL =
      Pattern.compile("catch\\s*\\(\\s*(?:final\\s+)?(?:[\\w.]+\\s*\\|\\s*)*(?:Exception|Throwable|RuntimeException|Error)\\b[^)]*\\)");

  /// Where anything at all may be caught: the command line's end, the readers of foreign archives and files, the
  /// loops that drive workers, a rule that fails on one event, and Flink's state, whose reads declare every exception there is.
  private static final Set<String> BOUNDARIES = Set.of("CommandLine.java", "InputReader.java", "Unpacking.java", "FirstPhase.java", "Analysis.java", "Matcher.java", "StateAccess.java");

  private static List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    for (String module : House.MAY_USE.keySet()) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
        files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
      }
    }
    return sources;
  }

  @Test
  void anythingIsCaughtAtNamedBoundariesOnly() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path source : sources()) {
      if (CATCHES_ALL.matcher(Files.readString(source)).find() && !BOUNDARIES.contains(String.valueOf(source.getFileName()))) {
        found.add(source.toString());
      }
    }

    assertThat(found).isEmpty();
  }

  @Test
  void thePatternSeesWhatItShould() {
    assertThat(Stream.of("catch (Exception e) {", "catch (IOException | RuntimeException e)", "catch (final Throwable t)", "} catch (IOException | Error e) {"))
        .allMatch(text -> CATCHES_ALL.matcher(text).find());
    assertThat(Stream.of("catch (IOException e)", "catch (AnalysisException e)", "catch (OutOfMemoryError full)", "catch (UncheckedIOException | ZipException e)"))
        .noneMatch(text -> CATCHES_ALL.matcher(text).find());
  }

  @Test
  void everyPackageSaysWhatItIsAndIsNullMarked() throws IOException {
    for (Path source : sources()) {
      Path about = source.resolveSibling("package-info.java");
      if (!source.endsWith("module-info.java")) {
        assertThat(about).exists();
        assertThat(Files.readString(about)).as(about.toString()).startsWith("/// ").contains("@NullMarked");
      }
    }
  }
}
