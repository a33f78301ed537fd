package io.cutpoint.ingest;

import io.cutpoint.evtx.EvtxFileHeader;
import io.cutpoint.model.event.RecordProblem;
import io.cutpoint.model.event.SourceId;
import io.cutpoint.model.text.SafeText;
import io.cutpoint.model.text.Untrusted;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.jspecify.annotations.Nullable;

/// Hands out the blocks of all inputs, one input after the other, to any number of threads.
///
/// Archives and packed files are read without unpacking them to disk, members in their order. Reading and inflating
/// happen in whichever thread asks, one at a time; parsing happens outside. Sources are numbered in the order of the
/// inputs, so the numbers are the same in every run.
/// Abuse: what an input unpacks to, its members and its nesting are bounded by [Limits]; names of members are never
/// used as paths.
public final class InputReader implements Closeable {

  private static final int HEAD_BYTES = 64 << 10;
  private static final int XZ_MEMORY_KIB = 96 << 10;

  private final List<Input> inputs;
  private final @Nullable InputStream standardInput;
  private final Limits limits;
  private final List<SourceTally> tallies = new ArrayList<>();
  private final Set<String> memberNames = new HashSet<>();
  private final Deque<Members> archives = new ArrayDeque<>();
  private int nextInput;
  private long rawBytes;
  private boolean closed;

  private @Nullable Cutter cutter;
  private @Nullable SourceTally current;
  private @Nullable PeekStream stream;
  private boolean packed;
  private Budget budget = new Budget(0, Limits.DEFAULT);
  private @Nullable DigestInputStream digest;
  private @Nullable SourceTally digested;
  private int promisedChunks;
  private final List<Closeable> open = new ArrayList<>();
  private final List<InputHash> hashes = new ArrayList<>();

  /// What an input was, byte for byte.
  ///
  /// @param sha256 of its bytes on disk; empty where they could not be read to the end
  public record InputHash(String name, long bytes, String sha256) {}

  /// What one input may unpack to.
  private static final class Budget {
    private final long most;
    private long unpacked;

    Budget(long packedBytes, Limits limits) {
      this.most = Math.max(limits.freeUnpackedBytes(), packedBytes * limits.maxRatio());
    }

    void add(long bytes) throws TooMuch {
      unpacked += bytes;
      if (unpacked > most) {
        throw new TooMuch(most);
      }
    }
  }

  private static final class TooMuch extends IOException {
    private static final long serialVersionUID = 1;

    TooMuch(long most) {
      super("unpacks to more than " + most + " bytes");
    }
  }

  /// Counts what comes out of a decompressor.
  private static class Counted extends java.io.FilterInputStream {
    private final Budget budget;

    Counted(InputStream in, Budget budget) {
      super(in);
      this.budget = budget;
    }

    @Override
    public int read() throws IOException {
      int c = super.read();
      budget.add(c < 0 ? 0 : 1);
      return c;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      int n = super.read(to, offset, length);
      budget.add(Math.max(n, 0));
      return n;
    }
  }

  /// Reads a little at a time, for decompressors whose call that comes to damage loses what it had unpacked before.
  private static final class Sips extends InputStream {
    private final InputStream in;
    private final int most;
    private @Nullable IOException failure;

    Sips(InputStream in, int most) {
      this.in = in;
      this.most = most;
    }

    @Override
    public int read() throws IOException {
      return in.read();
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      if (failure != null) {
        throw failure;
      }
      int n = 0;
      try {
        while (n < length) {
          int sip = in.read(to, offset + n, Math.min(most, length - n));
          if (sip < 0) {
            break;
          }
          n += sip;
        }
      } catch (IOException damaged) {
        if (n == 0) {
          throw damaged;
        }
        failure = damaged;
      }
      return n == 0 && length > 0 ? -1 : n;
    }
  }

  /// The members of an open archive.
  private interface Members extends Closeable {
    /// The next member's stream, or null after the last one.
    @Nullable InputStream next() throws IOException;

