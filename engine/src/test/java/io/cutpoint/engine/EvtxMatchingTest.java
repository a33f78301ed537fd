package io.cutpoint.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.evtx.EvtxEvent;
import io.cutpoint.evtx.EvtxValue;
import io.cutpoint.evtx.EvtxWriter;
import io.cutpoint.ingest.Block;
import io.cutpoint.ingest.BlockParser;
import io.cutpoint.ingest.InputReader;
import io.cutpoint.ingest.Inputs;
import io.cutpoint.ingest.Limits;
import io.cutpoint.match.Matcher;
import io.cutpoint.model.detection.Level;
import io.cutpoint.model.event.EventSink;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.event.RecordProblem;
import io.cutpoint.oracle.ReferenceMatcher;
import io.cutpoint.sigma.Rule;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Records of event log files are matched as they stand, in UTF-16 and numbers: what is found is what the reference finds
/// in their texts, also in values of odd kinds and in damaged files.
class EvtxMatchingTest {

  private static final List<String> RULES = List.of(
      "keywords:\n    - 'lsadump::'\n    - 'kiwi desk'\n  condition: keywords",
      // Letters that a GUID or bytes in hexadecimal may hold.
      "keywords:\n    - 'deadbeef-cafe'\n  condition: keywords",
      "keywords:\n    - '\u00e9t\u00e9 \u20ac \u23f0\u23f0'\n    - 'long enough'\n  condition: keywords",
      "s:\n    Value|contains: 'lsadump::'\n  condition: s",
      "s:\n    Value|startswith: 'kiwi'\n  condition: s",
      "s:\n    Value|endswith: 'desk'\n  condition: s",
      "s:\n    Value: 'Kiwi Desk'\n  condition: s",
      "s:\n    Value|re: '[0-9]{3}-'\n  condition: s",
      "s:\n    Other|cased|contains: 'LSADUMP'\n  condition: s",
      "s:\n    Other|contains: 'DEADBEEF'\n    EventID: 7\n  condition: s",
      "s:\n    Value|contains: '\u00e9t\u00e9'\n  condition: s",
      "s:\n    Value: ''\n  condition: s",
      "s:\n    Other: 4660\n  condition: s");

  private static final List<String> PIECES = List.of(
      "lsadump::", "LSADUMP::", "lsa", "dump::", "kiwi desk", "KIWI ", "Kiwi Desk", "desk", "\u212aiwi de\u017f\u212a", "\u00e9t\u00e9 \u20ac \u23f0\u23f0", "\u00c9T\u00c9", "\ud83d", "\udc00", "\ud83d\ude00",
      "deadbeef-cafe", "DEADBEEF", "4660", "0x1234", "123-", "&amp;", "&#108;sadump::", "\u0000", "\n", "long enough", "x", "aaaaaaaaaaaaaaaaaaaa", "\u0130", "", "-");

