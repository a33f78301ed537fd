package io.cutpoint.cli.arguments;

import java.util.List;
import java.util.Locale;

/// "Did you mean": the known word that is nearest to one that is not known.
public final class Suggestions {

  private Suggestions() {}

  /// `did you mean X?` where some known word is near, else the other hint.
  public static String hint(String word, List<String> known, String otherwise) {
    String best = "";
    int least = Integer.MAX_VALUE;
    String lower = word.toLowerCase(Locale.ROOT);
    for (String candidate : known) {
      int distance = distance(lower, candidate.toLowerCase(Locale.ROOT));
      if (distance < least) {
        best = candidate;
        least = distance;
      }
    }
    boolean near = least <= Math.max(1, Math.min(lower.length(), best.length()) / 3);
    return near ? "did you mean " + best + "?" : otherwise;
  }

  /// How many letters to add, drop, change or swap with the next one; texts over 64 letters are never near.
  static int distance(String a, String b) {
    if (a.length() > 64 || b.length() > 64) {
      return Integer.MAX_VALUE;
    }
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1), d[i - 1][j - 1] + change);
        if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
