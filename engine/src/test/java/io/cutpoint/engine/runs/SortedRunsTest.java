package io.cutpoint.engine.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SortedRunsTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {100, 1_000, 10_000, 1 << 20})
  void entriesComeBackSortedHoweverTheySpill(int bufferBytes) throws IOException {
    SplittableRandom random = new SplittableRandom(bufferBytes);
    for (int round = 0; round < 12; round++) {
      List<byte[]> wanted = new ArrayList<>();
      try (SortedRuns runs = new SortedRuns(folder, "r" + round, 10, bufferBytes)) {
        List<SortedRuns.Collector> collectors = List.of(runs.collector(), runs.collector(), runs.collector());
        for (int entries = random.nextInt(bufferBytes < 500 ? 120 : 3_000); entries > 0; entries--) {
          byte[] entry = entry(random);
          wanted.add(entry.clone());
          collectors.get(random.nextInt(3)).add(entry, entry.length);
          Arrays.fill(entry, (byte) 0);
        }
        wanted.sort(Arrays::compareUnsigned);

        assertThat(runs.size()).isEqualTo(wanted.size());
        assertSame(read(runs, 0), wanted);
        assertSame(read(runs, 0), wanted);
        long from = random.nextLong();
        assertSame(read(runs, from), wanted.stream().filter(e -> Long.compareUnsigned(head(e), from) >= 0).toList());
      }
    }
  }

  @Test
  void thousandsOfEqualHeadsAreFoundFromTheirFirst() throws IOException {
    try (SortedRuns runs = new SortedRuns(folder, "r", 8, 20_000)) {
      SortedRuns.Collector collector = runs.collector();
      for (int i = 0; i < 3_000; i++) {
        byte[] entry = new byte[12];
        entry[7] = (byte) (i % 3);
        entry[10] = (byte) (i >>> 8);
        entry[11] = (byte) i;
        collector.add(entry, 12);
      }

      assertThat(read(runs, 0)).hasSize(3_000);
      assertThat(read(runs, 1)).hasSize(2_000).allMatch(entry -> entry[7] >= 1);
      assertThat(read(runs, 2)).hasSize(1_000).allMatch(entry -> entry[7] == 2);
      assertThat(read(runs, 3)).isEmpty();
    }
  }

  @Test
  void anEntryLargerThanTheBufferIsKept() throws IOException {
    try (SortedRuns runs = new SortedRuns(folder, "r", 8, 100)) {
      SortedRuns.Collector collector = runs.collector();
      byte[] large = new byte[300_000];
      large[0] = 1;
      collector.add(new byte[8], 8);
      collector.add(large, large.length);
      collector.add(new byte[9], 9);

      assertThat(read(runs, 0)).extracting(entry -> entry.length).containsExactly(8, 9, 300_000);
    }
  }

  @Test
  void nothingComesBackFromNothing() throws IOException {
    try (SortedRuns runs = new SortedRuns(folder, "r", 8, 100)) {
      runs.collector();

      assertThat(read(runs, 0)).isEmpty();
      assertThat(runs.size()).isZero();
    }
  }

  @Test
  void twoReadersDoNotDisturbEachOther() throws IOException {
    try (SortedRuns runs = new SortedRuns(folder, "r", 8, 500)) {
      SortedRuns.Collector collector = runs.collector();
      SplittableRandom random = new SplittableRandom(1);
      for (int i = 0; i < 200; i++) {
        byte[] entry = entry(random);
        collector.add(entry, entry.length);
      }
      List<byte[]> wanted = read(runs, 0);

      try (SortedRuns.Reader one = runs.open(); SortedRuns.Reader other = runs.open()) {
        for (byte[] entry : wanted) {
          assertThat(one.next()).isTrue();
          assertThat(Arrays.copyOf(one.bytes(), one.length())).isEqualTo(entry);
        }
        assertThat(other.next()).isTrue();
        assertThat(Arrays.copyOf(other.bytes(), other.length())).isEqualTo(wanted.getFirst());
      }
    }
  }

  @Test
  void closingLeavesNoFile() throws IOException {
    try (SortedRuns runs = new SortedRuns(folder, "r", 8, 100)) {
      SortedRuns.Collector collector = runs.collector();
      for (int i = 0; i < 50; i++) {
        collector.add(new byte[20], 20);
      }
      assertThat(files()).isPositive();
    }

    assertThat(files()).isZero();
  }

  @Test
  void wrongCallsAreRefusedAtOnce() throws IOException {
    assertThatIllegalArgumentException().isThrownBy(() -> new SortedRuns(folder, "r", 7, 100));
    try (SortedRuns runs = new SortedRuns(folder, "r", 10, 100); SortedRuns.Reader reader = runs.open()) {
      assertThatIllegalArgumentException().isThrownBy(() -> runs.collector().add(new byte[20], 9));
      assertThatIllegalStateException().isThrownBy(reader::bytes);
    }
  }

  private long files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }

  /// Keys that often begin alike, some of one entry the beginning of another.
  private static byte[] entry(SplittableRandom random) {
    byte[] entry = new byte[10 + random.nextInt(30)];
    for (int i = 0; i < entry.length; i++) {
      entry[i] = (byte) (random.nextInt(3) == 0 ? random.nextInt(256) : random.nextInt(2) * 255);
    }
    return entry;
  }

  private static long head(byte[] entry) {
    return java.nio.ByteBuffer.wrap(entry).getLong();
  }

  private static List<byte[]> read(SortedRuns runs, long from) throws IOException {
    List<byte[]> read = new ArrayList<>();
    try (SortedRuns.Reader reader = runs.open(from)) {
      while (reader.next()) {
        read.add(Arrays.copyOf(reader.bytes(), reader.length()));
      }
    }
    return read;
  }

  private static void assertSame(List<byte[]> found, List<byte[]> wanted) {
    assertThat(found).hasSameSizeAs(wanted);
    for (int i = 0; i < wanted.size(); i++) {
      assertThat(Arrays.compareUnsigned(found.get(i), wanted.get(i))).isZero();
    }
  }
}
