package io.cutpoint.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.testkit.EventSourceContract;
import io.cutpoint.testkit.Events;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// JSON objects over several lines, alone or in an array, through the cutter and the parser.
class ObjectsTest implements EventSourceContract {

  private static final int LONGEST = 300;

  @Override
  public byte[] document(SplittableRandom random) {
    boolean array = random.nextBoolean();
    StringBuilder text = new StringBuilder(array ? "[" : "");
    for (int objects = random.nextInt(30); objects > 0; objects--) {
      text.append(" ".repeat(random.nextInt(3))).append(array ? "\n" : "\r\n\r\n");
      switch (random.nextInt(14)) {
        case 0 -> text.append("5");
        case 1 -> text.append("\"text\"");
        case 2 -> text.append("{\n  \"s\": \"").append("x".repeat(random.nextInt(400))).append("\"\n}");
        case 3 -> text.append("{\"s\":\"}{\\\"\",\n\"tags\":[{\"b\":1},[]]}");
        case 4 -> text.append("{\"n\":}");
        case 5 -> text.append(" ".repeat(random.nextInt(LONGEST)));
        default -> text.append("{\n  \"n\": ").append(random.nextInt()).append("\n}");
      }
      text.append(array ? "," : "");
    }
    return text.append(array ? "\n]\n" : "\n").toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Events.Kept read(byte[] document, int blockBytes) {
    return Reading.blocks(document, Format.JSON, blockBytes, LONGEST);
  }

  @Test
  void numbersOfObjectsDoNotDependOnBlocks() {
    SplittableRandom random = new SplittableRandom(4);
    for (int round = 0; round < 60; round++) {
      byte[] document = document(random);
      List<Long> wanted = Reading.numbers(document, Format.JSON, 1 << 20, LONGEST);
      for (int blockBytes : blockSizes()) {
        assertThat(Reading.numbers(document, Format.JSON, blockBytes, LONGEST)).as("blocks of %d", blockBytes).isEqualTo(wanted);
      }
    }
  }

  @Test
  void theMembersOfAnArrayAreRecords() {
    Events.Kept kept = read("[{\"n\":1},{\"n\":2},\n{\"n\":\n3}]".getBytes(StandardCharsets.UTF_8), 4);

    assertThat(kept.events).hasSize(3);
    assertThat(kept.problems).isEmpty();
  }

  @Test
  void anEmptyArrayHasNoRecords() {
    Events.Kept kept = read(" [ ]\n".getBytes(StandardCharsets.UTF_8), 4);

    assertThat(kept.events).isEmpty();
    assertThat(kept.problems).isEmpty();
  }

  @Test
  void aByteOrderMarkIsNoRecord() {
    assertThat(read("\uFEFF[{\"n\":1}]".getBytes(StandardCharsets.UTF_8), 4).problems).isEmpty();
  }

  @Test
  void whatStandsBetweenObjectsIsCountedOnceForEachGap() {
    Events.Kept kept = read("[1, \"two\", {\"n\":1}, null, true, {\"n\":2}, 3]".getBytes(StandardCharsets.UTF_8), 4);

    assertThat(kept.events).hasSize(2);
    assertThat(kept.reasons()).containsExactly("bad-json", "bad-json", "bad-json");
  }

  @Test
  void anObjectThatIsTooLongIsRefusedAndTheNextOneRead() {
    byte[] document = "{\n\"n\":1}\n{\n\"s\":\"%s\"}\n{\n\"n\":3}\n".formatted("x".repeat(5000)).getBytes(StandardCharsets.UTF_8);
    for (int blockBytes : blockSizes()) {
      Events.Kept kept = read(document, blockBytes);

      assertThat(kept.events).hasSize(2);
      assertThat(kept.reasons()).containsExactly("record-too-long");
    }
  }

  @Test
  void anObjectThatDoesNotEndCostsItselfAndNotTheRest() {
    byte[] document = "{\n\"n\":1}\n{\n\"s\":\"open}\n{\n\"n\":3}\n{\n\"n\":4}\n".getBytes(StandardCharsets.UTF_8);
    for (int blockBytes : blockSizes()) {
      Events.Kept kept = read(document, blockBytes);

      assertThat(kept.events).as("blocks of %d", blockBytes).hasSize(3);
      assertThat(kept.reasons()).containsExactly("cut-json");
    }
  }

  @Test
  void aDocumentThatIsCutKeepsTheObjectsBeforeTheCut() {
    byte[] document = "[\n{\"n\":1},\n{\"n\":2},\n{\"n\":".getBytes(StandardCharsets.UTF_8);

    Events.Kept kept = read(document, 4);

    assertThat(kept.events).hasSize(2);
    assertThat(kept.reasons()).containsExactly("cut-json");
  }

  @Test
  void placesDoNotDependOnTheBufferThatAWorkerBrings() {
    SplittableRandom random = new SplittableRandom(5);
    for (int round = 0; round < 60; round++) {
      byte[] document = document(random);

      Events.Kept fresh = Reading.blocks(document, Format.JSON, 64, LONGEST, 0);
      Events.Kept used = Reading.blocks(document, Format.JSON, 64, LONGEST, 1 << 16);

      assertThat(used.events).extracting(event -> event.position()).isEqualTo(fresh.events.stream().map(event -> event.position()).toList());
    }
  }
}
