package io.cutpoint.cli;

import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Lets a process that is told to stop (Ctrl-C) finish what keeps its results.
///
/// The JVM runs the hook of [#watch] when it is told; the hook then asks the work to stop and holds the JVM until
/// [#finished], 60 seconds at most. The exit code is then the JVM's own: 130 after Ctrl-C.
final class Interruption {

  private static final long PATIENCE_SECONDS = 60;
  private static final CountDownLatch FINISHED = new CountDownLatch(1);
  private static volatile boolean asked;
  private static boolean watching;

  private Interruption() {}

  /// From now on Ctrl-C asks first. Called again, it changes nothing.
  static synchronized void watch(PrintStream err) {
    if (watching) {
      return;
    }
    watching = true;
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  if (FINISHED.getCount() == 0) {
                    return;
                  }
                  asked = true;
                  err.println();
                  err.println("cutpoint: interrupted; keeping what there is");
                  await();
                },
                "interruption"));
  }

  private static void await() {
    try {
      boolean inTime = FINISHED.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
      asked |= !inTime;
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  /// Whether the process was told to stop.
  static boolean isAsked() {
    return asked;
  }

  /// Nothing is left to keep.
  static void finished() {
    FINISHED.countDown();
  }
}
