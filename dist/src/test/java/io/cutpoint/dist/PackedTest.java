package io.cutpoint.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The downloads as a user meets them: unpacked into a folder with a space in its name, started through a symbolic link,
/// with an empty environment. Where it may, the test hides the machine's own Java in a mount namespace of its own.
class PackedTest {

  private static final Path TARGET = Path.of("target");
  private static final String VERSION = System.getProperty("cutpoint.version", "");
  private static final String NAME = "cutpoint-" + VERSION;
  private static final Path ZIP = TARGET.resolve(NAME + ".zip");
  private static final Path LINUX = TARGET.resolve(NAME + "-linux-" + System.getProperty("cutpoint.arch", "") + ".tar.gz");
  private static final String JVMS = "/usr/lib/jvm";

  private static final String RECORD =
      "{\"EventID\":1,\"Channel\":\"Microsoft-Windows-Sysmon/Operational\",\"Provider_Name\":\"Microsoft-Windows-Sysmon\",\"Computer\":\"WS-01\",\"@timestamp\":\"2026-04-25T12:00:00Z\",\"EventRecordID\":7,"
          + "\"Image\":\"C:\\\\Windows\\\\System32\\\\rundll32.exe\",\"CommandLine\":\"rundll32.exe C:\\\\windows\\\\system32\\\\comsvcs.dll, MiniDump 624 C:\\\\x.dmp full\",\"ProcessGuid\":\"{00000000-0000-0000-0000-000000000001}\"}\n";

  @TempDir Path directory;

  @BeforeEach
  void evidence() throws IOException {
    Files.writeString(Files.createDirectories(directory.resolve("evidence")).resolve("f\u00fcr \u4f60.json"), RECORD);
    Files.createDirectories(directory.resolve("home"));
  }

  /// Folders that a test made read-only can be taken away again.
  @AfterEach
  void writable() throws IOException {
    permit(directory, "rwxr-xr-x");
  }

