package io.cutpoint.export;

/// How many rows all tables together may still have, so that a report opens in any browser whatever the input.
///
/// Rows at the end, for the accounting, are set aside until [#release].
final class RowBudget {

  private int left;
  private int aside;

  RowBudget(int rows, int aside) {
    this.left = rows - aside;
    this.aside = aside;
  }

  /// Takes rows for a table.
  ///
  /// @param wanted how many it has
  /// @param most how many it may show at most
  /// @return how many it may show
  int take(long wanted, int most) {
    int taken = (int) Math.min(Math.min(wanted, most), left);
    left -= taken;
    return taken;
  }

  /// Makes the rows available that were set aside.
  void release() {
    left += aside;
    aside = 0;
  }
}
