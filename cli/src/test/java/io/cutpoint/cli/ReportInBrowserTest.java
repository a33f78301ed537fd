package io.cutpoint.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The reports of real runs open in a browser that has nothing to say about them.
@Tag("full")
class ReportInBrowserTest {

  private static final Path SHARED = Path.of(System.getProperty("cutpoint.root", ".."), "..", "shared", "data");

  @TempDir Path directory;
  private Path browser = Path.of("");

  @BeforeEach
  void aBrowserIsInstalled() {
    Optional<Path> found = Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome").map(Path::of).filter(Files::isExecutable).findFirst();
    assumeTrue(found.isPresent(), "no Chromium is installed here");
    browser = found.get();
  }

  @Test
  void theReportOfTheDemonstrationOpensInSilence() throws IOException, InterruptedException {
    assertThat(new Captured(directory).run("demo", "--seed", "1", "--out", "result", "-q")).isEqualTo(Exit.DONE);

    Opened opened = open(directory.resolve("result/report.html"));

    assertThat(opened.console()).isEmpty();
    assertThat(opened.page()).contains("In short", "Patient zero: ", "What to do", "Close the way in");
  }

  @Test
  void theReportOfAKnownAttackOpensInSilence() throws IOException, InterruptedException {
    Path evidence = SHARED.resolve("otrf/compound/LSASS_campaign_01");
    Path rules = SHARED.resolve("sigma-rules/sigma.zip");
    assumeTrue(Files.exists(evidence) && Files.exists(rules), "the logs of the attack or the public rules are not beside this checkout");
    assertThat(new Captured(directory).run("analyze", evidence.toAbsolutePath().toString(), "--rules", rules.toAbsolutePath().toString(), "--out", "result", "-q")).isEqualTo(Exit.DONE);

    Opened opened = open(directory.resolve("result/report.html"));

    assertThat(opened.console()).isEmpty();
    assertThat(opened.page()).contains("Came in as winx64_payload.exe from hxxp://10.0.5.13/", "block 10.0.5.13; isolate MKT01");
  }

  @Test
  void whatABrowserComplainsOfIsSeen() throws IOException, InterruptedException {
    Path page = directory.resolve("page.html");
    Files.writeString(page, "<!DOCTYPE html><meta http-equiv=Content-Security-Policy content=\"default-src 'none'\"><title>t</title><script>document.title = 'ran'</script>");

    Opened opened = open(page);

    assertThat(opened.console()).hasSize(1).first().asString().contains("Content Security Policy");
    assertThat(opened.page()).contains("<title>t</title>");
  }

  /// @param console what the browser wrote to its console
  /// @param page the page as the browser understood it
  private record Opened(List<String> console, String page) {}

  private Opened open(Path page) throws IOException, InterruptedException {
    Path log = directory.resolve("browser.log");
    Path dom = directory.resolve("dom.html");
    Process process = new ProcessBuilder(
            browser.toString(), "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", "--enable-logging=stderr", "--user-data-dir=" + directory.resolve("profile"), "--virtual-time-budget=2000", "--dump-dom", page.toUri().toString())
        .redirectOutput(dom.toFile())
        .redirectError(log.toFile())
        .start();
    boolean ended = process.waitFor(180, TimeUnit.SECONDS);
    process.destroyForcibly();
    assertThat(ended).as("the browser ended").isTrue();
    try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
      return new Opened(lines.filter(line -> line.contains(":CONSOLE")).toList(), Files.readString(dom));
    }
  }
}
