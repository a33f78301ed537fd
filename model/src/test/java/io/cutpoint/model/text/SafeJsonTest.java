package io.cutpoint.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SafeJsonTest {

  @Test
  void writesEveryCodePointAsSafeTextDoes() {
    for (int cp = 0; cp <= 0x2FFFF; cp++) {
      byte[] text = wtf8(cp);
      assertThat(written(text, 0, text.length, 4096)).as("U+%04X", cp).isEqualTo(reference(text, 0, text.length, 4096));
    }
  }

  @Test
  void writesEveryByteAtEveryPlaceOfAWordAsSafeTextDoes() {
    for (int place = 0; place < 24; place++) {
      for (int c = 0; c < 256; c++) {
        byte[] text = "abcdefghijklmnopqrstuvwx".getBytes(StandardCharsets.US_ASCII);
        text[place] = (byte) c;
        assertThat(written(text, 0, text.length, 4096)).as("%02x at %d", c, place).isEqualTo(reference(text, 0, text.length, 4096));
      }
    }
  }

  @Test
  void writesAnyBytesAsSafeTextDoesHoweverTheyAreCut() {
    Random random = new Random(7);
    byte[] special = "\"\\\n\r\t\0\u007f\u0085\u202e\u200bé€😀 abcdefgh#!]~".getBytes(StandardCharsets.UTF_8);
    for (int round = 0; round < 200_000; round++) {
      byte[] text = new byte[random.nextInt(70)];
      for (int i = 0; i < text.length; i++) {
        text[i] = switch (random.nextInt(8)) {
          case 0 -> (byte) random.nextInt(256);
          case 1, 2 -> special[random.nextInt(special.length)];
          default -> (byte) ('a' + random.nextInt(26));
        };
      }
      int offset = random.nextInt(text.length + 1);
      int length = random.nextInt(text.length - offset + 1);
      int most = 1 + random.nextInt(70);
      assertThat(written(text, offset, length, most)).as("round %d", round).isEqualTo(reference(text, offset, length, most));
    }
  }

  @Test
  void putsOneTextBehindTheOtherAndForgetsThemWhenCleared() {
    SafeJson json = new SafeJson();
    byte[] text = "a\"b".repeat(3000).getBytes(StandardCharsets.US_ASCII);
    json.mark('[');
    json.json("true,\"");
    json.text(text, 0, text.length, Integer.MAX_VALUE);
    json.json("é]".getBytes(StandardCharsets.UTF_8));
    assertThat(json).hasToString("[true,\"" + "a\\\"b".repeat(3000) + "é]");

    json.clear();
    json.mark('x');
    assertThat(json).hasToString("x");
    assertThat(json.length()).isEqualTo(1);
  }

  private static byte[] written(byte[] text, int offset, int length, int most) {
    SafeJson json = new SafeJson();
    json.mark('x');
    json.text(text, offset, length, most);
    return Arrays.copyOfRange(json.bytes(), 1, json.length());
  }

  private static byte[] reference(byte[] text, int offset, int length, int most) {
    return SafeText.to(SafeText.Target.JSON, Untrusted.of(text, offset, length, most)).getBytes(StandardCharsets.UTF_8);
  }

  /// UTF-8, a lone surrogate in three bytes.
  private static byte[] wtf8(int cp) {
    if (cp >= 0xD800 && cp < 0xE000) {
      return new byte[] {(byte) (0xE0 | cp >> 12), (byte) (0x80 | cp >> 6 & 0x3F), (byte) (0x80 | cp & 0x3F)};
    }
    return Character.toString(cp).getBytes(StandardCharsets.UTF_8);
  }
}
