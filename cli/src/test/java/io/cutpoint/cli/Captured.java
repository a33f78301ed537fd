package io.cutpoint.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Runs command lines in surroundings of the test's own and keeps what they print.
final class Captured {

  private final Map<String, String> environment = new HashMap<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Path directory;
  private InstantSource clock = InstantSource.fixed(Instant.parse("2026-04-25T12:03:58Z"));
  private int columns = 100;
  private boolean isTerminal;

  Captured(Path directory) {
    this.directory = directory;
    environment.put("HOME", directory.resolve("home").toString());
  }

  Captured columns(int width) {
    columns = width;
    return this;
  }

  Captured terminal() {
    isTerminal = true;
    return this;
  }

  Captured environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  Captured clock(InstantSource other) {
    clock = other;
    return this;
  }

  Surroundings surroundings() {
    return new Surroundings(
        new ByteArrayInputStream(new byte[0]),
        new PrintStream(out, false, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        environment,
        directory,
        clock,
        () -> 0,
        isTerminal,
        isTerminal,
        Integer.toString(columns),
        "1.2.3",
        false);
  }

  int run(String... words) {
    Surroundings around = surroundings();
    int code = CommandLine.run(List.of(words), around);
    around.out().flush();
    return code;
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
