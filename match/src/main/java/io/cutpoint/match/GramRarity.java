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

  private static final Counts COMMON = common();

  private final Counts counts = new Counts(new HashMap<>(), new HashMap<>());

  private record Counts(Map<Integer, Integer> grams, Map<Integer, Integer> pairs) {
    void add(byte[] text, int weight) {
      for (int i = 0; i + 4 <= text.length; i++) {
        grams.merge(GramRarity.gram(text, i), weight, Integer::sum);
      }
      for (int i = 0; i + 2 <= text.length; i++) {
        pairs.merge(GramRarity.pair(text, i), weight, Integer::sum);
      }
    }
  }

  /// Says whether a gram may have this byte.
  @FunctionalInterface
  interface Allowed {
    boolean allows(byte b);
  }

  private static Counts common() {
    Counts counts = new Counts(new HashMap<>(), new HashMap<>());
    counts.add(EVERYWHERE.getBytes(StandardCharsets.UTF_8), WEIGHT);
    return counts;
  }

  /// Counts a literal of the field.
  void add(byte[] literal) {
    counts.add(literal, 1);
  }

  private int grams(byte[] literal, int i) {
    Integer gram = gram(literal, i);
    return COMMON.grams.getOrDefault(gram, 0) + counts.grams.getOrDefault(gram, 0);
  }

  private int pairs(byte[] literal, int i) {
    Integer pair = pair(literal, i);
    return COMMON.pairs.getOrDefault(pair, 0) + counts.pairs.getOrDefault(pair, 0);
  }

  /// Where so many neighbouring grams of four bytes begin that are rarest together.
  int rarestGrams(byte[] literal, int neighbours) {
    return rarestGrams(literal, neighbours, b -> true);
  }

  /// As before, of those that only have such bytes; 0 where there are none.
  int rarestGrams(byte[] literal, int neighbours, Allowed allowed) {
    int best = 0;
    long least = Long.MAX_VALUE;
    int barred = -1;
    for (int i = 0; i + 3 + neighbours <= literal.length; i++) {
      for (int k = Math.max(barred + 1, i); k < i + 3 + neighbours; k++) {
        barred = allowed.allows(literal[k]) ? barred : k;
      }
      if (barred >= i) {
        continue;
      }
      long score = 0;
      for (int k = i; k < i + neighbours; k++) {
        // Among equals the one whose pairs are rare.
        score += ((long) grams(literal, k) << 32) + pairs(literal, k) + pairs(literal, k + 2);
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
      int score = pairs(literal, i);
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
      return grams(literal, rarestGrams(literal, 1));
    }
    return literal.length < 2 ? 0 : pairs(literal, rarestPair(literal));
  }

  private static int gram(byte[] b, int i) {
    return (b[i] & 0xff) | (b[i + 1] & 0xff) << 8 | (b[i + 2] & 0xff) << 16 | (b[i + 3] & 0xff) << 24;
  }

  private static int pair(byte[] b, int i) {
    return (b[i] & 0xff) | (b[i + 1] & 0xff) << 8;
  }
}
