package io.cutpoint.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/// Text cut into lines by the columns that it takes, not by its number of chars.
public final class Lines {

  private Lines() {}

  /// How many columns a text takes: two for wide East Asian characters and pictographs, none for combining marks.
  public static int width(String text) {
    int width = 0;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      width += width(text.codePointAt(i));
    }
    return width;
  }

  private static int width(int cp) {
    if (cp < 0x300) {
      return 1;
    }
    int type = Character.getType(cp);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    boolean wide =
        (cp >= 0x1100 && cp <= 0x115F)
            || (cp >= 0x2E80 && cp <= 0xA4CF)
            || (cp >= 0xAC00 && cp <= 0xD7A3)
            || (cp >= 0xF900 && cp <= 0xFAFF)
            || (cp >= 0xFE30 && cp <= 0xFE6F)
            || (cp >= 0xFF00 && cp <= 0xFF60)
            || (cp >= 0xFFE0 && cp <= 0xFFE6)
            || (cp >= 0x1F300 && cp <= 0x1FAFF)
            || (cp >= 0x20000 && cp <= 0x3FFFD);
    return wide ? 2 : 1;
  }

  /// The text, or its beginning and `…`, so that it takes at most `columns`.
  public static String cut(String text, int columns) {
    return width(text) <= columns ? text : text.substring(0, end(text, 0, columns - 1)) + "…";
  }

  /// The index behind the last character that still fits.
  private static int end(String text, int from, int columns) {
    int used = 0;
    int i = from;
    while (i < text.length()) {
      int cp = text.codePointAt(i);
      used += width(cp);
      if (used > columns) {
        break;
      }
      i += Character.charCount(cp);
    }
    return i;
  }

  /// The text in lines of at most `columns`, broken at spaces; a longer word is broken inside.
  public static List<String> wrap(String text, int columns) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : words(text)) {
      String rest = word;
      while (true) {
        int used = width(line.toString());
        int gap = used == 0 ? 0 : 1;
        if (used + gap + width(rest) <= columns) {
          line.append(gap == 0 ? "" : " ").append(rest);
          break;
        }
        if (used > 0) {
          lines.add(line.toString());
          line.setLength(0);
        } else {
          int end = Math.max(end(rest, 0, columns), Character.charCount(rest.codePointAt(0)));
          lines.add(rest.substring(0, end));
          rest = rest.substring(end);
        }
      }
    }
    if (!line.isEmpty() || lines.isEmpty()) {
      lines.add(line.toString());
    }
    return lines;
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    int from = 0;
    while (from < text.length()) {
      int space = text.indexOf(' ', from);
      int end = space < 0 ? text.length() : space;
      if (end > from) {
        words.add(text.substring(from, end));
      }
      from = end + 1;
    }
    return words;
  }

  /// The text filled up with spaces on the right.
  public static String padRight(String text, int columns) {
    return text + " ".repeat(Math.max(0, columns - width(text)));
  }

  /// The text filled up with spaces on the left.
  public static String padLeft(String text, int columns) {
    return " ".repeat(Math.max(0, columns - width(text))) + text;
  }
}
