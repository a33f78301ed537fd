package io.cutpoint.sigma;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// What bytes look like inside base64 text.
final class Base64Text {

  /// Characters at the start that also depend on the 0, 1 or 2 bytes before.
  private static final int[] START = {0, 2, 3};

  /// Characters at the end that also depend on what follows, by how many bytes of the last group of three there are.
  private static final int[] END = {0, 3, 2};

  private Base64Text() {}

  static String of(byte[] bytes) {
    return new String(Base64.getEncoder().encode(bytes), StandardCharsets.ISO_8859_1);
  }

  /// The three texts of which one appears wherever the bytes stand in what was encoded; fewer than three where the
  /// bytes are too few to leave a trace. The length counts in bytes, not in characters.
  static List<String> anywhere(byte[] bytes) {
    List<String> variants = new ArrayList<>(3);
    for (int before = 0; before < 3; before++) {
      byte[] shifted = new byte[before + bytes.length];
      System.arraycopy(bytes, 0, shifted, before, bytes.length);
      String encoded = of(shifted);
      int end = encoded.length() - END[shifted.length % 3];
      if (end > START[before]) {
        variants.add(encoded.substring(START[before], end));
      }
    }
    return variants;
  }
}
