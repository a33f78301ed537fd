package io.cutpoint.match;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// A guess at how common grams of four and of two bytes are in a field.
///
/// Rules are written about what their field holds, so the literals themselves are the sample: what stands in many of
/// them is common. A few texts that stand in almost every value of any field count more. The guess steers cost only,
/// never what is found.
final class GramRarity {

  /// How much more a gram of [#EVERYWHERE] counts than one of a literal.
  private static final int WEIGHT = 50;

  /// What paths, commands and addresses are full of.
  private static final String EVERYWHERE =
      "c:\\windows\\system32\\ c:\\windows\\syswow64\\ c:\\program files (x86)\\ c:\\program files\\microsoft\\ c:\\users\\ c:\\programdata\\"
          + "\\appdata\\local\\temp\\ \\appdata\\roaming\\microsoft\\windows\\ .exe\" .exe - .exe / .dll, .com/ https://www. http:// microsoft windows "
          + "powershell.exe -command -noprofile \\cmd.exe\" /c version hklm\\software\\microsoft\\windows\\currentversion\\ hku\\s-1-5-21- "
          + "hklm\\system\\currentcontrolset\\services\\ -nop -ex nt authority\\system true false 0000 1111 config service";

  private final Map<Integer, Integer> grams = new HashMap<>();
  private final Map<Integer, Integer> pairs = new HashMap<>();

  GramRarity() {
    for (int i = 0; i < WEIGHT; i++) {
      add(EVERYWHERE.getBytes(StandardCharsets.UTF_8));
    }
  }

  /// Counts a literal of the field.
  void add(byte[] literal) {
    for (int i = 0; i + 4 <= literal.length; i++) {
      grams.merge(gram(literal, i), 1, Integer::sum);
    }
    for (int i = 0; i + 2 <= literal.length; i++) {
      pairs.merge(pair(literal, i), 1, Integer::sum);
    }
  }

  /// Where so many neighbouring grams of four bytes begin that are rarest together.
  int rarestGrams(byte[] literal, int neighbours) {
    int best = 0;
    long least = Long.MAX_VALUE;
    for (int i = 0; i + 3 + neighbours <= literal.length; i++) {
      long score = 0;
      for (int k = i; k < i + neighbours; k++) {
        // Among equals the one whose pairs are rare.
        score += ((long) grams.getOrDefault(gram(literal, k), 0) << 32)
            + pairs.getOrDefault(pair(literal, k), 0) + pairs.getOrDefault(pair(literal, k + 2), 0);
      }
      if (score < least) {
        least = score;
        best = i;
      }
    }
    return best;
  }

  /// Where the rarest gram of two bytes begins.
  int rarestPair(byte[] literal) {
    int best = 0;
    int least = Integer.MAX_VALUE;
    for (int i = 0; i + 2 <= literal.length; i++) {
      int score = pairs.getOrDefault(pair(literal, i), 0);
      if (score < least) {
        least = score;
        best = i;
      }
    }
    return best;
  }

  /// How often the rarest gram of a literal was counted, 0 for a literal of one byte.
  int count(byte[] literal) {
    if (literal.length >= 4) {
      return grams.getOrDefault(gram(literal, rarestGrams(literal, 1)), 0);
    }
    return literal.length < 2 ? 0 : pairs.getOrDefault(pair(literal, rarestPair(literal)), 0);
  }

  private static int gram(byte[] b, int i) {
    return (b[i] & 0xff) | (b[i + 1] & 0xff) << 8 | (b[i + 2] & 0xff) << 16 | (b[i + 3] & 0xff) << 24;
  }

  private static int pair(byte[] b, int i) {
    return (b[i] & 0xff) | (b[i + 1] & 0xff) << 8;
  }
}
