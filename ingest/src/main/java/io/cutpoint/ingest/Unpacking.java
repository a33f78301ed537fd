package io.cutpoint.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Enumeration;
import java.util.List;
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

/// Opens packed files and archives, so that all that comes out of them is counted.
///
/// Apart from [InputReader], because the JVM opens the libraries' archives as soon as it loads a class that names them:
/// a run over plain files does without.
final class Unpacking {

  private static final int XZ_MEMORY_KIB = 96 << 10;

  private Unpacking() {}

  /// Hears of a member that is passed over.
  interface Refusal {
    /// @param member its name, with the archive's
    /// @param reason a word for it, where there is no damage
    /// @param damage what went wrong, or null
    void refuse(String member, String reason, @Nullable Exception damage, String wanted, String found);
  }

  // No buffers around what is unpacked: one that reads on after a part of what it wants would lose that part with the damage.

  static InputStream gzip(InputStream in, UnpackBudget budget) throws IOException {
    return new Counted(new GZIPInputStream(in, 1 << 16), budget);
  }

  static InputStream bzip2(InputStream in, UnpackBudget budget) throws IOException {
    return new Counted(new Sips(new BZip2CompressorInputStream(in, true), 1), budget);
  }

  static InputStream xz(InputStream in, UnpackBudget budget) throws IOException {
    return new Counted(new Sips(XZCompressorInputStream.builder().setInputStream(in).setDecompressConcatenated(true).setMemoryLimitKiB(XZ_MEMORY_KIB).get(), 64), budget);
  }

  static Members tar(InputStream in, String archive, int depth, UnpackBudget budget) {
    return streamed(new TarArchiveInputStream(in, "UTF-8"), archive, depth, budget);
  }

  /// The members of a zip file that comes as a stream.
  static Members zipStream(InputStream in, String archive, int depth, UnpackBudget budget) {
    return streamed(new ZipArchiveInputStream(in, "UTF-8", true, true), archive, depth, budget);
  }

  /// The members of a zip file, in the order of the file; those of one whose directory is lost, as far as they can be read.
  static Members zip(Path path, PeekStream whole, String archive, int depth, UnpackBudget budget, Refusal refusal) throws IOException {
    ZipFile zip;
    try {
      zip = ZipFile.builder().setPath(path).setIgnoreLocalFileHeader(false).get();
    } catch (IOException noDirectory) {
      // Cut or damaged: what lies before the damage can still be read in order.
      return zipStream(whole, archive, depth, budget);
    }
    List<ZipArchiveEntry> entries = new ArrayList<>();
    for (Enumeration<ZipArchiveEntry> e = zip.getEntriesInPhysicalOrder(); e.hasMoreElements(); ) {
      entries.add(e.nextElement());
    }
    try {
      budget.members(entries.size());
    } catch (IOException many) {
      zip.close();
      throw many;
    }
    Deque<ZipArchiveEntry> left = new ArrayDeque<>(Collections.unmodifiableList(entries));
    return new Members(archive, depth) {
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
          member(entry.getName());
          if (!zip.canReadEntryData(entry)) {
            refusal.refuse(name(), entry.getGeneralPurposeBit().usesEncryption() ? "encrypted" : "unsupported-compression", null,
                "a member that can be unpacked", "method " + entry.getMethod());
            continue;
          }
          InputStream in;
          try {
            in = new Counted(zip.getInputStream(entry), budget);
          } catch (IOException | RuntimeException damaged) {
            refusal.refuse(name(), "", damaged, "a member that can be unpacked", "");
            continue;
          }
          last = in;
          return in;
        }
        return null;
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

  private static Members streamed(ArchiveInputStream<? extends ArchiveEntry> in, String archive, int depth, UnpackBudget budget) {
    return new Members(archive, depth) {
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
          budget.members(++count);
          member(entry.getName());
          return new Counted(in, budget) {
            @Override
            public void close() {
              // The archive goes on behind this member.
            }
          };
        }
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

  /// Counts what comes out of a decompressor.
  private static class Counted extends java.io.FilterInputStream {
    private final UnpackBudget budget;

    Counted(InputStream in, UnpackBudget budget) {
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
}
