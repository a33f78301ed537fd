package io.cutpoint.chain;

/// A kind of thing that two episodes can share, and how much that says.
///
/// Source of the numbers: design/linking.md, section 2.
enum Tie {
  TREE("tree", 1.0, 30 * Times.DAY, 0),
  SESSION("session", 1.0, 30 * Times.DAY, 0),
  ARTEFACT("artefact", 1.0, 30 * Times.DAY, 0),
  HASH("hash", 1.0, 30 * Times.DAY, 3),
  DIRECTED("to", 0.95, 3 * Times.DAY, 0),
  URL("url", 0.90, 30 * Times.DAY, 8),
  HOST("host", 0.75, 24 * Times.HOUR, 6),
  DOMAIN("domain", 0.75, 14 * Times.DAY, 8),
  ADDRESS("ip", 0.70, 7 * Times.DAY, 8),
  USER("user", 0.50, 12 * Times.HOUR, 6),
  PRIVATE_ADDRESS("ip", 0.35, 4 * Times.HOUR, 6);

  /// Host, where both sides name a process and their whole trees do not meet.
  static final double HOST_TREES_APART = 0.30;
  /// Host, where processes are told but not enough of them: they differ and not all that started them is known, or
  /// one side names none. Alone it never joins: where a host tells of processes, the same host is no reason.
  static final double HOST_NOT_TOLD = 0.45;
  /// Half-life of a host once an implant or more is confirmed on it.
  static final long HOST_HELD_HALF_LIFE = 72 * Times.HOUR;
  /// What is left of an account that merely runs the process.
  static final double ONLY_THE_USER = 0.3;

  private final String prefix;
  private final double weight;
  private final long halfLife;
  private final double hub;

  Tie(String prefix, double weight, long halfLife, double hub) {
    this.prefix = prefix;
    this.weight = weight;
    this.halfLife = halfLife;
    this.hub = hub;
  }

  /// In front of the keys of this kind, with `|`.
  String prefix() {
    return prefix;
  }

  double weight() {
    return weight;
  }

  /// After so many nanoseconds half of the weight is left.
  long halfLife() {
    return halfLife;
  }

  /// What is left of the weight for something with `k` counterparts.
  double hub(int k) {
    return hub == 0 ? 1 : 1 / (1 + (k / hub) * (k / hub));
  }

  /// Whether it says no more than where something happened or for whom.
  boolean isLocal() {
    return this == HOST || this == USER;
  }

  /// What is left after some time.
  static double decay(long nanos, long halfLife) {
    return StrictMath.pow(2, -((double) nanos / halfLife));
  }
}
