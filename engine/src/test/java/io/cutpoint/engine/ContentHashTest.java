package io.cutpoint.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentHashTest {

  private static final int[] LENGTHS = {0, 1, 7, 8, ContentHash.PIECE - 1, ContentHash.PIECE, ContentHash.PIECE + 1, 3 * ContentHash.PIECE + 5};

  @TempDir Path directory;

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static String hash(byte[] bytes) {
    ContentHash hash = new ContentHash();
    hash.add(ByteBuffer.wrap(bytes));
    return hash.hex();
  }

  @Test
  void aFileCountsAsItsBytesFromAnyPlaceOn() throws IOException {
    for (int length : LENGTHS) {
      byte[] all = bytes(length);
      Path file = Files.write(directory.resolve("rules-" + length), all);
      for (int from : new int[] {0, length / 3, length}) {
        ContentHash read = new ContentHash();
        try (FileChannel channel = FileChannel.open(file)) {
          read.add(channel, from);
        }
        assertThat(read.hex()).isEqualTo(hash(Arrays.copyOfRange(all, from, length))).matches("[0-9a-f]{32}");
      }
    }
  }

  @Test
  void anyChangedBitGivesAnotherHash() {
    byte[] all = bytes(ContentHash.PIECE + 100);
    String before = hash(all);
    Random random = new Random(1);
    for (int n = 0; n < 1000; n++) {
      int place = random.nextInt(all.length);
      byte bit = (byte) (1 << random.nextInt(8));
      all[place] ^= bit;
      assertThat(hash(all)).as("bit %d of byte %d", bit, place).isNotEqualTo(before);
      all[place] ^= bit;
    }
    assertThat(hash(all)).isEqualTo(before);
  }

  @Test
  void exchangedPiecesOtherLengthsAndOtherCutsGiveOtherHashes() {
    byte[] one = bytes(ContentHash.PIECE);
    byte[] two = bytes(ContentHash.PIECE - 1);
    byte[] there = Arrays.copyOf(one, 2 * ContentHash.PIECE);
    byte[] back = new byte[2 * ContentHash.PIECE];
    System.arraycopy(one, 0, back, ContentHash.PIECE, ContentHash.PIECE);
    ContentHash cut = new ContentHash();
    cut.add(ByteBuffer.wrap(one));
    cut.add(ByteBuffer.wrap(two));
    ContentHash exchanged = new ContentHash();
    exchanged.add(ByteBuffer.wrap(two));
    exchanged.add(ByteBuffer.wrap(one));
    byte[] longer = Arrays.copyOf(one, one.length + two.length);
    System.arraycopy(two, 0, longer, one.length, two.length);

    assertThat(Set.of(hash(one), hash(Arrays.copyOf(one, one.length + 1)), hash(there), hash(back), cut.hex(), exchanged.hex(), hash(longer), hash(new byte[0]), hash(new byte[1]))).hasSize(9);
  }

  @Test
  void askingForTheHashChangesNothing() {
    ContentHash asked = new ContentHash();
    asked.add("a");
    String first = asked.hex();
    ContentHash never = new ContentHash();
    never.add("a");

    assertThat(asked.hex()).isEqualTo(first);
    asked.add(1);
    never.add(1);
    assertThat(asked.hex()).isEqualTo(never.hex());
  }
}
