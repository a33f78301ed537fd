package io.cutpoint.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.export.MadeFindings.Size;
import io.cutpoint.model.event.EventView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportTest {

  private static final Size SMALL = new Size(2, 8, 3, 9, 4, 3, 2);
  private static final Path GOLDEN = Path.of(System.getProperty("cutpoint.root", ".."), "export/src/test/resources/golden/report.html");

  private static MadeFindings small() {
    TreeMap<String, Integer> counts = new TreeMap<>();
    return new MadeFindings(SMALL, field -> field + " " + counts.merge(field, 1, Integer::sum));
  }

  @Test
  void theWholePageIsAsItWasKept() throws IOException {
    // The style has a hash of its own in the page and is looked at in a browser.
    String report = small().report().replace(Stylesheet.text(), "").replace(Stylesheet.hash(), "HASH");

    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(GOLDEN.getParent());
      Files.writeString(GOLDEN, report);
    }
    assertThat(report).isEqualTo(Files.readString(GOLDEN));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tr-TR", "ar-EG-u-nu-arab", "de-DE", "th-TH-u-ca-buddhist"})
  void anyLocaleGivesTheSameBytes(String locale) {
    byte[] wanted = small().report().getBytes(StandardCharsets.UTF_8);
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag(locale));

      assertThat(small().report().getBytes(StandardCharsets.UTF_8)).isEqualTo(wanted);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void thePageAllowsItsOwnStyleAndNothingElse() {
    Document page = Jsoup.parse(small().report());

    assertThat(page.select("meta[http-equiv=Content-Security-Policy]").attr("content"))
        .isEqualTo("default-src 'none'; style-src '" + Stylesheet.hash() + "'; base-uri 'none'; form-action 'none'");
    assertThat(page.select("style")).hasSize(1);
    assertThat(page.select("style").first().data()).isEqualTo(Stylesheet.text());
    assertThat(page.select("script, link, img, iframe, object, embed, form, [style], [src]")).isEmpty();
    assertThat(Stylesheet.text()).doesNotContain("url(", "@import");
  }

  @Test
  void everyReferenceLeadsToAPlaceInThePage() {
    Document page = Jsoup.parse(small().report());

    assertThat(page.select("a[href]")).isNotEmpty().allSatisfy(link -> {
      assertThat(link.attr("href")).startsWith("#");
      assertThat(page.getElementById(link.attr("href").substring(1))).as(link.attr("href")).isNotNull();
    });
    assertThat(page.select("[id]").eachAttr("id")).doesNotHaveDuplicates();
  }

  @Test
  void headingsGoDownOneStepAtATime() {
    int before = 0;
    for (var heading : Jsoup.parse(small().report()).select("h1, h2, h3, h4")) {
      int level = heading.tagName().charAt(1) - '0';
      assertThat(level).as(heading.text()).isLessThanOrEqualTo(before + 1);
      before = level;
    }
    assertThat(before).isPositive();
  }

  @Test
  void stateIsToldInWordsAndShapesNotInColourAlone() {
    Document page = Jsoup.parse(small().report());

    assertThat(page.select("article").first().select(".chain .cell")).hasSize(7);
    assertThat(page.select("article").first().select(".chain .state").eachText())
        .containsExactly("blind", "must have happened", "confirmed", "suspected", "not seen", "confirmed", "confirmed");
    assertThat(page.select("article").first().select(".chain .shape")).hasSize(7);
    assertThat(page.select(".mini").first().attr("aria-label")).startsWith("Reconnaissance blind, Weaponization must have happened, Delivery confirmed");
  }

  @Test
  void processesAreNestedAsTheyStartedEachOther() {
    Document page = Jsoup.parse(small().report());

    assertThat(page.select("article").first().select("li.process")).hasSize(9);
    assertThat(page.select("article").first().select("ul.tree.root > li.process")).hasSize(2);
    assertThat(page.select("ul.tree.root > li > ul > li > ul > li > ul > li > ul > li > ul > li > ul > li.process")).isNotEmpty();
  }

  @Test
  void whatTheRuleMatchedIsMarkedAndComesFirst() {
    Document page = Jsoup.parse(small().report());

    assertThat(page.select("table.fields tbody").first().select("tr").eachAttr("class")).startsWith("marked", "marked");
    assertThat(page.select("mark")).isNotEmpty();
    assertThat(page.select("ul.why li").first().text()).contains("contains literal 1");
  }

  @Test
  void repeatedDetectionsAreOneStepWithTheirNumber() {
    Document page = Jsoup.parse(small().report());

    assertThat(page.select("article").first().select(".steps tbody tr")).hasSize(6);
    assertThat(page.select("article").first().select(".steps td[data-label=Times]").eachText()).contains("3");
  }

  @Test
  void aHugeResultStaysWithinItsRowsAndSaysHowManyMoreThereAre() {
    TreeMap<String, Integer> counts = new TreeMap<>();
    MadeFindings huge = new MadeFindings(new Size(60, 3_000, 10, 700, 20, 60, 3_000), field -> field + " " + counts.merge(field, 1, Integer::sum));

    Document page = Jsoup.parse(huge.report());

    int rows = page.select("tbody tr").size() + page.select("li.process").size() + page.select(".warnings li").size();
    assertThat(rows).isLessThanOrEqualTo(Report.MAX_ROWS).isGreaterThan(Report.MAX_ROWS / 2);
    assertThat(page.select("article")).hasSize(Report.MAX_TOLD);
    assertThat(page.select(".accounting .more").eachText()).anyMatch(text -> text.startsWith("2,500 more sources: summary.json"));
    assertThat(page.select(".more").eachText()).anyMatch(text -> text.matches("[0-9,]+ more detections: cutpoint intrusions show INT-.*"));
    assertThat(Report.wanted(huge.findings.intrusions().stream().map(ReportedIntrusion::intrusion).toList())).hasSizeLessThanOrEqualTo(Report.MAX_ROWS);
  }

  @Test
  void aLongTextIsCutAndSaysHowLongItWas() {
    String report = new MadeFindings(new Size(1, 4, 1, 3, 2, 1, 1), field -> field.equals("rule id") ? "r" : "x".repeat(50_000)).report();

    assertThat(report).contains("…(50000 bytes)");
    assertThat(report.length()).isLessThan(400_000);
  }

  @Test
  void nothingFoundIsToldInASentence() {
    Findings.SourceRow none = new Findings.SourceRow("", "", 0, 0, 0, new TreeMap<>(), 0, EventView.NO_TIME, EventView.NO_TIME);
    Findings nothing = new Findings("1", false, EventView.NO_TIME, EventView.NO_TIME, new Findings.Counts(0, 0, 0, 73), List.of(), List.of(), List.of(), List.of(), List.of(), none);
    StringBuilder out = new StringBuilder();

    try {
      Report.write(nothing, (wanted, withRecord, to) -> {}, out);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }

    Document page = Jsoup.parse(out.toString());
    assertThat(page.select("h1").text()).isEqualTo("No intrusion found");
    assertThat(page.select(".overview p").text()).startsWith("0 events were read and 73 rules used");
  }
}
