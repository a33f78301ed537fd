package io.cutpoint.engine.output;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// The folder that an analysis writes. Every file is written under another name and then moved, so that a file under
/// its own name is whole.
public final class ResultFolder {

  private final Path folder;

  /// @throws IOException where the folder cannot be made
  public ResultFolder(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
  }

  /// Where it is.
  public Path path() {
    return folder;
  }

  /// Begins a file of lines.
  public Lines lines(String name) throws IOException {
    return new Lines(folder.resolve(name));
  }

  /// Writes a file at once.
  public void write(String name, String text) throws IOException {
    try (Lines lines = lines(name)) {
      lines.line(text);
      lines.finish();
    }
  }

  /// A file of lines that is being written; it appears under its name with [#finish()].
  public static final class Lines implements Closeable {
    private final Path target;
    private final Path draft;
    private final BufferedWriter out;

    private Lines(Path target) throws IOException {
      this.target = target;
      this.draft = target.resolveSibling(target.getFileName() + ".part");
      this.out = Files.newBufferedWriter(draft, StandardCharsets.UTF_8);
    }

    /// Adds a line.
    public void line(String line) throws IOException {
      out.write(line);
      out.write('\n');
    }

    /// Takes text that is not in lines.
    public Appendable text() {
      return out;
    }

    /// Ends the file and gives it its name.
    public void finish() throws IOException {
      out.close();
      Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void close() throws IOException {
      try {
        out.close();
      } finally {
        // On a full disk the end cannot be written either: no half file stays.
        Files.deleteIfExists(draft);
      }
    }
  }
}
