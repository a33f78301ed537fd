package io.cutpoint.sigma;

/// What "upper and lower case do not differ" means for Sigma values, the same in every place that compares them.
///
/// Each code point is folded by itself, to the lower case of its upper case, after the simple mappings of the Unicode
/// version of the running JDK and without any locale. One code point always becomes one code point; the number of
/// UTF-8 bytes may change: `K` (U+212A, Kelvin) folds to `k`, `ſ` (U+017F) to `s`, `İ` (U+0130) and `ı` (U+0131)
/// to `i`. `ß` stays `ß` and is not `ss`. Folding twice changes nothing.
public final class CaseFolding {

  private CaseFolding() {}

  /// The code point that stands for all cases of this one.
  public static int fold(int codePoint) {
    if (codePoint < 0x80) {
      return codePoint >= 'A' && codePoint <= 'Z' ? codePoint + ('a' - 'A') : codePoint;
    }
    return Character.toLowerCase(Character.toUpperCase(codePoint));
  }

  /// The text with each of its code points folded; lone surrogates stay as they are.
  public static String fold(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80 || (c >= 'A' && c <= 'Z')) {
        StringBuilder folded = new StringBuilder(text.length());
        text.codePoints().forEach(cp -> folded.appendCodePoint(fold(cp)));
        return folded.toString();
      }
    }
    return text;
  }
}
