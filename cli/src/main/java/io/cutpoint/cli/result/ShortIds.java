package io.cutpoint.cli.result;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/// Short forms of ids for people, such as `INT-7F3A`: a word and as many digits as tell them apart, at least four.
public final class ShortIds {

  private ShortIds() {}

  /// How many digits tell the given ids apart.
  public static int digits(Collection<String> ids) {
    List<String> sorted = new ArrayList<>(ids);
    sorted.sort(null);
    int digits = 4;
    for (int i = 1; i < sorted.size(); i++) {
      String a = sorted.get(i - 1);
      String b = sorted.get(i);
      int same = 0;
      while (same < Math.min(a.length(), b.length()) && a.charAt(same) == b.charAt(same)) {
        same++;
      }
      if (!a.equals(b)) {
        digits = Math.max(digits, same + 1);
      }
    }
    return digits;
  }

  /// The short form.
  public static String of(String word, String id, int digits) {
    return word + "-" + id.substring(0, Math.min(digits, id.length())).toUpperCase(Locale.ROOT);
  }

  /// Whether what a person wrote means this id: its beginning, with or without the word.
  public static boolean means(String written, String word, String id) {
    String lower = written.toLowerCase(Locale.ROOT);
    String before = word.toLowerCase(Locale.ROOT) + "-";
    String digits = lower.startsWith(before) ? lower.substring(before.length()) : lower;
    return digits.length() >= 4 && id.toLowerCase(Locale.ROOT).startsWith(digits);
  }
}
