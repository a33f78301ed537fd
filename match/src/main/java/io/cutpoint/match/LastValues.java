package io.cutpoint.match;

import java.util.Arrays;

/// Remembers for each plan of a partition the value that was looked at last, and which atoms were found in it: the
/// provider, the user, the signature of one kind of event hardly change from one event to the next.
///
/// Much cheaper than [ValueCache], which is for fields whose values take long to search; for the others nothing that had
/// to be hashed would pay. The key is the value as it stands in the record. Memory: at most [#MAX_BYTES] and some bytes
/// for each plan.
final class LastValues {

  static final int MAX_BYTES = 128;
  static final int MAX_ATOMS = 8;

  /// Remembers nothing.
  static final LastValues NONE = new LastValues(0);

  private static final int UNKNOWN = -1;

  private final byte[] values;
  private final int[] lengths;
  private final int[] forms;
  private final int[] atoms;
  private final int[] counts;

  LastValues(int plans) {
    values = new byte[plans * MAX_BYTES];
    lengths = new int[plans];
    forms = new int[plans];
    atoms = new int[plans * MAX_ATOMS];
    counts = new int[plans];
    Arrays.fill(lengths, UNKNOWN);
  }

  /// Whether a value of this length may be kept for the plan.
  boolean takes(int plan, int length) {
    return length <= MAX_BYTES && plan < lengths.length;
  }

  /// Whether this is the plan's last value.
  ///
  /// @param form what the bytes mean: equal bytes of one form are equal texts
  boolean isLast(int plan, int form, byte[] b, int from, int length) {
    int place = plan * MAX_BYTES;
    return lengths[plan] == length && forms[plan] == form && Arrays.equals(values, place, place + length, b, from, from + length);
  }

  /// How many atoms the last value has.
  int count(int plan) {
    return counts[plan];
  }

  /// Atom `k` of the last value.
  int atom(int plan, int k) {
    return atoms[plan * MAX_ATOMS + k];
  }

  /// Keeps a value with its atoms, where it has few.
  void keep(int plan, int form, byte[] b, int from, int length, int[] found, int count) {
    if (count > MAX_ATOMS) {
      lengths[plan] = UNKNOWN;
      return;
    }
    System.arraycopy(b, from, values, plan * MAX_BYTES, length);
    lengths[plan] = length;
    forms[plan] = form;
    System.arraycopy(found, 0, atoms, plan * MAX_ATOMS, count);
    counts[plan] = count;
  }
}
