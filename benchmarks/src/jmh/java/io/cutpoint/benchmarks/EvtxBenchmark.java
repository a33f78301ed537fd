package io.cutpoint.benchmarks;

import io.cutpoint.evtx.EvtxChunkReader;
import io.cutpoint.evtx.EvtxProblem;
import io.cutpoint.evtx.EvtxRecord;
import io.cutpoint.evtx.RecordVisitor;
import io.cutpoint.evtx.Utf8Sink;
import io.cutpoint.ingest.Block;
import io.cutpoint.ingest.BlockParser;
import io.cutpoint.ingest.Input;
import io.cutpoint.ingest.InputReader;
import io.cutpoint.ingest.Limits;
import io.cutpoint.model.event.EventSink;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.model.event.RecordProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// A dense event log: its chunks in memory to leaves and to text, and the file to normalised events.
///
/// `java -cp 'benchmarks/target/lib/*' org.openjdk.jmh.Main Evtx -prof gc`. [Read] says what the columns mean.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgs = {"-Xmx1g", "-XX:+UseSerialGC"})
public class EvtxBenchmark {

  private static final int HEADER_BYTES = 4096;
  private static final int CHUNK_BYTES = 1 << 16;

  private final FieldDictionary dictionary = FieldDictionary.of(BlockParser.FIELDS);
  private final EvtxChunkReader reader = new EvtxChunkReader();
  private final BlockParser parser = new BlockParser(dictionary);
  private final Utf8Sink sink = new Utf8Sink(1 << 16);
  private final byte[] chunk = new byte[CHUNK_BYTES];
  private Path file;
  private byte[] log;

  private abstract static class Records implements RecordVisitor {
    long records;

    @Override
    public void problem(EvtxProblem problem) {
      throw new IllegalStateException(problem.toString());
    }
  }

  @Setup
  public void fill() throws IOException {
    file = Files.createTempFile("cutpoint-benchmark", ".evtx");
    Corpus.evtx(file, 64 << 20, 1);
    log = Files.readAllBytes(file);
  }

  @TearDown
  public void delete() throws IOException {
    Files.delete(file);
  }

  @Benchmark
  public long copyOfEachChunk(Read read) {
    long sum = 0;
    for (int at = HEADER_BYTES; at + CHUNK_BYTES <= log.length; at += CHUNK_BYTES) {
      System.arraycopy(log, at, chunk, 0, CHUNK_BYTES);
      sum += chunk[at & 0xFFFF];
    }
    read.bytes += log.length;
    return sum;
  }

  private long read(Records records, Read read) {
    for (int at = HEADER_BYTES; at + CHUNK_BYTES <= log.length; at += CHUNK_BYTES) {
      System.arraycopy(log, at, chunk, 0, CHUNK_BYTES);
      reader.read(chunk, CHUNK_BYTES, records);
    }
    read.bytes += log.length;
    read.records += records.records;
    return records.records;
  }

  @Benchmark
  public long leaves(Read read) {
    return read(new Records() {
      @Override
      public void record(EvtxRecord record) {
        records++;
      }
    }, read);
  }

  @Benchmark
  public long leavesAndAllTexts(Read read) {
    return read(new Records() {
      @Override
      public void record(EvtxRecord record) {
        sink.truncate(0);
        for (int i = 0; i < record.count(); i++) {
          record.appendText(i, sink);
        }
        records++;
      }
    }, read);
  }

  /// With the file's SHA-256, which every analysis needs.
  @Benchmark
  public long fileToEvents(Read read) {
    EventSink events = new EventSink() {
      @Override
      public void event(EventView event) {
        read.records++;
      }

      @Override
      public void problem(RecordProblem problem) {
        throw new IllegalStateException(problem.toString());
      }
    };
    long blocks = 0;
    try (InputReader input = new InputReader(List.of(new Input("log.evtx", file, log.length)), null, Limits.DEFAULT)) {
      Block block = new Block();
      while (input.next(block)) {
        parser.parse(block, events);
        blocks++;
      }
    }
    read.bytes += log.length;
    return blocks;
  }
}