    /// The name of the member that `next` gave last.
    String memberName();

    /// The name of the archive in outputs.
    String name();

    int depth();

    /// Whether the members behind one that cannot be read can still be.
    boolean survivesDamage();
  }

  /// @param standardInput read after all inputs, under the name `-`; or null
  public InputReader(List<Input> inputs, @Nullable InputStream standardInput, Limits limits) {
    List<Input> all = new ArrayList<>(inputs);
    if (standardInput != null) {
      all.add(new Input("-", null, 0));
    }
    this.inputs = List.copyOf(all);
    this.standardInput = standardInput;
    this.limits = limits;
  }

  /// Fills the block with the next piece of input; false when there is no more.
  public synchronized boolean next(Block block) {
    while (!closed) {
      Cutter from = cutter;
      SourceTally of = current;
      if (from != null && of != null) {
        try {
          if (from.next(block)) {
            block.source = of.id();
            block.format = of.format();
            return true;
          }
          ended(of, from);
        } catch (IOException | RuntimeException failure) {
          failed(of.id(), failure);
        }
        continue;
      }
      if (!advance()) {
        return false;
      }
    }
    return false;
  }

  /// What became of each source so far, in the order of their numbers.
  public synchronized List<SourceTally> tallies() {
    return List.copyOf(tallies);
  }

  /// The tally of a source.
  public synchronized SourceTally tally(SourceId id) {
    return tallies.get(id.index());
  }

  /// Bytes read from disk so far.
  public synchronized long rawBytes() {
    return rawBytes;
  }

  /// The inputs that were read to their end, by name.
  public synchronized List<InputHash> hashes() {
    return List.copyOf(hashes);
  }

  @Override
  public synchronized void close() {
    closed = true;
    finishInput();
  }

  private void ended(SourceTally of, Cutter from) {
    if (from instanceof Cutter.Chunks chunks && chunks.chunks() < promisedChunks) {
      of.problem(new RecordProblem(of.id(), chunks.offset(), RecordProblem.Kind.WARNING, "file-shorter-than-header",
          promisedChunks + " chunks, as the header says", chunks.chunks() + " chunks"));
    }
    leave();
  }

  /// Ends the current source and keeps its size.
  private void leave() {
    SourceTally of = current;
    PeekStream from = stream;
    if (of != null && from != null) {
      of.bytes(from.position());
    }
    cutter = null;
    current = null;
    stream = null;
  }

  private void failed(SourceId source, Exception failure) {
    SourceTally of = tallies.get(source.index());
    PeekStream from = stream;
    long offset = from == null ? 0 : from.position();
    of.problem(new RecordProblem(source, offset, RecordProblem.Kind.QUARANTINED, reason(failure, packed), "a stream that can be read to its end", message(failure)));
    leave();
    Members archive = archives.peek();
    if (failure instanceof TooMuch) {
      closeArchives();
    } else if (archive != null && !archive.survivesDamage()) {
      // What lies behind the damage cannot be found: it is the same refused part.
      close(archives.pop());
    }
  }

  private static String reason(Exception failure, boolean packed) {
    return failure instanceof TooMuch ? "archive-limit" : !packed ? "unreadable" : isCut(failure) ? "cut-archive" : "bad-archive";
  }

  private static boolean isCut(Exception failure) {
    return failure instanceof java.io.EOFException || (failure.getMessage() != null && failure.getMessage().toLowerCase(Locale.ROOT).contains("unexpected end"));
  }

  private static String message(Exception failure) {
    String text = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    return SafeText.to(SafeText.Target.TERMINAL, Untrusted.of(text), 200);
  }

  /// Opens the next source; false when there is none.
  private boolean advance() {
    Members archive = archives.peek();
    if (archive != null) {
      try {
        InputStream member = archive.next();
        if (member == null) {
          close(archives.pop());
        } else {
          open(member, once(archive.name() + "!" + archive.memberName()), archive.depth());
        }
      } catch (IOException | RuntimeException failure) {
        refuse(archive.name(), reason(failure, true), "an archive that can be read to its end", message(failure));
        closeArchives();
      }
      return true;
    }
    finishInput();
    if (nextInput >= inputs.size()) {
      return false;
    }
    Input input = inputs.get(nextInput++);
    begin(input);
    return true;
  }

