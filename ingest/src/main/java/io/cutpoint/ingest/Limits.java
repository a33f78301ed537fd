package io.cutpoint.ingest;

/// What one input may cost. Beyond a limit the part is refused and counted; nothing is lost in silence.
///
/// @param maxRecordBytes the longest record; longer ones are refused whole
/// @param maxArchiveDepth archives inside archives
/// @param maxArchiveMembers members of one archive
/// @param freeUnpackedBytes what a packed input may unpack to, however small it is
/// @param maxRatio beyond that, how many times its packed size it may unpack to; deflate's own maximum is 1,032, logs
///     reach 40
public record Limits(int maxRecordBytes, int maxArchiveDepth, int maxArchiveMembers, long freeUnpackedBytes, int maxRatio) {

  /// Sound for any evidence that is not made to do harm.
  public static final Limits DEFAULT = new Limits(16 << 20, 4, 100_000, 1L << 30, 250);
}
