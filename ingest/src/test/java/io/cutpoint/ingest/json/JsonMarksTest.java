package io.cutpoint.ingest.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class JsonMarksTest {

  private final JsonMarks marks = new JsonMarks();

  @Test
  void eachByteIsMarkedWhereItIsAQuoteOrABackslashAndNowhereElse() {
    byte[] text = new byte[2 * 256];
    for (int i = 0; i < text.length; i++) {
      text[i] = (byte) (i / 2 * 37);
    }
    for (int from = 0; from < 80; from++) {
      assertMarks(text, from, text.length - 8);
    }
  }

  @Test
  void everyLengthAndEveryPlaceInTheArrayIsMarkedAlike() {
    SplittableRandom random = new SplittableRandom(1);
    byte[] few = {'"', '\\', '#', '!', ']', '[', (byte) 0xA2, (byte) 0xDC, 0, -1, 'a'};
    for (int round = 0; round < 3_000; round++) {
      byte[] text = new byte[random.nextInt(round % 50 == 0 ? 12_000 : 300)];
      for (int i = 0; i < text.length; i++) {
        text[i] = few[random.nextInt(few.length)];
      }
      int from = random.nextInt(text.length + 1);
      assertMarks(text, from, from + random.nextInt(text.length - from + 1));
      assertMarks(text, from, text.length);
    }
  }

  private void assertMarks(byte[] text, int from, int to) {
    long[] words = marks.of(text, from, to);
    for (int i = from; i <= to; i++) {
      boolean isMarked = (words[i - from >>> 6] >>> (i - from) & 1) != 0;
      boolean wanted = i == to || text[i] == '"' || text[i] == '\\';
      if (isMarked != wanted) {
        assertThat(isMarked).as("byte %d of %d to %d", i, from, to).isEqualTo(wanted);
      }
    }
    assertThat(words.length).isGreaterThan(to - from >>> 6);
  }
}