  private static void permit(Path root, String permissions) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      for (Path folder : all.filter(path -> Files.isDirectory(path) && !Files.isSymbolicLink(path)).toList()) {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
      }
    }
  }

  private record Ended(int code, String out) {}

  private Ended run(List<String> words, Map<String, String> environment) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(words).directory(directory.resolve("home").toFile());
    builder.environment().clear();
    builder.environment().putAll(Map.of("PATH", "/usr/bin:/bin", "HOME", directory.resolve("home").toString(), "CUTPOINT_CLASS_CACHE", "off"));
    builder.environment().putAll(environment);
    Process process = builder.redirectError(directory.resolve("err").toFile()).start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), out);
  }

  private String talk() throws IOException {
    return Files.readString(directory.resolve("err"));
  }

  private Path unpacked() throws IOException, InterruptedException {
    assumeTrue(System.getProperty("os.name", "").equals("Linux"), "the archive with a runtime is for Linux: it was not tried");
    Path folder = Files.createDirectories(directory.resolve("un packed"));
    assertThat(run(List.of("tar", "-xzf", LINUX.toAbsolutePath().toString(), "-C", folder.toString()), Map.of()).code()).as(talk()).isZero();
    return Files.createSymbolicLink(directory.resolve("link"), folder.resolve(NAME).resolve("cutpoint"));
  }

  /// The words that run a command where no JDK can be seen, as far as this machine allows to hide it.
  private List<String> withoutJava(String... words) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>();
    boolean isThere = Files.isDirectory(Path.of(JVMS));
    if (isThere && run(List.of("unshare", "-m", "mount", "-t", "tmpfs", "none", JVMS), Map.of()).code() == 0) {
      all.addAll(List.of("unshare", "-m", "sh", "-c", "mount -t tmpfs none " + JVMS + " && exec \"$@\"", "sh"));
    }
    all.addAll(List.of(words));
    return all;
  }

  @Test
  void archiveWithRuntimeAnalyzesWithoutAnyJava() throws IOException, InterruptedException {
    String cutpoint = unpacked().toString();
    String evidence = directory.resolve("evidence").toString();

    Ended version = run(withoutJava(cutpoint, "version"), Map.of());
    Ended analyzed = run(withoutJava(cutpoint, "analyze", evidence, "--out", "result", "--json"), Map.of());
    String talk = talk();
    Ended doctor = run(withoutJava(cutpoint, "doctor", "-f", "csv"), Map.of());

    assertThat(version.out()).startsWith("cutpoint " + VERSION);
    assertThat(analyzed.code()).as(talk).isZero();
    assertThat(analyzed.out()).contains("f\u00fcr \u4f60.json").contains("\"processed\":1,");
    assertThat(Files.readString(directory.resolve("home/result/detections.ndjson"))).contains("comsvcs");
    assertThat(doctor.out()).contains(directory.resolve("un packed").resolve(NAME).resolve("runtime").toString());
  }

  @Test
  void ownRuntimeIsTakenBeforeJavaHome() throws IOException, InterruptedException {
    Path cutpoint = unpacked();

    Ended doctor = run(List.of(cutpoint.toString(), "doctor", "-f", "csv"), Map.of("JAVA_HOME", System.getProperty("java.home")));
    Ended chosen = run(List.of(cutpoint.toString(), "doctor", "-f", "csv"), Map.of("CUTPOINT_JAVA_HOME", System.getProperty("java.home")));

    assertThat(doctor.out()).contains(NAME + "/runtime");
    assertThat(chosen.out()).contains("in " + System.getProperty("java.home")).doesNotContain(NAME + "/runtime");
  }

  @Test
  void classCacheLiesInTheDataFolderAndIsUsed() throws IOException, InterruptedException {
    Path cutpoint = unpacked();
    permit(directory.resolve("un packed"), "r-xr-xr-x");
    Map<String, List<String>> before = files(directory.resolve("un packed"));

    run(List.of(cutpoint.toString(), "analyze", directory.resolve("evidence").toString(), "--out", "result", "-q"), Map.of("CUTPOINT_CLASS_CACHE", "now"));
    Ended doctor = run(List.of(cutpoint.toString(), "doctor", "-f", "csv"), Map.of());

    assertThat(files(directory.resolve("un packed"))).isEqualTo(before);
    try (Stream<Path> made = Files.list(directory.resolve("home/.local/share/cutpoint/start"))) {
      assertThat(made.toList()).singleElement().satisfies(cache -> assertThat(Files.size(cache)).isPositive());
    }
    assertThat(doctor.out()).contains("class cache,ok,").contains("/start/");
  }

  @Test
  void everythingWorksWithoutAPlaceForTheClassCache() throws IOException, InterruptedException {
    Path cutpoint = unpacked();
    Files.writeString(directory.resolve("home/.local"), "no folder");

    Ended listed = run(List.of(cutpoint.toString(), "rules", "ls", "-f", "csv"), Map.of());
    Ended analyzed = run(List.of(cutpoint.toString(), "analyze", directory.resolve("evidence").toString(), "--out", "result", "--data-dir", "state", "-q"), Map.of());

    assertThat(analyzed.code()).as(talk()).isZero();
    assertThat(listed.out()).startsWith("ID,Level,Logsource,Title");
  }

  @Test
  void classCacheOfAnotherKindIsPassedOver() throws IOException, InterruptedException {
    Path cutpoint = unpacked();
    List<String> analyze = List.of(cutpoint.toString(), "analyze", directory.resolve("evidence").toString(), "--out", "result", "-q");
    run(analyze, Map.of("CUTPOINT_CLASS_CACHE", "now"));
    try (Stream<Path> made = Files.list(directory.resolve("home/.local/share/cutpoint/start"))) {
      for (Path cache : made.toList()) {
        Files.writeString(cache, "no cache at all");
      }
    }

    Ended version = run(List.of(cutpoint.toString(), "version"), Map.of());

    assertThat(version.out()).isEqualTo("cutpoint " + VERSION + " (Java 25)\n");
    assertThat(talk()).isEmpty();
  }

  @Test
  void memoryOfTheConfigurationBoundsTheProcess() throws IOException, InterruptedException {
    Path cutpoint = unpacked();
    Files.writeString(directory.resolve("home/cutpoint.yaml"), "# mine\nmax-memory: '768M'   # enough\n");

    Ended doctor = run(List.of(cutpoint.toString(), "doctor", "-f", "csv"), Map.of());

    assertThat(doctor.out()).contains("memory,ok,").contains("768.0 MiB");
  }

  @Test
  void zipHoldsAllThatIsNeededAndNothingOfTheSources() throws IOException {
    try (ZipFile zip = new ZipFile(ZIP.toFile())) {
      List<String> names = zip.stream().map(ZipEntry::getName).toList();

      assertThat(names).allMatch(name -> name.startsWith(NAME + "/")).noneMatch(name -> name.endsWith(".java") || name.contains("/runtime/") || name.contains("/src/"));
      for (String file : List.of("cutpoint", "cutpoint.cmd", "LICENSE", "NOTICE", "README.md", "docs/install.md", "docs/commands.md", "completions/cutpoint.bash", "completions/_cutpoint", "completions/cutpoint.fish", "man/man1/cutpoint.1", "lib/build-id", "lib/cutpoint-cli-" + VERSION + ".jar", "lib/cutpoint-rules-" + VERSION + ".jar")) {
        assertThat(names).contains(NAME + "/" + file);
        assertThat(zip.getEntry(NAME + "/" + file).getSize()).as(file).isPositive();
      }
    }
  }

  private static String text(ZipFile zip, String name) throws IOException {
    return new String(zip.getInputStream(zip.getEntry(NAME + "/" + name)).readAllBytes(), StandardCharsets.UTF_8);
  }

  private static List<String> libraries(ZipFile zip) {
    return zip.stream().map(ZipEntry::getName).filter(name -> name.endsWith(".jar") && !name.contains("/lib/cutpoint-")).map(PackedTest::artifact).toList();
  }

  @Test
  void noticeNamesEveryLibraryThatIsPacked() throws IOException {
    try (ZipFile zip = new ZipFile(ZIP.toFile())) {
      String notice = text(zip, "NOTICE");

      assertThat(libraries(zip)).isNotEmpty().allSatisfy(library -> assertThat(notice).contains(library));
    }
  }

  @Test
  void billOfMaterialsNamesEveryLibraryThatIsPacked() throws IOException {
    try (ZipFile zip = new ZipFile(ZIP.toFile())) {
      assumeTrue(zip.getEntry(NAME + "/sbom.cdx.json") != null, "Maven was offline: the zip has no bill of materials");
      String bill = text(zip, "sbom.cdx.json");

      assertThat(libraries(zip)).isNotEmpty().allSatisfy(library -> assertThat(bill).contains("\"name\" : \"" + library + "\""));
    }
  }

  /// `commons-io` of `x/lib/commons-io-2.20.0.jar`.
  private static String artifact(String path) {
    String file = path.substring(path.lastIndexOf('/') + 1);
    int at = 0;
    while (!(file.charAt(at) == '-' && Character.isDigit(file.charAt(at + 1)))) {
      at++;
    }
    return file.substring(0, at);
  }

  private static Map<String, List<String>> files(Path root) throws IOException {
    Map<String, List<String>> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      all.sorted(Comparator.naturalOrder())
          .forEach(
              path -> {
                try {
                  files.put(path.toString(), List.of(Long.toString(Files.size(path)), Files.getLastModifiedTime(path).toString()));
                } catch (IOException unreadable) {
                  throw new UncheckedIOException(path + " cannot be read", unreadable);
                }
              });
    }
    return files;
  }
}
