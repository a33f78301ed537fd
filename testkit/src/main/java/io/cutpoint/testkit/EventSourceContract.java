package io.cutpoint.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.model.event.EventView;
import io.cutpoint.model.event.RecordProblem;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// What every way of reading records from a document promises.
public interface EventSourceContract {

  /// A document of this format, with good records and bad ones; another one for each state of `random`.
  byte[] document(SplittableRandom random);

  /// Reads the document in blocks of about this size; the problems of cutting and of parsing both go to the sink.
  Events.Kept read(byte[] document, int blockBytes);

  /// How many documents the tests make.
  default int documents() {
    return 60;
  }

  /// Block sizes, from one record a block to all in one.
  default List<Integer> blockSizes() {
    return List.of(1, 7, 64, 333, 4096, 1 << 20);
  }

  @Test
  default void theSameComesWhereverBlocksEnd() {
    SplittableRandom random = new SplittableRandom(1);
    for (int round = 0; round < documents(); round++) {
      byte[] document = document(random);
      Events.Kept wanted = read(document, 1 << 20);
      for (int blockBytes : blockSizes()) {
        Events.Kept kept = read(document, blockBytes);

        assertThat(kept.shown()).as("document %d, blocks of %d", round, blockBytes).isEqualTo(wanted.shown());
        assertThat(kept.problems).as("document %d, blocks of %d", round, blockBytes).isEqualTo(wanted.problems);
      }
    }
  }

  @Test
  default void everyRecordStandsWhereItSays() {
    SplittableRandom random = new SplittableRandom(2);
    for (int round = 0; round < documents(); round++) {
      byte[] document = document(random);
      Events.Kept kept = read(document, blockSizes().get(round % blockSizes().size()));

      long behind = 0;
      for (EventView event : kept.events) {
        int from = Math.toIntExact(event.position().offset());
        byte[] there = Arrays.copyOfRange(document, from, from + event.position().length());
        assertThat(event.raw()).as("document %d", round).isEqualTo(there);
        assertThat((long) from).as("document %d", round).isGreaterThanOrEqualTo(behind);
        behind = (long) from + there.length;
      }
    }
  }

  @Test
  default void problemsLieInsideTheDocument() {
    SplittableRandom random = new SplittableRandom(3);
    for (int round = 0; round < documents(); round++) {
      byte[] document = document(random);

      for (RecordProblem problem : read(document, 64).problems) {
        assertThat(problem.offset()).isBetween(0L, (long) document.length);
        assertThat(problem.reason()).matches("[a-z][a-z0-9-]*");
        assertThat(problem.found().chars().allMatch(c -> c >= ' ')).isTrue();
      }
    }
  }
}
