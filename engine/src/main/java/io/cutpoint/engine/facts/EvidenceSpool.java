package io.cutpoint.engine.facts;

import io.cutpoint.model.text.SafeJson;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// Keeps the rendered evidence of matched records on disk between the two phases.
///
/// Each worker writes a file of its own; reading begins when all are done.
final class EvidenceSpool implements Closeable {

  /// Where a text lies.
  record Place(int file, long offset, int length) {}

  private final Path folder;
  private final List<Path> files = new ArrayList<>();
  private final List<Writer> writers = new ArrayList<>();
  private final List<FileChannel> channels = new ArrayList<>();

  EvidenceSpool(Path folder) {
    this.folder = folder;
  }

  /// A writer for one worker.
  synchronized Writer writer() throws IOException {
    Path file = folder.resolve("evidence-" + files.size() + ".spool");
    files.add(file);
    Writer writer = new Writer(files.size() - 1, new BufferedOutputStream(Files.newOutputStream(file), 1 << 16));
    writers.add(writer);
    return writer;
  }

  /// Ends writing.
  synchronized void finish() throws IOException {
    for (Writer writer : writers) {
      writer.out.close();
    }
    for (Path file : files) {
      channels.add(FileChannel.open(file, StandardOpenOption.READ));
    }
  }

  /// The text at this place.
  String read(Place place) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(place.length);
    long at = place.offset;
    while (buffer.hasRemaining()) {
      int n = channels.get(place.file).read(buffer, at);
      if (n < 0) {
        throw new IOException(files.get(place.file) + ": ends before offset " + at);
      }
      at += n;
    }
    return new String(buffer.array(), StandardCharsets.UTF_8);
  }

  @Override
  public synchronized void close() throws IOException {
    for (Writer writer : writers) {
      writer.out.close();
    }
    for (FileChannel channel : channels) {
      channel.close();
    }
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
  }

  /// Takes the texts of one worker.
  static final class Writer {
    private final int file;
    private final OutputStream out;
    private long offset;

    private Writer(int file, OutputStream out) {
      this.file = file;
      this.out = out;
    }

    Place write(SafeJson text) throws IOException {
      out.write(text.bytes(), 0, text.length());
      Place place = new Place(file, offset, text.length());
      offset += text.length();
      return place;
    }
  }
}
