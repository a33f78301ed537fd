package io.cutpoint.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/// The process: hands its surroundings to [CommandLine] and ends with its exit code.
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    StandardOutput stdout = new StandardOutput(new FileOutputStream(FileDescriptor.out));
    PrintStream out = new PrintStream(new BufferedOutputStream(stdout, 1 << 16), false, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.err), 1 << 12), true, StandardCharsets.UTF_8);
    String terminal = System.getProperty("cutpoint.terminal", "");
    String version = Main.class.getPackage().getImplementationVersion();
    Surroundings around =
        new Surroundings(
            System.in,
            out,
            err,
            System.getenv(),
            Path.of(""),
            InstantSource.system(),
            System::nanoTime,
            terminal.contains("1"),
            terminal.contains("2"),
            System.getProperty("cutpoint.columns", System.getenv().getOrDefault("COLUMNS", "")),
            version == null ? "unbuilt" : version,
            true);
    int code = CommandLine.run(List.of(args), around);
    out.flush();
    String failure = stdout.failure();
    if (!failure.isEmpty()) {
      err.println("cutpoint: standard output: " + failure);
      code = code == Exit.DONE ? Exit.IO : code;
    }
    Interruption.finished();
    System.exit(code);
  }
}
