package io.cutpoint.sigma;

/// What one rule file may ask for. Far above what people write; a file beyond them is refused with a problem.
///
/// The largest public rules (thousands of emoji in one list) have about 4,000 values and 60 KB.
final class Limits {

  /// Bytes of one rule file.
  static final int FILE_BYTES = 1 << 20;

  /// Files in one folder or archive.
  static final int FILES = 200_000;

  /// Unpacked bytes of one archive.
  static final long ARCHIVE_BYTES = 512L << 20;

  /// Nested YAML collections, and so also nested selections.
  static final int YAML_DEPTH = 40;

  /// Uses of aliases that stand for collections, in one document.
  static final int YAML_ALIASES = 50;

  /// YAML nodes of one document after its aliases are followed.
  static final int YAML_NODES = 200_000;

  /// Values of one rule after all expansions.
  static final int VALUES = 50_000;

  /// Variants that one value may expand to (`windash` has 5 for each dash, a placeholder as many as are configured).
  static final int VARIANTS = 10_000;

  /// Characters of one value that is a pattern.
  static final int PATTERN_CHARS = 32_768;

  /// Characters of one regular expression.
  static final int REGEX_CHARS = 8_192;

  /// Characters of one condition.
  static final int CONDITION_CHARS = 16_384;

  /// Nested parentheses and negations of one condition.
  static final int CONDITION_DEPTH = 64;

  /// Names and operators of one condition after its patterns are followed.
  static final int CONDITION_NODES = 20_000;

  /// Filters that one rule may have.
  static final int FILTERS_OF_A_RULE = 1_000;

  /// Rules that one correlation may refer to.
  static final int CORRELATED_RULES = 100;

  /// Fields that one correlation may group by, or count.
  static final int CORRELATED_FIELDS = 16;

  /// The most that a condition may ask a count to reach: so much is kept for one group.
  static final int CORRELATED_COUNT = 100_000;

  /// Correlations of correlations of correlations.
  static final int CORRELATION_DEPTH = 8;

  /// Orders of rules that a `temporal_ordered` condition may stand for.
  static final int CORRELATION_ORDERS = 256;

  /// Seconds of the longest window: ten years.
  static final long CORRELATION_SECONDS = 315_569_520;

  /// Problems that are reported of one file; a last one says that there are more.
  static final int PROBLEMS_PER_FILE = 100;

  /// Characters of what was found that a message shows.
  static final int SHOWN_CHARS = 80;

  private Limits() {}
}
