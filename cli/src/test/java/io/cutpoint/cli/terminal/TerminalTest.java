package io.cutpoint.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.model.Stage;
import io.cutpoint.model.event.EventTimes;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.intrusion.StageState;
import io.cutpoint.model.text.Figures;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  private String printed() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource({
    // choice, NO_COLOR, CLICOLOR_FORCE, TERM, terminal, colours
    "auto, '', '', xterm, true, true",
    "auto, '', '', xterm, false, false",
    "auto, 1, '', xterm, true, false",
    "auto, 1, 1, xterm, true, false",
    "auto, '', 1, xterm, false, true",
    "auto, '', 0, xterm, false, false",
    "auto, '', '', dumb, true, false",
    "always, 1, '', dumb, false, true",
    "never, '', 1, xterm, true, false",
  })
  void coloursObeyTheFlagThenTheEnvironmentThenTheTerminal(String choice, String no, String force, String term, boolean isTerminal, boolean colours) {
    Map<String, String> environment = Map.of("NO_COLOR", no, "CLICOLOR_FORCE", force, "TERM", term);

    assertThat(Terminal.coloursFor(choice, environment, isTerminal)).isEqualTo(colours);
  }

  @Test
  void paintAddsNothingWithoutColours() {
    assertThat(new Terminal(stream, stream, false, 80).paint(Paint.GRAVE, "x")).isEqualTo("x");
    assertThat(new Terminal(stream, stream, true, 80).paint(Paint.GRAVE, "x")).isEqualTo("\u001b[1;31mx\u001b[0m");
    assertThat(new Terminal(stream, stream, true, 80).paint(Paint.PLAIN, "x")).isEqualTo("x");
  }

  @Test
  void talkIsEscaped() {
    new Terminal(stream, stream, true, 80).say("a\u001b[2Jb\nc\u202ed");

    assertThat(printed()).isEqualTo("a\\x1b[2Jb\\nc\\u202ed\n");
  }

  @Test
  void widthIsBounded() {
    assertThat(new Terminal(stream, stream, false, Terminal.widthOf("")).width()).isEqualTo(100);
    assertThat(new Terminal(stream, stream, false, Terminal.widthOf("40")).width()).isEqualTo(80);
    assertThat(new Terminal(stream, stream, false, Terminal.widthOf("160")).width()).isEqualTo(160);
    assertThat(new Terminal(stream, stream, false, Terminal.widthOf("-5")).width()).isEqualTo(100);
    assertThat(new Terminal(stream, stream, false, Terminal.widthOf("99999")).width()).isEqualTo(200);
  }

  @Test
  void chainBarHasOneMarkForEachStage() {
    Map<Stage, StageState> states = new EnumMap<>(Stage.class);
    StageState[] all = StageState.values();
    for (Stage stage : Stage.CHAIN) {
      states.put(stage, all[stage.ordinal()]);
    }

    assertThat(ChainBar.letters()).isEqualTo("R W D E I C A");
    assertThat(ChainBar.of(new Terminal(stream, stream, false, 80), states)).isEqualTo("# ~ o * ? . -");
    assertThat(ChainBar.of(new Terminal(stream, stream, true, 80), states)).startsWith("\u001b[1;31m#\u001b[0m \u001b[33m~\u001b[0m");
    assertThat(ChainBar.of(new Terminal(stream, stream, false, 80), Map.of())).isEqualTo(". . . . . . .");
  }

  @Test
  void legendFitsAndExplainsEveryMark() {
    for (int columns : new int[] {78, 98, 158}) {
      List<String> legend = ChainBar.legend(columns);

      assertThat(legend).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(columns));
      for (StageState state : StageState.values()) {
        assertThat(String.join("   ", legend)).contains(state.mark() + " " + ChainBar.meaning(state));
      }
    }
    assertThat(ChainBar.legend(158)).hasSize(1);
  }

  @Test
  void wrappedTextFitsWhateverIsInIt() {
    String text = "WS-07 ran " + "x".repeat(300) + " 漢字".repeat(60) + " e\u0301".repeat(50) + " \uD83D\uDE00".repeat(40);
    for (int columns : new int[] {10, 37, 80}) {
      List<String> lines = Lines.wrap(text, columns);

      assertThat(lines).allSatisfy(line -> assertThat(Lines.width(line)).isLessThanOrEqualTo(columns));
      assertThat(String.join("", lines).replace(" ", "")).isEqualTo(text.replace(" ", ""));
    }
    assertThat(Lines.wrap("", 10)).containsExactly("");
    assertThat(Lines.wrap("a b", 1)).containsExactly("a", "b");
  }

  @Test
  void cutTextEndsBetweenCharacters() {
    assertThat(Lines.cut("abcdef", 6)).isEqualTo("abcdef");
    assertThat(Lines.cut("abcdefg", 6)).isEqualTo("abcde…");
    assertThat(Lines.cut("漢字漢字", 6)).isEqualTo("漢字…");
    assertThat(Lines.cut("\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00", 4)).isEqualTo("\uD83D\uDE00…");
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {"0;0", "999;999", "1000;1,000", "23481906;23,481,906", "-1234;-1,234"})
  void numbersAreGrouped(long n, String text) {
    assertThat(Figures.grouped(n)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0, 0 B", "1023, 1023 B", "1024, 1.0 KiB", "7301444403, 6.8 GiB", "9223372036854775807, 8388608.0 TiB"})
  void sizesHaveOneDecimal(long n, String text) {
    assertThat(Amounts.bytes(n)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0.04, 0.0 s", "1.25, 1.3 s", "61.2, 61 s", "725, 12 min 05 s", "11520, 3 h 12 min"})
  void durationsAreShort(double seconds, String text) {
    assertThat(Amounts.seconds(seconds)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 0/0 B", "5, 900, 5/900 B", "512, 2048, 0.5/2.0 KiB", "4402341478, 7301444403, 4.1/6.8 GiB"})
  void aPartIsToldInTheUnitOfTheWhole(long part, long whole, String text) {
    assertThat(Amounts.part(part, whole)).isEqualTo(text);
  }

  @Test
  void timesCarryTheirZone() {
    long t = EventTimes.of(Instant.parse("2026-04-25T12:03:58.123Z"));

    assertThat(new TimeText(ZoneOffset.UTC).of(t)).isEqualTo("2026-04-25 12:03:58Z");
    assertThat(new TimeText(ZoneId.of("UTC")).of(t)).isEqualTo("2026-04-25 12:03:58Z");
    assertThat(new TimeText(ZoneId.of("Europe/Berlin")).of(t)).isEqualTo("2026-04-25 14:03:58+02:00");
    assertThat(new TimeText(ZoneOffset.UTC).of(EventView.NO_TIME)).isEqualTo("-");
  }

  @Test
  void progressIsRedrawnAFewTimesASecondAndTakenAway() {
    AtomicLong nanos = new AtomicLong();
    ProgressLine line = new ProgressLine(stream, 80, nanos::get, () -> false, sentence -> {}, () -> {});
    for (int i = 1; i <= 100; i++) {
      nanos.addAndGet(50_000_000);
      line.reading(i * 1_000_000L, 100_000_000, i * 10_000L);
    }
    line.clear();

    String[] drawn = printed().split("\r");
    assertThat(drawn.length).isBetween(25, 28);
    assertThat(drawn).allSatisfy(one -> assertThat(one.replace("\u001b[K", "").length()).isLessThan(80));
    assertThat(printed()).contains("matching [###---------] 25 %").contains("M events/s").contains(" left").contains("23.8/95.4 MiB").doesNotContain("\u2026").endsWith("\r\u001b[K");
  }

  @Test
  void theFirstEventIsToldWhileTheLineIsAway() {
    ProgressLine line = new ProgressLine(stream, 80, new AtomicLong()::get, () -> false, remark -> {}, () -> stream.print("begun"));
    line.rulesLoaded(3, 0);
    line.firstEvent();

    assertThat(printed()).endsWith("\r\u001b[Kbegun");
  }

  @Test
  void linkingIsToldWithThePartThatIsDoneAndTheTimeThatIsLeft() {
    AtomicLong nanos = new AtomicLong();
    ProgressLine line = new ProgressLine(stream, 80, nanos::get, () -> false, remark -> {}, () -> {});
    for (int i = 1; i <= 5; i++) {
      nanos.addAndGet(1_000_000_000);
      line.linking(i * 1_000L, 10_000);
    }

    assertThat(printed()).endsWith("linking [######------] 50 %  10,000 facts  4.0 s left\u001b[K");
  }

  @Test
  void tablesAreHarmlessInEveryForm() {
    String hostile = "a,b|c\n=1+1\u001b[31m\u202e";
    for (Listing.Form form : Listing.Form.values()) {
      Listing listing = new Listing(new Terminal(stream, stream, false, 80), form, List.of(new Listing.Column("Name", 8, false), new Listing.Column("N", 3, true), new Listing.Column("Text", 0, false)));
      listing.head();
      listing.row(List.of(new Listing.Cell("=cmd"), new Listing.Cell("7"), new Listing.Cell(hostile)));
    }

    assertThat(printed().chars()).allMatch(c -> c == '\n' || (c >= 0x20 && c < 0x7F));
    assertThat(printed().lines()).hasSize(2 + 2 + 3);
    assertThat(printed()).contains("\"'=cmd\",7,").contains("a,b\\|c");
  }
}
