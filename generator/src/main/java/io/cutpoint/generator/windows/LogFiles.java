package io.cutpoint.generator.windows;

import io.cutpoint.evtx.EvtxRow;
import io.cutpoint.evtx.EvtxWriter;
import io.cutpoint.generator.world.Moments;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// One event log of one host: the file that is being written and those that were full and have been archived.
///
/// As with Windows' "archive the log when full": the full file is renamed to `Archive-<log>-<UTC time>.evtx`, and
/// record numbers go on in the next one. Memory: the chunk that is being filled.
final class LogFiles implements AutoCloseable {
  private final Path folder;
  private final EventLog log;
  private final long fullAt;
  private @Nullable Segment segment;
  private @Nullable FileChannel channel;
  private @Nullable EvtxWriter writer;
  private long records;
  private long bytes;
  private int files;

  /// A file of the log; its name is settled when the file is finished.
  static final class Segment {
    private String name;

    private Segment(String name) {
      this.name = name;
    }

    String name() {
      return name;
    }
  }

  /// @param fullAt bytes at which a file is archived
  LogFiles(Path folder, EventLog log, long fullAt) {
    this.folder = folder;
    this.log = log;
    this.fullAt = fullAt;
  }

  /// Writes a record; gives its number.
  long write(EvtxRow row, long time) throws IOException {
    EvtxWriter to = writer;
    if (to != null && to.bytes() >= fullAt) {
      archive(time);
      to = null;
    }
    if (to == null) {
      segment = new Segment(log.fileName() + ".evtx");
      channel = FileChannel.open(folder.resolve(log.fileName() + ".evtx"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.READ);
      to = new EvtxWriter(channel, records + 1);
      writer = to;
      files++;
    }
    records++;
    return to.write(row);
  }

  /// The file that the last record is in.
  Segment segment() {
    Segment now = segment;
    if (now == null) {
      throw new IllegalStateException("nothing was written to " + log);
    }
    return now;
  }

  long records() {
    return records;
  }

  /// Bytes of the finished files.
  long bytes() {
    return bytes;
  }

  int files() {
    return files;
  }

  private void archive(long time) throws IOException {
    Segment full = segment();
    close();
    String name = "Archive-" + log.fileName() + "-" + Moments.archive(time) + ".evtx";
    Files.move(folder.resolve(full.name), folder.resolve(name));
    full.name = name;
  }

  @Override
  public void close() throws IOException {
    EvtxWriter finished = writer;
    FileChannel file = channel;
    writer = null;
    channel = null;
    if (finished == null || file == null) {
      return;
    }
    try (file) {
      finished.close();
      bytes += file.size();
    }
  }
}
