package io.cutpoint.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cutpoint.model.event.EventView;
import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.oracle.vectors.RandomEvents;
import io.cutpoint.oracle.vectors.RandomRules;
import io.cutpoint.sigma.Rule;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// A program that was written and read again finds what the compiled one finds.
class WrittenProgramTest {

  @Test
  void aProgramReadAgainFindsTheSameWithoutAnyPartition() {
    LongStream.range(0, 30).forEach(seed -> {
      GeneratedCases cases = new GeneratedCases(seed);
      List<Rule> rules = cases.rules(40);
      Program compiled = SomeRules.compile(rules);

      Program read = reread(compiled);

      List<EventView> events = new ArrayList<>();
      for (int e = 0; e < 40; e++) {
        events.add(cases.event(compiled.dictionary()).copy());
      }
      same(seed, compiled, read, events);
    });
  }

  @Test
  void aProgramReadAgainFindsTheSameWithItsPartitions() {
    LongStream.range(100, 130).forEach(seed -> {
      GeneratedCases cases = new GeneratedCases(seed);
      Program compiled = SomeRules.compile(cases.rules(40));
      List<EventView> events = new ArrayList<>();
      for (int e = 0; e < 40; e++) {
        events.add(cases.event(compiled.dictionary()).copy());
      }
      Matcher asked = compiled.matcher();
      events.forEach(event -> matches(asked, event));

      Program read = reread(compiled);

      assertThat(read.hasGrown()).isFalse();
      same(seed, compiled, read, events);
      assertThat(read.hasGrown()).as("every partition was read").isFalse();
    });
  }

  @Test
  void rulesReadFromTextFindTheSameAfterTwoRewritings() {
    LongStream.range(0, 15).forEach(seed -> {
      List<Rule> rules = new RandomRules(seed).next(60);
      Program compiled = SomeRules.compile(rules);
      RandomEvents random = new RandomEvents(seed, seed % 2 == 0);
      List<EventView> events = new ArrayList<>();
      for (int e = 0; e < 60; e++) {
        events.add(random.next(compiled.dictionary()).copy());
      }
      Program once = reread(compiled);
      events.subList(0, 20).forEach(event -> matches(once.matcher(), event));

      Program twice = reread(once);

      same(seed, compiled, twice, events);
    });
  }

  @Test
  void writingTwiceGivesTheSameBytes() {
    Program compiled = SomeRules.compile(new GeneratedCases(7).rules(30));

    assertThat(written(compiled)).isEqualTo(written(compiled));
    assertThat(written(reread(compiled))).isEqualTo(written(compiled));
  }

  @Test
  void literalsDoNotStandPlainlyInWhatIsWritten() {
    Program compiled = SomeRules.compile(List.of(SomeRules.rule(SomeRules.field("CommandLine", SomeRules.contains("sekurlsa::logonpasswords")))));
    matches(compiled.matcher(), new SomeEvents(compiled.dictionary()).with("CommandLine", "x").event());

    ByteBuffer written = written(compiled);
    byte[] bytes = new byte[written.remaining()];
    written.get(bytes);

    assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).doesNotContain("sekurlsa").doesNotContain("logonpass");
  }

  @Test
  void damagedBytesAreRefusedOrReadButNeverEndTheProcess() {
    SplittableRandom random = new SplittableRandom(3);
    Program compiled = SomeRules.compile(new GeneratedCases(11).rules(30));
    ByteBuffer written = written(compiled);
    byte[] sound = new byte[written.remaining()];
    written.get(sound);
    int refused = 0;
    for (int i = 0; i < 400; i++) {
      byte[] damaged = sound.clone();
      for (int k = 0; k < 4; k++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      int length = random.nextInt(4) == 0 ? random.nextInt(damaged.length) : damaged.length;
      try {
        Program.read(new TableReader(ByteBuffer.wrap(damaged, 0, length)), new Re2Engine(), MatchLimits.DEFAULT).rulesWithoutAnchor();
      } catch (TableReader.MalformedTables | IllegalArgumentException told) {
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  @Test
  void aLengthThatCannotBeIsRefusedBeforeAnythingIsAllocated() {
    TableWriter out = new TableWriter();
    out.number(Integer.MAX_VALUE);

    assertThatThrownBy(() -> new TableReader(out.buffer()).numbers()).isInstanceOf(TableReader.MalformedTables.class);
    assertThatThrownBy(() -> new TableReader(out.buffer()).bytes()).isInstanceOf(TableReader.MalformedTables.class);
    assertThatThrownBy(() -> new TableReader(out.buffer()).part()).isInstanceOf(TableReader.MalformedTables.class);
  }

  @Test
  void textsComeBackAsTheyWereEvenWithLoneSurrogates() {
    for (String text : new String[] {"", "plain", "\u00e9\u212a", "\ud83d\ude00", "a\ud800b", "\udc00"}) {
      TableWriter out = new TableWriter();
      out.text(text);

      assertThat(new TableReader(out.buffer()).text()).isEqualTo(text);
    }
  }

  private static ByteBuffer written(Program program) {
    TableWriter out = new TableWriter();
    program.write(out);
    return out.buffer();
  }

  static Program reread(Program program) {
    return Program.read(new TableReader(written(program)), new Re2Engine(), MatchLimits.DEFAULT);
  }

  static void same(long seed, Program compiled, Program read, List<? extends EventView> events) {
    assertThat(read.rules()).isEqualTo(compiled.rules());
    assertThat(read.dictionary().names()).isEqualTo(compiled.dictionary().names());
    Matcher one = compiled.matcher();
    Matcher other = read.matcher();
    for (EventView event : events) {
      assertThat(matches(other, event)).as("seed %d", seed).isEqualTo(matches(one, event));
    }
  }

  private static List<Integer> matches(Matcher matcher, EventView event) {
    List<Integer> found = new ArrayList<>();
    matcher.match(event, found::add);
    return found;
  }
}
