package io.cutpoint.match;

/// Finds one text inside another where both came from an event, in linear time whatever they are.
///
/// Both may begin or end with bytes that are part of no character, so a place counts only where characters of the text
/// begin and end ([Folding]). Short needles are tried at each place; long ones by Knuth, Morris and Pratt. A matcher owns one for its table.
final class Search {

  private static final int SHORT = 32;

  private int[] failure = new int[0];

  /// Whether `needle[needleFrom..needleTo)` stands in `text[from..to)`.
  boolean contains(byte[] text, int from, int to, byte[] needle, int needleFrom, int needleTo) {
    int m = needleTo - needleFrom;
    if (m == 0) {
      return true;
    }
    return m <= SHORT ? slide(text, from, to, needle, needleFrom, m) : knuthMorrisPratt(text, from, to, needle, needleFrom, m);
  }

  private static boolean slide(byte[] text, int from, int to, byte[] needle, int needleFrom, int m) {
    for (int i = from; i <= to - m; i++) {
      int k = 0;
      while (k < m && text[i + k] == needle[needleFrom + k]) {
        k++;
      }
      if (k == m && whole(text, from, i, i + m, to)) {
        return true;
      }
    }
    return false;
  }

  /// Whether no character of the text reaches over the ends of the place.
  static boolean whole(byte[] text, int from, int start, int end, int to) {
    return Folding.begins(text, from, start, to) && Folding.begins(text, from, end, to);
  }

  private boolean knuthMorrisPratt(byte[] text, int from, int to, byte[] needle, int needleFrom, int m) {
    if (failure.length < m) {
      failure = new int[m * 2];
    }
    int k = 0;
    failure[0] = 0;
    for (int i = 1; i < m; i++) {
      byte c = needle[needleFrom + i];
      while (k > 0 && c != needle[needleFrom + k]) {
        k = failure[k - 1];
      }
      k += c == needle[needleFrom + k] ? 1 : 0;
      failure[i] = k;
    }
    k = 0;
    for (int i = from; i < to; i++) {
      while (k > 0 && text[i] != needle[needleFrom + k]) {
        k = failure[k - 1];
      }
      k += text[i] == needle[needleFrom + k] ? 1 : 0;
      if (k == m) {
        if (whole(text, from, i + 1 - m, i + 1, to)) {
          return true;
        }
        k = failure[k - 1];
      }
    }
    return false;
  }
}
