package io.cutpoint.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class UntrustedTest {

  @Test
  void aTextIsCutBetweenCharacters() {
    byte[] text = "a€😀é".getBytes(StandardCharsets.UTF_8);
    String[] wanted = {"", "a", "a", "a", "a€", "a€", "a€", "a€", "a€😀", "a€😀", "a€😀é"};
    for (int most = 0; most <= text.length; most++) {
      Untrusted cut = Untrusted.of(text, 0, text.length, most);

      assertThat(cut.raw()).isEqualTo(wanted[most]);
      assertThat(cut.fullLength()).isEqualTo(text.length);
      assertThat(cut.isCut()).isEqualTo(most < text.length);
    }
  }

  @Test
  void cuttingBytesThatAreNoTextKeepsNearlyAllOfThem() {
    byte[] noText = new byte[1000];
    java.util.Arrays.fill(noText, (byte) 0x80);

    assertThat(Untrusted.of(noText, 0, 1000, 500).length()).isBetween(497, 500);
  }

  @Test
  void itsStringIsHarmless() {
    Untrusted text = Untrusted.of("evil\u001b[2J\u202e\n\u0007");

    assertThat(text).hasToString("evil\\x1b[2J\\u202e\\n\\x07");
  }

  @Test
  void itsStringIsShort() {
    assertThat(Untrusted.of("x".repeat(100_000)).toString()).hasSizeLessThan(300).contains("100000 bytes");
  }

  @Test
  void aKeyIgnoresTheCaseOfAsciiOnly() {
    assertThat(Untrusted.of("CORP\\Ärger").key()).isEqualTo("corp\\Ärger");
  }

  @Test
  void nothingIsSharedWithTheCaller() {
    byte[] bytes = {'a', 'b'};
    Untrusted text = Untrusted.of(bytes, 0, 2);

    bytes[0] = 'x';
    text.toBytes()[1] = 'x';

    assertThat(text.raw()).isEqualTo("ab");
  }

  @Test
  void textsCompareByTheirBytesUnsigned() {
    assertThat(Untrusted.of("z")).isLessThan(Untrusted.of("é"));
    assertThat(Untrusted.of("a")).isEqualByComparingTo(Untrusted.of("a")).isEqualTo(Untrusted.of("a"));
    assertThat(Untrusted.of("ab".getBytes(StandardCharsets.UTF_8), 0, 2, 1)).isNotEqualTo(Untrusted.of("a"));
    assertThat(Untrusted.of("")).isSameAs(Untrusted.NONE);
  }
}
