package io.cutpoint.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.model.event.RecordProblem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ArchivesTest {

  @TempDir Path folder;

  enum Packing {
    GZIP, BZIP2, XZ;

    byte[] pack(byte[] bytes) throws IOException {
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (OutputStream out = switch (this) {
        case GZIP -> new GZIPOutputStream(packed);
        case BZIP2 -> new BZip2CompressorOutputStream(packed, 1);
        case XZ -> new XZCompressorOutputStream(packed);
      }) {
        out.write(bytes);
      }
      return packed.toByteArray();
    }
  }

  @ParameterizedTest
  @EnumSource(Packing.class)
  void aPackedFileIsReadUnderItsOwnName(Packing packing) throws IOException {
    Reading.Result result = Reading.of(put("a.log", packing.pack(Reading.lines(500))));

    assertThat(result.of("a.log").processed()).isEqualTo(500);
    assertThat(result.of("a.log").problemCount()).isZero();
    assertThat(result.of("a.log").bytes()).isEqualTo(Reading.lines(500).length);
  }

  @ParameterizedTest
  @EnumSource(Packing.class)
  void packedFilesOneAfterAnotherAreOne(Packing packing) throws IOException {
    byte[] twice = concat(packing.pack(Reading.lines(3)), packing.pack(Reading.lines(2)), packing.pack(Reading.lines(1)));

    assertThat(Reading.of(put("a", twice)).of("a").processed()).isEqualTo(6);
    assertThat(Reading.ofStandardInput(twice, Limits.DEFAULT).of("-").processed()).isEqualTo(6);
    assertThat(Reading.of(put("a.zip", zip(Map.of("m", twice)))).of("a.zip!m").processed()).isEqualTo(6);
  }

  @Test
  void tarsAreReadPackedOrNot() throws IOException {
    Map<String, byte[]> members = new LinkedHashMap<>();
    members.put("logs/b.json", Reading.lines(2));
    members.put("logs/a.evtx", Reading.evtx(3));
    byte[] tar = tar(members);

    for (byte[] archive : new byte[][] {tar, Packing.GZIP.pack(tar), Packing.XZ.pack(tar)}) {
      Reading.Result result = Reading.of(put("x", archive));

      assertThat(result.of("x!logs/b.json").processed()).isEqualTo(2);
      assertThat(result.of("x!logs/a.evtx").processed()).isEqualTo(3);
      assertThat(result.quarantined() + result.dropped()).isZero();
    }
  }

  @Test
  void archivesInsideArchivesAreRead() throws IOException {
    byte[] inner = zip(Map.of("c.json", Reading.lines(4)));
    byte[] middle = tar(Map.of("b.zip", inner));

    Reading.Result result = Reading.of(put("a.zip", zip(Map.of("m.tgz", Packing.GZIP.pack(middle), "n.json", Reading.lines(1)))));

    assertThat(result.of("a.zip!m.tgz!b.zip!c.json").processed()).isEqualTo(4);
    assertThat(result.of("a.zip!n.json").processed()).isEqualTo(1);
    assertThat(result.quarantined()).isZero();
  }

  @Test
  void archivesDeeperThanTheLimitAreRefusedAndTheOthersRead() throws IOException {
    byte[] deep = Reading.lines(1);
    for (int i = 0; i < 3; i++) {
      deep = zip(Map.of("d.zip", deep));
    }
    Map<String, byte[]> members = new LinkedHashMap<>();
    members.put("deep.zip", deep);
    members.put("good.json", Reading.lines(2));

    Reading.Result result = Reading.of(new Limits(1 << 20, 3, 100, 1 << 20, 100), put("a.zip", zip(members)));

    assertThat(result.of("a.zip!good.json").processed()).isEqualTo(2);
    assertThat(reasons(result, "a.zip!deep.zip!d.zip!d.zip")).containsExactly("archive-limit");
    assertThat(result.quarantined()).isEqualTo(1);
  }

  @Test
  void membersOfOneNameAreToldApart() throws IOException {
    Map<String, byte[]> members = new LinkedHashMap<>();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(bytes)) {
      for (String name : new String[] {"a.json", "a.json", "a.json#2", "a.json"}) {
        members.put(name, null);
        out.putArchiveEntry(new ZipArchiveEntry(name));
        out.write(Reading.lines(members.size() + 1));
        out.closeArchiveEntry();
      }
    }

    Reading.Result result = Reading.of(put("x.zip", bytes.toByteArray()));

    assertThat(result.tallies.keySet()).containsExactly("x.zip!a.json", "x.zip!a.json#2", "x.zip!a.json#2#2", "x.zip!a.json#3");
    assertThat(result.processed()).isEqualTo(2 + 2 + 3 + 3);
  }

  @Test
  void anEncryptedMemberIsRefusedAndTheOthersRead() throws IOException {
    byte[] zip = zip(new LinkedHashMap<>(Map.of("good.json", Reading.lines(2))), "secret.json");

    Reading.Result result = Reading.of(put("x.zip", zip));

    assertThat(result.of("x.zip!good.json").processed()).isEqualTo(2);
    assertThat(reasons(result, "x.zip!secret.json")).containsExactly("encrypted");
    assertThat(result.quarantined()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(Packing.class)
  void aPackedFileThatIsCutKeepsWhatCouldBeReadAndCountsOnePart(Packing packing) throws IOException {
    byte[] whole = packing.pack(randomLines(20_000));
    byte[] cut = Arrays.copyOf(whole, whole.length * 3 / 4);

    Reading.Result result = Reading.of(put("a.gz", cut));

    assertThat(result.of("a.gz").processed()).isBetween(7_000L, 19_900L);
    assertThat(reasons(result, "a.gz")).containsExactly("cut-archive");
    assertThat(result.of("a.gz").quarantined()).isEqualTo(1);
  }

  @Test
  void aSmallGzipThatIsCutLosesOnlyItsLastRecords() throws IOException {
    byte[] whole = Packing.GZIP.pack(randomLines(200));
    for (int missing : new int[] {1, 8, 9, 20, whole.length / 2}) {
      Reading.Result result = Reading.of(put("a.gz", Arrays.copyOf(whole, whole.length - missing)));

      assertThat(result.of("a.gz").processed()).as("%d bytes missing", missing).isBetween(missing < 10 ? 199L : 80L, 200L);
      assertThat(result.of("a.gz").quarantined()).as("%d bytes missing", missing).isEqualTo(1);
    }
  }

  @Test
  void everyCutOfAGzipIsAnOrderlyEnd() throws IOException {
    byte[] whole = Packing.GZIP.pack(randomLines(20));
    for (int length = 1; length < whole.length; length++) {
      Reading.Result result = Reading.of(put("a.gz", Arrays.copyOf(whole, length)));

      assertThat(result.quarantined() + result.dropped()).as("%d bytes", length).isEqualTo(1);
    }
  }

  @Test
  void aTarThatIsCutCountsOnePart() throws IOException {
    Map<String, byte[]> members = new LinkedHashMap<>();
    members.put("a.json", randomLines(2000));
    members.put("b.json", randomLines(2000));
    byte[] tar = tar(members);

    Reading.Result plain = Reading.of(put("x.tar", Arrays.copyOf(tar, tar.length * 3 / 4)));
    byte[] packed = Packing.GZIP.pack(tar);
    Reading.Result gzip = Reading.of(put("x.tgz", Arrays.copyOf(packed, packed.length * 3 / 4)));

    for (Reading.Result result : new Reading.Result[] {plain, gzip}) {
      assertThat(result.processed()).isBetween(2001L, 3999L);
      assertThat(result.quarantined()).isEqualTo(1);
    }
  }

  @Test
  void aZipWithoutItsEndIsReadInOrder() throws IOException {
    Map<String, byte[]> members = new LinkedHashMap<>();
    members.put("a.json", randomLines(1000));
    members.put("b.json", randomLines(1000));
    byte[] zip = zip(members);

    Reading.Result result = Reading.of(put("x.zip", Arrays.copyOf(zip, zip.length * 3 / 4)));

    assertThat(result.of("x.zip!a.json").processed()).isEqualTo(1000);
    assertThat(result.of("x.zip!b.json").processed()).isBetween(200L, 900L);
    assertThat(result.quarantined()).isEqualTo(1);
  }

  @Test
  void aDamagedMemberCostsItselfAndNotTheOthers() throws IOException {
    Map<String, byte[]> members = new LinkedHashMap<>();
    members.put("a.json", randomLines(10));
    members.put("b.json", randomLines(5000));
    members.put("c.json", randomLines(10));
    byte[] zip = zip(members);
    // The first data behind the second local header becomes a reserved block type.
    int second = indexOf(zip, "b.json".getBytes(StandardCharsets.US_ASCII)) + "b.json".length();
    Arrays.fill(zip, second, second + 40, (byte) 0xFF);

    Reading.Result result = Reading.of(put("x.zip", zip));

    assertThat(result.of("x.zip!a.json").processed()).isEqualTo(10);
    assertThat(result.of("x.zip!c.json").processed()).isEqualTo(10);
    assertThat(result.of("x.zip!b.json").quarantined()).isEqualTo(1);
    assertThat(result.quarantined()).isEqualTo(1);
  }

  @Test
  void aBombStopsAtItsLimit() throws IOException {
    Limits limits = new Limits(32 << 20, 4, 100, 1 << 20, 10);
    byte[] zeros = new byte[30 << 20];
    byte[] lines = Reading.lines(200_000);

    Reading.Result gzip = Reading.of(limits, put("bomb.gz", Packing.GZIP.pack(zeros)));
    Reading.Result zip = Reading.of(limits, put("bomb.zip", zip(Map.of("m.json", concat(lines, zeros)))));

    assertThat(gzip.dropped() + gzip.quarantined()).isEqualTo(1);
    assertThat(reasons(zip, "bomb.zip!m.json")).containsExactly("archive-limit");
    assertThat(zip.processed()).isPositive();
    assertThat(zip.of("bomb.zip!m.json").bytes()).isLessThan(16 << 20);
  }

  @Test
  void aBombOfManyMembersStopsAtItsLimit() throws IOException {
    Limits limits = new Limits(1 << 20, 4, 100, 1 << 20, 2);
    Map<String, byte[]> members = new LinkedHashMap<>();
    for (int i = 0; i < 30; i++) {
      members.put("m" + i, Reading.lines(10_000));
    }

    Reading.Result result = Reading.of(limits, put("bomb.zip", zip(members)));

    assertThat(result.processed()).isBetween(10_000L, 200_000L);
    assertThat(result.quarantined()).isPositive();
    assertThat(result.tallies.values()).allMatch(tally -> tally.problems().stream().allMatch(p -> p.reason().equals("archive-limit")));
  }

  @Test
  void anArchiveWithTooManyMembersIsRefusedOnce() throws IOException {
    Limits limits = new Limits(1 << 20, 4, 5, 1 << 20, 10);
    Map<String, byte[]> members = new LinkedHashMap<>();
    for (int i = 0; i < 10; i++) {
      members.put("m" + i, Reading.lines(1));
    }

    Reading.Result zip = Reading.of(limits, put("x.zip", zip(members)));
    Reading.Result tar = Reading.of(limits, put("x.tar", tar(members)));

    assertThat(zip.quarantined()).isEqualTo(1);
    assertThat(tar.quarantined()).isEqualTo(1);
    assertThat(tar.processed()).isEqualTo(5);
  }

  @Test
  void namesOfMembersAreOnlyNames() throws IOException {
    Path outside = folder.resolve("slipped.json");
    Map<String, byte[]> members = new LinkedHashMap<>();
    members.put("../".repeat(20) + outside.toString().substring(1), Reading.lines(1));
    members.put("/etc/cutpoint-test.json", Reading.lines(1));
    members.put("..\\..\\x.json", Reading.lines(1));
    members.put("n".repeat(3000), Reading.lines(1));

    Reading.Result result = Reading.of(put("x.zip", zip(members)));

    assertThat(result.processed()).isEqualTo(4);
    assertThat(outside).doesNotExist();
    assertThat(result.tallies).containsKeys("x.zip!/etc/cutpoint-test.json", "x.zip!../../x.json");
    assertThat(result.tallies.keySet()).allMatch(name -> name.length() < 1100);
  }

  @Test
  void theHashOfAnInputIsThatOfItsBytesOnDisk() throws Exception {
    byte[] zip = zip(Map.of("a.json", Reading.lines(3)));
    byte[] gzip = Packing.GZIP.pack(Reading.lines(3));
    for (byte[] bytes : new byte[][] {zip, gzip, Arrays.copyOf(gzip, gzip.length - 9), Reading.lines(5), Reading.evtx(2), new byte[0], {1, 2, 3}}) {
      Reading.Result result = Reading.of(put("x", bytes));

      String wanted = HexFormat.of().formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(bytes));
      assertThat(result.hashes).containsExactly(new InputReader.InputHash("x", bytes.length, wanted));
    }
  }

  @Test
  void aNestedArchiveThatIsDamagedCostsOnlyItself() throws IOException {
    Map<String, byte[]> members = new LinkedHashMap<>();
    byte[] bad = zip(Map.of("x.json", randomLines(100)));
    members.put("bad.zip", Arrays.copyOf(bad, bad.length / 2));
    members.put("bad.gz", new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 0, (byte) 0xff, (byte) 0xff});
    members.put("good.json", Reading.lines(2));

    for (byte[] archive : new byte[][] {zip(members), tar(members)}) {
      Reading.Result result = Reading.of(put("a", archive));

      assertThat(result.of("a!good.json").processed()).isEqualTo(2);
      assertThat(result.quarantined()).isEqualTo(2);
    }
  }

  private static java.util.List<String> reasons(Reading.Result result, String source) {
    return result.of(source).problems().stream().map(RecordProblem::reason).toList();
  }

  private Path put(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  /// Lines that do not pack well, so that a cut falls where it seems to.
  private static byte[] randomLines(int count) {
    SplittableRandom random = new SplittableRandom(1);
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < count; i++) {
      lines.append("{\"n\":").append(random.nextLong()).append("}\n");
    }
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] zip(Map<String, byte[]> members, String... encrypted) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(bytes)) {
      out.setUseZip64(org.apache.commons.compress.archivers.zip.Zip64Mode.Never);
      for (Map.Entry<String, byte[]> member : members.entrySet()) {
        out.putArchiveEntry(new ZipArchiveEntry(member.getKey()));
        out.write(member.getValue());
        out.closeArchiveEntry();
      }
      for (String name : encrypted) {
        ZipArchiveEntry entry = new ZipArchiveEntry(name);
        out.putArchiveEntry(entry);
        out.write(Reading.lines(1));
        out.closeArchiveEntry();
      }
    }
    byte[] zip = bytes.toByteArray();
    for (String name : encrypted) {
      // Sets the bit "encrypted" in the member's two headers.
      int local = indexOf(zip, name.getBytes(StandardCharsets.US_ASCII)) - 30;
      int central = indexOf(zip, name.getBytes(StandardCharsets.US_ASCII), local + 40) - 46;
      zip[local + 6] |= 1;
      zip[central + 8] |= 1;
    }
    return zip;
  }

  private static byte[] tar(Map<String, byte[]> members) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream out = new TarArchiveOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> member : members.entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry(member.getKey());
        entry.setSize(member.getValue().length);
        out.putArchiveEntry(entry);
        out.write(member.getValue());
        out.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static int indexOf(byte[] bytes, byte[] part) {
    return indexOf(bytes, part, 0);
  }

  private static int indexOf(byte[] bytes, byte[] part, int from) {
    for (int i = from; i + part.length <= bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    throw new IllegalArgumentException("not found");
  }
}
