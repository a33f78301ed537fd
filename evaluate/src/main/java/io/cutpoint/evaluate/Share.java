package io.cutpoint.evaluate;

/// So many of so many. It keeps both, so that a share of three looks different from the same share of three thousand.
///
/// @param part those that are meant
/// @param whole all
public record Share(long part, long whole) {

  public Share {
    if (part < 0 || part > whole) {
      throw new IllegalArgumentException("wanted a part of " + whole + ", found " + part);
    }
  }

  /// F1 of two sets: twice what they share of all that both hold.
  static Share f1(long common, long one, long other) {
    return new Share(2 * common, one + other);
  }

  /// Between 0 and 1, or NaN of nothing.
  public double value() {
    return whole == 0 ? Double.NaN : (double) part / whole;
  }
}
