package io.cutpoint.engine;

import io.cutpoint.engine.facts.FactStore;
import java.math.BigDecimal;
import java.util.Objects;

/// Has the JDK's parts and the tables ready that are needed soon, by a thread beside the work: one after the other they
/// take 40 ms of a cold start. Whoever needs one sooner waits for it or makes it, so nothing depends on this.
final class Ahead {

  private Ahead() {}

  /// What the first event needs, beside the reading of the rules.
  static void ofReading() {
    begin(FactStore::prepare);
  }

  /// What ordering and linking need, beside the matching of all events but the first, whose time it would take.
  static void ofLinking() {
    begin(() -> Objects.requireNonNull(BigDecimal.ONE)); // its powers of ten
  }

  private static void begin(Runnable work) {
    Thread.ofPlatform().daemon().name("cutpoint-ahead").start(work);
  }
}
