package io.cutpoint.model.text;

/// Whole numbers for people, the same in every locale.
public final class Figures {

  private Figures() {}

  /// With a comma between thousands.
  public static String grouped(long n) {
    StringBuilder out = new StringBuilder(Long.toString(n));
    int first = n < 0 ? 1 : 0;
    for (int i = out.length() - 3; i > first; i -= 3) {
      out.insert(i, ',');
    }
    return out.toString();
  }

  /// `1 file`, `214 files`.
  public static String counted(long n, String thing) {
    return grouped(n) + " " + thing + (n == 1 ? "" : "s");
  }
}