  @TempDir Path folder;
  private final SplittableRandom random = new SplittableRandom(11);

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      text.append(one(PIECES));
    }
    return text.toString();
  }

  private EvtxValue value() {
    return switch (random.nextInt(16)) {
      case 0 -> EvtxValue.guid(UUID.fromString("deadbeef-cafe-11d2-9a82-006008a86939"));
      case 1 -> EvtxValue.binary(new byte[] {(byte) 0xDE, (byte) 0xAD, (byte) 0xBE, (byte) 0xEF});
      case 2 -> EvtxValue.uint32(4660);
      case 3 -> EvtxValue.hexInt32(0x1234);
      case 4 -> EvtxValue.ansiString("of lsadump:: and kiwi desk".getBytes(StandardCharsets.ISO_8859_1));
      case 5 -> EvtxValue.array(List.of(EvtxValue.string("lsa"), EvtxValue.string("dump::"), EvtxValue.string("a" + text().replace("\u0000", ""))));
      case 6 -> EvtxValue.real64(0.5);
      case 7 -> EvtxValue.bool(true);
      case 8 -> EvtxValue.empty();
      case 9 -> EvtxValue.sid("S-1-5-21-4660");
      default -> EvtxValue.string(text());
    };
  }

  private Path file() throws IOException {
    Path file = folder.resolve("some.evtx");
    try (SeekableByteChannel to = Files.newByteChannel(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        EvtxWriter writer = new EvtxWriter(to)) {
      for (int i = 0; i < 2_000; i++) {
        EvtxEvent.Builder event = EvtxEvent.of(random.nextInt(50) == 0 ? "lsadump:: of all" : "Provider", 7 + random.nextInt(2)).channel("Application").computer("h").filetime(133_000_000_000_000_000L + i);
        if (random.nextInt(10) == 0) {
          event.userData("Own", "urn:own");
        }
        writer.write(event.data("Value", value()).data("Other", value()).data("Value", value()).build());
      }
    }
    return file;
  }

  private Rules rules() throws IOException, AnalysisException {
    Path rules = Files.createDirectories(folder.resolve("rules"));
    for (int i = 0; i < RULES.size(); i++) {
      Files.writeString(rules.resolve(i + ".yml"), "title: Rule " + i + "\nlogsource:\n  product: windows\ndetection:\n  " + RULES.get(i) + "\n");
    }
    return Rules.load(false, List.of(rules), folder, Level.INFORMATIONAL);
  }

  @Test
  void valuesOfAllKindsAreMatchedAsTheirTextsAre() throws Exception {
    Comparing compared = compare(file());

    assertThat(compared.differences).isEmpty();
    assertThat(compared.events).isEqualTo(2_000);
    assertThat(compared.found).hasSize(RULES.size()).allSatisfy(n -> assertThat(n).isPositive());
  }

  @Test
  void recordsOfDamagedFilesAreMatchedAsTheirTextsAre() throws Exception {
    byte[] sound = Files.readAllBytes(file());
    long events = 0;
    for (int round = 0; round < 6; round++) {
      byte[] damaged = sound.clone();
      for (int i = 0; i < 400; i++) {
        damaged[4_096 + random.nextInt(damaged.length - 4_096)] = (byte) random.nextInt(256);
      }
      Path file = folder.resolve("damaged.evtx");
      Files.write(file, damaged);

      Comparing compared = compare(file);

      assertThat(compared.differences).isEmpty();
      events += compared.events;
    }
    assertThat(events).isBetween(3_000L, 12_000L);
  }

  private Comparing compare(Path file) throws Exception {
    CompiledRules compiled = CompiledRules.compile(rules());
    List<Rule> used = new ArrayList<>();
    for (int i = 0; i < compiled.used().size(); i++) {
      used.add(compiled.rule(i));
    }
    assertThat(compiled.problems()).isEmpty();
    Comparing sink = new Comparing(used, compiled.program().matcher());
    BlockParser parser = new BlockParser(compiled.program().dictionary());
    Block block = new Block();
    try (InputReader reader = new InputReader(Inputs.find(List.of(file)).inputs(), null, Limits.DEFAULT)) {
      while (reader.next(block)) {
        parser.parse(block, sink);
      }
    }
    return sink;
  }

  private static final class Comparing implements EventSink {
    private final List<Rule> rules;
    private final Matcher matcher;
    private final ReferenceMatcher reference = new ReferenceMatcher();
    private final List<String> differences = new ArrayList<>();
    private final List<Integer> found = new ArrayList<>();
    private long events;

    Comparing(List<Rule> rules, Matcher matcher) {
      this.rules = rules;
      this.matcher = matcher;
      rules.forEach(rule -> found.add(0));
    }

    @Override
    public void event(EventView event) {
      events++;
      // First, while the values stand as the record has them: the reference has all texts written.
      List<Integer> matches = new ArrayList<>();
      matcher.match(event, matches::add);
      matches.forEach(rule -> found.set(rule, found.get(rule) + 1));
      List<Integer> wanted = new ArrayList<>();
      for (int r = 0; r < rules.size(); r++) {
        if (reference.matches(rules.get(r), event)) {
          wanted.add(r);
        }
      }
      if (!matches.equals(wanted)) {
        differences.add(event.position() + ": found " + matches + ", wanted " + wanted);
      }
    }

    @Override
    public void problem(RecordProblem problem) {}
  }
}
