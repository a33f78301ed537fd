package io.cutpoint.cli;

import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Lets a process that is told to stop finish what keeps its results.
///
/// The first Ctrl-C asks the work to stop; the process then ends by itself with its own exit code. The second ends it at
/// once with 130. Where the JVM hears no signals of its own (`sun.misc.Signal` of the module `jdk.unsupported`), and for
/// any other order to stop, the JVM's hook does the first half: it asks the work to stop and holds the JVM until
/// [#finished], 60 seconds at most; the exit code is then the JVM's.
final class Interruption {

  private static final long PATIENCE_SECONDS = 60;
  private static final long HEARS_AFTER_MILLIS = 250;
  private static final CountDownLatch FINISHED = new CountDownLatch(1);
  private static final AtomicInteger TIMES = new AtomicInteger();
  private static volatile boolean asked;
  private static volatile Runnable cleaning = () -> {};
  private static boolean watching;

  private Interruption() {}

  /// From now on Ctrl-C asks first. Called again, it changes nothing.
  static synchronized void watch(PrintStream err) {
    if (watching) {
      return;
    }
    watching = true;
    // Beside the work and not at once, since it takes 15 ms of a cold start; until it hears, Ctrl-C goes to the hook.
    Thread listening = new Thread(() -> listenSoon(err), "listen");
    listening.setDaemon(true);
    listening.start();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  if (FINISHED.getCount() == 0) {
                    return;
                  }
                  ask(err);
                  await();
                },
                "interruption"));
  }

  private static void listenSoon(PrintStream err) {
    try {
      if (!FINISHED.await(HEARS_AFTER_MILLIS, TimeUnit.MILLISECONDS)) {
        listen(err);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  /// Hears Ctrl-C. By reflection, since the compiler warns of the type wherever it is named.
  private static void listen(PrintStream err) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object heard =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "handle" -> {
                      interrupted(err);
                      yield null;
                    }
                    case "equals" -> System.identityHashCode(proxy) == System.identityHashCode(arguments[0]);
                    case "hashCode" -> System.identityHashCode(proxy);
                    default -> "interruption";
                  });
      signal.getMethod("handle", signal, handler).invoke(null, signal.getConstructor(String.class).newInstance("INT"), heard);
    } catch (ReflectiveOperationException | IllegalArgumentException deaf) {
      // The hook hears the first Ctrl-C; only the second is not heard.
    }
  }

  private static void interrupted(PrintStream err) {
    if (TIMES.incrementAndGet() > 1) {
      err.println();
      err.println("cutpoint: interrupted twice; ended at once, the result is not whole");
      cleaning.run();
      Runtime.getRuntime().halt(Exit.INTERRUPTED);
    }
    ask(err);
  }

  private static void ask(PrintStream err) {
    asked = true;
    err.println();
    err.println("cutpoint: interrupted; keeping what there is (again: end at once)");
  }

  private static void await() {
    try {
      boolean inTime = FINISHED.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
      asked |= !inTime;
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  /// What is done even where the process ends at once: it takes away what nobody asked to keep.
  static void beforeHalt(Runnable act) {
    cleaning = act;
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