  /// Members of equal names are told apart by their order.
  private String once(String member) {
    String name = member;
    for (int copy = 2; !memberNames.add(name); copy++) {
      name = member + "#" + copy;
    }
    return name;
  }

  private void begin(Input input) {
    Path path = input.path();
    budget = new Budget(input.bytes(), limits);
    try {
      InputStream raw = path == null ? standardInputOrFail() : Files.newInputStream(path);
      MessageDigest sha = sha256();
      DigestInputStream hashing = new DigestInputStream(raw, sha);
      open.add(hashing);
      digest = hashing;
      digested = null;
      memberNames.clear();
      if (path == null) {
        budget = new Budget(Long.MAX_VALUE / limits.maxRatio(), limits);
      }
      open(hashing, input.name(), 0);
    } catch (IOException failure) {
      refuse(input.name(), "unreadable", "a file that can be read", message(failure));
    }
  }

  private InputStream standardInputOrFail() throws IOException {
    InputStream in = standardInput;
    if (in == null) {
      throw new IOException("no standard input");
    }
    return in;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyJvmHasIt) {
      throw new IllegalStateException(everyJvmHasIt);
    }
  }

  /// Reads the rest of the input for its hash, and closes all that is open.
  private void finishInput() {
    closeArchives();
    DigestInputStream hashing = digest;
    SourceTally of = digested;
    digest = null;
    digested = null;
    if (hashing != null && !closed) {
      String hex = "";
      try {
        hashing.transferTo(java.io.OutputStream.nullOutputStream());
        hex = HexFormat.of().formatHex(hashing.getMessageDigest().digest());
      } catch (IOException unreadable) {
        // The source's own row already says so; a hash of a part would be wrong.
        hex = "";
      }
      Input input = inputs.get(nextInput - 1);
      hashes.add(new InputHash(input.name(), input.bytes(), hex));
      if (of != null) {
        of.sha256(hex);
      }
    }
    open.reversed().forEach(InputReader::close);
    open.clear();
  }

  private void closeArchives() {
    while (!archives.isEmpty()) {
      close(archives.pop());
    }
  }

  private static void close(Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException nothingIsWritten) {
      // Only readers are closed here: there is nothing to lose.
    }
  }

  /// Recognises what the stream is and opens it; `depth` counts the archives around it.
  private void open(InputStream in, String name, int depth) throws IOException {
    PeekStream peek = new PeekStream(in, HEAD_BYTES, n -> {
      if (depth == 0) {
        rawBytes += n;
      }
    });
    byte[] head;
    try {
      head = peek.peek();
    } catch (IOException | RuntimeException damaged) {
      refuse(name, reason(damaged, depth > 0), "a file that can be unpacked", message(damaged));
      return;
    }
    packed = depth > 0;
    if (Magic.isArchive(head) && depth >= limits.maxArchiveDepth()) {
      refuse(name, "archive-limit", "at most " + limits.maxArchiveDepth() + " archives inside each other", "one more");
      return;
    }
    try {
      switch (Magic.of(head)) {
        case GZIP -> open(unpacked(new GZIPInputStream(peek, 1 << 16)), name, depth + 1);
        case BZIP2 -> open(unpacked(new Sips(new BZip2CompressorInputStream(peek, true), 1)), name, depth + 1);
        case XZ -> open(unpacked(new Sips(XZCompressorInputStream.builder().setInputStream(peek).setDecompressConcatenated(true).setMemoryLimitKiB(XZ_MEMORY_KIB).get(), 64)), name, depth + 1);
        case ZIP -> {
          Path file = depth == 0 && nextInput > 0 ? inputs.get(nextInput - 1).path() : null;
          archives.push(file == null ? streamed(new ZipArchiveInputStream(peek, "UTF-8", true, true), name, depth + 1) : zip(file, peek, name, depth + 1));
        }
        case TAR -> archives.push(streamed(new TarArchiveInputStream(peek, "UTF-8"), name, depth + 1));
        case EVTX -> evtx(peek, head, name);
        case JSON_LINES -> {
          if (TruthFile.is(name, head)) {
            SourceTally tally = source(name, Format.UNKNOWN);
            tally.problem(new RecordProblem(tally.id(), 0, RecordProblem.Kind.DROPPED, "truth", "an event log file or JSON records", "the truth of a demonstration"));
          } else {
            text(peek, name, Format.JSON_LINES);
          }
        }
        case JSON -> text(peek, name, Format.JSON);
        case EMPTY -> {
          SourceTally tally = source(name, Format.EMPTY);
          if (name.toLowerCase(Locale.ROOT).endsWith(".evtx")) {
            tally.problem(new RecordProblem(tally.id(), 0, RecordProblem.Kind.WARNING, "empty-file", "an event log file", "no bytes"));
          }
        }
        case UNKNOWN -> {
          SourceTally tally = source(name, Format.UNKNOWN);
          tally.problem(new RecordProblem(tally.id(), 0, RecordProblem.Kind.DROPPED, "unknown-format", "an event log file or JSON records",
              SafeText.to(SafeText.Target.TERMINAL, Untrusted.of(head, 0, Math.min(head.length, 32)))));
        }
      }
    } catch (IOException | RuntimeException damaged) {
      refuse(name, reason(damaged, true), "a file that can be unpacked", message(damaged));
    }
  }

  private InputStream unpacked(InputStream in) {
    // No buffer of its own: one that reads on after a part of what it wants would lose that part with the damage.
    return new Counted(in, budget);
  }

  private void evtx(PeekStream in, byte[] head, String name) throws IOException {
    SourceTally tally = source(name, Format.EVTX);
    current = tally;
    stream = in;
    EvtxFileHeader header = EvtxFileHeader.parse(head);
    if (!header.signed()) {
      // A chunk without its file: the first chunk begins at once.
      promisedChunks = 0;
      cutter = new Cutter.Chunks(in, 0, EvtxFileHeader.CHUNK_BYTES);
      return;
    }
    if (!header.checksumValid()) {
      tally.problem(new RecordProblem(tally.id(), 124, RecordProblem.Kind.WARNING, "evtx-header-checksum", "the checksum of the header", "another one"));
    }
    promisedChunks = header.chunkCount();
    in.readNBytes(header.chunkOffset());
    cutter = new Cutter.Chunks(in, header.chunkOffset(), EvtxFileHeader.CHUNK_BYTES);
  }

  private void text(PeekStream in, String name, Format format) {
    SourceTally tally = source(name, format);
    current = tally;
    stream = in;
    Cutter.Refusal refusal = (offset, reason, wanted, found) ->
        tally.problem(new RecordProblem(tally.id(), offset, RecordProblem.Kind.QUARANTINED, reason, wanted, found));
    cutter = format == Format.JSON_LINES
        ? new Cutter.Lines(in, limits.maxRecordBytes(), Cutter.BLOCK_BYTES, refusal)
        : new Cutter.Objects(in, limits.maxRecordBytes(), Cutter.BLOCK_BYTES, refusal);
  }

  private SourceTally source(String name, Format format) {
    SourceTally tally = new SourceTally(new SourceId(tallies.size(), name), format);
    tallies.add(tally);
    if (digested == null && archives.isEmpty()) {
      digested = tally;
    }
    return tally;
  }

  /// Counts a part of an input that is no source of records, such as a broken archive, as one refused part.
  private void refuse(String name, String reason, String wanted, String found) {
    SourceTally tally = null;
    for (SourceTally known : tallies) {
      if (known.id().name().equals(name)) {
        tally = known;
      }
    }
    if (tally == null) {
      tally = source(name, Format.UNKNOWN);
    }
    tally.problem(new RecordProblem(tally.id(), 0, RecordProblem.Kind.QUARANTINED, reason, wanted, found));
  }

  private Members streamed(ArchiveInputStream<? extends ArchiveEntry> in, String archive, int depth) {
    return new Members() {
      private String member = "";
      private int count;

      @Override
      public @Nullable InputStream next() throws IOException {
        while (true) {
          ArchiveEntry entry = in.getNextEntry();
          if (entry == null) {
            return null;
          }
          if (entry.isDirectory()) {
            continue;
          }
          if (++count > limits.maxArchiveMembers()) {
            throw new IOException("has more than " + limits.maxArchiveMembers() + " members");
          }
          member = plain(entry.getName());
          return new Counted(in, budget) {
            @Override
            public void close() {
              // The archive goes on behind this member.
            }
          };
        }
      }

      @Override
      public String memberName() {
        return member;
      }

      @Override
      public String name() {
        return archive;
      }

      @Override
      public int depth() {
        return depth;
      }

      @Override
      public boolean survivesDamage() {
        return false;
      }

      @Override
      public void close() {
        // The stream below belongs to the input.
      }
    };
  }

  private Members zip(Path path, PeekStream whole, String archive, int depth) throws IOException {
    ZipFile zip;
    try {
      zip = ZipFile.builder().setPath(path).setIgnoreLocalFileHeader(false).get();
    } catch (IOException noDirectory) {
      // Cut or damaged: what lies before the damage can still be read in order.
      return streamed(new ZipArchiveInputStream(whole, "UTF-8", true, true), archive, depth);
    }
    List<ZipArchiveEntry> entries = new ArrayList<>();
    for (Enumeration<ZipArchiveEntry> e = zip.getEntriesInPhysicalOrder(); e.hasMoreElements(); ) {
      entries.add(e.nextElement());
    }
    if (entries.size() > limits.maxArchiveMembers()) {
      zip.close();
      throw new IOException("has more than " + limits.maxArchiveMembers() + " members");
    }
    Deque<ZipArchiveEntry> left = new ArrayDeque<>(Collections.unmodifiableList(entries));
    return new Members() {
      private String member = "";
      private @Nullable InputStream last;

      @Override
      public @Nullable InputStream next() throws IOException {
        InputStream before = last;
        if (before != null) {
          before.close();
        }
        for (ZipArchiveEntry entry = left.poll(); entry != null; entry = left.poll()) {
          if (entry.isDirectory()) {
            continue;
          }
          member = plain(entry.getName());
          if (!zip.canReadEntryData(entry)) {
            refuse(once(archive + "!" + member), entry.getGeneralPurposeBit().usesEncryption() ? "encrypted" : "unsupported-compression",
                "a member that can be unpacked", "method " + entry.getMethod());
            continue;
          }
          InputStream in;
          try {
            in = unpacked(zip.getInputStream(entry));
          } catch (IOException | RuntimeException damaged) {
            refuse(once(archive + "!" + member), reason(damaged, true), "a member that can be unpacked", message(damaged));
            continue;
          }
          last = in;
          return in;
        }
        return null;
      }

      @Override
      public String memberName() {
        return member;
      }

      @Override
      public String name() {
        return archive;
      }

      @Override
      public int depth() {
        return depth;
      }

      @Override
      public boolean survivesDamage() {
        return true;
      }

      @Override
      public void close() throws IOException {
        InputStream before = last;
        if (before != null) {
          before.close();
        }
        zip.close();
        PeekStream rest = whole;
        rest.transferTo(java.io.OutputStream.nullOutputStream());
      }
    };
  }

  /// A member's name with `/` between its parts. It is shown and compared, and never used as a path.
  private static String plain(String member) {
    String name = member.replace('\\', '/');
    return name.length() > 1024 ? name.substring(0, 1024) : name;
  }
}
