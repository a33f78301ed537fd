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
import java.util.Deque;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
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
  private UnpackBudget budget = new UnpackBudget(0, Limits.DEFAULT);
  private @Nullable DigestInputStream digest;
  private @Nullable SourceTally digested;
  private int promisedChunks;
  private final List<Closeable> open = new ArrayList<>();
  private final List<InputHash> hashes = new ArrayList<>();

  /// What an input was, byte for byte.
  ///
  /// @param sha256 of its bytes on disk; empty where they could not be read to the end
  public record InputHash(String name, long bytes, String sha256) {}

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
    if (failure instanceof UnpackBudget.TooMuch) {
      closeArchives();
    } else if (archive != null && !archive.survivesDamage()) {
      // What lies behind the damage cannot be found: it is the same refused part.
      close(archives.pop());
    }
  }

  private static String reason(Exception failure, boolean packed) {
    return failure instanceof UnpackBudget.TooMuch ? "archive-limit" : !packed ? "unreadable" : isCut(failure) ? "cut-archive" : "bad-archive";
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
          open(member, once(archive.name()), archive.depth());
        }
      } catch (IOException | RuntimeException failure) {
        refuse(archive.archive(), reason(failure, true), "an archive that can be read to its end", message(failure));
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
    budget = new UnpackBudget(input.bytes(), limits);
    try {
      InputStream raw = path == null ? standardInputOrFail() : Files.newInputStream(path);
      MessageDigest sha = sha256();
      DigestInputStream hashing = new DigestInputStream(raw, sha);
      open.add(hashing);
      digest = hashing;
      digested = null;
      memberNames.clear();
      if (path == null) {
        budget = new UnpackBudget(Long.MAX_VALUE / limits.maxRatio(), limits);
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
        case GZIP -> open(Unpacking.gzip(peek, budget), name, depth + 1);
        case BZIP2 -> open(Unpacking.bzip2(peek, budget), name, depth + 1);
        case XZ -> open(Unpacking.xz(peek, budget), name, depth + 1);
        case ZIP -> {
          Path file = depth == 0 && nextInput > 0 ? inputs.get(nextInput - 1).path() : null;
          Unpacking.Refusal refusal = (member, reason, damage, wanted, found) ->
              refuse(once(member), damage == null ? reason : reason(damage, true), wanted, damage == null ? found : message(damage));
          archives.push(file == null ? Unpacking.zipStream(peek, name, depth + 1, budget) : Unpacking.zip(file, peek, name, depth + 1, budget, refusal));
        }
        case TAR -> archives.push(Unpacking.tar(peek, name, depth + 1, budget));
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
}
