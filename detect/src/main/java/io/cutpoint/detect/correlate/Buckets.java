package io.cutpoint.detect.correlate;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/// Numbers sorted into buckets whose bounds grow by two per cent, so that a percentile is at most one per cent off.
///
/// The order of numbers never matters. Amounts below 10^-9 count as zero, those beyond 10^18 as 10^18.
/// Source: DDSketch (Masson and others, 2019), whose buckets these are.
final class Buckets {

  private static final double LEAST = 1e-9;
  private static final double MOST = 1e18;
  private static final double LOG = StrictMath.log(1.02);
  /// Keeps the numbers of buckets of amounts above zero.
  private static final long SHIFT = 2_000;

  private Buckets() {}

  /// The bucket of a number; buckets are in the order of what they hold.
  static long of(BigDecimal number) {
    double amount = number.abs().doubleValue();
    if (amount < LEAST) {
      return 0;
    }
    long bucket = SHIFT + (long) StrictMath.ceil(StrictMath.log(Math.min(amount, MOST)) / LOG);
    return number.signum() < 0 ? -bucket : bucket;
  }

  /// The middle of a bucket.
  static BigDecimal value(long bucket) {
    if (bucket == 0) {
      return BigDecimal.ZERO;
    }
    double upper = StrictMath.exp((Math.abs(bucket) - SHIFT) * LOG);
    double middle = 2 * upper / (1 + 1.02);
    return new BigDecimal(bucket < 0 ? -middle : middle);
  }

  /// The number of this rank, from 1, of buckets in order with their counts.
  static BigDecimal atRank(List<Map.Entry<Long, Long>> buckets, long rank) {
    long below = 0;
    for (Map.Entry<Long, Long> bucket : buckets) {
      below += bucket.getValue();
      if (below >= rank) {
        return value(bucket.getKey());
      }
    }
    throw new IllegalArgumentException("wanted a rank up to " + below + ", found " + rank);
  }
}
