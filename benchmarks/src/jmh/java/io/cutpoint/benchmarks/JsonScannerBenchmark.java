package io.cutpoint.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.cutpoint.ingest.BlockParser;
import io.cutpoint.ingest.json.JsonRecordParser;
import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.model.event.FlatEvent;
import io.cutpoint.model.event.SourceId;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// JSON lines in memory to flat events, beside what memory gives and what Jackson needs.
///
/// `java -cp 'benchmarks/target/lib/*' org.openjdk.jmh.Main JsonScanner -prof gc`; `-p file=LINES.json` for lines of
/// your own. [Read] says what the columns mean.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgs = {"-Xmx1g", "-XX:+UseSerialGC"})
public class JsonScannerBenchmark {

  private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int MOST_BYTES = 128 << 20;

  /// Lines to read, or nothing for generated ones.
  @Param("")
  public String file;

  private final FieldDictionary dictionary = FieldDictionary.of(BlockParser.FIELDS);
  private final JsonRecordParser parser = new JsonRecordParser(dictionary);
  private final FlatEvent event = new FlatEvent();
  private final SourceId source = new SourceId(0, "benchmark");
  private final JsonFactory jackson = new JsonFactory();
  private byte[] lines;
  private int length;

  @Setup
  public void fill() throws IOException {
    byte[] read;
    if (file.isEmpty()) {
      Path made = Files.createTempFile("cutpoint-benchmark", ".json");
      Corpus.json(made, 64 << 20, 1);
      read = Files.readAllBytes(made);
      Files.delete(made);
    } else {
      try (var in = Files.newInputStream(Path.of(file))) {
        read = in.readNBytes(MOST_BYTES);
      }
    }
    length = read.length;
    while (read[length - 1] != '\n') {
      length--;
    }
    lines = Arrays.copyOf(read, length + 8);
  }

  @Benchmark
  public long sumOfTheArray(Read read) {
    long sum = 0;
    for (int i = 0; i < length; i += 8) {
      sum += (long) LONGS.get(lines, i);
    }
    read.bytes += length;
    return sum;
  }

  @Benchmark
  public long endsOfLines(Read read) {
    long sum = 0;
    for (int at = 0; at < length; at = JsonRecordParser.lineEnd(lines, at, length) + 1) {
      sum += at;
      read.records++;
    }
    read.bytes += length;
    return sum;
  }

  @Benchmark
  public long events(Read read) {
    long sum = 0;
    for (int at = 0; at < length; ) {
      int end = JsonRecordParser.lineEnd(lines, at, length);
      event.begin(source, 0, 0, lines, at, end - at, at);
      if (parser.parse(lines, at, end, event) != JsonRecordParser.Fault.NONE) {
        throw new IllegalStateException("a line that is no record at " + at);
      }
      sum += event.count();
      read.records++;
      at = end + 1;
    }
    read.bytes += length;
    return sum;
  }

  @Benchmark
  public long eventsAndAllTexts(Read read) {
    long sum = 0;
    for (int at = 0; at < length; ) {
      int end = JsonRecordParser.lineEnd(lines, at, length);
      event.begin(source, 0, 0, lines, at, end - at, at);
      parser.parse(lines, at, end, event);
      for (int i = 0; i < event.count(); i++) {
        sum += event.bytes(i).length + event.length(i);
      }
      read.records++;
      at = end + 1;
    }
    read.bytes += length;
    return sum;
  }

  @Benchmark
  public long jacksonTokensAndAllTexts(Read read) throws IOException {
    long sum = 0;
    try (JsonParser tokens = jackson.createParser(lines, 0, length)) {
      for (JsonToken token = tokens.nextToken(); token != null; token = tokens.nextToken()) {
        if (token == JsonToken.VALUE_STRING) {
          sum += tokens.getTextLength();
        } else if (token == JsonToken.START_OBJECT) {
          read.records++;
        }
      }
    }
    read.bytes += length;
    return sum;
  }
}
