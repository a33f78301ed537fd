package io.cutpoint.architecture.wrong.model;

import io.cutpoint.architecture.wrong.chain.util.ChainManager;
import java.io.ObjectInputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;

/// All that a pure module must not do.
class Everything {
  Instant clock = Instant.now();
  double different = Math.exp(1);
  Random chance = new Random();
  Thread thread = Thread.currentThread();
  Path file = Path.of("x");
  boolean regex = "x".matches("x+");
  Class<?> network = Socket.class;
  Class<?> serial = ObjectInputStream.class;
  Object upwards = new ChainManager();

  void print() {
    System.out.println(clock);
  }
}
