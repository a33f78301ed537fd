package io.cutpoint.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.testkit.EventSourceContract;
import io.cutpoint.testkit.Events;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// JSON lines through the cutter and the parser.
class LinesTest implements EventSourceContract {

  private static final int LONGEST = 300;

  @Override
  public byte[] document(SplittableRandom random) {
    StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "\uFEFF" : "");
    for (int lines = random.nextInt(40); lines > 0; lines--) {
      switch (random.nextInt(12)) {
        case 0 -> text.append(" ".repeat(random.nextInt(3)));
        case 1 -> text.append("{\"n\":").append("broken");
        case 2 -> text.append("no json at all");
        case 3 -> text.append("{\"s\":\"").append("é".repeat(random.nextInt(400))).append("\"}");
        case 4 -> text.append("{\"s\":\"\\u00e9\\\"{\",\"tags\":[\"a\",{\"b\":1}]}");
        case 5 -> text.append("{\"s\":\"").append("x".repeat(random.nextInt(LONGEST - 20, LONGEST + 20))).append("\"}");
        default -> text.append("  {\"n\":").append(random.nextInt()).append("}\t");
      }
      text.append(random.nextInt(3) == 0 ? "\r\n" : "\n");
    }
    if (random.nextBoolean()) {
      text.append("{\"n\":1}");
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Events.Kept read(byte[] document, int blockBytes) {
    return Reading.blocks(document, Format.JSON_LINES, blockBytes, LONGEST);
  }

  @Test
  void lineNumbersDoNotDependOnBlocks() {
    SplittableRandom random = new SplittableRandom(4);
    for (int round = 0; round < 60; round++) {
      byte[] document = document(random);
      List<Long> wanted = Reading.numbers(document, Format.JSON_LINES, 1 << 20, LONGEST);
      for (int blockBytes : blockSizes()) {
        assertThat(Reading.numbers(document, Format.JSON_LINES, blockBytes, LONGEST)).as("blocks of %d", blockBytes).isEqualTo(wanted);
      }
    }
  }

  @Test
  void emptyAndBrokenLinesCountAsLines() {
    byte[] document = "{\"n\":1}\n\n{bad\r\n   \n{\"n\":5}\n{\"s\":\"%s\"}\n{\"n\":7}".formatted("x".repeat(LONGEST)).getBytes(StandardCharsets.UTF_8);

    assertThat(Reading.numbers(document, Format.JSON_LINES, 4, LONGEST)).containsExactly(1L, 5L, 7L);
    assertThat(Reading.numbers(document, Format.JSON_LINES, 1 << 20, LONGEST)).containsExactly(1L, 5L, 7L);
  }

  @Test
  void aLineThatIsTooLongIsRefusedAndTheNextOneRead() {
    byte[] document = "{\"n\":1}\n{\"s\":\"%s\"}\n{\"n\":3}\n".formatted("x".repeat(5000)).getBytes(StandardCharsets.UTF_8);

    Events.Kept kept = read(document, 16);

    assertThat(kept.events).hasSize(2);
    assertThat(kept.reasons()).containsExactly("record-too-long");
    assertThat(kept.problems.getFirst().offset()).isEqualTo(8);
  }

  @Test
  void aLineOfJustTheLimitIsRead() {
    String longest = "{\"s\":\"" + "x".repeat(LONGEST - 8) + "\"}";

    Events.Kept kept = read((longest + "\n" + longest.replaceFirst("x", "xx") + "\n" + longest).getBytes(StandardCharsets.UTF_8), 16);

    assertThat(kept.events).hasSize(2);
    assertThat(kept.reasons()).containsExactly("record-too-long");
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheFirstRecord() {
    Events.Kept kept = read("\uFEFF{\"n\":1}\n{\"n\":2}\n".getBytes(StandardCharsets.UTF_8), 1 << 20);

    assertThat(kept.problems).isEmpty();
    assertThat(kept.events).hasSize(2);
    assertThat(kept.events.getFirst().position().offset()).isEqualTo(3);
  }

  @Test
  void whatStandsBehindAnObjectOnItsLineIsRefusedWithIt() {
    Events.Kept kept = read("{\"n\":1}{\"n\":2}\n{\"n\":3} x\n{\"n\":4}\n".getBytes(StandardCharsets.UTF_8), 1 << 20);

    assertThat(kept.events).hasSize(1);
    assertThat(kept.reasons()).containsExactly("bad-json", "bad-json");
  }

  @Test
  void placesDoNotDependOnTheBufferThatAWorkerBrings() {
    SplittableRandom random = new SplittableRandom(5);
    for (int round = 0; round < 60; round++) {
      byte[] document = document(random);

      Events.Kept fresh = Reading.blocks(document, Format.JSON_LINES, 64, LONGEST, 0);
      Events.Kept used = Reading.blocks(document, Format.JSON_LINES, 64, LONGEST, 1 << 16);

      assertThat(used.events).extracting(event -> event.position()).isEqualTo(fresh.events.stream().map(event -> event.position()).toList());
    }
  }
}
