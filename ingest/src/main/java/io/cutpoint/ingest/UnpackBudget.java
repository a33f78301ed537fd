package io.cutpoint.ingest;

import java.io.IOException;

/// What one input may unpack to, and how many members an archive in it may have.
final class UnpackBudget {

  private final long most;
  private final int members;
  private long unpacked;

  UnpackBudget(long packedBytes, Limits limits) {
    this.most = Math.max(limits.freeUnpackedBytes(), packedBytes * limits.maxRatio());
    this.members = limits.maxArchiveMembers();
  }

  void add(long bytes) throws TooMuch {
    unpacked += bytes;
    if (unpacked > most) {
      throw new TooMuch(most);
    }
  }

  /// Sees that an archive has no more members than it may.
  void members(int count) throws IOException {
    if (count > members) {
      throw new IOException("has more than " + members + " members");
    }
  }

  /// An input unpacks to more than it may.
  static final class TooMuch extends IOException {
    private static final long serialVersionUID = 1;

    TooMuch(long most) {
      super("unpacks to more than " + most + " bytes");
    }
  }
}
