package io.cutpoint.engine.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FingerprintTest {

  private final Fingerprint fingerprint = Fingerprint.create();

  private static List<Long> of(Fingerprint fingerprint, long kind, byte[]... parts) {
    fingerprint.begin(kind);
    for (byte[] part : parts) {
      byte[] amidst = new byte[part.length + 7];
      Arrays.fill(amidst, (byte) 0x55);
      System.arraycopy(part, 0, amidst, 3, part.length);
      fingerprint.part(amidst, 3, part.length);
    }
    return List.of(fingerprint.hi(), fingerprint.lo());
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void equalPartsAreEqualForAllWorkersOfARun() {
    byte[][] parts = {ascii("host"), ascii("x".repeat(1000)), ascii("")};

    assertThat(of(fingerprint.sibling(), 0, parts)).isEqualTo(of(fingerprint, 0, parts)).isEqualTo(of(fingerprint, 0, parts));
    assertThat(of(Fingerprint.create(), 0, parts)).isNotEqualTo(of(fingerprint, 0, parts));
  }

  @Test
  void whereAPartEndsMatters() {
    Set<List<Long>> all = new HashSet<>();
    String text = "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz";
    for (int cut = 0; cut <= text.length(); cut++) {
      all.add(of(fingerprint, 0, ascii(text.substring(0, cut)), ascii(text.substring(cut))));
    }
    all.add(of(fingerprint, 0, ascii(text)));
    all.add(of(fingerprint, 1, ascii(text)));
    all.add(of(fingerprint, 0, ascii(text + "\0")));

    assertThat(all).hasSize(text.length() + 4);
  }

  @Test
  void everyBitOfARecordMatters() {
    SplittableRandom random = new SplittableRandom(1);
    for (int length = 1; length < 70; length++) {
      byte[] record = new byte[length];
      random.nextBytes(record);
      Set<Long> halves = new HashSet<>(of(fingerprint, 0, record));
      for (int bit = 0; bit < 8 * length; bit++) {
        record[bit / 8] ^= (byte) (1 << bit % 8);
        halves.addAll(of(fingerprint, 0, record));
        record[bit / 8] ^= (byte) (1 << bit % 8);
      }

      assertThat(halves).hasSize(2 + 16 * length);
    }
  }
}
